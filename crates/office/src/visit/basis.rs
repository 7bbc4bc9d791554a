//! Why the office comes to a person. It is a code: the health paper behind it is looked at and never kept.

use serde::{Deserialize, Serialize};

/// Why the office comes to this person: a code, never the health paper behind it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// A day of reception in the village; no particular ground is needed.
    #[default]
    RouteDay,
    /// Eighty years or older.
    Age80,
    /// Cannot move, or disability group I.
    Immobile,
    /// In a hospital or a home.
    Inpatient,
    /// Displaced, in a place of temporary stay.
    Displaced,
}

impl Basis {
    /// Every basis in the order a screen offers them.
    pub const ALL: [Self; 5] = [
        Self::RouteDay,
        Self::Age80,
        Self::Immobile,
        Self::Inpatient,
        Self::Displaced,
    ];

    /// Its name in data and locale keys.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::RouteDay => "route_day",
            Self::Age80 => "age80",
            Self::Immobile => "immobile",
            Self::Inpatient => "inpatient",
            Self::Displaced => "displaced",
        }
    }
}
