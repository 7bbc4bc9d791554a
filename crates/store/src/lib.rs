//! One durable place on the kit: draft ciphertext, the outbox of sealed parts, dispatches, the journal of numbers.
//!
//! Knows no key and no plaintext (I3): it takes vault ciphertext and sealed parts only. Nothing that it has
//! acknowledged is lost by a power cut; nothing sealed is forgotten before its receipt (I6).

mod chunks;
pub mod dispatch;
pub mod draft;
pub mod emergency;
pub mod journal;
pub mod outbox;
mod place;
pub mod stick;

pub use draft::{Ciphertext, RecordKind, StoredRecord};
pub use emergency::Promised;
pub use journal::{Kinship, NumberLine, NumberState};
pub use outbox::{Aside, Holds, PartLine, SealedDraft};
pub use place::{Store, StoreError};
