//! Parts: what the depot listed, what was fetched of it, what is wrong with it.
//! Only what the depot knows anyway (P5).

use courier::wire::{Cursor, Entry};
use parcel::{Digest, Head, Kind, Manifest, Receipt, Signed};
use rusqlite::{OptionalExtension as _, Row, params};

use super::{Ledger, LedgerError, from_json, to_json};

/// How far a part has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartState {
    /// The depot has it.
    Listed,
    /// Its ciphertext lies here.
    Fetched,
    /// It was verified and decrypted.
    Opened,
}

impl PartState {
    const ALL: [Self; 3] = [Self::Listed, Self::Fetched, Self::Opened];

    /// Its name in the ledger and in locale keys.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Listed => "listed",
            Self::Fetched => "fetched",
            Self::Opened => "opened",
        }
    }
}

/// One sealed part.
#[derive(Debug, Clone)]
pub struct Part {
    /// The manifest's claim: verified when the part is opened.
    pub manifest: Manifest,
    /// When the depot had it whole, seconds since 1970 UTC.
    pub received: i64,
    /// Manifest and receipt as the depot gave them.
    pub entry: Entry,
    /// How far it has come.
    pub state: PartState,
    /// Key of what is wrong with it.
    pub fault: Option<String>,
}

impl Part {
    fn read(row: &Row<'_>) -> rusqlite::Result<Result<Self, LedgerError>> {
        let (entry, received, state, fault) = (
            row.get::<_, String>("entry")?,
            row.get("received")?,
            row.get::<_, String>("state")?,
            row.get("fault")?,
        );
        Ok(from_json::<Entry>(&entry).and_then(|entry| {
            let manifest = entry
                .manifest
                .claim()
                .map_err(|_why| LedgerError::Unreadable)?;
            let state = PartState::ALL
                .into_iter()
                .find(|one| one.key() == state)
                .ok_or(LedgerError::Unreadable)?;
            Ok(Self {
                manifest,
                received,
                entry,
                state,
                fault,
            })
        }))
    }
}

impl Ledger {
    /// How far the depot's list was taken.
    ///
    /// # Errors
    /// `Database`.
    pub fn cursor(&self) -> Result<Cursor, LedgerError> {
        let at: Option<i64> = self
            .db
            .query_row("SELECT at FROM cursor", [], |row| row.get(0))
            .optional()?;
        Ok(Cursor(
            at.and_then(|at| u64::try_from(at).ok()).unwrap_or_default(),
        ))
    }

    /// Takes a stretch of the depot's list, in one transaction with the cursor. A part that is known stays as it is.
    ///
    /// # Errors
    /// `Database`.
    pub fn take(
        &mut self,
        entries: &[(Manifest, Receipt, Entry)],
        next: Cursor,
    ) -> Result<(), LedgerError> {
        let transaction = self.db.transaction()?;
        for (manifest, receipt, entry) in entries {
            transaction.execute(
                "INSERT OR IGNORE INTO part (digest, at, kit, epoch, kind, counter, length, received, entry, state)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 'listed')",
                params![
                    manifest.digest.to_string(),
                    whole(entry.at.0),
                    manifest.kit.to_string(),
                    manifest.epoch.to_string(),
                    manifest.kind.to_string(),
                    whole(manifest.counter),
                    whole(manifest.length),
                    receipt.received_at,
                    to_json(entry)?,
                ],
            )?;
        }
        transaction.execute(
            "INSERT INTO cursor (only, at) VALUES (1, ?1) ON CONFLICT DO UPDATE SET at = max(at, excluded.at)",
            [whole(next.0)],
        )?;
        transaction.commit()?;
        Ok(())
    }

    /// All parts in the order of their arrival at the depot.
    ///
    /// # Errors
    /// `Database`, `Unreadable`.
    pub fn parts(&self) -> Result<Vec<Part>, LedgerError> {
        let mut statement = self.db.prepare("SELECT * FROM part ORDER BY at")?;
        let rows = statement.query_map([], Part::read)?;
        rows.map(|row| row?).collect()
    }

    /// The part of that digest.
    ///
    /// # Errors
    /// `Database`, `Unreadable`.
    pub fn part(&self, digest: Digest) -> Result<Option<Part>, LedgerError> {
        let mut statement = self.db.prepare("SELECT * FROM part WHERE digest = ?1")?;
        statement
            .query_row([digest.to_string()], Part::read)
            .optional()?
            .transpose()
    }

    /// Says how far a part has come, and that nothing is wrong with it.
    ///
    /// # Errors
    /// `Database`.
    pub fn advance(&self, digest: Digest, state: PartState) -> Result<(), LedgerError> {
        self.db.execute(
            "UPDATE part SET state = ?2, fault = NULL WHERE digest = ?1",
            params![digest.to_string(), state.key()],
        )?;
        Ok(())
    }

    /// Names what is wrong with a part.
    ///
    /// # Errors
    /// `Database`.
    pub fn blame(&self, digest: Digest, fault: &str) -> Result<(), LedgerError> {
        self.db.execute(
            "UPDATE part SET fault = ?2 WHERE digest = ?1",
            [&digest.to_string(), fault],
        )?;
        Ok(())
    }

    /// Keeps the receipt that says a part was opened until the depot has it.
    ///
    /// # Errors
    /// `Database`.
    pub fn keep_opened(
        &self,
        digest: Digest,
        receipt: &Signed<Receipt>,
    ) -> Result<(), LedgerError> {
        self.db.execute(
            "UPDATE part SET state = 'opened', fault = NULL, opened = ?2 WHERE digest = ?1",
            [&digest.to_string(), &to_json(receipt)?],
        )?;
        Ok(())
    }

    /// The receipts that the depot does not have yet.
    ///
    /// # Errors
    /// `Database`, `Unreadable`.
    pub fn untold(&self) -> Result<Vec<(Digest, Signed<Receipt>)>, LedgerError> {
        let mut statement = self
            .db
            .prepare("SELECT digest, opened FROM part WHERE opened IS NOT NULL AND told = 0")?;
        let rows = statement.query_map([], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
        })?;
        rows.map(|row| {
            let (digest, receipt) = row?;
            Ok((
                digest.parse().map_err(|_why| LedgerError::Unreadable)?,
                from_json(&receipt)?,
            ))
        })
        .collect()
    }

    /// The depot has the receipt.
    ///
    /// # Errors
    /// `Database`.
    pub fn told(&self, digest: Digest) -> Result<(), LedgerError> {
        self.db.execute(
            "UPDATE part SET told = 1 WHERE digest = ?1",
            [digest.to_string()],
        )?;
        Ok(())
    }

    /// Keeps a head, unless a farther one of that kit and installation is here. The caller has verified it.
    ///
    /// # Errors
    /// `Database`, `Unreadable`.
    pub fn keep_head(&self, head: &Head) -> Result<(), LedgerError> {
        let reach = |head: &Head| {
            [Kind::Summary, Kind::Pages, Kind::Emergency]
                .map(|kind| head.count(kind))
                .iter()
                .sum::<u64>()
        };
        let known = self
            .heads()?
            .into_iter()
            .find(|one| one.kit == head.kit && one.epoch == head.epoch);
        if known.is_none_or(|known| reach(&known) <= reach(head)) {
            self.db.execute(
                "INSERT OR REPLACE INTO head (kit, epoch, head) VALUES (?1, ?2, ?3)",
                [head.kit.to_string(), head.epoch.to_string(), to_json(head)?],
            )?;
        }
        Ok(())
    }

    /// The farthest head of each kit and installation.
    ///
    /// # Errors
    /// `Database`, `Unreadable`.
    pub fn heads(&self) -> Result<Vec<Head>, LedgerError> {
        let mut statement = self
            .db
            .prepare("SELECT head FROM head ORDER BY kit, epoch")?;
        let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
        rows.map(|row| from_json(&row?)).collect()
    }
}

fn whole(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
