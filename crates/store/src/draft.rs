//! Drafts: the ciphertext of visit folders, applications and their pages.
//!
//! Never holds a key and never decides when a draft may go: sealing (see `outbox`) or the workflow does.

use crate::place::{Store, StoreError};
use rusqlite::{OptionalExtension as _, params};

/// Bytes that the vault has encrypted. The only kind of draft content that the store takes (I3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ciphertext(pub Vec<u8>);

/// What a record is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordKind {
    /// The folder of a visit.
    Visit = 1,
    /// The draft of an application.
    Application = 2,
}

/// A record as it lies in the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredRecord {
    /// Its random id.
    pub id: [u8; 16],
    /// What it is.
    pub kind: RecordKind,
    /// The revision that was acknowledged last.
    pub revision: u64,
    /// Its content.
    pub body: Ciphertext,
}

impl Store {
    /// Puts a new record, or a newer revision of it. An older revision than the stored one changes nothing.
    ///
    /// `escrow` is kept from the first time on; give it empty afterwards.
    ///
    /// # Errors
    /// The disk is full or the database cannot be written.
    pub fn put_record(
        &self,
        id: &[u8; 16],
        kind: RecordKind,
        revision: u64,
        body: &Ciphertext,
        escrow: &[u8],
    ) -> Result<(), StoreError> {
        self.connection.execute(
            "INSERT INTO record (id, kind, revision, body, escrow) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT(id) DO UPDATE SET revision=?3, body=?4 WHERE revision<?3",
            params![
                id.as_slice(),
                kind as i64,
                i64::try_from(revision).unwrap_or(i64::MAX),
                body.0,
                escrow
            ],
        )?;
        Ok(())
    }

    /// Every record that is not entombed.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn records(&self) -> Result<Vec<StoredRecord>, StoreError> {
        let mut statement = self.connection.prepare(
            "SELECT id, kind, revision, body FROM record WHERE id NOT IN (SELECT record FROM tombstone)",
        )?;
        let rows = statement.query_map([], |row| {
            Ok((
                row.get::<_, Vec<u8>>(0)?,
                row.get::<_, i64>(1)?,
                row.get::<_, i64>(2)?,
                row.get::<_, Vec<u8>>(3)?,
            ))
        })?;
        let mut records = Vec::new();
        for row in rows {
            let (id, kind, revision, body) = row?;
            records.push(StoredRecord {
                id: id.try_into().map_err(|_wrong_length| StoreError::Garbled)?,
                kind: if kind == 1 {
                    RecordKind::Visit
                } else {
                    RecordKind::Application
                },
                revision: u64::try_from(revision).unwrap_or(0),
                body: Ciphertext(body),
            });
        }
        Ok(records)
    }

    /// Puts a page of a record.
    ///
    /// # Errors
    /// The disk is full, the record is not there, or the database cannot be written.
    pub fn put_page(
        &self,
        record: &[u8; 16],
        page: &[u8; 16],
        body: &Ciphertext,
    ) -> Result<(), StoreError> {
        self.connection.execute(
            "INSERT OR REPLACE INTO page VALUES (?1, ?2, ?3)",
            params![page.as_slice(), record.as_slice(), body.0],
        )?;
        Ok(())
    }

    /// A page's ciphertext, if it is there.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn page(&self, page: &[u8; 16]) -> Result<Option<Ciphertext>, StoreError> {
        Ok(self
            .connection
            .query_row(
                "SELECT body FROM page WHERE id=?1",
                [page.as_slice()],
                |row| row.get(0),
            )
            .optional()?
            .map(Ciphertext))
    }

    /// Deletes a page.
    ///
    /// # Errors
    /// The database cannot be written.
    pub fn delete_page(&self, page: &[u8; 16]) -> Result<(), StoreError> {
        self.connection
            .execute("DELETE FROM page WHERE id=?1", [page.as_slice()])?;
        Ok(())
    }

    /// Gives a record up, before its key is overwritten: from here on key and rows only wait to go, and a power cut makes no
    /// emergency of it.
    ///
    /// # Errors
    /// The disk is full or the database cannot be written; then the record is a record still.
    pub fn entomb(&self, id: &[u8; 16]) -> Result<(), StoreError> {
        self.connection.execute(
            "INSERT OR IGNORE INTO tombstone VALUES (?1)",
            [id.as_slice()],
        )?;
        Ok(())
    }

    /// Deletes a record, its pages and its tombstone. The caller has overwritten its key before.
    ///
    /// # Errors
    /// The database cannot be written.
    pub fn delete_record(&mut self, id: &[u8; 16]) -> Result<(), StoreError> {
        let transaction = self.connection.transaction()?;
        transaction.execute("DELETE FROM page WHERE record=?1", [id.as_slice()])?;
        transaction.execute("DELETE FROM record WHERE id=?1", [id.as_slice()])?;
        transaction.execute("DELETE FROM tombstone WHERE record=?1", [id.as_slice()])?;
        transaction.commit()?;
        self.settle()
    }

    /// Records whose parcel is committed and whose key and rows are still to go: start-up finishes these.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn tombstones(&self) -> Result<Vec<[u8; 16]>, StoreError> {
        let mut statement = self.connection.prepare("SELECT record FROM tombstone")?;
        let rows = statement.query_map([], |row| row.get::<_, Vec<u8>>(0))?;
        rows.map(|row| row?.try_into().map_err(|_wrong_length| StoreError::Garbled))
            .collect()
    }
}
