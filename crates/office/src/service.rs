//! A service of the catalogue as the office needs it: names, flags, checklist, form, consent.

use crate::id::{DocumentKey, ServiceId};
use crate::label::Label;
use serde::{Deserialize, Serialize};

/// An administrative service and its information card, checked by the catalogue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Service {
    /// The Guide's identifier or the folder's name.
    pub id: ServiceId,
    /// What residents call it.
    pub name: Label,
    /// The authority that decides.
    pub authority: Label,
    /// Fee in words, from the dated card.
    pub fee: Label,
    /// Term in words, from the dated card.
    pub term: Label,
    /// Days after which the resident may ask; calendar days.
    pub ask_after_days: u32,
    /// The checklist.
    pub documents: Vec<DocumentRule>,
    /// Text of the consent to data processing, with its version.
    pub consent: Consent,
    /// The form as an ODK XForm.
    pub xform: String,
    /// True where the card's facts have not been checked against a primary source.
    pub unverified: bool,
}

/// One line of a service's checklist.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentRule {
    /// Key within the service.
    pub key: DocumentKey,
    /// What it is.
    pub name: Label,
    /// Whether the application is incomplete without it (a finding, never a stop).
    pub required: bool,
    /// An answer that makes it needed: path and value; empty path means always.
    #[serde(default)]
    pub when_path: String,
    /// See `when_path`.
    #[serde(default)]
    pub when_value: String,
}

/// A versioned consent text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// Version, sealed with the answer.
    pub version: String,
    /// The text read to the resident.
    pub text: Label,
}
