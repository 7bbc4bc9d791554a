//! The depot's one look at the clock (I13). Nothing is admitted or refused by date; the time stands in receipts only.

use std::time::{SystemTime, UNIX_EPOCH};

/// Seconds since 1970 UTC; 0 on a machine whose clock stands before that.
#[must_use]
#[expect(
    clippy::disallowed_methods,
    reason = "the one place of this program that reads the clock"
)]
pub fn now() -> i64 {
    let since_1970 = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    i64::try_from(since_1970.as_secs()).unwrap_or(i64::MAX)
}
