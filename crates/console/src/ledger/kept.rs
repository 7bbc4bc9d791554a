//! What lies beside the applications: which files were written in the clear, and signed archives that came back.
//! Sealed like them; names of files and folders are of the coordinator's choosing and may say more than they should.

use parcel::{ApplicationId, Digest, RecordId, RecordKey};
use rand::{RngCore as _, rngs::OsRng};
use rusqlite::params;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use zeroize::Zeroizing;

use super::{Ledger, LedgerError};

/// The kind of content that an export is, in the associated data of its seal.
const EXPORT: u16 = 4;

/// The kind of content that an enclosure is.
const ENCLOSURE: u16 = 5;

/// Files that were written in the clear by one command.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// When, seconds since 1970 UTC.
    pub at: i64,
    /// Who asked for it.
    pub who: String,
    /// How many applications they are of.
    pub applications: usize,
    /// Absolute paths, each with the digest of what was written.
    pub files: Vec<(String, Digest)>,
}

/// A signature over an archive of an application, as it came back from elsewhere. Nobody here has verified it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enclosure {
    /// Which application.
    pub application: ApplicationId,
    /// When it was taken in, seconds since 1970 UTC.
    pub at: i64,
    /// `p7s` or `asice`.
    pub form: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for Written {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Written({} files)", self.files.len())
    }
}

impl std::fmt::Debug for Enclosure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Enclosure({:?}, {})", self.application, self.form)
    }
}

impl Ledger {
    /// Notes files that were written in the clear.
    ///
    /// # Errors
    /// `Database`.
    pub fn note_written(&self, written: &Written) -> Result<RecordId, LedgerError> {
        self.keep(EXPORT, new_record(), written)
    }

    /// Notes what is left of them.
    ///
    /// # Errors
    /// `Database`.
    pub fn note_left(&self, record: RecordId, left: &Written) -> Result<(), LedgerError> {
        if left.files.is_empty() {
            self.db
                .execute("DELETE FROM kept WHERE record = ?1", [record.to_string()])?;
        } else {
            self.keep(EXPORT, record, left)?;
        }
        Ok(())
    }

    /// What was written in the clear and not cleared yet, the oldest first.
    ///
    /// # Errors
    /// `Database`; `NotOurs` where a row does not open with this key.
    pub fn written(&self) -> Result<Vec<(RecordId, Written)>, LedgerError> {
        self.all_kept(EXPORT)
    }

    /// Keeps a signature that came back.
    ///
    /// # Errors
    /// `Database`.
    pub fn enclose(&self, enclosure: &Enclosure) -> Result<(), LedgerError> {
        self.keep(ENCLOSURE, new_record(), enclosure).map(drop)
    }

    /// The signatures that came back for an application, the oldest first.
    ///
    /// # Errors
    /// `Database`; `NotOurs` where a row does not open with this key.
    pub fn enclosures(&self, id: ApplicationId) -> Result<Vec<Enclosure>, LedgerError> {
        let all = self.all_kept::<Enclosure>(ENCLOSURE)?.into_iter();
        Ok(all
            .map(|(_, one)| one)
            .filter(|one| one.application == id)
            .collect())
    }

    fn keep<T: Serialize>(
        &self,
        kind: u16,
        record: RecordId,
        content: &T,
    ) -> Result<RecordId, LedgerError> {
        let plaintext =
            Zeroizing::new(serde_json::to_vec(content).map_err(|_why| LedgerError::Unreadable)?);
        let key = RecordKey::from_bytes(record, self.key.clone());
        let sealed = key.encrypt(0, kind, &plaintext, &mut OsRng);
        self.db.execute(
            "INSERT OR REPLACE INTO kept (record, kind, sealed) VALUES (?1, ?2, ?3)",
            params![record.to_string(), kind, sealed],
        )?;
        Ok(record)
    }

    fn all_kept<T: DeserializeOwned>(&self, kind: u16) -> Result<Vec<(RecordId, T)>, LedgerError> {
        let mut statement = self
            .db
            .prepare("SELECT record, sealed FROM kept WHERE kind = ?1 ORDER BY rowid")?;
        let rows = statement.query_map([kind], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, Vec<u8>>(1)?))
        })?;
        rows.map(|row| {
            let (record, sealed) = row?;
            let record: RecordId = record.parse().map_err(|_why| LedgerError::Unreadable)?;
            let plaintext = RecordKey::from_bytes(record, self.key.clone())
                .decrypt(0, kind, &sealed)
                .map_err(|_why| LedgerError::NotOurs)?;
            let content =
                serde_json::from_slice(&plaintext).map_err(|_why| LedgerError::Unreadable)?;
            Ok((record, content))
        })
        .collect()
    }
}

fn new_record() -> RecordId {
    let mut name = [0; 16];
    OsRng.fill_bytes(&mut name);
    RecordId(name)
}
