//! A visit: who called, whose matter it is, who signs, and the folder that its applications share.

use crate::id::{CommunityId, VisitId};
use crate::person::Person;
use crate::time::Moment;
use serde::{Deserialize, Serialize};

/// Why the office comes to this person: a code, never the health paper behind it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// A day of reception in the village; no particular ground is needed.
    #[default]
    RouteDay,
    /// Eighty years or older.
    Age80,
    /// Cannot move, or disability group I.
    Immobile,
    /// In a hospital or a home.
    Inpatient,
    /// Displaced, in a place of temporary stay.
    Displaced,
}

impl Basis {
    /// Every basis in the order a screen offers them.
    pub const ALL: [Self; 5] = [
        Self::RouteDay,
        Self::Age80,
        Self::Immobile,
        Self::Inpatient,
        Self::Displaced,
    ];

    /// Its name in data and locale keys.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::RouteDay => "route_day",
            Self::Age80 => "age80",
            Self::Immobile => "immobile",
            Self::Inpatient => "inpatient",
            Self::Displaced => "displaced",
        }
    }
}

/// Who signs the application.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Signer {
    /// The applicant in person.
    #[default]
    Applicant,
    /// A representative, whose basis of authority is in the notes and among the documents.
    Representative,
}

/// A text of the visit that is not part of the applicant's identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VisitField {
    /// Who asked for the visit.
    CallerName,
    /// Their telephone.
    CallerPhone,
    /// What they are to the applicant.
    CallerRelation,
    /// The representative's name and basis of authority, where one signs.
    Representative,
    /// What the next visitor should know (no lift, speak loudly).
    Notes,
}

impl VisitField {
    /// Every field in reading order.
    pub const ALL: [Self; 5] = [
        Self::CallerName,
        Self::CallerPhone,
        Self::CallerRelation,
        Self::Representative,
        Self::Notes,
    ];

    /// Its name in data and locale keys.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::CallerName => "caller_name",
            Self::CallerPhone => "caller_phone",
            Self::CallerRelation => "caller_relation",
            Self::Representative => "representative",
            Self::Notes => "notes",
        }
    }
}

/// How the applicant's identity was checked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdentityCheck {
    /// Not yet.
    #[default]
    None,
    /// The document was looked at and typed.
    Typed,
    /// The machine readable zone was read and its check digits are right.
    MrzRead,
}

/// How the resident wants to be told and to receive the result.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Notice {
    /// By telephone.
    #[default]
    Telephone,
    /// By post.
    Post,
    /// At the next visit of the office.
    NextVisit,
}

impl Notice {
    /// Every way in the order a screen offers them.
    pub const ALL: [Self; 3] = [Self::Telephone, Self::Post, Self::NextVisit];

    /// Its name in data and locale keys.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Telephone => "telephone",
            Self::Post => "post",
            Self::NextVisit => "next_visit",
        }
    }
}

/// The folder of a visit: everything its applications share.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visit {
    /// Its name.
    pub id: VisitId,
    /// Grows with every change; autosave acknowledges it.
    pub revision: u64,
    /// The community whose letterhead and recipients this visit's papers and parcels carry.
    pub community: CommunityId,
    /// Why the office came.
    #[serde(default)]
    pub basis: Basis,
    /// When it began.
    pub arrived: Moment,
    /// Caller, representative and notes.
    #[serde(default)]
    pub texts: std::collections::BTreeMap<VisitField, String>,
    /// Whose matter it is.
    #[serde(default)]
    pub applicant: Person,
    /// Who signs.
    #[serde(default)]
    pub signer: Signer,
    /// How the identity was checked.
    #[serde(default)]
    pub identity_check: IdentityCheck,
    /// What the last reading said that differs from what was typed.
    #[serde(default)]
    pub mismatches: Vec<crate::finding::Finding>,
    /// How the resident wants to be told and to receive the result.
    #[serde(default)]
    pub notice: Notice,
    /// Numbers of its sealed applications: one slip a visit carries them all.
    #[serde(default)]
    pub numbers: Vec<crate::number::Number>,
    /// Findings about the person that were overridden, with the reason.
    #[serde(default)]
    pub overrides: std::collections::BTreeMap<String, String>,
}

impl Visit {
    /// The text of a field; empty where it is not filled.
    #[must_use]
    pub fn text(&self, field: VisitField) -> &str {
        self.texts.get(&field).map_or("", String::as_str)
    }
}
