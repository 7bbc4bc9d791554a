//! What a screen may show: one immutable picture of the office, drawn every frame, answered with commands (I7).

use crate::application::{
    CornerStay, FeeProof, Kin, Kinship, Matter, Postponement, RefusalToAccept, Stage,
};
use crate::command::{KeyWish, Secret};
use crate::dispatch::News;
use crate::document::{Form, PageRef};
use crate::finding::Finding;
use crate::form::{Answer, FormView};
use crate::id::{ApplicationId, CommunityId, DocumentKey, PageId, ServiceId, VisitId};
use crate::label::Label;
use crate::number::Number;
use crate::profile::ProfileView;
use crate::residue::Examination;
use crate::service::{Due, Refusal};
use crate::time::ClockSource;
use crate::trouble::{DeviceKind, Trouble};
use crate::visit::{Visit, VisitState};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The whole picture.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Snapshot {
    /// Grows with everything that happens, the clock's tick apart.
    pub generation: u64,
    /// Whether the kit is open.
    pub gate: Gate,
    /// The kit's pseudonym and the profile's communities.
    pub kit: Kit,
    /// Local date and time for the status bar, `21.11.2026` and `14:05`.
    pub date: String,
    /// See `date`.
    pub time: String,
    /// True where the clock is doubtful and a person should look.
    pub clock_doubtful: bool,
    /// Where date and time come from.
    pub clock: ClockSource,
    /// The visits on this kit: those that are going on, newest first; those ahead, in the order of the route; the rest.
    pub visits: Vec<VisitLine>,
    /// The visit that is open.
    pub visit: Option<VisitView>,
    /// The outbox.
    pub outbox: Outbox,
    /// What came of the last stick.
    pub stick: Option<StickUse>,
    /// The journal, newest first.
    pub journal: Vec<JournalLine>,
    /// What the centre said of applications, newest first.
    pub news: Vec<News>,
    /// What belongs to numbers of the journal: what was sealed, and drafts.
    pub mended: Vec<MendedLine>,
    /// How the papers of the day stand.
    pub day_papers: DayPapers,
    /// Applications that will miss their hand-over, the oldest first.
    pub hand_over: Vec<HandOverLine>,
    /// The devices.
    pub devices: Vec<DeviceLine>,
    /// What went wrong lately, newest last; at most eight.
    pub notices: Vec<Notice>,
    /// What runs and can be stopped.
    pub work: Option<Work>,
    /// Seconds until the kit locks by itself, in the last minute before it.
    pub lock_in_s: Option<u32>,
    /// Words that were drawn and are to be written down.
    pub drawn: Option<Drawn>,
    /// What the kit tells whoever finds it, where somebody asked.
    pub examination: Option<Examination>,
    /// What a resident who fills in alone may see.
    pub corner: Option<CornerView>,
}

/// The self-service corner: one form, and after it a number. No other field of the picture is filled beside it but the name
/// of the kit and the clock.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CornerView {
    /// The draft with its form and nothing else. Empty once the resident is done.
    pub application: Option<ApplicationView>,
    /// Where its places are, for the search of places.
    pub community: CommunityId,
    /// What the resident says at the desk.
    pub number: u16,
    /// Whether the administrator was called.
    pub help: bool,
}

/// Words that were drawn for a wish about keys. They are shown until they are typed back or given up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Drawn {
    /// What they are for.
    pub wish: KeyWish,
    /// The words.
    pub words: Secret,
    /// True while they are being set.
    pub setting: bool,
}

/// Whether the kit is open.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(tag = "gate", rename_all = "snake_case")]
pub enum Gate {
    /// Locked; the last refusal, if any.
    Locked {
        /// Why the last try was refused.
        refusal: Option<Trouble>,
    },
    /// A passphrase is being tried (about a second).
    #[default]
    Trying,
    /// Open.
    Open {
        /// How the administrator is named on papers.
        administrator: String,
    },
    /// In a resident's hands: there is one draft and nothing else.
    Corner,
    /// Being shut: nothing is shown, and the program becomes a new image.
    Closing,
}

/// The kit and what it offers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Kit {
    /// True where nobody is real and nothing is delivered.
    pub training: bool,
    /// What is painted on the case: `Валіза 042`.
    pub name: String,
    /// Communities a visit may belong to.
    pub communities: Vec<(CommunityId, Label)>,
    /// Services of the catalogue.
    pub services: Vec<ServiceLine>,
    /// The profile in use.
    pub profile: ProfileView,
}

/// A service on offer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ServiceLine {
    /// Which.
    pub id: ServiceId,
    /// Its name.
    pub name: Label,
    /// Fee in words.
    pub fee: Label,
    /// Term in words.
    pub term: Label,
}

/// A visit in the list of today.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct VisitLine {
    /// Which.
    pub id: VisitId,
    /// Applicant's full name; empty where it is not known yet.
    pub applicant: String,
    /// Place as written, without raion and region.
    pub place: String,
    /// Community.
    pub community: CommunityId,
    /// When it began, `14:05`.
    pub time: String,
    /// How far it has come.
    pub state: VisitState,
    /// The words of whoever screened it or broke it off.
    pub state_reason: String,
    /// Its place in the route of the day, from 1; 0 where it has none.
    pub place_in_route: u32,
    /// Who called and their telephone, for the way there.
    pub caller: String,
    /// The day that it is planned for where that is still to come, ISO 8601; else empty.
    pub day: String,
    /// Services that were asked for.
    pub wanted: Vec<ServiceLine>,
    /// Applications still open.
    pub open: usize,
    /// Applications that wait for another day; they are among the open ones.
    pub postponed: usize,
    /// Applications sealed since the kit was unlocked.
    pub sealed: usize,
    /// What residents who filled in alone will say at the desk, for what is still to be looked at.
    pub corner: Vec<u16>,
}

/// An application that must be with the authority on the next working day and is not with the depot yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HandOverLine {
    /// Its number.
    pub number: Number,
    /// The last day, `24.11.2026`.
    pub due: String,
    /// How pressing it is.
    pub press: Press,
    /// What helps, the best first.
    pub remedies: Vec<HandOverRemedy>,
}

/// How pressing a hand-over is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Press {
    /// Its day is over.
    Late,
    /// It is due today.
    Today,
    /// It is due on the next working day, the day's work is over and there is no coverage.
    Tomorrow,
}

/// What helps an application that waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum HandOverRemedy {
    /// Go where there is coverage.
    Hill,
    /// Copy it to a stick and hand that over.
    Stick,
    /// Bring the kit to the centre.
    Office,
}

impl HandOverRemedy {
    /// Its name in locale keys.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Hill => "hill",
            Self::Stick => "stick",
            Self::Office => "office",
        }
    }
}

/// The open visit.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct VisitView {
    /// Its folder.
    pub visit: Visit,
    /// Findings about the applicant.
    pub findings: Vec<Finding>,
    /// Its applications, in the order they were begun.
    pub applications: Vec<ApplicationView>,
    /// The one that is worked on.
    pub current: Option<ApplicationId>,
    /// True where everything typed lies safely on disk.
    pub saved: bool,
}

impl VisitView {
    /// The application that is worked on.
    #[must_use]
    pub fn current(&self) -> Option<&ApplicationView> {
        self.applications
            .iter()
            .find(|view| Some(view.id) == self.current)
    }
}

/// One application of the open visit.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ApplicationView {
    /// Which.
    pub id: ApplicationId,
    /// Its service.
    pub service: ServiceLine,
    /// What it is about.
    pub matter: Matter,
    /// How far it has come.
    pub stage: Stage,
    /// Its form. Empty once it is sealed.
    pub form: FormView,
    /// The answers in words, for the review. Empty once it is sealed.
    pub answers: Vec<Answer>,
    /// The checklist with its pages, the signed sheet last.
    pub documents: Vec<DocumentView>,
    /// Findings of form and documents.
    pub findings: Vec<Finding>,
    /// Consent text to be read out.
    pub consent_text: Label,
    /// Whether consent was given.
    pub consented: bool,
    /// How the fee stands.
    pub fee: FeeProof,
    /// What is due today; `None` where nothing is.
    pub due: Option<Due>,
    /// Whether it is to be paid and the community has an account for it.
    pub payable: bool,
    /// The grounds on which a person may refuse to accept it, by the card of its service.
    pub grounds: Vec<Refusal>,
    /// The ground on which a person refused to accept it.
    pub refusal: Option<RefusalToAccept>,
    /// Why it waits for another day.
    pub postponed: Option<Postponement>,
    /// The resident filled it in alone.
    pub corner: Option<CornerStay>,
    /// Its number, once drawn.
    pub number: Option<Number>,
    /// How its papers stand.
    pub papers: PapersView,
    /// Bytes of all pages together.
    pub bytes: u64,
}

/// How the papers of an application stand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PapersView {
    /// The application for the signature.
    pub application: PaperState,
    /// The consent on a sheet of its own.
    pub consent: PaperState,
    /// What to pay by.
    pub payment: PaperState,
    /// The inventory.
    pub inventory: PaperState,
    /// The route sheet.
    pub route_sheet: PaperState,
    /// The slip.
    pub slip: PaperState,
    /// True while inventory and route sheet can be printed again.
    pub held: bool,
}

/// How the papers of the day stand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct DayPapers {
    /// The sheet of the route ahead.
    pub trip_sheet: PaperState,
    /// The journal of numbers.
    pub journal: PaperState,
}

/// How one paper stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum PaperState {
    /// Not asked for.
    #[default]
    None,
    /// Being typeset or printed.
    Printing,
    /// Printed.
    Printed,
    /// Not printed; it can be tried again.
    Failed(Trouble),
}

/// A line of the checklist.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DocumentView {
    /// Which.
    pub key: DocumentKey,
    /// What it is. The signed sheet has empty words: the locale names it.
    pub name: Label,
    /// Which row of the form it is for, from 1: the second child's certificate.
    pub row: Option<usize>,
    /// Papers of which any one will do.
    pub alternatives: Vec<Label>,
    /// Whether the application is incomplete without it.
    pub required: bool,
    /// Original, copy or seen.
    pub form: Form,
    /// Sheets of paper.
    pub sheets: u32,
    /// Its pages.
    pub pages: Vec<PageRef>,
}

/// A line of the journal: number, day, state; no person, no service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JournalLine {
    /// The number.
    pub number: Number,
    /// Local day, ISO 8601.
    pub day: String,
    /// What became of it.
    pub state: JournalState,
    /// What it belongs to, where that was sealed before.
    #[serde(default)]
    pub belongs_to: Option<Kinship>,
}

/// A supplement, a withdrawal or a result handed over, and the number that it belongs to; without a word of its reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MendedLine {
    /// The number of the application.
    pub of: Number,
    /// The number of what belongs to it, once it is sealed.
    pub by: Option<Number>,
    /// In which way it belongs to it.
    pub kin: Kin,
}

/// What became of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JournalState {
    /// Printed, not yet sealed.
    Drawn,
    /// Sealed and waiting in the outbox.
    Sealed,
    /// The depot has everything.
    Delivered,
    /// Never used.
    Void,
}

/// The outbox in plain facts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Outbox {
    /// The parts, those that wait first.
    pub items: Vec<OutboxItem>,
    /// What is known of coverage.
    pub coverage: Coverage,
    /// Bytes that wait.
    pub bytes_left: u64,
    /// Bytes that went in a minute of coverage, measured on this link; `None` until enough has gone to know.
    pub bytes_a_minute: Option<u64>,
}

impl Outbox {
    /// Minutes of coverage that `bytes` need, rounded up.
    #[must_use]
    pub fn minutes_of_coverage(&self, bytes: u64) -> Option<u64> {
        let pace = self.bytes_a_minute.filter(|&pace| pace > 0)?;
        (bytes > 0).then(|| bytes.div_ceil(pace))
    }
}

/// One sealed part. It has no name on purpose (P4): a running number on the screen, a size, a state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OutboxItem {
    /// First eight digits of its digest.
    pub short: String,
    /// True for a summary, false for pages.
    pub summary: bool,
    /// Bytes.
    pub bytes: u64,
    /// Bytes that the depot has.
    pub sent: u64,
    /// Its state.
    pub state: DeliveryState,
    /// Whether a copy lies on a stick: two copies instead of one.
    pub on_stick: bool,
}

/// What came of a stick.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct StickUse {
    /// Dispatches that were taken in.
    pub read: u32,
    /// Waiting parts of which a copy is on it now.
    pub copied: u32,
}

/// Where a part stands. Only a verified receipt makes it delivered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum DeliveryState {
    /// Waits for coverage or its turn.
    Waiting,
    /// Waits for the end of the day or for other applications' documents, so that the time of its arrival tells nothing.
    Resting,
    /// Is being sent.
    Sending,
    /// Was cut off; the next try follows.
    Retrying {
        /// Seconds until then.
        seconds: u32,
        /// Why, as a locale key: `delivery-cut`.
        reason: String,
    },
    /// The depot's signed receipt is verified; erased after the hold.
    Delivered,
    /// Set aside: somebody must look. Nothing else is held up.
    Aside {
        /// Why, as a locale key.
        reason: String,
    },
}

/// What is known of coverage.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Coverage {
    /// Not tried yet.
    #[default]
    Unknown,
    /// No depot answers.
    None,
    /// Something answers that is not the depot (a portal).
    Portal,
    /// The depot answers.
    Good,
}

/// A device on the devices screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DeviceLine {
    /// What it is.
    pub device: DeviceKind,
    /// Its model or path, as found.
    pub model: String,
    /// Its lamp.
    pub lamp: Lamp,
    /// What is wrong, where the lamp is not green.
    pub trouble: Option<Trouble>,
}

/// A lamp; never shown by colour alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Lamp {
    /// Not configured in this kit.
    #[default]
    Absent,
    /// Ready.
    Ready,
    /// Working.
    Busy,
    /// Needs a hand.
    Trouble,
}

/// A notice with its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Notice {
    /// Its number, to put it away.
    pub id: u64,
    /// What went wrong.
    pub trouble: Trouble,
}

/// A scan, import or sealing that runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Work {
    /// What runs.
    pub kind: WorkKind,
    /// Pages so far.
    pub pages: u32,
}

/// What may run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum WorkKind {
    /// Pages come from the scanner.
    Scanning,
    /// Files are brought in.
    Importing,
    /// An application is being sealed; cannot be stopped.
    Sealing,
}

/// A small picture: 8-bit RGBA, row by row.
#[derive(Clone, Debug)]
pub struct Picture {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// `width * height * 4` bytes.
    pub rgba: Arc<[u8]>,
}

/// Where a screen gets the pictures of pages from. Never waits: a picture that is not there yet is `None`.
pub trait Pictures {
    /// A thumbnail, at most 320 pixels on its longer side.
    fn thumbnail(&self, page: PageId) -> Option<Picture>;
}
