//! Sets a paper: inputs and templates to PDF, to dots for a thermal printer, to a picture for the screen.
//! Never keeps what it set: the memory of the typesetter is emptied after every paper (I12).

use std::fmt;
use std::io::Cursor;

use serde::{Deserialize, Serialize};
use typst::foundations::{Array, Dict, IntoValue, Smart};
use typst::utils::Scalar;
use typst_as_lib::TypstAsLibError;
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};
use typst_render::RenderOptions;

use crate::{OneBit, Paper, Templates, qr};

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

/// How large the paper is set.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PrintSize {
    /// For most eyes.
    #[default]
    Regular,
    /// No letter below 14 pt.
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
    NumberTooLong,
    /// The width asked for is zero or beyond 4096 dots.
    #[error("a width of {width} dots cannot be set")]
    Width {
        /// The width in dots.
        width: u32,
    },
    /// The finished pages did not fit the archival format.
    #[error("{paper} does not fit PDF/A-2b")]
    NotArchival {
        /// The stem of the template file.
        paper: &'static str,
    },
}

/// A finished PDF/A-2b file.
#[derive(Clone, PartialEq, Eq)]
pub struct Pdf(Vec<u8>);

impl Pdf {
    /// The file.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// The file, taken out.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

impl fmt::Debug for Pdf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pdf({} bytes)", self.0.len())
    }
}

const MOST_DOTS: u32 = 4096;

/// What the paper is set on.
#[derive(Clone, Copy)]
enum Stock {
    /// A4 sheets.
    Sheet,
    /// A roll this many dots wide, at 8 dots a millimetre.
    Roll { dots: u32 },
}

/// Sets `paper` on A4 as PDF/A-2b with its fonts embedded and its text extractable.
/// The same paper and options give the same bytes; the file carries no date and no name in its metadata.
///
/// # Errors
/// A template is wrong, or a number does not fit a QR code.
pub fn typeset(paper: &Paper, options: &Options) -> Result<Pdf, TypesetError> {
    let name = paper.template();
    let document = lay_out(paper, options, Stock::Sheet)?;
    let archival = PdfStandards::new(&[PdfStandard::A_2b])
        .or(Err(TypesetError::NotArchival { paper: name }))?;
    let settings = PdfOptions {
        creator: Smart::Custom(None),
        standards: archival,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&document, &settings)
        .map(Pdf)
        .or(Err(TypesetError::NotArchival { paper: name }))
}

/// Sets `paper` on a roll `width_dots` wide: 384 for 58 mm paper, 576 for 80 mm, at 8 dots a millimetre.
/// A paper of several pages comes as one strip.
///
/// # Errors
/// As [`typeset`], or the width is zero or beyond 4096 dots.
pub fn raster(paper: &Paper, width_dots: u32, options: &Options) -> Result<OneBit, TypesetError> {
    let document = lay_out(
        paper,
        options,
        Stock::Roll {
            dots: checked(width_dots)?,
        },
    )?;
    let mut strip = OneBit::blank(width_dots);
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
    let document = lay_out(paper, options, Stock::Sheet)?;
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
                paper: paper.template(),
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

fn lay_out(paper: &Paper, options: &Options, stock: Stock) -> Result<PagedDocument, TypesetError> {
    let file = format!("{}.typ", paper.template());
    let inputs = inputs(paper, options, stock)?;
    options
        .templates
        .engine()
        .compile_with_input(file.as_str(), inputs)
        .output
        .map_err(|error| misprint(&error, paper, &options.templates))
}

/// What a template finds in `sys.inputs`; `common.typ` says the same for those who edit templates.
fn inputs(paper: &Paper, options: &Options, stock: Stock) -> Result<Dict, TypesetError> {
    let unset = TypesetError::Unset {
        paper: paper.template(),
    };
    let fields: Dict = serde_json::to_value(paper)
        .and_then(serde_json::from_value)
        .or(Err(unset))?;
    let codes = match paper {
        Paper::Slip(slip) => slip
            .numbers
            .iter()
            .map(|number| qr::svg(number))
            .collect::<Result<Vec<_>, _>>()?,
        Paper::Application(_) | Paper::Inventory(_) | Paper::RouteSheet(_) | Paper::TestPage(_) => {
            Vec::new()
        }
    };
    let language = match options.language {
        Language::Uk => "uk",
        Language::En => "en",
    };
    let large = matches!(options.print_size, PrintSize::Large);
    let roll = match stock {
        Stock::Sheet => ().into_value(),
        Stock::Roll { dots } => i64::from(dots).into_value(),
    };
    Ok([
        ("paper".into(), fields.into_value()),
        (
            "codes".into(),
            codes
                .into_iter()
                .map(IntoValue::into_value)
                .collect::<Array>()
                .into_value(),
        ),
        ("lang".into(), language.into_value()),
        ("large".into(), large.into_value()),
        ("roll".into(), roll),
    ]
    .into_iter()
    .collect())
}

/// Diagnostics may quote what was to be printed, so only the place goes on.
fn misprint(error: &TypstAsLibError, paper: &Paper, templates: &Templates) -> TypesetError {
    let place = match error {
        TypstAsLibError::TypstSource(diagnostics) => diagnostics
            .iter()
            .find_map(|diagnostic| templates.place(diagnostic.span)),
        TypstAsLibError::TypstFile(_)
        | TypstAsLibError::MainSourceFileDoesNotExist(_)
        | TypstAsLibError::HintedString(_)
        | TypstAsLibError::Unspecified(_) => None,
    };
    match place {
        Some((file, line)) => TypesetError::Template { file, line },
        None => TypesetError::Unset {
            paper: paper.template(),
        },
    }
}
