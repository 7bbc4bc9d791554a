//! The scanner as the rest of the kit sees it: an order goes in, pages come out one by one.
//!
//! Must never collect pages before handing them over: a jam on page 4 keeps pages 1 to 3 (I11).

use std::{fmt, time::Duration};

use serde::{Deserialize, Serialize};

use crate::{cancel::Cancel, error::DeviceError, sighting::Sighting};

/// A document scanner.
pub trait Scanner: Send + fmt::Debug {
    /// Looks at the device; takes at most a few seconds and moves no paper.
    fn sight(&mut self) -> Sighting;

    /// Scans until the paper ends, the sink says [`Flow::Stop`] or the order's limits are reached. Each page reaches `sink`
    /// before the next is drawn.
    ///
    /// # Errors
    /// Any [`DeviceError`]; pages that `sink` has seen stay valid.
    fn scan(
        &mut self,
        order: &ScanOrder,
        sink: &mut dyn FnMut(ScannedPage) -> Flow,
    ) -> Result<ScanSummary, DeviceError>;
}

/// Where the paper lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ScanSource {
    /// The feeder, until it is empty.
    Feeder,
    /// The feeder, both sides of every sheet: front, back, front, back. The order's limit counts sides.
    FeederBothSides,
    /// The glass: exactly one page.
    Platen,
}

impl ScanSource {
    /// Whether sheets are drawn in.
    #[must_use]
    pub fn is_fed(self) -> bool {
        match self {
            Self::Feeder | Self::FeederBothSides => true,
            Self::Platen => false,
        }
    }
}

/// Colour or grey.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Colour {
    /// 24-bit colour.
    Colour,
    /// 8-bit grey.
    Grey,
}

/// What to scan and how long to wait for it.
#[derive(Debug, Clone)]
pub struct ScanOrder {
    /// Feeder or glass.
    pub source: ScanSource,
    /// Colour or grey.
    pub colour: Colour,
    /// Wished resolution; the device's next finer one is used, or its finest.
    pub dpi: u16,
    /// Stop after this many pages.
    pub max_pages: u32,
    /// A page larger than this many bytes is refused.
    pub max_page_bytes: u64,
    /// The watchdog: longest wait for one page.
    pub page_deadline: Duration,
    /// Stops the scan at once.
    pub cancel: Cancel,
}

impl Default for ScanOrder {
    fn default() -> Self {
        Self {
            source: ScanSource::Feeder,
            colour: Colour::Colour,
            dpi: 200,
            max_pages: 100,
            max_page_bytes: 32 << 20,
            page_deadline: Duration::from_secs(60),
            cancel: Cancel::new(),
        }
    }
}

/// Encoding of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PageFormat {
    /// JPEG, ISO/IEC 10918-1.
    Jpeg,
    /// PNG, ISO/IEC 15948.
    Png,
}

impl PageFormat {
    /// Tells the format by the first bytes, whatever the device calls it.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Option<Self> {
        if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
            Some(Self::Jpeg)
        } else if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
            Some(Self::Png)
        } else {
            None
        }
    }
}

/// One page as it left the scanner. Only the first bytes were looked at: the picture itself is still untrusted.
#[derive(Clone, PartialEq, Eq)]
pub struct ScannedPage {
    /// The encoded picture.
    pub bytes: Vec<u8>,
    /// Its encoding.
    pub format: PageFormat,
    /// Resolution it was scanned at, dots per inch.
    pub dpi: u16,
}

impl fmt::Debug for ScannedPage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "ScannedPage({:?}, {} bytes, {} dpi)",
            self.format,
            self.bytes.len(),
            self.dpi
        )
    }
}

/// Whether the receiver of pages wants more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flow {
    /// Draw the next page.
    Continue,
    /// Enough; end without an error.
    Stop,
}

/// How a scan ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScanSummary {
    /// Pages handed over.
    pub pages: u32,
    /// Resolution that was used, dots per inch.
    pub dpi: u16,
}
