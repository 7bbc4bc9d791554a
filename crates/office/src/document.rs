//! Documents of an application and their pages. Office holds references; the bytes are the station's.

use crate::id::{DocumentKey, PageId};
use serde::{Deserialize, Serialize};

/// The checklist key under which the sheet signed in ink is bound to its application.
pub const SIGNED_SHEET: &str = "signed-application";

/// The key under which the proof of payment is scanned.
pub const FEE_PROOF: &str = "fee-proof";

/// A page that lies encrypted in the store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageRef {
    /// Its name.
    pub id: PageId,
    /// SHA-256 of the cleaned page, hexadecimal.
    pub digest: String,
    /// Bytes of the cleaned page.
    pub size: u64,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Quarter turns to the right that a person added.
    #[serde(default)]
    pub turns: u8,
    /// What the cleaning noticed: nothing, or that the page seems blank.
    #[serde(default)]
    pub looks_blank: bool,
    /// The page of the same application that it seems to be, scanned twice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub looks_like: Option<PageId>,
}

/// Whether a paper was original, copy, or only seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// The original was inspected, scanned and given back.
    #[default]
    Original,
    /// A copy was handed over.
    Copy,
    /// It was seen and not scanned.
    Seen,
}

/// One document of an application.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Which line of the checklist it answers.
    pub key: DocumentKey,
    /// Original, copy or seen.
    #[serde(default)]
    pub form: Form,
    /// Its pages in order.
    #[serde(default)]
    pub pages: Vec<PageRef>,
    /// Sheets of paper where they are not as many as the pages: both sides of a sheet were scanned, or none.
    #[serde(default)]
    pub sheets: Option<u32>,
}

impl Document {
    /// Nothing of it yet.
    #[must_use]
    pub fn new(key: DocumentKey) -> Self {
        Self {
            key,
            form: Form::default(),
            pages: Vec::new(),
            sheets: None,
        }
    }

    /// Sheets of paper, for the inventory.
    #[must_use]
    pub fn sheet_count(&self) -> u32 {
        self.sheets
            .unwrap_or_else(|| u32::try_from(self.pages.len()).unwrap_or(u32::MAX))
    }

    /// Whether it was handed over or seen at all.
    #[must_use]
    pub fn is_there(&self) -> bool {
        !self.pages.is_empty() || self.form == Form::Seen
    }
}
