//! A lost kit: declared once, kept apart at the depot from then on, and what it may have held.
//!
//! What it brings later is stored and not believed by itself. A part is proven honest when its manifest is an ancestor of
//! a manifest or head that came before the loss was declared; every other one needs a coordinator's word, one by one.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::PathBuf,
};

use courier::{Client, Limits};
use parcel::{
    Digest, Head, Kind, KitName, Manifest, ReceiptKind, Signed, digest_of,
    standing::{KitStanding, Standing},
};
use serde::{Deserialize, Serialize};

use crate::{
    collect::{CollectError, runtime},
    folder::Folder,
    gaps::{self, KitReport},
    keys::{Keys, UnlockError},
    ledger::{Ledger, LedgerError, Part, PartState},
    private,
};

use super::{
    depot,
    publish::{self, PublishError, Published},
};

/// Why a loss was not declared or a word not taken. The words are under `kits-error-KEY`.
#[derive(Debug, thiserror::Error)]
pub enum LostError {
    /// There is no such kit.
    #[error("there is no kit {number:03} in this folder")]
    NoKit {
        /// Which number.
        number: u16,
    },
    /// The part is not held back.
    #[error("this part is not held back")]
    NotHeld,
    /// A word needs its reason.
    #[error("a coordinator's word needs its reason")]
    NoReason,
    /// A file could not be read or written.
    #[error("a file could not be read or written: {0}")]
    Disk(#[from] io::Error),
    /// The ledger.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The root key does not open.
    #[error(transparent)]
    Root(#[from] UnlockError),
    /// A profile was not published.
    #[error(transparent)]
    Unpublished(#[from] PublishError),
}

impl LostError {
    /// Its name in locale keys.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::NoKit { .. } => "no-kit",
            Self::NotHeld => "not-held",
            Self::NoReason => "no-reason",
            Self::Disk(_) => "disk",
            Self::Ledger(_) => "ledger",
            Self::Root(_) => "root",
            Self::Unpublished(_) => "unpublished",
        }
    }
}

/// `lost/kit-042.json`: what was known when the kit was declared lost, and what a coordinator vouched for since.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Loss {
    /// Which kit.
    pub kit: KitName,
    /// When it was declared, seconds since 1970 UTC.
    pub declared_at: i64,
    /// Its heads that had come by then.
    pub heads: Vec<Head>,
    /// Parts that a coordinator believes all the same.
    pub vouched: Vec<Voucher>,
}

/// A coordinator's word on one part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Voucher {
    /// Which part.
    pub digest: Digest,
    /// Why it is believed.
    pub reason: String,
    /// When it was said, seconds since 1970 UTC.
    pub at: i64,
}

/// What declaring a loss did.
#[derive(Debug)]
pub struct Declared {
    /// When it was declared first.
    pub declared_at: i64,
    /// Whether the depot's folder lies here and knows of the loss.
    pub depot_knows: bool,
    /// The next profile of every other kit.
    pub profiles: Vec<Published>,
}

/// Declares a kit lost; a second time changes nothing but what was left undone the first time.
///
/// # Errors
/// See [`LostError`].
pub fn declare(
    folder: &mut Folder,
    keys: &Keys,
    ledger: &Ledger,
    number: u16,
    now_s: i64,
) -> Result<Declared, LostError> {
    let mut setup = folder.setup().clone();
    let entry = setup.kits.iter_mut().find(|kit| kit.number == number);
    let entry = entry.ok_or(LostError::NoKit { number })?;
    let kit = entry.name;
    let declared_at = *entry.lost_at.get_or_insert(now_s);
    if read(folder, number)?.is_none() {
        let heads = ledger.heads()?.into_iter().filter(|head| head.kit == kit);
        let loss = Loss {
            kit,
            declared_at,
            heads: heads.collect(),
            vouched: Vec::new(),
        };
        write(folder, number, &loss)?;
    }
    folder.write_setup(setup)?;

    let depot = folder.path().join("depot");
    let depot_knows = depot.join("allowed_signers").exists();
    if depot_knows {
        for key in keys_of(folder, kit) {
            depot::declare_lost(&depot, kit, &key)?;
        }
    }
    let others: Vec<_> = folder
        .setup()
        .kits
        .iter()
        .filter(|other| other.lost_at.is_none())
        .map(|other| other.name)
        .collect();
    let root = keys.root(folder)?;
    let mut profiles = Vec::new();
    for other in others {
        let Some(mut next) = publish::next(folder, other, now_s) else {
            continue;
        };
        if !next.quarantine.contains(&kit) {
            next.quarantine.push(kit);
            profiles.push(publish::publish(folder, &root, &next)?);
        }
    }
    Ok(Declared {
        declared_at,
        depot_knows,
        profiles,
    })
}

/// Tells a depot elsewhere how a kit stands, once for each key that it ever had.
///
/// # Errors
/// The depot's; then `valiza-depot admit` says the same at the depot.
pub fn tell_depot(
    folder: &Folder,
    keys: &Keys,
    kit: KitName,
    standing: Standing,
    now_s: i64,
) -> Result<(), CollectError> {
    let client = Client::new(folder.depot()?, Limits::default());
    runtime()?.block_on(async {
        for kit_key in keys_of(folder, kit) {
            let said = KitStanding {
                kit,
                kit_key,
                standing,
                said_at: now_s,
            };
            let signed = Signed::sign(&said, keys.signer())
                .map_err(|why| CollectError::Odd(why.to_string()))?;
            client.say_standing(&signed).await?;
        }
        Ok(())
    })
}

/// Every key that a profile ever gave to a kit.
fn keys_of(folder: &Folder, kit: KitName) -> BTreeSet<parcel::PublicKey> {
    let ours = folder.profiles().filter(|profile| profile.kit == kit);
    ours.filter_map(|profile| profile.kit_key.clone()).collect()
}

/// The parts that are held back: those of lost kits that are neither proven nor vouched for.
///
/// # Errors
/// The ledger's; `Disk`.
pub fn held_back(folder: &Folder, ledger: &Ledger) -> Result<BTreeSet<Digest>, LostError> {
    let mut held = BTreeSet::new();
    for loss in losses(folder)? {
        let parts = ledger.parts()?;
        let ours: Vec<&Part> = parts
            .iter()
            .filter(|part| part.manifest.kit == loss.kit)
            .collect();
        let proven = proven(&loss, &ours);
        held.extend(
            ours.iter()
                .map(|part| part.manifest.digest)
                .filter(|digest| !proven.contains(digest))
                .filter(|digest| !loss.vouched.iter().any(|one| one.digest == *digest)),
        );
    }
    Ok(held)
}

/// The parts of a lost kit whose manifests are what came before the loss, or ancestors of it.
fn proven(loss: &Loss, parts: &[&Part]) -> BTreeSet<Digest> {
    let manifests: BTreeMap<Digest, &Manifest> = parts
        .iter()
        .map(|part| (digest_of(part.entry.manifest.body()), &part.manifest))
        .collect();
    let before = |part: &&&Part| {
        let receipt = part.entry.receipt.claim();
        receipt.is_ok_and(|receipt| {
            receipt.kind != ReceiptKind::Quarantined && receipt.received_at <= loss.declared_at
        })
    };
    let came = parts.iter().filter(before);
    let mut ahead: Vec<Digest> = came
        .map(|part| digest_of(part.entry.manifest.body()))
        .collect();
    ahead.extend(
        loss.heads
            .iter()
            .flat_map(|head| &head.tips)
            .map(|tip| tip.manifest),
    );
    let (mut seen, mut proven) = (BTreeSet::new(), BTreeSet::new());
    while let Some(at) = ahead.pop() {
        if seen.insert(at)
            && let Some(manifest) = manifests.get(&at)
        {
            proven.insert(manifest.digest);
            ahead.extend(manifest.previous);
        }
    }
    proven
}

/// Takes a coordinator's word on one part that is held back. `which` is the beginning of its digest.
///
/// # Errors
/// `NotHeld`, `NoReason`, and the disk's.
pub fn vouch(
    folder: &Folder,
    ledger: &Ledger,
    (which, reason): (&str, &str),
    now_s: i64,
) -> Result<Digest, LostError> {
    if reason.trim().is_empty() {
        return Err(LostError::NoReason);
    }
    let held = held_back(folder, ledger)?;
    let mut fitting = held
        .into_iter()
        .filter(|digest| digest.to_string().starts_with(which));
    let (Some(digest), None) = (fitting.next(), fitting.next()) else {
        return Err(LostError::NotHeld);
    };
    let part = ledger.part(digest)?.ok_or(LostError::NotHeld)?;
    let kit = part.manifest.kit;
    let number = folder.setup().kits.iter().find(|one| one.name == kit);
    let number = number.ok_or(LostError::NotHeld)?.number;
    let mut loss = read(folder, number)?.ok_or(LostError::NotHeld)?;
    loss.vouched.push(Voucher {
        digest,
        reason: reason.trim().to_owned(),
        at: now_s,
    });
    write(folder, number, &loss)?;
    Ok(digest)
}

/// What a kit may have held, from its own heads and from what came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// When the depot last had a part of it, seconds since 1970 UTC.
    pub last_seen: Option<i64>,
    /// Up to which day its own word is known, days since 1970.
    pub known_up_to: Option<i64>,
    /// Applications that it sealed by its own word.
    pub sealed: u64,
    /// Numbers of the applications that were opened here.
    pub opened: Vec<String>,
    /// Applications that lie at the depot or here and were not opened.
    pub not_opened: usize,
    /// Sealed applications whose summary never came: on the kit alone, sealed.
    pub missing: u64,
    /// Parts that are held back.
    pub held_back: usize,
    /// Who worked at it.
    pub administrators: Vec<String>,
}

/// Looks up what a kit may have held.
///
/// # Errors
/// The ledger's; `NoKit`.
pub fn held(folder: &Folder, ledger: &Ledger, number: u16) -> Result<Held, LostError> {
    let entry = folder.kit(number).ok_or(LostError::NoKit { number })?;
    let kit = entry.name;
    let parts = ledger.parts()?;
    let ours = || parts.iter().filter(|part| part.manifest.kit == kit);
    let summaries = || ours().filter(|part| part.manifest.kind == Kind::Summary);
    let report = gaps::report(ledger)?;
    let reports: Vec<&KitReport> = report.iter().filter(|one| one.kit == kit).collect();
    let missing = reports.iter().map(|one| one.answers_missing());
    let back = held_back(folder, ledger)?;
    let opened = ledger.outlines()?.into_iter();
    let newest = folder.newest_profile(kit);
    Ok(Held {
        last_seen: ours().map(|part| part.received).max(),
        known_up_to: reports.iter().filter_map(|one| one.known_up_to).max(),
        sealed: reports.iter().map(|one| one.applications).sum(),
        opened: opened
            .filter(|one| one.kit == kit)
            .map(|one| one.number.to_string())
            .collect(),
        not_opened: summaries()
            .filter(|part| part.state != PartState::Opened)
            .count(),
        missing: missing.sum(),
        held_back: ours()
            .filter(|part| back.contains(&part.manifest.digest))
            .count(),
        administrators: newest.map_or(Vec::new(), |(_, profile)| {
            let names = profile.administrators.iter();
            names.map(|one| one.name.clone()).collect()
        }),
    })
}

fn path(folder: &Folder, number: u16) -> PathBuf {
    folder.path().join(format!("lost/kit-{number:03}.json"))
}

fn read(folder: &Folder, number: u16) -> io::Result<Option<Loss>> {
    match fs::read(path(folder, number)) {
        Ok(text) => Ok(Some(serde_json::from_slice(&text)?)),
        Err(why) if why.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(why) => Err(why),
    }
}

fn write(folder: &Folder, number: u16, loss: &Loss) -> io::Result<()> {
    private::folder(&folder.path().join("lost"))?;
    private::write(&path(folder, number), &serde_json::to_vec_pretty(loss)?)
}

fn losses(folder: &Folder) -> io::Result<Vec<Loss>> {
    let lost = folder.setup().kits.iter();
    let lost = lost.filter(|kit| kit.lost_at.is_some());
    lost.filter_map(|kit| read(folder, kit.number).transpose())
        .collect()
}
