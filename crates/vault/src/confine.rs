//! One record alone: what is left of an open vault where a stranger sits before the screen.
//!
//! It encrypts that record and signs for its delivery; it opens nothing, not even what it has encrypted, and it has no way
//! back to the vault: whoever wants more unlocks again.

use parcel::{RecordId, RecordKey, Signer};
use rand::rngs::OsRng;

use crate::{OpenVault, RecordError};
use parcel::SoftSigner;

/// The key of one record, and the kit's word for its emergency parcel. Wiped when dropped.
pub struct OneRecord {
    record: RecordId,
    key: RecordKey,
    signer: SoftSigner,
}

impl OpenVault {
    /// Gives up every key but that of `record`: the administrator's, the mailbox's, those of all other records. The file is
    /// free again when this returns.
    ///
    /// # Errors
    /// `Unknown`; everything is given up then.
    pub fn confine(mut self, record: RecordId) -> Result<OneRecord, RecordError> {
        let kept = self.records.remove(&record).ok_or(RecordError::Unknown)?;
        Ok(OneRecord {
            record,
            key: kept.key,
            signer: self.keyring.signer,
        })
    }
}

impl OneRecord {
    /// Encrypts one content of the record. `kind` is the caller's own number for what it is.
    ///
    /// # Errors
    /// `Unknown` for any other record.
    pub fn encrypt(
        &self,
        record: RecordId,
        revision: u64,
        kind: u16,
        plaintext: &[u8],
    ) -> Result<Vec<u8>, RecordError> {
        if record != self.record {
            return Err(RecordError::Unknown);
        }
        Ok(self.key.encrypt(revision, kind, plaintext, &mut OsRng))
    }

    /// The kit's signing key: manifests.
    #[must_use]
    pub fn signer(&self) -> &dyn Signer {
        &self.signer
    }
}

impl std::fmt::Debug for OneRecord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("OneRecord")
    }
}
