//! Code of a legal person («ЄДРПОУ»): eight digits, the last a check digit. Zeros in front belong to it.
//!
//! Weights 1 to 7, or 7 and 1 to 6 between 30 000 000 and 60 000 000; where the sum leaves 10 modulo 11, again with every
//! weight two greater, and then 10 counts as 0. A wrong digit or swapped neighbours change the remainder, so they are seen
//! unless one of the two codes needs the second turn or they lie on different sides of a limit.

use super::check::digits;
use super::rule::Rule;

/// Whether the last of eight digits is the one that the others demand; `None` for anything but eight digits.
#[must_use]
pub fn is_check_digit_right(text: &str) -> Option<bool> {
    let digits = digits::<8>(text)?;
    Some(check_digit(&digits) == digits[7])
}

/// What the rules say of a code. Nine digits are the tax code of those who have none, and have no check digit.
#[must_use]
pub fn unmet(text: &str) -> Option<Rule> {
    match is_check_digit_right(text) {
        Some(true) => None,
        Some(false) => Some(Rule::EdrpouCheckDigit),
        None if super::check::digits::<9>(text).is_some() => None,
        None => Some(Rule::EdrpouFormat),
    }
}

fn check_digit(digits: &[i32; 8]) -> i32 {
    let code = digits.iter().fold(0, |code, digit| code * 10 + digit);
    let weights = if 30_000_000 < code && code < 60_000_000 {
        [7, 1, 2, 3, 4, 5, 6]
    } else {
        [1, 2, 3, 4, 5, 6, 7]
    };
    let rest = |more: i32| {
        let products = weights.iter().zip(digits);
        products
            .map(|(weight, digit)| (weight + more) * digit)
            .sum::<i32>()
            % 11
    };
    match rest(0) {
        10 => rest(2) % 10,
        digit => digit,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn true_codes_are_right_and_a_false_one_is_seen() {
        for code in [
            "32855961", "00032129", "14360570", "38008294", "26255795", "43220851", "04054866",
        ] {
            assert_eq!(unmet(code), None, "{code}");
        }
        assert_eq!(unmet("32855968"), Some(Rule::EdrpouCheckDigit));
    }

    #[test]
    fn zeros_in_front_belong_to_the_code() {
        assert_eq!(unmet("32129"), Some(Rule::EdrpouFormat));
        assert_eq!(unmet("123456789"), None);
        for text in ["", "3285596l", "१२३४५६७८"] {
            assert_eq!(unmet(text), Some(Rule::EdrpouFormat), "{text}");
        }
    }
}
