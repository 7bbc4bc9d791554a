//! The words of passphrases: the list they are drawn from, and what a hand means that types them.
//!
//! A word is known by its first four letters; Caps Lock, the Latin layout and the neighbouring Cyrillic one are
//! understood the same. Nothing here is random and nothing decides whether a passphrase is right: that is the vault's.
//!
//! The list was composed for this kit from plain nouns: no apostrophes, no two words with the same first four letters.

use std::collections::BTreeMap;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;

/// The list, one word a line, sorted by code points. Words may be added in a later list, but a word that was
/// drawn once must stay one that can be typed; so the vault also takes what is on no list.
const LIST: &str = include_str!("../data/passphrase.uk.txt");

/// Which letter lies on the key of another one: the Latin layout, and the Cyrillic one beside it.
const KEYBOARD: &str = include_str!("../data/keyboard.uk.txt");

/// Words on the list: eleven bits each.
pub const WORDS: usize = 2048;
/// Words of a drawn passphrase.
pub const DRAWN: usize = 6;
/// The strength of a drawn passphrase; a disk image is guarded by it alone (P9).
pub const BITS: usize = DRAWN * WORDS.ilog2() as usize;
/// So many letters tell a word.
pub const TELLING: usize = 4;

const _: () = assert!(BITS >= 64, "a disk image is guarded by this alone");

static INDEX: LazyLock<Vec<&'static str>> = LazyLock::new(|| LIST.lines().collect());
static KEYS: LazyLock<BTreeMap<char, char>> = LazyLock::new(|| {
    KEYBOARD
        .lines()
        .filter_map(|line| {
            let mut letters = line.chars();
            Some((letters.next()?, letters.nth(1)?))
        })
        .collect()
});

/// What a typed word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TypedWord {
    /// A word of the list, whole or known by its beginning.
    Known(&'static str),
    /// The beginning of several words.
    Begun,
    /// Nothing of the list begins so.
    Unknown,
}

/// Draws a passphrase from 32 random bytes, of which it uses nine.
#[must_use]
pub fn drawn(entropy: &[u8; 32]) -> Zeroizing<String> {
    let bit = |at: usize| usize::from(entropy[at / 8] >> (at % 8) & 1);
    let words = BITS / DRAWN;
    let mut phrase = Zeroizing::new(String::with_capacity(DRAWN * 24));
    for place in 0..DRAWN {
        let number = (0..words).fold(0, |number, at| number << 1 | bit(place * words + at));
        if place > 0 {
            phrase.push(' ');
        }
        phrase.push_str(INDEX[number]);
    }
    phrase
}

/// Reads one word as it was typed.
#[must_use]
pub fn read(typed: &str) -> TypedWord {
    let letters: Zeroizing<String> =
        Zeroizing::new(typed.nfc().flat_map(char::to_lowercase).collect());
    match known(&letters) {
        TypedWord::Unknown => {
            let there: Zeroizing<String> = Zeroizing::new(
                letters
                    .chars()
                    .map(|letter| KEYS.get(&letter).copied().unwrap_or(letter))
                    .collect(),
            );
            known(&there)
        }
        found @ (TypedWord::Known(_) | TypedWord::Begun) => found,
    }
}

fn known(letters: &str) -> TypedWord {
    let at = INDEX.partition_point(|word| *word < letters);
    let Some(word) = INDEX
        .get(at)
        .copied()
        .filter(|word| word.starts_with(letters))
    else {
        return TypedWord::Unknown;
    };
    if word == letters || letters.chars().count() >= TELLING {
        TypedWord::Known(word)
    } else {
        TypedWord::Begun
    }
}

/// The passphrase as it was drawn, where every typed word is known; otherwise what was typed, for a kit may have been
/// given a passphrase of other words.
#[must_use]
pub fn spelt(typed: &str) -> Zeroizing<String> {
    let mut phrase = Zeroizing::new(String::with_capacity(typed.len() + DRAWN * 24));
    for word in typed.split_whitespace() {
        match read(word) {
            TypedWord::Known(word) => {
                if !phrase.is_empty() {
                    phrase.push(' ');
                }
                phrase.push_str(word);
            }
            TypedWord::Begun | TypedWord::Unknown => return Zeroizing::new(typed.to_owned()),
        }
    }
    phrase
}

/// The places, from 1, of typed words that are on no list. Trying such a phrase costs a guess in vain.
#[must_use]
pub fn strangers(typed: &str) -> Vec<usize> {
    typed
        .split_whitespace()
        .zip(1..)
        .filter(|(word, _)| !matches!(read(word), TypedWord::Known(_)))
        .map(|(_, place)| place)
        .collect()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// The same word with the keyboard in the Latin layout.
    fn in_latin(word: &str) -> String {
        let key = |letter: char| {
            let mut keys = KEYS
                .iter()
                .filter(|(key, on)| **on == letter && key.is_ascii());
            // Both halves of a key give the letter; the one without Shift is typed.
            *keys
                .rfind(|(key, _)| !"{}|:\"<>".contains(**key))
                .unwrap()
                .0
        };
        word.chars().map(key).collect()
    }

    #[test]
    fn every_word_is_told_apart_by_four_letters_and_has_no_apostrophe() {
        let alphabet: BTreeSet<char> = KEYS.values().copied().collect();
        assert_eq!(alphabet.len(), 33, "every letter has a key");
        assert!(INDEX.is_sorted());
        let beginnings: BTreeSet<String> = LIST
            .lines()
            .map(|word| {
                assert!(
                    word.chars().all(|letter| alphabet.contains(&letter)),
                    "{word}"
                );
                assert!((TELLING..=10).contains(&word.chars().count()), "{word}");
                word.chars().take(TELLING).collect()
            })
            .collect();
        assert_eq!((LIST.lines().count(), beginnings.len()), (WORDS, WORDS));
    }

    #[test]
    fn a_drawn_passphrase_holds_66_bits() {
        assert_eq!(BITS, 66);
        let ends = [drawn(&[0; 32]), drawn(&[0xff; 32])];
        let [first, last] = [0, WORDS - 1].map(|number| [INDEX[number]; DRAWN].join(" "));
        assert_eq!([ends[0].as_str(), ends[1].as_str()], [first, last]);
        // Each of the bits changes exactly one word.
        for at in 0..BITS {
            let mut entropy = [0; 32];
            entropy[at / 8] = 1 << (at % 8);
            let phrase = drawn(&entropy);
            let differs = phrase.split(' ').filter(|word| *word != INDEX[0]).count();
            assert_eq!((differs, phrase.split(' ').count()), (1, DRAWN), "bit {at}");
        }
    }

    #[test]
    fn every_word_is_understood_whole_by_its_beginning_in_capitals_and_in_the_latin_layout() {
        for word in LIST.lines() {
            let beginning: String = word.chars().take(TELLING).collect();
            let latin = in_latin(word);
            let typed = [
                word.to_owned(),
                word.to_uppercase(),
                beginning.clone(),
                latin.clone(),
                latin.to_uppercase(),
                in_latin(&beginning),
            ];
            for typed in typed {
                assert_eq!(read(&typed), TypedWord::Known(word), "{typed}");
            }
        }
    }

    #[test]
    fn words_that_are_not_on_the_list_are_named_by_their_places() {
        assert_eq!(strangers("калина сороканіжка Сорока nope ка"), [2, 4, 5]);
        assert_eq!(strangers("калина сорока"), [] as [usize; 0]);
        assert_eq!(read("ка"), TypedWord::Begun);
    }

    #[test]
    fn a_phrase_of_other_words_is_left_as_it_was_typed() {
        let other = "three storks over the quiet meadow";
        assert_eq!(spelt(other).as_str(), other);
        assert_eq!(spelt(" КАЛИНА  соро ").as_str(), "калина сорока");
        assert_eq!(spelt("rfkbyf cjhj").as_str(), "калина сорока");
    }
}
