//! How far a kit's own chain reaches: what the next summary must continue. The other kinds stand in none.
//!
//! The store persists a chain in the same transaction as what was sealed; a chain that is ahead or behind of it would
//! fork the kit's own word.

use serde::{Deserialize, Serialize};

use crate::{Digest, Epoch, Head, Kind, KitName, Manifest, SignError, Signed, Signer, Tip};

/// The newest manifest of the chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Its counter.
    pub counter: u64,
    /// Its digest.
    pub manifest: Digest,
}

/// The chain of one kit in one epoch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chain {
    kit: KitName,
    epoch: Epoch,
    summary: Option<Link>,
}

impl Chain {
    /// A fresh epoch: nothing sealed yet.
    pub fn new(kit: KitName, epoch: Epoch) -> Self {
        Self {
            kit,
            epoch,
            summary: None,
        }
    }

    /// The kit.
    pub fn kit(&self) -> KitName {
        self.kit
    }

    /// The installation.
    pub fn epoch(&self) -> Epoch {
        self.epoch
    }

    /// The newest summary's manifest, if there is one.
    pub fn tip(&self) -> Option<Link> {
        self.summary
    }

    /// The counter of the next manifest of `kind`: from 1 for summaries, 0 for what stands in no chain.
    pub fn next_counter(&self, kind: Kind) -> u64 {
        match kind {
            Kind::Summary => self.summary.map_or(1, |link| link.counter + 1),
            Kind::Pages | Kind::Emergency => 0,
        }
    }

    /// Signs the manifest that would come next, without taking the step: see [`Self::advance`].
    pub(crate) fn manifest(
        &self,
        kind: Kind,
        ciphertext: (Digest, u64),
        recipients: Digest,
        signer: &dyn Signer,
    ) -> Result<Signed<Manifest>, SignError> {
        let (digest, length) = ciphertext;
        let manifest = Manifest {
            digest,
            length,
            kit: self.kit,
            epoch: self.epoch,
            kind,
            counter: self.next_counter(kind),
            previous: self
                .tip()
                .filter(|_| kind == Kind::Summary)
                .map(|link| link.manifest),
            recipients,
        };
        Signed::sign(&manifest, signer)
    }

    /// Takes the step to `manifest`, the summary's that was signed for the next place.
    pub fn advance(&mut self, manifest: &Signed<Manifest>) {
        self.summary = Some(Link {
            counter: self.next_counter(Kind::Summary),
            manifest: manifest.digest(),
        });
    }

    /// Signs how far the chain reaches. `day` in days since 1970.
    ///
    /// # Errors
    /// When the key does not sign.
    pub fn head(&self, day: i64, signer: &dyn Signer) -> Result<Signed<Head>, SignError> {
        let tip = self.tip().map(|Link { counter, manifest }| Tip {
            kind: Kind::Summary,
            counter,
            manifest,
        });
        let head = Head {
            kit: self.kit,
            epoch: self.epoch,
            day,
            tips: tip.into_iter().collect(),
        };
        Signed::sign(&head, signer)
    }
}
