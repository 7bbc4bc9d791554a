//! How typed text becomes an answer: blanks, composed letters, dates and numbers. It never loses what was meant.

use super::layout::Control;
use unicode_normalization::UnicodeNormalization as _;

/// The text composed (NFC), without control characters but line breaks, and without blanks at its ends.
///
/// macOS hands over decomposed letters, spreadsheets hand over hard spaces; neither shall make two equal answers differ.
#[must_use]
pub fn normalise(text: &str) -> String {
    // Composed last: what is left out may have stood between a letter and its mark.
    text.chars()
        .map(|letter| {
            if letter == '\u{a0}' || letter == '\t' {
                ' '
            } else {
                letter
            }
        })
        .filter(|letter| *letter == '\n' || !letter.is_control())
        .nfc()
        .collect::<String>()
        .trim()
        .to_owned()
}

/// The answer as the instance holds it: ISO dates, points in decimals, the rest as [`normalise`] leaves it.
pub(super) fn canonical(control: &Control, text: &str) -> String {
    let text = normalise(text);
    match control {
        Control::Integer => without_blanks(&text),
        Control::Decimal => without_blanks(&text).replace(',', "."),
        Control::Date => crate::identity::date::normalise(&text),
        Control::Text | Control::LongText | Control::One(_) | Control::Many(_) | Control::Note => {
            text
        }
    }
}

fn without_blanks(text: &str) -> String {
    text.chars()
        .filter(|letter| !letter.is_whitespace())
        .collect()
}
