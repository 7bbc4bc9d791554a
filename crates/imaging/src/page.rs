//! A page as pixels, and the limits within which anything becomes one.
//! Never larger than its limits; `Debug` shows its size alone (I12).

use std::fmt;

use image::RgbImage;
use serde::{Deserialize, Serialize};

/// How much a worker takes in. Everything beyond is refused before it is allocated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// Bytes of a file.
    pub file_bytes: usize,
    /// Pixels of a page.
    pub page_pixels: u64,
    /// Pages of a PDF.
    pub pages: usize,
}

impl Default for Limits {
    /// 40 MiB, a colour A4 at 600 dpi with a margin, 40 pages.
    fn default() -> Self {
        Self {
            file_bytes: 40 << 20,
            page_pixels: 40_000_000,
            pages: 40,
        }
    }
}

/// Longest side of any page in pixels: JPEG and PDF readers stop at 65 535.
pub(crate) const LONGEST_SIDE: u32 = 30_000;

/// Resolutions outside this range are a mistake of the device or the file.
const DPI: std::ops::RangeInclusive<u16> = 30..=2400;

/// The long side of A4 in inches: what a page of unknown resolution is taken to be.
const A4_LONG_INCHES: f64 = 297.0 / 25.4;

/// No sheet of an office is longer: A2.
const LONGEST_INCHES: f64 = 24.0;

/// Why bytes are no page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// More bytes than the limit.
    #[error("the picture has more bytes than allowed")]
    TooManyBytes,
    /// More pixels than the limit, or a side beyond 30 000.
    #[error("the picture has more pixels than allowed")]
    TooManyPixels,
    /// Neither JPEG nor PNG.
    #[error("the picture is neither JPEG nor PNG")]
    UnknownFormat,
    /// The bytes do not hold what they promise.
    #[error("the picture is damaged")]
    Damaged,
    /// A side is zero, or the pixels do not fill the size.
    #[error("the picture has no such size")]
    WrongSize,
}

/// One page: RGB pixels and their resolution.
#[derive(Clone, PartialEq, Eq)]
pub struct Page {
    pub(crate) pixels: RgbImage,
    pub(crate) dpi: u16,
    /// Whether the resolution is that of a scanner, and not fitted.
    pub(crate) is_measured: bool,
    /// The resolution of the file, where reading it has reduced it.
    pub(crate) finer_dpi: Option<u16>,
}

impl fmt::Debug for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Page({} x {} at {} dpi)",
            self.width_px(),
            self.height_px(),
            self.dpi
        )
    }
}

impl Page {
    /// A page from rows of red, green, blue bytes, top row first.
    ///
    /// # Errors
    /// The bytes do not fill `width_px` x `height_px`, or the size is beyond the limits.
    pub fn from_rgb(
        width_px: u32,
        height_px: u32,
        dpi: u16,
        rgb: Vec<u8>,
        limits: &Limits,
    ) -> Result<Self, DecodeError> {
        check_size(width_px, height_px, limits)?;
        let pixels = RgbImage::from_raw(width_px, height_px, rgb).ok_or(DecodeError::WrongSize)?;
        Ok(Self::of(pixels, Some(dpi)))
    }

    /// A page from rows of grey bytes, top row first.
    ///
    /// # Errors
    /// As [`Page::from_rgb`].
    pub fn from_grey(
        width_px: u32,
        height_px: u32,
        dpi: u16,
        grey: &[u8],
        limits: &Limits,
    ) -> Result<Self, DecodeError> {
        let rgb = grey.iter().flat_map(|&shade| [shade; 3]).collect();
        Self::from_rgb(width_px, height_px, dpi, rgb, limits)
    }

    /// A page whose resolution is believed if it is possible, and otherwise fits the long side to A4.
    pub(crate) fn of(pixels: RgbImage, dpi: Option<u16>) -> Self {
        let long = pixels.width().max(pixels.height());
        let fitted = (f64::from(long) / A4_LONG_INCHES)
            .round()
            .clamp(30.0, 2400.0) as u16;
        let measured = measured_dpi(long, dpi);
        Self {
            dpi: measured.unwrap_or(fitted),
            is_measured: measured.is_some(),
            finer_dpi: None,
            pixels,
        }
    }

    /// A page that was made smaller while it was read.
    pub(crate) fn reduced(pixels: RgbImage, from_dpi: u16, dpi: u16) -> Self {
        Self {
            pixels,
            dpi,
            is_measured: true,
            finer_dpi: Some(from_dpi),
        }
    }

    /// The same pixels at the resolution the scanner was ordered to scan with.
    #[must_use]
    pub fn at_dpi(self, dpi: u16) -> Self {
        if DPI.contains(&dpi) {
            Self {
                dpi,
                is_measured: true,
                ..self
            }
        } else {
            self
        }
    }

    /// Pixels in a row.
    #[must_use]
    pub fn width_px(&self) -> u32 {
        self.pixels.width()
    }

    /// Rows.
    #[must_use]
    pub fn height_px(&self) -> u32 {
        self.pixels.height()
    }

    /// Dots per inch, 30 to 2400.
    #[must_use]
    pub fn dpi(&self) -> u16 {
        self.dpi
    }

    /// Red, green, blue bytes, top row first.
    #[must_use]
    pub fn rgb(&self) -> &[u8] {
        self.pixels.as_raw()
    }
}

/// The resolution of a picture whose long side has `long` pixels, if it is possible: cameras note one that would make a
/// page a poster.
pub(crate) fn measured_dpi(long: u32, dpi: Option<u16>) -> Option<u16> {
    dpi.filter(|dpi| DPI.contains(dpi) && f64::from(long) <= f64::from(*dpi) * LONGEST_INCHES)
}

/// Refuses a size before anything is allocated for it.
pub(crate) fn check_size(width: u32, height: u32, limits: &Limits) -> Result<(), DecodeError> {
    if width == 0 || height == 0 {
        Err(DecodeError::WrongSize)
    } else if width.max(height) > LONGEST_SIDE
        || u64::from(width) * u64::from(height) > limits.page_pixels
    {
        Err(DecodeError::TooManyPixels)
    } else {
        Ok(())
    }
}
