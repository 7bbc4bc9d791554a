//! Dispatch boxes in the SQLite index: what waits for a kit, and what it has taken.

use courier::wire::BoxEntry;
use parcel::{Digest, KitName};
use rusqlite::{Connection, OptionalExtension as _, params};

use super::sqlite::integer;
use super::{IndexError, Room};

pub(super) fn post(
    connection: &Connection,
    kit: KitName,
    entry: BoxEntry,
    bytes: &[u8],
    room: Room,
) -> Result<(), IndexError> {
    let known = "SELECT 1 FROM dispatch WHERE kit = ?1 AND digest = ?2";
    let kit_and_digest = params![kit.as_bytes(), entry.digest.as_bytes()];
    if connection.prepare_cached(known)?.exists(kit_and_digest)? {
        return Ok(());
    }
    let waiting =
        "SELECT count(*), coalesce(sum(length), 0) FROM dispatch WHERE kit = ?1 AND taken IS NULL";
    let (places, used): (i64, i64) = connection
        .prepare_cached(waiting)?
        .query_row([kit.as_bytes()], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let fits = places.unsigned_abs() < room.places
        && used.unsigned_abs().saturating_add(entry.length) <= room.bytes;
    if !fits {
        return Err(IndexError::Full);
    }
    let put =
        "INSERT INTO dispatch (kit, digest, length, posted, bytes) VALUES (?1, ?2, ?3, ?4, ?5)";
    connection.prepare_cached(put)?.execute(params![
        kit.as_bytes(),
        entry.digest.as_bytes(),
        integer(entry.length)?,
        entry.posted_at,
        bytes
    ])?;
    Ok(())
}

pub(super) fn letters(connection: &Connection, kit: KitName) -> Result<Vec<BoxEntry>, IndexError> {
    let query =
        "SELECT digest, length, posted, taken FROM dispatch WHERE kit = ?1 ORDER BY sequence";
    let mut statement = connection.prepare_cached(query)?;
    let rows = statement.query_map([kit.as_bytes()], |row| {
        Ok(BoxEntry {
            digest: Digest(row.get(0)?),
            length: row.get::<_, i64>(1)?.unsigned_abs(),
            posted_at: row.get(2)?,
            taken_at: row.get(3)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

pub(super) fn letter(
    connection: &Connection,
    kit: KitName,
    digest: &Digest,
    (at, up_to): (u64, u64),
) -> Result<Option<Vec<u8>>, IndexError> {
    let query = "SELECT substr(bytes, ?3 + 1, ?4) FROM dispatch WHERE kit = ?1 AND digest = ?2 AND taken IS NULL";
    let parameters = params![
        kit.as_bytes(),
        digest.as_bytes(),
        integer(at)?,
        integer(up_to)?
    ];
    let mut statement = connection.prepare_cached(query)?;
    Ok(statement
        .query_row(parameters, |row| row.get(0))
        .optional()?)
}

pub(super) fn hand_over(
    connection: &Connection,
    kit: KitName,
    digest: &Digest,
    at: i64,
) -> Result<(), IndexError> {
    let take = "UPDATE dispatch SET taken = ?3, bytes = NULL WHERE kit = ?1 AND digest = ?2 AND taken IS NULL";
    connection
        .prepare_cached(take)?
        .execute(params![kit.as_bytes(), digest.as_bytes(), at])?;
    Ok(())
}
