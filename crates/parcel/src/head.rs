//! A kit's signed word on how far its chains reach, so that what is missing can be named.
//!
//! A head says "known up to its day", never "complete": what a kit sealed later and lost leaves no trace here.

use serde::{Deserialize, Serialize};

use crate::{Digest, Epoch, Kind, KitName, Namespace, Statement};

/// The newest part of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tip {
    /// Which chain.
    pub kind: Kind,
    /// Counter of its newest manifest, which is also how many there are.
    pub counter: u64,
    /// Digest of that manifest.
    pub manifest: Digest,
}

/// How far the chains of one kit and epoch reach. Made with each sealing, sent first on every contact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// Which kit.
    pub kit: KitName,
    /// Which installation of it.
    pub epoch: Epoch,
    /// The day of the newest sealing, days since 1970; a day and not a time, for the outbox must not tell when (P4).
    pub day: i64,
    /// The chains that are not empty.
    pub tips: Vec<Tip>,
}

impl Head {
    /// How many parts of `kind` this head vouches for.
    pub fn count(&self, kind: Kind) -> u64 {
        self.tips
            .iter()
            .find(|tip| tip.kind == kind)
            .map_or(0, |tip| tip.counter)
    }
}

impl Statement for Head {
    const FORMAT: &'static str = "valiza.head.v1";
    const NAMESPACE: Namespace = Namespace::Head;
}
