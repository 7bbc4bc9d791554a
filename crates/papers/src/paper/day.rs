//! Papers of the office's day: the sheet of one trip and the journal of applications.
//! Never for a resident, and never more than the day or the period asked for: lists of people at home are dangerous.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Letterhead;
use super::parts::closed;

closed!(JournalEntry, JournalPaper, TripSheetPaper, TripStop);

/// The route of one day.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TripSheetPaper {
    /// Head of the first page.
    pub letterhead: Letterhead,
    /// The day in words or figures.
    pub day: String,
    /// The kit by its short name.
    pub kit: String,
    /// Who goes: administrators, driver.
    pub crew: Vec<String>,
    /// The vehicle; may be empty.
    pub vehicle: String,
    /// The stops in the order of driving.
    pub stops: Vec<TripStop>,
    /// What to take along: blanks, paper, charged batteries; each prints with a box to tick.
    pub stock: Vec<String>,
    /// What holds for the whole day: curfew, roads.
    pub notes: String,
}

/// One stop of a trip.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TripStop {
    /// When they are expected.
    pub window: String,
    /// Whose matter it is.
    pub applicant: String,
    /// Where.
    pub address: String,
    /// Whom to ring before: number, and who answers when somebody else.
    pub phone: String,
    /// On what ground the visit is made at home.
    pub basis: String,
    /// The services wanted.
    pub services: Vec<String>,
    /// What to know at the door: floor, dog, hearing.
    pub notes: String,
}

/// The journal of applications over a period.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct JournalPaper {
    /// Head of the first page.
    pub letterhead: Letterhead,
    /// The period in words or figures.
    pub period: String,
    /// The entries in the order of taking.
    pub entries: Vec<JournalEntry>,
}

/// One application in the journal. What is empty stays free for writing by hand.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct JournalEntry {
    /// Date and time of taking.
    pub taken_at: String,
    /// Number of the intake in groups.
    pub number: String,
    /// The official number.
    pub official_number: String,
    /// Number of the service in the national guide.
    pub service_code: String,
    /// Name of the service.
    pub service: String,
    /// Whose matter it is.
    pub applicant: String,
    /// Who spoke for them and on what ground.
    pub representative: String,
    /// Address in one line.
    pub address: String,
    /// Telephone.
    pub phone: String,
    /// Count of documents and of sheets, in words.
    pub documents: String,
    /// Where it was taken: centre, remote place, visit, with the codifier's code.
    pub place: String,
    /// Who took it.
    pub administrator: String,
    /// The body that decides.
    pub authority: String,
    /// When it was handed to that body.
    pub handed_on: String,
    /// The last day of the term.
    pub due_on: String,
    /// The last day after a prolongation.
    pub extended_to: String,
    /// Date, number and kind of the result.
    pub result: String,
    /// Date and way of telling.
    pub notified: String,
    /// Date and way of handing over, or the number of the posting.
    pub issued: String,
    /// Anything else.
    pub remarks: String,
}
