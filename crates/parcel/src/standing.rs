//! A coordinator's word on a kit, for the depot: it may bring parts, or it was declared lost.
//!
//! A loss stays: whoever repeats an older word cannot undo it, because a depot that knows both takes the kit for lost.

use serde::{Deserialize, Serialize};

use crate::{KitName, Namespace, PublicKey, Statement};

/// How a kit stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It may bring parts.
    Admitted,
    /// What it brings is kept apart.
    Lost,
}

/// A coordinator's word on one key of a kit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KitStanding {
    /// Which kit.
    pub kit: KitName,
    /// Its signing key.
    pub kit_key: PublicKey,
    /// How it stands.
    pub standing: Standing,
    /// When it was said, seconds since 1970 UTC.
    pub said_at: i64,
}

impl Statement for KitStanding {
    const FORMAT: &'static str = "valiza.standing.v1";
    // Who may say which kits there are is who answers for profiles; the format keeps the two apart.
    const NAMESPACE: Namespace = Namespace::Profile;
}
