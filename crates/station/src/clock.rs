//! The kit's only clock (I13). Everything else is told the time.

use office::Moment;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Where Linux keeps the machine's uptime; the first field, in seconds.
const UPTIME: &str = "/proc/uptime";

/// Now, as the wall clock, the uptime and the given anchor say it.
pub(crate) fn now(anchor_s: i64) -> Moment {
    #[expect(clippy::disallowed_methods, reason = "the one clock of the kit")]
    let wall = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or(Duration::ZERO);
    let wall_s = i64::try_from(wall.as_secs()).unwrap_or(i64::MAX);
    Moment {
        wall_s,
        offset_s: kyiv_offset_s(wall_s),
        since_boot_ms: since_boot_ms(),
        anchor_s,
    }
}

fn since_boot_ms() -> u64 {
    let text = std::fs::read_to_string(UPTIME).unwrap_or_default();
    let seconds = text
        .split_whitespace()
        .next()
        .and_then(|field| field.parse::<f64>().ok())
        .unwrap_or(0.0);
    Duration::try_from_secs_f64(seconds)
        .map_or(0, |up| u64::try_from(up.as_millis()).unwrap_or(u64::MAX))
}

/// Kyiv time: two hours ahead of UTC, three from the last Sunday of March to the last Sunday of October, both at
/// 01:00 UTC (EU rule, kept in Ukraine). A data folder can not be trusted to carry a time zone base.
fn kyiv_offset_s(wall_s: i64) -> i32 {
    let day = wall_s.div_euclid(86_400);
    let year = Moment {
        wall_s,
        ..Moment::default()
    }
    .date()
    .0;
    let summer = last_sunday(year, 3)..last_sunday(year, 10);
    let hour = wall_s.rem_euclid(86_400) / 3600;
    // Both changes happen at one in the morning UTC.
    let shifted = if hour < 1 { day - 1 } else { day };
    if summer.contains(&shifted) {
        3 * 3600
    } else {
        2 * 3600
    }
}

/// Days since 1970 of the last Sunday of March or October, which both have 31 days.
fn last_sunday(year: i32, month: u32) -> i64 {
    let last = days_from_civil(year, month, 31);
    // 1970-01-04 was a Sunday.
    last - (last - 3).rem_euclid(7)
}

fn days_from_civil(year: i32, month: u32, day: u32) -> i64 {
    let (year, month, day) = (
        i64::from(year) - i64::from(month <= 2),
        i64::from(month),
        i64::from(day),
    );
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kyiv_changes_its_clocks_on_the_last_sundays() {
        // 2026-03-29 and 2026-10-25, both at 01:00 UTC.
        let spring = days_from_civil(2026, 3, 29) * 86_400 + 3600;
        let autumn = days_from_civil(2026, 10, 25) * 86_400 + 3600;
        for (wall_s, offset_s) in [
            (spring - 1, 7200),
            (spring, 10_800),
            (autumn - 1, 10_800),
            (autumn, 7200),
        ] {
            assert_eq!(kyiv_offset_s(wall_s), offset_s, "at {wall_s}");
        }
    }
}
