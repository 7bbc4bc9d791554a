//! What became of an application after it was opened: one turn after another, each with its day and who wrote it down.
//! Judges nothing: a turn that comes out of order is written down as it was told.

use serde::{Deserialize, Serialize};

/// How far an application has come.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// It was opened, and nobody has entered it anywhere.
    #[default]
    New,
    /// Something is wanted from the applicant first.
    Returned,
    /// It has its official number.
    Registered,
    /// The authority that decides has it.
    Handed,
    /// The authority has decided.
    Decided,
    /// The applicant was told.
    Told,
    /// The applicant has the result.
    Delivered,
}

impl Stage {
    /// Every stage, in the order in which they are reached.
    pub const ALL: [Self; 7] = [
        Self::New,
        Self::Returned,
        Self::Registered,
        Self::Handed,
        Self::Decided,
        Self::Told,
        Self::Delivered,
    ];

    /// Its name in locale keys: `stage-KEY`.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Returned => "returned",
            Self::Registered => "registered",
            Self::Handed => "handed",
            Self::Decided => "decided",
            Self::Told => "told",
            Self::Delivered => "delivered",
        }
    }

    /// Whether it still has to be entered in the register.
    #[must_use]
    pub fn is_unregistered(self) -> bool {
        self <= Self::Returned
    }
}

/// How an authority decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Decision {
    /// As was asked.
    Granted,
    /// Not as was asked.
    Refused,
    /// Sent back without a decision.
    SentBack,
    /// The applicant took it back before.
    Withdrawn,
}

impl Decision {
    /// Every decision.
    pub const ALL: [Self; 4] = [
        Self::Granted,
        Self::Refused,
        Self::SentBack,
        Self::Withdrawn,
    ];

    /// Its name on the command line and in locale keys: `decision-KEY`.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Granted => "granted",
            Self::Refused => "refused",
            Self::SentBack => "sent-back",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The decision of that name.
    #[must_use]
    pub fn named(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.key() == key)
    }
}

/// What happened. Days are ISO 8601.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "kebab-case")]
pub enum Event {
    /// It was given its official number.
    Registered {
        /// The number, as the register has it.
        number: String,
        /// The day.
        on: String,
    },
    /// It went back to be mended.
    Returned {
        /// Why, in the coordinator's words.
        because: String,
        /// The day.
        on: String,
    },
    /// It was handed to the authority that decides.
    Handed {
        /// The day.
        on: String,
    },
    /// The authority decided.
    Decided {
        /// How.
        decision: Decision,
        /// The day.
        on: String,
    },
    /// The applicant was told of the decision.
    Told {
        /// The day.
        on: String,
    },
    /// The applicant was given the result.
    Delivered {
        /// The day.
        on: String,
    },
}

impl Event {
    /// The stage that it leads to.
    #[must_use]
    pub fn stage(&self) -> Stage {
        match self {
            Self::Registered { .. } => Stage::Registered,
            Self::Returned { .. } => Stage::Returned,
            Self::Handed { .. } => Stage::Handed,
            Self::Decided { .. } => Stage::Decided,
            Self::Told { .. } => Stage::Told,
            Self::Delivered { .. } => Stage::Delivered,
        }
    }

    /// The day it happened on.
    #[must_use]
    pub fn on(&self) -> &str {
        match self {
            Self::Registered { on, .. }
            | Self::Returned { on, .. }
            | Self::Handed { on }
            | Self::Decided { on, .. }
            | Self::Told { on }
            | Self::Delivered { on } => on,
        }
    }

    /// What stands beside the day: a number, a reason; empty where the event says it all.
    #[must_use]
    pub fn words(&self) -> &str {
        match self {
            Self::Registered { number, .. } => number,
            Self::Returned { because, .. } => because,
            Self::Handed { .. }
            | Self::Decided { .. }
            | Self::Told { .. }
            | Self::Delivered { .. } => "",
        }
    }
}

/// One turn in the course of an application.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Turn {
    /// When it was written down, seconds since 1970 UTC.
    pub at: i64,
    /// Who wrote it down.
    pub by: String,
    /// What happened.
    #[serde(flatten)]
    pub event: Event,
}

impl std::fmt::Debug for Event {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Event({})", self.stage().key())
    }
}

impl std::fmt::Debug for Turn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Turn({})", self.event.stage().key())
    }
}
