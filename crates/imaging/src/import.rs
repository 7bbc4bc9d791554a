//! A PDF a resident brings, rasterised to pages.
//! Never keeps its text, scripts or attachments: what is seen is what is kept. Hostile until drawn (I10).

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use hayro::hayro_interpret::{InterpreterSettings, InterpreterWarning};
use hayro::hayro_syntax::{LoadPdfError, Pdf};
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{RenderCache, RenderSettings};
use image::RgbImage;

use crate::page::{LONGEST_SIDE, Limits, Page, check_size};

/// The resolution text is kept at, so nothing is resampled twice.
const DPI: u16 = 200;

/// Why a PDF does not become pages. Page numbers count from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// More bytes than the limit.
    #[error("the PDF has more bytes than allowed")]
    TooManyBytes,
    /// It opens with a password only, or is encrypted in an unknown way.
    #[error("the PDF is encrypted")]
    Encrypted,
    /// It is no PDF, or too broken to find its pages.
    #[error("the PDF is damaged")]
    Damaged,
    /// It has no page.
    #[error("the PDF has no pages")]
    NoPages,
    /// More pages than the limit.
    #[error("the PDF has {pages} pages, more than allowed")]
    TooManyPages {
        /// How many it has.
        pages: usize,
    },
    /// A page is larger than the limit, or has no size.
    #[error("page {page} of the PDF has an impossible size")]
    PageSize {
        /// Which page.
        page: usize,
    },
    /// A picture or font on the page cannot be shown, so the page would lose something.
    #[error("page {page} of the PDF cannot be shown whole")]
    Unshowable {
        /// Which page.
        page: usize,
    },
}

/// Draws every page of a PDF (ISO 32000-1) at 200 dpi on white.
///
/// # Errors
/// Encrypted, damaged, empty, beyond a limit, or a page cannot be shown whole: nothing is ever left out silently.
pub fn import_pdf(bytes: Vec<u8>, limits: &Limits) -> Result<Vec<Page>, ImportError> {
    if bytes.len() > limits.file_bytes {
        return Err(ImportError::TooManyBytes);
    }
    let pdf = Pdf::new(bytes).map_err(|error| match error {
        LoadPdfError::Decryption(_) => ImportError::Encrypted,
        LoadPdfError::Invalid => ImportError::Damaged,
    })?;
    let sheets = pdf.pages();
    match sheets.len() {
        0 => return Err(ImportError::NoPages),
        pages if pages > limits.pages => return Err(ImportError::TooManyPages { pages }),
        _ => {}
    }

    let lost = Arc::new(AtomicBool::new(false));
    let settings = InterpreterSettings {
        warning_sink: note_losses(Arc::clone(&lost)),
        ..InterpreterSettings::default()
    };
    let cache = RenderCache::new();
    let scale = f32::from(DPI) / 72.0;
    let mut pages = Vec::with_capacity(sheets.len());
    for (page, sheet) in (1..).zip(sheets.iter()) {
        let (width_pt, height_pt) = sheet.render_dimensions();
        let width = side_px(width_pt * scale).ok_or(ImportError::PageSize { page })?;
        let height = side_px(height_pt * scale).ok_or(ImportError::PageSize { page })?;
        check_size(width.into(), height.into(), limits).or(Err(ImportError::PageSize { page }))?;

        let on_white = RenderSettings {
            x_scale: scale,
            y_scale: scale,
            width: Some(width),
            height: Some(height),
            bg_color: WHITE,
        };
        let drawn = hayro::render(sheet, &cache, &settings, &on_white);
        if lost.load(Ordering::Relaxed) {
            return Err(ImportError::Unshowable { page });
        }
        let rgb = drawn
            .data()
            .iter()
            .flat_map(|pixel| [pixel.r, pixel.g, pixel.b])
            .collect();
        let pixels = RgbImage::from_raw(width.into(), height.into(), rgb)
            .ok_or(ImportError::PageSize { page })?;
        pages.push(Page::of(pixels, Some(DPI)));
    }
    Ok(pages)
}

fn note_losses(lost: Arc<AtomicBool>) -> Arc<dyn Fn(InterpreterWarning) + Send + Sync> {
    Arc::new(move |warning| match warning {
        InterpreterWarning::UnsupportedFont | InterpreterWarning::ImageDecodeFailure => {
            lost.store(true, Ordering::Relaxed);
        }
    })
}

fn side_px(side: f32) -> Option<u16> {
    let whole = side.round();
    (whole >= 1.0 && whole <= LONGEST_SIDE as f32).then_some(whole as u16)
}
