//! Number of a record in the demographic register («УНЗР»): `YYYYMMDD-NNNNC`.
//!
//! Eight digits of the birth date, a serial from 0001, and a check digit «by the method of the machine readable zone»
//! (Ministry of Internal Affairs, 14.11.2023). That the weights 7, 3, 1 (ICAO 9303-3 4.9) run over the first twelve
//! digits is a reading that two specimens confirm, so a wrong digit is a warning.

use jiff::civil::Date;

/// What a well formed number says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unzr {
    /// Whether the last digit is the one that the first twelve demand.
    pub check_digit_right: bool,
    /// Birth date; none where the digits name no day.
    pub birth_date: Option<Date>,
}

/// Reads eight digits, a dash and five digits; `None` for anything else and for the serial 0000.
#[must_use]
pub fn read(text: &str) -> Option<Unzr> {
    let (born, rest) = text.split_once('-')?;
    if born.len() != 8 {
        return None;
    }
    let digits = super::check::digits::<13>(&format!("{born}{rest}"))?;
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
    let day = i16::try_from(number(0..4))
        .ok()
        .zip(part(4..6))
        .zip(part(6..8));
    Some(Unzr {
        check_digit_right: sum % 10 == digits[12],
        birth_date: day.and_then(|((year, month), day)| Date::new(year, month, day).ok()),
    })
}

/// The usual spelling: thirteen digits get their dash.
#[must_use]
pub fn normalise(typed: &str) -> String {
    let text = super::check::without_blanks(typed);
    match (super::check::digits::<13>(&text), text.split_at_checked(8)) {
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
            assert_eq!(read.birth_date.unwrap().to_string(), born);
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
        ] {
            assert_eq!(read(text), None, "{text}");
        }
        assert_eq!(read("20001313-01467").unwrap().birth_date, None);
    }

    #[test]
    fn a_missing_dash_is_supplied() {
        assert_eq!(normalise(" 20000213 01467 "), "20000213-01467");
        assert_eq!(normalise("20000213-01467"), "20000213-01467");
    }
}
