//! Ciphertext in rows of 256 KiB: one transaction beats files, and a file's birth time would tell when each resident
//! was seen.

use crate::place::StoreError;
use rusqlite::{Connection, params};

/// Bytes in a row.
pub(crate) const CHUNK: usize = 256 * 1024;

pub(crate) fn put(
    connection: &Connection,
    part: &str,
    ciphertext: &[u8],
) -> Result<(), StoreError> {
    let mut statement = connection.prepare_cached("INSERT INTO chunk VALUES (?1, ?2, ?3)")?;
    for (seq, bytes) in ciphertext.chunks(CHUNK).enumerate() {
        statement.execute(params![part, i64::try_from(seq).unwrap_or(i64::MAX), bytes])?;
    }
    Ok(())
}

/// At most `up_to` bytes from `offset` on, never across the end of a row.
pub(crate) fn read(
    connection: &Connection,
    part: &str,
    offset: u64,
    up_to: usize,
) -> Result<Vec<u8>, StoreError> {
    let seq = i64::try_from(offset / CHUNK as u64).map_err(|_beyond| StoreError::Missing)?;
    let inside = i64::try_from(offset % CHUNK as u64).map_err(|_beyond| StoreError::Missing)?;
    Ok(connection.query_row(
        "SELECT substr(bytes, ?3 + 1, ?4) FROM chunk WHERE part=?1 AND seq=?2",
        params![part, seq, inside, i64::try_from(up_to).unwrap_or(i64::MAX)],
        |row| row.get(0),
    )?)
}
