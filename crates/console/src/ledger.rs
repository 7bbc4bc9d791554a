//! What the console remembers: parts as the depot lists them, applications as they were opened, and who looked.
//!
//! Nothing that only an opened parcel tells lies here in the clear (I3): it is sealed under the ledger's key, which
//! the passphrase alone opens. The file lies on one machine and has one writer.

mod application;
mod course;
mod dispatch;
mod kept;
mod log;
mod outline;
mod part;

use std::path::Path;

use parcel::{ApplicationId, RecordId, RecordKey};
use rusqlite::Connection;
use zeroize::Zeroizing;

pub use application::{Application, Registration};
pub use course::{Decision, Event, Stage, Turn};
pub use dispatch::{Draft, Sent};
pub use kept::{Enclosure, Written};
pub use log::{Act, Look, Source};
pub use outline::{Outline, twins};
pub use part::{Part, PartState};

/// The kind of content that an application is, in the associated data of its seal.
const APPLICATION: u16 = 1;

/// Why the ledger cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// The database does not do as asked.
    #[error(
        "the ledger cannot be read or written ({0}). Check free space on the disk; if the file is damaged, bring it back from a copy"
    )]
    Database(#[from] rusqlite::Error),
    /// A row is sealed under another key or was changed.
    #[error(
        "the ledger does not belong to these keys, or was changed. Bring ledger.sqlite and the folder keys back from one copy"
    )]
    NotOurs,
    /// A row is not what this program writes.
    #[error(
        "the ledger holds something that this version does not understand; a newer version may have written it"
    )]
    Unreadable,
}

/// The open ledger.
pub struct Ledger {
    db: Connection,
    key: Zeroizing<[u8; 32]>,
    who: String,
    source: Source,
}

impl std::fmt::Debug for Ledger {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Ledger")
    }
}

impl Ledger {
    /// Opens, or begins, the ledger at `path`.
    ///
    /// # Errors
    /// `Database`.
    pub fn open(path: &Path, key: Zeroizing<[u8; 32]>) -> Result<Self, LedgerError> {
        let db = Connection::open(path)?;
        db.pragma_update(None, "journal_mode", "WAL")?;
        db.pragma_update(None, "synchronous", "FULL")?;
        db.pragma_update(None, "secure_delete", "ON")?;
        db.pragma_update(None, "temp_store", "MEMORY")?;
        db.execute_batch(include_str!("ledger/schema.sql"))?;
        note_who(&db)?;
        Ok(Self {
            db,
            key,
            who: String::new(),
            source: Source::default(),
        })
    }

    fn seal_key(&self, id: ApplicationId) -> RecordKey {
        RecordKey::from_bytes(RecordId(id.0), self.key.clone())
    }
}

/// A ledger of before the log named people learns to.
fn note_who(db: &Connection) -> Result<(), LedgerError> {
    let known: bool = db.query_row(
        "SELECT count(*) > 0 FROM pragma_table_info('opening') WHERE name = 'who'",
        [],
        |row| row.get(0),
    )?;
    if !known {
        db.execute_batch(
            "ALTER TABLE opening ADD COLUMN who TEXT; ALTER TABLE opening ADD COLUMN source TEXT;",
        )?;
    }
    Ok(())
}

/// A value as JSON text; our own types always have one.
fn to_json<T: serde::Serialize>(value: &T) -> Result<String, LedgerError> {
    serde_json::to_string(value).map_err(|_why| LedgerError::Unreadable)
}

fn from_json<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, LedgerError> {
    serde_json::from_str(text).map_err(|_why| LedgerError::Unreadable)
}
