//! What somebody types to open the kit, in its one spelling, and the key file that may belong to it.
//!
//! A passphrase is never printed and is wiped when dropped. Where its words come from is the caller's: a disk image is
//! guarded by it alone, so it must hold at least 64 bits (P9).

use std::fmt;

use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use crate::wrapped::Key;

const FILE: &[u8] = b"valiza.key-file.v1";
const WITH_FILE: &[u8] = b"valiza.passphrase-with-key-file.v1";

/// A passphrase in its one spelling: NFC, lower case, one space between words.
pub struct Passphrase {
    text: Zeroizing<String>,
    file: Option<Key>,
}

impl Passphrase {
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
        Self {
            text: spelt,
            file: None,
        }
    }

    /// With the content of a key file that lies on a stick. What is set with it opens with both only; where it is
    /// merely tried with it, what was set without still opens.
    #[must_use]
    pub fn with_key_file(mut self, content: &[u8]) -> Self {
        let digest = Sha256::new().chain_update(FILE).chain_update(content);
        self.file = Some(Zeroizing::new(digest.finalize().into()));
        self
    }

    /// The words, to be written on the card at enrolment.
    pub fn expose(&self) -> &str {
        &self.text
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.text.as_bytes()
    }

    /// What the result of the key derivation comes to with the key file.
    pub(crate) fn with_file(&self, derived: &Key) -> Option<Key> {
        let file = self.file.as_ref()?;
        let both = Sha256::new()
            .chain_update(WITH_FILE)
            .chain_update(**derived)
            .chain_update(**file);
        Some(Zeroizing::new(both.finalize().into()))
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
