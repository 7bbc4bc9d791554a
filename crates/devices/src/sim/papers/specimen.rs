//! Single papers of which everything is known: what stands on them, where they lie, which colour their stamps have.
//!
//! For whoever judges pictures of pages: the truth comes with the picture. Must never show a real person (see above).

use super::{FEEDER_DPI, draw, jpeg, read, wear};
use crate::sim::SimError;

/// The set that they come from.
const SET: &str = "specimens";

/// Dots of a picture that a telephone takes.
const SENSOR: (u32, u32) = (2400, 3200);

/// How finely a paper is drawn before a telephone looks at it.
const DRAWN_DPI: u16 = 300;

/// Who looks at the paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// A scanner whose bed is A4.
    Scanned {
        /// Dots per inch.
        dpi: u16,
    },
    /// A telephone, above a table.
    Photographed,
}

/// A stamp on a paper.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stamped {
    /// Its middle, in millimetres from the upper left corner of the sheet.
    pub at_mm: [f32; 2],
    /// Its radius.
    pub radius_mm: f32,
    /// Red, green and blue of its ink.
    pub ink: [u8; 3],
}

/// A paper as it is seen, and the truth about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Specimen {
    /// JPEG.
    pub picture: Vec<u8>,
    /// What the scanner scanned with; nothing for a telephone.
    pub dpi: Option<u16>,
    /// What stands on it, in reading order, without its stamps.
    pub text: String,
    /// Width and height of the sheet.
    pub size_mm: [f32; 2],
    /// Where its corners lie, as parts of the picture's sides: upper left, upper right, lower right, lower left.
    pub corners: [[f32; 2]; 4],
    /// By how much its upper edge falls to the right.
    pub skew_deg: f32,
    /// Its stamps.
    pub stamps: Vec<Stamped>,
}

/// The names of all specimens.
///
/// # Errors
/// [`SimError::NoSuchSet`] if the set that ships is damaged.
pub fn specimen_names() -> Result<Vec<String>, SimError> {
    Ok(read(SET)?.page.into_iter().map(|page| page.name).collect())
}

/// One paper, the same for the same seed.
///
/// # Errors
/// [`SimError::NoSuchSet`] for an unknown name.
pub fn specimen(name: &str, view: View, seed: u64) -> Result<Specimen, SimError> {
    let set = read(SET)?;
    let page = set.page.iter().find(|page| page.name == name);
    let page = page.ok_or(SimError::NoSuchSet)?;
    let drawn_dpi = match view {
        View::Scanned { dpi } => dpi.max(FEEDER_DPI / 4),
        View::Photographed => DRAWN_DPI,
    };
    let drawn = draw(page, &set.watermark, seed, drawn_dpi);
    let (worn, dpi) = match view {
        View::Scanned { dpi } => {
            let bed = [210.0, 297.0].map(|mm| (mm * f32::from(dpi) / 25.4_f32).round() as u32);
            (wear::scanned(&drawn, bed.into(), dpi, seed), Some(dpi))
        }
        View::Photographed => (wear::photographed(&drawn, SENSOR, seed), None),
    };
    let lines: Vec<&str> = page.text.iter().map(|text| text.text.trim()).collect();
    let stamps = page.stamp.iter().map(|stamp| Stamped {
        at_mm: stamp.at,
        radius_mm: stamp.radius,
        ink: stamp.ink,
    });
    Ok(Specimen {
        picture: jpeg(&worn.picture, 90)?,
        dpi,
        text: lines.join("\n"),
        size_mm: page.size,
        corners: worn.corners,
        skew_deg: worn.skew_deg,
        stamps: stamps.collect(),
    })
}
