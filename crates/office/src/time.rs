//! Moments and days. Office never reads a clock (I13): a moment is something it is told.

mod watch;

pub use watch::{ClockSource, Watch};

use serde::{Deserialize, Serialize};

/// A point in time as the kit knows it: three witnesses, because a kit's clock may be reset, jump or lie.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moment {
    /// What the wall clock shows, in seconds since 1970-01-01 UTC.
    pub wall_s: i64,
    /// Offset of local time from UTC in seconds, so that papers carry the hour people live by.
    pub offset_s: i32,
    /// Milliseconds since this machine started; never jumps.
    pub since_boot_ms: u64,
    /// The latest time that somebody trusted has signed (profile, dispatch, receipt), in the unit of `wall_s`.
    pub anchor_s: i64,
}

/// How far ahead of the anchor a wall clock may run before a person is asked: 60 days.
const PLAUSIBLE_AHEAD_S: i64 = 60 * 86_400;

impl Moment {
    /// True where the wall clock is behind the anchor or more than 60 days ahead of it.
    #[must_use]
    pub fn is_doubtful(&self) -> bool {
        self.wall_s < self.anchor_s || self.wall_s > self.anchor_s.saturating_add(PLAUSIBLE_AHEAD_S)
    }

    /// Local calendar date as year, month and day.
    #[must_use]
    pub fn date(&self) -> (i32, u32, u32) {
        civil(self.day_number())
    }

    /// Local calendar date, for terms and fees; `None` for a clock that left the calendar.
    #[must_use]
    pub fn civil_date(&self) -> Option<jiff::civil::Date> {
        let (year, month, day) = self.date();
        jiff::civil::Date::new(
            i16::try_from(year).ok()?,
            i8::try_from(month).ok()?,
            i8::try_from(day).ok()?,
        )
        .ok()
    }

    /// The beginning of a day, given in days since 1970-01-01.
    #[must_use]
    pub fn of_day(day_number: i64) -> Self {
        Self {
            wall_s: day_number.saturating_mul(86_400),
            ..Self::default()
        }
    }

    /// Local days since 1970-01-01.
    #[must_use]
    pub fn day_number(&self) -> i64 {
        self.local_s().div_euclid(86_400)
    }

    /// Local date as officials write it: `21.11.2026`.
    #[must_use]
    pub fn date_text(&self) -> String {
        let (year, month, day) = self.date();
        format!("{day:02}.{month:02}.{year:04}")
    }

    /// Local date as registries exchange it (ISO 8601): `2026-11-21`.
    #[must_use]
    pub fn iso_date(&self) -> String {
        let (year, month, day) = self.date();
        format!("{year:04}-{month:02}-{day:02}")
    }

    /// Local hour and minute: `14:05`.
    #[must_use]
    pub fn clock_text(&self) -> String {
        let second = self.local_s().rem_euclid(86_400);
        format!("{:02}:{:02}", second / 3600, second % 3600 / 60)
    }

    /// Local date and time with the offset, as RFC 3339 writes it.
    #[must_use]
    pub fn rfc3339(&self) -> String {
        let second = self.local_s().rem_euclid(86_400);
        let sign = if self.offset_s < 0 { '-' } else { '+' };
        let offset = self.offset_s.unsigned_abs();
        format!(
            "{}T{:02}:{:02}:{:02}{sign}{:02}:{:02}",
            self.iso_date(),
            second / 3600,
            second % 3600 / 60,
            second % 60,
            offset / 3600,
            offset % 3600 / 60
        )
    }

    fn local_s(&self) -> i64 {
        self.wall_s.saturating_add(i64::from(self.offset_s))
    }
}

/// What office is told with every input: when it is, and fresh entropy to draw ids and numbers from.
#[derive(Clone, Copy, Debug)]
pub struct At {
    /// When the input happened.
    pub moment: Moment,
    /// 32 bytes from the system's generator, never used twice.
    pub entropy: [u8; 32],
}

/// Year, month and day of a count of days since 1970-01-01, in the proleptic Gregorian calendar.
fn civil(days: i64) -> (i32, u32, u32) {
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_index = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_index + 2) / 5 + 1;
    let month = if month_index < 10 {
        month_index + 3
    } else {
        month_index - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (
        i32::try_from(year).unwrap_or(i32::MAX),
        u32::try_from(month).unwrap_or(1),
        u32::try_from(day).unwrap_or(1),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_written_in_local_time() {
        let moment = Moment {
            wall_s: 1_795_263_900,
            offset_s: 7200,
            ..Moment::default()
        };
        assert_eq!(moment.date_text(), "21.11.2026");
        assert_eq!(moment.clock_text(), "14:25");
        assert_eq!(moment.rfc3339(), "2026-11-21T14:25:00+02:00");
    }

    #[test]
    fn a_clock_reset_to_1970_is_doubtful_but_still_a_date() {
        let moment = Moment {
            wall_s: 0,
            anchor_s: 1_795_263_900,
            ..Moment::default()
        };
        assert!(moment.is_doubtful());
        assert_eq!(moment.iso_date(), "1970-01-01");
    }
}
