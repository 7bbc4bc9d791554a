//! Admitting a kit: its card, made on the kit at enrolment, becomes the next profile and a line at the depot.
//!
//! Only public keys come in, only signed statements go out. The card is carried by hand or sealed under the code of its
//! enrolment: whoever admits it has seen the kit, or compared the words of its key by telephone.

use std::{io, path::PathBuf};

use super::code;
use parcel::{Administrator, KitCard, Profile, PublicKey};

use crate::{
    folder::Folder,
    keys::{Keys, UnlockError},
};

use super::{
    depot, kit,
    publish::{self, PublishError},
};

/// Why a kit was not admitted.
#[derive(Debug, thiserror::Error)]
pub enum AdmitError {
    /// No profile of this console is for that kit.
    #[error(
        "the card is of a kit that this console did not begin; nothing was changed. Check that it is the right card"
    )]
    AnotherKit,
    /// The kit was declared lost.
    #[error(
        "kit {number:03} was declared lost; nothing was changed. A kit that was found begins anew under another number"
    )]
    Lost {
        /// The number on its lid.
        number: u16,
    },
    /// The root key does not open.
    #[error(transparent)]
    Root(#[from] UnlockError),
    /// The profile was not published.
    #[error(transparent)]
    Unpublished(#[from] PublishError),
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
    /// How many signatures of other root keys the profile waits for.
    pub waits_for: u32,
    /// The kit's folder, with its profile.
    pub kit: PathBuf,
    /// Whether the depot's folder lies here and knows the kit.
    pub depot_knows: bool,
}

/// Signs the kit's next profile with the keys of its card, and admits the kit at the depot if its folder lies here.
/// `of` is whose key the card brings, where that is not the first administrator of a kit that is admitted for the first
/// time, and the card does not say it.
///
/// # Errors
/// Each situation has its own [`AdmitError`].
pub fn admit(
    folder: &mut Folder,
    keys: &Keys,
    card: &KitCard,
    of: Option<&str>,
    now_s: i64,
) -> Result<Admitted, AdmitError> {
    let entry = folder.setup().kits.iter().find(|one| one.name == card.kit);
    let entry = entry.ok_or(AdmitError::AnotherKit)?.clone();
    if entry.lost_at.is_some() {
        return Err(AdmitError::Lost {
            number: entry.number,
        });
    }
    let next = publish::next(folder, card.kit, now_s).ok_or(AdmitError::AnotherKit)?;
    let (next, changed) = certified(next, card, of);
    let (version, waits_for) = if changed {
        let published = publish::publish(folder, &keys.root(folder)?, &next)?;
        (published.version, published.waits_for)
    } else {
        (next.version - 1, 0)
    };
    if !card.telephone_code.is_empty() {
        code::keep(folder, entry.number, &card.telephone_code)?;
    }
    let depot = folder.path().join("depot");
    let depot_knows = depot.join("allowed_signers").exists();
    if depot_knows {
        depot::admit(&depot, card.kit, &card.kit_key)?;
    }
    Ok(Admitted {
        version,
        changed,
        waits_for,
        kit: kit::folder(folder.path(), entry.number),
        depot_knows,
    })
}

/// The profile with the card's keys; whether that changed anything.
fn certified(mut next: Profile, card: &KitCard, of: Option<&str>) -> (Profile, bool) {
    // Until the first card the profile names people and keys that nobody holds.
    let first_card = next.kit_key.is_none();
    let mut changed = next.kit_key.as_ref() != Some(&card.kit_key);
    changed |= next.mailbox.as_ref() != Some(&card.mailbox);
    next.kit_key = Some(card.kit_key.clone());
    next.mailbox = Some(card.mailbox.clone());
    for (name, key) in brought(card) {
        if next.administrators.iter().any(|one| one.key == *key) {
            continue;
        }
        let name = of.or(name).map(str::to_owned);
        let name = name.or_else(|| next.administrators.first().map(|one| one.name.clone()));
        put(
            &mut next.administrators,
            name.unwrap_or_default(),
            key.clone(),
            first_card,
        );
        changed = true;
    }
    (next, changed)
}

/// The administrators' keys of a card, each with the name that it gives.
fn brought(card: &KitCard) -> Vec<(Option<&str>, &PublicKey)> {
    let named: Vec<_> = card
        .administrators
        .iter()
        .map(|one| (Some(one.name.as_str()), &one.key))
        .collect();
    if named.iter().any(|(_, key)| **key == card.administrator_key) {
        return named;
    }
    let mut brought = vec![(None, &card.administrator_key)];
    brought.extend(named);
    brought
}

/// Somebody of that name gets this key; somebody else is added. What an earlier key of theirs signed stays believed by
/// the profiles that named it.
fn put(administrators: &mut Vec<Administrator>, name: String, key: PublicKey, first_card: bool) {
    match administrators.iter().position(|one| one.name == name) {
        Some(at) => administrators[at].key = key,
        None if first_card && administrators.len() == 1 => {
            administrators[0] = Administrator { name, key };
        }
        None => administrators.push(Administrator { name, key }),
    }
}
