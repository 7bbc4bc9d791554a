//! What the depot knows about parts: manifests, receipts, heads. It never learns what a part contains.
//!
//! One row for each manifest: two kits that name the same bytes are two claims about one blob, and the coordinator sees both.

mod boxes;
#[cfg(test)]
mod contract;
#[cfg(test)]
mod memory;
mod sqlite;
mod tidy;

use std::fmt;

use courier::wire::{BoxEntry, Cursor, Entry};
use parcel::{Digest, Epoch, Head, Kind, KitName, Manifest, Receipt, Signed};

use crate::blob::Capability;

pub use sqlite::SqliteIndex;

/// Why the index did not answer.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// The disk is full.
    #[error("the disk is full")]
    Full,
    /// It is so busy that the answer did not come in time.
    #[error("the index is busy")]
    Busy,
    /// What it holds cannot be read as what was put in.
    #[error("a row of the index cannot be read")]
    Unreadable,
    /// The database failed.
    #[error("the index failed: {0}")]
    Database(rusqlite::Error),
}

/// A part that a kit announced.
#[derive(Debug, Clone)]
pub struct Arrival {
    /// The upload it belongs to.
    pub upload: Capability,
    /// The kit's word.
    pub signed: Signed<Manifest>,
    /// What that word says; verified when it was announced.
    pub manifest: Manifest,
    /// Whether its kit was declared lost when it was announced.
    pub quarantined: bool,
}

/// A part as the index knows it: arriving until it has its receipt.
#[derive(Debug, Clone)]
pub struct Row {
    /// What was announced.
    pub arrival: Arrival,
    /// The depot's word, once all bytes are kept.
    pub receipt: Option<Signed<Receipt>>,
}

/// How much one kit may have in one place: parts here, or dispatches in its box.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Room {
    /// In bytes.
    pub bytes: u64,
    /// In uploads that are not finished, or in dispatches that wait.
    pub places: u64,
}

/// A durable index. All calls block; what was answered survives a power cut.
pub trait Index: Send + Sync + fmt::Debug {
    /// Notes an arrival at the second `at_s`, unless its manifest is known: then the row that is there, with its own upload.
    ///
    /// # Errors
    /// `Full` when a kit's new part does not fit into `room`; see [`IndexError`] for others, here and below.
    fn announce(&self, arrival: Arrival, at_s: i64, room: Room) -> Result<Row, IndexError>;

    /// Notes that all bytes are kept, and keeps a small part's bytes in the same transaction. The first receipt stays and
    /// stands in the row that is answered.
    ///
    /// # Errors
    /// `Full` when the part was not announced and does not fit into `room`.
    fn store(
        &self,
        arrival: Arrival,
        receipt: Signed<Receipt>,
        inline: Option<Vec<u8>>,
        room: Room,
    ) -> Result<Row, IndexError>;

    /// Forgets an arrival that is not stored.
    fn withdraw(&self, upload: &Capability) -> Result<(), IndexError>;

    /// The row of a manifest, named by the digest of its body.
    fn by_manifest(&self, manifest: &Digest) -> Result<Option<Row>, IndexError>;

    /// The row of an upload.
    fn by_upload(&self, upload: &Capability) -> Result<Option<Row>, IndexError>;

    /// Everything that is still arriving.
    fn arriving(&self) -> Result<Vec<Row>, IndexError>;

    /// What is arriving and was announced last before the second `before_s`.
    fn announced_before(&self, before_s: i64) -> Result<Vec<Row>, IndexError>;

    /// Some of the parts that were opened before the second `before_s` and whose bytes are still here.
    fn opened_before(&self, before_s: i64) -> Result<Vec<Digest>, IndexError>;

    /// Forgets a part's bytes; the word about it stays.
    fn clear(&self, digest: &Digest) -> Result<(), IndexError>;

    /// How many bytes all kits have here, and how many uploads are not finished.
    fn totals(&self) -> Result<(u64, u64), IndexError>;

    /// The receipt for a part, of this kit or of any.
    fn receipt(
        &self,
        digest: &Digest,
        kit: Option<KitName>,
    ) -> Result<Option<Signed<Receipt>>, IndexError>;

    /// The bytes of a small part.
    fn inline(&self, digest: &Digest) -> Result<Option<Vec<u8>>, IndexError>;

    /// At most `limit` stored parts after `cursor`, in the order of their storing.
    fn since(&self, cursor: Cursor, limit: u32) -> Result<Vec<Entry>, IndexError>;

    /// How many bytes of a kit lie in quarantine.
    fn quarantined_bytes(&self, kit: KitName) -> Result<u64, IndexError>;

    /// Notes a head, unless one that covers as much is known for its kit and epoch. Returns the one that is held.
    fn put_head(&self, head: &Head, signed: Signed<Head>) -> Result<Signed<Head>, IndexError>;

    /// The newest head of each kit and epoch.
    fn heads(&self) -> Result<Vec<Signed<Head>>, IndexError>;

    /// The counters of one chain that are stored, in rising order.
    fn counters(&self, kit: KitName, epoch: Epoch, kind: Kind) -> Result<Vec<u64>, IndexError>;

    /// Notes at the second `at_s` a coordinator's word that a part was opened; the first word stays.
    fn put_opened(
        &self,
        digest: &Digest,
        opened: Signed<Receipt>,
        at_s: i64,
    ) -> Result<(), IndexError>;

    /// Puts a dispatch into a kit's box, unless it is or was there. `room` bytes and `places` may wait in one box.
    ///
    /// # Errors
    /// `Full` when the box is.
    fn post(
        &self,
        kit: KitName,
        entry: BoxEntry,
        bytes: Vec<u8>,
        room: Room,
    ) -> Result<(), IndexError>;

    /// A kit's box, the oldest first: what waits and what was taken.
    fn letters(&self, kit: KitName) -> Result<Vec<BoxEntry>, IndexError>;

    /// At most `up_to` bytes of a dispatch that waits, from `at` on.
    fn letter(
        &self,
        kit: KitName,
        digest: &Digest,
        at: u64,
        up_to: u64,
    ) -> Result<Option<Vec<u8>>, IndexError>;

    /// The kit keeps a dispatch: its bytes go, its line stays. Doing so twice changes nothing.
    fn hand_over(&self, kit: KitName, digest: &Digest, at: i64) -> Result<(), IndexError>;

    /// A coordinator's word that a part was opened.
    fn opened(&self, digest: &Digest) -> Result<Option<Signed<Receipt>>, IndexError>;
}
