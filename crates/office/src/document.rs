//! Documents of an application and their pages. Office holds references; the bytes are the station's.

use crate::id::{DocumentKey, PageId};
use serde::{Deserialize, Serialize};

/// The checklist key under which the sheet signed in ink is bound to its application.
pub const SIGNED_SHEET: &str = "signed-application";

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
}
