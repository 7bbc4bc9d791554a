//! Names of people: one apostrophe inside, composed letters, capitals where they belong, and a mild look at the characters.
//!
//! A name may have blanks, hyphens and particles («Алі огли», «аль-Масрі»); a patronymic may be missing.

use super::alphabet::{is_cyrillic, is_ukrainian, is_wrong_layout, to_cyrillic};
use super::apostrophe::{APOSTROPHE, folded};
use super::rule::Rule;
use unicode_normalization::UnicodeNormalization as _;

/// Parts of names that stay small beside others.
const PARTICLES: [&str; 18] = [
    "огли", "оглу", "кизи", "кизі", "гизи", "заде", "бей", "бек", "паша", "хан", "шах", "ібн",
    "бін", "аль", "ель", "ад", "аш", "уль",
];

/// Composed letters (NFC), single blanks, one kind of apostrophe and hyphen, no Latin look-alikes in a Cyrillic word. A name
/// typed in small letters only gets its capitals.
#[must_use]
pub fn normalise(typed: &str) -> String {
    let text: String = typed
        .chars()
        .filter(|letter| letter.is_whitespace() || !letter.is_control())
        .nfc()
        .collect();
    let words: Vec<String> = text.split_whitespace().map(word).collect();
    let name = words.join(" ");
    if is_usual(&name) && !name.chars().any(char::is_uppercase) {
        capitalised(&name)
    } else {
        name
    }
}

/// What the rules say of a name or a part of one.
#[must_use]
pub fn unmet(name: &str) -> Vec<Rule> {
    if !is_usual(name) {
        let hint = is_wrong_layout(name).then_some(Rule::NameKeyboardLayout);
        return [Some(Rule::NameCharacters), hint]
            .into_iter()
            .flatten()
            .collect();
    }
    let odd = parts(name).any(|part| {
        let small = part.chars().next().is_some_and(char::is_lowercase);
        let within = part.chars().skip(1).any(char::is_uppercase);
        let loud = part.chars().all(|letter| !letter.is_lowercase());
        small && !PARTICLES.contains(&part) || within && !loud
    });
    if odd {
        vec![Rule::NameCapitals]
    } else {
        Vec::new()
    }
}

/// Whether a normalised name has only letters of the Ukrainian alphabet, hyphens, apostrophes and blanks, and a letter.
#[must_use]
pub fn is_usual(name: &str) -> bool {
    let sign = |letter| letter == APOSTROPHE || letter == '-' || letter == ' ';
    name.chars().any(is_ukrainian)
        && name
            .chars()
            .all(|letter| is_ukrainian(letter) || sign(letter))
}

fn word(word: &str) -> String {
    let same = folded(word)
        .chars()
        .map(|letter| match letter {
            '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            _ => letter,
        })
        .collect::<String>();
    if same.chars().any(is_cyrillic) {
        // A mark that stood on a Latin letter may belong to the Cyrillic one.
        to_cyrillic(&same).nfc().collect()
    } else {
        same
    }
}

/// Capitals for every part but particles; a name of particles only is somebody's name.
fn capitalised(name: &str) -> String {
    let only = parts(name).all(|part| PARTICLES.contains(&part));
    let mut result = String::with_capacity(name.len());
    let mut rest = name;
    while !rest.is_empty() {
        let end = rest
            .find(|letter| " -".contains(letter))
            .unwrap_or(rest.len());
        let (part, after) = rest.split_at(end);
        let mut letters = part.chars();
        match letters.next() {
            Some(first) if only || !PARTICLES.contains(&part) => {
                result.extend(first.to_uppercase());
                result.push_str(letters.as_str());
            }
            Some(_) | None => result.push_str(part),
        }
        let sign = after.len().min(1);
        result.push_str(&after[..sign]);
        rest = &after[sign..];
    }
    result
}

fn parts(name: &str) -> impl Iterator<Item = &str> {
    name.split([' ', '-']).filter(|part| !part.is_empty())
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
        assert_eq!(normalise("\u{406}\u{308}жакевич"), "Їжакевич");
    }

    #[test]
    fn latin_lookalikes_in_a_cyrillic_word_are_folded() {
        assert_eq!(normalise("Iванeнкo"), "Іваненко");
        assert_eq!(normalise("Украi\u{308}нець"), "Українець");
        assert_eq!(normalise("Мy\u{306}сько"), "Мўсько");
        assert_eq!(normalise("Smith"), "Smith");
    }

    #[test]
    fn a_name_in_small_letters_gets_its_capitals() {
        for (typed, kept) in [
            ("нечуй-левицький", "Нечуй-Левицький"),
            ("алі огли", "Алі огли"),
            ("аль-масрі", "аль-Масрі"),
            ("хан", "Хан"),
            ("знам'янко", "Знам’янко"),
            ("фон Дервіз", "фон Дервіз"),
            ("ІВАНЕНКО", "ІВАНЕНКО"),
            ("smith", "smith"),
        ] {
            assert_eq!(normalise(typed), kept);
        }
    }

    #[test]
    fn only_strange_names_are_noticed() {
        for usual in [
            "Нечуй-Левицький",
            "Алі огли",
            "Мар’яна",
            "Ґалаґан",
            "ІВАНЕНКО",
            "О",
        ] {
            assert_eq!(unmet(usual), [], "{usual}");
        }
        for strange in ["Іваненк0", "Smith", "Ёлкин", "-"] {
            assert_eq!(unmet(strange), [Rule::NameCharacters], "{strange}");
        }
        for odd in ["іВаненко", "Іваненко петро"] {
            assert_eq!(unmet(odd), [Rule::NameCapitals], "{odd}");
        }
        assert_eq!(
            unmet("Rjdfkm"),
            [Rule::NameCharacters, Rule::NameKeyboardLayout]
        );
    }
}
