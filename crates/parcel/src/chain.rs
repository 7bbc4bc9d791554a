//! How far a kit's own chains reach: what the next manifest must continue. Pages stand in none: see [`Kind::Pages`].
//!
//! The store persists a chain in the same transaction as what was sealed; a chain that is ahead or behind of it would
//! fork the kit's own word.

use serde::{Deserialize, Serialize};

use crate::{Digest, Epoch, Head, Kind, KitName, Manifest, SignError, Signed, Signer, Tip};

/// The newest manifest of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Its counter.
    pub counter: u64,
    /// Its digest.
    pub manifest: Digest,
}

/// The chains of one kit in one epoch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chain {
    kit: KitName,
    epoch: Epoch,
    summary: Option<Link>,
    emergency: Option<Link>,
}

impl Chain {
    /// A fresh epoch: nothing sealed yet.
    pub fn new(kit: KitName, epoch: Epoch) -> Self {
        Self {
            kit,
            epoch,
            summary: None,
            emergency: None,
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

    /// The newest manifest of `kind`, if there is one.
    pub fn tip(&self, kind: Kind) -> Option<Link> {
        match kind {
            Kind::Summary => self.summary,
            Kind::Pages => None,
            Kind::Emergency => self.emergency,
        }
    }

    /// The counter of the next manifest of `kind`, from 1; always 0 for pages.
    pub fn next_counter(&self, kind: Kind) -> u64 {
        match kind {
            Kind::Pages => 0,
            Kind::Summary | Kind::Emergency => self.tip(kind).map_or(1, |link| link.counter + 1),
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
            previous: self.tip(kind).map(|link| link.manifest),
            recipients,
        };
        Signed::sign(&manifest, signer)
    }

    /// Takes the step to `manifest`, the one signed for the next place of `kind`. Pages make no step.
    pub fn advance(&mut self, kind: Kind, manifest: &Signed<Manifest>) {
        let link = Some(Link {
            counter: self.next_counter(kind),
            manifest: manifest.digest(),
        });
        match kind {
            Kind::Summary => self.summary = link,
            Kind::Pages => {}
            Kind::Emergency => self.emergency = link,
        }
    }

    /// Signs how far the chains reach. `day` in days since 1970.
    ///
    /// # Errors
    /// When the key does not sign.
    pub fn head(&self, day: i64, signer: &dyn Signer) -> Result<Signed<Head>, SignError> {
        let tips = [Kind::Summary, Kind::Emergency]
            .into_iter()
            .filter_map(|kind| {
                self.tip(kind).map(|Link { counter, manifest }| Tip {
                    kind,
                    counter,
                    manifest,
                })
            })
            .collect();
        Signed::sign(
            &Head {
                kit: self.kit,
                epoch: self.epoch,
                day,
                tips,
            },
            signer,
        )
    }
}
