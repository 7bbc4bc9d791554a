//! Model documents for a community that starts an outreach service: drafts for its lawyer, filled from its own facts.
//! Never law: every act they name is marked as to be checked, and what is not known is a blank to fill.

use serde::{Deserialize, Serialize};

/// One model document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Model {
    /// The decision of the council that creates the service.
    Decision,
    /// The regulation of the service, annexed to the decision.
    Regulation,
    /// The order that names who answers for what.
    Order,
    /// The act of acceptance of a kit.
    AcceptanceAct,
    /// The log of requests for a visit.
    RequestLog,
    /// The road map of a community that has no centre yet.
    RoadMap,
    /// Two pages for the council: what is collected, who can open it, what a finder learns, what is not certified.
    CouncilNote,
}

impl Model {
    /// All of them, in the order in which a community needs them.
    pub const ALL: [Self; 7] = [
        Self::CouncilNote,
        Self::RoadMap,
        Self::Decision,
        Self::Regulation,
        Self::Order,
        Self::AcceptanceAct,
        Self::RequestLog,
    ];

    /// The stem of its template file and of the file it is written to.
    #[must_use]
    pub fn stem(self) -> &'static str {
        match self {
            Self::Decision => "decision",
            Self::Regulation => "regulation",
            Self::Order => "order",
            Self::AcceptanceAct => "acceptance-act",
            Self::RequestLog => "request-log",
            Self::RoadMap => "road-map",
            Self::CouncilNote => "council-note",
        }
    }
}

/// What the model documents are filled from. Whatever is empty or zero prints as a blank to fill.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ModelValues {
    /// The community (hromada) in full.
    pub community: String,
    /// Its code in the codifier of administrative units.
    pub katottg: String,
    /// The council in full.
    pub council: String,
    /// EDRPOU code of the council.
    pub edrpou: String,
    /// Post and name of who heads the community.
    pub head: String,
    /// Postal address.
    pub address: String,
    /// Telephone.
    pub phone: String,
    /// The administrative service centre; empty where there is none yet.
    pub centre: String,
    /// Who owns the personal data, when it is not the council.
    pub data_owner: String,
    /// Who answers for the outreach service.
    pub responsible: String,
    /// The administrators who go out.
    pub administrators: Vec<String>,
    /// The coordinators who can open what was taken.
    pub coordinators: Vec<String>,
    /// Who keeps the recovery key.
    pub recovery_keeper: String,
    /// The kit by its name.
    pub kit: String,
    /// What is in the kit.
    pub kit_items: Vec<KitItem>,
    /// Where the server stands and who runs it.
    pub depot_place: String,
    /// Days a kit keeps a sealed application after the server's receipt.
    pub hold_days: u32,
    /// Settlements served by visits.
    pub settlements: Vec<String>,
}

/// One thing in a kit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct KitItem {
    /// What it is.
    pub name: String,
    /// Maker and model.
    pub model: String,
    /// Serial or inventory number.
    pub serial: String,
    /// How many; 0 prints as a blank.
    pub count: u32,
}
