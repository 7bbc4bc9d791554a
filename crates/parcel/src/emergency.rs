//! The emergency parcel: an unfinished draft whose keys are gone from the kit, for the coordinators to open.
//!
//! It is a plain `tar` of what already is ciphertext: the escrow (an age file to the recipients) and the vault's
//! contents. It is signed ahead of need, while the kit is unlocked, because a locked kit signs nothing (P3).

use std::{fmt, io::Read};

use zeroize::Zeroizing;

use crate::{
    Chain, Digest, Identity, Kind, KnownSigners, Manifest, OpenFault, Piece, RecordCipherError,
    RecordKey, SignError, Signed, Signer, digest_of, open, padding,
};

const ESCROW: &str = "escrow.age";

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

/// Joins escrow and contents into one container of a padded length. The same input gives the same bytes, so a
/// manifest can be signed before anybody needs the container.
///
/// # Errors
/// `TooLarge`.
pub fn container(escrow: &[u8], contents: &[EmergencyContent]) -> Result<Vec<u8>, EmergencyError> {
    let mut archive = tar::Builder::new(Vec::new());
    let mut append = |name: &str, bytes: &[u8]| {
        let mut entry = tar::Header::new_ustar();
        entry.set_size(bytes.len() as u64);
        entry.set_mode(0o600);
        archive.append_data(&mut entry, name, bytes)
    };
    let large = |_why| EmergencyError::TooLarge;
    append(ESCROW, escrow).map_err(large)?;
    for content in contents {
        append(
            &format!("{}-{}", content.kind, content.revision),
            &content.ciphertext,
        )
        .map_err(large)?;
    }
    let mut bytes = archive.into_inner().map_err(large)?;
    let least = bytes.len() as u64;
    // Zeros behind the end of a tar archive are part of it.
    let class = padding::classes(Kind::Emergency)
        .find(|&class| class >= least)
        .ok_or(EmergencyError::TooLarge)?;
    bytes.resize(
        usize::try_from(class).map_err(|_why| EmergencyError::TooLarge)?,
        0,
    );
    Ok(bytes)
}

/// Signs the manifest of a container for the next place of the emergency chain, without taking the step: the manifest
/// is signed anew at each autosave, and [`Chain::advance`] is called for the one that is delivered.
///
/// # Errors
/// `NotSigned`.
pub fn promise(
    container: &[u8],
    recipients: Digest,
    chain: &Chain,
    kit: &dyn Signer,
) -> Result<Signed<Manifest>, EmergencyError> {
    let named = (digest_of(container), container.len() as u64);
    Ok(chain.manifest(Kind::Emergency, named, recipients, kit)?)
}

/// Verifies an emergency parcel and opens the draft in it, contents in the order of the container.
///
/// # Errors
/// `NotBelieved` when the outside is not what a known kit signed, `Damaged`, `Closed`.
pub fn open_draft(
    piece: &Piece,
    identity: &Identity,
    known: &KnownSigners,
) -> Result<Vec<DraftContent>, EmergencyError> {
    open::verify(piece, Kind::Emergency, known)?;
    let (escrow, contents) = split(&piece.ciphertext)?;
    let key = RecordKey::from_escrow(&escrow, identity)?;
    contents
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
        .collect()
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
        let kit = SoftSigner::generate(&mut OsRng);
        let mut chain = Chain::new(KitName::random(&mut OsRng), Epoch::random(&mut OsRng));
        let key = RecordKey::generate(RecordId::random(&mut OsRng), &mut OsRng);
        let contents = [EmergencyContent {
            revision: 3,
            kind: 1,
            ciphertext: key.encrypt(3, 1, b"answers", &mut OsRng),
        }];

        let ciphertext = container(&key.escrow(&recipients), &contents).unwrap();
        assert_eq!(ciphertext.len(), 64 * 1024);
        let manifest = promise(&ciphertext, recipients.hash(), &chain, &kit).unwrap();
        chain.advance(Kind::Emergency, &manifest);
        assert_eq!(
            manifest.verify([kit.public_key()]).unwrap().digest,
            digest_of(&ciphertext)
        );

        let mut known = KnownSigners::default();
        let piece = Piece {
            manifest,
            ciphertext,
        };
        let stranger = open_draft(&piece, &keys[1], &known).unwrap_err();
        assert_eq!(
            stranger,
            EmergencyError::NotBelieved(OpenFault::UnknownSigner)
        );
        known
            .kits
            .entry(chain.kit())
            .or_default()
            .insert(kit.public_key().clone());
        known.recipients.insert(recipients.hash());
        let opened = open_draft(&piece, &keys[1], &known).unwrap();
        assert_eq!(opened.len(), 1);
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
}
