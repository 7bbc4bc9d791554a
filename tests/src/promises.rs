//! What a kit has promised, line by line, and whether its folder keeps it after whatever happened.

use crate::strokes::{FIRST, database, is_whole, keys, page_opens, record_opens};
use anyhow::{Context as _, Result, ensure};
use parcel::RecordId;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use store::Store;
use vault::{Passphrase, Vault};

/// Everything that was acknowledged, and everything that was begun.
#[derive(Clone, Debug, Default)]
pub struct Promises {
    /// Acknowledged revisions.
    saved: BTreeMap<RecordId, u64>,
    /// Acknowledged pages.
    pages: BTreeMap<RecordId, BTreeSet<[u8; 16]>>,
    /// Records of which a sealing was begun, with the digests of their parts.
    sealing: BTreeMap<RecordId, Vec<String>>,
    /// Records whose sealing was acknowledged.
    sealed: BTreeSet<RecordId>,
    /// Records whose key was said to be overwritten.
    erased: BTreeSet<RecordId>,
    /// Records that were given up.
    dropped: BTreeSet<RecordId>,
    /// Parts for which a receipt was about to be kept: they may be purged.
    confirming: BTreeSet<String>,
    numbers: BTreeSet<String>,
    passphrases: Vec<String>,
    /// True once a whole day was done.
    pub is_done: bool,
}

/// What was found broken.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Broken {
    /// Sealed parts that are gone or damaged.
    pub sealed: u32,
    /// Acknowledged revisions, pages or numbers that are gone.
    pub saved: u32,
    /// Keys that should be gone and are not.
    pub keys: u32,
}

impl Promises {
    /// Takes in what a life has told.
    pub fn hear(&mut self, told: &str) {
        for line in told.lines() {
            let words: Vec<&str> = line.split_whitespace().collect();
            match words.as_slice() {
                ["saved", id, revision] => {
                    if let (Some(id), Ok(revision)) = (id.parse().ok(), revision.parse()) {
                        self.saved.insert(id, revision);
                    }
                }
                ["page", id, page] => {
                    if let (Some(id), Some(page)) = (id.parse().ok(), page.parse::<RecordId>().ok())
                    {
                        self.pages.entry(id).or_default().insert(*page.as_bytes());
                    }
                }
                ["sealing", id, digests @ ..] => {
                    let digests = digests.iter().map(|digest| (*digest).to_owned()).collect();
                    self.sealing.extend(id.parse().ok().map(|id| (id, digests)));
                }
                ["sealed", id, ..] => self.sealed.extend(id.parse::<RecordId>().ok()),
                ["erased", id] => self.erased.extend(id.parse::<RecordId>().ok()),
                ["dropping", id] => self.dropped.extend(id.parse::<RecordId>().ok()),
                ["confirming", digest] => {
                    self.confirming.insert((*digest).to_owned());
                }
                ["number", number] => {
                    self.numbers.insert((*number).to_owned());
                }
                ["passphrase", ..] => self.passphrases.push(words[1..].join(" ")),
                ["done"] => self.is_done = true,
                _ => {}
            }
        }
    }

    /// How much was promised, so that an empty story is not taken for a kept one.
    #[must_use]
    pub fn count(&self) -> usize {
        self.saved.len() + self.sealed.len() + self.pages.len() + self.numbers.len()
    }

    /// Looks whether the kit in `folder` opens and keeps every promise.
    ///
    /// # Errors
    /// The database or the vault does not open: everything is lost then.
    pub fn check(&self, folder: &Path) -> Result<Broken> {
        let store = Store::open(&database(folder)).context("the database does not open")?;
        let sound: String = rusqlite::Connection::open(database(folder))?.query_row(
            "PRAGMA integrity_check",
            [],
            |row| row.get(0),
        )?;
        ensure!(sound == "ok", "the database is damaged: {sound}");
        for passphrase in &self.passphrases {
            drop(
                Vault::unlock(&keys(folder), &Passphrase::from_typed(passphrase))
                    .context("a passphrase that was set does not open")?,
            );
        }
        let vault = Vault::unlock(&keys(folder), &Passphrase::from_typed(FIRST))
            .context("the vault does not open")?;
        let mut broken = Broken::default();
        let rows = store.records()?;
        let parts = whole_parts(&store)?;
        let known: BTreeSet<_> = vault.records().collect();
        for (&id, &revision) in &self.saved {
            let row = rows.iter().find(|row| RecordId(row.id) == id);
            let is_sealed = self.is_sealed(&parts, id);
            match row {
                Some(row) => {
                    let opens = record_opens(&vault, id, row.revision, &row.body);
                    let pages = self.pages_open(&store, &vault, id)?;
                    let kept = row.revision >= revision && opens && pages;
                    broken.saved += u32::from(!kept && !self.dropped.contains(&id));
                }
                None if is_sealed || self.dropped.contains(&id) => {}
                None => broken.saved += 1,
            }
            broken.sealed += u32::from(self.sealed.contains(&id) && !is_sealed);
        }
        broken.keys = u32::try_from(self.erased.intersection(&known).count()).unwrap_or(u32::MAX);
        let journal: BTreeSet<_> = store
            .journal(u32::MAX)?
            .into_iter()
            .map(|line| line.number)
            .collect();
        let lost = self.numbers.difference(&journal).count();
        broken.saved += u32::try_from(lost).unwrap_or(u32::MAX);
        Ok(broken)
    }

    /// Whether every part of a record is there and whole, or was receipted and may be gone.
    fn is_sealed(&self, parts: &BTreeSet<String>, id: RecordId) -> bool {
        let is_kept = |digest: &String| self.confirming.contains(digest) || parts.contains(digest);
        self.sealing
            .get(&id)
            .is_some_and(|digests| digests.iter().all(is_kept))
    }

    fn pages_open(&self, store: &Store, vault: &vault::OpenVault, id: RecordId) -> Result<bool> {
        for page in self.pages.get(&id).into_iter().flatten() {
            let opens = store
                .page(page)?
                .is_some_and(|body| page_opens(vault, id, *page, &body));
            if !opens {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// The digests of all parts whose bytes are whole.
fn whole_parts(store: &Store) -> Result<BTreeSet<String>> {
    let mut whole = BTreeSet::new();
    for part in store.parts()? {
        if is_whole(store, &part)? {
            whole.insert(part.digest);
        }
    }
    Ok(whole)
}
