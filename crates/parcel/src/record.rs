//! The cipher of unfinished work: one random key per record, each revision bound to its place.
//!
//! The key of a record is what erasing destroys; a coordinator can hold it too, by way of the escrow made when the
//! record was begun. It never leaves memory unwrapped.

use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305,
    aead::{Aead, Payload},
};
use rand::{CryptoRng, RngCore};
use zeroize::{Zeroize, Zeroizing};

use crate::{Identity, Recipients, RecordId};

/// The domain of the associated data; a changed layout takes another version (I14).
const DOMAIN: &[u8] = b"valiza.record.v1";
const ESCROW: &[u8] = b"valiza.escrow.v1";

const NONCE: usize = 24;

/// Why a record did not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RecordCipherError {
    /// The bytes are not this record's content of this revision and kind, or were changed.
    #[error("the content does not belong to this record, revision and kind")]
    NotThis,
    /// The escrow is for nobody at hand.
    #[error("the escrow is not for this identity")]
    NotForUs,
    /// The escrow is damaged.
    #[error("the escrow is damaged")]
    EscrowDamaged,
}

/// The data key of one record (a draft, a visit folder); wiped when dropped.
pub struct RecordKey {
    record: RecordId,
    key: Zeroizing<[u8; 32]>,
}

impl RecordKey {
    /// Draws the key of a record.
    pub fn generate<R: RngCore + CryptoRng>(record: RecordId, rng: &mut R) -> Self {
        let mut key = Zeroizing::new([0; 32]);
        rng.fill_bytes(&mut *key);
        Self { record, key }
    }

    /// A key that was unwrapped.
    pub fn from_bytes(record: RecordId, key: Zeroizing<[u8; 32]>) -> Self {
        Self { record, key }
    }

    /// The key, to be wrapped.
    pub fn expose(&self) -> &[u8; 32] {
        &self.key
    }

    /// Which record it is for.
    pub fn record(&self) -> RecordId {
        self.record
    }

    /// Encrypts one content: a random nonce of 24 bytes, then XChaCha20-Poly1305 bound to (record, revision, kind).
    /// `kind` is the caller's own number for what the content is.
    pub fn encrypt<R: RngCore + CryptoRng>(
        &self,
        revision: u64,
        kind: u16,
        plaintext: &[u8],
        rng: &mut R,
    ) -> Vec<u8> {
        let mut nonce = [0; NONCE];
        rng.fill_bytes(&mut nonce);
        let place = self.place(revision, kind);
        let sealed = self
            .cipher()
            .encrypt(
                &nonce.into(),
                Payload {
                    msg: plaintext,
                    aad: &place,
                },
            )
            .expect("XChaCha20-Poly1305 takes up to 256 GiB");
        [&nonce, sealed.as_slice()].concat()
    }

    /// Opens what [`Self::encrypt`] made for the same place.
    ///
    /// # Errors
    /// `NotThis`.
    pub fn decrypt(
        &self,
        revision: u64,
        kind: u16,
        content: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, RecordCipherError> {
        let (nonce, sealed) = content
            .split_first_chunk::<NONCE>()
            .ok_or(RecordCipherError::NotThis)?;
        let place = self.place(revision, kind);
        self.cipher()
            .decrypt(
                nonce.into(),
                Payload {
                    msg: sealed,
                    aad: &place,
                },
            )
            .map(Zeroizing::new)
            .map_err(|_why| RecordCipherError::NotThis)
    }

    /// The key wrapped to the community's recipients: an age file of some hundred bytes, to be stored beside the
    /// record.
    pub fn escrow(&self, recipients: &Recipients) -> Vec<u8> {
        let mut secret = Zeroizing::new(Vec::with_capacity(64));
        secret.extend_from_slice(ESCROW);
        secret.extend_from_slice(self.record.as_bytes());
        secret.extend_from_slice(&*self.key);
        recipients.wrap(&secret)
    }

    /// Opens an escrow: coordinators only.
    ///
    /// # Errors
    /// `NotForUs`, `EscrowDamaged`.
    pub fn from_escrow(escrow: &[u8], identity: &Identity) -> Result<Self, RecordCipherError> {
        let secret = identity.unwrap_small(escrow).map_err(|fault| match fault {
            crate::IdentityError::Unreadable => RecordCipherError::NotForUs,
            crate::IdentityError::Damaged | crate::IdentityError::WrongPassphrase => {
                RecordCipherError::EscrowDamaged
            }
        })?;
        let fields = secret
            .strip_prefix(ESCROW)
            .ok_or(RecordCipherError::EscrowDamaged)?;
        let (record, key) = fields
            .split_first_chunk::<16>()
            .ok_or(RecordCipherError::EscrowDamaged)?;
        let mut key: [u8; 32] = key
            .try_into()
            .map_err(|_why| RecordCipherError::EscrowDamaged)?;
        let opened = Self {
            record: RecordId(*record),
            key: Zeroizing::new(key),
        };
        key.zeroize();
        Ok(opened)
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new((&*self.key).into())
    }

    fn place(&self, revision: u64, kind: u16) -> Vec<u8> {
        [
            DOMAIN,
            self.record.as_bytes(),
            &revision.to_be_bytes(),
            &kind.to_be_bytes(),
        ]
        .concat()
    }
}

impl std::fmt::Debug for RecordKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "RecordKey of {:?}", self.record)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
mod tests {
    use super::*;
    use rand::rngs::OsRng;

    #[test]
    fn content_opens_only_in_its_own_place() {
        let key = RecordKey::generate(RecordId::random(&mut OsRng), &mut OsRng);
        let content = key.encrypt(7, 1, b"answers", &mut OsRng);
        assert_eq!(key.decrypt(7, 1, &content).unwrap().as_slice(), b"answers");
        assert_eq!(key.decrypt(8, 1, &content), Err(RecordCipherError::NotThis));
        assert_eq!(key.decrypt(7, 2, &content), Err(RecordCipherError::NotThis));
        let other =
            RecordKey::from_bytes(RecordId::random(&mut OsRng), Zeroizing::new(*key.expose()));
        assert_eq!(
            other.decrypt(7, 1, &content),
            Err(RecordCipherError::NotThis)
        );
    }

    #[test]
    fn the_escrow_reopens_a_draft() {
        let keys = [Identity::generate(), Identity::generate()];
        let recipients = Recipients::parse(&[keys[0].recipient(), keys[1].recipient()]).unwrap();
        let key = RecordKey::generate(RecordId::random(&mut OsRng), &mut OsRng);
        let content = key.encrypt(1, 1, b"answers", &mut OsRng);
        let escrow = key.escrow(&recipients);
        for identity in &keys {
            let again = RecordKey::from_escrow(&escrow, identity).unwrap();
            assert_eq!(
                again.decrypt(1, 1, &content).unwrap().as_slice(),
                b"answers"
            );
        }
        let stranger = RecordKey::from_escrow(&escrow, &Identity::generate());
        assert_eq!(stranger.unwrap_err(), RecordCipherError::NotForUs);
    }
}
