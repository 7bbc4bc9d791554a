//! Terms and the days they end on: calendar days, working days, and the calendar that knows which is which.
//!
//! Which days are holidays, and whether holidays count at all, is data with a year ([`Calendar::read`]), never a constant
//! of the code. A deadline is told, it stops nobody (I15): a year that no data knows has its weekends and nothing else,
//! and [`Calendar::knows`] says so.

mod year;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use year::Year;

pub use year::CalendarError;

/// How long somebody has. In cards: `{ working_days = 10 }`, `{ calendar_days = 30 }`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Term {
    /// Every day counts.
    CalendarDays(u16),
    /// Only working days count.
    WorkingDays(u16),
}

/// Which days are worked on. The default knows no year: Monday to Friday, no holidays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Year>", into = "Vec<Year>")]
pub struct Calendar {
    years: Vec<Year>,
}

/// The longest stretch without a working day that is believed; a calendar in which nobody ever works ends a search here.
const LONGEST_REST_DAYS: usize = 60;

/// A carried day off follows its holiday within this many days.
const CARRIED_WITHIN_DAYS: usize = 14;

impl Calendar {
    /// A calendar of several years, each a TOML text of its own. Keys: `year`, `unverified`, `last_day_moves`,
    /// `holidays_carry_over`; lists of days `working` (worked on although a day off) and `off`; tables `holidays` (`day`,
    /// `name`) and `suspended` (`from`, `until`, `because`: holidays there are days like others).
    ///
    /// # Errors
    /// [`CalendarError`]: a text that is no calendar, a day that is none, a year given twice.
    pub fn read(years: &[&str]) -> Result<Self, CalendarError> {
        years
            .iter()
            .map(|text| Year::read(text))
            .collect::<Result<Vec<_>, _>>()?
            .try_into()
    }

    /// Whether the data speak of the year of that day.
    #[must_use]
    pub fn knows(&self, day: Date) -> bool {
        self.year_of(day).is_some()
    }

    /// True where the year of that day is unknown or nobody has compared its data with a primary source.
    #[must_use]
    pub fn is_unverified(&self, day: Date) -> bool {
        self.year_of(day).is_none_or(Year::is_unverified)
    }

    /// Whether people work on that day.
    #[must_use]
    pub fn is_working(&self, day: Date) -> bool {
        self.is_ordinary(day) && !self.is_carried_off(day)
    }

    /// The first working day after `day`.
    #[must_use]
    pub fn next_working_day(&self, day: Date) -> Date {
        self.worked_on(tomorrow(day))
    }

    /// The last day of a term that an event on `start` begins.
    ///
    /// Counting begins on the day after. A term whose last day is a day off ends on the working day that follows, unless the
    /// data of that year say otherwise. A term of no days ends on `start` itself, by the same rule.
    #[must_use]
    pub fn due(&self, start: Date, term: Term) -> Date {
        match term {
            Term::WorkingDays(0) => self.worked_on(start),
            Term::WorkingDays(days) => (0..days).fold(start, |day, _| self.next_working_day(day)),
            Term::CalendarDays(days) => {
                let last = (0..days).fold(start, |day, _| tomorrow(day));
                let moves = self.year_of(last).is_none_or(Year::moves_last_day);
                if moves { self.worked_on(last) } else { last }
            }
        }
    }

    /// `day` or the first working day after it.
    fn worked_on(&self, day: Date) -> Date {
        std::iter::successors(Some(day), |day| Some(tomorrow(*day)))
            .take(LONGEST_REST_DAYS)
            .find(|day| self.is_working(*day))
            .unwrap_or(day)
    }

    /// A working day but for what earlier holidays carry over.
    fn is_ordinary(&self, day: Date) -> bool {
        match self.year_of(day) {
            Some(year) => year.is_worked(day),
            None => !year::is_weekend(day),
        }
    }

    /// Whether a holiday that fell on a weekend takes this day instead.
    fn is_carried_off(&self, day: Date) -> bool {
        let mut owed = 0_usize;
        let mut past: Vec<Date> = std::iter::successors(Some(day), |day| day.yesterday().ok())
            .take(CARRIED_WITHIN_DAYS)
            .collect();
        past.reverse();
        for each in past {
            if self.is_ordinary(each) {
                if owed > 0 && each == day {
                    return true;
                }
                owed = owed.saturating_sub(1);
            } else if self.year_of(each).is_some_and(|year| year.carries(each)) {
                owed += 1;
            }
        }
        false
    }

    fn year_of(&self, day: Date) -> Option<&Year> {
        self.years.iter().find(|year| year.is_of(day))
    }
}

impl TryFrom<Vec<Year>> for Calendar {
    type Error = CalendarError;

    fn try_from(mut years: Vec<Year>) -> Result<Self, CalendarError> {
        years.sort_by_key(Year::number);
        match years
            .windows(2)
            .find(|pair| pair[0].number() == pair[1].number())
        {
            Some(pair) => Err(CalendarError::YearTwice(pair[0].number())),
            None => Ok(Self { years }),
        }
    }
}

impl From<Calendar> for Vec<Year> {
    fn from(calendar: Calendar) -> Self {
        calendar.years
    }
}

/// The day after; the last day that can be written has none and stays.
fn tomorrow(day: Date) -> Date {
    day.tomorrow().unwrap_or(day)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
mod tests {
    use super::*;

    const SHIPPED: &str = include_str!("../../catalogue/calendar/2026.toml");

    fn war() -> Calendar {
        Calendar::read(&[SHIPPED]).unwrap()
    }

    /// The same year if holidays had come back on the first of February.
    fn peace() -> Calendar {
        let until = SHIPPED.replace("[[suspended]]", "[[suspended]]\nuntil = \"2026-01-31\"");
        Calendar::read(&[&until]).unwrap()
    }

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn due(calendar: &Calendar, start: &str, term: Term) -> String {
        calendar.due(day(start), term).to_string()
    }

    #[test]
    fn under_martial_law_only_weekends_are_free() {
        let calendar = war();
        for (start, next) in [
            ("2026-11-19", "2026-11-20"),
            ("2026-11-20", "2026-11-23"),
            ("2026-11-21", "2026-11-23"),
            ("2026-12-24", "2026-12-25"),
            ("2026-08-23", "2026-08-24"),
            ("2026-12-31", "2027-01-01"),
        ] {
            assert_eq!(calendar.next_working_day(day(start)), day(next), "{start}");
        }
    }

    #[test]
    fn in_peace_a_holiday_is_free_and_one_on_a_sunday_frees_the_monday() {
        let calendar = peace();
        for (start, next) in [
            ("2026-12-24", "2026-12-28"),
            ("2026-08-23", "2026-08-25"),
            ("2026-03-06", "2026-03-10"),
            ("2026-04-10", "2026-04-14"),
            ("2026-07-14", "2026-07-16"),
        ] {
            assert_eq!(calendar.next_working_day(day(start)), day(next), "{start}");
        }
        // The first of January lies within the stretch that suspends.
        assert!(calendar.is_working(day("2026-01-01")));
        assert!(calendar.is_working(day("2026-04-14")));
    }

    #[test]
    fn two_holidays_on_one_weekend_free_two_days() {
        let text = r#"
            year = 2027
            unverified = true
            last_day_moves = true
            holidays_carry_over = true
            working = ["2027-05-15"]
            off = ["2027-05-20"]
            [[holidays]]
            day = "2027-05-01"
            name = { uk = "а", en = "a" }
            [[holidays]]
            day = "2027-05-02"
            name = { uk = "б", en = "b" }
        "#;
        let calendar = Calendar::read(&[SHIPPED, text]).unwrap();
        assert_eq!(
            calendar.next_working_day(day("2027-04-30")),
            day("2027-05-05")
        );
        assert_eq!(
            calendar.next_working_day(day("2027-05-14")),
            day("2027-05-15")
        );
        assert_eq!(
            calendar.next_working_day(day("2027-05-19")),
            day("2027-05-21")
        );
        assert!(calendar.knows(day("2026-06-01")) && calendar.knows(day("2027-06-01")));
    }

    #[test]
    fn counting_begins_on_the_day_after() {
        let calendar = war();
        for (term, last) in [
            (Term::WorkingDays(0), "2026-11-20"),
            (Term::WorkingDays(1), "2026-11-23"),
            (Term::WorkingDays(5), "2026-11-27"),
            (Term::WorkingDays(10), "2026-12-04"),
            (Term::CalendarDays(0), "2026-11-20"),
            (Term::CalendarDays(3), "2026-11-23"),
            (Term::CalendarDays(30), "2026-12-21"),
        ] {
            assert_eq!(due(&calendar, "2026-11-20", term), last, "{term:?}");
        }
    }

    #[test]
    fn a_term_that_begins_or_ends_on_a_weekend_ends_on_a_working_day() {
        let calendar = war();
        assert_eq!(
            due(&calendar, "2026-11-21", Term::WorkingDays(0)),
            "2026-11-23"
        );
        assert_eq!(
            due(&calendar, "2026-11-21", Term::WorkingDays(1)),
            "2026-11-23"
        );
        assert_eq!(
            due(&calendar, "2026-11-20", Term::CalendarDays(1)),
            "2026-11-23"
        );
        let fixed = SHIPPED.replace("last_day_moves = true", "last_day_moves = false");
        let fixed = Calendar::read(&[&fixed]).unwrap();
        assert_eq!(
            due(&fixed, "2026-11-20", Term::CalendarDays(1)),
            "2026-11-21"
        );
    }

    #[test]
    fn a_term_crosses_the_end_of_a_year_and_a_leap_day() {
        let plain = Calendar::default();
        assert_eq!(
            due(&plain, "2026-12-30", Term::WorkingDays(3)),
            "2027-01-04"
        );
        assert_eq!(
            due(&plain, "2028-02-28", Term::CalendarDays(1)),
            "2028-02-29"
        );
        assert_eq!(
            due(&plain, "2028-02-28", Term::CalendarDays(2)),
            "2028-03-01"
        );
        assert_eq!(
            due(&plain, "2027-02-26", Term::WorkingDays(1)),
            "2027-03-01"
        );
        assert_eq!(
            due(&plain, "2028-01-31", Term::CalendarDays(30)),
            "2028-03-01"
        );
        // New Year of a year without data is a working day, and the calendar says that it does not know better.
        assert!(war().is_unverified(day("2027-01-01")) && !war().knows(day("2027-01-01")));
    }

    #[test]
    fn the_end_of_time_is_no_panic() {
        let last = war().due(Date::MAX, Term::WorkingDays(u16::MAX));
        assert_eq!(last, Date::MAX);
    }

    #[test]
    fn a_calendar_in_which_nobody_works_still_gives_a_day() {
        let days: String = (1..=31)
            .map(|day| format!("\"2026-05-{day:02}\","))
            .collect();
        let more: String = (1..=30)
            .map(|day| format!("\"2026-06-{day:02}\","))
            .collect();
        let idle = SHIPPED.replace("off = []", &format!("off = [{days}{more}]"));
        let calendar = Calendar::read(&[&idle]).unwrap();
        assert_eq!(
            calendar.next_working_day(day("2026-04-30")),
            day("2026-05-01")
        );
    }

    #[test]
    fn what_is_no_calendar_is_named() {
        let with = |from: &str, to: &str| Calendar::read(&[&SHIPPED.replace(from, to)]);
        assert_eq!(
            with("2026-12-25", "2026-12-32"),
            Err(CalendarError::NoDay("2026-12-32".to_owned()))
        );
        assert_eq!(
            with("2026-12-25", "2027-12-25"),
            Err(CalendarError::OutsideYear("2027-12-25".to_owned()))
        );
        let backwards = "[[suspended]]\nfrom = \"2026-03-01\"\nuntil = \"2026-02-01\"";
        assert_eq!(
            with("[[suspended]]", backwards),
            Err(CalendarError::Backwards("2026-03-01".to_owned()))
        );
        assert_eq!(
            Calendar::read(&[SHIPPED, SHIPPED]),
            Err(CalendarError::YearTwice(2026))
        );
        assert!(matches!(
            with("unverified", "verified"),
            Err(CalendarError::Unreadable(_))
        ));
        assert!(matches!(
            Calendar::read(&["\0"]),
            Err(CalendarError::Unreadable(_))
        ));
    }

    #[test]
    fn a_calendar_and_a_term_travel_as_json() {
        let calendar = peace();
        let text = serde_json::to_string(&calendar).unwrap();
        assert_eq!(serde_json::from_str::<Calendar>(&text).unwrap(), calendar);
        let twice = format!("[{0},{0}]", &text[1..text.len() - 1]);
        assert!(serde_json::from_str::<Calendar>(&twice).is_err());
        let term = serde_json::to_string(&Term::WorkingDays(10)).unwrap();
        assert_eq!(term, r#"{"working_days":10}"#);
    }

    #[test]
    fn nobody_has_compared_the_shipped_year_with_a_source() {
        assert!(war().is_unverified(day("2026-06-01")) && war().knows(day("2026-06-01")));
    }
}
