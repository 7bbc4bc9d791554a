//! Sets a paper: inputs and templates to PDF, to dots for a thermal printer, to a picture for the screen.
//! Never keeps what it set: the memory of the typesetter is emptied after every paper (I12).

use std::fmt;
use std::io::Cursor;

use serde::{Deserialize, Serialize};
use typst::foundations::{Datetime, Smart};
use typst::utils::Scalar;
use typst_as_lib::TypstAsLibError;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};
use typst_render::RenderOptions;

use crate::manuscript::{Manuscript, Stock};
use crate::{Model, ModelValues, OneBit, Paper, Templates};

/// The language of the fixed words on a paper; the inputs stay as they are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Language {
    /// Ukrainian.
    #[default]
    Uk,
    /// English.
    En,
}

/// How large a paper for a resident is set; papers of the office have one size.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PrintSize {
    /// 12 pt, for most eyes.
    #[default]
    Regular,
    /// No letter below 16 pt.
    Large,
}

/// How papers are set.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Language of the fixed words.
    pub language: Language,
    /// Size of type.
    pub print_size: PrintSize,
    /// Templates to set from.
    pub templates: Templates,
    /// Year, month and day for the metadata of a PDF; `None` writes 1 January 2000.
    pub made_on: Option<(i32, u8, u8)>,
}

/// Why a paper could not be set. Names templates and lines, never what was to be printed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TypesetError {
    /// A template is wrong at this line (from 1).
    #[error("template {file} is wrong at line {line}")]
    Template {
        /// The template file.
        file: &'static str,
        /// The line.
        line: usize,
    },
    /// The template of this paper is wrong at no particular line.
    #[error("template of {paper} cannot be set")]
    Unset {
        /// The stem of the template file.
        paper: &'static str,
    },
    /// A number is too long for a QR code.
    #[error("a number is too long for a code")]
    CodeTooLong,
    /// The width asked for is zero or beyond 4096 dots.
    #[error("a width of {width} dots cannot be set")]
    Width {
        /// The width in dots.
        width: u32,
    },
}

/// PDF/A asks for a date (ISO 19005-2 6.6); this one says nothing.
const NO_DAY: (i32, u8, u8) = (2000, 1, 1);

/// A finished PDF file.
#[derive(Clone, PartialEq, Eq)]
pub struct Pdf {
    bytes: Vec<u8>,
    is_archival: bool,
    notice: Option<TypesetError>,
}

impl Pdf {
    /// The file.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Whether it is PDF/A-2b, which it is unless a letter had no font.
    #[must_use]
    pub fn is_archival(&self) -> bool {
        self.is_archival
    }

    /// What was wrong with an edited template, when the shipped ones had to stand in for it.
    #[must_use]
    pub fn notice(&self) -> Option<&TypesetError> {
        self.notice.as_ref()
    }

    /// The file, taken out.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

impl fmt::Debug for Pdf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pdf({} bytes)", self.bytes.len())
    }
}

const MOST_DOTS: u32 = 4096;

/// Sets `paper` on A4 as PDF/A-2b with its fonts embedded and its text extractable. A letter that no font of ours has is
/// printed as an empty box and makes the file plain PDF 1.7: a rare letter stops no printing, nor does an edited template
/// that is wrong, for then the shipped ones are used and [`Pdf::notice`] says so (I15).
/// The same paper and options give the same bytes; the metadata carries no name.
///
/// # Errors
/// A number does not fit a QR code, or the shipped templates cannot set it.
pub fn typeset(paper: &Paper, options: &Options) -> Result<Pdf, TypesetError> {
    bind(&Manuscript::of_paper(paper)?, options)
}

/// Sets a model document filled from `values`, as [`typeset`] does a paper. It is a draft for a lawyer and says so.
///
/// # Errors
/// As [`typeset`].
pub fn typeset_model(
    model: Model,
    values: &ModelValues,
    options: &Options,
) -> Result<Pdf, TypesetError> {
    bind(&Manuscript::of_model(model, values)?, options)
}

fn bind(manuscript: &Manuscript, options: &Options) -> Result<Pdf, TypesetError> {
    let (document, notice) = lay_out(manuscript, options, Stock::Sheet)?;
    let (year, month, day) = options.made_on.unwrap_or(NO_DAY);
    let dated = Datetime::from_ymd(year, month, day).map(Timestamp::new_utc);
    let written = |standard| {
        let settings = PdfOptions {
            creator: Smart::Custom(None),
            timestamp: dated,
            standards: PdfStandards::new(&[standard]).ok()?,
            ..PdfOptions::default()
        };
        typst_pdf::pdf(&document, &settings).ok()
    };
    let archival = written(PdfStandard::A_2b);
    let is_archival = archival.is_some();
    let bytes = archival
        .or_else(|| written(PdfStandard::V_1_7))
        .ok_or(TypesetError::Unset {
            paper: manuscript.template,
        })?;
    Ok(Pdf {
        bytes,
        is_archival,
        notice,
    })
}

/// Sets `paper` on a roll `width_dots` wide: 384 for 58 mm paper, 576 for 80 mm, at 8 dots a millimetre.
/// A paper of several pages comes as one strip; [`OneBit::notice`] is as [`Pdf::notice`].
///
/// # Errors
/// As [`typeset`], or the width is zero or beyond 4096 dots.
pub fn raster(paper: &Paper, width_dots: u32, options: &Options) -> Result<OneBit, TypesetError> {
    let dots = checked(width_dots)?;
    let manuscript = Manuscript::of_paper(paper)?;
    let (document, notice) = lay_out(&manuscript, options, Stock::Roll { dots })?;
    let mut strip = OneBit::blank(width_dots, notice);
    for page in document.pages() {
        let dots_per_pt = f64::from(width_dots) / page.frame.width().to_pt();
        let picture = typst_render::render(page, &at_scale(dots_per_pt));
        strip.append(
            picture.width(),
            picture.pixels().iter().map(|pixel| pixel.red()),
        );
    }
    Ok(strip)
}

/// Sets `paper` on A4 and draws each page as a PNG picture `width_px` wide, for a screen.
///
/// # Errors
/// As [`typeset`], or the width is zero or beyond 4096 dots.
pub fn preview(
    paper: &Paper,
    width_px: u32,
    options: &Options,
) -> Result<Vec<Vec<u8>>, TypesetError> {
    let width_px = checked(width_px)?;
    let manuscript = Manuscript::of_paper(paper)?;
    let (document, _notice_comes_with_the_print) = lay_out(&manuscript, options, Stock::Sheet)?;
    let draw = |page: &typst_layout::Page| {
        let picture = typst_render::render(
            page,
            &at_scale(f64::from(width_px) / page.frame.width().to_pt()),
        );
        let grey: Vec<u8> = picture.pixels().iter().map(|pixel| pixel.green()).collect();
        let mut png = Cursor::new(Vec::new());
        image::GrayImage::from_raw(picture.width(), picture.height(), grey)
            .and_then(|grey| grey.write_to(&mut png, image::ImageFormat::Png).ok())
            .map(|()| png.into_inner())
            .ok_or(TypesetError::Unset {
                paper: manuscript.template,
            })
    };
    document.pages().iter().map(draw).collect()
}

fn checked(width: u32) -> Result<u32, TypesetError> {
    if (1..=MOST_DOTS).contains(&width) {
        Ok(width)
    } else {
        Err(TypesetError::Width { width })
    }
}

fn at_scale(pixel_per_pt: f64) -> RenderOptions {
    RenderOptions {
        pixel_per_pt: Scalar::new(pixel_per_pt),
        ..RenderOptions::default()
    }
}

/// Lays out from the templates of `options`, or from the shipped ones with what was wrong with the edited.
fn lay_out(
    manuscript: &Manuscript,
    options: &Options,
    stock: Stock,
) -> Result<(PagedDocument, Option<TypesetError>), TypesetError> {
    match lay_out_strictly(manuscript, options, stock) {
        Err(wrong) if !options.templates.edited().is_empty() => {
            let shipped = Options {
                templates: Templates::built_in(),
                ..options.clone()
            };
            lay_out_strictly(manuscript, &shipped, stock).map(|document| (document, Some(wrong)))
        }
        result => result.map(|document| (document, None)),
    }
}

/// Lays out from the templates of `options` and no others.
pub(crate) fn lay_out_strictly(
    manuscript: &Manuscript,
    options: &Options,
    stock: Stock,
) -> Result<PagedDocument, TypesetError> {
    let file = format!("{}.typ", manuscript.template);
    options
        .templates
        .engine()
        .compile_with_input(file.as_str(), manuscript.inputs(options, stock))
        .output
        .map_err(|error| misprint(&error, manuscript.template, &options.templates))
}

/// Diagnostics may quote what was to be printed, so only the place goes on.
fn misprint(error: &TypstAsLibError, paper: &'static str, templates: &Templates) -> TypesetError {
    let place = match error {
        TypstAsLibError::TypstSource(diagnostics) => diagnostics
            .iter()
            .find_map(|diagnostic| templates.place(diagnostic)),
        TypstAsLibError::TypstFile(_)
        | TypstAsLibError::MainSourceFileDoesNotExist(_)
        | TypstAsLibError::HintedString(_)
        | TypstAsLibError::Unspecified(_) => None,
    };
    match place {
        Some((file, line)) => TypesetError::Template { file, line },
        None => TypesetError::Unset { paper },
    }
}

#[cfg(test)]
mod tests {
    use typst::layout::{Frame, FrameItem};

    use super::*;
    use crate::specimens;

    /// Adds size in points and count of letters of every run of text.
    fn sizes(frame: &Frame, into: &mut Vec<(f64, usize)>) {
        for (_, item) in frame.items() {
            match item {
                FrameItem::Group(group) => sizes(&group.frame, into),
                FrameItem::Text(text) => into.push((text.size.to_pt(), text.glyphs.len())),
                FrameItem::Shape(..)
                | FrameItem::Image(..)
                | FrameItem::Link(..)
                | FrameItem::Tag(_) => {}
            }
        }
    }

    /// The smallest size on a paper and the share of letters of 12 pt and more.
    fn measured(paper: &Paper, print_size: PrintSize, stock: Stock) -> Option<(f64, f64)> {
        let options = Options {
            print_size,
            ..Options::default()
        };
        let manuscript = Manuscript::of_paper(paper).ok()?;
        let document = lay_out_strictly(&manuscript, &options, stock).ok()?;
        let mut runs = Vec::new();
        for page in document.pages() {
            sizes(&page.frame, &mut runs);
        }
        let letters = |least: f64| -> usize {
            let large = runs.iter().filter(|(size, _)| *size >= least);
            large.map(|(_, letters)| letters).sum()
        };
        let smallest = runs.iter().map(|(size, _)| *size).reduce(f64::min)?;
        Some((smallest, letters(12.0) as f64 / letters(0.0) as f64))
    }

    fn stocks(paper: &Paper) -> Vec<Stock> {
        let mut stocks = vec![Stock::Sheet];
        if matches!(paper, Paper::Slip(_)) {
            stocks.extend([384, 576].map(|dots| Stock::Roll { dots }));
        }
        stocks
    }

    #[test]
    fn a_resident_reads_twelve_points_and_in_large_print_nothing_below_sixteen() {
        for paper in specimens().iter().filter(|paper| paper.is_for_resident()) {
            for stock in stocks(paper) {
                let regular = measured(paper, PrintSize::Regular, stock);
                assert!(
                    regular.is_some_and(|(least, share)| least >= 10.0 && share > 0.6),
                    "{paper:?}: {regular:?}"
                );
                let large = measured(paper, PrintSize::Large, stock);
                assert!(
                    large.is_some_and(|(least, _)| least >= 16.0),
                    "{paper:?}: {large:?}"
                );
            }
        }
    }

    #[test]
    fn papers_of_the_office_have_one_size_and_no_letter_below_ten_points() {
        for paper in specimens() {
            // The test page shows small sizes on purpose.
            if paper.is_for_resident() || matches!(paper, Paper::TestPage(_)) {
                continue;
            }
            let regular = measured(paper, PrintSize::Regular, Stock::Sheet);
            assert!(regular.is_some_and(|(least, _)| least >= 10.0), "{paper:?}");
            assert_eq!(regular, measured(paper, PrintSize::Large, Stock::Sheet));
        }
    }
}
