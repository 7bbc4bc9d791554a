//! The small words of the format: digests, pseudonyms and random identifiers, all spelt in lower-case hex.
//!
//! Every identifier is drawn at random and means nothing by itself; none may ever be derived from a person, a
//! service or a place (I5, I12).

use std::{fmt, str::FromStr};

use rand::{CryptoRng, RngCore};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// A text that is not the lower-case hex of the expected length.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not {expected} lower-case hexadecimal digits")]
pub struct HexError {
    /// How many digits were expected.
    pub expected: usize,
}

macro_rules! hex_word {
    ($(#[$doc:meta])* $name:ident, $bytes:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(pub [u8; $bytes]);

        impl $name {
            /// The raw bytes.
            pub fn as_bytes(&self) -> &[u8; $bytes] {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&hex::encode(self.0))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), hex::encode(self.0))
            }
        }

        impl FromStr for $name {
            type Err = HexError;

            /// Strict: lower case only, so that every value has one spelling.
            fn from_str(text: &str) -> Result<Self, HexError> {
                let wrong = HexError { expected: 2 * $bytes };
                let mut bytes = [0; $bytes];
                if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
                    return Err(wrong);
                }
                hex::decode_to_slice(text, &mut bytes).map_err(|_why| wrong)?;
                Ok(Self(bytes))
            }
        }

        impl TryFrom<String> for $name {
            type Error = HexError;

            fn try_from(text: String) -> Result<Self, HexError> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(word: $name) -> Self {
                word.to_string()
            }
        }
    };
}

macro_rules! random_word {
    ($($name:ident),*) => {$(
        impl $name {
            /// Draws a fresh one.
            pub fn random<R: RngCore + CryptoRng>(rng: &mut R) -> Self {
                let mut word = Self(Default::default());
                rng.fill_bytes(&mut word.0);
                word
            }
        }
    )*};
}

hex_word!(
    /// SHA-256 of some bytes. A parcel *is* its digest.
    Digest, 32
);
hex_word!(
    /// The pseudonym of a kit, 64 random bits, fixed at provisioning.
    KitName, 8
);
hex_word!(
    /// One installation of a kit's data folder, 128 random bits; a restored or cloned kit draws another.
    Epoch, 16
);
hex_word!(
    /// One application, 128 random bits; stands only inside the sealed parts.
    ApplicationId, 16
);
hex_word!(
    /// One encrypted record of the vault (a draft or a visit folder), 128 random bits.
    RecordId, 16
);
random_word!(KitName, Epoch, ApplicationId, RecordId);

/// SHA-256 of `bytes`.
pub fn digest_of(bytes: &[u8]) -> Digest {
    Digest(Sha256::digest(bytes).into())
}

/// What a sealed part is. Summaries are counted and chained, the other kinds are not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Answers, signature strokes, list of documents: at most 64 KiB, sent first.
    Summary,
    /// All documents of the application. Its pieces stand in no chain, for a counter would tell whose they are; the
    /// summary lists them.
    Pages,
    /// An unfinished draft whose keys were destroyed on the kit: escrow and vault ciphertext.
    Emergency,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Summary => "summary",
            Self::Pages => "pages",
            Self::Emergency => "emergency",
        })
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
mod tests {
    use super::*;

    #[test]
    fn a_digest_has_one_spelling() {
        let digest = digest_of(b"abc");
        let text = digest.to_string();
        assert_eq!(
            text,
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        assert_eq!(text.parse::<Digest>().unwrap(), digest);
        assert!(text.to_uppercase().parse::<Digest>().is_err());
        assert!(text[2..].parse::<Digest>().is_err());
        assert_eq!(
            serde_json::to_string(&digest).unwrap(),
            format!("\"{text}\"")
        );
    }

    #[test]
    fn drawn_names_differ() {
        let mut rng = rand::rngs::OsRng;
        assert_ne!(Epoch::random(&mut rng), Epoch::random(&mut rng));
    }
}
