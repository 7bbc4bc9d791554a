//! What a parcel is about: an application, or something that belongs to one that is sealed already.

use crate::number::Number;
use crate::person::PersonalText;
use serde::{Deserialize, Serialize};

/// What a parcel is about. A sealed application is never opened again on a kit: what was wrong is mended forward by a
/// parcel of its own that names it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "matter", rename_all = "snake_case")]
pub enum Matter {
    /// An application for a service.
    #[default]
    Application,
    /// Corrected answers or more pages for an application.
    Supplement {
        /// The application's number.
        to: Number,
        /// What is corrected, and why.
        reason: PersonalText,
    },
    /// The applicant takes an application back.
    Withdrawal {
        /// The application's number.
        of: Number,
        /// Why.
        reason: PersonalText,
    },
    /// The result was brought and handed over against a signature.
    HandingOver {
        /// The application's number.
        of: Number,
        /// What was handed over.
        result: PersonalText,
    },
    /// A visit on which nothing could be taken: what happened is told to the coordinator.
    VisitReport,
}

/// In which way a parcel belongs to an application that is sealed already.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kin {
    /// It supplements it.
    Supplement,
    /// It takes it back.
    Withdrawal,
    /// It hands its result over.
    HandingOver,
}

impl Kin {
    /// Every way.
    pub const ALL: [Self; 3] = [Self::Supplement, Self::Withdrawal, Self::HandingOver];

    /// Its name in data and locale keys, that of the [`Matter`].
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Supplement => "supplement",
            Self::Withdrawal => "withdrawal",
            Self::HandingOver => "handing_over",
        }
    }
}

/// What a number belongs to: the journal remembers it without a word of the reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kinship {
    /// In which way.
    pub kin: Kin,
    /// The number of the application.
    pub of: Number,
}

impl Matter {
    /// Its name in data and locale keys.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::Application => "application",
            Self::Supplement { .. } => Kin::Supplement.key(),
            Self::Withdrawal { .. } => Kin::Withdrawal.key(),
            Self::HandingOver { .. } => Kin::HandingOver.key(),
            Self::VisitReport => "visit_report",
        }
    }

    /// The number of the application that it belongs to.
    #[must_use]
    pub fn belongs_to(&self) -> Option<&Number> {
        match self {
            Self::Supplement { to: number, .. }
            | Self::Withdrawal { of: number, .. }
            | Self::HandingOver { of: number, .. } => Some(number),
            Self::Application | Self::VisitReport => None,
        }
    }

    /// The same, and in which way.
    #[must_use]
    pub fn kinship(&self) -> Option<Kinship> {
        let kin = match self {
            Self::Supplement { .. } => Kin::Supplement,
            Self::Withdrawal { .. } => Kin::Withdrawal,
            Self::HandingOver { .. } => Kin::HandingOver,
            Self::Application | Self::VisitReport => return None,
        };
        let of = self.belongs_to()?.clone();
        Some(Kinship { kin, of })
    }

    /// The reason, or the result that was handed over.
    #[must_use]
    pub fn words(&self) -> &str {
        match self {
            Self::Supplement { reason: words, .. }
            | Self::Withdrawal { reason: words, .. }
            | Self::HandingOver { result: words, .. } => &words.0,
            Self::Application | Self::VisitReport => "",
        }
    }

    /// Whether the service's form is asked.
    #[must_use]
    pub fn has_form(&self) -> bool {
        matches!(self, Self::Application | Self::Supplement { .. })
    }

    /// Whether everything that the service requires is asked for: a supplement carries only what it corrects.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        matches!(self, Self::Application)
    }

    /// Whether a resident signs a paper for it and keeps a slip.
    #[must_use]
    pub fn is_signed(&self) -> bool {
        !matches!(self, Self::VisitReport)
    }
}
