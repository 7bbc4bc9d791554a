//! Letters: which are Ukrainian, which of another alphabet only look like them, and which share a key with them.
//!
//! «А» and `A` cannot be told apart on paper or screen, so whatever is compared or looked up is folded to the alphabet that
//! it should have. Pairs as in Diia's `be-documents-service`, with the Latin letters that look like «ї».

/// Latin letters and the Cyrillic ones that look the same.
const LOOKALIKES: [(char, char); 24] = [
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
    ('Ï', 'Ї'),
    ('a', 'а'),
    ('e', 'е'),
    ('i', 'і'),
    ('k', 'к'),
    ('o', 'о'),
    ('p', 'р'),
    ('c', 'с'),
    ('y', 'у'),
    ('x', 'х'),
    ('ï', 'ї'),
];

/// What a key of a Latin keyboard gives with the Ukrainian layout.
const KEYS: [(&str, &str); 2] = [
    (
        "qwertyuiop[]asdfghjkl;'zxcvbnm,.\\`",
        "йцукенгшщзхїфівапролджєячсмитьбюґ’",
    ),
    (
        "QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>|~",
        "ЙЦУКЕНГШЩЗХЇФІВАПРОЛДЖЄЯЧСМИТЬБЮҐ’",
    ),
];

/// Latin look-alikes as Cyrillic letters.
#[must_use]
pub fn to_cyrillic(text: &str) -> String {
    let turned = |letter| LOOKALIKES.iter().find(|pair| pair.0 == letter);
    text.chars()
        .map(|letter| turned(letter).map_or(letter, |pair| pair.1))
        .collect()
}

/// Cyrillic look-alikes as Latin letters.
#[must_use]
pub fn to_latin(text: &str) -> String {
    let turned = |letter| LOOKALIKES.iter().find(|pair| pair.1 == letter);
    text.chars()
        .map(|letter| turned(letter).map_or(letter, |pair| pair.0))
        .collect()
}

/// One of the 33 letters, small or capital.
#[must_use]
pub fn is_ukrainian(letter: char) -> bool {
    matches!(letter, 'А'..='Щ' | 'Ь' | 'Ю' | 'Я' | 'а'..='щ' | 'ь' | 'ю' | 'я')
        || "ҐґЄєІіЇї".contains(letter)
}

/// Any Cyrillic letter.
#[must_use]
pub fn is_cyrillic(letter: char) -> bool {
    matches!(letter, '\u{400}'..='\u{4ff}')
}

/// Whether letters of one text are, in the other, letters of another alphabet that look the same.
#[must_use]
pub(super) fn is_folded(typed: &str, kept: &str) -> bool {
    let cyrillic = |text: &str| text.chars().filter(|letter| is_cyrillic(*letter)).count();
    cyrillic(typed) != cyrillic(kept)
}

/// The Ukrainian text that the same keys give: `Sdfyjd` is «Іванов».
#[must_use]
pub fn on_ukrainian_keys(typed: &str) -> String {
    let turned = |letter: char| {
        KEYS.iter().find_map(|(latin, ukrainian)| {
            let at = latin.chars().position(|key| key == letter)?;
            ukrainian.chars().nth(at)
        })
    };
    typed
        .chars()
        .map(|letter| turned(letter).unwrap_or(letter))
        .collect()
}

/// Whether a text without a Ukrainian letter would be a likely Ukrainian word on the other layout, and is no likely Latin one.
///
/// A guess for a hint: four consonants in a row speak against a word, and so does a soft sign after a vowel or in front.
#[must_use]
pub fn is_wrong_layout(typed: &str) -> bool {
    let latin = typed.to_lowercase();
    if latin.chars().count() < 3
        || latin.chars().any(is_ukrainian)
        || !latin.chars().any(|letter| letter.is_ascii_alphabetic())
    {
        return false;
    }
    let ukrainian = on_ukrainian_keys(&latin);
    is_likely(&ukrainian, "аеєиіїоуюя", 'ь') && !is_likely(&latin, "aeiou", '\0')
}

fn is_likely(word: &str, vowels: &str, soft: char) -> bool {
    let (mut consonants, mut vowel_before, mut seen_vowel) = (0_u32, true, false);
    for letter in word.chars() {
        if letter == soft {
            if vowel_before {
                return false;
            }
        } else if vowels.contains(letter) {
            (consonants, vowel_before, seen_vowel) = (0, true, true);
        } else if letter.is_alphabetic() {
            (consonants, vowel_before) = (consonants + 1, false);
            if consonants > 3 {
                return false;
            }
        } else if letter != super::apostrophe::APOSTROPHE && !" -".contains(letter) {
            return false;
        } else {
            (consonants, vowel_before) = (0, true);
        }
    }
    seen_vowel
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_one_way_and_back_is_the_identity_on_lookalikes() {
        for (latin, cyrillic) in LOOKALIKES {
            assert_eq!(to_cyrillic(&latin.to_string()), cyrillic.to_string());
            assert_eq!(to_latin(&cyrillic.to_string()), latin.to_string());
            assert!(is_ukrainian(cyrillic) && !is_ukrainian(latin));
        }
    }

    #[test]
    fn the_whole_alphabet_is_ukrainian_and_russian_letters_are_not() {
        let alphabet = "АБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯ";
        assert_eq!(alphabet.chars().count(), 33);
        assert!(alphabet.chars().all(is_ukrainian));
        assert!(alphabet.to_lowercase().chars().all(is_ukrainian));
        assert!(!"ЁЪЫЭёъыэ".chars().any(is_ukrainian));
    }

    #[test]
    fn every_letter_has_its_key() {
        for (latin, ukrainian) in KEYS {
            assert_eq!(latin.chars().count(), ukrainian.chars().count());
        }
        for (typed, meant) in [
            ("Sdfyjd", "Іванов"),
            ("Rjdfkm", "Коваль"),
            ("Pyfv`zyrj", "Знам’янко"),
            ("}yfrtdbx", "Їнакевич"),
            ("Оксана", "Оксана"),
        ] {
            assert_eq!(on_ukrainian_keys(typed), meant);
        }
    }

    #[test]
    fn a_slip_of_the_layout_is_told_from_a_foreign_name() {
        for slip in ["Sdfyjd", "Rjdfkm", "Yfnfksz", "Jktyf", "Itdxtyrj", "Ktcz"] {
            assert!(is_wrong_layout(slip), "{slip}: {}", on_ukrainian_keys(slip));
        }
        for foreign in [
            "Smith",
            "Anna",
            "Kowalski",
            "Schwarz",
            "Li",
            "Іванов",
            "123",
            "",
        ] {
            assert!(!is_wrong_layout(foreign), "{foreign}");
        }
    }
}
