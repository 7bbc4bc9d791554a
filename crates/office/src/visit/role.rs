//! Three people that are often three: who called, whose matter it is, who signs.

use crate::person::PersonalText;
use serde::{Deserialize, Serialize};

/// Who signs the application.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Signer {
    /// The applicant in person, in ink.
    #[default]
    Applicant,
    /// A representative, whose authority has a ground and a document.
    Representative,
    /// The applicant can not sign and nobody may do it for them: the application is put off with a ground and a proposal.
    CannotSign,
}

impl Signer {
    /// Every answer in the order a screen offers them.
    pub const ALL: [Self; 3] = [Self::Applicant, Self::Representative, Self::CannotSign];

    /// Its name in data and locale keys.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Applicant => "applicant",
            Self::Representative => "representative",
            Self::CannotSign => "cannot_sign",
        }
    }
}

/// On what ground a representative signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Authority {
    /// Power of attorney.
    PowerOfAttorney,
    /// Parent of a child.
    Parent,
    /// Guardian or trustee («опікун», «піклувальник»).
    Guardian,
    /// Head of the home where the applicant lives.
    HomeHead,
    /// Something else, said in the document's words.
    Other,
}

impl Authority {
    /// Every ground in the order a screen offers them.
    pub const ALL: [Self; 5] = [
        Self::PowerOfAttorney,
        Self::Parent,
        Self::Guardian,
        Self::HomeHead,
        Self::Other,
    ];

    /// Its name in data and locale keys.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::PowerOfAttorney => "power_of_attorney",
            Self::Parent => "parent",
            Self::Guardian => "guardian",
            Self::HomeHead => "home_head",
            Self::Other => "other",
        }
    }
}

/// How an application was signed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "signature", rename_all = "snake_case")]
pub enum Signature {
    /// Not at all: a refusal and a report of a visit need none.
    #[default]
    None,
    /// By the applicant in ink.
    Ink,
    /// By a representative in ink.
    Representative {
        /// On what ground.
        authority: Option<Authority>,
        /// Their name.
        name: PersonalText,
        /// The paper that shows the authority.
        document: PersonalText,
    },
}
