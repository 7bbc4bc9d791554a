//! The code on a kit's sheet: where its profile is, and by what it is known for the right one. It holds no secret.

use std::{fmt, str::FromStr};

use crate::{Digest, Profile, PublicKey, Signed};

/// What a kit's sheet says in a code: enough to fetch the profile from anywhere and to know it for the right one.
/// Spelt `valiza:1;DEPOT;SHA-256 of the profile;FINGERPRINT of the root`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pointer {
    /// The depot's address.
    pub depot: String,
    /// SHA-256 of the profile's body.
    pub profile: Digest,
    /// The root key's fingerprint, `SHA256:...`.
    pub root: String,
}

/// A text that is no [`Pointer`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is not the code of a kit's sheet")]
pub struct PointerUnreadable;

impl Pointer {
    /// Points to `profile`, believed by `root`.
    pub fn to(signed: &Signed<Profile>, profile: &Profile, root: &PublicKey) -> Self {
        Self {
            depot: profile.depot.address.clone(),
            profile: signed.digest(),
            root: root.fingerprint(),
        }
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "valiza:1;{};{};{}", self.depot, self.profile, self.root)
    }
}

impl FromStr for Pointer {
    type Err = PointerUnreadable;

    fn from_str(text: &str) -> Result<Self, PointerUnreadable> {
        let mut fields = text.trim().split(';');
        let (Some("valiza:1"), Some(depot), Some(profile), Some(root), None) = (
            fields.next(),
            fields.next(),
            fields.next(),
            fields.next(),
            fields.next(),
        ) else {
            return Err(PointerUnreadable);
        };
        Ok(Self {
            depot: depot.to_owned(),
            profile: profile.parse().map_err(|_why| PointerUnreadable)?,
            root: root.to_owned(),
        })
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
mod tests {
    use super::*;

    #[test]
    fn the_code_of_a_sheet_says_where_the_profile_is_and_which_it_is() {
        let pointer = Pointer {
            depot: "https://depot.example:8443".to_owned(),
            profile: crate::digest_of(b"profile"),
            root: "SHA256:abc".to_owned(),
        };
        assert_eq!(pointer.to_string().parse::<Pointer>().unwrap(), pointer);
        for odd in ["", "valiza:2;a;b;c", "valiza:1;a;b;c", "valiza:1;a;b"] {
            assert!(odd.parse::<Pointer>().is_err(), "{odd}");
        }
    }
}
