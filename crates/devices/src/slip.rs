//! The slip printer as the rest of the kit sees it: a black-and-white picture goes in, a strip of paper comes out.
//!
//! Must never print text by the printer's own letters: only a raster is right in Ukrainian on every model.

use std::{fmt, time::Duration};

use crate::{cancel::Cancel, error::DeviceError, sighting::Sighting};

/// A thermal printer for slips.
pub trait SlipPrinter: Send + fmt::Debug {
    /// Looks at the device; prints nothing.
    fn sight(&mut self) -> Sighting;

    /// Width of the print line, in dots. A narrower raster is centred, a wider one refused.
    fn width_dots(&self) -> u16;

    /// Prints one slip, feeds and cuts.
    ///
    /// # Errors
    /// Any [`DeviceError`]. A printer that cannot answer reports only what its cable reports.
    fn print(&mut self, order: &SlipOrder) -> Result<(), DeviceError>;
}

/// What to print and how long to wait for it.
#[derive(Debug, Clone)]
pub struct SlipOrder {
    /// The picture.
    pub raster: Raster,
    /// Longest wait until the strip is out.
    pub deadline: Duration,
    /// Stops between two bands.
    pub cancel: Cancel,
}

impl SlipOrder {
    /// This picture, with thirty seconds of patience.
    #[must_use]
    pub fn new(raster: Raster) -> Self {
        Self {
            raster,
            deadline: Duration::from_secs(30),
            cancel: Cancel::new(),
        }
    }
}

/// A picture of black and white dots: rows from the top, each `width / 8` bytes, leftmost dot in the highest bit, 1 = black.
#[derive(Clone, PartialEq, Eq)]
pub struct Raster {
    width: u16,
    height: u16,
    bits: Vec<u8>,
}

impl Raster {
    /// The picture, or nothing unless `width` is a positive multiple of 8 and `bits` holds exactly `width / 8 * height` bytes.
    #[must_use]
    pub fn new(width: u16, height: u16, bits: Vec<u8>) -> Option<Self> {
        let fits = width > 0
            && width.is_multiple_of(8)
            && bits.len() == usize::from(width / 8) * usize::from(height);
        fits.then_some(Self {
            width,
            height,
            bits,
        })
    }

    /// Width in dots.
    #[must_use]
    pub fn width(&self) -> u16 {
        self.width
    }

    /// Height in dots.
    #[must_use]
    pub fn height(&self) -> u16 {
        self.height
    }

    /// The rows, each `width / 8` bytes.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = &[u8]> {
        self.bits.chunks_exact(usize::from(self.width / 8))
    }
}

impl fmt::Debug for Raster {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Raster({} x {} dots)", self.width, self.height)
    }
}
