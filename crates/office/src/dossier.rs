//! A dossier: an application frozen for sealing. What the coordinator opens is exactly this, in canonical JSON.
//!
//! The shape is versioned by `format`; fields may be added, never renamed or reused (I14).

use crate::application::ConsentGiven;
use crate::document::{Form, PageRef};
use crate::form::Answer;
use crate::id::{ApplicationId, CommunityId, DocumentKey, ServiceId, VisitId};
use crate::label::Label;
use crate::number::Number;
use crate::person::Person;
use crate::time::Moment;
use crate::visit::{Basis, IdentityCheck, Notice, Signer};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A frozen application: `summary.json` of the summary part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dossier {
    /// Version of this shape: 1.
    pub format: u32,
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
    /// Why the office came.
    pub basis: Basis,
    /// When the office arrived.
    pub arrived: Moment,
    /// When this application was begun.
    pub started: Moment,
    /// When it was finished.
    pub finished: Moment,
    /// Who called, what they are to the applicant, the representative, notes: by [`crate::visit::VisitField`] key.
    pub visit_texts: BTreeMap<String, String>,
    /// Whose matter it is.
    pub applicant: Person,
    /// Who signed.
    pub signer: Signer,
    /// How the identity was checked.
    pub identity_check: IdentityCheck,
    /// How the resident wants to be told and to receive the result.
    pub notice: Notice,
    /// The answers in words, in the form's order.
    pub answers: Vec<Answer>,
    /// The form's instance as ODK XML, for machines.
    pub instance: String,
    /// The documents and the digests of their pages.
    pub documents: Vec<SealedDocument>,
    /// The consent.
    pub consent: Option<ConsentGiven>,
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
}
