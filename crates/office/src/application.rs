//! An application while it is being filled in: answers, documents, consent, number. Sealing ends it.

mod consent;
mod corner;
mod ending;
mod fee;
mod matter;

pub use consent::ConsentGiven;
pub use corner::{CornerEnd, CornerStay};
pub use ending::{PostponeGround, Postponement, RefusalToAccept, Void};
pub use fee::FeeProof;
pub use matter::{Kin, Kinship, Matter};

use crate::document::Document;
use crate::id::{ApplicationId, ServiceId, VisitId};
use crate::number::Number;
use crate::person::PersonalText;
use crate::time::Moment;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

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

/// The draft of an application. `Debug` names it and its stage only (I12).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Application {
    /// Its name.
    pub id: ApplicationId,
    /// The visit it belongs to.
    pub visit: VisitId,
    /// The service asked for; empty where none is (a report of a visit, or a paper about an application of another day).
    pub service: ServiceId,
    /// What it is about.
    #[serde(default)]
    pub matter: Matter,
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
    /// How the fee stands.
    #[serde(default)]
    pub fee: FeeProof,
    /// A person refused to accept it.
    #[serde(default)]
    pub refusal: Option<RefusalToAccept>,
    /// It waits for another day.
    #[serde(default)]
    pub postponed: Option<Postponement>,
    /// The resident filled it in alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corner: Option<CornerStay>,
    /// It was given up for this reason and only its rows are still there.
    #[serde(default)]
    pub given_up: Option<PersonalText>,
    /// Findings that were overridden, with the reason.
    #[serde(default)]
    pub overrides: BTreeMap<String, String>,
}

impl Application {
    /// An empty draft.
    #[must_use]
    pub fn new(
        id: ApplicationId,
        visit: VisitId,
        service: ServiceId,
        matter: Matter,
        started: Moment,
    ) -> Self {
        Self {
            id,
            visit,
            service,
            matter,
            revision: 0,
            stage: Stage::Filling,
            started,
            instance: String::new(),
            documents: Vec::new(),
            consent: None,
            number: None,
            fee: FeeProof::default(),
            refusal: None,
            postponed: None,
            corner: None,
            given_up: None,
            overrides: BTreeMap::new(),
        }
    }

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

    /// Whether a resident has to sign it before it may be sealed.
    #[must_use]
    pub fn needs_signature(&self) -> bool {
        self.refusal.is_none() && self.matter.is_signed()
    }
}

impl fmt::Debug for Application {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Application({}, {}, {:?})",
            self.id,
            self.matter.key(),
            self.stage
        )
    }
}
