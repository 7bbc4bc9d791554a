//! What was sent to kits, and unfinished drafts that came from them. A dispatch is ciphertext to its kit; a draft is sealed
//! under the ledger's key like every application.

use parcel::{Digest, KitName, Receipt, RecordId, RecordKey, Signed};
use rand::rngs::OsRng;
use rusqlite::params;
use serde::{Deserialize, Serialize};

use super::{Ledger, LedgerError, from_json};

/// The kind of content that a draft is, in the associated data of its seal.
const DRAFT: u16 = 2;

/// A dispatch on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// SHA-256 of its ciphertext.
    pub digest: Digest,
    /// The kit it is for.
    pub kit: KitName,
    /// What it brings, by name.
    pub kind: String,
    /// When it was signed, seconds since 1970 UTC.
    pub issued: i64,
    /// Whether the depot has it.
    pub posted: bool,
    /// Whether the kit keeps it.
    pub taken: bool,
}

impl Sent {
    /// How far it is, by name: `dispatch-state-KEY`.
    #[must_use]
    pub fn state(&self) -> &'static str {
        match (self.posted, self.taken) {
            (_, true) => "taken",
            (true, false) => "posted",
            (false, false) => "waiting",
        }
    }
}

/// A record of a kit that lost its key there and was opened here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// Its name on the kit.
    pub record: RecordId,
    /// The kit.
    pub kit: KitName,
    /// The emergency parcel it came in: its pages lie there.
    pub part: Digest,
    /// When the depot had it, seconds since 1970 UTC.
    pub received: i64,
    /// Its revision.
    pub revision: u64,
    /// How many pages it has.
    pub pages: usize,
    /// The draft or the visit's folder, as the kit wrote it: JSON.
    pub body: String,
    /// When it was sent back, seconds since 1970 UTC.
    pub returned: Option<i64>,
}

impl Ledger {
    /// Keeps a dispatch until its kit has it.
    ///
    /// # Errors
    /// `Database`.
    pub fn keep_dispatch(&self, sent: &Sent, file: &[u8]) -> Result<(), LedgerError> {
        self.db.execute(
            "INSERT OR IGNORE INTO dispatch (digest, kit, kind, issued, file) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![
                sent.digest.to_string(),
                sent.kit.to_string(),
                sent.kind,
                sent.issued,
                file
            ],
        )?;
        Ok(())
    }

    /// Every dispatch, the oldest first.
    ///
    /// # Errors
    /// `Database`, `Unreadable`.
    pub fn dispatches(&self) -> Result<Vec<Sent>, LedgerError> {
        let mut statement = self.db.prepare(
            "SELECT digest, kit, kind, issued, posted, file IS NULL FROM dispatch ORDER BY issued, rowid",
        )?;
        let rows = statement.query_map([], |row| {
            Ok((
                row.get::<_, String>(0)?,
                row.get::<_, String>(1)?,
                row.get(2)?,
                row.get(3)?,
                row.get(4)?,
                row.get(5)?,
            ))
        })?;
        rows.map(|row| {
            let (digest, kit, kind, issued, posted, taken) = row?;
            Ok(Sent {
                digest: digest.parse().map_err(|_why| LedgerError::Unreadable)?,
                kit: kit.parse().map_err(|_why| LedgerError::Unreadable)?,
                kind,
                issued,
                posted,
                taken,
            })
        })
        .collect()
    }

    /// The file of a dispatch that its kit does not have yet.
    ///
    /// # Errors
    /// `Database`.
    pub fn dispatch_file(&self, digest: Digest) -> Result<Vec<u8>, LedgerError> {
        Ok(self.db.query_row(
            "SELECT file FROM dispatch WHERE digest = ?1 AND file IS NOT NULL",
            [digest.to_string()],
            |row| row.get(0),
        )?)
    }

    /// The depot has a dispatch.
    ///
    /// # Errors
    /// `Database`.
    pub fn dispatch_posted(&self, digest: Digest) -> Result<(), LedgerError> {
        self.db.execute(
            "UPDATE dispatch SET posted = 1 WHERE digest = ?1",
            [digest.to_string()],
        )?;
        Ok(())
    }

    /// The kit keeps a dispatch: the file goes, the line stays.
    ///
    /// # Errors
    /// `Database`.
    pub fn dispatch_taken(&self, digest: Digest) -> Result<(), LedgerError> {
        self.db.execute(
            "UPDATE dispatch SET file = NULL WHERE digest = ?1",
            [digest.to_string()],
        )?;
        Ok(())
    }

    /// Receipts of opened parts that no dispatch has told their kit of.
    ///
    /// # Errors
    /// `Database`, `Unreadable`.
    pub fn unreported(&self) -> Result<Vec<(KitName, Signed<Receipt>)>, LedgerError> {
        let mut statement = self.db.prepare(
            "SELECT kit, opened FROM part WHERE opened IS NOT NULL AND digest NOT IN (SELECT part FROM reported)
             ORDER BY at",
        )?;
        let rows = statement.query_map([], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
        })?;
        rows.map(|row| {
            let (kit, receipt) = row?;
            Ok((
                kit.parse().map_err(|_why| LedgerError::Unreadable)?,
                from_json(&receipt)?,
            ))
        })
        .collect()
    }

    /// A dispatch tells the kit that these parts were opened.
    ///
    /// # Errors
    /// `Database`.
    pub fn reported(&mut self, parts: &[Digest]) -> Result<(), LedgerError> {
        let transaction = self.db.transaction()?;
        for part in parts {
            transaction.execute(
                "INSERT OR IGNORE INTO reported (part) VALUES (?1)",
                [part.to_string()],
            )?;
        }
        transaction.commit()?;
        Ok(())
    }

    /// Writes a draft down; a newer revision of the same record takes the place of an older one.
    ///
    /// # Errors
    /// `Database`, `Unreadable`.
    pub fn keep_draft(&self, draft: &Draft) -> Result<(), LedgerError> {
        let known = self
            .drafts()?
            .into_iter()
            .any(|known| known.record == draft.record && known.revision > draft.revision);
        if known {
            return Ok(());
        }
        let plaintext = zeroize::Zeroizing::new(
            serde_json::to_vec(draft).map_err(|_why| LedgerError::Unreadable)?,
        );
        let key = RecordKey::from_bytes(draft.record, self.key.clone());
        let sealed = key.encrypt(0, DRAFT, &plaintext, &mut OsRng);
        self.db.execute(
            "INSERT OR REPLACE INTO draft (record, sealed) VALUES (?1, ?2)",
            params![draft.record.to_string(), sealed],
        )?;
        Ok(())
    }

    /// Every draft, the oldest first.
    ///
    /// # Errors
    /// `Database`; `NotOurs` where a row does not open with this key.
    pub fn drafts(&self) -> Result<Vec<Draft>, LedgerError> {
        let mut statement = self
            .db
            .prepare("SELECT record, sealed FROM draft ORDER BY rowid")?;
        let rows = statement.query_map([], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, Vec<u8>>(1)?))
        })?;
        rows.map(|row| {
            let (record, sealed) = row?;
            let record: RecordId = record.parse().map_err(|_why| LedgerError::Unreadable)?;
            let plaintext = RecordKey::from_bytes(record, self.key.clone())
                .decrypt(0, DRAFT, &sealed)
                .map_err(|_why| LedgerError::NotOurs)?;
            serde_json::from_slice(&plaintext).map_err(|_why| LedgerError::Unreadable)
        })
        .collect()
    }
}
