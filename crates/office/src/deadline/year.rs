//! One year of a calendar as its data file has it. It decides about single days and knows no term.

use crate::label::Label;
use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Why a text is no calendar of a year.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    /// The text is no TOML with the keys of a calendar; in the parser's words.
    #[error("no calendar of a year: {0}")]
    Unreadable(String),
    /// A day is not written like `2026-11-21`, or there is no such day.
    #[error("'{0}' is no day; write it like 2026-11-21")]
    NoDay(String),
    /// A day of another year than the file's.
    #[error("{0} lies outside of the file's year")]
    OutsideYear(String),
    /// A stretch that ends before it begins.
    #[error("holidays are suspended from {0}, but until an earlier day")]
    Backwards(String),
    /// Two texts speak of one year.
    #[error("the year {0} is given twice")]
    YearTwice(i16),
}

/// The keys of a calendar file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    year: i16,
    unverified: bool,
    /// Whether a term whose last day is a day off ends on the next working day.
    last_day_moves: bool,
    /// Whether a holiday on a weekend makes the next working day a day off.
    holidays_carry_over: bool,
    #[serde(default)]
    holidays: Vec<WrittenHoliday>,
    /// Stretches in which holidays are working days like others.
    #[serde(default)]
    suspended: Vec<WrittenStretch>,
    /// Days of a weekend or holidays on which people work all the same.
    #[serde(default)]
    working: Vec<String>,
    /// Further days off.
    #[serde(default)]
    off: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenHoliday {
    day: String,
    name: Label,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenStretch {
    /// First day; the year's first where it is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    from: Option<String>,
    /// Last day; the year's last where it is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    until: Option<String>,
    because: Label,
}

/// One year, checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub(super) struct Year {
    written: Written,
    holidays: BTreeSet<Date>,
    suspended: Vec<(Date, Date)>,
    working: BTreeSet<Date>,
    off: BTreeSet<Date>,
}

impl Year {
    pub(super) fn read(text: &str) -> Result<Self, CalendarError> {
        toml::from_str::<Written>(text)
            .map_err(|error| CalendarError::Unreadable(error.message().to_owned()))?
            .try_into()
    }

    pub(super) fn number(&self) -> i16 {
        self.written.year
    }

    pub(super) fn is_of(&self, day: Date) -> bool {
        day.year() == self.written.year
    }

    pub(super) fn is_unverified(&self) -> bool {
        self.written.unverified
    }

    pub(super) fn moves_last_day(&self) -> bool {
        self.written.last_day_moves
    }

    /// Whether people work on that day of this year, but for what holidays carry over.
    pub(super) fn is_worked(&self, day: Date) -> bool {
        self.working.contains(&day)
            || !(is_weekend(day) || self.off.contains(&day) || self.is_kept(day))
    }

    /// Whether that day is a holiday on a weekend that another day off makes up for.
    pub(super) fn carries(&self, day: Date) -> bool {
        self.written.holidays_carry_over && is_weekend(day) && self.is_kept(day)
    }

    /// A holiday, and not suspended.
    fn is_kept(&self, day: Date) -> bool {
        self.holidays.contains(&day)
            && !self
                .suspended
                .iter()
                .any(|(from, until)| (from..=until).contains(&&day))
    }
}

impl TryFrom<Written> for Year {
    type Error = CalendarError;

    fn try_from(written: Written) -> Result<Self, CalendarError> {
        let day = |text: &String| day_of(written.year, text);
        let holidays = written.holidays.iter().map(|holiday| day(&holiday.day));
        let stretch = |stretch: &WrittenStretch| {
            let edge = |text: &Option<String>, month, last| match text {
                Some(text) => day(text),
                None => Date::new(written.year, month, last)
                    .map_err(|_out_of_range| CalendarError::NoDay(written.year.to_string())),
            };
            let (from, until) = (edge(&stretch.from, 1, 1)?, edge(&stretch.until, 12, 31)?);
            if until < from {
                return Err(CalendarError::Backwards(from.to_string()));
            }
            Ok((from, until))
        };
        Ok(Self {
            holidays: holidays.collect::<Result<_, _>>()?,
            suspended: written
                .suspended
                .iter()
                .map(stretch)
                .collect::<Result<_, _>>()?,
            working: written.working.iter().map(day).collect::<Result<_, _>>()?,
            off: written.off.iter().map(day).collect::<Result<_, _>>()?,
            written,
        })
    }
}

impl From<Year> for Written {
    fn from(year: Year) -> Self {
        year.written
    }
}

/// Saturday or Sunday.
pub(super) fn is_weekend(day: Date) -> bool {
    matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

fn day_of(year: i16, text: &str) -> Result<Date, CalendarError> {
    let day =
        crate::identity::date::parse(text).ok_or_else(|| CalendarError::NoDay(text.to_owned()))?;
    if day.year() == year {
        Ok(day)
    } else {
        Err(CalendarError::OutsideYear(text.to_owned()))
    }
}
