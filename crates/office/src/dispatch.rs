//! What the centre sends back to a kit, in the office's own words: news of applications, visits to come, drafts that return.
//!
//! Everything here was signed by a coordinator and opened by the kit's mailbox before it became one of these types.

use crate::command::RecordId;
use crate::id::{CommunityId, DispatchId, ServiceId, VisitId};
use crate::number::Number;
use crate::person::{PersonField, PersonalText};
use crate::visit::{Basis, VisitField};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// What is said about an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NewsKind {
    /// It stands in the official register; the words are its number there.
    Registered,
    /// An answer to pass on.
    Answer,
    /// Something is wanted: a paper, a correction.
    Wanted,
}

impl NewsKind {
    /// Its name in locale keys: `news-KEY`.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Registered => "registered",
            Self::Answer => "answer",
            Self::Wanted => "wanted",
        }
    }
}

/// News of an application.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct News {
    /// When it was sent, ISO 8601.
    pub day: String,
    /// Its number.
    pub number: Number,
    /// What is said.
    pub kind: NewsKind,
    /// The words.
    pub words: PersonalText,
}

/// A visit that the centre plans. `Debug` names nobody (I12).
#[derive(Clone, PartialEq, Eq)]
pub struct PlannedVisit {
    /// Its folder's name, drawn by the kit.
    pub id: VisitId,
    /// Whose letterhead and recipients.
    pub community: CommunityId,
    /// The day, ISO 8601.
    pub day: String,
    /// Why the office comes.
    pub basis: Basis,
    /// Services that are wanted.
    pub services: Vec<ServiceId>,
    /// Person and address.
    pub person: BTreeMap<PersonField, String>,
    /// Caller and notes.
    pub texts: BTreeMap<VisitField, String>,
}

impl fmt::Debug for PlannedVisit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PlannedVisit({})", self.id)
    }
}

/// What came.
#[derive(Clone, Debug)]
pub enum Dispatched {
    /// News of applications.
    News(Vec<News>),
    /// Visits; answered with [`crate::Effect::Taken`] behind the saving of the last.
    Visits {
        /// Which dispatch brought them.
        dispatch: DispatchId,
        /// The visits.
        visits: Vec<PlannedVisit>,
    },
    /// Records that are on the kit again: they lie encrypted under this vault already.
    Returned(Vec<(RecordId, Vec<u8>)>),
}
