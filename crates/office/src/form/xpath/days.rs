//! Days and times of expressions as numbers: days since 1970-01-01, a time as a part of a day.
//!
//! The wall clock counts, never the offset: a form filled in the evening says "today" for the day of the place it is filled in.

use jiff::ToSpan as _;
use jiff::civil::{Date, DateTime, Time};

/// The days since 1970-01-01 of `2026-11-21` or `2026-11-21T14:05:00+02:00`.
pub(in crate::form) fn since_epoch(text: &str) -> Option<f64> {
    let moment = moment(text)?;
    let days = Date::constant(1970, 1, 1)
        .until(moment.date())
        .ok()?
        .get_days();
    Some(f64::from(days) + of_time(moment.time()))
}

/// The part of a day that has passed at `14:05:00.000+02:00`.
pub(in crate::form) fn part_of_day(text: &str) -> Option<f64> {
    time(text).map(of_time)
}

/// The day of that number, ISO 8601.
pub(super) fn day(days: f64) -> Option<String> {
    Some(date_of(days)?.to_string())
}

/// The moment of that number, ISO 8601 without an offset.
pub(super) fn day_and_time(days: f64) -> Option<String> {
    let seconds = ((days - days.floor()) * 86_400.0).round();
    let moment = date_of(days)?
        .to_datetime(Time::midnight())
        .checked_add((seconds as i64).seconds())
        .ok()?;
    Some(format!("{}.000", moment.strftime("%Y-%m-%dT%H:%M:%S")))
}

fn date_of(days: f64) -> Option<Date> {
    if !days.is_finite() || days.abs() > 4_000_000.0 {
        return None;
    }
    Date::constant(1970, 1, 1)
        .checked_add((days.floor() as i64).days())
        .ok()
}

fn moment(text: &str) -> Option<DateTime> {
    if let Some((day, rest)) = text.split_once('T') {
        return Some(day.parse::<Date>().ok()?.to_datetime(time(rest)?));
    }
    (text.len() == 10).then(|| Some(text.parse::<Date>().ok()?.to_datetime(Time::midnight())))?
}

fn time(text: &str) -> Option<Time> {
    let end = text.find(['+', '-', 'Z', 'z']).unwrap_or(text.len());
    text.get(..end)?.parse().ok()
}

fn of_time(time: Time) -> f64 {
    let seconds = i32::from(time.hour()) * 3600 + i32::from(time.minute()) * 60;
    (f64::from(seconds + i32::from(time.second())) + f64::from(time.millisecond()) / 1000.0)
        / 86_400.0
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_over_leap_years_and_back() {
        assert_eq!(since_epoch("1970-01-01"), Some(0.0));
        assert_eq!(since_epoch("2000-03-01"), Some(11_017.0));
        assert_eq!(since_epoch("1900-01-01"), Some(-25_567.0));
        for text in ["1900-01-01", "2024-02-29", "2026-11-21"] {
            assert_eq!(day(since_epoch(text).unwrap()).unwrap(), text);
        }
        assert_eq!(since_epoch("2026-02-30"), None);
        assert_eq!(since_epoch("20261121"), None);
        assert_eq!(day(f64::NAN), None);
        assert_eq!(day(1e18), None);
    }

    #[test]
    fn a_moment_counts_by_the_clock_on_the_wall() {
        assert_eq!(since_epoch("1970-01-02T12:00:00.000+02:00"), Some(1.5));
        assert_eq!(since_epoch("1970-01-02T06:00:00Z"), Some(1.25));
        assert_eq!(part_of_day("18:00:00.000-05:00"), Some(0.75));
        assert_eq!(part_of_day("18:00"), Some(0.75));
        assert_eq!(part_of_day("six"), None);
        assert_eq!(day_and_time(1.5).unwrap(), "1970-01-02T12:00:00.000");
    }
}
