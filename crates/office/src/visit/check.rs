//! The log of identity checks: who was looked at, how, with what result, by whom, when. It is kept apart from the
//! documents of an application, so that proof of identity need not travel as a copy of a passport.

use crate::person::{DocumentKind, PersonalText};
use crate::time::Moment;
use serde::{Deserialize, Serialize};

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
    /// The chip was read; what was proven of it stands in the visit.
    ChipRead,
}

/// Whose identity was checked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Whose {
    /// The applicant's.
    #[default]
    Applicant,
    /// The representative's.
    Representative,
}

/// What the check came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckResult {
    /// Face, document and what was typed agree.
    #[default]
    Agrees,
    /// Something differs; the findings say what, the overrides why it was accepted.
    Differs,
    /// There is no document, or it can not be judged.
    Unclear,
}

/// One check of an identity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdentityChecked {
    /// Whose.
    pub whose: Whose,
    /// How.
    pub method: IdentityCheck,
    /// What kind of document was shown, where it is one that a kit knows.
    #[serde(default)]
    pub kind: Option<DocumentKind>,
    /// Its number as it was read or typed.
    pub number: PersonalText,
    /// What came of it.
    pub result: CheckResult,
    /// Name of the administrator who looked.
    pub by: String,
    /// When.
    pub at: Moment,
}
