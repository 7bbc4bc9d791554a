//! Papers of the office's day: the sheet of the route ahead and the journal of numbers.
//!
//! Never for a resident. A trip sheet names people at home, so it holds the route that lies ahead and no other visit; the
//! journal of a kit knows numbers and days only.

use crate::id::CommunityId;
use crate::label::Label;
use crate::snapshot::JournalLine;
use crate::visit::Basis;
use serde::{Deserialize, Serialize};
use std::fmt;

/// See [`super::Paper::TripSheet`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TripSheetPaper {
    /// Whose letterhead: the community of the first stop.
    pub community: CommunityId,
    /// Local date, `21.11.2026`.
    pub date: String,
    /// Who goes.
    pub administrator: String,
    /// The stops in the order of the route.
    pub stops: Vec<TripStop>,
}

/// One stop of a route. `Debug` names nobody (I12).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TripStop {
    /// Whose matter it is.
    pub applicant: String,
    /// Where.
    pub address: String,
    /// Whom to ring before: the applicant's number, and who called with theirs.
    pub phones: Vec<String>,
    /// On what ground the office comes.
    pub basis: Basis,
    /// What is wanted.
    pub services: Vec<Label>,
    /// What to know at the door.
    pub notes: String,
}

impl fmt::Debug for TripStop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TripStop(..)")
    }
}

/// See [`super::Paper::Journal`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JournalPaper {
    /// First local day, ISO 8601.
    pub from: String,
    /// Last local day, ISO 8601.
    pub until: String,
    /// The numbers, the oldest first.
    pub lines: Vec<JournalLine>,
    /// Whose kit it is.
    pub administrator: String,
}
