//! The thread that works for the window: unlocks, reads the ledger, visits the depot, opens documents.
//! The window sees finished views only; orders wait in a short queue (I9).

use std::{
    fs, io,
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    thread,
};

use egui::{ColorImage, Context};
use look::Words;
use office::dossier::Dossier;
use parcel::ApplicationId;
use zeroize::Zeroizing;

use crate::{
    clock, collect, dispatch,
    folder::Folder,
    gaps,
    keys::Keys,
    ledger::{Act, Application, Ledger, LedgerError},
    opening,
    sheet::Sheet,
};

/// Orders that may wait.
const QUEUE: usize = 16;

/// The longest side of a page on the screen, in pixels: every graphics card takes it.
const LONGEST_SIDE: u32 = 1800;

/// What the window asks for.
pub(super) enum Order {
    Unlock(Zeroizing<String>),
    Show(ApplicationId),
    Visit,
    Register(ApplicationId, String),
    Speak(Words),
}

/// Whether the ledger is open.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Gate {
    /// Closed; with what went wrong the last time.
    Locked(Option<String>),
    Unlocking,
    Open,
}

/// One application in the list.
#[derive(Clone)]
pub(super) struct Line {
    pub(super) id: ApplicationId,
    pub(super) number: String,
    pub(super) service: String,
    pub(super) community: String,
    /// When it was taken, and by when the resident may ask, in words.
    pub(super) days: String,
    pub(super) registered: bool,
    pub(super) remarks: bool,
}

/// The scans of an application.
#[derive(Clone)]
pub(super) enum Pages {
    Coming,
    Here(Vec<Arc<ColorImage>>),
    Fault(String),
}

/// The application that is shown.
#[derive(Clone)]
pub(super) struct Shown {
    pub(super) id: ApplicationId,
    pub(super) sheet: Sheet,
    pub(super) pages: Pages,
}

/// Everything the window may show.
#[derive(Clone)]
pub(super) struct View {
    pub(super) gate: Gate,
    pub(super) rows: Vec<Line>,
    /// Faulty parcels, in words.
    pub(super) faults: Vec<String>,
    /// What is missing, in words.
    pub(super) gaps: Vec<String>,
    pub(super) shown: Option<Shown>,
    /// Locale key of what is going on.
    pub(super) busy: Option<&'static str>,
    pub(super) message: Option<String>,
}

/// The window's end.
pub(super) struct Registrar {
    orders: SyncSender<Order>,
    view: Arc<Mutex<Arc<View>>>,
}

impl Registrar {
    /// Starts the thread. `show` is the number to show first.
    pub(super) fn begin(
        folder: Folder,
        words: Words,
        show: Option<String>,
        ctx: Context,
    ) -> io::Result<Self> {
        let view = View {
            gate: Gate::Locked(None),
            rows: Vec::new(),
            faults: Vec::new(),
            gaps: Vec::new(),
            shown: None,
            busy: None,
            message: None,
        };
        let published = Arc::new(Mutex::new(Arc::new(view.clone())));
        let (orders, waiting) = sync_channel(QUEUE);
        let work = Work {
            folder,
            words,
            show,
            unlocked: None,
            view,
            published: Arc::clone(&published),
            ctx,
        };
        thread::Builder::new()
            .name("registrar".to_owned())
            .spawn(move || work.run(&waiting))?;
        Ok(Self {
            orders,
            view: published,
        })
    }

    /// Asks for something. An order that finds the queue full is dropped: a person may press again.
    pub(super) fn order(&self, order: Order) {
        if self.orders.try_send(order).is_err() {
            tracing::debug!("the registrar is busy; an order was dropped");
        }
    }

    pub(super) fn view(&self) -> Arc<View> {
        Arc::clone(&self.view.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The thread's end.
struct Work {
    folder: Folder,
    words: Words,
    show: Option<String>,
    unlocked: Option<(Keys, Ledger)>,
    view: View,
    published: Arc<Mutex<Arc<View>>>,
    ctx: Context,
}

impl Work {
    fn run(mut self, orders: &Receiver<Order>) {
        while let Ok(order) = orders.recv() {
            let done = match order {
                Order::Unlock(passphrase) => {
                    self.unlock(&passphrase);
                    Ok(())
                }
                Order::Show(id) => self.show(id),
                Order::Visit => self.visit(),
                Order::Register(id, number) => self.register(id, &number),
                Order::Speak(words) => {
                    self.words = words;
                    self.refresh().and_then(|()| self.reread())
                }
            };
            self.view.busy = None;
            if let Err(why) = done {
                self.view.message = Some(why.to_string());
            }
            self.publish();
        }
    }

    fn publish(&self) {
        *self
            .published
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = Arc::new(self.view.clone());
        self.ctx.request_repaint();
    }

    fn begin(&mut self, busy: &'static str) {
        self.view.busy = Some(busy);
        self.view.message = None;
        self.publish();
    }

    fn unlock(&mut self, passphrase: &str) {
        self.view.gate = Gate::Unlocking;
        self.publish();
        let unlocked = Keys::unlock(&self.folder, passphrase)
            .map_err(|why| why.to_string())
            .and_then(
                |keys| match Ledger::open(&self.folder.ledger(), keys.ledger()) {
                    Ok(ledger) => Ok((keys, ledger)),
                    Err(why) => Err(why.to_string()),
                },
            );
        match unlocked {
            Ok(unlocked) => {
                self.unlocked = Some(unlocked);
                self.view.gate = Gate::Open;
                if let Err(why) = self.refresh().and_then(|()| self.show_first()) {
                    self.view.message = Some(why.to_string());
                }
            }
            Err(why) => self.view.gate = Gate::Locked(Some(why)),
        }
    }

    fn show_first(&mut self) -> Result<(), LedgerError> {
        let wanted = self.show.take();
        let Some((_, ledger)) = &self.unlocked else {
            return Ok(());
        };
        let first = match wanted {
            Some(number) => ledger.find(&number)?.map(|application| application.id),
            None => self.view.rows.first().map(|row| row.id),
        };
        first.map_or(Ok(()), |id| self.show(id))
    }

    /// Reads the list anew.
    fn refresh(&mut self) -> Result<(), LedgerError> {
        let Some((_, ledger)) = &self.unlocked else {
            return Ok(());
        };
        let terms = self.terms();
        let mut applications = ledger.applications()?;
        applications.sort_by_key(|one| (one.registration.is_some(), one.dossier.finished.wall_s));
        self.view.rows = applications
            .iter()
            .map(|one| self.line(one, &applications, &terms))
            .collect();
        let fault = |part: crate::ledger::Part| {
            let key = part.fault.filter(|key| key != opening::ON_THEIR_WAY)?;
            let kit = self.folder.kit_label(part.manifest.kit);
            Some(format!("{kit}: {}", self.words.t(&format!("fault-{key}"))))
        };
        self.view.faults = ledger.parts()?.into_iter().filter_map(fault).collect();
        let report = gaps::report(ledger)?;
        let lines = report
            .iter()
            .flat_map(|kit| kit.lines(&self.folder, self.words));
        self.view.gaps = lines.collect();
        Ok(())
    }

    /// Days after which a resident may ask, by service, from the signed catalogue.
    fn terms(&self) -> Vec<(String, u32)> {
        let root = std::slice::from_ref(&self.folder.setup().root);
        let catalogue = fs::read(self.folder.catalogue())
            .ok()
            .and_then(|bytes| catalogue::open(&bytes, root).ok());
        let services = catalogue
            .map(|catalogue| catalogue.services)
            .unwrap_or_default();
        services
            .into_iter()
            .map(|service| (service.id.0, service.ask_after_days))
            .collect()
    }

    fn line(
        &self,
        application: &Application,
        all: &[Application],
        terms: &[(String, u32)],
    ) -> Line {
        let dossier = &application.dossier;
        let sheet = Sheet::of(application, all, &self.folder, self.words);
        Line {
            id: application.id,
            number: sheet.number,
            service: sheet.service,
            community: sheet.community,
            days: self.days(dossier, terms),
            registered: application.registration.is_some(),
            remarks: !sheet.remarks.is_empty(),
        }
    }

    fn days(&self, dossier: &Dossier, terms: &[(String, u32)]) -> String {
        let taken = dossier.finished.date_text();
        let term = terms
            .iter()
            .find(|(service, _)| *service == dossier.service.0);
        let Some((_, days)) = term else { return taken };
        let due = clock::day_text(
            dossier
                .finished
                .wall_s
                .saturating_add(i64::from(*days) * 86_400),
        );
        format!(
            "{taken}, {}",
            self.words.t_with("console-due", &[("of", due.into())])
        )
    }

    fn show(&mut self, id: ApplicationId) -> Result<(), LedgerError> {
        let Some((keys, ledger)) = &mut self.unlocked else {
            return Ok(());
        };
        let Some(application) = ledger.find(&id.to_string())? else {
            return Ok(());
        };
        ledger.log(clock::now_s(), Act::Show, id)?;
        let all = ledger.applications()?;
        let sheet = Sheet::of(&application, &all, &self.folder, self.words);
        self.view.shown = Some(Shown {
            id,
            sheet: sheet.clone(),
            pages: Pages::Coming,
        });
        self.view.message = None;
        *self
            .published
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = Arc::new(self.view.clone());
        self.ctx.request_repaint();
        let pages = match opening::documents(&self.folder, keys, ledger, &application) {
            Ok(files) => Pages::Here(files.iter().flat_map(|file| drawn(&file.content)).collect()),
            Err(fault) => Pages::Fault(self.words.t(&format!("fault-{fault}"))),
        };
        self.view.shown = Some(Shown { id, sheet, pages });
        Ok(())
    }

    /// Reads the sheet that is shown anew, its pages as they are.
    fn reread(&mut self) -> Result<(), LedgerError> {
        let (Some((_, ledger)), Some(shown)) = (&self.unlocked, &mut self.view.shown) else {
            return Ok(());
        };
        if let Some(application) = ledger.find(&shown.id.to_string())? {
            let all = ledger.applications()?;
            shown.sheet = Sheet::of(&application, &all, &self.folder, self.words);
        }
        Ok(())
    }

    fn register(&mut self, id: ApplicationId, number: &str) -> Result<(), LedgerError> {
        let Some((keys, ledger)) = &mut self.unlocked else {
            return Ok(());
        };
        let now_s = clock::now_s();
        opening::register(ledger, id, number, now_s)?;
        if let Some(application) = ledger.find(&id.to_string())? {
            let mut desk = dispatch::Desk {
                folder: &self.folder,
                keys,
                ledger,
                now_s,
            };
            if let Err(why) = desk.queue_number(&application, number) {
                self.view.message = Some(why.to_string());
            }
        }
        self.refresh().and_then(|()| self.reread())
    }

    fn visit(&mut self) -> Result<(), LedgerError> {
        self.begin("console-fetching");
        let Some((keys, ledger)) = &mut self.unlocked else {
            return Ok(());
        };
        let fetched = collect::fetch(&self.folder, keys, ledger);
        let now_s = clock::now_s();
        let opened = opening::open_all(&self.folder, keys, ledger, now_s);
        // A bad emergency parcel is named by `open` in the terminal; here it must not hide what came well.
        if let Err(why) = dispatch::draft::open_all(&self.folder, keys, ledger, now_s) {
            tracing::warn!(%why, "unfinished drafts were not opened");
        }
        let mut desk = dispatch::Desk {
            folder: &self.folder,
            keys,
            ledger,
            now_s,
        };
        if let Err(why) = desk.queue_opened() {
            tracing::warn!(%why, "the kits are not told what was opened");
        }
        let told = collect::tell_opened(&self.folder, keys, ledger);
        self.view.message = Some(match (fetched, opened, told) {
            (Err(why), _, _) | (_, _, Err(why)) => why.to_string(),
            (_, Err(why), _) => why.to_string(),
            (Ok(fetched), Ok(opened), Ok(_)) => self.words.t_with(
                "console-visited",
                &[("n", fetched.fetched.into()), ("of", opened.opened.into())],
            ),
        });
        self.refresh()?;
        if self.view.shown.is_none() {
            self.show_first_quietly()
        } else {
            self.reread()
        }
    }

    /// After a visit: the first application, the message kept.
    fn show_first_quietly(&mut self) -> Result<(), LedgerError> {
        let message = self.view.message.take();
        self.show_first()?;
        self.view.message = message;
        Ok(())
    }
}

/// The pages of a PDF as the screen shows them; a page that cannot be drawn is left out here and stays in the export.
fn drawn(pdf: &[u8]) -> Vec<Arc<ColorImage>> {
    let limits = imaging::Limits::default();
    let pages = match imaging::import_pdf(pdf.to_vec(), &limits) {
        Ok(pages) => pages,
        Err(why) => {
            tracing::warn!("a document cannot be drawn: {why}");
            return Vec::new();
        }
    };
    let small = |page: &imaging::Page| {
        imaging::decode(&imaging::thumbnail(page, LONGEST_SIDE), &limits).ok()
    };
    let to_image = |page: imaging::Page| {
        let size = [page.width_px() as usize, page.height_px() as usize];
        Arc::new(ColorImage::from_rgb(size, page.rgb()))
    };
    pages.iter().filter_map(small).map(to_image).collect()
}
