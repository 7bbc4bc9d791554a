//! A thin link of true packets: a depot in a network namespace of its own, and `tests/carriers/air.py` between it and us.
//!
//! Whoever uses it runs in a network namespace without a way out, see [`alone`].

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tokio::time::Instant;

/// Where the other end answers.
pub(crate) const BEYOND: &str = "10.77.0.2";

/// What a link is like.
#[derive(Clone, Copy)]
pub(crate) struct Radio {
    pub(crate) kbit: u32,
    pub(crate) delay_ms: u32,
    pub(crate) loss_percent: u32,
    /// Seconds of coverage, and seconds without before the next.
    pub(crate) on_s: u32,
    pub(crate) off_s: u32,
}

/// The link at work; it ends when dropped.
pub(crate) struct Air {
    link: Child,
    beyond: u32,
    radio: Radio,
    since: Instant,
}

impl Air {
    pub(crate) fn open(radio: Radio) -> Self {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/carriers/air.py");
        let numbers = [
            radio.kbit,
            radio.delay_ms,
            radio.loss_percent,
            radio.on_s,
            radio.off_s,
        ];
        let mut link = Command::new("python3")
            .arg(script)
            .args(numbers.map(|number| number.to_string()))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(link.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        Self {
            link,
            beyond: line.trim().parse().expect("the link did not come up"),
            radio,
            since: Instant::now(),
        }
    }

    /// A program that will run at the other end.
    pub(crate) fn there(&self, program: &Path) -> Command {
        let mut command = Command::new("nsenter");
        command
            .arg(format!("--net=/proc/{}/ns/net", self.beyond))
            .arg(program);
        command
    }

    /// How long there has been coverage until now.
    pub(crate) fn covered(&self) -> Duration {
        let (on, off) = (f64::from(self.radio.on_s), f64::from(self.radio.off_s));
        let passed = self.since.elapsed().as_secs_f64();
        let windows = (passed / (on + off)).floor();
        let last = passed - windows * (on + off);
        Duration::from_secs_f64(windows * on + last.min(on))
    }
}

impl Drop for Air {
    fn drop(&mut self) {
        drop(self.link.stdin.take());
        self.link.wait().unwrap();
    }
}

/// A command in a network of its own, in which it may make devices; nothing leaves it.
pub(crate) fn alone(program: &Path) -> Command {
    let mut command = Command::new("unshare");
    command
        .args(["--user", "--map-root-user", "--net"])
        .arg(program);
    command
}
