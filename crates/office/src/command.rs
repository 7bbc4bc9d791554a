//! What the person at the kit may ask for (I2). A driver writes it as JSON: `{"do":"new_visit", ...}`.

mod input;
mod keys;

pub use input::{Awakening, Input, RecordId};
pub use keys::{KeyWish, Secret};

use crate::address::PlaceRef;
use crate::application::{FeeProof, PostponeGround};
use crate::document::Form;
use crate::id::{ApplicationId, CommunityId, DocumentKey, PageId, ServiceId, VisitId};
use crate::number::Number;
use crate::paper::PaperOrder;
use crate::person::{PersonField, PersonalText};
use crate::trouble::DeviceKind;
use crate::visit::{
    Authority, Basis, Channel, CheckResult, IdentityCheck, Notice, Opinion, Question, ResultWay,
    Signer, VisitField, VisitState, Whose,
};
use serde::{Deserialize, Serialize};
use std::fmt;

/// What the person at the kit asks for. The enum is closed: a new wish is a new variant (I2).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Command {
    /// Open the kit.
    Unlock {
        /// What was typed.
        passphrase: Secret,
    },
    /// Somebody is there: a touch or a key that asked for nothing else.
    Stay,
    /// Lock: a new process image that never held a key.
    Lock,
    /// Destroy every key on the kit at once. Drafts live on with the coordinators; what is sealed is still sent.
    Panic,
    /// Draw words for a wish about keys, to be written down and typed back.
    DrawKey {
        /// What they are for.
        wish: KeyWish,
    },
    /// Carry the wish out: the drawn words were written down and are typed back here.
    SetKey {
        /// What was typed.
        passphrase: Secret,
    },
    /// Give the wish up: the drawn words are forgotten, nothing has changed.
    LeaveKey,
    /// On a locked kit: make a new vault by a one-time code. Words for it were drawn before.
    Renew {
        /// The code of the sealed card, or of the coordinator.
        code: Secret,
        /// The drawn words, typed back.
        passphrase: Secret,
    },
    /// Hand the open visit with its drafts over to a colleague who is there and types their passphrase.
    PassOn {
        /// The colleague's.
        passphrase: Secret,
    },
    /// End the program; everything is saved already.
    Quit,
    /// The administrator looked at date and time: they are right as shown, or they are as said here.
    ConfirmClock {
        /// Local date and time, `2026-11-22 14:05`; absent where the clock is right.
        #[serde(default)]
        said: Option<String>,
    },
    /// Note a request for a visit and open its folder for what else was said.
    RequestVisit {
        /// Whose matter.
        community: CommunityId,
        /// On what ground the office should come.
        basis: Basis,
        /// How the request came.
        channel: Channel,
        /// What is wanted.
        #[serde(default)]
        services: Vec<ServiceId>,
    },
    /// Say after a talk by telephone whether a request is fit for a visit.
    ScreenVisit {
        /// Which.
        visit: VisitId,
        /// True where the office should come.
        fit: bool,
        /// Why not, or what to know.
        #[serde(default)]
        reason: PersonalText,
    },
    /// Give a visit its place in the route; the others make room.
    PlanVisit {
        /// Which.
        visit: VisitId,
        /// Place from 1; beyond the end means last.
        place: u32,
    },
    /// Put the route in order of villages, keeping the order within each.
    PlanByVillage,
    /// Leave for a visit.
    Depart {
        /// Which.
        visit: VisitId,
    },
    /// Arrive, and open the visit.
    Arrive {
        /// Which.
        visit: VisitId,
    },
    /// Break the open visit off: nobody home, alarm, unwell, refused, postponed. The coordinator is told by a report.
    BreakOff {
        /// How it ended.
        end: VisitState,
        /// In whose words.
        #[serde(default)]
        reason: PersonalText,
    },
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
    /// Let the resident fill in the current application alone: every other key goes, and a passphrase leads back.
    BeginCorner,
    /// In the corner: call the administrator, or no more.
    CallHelp {
        /// True to call.
        wanted: bool,
    },
    /// In the corner: the resident is done. The answers become a draft for the administrator.
    EndCorner,
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
    /// Say on what ground the representative signs.
    SetAuthority {
        /// The ground.
        authority: Authority,
    },
    /// Change how the resident receives the result.
    SetResultWay {
        /// How.
        way: ResultWay,
    },
    /// Print what the resident of the open visit reads in large print, or no more so.
    SetLargePrint {
        /// True where they asked for it.
        large: bool,
    },
    /// Note that an identity was checked against the person who is there.
    NoteIdentity {
        /// Whose.
        #[serde(default)]
        whose: Whose,
        /// How.
        method: IdentityCheck,
        /// What came of it.
        result: CheckResult,
    },
    /// Note what the resident answered to one of the two questions.
    SetFeedback {
        /// Which question.
        question: Question,
        /// The answer.
        opinion: Opinion,
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
    /// Say where the applicant lives: name, code and edition together, or a name alone.
    SetSettlement {
        /// The place.
        place: PlaceRef,
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
    /// Correct a sealed application, or add pages to it: a parcel of its own, with a reason and a signed paper.
    Supplement {
        /// The application's number.
        number: Number,
        /// Its service, where the kit does not know it any more.
        #[serde(default)]
        service: Option<ServiceId>,
        /// What is corrected, and why.
        reason: PersonalText,
    },
    /// Take a sealed application back for the resident, on a signed paper.
    Withdraw {
        /// The application's number.
        number: Number,
        /// Its service, where the kit does not know it any more.
        #[serde(default)]
        service: Option<ServiceId>,
        /// Why.
        reason: PersonalText,
    },
    /// Hand a result over against a signature.
    HandOver {
        /// The application's number.
        number: Number,
        /// Its service, where the kit does not know it any more.
        #[serde(default)]
        service: Option<ServiceId>,
        /// What is handed over.
        result: PersonalText,
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
    /// Read the chip of the card on the reader: by the number printed on it, or with an empty number by what its zone told.
    ReadCard {
        /// Card access number.
        can: PersonalText,
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
    /// Say how many sheets a document has, where they are not as many as its pages.
    SetSheets {
        /// Which line of the checklist.
        document: DocumentKey,
        /// Sheets.
        sheets: u32,
    },
    /// Say how the fee of the current application stands.
    SetFee {
        /// How.
        proof: FeeProof,
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
    /// The resident has read the review and, where data of theirs are taken, consents to their processing.
    GiveConsent,
    /// The resident wants something changed: back to filling. Takes a refusal or a postponement back as well.
    Reopen,
    /// Refuse to accept the current application. A person does that, with a ground; a rule never does (I15).
    Refuse {
        /// The ground's code in the service card, or `other`.
        ground: String,
        /// What was said to the resident.
        words: PersonalText,
    },
    /// Put the current application off. It stays a draft; `Reopen` takes it up again.
    Postpone {
        /// Why.
        ground: PostponeGround,
        /// What is proposed.
        proposal: PersonalText,
    },
    /// Give the current application up. Its number, if it has one, is void; without a reason nothing happens.
    GiveUp {
        /// Why.
        reason: PersonalText,
    },
    /// Print the application for the signature in ink; draws the number the first time.
    PrintApplication,
    /// Seal the current application and print inventory and slip.
    Finish,
    /// The papers are in the resident's hands: the print set is forgotten.
    PapersInHand,
    /// Print inventory and slip once more, as long as the print set is held.
    Reprint,
    /// Print one paper by itself.
    Print {
        /// Which.
        order: PaperOrder,
    },
    /// Take the next profile from a folder, most likely of a stick; it counts from the next unlocking.
    TakeProfile {
        /// The folder that the coordinator prepared.
        folder: std::path::PathBuf,
    },
    /// Print a test page.
    TestPage {
        /// On which printer.
        device: DeviceKind,
    },
    /// Read the kit's folder as a stranger would, and say what it tells. A locked kit does it too.
    Examine,
    /// Stop that.
    StopExamining,
    /// Try to deliver at once.
    TryNow,
    /// Take in what the centre left on a stick, and copy what waits onto it.
    UseStick {
        /// A folder on it.
        folder: std::path::PathBuf,
    },
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
            Self::Stay => "stay",
            Self::Lock => "lock",
            Self::Panic => "panic",
            Self::DrawKey { .. } => "draw_key",
            Self::SetKey { .. } => "set_key",
            Self::LeaveKey => "leave_key",
            Self::Renew { .. } => "renew",
            Self::PassOn { .. } => "pass_on",
            Self::Quit => "quit",
            Self::ConfirmClock { .. } => "confirm_clock",
            Self::RequestVisit { .. } => "request_visit",
            Self::ScreenVisit { .. } => "screen_visit",
            Self::PlanVisit { .. } => "plan_visit",
            Self::PlanByVillage => "plan_by_village",
            Self::Depart { .. } => "depart",
            Self::Arrive { .. } => "arrive",
            Self::BreakOff { .. } => "break_off",
            Self::NewVisit { .. } => "new_visit",
            Self::OpenVisit { .. } => "open_visit",
            Self::CloseVisit => "close_visit",
            Self::BeginCorner => "begin_corner",
            Self::CallHelp { .. } => "call_help",
            Self::EndCorner => "end_corner",
            Self::SetBasis { .. } => "set_basis",
            Self::SetSigner { .. } => "set_signer",
            Self::SetNotice { .. } => "set_notice",
            Self::SetAuthority { .. } => "set_authority",
            Self::SetResultWay { .. } => "set_result_way",
            Self::SetLargePrint { .. } => "set_large_print",
            Self::NoteIdentity { .. } => "note_identity",
            Self::SetFeedback { .. } => "set_feedback",
            Self::SetVisitText { .. } => "set_visit_text",
            Self::SetPerson { .. } => "set_person",
            Self::SetSettlement { .. } => "set_settlement",
            Self::OverridePerson { .. } => "override_person",
            Self::AddApplication { .. } => "add_application",
            Self::Supplement { .. } => "supplement",
            Self::Withdraw { .. } => "withdraw",
            Self::HandOver { .. } => "hand_over",
            Self::OpenApplication { .. } => "open_application",
            Self::SetAnswer { .. } => "set_answer",
            Self::AddRow { .. } => "add_row",
            Self::RemoveRow { .. } => "remove_row",
            Self::Override { .. } => "override",
            Self::Scan { .. } => "scan",
            Self::Import { .. } => "import",
            Self::ReadCard { .. } => "read_card",
            Self::StopWork => "stop_work",
            Self::SetDocumentForm { .. } => "set_document_form",
            Self::SetSheets { .. } => "set_sheets",
            Self::SetFee { .. } => "set_fee",
            Self::TurnPage { .. } => "turn_page",
            Self::MovePage { .. } => "move_page",
            Self::RemovePage { .. } => "remove_page",
            Self::RestorePage => "restore_page",
            Self::GiveConsent => "give_consent",
            Self::Reopen => "reopen",
            Self::Refuse { .. } => "refuse",
            Self::Postpone { .. } => "postpone",
            Self::GiveUp { .. } => "give_up",
            Self::PrintApplication => "print_application",
            Self::Finish => "finish",
            Self::PapersInHand => "papers_in_hand",
            Self::Reprint => "reprint",
            Self::Print { .. } => "print",
            Self::TakeProfile { .. } => "take_profile",
            Self::TestPage { .. } => "test_page",
            Self::Examine => "examine",
            Self::StopExamining => "stop_examining",
            Self::TryNow => "try_now",
            Self::UseStick { .. } => "use_stick",
            Self::Dismiss { .. } => "dismiss",
        }
    }
}
