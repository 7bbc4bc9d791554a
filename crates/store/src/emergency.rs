//! What becomes of a draft whose key is gone from the kit: the promise made while it was there, and the part it becomes.
//!
//! Never holds a key: promise and ciphertext come from whoever does.

use crate::draft::Ciphertext;
use crate::outbox::{json, put_piece};
use crate::place::{Store, StoreError};
use parcel::{Manifest, Piece, Signed};
use rusqlite::{OptionalExtension as _, params};

/// What an emergency parcel is made of besides its pages.
#[derive(Clone, Debug)]
pub struct Promised {
    /// The age file of the record's data key, to the community's recipients.
    pub escrow: Vec<u8>,
    /// The revision of its body.
    pub revision: u64,
    /// Its body.
    pub body: Ciphertext,
    /// The signed manifest, where one was made.
    pub manifest: Option<Signed<Manifest>>,
}

impl Store {
    /// Writes and promises in one transaction: `promise` is asked when `write` is done, and sees what then is there.
    ///
    /// # Errors
    /// Whatever `write` or `promise` came to, or the database cannot be written; then nothing has changed.
    pub fn promised(
        &self,
        record: &[u8; 16],
        write: impl FnOnce(&Self) -> Result<(), StoreError>,
        promise: impl FnOnce(&Self) -> Result<Option<Signed<Manifest>>, StoreError>,
    ) -> Result<(), StoreError> {
        let transaction = self.connection.unchecked_transaction()?;
        write(self)?;
        if let Some(manifest) = promise(self)? {
            self.connection.execute(
                "UPDATE record SET promise=?2 WHERE id=?1",
                params![record.as_slice(), json(&manifest)?],
            )?;
        }
        transaction.commit()?;
        Ok(())
    }

    /// What the emergency parcel of a record is made of, if the record is there.
    ///
    /// # Errors
    /// The database cannot be read, or the manifest in it cannot be understood.
    pub fn promise_of(&self, record: &[u8; 16]) -> Result<Option<Promised>, StoreError> {
        let row = self
            .connection
            .query_row(
                "SELECT escrow, revision, body, promise FROM record WHERE id=?1",
                [record.as_slice()],
                |row| {
                    Ok((
                        row.get::<_, Vec<u8>>(0)?,
                        row.get::<_, i64>(1)?,
                        row.get::<_, Vec<u8>>(2)?,
                        row.get::<_, Option<String>>(3)?,
                    ))
                },
            )
            .optional()?;
        let Some((escrow, revision, body, manifest)) = row else {
            return Ok(None);
        };
        let manifest = manifest.map(|text| serde_json::from_str(&text)).transpose();
        Ok(Some(Promised {
            escrow,
            revision: u64::try_from(revision).unwrap_or(0),
            body: Ciphertext(body),
            manifest: manifest.map_err(|_unlike_a_manifest| StoreError::Garbled)?,
        }))
    }

    /// Shows the pages of a record one after another, in the order of their names.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn each_page(
        &self,
        record: &[u8; 16],
        show: &mut dyn FnMut([u8; 16], Vec<u8>),
    ) -> Result<(), StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT id, body FROM page WHERE record=?1 ORDER BY id")?;
        let mut rows = statement.query([record.as_slice()])?;
        while let Some(row) = rows.next()? {
            show(row.get(0)?, row.get(1)?);
        }
        Ok(())
    }

    /// Turns a record into a part of the outbox, in one transaction: its rows go, its ciphertext waits to be delivered.
    ///
    /// # Errors
    /// The disk is full or the database cannot be written; then the record is still there.
    pub fn give_out(
        &mut self,
        record: &[u8; 16],
        piece: &Piece,
        rank: u32,
    ) -> Result<(), StoreError> {
        let transaction = self.connection.transaction()?;
        put_piece(&transaction, piece, rank)?;
        transaction.execute("DELETE FROM page WHERE record=?1", [record.as_slice()])?;
        transaction.execute("DELETE FROM record WHERE id=?1", [record.as_slice()])?;
        transaction.commit()?;
        self.settle()
    }
}
