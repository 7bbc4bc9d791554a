//! A signed acknowledgement over an exact digest: the only thing that lets a kit forget (P7, I6).
//!
//! A receipt never speaks of content; a quarantined parcel's receipt frees nothing.

use serde::{Deserialize, Serialize};

use crate::{Digest, KitName, Manifest, Namespace, Statement};

/// What has happened to a parcel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReceiptKind {
    /// The depot keeps it durably.
    Stored,
    /// The depot keeps it apart: its kit was declared lost. The kit does not purge.
    Quarantined,
    /// A coordinator verified and decrypted it.
    Opened,
}

/// Somebody's word that a parcel has arrived.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Receipt {
    /// The parcel.
    pub digest: Digest,
    /// Its length in bytes.
    pub length: u64,
    /// The kit that sealed it.
    pub kit: KitName,
    /// When it was complete, seconds since 1970 UTC by the receiver's clock.
    pub received_at: i64,
    /// The name the depot gives itself.
    pub depot: String,
    /// What has happened to it.
    pub kind: ReceiptKind,
}

impl Receipt {
    /// Whether this receipt is about exactly the parcel that `manifest` describes.
    pub fn is_for(&self, manifest: &Manifest) -> bool {
        self.digest == manifest.digest && self.length == manifest.length && self.kit == manifest.kit
    }
}

impl Statement for Receipt {
    const FORMAT: &'static str = "valiza.receipt.v1";
    const NAMESPACE: Namespace = Namespace::Receipt;
}
