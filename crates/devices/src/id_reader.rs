//! The document reader as the rest of the kit sees it: whatever was swiped or scanned, told apart by its content.
//!
//! Must never guess: a zone whose check digits disagree is garbled, not "nearly right"; the administrator types it then.

use std::{fmt, time::Duration};

use crate::{cancel::Cancel, error::DeviceError, sighting::Sighting};

/// A reader of machine readable zones and barcodes.
pub trait LineReader: Send + fmt::Debug {
    /// Looks at the device; takes nothing out of it.
    fn sight(&mut self) -> Sighting;

    /// Waits at most `patience` for the next reading; `None` means that nobody presented anything.
    ///
    /// # Errors
    /// [`DeviceError::Gone`] when the cable is pulled: further calls look for it again, with growing pauses.
    /// [`DeviceError::Garbled`] for a frame that is no reading; [`DeviceError::Cancelled`].
    fn read(&mut self, patience: Duration, cancel: &Cancel)
    -> Result<Option<Reading>, DeviceError>;
}

/// What was presented to the reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading {
    /// A machine readable zone whose check digits agree.
    Mrz(MrzReading),
    /// Any other printable text: a barcode or a QR code.
    Barcode(BarcodeReading),
}

/// The lines of a machine readable zone, as printed (ICAO 9303-3 4.1).
#[derive(Clone, PartialEq, Eq)]
pub struct MrzReading {
    /// Three lines of 30 (TD1), two of 36 (TD2) or two of 44 (TD3).
    pub lines: Vec<String>,
}

impl fmt::Debug for MrzReading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MrzReading({} lines)", self.lines.len())
    }
}

/// The text of a barcode or a QR code, without control characters.
#[derive(Clone, PartialEq, Eq)]
pub struct BarcodeReading {
    /// The text, at most 4 KiB. What it means is not for this crate: a share code of Diia is as opaque as any other.
    pub text: String,
    /// How it was printed, where the reader says so.
    pub symbology: Option<Symbology>,
}

/// Families of codes (ISO/IEC 15424).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Symbology {
    /// QR code.
    Qr,
    /// Data Matrix.
    DataMatrix,
    /// PDF417.
    Pdf417,
    /// Aztec code.
    Aztec,
    /// Any code of bars in one line, or one that is rare.
    Linear,
}

impl fmt::Debug for BarcodeReading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BarcodeReading({} bytes)", self.text.len())
    }
}
