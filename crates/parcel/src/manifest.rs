//! What is written on a sealed part (the outer manifest) and in it (the inner header).
//!
//! The manifest is all the depot ever learns (P5): it must never gain a field that tells one service, village or
//! person from another. The header binds the content to the same identities, so that a part that was re-signed,
//! swapped or sealed to others contradicts its own manifest.

use serde::{Deserialize, Serialize};

use crate::{
    ApplicationId, Digest, Epoch, Kind, KitName, Moment, Namespace, PublicKey, Signed, Statement,
    digest_of,
};

/// The outside of one piece of ciphertext, signed by the kit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// SHA-256 of the ciphertext: the name of the parcel everywhere.
    pub digest: Digest,
    /// Length of the ciphertext in bytes.
    pub length: u64,
    /// Which kit sealed it.
    pub kit: KitName,
    /// In which installation of that kit.
    pub epoch: Epoch,
    /// What it is.
    pub kind: Kind,
    /// A summary's place among those of this epoch, from 1; 0 for a piece of pages; for an emergency parcel a number
    /// drawn from its record's name. Evidence, never admission.
    pub counter: u64,
    /// Digest of the summary's manifest before it; none for the first and for the other kinds.
    pub previous: Option<Digest>,
    /// Hash of the recipients it is sealed to.
    pub recipients: Digest,
}

impl Statement for Manifest {
    const FORMAT: &'static str = "valiza.manifest.v1";
    const NAMESPACE: Namespace = Namespace::Parcel;
}

/// One piece of ciphertext with its manifest: what is stored, carried and kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The signed outside.
    pub manifest: Signed<Manifest>,
    /// The bytes it names.
    pub ciphertext: Vec<u8>,
}

impl Piece {
    /// The name of this piece by its content.
    pub fn digest(&self) -> Digest {
        digest_of(&self.ciphertext)
    }
}

/// One file inside a part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SealedFile {
    /// Its name in the archive: lower-case ASCII letters, digits, `.`, `-`, `_`.
    pub name: String,
    /// SHA-256 of its content.
    pub digest: Digest,
    /// Its length in bytes.
    pub length: u64,
}

/// The inside of a part: the first file of its archive, signed by the administrator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Header {
    /// Which application.
    pub application: ApplicationId,
    /// Which of its parts.
    pub kind: Kind,
    /// Which kit sealed it.
    pub kit: KitName,
    /// Who was at the kit.
    pub administrator: PublicKey,
    /// In which installation.
    pub epoch: Epoch,
    /// Its counter; 0 for pages.
    pub counter: u64,
    /// Version of the kit's profile.
    pub profile: u64,
    /// Version of the service catalogue.
    pub catalogue: String,
    /// Hash of the recipients it is sealed to.
    pub recipients: Digest,
    /// When it was sealed.
    pub moment: Moment,
    /// What follows in the archive, in order.
    pub files: Vec<SealedFile>,
    /// In a summary: the pieces of the pages part, in order. In a pages part: nothing.
    pub pages: Vec<Digest>,
}

impl Statement for Header {
    const FORMAT: &'static str = "valiza.header.v1";
    const NAMESPACE: Namespace = Namespace::Parcel;
}
