//! The worker process: cleans pages and sets papers in a short-lived child of the same program.
//!
//! A hostile picture or a hungry typesetter then takes down a child with bounded memory and a deadline, not the kit
//! that holds somebody's application. The child reads one job and writes one answer; it opens no file and no socket.

mod job;
mod wire;
mod work;

pub use job::{Cleaned, Job, PressError, Product};
pub use work::serve;

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use wire::{read_answer, write_block};

/// The longest answer that is read.
const ANSWER_BYTES: u64 = 256 << 20;
/// How long a child may take.
const DEADLINE: Duration = Duration::from_secs(60);
/// How long a child may take over templates that a centre edited: one that never ends must not hold up a visit.
const EDITED_DEADLINE: Duration = Duration::from_secs(20);
/// What is noticed where a child came to no end over edited templates.
const NEVER_ENDED: &str = "an edited template came to no end";

/// Starts children and waits for them.
#[derive(Clone, Debug)]
pub struct Press {
    program: PathBuf,
    edited_deadline: Duration,
}

impl Press {
    /// A press whose children are `program --worker`.
    #[must_use]
    pub fn new(program: &Path) -> Self {
        Self {
            program: program.to_owned(),
            edited_deadline: EDITED_DEADLINE,
        }
    }

    /// Does one job in a child, within a minute. A paper whose edited templates kill the child or come to no end is set
    /// again from the shipped ones, with a notice: there is always a paper (I15).
    ///
    /// # Errors
    /// The job's own error, or `Lost` where the child did not answer.
    pub fn run(&self, job: &Job, bytes: &[u8]) -> Result<Product, PressError> {
        let Some(shipped) = job.with_shipped_templates() else {
            return self.try_once(job, bytes, DEADLINE);
        };
        self.try_once(job, bytes, self.edited_deadline)
            .or_else(|_killed_or_endless| {
                let mut product = self.try_once(&shipped, bytes, DEADLINE)?;
                product.set_notice(NEVER_ENDED);
                Ok(product)
            })
    }

    fn try_once(&self, job: &Job, bytes: &[u8], patience: Duration) -> Result<Product, PressError> {
        let mut child = Command::new(&self.program)
            .arg("--worker")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|_no_child| PressError::Lost)?;
        let answer = converse(&mut child, job, bytes, patience);
        if answer.is_err() {
            let _already_gone = child.kill();
        }
        let _status = child.wait();
        answer
    }
}

fn converse(
    child: &mut Child,
    job: &Job,
    bytes: &[u8],
    patience: Duration,
) -> Result<Product, PressError> {
    let (Some(mut input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(PressError::Lost);
    };
    let head = serde_json::to_vec(job).map_err(|_unserialisable| PressError::Lost)?;
    // The answer is read on a thread of its own, so that the wait for it has a deadline.
    let (tell, hear) = std::sync::mpsc::sync_channel(1);
    let reading = std::thread::Builder::new()
        .name("press".into())
        .spawn(move || {
            let mut answer = Vec::new();
            let read = output.take(ANSWER_BYTES).read_to_end(&mut answer);
            let _nobody_waits = tell.send(read.map(|_length| answer));
        });
    if reading.is_err() {
        return Err(PressError::Lost);
    }
    let sent = write_block(&mut input, &head).and_then(|()| write_block(&mut input, bytes));
    drop(input);
    sent.map_err(|_child_died| PressError::Lost)?;
    let answer = hear
        .recv_timeout(patience)
        .map_err(|_deadline| PressError::Lost)?;
    read_answer(&answer.map_err(|_cut| PressError::Lost)?)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
mod tests {
    use super::*;
    use papers::Sheet;

    /// A slip from these templates.
    pub(super) fn slip(templates: &[(&str, &str)]) -> Sheet {
        Sheet {
            paper: papers::Paper::Slip(papers::SlipPaper {
                numbers: vec!["042-117-5083".to_owned()],
                ..papers::SlipPaper::default()
            }),
            size: papers::PrintSize::Regular,
            templates: templates
                .iter()
                .map(|(file, text)| ((*file).to_owned(), (*text).to_owned()))
                .collect(),
        }
    }

    #[test]
    fn a_program_that_does_not_answer_is_lost_and_not_waited_for() {
        let lost = Press::new(Path::new("/bin/false")).run(
            &Job::CleanPdf {
                settings: imaging::Settings::village(),
            },
            b"",
        );
        assert_eq!(lost, Err(PressError::Lost));
    }

    /// A program that hangs over the word `endless` in its job and otherwise answers with `answer`.
    fn hanging_program(folder: &Path, answer: &[u8]) -> PathBuf {
        use std::os::unix::fs::PermissionsExt as _;
        let (script, canned) = (folder.join("worker"), folder.join("answer"));
        std::fs::write(&canned, answer).unwrap();
        let text = format!(
            "#!/bin/sh\nif grep -aq endless; then exec tail -f /dev/null; fi\nexec cat '{}'\n",
            canned.display()
        );
        std::fs::write(&script, text).unwrap();
        std::fs::set_permissions(&script, std::fs::Permissions::from_mode(0o700)).unwrap();
        script
    }

    #[test]
    fn a_template_that_comes_to_no_end_is_stopped_and_the_shipped_one_prints() {
        let folder = tempfile::tempdir().unwrap();
        let paper = Product::Paper {
            pdf: b"%PDF-".to_vec(),
            notice: None,
        };
        let mut answer = Vec::new();
        wire::write_answer(&mut answer, Ok(paper)).unwrap();
        let press = Press {
            program: hanging_program(folder.path(), &answer),
            edited_deadline: Duration::from_millis(500),
        };
        let run =
            |templates: &[(&str, &str)]| press.run(&Job::Typeset(Box::new(slip(templates))), &[]);
        let printed = |notice: Option<&str>| {
            Ok(Product::Paper {
                pdf: b"%PDF-".to_vec(),
                notice: notice.map(str::to_owned),
            })
        };
        assert_eq!(run(&[]), printed(None));
        assert_eq!(run(&[("slip.typ", "endless")]), printed(Some(NEVER_ENDED)));
    }
}
