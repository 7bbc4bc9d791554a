//! Numbers of identity documents, each kind with its own shape and spelling.
//!
//! A series is folded to the alphabet of its document: a passport book has Cyrillic letters, a passport for travel abroad
//! Latin ones, a birth certificate a Roman numeral and then Cyrillic letters. Every letter of the Ukrainian alphabet may stand
//! in a series.

use super::alphabet::{is_ukrainian, to_cyrillic, to_latin};
use super::check::one_blank;
use super::rule::Rule;
use crate::person::DocumentKind;
use unicode_normalization::UnicodeNormalization as _;

/// The number in the one spelling that its kind has; what has not the shape of its kind, in capitals with single blanks.
///
/// `000031886`, `АА 123456` (Cyrillic), `FA123456` (Latin), `І-БК 123456` (Cyrillic but for V and L), `1234-5678901234`.
#[must_use]
pub fn canonical(kind: DocumentKind, number: &str) -> String {
    spelt(kind, number).unwrap_or_else(|| one_blank(&capitals(number)))
}

/// What the rules say of a number. Certificates and permits have had many shapes, so another one is only unusual.
#[must_use]
pub fn unmet(kind: DocumentKind, number: &str) -> Option<Rule> {
    let rule = match kind {
        DocumentKind::IdCard | DocumentKind::PassportBook | DocumentKind::ForeignPassport => {
            Rule::DocumentNumberFormat
        }
        DocumentKind::BirthCertificate
        | DocumentKind::ResidencePermit
        | DocumentKind::IdpCertificate => Rule::DocumentNumberUnusual,
        DocumentKind::Other => return None,
    };
    spelt(kind, number).is_none().then_some(rule)
}

fn spelt(kind: DocumentKind, number: &str) -> Option<String> {
    let close: String = capitals(number)
        .chars()
        .filter(|letter| letter.is_alphanumeric())
        .collect();
    match kind {
        DocumentKind::IdCard => is_digits(&close, 9).then_some(close),
        DocumentKind::PassportBook => series_and_number(&close),
        DocumentKind::ForeignPassport => {
            let latin = to_latin(&close);
            let (series, number) = before_last(&latin, 6)?;
            let fits = series.len() == 2 && series.bytes().all(|byte| byte.is_ascii_uppercase());
            (fits && is_digits(number, 6)).then(|| latin.clone())
        }
        DocumentKind::BirthCertificate => {
            let (numeral, rest) = before_last(&close, 8)?;
            // There is no Roman numeral on a Ukrainian keyboard: people type a digit or what looks like one.
            let numeral = to_cyrillic(&numeral.replace('1', "І"));
            let fits =
                !numeral.is_empty() && numeral.chars().all(|letter| "ІVХLС".contains(letter));
            let rest = series_and_number(rest).filter(|_| fits)?;
            Some(format!("{numeral}-{rest}"))
        }
        DocumentKind::ResidencePermit if is_digits(&close, 9) => Some(close),
        DocumentKind::ResidencePermit => series_and_number(&close),
        DocumentKind::IdpCertificate => {
            let (series, number) = before_last(&close, 10)?;
            (is_digits(series, 4) && is_digits(number, 10)).then(|| format!("{series}-{number}"))
        }
        DocumentKind::Other => None,
    }
}

/// `АА 123456` from two Ukrainian letters, or what looks like them, and six digits.
fn series_and_number(close: &str) -> Option<String> {
    let (series, number) = before_last(close, 6)?;
    let series = to_cyrillic(series);
    let fits = series.chars().count() == 2 && series.chars().all(is_ukrainian);
    (fits && is_digits(number, 6)).then(|| format!("{series} {number}"))
}

/// What stands before the last `count` letters, and these.
fn before_last(text: &str, count: usize) -> Option<(&str, &str)> {
    let (at, _) = text.char_indices().rev().nth(count.checked_sub(1)?)?;
    text.split_at_checked(at)
}

fn is_digits(text: &str, count: usize) -> bool {
    text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Composed after the change to capitals, which takes some letters apart.
fn capitals(number: &str) -> String {
    number.to_uppercase().nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_series_is_folded_to_the_alphabet_of_its_document() {
        for (kind, typed, kept) in [
            (DocumentKind::PassportBook, "Ae123456", "АЕ 123456"),
            (DocumentKind::PassportBook, "їґ № 123456", "ЇҐ 123456"),
            (DocumentKind::PassportBook, "И\u{306}Ю 123456", "ЙЮ 123456"),
            (DocumentKind::ForeignPassport, "FА 123456", "FA123456"),
            (DocumentKind::IdCard, "000 031 886", "000031886"),
            (
                DocumentKind::BirthCertificate,
                "I-БK №123456",
                "І-БК 123456",
            ),
            (DocumentKind::BirthCertificate, "1-бк 123456", "І-БК 123456"),
            (
                DocumentKind::BirthCertificate,
                "XVI-АМ 000456",
                "ХVІ-АМ 000456",
            ),
            (
                DocumentKind::IdpCertificate,
                "3007 0123456789",
                "3007-0123456789",
            ),
            (DocumentKind::ResidencePermit, "IН123456", "ІН 123456"),
            (DocumentKind::ResidencePermit, "900 031 886", "900031886"),
            (DocumentKind::Other, " довідка  б/н", "ДОВІДКА Б/Н"),
        ] {
            assert_eq!(canonical(kind, typed), kept, "{kind:?}");
            assert_eq!(canonical(kind, kept), kept, "{kind:?}");
            assert_eq!(unmet(kind, kept), None, "{kind:?}");
        }
    }

    #[test]
    fn every_kind_knows_what_it_is_not() {
        let format = Some(Rule::DocumentNumberFormat);
        let unusual = Some(Rule::DocumentNumberUnusual);
        for (kind, wrong, rule) in [
            (DocumentKind::IdCard, "00003188", format),
            (DocumentKind::IdCard, "0000318861", format),
            (DocumentKind::PassportBook, "А 123456", format),
            (DocumentKind::PassportBook, "SZ123456", format),
            (DocumentKind::PassportBook, "ЁЯ 123456", format),
            (DocumentKind::ForeignPassport, "ФЖ123456", format),
            (DocumentKind::BirthCertificate, "І-БК", unusual),
            (DocumentKind::BirthCertificate, "БК 123456", unusual),
            (DocumentKind::IdpCertificate, "123456", unusual),
            (DocumentKind::ResidencePermit, "12", unusual),
        ] {
            assert_eq!(unmet(kind, wrong), rule, "{kind:?} {wrong}");
        }
    }
}
