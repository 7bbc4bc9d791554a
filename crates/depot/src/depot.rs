//! What a depot does with parts: admit, take in, finish, sign for, give out. It knows nothing of HTTP.
//!
//! Invariant: a receipt is signed only for bytes that are durable and whose SHA-256 is the manifest's
//! (`a_flipped_byte_is_refused_at_the_end`). Calls block on the disk.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use courier::wire::{BLOCK, BlockDigests, Gap, INLINE_MAX, ProblemCode, Run};
use parcel::standing::{KitStanding, Standing};
use parcel::{
    Digest, Head, Kind, Manifest, Namespace, PublicKey, Receipt, ReceiptKind, Signed, Signer,
    SoftSigner, Statement, VerifyError, digest_of,
};
use sha2::{Digest as _, Sha256};

use crate::blob::{BlobError, BlobStore, Capability, Folder};
use crate::claim::Claims;
use crate::config::Config;
use crate::enrolment::Enrolments;
use crate::index::{Arrival, Index, IndexError, Room, Row, SqliteIndex};
use crate::metrics::{Counts, add};
use crate::session::Sessions;
use crate::signers::{self, Signers};
use crate::{backup, clock, found};

/// How much is read at a time while digests are computed, in bytes.
const STEP: usize = 256 * 1024;

/// Why a depot does not open.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The place for bytes cannot be used.
    #[error("the data folder cannot be used: {0}")]
    Blobs(#[from] BlobError),
    /// The index cannot be used.
    #[error("the index cannot be used: {0}")]
    Index(#[from] IndexError),
    /// Another depot works on this folder.
    #[error("another depot works on this data folder; stop it first")]
    Taken,
    /// The key that signs receipts is missing or damaged.
    #[error(
        "the depot's signing key cannot be read; `valiza-depot init` makes one, a backup restores one"
    )]
    SigningKey,
}

/// Why the depot does not do what it is asked.
#[derive(Debug, thiserror::Error)]
pub enum DepotError {
    /// It refuses, for this reason.
    #[error("refused: {0:?}")]
    Refused(ProblemCode),
    /// The disk did not do its part.
    #[error(transparent)]
    Blobs(#[from] BlobError),
    /// The index did not do its part.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// The signing key did not sign.
    #[error("the depot's key did not sign")]
    Unsigned,
}

impl From<ProblemCode> for DepotError {
    fn from(code: ProblemCode) -> Self {
        Self::Refused(code)
    }
}

impl DepotError {
    /// What the other side is told.
    pub(crate) fn code(&self) -> ProblemCode {
        match self {
            Self::Refused(code) => *code,
            Self::Blobs(BlobError::Full) | Self::Index(IndexError::Full) => ProblemCode::Full,
            Self::Blobs(BlobError::Disjoint) => ProblemCode::Offset,
            Self::Blobs(_) | Self::Index(_) | Self::Unsigned => ProblemCode::Trouble,
        }
    }
}

/// A depot at work.
#[derive(Debug)]
pub struct Depot {
    pub(crate) config: Config,
    pub(crate) index: Box<dyn Index>,
    pub(crate) blobs: Box<dyn BlobStore>,
    pub(crate) signers: Signers,
    pub(crate) claims: Arc<Claims>,
    pub(crate) sessions: Sessions,
    pub(crate) enrolments: Enrolments,
    pub(crate) counts: Counts,
    key: SoftSigner,
    /// Held while this depot lives: two depots on one folder would overtake each other.
    _alone: File,
}

impl Depot {
    /// Opens the data folder, and finishes what was complete when the depot last stopped.
    ///
    /// # Errors
    /// See [`OpenError`].
    pub fn open(data: &Path, config: Config) -> Result<Self, OpenError> {
        let alone = File::create(data.join("lock")).map_err(BlobError::from)?;
        alone.try_lock().or(Err(OpenError::Taken))?;
        let pem = std::fs::read_to_string(data.join(found::SIGNING_KEY))
            .or(Err(OpenError::SigningKey))?;
        let depot = Self {
            config,
            index: Box::new(SqliteIndex::open(&data.join(backup::INDEX))?),
            blobs: Box::new(Folder::open(data)?),
            signers: Signers::at(&data.join(signers::FILE)),
            claims: Arc::default(),
            sessions: Sessions::default(),
            enrolments: Enrolments::at(data),
            counts: Counts::default(),
            key: SoftSigner::from_openssh(&pem).or(Err(OpenError::SigningKey))?,
            _alone: alone,
        };
        for row in depot.index.arriving()? {
            let arrival = row.arrival;
            if depot.blobs.held(&arrival.upload)? == arrival.manifest.length
                && let Err(error) = depot.finish(arrival)
            {
                tracing::warn!(%error, "an upload that was complete cannot be finished");
            }
        }
        Ok(depot)
    }

    /// The key whose receipts count.
    #[must_use]
    pub fn receipt_signer(&self) -> &PublicKey {
        self.key.public_key()
    }

    /// Checks a manifest before any byte is taken: signature, kit, length, room.
    pub(crate) fn admit(
        &self,
        signed: &Signed<Manifest>,
        length: u64,
    ) -> Result<Arrival, DepotError> {
        let claimed = signed.claim().or(Err(ProblemCode::Malformed))?;
        let (keys, lost) = self.signers.grants().kit(claimed.kit, Namespace::Parcel);
        let manifest = verified(signed, &keys)?;
        if manifest.length != length || length == 0 || i64::try_from(manifest.counter).is_err() {
            return Err(ProblemCode::Malformed.into());
        }
        let longest = match manifest.kind {
            Kind::Summary | Kind::Pages => self.config.max_part_bytes,
            Kind::Emergency => self.config.max_emergency_bytes,
        };
        if length > longest {
            return Err(ProblemCode::TooLarge.into());
        }
        if lost
            && self
                .index
                .quarantined_bytes(manifest.kit)?
                .saturating_add(length)
                > self.config.quarantine_bytes
        {
            return Err(ProblemCode::Full.into());
        }
        Ok(Arrival {
            upload: Capability::draw(),
            signed: signed.clone(),
            manifest,
            quarantined: lost,
        })
    }

    /// Notes an arrival, so that its bytes may come.
    pub(crate) fn announce(&self, arrival: Arrival) -> Result<Row, DepotError> {
        Ok(self.index.announce(arrival, clock::now(), self.room())?)
    }

    /// How much one kit may have here.
    fn room(&self) -> Room {
        Room {
            bytes: self.config.kit_bytes,
            places: self.config.kit_uploads,
        }
    }

    fn store(&self, arrival: Arrival, inline: Option<Vec<u8>>) -> Result<Row, DepotError> {
        let receipt = self.sign_for(&arrival)?;
        add(&self.counts.stored, 1);
        add(&self.counts.stored_bytes, arrival.manifest.length);
        add(&self.counts.quarantined, arrival.quarantined.into());
        Ok(self.index.store(arrival, receipt, inline, self.room())?)
    }

    /// Takes a small part that came whole: one transaction, no file.
    pub(crate) fn take_whole(&self, arrival: Arrival, bytes: Vec<u8>) -> Result<Row, DepotError> {
        if digest_of(&bytes) != arrival.manifest.digest {
            return Err(ProblemCode::DigestMismatch.into());
        }
        self.store(arrival, Some(bytes))
    }

    /// Finishes an upload whose last byte is here: digest, place, row with receipt, in this order.
    pub(crate) fn finish(&self, arrival: Arrival) -> Result<Row, DepotError> {
        let upload = arrival.upload.clone();
        if self.digest_of_upload(&arrival)? != arrival.manifest.digest {
            return Err(ProblemCode::DigestMismatch.into());
        }
        let small = arrival.manifest.length <= INLINE_MAX;
        let inline = if small {
            Some(self.blobs.read_upload(
                &upload,
                0,
                usize::try_from(INLINE_MAX).unwrap_or(usize::MAX),
            )?)
        } else {
            self.blobs.keep(&upload, &arrival.manifest.digest)?;
            None
        };
        let row = self.store(arrival, inline)?;
        if let Err(error) = self.blobs.discard(&upload) {
            tracing::warn!(%error, "a finished upload could not be cleared away");
        }
        Ok(row)
    }

    /// SHA-256 of each block that an upload holds.
    pub(crate) fn block_digests(&self, upload: &Capability) -> Result<BlockDigests, DepotError> {
        let step = usize::try_from(BLOCK).unwrap_or(usize::MAX);
        let mut digests = Vec::new();
        loop {
            let block = self
                .blobs
                .read_upload(upload, digests.len() as u64 * BLOCK, step)?;
            if block.is_empty() {
                return Ok(BlockDigests {
                    block: BLOCK,
                    digests,
                });
            }
            digests.push(digest_of(&block));
        }
    }

    /// Bytes of a kept part, wherever they are.
    pub(crate) fn read(
        &self,
        digest: &Digest,
        at: u64,
        up_to: usize,
    ) -> Result<Vec<u8>, DepotError> {
        if let Some(whole) = self.index.inline(digest)? {
            let rest = usize::try_from(at)
                .ok()
                .and_then(|at| whole.get(at..))
                .unwrap_or_default();
            return Ok(rest.get(..up_to).unwrap_or(rest).to_vec());
        }
        self.blobs
            .read(digest, at, up_to)?
            .ok_or(ProblemCode::Unknown.into())
    }

    /// Notes a kit's head. Returns the one that is held instead: the kit then learns that it was copied or set back.
    pub(crate) fn take_head(
        &self,
        signed: Signed<Head>,
    ) -> Result<Option<Signed<Head>>, DepotError> {
        let claimed = signed.claim().or(Err(ProblemCode::Malformed))?;
        let (keys, _) = self.signers.grants().kit(claimed.kit, Namespace::Head);
        let head = verified(&signed, &keys)?;
        let offered = signed.digest();
        let held = self.index.put_head(&head, signed)?;
        Ok((held.digest() != offered).then_some(held))
    }

    /// Notes a coordinator's word that a part which is kept here was opened.
    pub(crate) fn take_opened(&self, signed: Signed<Receipt>) -> Result<(), DepotError> {
        let opened = verified(
            &signed,
            &self.signers.grants().coordinators(Namespace::Receipt),
        )?;
        let ours = self
            .index
            .receipt(&opened.digest, Some(opened.kit))?
            .ok_or(ProblemCode::Unknown)?;
        let ours = ours.claim().or(Err(IndexError::Unreadable))?;
        if opened.kind != ReceiptKind::Opened || opened.length != ours.length {
            return Err(ProblemCode::Malformed.into());
        }
        Ok(self
            .index
            .put_opened(&opened.digest, signed, clock::now())?)
    }

    /// Notes a coordinator's word on how a kit stands.
    pub(crate) fn take_standing(&self, said: &Signed<KitStanding>) -> Result<(), DepotError> {
        let keys = self.signers.grants().coordinators(Namespace::Profile);
        let said = verified(said, &keys)?;
        let noted = match said.standing {
            Standing::Admitted => self.signers.admit(said.kit, &said.kit_key),
            Standing::Lost => self.signers.declare_lost(said.kit, &said.kit_key),
        };
        Ok(noted.or(Err(ProblemCode::Trouble))?)
    }

    /// What heads cover and this depot does not keep.
    pub(crate) fn gaps(&self) -> Result<Vec<Gap>, DepotError> {
        let mut gaps = Vec::new();
        for signed in self.index.heads()? {
            let head = signed.claim().or(Err(IndexError::Unreadable))?;
            for tip in &head.tips {
                let missing = missing(
                    &self.index.counters(head.kit, head.epoch, tip.kind)?,
                    tip.counter,
                );
                if !missing.is_empty() {
                    let (kit, epoch, kind, known_up_to) =
                        (head.kit, head.epoch, tip.kind, tip.counter);
                    gaps.push(Gap {
                        kit,
                        epoch,
                        kind,
                        known_up_to,
                        missing,
                    });
                }
            }
        }
        Ok(gaps)
    }

    fn digest_of_upload(&self, arrival: &Arrival) -> Result<Digest, DepotError> {
        let mut sum = Sha256::new();
        let mut at = 0;
        while at < arrival.manifest.length {
            let piece = self.blobs.read_upload(&arrival.upload, at, STEP)?;
            if piece.is_empty() {
                break;
            }
            at += piece.len() as u64;
            sum.update(&piece);
        }
        Ok(Digest(sum.finalize().into()))
    }

    fn sign_for(&self, arrival: &Arrival) -> Result<Signed<Receipt>, DepotError> {
        let receipt = Receipt {
            digest: arrival.manifest.digest,
            length: arrival.manifest.length,
            kit: arrival.manifest.kit,
            received_at: clock::now(),
            depot: self.config.name.clone(),
            kind: if arrival.quarantined {
                ReceiptKind::Quarantined
            } else {
                ReceiptKind::Stored
            },
        };
        Signed::sign(&receipt, &self.key).or(Err(DepotError::Unsigned))
    }
}

/// The content of a statement, or whether it is unsigned or signed by somebody who may not.
pub(crate) fn verified<T: Statement>(
    signed: &Signed<T>,
    keys: &[PublicKey],
) -> Result<T, DepotError> {
    signed.verify(keys).map_err(|error| match error {
        VerifyError::UnknownSigner => ProblemCode::Foreign.into(),
        VerifyError::NotCanonical(_) | VerifyError::TooLong | VerifyError::WrongFormat => {
            ProblemCode::Malformed.into()
        }
        VerifyError::SignatureUnreadable
        | VerifyError::WrongNamespace
        | VerifyError::SignatureInvalid => ProblemCode::Unsigned.into(),
    })
}

/// The runs between 1 and `last` that `present`, in rising order, leaves out.
fn missing(present: &[u64], last: u64) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut next = 1;
    for &counter in present.iter().filter(|&&counter| counter <= last) {
        if counter > next {
            runs.push(Run {
                first: next,
                last: counter - 1,
            });
        }
        next = counter + 1;
    }
    if next <= last {
        runs.push(Run { first: next, last });
    }
    runs
}

#[cfg(test)]
mod tests {
    use courier::wire::Run;

    use super::missing;

    #[test]
    fn what_is_missing_is_named_in_runs() {
        assert_eq!(missing(&[1, 2, 3], 3), []);
        assert_eq!(missing(&[], 2), [Run { first: 1, last: 2 }]);
        assert_eq!(
            missing(&[2, 5, 9], 7),
            [
                Run { first: 1, last: 1 },
                Run { first: 3, last: 4 },
                Run { first: 6, last: 7 },
            ]
        );
    }
}
