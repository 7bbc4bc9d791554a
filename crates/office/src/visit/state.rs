//! How far a visit has come, from the call to the closed door.

use serde::{Deserialize, Serialize};

/// How far a visit has come. Every end but [`VisitState::Done`] may be planned again.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum VisitState {
    /// The office is there. A visit without a request begins here.
    #[default]
    Begun,
    /// Asked for.
    Requested,
    /// Looked at by telephone and fit for a visit.
    Screened,
    /// Looked at by telephone and not fit: another way was named.
    Rejected,
    /// It has its place in the route.
    Planned,
    /// The office is on its way.
    EnRoute,
    /// What could be done is done.
    Done,
    /// Nobody opened.
    NobodyHome,
    /// An air-raid alarm ended it.
    SuspendedAlarm,
    /// The applicant was not well enough.
    Unwell,
    /// The applicant did not want it any more.
    Refused,
    /// Put off to another day.
    Postponed,
}

impl VisitState {
    /// Every state in the order of a day.
    pub const ALL: [Self; 12] = [
        Self::Requested,
        Self::Screened,
        Self::Rejected,
        Self::Planned,
        Self::EnRoute,
        Self::Begun,
        Self::Done,
        Self::NobodyHome,
        Self::SuspendedAlarm,
        Self::Unwell,
        Self::Refused,
        Self::Postponed,
    ];

    /// The ends that a person may give a visit without sealing anything.
    pub const BROKEN_OFF: [Self; 5] = [
        Self::NobodyHome,
        Self::SuspendedAlarm,
        Self::Unwell,
        Self::Refused,
        Self::Postponed,
    ];

    /// Its name in data and locale keys.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Requested => "requested",
            Self::Screened => "screened",
            Self::Rejected => "rejected",
            Self::Planned => "planned",
            Self::EnRoute => "en_route",
            Self::Begun => "begun",
            Self::Done => "done",
            Self::NobodyHome => "nobody_home",
            Self::SuspendedAlarm => "suspended_alarm",
            Self::Unwell => "unwell",
            Self::Refused => "refused",
            Self::Postponed => "postponed",
        }
    }

    /// Whether the visit waits for the office to come.
    #[must_use]
    pub fn is_ahead(self) -> bool {
        matches!(
            self,
            Self::Requested | Self::Screened | Self::Planned | Self::EnRoute
        )
    }

    /// Whether it ended; nothing more is expected of it unless somebody plans it again.
    #[must_use]
    pub fn is_ended(self) -> bool {
        self == Self::Done || self == Self::Rejected || Self::BROKEN_OFF.contains(&self)
    }

    /// Whether nobody will come again: an empty folder of it need not be kept.
    #[must_use]
    pub fn is_over(self) -> bool {
        matches!(self, Self::Done | Self::Rejected | Self::Refused)
    }
}
