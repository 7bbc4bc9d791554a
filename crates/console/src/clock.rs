//! The one place of this program that asks what time it is.
//! Everything else is told (I13).

use std::time::{SystemTime, UNIX_EPOCH};

use office::Moment;

/// Seconds since 1970 UTC; zero where the clock stands before that.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "the program's only clock (I13)")]
pub fn now_s() -> i64 {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}

/// The day of `wall_s` as officials write it: `21.11.2026`. In UTC, as depots and kits date their statements.
#[must_use]
pub fn day_text(wall_s: i64) -> String {
    Moment {
        wall_s,
        ..Moment::default()
    }
    .date_text()
}

/// The day `day` days after 1970-01-01.
#[must_use]
pub fn day_number_text(day: i64) -> String {
    day_text(day.saturating_mul(86_400))
}
