//! A dossier: an application frozen for sealing. What the coordinator opens is exactly this, in canonical JSON.
//!
//! The shape is versioned by `format`; fields may be added, never renamed or reused (I14).

mod inventory;
mod journal;
mod report;

pub use journal::{JournalRow, Outcome};
pub use report::Counts;

use crate::application::{ConsentGiven, FeeProof, Matter, Postponement, RefusalToAccept, Void};
use crate::document::{FEE_PROOF, Form, PageRef, SIGNED_SHEET};
use crate::form::Answer;
use crate::id::{ApplicationId, CommunityId, DocumentKey, ServiceId, VisitId};
use crate::label::Label;
use crate::number::Number;
use crate::person::{Person, PersonField, PersonalText};
use crate::service::Due;
use crate::time::{ClockSource, Moment};
use crate::visit::{
    Basis, Feedback, IdentityCheck, IdentityChecked, Notice, Request, ResultWay, Signature, Signer,
    VisitState,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// A frozen application: `summary.json` of the summary part. `Debug` names it only (I12).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dossier {
    /// Version of this shape: 1.
    pub format: u32,
    /// What it is about, and the number of the sealed application that it belongs to.
    #[serde(default)]
    pub matter: Matter,
    /// The application's inner name.
    pub application: ApplicationId,
    /// The visit; applications of one visit carry the same.
    pub visit: VisitId,
    /// The number on the slip.
    pub number: Number,
    /// Community whose matter it is.
    pub community: CommunityId,
    /// Service asked for.
    pub service: ServiceId,
    /// Its name, so that the coordinator needs no catalogue to read it.
    pub service_name: Label,
    /// The authority that decides, for the inventory.
    #[serde(default)]
    pub authority: Label,
    /// The term in the words of the card.
    #[serde(default)]
    pub term: Label,
    /// The last day of the term as it was told, `04.12.2026`; empty where the card has several terms or none.
    #[serde(default)]
    pub last_day: String,
    /// Why the office came.
    pub basis: Basis,
    /// How the visit stood: a report says what it came to.
    #[serde(default)]
    pub visit_state: VisitState,
    /// The words with which the visit was broken off.
    #[serde(default)]
    pub visit_reason: PersonalText,
    /// When and how the visit was asked for, where it was.
    #[serde(default)]
    pub request: Option<Request>,
    /// When the office arrived.
    pub arrived: Moment,
    /// When this application was begun.
    pub started: Moment,
    /// When it was finished.
    pub finished: Moment,
    /// Where these times come from.
    #[serde(default)]
    pub clock: ClockSource,
    /// Who called, what they are to the applicant, the representative, notes: by [`crate::visit::VisitField`] key.
    pub visit_texts: BTreeMap<String, String>,
    /// Whose matter it is.
    pub applicant: Person,
    /// Who signed.
    pub signer: Signer,
    /// How the identity was checked.
    pub identity_check: IdentityCheck,
    /// Every check of an identity on this visit.
    #[serde(default)]
    pub identity_log: Vec<IdentityChecked>,
    /// How the resident wants to be told.
    pub notice: Notice,
    /// How the resident wants to receive the result.
    #[serde(default)]
    pub result_way: ResultWay,
    /// Whether the resident asked for large print.
    #[serde(default)]
    pub large_print: bool,
    /// How it was signed.
    #[serde(default)]
    pub signature: Signature,
    /// The answers in words, in the form's order.
    pub answers: Vec<Answer>,
    /// The form's instance as ODK XML, for machines.
    pub instance: String,
    /// The documents and the digests of their pages.
    pub documents: Vec<SealedDocument>,
    /// The consent.
    pub consent: Option<ConsentGiven>,
    /// The fee, the fund it goes to and its proof.
    #[serde(default)]
    pub fee: SealedFee,
    /// The ground on which a person refused to accept it.
    #[serde(default)]
    pub refusal: Option<RefusalToAccept>,
    /// Applications of this visit that wait for another day, by service.
    #[serde(default)]
    pub postponed: Vec<(ServiceId, Postponement)>,
    /// Applications of this visit that were begun and given up, with their void numbers.
    #[serde(default)]
    pub voids: Vec<Void>,
    /// The two questions that the resident was asked.
    #[serde(default)]
    pub feedback: Feedback,
    /// Overridden findings with their reasons.
    pub overrides: BTreeMap<String, String>,
    /// Findings that stood when it was finished, by key: the coordinator sees them first.
    pub findings: Vec<String>,
    /// The name of the administrator as the profile has it.
    pub administrator: String,
}

/// One document of a dossier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedDocument {
    /// Key in the checklist.
    pub key: DocumentKey,
    /// What it is.
    pub name: Label,
    /// Original, copy or seen.
    pub form: Form,
    /// File of the pages part that holds it, `02-lease.pdf`; empty where it was only seen.
    pub file: String,
    /// Its pages.
    pub pages: Vec<PageRef>,
    /// Sheets of paper; 0 in a dossier of before they were counted apart from pages.
    #[serde(default)]
    pub sheets: u32,
}

/// The fee as the resident was told it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedFee {
    /// The fee in words, from the dated card.
    #[serde(default)]
    pub words: Label,
    /// In which case it is due so, as the card says it.
    #[serde(default)]
    pub tariff: Label,
    /// What was due on the day, with the base that it was reckoned from; `None` where nothing was.
    #[serde(default)]
    pub due: Option<Due>,
    /// The account that it goes to, by its key in the community's profile.
    #[serde(default)]
    pub fund: String,
    /// How it stands.
    #[serde(default)]
    pub proof: FeeProof,
}

impl SealedDocument {
    /// The signed sheet and the proof of payment: papers of the office, which no inventory lists.
    #[must_use]
    pub fn is_of_the_office(&self) -> bool {
        matches!(self.key.0.as_str(), SIGNED_SHEET | FEE_PROOF)
    }
}

impl Dossier {
    /// The settlement: its code in the codifier, or its name as written.
    #[must_use]
    pub fn place(&self) -> &str {
        match self.applicant.text(PersonField::SettlementCode) {
            "" => self.applicant.text(PersonField::Settlement),
            code => code,
        }
    }
}

impl fmt::Debug for Dossier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Dossier({}, {})", self.application, self.matter.key())
    }
}
