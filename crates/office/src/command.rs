//! Everything that can happen: what a person asks for, and what devices, store and courier report (I2).

use crate::document::{Form, PageRef};
use crate::id::{ApplicationId, CommunityId, DocumentKey, PageId, PrintId, ServiceId, VisitId};
use crate::person::PersonField;
use crate::snapshot::{DeviceLine, JournalLine, Outbox};
use crate::trouble::{DeviceKind, Trouble};
use crate::visit::{Basis, Notice, Signer, VisitField};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A text that must not be shown: a passphrase. `Debug` prints its length only.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Secret(pub String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secret({} bytes)", self.0.len())
    }
}

/// What the person at the kit asks for. The enum is closed: a new wish is a new variant (I2).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Command {
    /// Open the kit.
    Unlock {
        /// What was typed.
        passphrase: Secret,
    },
    /// Lock: a new process image that never held a key.
    Lock,
    /// End the program; everything is saved already.
    Quit,
    /// Begin a visit.
    NewVisit {
        /// Whose matter and letterhead.
        community: CommunityId,
        /// Why the office came.
        basis: Basis,
    },
    /// Go on with a visit.
    OpenVisit {
        /// Which.
        visit: VisitId,
    },
    /// Put the visit away; its drafts stay.
    CloseVisit,
    /// Change the ground of the open visit.
    SetBasis {
        /// Why the office came.
        basis: Basis,
    },
    /// Change who signs.
    SetSigner {
        /// Who.
        signer: Signer,
    },
    /// Change how the resident wants to be told.
    SetNotice {
        /// How.
        notice: Notice,
    },
    /// Change a text of the visit.
    SetVisitText {
        /// Which.
        field: VisitField,
        /// The whole text.
        text: String,
    },
    /// Change a field of the applicant's identity.
    SetPerson {
        /// Which.
        field: PersonField,
        /// The whole text.
        text: String,
    },
    /// Override a finding about the person with a reason; an empty reason takes the override back.
    OverridePerson {
        /// The finding's key.
        finding: String,
        /// Why.
        reason: String,
    },
    /// Begin an application for a service in the open visit.
    AddApplication {
        /// Which service.
        service: ServiceId,
    },
    /// Turn to another application of the open visit.
    OpenApplication {
        /// Which.
        application: ApplicationId,
    },
    /// Answer a question of the current application.
    SetAnswer {
        /// The question's path.
        path: String,
        /// The whole answer.
        value: String,
    },
    /// Add a row to a repeat.
    AddRow {
        /// The repeat's path.
        path: String,
    },
    /// Remove a row of a repeat.
    RemoveRow {
        /// The repeat's path.
        path: String,
        /// Position from 1.
        position: usize,
    },
    /// Override a finding of the current application; an empty reason takes the override back.
    Override {
        /// The finding's key.
        finding: String,
        /// Why.
        reason: String,
    },
    /// Scan pages into a document of the current application.
    Scan {
        /// Which line of the checklist, or [`crate::document::SIGNED_SHEET`].
        document: DocumentKey,
    },
    /// Bring files in as pages of a document.
    Import {
        /// Which line of the checklist.
        document: DocumentKey,
        /// Paths on a stick or folder; never stored.
        paths: Vec<std::path::PathBuf>,
    },
    /// Stop the scan or import that runs; pages that arrived are kept.
    StopWork,
    /// Say whether a paper is original, copy or only seen.
    SetDocumentForm {
        /// Which line of the checklist.
        document: DocumentKey,
        /// What it is.
        form: Form,
    },
    /// Turn a page a quarter to the right.
    TurnPage {
        /// Which.
        page: PageId,
    },
    /// Move a page one place up or down within its document.
    MovePage {
        /// Which.
        page: PageId,
        /// True towards the end.
        later: bool,
    },
    /// Remove a page. It can be brought back until the application is sealed.
    RemovePage {
        /// Which.
        page: PageId,
    },
    /// Bring the page back that was removed last.
    RestorePage,
    /// The resident has read the review and consents to the processing of their data.
    GiveConsent,
    /// The resident wants something changed: back to filling.
    Reopen,
    /// Print the application for the signature in ink; draws the number the first time.
    PrintApplication,
    /// Seal the current application and print inventory and slip.
    Finish,
    /// The papers are in the resident's hands: the print set is forgotten.
    PapersInHand,
    /// Print inventory and slip once more, as long as the print set is held.
    Reprint,
    /// Print a test page.
    TestPage {
        /// On which printer.
        device: DeviceKind,
    },
    /// Try to deliver at once.
    TryNow,
    /// Put a notice away.
    Dismiss {
        /// Its number.
        notice: u64,
    },
}

impl fmt::Debug for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The texts of a command are a person's; only its name may reach a log (I12).
        f.write_str(self.name())
    }
}

impl Command {
    /// The command's name, log-safe.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Unlock { .. } => "unlock",
            Self::Lock => "lock",
            Self::Quit => "quit",
            Self::NewVisit { .. } => "new_visit",
            Self::OpenVisit { .. } => "open_visit",
            Self::CloseVisit => "close_visit",
            Self::SetBasis { .. } => "set_basis",
            Self::SetSigner { .. } => "set_signer",
            Self::SetNotice { .. } => "set_notice",
            Self::SetVisitText { .. } => "set_visit_text",
            Self::SetPerson { .. } => "set_person",
            Self::OverridePerson { .. } => "override_person",
            Self::AddApplication { .. } => "add_application",
            Self::OpenApplication { .. } => "open_application",
            Self::SetAnswer { .. } => "set_answer",
            Self::AddRow { .. } => "add_row",
            Self::RemoveRow { .. } => "remove_row",
            Self::Override { .. } => "override",
            Self::Scan { .. } => "scan",
            Self::Import { .. } => "import",
            Self::StopWork => "stop_work",
            Self::SetDocumentForm { .. } => "set_document_form",
            Self::TurnPage { .. } => "turn_page",
            Self::MovePage { .. } => "move_page",
            Self::RemovePage { .. } => "remove_page",
            Self::RestorePage => "restore_page",
            Self::GiveConsent => "give_consent",
            Self::Reopen => "reopen",
            Self::PrintApplication => "print_application",
            Self::Finish => "finish",
            Self::PapersInHand => "papers_in_hand",
            Self::Reprint => "reprint",
            Self::TestPage { .. } => "test_page",
            Self::TryNow => "try_now",
            Self::Dismiss { .. } => "dismiss",
        }
    }
}

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
    /// A while passed.
    Tick,
}
