//! Bank account number (IBAN): `UA` and 27 digits, checked by ISO 13616 and ISO 7064 mod 97-10.
//!
//! The remainder is changed by every wrong digit and by every two neighbours swapped, so both are always seen. ISO 13616 lets
//! the account within a Ukrainian number have letters; banks issue digits, so a letter is taken for a slip.

use super::alphabet::to_latin;
use super::check::{digits, without_blanks};
use super::rule::Rule;

/// What a well formed number says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Iban {
    /// Whether the two digits after the country are those that the rest demands.
    pub check_digits_right: bool,
    /// Whether it is an account in Ukraine.
    pub is_ukrainian: bool,
}

/// Without blanks, in capitals, look-alike letters folded to Latin.
#[must_use]
pub fn normalise(typed: &str) -> String {
    to_latin(&without_blanks(typed).to_uppercase())
}

/// In groups of four, as papers print it.
#[must_use]
pub fn written(number: &str) -> String {
    let letters: Vec<char> = number.chars().collect();
    let groups = letters.chunks(4).map(String::from_iter);
    groups.collect::<Vec<_>>().join(" ")
}

/// Reads two letters, two digits and 11 to 30 letters and digits; a Ukrainian number has 27 digits after `UA`.
#[must_use]
pub fn read(text: &str) -> Option<Iban> {
    let (country, rest) = text.split_at_checked(2)?;
    let is_ukrainian = country == "UA";
    let fits = if is_ukrainian {
        digits::<27>(rest).is_some()
    } else {
        country.bytes().all(|byte| byte.is_ascii_uppercase())
            && rest.bytes().take(2).all(|byte| byte.is_ascii_digit())
            && (13..=32).contains(&rest.len())
            && rest
                .bytes()
                .all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
    };
    fits.then(|| Iban {
        check_digits_right: remainder(text) == Some(1),
        is_ukrainian,
    })
}

/// What the rules say of a number.
#[must_use]
pub fn unmet(text: &str) -> Vec<Rule> {
    let Some(iban) = read(text) else {
        return vec![Rule::IbanFormat];
    };
    let foreign = (!iban.is_ukrainian).then_some(Rule::IbanForeign);
    let wrong = (!iban.check_digits_right).then_some(Rule::IbanCheckDigits);
    foreign.into_iter().chain(wrong).collect()
}

/// Whether it is a Ukrainian account number whose check digits are right.
#[must_use]
pub fn is_valid(text: &str) -> bool {
    unmet(text).is_empty()
}

/// The bank's code («МФО»): the six digits after the check digits of a Ukrainian number.
#[must_use]
pub fn bank(text: &str) -> Option<&str> {
    text.get(4..10)
        .filter(|_| read(text).is_some_and(|iban| iban.is_ukrainian))
}

/// The number with its first four signs moved to the end, letters as 10 to 35, modulo 97.
fn remainder(text: &str) -> Option<u32> {
    let (head, tail) = text.split_at_checked(4)?;
    tail.chars()
        .chain(head.chars())
        .try_fold(0, |rest, letter| {
            let value = letter.to_digit(36)?;
            let shift = if value < 10 { 10 } else { 100 };
            Some((rest * shift + value) % 97)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits_are_checked() {
        assert_eq!(unmet("UA248999980314070617000013913"), []);
        assert!(is_valid("UA248999980314070617000013913"));
        assert!(!is_valid("GB82WEST12345698765432"));
        assert_eq!(
            unmet("UA248999980314070617000013914"),
            [Rule::IbanCheckDigits]
        );
        for wrong in [
            "UA24899998031407061700001391",
            "UA24899998031407061700001391A",
            "248999980314070617000013913",
            "UА248999980314070617000013913",
            "",
        ] {
            assert_eq!(unmet(wrong), [Rule::IbanFormat], "{wrong}");
        }
    }

    #[test]
    fn a_foreign_account_is_only_noticed() {
        assert_eq!(unmet("GB82WEST12345698765432"), [Rule::IbanForeign]);
        assert_eq!(
            unmet("PL248999980314070617000013913"),
            [Rule::IbanForeign, Rule::IbanCheckDigits]
        );
    }

    #[test]
    fn cyrillic_lookalikes_are_folded() {
        let typed = "uА24 8999 9803 1407 0617 0000 1391 3";
        assert_eq!(normalise(typed), "UA248999980314070617000013913");
        assert_eq!(normalise(&written(&normalise(typed))), normalise(typed));
        assert_eq!(
            written(&normalise(typed)),
            "UA24 8999 9803 1407 0617 0000 1391 3"
        );
    }

    #[test]
    fn the_bank_is_told() {
        assert_eq!(bank("UA248999980314070617000013913"), Some("899998"));
        assert_eq!(bank("GB82WEST12345698765432"), None);
    }
}
