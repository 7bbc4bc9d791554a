//! The fee of an application and how it stands.

use serde::{Deserialize, Serialize};

/// How the fee stands when the office leaves.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fee", rename_all = "snake_case")]
pub enum FeeProof {
    /// Nobody has said.
    #[default]
    Open,
    /// Nothing is due, or the applicant is exempt.
    Free,
    /// The proof of payment was shown and is scanned.
    Shown,
    /// To be paid.
    ToBePaid {
        /// By this day, ISO 8601; empty where the resident was told none.
        by: String,
    },
}

impl FeeProof {
    /// Its name in data and locale keys.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Free => "free",
            Self::Shown => "shown",
            Self::ToBePaid { .. } => "to_be_paid",
        }
    }
}
