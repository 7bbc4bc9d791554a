//! What somebody typed, as words of letters that can be compared: in the alphabet it was meant in.
//!
//! Forgiven here: every apostrophe and dash, capitals, Latin look-alikes, a keyboard that was left in Latin or Russian.

use super::code::Kind;
use super::letters::{self, Letters};
use super::tables::{KINDS, LATIN_KEYS, RUSSIAN_KEYS, UKRAINIAN_KEYS};
use office::identity::alphabet::to_cyrillic;
use office::identity::apostrophe::APOSTROPHE;
use office::identity::name;

/// Longer than any address; what follows is not read.
const LONGEST: usize = 200;
/// More words than any place has with everything it lies in.
const MOST_WORDS: usize = 8;

/// One word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) letters: Letters,
    /// What it says a place is, where it is such a word.
    pub(super) kinds: &'static [Kind],
    /// Whether it was written as an abbreviation, with a full stop: then it is no part of a name.
    pub(super) is_short: bool,
}

/// The ways in which a text can be read, the likeliest first. Each has at least one word.
pub(super) fn readings(typed: &str) -> Vec<Vec<Word>> {
    let typed: String = typed.chars().take(LONGEST).collect();
    let has_latin = typed.chars().any(|letter| letter.is_ascii_alphabetic());
    let has_cyrillic = typed
        .chars()
        .any(|letter| matches!(letter, '\u{400}'..='\u{4ff}'));
    let as_typed = words(&name::normalise(&typed));
    let mut readings = vec![as_typed];
    if has_latin && !has_cyrillic {
        readings.push(words(&by_key(&typed)));
    }
    readings.retain(|words| !words.is_empty());
    readings
}

/// The text as the same keys would have typed it on a Ukrainian keyboard.
fn by_key(typed: &str) -> String {
    let meant = |key: char| -> char {
        LATIN_KEYS
            .iter()
            .find_map(|keys| keys.chars().position(|each| each == key))
            .and_then(|place| UKRAINIAN_KEYS.chars().nth(place))
            .unwrap_or(key)
    };
    typed.chars().map(meant).collect()
}

/// Words between blanks, commas and full stops; a full stop marks an abbreviation.
fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    for piece in text.split_inclusive(|letter: char| !is_within_word(letter)) {
        let is_short = piece.ends_with('.');
        let letters: Letters = piece
            .chars()
            .filter(|letter| letter.is_alphanumeric())
            .map(letter)
            .collect();
        if !letters.is_empty() {
            let kinds = kinds(&letters);
            let is_short = is_short && !kinds.is_empty();
            words.push(Word {
                letters,
                kinds,
                is_short,
            });
        }
    }
    words.truncate(MOST_WORDS);
    words
}

/// Letters and what stands between the letters of one word.
fn is_within_word(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, APOSTROPHE | '-' | '"' | '*')
}

/// The letter that is compared, through look-alikes and Russian keys.
fn letter(typed: char) -> u8 {
    if typed.is_ascii() {
        let capital = typed.to_ascii_uppercase().to_string();
        return to_cyrillic(&capital)
            .chars()
            .next()
            .map_or(letters::STRANGE, letters::typed);
    }
    let small = typed.to_lowercase().next().unwrap_or(typed);
    let meant = RUSSIAN_KEYS.iter().find(|keys| keys.0 == small);
    letters::typed(meant.map_or(small, |keys| keys.1))
}

fn kinds(word: &Letters) -> &'static [Kind] {
    let is_word =
        |(text, _): &&(&str, &[Kind])| text.chars().map(letters::typed).eq(word.iter().copied());
    KINDS.iter().find(is_word).map_or(&[], |found| found.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(typed: &str, reading: usize) -> Vec<String> {
        let words = readings(typed).swap_remove(reading);
        words
            .iter()
            .map(|word| letters::decode(&word.letters))
            .collect()
    }

    #[test]
    fn words_are_read_through_apostrophes_dashes_capitals_and_lookalikes() {
        for typed in [
            "Мар'янівка",
            "МАР’ЯНІВКА",
            "мар`янівка",
            "Маp\u{2bc}янiвка",
            "мар-янівка",
        ] {
            assert_eq!(read(typed, 0), ["марянівка"], "{typed}");
        }
        assert_eq!(
            read("с.Іванівка, Рівненський р-н", 0),
            ["с", "іванівка", "рівненський", "рн"]
        );
        assert_eq!(read("Києв", 0), ["києв"]);
        assert_eq!(read("Ывано", 0), ["івано"]);
    }

    #[test]
    fn a_keyboard_left_in_latin_is_understood() {
        assert_eq!(read("Hsdyt", 1), ["рівне"]);
        assert_eq!(read("Rb]d", 1), ["київ"]);
        assert_eq!(read(",skf wthrdf", 1), ["біла", "церква"]);
        assert_eq!(readings("Рівне").len(), 1);
    }

    #[test]
    fn a_word_before_a_name_says_what_it_is() {
        let words = readings("смт. Гвіздець").swap_remove(0);
        assert!(words[0].is_short && words[0].kinds == [Kind::Settlement]);
        assert!(words[1].kinds.is_empty());
    }

    #[test]
    fn what_no_name_has_is_read_as_strange() {
        assert_eq!(
            readings("Q1").swap_remove(0)[0].letters,
            [letters::STRANGE; 2]
        );
        assert_eq!(readings(" ,-- "), Vec::<Vec<Word>>::new());
    }
}
