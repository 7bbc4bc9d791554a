//! A visit: who called, whose matter it is, who signs, and the folder that its applications share.
//!
//! The folder is one from the telephone call to the closed door. It never holds a health paper: why the office came
//! is a code ([`Basis`]).

mod basis;
mod check;
mod request;
mod role;
mod state;
mod told;

pub use crate::service::ResultWay;
pub use basis::Basis;
pub use check::{CheckResult, IdentityCheck, IdentityChecked, Whose};
pub use request::{Channel, Request};
pub use role::{Authority, Signature, Signer};
pub use state::VisitState;
pub use told::{Feedback, Notice, Opinion, Question};

use crate::application::Void;
use crate::finding::Finding;
use crate::id::{ApplicationId, CommunityId, ServiceId, VisitId};
use crate::identity::ChipVerdict;
use crate::number::Number;
use crate::person::{Person, PersonalText};
use crate::time::Moment;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// A text of the visit that is not part of the applicant's identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VisitField {
    /// Who asked for the visit.
    CallerName,
    /// Their telephone.
    CallerPhone,
    /// What they are to the applicant.
    CallerRelation,
    /// The representative's name, where one signs.
    Representative,
    /// The representative's own identity document.
    RepresentativeDocument,
    /// The paper that shows the representative's authority.
    AuthorityDocument,
    /// What the next visitor should know (no lift, speak loudly).
    Notes,
}

impl VisitField {
    /// Every field in reading order.
    pub const ALL: [Self; 7] = [
        Self::CallerName,
        Self::CallerPhone,
        Self::CallerRelation,
        Self::Representative,
        Self::RepresentativeDocument,
        Self::AuthorityDocument,
        Self::Notes,
    ];

    /// Its name in data and locale keys.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::CallerName => "caller_name",
            Self::CallerPhone => "caller_phone",
            Self::CallerRelation => "caller_relation",
            Self::Representative => "representative",
            Self::RepresentativeDocument => "representative_document",
            Self::AuthorityDocument => "authority_document",
            Self::Notes => "notes",
        }
    }
}

/// An application that was handed to the keeper to be sealed. After a power cut it tells a sealed one from a lost one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentToSeal {
    /// Which.
    pub application: ApplicationId,
    /// For which service; empty for a report of the visit.
    pub service: ServiceId,
    /// Its number.
    pub number: Number,
    /// Whether the resident is left a slip for it.
    pub for_resident: bool,
}

/// How long the folder is kept after its first seal: 24 hours.
const KEPT_AFTER_SEAL_S: i64 = 86_400;
/// How many days a visit is kept after the one for which it was planned.
const KEPT_AFTER_PLAN_DAYS: i64 = 3;

/// The folder of a visit: everything its applications share. `Debug` names it and its state only (I12).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Visit {
    /// Its name.
    pub id: VisitId,
    /// Grows with every change; autosave acknowledges it.
    pub revision: u64,
    /// The community whose letterhead and recipients this visit's papers and parcels carry.
    pub community: CommunityId,
    /// Why the office came.
    #[serde(default)]
    pub basis: Basis,
    /// How far it has come.
    #[serde(default)]
    pub state: VisitState,
    /// The words of whoever screened it or broke it off.
    #[serde(default)]
    pub state_reason: PersonalText,
    /// The request, where there was one.
    #[serde(default)]
    pub request: Option<Request>,
    /// Its place in the route of the day, from 1; 0 where it has none.
    #[serde(default)]
    pub place_in_route: u32,
    /// The day for which it is planned, in local days since 1970.
    #[serde(default)]
    pub planned_day: Option<i64>,
    /// When the first of its applications was sealed.
    #[serde(default)]
    pub first_sealed: Option<Moment>,
    /// When the office arrived; until then, when the visit was asked for.
    pub arrived: Moment,
    /// Caller, representative and notes.
    #[serde(default)]
    pub texts: BTreeMap<VisitField, String>,
    /// Whose matter it is.
    #[serde(default)]
    pub applicant: Person,
    /// Who signs.
    #[serde(default)]
    pub signer: Signer,
    /// On what ground a representative signs.
    #[serde(default)]
    pub authority: Option<Authority>,
    /// How the identity was checked.
    #[serde(default)]
    pub identity_check: IdentityCheck,
    /// What was proven when the chip was read; `None` where none was.
    #[serde(default)]
    pub chip: Option<ChipVerdict>,
    /// Every check of an identity.
    #[serde(default)]
    pub identity_log: Vec<IdentityChecked>,
    /// What the last reading said that differs from what was typed.
    #[serde(default)]
    pub mismatches: Vec<Finding>,
    /// How the resident wants to be told.
    #[serde(default)]
    pub notice: Notice,
    /// How the resident wants to receive the result; `None` as long as nobody asked.
    #[serde(default)]
    pub result_way: Option<ResultWay>,
    /// Whether the resident asked for large print.
    #[serde(default)]
    pub large_print: bool,
    /// The two questions.
    #[serde(default)]
    pub feedback: Feedback,
    /// Numbers of its sealed applications: one slip a visit carries them all.
    #[serde(default)]
    pub numbers: Vec<Number>,
    /// What was handed over to be sealed and is not known to be sealed.
    #[serde(default)]
    pub sent_to_seal: Vec<SentToSeal>,
    /// Applications that were begun and given up.
    #[serde(default)]
    pub voids: Vec<Void>,
    /// Findings about the person that were overridden, with the reason.
    #[serde(default)]
    pub overrides: BTreeMap<String, String>,
}

impl Visit {
    /// An empty folder in the given state.
    #[must_use]
    pub fn new(
        id: VisitId,
        community: CommunityId,
        basis: Basis,
        state: VisitState,
        at: Moment,
    ) -> Self {
        Self {
            id,
            revision: 0,
            community,
            basis,
            state,
            state_reason: PersonalText::default(),
            request: None,
            place_in_route: 0,
            planned_day: None,
            first_sealed: None,
            arrived: at,
            texts: BTreeMap::new(),
            applicant: Person::default(),
            signer: Signer::default(),
            authority: None,
            identity_check: IdentityCheck::None,
            chip: None,
            identity_log: Vec::new(),
            mismatches: Vec::new(),
            notice: Notice::default(),
            result_way: None,
            large_print: false,
            feedback: Feedback::default(),
            numbers: Vec::new(),
            sent_to_seal: Vec::new(),
            voids: Vec::new(),
            overrides: BTreeMap::new(),
        }
    }

    /// True where its folder has outlived its use: 24 hours after the first seal, or three days after the day for which it
    /// was planned and on which nobody set out.
    #[must_use]
    pub fn is_outlived(&self, now: &Moment) -> bool {
        let sealed_long_ago = self
            .first_sealed
            .is_some_and(|first| now.wall_s.saturating_sub(first.wall_s) >= KEPT_AFTER_SEAL_S);
        let never_made = self.state.is_ahead()
            && self
                .planned_day
                .is_some_and(|day| now.day_number().saturating_sub(day) > KEPT_AFTER_PLAN_DAYS);
        sealed_long_ago || never_made
    }

    /// The text of a field; empty where it is not filled.
    #[must_use]
    pub fn text(&self, field: VisitField) -> &str {
        self.texts.get(&field).map_or("", String::as_str)
    }

    /// How an application of this visit is signed.
    #[must_use]
    pub fn signature(&self) -> Signature {
        match self.signer {
            Signer::Applicant => Signature::Ink,
            Signer::Representative => Signature::Representative {
                authority: self.authority,
                name: PersonalText::from(self.text(VisitField::Representative)),
                document: PersonalText::from(self.text(VisitField::AuthorityDocument)),
            },
            Signer::CannotSign => Signature::None,
        }
    }
}

impl fmt::Debug for Visit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Visit({}, {})", self.id, self.state.key())
    }
}
