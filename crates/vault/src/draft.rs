//! Records: drafts and visit folders, each under a data key of its own that can be destroyed alone (P2).
//!
//! The data key lives in a sector, wrapped under its administrator's vault key, and with the community's recipients
//! (escrow). What it encrypts is kept elsewhere; this module never sees where. Two administrators of one kit never see
//! each other's records.

use std::{collections::BTreeMap, io};

use parcel::{Recipients, RecordCipherError, RecordId, RecordKey};
use rand::rngs::OsRng;
use zeroize::Zeroizing;

use crate::{
    OpenVault,
    keys::{Keys, RECORDS},
    wrapped::{self, Key},
};

const WHAT: &[u8] = b"valiza.data-key.v1";

/// A sector's content begins with the record's id in the clear, so that a locked kit can erase it. The id is random and
/// stands beside the ciphertext anyway; it tells nothing.
const ID: usize = 16;

/// Why a record could not be used.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// There is no such record in this vault: never begun, erased, or another administrator's.
    #[error("there is no such record in this vault")]
    Unknown,
    /// The record has been begun already.
    #[error("the record has been begun already")]
    Exists,
    /// As many records are unfinished as the vault can hold.
    #[error("the vault holds as many records as it can")]
    Full,
    /// The bytes are not this record's content of this revision and kind, or were changed.
    #[error("the content does not belong to this record, revision and kind")]
    NotThis,
    /// The file could not be read or written.
    #[error("the keys file could not be read or written")]
    Disk(#[from] io::Error),
}

/// A record's key and where it is kept.
pub(crate) struct Kept {
    pub(crate) sector: usize,
    pub(crate) key: RecordKey,
}

/// The records that `vault_key` opens.
pub(crate) fn find(keys: &Keys, vault_key: &Key) -> io::Result<BTreeMap<RecordId, Kept>> {
    let mut found = BTreeMap::new();
    for sector in RECORDS {
        let Some(content) = keys.read(sector)? else {
            continue;
        };
        let Some((id, wrapping)) = content.split_first_chunk::<ID>() else {
            continue;
        };
        let record = RecordId(*id);
        if let Some(key) = wrapped::unwrap(vault_key, &bound(record), sector, wrapping) {
            found.insert(
                record,
                Kept {
                    sector,
                    key: RecordKey::from_bytes(record, key),
                },
            );
        }
    }
    Ok(found)
}

/// Overwrites every sector that holds the key of `record`, whosever it is.
pub(crate) fn erase(keys: &Keys, record: RecordId) -> io::Result<()> {
    for sector in RECORDS {
        if keys
            .read(sector)?
            .is_some_and(|content| content.starts_with(record.as_bytes()))
        {
            keys.erase(sector..sector + 1)?;
        }
    }
    Ok(())
}

/// The sectors that hold no data key: noise, whoever looks.
pub(crate) fn free(keys: &Keys) -> io::Result<Vec<usize>> {
    let mut free = Vec::new();
    for sector in RECORDS {
        if keys.read(sector)?.is_none() {
            free.push(sector);
        }
    }
    Ok(free)
}

/// What a data key's wrapping is bound to, besides its sector.
pub(crate) fn bound(record: RecordId) -> Vec<u8> {
    [WHAT, record.as_bytes()].concat()
}

impl OpenVault {
    /// Begins a record: its key is on disk when this returns. Gives the escrow, an age file for `recipients` that the
    /// caller stores beside the record.
    ///
    /// # Errors
    /// `Exists`, `Full`, `Disk`.
    pub fn new_record(
        &mut self,
        record: RecordId,
        recipients: &Recipients,
    ) -> Result<Vec<u8>, RecordError> {
        if self.records.contains_key(&record) {
            return Err(RecordError::Exists);
        }
        let mut free = None;
        for sector in RECORDS {
            if self.keys.read(sector)?.is_none() {
                free = Some(sector);
                break;
            }
        }
        let sector = free.ok_or(RecordError::Full)?;
        let key = RecordKey::generate(record, &mut OsRng);
        let wrapping = wrapped::wrap(&self.slot.vault_key, &bound(record), sector, key.expose());
        self.keys
            .write(sector, &[record.as_bytes(), wrapping.as_slice()].concat())?;
        let escrow = key.escrow(recipients);
        self.records.insert(record, Kept { sector, key });
        Ok(escrow)
    }

    /// The records of this administrator, in no meaningful order.
    pub fn records(&self) -> impl Iterator<Item = RecordId> {
        self.records.keys().copied()
    }

    /// Encrypts one content of a record. `kind` is the caller's own number for what it is.
    ///
    /// # Errors
    /// `Unknown`.
    pub fn encrypt(
        &self,
        record: RecordId,
        revision: u64,
        kind: u16,
        plaintext: &[u8],
    ) -> Result<Vec<u8>, RecordError> {
        Ok(self
            .key(record)?
            .encrypt(revision, kind, plaintext, &mut OsRng))
    }

    /// Opens what [`Self::encrypt`] made for the same record, revision and kind.
    ///
    /// # Errors
    /// `Unknown`, `NotThis`.
    pub fn decrypt(
        &self,
        record: RecordId,
        revision: u64,
        kind: u16,
        content: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, RecordError> {
        self.key(record)?
            .decrypt(revision, kind, content)
            .map_err(|fault| match fault {
                RecordCipherError::NotThis
                | RecordCipherError::NotForUs
                | RecordCipherError::EscrowDamaged => RecordError::NotThis,
            })
    }

    /// Destroys a record's key: both copies are overwritten and synced when this returns. What it encrypted can be
    /// opened by the recipients alone. Erasing again what is erased is no error.
    ///
    /// # Errors
    /// `Disk`; the key is then still there, and erasing must be tried again.
    pub fn erase(&mut self, record: RecordId) -> Result<(), RecordError> {
        if let Some(kept) = self.records.get(&record) {
            self.keys.erase(kept.sector..kept.sector + 1)?;
            self.records.remove(&record);
        }
        Ok(())
    }

    /// Wraps a record's key for another vault of this kit, in place: it opens there and here no more.
    pub(crate) fn rewrap(&mut self, record: RecordId, vault_key: &Key) -> io::Result<()> {
        if let Some(kept) = self.records.get(&record) {
            let wrapping = wrapped::wrap(vault_key, &bound(record), kept.sector, kept.key.expose());
            self.keys.write(
                kept.sector,
                &[record.as_bytes(), wrapping.as_slice()].concat(),
            )?;
            self.records.remove(&record);
        }
        Ok(())
    }

    fn key(&self, record: RecordId) -> Result<&RecordKey, RecordError> {
        self.records
            .get(&record)
            .map(|kept| &kept.key)
            .ok_or(RecordError::Unknown)
    }
}
