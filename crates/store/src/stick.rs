//! Copies on sticks: which container holds which parts, so that what is on a stick already is not written twice.
//!
//! A copy frees nothing: only a receipt does (I6).

use crate::place::{Store, StoreError};
use parcel::Piece;

impl Store {
    /// The parts in a container of ours that no receipt has come for; none where the name is not one of ours.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn carried(&self, file: &str) -> Result<Option<Vec<String>>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT part, confirmed IS NULL FROM carried JOIN part ON part.digest = carried.part WHERE file = ?1",
        )?;
        let rows = statement.query_map([file], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, bool>(1)?))
        })?;
        let parts = rows.collect::<Result<Vec<_>, _>>()?;
        let waiting = parts.iter().filter(|(_, waits)| *waits);
        let waiting = waiting.map(|(part, _)| part.clone()).collect();
        Ok((!parts.is_empty()).then_some(waiting))
    }

    /// Notes that a container lies whole on a stick.
    ///
    /// # Errors
    /// The database cannot be written.
    pub fn note_carried(&self, file: &str, parts: &[String]) -> Result<(), StoreError> {
        let transaction = self.connection.unchecked_transaction()?;
        for part in parts {
            self.connection.execute(
                "INSERT OR IGNORE INTO carried (file, part) VALUES (?1, ?2)",
                [file, part],
            )?;
        }
        transaction.commit()?;
        Ok(())
    }

    /// A part with its manifest, whole.
    ///
    /// # Errors
    /// It is not there, or the database cannot be read.
    pub fn piece(&self, digest: &str) -> Result<Piece, StoreError> {
        let (manifest, length) = self.connection.query_row(
            "SELECT manifest, length FROM part WHERE digest=?1",
            [digest],
            |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?)),
        )?;
        let mut ciphertext = Vec::new();
        while (ciphertext.len() as u64) < length.unsigned_abs() {
            let piece = self.read_part(digest, ciphertext.len() as u64, usize::MAX)?;
            if piece.is_empty() {
                return Err(StoreError::Garbled);
            }
            ciphertext.extend(piece);
        }
        let manifest =
            serde_json::from_str(&manifest).map_err(|_unlike_a_manifest| StoreError::Garbled)?;
        Ok(Piece {
            manifest,
            ciphertext,
        })
    }
}
