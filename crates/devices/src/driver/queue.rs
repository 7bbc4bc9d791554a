//! A queue of the local print system, fed by its own program `lp`.
//!
//! Must never leave the program running: it is killed when its time is up. What the queue does later is the queue's business.

use std::{
    io::Write,
    path::PathBuf,
    process::{Command, Stdio},
    thread,
    time::Duration,
};

use super::{nameless, program::Program};
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
    let mut program = Program::start(command.stdin(Stdio::piped()).stdout(Stdio::null()))?;
    let pipe = program.child().stdin.take();
    thread::scope(|scope| {
        // A program that stops reading closes the pipe when it is killed, so this thread ends with it.
        let feed = thread::Builder::new()
            .name("device-queue".into())
            .spawn_scoped(scope, move || {
                pipe.is_some_and(|mut pipe| pipe.write_all(input).is_ok())
            });
        let ended = match feed {
            Ok(_) => wait(&mut program, deadline, pause),
            Err(_) => Err(DeviceError::Busy),
        };
        drop(program);
        ended
    })
}

fn wait(
    program: &mut Program,
    deadline: Deadline,
    pause: impl Fn(Duration) -> bool,
) -> Result<(), DeviceError> {
    loop {
        match program.ended()? {
            Some(status) if status.success() => return Ok(()),
            Some(_) => {
                return Err(DeviceError::Refused {
                    what: "the print system does not take the job",
                });
            }
            None if deadline.passed() => return Err(DeviceError::TimedOut),
            None if pause(GLANCE) => return Err(DeviceError::Cancelled),
            None => {}
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
    use std::{fs, os::unix::fs::PermissionsExt};

    use super::*;

    /// A queue whose `lp` is this script, run in a folder of its own.
    fn queue(script: &str) -> (tempfile::TempDir, QueuePrinter) {
        let folder = tempfile::tempdir().unwrap();
        let lp = folder.path().join("lp");
        let text = format!("#!/bin/sh\ncd '{}'\n{script}\n", folder.path().display());
        fs::write(&lp, text).unwrap();
        fs::set_permissions(&lp, fs::Permissions::from_mode(0o755)).unwrap();
        let printer = QueuePrinter {
            queue: "Office".into(),
            lp,
            lpstat: "lpstat".into(),
        };
        (folder, printer)
    }

    #[test]
    fn the_document_reaches_lp_whole_under_a_nameless_title() {
        let (folder, mut printer) = queue("cat > got; echo \"$@\" > said");
        let job = PrintJob {
            copies: 2,
            sides: Sides::Two,
            ..PrintJob::new(vec![b'x'; 300_000])
        };
        printer.print(&job).unwrap();
        assert_eq!(fs::read(folder.path().join("got")).unwrap(), job.pdf);
        let said = fs::read_to_string(folder.path().join("said")).unwrap();
        assert!(said.starts_with("-d Office -n 2 -t "), "{said}");
        assert!(said.contains("sides=two-sided-long-edge"), "{said}");
    }

    #[test]
    fn an_lp_that_hangs_is_killed_with_all_that_it_started() {
        let (_folder, mut printer) = queue("sleep 600");
        let deadline = Duration::from_millis(200);
        let job = PrintJob {
            deadline,
            ..PrintJob::new(vec![b'x'; 300_000])
        };
        assert_eq!(printer.print(&job), Err(DeviceError::TimedOut));
    }

    #[test]
    fn an_lp_that_refuses_says_so_and_a_missing_one_is_gone() {
        let (folder, mut printer) = queue("exit 1");
        let job = PrintJob::new(b"%PDF-1.7".to_vec());
        assert!(matches!(
            printer.print(&job),
            Err(DeviceError::Refused { .. })
        ));
        drop(folder);
        assert_eq!(printer.print(&job), Err(DeviceError::Gone));
    }
}
