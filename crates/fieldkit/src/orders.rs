//! Orders as lines of JSON on standard input, for demonstrations and tests: the same commands that the window sends.
//!
//! Whoever can write here can also press the keys; a passphrase is asked for all the same.

use office::{Command, Snapshot};
use serde::Deserialize;
use std::io::BufRead as _;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, TryRecvError, sync_channel};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

/// Orders that may wait.
const WAITING: usize = 64;

/// How long an answer waits for the orders before it to be carried out.
pub(crate) const SETTLED: Duration = Duration::from_secs(2);

/// One order.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum Order {
    /// Tell the newest snapshot, or what a screen reader would find: `{"ask":"snapshot"}`, `{"ask":"names"}`.
    Ask {
        /// What is asked for.
        ask: Asked,
    },
    /// Save a picture of the window: `{"picture":"today.png"}`.
    Picture {
        /// Where.
        picture: PathBuf,
    },
    /// Show a screen: `{"screen":"form"}`.
    Screen {
        /// Which.
        screen: String,
    },
    /// Change the language of the screens: `{"language":"en"}`.
    Language {
        /// `uk` or `en`.
        language: String,
    },
    /// Change the size of the window: `{"size":[1024,600]}`.
    Size {
        /// Width and height in points.
        size: [f32; 2],
    },
    /// Do what the window would ask for: `{"do":"lock"}`.
    Do(Command),
}

/// What may be asked for.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Asked {
    /// The newest snapshot.
    Snapshot,
    /// Accessible names, roles and values of the next frame, in reading order, and which of them has the focus.
    Names,
}

/// The line of orders.
pub(crate) struct Orders {
    lines: Receiver<String>,
    waker: Waker,
}

/// Who is told that a line has come; a window sleeps until then.
type Waker = Arc<OnceLock<Box<dyn Fn() + Send + Sync>>>;

impl Orders {
    /// Begins to listen, and says so: an order given before would be lost with the image that read it.
    pub(crate) fn listen() -> std::io::Result<Self> {
        let (tell, lines) = sync_channel(WAITING);
        let waker = Waker::default();
        let told = waker.clone();
        std::thread::Builder::new()
            .name("orders".into())
            .spawn(move || {
                for line in std::io::stdin().lock().lines().map_while(Result::ok) {
                    if tell.send(line).is_err() {
                        return;
                    }
                    ring(&told);
                }
                // The end is news too: the receiver sees it once the sender is gone.
                drop(tell);
                ring(&told);
            })?;
        answer(&serde_json::json!({ "started": true }));
        Ok(Self { lines, waker })
    }

    /// Has `wake` called whenever an order comes, and when no more will.
    pub(crate) fn wake_by(&self, wake: impl Fn() + Send + Sync + 'static) {
        // Only a second window would find it taken, and there is none.
        let _taken = self.waker.set(Box::new(wake));
    }

    /// The next order, if one is here.
    pub(crate) fn next(&self) -> Result<Option<Order>, NoMoreOrders> {
        loop {
            match self.lines.try_recv() {
                Ok(line) => {
                    if let Some(order) = parse(&line) {
                        return Ok(Some(order));
                    }
                }
                Err(TryRecvError::Empty) => return Ok(None),
                Err(TryRecvError::Disconnected) => return Err(NoMoreOrders),
            }
        }
    }

    /// The next order within `patience`.
    pub(crate) fn wait(&self, patience: Duration) -> Result<Option<Order>, NoMoreOrders> {
        match self.lines.recv_timeout(patience) {
            Ok(line) => Ok(parse(&line)),
            Err(RecvTimeoutError::Timeout) => Ok(None),
            Err(RecvTimeoutError::Disconnected) => Err(NoMoreOrders),
        }
    }
}

fn ring(waker: &Waker) {
    if let Some(wake) = waker.get() {
        wake();
    }
}

/// Standard input has ended.
#[derive(Debug)]
pub(crate) struct NoMoreOrders;

fn parse(line: &str) -> Option<Order> {
    match serde_json::from_str(line) {
        Ok(order) => Some(order),
        Err(_not_an_order) => {
            answer(&serde_json::json!({ "error": "not an order" }));
            None
        }
    }
}

/// Tells the snapshot as one line.
pub(crate) fn tell_snapshot(snapshot: &Snapshot) {
    match serde_json::to_value(snapshot) {
        Ok(value) => answer(&serde_json::json!({ "snapshot": value })),
        Err(_unserialisable) => answer(&serde_json::json!({ "error": "no snapshot" })),
    }
}

/// Answers with one line.
#[expect(
    clippy::print_stdout,
    reason = "standard output is the other half of the conversation"
)]
pub(crate) fn answer(value: &serde_json::Value) {
    println!("{value}");
}
