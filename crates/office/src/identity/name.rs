//! Names of people: one apostrophe inside, composed letters, and a mild look at the characters.
//!
//! Windows types U+0027, macOS U+02BC, registries hold U+2019 and even U+0060; all are one apostrophe to a reader.

use unicode_normalization::UnicodeNormalization as _;

/// The apostrophe that is kept and printed.
pub const APOSTROPHE: char = '\u{2019}';

/// Everything that keyboards and registries offer for an apostrophe.
const APOSTROPHES: [char; 8] = [
    '\u{27}', '\u{60}', '\u{b4}', '\u{2b9}', '\u{2bc}', '\u{2018}', '\u{2019}', '\u{2032}',
];

/// Latin letters and the Cyrillic ones that look the same, as they slip in from the wrong keyboard layout.
const SLIPS: [(char, char); 18] = [
    ('a', 'а'),
    ('c', 'с'),
    ('e', 'е'),
    ('i', 'і'),
    ('o', 'о'),
    ('p', 'р'),
    ('x', 'х'),
    ('y', 'у'),
    ('A', 'А'),
    ('B', 'В'),
    ('C', 'С'),
    ('E', 'Е'),
    ('H', 'Н'),
    ('I', 'І'),
    ('O', 'О'),
    ('P', 'Р'),
    ('T', 'Т'),
    ('X', 'Х'),
];

/// Composed letters (NFC), single blanks, one kind of apostrophe and hyphen, no Latin look-alikes in a Cyrillic word.
#[must_use]
pub fn normalise(typed: &str) -> String {
    let composed: String = typed
        .nfc()
        .filter(|letter| letter.is_whitespace() || !letter.is_control())
        .collect();
    composed
        .split_whitespace()
        .map(word)
        .collect::<Vec<_>>()
        .join(" ")
}

fn word(word: &str) -> String {
    let is_cyrillic = word
        .chars()
        .any(|letter| matches!(letter, '\u{400}'..='\u{4ff}'));
    word.chars()
        .map(|letter| match letter {
            _ if APOSTROPHES.contains(&letter) => APOSTROPHE,
            '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            _ if is_cyrillic => SLIPS
                .iter()
                .find(|slip| slip.0 == letter)
                .map_or(letter, |slip| slip.1),
            _ => letter,
        })
        .collect()
}

/// Whether a normalised name has only letters of the Ukrainian alphabet, hyphens, apostrophes and blanks, and a letter.
#[must_use]
pub fn is_usual(name: &str) -> bool {
    let letter = |letter: char| {
        matches!(letter, 'А'..='Щ' | 'Ь' | 'Ю' | 'Я' | 'а'..='щ' | 'ь' | 'ю' | 'я')
            || "ҐґЄєІіЇї".contains(letter)
    };
    name.chars().any(letter)
        && name
            .chars()
            .all(|each| letter(each) || each == APOSTROPHE || "- ".contains(each))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_apostrophe_becomes_one() {
        for typed in [
            "Знам'янко",
            "Знам’янко",
            "Знамʼянко",
            "Знам`янко",
            "Знам‘янко",
        ] {
            assert_eq!(normalise(typed), "Знам’янко");
        }
    }

    #[test]
    fn decomposed_letters_are_composed() {
        assert_eq!(normalise("Андріи\u{306}  Їжакевич "), "Андрій Їжакевич");
    }

    #[test]
    fn latin_lookalikes_in_a_cyrillic_word_are_folded() {
        assert_eq!(normalise("Iванeнкo"), "Іваненко");
        assert_eq!(normalise("Smith"), "Smith");
    }

    #[test]
    fn only_strange_characters_are_noticed() {
        for usual in ["Нечуй-Левицький", "Алі огли", "Мар’яна", "Ґалаґан"]
        {
            assert!(is_usual(usual), "{usual}");
        }
        for strange in ["Іваненк0", "Smith", "Ёлкин", "-", ""] {
            assert!(!is_usual(strange), "{strange}");
        }
    }
}
