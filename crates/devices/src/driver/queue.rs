//! A queue of the local print system, fed by its own program `lp`.
//!
//! Must never leave the program running: it is killed when its time is up. What the queue does later is the queue's business.

use std::{
    io::{ErrorKind, Write},
    path::PathBuf,
    process::{Child, Command, Stdio},
    thread,
    time::Duration,
};

use super::nameless;
use crate::{
    clock::Deadline,
    error::DeviceError,
    printer::{PrintJob, Printed, Printer, Sides},
    sighting::{DeviceKind, Sighting},
};

/// How often the program is looked at.
const GLANCE: Duration = Duration::from_millis(50);
/// Longest wait for the state of a queue.
const BRIEF: Duration = Duration::from_secs(5);

/// A named queue.
#[derive(Debug)]
pub(crate) struct QueuePrinter {
    queue: String,
    lp: PathBuf,
    lpstat: PathBuf,
}

impl QueuePrinter {
    pub(crate) fn new(queue: &str) -> Self {
        Self {
            queue: queue.to_owned(),
            lp: "lp".into(),
            lpstat: "lpstat".into(),
        }
    }

    fn lp(&self, job: &PrintJob) -> Command {
        let sides = match job.sides {
            Sides::One => "sides=one-sided",
            Sides::Two => "sides=two-sided-long-edge",
        };
        let mut command = Command::new(&self.lp);
        command.args([
            "-d",
            &self.queue,
            "-n",
            &job.copies.to_string(),
            "-t",
            &nameless(),
            "-o",
            sides,
            "-o",
            "media=A4",
            "-s",
        ]);
        command
    }
}

impl Printer for QueuePrinter {
    fn sight(&mut self) -> Sighting {
        let mut command = Command::new(&self.lpstat);
        command.args(["-p", &self.queue]);
        let seen = run(command, &[], Deadline::after(BRIEF), |_| false);
        Sighting::of(DeviceKind::Printer, &self.queue, seen)
    }

    fn print(&mut self, job: &PrintJob) -> Result<Printed, DeviceError> {
        run(
            self.lp(job),
            &job.pdf,
            Deadline::after(job.deadline),
            |pause| job.cancel.wait(pause),
        )?;
        Ok(Printed { sheets: None })
    }
}

/// Runs a program to its end with `input`; `pause` waits and says whether to stop.
fn run(
    mut command: Command,
    input: &[u8],
    deadline: Deadline,
    pause: impl Fn(Duration) -> bool,
) -> Result<(), DeviceError> {
    let command = command
        .env("LC_ALL", "C")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let mut child = command.spawn().map_err(|error| {
        if error.kind() == ErrorKind::NotFound {
            DeviceError::Gone
        } else {
            DeviceError::NotPermitted
        }
    })?;
    let pipe = child.stdin.take();
    thread::scope(|scope| {
        // A program that stops reading closes the pipe when it is killed, so this thread ends with it.
        let feed = thread::Builder::new()
            .name("device-queue".into())
            .spawn_scoped(scope, move || {
                pipe.is_some_and(|mut pipe| pipe.write_all(input).is_ok())
            });
        let ended = match feed {
            Ok(_) => wait(&mut child, deadline, pause),
            Err(_) => Err(DeviceError::Busy),
        };
        if ended.is_err() {
            drop(child.kill());
            drop(child.wait());
        }
        ended
    })
}

fn wait(
    child: &mut Child,
    deadline: Deadline,
    pause: impl Fn(Duration) -> bool,
) -> Result<(), DeviceError> {
    loop {
        match child.try_wait() {
            Ok(Some(status)) if status.success() => return Ok(()),
            Ok(Some(_)) => {
                return Err(DeviceError::Refused {
                    what: "the print system does not take the job",
                });
            }
            Ok(None) if deadline.passed() => return Err(DeviceError::TimedOut),
            Ok(None) if pause(GLANCE) => return Err(DeviceError::Cancelled),
            Ok(None) => {}
            Err(_) => return Err(DeviceError::Gone),
        }
    }
}
