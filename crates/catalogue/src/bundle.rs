//! The one file that a kit takes: every service with its form, packed, versioned, its cover signed by the root key.
//!
//! `{"cover": SIGNED, "packed": BASE64}`. The cover (`valiza.catalogue.v2`) says version, length and digest of the services'
//! canonical JSON; packed is that JSON under zstd. The signature lies over the small cover and not over the services, so the
//! bound on signed statements stays small, and a believed cover says how far unpacking may go: no bomb goes off.
//! The same services and version are the same bytes. Files of the first version are read for ever (I14).

mod first;

use crate::folder::check;
use crate::mistake::Mistake;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use office::service::Service;
use parcel::canonical::{self, CanonicalError};
use parcel::{
    Digest, Namespace, PublicKey, SignError, Signed, Signer, Statement, VerifyError, digest_of,
};
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::io::Read as _;
use std::path::Path;

/// The longest unpacked catalogue that is taken: eleven services are 0.7 MiB.
const LONGEST: u64 = 16 << 20;
/// The longest file that is taken; eleven services are 60 KiB.
const LONGEST_FILE: usize = 8 << 20;
/// Pinned, because another level makes other bytes of the same services.
const LEVEL: i32 = 19;
/// Unpacking needs no more memory than two to this power.
const WINDOW_LOG: u32 = 24;

/// The services of a kit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Catalogue {
    /// Version that a profile names; empty while only checked.
    pub version: String,
    /// The services in the order of their folders.
    pub services: Vec<Service>,
}

/// What is signed.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Cover {
    version: String,
    length: u64,
    digest: Digest,
}

impl Statement for Cover {
    const FORMAT: &'static str = "valiza.catalogue.v2";
    // The key that may say who works at a kit may say with which services; the format keeps the two apart.
    const NAMESPACE: Namespace = Namespace::Profile;
}

/// The file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Packed {
    cover: Signed<Cover>,
    packed: String,
}

/// The file of whichever version.
#[derive(Deserialize)]
#[serde(untagged)]
enum Released {
    Second(Packed),
    First(Signed<first::Catalogue>),
}

/// Why a catalogue is not taken.
#[derive(Debug, thiserror::Error)]
pub enum CatalogueError {
    /// The file is not a catalogue.
    #[error("the file is not a service catalogue")]
    Unreadable,
    /// It is longer than a kit takes.
    #[error("the catalogue is longer than a kit takes")]
    TooLong,
    /// What is packed is not what the cover says.
    #[error("the catalogue is damaged: what is packed in it is not what was signed")]
    Damaged,
    /// The catalogue cannot be spelt canonically.
    #[error("the catalogue has no canonical spelling: {0}")]
    NotCanonical(#[from] CanonicalError),
    /// The key did not sign.
    #[error("the catalogue could not be signed: {0}")]
    NotSigned(#[from] SignError),
    /// The signature is not one of the trusted keys.
    #[error("the catalogue is not believed: {0}")]
    NotBelieved(#[from] VerifyError),
    /// It is older than the one in use.
    #[error("the catalogue is version {offered}, older than version {in_use}, which is in use")]
    Older {
        /// What was offered.
        offered: String,
        /// What stays in use.
        in_use: String,
    },
    /// It has the version of the one in use and says something else.
    #[error(
        "another catalogue of version {version} is in use; a changed catalogue needs a higher version"
    )]
    SameVersion {
        /// The version of both.
        version: String,
    },
}

/// A checked catalogue that is ready to be signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bundle {
    catalogue: Catalogue,
}

/// Checks the service folders in `dir` and gives them a version: numbers parted by points or hyphens, like `2026-11-21`.
///
/// # Errors
/// Every mistake that [`check`] finds, and a version that has no order.
pub fn build(dir: &Path, version: &str) -> Result<Bundle, Vec<Mistake>> {
    let numbers = version.split(['.', '-']);
    if version.len() > 32 || !numbers.clone().all(|number| number.parse::<u64>().is_ok()) {
        return Err(vec![Mistake {
            file: dir.display().to_string(),
            column: "version".to_owned(),
            text: format!(
                "'{version}' has no order; write numbers parted by points or hyphens, like 2 or 2026-11-21"
            ),
            ..Mistake::default()
        }]);
    }
    let catalogue = Catalogue {
        version: version.to_owned(),
        ..check(dir)?
    };
    Ok(Bundle { catalogue })
}

impl Bundle {
    /// What it holds.
    #[must_use]
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// The signed file that [`open`] reads: the same bytes for the same services, version and key.
    ///
    /// # Errors
    /// [`CatalogueError::NotCanonical`], [`CatalogueError::NotSigned`], [`CatalogueError::TooLong`].
    pub fn sign(&self, signer: &dyn Signer) -> Result<Vec<u8>, CatalogueError> {
        let text = canonical::to_vec(&self.catalogue)?;
        let length = u64::try_from(text.len()).unwrap_or(u64::MAX);
        let packed = zstd::encode_all(text.as_slice(), LEVEL)
            .map_err(|_no_memory| CatalogueError::TooLong)?;
        let cover = Cover {
            version: self.catalogue.version.clone(),
            length,
            digest: digest_of(&text),
        };
        let file = serde_json::to_vec(&Packed {
            cover: Signed::sign(&cover, signer)?,
            packed: STANDARD.encode(packed),
        });
        let file = file.map_err(|_no_json| CatalogueError::Unreadable)?;
        if length > LONGEST || file.len() > LONGEST_FILE {
            return Err(CatalogueError::TooLong);
        }
        Ok(file)
    }
}

/// Reads a signed catalogue, provided that one of `keys` signed it.
///
/// # Errors
/// [`CatalogueError::Unreadable`], [`CatalogueError::TooLong`], [`CatalogueError::NotBelieved`] and
/// [`CatalogueError::Damaged`].
pub fn open(bytes: &[u8], keys: &[PublicKey]) -> Result<Catalogue, CatalogueError> {
    if bytes.len() > LONGEST_FILE {
        return Err(CatalogueError::TooLong);
    }
    match serde_json::from_slice(bytes).map_err(|_other_shape| CatalogueError::Unreadable)? {
        Released::Second(file) => unpack(&file, keys),
        Released::First(signed) => Ok(signed.verify(keys)?.into()),
    }
}

/// Reads a signed catalogue that is to follow `in_use`: it must be newer, or the very same.
///
/// # Errors
/// What [`open`] says, and [`CatalogueError::Older`] and [`CatalogueError::SameVersion`].
pub fn accept(
    bytes: &[u8],
    keys: &[PublicKey],
    in_use: Option<&Catalogue>,
) -> Result<Catalogue, CatalogueError> {
    let offered = open(bytes, keys)?;
    let Some(in_use) = in_use else {
        return Ok(offered);
    };
    match order(&offered.version).cmp(&order(&in_use.version)) {
        Ordering::Greater => Ok(offered),
        Ordering::Equal if offered == *in_use => Ok(offered),
        Ordering::Equal => Err(CatalogueError::SameVersion {
            version: offered.version,
        }),
        Ordering::Less => Err(CatalogueError::Older {
            offered: offered.version,
            in_use: in_use.version.clone(),
        }),
    }
}

/// The numbers of a version in their order; a version of the first format may hold letters too.
fn order(version: &str) -> Vec<u64> {
    let numbers = version.split(|letter: char| !letter.is_ascii_digit());
    numbers.filter_map(|number| number.parse().ok()).collect()
}

fn unpack(file: &Packed, keys: &[PublicKey]) -> Result<Catalogue, CatalogueError> {
    let cover = file.cover.verify(keys)?;
    if cover.length > LONGEST {
        return Err(CatalogueError::TooLong);
    }
    let damaged = |_why| CatalogueError::Damaged;
    let packed = STANDARD
        .decode(&file.packed)
        .map_err(|_no_base64| CatalogueError::Damaged)?;
    let mut text = Vec::new();
    let mut unpacking = zstd::Decoder::new(packed.as_slice()).map_err(damaged)?;
    unpacking.window_log_max(WINDOW_LOG).map_err(damaged)?;
    // One byte more than the cover allows shows that it is not what was signed; more is never unpacked.
    unpacking
        .take(cover.length + 1)
        .read_to_end(&mut text)
        .map_err(damaged)?;
    if digest_of(&text) != cover.digest {
        return Err(CatalogueError::Damaged);
    }
    let catalogue: Catalogue = serde_json::from_value(canonical::from_slice(&text)?)
        .map_err(|_other_shape| CatalogueError::Unreadable)?;
    if catalogue.version == cover.version {
        Ok(catalogue)
    } else {
        Err(CatalogueError::Damaged)
    }
}
