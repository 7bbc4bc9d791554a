//! The index in one SQLite file: a single writer that gathers what waits into one transaction (group commit), and a reader.
//!
//! WAL with `synchronous=FULL`, set on every connection, since it does not persist: an answer means that the transaction is on disk.

use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use courier::wire::{BoxEntry, Cursor, Entry};
use parcel::{Digest, Epoch, Head, Kind, KitName, Manifest, Receipt, Signed};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension as _, Params, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Arrival, Index, IndexError, Room, Row, boxes, tidy};
use crate::blob::Capability;

const SCHEMA: &str = include_str!("schema.sql");
/// What each later version adds; the last is the one in `user_version`.
const LATER: [(i64, &str); 2] = [
    (2, include_str!("schema_2.sql")),
    (3, include_str!("schema_3.sql")),
];
/// How many writes wait before callers do.
const QUEUE: usize = 1024;
/// How many writes share a transaction at most.
const GROUP: usize = 256;
/// How long the next write may be in coming while fewer came than the last time: those who were answered together ask together.
const GATHER: Duration = Duration::from_millis(1);
/// How long a write may wait for its transaction.
const PATIENCE: Duration = Duration::from_secs(30);
/// How many pages the log gathers before they are carried over: small parts come in bursts, and carrying over syncs twice.
const LOG_PAGES: u32 = 8000;

/// Does its writing, and gives back what tells the caller once the transaction's fate is known.
type Job = Box<dyn FnOnce(&Connection) -> Tell + Send>;
type Tell = Box<dyn FnOnce(Fate) + Send>;

/// What became of a transaction.
#[derive(Clone, Copy)]
enum Fate {
    Committed,
    NoRoom,
    Failed,
}

/// The index in a SQLite file.
#[derive(Debug)]
pub struct SqliteIndex {
    jobs: Option<SyncSender<Job>>,
    reader: Mutex<Connection>,
    writer: Option<JoinHandle<()>>,
}

impl SqliteIndex {
    /// Opens or makes the file.
    ///
    /// # Errors
    /// `Unreadable` when a later version wrote it; `Full`, `Database`.
    pub fn open(path: &Path) -> Result<Self, IndexError> {
        let writing = connect(path)?;
        let found: i64 = writing.pragma_query_value(None, "user_version", |row| row.get(0))?;
        let steps = std::iter::once((1, SCHEMA)).chain(LATER);
        for (version, step) in steps.clone().filter(|(version, _)| *version > found) {
            writing.execute_batch(&format!(
                "BEGIN IMMEDIATE; {step} PRAGMA user_version = {version}; COMMIT;"
            ))?;
        }
        if steps.last().is_none_or(|(newest, _)| found > newest) {
            return Err(IndexError::Unreadable);
        }
        let reader = connect(path)?;
        reader.pragma_update(None, "query_only", true)?;
        let (jobs, queue) = sync_channel(QUEUE);
        let writer = std::thread::Builder::new()
            .name("index-writer".to_owned())
            .spawn(move || write_in_groups(&writing, &queue))
            .or(Err(IndexError::Busy))?;
        Ok(Self {
            jobs: Some(jobs),
            reader: Mutex::new(reader),
            writer: Some(writer),
        })
    }

    /// Copies the index in the file `from` as of one moment, also while a depot works on it.
    ///
    /// # Errors
    /// `Full`, `Database`.
    pub fn copy(from: &Path, to: &Path) -> Result<(), IndexError> {
        tidy::copy(&connect(from)?, to)
    }

    /// Runs `work` in the next transaction; answers when that is on disk.
    fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, IndexError> + Send + 'static,
    ) -> Result<T, IndexError> {
        let (answer, answered) = sync_channel(1);
        let job: Job = Box::new(move |connection| {
            let outcome = in_savepoint(connection, work);
            Box::new(move |fate| {
                let outcome = match fate {
                    Fate::Committed => outcome,
                    Fate::NoRoom => outcome.and(Err(IndexError::Full)),
                    Fate::Failed => outcome.and(Err(IndexError::Busy)),
                };
                if answer.send(outcome).is_err() {
                    tracing::debug!("a write was done for a caller who had given up");
                }
            })
        });
        self.jobs
            .as_ref()
            .ok_or(IndexError::Busy)?
            .try_send(job)
            .or(Err(IndexError::Busy))?;
        answered.recv_timeout(PATIENCE).or(Err(IndexError::Busy))?
    }

    fn read<T>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, IndexError>,
    ) -> Result<T, IndexError> {
        work(&self.reader.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Drop for SqliteIndex {
    fn drop(&mut self) {
        drop(self.jobs.take());
        if let Some(Err(_)) = self.writer.take().map(JoinHandle::join) {
            tracing::error!("the index writer ended badly");
        }
    }
}

fn connect(path: &Path) -> Result<Connection, IndexError> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(PATIENCE)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.pragma_update(None, "wal_autocheckpoint", LOG_PAGES)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    Ok(connection)
}

fn write_in_groups(connection: &Connection, queue: &Receiver<Job>) {
    let mut expected = 1;
    while let Ok(first) = queue.recv() {
        if let Err(error) = connection.execute_batch("BEGIN IMMEDIATE") {
            tracing::error!(%error, "the index cannot begin a transaction");
            continue; // the dropped job tells its caller by silence
        }
        let mut tells = vec![first(connection)];
        while tells.len() < GROUP {
            let next = if tells.len() < expected {
                queue.recv_timeout(GATHER).ok()
            } else {
                queue.try_recv().ok()
            };
            let Some(job) = next else { break };
            tells.push(job(connection));
        }
        expected = tells.len();
        let fate = commit(connection);
        for tell in tells {
            tell(fate);
        }
    }
}

fn commit(connection: &Connection) -> Fate {
    let Err(error) = connection.execute_batch("COMMIT") else {
        return Fate::Committed;
    };
    tracing::error!(%error, "the index cannot commit");
    if connection.execute_batch("ROLLBACK").is_err() {
        tracing::debug!("the failed transaction was rolled back already");
    }
    match error.into() {
        IndexError::Full => Fate::NoRoom,
        IndexError::Busy | IndexError::Unreadable | IndexError::Database(_) => Fate::Failed,
    }
}

fn in_savepoint<T>(
    connection: &Connection,
    work: impl FnOnce(&Connection) -> Result<T, IndexError>,
) -> Result<T, IndexError> {
    let step = |words| connection.prepare_cached(words)?.execute([]);
    step("SAVEPOINT job")?;
    let outcome = work(connection);
    if outcome.is_err() {
        step("ROLLBACK TO job")?;
    }
    step("RELEASE job")?;
    outcome
}

impl From<rusqlite::Error> for IndexError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DiskFull) => Self::Full,
            Some(rusqlite::ErrorCode::DatabaseBusy) => Self::Busy,
            _ => Self::Database(error),
        }
    }
}

fn to_json<T: Serialize>(value: &T) -> Result<String, IndexError> {
    serde_json::to_string(value).or(Err(IndexError::Unreadable))
}

fn from_json<T: DeserializeOwned>(text: &str) -> Result<T, IndexError> {
    serde_json::from_str(text).or(Err(IndexError::Unreadable))
}

/// SQLite's integers are signed; lengths and counters beyond them are refused when announced.
pub(super) fn integer(value: u64) -> Result<i64, IndexError> {
    i64::try_from(value).or(Err(IndexError::Unreadable))
}

const COLUMNS: &str = "upload, signed, quarantined, receipt";

fn rows(
    connection: &Connection,
    condition: &str,
    parameters: impl Params,
) -> Result<Vec<Row>, IndexError> {
    let mut statement =
        connection.prepare_cached(&format!("SELECT {COLUMNS} FROM part WHERE {condition}"))?;
    let raw = statement.query_map(parameters, |row| {
        Ok((
            row.get::<_, String>(0)?,
            row.get::<_, String>(1)?,
            row.get::<_, bool>(2)?,
            row.get::<_, Option<String>>(3)?,
        ))
    })?;
    raw.map(|row| {
        let (upload, signed, quarantined, receipt) = row?;
        let upload = Capability::parse(&upload).ok_or(IndexError::Unreadable)?;
        let signed: Signed<Manifest> = from_json(&signed)?;
        let manifest = signed.claim().or(Err(IndexError::Unreadable))?;
        let receipt = receipt.as_deref().map(from_json).transpose()?;
        Ok(Row {
            arrival: Arrival {
                upload,
                signed,
                manifest,
                quarantined,
            },
            receipt,
        })
    })
    .collect()
}

fn by_manifest(connection: &Connection, manifest: &Digest) -> Result<Option<Row>, IndexError> {
    Ok(rows(connection, "manifest = ?1", [manifest.as_bytes()])?.pop())
}

/// The row of a manifest that is known.
fn known(connection: &Connection, arrival: &Arrival) -> Result<Option<Row>, IndexError> {
    let known = "SELECT 1 FROM part WHERE manifest = ?1";
    let manifest = arrival.signed.digest();
    if connection
        .prepare_cached(known)?
        .exists([manifest.as_bytes()])?
    {
        by_manifest(connection, &manifest)
    } else {
        Ok(None)
    }
}

/// A row for a manifest that is not known, with its receipt if there is one.
fn put(
    connection: &Connection,
    arrival: Arrival,
    at_s: i64,
    receipt: Option<Signed<Receipt>>,
    room: Room,
) -> Result<Row, IndexError> {
    let manifest = &arrival.manifest;
    let room = (room.bytes, room.places);
    if !tidy::fits(connection, manifest.kit.as_bytes(), manifest.length, room)? {
        return Err(IndexError::Full);
    }
    let mut insert = connection.prepare_cached(
        "INSERT INTO part (manifest, upload, digest, length, kit, epoch, kind, counter, quarantined, signed, announced,
             receipt, sequence)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12,
             CASE WHEN ?12 IS NULL THEN NULL ELSE (SELECT coalesce(max(sequence), 0) + 1 FROM part) END)",
    )?;
    insert.execute(params![
        arrival.signed.digest().as_bytes(),
        arrival.upload.as_str(),
        manifest.digest.as_bytes(),
        integer(manifest.length)?,
        manifest.kit.as_bytes(),
        manifest.epoch.as_bytes(),
        manifest.kind.to_string(),
        integer(manifest.counter)?,
        arrival.quarantined,
        to_json(&arrival.signed)?,
        at_s,
        receipt.as_ref().map(to_json).transpose()?,
    ])?;
    Ok(Row { arrival, receipt })
}

fn texts<T: DeserializeOwned>(
    connection: &Connection,
    query: &str,
    parameters: impl Params,
) -> Result<Vec<T>, IndexError> {
    let mut statement = connection.prepare_cached(query)?;
    let raw = statement.query_map(parameters, |row| row.get::<_, String>(0))?;
    raw.map(|text| from_json(&text?)).collect()
}

impl Index for SqliteIndex {
    fn announce(&self, arrival: Arrival, at_s: i64, room: Room) -> Result<Row, IndexError> {
        self.write(move |connection| match known(connection, &arrival)? {
            Some(row) => {
                tidy::touch(connection, &arrival.signed.digest(), at_s)?;
                Ok(row)
            }
            None => put(connection, arrival, at_s, None, room),
        })
    }

    fn store(
        &self,
        arrival: Arrival,
        receipt: Signed<Receipt>,
        inline: Option<Vec<u8>>,
        room: Room,
    ) -> Result<Row, IndexError> {
        self.write(move |connection| {
            let known = known(connection, &arrival)?;
            if let Some(row) = known.as_ref().filter(|row| row.receipt.is_some()) {
                return Ok(row.clone());
            }
            if let Some(bytes) = inline {
                let keep = "INSERT INTO inline_part (digest, bytes) VALUES (?1, ?2) ON CONFLICT (digest) DO NOTHING";
                connection.prepare_cached(keep)?.execute(params![arrival.manifest.digest.as_bytes(), bytes])?;
            }
            let Some(row) = known else {
                return put(connection, arrival, 0, Some(receipt), room);
            };
            let store = "UPDATE part SET receipt = ?2, sequence = (SELECT coalesce(max(sequence), 0) + 1 FROM part)
                         WHERE manifest = ?1";
            connection.prepare_cached(store)?.execute(params![arrival.signed.digest().as_bytes(), to_json(&receipt)?])?;
            Ok(Row { receipt: Some(receipt), ..row })
        })
    }

    fn withdraw(&self, upload: &Capability) -> Result<(), IndexError> {
        let upload = upload.as_str().to_owned();
        self.write(move |connection| tidy::withdraw(connection, &upload))
    }

    fn by_manifest(&self, manifest: &Digest) -> Result<Option<Row>, IndexError> {
        self.read(|connection| by_manifest(connection, manifest))
    }

    fn by_upload(&self, upload: &Capability) -> Result<Option<Row>, IndexError> {
        self.read(|connection| Ok(rows(connection, "upload = ?1", [upload.as_str()])?.pop()))
    }

    fn arriving(&self) -> Result<Vec<Row>, IndexError> {
        self.read(|connection| rows(connection, "receipt IS NULL", []))
    }

    fn announced_before(&self, before_s: i64) -> Result<Vec<Row>, IndexError> {
        self.read(|connection| rows(connection, "receipt IS NULL AND announced < ?1", [before_s]))
    }

    fn opened_before(&self, before_s: i64) -> Result<Vec<Digest>, IndexError> {
        self.read(|connection| tidy::opened_before(connection, before_s))
    }

    fn clear(&self, digest: &Digest) -> Result<(), IndexError> {
        let digest = *digest;
        self.write(move |connection| tidy::clear(connection, &digest))
    }

    fn totals(&self) -> Result<(u64, u64), IndexError> {
        self.read(tidy::totals)
    }

    fn receipt(
        &self,
        digest: &Digest,
        kit: Option<KitName>,
    ) -> Result<Option<Signed<Receipt>>, IndexError> {
        let query = "SELECT receipt FROM part WHERE digest = ?1 AND receipt IS NOT NULL AND (?2 IS NULL OR kit = ?2)
                     ORDER BY sequence LIMIT 1";
        let kit = kit.map_or(Value::Null, |kit| Value::Blob(kit.as_bytes().to_vec()));
        self.read(|connection| Ok(texts(connection, query, params![digest.as_bytes(), kit])?.pop()))
    }

    fn inline(&self, digest: &Digest) -> Result<Option<Vec<u8>>, IndexError> {
        self.read(|connection| {
            let mut statement =
                connection.prepare_cached("SELECT bytes FROM inline_part WHERE digest = ?1")?;
            Ok(statement
                .query_row([digest.as_bytes()], |row| row.get(0))
                .optional()?)
        })
    }

    fn since(&self, cursor: Cursor, limit: u32) -> Result<Vec<Entry>, IndexError> {
        let query = "SELECT sequence, signed, receipt FROM part WHERE sequence > ?1 ORDER BY sequence LIMIT ?2";
        self.read(|connection| {
            let mut statement = connection.prepare_cached(query)?;
            let raw = statement.query_map(
                params![integer(cursor.0).unwrap_or(i64::MAX), limit],
                |row| {
                    Ok((
                        row.get::<_, i64>(0)?,
                        row.get::<_, String>(1)?,
                        row.get::<_, String>(2)?,
                    ))
                },
            )?;
            raw.map(|row| {
                let (sequence, manifest, receipt) = row?;
                let at = Cursor(u64::try_from(sequence).or(Err(IndexError::Unreadable))?);
                Ok(Entry {
                    at,
                    manifest: from_json(&manifest)?,
                    receipt: from_json(&receipt)?,
                })
            })
            .collect()
        })
    }

    fn quarantined_bytes(&self, kit: KitName) -> Result<u64, IndexError> {
        let query = "SELECT coalesce(sum(length), 0) FROM part WHERE kit = ?1 AND quarantined AND receipt IS NOT NULL";
        self.read(|connection| {
            let bytes: i64 = connection
                .prepare_cached(query)?
                .query_row([kit.as_bytes()], |row| row.get(0))?;
            Ok(u64::try_from(bytes).unwrap_or_default())
        })
    }

    fn put_head(&self, head: &Head, signed: Signed<Head>) -> Result<Signed<Head>, IndexError> {
        let covers = head
            .tips
            .iter()
            .fold(0, |sum: u64, tip| sum.saturating_add(tip.counter));
        let (kit, epoch, covers) = (head.kit, head.epoch, integer(covers)?);
        self.write(move |connection| {
            let put = "INSERT INTO head (kit, epoch, covers, signed) VALUES (?1, ?2, ?3, ?4)
                       ON CONFLICT (kit, epoch) DO UPDATE SET covers = excluded.covers, signed = excluded.signed
                       WHERE excluded.covers > head.covers";
            connection.execute(put, params![kit.as_bytes(), epoch.as_bytes(), covers, to_json(&signed)?])?;
            let held: String = connection.query_row(
                "SELECT signed FROM head WHERE kit = ?1 AND epoch = ?2",
                params![kit.as_bytes(), epoch.as_bytes()],
                |row| row.get(0),
            )?;
            from_json(&held)
        })
    }

    fn heads(&self) -> Result<Vec<Signed<Head>>, IndexError> {
        self.read(|connection| {
            texts(
                connection,
                "SELECT signed FROM head ORDER BY kit, epoch",
                [],
            )
        })
    }

    fn counters(&self, kit: KitName, epoch: Epoch, kind: Kind) -> Result<Vec<u64>, IndexError> {
        let query = "SELECT DISTINCT counter FROM part WHERE kit = ?1 AND epoch = ?2 AND kind = ?3 AND receipt IS NOT NULL
                     ORDER BY counter";
        self.read(|connection| {
            let mut statement = connection.prepare_cached(query)?;
            let raw = statement.query_map(
                params![kit.as_bytes(), epoch.as_bytes(), kind.to_string()],
                |row| row.get::<_, i64>(0),
            )?;
            raw.map(|counter| u64::try_from(counter?).or(Err(IndexError::Unreadable)))
                .collect()
        })
    }

    fn put_opened(
        &self,
        digest: &Digest,
        opened: Signed<Receipt>,
        at_s: i64,
    ) -> Result<(), IndexError> {
        let digest = *digest;
        self.write(move |connection| {
            let put = "INSERT INTO opened (digest, receipt, noted) VALUES (?1, ?2, ?3) ON CONFLICT (digest) DO NOTHING";
            connection.execute(put, params![digest.as_bytes(), to_json(&opened)?, at_s])?;
            Ok(())
        })
    }

    fn opened(&self, digest: &Digest) -> Result<Option<Signed<Receipt>>, IndexError> {
        let query = "SELECT receipt FROM opened WHERE digest = ?1";
        self.read(|connection| Ok(texts(connection, query, [digest.as_bytes()])?.pop()))
    }

    fn post(
        &self,
        kit: KitName,
        entry: BoxEntry,
        bytes: Vec<u8>,
        room: Room,
    ) -> Result<(), IndexError> {
        self.write(move |connection| boxes::post(connection, kit, entry, &bytes, room))
    }

    fn letters(&self, kit: KitName) -> Result<Vec<BoxEntry>, IndexError> {
        self.read(|connection| boxes::letters(connection, kit))
    }

    fn letter(
        &self,
        kit: KitName,
        digest: &Digest,
        at: u64,
        up_to: u64,
    ) -> Result<Option<Vec<u8>>, IndexError> {
        self.read(|connection| boxes::letter(connection, kit, digest, (at, up_to)))
    }

    fn hand_over(&self, kit: KitName, digest: &Digest, at: i64) -> Result<(), IndexError> {
        let digest = *digest;
        self.write(move |connection| boxes::hand_over(connection, kit, &digest, at))
    }
}
