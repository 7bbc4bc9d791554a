//! One page from raw to kept: light, direction, a judgement, the fewest legible bytes.
//! Never hides what it did: every step is recorded with its numbers and goes with the page.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::tone::{self, Light, Sight};
use crate::{Encoding, Page, binarise, encode, geometry};

/// What of a page is kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Keep {
    /// What the page itself asks for.
    #[default]
    Judged,
    /// Black and white.
    Black,
    /// Shades of grey: a copy with a photograph in it.
    Grey,
    /// Colours on whitened paper: stamps, ink signatures.
    Colour,
    /// The picture as it is, neither evened nor straightened.
    Photo,
}

/// How pages are cleaned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// What is kept.
    pub keep: Keep,
    /// Resolution of black and white; finer pages are reduced to it.
    pub text_dpi: u16,
    /// Resolution of grey and colour.
    pub tone_dpi: u16,
    /// Quality of JPEG, 1 to 100.
    pub jpeg_quality: u8,
    /// Inner cells without paper, in parts of a thousand, from which a page holds a picture.
    pub picture_from: u16,
    /// Blocks of coloured ink, in parts of a hundred thousand, from which colour is kept.
    pub colour_from: u16,
}

impl Default for Settings {
    /// 200 dpi text, 150 dpi tone at quality 60; a photograph of 3 x 4 cm or the ring of a stamp decides.
    fn default() -> Self {
        Self {
            keep: Keep::Judged,
            text_dpi: 200,
            tone_dpi: 150,
            jpeg_quality: 60,
            picture_from: 8,
            colour_from: 30,
        }
    }
}

/// One thing done to a page, with its numbers, in order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "kebab-case")]
pub enum Step {
    /// The resolution was reduced.
    Reduced {
        /// From this resolution.
        from_dpi: u16,
        /// To this one.
        to_dpi: u16,
    },
    /// What the page showed, and what was kept of it.
    Judged {
        /// What was seen.
        seen: Sight,
        /// What is kept.
        keep: Keep,
    },
    /// Every pixel was divided by the paper around it.
    Evened,
    /// The page was turned counter-clockwise.
    Straightened {
        /// By so many degrees.
        degrees: f32,
    },
    /// Grey became black and white (Sauvola).
    Thresholded {
        /// Side of the window.
        window_px: u32,
    },
    /// Stray dots were whitened.
    Despeckled {
        /// How many.
        dots: u32,
    },
    /// The page was encoded.
    Encoded {
        /// How.
        encoding: Encoding,
        /// Quality of JPEG; 0 without loss.
        quality: u8,
    },
}

/// What is known of a clean page beside its bytes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PageRecord {
    /// Pixels in a row.
    pub width_px: u32,
    /// Rows.
    pub height_px: u32,
    /// Dots per inch.
    pub dpi: u16,
    /// How the bytes are read.
    pub encoding: Encoding,
    /// What was done, in order.
    pub steps: Vec<Step>,
}

/// A page as it is kept and sent.
#[derive(Clone, PartialEq)]
pub struct CleanPage {
    /// What the bytes are.
    pub record: PageRecord,
    /// The encoded picture.
    pub bytes: Vec<u8>,
}

impl fmt::Debug for CleanPage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let PageRecord {
            width_px,
            height_px,
            encoding,
            ..
        } = self.record;
        write!(
            f,
            "CleanPage({width_px} x {height_px}, {encoding:?}, {} bytes)",
            self.bytes.len()
        )
    }
}

/// Cleans one page: reduces, evens the light, straightens, decides what is worth keeping, encodes.
/// The same page and settings give the same bytes.
#[must_use]
pub fn clean(page: Page, settings: &Settings) -> CleanPage {
    let mut steps = Vec::new();
    let mut page = reduced(page, settings.text_dpi, &mut steps);
    let light = Light::measure(&page.pixels, page.dpi);
    let (paper, picture) = light.shares();
    let mut seen = Sight {
        paper,
        picture,
        colour: 0,
    };
    let is_photo = match settings.keep {
        Keep::Judged => paper < 500,
        Keep::Photo => true,
        Keep::Black | Keep::Grey | Keep::Colour => false,
    };
    if is_photo {
        steps.push(Step::Judged {
            seen,
            keep: Keep::Photo,
        });
        return tone_page(page, Keep::Photo, settings, steps);
    }

    light.even_out(&mut page.pixels);
    seen.colour = tone::colour_share(&page.pixels);
    let keep = match settings.keep {
        Keep::Judged if seen.colour >= settings.colour_from => Keep::Colour,
        Keep::Judged if seen.picture >= settings.picture_from => Keep::Grey,
        Keep::Judged => Keep::Black,
        asked @ (Keep::Black | Keep::Grey | Keep::Colour | Keep::Photo) => asked,
    };
    steps.extend([Step::Evened, Step::Judged { seen, keep }]);
    let skew = geometry::skew_deg(&tone::grey(&page.pixels), page.dpi);
    if let Some(degrees) = skew.filter(|degrees| degrees.abs() >= LEAST_TURN_DEG) {
        page.pixels = geometry::straighten(&page.pixels, degrees);
        steps.push(Step::Straightened { degrees });
    }
    match keep {
        Keep::Black => black_page(&page, steps),
        Keep::Judged | Keep::Grey | Keep::Colour | Keep::Photo => {
            tone_page(page, keep, settings, steps)
        }
    }
}

/// A smaller lean is not seen and costs sharpness to mend.
const LEAST_TURN_DEG: f32 = 0.1;

fn reduced(page: Page, dpi: u16, steps: &mut Vec<Step>) -> Page {
    let from_dpi = page.dpi;
    let page = geometry::reduce(page, dpi);
    if page.dpi != from_dpi {
        steps.push(Step::Reduced {
            from_dpi,
            to_dpi: page.dpi,
        });
    }
    page
}

fn black_page(page: &Page, mut steps: Vec<Step>) -> CleanPage {
    let window_px = binarise::window_px(page.dpi);
    let mut bilevel = binarise::threshold(&tone::grey(&page.pixels), window_px);
    let dots = bilevel.despeckle();
    steps.extend([
        Step::Thresholded { window_px },
        Step::Despeckled { dots },
        Step::Encoded {
            encoding: Encoding::Group4,
            quality: 0,
        },
    ]);
    finished(page, Encoding::Group4, encode::group4(&bilevel), steps)
}

fn tone_page(page: Page, keep: Keep, settings: &Settings, mut steps: Vec<Step>) -> CleanPage {
    let page = reduced(page, settings.tone_dpi, &mut steps);
    let quality = settings.jpeg_quality;
    let (encoding, bytes) = if keep == Keep::Grey {
        let grey = tone::grey(&page.pixels);
        (
            Encoding::JpegGrey,
            encode::jpeg_grey(&grey, quality, page.dpi),
        )
    } else {
        (
            Encoding::JpegColour,
            encode::jpeg_colour(&page.pixels, quality, page.dpi),
        )
    };
    steps.push(Step::Encoded { encoding, quality });
    finished(&page, encoding, bytes, steps)
}

fn finished(page: &Page, encoding: Encoding, bytes: Vec<u8>, steps: Vec<Step>) -> CleanPage {
    let record = PageRecord {
        width_px: page.width_px(),
        height_px: page.height_px(),
        dpi: page.dpi,
        encoding,
        steps,
    };
    CleanPage { record, bytes }
}
