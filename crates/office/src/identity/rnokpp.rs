//! Taxpayer number («РНОКПП»): ten digits, the last a check digit; birth date and sex can be read from it.
//!
//! Weights and epoch as the Diia open source code has them (`be-pkg-utils`, `applicationUtils.ts`). The first digit is
//! not restricted: numbers that begin with 0 belong to centenarians, with 4 to those born from July 2009.

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

/// Reads ten digits; `None` for anything else, and for ten zeros.
#[must_use]
pub fn read(text: &str) -> Option<Rnokpp> {
    let digits = super::check::digits::<10>(text)?;
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
