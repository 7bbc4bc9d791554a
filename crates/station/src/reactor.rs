//! The engine: waits for one of a closed set of events, asks the workflow, carries out its effects, publishes the
//! snapshot. It decides nothing itself (I2).

use crate::clock;
use crate::parts::KitParts;
use crate::place;
use crate::places::PlaceFinder;
use crate::press::Press;
use crate::worker::bay::{self, PaperJob, Raw, ScanJob, Target};
use crate::worker::card::{self, CardJob};
use crate::worker::examiner;
use crate::worker::keeper::{Keeper, KeeperJob};
use crate::worker::post::{self, Bell, Report};
use crate::worker::power;
use crate::worker::signals;
use devices::{Bay, Cancel};
use office::address::{FoundPlace, Places};
use office::id::{CommunityId, PageId, PrintId, VisitId};
use office::identity::CardKey;
use office::snapshot::{DeliveryState, DeviceLine, Gate, Lamp, Outbox, OutboxItem, Picture};
use office::trouble::{DeviceKind, Trouble};
use office::{At, Command, Effect, Input, Pictures, Snapshot, Workflow};
use rand::RngCore as _;
use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Condvar, Mutex, PoisonError, RwLock};
use std::thread::JoinHandle;
use std::time::Duration;
use store::{PartLine, Store};
use wording::Wording;

/// Events that may wait; a person and six devices do not fill it.
const EVENTS: usize = 4096;
/// Jobs that may wait for the keeper.
const JOBS: usize = 1024;
/// Orders that may wait for a device.
const ORDERS: usize = 32;
/// The pace of the visible clock and of what is tried again.
const TICK_MS: u64 = 10_000;
/// After the last receipt: long enough to be seen as delivered, then what needs no hold is erased.
const SETTLE_MS: u64 = 1_500;
/// The pace of the last minute before the kit locks itself.
const LAST_MINUTE_TICK_MS: u64 = 1000;
/// Pictures kept for the screen.
const PICTURES: usize = 512;

/// Whatever reaches the reactor.
pub(crate) enum Event {
    Input(Input),
    Picture(PageId, Picture),
    WantPicture(PageId),
    Lamp(DeviceLine),
    Parts(Vec<PartLine>),
    Courier(Report),
    SomethingToSend,
    /// Answered when everything sent before it is in the snapshot.
    Barrier(SyncSender<()>),
}

/// Why a station does not start.
#[derive(Debug, thiserror::Error)]
pub enum StationError {
    /// The database cannot be opened.
    #[error("the kit's database cannot be opened: {0}")]
    Store(#[from] store::StoreError),
    /// A device address makes no sense.
    #[error("the list of devices has a mistake: {0}")]
    Devices(#[from] devices::ConfigError),
    /// The system gives no thread or no runtime.
    #[error("the system gives no thread: {0}")]
    System(#[from] std::io::Error),
}

/// How a station ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Everything is on disk; become the locked image.
    Locked,
    /// Everything is on disk; end the program.
    Quit,
}

struct Published {
    snapshot: RwLock<Arc<Snapshot>>,
    pictures: RwLock<BTreeMap<PageId, Option<Picture>>>,
    ending: Mutex<Option<Ending>>,
    bell: Condvar,
}

/// A running kit, as the window holds it: the newest snapshot, and a way to send commands.
#[derive(Clone)]
pub struct Station {
    events: SyncSender<Event>,
    published: Arc<Published>,
    places: Arc<PlaceFinder>,
}

impl std::fmt::Debug for Station {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Station")
    }
}

impl Station {
    /// Starts every thread of the kit. `wake` is called whenever there is something else to draw, and must not block.
    ///
    /// # Errors
    /// The database cannot be opened, a device address makes no sense, or the system gives no thread.
    pub fn start(parts: KitParts, wake: Box<dyn Fn() + Send>) -> Result<Self, StationError> {
        let parts = Arc::new(parts);
        let store = Store::open(&parts.folder.database())?;
        let bay = Bay::open(&parts.devices)?;
        let press = Press::new(&parts.program);
        let (events, inbox) = sync_channel(EVENTS);
        let (jobs, kept_jobs) = tokio::sync::mpsc::channel(JOBS);
        let bell = Bell::default();
        let workflow = Workflow::new(parts.facts());
        let published = Arc::new(Published {
            snapshot: RwLock::new(Arc::new(workflow.snapshot())),
            pictures: RwLock::new(BTreeMap::new()),
            ending: Mutex::new(None),
            bell: Condvar::new(),
        });

        let keeper = Keeper::new(parts.clone(), store, press.clone(), events.clone());
        spawn("keeper", move || keeper.run(kept_jobs))?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let delivery = post::run(parts.clone(), jobs.clone(), bell.clone(), events.clone());
        let signals = signals::listen(events.clone());
        spawn("courier", move || {
            runtime.block_on(async { tokio::join!(delivery, signals) });
        })?;
        let crew = Crew::hire(bay, &press, &jobs, &events, &parts)?;
        let places = PlaceFinder::open(&parts.profile)?;

        let reactor = Reactor {
            wording: parts.wording(),
            anchor_s: parts.profile.issued_at,
            next_tick_ms: 0,
            parts,
            workflow,
            jobs,
            bell,
            crew,
            published: published.clone(),
            lamps: BTreeMap::new(),
            outbox: Board::default(),
            wake,
        };
        spawn("reactor", move || reactor.run(&inbox))?;
        Ok(Self {
            events,
            published,
            places,
        })
    }

    /// The newest snapshot.
    #[must_use]
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.published
            .snapshot
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Sends a command. Never waits: with a full queue it answers `false` and nothing has happened.
    #[must_use]
    pub fn send(&self, command: Command) -> bool {
        !matches!(
            self.events.try_send(Event::Input(Input::Command(command))),
            Err(TrySendError::Full(_))
        )
    }

    /// The snapshot that holds everything sent before, for whoever asks in writing; waits at most `patience` for it.
    /// A window draws [`Station::snapshot`] and never waits.
    #[must_use]
    pub fn settled_snapshot(&self, patience: Duration) -> Arc<Snapshot> {
        let (done, settled) = sync_channel(1);
        if self.events.try_send(Event::Barrier(done)).is_ok() {
            let _late = settled.recv_timeout(patience);
        }
        self.snapshot()
    }

    /// How the station has ended, if it has.
    #[must_use]
    pub fn ending(&self) -> Option<Ending> {
        *self
            .published
            .ending
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits, at most `patience`, until the station has ended.
    #[must_use]
    pub fn wait_for_ending(&self, patience: Duration) -> Option<Ending> {
        let guard = self
            .published
            .ending
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let waited = self
            .published
            .bell
            .wait_timeout_while(guard, patience, |ending| ending.is_none());
        let (guard, _) = waited.unwrap_or_else(PoisonError::into_inner);
        *guard
    }
}

impl Pictures for Station {
    fn thumbnail(&self, page: PageId) -> Option<Picture> {
        let known = self
            .published
            .pictures
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&page)
            .cloned();
        match known {
            Some(picture) => picture,
            None => {
                // Noted as asked for, so that a screen that draws sixty times a second asks once.
                self.published
                    .pictures
                    .write()
                    .unwrap_or_else(PoisonError::into_inner)
                    .insert(page, None);
                let _asked_again_later = self.events.try_send(Event::WantPicture(page));
                None
            }
        }
    }
}

impl Places for Station {
    fn find(&self, typed: &str, community: &CommunityId, most: usize) -> Vec<FoundPlace> {
        self.places.find(typed, community, most)
    }
}

pub(crate) fn spawn(
    name: &str,
    work: impl FnOnce() + Send + 'static,
) -> std::io::Result<JoinHandle<()>> {
    std::thread::Builder::new()
        .name(name.to_owned())
        .spawn(work)
}

/// The device threads, by the orders that they take.
struct Crew {
    scanner: Option<SyncSender<ScanJob>>,
    card: Option<SyncSender<CardJob>>,
    darkroom: SyncSender<Raw>,
    printer: Option<SyncSender<PaperJob>>,
    slips: Option<SyncSender<PaperJob>>,
    work: Cancel,
    ended: Cancel,
    examiner: SyncSender<Cancel>,
    examination: Cancel,
}

impl Crew {
    fn hire(
        bay: Bay,
        press: &Press,
        keeper: &tokio::sync::mpsc::Sender<KeeperJob>,
        events: &SyncSender<Event>,
        parts: &KitParts,
    ) -> std::io::Result<Self> {
        let ended = Cancel::new();
        let (darkroom, raw) = sync_channel(ORDERS);
        {
            let (press, keeper, events) = (press.clone(), keeper.clone(), events.clone());
            let settings = parts.pages();
            spawn("darkroom", move || {
                bay::develop(&press, &settings, &raw, &keeper, &events)
            })?;
        }
        let (examiner, wishes) = sync_channel(1);
        {
            let (folder, events) = (parts.folder.root().to_owned(), events.clone());
            spawn("examiner", move || examiner::run(&folder, &wishes, &events))?;
        }
        let mut crew = Self {
            scanner: None,
            card: None,
            darkroom,
            printer: None,
            slips: None,
            work: Cancel::new(),
            ended,
            examiner,
            examination: Cancel::new(),
        };
        if let Some(scanner) = bay.scanner {
            let (orders, jobs) = sync_channel(ORDERS);
            let (darkroom, events) = (crew.darkroom.clone(), events.clone());
            spawn("scanner", move || {
                bay::scan(scanner, &jobs, &darkroom, &events)
            })?;
            crew.scanner = Some(orders);
        }
        if let Some(reader) = bay.id_reader {
            let (ended, events) = (crew.ended.clone(), events.clone());
            spawn("reader", move || bay::read(reader, &ended, &events))?;
        }
        if let Some(reader) = bay.card {
            let (orders, jobs) = sync_channel(1);
            let events = events.clone();
            let anchor_s = parts.profile.issued_at;
            spawn("card", move || card::read(reader, &jobs, anchor_s, &events))?;
            crew.card = Some(orders);
        }
        {
            let (ended, events) = (crew.ended.clone(), events.clone());
            spawn("power", move || power::watch(&ended, &events))?;
        }
        if let Some(printer) = bay.printer {
            let (orders, jobs) = sync_channel(ORDERS);
            let (press, events) = (press.clone(), events.clone());
            spawn("printer", move || {
                bay::print(printer, &press, &jobs, &events)
            })?;
            crew.printer = Some(orders);
        }
        if let Some(slips) = bay.slip {
            let (orders, jobs) = sync_channel(ORDERS);
            let (press, events) = (press.clone(), events.clone());
            spawn("slips", move || {
                bay::print_slips(slips, &press, &jobs, &events)
            })?;
            crew.slips = Some(orders);
        }
        Ok(crew)
    }

    /// One examination at a time: while one runs the wish for another is met by it.
    fn examine(&mut self) {
        let stop = Cancel::new();
        if self.examiner.try_send(stop.clone()).is_ok() {
            self.examination = stop;
        }
    }
}

/// What is known of the outbox from the keeper and the courier together.
#[derive(Default)]
struct Board {
    parts: Vec<PartLine>,
    report: Option<Report>,
}

impl Board {
    fn view(&self) -> Outbox {
        let items: Vec<OutboxItem> = self.parts.iter().map(|part| self.item(part)).collect();
        let bytes_left = items
            .iter()
            .filter(|item| item.state != DeliveryState::Delivered)
            .map(|item| item.bytes.saturating_sub(item.sent))
            .sum();
        let coverage = self
            .report
            .as_ref()
            .map(|report| report.coverage)
            .unwrap_or_default();
        Outbox {
            items,
            coverage,
            bytes_left,
            bytes_a_minute: self
                .report
                .as_ref()
                .and_then(|report| report.bytes_a_minute),
        }
    }

    fn item(&self, part: &PartLine) -> OutboxItem {
        let moving = self
            .report
            .as_ref()
            .and_then(|report| report.moving)
            .filter(|(digest, _)| digest.to_string() == part.digest)
            .map(|(_, bytes)| bytes);
        let waiting = self.report.as_ref().and_then(|report| report.waiting);
        // With no part under way it is the link that everything waits for.
        let all_wait = self
            .report
            .as_ref()
            .is_some_and(|report| report.moving.is_none());
        let state = match (&part.aside, part.delivered, moving, waiting) {
            (Some(reason), ..) => DeliveryState::Aside {
                reason: reason.clone(),
            },
            (None, true, ..) => DeliveryState::Delivered,
            (None, false, None, _) if part.rests => DeliveryState::Resting,
            (None, false, Some(_), Some((seconds, reason))) => DeliveryState::Retrying {
                seconds,
                reason: reason.to_owned(),
            },
            (None, false, None, Some((seconds, reason))) if all_wait => DeliveryState::Retrying {
                seconds,
                reason: reason.to_owned(),
            },
            (None, false, Some(_), None) => DeliveryState::Sending,
            (None, false, None, _) => DeliveryState::Waiting,
        };
        OutboxItem {
            short: part.digest.chars().take(8).collect(),
            summary: part.summary,
            bytes: part.length,
            sent: moving.unwrap_or(part.sent).max(part.sent),
            on_stick: part.on_stick,
            state,
        }
    }
}

struct Reactor {
    parts: Arc<KitParts>,
    workflow: Workflow,
    wording: Wording,
    jobs: tokio::sync::mpsc::Sender<KeeperJob>,
    bell: Bell,
    crew: Crew,
    published: Arc<Published>,
    lamps: BTreeMap<DeviceKind, DeviceLine>,
    outbox: Board,
    anchor_s: i64,
    next_tick_ms: u64,
    wake: Box<dyn Fn() + Send>,
}

impl Reactor {
    fn run(mut self, inbox: &Receiver<Event>) {
        self.show_absent_devices();
        self.next_tick_ms = clock::now(0).since_boot_ms;
        loop {
            // The tick comes in its time however busy the rest is: a talkative device must not starve the clock.
            let now_ms = clock::now(0).since_boot_ms;
            let event = if now_ms >= self.next_tick_ms {
                self.next_tick_ms = now_ms + TICK_MS;
                self.order(KeeperJob::Purge(clock::now(self.anchor_s)));
                Event::Input(Input::Tick)
            } else {
                match inbox.recv_timeout(Duration::from_millis(self.next_tick_ms - now_ms)) {
                    Ok(event) => event,
                    Err(RecvTimeoutError::Timeout) => continue,
                    Err(RecvTimeoutError::Disconnected) => return,
                }
            };
            if let Some(input) = self.note(event)
                && let Some(ending) = self.handle(input)
            {
                self.end(ending);
                return;
            }
            self.publish();
            self.hasten_the_clock(now_ms);
        }
    }

    /// Takes in what is no input of the workflow; gives back what is.
    fn note(&mut self, event: Event) -> Option<Input> {
        match event {
            Event::Input(input) => Some(input),
            Event::Picture(page, picture) => {
                let mut pictures = self
                    .published
                    .pictures
                    .write()
                    .unwrap_or_else(PoisonError::into_inner);
                if pictures.len() >= PICTURES {
                    pictures.pop_first();
                }
                pictures.insert(page, Some(picture));
                drop(pictures);
                (self.wake)();
                None
            }
            Event::WantPicture(page) => {
                self.order(KeeperJob::Thumbnail(page));
                None
            }
            Event::Lamp(line) => {
                self.lamps.insert(line.device, line);
                Some(Input::Devices(self.lamps.values().cloned().collect()))
            }
            Event::Parts(parts) => {
                if parts.iter().all(|part| part.delivered) && !parts.is_empty() {
                    let settled_ms = clock::now(0).since_boot_ms + SETTLE_MS;
                    self.next_tick_ms = self.next_tick_ms.min(settled_ms);
                }
                self.outbox.parts = parts;
                Some(Input::Outbox(self.outbox.view()))
            }
            Event::Courier(report) => {
                self.outbox.report = Some(report);
                Some(Input::Outbox(self.outbox.view()))
            }
            Event::SomethingToSend => {
                self.bell.ring();
                None
            }
            Event::Barrier(done) => {
                self.publish();
                (self.wake)();
                let _nobody_waits = done.try_send(());
                None
            }
        }
    }

    fn handle(&mut self, input: Input) -> Option<Ending> {
        let mut entropy = [0; 32];
        rand::rngs::OsRng.fill_bytes(&mut entropy);
        let at = At {
            moment: clock::now(self.anchor_s),
            entropy,
        };
        let mut ending = None;
        for effect in self.workflow.handle(input, &at) {
            ending = ending.or(self.carry_out(effect));
        }
        ending
    }

    fn carry_out(&mut self, effect: Effect) -> Option<Ending> {
        match effect {
            Effect::Unlock(passphrase) => self.order(KeeperJob::Unlock(passphrase)),
            Effect::Lock => return Some(Ending::Locked),
            Effect::Panic => return Some(self.panic()),
            Effect::SetKey { wish, passphrase } => {
                self.order(KeeperJob::SetKey { wish, passphrase })
            }
            Effect::Renew { code, passphrase } => self.order(KeeperJob::Renew { code, passphrase }),
            Effect::PassOn {
                records,
                passphrase,
            } => self.order(KeeperJob::PassOn {
                records,
                passphrase,
            }),
            Effect::KeepOnly(record) => {
                // Small pictures of other people's pages go with their keys.
                self.published
                    .pictures
                    .write()
                    .unwrap_or_else(PoisonError::into_inner)
                    .clear();
                self.order(KeeperJob::KeepOnly(record));
            }
            Effect::Quit => return Some(Ending::Quit),
            Effect::NewRecord { record, community } => {
                self.order(KeeperJob::NewRecord { record, community })
            }
            Effect::SaveRecord {
                record,
                revision,
                body,
            } => self.order(KeeperJob::Save {
                record,
                revision,
                body,
            }),
            Effect::DropRecord(record) => self.order(KeeperJob::Drop(record)),
            Effect::ReadCard { visit, key } => self.read_card(visit, key),
            Effect::Scan {
                application,
                document,
            } => self.scan(Target {
                application,
                document,
            }),
            Effect::Import {
                application,
                document,
                paths,
            } => {
                self.crew.work = Cancel::new();
                let raw = Raw::Files(
                    Target {
                        application,
                        document,
                    },
                    paths,
                    self.crew.work.clone(),
                );
                if self.crew.darkroom.try_send(raw).is_err() {
                    self.later(Input::WorkEnded {
                        trouble: Some(Trouble::DeviceBusy(DeviceKind::Folder)),
                    });
                }
            }
            Effect::TakeProfile(from) => self.order(KeeperJob::TakeProfile(from)),
            Effect::StopWork => self.crew.work.cancel(),
            Effect::DropPage { page, .. } => self.order(KeeperJob::DropPage(page)),
            Effect::Print {
                print,
                device,
                paper,
                copies,
            } => self.print(print, device, &paper, copies),
            Effect::NoteNumber {
                number,
                day,
                belongs_to,
            } => self.order(KeeperJob::NoteNumber {
                number,
                day,
                belongs_to,
            }),
            Effect::VoidNumber { number } => self.order(KeeperJob::VoidNumber(number)),
            Effect::CopyPage {
                page,
                turns,
                application,
                document,
            } => self.order(KeeperJob::CopyPage {
                page,
                turns,
                application,
                document,
            }),
            Effect::Seal(dossier) => {
                self.order(KeeperJob::Seal(dossier, clock::now(self.anchor_s)))
            }
            Effect::UseStick(folder) => self.order(KeeperJob::UseStick(folder)),
            Effect::Taken(dispatch) => self.order(KeeperJob::Taken(dispatch)),
            Effect::Examine => self.crew.examine(),
            Effect::StopExamining => self.crew.examination.cancel(),
            Effect::TryNow => {
                self.order(KeeperJob::Outbox(post::OutboxAsk::TakeUpAgain));
                self.bell.ring();
            }
        }
        None
    }

    fn order(&self, job: KeeperJob) {
        if self.jobs.blocking_send(job).is_err() {
            tracing::error!("the keeper has ended");
        }
    }

    /// An answer that a worker would have given; taken in at once.
    fn later(&mut self, input: Input) {
        let _no_ending = self.handle(input);
    }

    fn scan(&mut self, target: Target) {
        self.crew.work = Cancel::new();
        let job = ScanJob {
            target,
            cancel: self.crew.work.clone(),
        };
        let taken = self
            .crew
            .scanner
            .as_ref()
            .is_some_and(|scanner| scanner.try_send(job).is_ok());
        if !taken {
            self.later(Input::WorkEnded {
                trouble: Some(Trouble::DeviceGone(DeviceKind::Scanner)),
            });
        }
    }

    fn read_card(&mut self, visit: VisitId, key: CardKey) {
        self.crew.work = Cancel::new();
        let job = CardJob {
            visit,
            key,
            cancel: self.crew.work.clone(),
        };
        let trouble = match &self.crew.card {
            None => Some(Trouble::DeviceGone(DeviceKind::CardReader)),
            // One order waits at most: a second press while the card is read is the same wish.
            Some(orders) => match orders.try_send(job) {
                Ok(()) | Err(TrySendError::Full(_)) => None,
                Err(TrySendError::Disconnected(_)) => {
                    Some(Trouble::DeviceGone(DeviceKind::CardReader))
                }
            },
        };
        if let Some(trouble) = trouble {
            self.later(Input::Noticed(trouble));
        }
    }

    fn print(
        &mut self,
        print: PrintId,
        device: DeviceKind,
        paper: &office::paper::Paper,
        copies: u32,
    ) {
        let now = clock::now(self.anchor_s);
        let printed_at = format!("{} {}", now.date_text(), now.clock_text());
        let job = PaperJob {
            print,
            sheets: self.wording.sheets(paper, copies, &printed_at),
        };
        let orders = match device {
            DeviceKind::SlipPrinter => &self.crew.slips,
            DeviceKind::Printer
            | DeviceKind::Scanner
            | DeviceKind::IdReader
            | DeviceKind::CardReader
            | DeviceKind::Battery
            | DeviceKind::Folder => &self.crew.printer,
        };
        let taken = orders
            .as_ref()
            .is_some_and(|orders| orders.try_send(job).is_ok());
        if !taken {
            self.later(Input::NotPrinted {
                print,
                trouble: Trouble::DeviceGone(device),
            });
        }
    }

    /// Devices that this kit does not have are shown as absent, not left out.
    fn show_absent_devices(&mut self) {
        let have = [
            (DeviceKind::Scanner, self.crew.scanner.is_some()),
            (DeviceKind::IdReader, self.parts.devices.id_reader.is_some()),
            (DeviceKind::CardReader, self.crew.card.is_some()),
            (DeviceKind::Printer, self.crew.printer.is_some()),
            (DeviceKind::SlipPrinter, self.crew.slips.is_some()),
        ];
        for (device, _) in have.into_iter().filter(|(_, here)| !here) {
            let line = DeviceLine {
                device,
                model: String::new(),
                lamp: Lamp::Absent,
                trouble: None,
            };
            self.lamps.insert(device, line);
        }
        self.later(Input::Devices(self.lamps.values().cloned().collect()));
        self.publish();
    }

    /// Shows what is now, if it is anything else than what is shown: an idle window sleeps.
    fn publish(&self) {
        let snapshot = Arc::new(self.workflow.snapshot());
        let mut shown = self
            .published
            .snapshot
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        if *shown == snapshot {
            return;
        }
        *shown = snapshot;
        drop(shown);
        (self.wake)();
    }

    /// Counts the last minute before the lock by seconds, and a resident's stay in the corner from its beginning.
    fn hasten_the_clock(&mut self, now_ms: u64) {
        let shown = &self.published.snapshot;
        let shown = shown.read().unwrap_or_else(PoisonError::into_inner);
        if shown.lock_in_s.is_some() || shown.gate == Gate::Corner {
            self.next_tick_ms = self.next_tick_ms.min(now_ms + LAST_MINUTE_TICK_MS);
        }
    }

    /// Overwrites the keys and becomes the locked image from this very thread: nobody is waited for, and whatever the
    /// other threads do ends with them. Only where that fails the usual way of locking is left.
    fn panic(&self) -> Ending {
        if let Err(error) = vault::panic_erase(&self.parts.folder.keys()) {
            tracing::error!(%error, "the keys could not be overwritten");
        }
        let error = place::become_new(&self.parts.program, &self.parts.locked_arguments);
        tracing::error!(%error, "the program could not start anew");
        Ending::Locked
    }

    /// Persists, then says how it ended. Whoever runs the program becomes a new image or returns.
    fn end(&self, ending: Ending) {
        // What is shown is empty from the first moment; the rest may take its time.
        self.publish();
        self.crew.work.cancel();
        self.crew.ended.cancel();
        self.crew.examination.cancel();
        let (done, settled) = sync_channel(1);
        self.order(KeeperJob::Settle(done));
        let _patience = settled.recv_timeout(Duration::from_secs(10));
        *self
            .published
            .ending
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = Some(ending);
        self.published.bell.notify_all();
        (self.wake)();
    }
}

/// Becomes the locked image of this kit. Comes back only on failure.
#[must_use]
pub fn become_locked(program: &std::path::Path, arguments: &[String]) -> std::io::Error {
    place::become_new(program, arguments)
}
