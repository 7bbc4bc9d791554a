//! The thread that works for the window: unlocks, reads the ledger, visits the depot, opens documents, writes turns down.
//! The window sees finished views only; orders wait in a short queue (I9).

mod look;
mod work;

use std::{
    io,
    path::PathBuf,
    sync::{
        Arc, Condvar, Mutex, PoisonError,
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    thread,
    time::Duration,
};

use ::look::Words;
use egui::Context;
use parcel::{ApplicationId, WordKind};
use zeroize::Zeroizing;

use super::view::{Tab, View};
use crate::{
    clock, due,
    folder::Folder,
    keys::Keys,
    ledger::{Event, Ledger},
    seat::Seat,
};

/// Orders that may wait.
const QUEUE: usize = 16;

/// What the window asks for.
pub(super) enum Order {
    Unlock(Zeroizing<String>),
    Lock,
    Show(ApplicationId),
    /// A number from a slip.
    Find(String),
    Visit,
    Turn(ApplicationId, Event),
    Say(ApplicationId, WordKind, String),
    Speak(Words),
    Tab(Tab),
    /// A quarter of a year: year, 1 to 4.
    Report(i16, i8),
    Visits {
        table: PathBuf,
        kit: String,
    },
    SendProfile {
        kit: String,
    },
    GiveBack {
        draft: String,
    },
    Lose(u16),
    /// Writes the sheet of the application that is shown, the counts of the quarter, or everything, below a folder.
    Write(Paper, PathBuf),
    Clear,
}

/// What is written in the clear.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Paper {
    Sheet,
    Report,
    Everything,
}

/// Orders that were given and are not done.
type Pending = Arc<(Mutex<usize>, Condvar)>;

/// The window's end.
pub(super) struct Registrar {
    orders: SyncSender<Order>,
    view: Arc<Mutex<Arc<View>>>,
    pending: Pending,
}

impl Registrar {
    /// Starts the thread. `show` is the number to show first.
    pub(super) fn begin(
        folder: Folder,
        words: Words,
        show: Option<String>,
        ctx: Context,
    ) -> io::Result<Self> {
        let view = View::locked(due::day_of(clock::now_s()), None);
        let published = Arc::new(Mutex::new(Arc::new(view.clone())));
        let pending: Pending = Arc::default();
        let (orders, waiting) = sync_channel(QUEUE);
        let work = Work {
            folder,
            words,
            show,
            unlocked: None,
            tab: Tab::Register,
            view,
            published: Arc::clone(&published),
            pending: Arc::clone(&pending),
            ctx,
        };
        thread::Builder::new()
            .name("registrar".to_owned())
            .spawn(move || work.run(&waiting))?;
        Ok(Self {
            orders,
            view: published,
            pending,
        })
    }

    /// Asks for something. An order that finds the queue full is dropped: a person may press again.
    pub(super) fn order(&self, order: Order) {
        *lock(&self.pending.0) += 1;
        if self.orders.try_send(order).is_err() {
            *lock(&self.pending.0) -= 1;
            tracing::debug!("the registrar is busy; an order was dropped");
        }
    }

    pub(super) fn view(&self) -> Arc<View> {
        Arc::clone(&lock(&self.view))
    }

    /// Whether every order is done.
    pub(super) fn is_idle(&self) -> bool {
        *lock(&self.pending.0) == 0
    }

    /// Waits until every order is done, or not longer than `patience`; whether they are.
    pub(super) fn settle(&self, patience: Duration) -> bool {
        let (count, done) = &*self.pending;
        let waited = done.wait_timeout_while(lock(count), patience, |count| *count > 0);
        waited.is_ok_and(|(_, timeout)| !timeout.timed_out())
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What a passphrase opened.
struct Unlocked {
    keys: Keys,
    ledger: Ledger,
    seat: Seat,
}

/// The thread's end.
struct Work {
    folder: Folder,
    words: Words,
    show: Option<String>,
    unlocked: Option<Unlocked>,
    tab: Tab,
    view: View,
    published: Arc<Mutex<Arc<View>>>,
    pending: Pending,
    ctx: Context,
}

/// Words for the person at the window, where an order was not done.
type Told = Result<(), String>;

/// The words of any fault.
fn told(why: impl std::fmt::Display) -> String {
    why.to_string()
}

impl Work {
    fn run(mut self, orders: &Receiver<Order>) {
        while let Ok(order) = orders.recv() {
            let done = self.carry_out(order);
            self.view.busy = None;
            if let Err(why) = done {
                self.view.message = Some(why);
            }
            self.publish();
            *lock(&self.pending.0) -= 1;
            self.pending.1.notify_all();
            self.ctx.request_repaint();
        }
    }

    fn publish(&mut self) {
        self.view.today = due::day_of(clock::now_s());
        *lock(&self.published) = Arc::new(self.view.clone());
        self.ctx.request_repaint();
    }

    fn begin(&mut self, busy: &'static str) {
        self.view.busy = Some(busy);
        self.view.message = None;
        self.publish();
    }

    /// Whether more was asked for than what is being done.
    fn is_called(&self) -> bool {
        *lock(&self.pending.0) > 1
    }
}
