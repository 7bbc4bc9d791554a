//! What is wished about the keys of a kit, and the texts that open it.

use serde::{Deserialize, Serialize};
use std::fmt;
use zeroize::Zeroize as _;

/// A text that must not be shown: a passphrase. `Debug` prints its length only; it is wiped when dropped.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Secret(pub String);

impl Drop for Secret {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Secret({} bytes)", self.0.len())
    }
}

/// For what words are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeyWish {
    /// Another passphrase in place of one's own.
    Passphrase,
    /// The passphrase of another administrator, with a vault of their own.
    Colleague,
    /// The passphrase that destroys everything and opens an empty kit.
    Duress,
    /// The one-time code of the sealed card, in place of the one before.
    Card,
    /// The first passphrase of a vault that is made anew.
    Renewal,
}

impl KeyWish {
    /// Every wish of an open kit, in the order of the screen.
    pub const OPEN: [Self; 4] = [Self::Passphrase, Self::Colleague, Self::Card, Self::Duress];

    /// Its name in data and locale keys.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Passphrase => "passphrase",
            Self::Colleague => "colleague",
            Self::Duress => "duress",
            Self::Card => "card",
            Self::Renewal => "renewal",
        }
    }
}
