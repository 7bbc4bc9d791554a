//! How typed text becomes an answer: blanks, composed letters, dates and numbers. It never loses what was meant.

use super::control::Control;
use super::layout::Item;
use crate::identity::date;
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

/// The answer as the instance holds it: ISO days and times, points in decimals, the one spelling of its meaning.
pub(super) fn canonical(item: &Item, text: &str) -> String {
    let text = normalise(text);
    match &item.control {
        Control::Integer => without_blanks(&text),
        Control::Decimal => without_blanks(&text).replace(',', "."),
        Control::Date => date::normalise(&text),
        Control::Time => time(&text),
        Control::Moment => moment(&text),
        Control::Text | Control::LongText | Control::Barcode => match item.meaning {
            Some(meaning) => normalise(&meaning.spelt(&text)),
            None => text,
        },
        Control::One(_) | Control::Many(_) | Control::Tick | Control::Signature | Control::Note => {
            text
        }
    }
}

/// `14:05:00` of `14:05`, `14.05`, `1405` and of what is spelt so already; other text as it is.
fn time(text: &str) -> String {
    let digits = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    let spread = match text.split_at_checked(2) {
        Some((hour, minute)) if digits => format!("{hour}:{minute}"),
        _ => text.replace('.', ":"),
    };
    let mut parts = spread.split(':').map(str::parse::<i8>);
    let (Some(Ok(hour)), Some(Ok(minute))) = (parts.next(), parts.next()) else {
        return text.to_owned();
    };
    let second = parts.next().and_then(Result::ok).unwrap_or(0);
    match jiff::civil::Time::new(hour, minute, second, 0) {
        Ok(time) => time.strftime("%H:%M:%S").to_string(),
        Err(_no_time_of_day) => text.to_owned(),
    }
}

/// `2026-11-21T14:05:00` of `21.11.2026 14:05`.
fn moment(text: &str) -> String {
    let parted = text.split_once('T').or_else(|| text.rsplit_once(' '));
    parted.map_or_else(
        || date::normalise(text),
        |(day, at)| format!("{}T{}", date::normalise(day), time(at.trim())),
    )
}

pub(super) fn without_blanks(text: &str) -> String {
    text.chars()
        .filter(|letter| !letter.is_whitespace())
        .collect()
}
