//! The fee of a day: a fixed sum, or a share of a base that the state sets for each year.
//!
//! Sums are data with a year. A year that no table knows is a finding and stops nobody (I15): the base of the nearest
//! earlier year is told, marked as unverified. Nothing here knows what a base is.

use crate::finding::{Finding, Level};
use crate::label::Label;
use crate::service::checklist::Condition;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The rule of the finding where no table knows the year.
pub const UNKNOWN_YEAR: &str = "fee-base-unknown-year";

/// Thousandths of a percent in a whole.
const WHOLE: u128 = 100_000;

/// One of a service's sums.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tariff {
    /// Short name, unique within the service: `late`.
    pub key: String,
    /// In which case it is paid.
    pub name: Label,
    /// How much.
    pub sum: Sum,
    /// The answers that choose it; all of them must hold.
    pub when: Vec<Condition>,
    /// Key of the account in the community's profile that it is paid into.
    pub account: String,
}

/// How a sum comes about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sum {
    /// It is what it is, in kopiykas.
    Fixed(u64),
    /// A share of the base as it stood on 1 January of the day's year.
    Share {
        /// In thousandths of a percent: 1.5 % is 1500.
        percent_thousandths: u32,
        /// The base by year.
        base: BaseTable,
    },
}

/// A base by year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BaseTable {
    /// Short name.
    pub key: String,
    /// What it is called.
    pub name: Label,
    /// Its years.
    pub years: Years,
}

/// The years of a table: at least one, ascending, none twice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<BaseYear>", into = "Vec<BaseYear>")]
pub struct Years(Vec<BaseYear>);

/// A base as it stood on 1 January of a year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BaseYear {
    /// The year.
    pub year: i16,
    /// The base in kopiykas.
    pub kopiykas: u64,
    /// Where that was read.
    pub source: String,
    /// True where nobody has compared it with a primary source.
    pub unverified: bool,
}

/// Why years make no table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum YearsError {
    /// There are none.
    #[error("the table has no year")]
    None,
    /// A year stands in it twice.
    #[error("the year {0} stands in the table twice")]
    Twice(i16),
}

impl TryFrom<Vec<BaseYear>> for Years {
    type Error = YearsError;

    fn try_from(mut years: Vec<BaseYear>) -> Result<Self, YearsError> {
        years.sort_by_key(|one| one.year);
        if years.is_empty() {
            return Err(YearsError::None);
        }
        match years.windows(2).find(|pair| pair[0].year == pair[1].year) {
            Some(pair) => Err(YearsError::Twice(pair[0].year)),
            None => Ok(Self(years)),
        }
    }
}

impl From<Years> for Vec<BaseYear> {
    fn from(years: Years) -> Self {
        years.0
    }
}

impl Years {
    /// The base of that year, or of the nearest earlier one, or of the first that is known.
    fn of(&self, year: i16) -> &BaseYear {
        let earlier = self.0.iter().rev().find(|one| one.year <= year);
        earlier.unwrap_or(&self.0[0])
    }
}

/// What is due on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// The sum in kopiykas.
    pub kopiykas: u64,
    /// The base that it was reckoned from, where there is one.
    pub base: Option<BaseUsed>,
    /// True where the base is unverified or of another year.
    pub unverified: bool,
}

/// The base of a reckoning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BaseUsed {
    /// In kopiykas.
    pub kopiykas: u64,
    /// The 1 January on which it stood so: its year.
    pub year: i16,
    /// The year that was asked for.
    pub asked_year: i16,
}

impl Sum {
    /// What is due on that day. A share is rounded to the nearest kopiyka, half a kopiyka upward.
    #[must_use]
    pub fn due(&self, on: Date) -> Due {
        match self {
            Self::Fixed(kopiykas) => Due {
                kopiykas: *kopiykas,
                base: None,
                unverified: false,
            },
            Self::Share {
                percent_thousandths,
                base,
            } => {
                let known = base.years.of(on.year());
                let share = u128::from(known.kopiykas) * u128::from(*percent_thousandths);
                Due {
                    kopiykas: u64::try_from((share + WHOLE / 2) / WHOLE).unwrap_or(u64::MAX),
                    base: Some(BaseUsed {
                        kopiykas: known.kopiykas,
                        year: known.year,
                        asked_year: on.year(),
                    }),
                    unverified: known.unverified || known.year != on.year(),
                }
            }
        }
    }
}

impl Due {
    /// A warning where the base of the day's year is not known.
    #[must_use]
    pub fn finding(&self) -> Option<Finding> {
        self.base
            .filter(|base| base.year != base.asked_year)
            .map(|_| Finding::new("fee", UNKNOWN_YEAR, Level::Warning))
    }
}

/// A sum as papers write it: `45,42`.
#[must_use]
pub fn hryvnias(kopiykas: u64) -> String {
    format!("{},{:02}", kopiykas / 100, kopiykas % 100)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn table(years: &[(i16, u64, bool)]) -> BaseTable {
        let years: Vec<_> = years
            .iter()
            .map(|(year, kopiykas, unverified)| BaseYear {
                year: *year,
                kopiykas: *kopiykas,
                source: String::new(),
                unverified: *unverified,
            })
            .collect();
        BaseTable {
            key: "base".to_owned(),
            name: Label::default(),
            years: years.try_into().unwrap(),
        }
    }

    fn share(percent_thousandths: u32) -> Sum {
        Sum::Share {
            percent_thousandths,
            base: table(&[
                (2026, 332_800, true),
                (2024, 302_800, false),
                (2025, 302_800, false),
            ]),
        }
    }

    #[test]
    fn the_fee_follows_the_base_of_the_year() {
        for (percent, day, kopiykas, unverified) in [
            (1_500, date(2024, 1, 1), 4_542, false),
            (2_500, date(2025, 12, 31), 7_570, false),
            (1_500, date(2026, 1, 1), 4_992, true),
            (2_500, date(2026, 11, 21), 8_320, true),
        ] {
            let due = share(percent).due(day);
            assert_eq!(
                (due.kopiykas, due.unverified),
                (kopiykas, unverified),
                "{day}"
            );
            assert_eq!(due.base.unwrap().year, day.year());
            assert_eq!(due.finding(), None);
        }
    }

    #[test]
    fn a_year_that_nobody_knows_is_a_finding_and_the_last_base_serves() {
        let due = share(1_500).due(date(2031, 3, 1));
        assert_eq!((due.kopiykas, due.unverified), (4_992, true));
        assert_eq!(due.base.unwrap().year, 2026);
        assert_eq!(due.finding().unwrap().rule, UNKNOWN_YEAR);
        // A clock reset to the beginning of time takes the first base that is known.
        let due = share(1_500).due(date(1970, 1, 1));
        assert_eq!((due.kopiykas, due.base.unwrap().year), (4_542, 2024));
        assert!(due.finding().is_some());
    }

    #[test]
    fn half_a_kopiyka_is_rounded_upward() {
        let of = |base: u64, percent_thousandths| {
            Sum::Share {
                percent_thousandths,
                base: table(&[(2026, base, false)]),
            }
            .due(date(2026, 1, 1))
            .kopiykas
        };
        assert_eq!(of(100, 1_500), 2); // 1.5
        assert_eq!(of(99, 1_500), 1); // 1.485
        assert_eq!(of(33, 1_000), 0); // 0.33
        assert_eq!(Sum::Fixed(3_400).due(date(2026, 1, 1)).kopiykas, 3_400);
    }

    #[test]
    fn a_table_without_years_or_with_a_year_twice_is_none() {
        let year = BaseYear {
            year: 2026,
            kopiykas: 1,
            source: String::new(),
            unverified: false,
        };
        assert_eq!(Years::try_from(vec![]), Err(YearsError::None));
        assert_eq!(
            Years::try_from(vec![year.clone(), year]),
            Err(YearsError::Twice(2026))
        );
        assert!(serde_json::from_str::<Years>("[]").is_err());
    }

    #[test]
    fn a_sum_is_written_with_two_digits_of_kopiykas() {
        assert_eq!(hryvnias(4_542), "45,42");
        assert_eq!(hryvnias(7), "0,07");
    }

    proptest! {
        #[test]
        fn no_base_and_no_share_overflows(base: u64, percent_thousandths: u32, year in -9_999_i16..=9_999) {
            let sum = Sum::Share { percent_thousandths, base: table(&[(2026, base, false)]) };
            prop_assert_eq!(sum.due(date(year, 1, 1)).base.map(|used| used.kopiykas), Some(base));
        }
    }
}
