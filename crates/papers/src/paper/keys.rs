//! Papers about keys and kits: what the recovery key is and where it is kept, whose kit it is, what a lost kit may hold.
//! Never a passphrase and never a code that enrols: these go by telephone or on another paper.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::parts::closed;
use super::{Letterhead, Row};

closed!(KitSheetPaper, LostKitPaper, RecoverySheetPaper);

/// Words that two people compare by telephone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fingerprint {
    /// Of what: a community, a key.
    pub of: String,
    /// The words, with blanks between.
    pub words: String,
}

/// What the recovery key is, the key itself under its passphrase, and where it is kept.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecoverySheetPaper {
    /// Head of the first page.
    pub letterhead: Letterhead,
    /// The day on which the key was made.
    pub made_on: String,
    /// The communities whose parcels it opens, with the fingerprint of their recipients.
    pub communities: Vec<Fingerprint>,
    /// The protected file, line by line; small enough for a code, or the code is left out.
    pub file: Vec<String>,
}

/// Whose kit it is and how it is known for the right one; annexed to the act of acceptance.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KitSheetPaper {
    /// Head of the first page.
    pub letterhead: Letterhead,
    /// The number on its lid.
    pub kit: String,
    /// Its pseudonym, as parcels carry it.
    pub pseudonym: String,
    /// Who works at it.
    pub administrators: Vec<String>,
    /// To whom it seals, and by what the kit itself is known.
    pub fingerprints: Vec<Fingerprint>,
    /// Version of the profile.
    pub profile: String,
    /// The day of the sheet.
    pub made_on: String,
    /// What the code says: depot, digest of the profile, root; empty prints none.
    pub pointer: String,
}

/// What a lost kit may have held.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LostKitPaper {
    /// Head of the first page.
    pub letterhead: Letterhead,
    /// The number on its lid.
    pub kit: String,
    /// When it was declared lost.
    pub declared_on: String,
    /// What is known, question and answer.
    pub known: Vec<Row>,
    /// What follows from it for residents and for the office.
    pub follows: Vec<String>,
}
