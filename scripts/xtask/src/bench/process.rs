//! A program that runs in the background: ended when dropped, its lines read with a deadline, its cost read from `/proc`.

use super::BenchError;
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::Duration;

/// Lines that may wait to be read; snapshots are asked for one by one.
const WAITING: usize = 64;

/// A program in the background.
#[derive(Debug)]
pub(super) struct Background {
    child: Child,
    input: Option<ChildStdin>,
    lines: Receiver<String>,
}

impl Background {
    /// Starts `command` with its input and output in our hands.
    pub(super) fn start(command: &mut Command) -> std::io::Result<Self> {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let input = child.stdin.take();
        let (tell, lines) = sync_channel(WAITING);
        if let Some(output) = child.stdout.take() {
            let read = move || {
                for line in BufReader::new(output).lines().map_while(Result::ok) {
                    if tell.send(line).is_err() {
                        return;
                    }
                }
            };
            std::thread::Builder::new()
                .name("lines".into())
                .spawn(read)?;
        }
        Ok(Self {
            child,
            input,
            lines,
        })
    }

    /// Its process id: the same before and after it has become a new image.
    pub(super) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Sends it a signal: `USR1`.
    pub(super) fn signal(&self, name: &str) -> std::io::Result<()> {
        let sent = Command::new("kill")
            .arg(format!("-{name}"))
            .arg(self.id().to_string())
            .status()?;
        if sent.success() {
            Ok(())
        } else {
            Err(std::io::ErrorKind::NotFound.into())
        }
    }

    /// Whether it runs as the image that a lock leaves behind.
    pub(super) fn is_locked_image(&self) -> bool {
        let line = fs::read(format!("/proc/{}/cmdline", self.id())).unwrap_or_default();
        line.split(|byte| *byte == 0)
            .any(|word| word == b"--locked")
    }

    /// Writes one line to it.
    pub(super) fn tell(&mut self, line: &str) -> std::io::Result<()> {
        let Some(input) = &mut self.input else {
            return Ok(());
        };
        writeln!(input, "{line}").and_then(|()| input.flush())
    }

    /// Its next line, if one comes within `patience`.
    pub(super) fn line(&self, patience: Duration) -> Option<String> {
        self.lines.recv_timeout(patience).ok()
    }

    /// Closes its input and waits until its output has ended.
    pub(super) fn leave(mut self, patience: Duration) {
        self.input = None;
        while self.line(patience).is_some() {}
    }

    /// Memory that is in use, in megabytes.
    pub(super) fn resident_mb(&self) -> Result<f64, BenchError> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kib = line.and_then(|line| line.trim().strip_suffix(" kB")?.trim().parse::<f64>().ok());
        kib.map(|kib| kib * 1024.0 / 1e6)
            .ok_or(BenchError::TimedOut("its memory cannot be read"))
    }

    /// Processor time of all its threads so far, in seconds, by the scheduler's own nanoseconds.
    pub(super) fn busy_s(&self) -> Result<f64, BenchError> {
        let mut busy_ns = 0.0;
        for thread in fs::read_dir(format!("/proc/{}/task", self.child.id()))? {
            // A thread that ended meanwhile is no longer busy.
            let stat = fs::read_to_string(thread?.path().join("schedstat")).unwrap_or_default();
            let field = stat.split_whitespace().next();
            busy_ns += field.and_then(|ns| ns.parse::<f64>().ok()).unwrap_or(0.0);
        }
        Ok(busy_ns / 1e9)
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        // It may have ended by itself; then there is nothing to end.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
