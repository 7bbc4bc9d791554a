//! Number of a record in the demographic register («УНЗР»): `YYYYMMDD-NNNNC`.
//!
//! Eight digits of the birth date, a serial from 0001, and a check digit «by the method of the machine readable zone»
//! (Ministry of Internal Affairs, 14.11.2023). That the weights 7, 3, 1 (ICAO 9303-3 4.9) run over the first twelve
//! digits is a reading that two specimens confirm, so a wrong digit is a warning.
//!
//! Every single wrong digit is seen. Swapped neighbours are seen unless they differ by five, because every two weights side by
//! side differ by an even number.

use super::check::{digits, without_blanks};
use super::rule::Rule;
use jiff::civil::Date;

/// What a well formed number says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unzr {
    /// Whether the last digit is the one that the first twelve demand.
    pub check_digit_right: bool,
    /// Birth date.
    pub birth_date: Date,
}

/// Reads eight digits, a dash and five digits; `None` for anything else, for digits that name no day and for the serial 0000.
#[must_use]
pub fn read(text: &str) -> Option<Unzr> {
    let (born, rest) = text.split_once('-')?;
    if born.len() != 8 {
        return None;
    }
    let digits = digits::<13>(&format!("{born}{rest}"))?;
    let number = |range: std::ops::Range<usize>| {
        digits[range]
            .iter()
            .fold(0, |number, digit| number * 10 + digit)
    };
    if number(8..12) == 0 {
        return None;
    }
    let sum: i32 = digits
        .iter()
        .zip([7, 3, 1].iter().cycle())
        .take(12)
        .map(|(digit, weight)| digit * weight)
        .sum();
    let part = |range| i8::try_from(number(range)).ok();
    let year = i16::try_from(number(0..4)).ok()?;
    Some(Unzr {
        check_digit_right: sum % 10 == digits[12],
        birth_date: Date::new(year, part(4..6)?, part(6..8)?).ok()?,
    })
}

/// What the rules say of the number by itself.
#[must_use]
pub fn unmet(text: &str, today: Option<Date>) -> Vec<Rule> {
    let Some(number) = read(text) else {
        return vec![Rule::UnzrFormat];
    };
    let wrong = (!number.check_digit_right).then_some(Rule::UnzrCheckDigit);
    let implausible = (!super::date::is_plausible_birth(number.birth_date, today))
        .then_some(Rule::UnzrBirthDateImplausible);
    wrong.into_iter().chain(implausible).collect()
}

/// The usual spelling: thirteen digits get their dash.
#[must_use]
pub fn normalise(typed: &str) -> String {
    let text = without_blanks(typed).replace(
        ['\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}', '\u{2014}'],
        "-",
    );
    match (digits::<13>(&text), text.split_at_checked(8)) {
        (Some(_), Some((born, rest))) => format!("{born}-{rest}"),
        _ => text,
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
mod tests {
    use super::*;

    #[test]
    fn a_true_number_tells_the_birth_date() {
        for (number, born) in [
            ("20000213-01467", "2000-02-13"),
            ("19910824-00026", "1991-08-24"),
            ("19850312-00427", "1985-03-12"),
            ("20100105-12349", "2010-01-05"),
            ("19401231-00074", "1940-12-31"),
        ] {
            let read = read(number).unwrap();
            assert!(read.check_digit_right, "{number}");
            assert_eq!(read.birth_date.to_string(), born);
        }
    }

    #[test]
    fn a_false_check_digit_is_seen() {
        assert!(!read("20000213-01468").unwrap().check_digit_right);
    }

    #[test]
    fn anything_of_another_shape_is_no_number() {
        for text in [
            "",
            "-",
            "20000213-0146",
            "2000021301467",
            "20000213-00007",
            "2000021-301467",
            "20000213-0146я",
            "20001313-01467",
            "20010229-00011",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn nobody_is_born_tomorrow_or_two_centuries_ago() {
        let today = super::super::date::parse("2026-11-21");
        let late = [Rule::UnzrCheckDigit, Rule::UnzrBirthDateImplausible];
        assert_eq!(unmet("20261122-00010", today), late);
        assert_eq!(unmet("18991231-00010", today)[1..], late[1..]);
        assert_eq!(unmet("19401231-00074", today), []);
    }

    #[test]
    fn a_missing_dash_is_supplied() {
        assert_eq!(normalise(" 20000213 01467 "), "20000213-01467");
        assert_eq!(normalise("20000213-01467"), "20000213-01467");
    }
}
