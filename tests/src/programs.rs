//! The programs under test, as cargo built them, and ways to run them with a deadline.

use anyhow::{Context as _, Result, bail};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// Where the programs lie: beside whoever runs, or one folder above (tests run from `deps`).
///
/// # Errors
/// The program is not built.
pub fn program(name: &str) -> Result<PathBuf> {
    let me = std::env::current_exe().context("this program does not know where it lies")?;
    let found = me
        .ancestors()
        .skip(1)
        .take(3)
        .map(|folder| folder.join(name))
        .find(|path| path.is_file());
    found.with_context(|| format!("{name} is not built; run: cargo build --workspace"))
}

/// What a finished program said.
#[derive(Debug)]
pub struct Said {
    /// Whether it ended well.
    pub well: bool,
    /// Its standard output.
    pub out: String,
    /// Its standard error.
    pub err: String,
}

/// Runs a program to its end.
///
/// # Errors
/// It cannot be started.
pub fn run(command: &mut Command) -> Result<Said> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("{:?} cannot be started", command.get_program()))?;
    Ok(Said {
        well: output.status.success(),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    })
}

/// Runs a program to its end and wants it to end well.
///
/// # Errors
/// It cannot be started or ends badly; its words are in the error.
pub fn run_well(command: &mut Command) -> Result<String> {
    let said = run(command)?;
    if said.well {
        Ok(said.out)
    } else {
        bail!(
            "{:?} failed:\n{}{}",
            command.get_program(),
            said.out,
            said.err
        )
    }
}

/// A program in the background; stopped by its process id when dropped.
#[derive(Debug)]
pub struct Background {
    child: Child,
}

impl Background {
    /// Starts it; its words go to `log`.
    ///
    /// # Errors
    /// It cannot be started.
    pub fn start(command: &mut Command, log: &Path) -> Result<Self> {
        let log = std::fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(log)?;
        let child = command
            .stderr(log.try_clone()?)
            .stdout(log)
            .stdin(Stdio::piped())
            .spawn()
            .with_context(|| format!("{:?} cannot be started", command.get_program()))?;
        Ok(Self { child })
    }

    /// Kills it at once, as a pulled battery would.
    pub fn kill(&mut self) {
        let _already_gone = self.child.kill();
        let _status = self.child.wait();
    }

    /// Whether it still runs.
    pub fn runs(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        self.kill();
    }
}

/// A steady count of milliseconds since this machine started.
#[must_use]
pub fn uptime_ms() -> u64 {
    let text = std::fs::read_to_string("/proc/uptime").unwrap_or_default();
    let seconds = text
        .split_whitespace()
        .next()
        .and_then(|field| field.parse::<f64>().ok())
        .unwrap_or(0.0);
    Duration::try_from_secs_f64(seconds)
        .map_or(0, |up| u64::try_from(up.as_millis()).unwrap_or(u64::MAX))
}

/// The longest pause between two looks.
const LONGEST_PAUSE: Duration = Duration::from_millis(300);

/// Looks until `look` finds something or the deadline passes.
///
/// # Errors
/// The deadline passed; the error says what was waited for.
pub fn wait_for<T>(
    what: &str,
    deadline: Duration,
    mut look: impl FnMut() -> Result<Option<T>>,
) -> Result<T> {
    let end = uptime_ms() + u64::try_from(deadline.as_millis()).unwrap_or(u64::MAX);
    let mut pause = Duration::from_millis(20);
    loop {
        if let Some(found) = look()? {
            return Ok(found);
        }
        if uptime_ms() > end {
            bail!("waited {} s in vain for: {what}", deadline.as_secs());
        }
        // The thing waited for is in another process; there is no condition to sleep on. Who looks too often takes the
        // time from what is looked at.
        std::thread::park_timeout(pause);
        pause = (pause * 3 / 2).min(LONGEST_PAUSE);
    }
}
