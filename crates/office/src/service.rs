//! A service of the catalogue as the office needs it: its information card, technological card, checklist, form, consent.
//!
//! All of it is dated data that a centre wrote and the catalogue checked; nothing here knows a law, a sum or a term.

pub mod checklist;
pub mod fee;

use crate::deadline::Term;
use crate::form::FormView;
use crate::id::{DocumentKey, ServiceId};
use crate::label::Label;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

pub use checklist::{Condition, DocumentRule, Needed};
pub use fee::{BaseTable, BaseYear, Due, Sum, Tariff};

/// An administrative service, checked by the catalogue (Law 5203-VI art. 8: information card and technological card).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// The Guide's identifier or the folder's name.
    pub id: ServiceId,
    /// What residents call it.
    pub name: Label,
    /// The authority that decides.
    pub authority: Label,
    /// Fee in words, from the dated card; the sums are in `tariffs`.
    pub fee: Label,
    /// Term in words, from the dated card; the days are in `terms`.
    pub term: Label,
    /// Days after which the resident may ask; calendar days.
    pub ask_after_days: u32,
    /// What a visit must know before it promises this service.
    pub flags: Flags,
    /// The legal acts that the card rests on.
    pub acts: Vec<Act>,
    /// On which grounds it is asked for.
    pub grounds: Vec<Label>,
    /// The checklist.
    pub documents: Vec<DocumentRule>,
    /// What it costs; empty = free of charge.
    pub tariffs: Vec<Tariff>,
    /// How long it takes, the usual case first; never empty but where the centre still has to supply it.
    pub terms: Vec<TermRule>,
    /// Why it may be refused.
    pub refusals: Vec<Refusal>,
    /// What the resident gets in the end.
    pub results: Vec<Label>,
    /// How they may get it.
    pub receiving: Vec<ResultWay>,
    /// Text of the consent to data processing, with its version.
    pub consent: Consent,
    /// The technological card: who does what in which time.
    pub steps: Vec<Step>,
    /// Paper templates that replace the built-in ones of the same name, as Typst text.
    pub papers: BTreeMap<String, String>,
    /// The form as an ODK XForm.
    pub xform: String,
    /// What the centre itself still has to supply.
    pub supply: Vec<Supply>,
    /// True where the card as a whole has not been checked against a primary source.
    pub unverified: bool,
    /// The single facts that have not: `fee`, `documents.identity`, `refusals.incomplete`, `acts.2`.
    pub unverified_facts: Vec<String>,
}

impl Service {
    /// Whether nobody has compared that fact with a primary source; see `unverified_facts` for how facts are named.
    #[must_use]
    pub fn is_unverified(&self, fact: &str) -> bool {
        self.unverified || self.unverified_facts.iter().any(|one| one == fact)
    }

    /// The checklist for this applicant: a line for every document that the answers make needed, one for each row where
    /// the card says so. Without a form every line applies.
    #[must_use]
    pub fn checklist(&self, answers: Option<&FormView>) -> Vec<Needed> {
        checklist::expand(&self.documents, answers)
    }

    /// The rule that a key of the checklist belongs to, with or without its row.
    #[must_use]
    pub fn rule(&self, key: &DocumentKey) -> Option<&DocumentRule> {
        let name = checklist::without_row(&key.0);
        self.documents.iter().find(|rule| rule.key.0 == name)
    }

    /// The tariff that the answers choose: the first whose conditions hold. `None` = free of charge.
    #[must_use]
    pub fn tariff(&self, answers: Option<&FormView>) -> Option<&Tariff> {
        self.tariffs
            .iter()
            .find(|tariff| tariff.when.iter().all(|one| one.holds(answers, None)))
    }

    /// The reasons for which an administrator may refuse to accept an application.
    pub fn refusals_at(&self, stage: Stage) -> impl Iterator<Item = &Refusal> {
        self.refusals.iter().filter(move |one| one.stage == stage)
    }
}

/// What a visit must know before it promises a service.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Flags {
    /// It can only be finished while a state register answers; intake is possible all the same.
    pub needs_live_registry: bool,
    /// Only the applicant in person.
    pub personal_only: bool,
    /// A representative may apply.
    pub representative_ok: bool,
    /// An e-mail address is needed.
    pub email_required: bool,
    /// A set of photos belongs to it.
    pub photo_set: bool,
    /// It needs equipment that no kit has.
    pub special_kit: bool,
}

/// A legal act that the card rests on.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Act {
    /// Its title with its number.
    pub title: String,
    /// Day of the edition that was read, ISO 8601.
    pub edition: String,
}

/// One of the service's terms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TermRule {
    /// In which case it counts.
    pub name: Label,
    /// How long it is, from the application on.
    pub term: Term,
}

/// Who may refuse, and when.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// The administrator, when the application is brought.
    Intake,
    /// The authority, when it decides.
    #[default]
    Decision,
}

/// A ground for refusal.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Refusal {
    /// Short name, unique within the service: `incomplete`.
    pub code: String,
    /// The ground in words.
    pub name: Label,
    /// Who may refuse for it.
    pub stage: Stage,
}

/// A way of receiving the result.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResultWay {
    /// At the centre.
    #[default]
    InPerson,
    /// Brought by the next visit.
    AtHome,
    /// By post.
    Post,
    /// By e-mail or in a cabinet of the state.
    Electronic,
}

impl ResultWay {
    /// Every way in the order a screen offers them.
    pub const ALL: [Self; 4] = [Self::AtHome, Self::InPerson, Self::Post, Self::Electronic];

    /// Its name in data and locale keys.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::InPerson => "in_person",
            Self::AtHome => "at_home",
            Self::Post => "post",
            Self::Electronic => "electronic",
        }
    }
}

/// A versioned consent text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Consent {
    /// Version, sealed with the answer.
    pub version: String,
    /// The text read to the resident.
    pub text: Label,
}

/// A row of the technological card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// What is done.
    pub name: Label,
    /// By whom; at least one of them performs it.
    pub roles: Vec<Role>,
    /// Within which time.
    pub term: Term,
}

/// An official of a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// Whose post it is.
    pub who: Label,
    /// What they do in it.
    pub action: Action,
}

/// What an official does in a step, as technological cards abbreviate it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Performs it.
    Performs,
    /// Takes part.
    Participates,
    /// Agrees to it.
    Agrees,
    /// Approves it.
    Approves,
}

impl Action {
    /// Every action in the order of the legend.
    pub const ALL: [Self; 4] = [
        Self::Performs,
        Self::Participates,
        Self::Agrees,
        Self::Approves,
    ];

    /// The Cyrillic letter of the legend.
    #[must_use]
    pub fn letter(self) -> char {
        match self {
            Self::Performs => '\u{412}',
            Self::Participates => '\u{423}',
            Self::Agrees => '\u{41f}',
            Self::Approves => '\u{417}',
        }
    }
}

/// Something that the centre itself has to supply before the card is whole.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Supply {
    /// The section of the card: `refusals`.
    pub of: String,
    /// What is to be supplied.
    pub text: Label,
}
