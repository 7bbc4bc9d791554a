//! What the window may show: one finished view at a time, made by the registrar, drawn and never changed by the window.
//! Nothing of an applicant is in a view while the gate is closed.

use std::sync::Arc;

use egui::ColorImage;
use jiff::civil::Date;
use parcel::ApplicationId;

use crate::{due::Step, inbox::Entry, ledger::Stage, report, seat::Seat, sheet::Sheet};

/// Whether the ledger is open.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Gate {
    /// Closed; with what went wrong the last time.
    Locked(Option<String>),
    Unlocking,
    Open,
}

/// What is shown; the order is that of the tabs and of their keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tab {
    Register,
    Kits,
    Keys,
    Sending,
    Report,
    Log,
}

impl Tab {
    pub(super) const ALL: [Self; 6] = [
        Self::Register,
        Self::Kits,
        Self::Keys,
        Self::Sending,
        Self::Report,
        Self::Log,
    ];

    /// Its name in locale keys: `tab-KEY`.
    pub(super) fn key(self) -> &'static str {
        match self {
            Self::Register => "register",
            Self::Kits => "kits",
            Self::Keys => "keys",
            Self::Sending => "sending",
            Self::Report => "report",
            Self::Log => "log",
        }
    }
}

/// One row of the list, all of the same height.
#[derive(Clone)]
pub(super) enum Row {
    Community {
        name: String,
        /// Overdue or due today; waiting to be registered.
        counts: (usize, usize),
    },
    Application(Box<Entry>),
}

/// The scans of an application.
#[derive(Clone)]
pub(super) enum Pages {
    /// These are drawn; more may come.
    Here {
        pages: Vec<Arc<ColorImage>>,
        more: bool,
    },
    Fault(String),
}

/// The application that is shown.
#[derive(Clone)]
pub(super) struct Shown {
    pub(super) id: ApplicationId,
    pub(super) sheet: Arc<Sheet>,
    pub(super) stage: Stage,
    /// What is due next, in words; empty where nothing is.
    pub(super) due: String,
    pub(super) next: Option<Step>,
    pub(super) pages: Pages,
}

/// One kit.
#[derive(Clone)]
pub(super) struct KitLine {
    pub(super) number: u16,
    pub(super) standing: &'static str,
    pub(super) version: u64,
    pub(super) people: String,
    /// Label and value: last seen, waiting, missing.
    pub(super) facts: Vec<(String, String)>,
}

/// One step of the walk through the keys of the year.
#[derive(Clone)]
pub(super) struct WalkStep {
    /// Locale key of the step: `walk-KEY` and `walk-KEY-help`.
    pub(super) key: &'static str,
    /// How it stands, in words.
    pub(super) state: String,
    pub(super) is_done: bool,
    /// The command that does it.
    pub(super) command: &'static str,
}

/// Something that was sent, or an unfinished visit that came.
#[derive(Clone)]
pub(super) struct SentLine {
    pub(super) words: String,
    pub(super) state: String,
    pub(super) is_taken: bool,
}

/// An unfinished visit.
#[derive(Clone)]
pub(super) struct DraftLine {
    pub(super) name: String,
    pub(super) words: String,
    pub(super) is_returned: bool,
}

/// The counts of a quarter.
#[derive(Clone, Default)]
pub(super) struct Quarter {
    pub(super) year: i16,
    pub(super) quarter: i8,
    pub(super) rows: Vec<report::Count>,
}

/// Everything the window may show.
#[derive(Clone)]
pub(super) struct View {
    pub(super) gate: Gate,
    pub(super) seat: Option<Seat>,
    pub(super) today: Date,
    pub(super) rows: Arc<Vec<Row>>,
    /// Faulty parcels, in words.
    pub(super) faults: Vec<String>,
    /// What is missing, in words.
    pub(super) gaps: Vec<String>,
    pub(super) shown: Option<Shown>,
    pub(super) kits: Vec<KitLine>,
    pub(super) walk: Vec<WalkStep>,
    pub(super) key_lines: Vec<String>,
    pub(super) sent: Vec<SentLine>,
    pub(super) drafts: Vec<DraftLine>,
    pub(super) report: Quarter,
    pub(super) log: Arc<Vec<String>>,
    /// Locale key of what is going on.
    pub(super) busy: Option<&'static str>,
    pub(super) message: Option<String>,
}

impl View {
    pub(super) fn locked(today: Date, why: Option<String>) -> Self {
        Self {
            gate: Gate::Locked(why),
            seat: None,
            today,
            rows: Arc::default(),
            faults: Vec::new(),
            gaps: Vec::new(),
            shown: None,
            kits: Vec::new(),
            walk: Vec::new(),
            key_lines: Vec::new(),
            sent: Vec::new(),
            drafts: Vec::new(),
            report: Quarter::default(),
            log: Arc::default(),
            busy: None,
            message: None,
        }
    }

    /// The applications in the order of the list.
    pub(super) fn entries(&self) -> impl DoubleEndedIterator<Item = &Entry> {
        self.rows.iter().filter_map(|row| match row {
            Row::Application(entry) => Some(&**entry),
            Row::Community { .. } => None,
        })
    }
}
