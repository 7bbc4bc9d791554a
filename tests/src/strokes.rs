//! The strokes that make a day durable, done with the kit's own store and vault in the order in which the kit does them:
//! autosave, page, number, seal, receipt, purge, another passphrase, lock and unlock.
//!
//! Every stroke is announced before it is begun and acknowledged when it is done, one line each on standard output; so
//! whoever kills it knows what was promised. What is written follows from a record's id and revision, so it can be checked.

use anyhow::{Context as _, Result};
use parcel::{
    ApplicationId, Chain, Epoch, FileToSeal, Identity, KitName, Moment, Receipt, ReceiptKind,
    Recipients, RecordId, SealOrder, Signed, SoftSigner, digest_of,
};
use rand::rngs::{OsRng, StdRng};
use rand::seq::SliceRandom as _;
use rand::{Rng as _, SeedableRng as _};
use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use store::{Ciphertext, Holds, PartLine, RecordKind, SealedDraft, Store, StoreError};
use vault::{Cost, OpenVault, Passphrase, Vault};

/// The invented first passphrase.
pub const FIRST: &str = "one tall heron";
/// What the contents are to the vault.
const KIND: u16 = 1;
const KIND_PAGE: u16 = 2;
/// Unfinished records that a day has at most.
const OPEN: usize = 4;

/// The keys file of a folder.
#[must_use]
pub fn keys(folder: &Path) -> PathBuf {
    folder.join("keys")
}

/// The database of a folder.
#[must_use]
pub fn database(folder: &Path) -> PathBuf {
    folder.join("kit.db")
}

/// What a record holds at a revision.
#[must_use]
pub fn content(record: RecordId, revision: u64) -> Vec<u8> {
    let lines = usize::try_from(revision * 37 % 60).unwrap_or(0) + 3;
    format!("{record} at {revision}\n")
        .repeat(lines)
        .into_bytes()
}

/// What a page holds.
#[must_use]
pub fn page_content(page: [u8; 16]) -> Vec<u8> {
    page.repeat(600)
}

/// Makes the vault of a folder.
///
/// # Errors
/// There is one already, or the disk cannot be written.
pub fn enrol(folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder)?;
    let cost = Cost::new(64, 1)?;
    drop(Vault::enrol(
        &keys(folder),
        &Passphrase::from_typed(FIRST),
        cost,
    )?);
    Ok(())
}

/// One life of the program, from its start to its end or to whatever ends it.
pub struct Life {
    folder: PathBuf,
    store: Store,
    vault: OpenVault,
    recipients: Recipients,
    depot: SoftSigner,
    dice: StdRng,
    revisions: BTreeMap<RecordId, u64>,
}

impl std::fmt::Debug for Life {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Life({} records)", self.revisions.len())
    }
}

/// Tells one line to whoever counts.
fn tell(words: &str) {
    // Where nobody listens any more there is nobody to break a promise to.
    let _nobody = writeln!(std::io::stdout(), "{words}");
}

/// A stroke that the disk refused is said and not acknowledged; the day goes on.
fn refused(why: &dyn std::fmt::Display) {
    tell(&format!("refused {why}"));
}

impl Life {
    /// Starts as the kit starts: opens, unlocks, finishes what a power cut interrupted.
    ///
    /// # Errors
    /// The database or the vault does not open.
    pub fn start(folder: &Path, seed: u64) -> Result<Self> {
        let store = Store::open(&database(folder)).context("the database does not open")?;
        let vault = Vault::unlock(&keys(folder), &Passphrase::from_typed(FIRST))
            .context("the vault does not open")?;
        tell("unlocked");
        let pair = [Identity::generate(), Identity::generate()];
        let mut life = Self {
            folder: folder.to_owned(),
            recipients: Recipients::parse(&pair.map(|one| one.recipient()))?,
            depot: SoftSigner::generate(&mut OsRng),
            dice: StdRng::seed_from_u64(seed),
            revisions: BTreeMap::new(),
            store,
            vault,
        };
        life.finish_what_was_cut_off()?;
        for stored in life.store.records()? {
            life.revisions.insert(RecordId(stored.id), stored.revision);
        }
        Ok(life)
    }

    fn finish_what_was_cut_off(&mut self) -> Result<()> {
        for id in self.store.tombstones()? {
            self.vault.erase(RecordId(id))?;
            self.store.delete_record(&id)?;
        }
        // A key without a row was made for a record that was never begun.
        let rows: Vec<_> = self
            .store
            .records()?
            .iter()
            .map(|row| RecordId(row.id))
            .collect();
        let orphans: Vec<_> = self
            .vault
            .records()
            .filter(|id| !rows.contains(id))
            .collect();
        for orphan in orphans {
            self.vault.erase(orphan)?;
        }
        Ok(())
    }

    /// Every kind of stroke once, in the order of a visit.
    ///
    /// # Errors
    /// Something that no failing disk explains.
    pub fn short_day(&mut self) -> Result<()> {
        let visit = self.begin(RecordKind::Visit);
        let application = self.begin(RecordKind::Application);
        for record in [visit, application, application] {
            self.save(record);
        }
        self.page(application);
        self.save(application);
        self.seal(application)?;
        self.save(visit);
        for _ in 0..2 {
            self.confirm()?;
        }
        self.purge();
        self.add_passphrase();
        self.unlock_again()?;
        self.drop_record(visit);
        let next = self.begin(RecordKind::Application);
        self.save(next);
        tell("done");
        Ok(())
    }

    /// So many strokes as the dice fall.
    ///
    /// # Errors
    /// Something that no failing disk explains.
    pub fn long_day(&mut self, strokes: usize) -> Result<()> {
        for _ in 0..strokes {
            let known: Vec<_> = self.revisions.keys().copied().collect();
            let one = known.choose(&mut self.dice).copied();
            match (self.dice.gen_range(0..100), one) {
                (_, None) | (0..15, _) if known.len() < OPEN => {
                    let kind = if self.dice.gen_bool(0.3) {
                        RecordKind::Visit
                    } else {
                        RecordKind::Application
                    };
                    self.begin(kind);
                }
                (15..55, Some(record)) => self.save(record),
                (55..67, Some(record)) => self.page(record),
                (67..75, Some(record)) => self.seal(record)?,
                (75..77, Some(record)) => self.drop_record(record),
                (77..94, _) => self.confirm()?,
                (94..97, _) => self.purge(),
                (97.., _) => self.unlock_again()?,
                (_, one) => one.into_iter().for_each(|record| self.save(record)),
            }
        }
        tell("done");
        Ok(())
    }

    fn begin(&mut self, kind: RecordKind) -> RecordId {
        let record = RecordId(self.dice.r#gen());
        let made = self.vault.new_record(record, &self.recipients);
        let escrow = match made {
            Ok(escrow) => escrow,
            Err(why) => {
                refused(&why);
                return record;
            }
        };
        let put = self.vault.encrypt(record, 0, KIND, &content(record, 0));
        let put = put.map(|body| {
            self.store
                .put_record(record.as_bytes(), kind, 0, &Ciphertext(body), &escrow)
        });
        match put {
            Ok(Ok(())) => {
                self.revisions.insert(record, 0);
                tell(&format!("saved {record} 0"));
            }
            Ok(Err(why)) => refused(&why),
            Err(why) => refused(&why),
        }
        record
    }

    fn save(&mut self, record: RecordId) {
        let Some(revision) = self.revisions.get(&record).map(|old| old + 1) else {
            return;
        };
        tell(&format!("saving {record} {revision}"));
        let Ok(body) = self
            .vault
            .encrypt(record, revision, KIND, &content(record, revision))
        else {
            return refused(&"the key is not there");
        };
        // The kind of a record that is there already is not changed.
        let put = self.store.put_record(
            record.as_bytes(),
            RecordKind::Application,
            revision,
            &Ciphertext(body),
            &[],
        );
        match put {
            Ok(()) => {
                self.revisions.insert(record, revision);
                tell(&format!("saved {record} {revision}"));
            }
            Err(why) => refused(&why),
        }
    }

    fn page(&mut self, record: RecordId) {
        if !self.revisions.contains_key(&record) {
            return;
        }
        let page: [u8; 16] = self.dice.r#gen();
        let Ok(body) = self
            .vault
            .encrypt(record, 1, KIND_PAGE, &page_content(page))
        else {
            return refused(&"the key is not there");
        };
        match self
            .store
            .put_page(record.as_bytes(), &page, &Ciphertext(body))
        {
            Ok(()) => tell(&format!("page {record} {}", RecordId(page))),
            Err(why) => refused(&why),
        }
    }

    fn seal(&mut self, record: RecordId) -> Result<()> {
        if !self.revisions.contains_key(&record) {
            return Ok(());
        }
        let number = format!("{:010}", self.dice.gen_range(0..10_000_000_000_u64));
        if let Err(why) = self.store.note_number(&number, "2026-11-22", None) {
            refused(&why);
            return Ok(());
        }
        tell(&format!("number {number}"));
        let mut chain = match self.store.chain() {
            Ok(Some(chain)) => chain,
            Ok(None) => Chain::new(KitName::random(&mut OsRng), Epoch::random(&mut OsRng)),
            Err(why) => {
                refused(&why);
                return Ok(());
            }
        };
        let order = SealOrder {
            application: ApplicationId(*record.as_bytes()),
            administrator: self.vault.administrator_signer(),
            profile: 1,
            catalogue: "1".to_owned(),
            recipients: &self.recipients,
            moment: Moment {
                wall: 0,
                since_boot: 0,
                anchor: 0,
                confirmed_day: None,
            },
            summary: vec![FileToSeal::new("summary.json", content(record, 1))?],
            pages: vec![FileToSeal::new("01.pdf", content(record, 2))?],
        };
        let sealed = parcel::seal(&order, &mut chain, self.vault.signer())?;
        let pieces: Vec<_> = sealed
            .summary
            .pieces
            .iter()
            .chain(&sealed.pages.pieces)
            .collect();
        let digests: Vec<_> = pieces
            .iter()
            .map(|piece| piece.digest().to_string())
            .collect();
        tell(&format!("sealing {record} {}", digests.join(" ")));
        let put = self.store.put_sealed(&SealedDraft {
            sealed: &sealed,
            chain: &chain,
            record: record.as_bytes(),
            number: &number,
            ranks: &vec![1; pieces.len()],
        });
        if let Err(why) = put {
            refused(&why);
            return Ok(());
        }
        tell(&format!("sealed {record} {}", digests.join(" ")));
        self.revisions.remove(&record);
        self.forget(record);
        Ok(())
    }

    /// Key first, rows then; what fails is finished at the next start.
    fn forget(&mut self, record: RecordId) {
        if let Err(why) = self.vault.erase(record) {
            return refused(&why);
        }
        tell(&format!("erased {record}"));
        if let Err(why) = self.store.delete_record(record.as_bytes()) {
            refused(&why);
        }
    }

    fn drop_record(&mut self, record: RecordId) {
        if self.revisions.remove(&record).is_none() {
            return;
        }
        tell(&format!("dropping {record}"));
        match self.store.entomb(record.as_bytes()) {
            Ok(()) => self.forget(record),
            Err(why) => refused(&why),
        }
    }

    fn confirm(&mut self) -> Result<()> {
        // Always on another day, so that documents travel too.
        let day = i64::from(self.dice.r#gen::<u32>());
        let part = match self.store.next_part(day) {
            Ok(Some((manifest, _length))) => manifest.claim()?,
            Ok(None) => return Ok(()),
            Err(why) => {
                refused(&why);
                return Ok(());
            }
        };
        let receipt = Receipt {
            digest: part.digest,
            length: part.length,
            kit: part.kit,
            received_at: 0,
            depot: "depot".to_owned(),
            kind: ReceiptKind::Stored,
        };
        tell(&format!("confirming {}", part.digest));
        match self
            .store
            .confirm(&Signed::sign(&receipt, &self.depot)?, &receipt, 1)
        {
            Ok(()) => tell(&format!("confirmed {}", part.digest)),
            Err(why) => refused(&why),
        }
        Ok(())
    }

    fn purge(&mut self) {
        let at_once = Holds {
            stored_s: 0,
            opened_s: 0,
        };
        match self.store.purge(i64::MAX, at_once) {
            Ok(_) => tell("purged"),
            Err(why) => refused(&why),
        }
    }

    fn add_passphrase(&mut self) {
        let words = format!("slot {}", self.dice.r#gen::<u64>());
        match self
            .vault
            .add_administrator(&Passphrase::from_typed(&words))
        {
            Ok(_key) => tell(&format!("passphrase {words}")),
            Err(why) => refused(&why),
        }
    }

    /// Locks and unlocks: what is acknowledged must not live in memory alone.
    fn unlock_again(&mut self) -> Result<()> {
        let settled: Result<(), StoreError> = self.store.settle();
        if let Err(why) = settled {
            refused(&why);
        }
        let path = keys(&self.folder);
        // The vault is locked against a second opening; a folder of its own stands in for the moment between.
        let aside = tempfile::tempdir()?;
        let cost = Cost::new(8, 1)?;
        let other = Vault::enrol(&keys(aside.path()), &Passphrase::from_typed(FIRST), cost)?;
        drop(std::mem::replace(&mut self.vault, other));
        for _ in 0..3 {
            match Vault::unlock(&path, &Passphrase::from_typed(FIRST)) {
                Ok(vault) => {
                    self.vault = vault;
                    tell("unlocked");
                    return Ok(());
                }
                Err(why) => refused(&why),
            }
        }
        anyhow::bail!("the vault does not open any more")
    }
}

/// Whether a part's bytes in the store are whole.
///
/// # Errors
/// The database cannot be read.
pub fn is_whole(store: &Store, part: &PartLine) -> Result<bool> {
    let mut bytes = Vec::new();
    while (bytes.len() as u64) < part.length {
        let more = store.read_part(&part.digest, bytes.len() as u64, 1 << 20)?;
        if more.is_empty() {
            return Ok(false);
        }
        bytes.extend(more);
    }
    Ok(digest_of(&bytes).to_string() == part.digest)
}

/// Opens a page's ciphertext.
#[must_use]
pub fn page_opens(vault: &OpenVault, record: RecordId, page: [u8; 16], body: &Ciphertext) -> bool {
    vault
        .decrypt(record, 1, KIND_PAGE, &body.0)
        .is_ok_and(|plain| *plain == page_content(page))
}

/// Opens a record's ciphertext at its revision.
#[must_use]
pub fn record_opens(vault: &OpenVault, record: RecordId, revision: u64, body: &Ciphertext) -> bool {
    vault
        .decrypt(record, revision, KIND, &body.0)
        .is_ok_and(|plain| *plain == content(record, revision))
}
