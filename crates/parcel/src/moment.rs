//! When something was sealed, as honestly as a kit can say it: its clock, its uptime, and the last time it was told.
//!
//! A kit's clock may be wrong or set back; nothing is ever admitted or refused by it.

use serde::{Deserialize, Serialize};

/// A time as evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Moment {
    /// The kit's clock, seconds since 1970 UTC.
    pub wall: i64,
    /// Seconds since the kit was started.
    pub since_boot: u64,
    /// The latest time signed by somebody trusted, seconds since 1970 UTC.
    pub anchor: i64,
    /// The date the administrator confirmed when asked for it, days since 1970.
    pub confirmed_day: Option<i64>,
}

impl Moment {
    /// The day this moment is dated by on paper: the confirmed one, else the clock's; days since 1970.
    pub fn day(&self) -> i64 {
        self.confirmed_day.unwrap_or(self.wall.div_euclid(86_400))
    }
}
