//! Admitting a kit: its card, made on the kit at enrolment, becomes the next profile and a line at the depot.
//!
//! Only public keys come in, only signed statements go out. The card is carried by hand: whoever admits it has seen
//! the kit, or compared the fingerprint by telephone.

use std::{
    io,
    path::{Path, PathBuf},
};

use parcel::{Administrator, KitName, MailboxAddress, Profile, PublicKey, SignError, Signed};
use serde::{Deserialize, Serialize};

use crate::{
    folder::Folder,
    keys::{Keys, UnlockError},
    private,
};

use super::{PROFILE_LIFE_S, depot, json, kit};

/// `kit-card.json`: the public halves of a kit's keys, written by `valiza enrol`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KitCard {
    /// The kit's pseudonym.
    pub kit: KitName,
    /// What signs manifests and heads.
    pub kit_key: PublicKey,
    /// What signs the inner headers of the first administrator.
    pub administrator_key: PublicKey,
    /// Where dispatches to it are sealed to.
    pub mailbox: MailboxAddress,
}

/// Why a kit was not admitted.
#[derive(Debug, thiserror::Error)]
pub enum AdmitError {
    /// No profile of this console is for that kit.
    #[error(
        "the card is of a kit that this console did not begin; nothing was changed. Check that it is the right card"
    )]
    AnotherKit,
    /// The root key does not open.
    #[error(transparent)]
    Root(#[from] UnlockError),
    /// The root key did not sign.
    #[error("the root key did not sign the profile ({0}); nothing was changed")]
    Unsigned(#[from] SignError),
    /// A file could not be written.
    #[error("a file could not be written ({0}). Free some space and admit the card again")]
    Unwritten(#[from] io::Error),
}

/// What admitting did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Admitted {
    /// Version of the kit's profile.
    pub version: u64,
    /// False where the card was admitted before; then nothing was changed.
    pub changed: bool,
    /// The kit's folder, with its profile.
    pub kit: PathBuf,
    /// Whether the depot's folder lies here and knows the kit.
    pub depot_knows: bool,
}

/// Signs the kit's next profile with the keys of its card, and admits the kit at the depot if its folder lies here.
///
/// # Errors
/// Each situation has its own [`AdmitError`].
pub fn admit(
    root: &Path,
    folder: &Folder,
    keys: &Keys,
    card: &KitCard,
    now_s: i64,
) -> Result<Admitted, AdmitError> {
    let (signed, current) = folder
        .newest_profile(card.kit)
        .ok_or(AdmitError::AnotherKit)?;
    let (next, changed) = certified(signed, current, card, now_s);
    let kit = kit::folder(root, next.number);
    if changed {
        let text = json(&Signed::sign(&next, &keys.root(folder)?)?)?;
        private::write(&kit.join("profile.json"), &text)?;
        // The profile counts here once it lies among the profiles; so it is written last.
        private::write(
            &root.join(format!(
                "profiles/kit-{:03}-{:04}.json",
                next.number, next.version
            )),
            &text,
        )?;
    }
    let depot = root.join("depot");
    let depot_knows = depot.join("allowed_signers").exists();
    if depot_knows {
        depot::admit(&depot, card.kit, &card.kit_key)?;
    }
    Ok(Admitted {
        version: next.version,
        changed,
        kit,
        depot_knows,
    })
}

/// The profile with the card's keys; whether it differs from the one in use.
fn certified(
    signed: &Signed<Profile>,
    current: &Profile,
    card: &KitCard,
    now_s: i64,
) -> (Profile, bool) {
    let known = current
        .administrators
        .iter()
        .any(|one| one.key == card.administrator_key);
    let same = current.kit_key.as_ref() == Some(&card.kit_key)
        && current.mailbox.as_ref() == Some(&card.mailbox);
    if same && known {
        return (current.clone(), false);
    }
    let mut next = Profile {
        version: current.version + 1,
        previous: Some(signed.digest()),
        issued_at: now_s,
        valid_until: now_s.saturating_add(PROFILE_LIFE_S),
        kit_key: Some(card.kit_key.clone()),
        mailbox: Some(card.mailbox.clone()),
        ..current.clone()
    };
    let name = next
        .administrators
        .first()
        .map(|first| first.name.clone())
        .unwrap_or_default();
    next.administrators = vec![Administrator {
        name,
        key: card.administrator_key.clone(),
    }];
    (next, true)
}
