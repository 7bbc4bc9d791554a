//! Scanner by a driver of the system, through the program `scanimage`: drivers of makers crash and hang, so none is loaded
//! into this program.
//!
//! Must never leave a page on a disk: pages pass through a folder in memory that nobody else may open, and are gone when
//! they are handed over (I3).

use std::{
    fs,
    io::Read as _,
    os::unix::fs::DirBuilderExt as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

use super::{nameless, program::Program};
use crate::{
    clock::Deadline,
    config::SaneConfig,
    error::DeviceError,
    protocol::sane::{Options, ended},
    scanner::{Flow, PageFormat, ScanOrder, ScanSource, ScanSummary, ScannedPage, Scanner},
    sighting::{DeviceKind, Sighting},
};

/// Where Linux keeps files in memory.
const MEMORY: &str = "/dev/shm";
/// How often the program is looked at.
const GLANCE: Duration = Duration::from_millis(50);
/// Longest wait for a list of devices or options: network drivers look around first.
const BRIEF: Duration = Duration::from_secs(10);
/// What a list may weigh.
const LIST: u64 = 1 << 20;

/// A scanner behind a driver.
#[derive(Debug)]
pub(crate) struct SaneScanner {
    config: SaneConfig,
    program: PathBuf,
    options: Option<Options>,
}

impl SaneScanner {
    pub(crate) fn new(config: SaneConfig) -> Self {
        Self {
            config,
            program: "scanimage".into(),
            options: None,
        }
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command.stdin(Stdio::null());
        if let Some(drivers) = &self.config.drivers {
            command.env("SANE_CONFIG_DIR", drivers);
        }
        command
    }

    /// What the program writes, in time.
    fn ask(&self, arguments: &[&str]) -> Result<(Option<i32>, String), DeviceError> {
        let deadline = Deadline::after(BRIEF);
        let room = Room::open()?;
        let answer = room.0.join("answer");
        let file = fs::File::create(&answer).map_err(|_full| DeviceError::Busy)?;
        let mut command = self.command();
        let mut program = Program::start(command.args(arguments).stdout(file))?;
        let pause = crate::cancel::Cancel::new();
        let status = loop {
            match program.ended()? {
                Some(status) => break status,
                None if deadline.passed() => return Err(DeviceError::TimedOut),
                None => drop(pause.wait(GLANCE)),
            }
        };
        let mut text = Vec::new();
        fs::File::open(answer)
            .and_then(|file| file.take(LIST).read_to_end(&mut text))
            .map_err(|_gone| DeviceError::Gone)?;
        Ok((status.code(), String::from_utf8_lossy(&text).into_owned()))
    }

    fn options(&mut self) -> Result<Options, DeviceError> {
        if let Some(known) = &self.options {
            return Ok(known.clone());
        }
        let (code, text) = self.ask(&["-d", &self.config.device, "-A"])?;
        if code != Some(0) {
            ended(code, ScanSource::Feeder, 0)?;
        }
        Ok(self.options.insert(Options::parse(&text)).clone())
    }

    fn order(
        &self,
        order: &ScanOrder,
        options: &Options,
        room: &Room,
    ) -> Result<Command, DeviceError> {
        let mut command = self.command();
        command.args(["-d", &self.config.device, "--format=png"]);
        if let Some(source) = options.source(order.source)? {
            command.args(["--source", source]);
        }
        if let Some(mode) = options.mode(order.colour) {
            command.args(["--mode", mode]);
        }
        command.arg(format!("--resolution={}", options.nearest_dpi(order.dpi)));
        command.arg(format!("--batch={}/%d", room.0.display()));
        let pages = if order.source.is_fed() {
            order.max_pages
        } else {
            order.max_pages.min(1)
        };
        command.arg(format!("--batch-count={pages}"));
        command.args(&self.config.options);
        command.stdout(Stdio::null());
        Ok(command)
    }
}

impl Scanner for SaneScanner {
    fn sight(&mut self) -> Sighting {
        let seen = self.ask(&["-f", "%d%n"]).and_then(|(_, listed)| {
            let here = listed.lines().any(|device| device == self.config.device);
            here.then_some(()).ok_or(DeviceError::Gone)
        });
        Sighting::of(DeviceKind::Scanner, &self.config.device, seen)
    }

    fn scan(
        &mut self,
        order: &ScanOrder,
        sink: &mut dyn FnMut(ScannedPage) -> Flow,
    ) -> Result<ScanSummary, DeviceError> {
        let options = self.options()?;
        let dpi = options.nearest_dpi(order.dpi);
        let room = Room::open()?;
        let mut program = Program::start(&mut self.order(order, &options, &room)?)?;
        let mut pages = 0;
        let mut deadline = Deadline::after(order.page_deadline);
        loop {
            // Asked before the pages are looked for, so that none comes between.
            let status = program.ended()?;
            while let Some(bytes) = room.take(pages + 1, order.max_page_bytes)? {
                let format = PageFormat::of(&bytes).ok_or(DeviceError::Garbled {
                    what: "a page that is no JPEG or PNG",
                })?;
                pages += 1;
                deadline = Deadline::after(order.page_deadline);
                if sink(ScannedPage { bytes, format, dpi }) == Flow::Stop {
                    return Ok(ScanSummary { pages, dpi });
                }
            }
            match status {
                Some(status) => {
                    return ended(status.code(), order.source, pages)
                        .map(|()| ScanSummary { pages, dpi });
                }
                None if deadline.passed() => return Err(DeviceError::TimedOut),
                None if order.cancel.wait(GLANCE) => return Err(DeviceError::Cancelled),
                None => {}
            }
        }
    }
}

/// A folder in memory for the pages of one scan; gone with its owner.
#[derive(Debug)]
struct Room(PathBuf);

impl Room {
    fn open() -> Result<Self, DeviceError> {
        let folder = Path::new(MEMORY).join(format!("valiza-{}", nameless()));
        fs::DirBuilder::new()
            .mode(0o700)
            .create(&folder)
            .map_err(|_no_memory_folder| DeviceError::NotPermitted)?;
        Ok(Self(folder))
    }

    /// Takes a finished page out, if it is there. The program names a page only when it is whole.
    fn take(&self, number: u32, most: u64) -> Result<Option<Vec<u8>>, DeviceError> {
        let page = self.0.join(number.to_string());
        let size = |path: &Path| fs::metadata(path).map(|file| file.len()).ok();
        let growing = size(&page.with_extension("part")).unwrap_or_default();
        let Some(whole) = size(&page).or((growing > most).then_some(growing)) else {
            return Ok(None);
        };
        if whole > most {
            return Err(DeviceError::Garbled {
                what: "a page beyond any size",
            });
        }
        let bytes = fs::read(&page).map_err(|_gone| DeviceError::Gone)?;
        drop(fs::remove_file(&page));
        Ok(Some(bytes))
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}
