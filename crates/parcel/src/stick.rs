//! What a stick carries from a kit: sealed parts with their manifests and the kit's heads, in one encrypted container a batch.
//!
//! A stick that is found tells its size: how many containers, how long. Which kit, how many parts and of which kind is
//! inside. Each part is its digest, so what is carried twice counts once.

use std::{fmt, io::Read as _};

use crate::{
    Digest, Head, Identity, Manifest, Piece, Recipients, Signed,
    recipients::{self, DecryptFault},
};

/// The longest container that is made or read. A batch that is longer becomes several.
pub const LARGEST_CONTAINER: u64 = 64 * 1024 * 1024;

/// An entry that is a head.
const HEAD: &str = "head.json";
const MANIFEST: &str = ".manifest.json";
const PART: &str = ".part";

/// The most entries of one container.
const MOST_ENTRIES: usize = 4096;

/// What one container holds.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Load {
    /// The kit's newest heads, one for each installation.
    pub heads: Vec<Signed<Head>>,
    /// The parts.
    pub pieces: Vec<Piece>,
}

impl fmt::Debug for Load {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Load({} parts)", self.pieces.len())
    }
}

/// Why a container is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum StickError {
    /// It is for somebody else: a dispatch on its way back, another centre's.
    #[error("the file is not for the identities at hand")]
    NotForUs,
    /// It is cut short or was changed: the stick was pulled too early.
    #[error("the file is damaged")]
    Damaged,
}

/// For whom a kit's containers are: the transport recipient of its profile, else the recipients of a community, to whom
/// every part inside is sealed anyway. None where the transport recipient is no native one.
pub fn carriers(transport: Option<&str>, community: &Recipients) -> Option<Vec<String>> {
    match transport {
        Some(text) => recipients::key(text).map(|_known| vec![text.to_owned()]),
        None => Some(community.as_slice().to_vec()),
    }
}

/// Packs a load for those who may take it.
///
/// # Errors
/// `Damaged` where one of `carriers` is no native recipient.
pub fn pack(load: &Load, carriers: &[String]) -> Result<Vec<u8>, StickError> {
    let keys: Option<Vec<_>> = carriers.iter().map(|text| recipients::key(text)).collect();
    let keys = keys
        .filter(|keys| !keys.is_empty())
        .ok_or(StickError::Damaged)?;
    let archive = archive(load).map_err(|_unspelt| StickError::Damaged)?;
    recipients::encrypt_to(keys, |_header| Ok(archive))
}

fn archive(load: &Load) -> std::io::Result<Vec<u8>> {
    let mut archive = tar::Builder::new(Vec::new());
    let mut append = |name: &str, bytes: &[u8]| {
        let mut entry = tar::Header::new_ustar();
        entry.set_size(bytes.len() as u64);
        entry.set_mode(0o600);
        archive.append_data(&mut entry, name, bytes)
    };
    for head in &load.heads {
        append(HEAD, &serde_json::to_vec(head)?)?;
    }
    for piece in &load.pieces {
        let digest = piece.digest();
        append(
            &format!("{digest}{MANIFEST}"),
            &serde_json::to_vec(&piece.manifest)?,
        )?;
        append(&format!("{digest}{PART}"), &piece.ciphertext)?;
    }
    archive.into_inner()
}

/// Takes a container apart. Whether a part is what its kit signed is for the opener to judge.
///
/// # Errors
/// `NotForUs`, `Damaged`.
pub fn unpack(file: &[u8], identities: &[Identity]) -> Result<Load, StickError> {
    let keys = identities.iter().map(Identity::as_age);
    let content =
        recipients::decrypt(keys, file, LARGEST_CONTAINER).map_err(|fault| match fault {
            DecryptFault::NotForUs => StickError::NotForUs,
            DecryptFault::Damaged | DecryptFault::TooLong => StickError::Damaged,
        })?;
    unarchive(&content).ok_or(StickError::Damaged)
}

fn unarchive(content: &[u8]) -> Option<Load> {
    let mut archive = tar::Archive::new(content);
    let (mut load, mut manifest) = (Load::default(), None);
    for entry in archive.entries().ok()?.take(MOST_ENTRIES) {
        let mut entry = entry.ok()?;
        let name = String::from_utf8(entry.path_bytes().into_owned()).ok()?;
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).ok()?;
        if name == HEAD {
            load.heads.push(serde_json::from_slice(&bytes).ok()?);
        } else if let Some(digest) = name.strip_suffix(MANIFEST) {
            let signed: Signed<Manifest> = serde_json::from_slice(&bytes).ok()?;
            manifest = Some((digest.parse::<Digest>().ok()?, signed));
        } else if let Some(digest) = name.strip_suffix(PART) {
            let (of, signed) = manifest.take()?;
            if of.to_string() != digest {
                return None;
            }
            load.pieces.push(Piece {
                manifest: signed,
                ciphertext: bytes,
            });
        } else {
            return None;
        }
    }
    Some(load)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
mod tests {
    use super::*;
    use crate::{Epoch, Kind, KitName, SoftSigner, digest_of};
    use rand::rngs::OsRng;

    fn load() -> Load {
        let kit = SoftSigner::generate(&mut OsRng);
        let (name, epoch) = (KitName::random(&mut OsRng), Epoch::random(&mut OsRng));
        let pieces = [1_u8, 2].map(|byte| {
            let ciphertext = vec![byte; 9_000];
            let manifest = Manifest {
                digest: digest_of(&ciphertext),
                length: 9_000,
                kit: name,
                epoch,
                kind: Kind::Summary,
                counter: u64::from(byte),
                previous: None,
                recipients: digest_of(b"recipients"),
            };
            Piece {
                manifest: Signed::sign(&manifest, &kit).unwrap(),
                ciphertext,
            }
        });
        let head = Head {
            kit: name,
            epoch,
            day: 1,
            tips: Vec::new(),
        };
        Load {
            heads: vec![Signed::sign(&head, &kit).unwrap()],
            pieces: pieces.into(),
        }
    }

    #[test]
    fn a_container_reaches_the_centre_whole_or_not_at_all() {
        let pair = [Identity::generate(), Identity::generate()];
        let texts = [pair[0].recipient(), pair[1].recipient()];
        let community = Recipients::parse(&texts).unwrap();
        let (transport, load) = (Identity::generate(), load());
        for (named, opener) in [(None, &pair[1]), (Some(transport.recipient()), &transport)] {
            let carriers = carriers(named.as_deref(), &community).unwrap();
            let file = pack(&load, &carriers).unwrap();
            assert_eq!(unpack(&file, std::slice::from_ref(opener)).unwrap(), load);
            let stranger = [Identity::generate()];
            assert_eq!(unpack(&file, &stranger), Err(StickError::NotForUs));
            for pulled in [file.len() / 2, file.len() - 1] {
                let cut = unpack(&file[..pulled], std::slice::from_ref(opener));
                assert_eq!(cut, Err(StickError::Damaged), "pulled at {pulled}");
            }
        }
        assert_eq!(carriers(Some("age1plugin"), &community), None);
    }
}
