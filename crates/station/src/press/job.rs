//! What a worker is asked and what it gives back. A job names no file: its bytes follow it.

use imaging::{CleanPage, PageRecord, Settings};
use papers::Sheet;
use serde::{Deserialize, Serialize};

/// One job, followed on the wire by the bytes it is about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Job {
    /// Clean one picture that a scanner or camera gave. The resolution is what the scanner was ordered, 0 where unknown.
    Clean {
        /// Dots per inch.
        dpi: u16,
        /// How.
        settings: Settings,
    },
    /// Clean every page of a PDF.
    CleanPdf {
        /// How.
        settings: Settings,
    },
    /// Bind clean pages into one PDF, each turned so many quarters.
    Bind {
        /// The pages: record, length of the bytes, quarter turns.
        pages: Vec<(PageRecord, u64, u8)>,
    },
    /// Set a paper on A4.
    Typeset(Box<Sheet>),
    /// Set a paper on a roll so many dots wide.
    Raster {
        /// Which.
        sheet: Box<Sheet>,
        /// Dots a line.
        dots: u32,
    },
}

impl Job {
    /// The same from the shipped templates; `None` where no others were asked for.
    pub(super) fn with_shipped_templates(&self) -> Option<Self> {
        let mut job = self.clone();
        match &mut job {
            Self::Typeset(sheet) | Self::Raster { sheet, .. } if !sheet.templates.is_empty() => {
                sheet.templates.clear();
                Some(job)
            }
            Self::Typeset(_)
            | Self::Raster { .. }
            | Self::Clean { .. }
            | Self::CleanPdf { .. }
            | Self::Bind { .. } => None,
        }
    }
}

/// Why a job was not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum PressError {
    /// The picture or PDF cannot be read.
    #[error("the file cannot be read as a page")]
    Unreadable,
    /// It has more bytes, pixels or pages than a document may have.
    #[error("the file is too large")]
    TooLarge,
    /// The paper could not be set.
    #[error("the paper could not be set")]
    NotSet,
    /// The child died, hung or answered nonsense.
    #[error("the worker did not finish")]
    Lost,
}

/// A cleaned page and its thumbnail.
#[derive(Clone, Debug, PartialEq)]
pub struct Cleaned {
    /// The page.
    pub page: CleanPage,
    /// A small PNG.
    pub thumbnail: Vec<u8>,
}

/// What came of a job.
#[derive(Clone, Debug, PartialEq)]
pub enum Product {
    /// Cleaned pages in order.
    Pages(Vec<Cleaned>),
    /// Bound pages as a PDF document.
    Pdf(Vec<u8>),
    /// A paper as a PDF document.
    Paper {
        /// The file.
        pdf: Vec<u8>,
        /// What was wrong with an edited template that a shipped one stood in for; it names template and line only.
        notice: Option<String>,
    },
    /// A paper as one bit a dot, rows padded to whole bytes.
    Raster {
        /// Dots a line.
        width: u32,
        /// Lines.
        height: u32,
        /// The rows.
        bits: Vec<u8>,
        /// As of [`Product::Paper`].
        notice: Option<String>,
    },
}

impl Product {
    pub(super) fn set_notice(&mut self, text: &str) {
        match self {
            Self::Paper { notice, .. } | Self::Raster { notice, .. } => {
                *notice = Some(text.to_owned());
            }
            Self::Pages(_) | Self::Pdf(_) => {}
        }
    }
}
