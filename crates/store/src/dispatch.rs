//! What coordinators sent: ciphertext to the kit's mailbox, from its arrival until everything in it is taken.
//!
//! Never opens any of it. A line outlives its bytes, so that nothing is taken twice.

use crate::place::{Store, StoreError};
use parcel::Digest;
use rusqlite::params;

impl Store {
    /// Whether a dispatch of that digest is, or was, here.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn knows_dispatch(&self, digest: &Digest) -> Result<bool, StoreError> {
        Ok(self
            .connection
            .prepare_cached("SELECT 1 FROM dispatch WHERE digest=?1")?
            .exists([digest.to_string()])?)
    }

    /// Keeps a dispatch; on disk when this returns. One that is, or was, here stays as it is.
    ///
    /// # Errors
    /// The disk is full or the database cannot be written.
    pub fn keep_dispatch(&self, digest: &Digest, bytes: &[u8]) -> Result<(), StoreError> {
        self.connection.execute(
            "INSERT OR IGNORE INTO dispatch (digest, bytes) VALUES (?1, ?2)",
            params![digest.to_string(), bytes],
        )?;
        Ok(())
    }

    /// Dispatches of which something is still to be taken or shown, in the order of their arrival.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn dispatches(&self) -> Result<Vec<Digest>, StoreError> {
        let mut statement = self
            .connection
            .prepare("SELECT digest FROM dispatch WHERE bytes IS NOT NULL ORDER BY rowid")?;
        let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
        rows.map(|row| row?.parse().map_err(|_no_digest| StoreError::Garbled))
            .collect()
    }

    /// The bytes of a dispatch.
    ///
    /// # Errors
    /// It is not there, or the database cannot be read.
    pub fn dispatch(&self, digest: &Digest) -> Result<Vec<u8>, StoreError> {
        Ok(self.connection.query_row(
            "SELECT bytes FROM dispatch WHERE digest=?1 AND bytes IS NOT NULL",
            [digest.to_string()],
            |row| row.get(0),
        )?)
    }

    /// Notes what a dispatch said. False where another dispatch said the same before: then this one is forgotten.
    ///
    /// # Errors
    /// The database cannot be written.
    pub fn note_said(&self, digest: &Digest, said: &Digest) -> Result<bool, StoreError> {
        let (digest_text, said) = (digest.to_string(), said.to_string());
        let before = "SELECT 1 FROM dispatch WHERE said=?2 AND digest<>?1";
        if self
            .connection
            .prepare_cached(before)?
            .exists([&digest_text, &said])?
        {
            self.forget_dispatch(digest)?;
            return Ok(false);
        }
        self.connection.execute(
            "UPDATE dispatch SET said=?2 WHERE digest=?1",
            [&digest_text, &said],
        )?;
        Ok(true)
    }

    /// Everything in a dispatch is taken: its bytes go, its line stays.
    ///
    /// # Errors
    /// The database cannot be written.
    pub fn forget_dispatch(&self, digest: &Digest) -> Result<(), StoreError> {
        self.connection.execute(
            "UPDATE dispatch SET bytes=NULL WHERE digest=?1",
            [digest.to_string()],
        )?;
        Ok(())
    }

    /// Notes a coordinator's word that a part was opened; the first word stays. The caller has verified it.
    ///
    /// # Errors
    /// The database cannot be written.
    pub fn note_opened(&self, part: &Digest, anchor_s: i64) -> Result<(), StoreError> {
        self.connection.execute(
            "UPDATE part SET opened=?2 WHERE digest=?1 AND opened IS NULL",
            params![part.to_string(), anchor_s],
        )?;
        Ok(())
    }
}
