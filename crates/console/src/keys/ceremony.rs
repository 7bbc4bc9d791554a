//! Making, rotating and retiring keys. A new key is in the next profile of every kit; an old one is kept until nothing
//! sealed to it can be on its way.
//!
//! Order of writing: identities first, then the list, then what is wrapped to them, profiles last. So whatever a kit
//! seals to can be opened here, wherever the power goes.

use std::{fs, io, path::PathBuf};

use parcel::{
    Digest, Identity, IdentityFile, Kind, KitName, Recipients, RecipientsError, SignError,
};
use zeroize::Zeroizing;

use crate::{
    folder::Folder,
    gaps,
    ledger::{Ledger, LedgerError, PartState},
    private,
    provision::{PublishError, Published, publish},
};

use super::{
    Keys, UnlockError,
    list::{KeyEntry, KeyList, Role, Standing},
};

/// Why keys stayed as they were. The words are under `keys-error-KEY`.
#[derive(Debug, thiserror::Error)]
pub enum CeremonyError {
    /// A key file or the list cannot be read or written.
    #[error("a file of the folder keys cannot be read or written: {0}")]
    Disk(#[from] io::Error),
    /// The root key does not open.
    #[error(transparent)]
    Root(#[from] UnlockError),
    /// A profile could not be published.
    #[error(transparent)]
    Unpublished(#[from] PublishError),
    /// The ledger cannot say what came.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// A community would have fewer than two recipients.
    #[error("a community would be left with fewer than two keys")]
    TooFew(#[from] RecipientsError),
    /// Nobody's name was given.
    #[error("a key needs the name of its holder")]
    NoHolder,
    /// No key, or several, begin so.
    #[error("{found} keys begin so; give more of the recipient")]
    NotOne {
        /// How many.
        found: usize,
    },
    /// New profiles seal to it.
    #[error("the key is in force; rotate first")]
    InForce,
    /// It is retired already.
    #[error("the key is retired already")]
    Retired,
    /// Something sealed to it may come.
    #[error("something sealed to this key may be on its way: {} reasons", .0.len())]
    Outstanding(Vec<Outstanding>),
}

impl CeremonyError {
    /// Its name in locale keys.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::Disk(_) => "disk",
            Self::Root(_) => "root",
            Self::Unpublished(_) => "unpublished",
            Self::Ledger(_) => "ledger",
            Self::TooFew(_) => "too-few",
            Self::NoHolder => "no-holder",
            Self::NotOne { .. } => "not-one",
            Self::InForce => "in-force",
            Self::Retired => "retired",
            Self::Outstanding(_) => "outstanding",
        }
    }
}

impl From<SignError> for CeremonyError {
    fn from(why: SignError) -> Self {
        Self::Unpublished(why.into())
    }
}

/// Why something sealed to a key may still come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outstanding {
    /// From which kit.
    pub kit: KitName,
    /// What is so.
    pub why: OutstandingWhy,
}

/// What is so with a kit that once sealed to a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutstandingWhy {
    /// Parts that it sealed to the key are here and not opened.
    NotOpened(usize),
    /// Its own word covers parts that have not come.
    Missing(u64),
    /// Nothing has come from it that was sealed to a later profile, so it may still use the old one.
    NotMovedOn,
    /// It is lost; what it sealed may come back with it.
    Lost,
}

impl OutstandingWhy {
    /// Its name in locale keys.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::NotOpened(_) => "not-opened",
            Self::Missing(_) => "missing",
            Self::NotMovedOn => "not-moved-on",
            Self::Lost => "lost",
        }
    }
}

/// What a ceremony changed.
#[derive(Debug, Default)]
pub struct Renewed {
    /// The next profile of every kit.
    pub profiles: Vec<Published>,
    /// Each community with the words of its recipients' fingerprint.
    pub fingerprints: Vec<(String, Vec<&'static str>)>,
    /// The new file of identities, where one was made.
    pub file: Option<PathBuf>,
}

/// Adds a coordinator: identities of their own for every community, under their own passphrase.
///
/// # Errors
/// See [`CeremonyError`].
pub fn add_coordinator(
    folder: &mut Folder,
    keys: &Keys,
    holder: &str,
    passphrase: &str,
    now_s: i64,
) -> Result<Renewed, CeremonyError> {
    if holder.trim().is_empty() {
        return Err(CeremonyError::NoHolder);
    }
    let mut list = KeyList::read(folder, keys)?;
    let name = (2..)
        .map(|at| format!("identities-{at}.age"))
        .find(|name| !folder.path().join("keys").join(name).exists())
        .unwrap_or_default();
    let path = folder.path().join("keys").join(&name);
    let made = draw(&list, (Role::Coordinator, holder, Some(&name)), now_s);
    let identities: Vec<_> = made.iter().map(|(identity, _)| identity.clone()).collect();
    private::write(&path, &IdentityFile::protect(&identities, passphrase))?;
    list.keys.extend(made.into_iter().map(|(_, entry)| entry));
    let mut renewed = put_in_force(folder, keys, &list, now_s)?;
    renewed.file = Some(path);
    Ok(renewed)
}

/// Makes another recovery key in `recovery/`, to be carried away; the one before stays valid for what was sealed to it.
///
/// # Errors
/// See [`CeremonyError`].
pub fn renew_recovery(
    folder: &mut Folder,
    keys: &Keys,
    holder: &str,
    passphrase: &str,
    now_s: i64,
) -> Result<Renewed, CeremonyError> {
    let mut list = KeyList::read(folder, keys)?;
    let made = draw(&list, (Role::Recovery, holder, None), now_s);
    let identities: Vec<_> = made.iter().map(|(identity, _)| identity.clone()).collect();
    private::folder(&folder.path().join("recovery"))?;
    let path = recovery_file(folder, now_s);
    private::write(&path, &IdentityFile::protect(&identities, passphrase))?;
    cease(&mut list, now_s, |key| key.role == Role::Recovery);
    list.keys.extend(made.into_iter().map(|(_, entry)| entry));
    let mut renewed = put_in_force(folder, keys, &list, now_s)?;
    renewed.file = Some(path);
    Ok(renewed)
}

/// Rotates the keys of the coordinator who is here: new ones in the next profile of every kit, the old ones kept.
/// `passphrase` is the one that opened `keys`.
///
/// # Errors
/// See [`CeremonyError`].
pub fn rotate(
    folder: &mut Folder,
    keys: &Keys,
    passphrase: &str,
    now_s: i64,
) -> Result<Renewed, CeremonyError> {
    let mut list = KeyList::read(folder, keys)?;
    let file = keys
        .file()
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    let of_ours = |key: &KeyEntry| key.file.as_deref() == Some(&file);
    let holder = list.keys.iter().rev().find(|key| of_ours(key));
    let holder = holder.map(|key| key.holder.clone()).unwrap_or_default();
    let made = draw(&list, (Role::Coordinator, &holder, Some(&file)), now_s);
    let mut identities = keys.identities().to_vec();
    identities.extend(made.iter().map(|(identity, _)| identity.clone()));
    private::write(keys.file(), &IdentityFile::protect(&identities, passphrase))?;
    cease(&mut list, now_s, of_ours);
    list.keys.extend(made.into_iter().map(|(_, entry)| entry));
    put_in_force(folder, keys, &list, now_s)
}

/// Destroys the identity of a rotated key. `which` is the beginning of its recipient.
///
/// # Errors
/// `Outstanding` where something sealed to it may come and no `reason` is said; see [`CeremonyError`].
pub fn retire(
    folder: &Folder,
    keys: &Keys,
    ledger: &Ledger,
    (which, reason): (&str, Option<&str>),
    passphrase: &str,
    now_s: i64,
) -> Result<KeyEntry, CeremonyError> {
    let mut list = KeyList::read(folder, keys)?;
    let mut fitting: Vec<_> = list
        .keys
        .iter_mut()
        .filter(|key| key.recipient.starts_with(which))
        .collect();
    let found = fitting.len();
    let (Some(entry), 1) = (fitting.pop(), found) else {
        return Err(CeremonyError::NotOne { found });
    };
    match entry.standing() {
        Standing::InForce => return Err(CeremonyError::InForce),
        Standing::Retired => return Err(CeremonyError::Retired),
        Standing::Rotated => {}
    }
    let reason = reason.map(str::trim).filter(|reason| !reason.is_empty());
    let outstanding = outstanding(folder, ledger, &entry.recipient)?;
    if !outstanding.is_empty() && reason.is_none() {
        return Err(CeremonyError::Outstanding(outstanding));
    }
    entry.retired = Some(now_s);
    entry.reason = reason.map(str::to_owned);
    let entry = entry.clone();
    let kept: Vec<Identity> = keys
        .identities()
        .iter()
        .filter(|identity| identity.recipient() != entry.recipient)
        .cloned()
        .collect();
    // The list comes first: an identity that is still there although the list says otherwise harms nobody.
    list.write(folder)?;
    if kept.len() < keys.identities().len() {
        private::write(keys.file(), &IdentityFile::protect(&kept, passphrase))?;
    }
    Ok(entry)
}

/// Why something sealed to `recipient` may still come; nothing where the gap report of its profiles is closed.
///
/// # Errors
/// The ledger's.
pub fn outstanding(
    folder: &Folder,
    ledger: &Ledger,
    recipient: &str,
) -> Result<Vec<Outstanding>, LedgerError> {
    let (parts, report) = (ledger.parts()?, gaps::report(ledger)?);
    let mut reasons = Vec::new();
    for entry in &folder.setup().kits {
        let kit = entry.name;
        let sets = sets_with(folder, kit, recipient);
        let could_seal = folder
            .newest_profile(kit)
            .is_some_and(|(_, profile)| profile.kit_key.is_some());
        if sets.is_empty() || !could_seal {
            continue;
        }
        let mut because = |why| reasons.push(Outstanding { kit, why });
        let ours = || parts.iter().filter(|part| part.manifest.kit == kit);
        let not_opened = ours()
            .filter(|part| sets.contains(&part.manifest.recipients))
            .filter(|part| part.state != PartState::Opened)
            .count();
        if not_opened > 0 {
            because(OutstandingWhy::NotOpened(not_opened));
        }
        let missing: u64 = report
            .iter()
            .filter(|one| one.kit == kit)
            .map(|one| one.answers_missing() + one.documents_missing as u64)
            .sum();
        if missing > 0 {
            because(OutstandingWhy::Missing(missing));
        }
        if entry.lost_at.is_some() {
            because(OutstandingWhy::Lost);
        } else if !moved_on(ours().map(|part| &part.manifest), &sets) {
            because(OutstandingWhy::NotMovedOn);
        }
    }
    Ok(reasons)
}

/// Whether the newest summary of every installation of a kit is sealed to none of `sets`; documents have no order.
fn moved_on<'m>(manifests: impl Iterator<Item = &'m parcel::Manifest>, sets: &[Digest]) -> bool {
    let mut newest = std::collections::BTreeMap::new();
    for manifest in manifests.filter(|manifest| manifest.kind == Kind::Summary) {
        let tip = newest.entry(manifest.epoch).or_insert(manifest);
        if tip.counter < manifest.counter {
            *tip = manifest;
        }
    }
    !newest.is_empty() && newest.values().all(|tip| !sets.contains(&tip.recipients))
}

/// The sets of recipients with `recipient` in any profile of a kit.
fn sets_with(folder: &Folder, kit: KitName, recipient: &str) -> Vec<Digest> {
    folder
        .profiles()
        .filter(|profile| profile.kit == kit)
        .flat_map(|profile| &profile.communities)
        .filter(|community| {
            let mut texts = community.recipients.as_slice().iter();
            texts.any(|text| text == recipient)
        })
        .map(|community| community.recipients.hash())
        .collect()
}

/// One fresh identity for every community, with its line of the list.
fn draw(
    list: &KeyList,
    (role, holder, file): (Role, &str, Option<&str>),
    now_s: i64,
) -> Vec<(Identity, KeyEntry)> {
    let mut communities: Vec<&str> = list.keys.iter().map(|key| &*key.community).collect();
    communities.sort_unstable();
    communities.dedup();
    let one = |community: &str| {
        let identity = Identity::generate();
        let entry = KeyEntry {
            recipient: identity.recipient(),
            community: community.to_owned(),
            role,
            holder: holder.trim().to_owned(),
            file: file.map(str::to_owned),
            since: now_s,
            rotated: None,
            retired: None,
            reason: None,
            drilled: None,
        };
        (identity, entry)
    };
    communities.into_iter().map(one).collect()
}

fn cease(list: &mut KeyList, now_s: i64, wanted: impl Fn(&KeyEntry) -> bool) {
    for key in &mut list.keys {
        if key.standing() == Standing::InForce && wanted(key) {
            key.rotated = Some(now_s);
        }
    }
}

/// Writes the list, wraps the secrets to what is in force, and signs the next profile of every kit that is not lost.
fn put_in_force(
    folder: &mut Folder,
    keys: &Keys,
    list: &KeyList,
    now_s: i64,
) -> Result<Renewed, CeremonyError> {
    let in_force = list.in_force()?;
    let root = keys.root(folder)?;
    list.write(folder)?;
    let everybody: Vec<String> = in_force
        .values()
        .flat_map(|set| set.as_slice().to_vec())
        .collect();
    let everybody = Recipients::parse(&everybody)?;
    private::write(&folder.coordinator(), &keys.coordinator.wrap(&everybody))?;
    let seed: Zeroizing<[u8; 32]> = root.seed();
    private::write(&folder.root_key(), &everybody.wrap(&*seed))?;

    let mut renewed = Renewed::default();
    let kits: Vec<_> = folder
        .setup()
        .kits
        .iter()
        .filter(|kit| kit.lost_at.is_none())
        .map(|kit| kit.name)
        .collect();
    for kit in kits {
        let Some(mut next) = publish::next(folder, kit, now_s) else {
            continue;
        };
        for community in &mut next.communities {
            if let Some(recipients) = in_force.get(&community.id) {
                community.recipients = recipients.clone();
            }
        }
        for community in &next.communities {
            let words = community.recipients.fingerprint_words();
            let told = (community.name.clone(), words);
            if !renewed.fingerprints.contains(&told) {
                renewed.fingerprints.push(told);
            }
        }
        renewed
            .profiles
            .push(publish::publish(folder, &root, &next)?);
    }
    Ok(renewed)
}

/// A name for a new recovery file that no earlier one has.
fn recovery_file(folder: &Folder, now_s: i64) -> PathBuf {
    let recovery = folder.path().join("recovery");
    let first = recovery.join("identities.age");
    if fs::exists(&first).unwrap_or(true) {
        recovery.join(format!("identities-{now_s}.age"))
    } else {
        first
    }
}
