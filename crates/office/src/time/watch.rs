//! Watches the clock of the kit: a battery that ran empty puts it back to 1970, a wrong hand puts it ahead.
//!
//! It never refuses anything (I15): it says that a person should look, and remembers that one did.

use super::Moment;
use serde::{Deserialize, Serialize};

/// How far the wall clock may part from the uptime between two looks before somebody is asked: two minutes.
const JUMP_S: i64 = 120;

/// Where a date and time come from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockSource {
    /// The machine's clock, which nothing contradicts.
    #[default]
    Machine,
    /// The administrator looked at date and time and confirmed them.
    Confirmed,
    /// The machine's clock was reset or jumped, and nobody has confirmed it.
    Doubtful,
}

/// The watch over the clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct Watch {
    last: Option<Moment>,
    jumped: bool,
    confirmed: Option<Moment>,
}

impl Watch {
    /// Looks at what the machine says and gives back what counts. A confirmed time runs on by the uptime, which never
    /// jumps; whatever the wall clock does after that changes nothing.
    pub fn look(&mut self, told: Moment) -> Moment {
        if let Some(last) = self.last {
            let by_wall = told.wall_s.saturating_sub(last.wall_s);
            self.jumped |= (by_wall - uptime_between(&last, &told)).abs() > JUMP_S;
        }
        self.last = Some(told);
        self.confirmed.map_or(told, |confirmed| Moment {
            wall_s: confirmed
                .wall_s
                .saturating_add(uptime_between(&confirmed, &told)),
            ..told
        })
    }

    /// Something was written down at `past`: a clock that shows an earlier time was put back.
    pub fn remember(&mut self, past: Moment) {
        if let Some(last) = self.last {
            self.jumped |= past.wall_s > last.wall_s.saturating_add(JUMP_S);
        }
    }

    /// Something was written down on the local day `past` (ISO 8601).
    pub fn remember_day(&mut self, past: &str) {
        if let Some(last) = self.last {
            self.jumped |= past > last.iso_date().as_str();
        }
    }

    /// The administrator confirms the time that is shown, or says what it is in local time (`2026-11-22 14:05`).
    /// Gives back what counts from here on; `None`, and nothing changes, where the words are no date and time.
    pub fn confirm(&mut self, said: Option<&str>) -> Option<Moment> {
        let last = self.last?;
        let wall_s = match said {
            None => self.confirmed.map_or(last.wall_s, |confirmed| {
                confirmed
                    .wall_s
                    .saturating_add(uptime_between(&confirmed, &last))
            }),
            Some(said) => local_seconds(said)? - i64::from(last.offset_s),
        };
        let confirmed = Moment { wall_s, ..last };
        self.confirmed = Some(confirmed);
        Some(confirmed)
    }

    /// Where the time comes from.
    #[must_use]
    pub fn source(&self) -> ClockSource {
        if self.confirmed.is_some() {
            ClockSource::Confirmed
        } else if self.jumped || self.last.is_some_and(|last| last.is_doubtful()) {
            ClockSource::Doubtful
        } else {
            ClockSource::Machine
        }
    }
}

fn uptime_between(earlier: &Moment, later: &Moment) -> i64 {
    let elapsed = later.since_boot_ms.saturating_sub(earlier.since_boot_ms) / 1000;
    i64::try_from(elapsed).unwrap_or(i64::MAX)
}

fn local_seconds(said: &str) -> Option<i64> {
    // A day without an hour would be midnight, which nobody means.
    if !said.contains(':') {
        return None;
    }
    let civil: jiff::civil::DateTime = said.trim().parse().ok()?;
    let zoned = civil.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
    Some(zoned.timestamp().as_second())
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
mod tests {
    use super::*;

    const NOON: i64 = 1_795_255_200;

    fn told(wall_s: i64, uptime_s: u64) -> Moment {
        Moment {
            wall_s,
            offset_s: 7200,
            since_boot_ms: uptime_s * 1000,
            anchor_s: NOON - 86_400,
        }
    }

    #[test]
    fn a_clock_that_keeps_pace_is_the_machines() {
        let mut watch = Watch::default();
        watch.look(told(NOON, 10));
        watch.look(told(NOON + 3600, 3610));
        assert_eq!(watch.source(), ClockSource::Machine);
    }

    #[test]
    fn a_jump_of_two_years_is_noticed_and_one_key_settles_it() {
        let mut watch = Watch::default();
        watch.look(told(NOON, 10));
        watch.look(told(NOON + 2 * 365 * 86_400, 11));
        assert_eq!(watch.source(), ClockSource::Doubtful);
        let said = watch.confirm(Some("2026-11-21 14:05")).unwrap();
        assert_eq!(said.rfc3339(), "2026-11-21T14:05:00+02:00");
        let later = watch.look(told(0, 71));
        assert_eq!(
            (later.clock_text().as_str(), watch.source()),
            ("14:06", ClockSource::Confirmed)
        );
    }

    #[test]
    fn a_clock_behind_what_was_written_down_was_put_back() {
        for past in [NOON + 86_400, NOON + 200] {
            let mut watch = Watch::default();
            watch.look(told(NOON, 10));
            watch.remember(told(past, 5));
            assert_eq!(watch.source(), ClockSource::Doubtful);
        }
        let mut watch = Watch::default();
        watch.look(told(NOON, 10));
        watch.remember_day("2026-11-21");
        assert_eq!(watch.source(), ClockSource::Machine);
        watch.remember_day("2026-11-22");
        assert_eq!(watch.source(), ClockSource::Doubtful);
    }

    #[test]
    fn words_that_are_no_time_change_nothing() {
        let mut watch = Watch::default();
        watch.look(told(0, 10));
        for said in ["", "опівдні", "2026-13-01 10:00", "2026-11-21"] {
            assert_eq!(watch.confirm(Some(said)), None, "{said}");
        }
        assert_eq!(watch.source(), ClockSource::Doubtful);
    }
}
