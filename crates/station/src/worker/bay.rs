//! One thread per device (I8), and the darkroom where raw pages are cleaned in worker processes.

use crate::press::{Job, Press, PressError, Product};
use crate::reactor::Event;
use crate::translate::{device_trouble, press_trouble};
use crate::worker::keeper::KeeperJob;
use devices::{
    Access, Cancel, Flow, LineReader, PrintJob, Printer, Raster, Reading, ScanOrder, ScannedPage,
    Scanner, Sighting, SlipOrder, SlipPrinter,
};
use imaging::Settings;
use office::Input;
use office::id::{ApplicationId, DocumentKey, PrintId};
use office::snapshot::{DeviceLine, Lamp};
use office::trouble::{DeviceKind, Trouble};
use papers::Sheet;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender};
use std::time::Duration;

/// How often an idle device is looked at.
const LOOK: Duration = Duration::from_secs(5);
/// How long the reader waits before it looks whether the kit still runs.
const PATIENCE: Duration = Duration::from_secs(1);
/// Resolution of a scan.
const SCAN_DPI: u16 = 300;
/// Bytes of one file that may be brought in.
const FILE_BYTES: u64 = 40 << 20;

/// Where pages of a scan or import go.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    pub(crate) application: ApplicationId,
    pub(crate) document: DocumentKey,
}

/// An order to the scanner's thread.
pub(crate) struct ScanJob {
    pub(crate) target: Target,
    pub(crate) cancel: Cancel,
}

/// An order to a printer's thread.
pub(crate) struct PaperJob {
    pub(crate) print: PrintId,
    /// Sheets and how many copies of each, in the order in which they come out.
    pub(crate) sheets: Vec<(Sheet, u32)>,
}

/// What the darkroom develops, in order.
pub(crate) enum Raw {
    Page(Target, ScannedPage),
    Files(Target, Vec<PathBuf>, Cancel),
    End(Option<Trouble>),
}

fn tell(events: &SyncSender<Event>, input: Input) {
    let _the_kit_ends = events.send(Event::Input(input));
}

/// Tells a device's lamp when it has changed.
pub(super) struct LampPost {
    device: DeviceKind,
    events: SyncSender<Event>,
    last: Option<DeviceLine>,
}

impl LampPost {
    pub(super) fn new(device: DeviceKind, events: &SyncSender<Event>) -> Self {
        Self {
            device,
            events: events.clone(),
            last: None,
        }
    }

    fn show(&mut self, sighting: &Sighting) {
        let (lamp, trouble) = match sighting.access {
            Access::Ready => (Lamp::Ready, None),
            Access::Denied { reason, .. } => {
                (Lamp::Trouble, Some(device_trouble(self.device, reason)))
            }
        };
        self.set(DeviceLine {
            device: self.device,
            model: sighting.address.clone(),
            lamp,
            trouble,
        });
    }

    pub(super) fn busy(&mut self) {
        if let Some(line) = &self.last {
            self.set(DeviceLine {
                lamp: Lamp::Busy,
                trouble: None,
                ..line.clone()
            });
        }
    }

    pub(super) fn set(&mut self, line: DeviceLine) {
        if self.last.as_ref() != Some(&line) {
            self.last = Some(line.clone());
            let _the_kit_ends = self.events.send(Event::Lamp(line));
        }
    }
}

/// The scanner's thread. Pages go to the darkroom one by one, so a jam on page four keeps three (I11).
pub(crate) fn scan(
    mut scanner: Box<dyn Scanner>,
    jobs: &Receiver<ScanJob>,
    darkroom: &SyncSender<Raw>,
    events: &SyncSender<Event>,
) {
    let mut lamp = LampPost::new(DeviceKind::Scanner, events);
    lamp.show(&scanner.sight());
    loop {
        match jobs.recv_timeout(LOOK) {
            Ok(job) => {
                lamp.busy();
                let order = ScanOrder {
                    dpi: SCAN_DPI,
                    cancel: job.cancel,
                    ..ScanOrder::default()
                };
                let done = scanner.scan(&order, &mut |page| match darkroom
                    .send(Raw::Page(job.target.clone(), page))
                {
                    Ok(()) => Flow::Continue,
                    Err(_the_kit_ends) => Flow::Stop,
                });
                let trouble = done
                    .err()
                    .map(|error| device_trouble(DeviceKind::Scanner, error));
                let _the_kit_ends = darkroom.send(Raw::End(trouble));
                lamp.show(&scanner.sight());
            }
            Err(RecvTimeoutError::Timeout) => lamp.show(&scanner.sight()),
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}

/// The darkroom: raw pages in, cleaned pages to the keeper.
pub(crate) fn develop(
    press: &Press,
    settings: &Settings,
    jobs: &Receiver<Raw>,
    keeper: &tokio::sync::mpsc::Sender<KeeperJob>,
    events: &SyncSender<Event>,
) {
    let mut first_trouble = None;
    while let Ok(raw) = jobs.recv() {
        match raw {
            Raw::Page(target, page) => {
                // The cleaning knows the resolution from the file where the scanner gave another than was ordered.
                let done = clean(
                    press,
                    keeper,
                    &target,
                    &Job::Clean {
                        dpi: page.dpi,
                        settings: settings.clone(),
                    },
                    &page.bytes,
                );
                first_trouble = first_trouble.or(done.err());
            }
            Raw::Files(target, paths, cancel) => {
                let mut trouble = None;
                for path in paths {
                    if cancel.is_cancelled() {
                        trouble = trouble.or(Some(Trouble::Stopped));
                        break;
                    }
                    let brought = bring_in(press, settings, keeper, &target, &path);
                    trouble = trouble.or(brought.err());
                }
                finish(keeper, events, trouble);
            }
            Raw::End(trouble) => finish(keeper, events, trouble.or(first_trouble.take())),
        }
    }
}

/// The end of a job is told after its last page is stored: the keeper works in order.
fn finish(
    keeper: &tokio::sync::mpsc::Sender<KeeperJob>,
    events: &SyncSender<Event>,
    trouble: Option<Trouble>,
) {
    let (done, stored) = std::sync::mpsc::sync_channel(1);
    if keeper.blocking_send(KeeperJob::Settle(done)).is_ok() {
        let _the_kit_ends = stored.recv();
    }
    tell(events, Input::WorkEnded { trouble });
}

fn clean(
    press: &Press,
    keeper: &tokio::sync::mpsc::Sender<KeeperJob>,
    target: &Target,
    job: &Job,
    bytes: &[u8],
) -> Result<(), Trouble> {
    let pages = match press.run(job, bytes).map_err(press_trouble)? {
        Product::Pages(pages) => pages,
        Product::Pdf(_) | Product::Paper { .. } | Product::Raster { .. } => {
            return Err(Trouble::FileUnreadable);
        }
    };
    for page in pages {
        let job = KeeperJob::PutPage {
            application: target.application,
            document: target.document.clone(),
            page: Box::new(page),
        };
        let _the_kit_ends = keeper.blocking_send(job);
    }
    Ok(())
}

/// A file of a stick. What it is, its first bytes say; its name is not kept (I12).
fn bring_in(
    press: &Press,
    settings: &Settings,
    keeper: &tokio::sync::mpsc::Sender<KeeperJob>,
    target: &Target,
    path: &std::path::Path,
) -> Result<(), Trouble> {
    let size = std::fs::metadata(path)
        .map_err(|_pulled| Trouble::DeviceGone(DeviceKind::Folder))?
        .len();
    if size > FILE_BYTES {
        return Err(Trouble::FileTooLarge);
    }
    let bytes = std::fs::read(path).map_err(|_pulled| Trouble::DeviceGone(DeviceKind::Folder))?;
    let settings = settings.clone();
    let job = if bytes.starts_with(b"%PDF-") {
        Job::CleanPdf { settings }
    } else {
        Job::Clean { dpi: 0, settings }
    };
    clean(press, keeper, target, &job, &bytes)
}

/// The reader's thread: whatever is swiped becomes an input.
pub(crate) fn read(mut reader: Box<dyn LineReader>, ended: &Cancel, events: &SyncSender<Event>) {
    let mut lamp = LampPost::new(DeviceKind::IdReader, events);
    while !ended.is_cancelled() {
        lamp.show(&reader.sight());
        match reader.read(PATIENCE, ended) {
            Ok(Some(Reading::Mrz(reading))) => tell(
                events,
                Input::MrzRead {
                    lines: reading.lines,
                },
            ),
            Ok(Some(Reading::Barcode(_)) | None) => {}
            Err(devices::DeviceError::Garbled { .. }) => {
                tell(events, Input::MrzRead { lines: Vec::new() })
            }
            // The lamp says it; looking again too fast would burn the battery.
            Err(_gone) => {
                let _ended = ended.wait(PATIENCE);
            }
        }
    }
}

/// The printer's thread: sets the paper in a worker process, prints it, follows it to its end.
pub(crate) fn print(
    mut printer: Box<dyn Printer>,
    press: &Press,
    jobs: &Receiver<PaperJob>,
    events: &SyncSender<Event>,
) {
    let mut lamp = LampPost::new(DeviceKind::Printer, events);
    lamp.show(&printer.sight());
    loop {
        match jobs.recv_timeout(LOOK) {
            Ok(job) => {
                lamp.busy();
                let done = job.sheets.into_iter().try_for_each(|(sheet, copies)| {
                    let pdf = match set(press, &Job::Typeset(Box::new(sheet)), events)? {
                        Product::Paper { pdf, .. } => pdf,
                        Product::Pages(_) | Product::Pdf(_) | Product::Raster { .. } => {
                            return Err(Trouble::NotTypeset);
                        }
                    };
                    let order = PrintJob {
                        copies: u8::try_from(copies).unwrap_or(1),
                        ..PrintJob::new(pdf)
                    };
                    let printed = printer.print(&order);
                    printed
                        .map(drop)
                        .map_err(|error| device_trouble(DeviceKind::Printer, error))
                });
                tell(events, outcome(job.print, done));
                lamp.show(&printer.sight());
            }
            Err(RecvTimeoutError::Timeout) => lamp.show(&printer.sight()),
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}

/// The slip printer's thread: the slip goes out as a picture, so Ukrainian is right on any printer.
pub(crate) fn print_slips(
    mut printer: Box<dyn SlipPrinter>,
    press: &Press,
    jobs: &Receiver<PaperJob>,
    events: &SyncSender<Event>,
) {
    let mut lamp = LampPost::new(DeviceKind::SlipPrinter, events);
    lamp.show(&printer.sight());
    loop {
        match jobs.recv_timeout(LOOK) {
            Ok(job) => {
                lamp.busy();
                let dots = u32::from(printer.width_dots());
                let done = job.sheets.into_iter().try_for_each(|(sheet, _one_copy)| {
                    let sheet = Box::new(sheet);
                    let product = set(press, &Job::Raster { sheet, dots }, events)?;
                    let raster = raster(product).ok_or(Trouble::NotTypeset)?;
                    printer
                        .print(&SlipOrder::new(raster))
                        .map_err(|error| device_trouble(DeviceKind::SlipPrinter, error))
                });
                tell(events, outcome(job.print, done));
                lamp.show(&printer.sight());
            }
            Err(RecvTimeoutError::Timeout) => lamp.show(&printer.sight()),
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}

/// Sets a paper. What was wrong with a centre's own template is told; it names the template, never what is printed (I12).
fn set(press: &Press, job: &Job, events: &SyncSender<Event>) -> Result<Product, Trouble> {
    let product = press.run(job, &[]).map_err(|error| match error {
        PressError::NotSet | PressError::Lost => Trouble::NotTypeset,
        PressError::Unreadable | PressError::TooLarge => press_trouble(error),
    })?;
    if let Product::Paper {
        notice: Some(what), ..
    }
    | Product::Raster {
        notice: Some(what), ..
    } = &product
    {
        tracing::warn!(%what, "the shipped template stands in for the centre's own");
        tell(events, Input::Noticed(Trouble::TemplateWrong));
    }
    Ok(product)
}

fn raster(product: Product) -> Option<Raster> {
    match product {
        Product::Raster {
            width,
            height,
            bits,
            ..
        } => Raster::new(
            u16::try_from(width).ok()?,
            u16::try_from(height).ok()?,
            bits,
        ),
        Product::Pages(_) | Product::Pdf(_) | Product::Paper { .. } => None,
    }
}

fn outcome(print: PrintId, done: Result<(), Trouble>) -> Input {
    match done {
        Ok(()) => Input::Printed { print },
        Err(trouble) => Input::NotPrinted { print, trouble },
    }
}
