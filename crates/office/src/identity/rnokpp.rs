//! Taxpayer number («РНОКПП»): ten digits, the last a check digit; birth date and sex can be read from it.
//!
//! Weights and epoch as the Diia open source code has them (`be-pkg-utils`, `applicationUtils.ts`). The first digit is
//! not restricted: numbers that begin with 0 belong to centenarians, with 4 to those born from July 2009.
//!
//! A wrong digit or swapped neighbours change the sum modulo 11, so they are seen, unless both sums leave 0 or 10: these
//! share the check digit 0. Of swaps with the check digit itself only 04 and 40 at the end can pass, for the same reason.
//!
//! Some have no number: they refused it for their faith, which is marked in their passport, or never had one. That is
//! written in its place and is no fault ([`absence`]).

use super::check::{digits, without_blanks};
use super::rule::Rule;
use jiff::ToSpan as _;
use jiff::civil::Date;

const WEIGHTS: [i32; 9] = [-1, 5, 7, 9, 4, 6, 10, 5, 7];

/// What a well formed number says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rnokpp {
    /// Whether the last digit is the one that the first nine demand.
    pub check_digit_right: bool,
    /// Birth date: days since 1899-12-31.
    pub birth_date: Date,
    /// `M` or `F`: the ninth digit is odd for men.
    pub sex: &'static str,
}

/// Why there is no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Absence {
    /// Refused for faith; a mark in the passport says so.
    Refused,
    /// Never given.
    NotGiven,
}

/// What stands in the place of a number, by the beginning of what is typed and as it is kept.
const ABSENCES: [(&str, &str, Absence); 2] = [
    ("відмов", "відмова", Absence::Refused),
    ("нема", "немає", Absence::NotGiven),
];

/// Why there is no number, where the text says so.
#[must_use]
pub fn absence(text: &str) -> Option<Absence> {
    let text = text.to_lowercase();
    let said = ABSENCES
        .iter()
        .find(|(begin, _, _)| text.starts_with(begin));
    said.map(|(_, _, absence)| *absence)
}

/// Ten digits without blanks, or the one word for each absence.
#[must_use]
pub fn normalise(typed: &str) -> String {
    let kept = absence(typed.trim()).and_then(|absence| {
        let row = ABSENCES.iter().find(|(_, _, each)| *each == absence)?;
        Some(row.1.to_owned())
    });
    kept.unwrap_or_else(|| without_blanks(typed))
}

/// What the rules say of the number by itself.
#[must_use]
pub fn unmet(text: &str, today: Option<Date>) -> Option<Rule> {
    if absence(text).is_some() {
        return None;
    }
    match read(text) {
        None => Some(Rule::RnokppFormat),
        Some(number) if !number.check_digit_right => Some(Rule::RnokppCheckDigit),
        Some(number) if !super::date::is_plausible_birth(number.birth_date, today) => {
            Some(Rule::RnokppBirthDateImplausible)
        }
        Some(_) => None,
    }
}

/// Reads ten digits; `None` for anything else, and for ten zeros.
#[must_use]
pub fn read(text: &str) -> Option<Rnokpp> {
    let digits = digits::<10>(text)?;
    if digits.iter().all(|digit| *digit == 0) {
        return None;
    }
    let sum: i32 = WEIGHTS
        .iter()
        .zip(digits)
        .map(|(weight, digit)| weight * digit)
        .sum();
    let days = digits
        .iter()
        .take(5)
        .fold(0, |days, digit| days * 10 + digit);
    Some(Rnokpp {
        check_digit_right: sum.rem_euclid(11) % 10 == digits[9],
        birth_date: Date::constant(1899, 12, 31).checked_add(days.days()).ok()?,
        sex: if digits[8] % 2 == 1 { "M" } else { "F" },
    })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
mod tests {
    use super::*;

    #[test]
    fn a_true_number_tells_birth_date_and_sex() {
        for (number, born) in [
            ("1759013776", "1948-02-28"),
            ("2530414071", "1969-04-12"),
            ("3184710691", "1987-03-12"),
        ] {
            let read = read(number).unwrap();
            assert!(read.check_digit_right, "{number}");
            assert_eq!(read.birth_date.to_string(), born);
            assert_eq!(read.sex, "M");
        }
    }

    #[test]
    fn a_false_check_digit_is_seen() {
        for number in ["1759013770", "1234567036", "2222222222", "3333333333"] {
            assert!(!read(number).unwrap().check_digit_right, "{number}");
        }
    }

    #[test]
    fn centenarians_and_teenagers_have_numbers_too() {
        assert_eq!(
            read("0999900000").unwrap().birth_date.to_string(),
            "1927-05-18"
        );
        assert_eq!(
            read("4000000000").unwrap().birth_date.to_string(),
            "2009-07-07"
        );
    }

    #[test]
    fn an_absent_number_is_no_fault() {
        for (typed, kept, why) in [
            ("Відмова від РНОКПП", "відмова", Absence::Refused),
            ("відмовилась", "відмова", Absence::Refused),
            (" немає ", "немає", Absence::NotGiven),
        ] {
            assert_eq!(normalise(typed), kept);
            assert_eq!((absence(kept), unmet(kept, None)), (Some(why), None));
        }
        assert_eq!(unmet("невідомо", None), Some(Rule::RnokppFormat));
    }

    #[test]
    fn nobody_is_born_tomorrow() {
        let today = super::super::date::parse("2026-11-21");
        // 2026-11-21 and the day after are the days 46346 and 46347.
        assert_eq!(unmet("4634600008", today), None);
        assert_eq!(
            unmet("4634700001", today),
            Some(Rule::RnokppBirthDateImplausible)
        );
        assert_eq!(unmet("4634700001", None), None);
    }

    #[test]
    fn anything_but_ten_digits_is_no_number() {
        for text in [
            "",
            "175901377",
            "17590137766",
            "17590l3776",
            "0000000000",
            "१२३४५६७८९०",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
