//! Everything that can happen (I2): a person's command, and what devices, store and courier report.

use super::{Command, KeyWish};
use crate::dispatch::Dispatched;
use crate::document::PageRef;
use crate::id::{ApplicationId, DocumentKey, PrintId, VisitId};
use crate::identity::ChipFacts;
use crate::residue::Examination;
use crate::snapshot::{DeviceLine, JournalLine, Outbox, StickUse};
use crate::trouble::Trouble;

/// A record that the vault keeps under its own data key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RecordId {
    /// The folder of a visit.
    Visit(VisitId),
    /// The draft of an application and its pages.
    Application(ApplicationId),
}

/// What the kit brings up after it was unlocked.
#[derive(Clone, Debug, Default)]
pub struct Awakening {
    /// The drafts: record and its JSON, as the last acknowledged save left them.
    pub records: Vec<(RecordId, Vec<u8>)>,
    /// The journal.
    pub journal: Vec<JournalLine>,
    /// How the administrator is named on papers.
    pub administrator: String,
    /// Records that could not be read; they stay where they are.
    pub unreadable: u32,
    /// Whether a one-time code could make a new vault on this kit.
    pub has_card: bool,
}

/// Whatever happens. The enum is closed (I2).
#[derive(Clone, Debug)]
pub enum Input {
    /// A person asked for something.
    Command(Command),
    /// The kit is open.
    Unlocked(Box<Awakening>),
    /// The kit stays shut.
    UnlockRefused(Trouble),
    /// A wish about keys was carried out, or why not.
    KeySet {
        /// Which.
        wish: KeyWish,
        /// Why not.
        trouble: Option<Trouble>,
    },
    /// The open visit belongs to the colleague, or why not.
    PassedOn {
        /// Why not.
        trouble: Option<Trouble>,
    },
    /// A record lies safely on disk up to this revision.
    RecordSaved {
        /// Which.
        record: RecordId,
        /// Up to where.
        revision: u64,
    },
    /// A record could not be written.
    RecordNotSaved {
        /// Which.
        record: RecordId,
        /// Why.
        trouble: Trouble,
    },
    /// The reader read lines that look like a machine readable zone.
    MrzRead {
        /// The lines as they came.
        lines: Vec<String>,
    },
    /// The chip of a card was read; what was wrong with a card that was not comes as `Noticed`.
    CardRead {
        /// For which visit.
        visit: VisitId,
        /// What it told.
        facts: Box<ChipFacts>,
    },
    /// A page was cleaned, encrypted and stored.
    PageArrived {
        /// For which application.
        application: ApplicationId,
        /// For which line of the checklist.
        document: DocumentKey,
        /// The page.
        page: PageRef,
    },
    /// A scan or import is over; pages that arrived before stay.
    WorkEnded {
        /// What stopped it early, if anything.
        trouble: Option<Trouble>,
    },
    /// A paper is printed.
    Printed {
        /// Which order.
        print: PrintId,
    },
    /// A paper could not be printed; the order may be given again.
    NotPrinted {
        /// Which order.
        print: PrintId,
        /// Why.
        trouble: Trouble,
    },
    /// Something was done in another way than was asked, which a person should hear of; it stops nothing.
    Noticed(Trouble),
    /// A profile of this version was taken over; it counts from the next unlocking.
    ProfileTaken {
        /// Its version.
        version: u64,
    },
    /// An application is sealed and its key is overwritten.
    Sealed {
        /// Which.
        application: ApplicationId,
        /// Bytes that wait to be delivered for it.
        bytes: u64,
    },
    /// An application could not be sealed; it is still a draft.
    NotSealed {
        /// Which.
        application: ApplicationId,
        /// Why.
        trouble: Trouble,
    },
    /// The journal changed.
    Journal(Vec<JournalLine>),
    /// The outbox changed.
    Outbox(Outbox),
    /// The devices changed.
    Devices(Vec<DeviceLine>),
    /// Something came from the centre.
    Dispatched(Dispatched),
    /// How an examination stands; none where it was stopped.
    Examined(Option<Examination>),
    /// A stick was read and written.
    StickUsed(StickUse),
    /// A while passed.
    Tick,
}
