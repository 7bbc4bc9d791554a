//! Passphrases: words drawn from the list, typed by hand, spelt one way.
//!
//! Nobody invents one: a disk image is guarded by the passphrase alone, so it must hold at least 64 bits (P9), which
//! is eight words. A passphrase is never printed and is wiped when dropped.

use std::fmt;

use parcel::words;
use rand::{CryptoRng, RngCore};
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

/// Words in a drawn passphrase: 8 words of 256 are 64 bits.
const WORDS: usize = 8;

/// The strength of a drawn passphrase of `count` words, in bits.
pub fn bits(count: usize) -> usize {
    count * 8
}

/// A passphrase in its one spelling: NFC, lower case, one space between words.
pub struct Passphrase(Zeroizing<String>);

impl Passphrase {
    /// Draws eight words: 64 bits.
    pub fn generate<R: RngCore + CryptoRng>(rng: &mut R) -> Self {
        let mut bytes = Zeroizing::new([0; WORDS]);
        rng.fill_bytes(&mut *bytes);
        Self::from_typed(&Zeroizing::new(words::words(&*bytes).join(" ")))
    }

    /// What somebody typed, whatever the case, the spacing, or how the keyboard composes letters.
    pub fn from_typed(text: &str) -> Self {
        // Room for the longest composition, so that no unwiped copy is left behind by growing.
        let mut spelt = Zeroizing::new(String::with_capacity(3 * text.len() + 4));
        for word in text.split_whitespace() {
            if !spelt.is_empty() {
                spelt.push(' ');
            }
            spelt.extend(word.nfc().flat_map(char::to_lowercase));
        }
        Self(spelt)
    }

    /// The words, to be written on the card at enrolment.
    pub fn expose(&self) -> &str {
        &self.0
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawn_passphrase_has_at_least_64_bits() {
        let drawn = Passphrase::generate(&mut rand::rngs::OsRng);
        assert!(bits(drawn.expose().split(' ').count()) >= 64);
        assert_ne!(
            drawn.expose(),
            Passphrase::generate(&mut rand::rngs::OsRng).expose()
        );
    }

    #[test]
    fn case_spacing_and_composition_do_not_matter() {
        let typed =
            Passphrase::from_typed("  \u{419}\u{43e}\u{434}   \u{457}\u{436}\u{430}\u{43a} ");
        let composed = Passphrase::from_typed(
            "\u{438}\u{306}\u{43e}\u{434} \u{456}\u{308}\u{436}\u{430}\u{43a}",
        );
        assert_eq!(typed.expose(), composed.expose());
        assert_eq!(format!("{typed:?}"), "Passphrase");
    }
}
