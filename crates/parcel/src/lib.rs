//! The sealed format: pack, pad, encrypt, sign, verify, open; and every signed statement that travels with a parcel.
//!
//! This crate is the only user of `age` and of SSH signatures. It performs no network or disk access, reads no clock,
//! and never lets the side that seals keep anything that opens (I4). What it accepts from outside is untrusted until
//! it has become a type (I10).
//!
//! What is written is described in [`mod@format`], byte by byte. Reading order: the small words (`canonical`, `names`), who
//! signs (`sign`, `signed`), who may open (`recipients`), what is stated (`manifest`, `head`, `lineage`, `receipt`,
//! `profile`), how an application is closed (`padding`, `pack`, `seal`) and opened (`open`), and what else is sealed
//! (`record`, `emergency`, `mailbox`, `dispatch`, `enrolment`).

#[doc = include_str!("../FORMAT.md")]
pub mod format {}

pub mod canonical;
mod names;
pub mod words;

mod sign;
mod signed;

mod recipients;

mod chain;
mod head;
#[cfg(any(test, feature = "pq"))]
mod hybrid;
mod lineage;
mod manifest;
mod moment;
mod pointer;
mod profile;
mod receipt;

mod pack;
mod padding;
mod seal;

pub mod open;

pub mod dispatch;
pub mod emergency;
pub mod enrolment;
pub mod mailbox;
pub mod record;
pub mod standing;
pub mod stick;

pub use chain::{Chain, Link};
pub use dispatch::{
    Dispatch, DispatchContent, Enclosed, Letter, OpenedDispatch, PlannedVisit, ReturnedContent,
    ReturnedRecord, ReturnedVisit, Ticket, Word, WordKind,
};
pub use enrolment::{EnrolCode, Invitation, KitCard};
pub use head::{Head, Tip};
pub use lineage::{ChainFault, Sighting, chain_faults};
pub use mailbox::{Mailbox, MailboxAddress};
pub use manifest::{Header, Manifest, Piece, SealedFile};
pub use moment::Moment;
pub use names::{ApplicationId, Digest, Epoch, HexError, Kind, KitName, RecordId, digest_of};
pub use open::{
    KnownSigners, OpenFault, Opened, OpenedFile, OpenedPart, open, open_pages, open_summary,
};
pub use padding::PIECE_BYTES;
pub use pointer::{Pointer, PointerUnreadable};
pub use profile::{
    Account, Administrator, Community, Danger, Depot, PageBudget, Pages, Profile, ProfileError,
};
pub use receipt::{Receipt, ReceiptKind};
pub use recipients::{Identity, IdentityError, IdentityFile, Recipients, RecipientsError};
pub use record::{RecordCipherError, RecordKey};
pub use seal::{FileToSeal, FileToSealError, SealError, SealOrder, Sealed, SealedPart, seal};
pub use sign::{Namespace, PublicKey, SignError, Signature, Signer, SoftSigner};
pub use signed::{Signed, Statement, VerifyError};
