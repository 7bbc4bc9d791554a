//! The request for a visit, as it came in by telephone, in person or through a neighbour.

use crate::id::ServiceId;
use crate::time::Moment;
use serde::{Deserialize, Serialize};

/// How a request reached the office.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// By telephone.
    #[default]
    Telephone,
    /// Somebody came to the centre.
    InPerson,
    /// By messenger.
    Messenger,
    /// Through a social worker.
    SocialWorker,
    /// Through the elder of the village («староста»).
    Elder,
}

impl Channel {
    /// Every channel in the order a screen offers them.
    pub const ALL: [Self; 5] = [
        Self::Telephone,
        Self::InPerson,
        Self::Messenger,
        Self::SocialWorker,
        Self::Elder,
    ];

    /// Its name in data and locale keys.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Telephone => "telephone",
            Self::InPerson => "in_person",
            Self::Messenger => "messenger",
            Self::SocialWorker => "social_worker",
            Self::Elder => "elder",
        }
    }
}

/// A request for a visit. Caller, applicant, address and notes stand in the visit itself: the folder is one from the
/// first call on, so that nothing said on the telephone is asked again at the bedside.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// When it came.
    pub at: Moment,
    /// How it came.
    pub channel: Channel,
    /// The services that are wanted.
    #[serde(default)]
    pub services: Vec<ServiceId>,
}
