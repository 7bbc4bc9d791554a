//! What is known of a kept page beside its bytes: size, coding, layers, every step with its numbers, hints.
//! Never names a device or a person; what an earlier version wrote is still read (I14).

use serde::{Deserialize, Serialize};

use crate::binarise::Bilevel;
use crate::tone::Sight;
use crate::{Encoding, Keep, Quarter};

/// Why a page that would be black and white is kept in its shades.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Doubt {
    /// More black than any writing makes.
    TooDark,
    /// More stray dots than letters.
    TooGrainy,
    /// Something faint is neither a stroke nor nothing.
    TooFaint,
}

/// One thing done to a page, with its numbers, in order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "kebab-case")]
pub enum Step {
    /// The sheet was cut out of what lay around it, and a slant of the camera was taken back.
    Cut {
        /// Its corners as parts of the picture's sides: upper left, upper right, lower right, lower left.
        corners: [[f32; 2]; 4],
        /// Width of the sheet.
        width_mm: f32,
        /// Height of the sheet.
        height_mm: f32,
    },
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
    /// The page lay on its head or its side, and was turned clockwise.
    Turned {
        /// By so much.
        quarter: Quarter,
    },
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
    /// Faint strokes, as of a pencil, were kept in black.
    Traced {
        /// How many.
        strokes: u32,
    },
    /// Dark edges of the sheet were whitened.
    Trimmed {
        /// How many dots of them.
        dots: u32,
    },
    /// Stray dots were whitened.
    Despeckled {
        /// How many.
        dots: u32,
    },
    /// Colour and pictures were taken out of the black.
    Separated {
        /// Areas of coloured ink.
        inks: u32,
        /// Areas kept as pictures.
        pictures: u32,
    },
    /// Black and white would have lost something: more is kept.
    Doubted {
        /// Why.
        doubt: Doubt,
    },
    /// The page was encoded.
    Encoded {
        /// How.
        encoding: Encoding,
        /// Quality of JPEG; 0 without loss.
        quality: u8,
    },
}

/// What a person may want to look at before the page is sealed. Never acted upon by itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Hints {
    /// Nothing is on it, as on the back of a sheet.
    pub is_blank: bool,
    /// Where its ink lies, to be compared with that of other pages.
    pub ink: InkMap,
}

/// Where the ink of a page lies: 20 x 28 fields from 0 to 15, as letters `0` to `f`; empty where nothing is known.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct InkMap(pub(crate) String);

/// Fields of a map that differ by less than this part of all ink belong to one page, scanned twice.
const SAME_PAGE: f32 = 0.2;

/// Fields of a map, across and down.
const FIELDS: (u32, u32) = (20, 28);

impl InkMap {
    pub(crate) fn of(text: &Bilevel) -> Self {
        let (across, down) = FIELDS;
        let mut black = vec![0_u32; (across * down) as usize];
        for (y, row) in (0..).zip(text.black.chunks_exact(text.width as usize)) {
            let line = y * down / text.height * across;
            for (x, _) in (0..text.width).zip(row).filter(|(_, black)| **black) {
                black[(line + x * across / text.width) as usize] += 1;
            }
        }
        let field = (text.width * text.height / (across * down)).max(1);
        // A third of a field in black is the most that writing makes.
        let letter = |dots: u32| char::from_digit((dots * 45).div_ceil(field).min(15), 16);
        Self(black.into_iter().filter_map(letter).collect())
    }

    /// Whether both pages are likely the same sheet, scanned twice. Blank pages are never likely.
    #[must_use]
    pub fn is_likely(&self, other: &Self) -> bool {
        if self.0.len() != other.0.len() {
            return false;
        }
        let fields = |map: &Self| {
            let values = map
                .0
                .bytes()
                .map(|field| (field as char).to_digit(16).unwrap_or(0));
            values.collect::<Vec<_>>()
        };
        let (mut apart, mut all) = (0, 0);
        for (one, other) in fields(self).into_iter().zip(fields(other)) {
            apart += one.abs_diff(other);
            all += one.max(other);
        }
        all > 0 && (apart as f32) < all as f32 * SAME_PAGE
    }
}

/// One picture laid over those before it. Boxes count dots of the page; columns and rows are of its own samples.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layer {
    /// Left, top, one beyond right, one beyond bottom.
    pub area_px: [u32; 4],
    /// Samples in a row.
    pub columns: u32,
    /// Rows of samples.
    pub rows: u32,
    /// How its bytes are read. Black and white paints its black and leaves its white open.
    pub encoding: Encoding,
    /// How many bytes it has.
    pub length: u32,
    /// Where it shows; everywhere without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stencil: Option<Stencil>,
}

/// Where a layer shows: black and white, as fine as the page; its bytes follow those of the layer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stencil {
    /// How its bytes are read.
    pub encoding: Encoding,
    /// How many bytes it has.
    pub length: u32,
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
    /// What the bytes consist of, in this order, where the encoding is [`Encoding::Mixed`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub layers: Vec<Layer>,
    /// What was done, in order.
    pub steps: Vec<Step>,
    /// What a person may want to look at.
    #[serde(default)]
    pub hints: Hints,
}
