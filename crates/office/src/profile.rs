//! What people at the kit see of its profile: to whom it seals, by words that are compared by telephone, and whether it is
//! still fresh.
//!
//! A stale profile is a finding and never a stop (I15).

use serde::Serialize;

/// Words that are compared by telephone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Fingerprint {
    /// Of what: the name of a community.
    pub of: String,
    /// The words, with blanks between.
    pub words: String,
}

/// The profile in use.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ProfileView {
    /// Its version.
    pub version: u64,
    /// After this it is stale, seconds since 1970 UTC; 0 for never.
    pub valid_until_s: i64,
    /// To whom the kit seals, by community.
    pub recipients: Vec<Fingerprint>,
    /// Whether it is stale.
    pub stale: bool,
    /// The version that was taken over and counts from the next unlocking.
    pub next: Option<u64>,
}
