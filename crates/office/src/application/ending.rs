//! How an application ends, or waits, other than by a seal over a signature.

use crate::number::Number;
use crate::person::PersonalText;
use crate::time::Moment;
use serde::{Deserialize, Serialize};

/// A person at the kit refused to accept an application. Rules never do that (I15).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusalToAccept {
    /// The ground, by its code in the service card; `other` where only the words say it.
    pub ground: String,
    /// What was said to the resident.
    pub words: PersonalText,
    /// Who refused.
    pub by: String,
    /// When.
    pub at: Moment,
}

/// Why an application is put off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PostponeGround {
    /// The applicant can not sign, and nobody else may.
    CannotSign,
    /// A paper is missing that somebody will bring.
    PaperMissing,
    /// The applicant is not well enough.
    Unwell,
    /// An alarm.
    Alarm,
    /// Something else, said in the proposal.
    Other,
}

impl PostponeGround {
    /// Every ground in the order a screen offers them.
    pub const ALL: [Self; 5] = [
        Self::CannotSign,
        Self::PaperMissing,
        Self::Unwell,
        Self::Alarm,
        Self::Other,
    ];

    /// Its name in data and locale keys.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::CannotSign => "cannot_sign",
            Self::PaperMissing => "paper_missing",
            Self::Unwell => "unwell",
            Self::Alarm => "alarm",
            Self::Other => "other",
        }
    }
}

/// An application that waits for another day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Postponement {
    /// Why.
    pub ground: PostponeGround,
    /// What is proposed: a notary, a representative, another day.
    pub proposal: PersonalText,
    /// When it was put off.
    pub at: Moment,
}

/// An application that was begun and given up. Its number, if it had one, is void and never used again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Void {
    /// Its number; `None` where nothing was printed.
    pub number: Option<Number>,
    /// Why.
    pub reason: PersonalText,
    /// When.
    pub at: Moment,
}
