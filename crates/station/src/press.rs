//! The worker process: cleans pages and sets papers in a short-lived child of the same program.
//!
//! A hostile picture or a hungry typesetter then takes down a child with bounded memory and a deadline, not the kit
//! that holds somebody's application. The child reads one job and writes one answer; it opens no file and no socket.

use imaging::{CleanPage, Limits, PageRecord};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// Longest side of a thumbnail in pixels.
const THUMBNAIL_PX: u32 = 320;
/// What a child may have in memory.
#[cfg(target_os = "linux")]
const MEMORY_BYTES: u64 = 2 << 30;
/// The longest answer that is read.
const ANSWER_BYTES: u64 = 256 << 20;
/// How long a child may take.
const DEADLINE: Duration = Duration::from_secs(60);
/// How long a child may take over templates that a centre edited: one that never ends must not hold up a visit.
const EDITED_DEADLINE: Duration = Duration::from_secs(20);
/// What is noticed where a child came to no end over edited templates.
const NEVER_ENDED: &str = "an edited template came to no end";

/// One job, followed on the wire by the bytes it is about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Job {
    /// Clean one picture that a scanner or camera gave. The resolution is what the scanner was ordered, 0 where unknown.
    Clean {
        /// Dots per inch.
        dpi: u16,
    },
    /// Clean every page of a PDF.
    CleanPdf,
    /// Bind clean pages into one PDF, each turned so many quarters.
    Bind {
        /// The pages: record, length of the bytes, quarter turns.
        pages: Vec<(PageRecord, u64, u8)>,
    },
    /// Set a paper on A4.
    Typeset(Box<Sheet>),
    /// Set a paper on a roll so many dots wide.
    Raster {
        /// Which.
        sheet: Box<Sheet>,
        /// Dots a line.
        dots: u32,
    },
}

/// A paper with how it is set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sheet {
    /// What stands on it.
    pub paper: papers::Paper,
    /// How large.
    pub size: papers::PrintSize,
    /// Templates that the centre edited, by file name (`slip.typ`); all others are the shipped ones.
    pub templates: BTreeMap<String, String>,
}

impl Job {
    /// The same from the shipped templates; `None` where no others were asked for.
    fn with_shipped_templates(&self) -> Option<Self> {
        let mut job = self.clone();
        match &mut job {
            Self::Typeset(sheet) | Self::Raster { sheet, .. } if !sheet.templates.is_empty() => {
                sheet.templates.clear();
                Some(job)
            }
            Self::Typeset(_)
            | Self::Raster { .. }
            | Self::Clean { .. }
            | Self::CleanPdf
            | Self::Bind { .. } => None,
        }
    }
}

/// Why a job was not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum PressError {
    /// The picture or PDF cannot be read.
    #[error("the file cannot be read as a page")]
    Unreadable,
    /// It has more bytes, pixels or pages than a document may have.
    #[error("the file is too large")]
    TooLarge,
    /// The paper could not be set.
    #[error("the paper could not be set")]
    NotSet,
    /// The child died, hung or answered nonsense.
    #[error("the worker did not finish")]
    Lost,
}

/// A cleaned page and its thumbnail.
#[derive(Clone, Debug, PartialEq)]
pub struct Cleaned {
    /// The page.
    pub page: CleanPage,
    /// A small PNG.
    pub thumbnail: Vec<u8>,
}

/// What came of a job.
#[derive(Clone, Debug, PartialEq)]
pub enum Product {
    /// Cleaned pages in order.
    Pages(Vec<Cleaned>),
    /// Bound pages as a PDF document.
    Pdf(Vec<u8>),
    /// A paper as a PDF document.
    Paper {
        /// The file.
        pdf: Vec<u8>,
        /// What was wrong with an edited template that a shipped one stood in for; it names template and line only.
        notice: Option<String>,
    },
    /// A paper as one bit a dot, rows padded to whole bytes.
    Raster {
        /// Dots a line.
        width: u32,
        /// Lines.
        height: u32,
        /// The rows.
        bits: Vec<u8>,
        /// As of [`Product::Paper`].
        notice: Option<String>,
    },
}

impl Product {
    fn set_notice(&mut self, text: &str) {
        match self {
            Self::Paper { notice, .. } | Self::Raster { notice, .. } => {
                *notice = Some(text.to_owned());
            }
            Self::Pages(_) | Self::Pdf(_) => {}
        }
    }
}

/// The head of an answer; the bytes follow.
#[derive(Debug, Serialize, Deserialize)]
enum Answer {
    Pages(Vec<(PageRecord, u64, u64)>),
    Pdf(u64),
    Paper {
        length: u64,
        notice: Option<String>,
    },
    Raster {
        width: u32,
        height: u32,
        length: u64,
        notice: Option<String>,
    },
    Failed(PressError),
}

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
    unpack(&answer.map_err(|_cut| PressError::Lost)?)
}

/// The child's whole life: one job from `input`, one answer to `output`.
///
/// # Errors
/// The pipes broke.
pub fn serve(mut input: impl Read, mut output: impl Write) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        let limit = Rlimit {
            current: Some(MEMORY_BYTES),
            maximum: Some(MEMORY_BYTES),
        };
        setrlimit(Resource::As, limit)?;
    }
    let head = read_block(&mut input, 64 << 20)?;
    let bytes = read_block(&mut input, ANSWER_BYTES)?;
    let job: Job = serde_json::from_slice(&head)?;
    let (answer, blobs) = match perform(job, bytes) {
        Ok(Product::Pages(pages)) => {
            let heads = pages
                .iter()
                .map(|done| {
                    (
                        done.page.record.clone(),
                        done.page.bytes.len() as u64,
                        done.thumbnail.len() as u64,
                    )
                })
                .collect();
            (
                Answer::Pages(heads),
                pages
                    .into_iter()
                    .flat_map(|done| [done.page.bytes, done.thumbnail])
                    .collect(),
            )
        }
        Ok(Product::Pdf(pdf)) => (Answer::Pdf(pdf.len() as u64), vec![pdf]),
        Ok(Product::Paper { pdf, notice }) => (
            Answer::Paper {
                length: pdf.len() as u64,
                notice,
            },
            vec![pdf],
        ),
        Ok(Product::Raster {
            width,
            height,
            bits,
            notice,
        }) => (
            Answer::Raster {
                width,
                height,
                length: bits.len() as u64,
                notice,
            },
            vec![bits],
        ),
        Err(error) => (Answer::Failed(error), Vec::new()),
    };
    write_block(&mut output, &serde_json::to_vec(&answer)?)?;
    for blob in blobs {
        output.write_all(&blob)?;
    }
    output.flush()
}

fn perform(job: Job, bytes: Vec<u8>) -> Result<Product, PressError> {
    let limits = Limits::default();
    match job {
        Job::Clean { dpi } => {
            let page = imaging::decode(&bytes, &limits).map_err(of_picture)?;
            let page = if dpi > 0 { page.at_dpi(dpi) } else { page };
            Ok(Product::Pages(vec![cleaned(page)]))
        }
        Job::CleanPdf => {
            let pages = imaging::import_pdf(bytes, &limits).map_err(of_pdf)?;
            Ok(Product::Pages(pages.into_iter().map(cleaned).collect()))
        }
        Job::Bind { pages } => bind(pages, &bytes, &limits),
        Job::Typeset(sheet) => {
            let (options, unusable) = options(&sheet);
            let pdf = papers::typeset(&sheet.paper, &options).map_err(not_set)?;
            let notice = pdf.notice().map(ToString::to_string);
            Ok(Product::Paper {
                notice: notice.or(unusable),
                pdf: pdf.into_bytes(),
            })
        }
        Job::Raster { sheet, dots } => {
            let (options, unusable) = options(&sheet);
            let strip = papers::raster(&sheet.paper, dots, &options).map_err(not_set)?;
            Ok(Product::Raster {
                width: strip.width(),
                height: strip.height(),
                bits: strip.bits().to_vec(),
                notice: strip.notice().map(ToString::to_string).or(unusable),
            })
        }
    }
}

/// How a sheet is set; and why its templates cannot be used, where that is so.
fn options(sheet: &Sheet) -> (papers::Options, Option<String>) {
    let (templates, unusable) = match papers::Templates::with_texts(&sheet.templates) {
        Ok(templates) => (templates, None),
        Err(error) => (papers::Templates::built_in(), Some(error.to_string())),
    };
    let options = papers::Options {
        print_size: sheet.size,
        templates,
        ..papers::Options::default()
    };
    (options, unusable)
}

fn not_set(_template: papers::TypesetError) -> PressError {
    PressError::NotSet
}

fn cleaned(page: imaging::Page) -> Cleaned {
    let page = imaging::clean(page, &imaging::Settings::default());
    let shown = imaging::reopen(&page, &Limits::default());
    let thumbnail = shown
        .map(|shown| imaging::thumbnail(&shown, THUMBNAIL_PX))
        .unwrap_or_default();
    Cleaned { page, thumbnail }
}

fn bind(
    pages: Vec<(PageRecord, u64, u8)>,
    bytes: &[u8],
    limits: &Limits,
) -> Result<Product, PressError> {
    let mut rest = bytes;
    let mut bound = Vec::with_capacity(pages.len());
    for (record, length, turns) in pages {
        let length = usize::try_from(length).map_err(|_too_long| PressError::TooLarge)?;
        let (own, after) = rest
            .split_at_checked(length)
            .ok_or(PressError::Unreadable)?;
        rest = after;
        let page = CleanPage {
            record,
            bytes: own.to_vec(),
        };
        bound.push(if turns % 4 == 0 {
            page
        } else {
            turned(&page, turns, limits)?
        });
    }
    Ok(Product::Pdf(imaging::to_pdf(&bound)))
}

/// A page that a person turned is opened, turned and encoded again in the way it was kept.
fn turned(page: &CleanPage, turns: u8, limits: &Limits) -> Result<CleanPage, PressError> {
    let quarter = match turns % 4 {
        1 => imaging::Quarter::Right,
        2 => imaging::Quarter::Over,
        _ => imaging::Quarter::Left,
    };
    let open = imaging::reopen(page, limits).map_err(of_picture)?;
    Ok(imaging::clean(
        imaging::rotate(&open, quarter),
        &imaging::Settings::default(),
    ))
}

fn of_picture(error: imaging::DecodeError) -> PressError {
    match error {
        imaging::DecodeError::TooManyBytes | imaging::DecodeError::TooManyPixels => {
            PressError::TooLarge
        }
        imaging::DecodeError::UnknownFormat
        | imaging::DecodeError::Damaged
        | imaging::DecodeError::WrongSize => PressError::Unreadable,
    }
}

fn of_pdf(error: imaging::ImportError) -> PressError {
    match error {
        imaging::ImportError::TooManyBytes
        | imaging::ImportError::TooManyPages { .. }
        | imaging::ImportError::PageSize { .. } => PressError::TooLarge,
        imaging::ImportError::Encrypted
        | imaging::ImportError::Damaged
        | imaging::ImportError::NoPages
        | imaging::ImportError::Unshowable { .. } => PressError::Unreadable,
    }
}

fn unpack(answer: &[u8]) -> Result<Product, PressError> {
    let mut rest = answer;
    let head = read_block(&mut rest, 64 << 20).map_err(|_short| PressError::Lost)?;
    let head: Answer = serde_json::from_slice(&head).map_err(|_nonsense| PressError::Lost)?;
    let mut take = |length: u64| -> Result<Vec<u8>, PressError> {
        let length = usize::try_from(length).map_err(|_too_long| PressError::Lost)?;
        let (own, after) = rest.split_at_checked(length).ok_or(PressError::Lost)?;
        rest = after;
        Ok(own.to_vec())
    };
    match head {
        Answer::Pages(heads) => heads
            .into_iter()
            .map(|(record, length, thumbnail)| {
                Ok(Cleaned {
                    page: CleanPage {
                        record,
                        bytes: take(length)?,
                    },
                    thumbnail: take(thumbnail)?,
                })
            })
            .collect::<Result<_, _>>()
            .map(Product::Pages),
        Answer::Pdf(length) => take(length).map(Product::Pdf),
        Answer::Paper { length, notice } => take(length).map(|pdf| Product::Paper { pdf, notice }),
        Answer::Raster {
            width,
            height,
            length,
            notice,
        } => take(length).map(|bits| Product::Raster {
            width,
            height,
            bits,
            notice,
        }),
        Answer::Failed(error) => Err(error),
    }
}

fn write_block(output: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    output.write_all(&(bytes.len() as u64).to_le_bytes())?;
    output.write_all(bytes)
}

fn read_block(input: &mut impl Read, most: u64) -> io::Result<Vec<u8>> {
    let mut length = [0; 8];
    input.read_exact(&mut length)?;
    let length = u64::from_le_bytes(length);
    if length > most {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let mut bytes = Vec::new();
    input.take(length).read_to_end(&mut bytes)?;
    if bytes.len() as u64 == length {
        Ok(bytes)
    } else {
        Err(io::ErrorKind::UnexpectedEof.into())
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
mod tests {
    use super::*;

    fn serve_bytes(job: &Job, bytes: &[u8]) -> Result<Product, PressError> {
        let (product, blobs) = match perform(job.clone(), bytes.to_vec()) {
            Ok(Product::Pdf(pdf)) => (Answer::Pdf(pdf.len() as u64), vec![pdf]),
            Ok(other) => return Ok(other),
            Err(error) => return Err(error),
        };
        let mut answer = Vec::new();
        write_block(&mut answer, &serde_json::to_vec(&product).unwrap()).unwrap();
        answer.extend(blobs.concat());
        unpack(&answer)
    }

    #[test]
    fn a_file_that_is_no_picture_is_refused_by_name() {
        assert_eq!(
            serve_bytes(&Job::Clean { dpi: 200 }, b"no picture"),
            Err(PressError::Unreadable)
        );
        assert_eq!(
            serve_bytes(&Job::CleanPdf, b"no pdf"),
            Err(PressError::Unreadable)
        );
    }

    #[test]
    fn a_program_that_does_not_answer_is_lost_and_not_waited_for() {
        let lost = Press::new(Path::new("/bin/false")).run(&Job::CleanPdf, b"");
        assert_eq!(lost, Err(PressError::Lost));
    }

    fn slip(templates: &[(&str, &str)]) -> Sheet {
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

    fn notice_of(templates: &[(&str, &str)]) -> Option<String> {
        let sheet = Box::new(slip(templates));
        let on_a_roll = Job::Raster {
            sheet: sheet.clone(),
            dots: 384,
        };
        let Product::Raster { height, notice, .. } = perform(on_a_roll, Vec::new()).unwrap() else {
            panic!("a roll is no picture");
        };
        assert!(height > 0);
        let Product::Paper { pdf, notice: same } =
            perform(Job::Typeset(sheet), Vec::new()).unwrap()
        else {
            panic!("a paper is no PDF");
        };
        assert!(pdf.starts_with(b"%PDF-"));
        assert_eq!(notice, same);
        notice
    }

    #[test]
    fn a_wrong_template_gives_way_to_the_shipped_one_and_is_named() {
        assert_eq!(notice_of(&[]), None);
        assert_eq!(notice_of(&[("slip.typ", "A slip of our own")]), None);
        assert_eq!(
            notice_of(&[("slip.typ", "one\n\n#nothing-of-the-kind")]).unwrap(),
            "template slip.typ is wrong at line 3"
        );
        assert_eq!(
            notice_of(&[("poster.typ", "")]).unwrap(),
            "there is no template poster.typ"
        );
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
        let head = Answer::Paper {
            length: 5,
            notice: None,
        };
        let mut answer = Vec::new();
        write_block(&mut answer, &serde_json::to_vec(&head).unwrap()).unwrap();
        answer.extend(b"%PDF-");
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

    #[test]
    fn a_cut_answer_is_lost() {
        assert_eq!(unpack(&[1, 2, 3]), Err(PressError::Lost));
        let mut answer = Vec::new();
        write_block(&mut answer, &serde_json::to_vec(&Answer::Pdf(100)).unwrap()).unwrap();
        assert_eq!(unpack(&answer), Err(PressError::Lost));
    }
}
