//! What may go from the SQLite index: uploads that nobody went on with, bytes that were opened long ago. And its copy.

use std::path::Path;

use parcel::Digest;
use rusqlite::{Connection, params};

use super::IndexError;

/// How many parts are cleared at a time.
const AT_A_TIME: u32 = 500;

pub(super) fn opened_before(
    connection: &Connection,
    before: i64,
) -> Result<Vec<Digest>, IndexError> {
    let query = "SELECT DISTINCT digest FROM opened JOIN part USING (digest)
                 WHERE noted < ?1 AND part.receipt IS NOT NULL AND NOT cleared AND NOT quarantined LIMIT ?2";
    let mut statement = connection.prepare_cached(query)?;
    let rows = statement.query_map(params![before, AT_A_TIME], |row| Ok(Digest(row.get(0)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(super) fn clear(connection: &Connection, digest: &Digest) -> Result<(), IndexError> {
    let digest = [digest.as_bytes()];
    connection
        .prepare_cached("DELETE FROM inline_part WHERE digest = ?1")?
        .execute(digest)?;
    connection
        .prepare_cached("UPDATE part SET cleared = 1 WHERE digest = ?1")?
        .execute(digest)?;
    Ok(())
}

/// Bytes, and uploads that are not finished, of all kits.
pub(super) fn totals(connection: &Connection) -> Result<(u64, u64), IndexError> {
    let query = "SELECT coalesce(sum(bytes), 0), coalesce(sum(arriving), 0) FROM usage";
    let (bytes, arriving): (i64, i64) = connection
        .prepare_cached(query)?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok((bytes.unsigned_abs(), arriving.unsigned_abs()))
}

/// Whether a part of `length` more bytes still fits into what a kit may have here.
pub(super) fn fits(
    connection: &Connection,
    kit: &[u8],
    length: u64,
    (bytes, places): (u64, u64),
) -> Result<bool, IndexError> {
    let mut statement =
        connection.prepare_cached("SELECT bytes, arriving FROM usage WHERE kit = ?1")?;
    let mut rows = statement.query([kit])?;
    let Some(row) = rows.next()? else {
        return Ok(length <= bytes);
    };
    let (used, arriving): (i64, i64) = (row.get(0)?, row.get(1)?);
    Ok(used.unsigned_abs().saturating_add(length) <= bytes && arriving.unsigned_abs() < places)
}

/// A copy as of one moment, while others go on writing.
pub(super) fn copy(connection: &Connection, to: &Path) -> Result<(), IndexError> {
    connection.execute("VACUUM INTO ?1", [to.to_string_lossy()])?;
    Ok(())
}

/// Forgets an upload, unless it was finished meanwhile.
pub(super) fn withdraw(connection: &Connection, upload: &str) -> Result<(), IndexError> {
    connection
        .prepare_cached("DELETE FROM part WHERE upload = ?1 AND receipt IS NULL")?
        .execute([upload])?;
    Ok(())
}

/// Moves the time at which an unfinished upload was last announced.
pub(super) fn touch(
    connection: &Connection,
    manifest: &Digest,
    at_s: i64,
) -> Result<(), IndexError> {
    connection
        .prepare_cached("UPDATE part SET announced = ?2 WHERE manifest = ?1 AND receipt IS NULL")?
        .execute(params![manifest.as_bytes(), at_s])?;
    Ok(())
}
