//! The emergency parcel: an unfinished draft whose keys are gone from the kit, for the coordinators to open.
//!
//! It is a plain `tar` of what already is ciphertext: the escrow (an age file to the recipients) and the vault's
//! contents. It is signed ahead of need, while the kit is unlocked, because a locked kit signs nothing (P3). It stands
//! in no chain: what is promised anew at each autosave, and seldom delivered, has no place among counted parts, so no
//! head speaks of it.

use std::{fmt, io::Read};

use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use crate::{
    Digest, Epoch, Identity, Kind, KitName, KnownSigners, Manifest, OpenFault, Piece,
    RecordCipherError, RecordId, RecordKey, SignError, Signed, Signer, digest_of, open, padding,
};

const ESCROW: &str = "escrow.age";

/// What the counter of a record's manifest is drawn with.
const COUNTER: &[u8] = b"valiza.emergency.v1";

/// The number of a record's body among the kinds of its contents: the draft or the folder itself, JSON.
pub const BODY: u16 = 1;
/// The number of a page.
pub const PAGE: u16 = 2;

/// The unit of a tar archive.
const BLOCK: usize = 512;

/// The most contents that are read from one container.
const MOST_CONTENTS: usize = 1024;

/// One content of the draft as the vault encrypted it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EmergencyContent {
    /// Its revision.
    pub revision: u64,
    /// The vault caller's number for what it is.
    pub kind: u16,
    /// The vault's ciphertext.
    pub ciphertext: Vec<u8>,
}

/// One content of a draft that a coordinator opened; wiped when dropped.
pub struct DraftContent {
    /// Its revision.
    pub revision: u64,
    /// The vault caller's number for what it is.
    pub kind: u16,
    /// What it says.
    pub plaintext: Zeroizing<Vec<u8>>,
}

impl fmt::Debug for DraftContent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DraftContent({} bytes)", self.plaintext.len())
    }
}

/// Why an emergency parcel could not be made or read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EmergencyError {
    /// More than 256 MiB.
    #[error("the draft is too large for one parcel")]
    TooLarge,
    /// The bytes are not a container of this format.
    #[error("the container is damaged")]
    Damaged,
    /// The key did not sign.
    #[error("the manifest could not be signed: {0}")]
    NotSigned(#[from] SignError),
    /// The outside is not what a known kit signed.
    #[error("the parcel is not believed: {0}")]
    NotBelieved(#[from] OpenFault),
    /// The draft does not open with this identity.
    #[error("the draft does not open: {0}")]
    Closed(#[from] RecordCipherError),
}

/// A container while it grows: its bytes, or only their sum.
trait Sink {
    fn take(&mut self, bytes: &[u8]);
}

impl Sink for Vec<u8> {
    fn take(&mut self, bytes: &[u8]) {
        self.extend_from_slice(bytes);
    }
}

/// The sum of a container's beginning. Contents that stay as they are need not be read again to promise what is
/// written after them.
#[derive(Clone, Debug, Default)]
pub struct Sum {
    hash: Sha256,
    length: u64,
}

impl Sink for Sum {
    fn take(&mut self, bytes: &[u8]) {
        self.hash.update(bytes);
        self.length += bytes.len() as u64;
    }
}

impl Sum {
    /// The sum of a container that begins with this escrow.
    pub fn begin(escrow: &[u8]) -> Self {
        let mut sum = Self::default();
        entry(&mut sum, ESCROW, escrow);
        sum
    }

    /// Adds a content behind those before.
    pub fn add(&mut self, content: &EmergencyContent) {
        entry(self, &name(content), &content.ciphertext);
    }

    /// Digest and length of the container that ends here.
    ///
    /// # Errors
    /// `TooLarge`.
    pub fn end(mut self) -> Result<(Digest, u64), EmergencyError> {
        let class = class(self.length)?;
        let zeros = [0; 64 * BLOCK];
        while self.length < class {
            let left = usize::try_from(class - self.length).unwrap_or(usize::MAX);
            self.take(&zeros[..left.min(zeros.len())]);
        }
        Ok((Digest(self.hash.finalize().into()), self.length))
    }
}

fn name(content: &EmergencyContent) -> String {
    format!("{}-{}", content.kind, content.revision)
}

/// One entry of a tar archive: header, bytes, zeros up to the next block.
fn entry(sink: &mut impl Sink, name: &str, bytes: &[u8]) {
    let mut header = tar::Header::new_ustar();
    header
        .set_path(name)
        .expect("our names are short and plain");
    header.set_size(bytes.len() as u64);
    header.set_mode(0o600);
    header.set_cksum();
    sink.take(header.as_bytes());
    sink.take(bytes);
    sink.take(&[0; BLOCK][..bytes.len().next_multiple_of(BLOCK) - bytes.len()]);
}

/// The length of a container with entries of `length` bytes. Zeros behind the end of a tar archive are part of it.
fn class(length: u64) -> Result<u64, EmergencyError> {
    let least = length + 2 * BLOCK as u64;
    padding::classes(Kind::Emergency)
        .find(|&class| class >= least)
        .ok_or(EmergencyError::TooLarge)
}

/// Joins escrow and contents into one container of a padded length. The same input gives the same bytes, and those
/// that a [`Sum`] of the same input names.
///
/// # Errors
/// `TooLarge`.
pub fn container(escrow: &[u8], contents: &[EmergencyContent]) -> Result<Vec<u8>, EmergencyError> {
    let mut bytes = Vec::new();
    entry(&mut bytes, ESCROW, escrow);
    for content in contents {
        entry(&mut bytes, &name(content), &content.ciphertext);
    }
    let class = class(bytes.len() as u64)?;
    bytes.resize(
        usize::try_from(class).map_err(|_why| EmergencyError::TooLarge)?,
        0,
    );
    Ok(bytes)
}

/// Signs the manifest of a record's container, named by a [`Sum`], before anybody needs the container itself.
///
/// Its counter is drawn from the record's random name: two of one record with different digests are a fork, as with
/// every part, and two records never are.
///
/// # Errors
/// `TooLarge`, `NotSigned`.
pub fn promise(
    sum: Sum,
    record: RecordId,
    recipients: Digest,
    (kit, epoch): (KitName, Epoch),
    signer: &dyn Signer,
) -> Result<Signed<Manifest>, EmergencyError> {
    let (digest, length) = sum.end()?;
    let drawn = digest_of(&[COUNTER, record.as_bytes()].concat());
    let [a, b, c, d, e, f, ..] = drawn.0;
    let manifest = Manifest {
        digest,
        length,
        kit,
        epoch,
        kind: Kind::Emergency,
        counter: u64::from_be_bytes([0, 0, a, b, c, d, e, f]),
        previous: None,
        recipients,
    };
    Ok(Signed::sign(&manifest, signer)?)
}

/// Verifies an emergency parcel and opens the draft in it: its record, and the contents in the order of the container.
///
/// # Errors
/// `NotBelieved` when the outside is not what a known kit signed, `Damaged`, `Closed`.
pub fn open_draft(
    piece: &Piece,
    identities: &[Identity],
    known: &KnownSigners,
) -> Result<(RecordId, Vec<DraftContent>), EmergencyError> {
    open::verify(piece, Kind::Emergency, known)?;
    let (escrow, contents) = split(&piece.ciphertext)?;
    let mut opened = Err(RecordCipherError::NotForUs);
    for identity in identities {
        opened = RecordKey::from_escrow(&escrow, identity);
        if opened.as_ref().err() != Some(&RecordCipherError::NotForUs) {
            break;
        }
    }
    let key = opened?;
    let contents: Result<_, EmergencyError> = contents
        .iter()
        .map(
            |&EmergencyContent {
                 revision,
                 kind,
                 ref ciphertext,
             }| {
                let plaintext = key.decrypt(revision, kind, ciphertext)?;
                Ok(DraftContent {
                    revision,
                    kind,
                    plaintext,
                })
            },
        )
        .collect();
    Ok((key.record(), contents?))
}

/// Takes a container apart into the escrow and the contents.
///
/// # Errors
/// `Damaged`.
pub fn split(container: &[u8]) -> Result<(Vec<u8>, Vec<EmergencyContent>), EmergencyError> {
    let damaged = |_why: std::io::Error| EmergencyError::Damaged;
    let mut escrow = None;
    let mut contents = Vec::new();
    for entry in tar::Archive::new(container)
        .entries()
        .map_err(damaged)?
        .take(MOST_CONTENTS)
    {
        let mut entry = entry.map_err(damaged)?;
        let name = String::from_utf8(entry.path_bytes().into_owned())
            .map_err(|_why| EmergencyError::Damaged)?;
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).map_err(damaged)?;
        if name == ESCROW {
            escrow = Some(bytes);
            continue;
        }
        let (kind, revision) = name.split_once('-').ok_or(EmergencyError::Damaged)?;
        contents.push(EmergencyContent {
            revision: revision.parse().map_err(|_why| EmergencyError::Damaged)?,
            kind: kind.parse().map_err(|_why| EmergencyError::Damaged)?,
            ciphertext: bytes,
        });
    }
    Ok((escrow.ok_or(EmergencyError::Damaged)?, contents))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
mod tests {
    use super::*;
    use crate::{Epoch, KitName, Recipients, RecordId, SoftSigner};
    use rand::rngs::OsRng;

    #[test]
    fn a_lost_draft_is_reopened_by_a_coordinator() {
        let keys = [Identity::generate(), Identity::generate()];
        let recipients = Recipients::parse(&[keys[0].recipient(), keys[1].recipient()]).unwrap();
        let signer = SoftSigner::generate(&mut OsRng);
        let kit = (KitName::random(&mut OsRng), Epoch::random(&mut OsRng));
        let key = RecordKey::generate(RecordId::random(&mut OsRng), &mut OsRng);
        let contents = [EmergencyContent {
            revision: 3,
            kind: 1,
            ciphertext: key.encrypt(3, 1, b"answers", &mut OsRng),
        }];

        let escrow = key.escrow(&recipients);
        let ciphertext = container(&escrow, &contents).unwrap();
        assert_eq!(ciphertext.len(), 64 * 1024);
        let mut sum = Sum::begin(&escrow);
        sum.add(&contents[0]);
        let manifest = promise(sum, key.record(), recipients.hash(), kit, &signer).unwrap();
        assert_eq!(
            manifest.verify([signer.public_key()]).unwrap().digest,
            digest_of(&ciphertext)
        );

        let mut known = KnownSigners::default();
        let piece = Piece {
            manifest,
            ciphertext,
        };
        let stranger = open_draft(&piece, &keys, &known).unwrap_err();
        assert_eq!(
            stranger,
            EmergencyError::NotBelieved(OpenFault::UnknownSigner)
        );
        known
            .kits
            .entry(kit.0)
            .or_default()
            .insert(signer.public_key().clone());
        known.recipients.insert(recipients.hash());
        let nobody = [Identity::generate()];
        assert_eq!(
            open_draft(&piece, &nobody, &known).unwrap_err(),
            EmergencyError::Closed(RecordCipherError::NotForUs)
        );
        let both = [nobody[0].clone(), keys[1].clone()];
        let (record, opened) = open_draft(&piece, &both, &known).unwrap();
        assert_eq!((record, opened.len()), (key.record(), 1));
        let DraftContent {
            revision,
            kind,
            plaintext,
        } = &opened[0];
        assert_eq!(
            (*revision, *kind, plaintext.as_slice()),
            (3, 1, b"answers".as_slice())
        );
    }

    #[test]
    fn the_sum_names_the_container_at_every_size() {
        for length in [0, 511, 512, 513, 63 * 1024, 64 * 1024, 300_000] {
            let page = |revision| EmergencyContent {
                revision,
                kind: 2,
                ciphertext: vec![revision as u8; length],
            };
            let contents = [page(1), page(2)];
            let bytes = container(b"escrow", &contents).unwrap();
            let mut sum = Sum::begin(b"escrow");
            contents.iter().for_each(|content| sum.add(content));
            assert_eq!(sum.end().unwrap(), (digest_of(&bytes), bytes.len() as u64));
            assert_eq!(split(&bytes).unwrap().1, contents);
        }
    }
}
