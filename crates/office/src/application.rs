//! An application while it is being filled in: answers, documents, consent, number. Sealing ends it.

use crate::document::Document;
use crate::id::{ApplicationId, ServiceId, VisitId};
use crate::number::Number;
use crate::time::Moment;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How far an application has come. Only forward, but for a correction before it is signed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Being filled in.
    #[default]
    Filling,
    /// Read over with the resident, who consented; it has its number and may be printed.
    Reviewed,
    /// The signed sheet is scanned and bound.
    Signed,
    /// Being sealed.
    Sealing,
    /// Sealed: the kit cannot open it.
    Sealed,
}

/// The resident's consent to the processing of their data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentGiven {
    /// Version of the text that was read out.
    pub version: String,
    /// When.
    pub at: Moment,
}

/// The draft of an application.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Application {
    /// Its name.
    pub id: ApplicationId,
    /// The visit it belongs to.
    pub visit: VisitId,
    /// The service asked for.
    pub service: ServiceId,
    /// Grows with every change; autosave acknowledges it.
    pub revision: u64,
    /// How far it has come.
    pub stage: Stage,
    /// When it was begun.
    pub started: Moment,
    /// The form's instance as XML; empty before the first answer.
    #[serde(default)]
    pub instance: String,
    /// Its documents, the signed sheet among them.
    #[serde(default)]
    pub documents: Vec<Document>,
    /// The consent.
    #[serde(default)]
    pub consent: Option<ConsentGiven>,
    /// The number that was drawn when it was first printed.
    #[serde(default)]
    pub number: Option<Number>,
    /// Findings that were overridden, with the reason.
    #[serde(default)]
    pub overrides: BTreeMap<String, String>,
}

impl Application {
    /// The document under `key`, if any page or mark was given to it.
    #[must_use]
    pub fn document(&self, key: &str) -> Option<&Document> {
        self.documents.iter().find(|document| document.key.0 == key)
    }

    /// Pages of all documents together.
    #[must_use]
    pub fn page_count(&self) -> usize {
        self.documents
            .iter()
            .map(|document| document.pages.len())
            .sum()
    }
}
