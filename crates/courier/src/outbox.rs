//! What the courier needs from whoever keeps the sealed parts. The station implements it over the store.
//!
//! The courier never forgets a part by itself: it confirms, or sets aside with a reason (I6).

use std::future::Future;

use parcel::{Digest, Head, Manifest, Receipt, Signed};

/// A part that should travel next.
#[derive(Debug, Clone)]
pub struct Lease {
    /// Names the part.
    pub digest: Digest,
    /// How long its ciphertext is, in bytes.
    pub length: u64,
    /// The kit's signed word about it.
    pub manifest: Signed<Manifest>,
}

/// Why the outbox did not do what it was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OutboxError {
    /// This part cannot be read; others may be.
    #[error("a part cannot be read from the outbox")]
    Unreadable,
    /// The outbox does not answer at all; the delivery ends.
    #[error("the outbox does not answer")]
    Closed,
}

/// Why a part stays behind. It blocks nothing, and it is never forgotten: a person or a later version looks at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AsideReason {
    /// Its bytes or its manifest cannot be read on the kit.
    #[error("the part cannot be read on the kit")]
    Unreadable,
    /// Its bytes are not those its manifest names; the kit's disk changed them.
    #[error("the part's bytes are not those that were sealed")]
    Damaged,
    /// The depot says that its manifest is not properly signed or malformed.
    #[error("the depot does not accept the part's manifest")]
    ManifestRefused,
    /// The depot says that it is too long.
    #[error("the part is too long for the depot")]
    TooLarge,
    /// All bytes arrived several times and never rightly.
    #[error("the part arrived damaged several times")]
    ArrivesDamaged,
    /// The depot's receipt does not verify, names something else, or is signed by nobody in the profile.
    #[error("the depot's receipt cannot be accepted")]
    ReceiptRefused,
    /// The depot fails at this part again and again. It should be queued again later, behind the others.
    #[error("the depot fails at this part")]
    DepotFails,
}

/// A queue of sealed parts with durable memory.
///
/// `next` gives summaries before pages, and gives the same part again until it is confirmed or set aside.
pub trait Outbox: Send {
    /// The newest heads, one for each epoch with parts in the queue. They are sent before any part.
    fn heads(&mut self) -> impl Future<Output = Result<Vec<Signed<Head>>, OutboxError>> + Send;

    /// The depot holds a head of this kit and epoch that this outbox did not give: what runs here is a copy, or was set
    /// back. `head` is verified. Delivery goes on.
    fn surpassed(&mut self, head: &Head) -> impl Future<Output = Result<(), OutboxError>> + Send;

    /// The part that should travel next; `None` when the queue is empty.
    fn next(&mut self) -> impl Future<Output = Result<Option<Lease>, OutboxError>> + Send;

    /// At most `up_to` bytes of the ciphertext from `offset` on; at least one while `offset` is before the end.
    fn read(
        &mut self,
        part: &Digest,
        offset: u64,
        up_to: usize,
    ) -> impl Future<Output = Result<Vec<u8>, OutboxError>> + Send;

    /// The depot keeps `offset` bytes safely. For showing; nothing depends on remembering it.
    fn note_progress(
        &mut self,
        part: &Digest,
        offset: u64,
    ) -> impl Future<Output = Result<(), OutboxError>> + Send;

    /// The depot has the part: `receipt` is the verified content of `signed`. Whether it allows forgetting is decided by the
    /// outbox (a quarantined part is kept).
    fn confirm(
        &mut self,
        signed: &Signed<Receipt>,
        receipt: &Receipt,
    ) -> impl Future<Output = Result<(), OutboxError>> + Send;

    /// The part stays behind, for this reason; `next` goes on without it.
    fn set_aside(
        &mut self,
        part: &Digest,
        reason: AsideReason,
    ) -> impl Future<Output = Result<(), OutboxError>> + Send;
}
