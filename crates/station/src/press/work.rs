//! The child's side: one job from the standard input, one answer to the standard output. It opens no file and no socket.

use super::wire::{HEAD_BYTES, read_block, write_answer};
use super::{ANSWER_BYTES, Cleaned, Job, PressError, Product};
use imaging::{CleanPage, Limits, PageRecord, Settings};
use std::io::{self, Read, Write};

/// Longest side of a thumbnail in pixels.
const THUMBNAIL_PX: u32 = 320;
/// What a child may have in memory.
#[cfg(target_os = "linux")]
const MEMORY_BYTES: u64 = 2 << 30;

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
    let head = read_block(&mut input, HEAD_BYTES)?;
    let bytes = read_block(&mut input, ANSWER_BYTES)?;
    let job: Job = serde_json::from_slice(&head)?;
    write_answer(&mut output, perform(job, bytes))
}

fn perform(job: Job, bytes: Vec<u8>) -> Result<Product, PressError> {
    let limits = Limits::default();
    match job {
        Job::Clean { dpi, settings } => {
            let page = imaging::decode_scan(&bytes, &limits, dpi, settings.finest_dpi());
            let page = page.map_err(of_picture)?;
            Ok(Product::Pages(vec![cleaned(page, &settings)]))
        }
        Job::CleanPdf { settings } => {
            let pages = imaging::import_pdf(bytes, &limits).map_err(of_pdf)?;
            let cleaned = |page| cleaned(page, &settings);
            Ok(Product::Pages(pages.into_iter().map(cleaned).collect()))
        }
        Job::Bind { pages } => bind(pages, &bytes),
        Job::Typeset(sheet) => {
            let (options, unusable) = sheet.options();
            let pdf = papers::typeset(&sheet.paper, &options).map_err(not_set)?;
            let notice = pdf.notice().map(ToString::to_string);
            Ok(Product::Paper {
                notice: notice.or_else(|| unusable.map(|why| why.to_string())),
                pdf: pdf.into_bytes(),
            })
        }
        Job::Raster { sheet, dots } => {
            let (options, unusable) = sheet.options();
            let strip = papers::raster(&sheet.paper, dots, &options).map_err(not_set)?;
            Ok(Product::Raster {
                width: strip.width(),
                height: strip.height(),
                bits: strip.bits().to_vec(),
                notice: strip
                    .notice()
                    .map(ToString::to_string)
                    .or_else(|| unusable.map(|why| why.to_string())),
            })
        }
    }
}

fn not_set(_template: papers::TypesetError) -> PressError {
    PressError::NotSet
}

fn cleaned(page: imaging::Page, settings: &Settings) -> Cleaned {
    let page = imaging::clean(page, settings);
    let shown = imaging::reopen(&page, &Limits::default());
    let thumbnail = shown
        .map(|shown| imaging::thumbnail(&shown, THUMBNAIL_PX))
        .unwrap_or_default();
    Cleaned { page, thumbnail }
}

/// A page that a person turned is turned on its sheet; its bytes stay as they were kept.
fn bind(pages: Vec<(PageRecord, u64, u8)>, bytes: &[u8]) -> Result<Product, PressError> {
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
        bound.push((page, imaging::Quarter::of_turns(turns)));
    }
    let bound = bound.iter().map(|(page, quarter)| (page, *quarter));
    Ok(Product::Pdf(imaging::bind(bound)))
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

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
mod tests {
    use super::super::tests::slip;
    use super::*;

    #[test]
    fn a_file_that_is_no_picture_is_refused_by_name() {
        assert_eq!(
            perform(
                Job::Clean {
                    dpi: 200,
                    settings: Settings::village()
                },
                b"no picture".to_vec()
            ),
            Err(PressError::Unreadable)
        );
        assert_eq!(
            perform(
                Job::CleanPdf {
                    settings: Settings::village()
                },
                b"no pdf".to_vec()
            ),
            Err(PressError::Unreadable)
        );
    }

    #[test]
    fn a_page_is_kept_as_finely_as_it_is_asked_and_says_what_was_done_to_it() {
        let form = devices::sim::papers::View::Scanned { dpi: 300 };
        let form = devices::sim::papers::specimen("form", form, 4).unwrap();
        let kept = |settings: Settings| {
            let job = Job::Clean { dpi: 300, settings };
            let Ok(Product::Pages(mut pages)) = perform(job, form.picture.clone()) else {
                panic!("a form is a page");
            };
            pages.remove(0).page
        };
        let sizes = [
            Settings::village(),
            Settings::office(),
            Settings::evidence(),
        ]
        .map(|settings| {
            let finest = settings.text_dpi;
            let page = kept(settings);
            assert_eq!(page.record.dpi, finest);
            assert!(page.record.steps.len() > 3);
            page.bytes.len()
        });
        assert!(sizes.is_sorted(), "{sizes:?}");
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
}
