//! What is to be done next with an application, and by which day. Warns and stops nobody (I15).
//!
//! The rules are dated data (`data/deadlines.toml`); the working days come from the calendar that is shipped. A day that
//! rests on a rule or a year which nobody has verified says so.

use std::sync::LazyLock;

use jiff::{Span, civil::Date};
use office::deadline::{Calendar, Term};
use serde::Deserialize;

use crate::ledger::{Outline, Stage};

/// What is to be done next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// Enter it in the register.
    Register,
    /// Hand it to the authority that decides.
    Hand,
    /// Wait for the decision.
    Decide,
    /// Tell the applicant.
    Tell,
    /// Give the applicant the result.
    Deliver,
}

impl Step {
    /// Its name in locale keys: `due-KEY`.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Register => "register",
            Self::Hand => "hand",
            Self::Decide => "decide",
            Self::Tell => "tell",
            Self::Deliver => "deliver",
        }
    }

    /// The step that a stage waits for; none where the applicant has the result.
    #[must_use]
    pub fn after(stage: Stage) -> Option<Self> {
        Some(match stage {
            Stage::New | Stage::Returned => Self::Register,
            Stage::Registered => Self::Hand,
            Stage::Handed => Self::Decide,
            Stage::Decided => Self::Tell,
            Stage::Told => Self::Deliver,
            Stage::Delivered => return None,
        })
    }
}

/// How near a day is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Urgency {
    /// It has passed.
    Overdue,
    /// It is today.
    Today,
    /// It is within three days.
    Soon,
    /// It is farther.
    Later,
}

/// The day by which a step is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Due {
    /// The day.
    pub day: Date,
    /// The step.
    pub step: Step,
    /// Whether nobody has verified the rule or the calendar of that year.
    pub unverified: bool,
}

impl Due {
    /// How many days are left; fewer than none once it has passed.
    #[must_use]
    pub fn days_left(&self, today: Date) -> i32 {
        today.until(self.day).map_or(0, |span| span.get_days())
    }

    /// How near it is.
    #[must_use]
    pub fn urgency(&self, today: Date) -> Urgency {
        match self.days_left(today) {
            ..0 => Urgency::Overdue,
            0 => Urgency::Today,
            1..=3 => Urgency::Soon,
            4.. => Urgency::Later,
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    step: Step,
    #[serde(default)]
    working_days: Option<u16>,
    #[serde(default)]
    months: Option<i32>,
    unverified: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rules {
    edition: String,
    source: String,
    #[serde(rename = "rule")]
    rules: Vec<Rule>,
}

/// The rules as they are shipped.
static RULES: LazyLock<Rules> =
    LazyLock::new(|| toml::from_str(include_str!("../data/deadlines.toml")).unwrap_or_default());

static CALENDAR: LazyLock<Calendar> = LazyLock::new(catalogue::calendar);

/// Where the rules come from, and of which day they are.
#[must_use]
pub fn source() -> (&'static str, &'static str) {
    (&RULES.source, &RULES.edition)
}

/// What is to be done next with an application, and by when; none where nothing is, or no day is known.
#[must_use]
pub fn due(outline: &Outline) -> Option<Due> {
    let step = Step::after(outline.stage)?;
    if step == Step::Decide {
        let day = told_day(&outline.last_day)?;
        return Some(Due {
            day,
            step,
            unverified: false,
        });
    }
    let from = match step {
        Step::Register | Step::Hand => &outline.day,
        Step::Decide | Step::Tell | Step::Deliver => &outline.since,
    };
    let from: Date = from.parse().ok()?;
    let rule = RULES.rules.iter().find(|rule| rule.step == step)?;
    let day = match (rule.working_days, rule.months) {
        (Some(days), _) => CALENDAR.due(from, Term::WorkingDays(days)),
        (None, Some(months)) => from.checked_add(Span::new().months(months)).ok()?,
        (None, None) => return None,
    };
    Some(Due {
        day,
        step,
        unverified: rule.unverified || (rule.working_days.is_some() && CALENDAR.is_unverified(day)),
    })
}

/// The day of seconds since 1970, by the clock of this machine's zone being UTC as all days of this program.
#[must_use]
pub fn day_of(now_s: i64) -> Date {
    office::Moment {
        wall_s: now_s,
        ..office::Moment::default()
    }
    .civil_date()
    .unwrap_or_default()
}

/// `04.12.2026`, or ISO 8601, as a day.
#[must_use]
pub fn told_day(text: &str) -> Option<Date> {
    if let Some(day) = office::identity::date::parse(text) {
        return Some(day);
    }
    let mut parts = text.splitn(3, '.').map(str::parse::<i16>);
    let (day, month, year) = (
        parts.next()?.ok()?,
        parts.next()?.ok()?,
        parts.next()?.ok()?,
    );
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_rules_are_read_and_each_step_but_the_decision_has_one() {
        assert!(source().0.contains("588"));
        for step in [Step::Register, Step::Hand, Step::Tell, Step::Deliver] {
            assert!(RULES.rules.iter().any(|rule| rule.step == step), "{step:?}");
        }
    }

    #[test]
    fn a_day_counts_down_and_then_up() {
        let due = Due {
            day: "2026-11-24".parse().unwrap(),
            step: Step::Register,
            unverified: false,
        };
        let on = |day: &str| {
            let day = day.parse().unwrap();
            (due.days_left(day), due.urgency(day))
        };
        assert_eq!(on("2026-11-14"), (10, Urgency::Later));
        assert_eq!(on("2026-11-21"), (3, Urgency::Soon));
        assert_eq!(on("2026-11-24"), (0, Urgency::Today));
        assert_eq!(on("2026-11-26"), (-2, Urgency::Overdue));
    }

    #[test]
    fn a_day_that_was_told_is_read_as_officials_write_it() {
        assert_eq!(told_day("06.12.2026"), Some("2026-12-06".parse().unwrap()));
        for none in ["", "soon", "31.02.2026", "1.1"] {
            assert_eq!(told_day(none), None, "{none}");
        }
    }
}
