//! Numbers of identity documents, each kind with its own shape.
//!
//! Series are folded to the alphabet of their document, because «А» and `A` cannot be told apart on paper: a passport
//! book has Cyrillic letters, a passport for travel abroad Latin ones (the pairs as in Diia's `be-documents-service`).

use crate::person::DocumentKind;

/// Latin letters and the Cyrillic ones that look the same.
const LOOKALIKES: [(char, char); 13] = [
    ('A', 'А'),
    ('B', 'В'),
    ('E', 'Е'),
    ('I', 'І'),
    ('K', 'К'),
    ('M', 'М'),
    ('H', 'Н'),
    ('O', 'О'),
    ('P', 'Р'),
    ('C', 'С'),
    ('T', 'Т'),
    ('Y', 'У'),
    ('X', 'Х'),
];

/// Capital Latin lookalikes as Cyrillic letters.
#[must_use]
pub fn to_cyrillic(text: &str) -> String {
    text.chars()
        .map(|letter| {
            LOOKALIKES
                .iter()
                .find(|pair| pair.0 == letter)
                .map_or(letter, |pair| pair.1)
        })
        .collect()
}

/// Capital Cyrillic lookalikes as Latin letters.
#[must_use]
pub fn to_latin(text: &str) -> String {
    text.chars()
        .map(|letter| {
            LOOKALIKES
                .iter()
                .find(|pair| pair.1 == letter)
                .map_or(letter, |pair| pair.0)
        })
        .collect()
}

/// The number in the one spelling that its kind has: `000031886`, `АА 123456` (Cyrillic), `FA123456` (Latin).
#[must_use]
pub fn canonical(kind: DocumentKind, number: &str) -> String {
    let capital = number.trim().to_uppercase();
    let close: String = capital
        .chars()
        .filter(|letter| letter.is_alphanumeric())
        .collect();
    match kind {
        DocumentKind::IdCard => close,
        DocumentKind::PassportBook => {
            let folded = to_cyrillic(&close);
            match folded.char_indices().nth(2) {
                Some((at, _)) if is_series_and_digits(&folded, is_ukrainian_capital) => {
                    format!("{} {}", &folded[..at], &folded[at..])
                }
                _ => folded,
            }
        }
        DocumentKind::ForeignPassport => to_latin(&close),
        DocumentKind::BirthCertificate | DocumentKind::Other => capital,
    }
}

/// Whether a number has the shape that its kind demands. Birth certificates and other papers have many.
#[must_use]
pub fn is_well_formed(kind: DocumentKind, number: &str) -> bool {
    let canonical = canonical(kind, number);
    match kind {
        DocumentKind::IdCard => super::check::digits::<9>(&canonical).is_some(),
        DocumentKind::PassportBook => {
            is_series_and_digits(&canonical.replace(' ', ""), is_ukrainian_capital)
        }
        DocumentKind::ForeignPassport => {
            is_series_and_digits(&canonical, |letter| letter.is_ascii_uppercase())
        }
        DocumentKind::BirthCertificate => {
            canonical.chars().filter(char::is_ascii_digit).count() >= 4
        }
        DocumentKind::Other => true,
    }
}

fn is_series_and_digits(text: &str, series: impl Fn(char) -> bool) -> bool {
    let letters: Vec<char> = text.chars().collect();
    letters.len() == 8
        && letters.iter().take(2).all(|letter| series(*letter))
        && letters.iter().skip(2).all(char::is_ascii_digit)
}

fn is_ukrainian_capital(letter: char) -> bool {
    matches!(letter, 'А'..='Щ' | 'Ь' | 'Ю' | 'Я' | 'Ґ' | 'Є' | 'І' | 'Ї')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_series_is_folded_to_the_alphabet_of_its_document() {
        assert_eq!(
            canonical(DocumentKind::PassportBook, "Ae123456"),
            "АЕ 123456"
        );
        assert_eq!(
            canonical(DocumentKind::PassportBook, "їґ № 123456"),
            "ЇҐ 123456"
        );
        assert_eq!(
            canonical(DocumentKind::ForeignPassport, "FА 123456"),
            "FA123456"
        );
        assert_eq!(canonical(DocumentKind::IdCard, "000 031 886"), "000031886");
    }

    #[test]
    fn every_kind_knows_its_shape() {
        for (kind, right, wrong) in [
            (DocumentKind::IdCard, "000031886", "00003188"),
            (DocumentKind::PassportBook, "ІЇ 123456", "А 123456"),
            (DocumentKind::PassportBook, "AB123456", "SZ123456"),
            (DocumentKind::ForeignPassport, "FA123456", "ФЖ123456"),
            (DocumentKind::BirthCertificate, "І-БК № 123456", "І-БК"),
        ] {
            assert!(is_well_formed(kind, right), "{kind:?} {right}");
            assert!(!is_well_formed(kind, wrong), "{kind:?} {wrong}");
        }
        assert!(is_well_formed(DocumentKind::Other, "посвідчення б/н"));
    }
}
