//! Names in one byte a letter, so that the whole country fits into a small file and sorts as a Ukrainian register does.
//!
//! A letter is its place in the alphabet, 1 to 33, with [`CAPITAL`] for a capital; the marks between letters stand above.

use super::tables::ALPHABET;

/// Set in the byte of a capital letter.
const CAPITAL: u8 = 0x40;
const APOSTROPHE: u8 = 0x80;
const BLANK: u8 = 0x81;
const HYPHEN: u8 = 0x82;

/// A letter that no name has.
pub(super) const STRANGE: u8 = 0x3f;
/// The hooked letter, which is read as the plain one before it: keyboards and people leave the hook out.
const HOOKED: u8 = 5;

/// Letters of a name or of what was typed, small and without marks: what is compared.
pub(super) type Letters = Vec<u8>;

/// The byte of a small or capital letter of the alphabet.
fn byte(letter: char) -> Option<u8> {
    let mut small = letter.to_lowercase();
    let lower = small.next().filter(|_| small.next().is_none())?;
    let place = ALPHABET.iter().position(|each| *each == lower)?;
    let place = u8::try_from(place + 1).ok()?;
    Some(if lower == letter {
        place
    } else {
        place | CAPITAL
    })
}

/// A name in bytes; nothing where it has something else than letters, apostrophes (U+2019), hyphens and blanks, or no letter.
pub(super) fn encode(name: &str) -> Option<Vec<u8>> {
    let bytes: Vec<u8> = name
        .chars()
        .map(|letter| match letter {
            '\u{2019}' => Some(APOSTROPHE),
            ' ' => Some(BLANK),
            '-' => Some(HYPHEN),
            _ => byte(letter),
        })
        .collect::<Option<_>>()?;
    is_name(&bytes).then_some(bytes)
}

/// Whether bytes could be a name.
pub(super) fn is_name(bytes: &[u8]) -> bool {
    let is_known = |byte: &u8| match *byte {
        APOSTROPHE | BLANK | HYPHEN => true,
        letter => (1..=33).contains(&(letter & !CAPITAL)),
    };
    bytes.iter().all(is_known) && folded(bytes).next().is_some()
}

/// A name as it is written. Bytes that are no name lose what cannot be read.
pub(super) fn decode(bytes: &[u8]) -> String {
    bytes
        .iter()
        .filter_map(|byte| match *byte {
            APOSTROPHE => Some('\u{2019}'),
            BLANK => Some(' '),
            HYPHEN => Some('-'),
            letter => {
                let place = usize::from(letter & !CAPITAL).checked_sub(1)?;
                let small = *ALPHABET.get(place)?;
                if letter & CAPITAL == 0 {
                    Some(small)
                } else {
                    small.to_uppercase().next()
                }
            }
        })
        .collect()
}

/// The letters of a name that are compared: small, without marks.
pub(super) fn folded(bytes: &[u8]) -> impl Iterator<Item = u8> + Clone {
    bytes
        .iter()
        .filter(|byte| **byte < APOSTROPHE)
        .map(|byte| plain(byte & !CAPITAL))
}

/// At which of the compared letters the second and later words of a name begin.
pub(super) fn later_words(bytes: &[u8]) -> impl Iterator<Item = u8> {
    let mut letters = 0;
    bytes.iter().filter_map(move |byte| match *byte {
        BLANK | HYPHEN => Some(letters),
        APOSTROPHE => None,
        _letter => {
            letters += 1;
            None
        }
    })
}

/// The letter that is compared for one that was typed; [`STRANGE`] where no name could have it.
pub(super) fn typed(letter: char) -> u8 {
    byte(letter).map_or(STRANGE, |byte| plain(byte & !CAPITAL))
}

fn plain(letter: u8) -> u8 {
    if letter == HOOKED { HOOKED - 1 } else { letter }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
mod tests {
    use super::*;

    #[test]
    fn a_name_comes_back_as_it_was_written() {
        for name in [
            "Іванівка",
            "Знам’янка",
            "Івано-Франківськ",
            "Ґанна Їжакевич",
            "Щасливе",
        ] {
            assert_eq!(decode(&encode(name).unwrap()), name);
        }
        for strange in ["Smith", "12", "’", "", "Ёлкино"] {
            assert_eq!(encode(strange), None, "{strange}");
        }
    }

    #[test]
    fn what_is_compared_has_neither_marks_nor_capitals_nor_the_hook() {
        let letters = |name: &str| folded(&encode(name).unwrap()).collect::<Vec<_>>();
        assert_eq!(letters("Дзиґівка"), letters("дзигівка"));
        assert_eq!(
            letters("Кам’янець-Подільський"),
            letters("камянецьподільський")
        );
        let later = later_words(&encode("Нова Збур’ївка").unwrap()).collect::<Vec<_>>();
        assert_eq!(later, [4]);
    }
}
