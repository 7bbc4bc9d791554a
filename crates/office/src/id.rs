//! Opaque names of things. They are random, so nothing about a person can be read from one (I12).

use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! random_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(pub [u8; 16]);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.to_string()
            }
        }

        impl TryFrom<String> for $name {
            type Error = NotAnId;

            fn try_from(text: String) -> Result<Self, NotAnId> {
                let mut bytes = [0_u8; 16];
                if text.len() != 32 || !text.is_ascii() {
                    return Err(NotAnId);
                }
                for (index, byte) in bytes.iter_mut().enumerate() {
                    let pair = text.get(index * 2..index * 2 + 2).ok_or(NotAnId)?;
                    *byte = u8::from_str_radix(pair, 16).map_err(|_not_hex| NotAnId)?;
                }
                Ok(Self(bytes))
            }
        }

        impl $name {
            /// Takes the id from the given half (0 or 1) of an input's entropy.
            #[must_use]
            pub fn draw(entropy: &[u8; 32], half: usize) -> Self {
                let mut bytes = [0_u8; 16];
                bytes.copy_from_slice(&entropy[(half % 2) * 16..(half % 2) * 16 + 16]);
                Self(bytes)
            }
        }
    };
}

random_id!(
    /// A visit and its folder: what several applications of one visit share.
    VisitId
);
random_id!(
    /// One application of a resident: the draft, and after sealing the parcel's inner name.
    ApplicationId
);
random_id!(
    /// One page of a document.
    PageId
);
random_id!(
    /// One order to print.
    PrintId
);

/// What a coordinator sent, by the digest of its ciphertext.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DispatchId(pub [u8; 32]);

/// A text that is not 32 hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an id is 32 hexadecimal digits")]
pub struct NotAnId;

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }
    };
}

text_id!(
    /// A community («громада») as the kit profile names it.
    CommunityId
);
text_id!(
    /// A service of the catalogue: the Guide's five digits where it has them, else the folder's name.
    ServiceId
);
text_id!(
    /// A document of a service's checklist, by the key that the service card gives it.
    DocumentKey
);
