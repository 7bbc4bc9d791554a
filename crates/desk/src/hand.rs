//! What the window remembers between frames: the screen, the texts being typed, language and appearance.
//!
//! Nothing here is the truth: the truth is in the snapshot. All of it is forgotten when the kit is locked, but for
//! language and appearance.

use crate::secret::Typed;
use look::{Appearance, Language, Words};
use office::address::FoundPlace;
use office::application::Stage;
use office::id::{ApplicationId, CommunityId, DocumentKey, PageId, ServiceId, VisitId};
use office::snapshot::{ApplicationView, Gate, Snapshot};
use office::visit::{Basis, Channel, IdentityCheck, VisitState};
use std::collections::BTreeMap;
use std::fmt;

/// The screens of an open kit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Screen {
    /// The visits of this kit and the beginning of another.
    #[default]
    Today,
    /// Ground, caller, signer, notice and services of the open visit.
    Visit,
    /// Who the applicant is.
    Identity,
    /// The questions of the service.
    Form,
    /// The checklist and its pages.
    Documents,
    /// Reading over, consent, printing, the signed sheet.
    Review,
    /// Sealing, number, papers to hand over.
    Finish,
    /// What waits to be delivered.
    Outbox,
    /// Lamps and test pages.
    Devices,
    /// Numbers and what became of them.
    Journal,
    /// Passphrases, the sealed card, handing a visit over.
    Keys,
    /// What the kit tells whoever finds it.
    Residue,
    /// Whether everything is there, before leaving.
    Readiness,
    /// Size of type, colours, language.
    Settings,
}

impl Screen {
    /// True for the screens that are about the open visit.
    #[must_use]
    pub fn is_of_visit(self) -> bool {
        matches!(
            self,
            Self::Visit
                | Self::Identity
                | Self::Form
                | Self::Documents
                | Self::Review
                | Self::Finish
        )
    }

    /// The field that takes the focus where the first thing to be done is to type.
    fn first_wish(self) -> Option<String> {
        match self {
            Self::Identity | Self::Form => Some(FIRST.to_owned()),
            Self::Visit => Some("service-filter".to_owned()),
            Self::Today
            | Self::Documents
            | Self::Review
            | Self::Finish
            | Self::Outbox
            | Self::Devices
            | Self::Journal
            | Self::Keys
            | Self::Residue
            | Self::Readiness
            | Self::Settings => None,
        }
    }
}

/// The wish for whatever field is drawn first.
const FIRST: &str = "";

/// The field of the words with which an application ends or waits.
pub(crate) const ENDING_WORDS: &str = "ending-words";

/// The window's own small state.
#[derive(Default)]
pub struct Hand {
    /// The screen that is shown while the kit is open.
    pub screen: Screen,
    /// The language of the screens.
    pub language: Language,
    /// Theme and size of type.
    pub appearance: Appearance,
    /// The screen to which Escape goes back.
    pub(crate) before: Screen,
    /// True while a locked kit shows what it tells whoever finds it.
    pub(crate) examining: bool,
    /// True while the help lies over the screen.
    pub(crate) help: bool,
    /// The appearance that the window wears.
    pub(crate) worn: Option<Appearance>,
    /// The height of the bar of keys in the frame before, in points.
    pub(crate) bar_height: f32,
    /// The texts of fields.
    pub(crate) buffers: BTreeMap<String, Buffer>,
    /// What is typed in fields whose text must not stay.
    pub(crate) secrets: BTreeMap<&'static str, Typed>,
    /// True while such fields show what is in them.
    pub(crate) shows_secrets: bool,
    /// True once words that are on no list were asked to be tried as they are.
    pub(crate) stranger_meant: bool,
    /// True while a passphrase with such words waits for an answer.
    pub(crate) asked_to_try: bool,
    /// True where somebody touched anything since the window asked.
    pub(crate) touched: bool,
    /// Since when the chord for panic is held, in egui's seconds.
    pub(crate) chord_since: Option<f64>,
    /// The field that takes the focus as soon as it is drawn.
    pub(crate) wish: Option<String>,
    /// The field that has the focus.
    pub(crate) typing: Option<String>,
    /// The widget on which Enter goes on: a text field, or a choice that is made already.
    pub(crate) settled: Option<egui::Id>,
    /// True where Enter was held back because something is still to be answered.
    pub(crate) held_back: bool,
    /// The step of the form that is shown, from 0; brought back to the last one where there are fewer.
    pub step: usize,
    /// The line of the checklist.
    pub(crate) document: Option<DocumentKey>,
    /// Pages that were removed and can be brought back.
    pub(crate) removed: u32,
    /// The finding that is being overridden, by its key.
    pub(crate) overriding: Option<String>,
    /// The way in which the application is about to end or wait.
    pub(crate) ending: Option<Ending>,
    /// The ground that was chosen for it, by its code.
    pub(crate) ground: String,
    /// True while a long list of services is unfolded though one was added.
    pub(crate) more_services: bool,
    /// How an identity is being checked, before the result is said.
    pub(crate) looked: Option<IdentityCheck>,
    /// The places below the field that asks for one.
    pub(crate) picking: Option<Picking>,
    /// The beginning of a visit.
    pub(crate) begin: Begin,
    /// What was shown last, to follow the work.
    pub(crate) followed: Followed,
    /// Small pictures of pages.
    pub(crate) textures: BTreeMap<PageId, egui::TextureHandle>,
    /// The last command that must not be given twice in one breath: its name, and egui's time in seconds.
    pub(crate) once: Option<(&'static str, f64)>,
    /// When the clock was asked about, in egui's seconds.
    pub(crate) clock_asked_at: Option<f64>,
    /// What about the plan of the day is being asked.
    pub(crate) ask: Option<Ask>,
    /// How the open visit is about to be broken off.
    pub(crate) end: Option<VisitState>,
    /// What is wished about a sealed application.
    pub(crate) mend: Mend,
    /// Its service, where the person knows it; empty where not.
    pub(crate) mend_service: ServiceId,
}

/// How an application ends or waits other than by a seal over a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    Refuse,
    Postpone,
    GiveUp,
}

impl Ending {
    /// Its name in locale keys.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Refuse => "refuse",
            Self::Postpone => "postpone",
            Self::GiveUp => "give_up",
        }
    }
}

/// The text of one field.
#[derive(Default)]
pub(crate) struct Buffer {
    /// What the field shows.
    pub(crate) text: String,
    /// The generation of the snapshot when the text was last sent; it stands until a later one comes.
    pub(crate) sent: Option<u64>,
}

/// What may be meant by the place that is being typed.
pub(crate) struct Picking {
    /// The field.
    pub(crate) key: String,
    pub(crate) found: Vec<FoundPlace>,
    /// True until it has been drawn once: then it is brought into sight.
    pub(crate) fresh: bool,
    /// True where the first row is to have the focus.
    pub(crate) lead: bool,
}

/// What a visit will begin with.
#[derive(Debug, Default)]
pub(crate) struct Begin {
    pub(crate) community: Option<CommunityId>,
    pub(crate) basis: Basis,
    pub(crate) channel: Channel,
    pub(crate) services: Vec<ServiceId>,
}

/// What is asked before the plan of the day changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ask {
    /// How a call came and what is wanted.
    Call,
    /// Why nobody will go.
    Reject(VisitId),
    /// How the open visit was broken off.
    BreakOff(VisitId),
}

/// What can be done about an application that is sealed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Mend {
    #[default]
    Supplement,
    Withdraw,
    HandOver,
}

impl Mend {
    pub(crate) const ALL: [Self; 3] = [Self::Supplement, Self::Withdraw, Self::HandOver];

    /// Its name in locale keys.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Supplement => "supplement",
            Self::Withdraw => "withdraw",
            Self::HandOver => "hand_over",
        }
    }
}

/// Where the work stood in the frame before.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Followed {
    pub(crate) open: bool,
    pub(crate) corner: bool,
    pub(crate) visit: Option<VisitId>,
    pub(crate) application: Option<ApplicationId>,
    pub(crate) stage: Option<Stage>,
}

impl fmt::Debug for Hand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // What is typed is a person's (I12).
        f.debug_struct("Hand")
            .field("screen", &self.screen)
            .field("language", &self.language)
            .field("appearance", &self.appearance)
            .finish_non_exhaustive()
    }
}

impl Hand {
    /// A hand that begins with this language and appearance.
    #[must_use]
    pub fn new(language: Language, appearance: Appearance) -> Self {
        Self {
            language,
            appearance,
            ..Self::default()
        }
    }

    /// Whether somebody touched a key, the screen or the mouse since this was asked last.
    pub fn take_touch(&mut self) -> bool {
        std::mem::take(&mut self.touched)
    }

    /// Wishes the focus for what is lacking, or for the first field where nothing is.
    pub(crate) fn wish_for(&mut self, lacking: Vec<String>) {
        self.wish = Some(lacking.into_iter().next().unwrap_or(FIRST.to_owned()));
    }

    /// Takes the wish for the field `key`, where there is one.
    pub(crate) fn take_wish(&mut self, key: &str) -> bool {
        self.wish
            .take_if(|wish| wish == key || wish == FIRST)
            .is_some()
    }

    /// The words of the screens.
    #[must_use]
    pub fn words(&self) -> Words {
        Words::new(self.language)
    }

    /// Goes to a screen; Escape comes back from one that is not of the visit.
    pub fn go(&mut self, screen: Screen) {
        if self.screen != screen {
            if screen.is_of_visit() || self.screen.is_of_visit() || self.screen == Screen::Today {
                self.before = self.screen;
            }
            self.screen = screen;
            self.held_back = false;
            self.overriding = None;
            self.typing = None;
            self.wish = screen.first_wish();
            self.ending = None;
            self.more_services = false;
        }
    }

    /// Goes where the work has gone: into a visit that was opened, on with an application whose stage has changed, out
    /// of what was closed. Forgets everything typed when the kit is locked.
    pub(crate) fn follow(&mut self, snapshot: &Snapshot) {
        let open = matches!(snapshot.gate, Gate::Open { .. });
        let view = snapshot.visit.as_ref().filter(|_| open);
        let current = view.and_then(|view| view.current());
        let now = Followed {
            open,
            corner: snapshot
                .corner
                .as_ref()
                .is_some_and(|view| view.application.is_some()),
            visit: view.map(|view| view.visit.id),
            application: current.map(|application| application.id),
            stage: current.map(|application| application.stage),
        };
        if now == self.followed {
            return;
        }
        let before = std::mem::replace(&mut self.followed, now);
        if !open {
            if before.open || before.corner {
                self.forget();
            }
            if self.followed.corner {
                self.wish_for(Vec::new());
            }
            return;
        }
        let now = &self.followed;
        if now.visit != before.visit {
            self.buffers.clear();
            self.picking = None;
            self.textures.clear();
            self.step = 0;
            self.document = None;
            self.removed = 0;
            self.looked = None;
            let screen = match (now.visit, current) {
                (None, _) => Screen::Today,
                (Some(_), None) => Screen::Visit,
                (Some(_), Some(application)) => screen_of(application),
            };
            self.go(screen);
        } else if now.application != before.application {
            self.buffers.remove(ENDING_WORDS);
            self.textures.clear();
            self.step = 0;
            self.document = None;
            self.removed = 0;
            if before.application.is_some() || self.screen != Screen::Visit {
                self.go(current.map_or(Screen::Visit, screen_of));
            }
        } else if let Some(application) = current
            && self.screen.is_of_visit()
            && !(self.screen == Screen::Review && application.stage == Stage::Signed)
        {
            // A signed sheet may have further pages: the review stays until somebody goes on.
            self.go(screen_of(application));
        }
    }

    /// Forgets everything about persons: at the lock.
    pub(crate) fn forget(&mut self) {
        let fresh = Self {
            followed: std::mem::take(&mut self.followed),
            worn: self.worn,
            ..Self::new(self.language, self.appearance)
        };
        *self = fresh;
    }
}

/// Where an application is worked on.
fn screen_of(application: &ApplicationView) -> Screen {
    match application.stage {
        Stage::Filling if application.postponed.is_some() || !application.matter.has_form() => {
            Screen::Review
        }
        Stage::Filling => Screen::Form,
        Stage::Reviewed => Screen::Review,
        Stage::Signed | Stage::Sealing | Stage::Sealed => Screen::Finish,
    }
}
