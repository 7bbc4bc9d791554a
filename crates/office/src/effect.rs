//! Everything that is to be done, decided by the workflow and executed by the station (I2).

use crate::application::Kinship;
use crate::command::{KeyWish, RecordId, Secret};
use crate::dossier::Dossier;
use crate::id::{ApplicationId, CommunityId, DispatchId, DocumentKey, PageId, PrintId, VisitId};
use crate::identity::CardKey;
use crate::number::Number;
use crate::paper::Paper;
use crate::trouble::DeviceKind;
use std::fmt;

/// Plaintext on its way to the vault; `Debug` prints its length only (I12).
#[derive(Clone, PartialEq, Eq)]
pub struct Plain(pub Vec<u8>);

impl fmt::Debug for Plain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Plain({} bytes)", self.0.len())
    }
}

/// An order to the outside world. The enum is closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Try a passphrase.
    Unlock(Secret),
    /// Wipe, and become a new process image that never held a key.
    Lock,
    /// Overwrite every key at once and become a new process image, whatever else is going on.
    Panic,
    /// Set what was drawn and typed back; answered by `KeySet`.
    SetKey {
        /// What it is for.
        wish: KeyWish,
        /// The words.
        passphrase: Secret,
    },
    /// Make a new vault by a one-time code; answered like `Unlock`.
    Renew {
        /// The code.
        code: Secret,
        /// The first passphrase of the new vault.
        passphrase: Secret,
    },
    /// Wrap the keys of records for a colleague's vault; answered by `PassedOn`.
    PassOn {
        /// Which, the folder last.
        records: Vec<RecordId>,
        /// The colleague's passphrase.
        passphrase: Secret,
    },
    /// Give up every key but that of one record, or that one too: the kit is in a stranger's hands.
    KeepOnly(Option<RecordId>),
    /// End the program.
    Quit,
    /// Make a data key for a record, escrowed to the community's recipients.
    NewRecord {
        /// Which.
        record: RecordId,
        /// Whose recipients.
        community: CommunityId,
    },
    /// Encrypt and store a record; only the newest revision of several waiting ones matters.
    SaveRecord {
        /// Which.
        record: RecordId,
        /// Its revision.
        revision: u64,
        /// Its JSON.
        body: Plain,
    },
    /// Overwrite a record's key and delete its rows.
    DropRecord(RecordId),
    /// Read the chip of the card on the reader; answered by `CardRead` or `Noticed`.
    ReadCard {
        /// For which visit.
        visit: VisitId,
        /// What opens it.
        key: CardKey,
    },
    /// Scan pages; each is answered by `PageArrived`, the end by `WorkEnded`.
    Scan {
        /// For which application.
        application: ApplicationId,
        /// For which line of the checklist.
        document: DocumentKey,
    },
    /// Bring files in; answered like `Scan`.
    Import {
        /// For which application.
        application: ApplicationId,
        /// For which line of the checklist.
        document: DocumentKey,
        /// Paths on a stick or folder.
        paths: Vec<std::path::PathBuf>,
    },
    /// Take the next profile from this folder; answered by `ProfileTaken` or `Noticed`.
    TakeProfile(std::path::PathBuf),
    /// Stop the scan or import that runs.
    StopWork,
    /// Forget a stored page for good.
    DropPage {
        /// Of which application.
        application: ApplicationId,
        /// Which.
        page: PageId,
    },
    /// Typeset and print; answered by `Printed` or `NotPrinted`.
    Print {
        /// Which order.
        print: PrintId,
        /// On which printer.
        device: DeviceKind,
        /// What.
        paper: Paper,
        /// How many copies.
        copies: u32,
    },
    /// Write a number into the journal before anything that carries it is printed.
    NoteNumber {
        /// The number.
        number: Number,
        /// Local day, ISO 8601.
        day: String,
        /// What it belongs to, where that is sealed already.
        belongs_to: Option<Kinship>,
    },
    /// Mark a number in the journal as printed and not used. Doing so twice changes nothing.
    VoidNumber {
        /// The number.
        number: Number,
    },
    /// Copy a page into another draft of the same visit, under that draft's own key; answered by `PageArrived`.
    CopyPage {
        /// The page.
        page: PageId,
        /// Its quarter turns.
        turns: u8,
        /// Which draft it goes to.
        application: ApplicationId,
        /// For which line of the checklist.
        document: DocumentKey,
    },
    /// Seal a dossier with its pages; answered by `Sealed` or `NotSealed`.
    Seal(Box<Dossier>),
    /// Read the kit's folder without a key; answered by `Examined`, more than once.
    Examine,
    /// Stop that.
    StopExamining,
    /// Try to deliver at once.
    TryNow,
    /// Read and write a stick; answered by `StickUsed`, or by a notice.
    UseStick(std::path::PathBuf),
    /// Everything in a dispatch is taken and saved by the orders before this one: it may be forgotten.
    Taken(DispatchId),
}
