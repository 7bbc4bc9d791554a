//! The database file: how it is opened, what every connection must be told, and how its troubles are named.

use rusqlite::{Connection, ErrorCode, OpenFlags};
use std::path::Path;

/// Why the store could not do what it was asked. Nothing acknowledged before is lost.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The disk is full.
    #[error("the disk is full")]
    Full,
    /// The database cannot be read or written; the file is left as it is.
    #[error("the database cannot be used: {0}")]
    Unusable(#[source] rusqlite::Error),
    /// The database was written by a later version of this program.
    #[error("the database has version {found}; this program knows versions up to {known}")]
    FromTheFuture {
        /// The version found.
        found: u32,
        /// The newest version known.
        known: u32,
    },
    /// A row holds something that is not what it should be.
    #[error("a row cannot be understood")]
    Garbled,
    /// The row that was asked for is not there.
    #[error("no such row")]
    Missing,
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full,
            _ if matches!(error, rusqlite::Error::QueryReturnedNoRows) => Self::Missing,
            _ => Self::Unusable(error),
        }
    }
}

/// What each version adds to the schema.
const STEPS: [&str; 3] = [
    include_str!("schema/0001_start.sql"),
    include_str!("schema/0002_dispatch.sql"),
    include_str!("schema/0003_kinship.sql"),
];
/// The schema this program writes.
const KNOWN: u32 = STEPS.len() as u32;

/// The kit's one database. Belongs to one thread (I8).
#[derive(Debug)]
pub struct Store {
    pub(crate) connection: Connection,
}

impl Store {
    /// Opens or makes the database at `path`.
    ///
    /// Durability by security rule: write-ahead log, `synchronous=FULL` on every connection (it does not persist),
    /// freed pages overwritten, temporary data in memory only.
    ///
    /// # Errors
    /// The disk is full, the file is no database or cannot be opened, or a later version wrote it.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags)?;
        connection.busy_timeout(std::time::Duration::from_secs(5))?;
        connection.execute_batch(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA temp_store=MEMORY;
             PRAGMA foreign_keys=ON;",
        )?;
        let found: u32 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        if found > KNOWN {
            return Err(StoreError::FromTheFuture {
                found,
                known: KNOWN,
            });
        }
        let store = Self { connection };
        for (version, step) in (1..).zip(STEPS).filter(|(version, _)| *version > found) {
            store.connection.execute_batch(&format!(
                "BEGIN; {step} PRAGMA user_version={version}; COMMIT;"
            ))?;
        }
        Ok(store)
    }

    /// A single value by name.
    ///
    /// # Errors
    /// The database cannot be read.
    pub fn fact(&self, name: &str) -> Result<Option<String>, StoreError> {
        match self
            .connection
            .query_row("SELECT value FROM fact WHERE name=?1", [name], |row| {
                row.get(0)
            }) {
            Ok(value) => Ok(Some(value)),
            Err(rusqlite::Error::QueryReturnedNoRows) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Sets a single value.
    ///
    /// # Errors
    /// The disk is full or the database cannot be written.
    pub fn set_fact(&self, name: &str, value: &str) -> Result<(), StoreError> {
        set_fact(&self.connection, name, value)
    }

    /// Moves what the write-ahead log holds into the database and empties it, so that erased rows do not linger there.
    ///
    /// # Errors
    /// The database cannot be written.
    pub fn settle(&self) -> Result<(), StoreError> {
        self.connection
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_row| Ok(()))?;
        Ok(())
    }
}

pub(crate) fn set_fact(connection: &Connection, name: &str, value: &str) -> Result<(), StoreError> {
    connection.execute(
        "INSERT INTO fact VALUES (?1, ?2) ON CONFLICT(name) DO UPDATE SET value=?2",
        [name, value],
    )?;
    Ok(())
}
