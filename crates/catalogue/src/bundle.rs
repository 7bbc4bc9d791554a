//! The one file that a kit takes: every service with its form, canonical, versioned, signed by the root key.

use crate::folder::check;
use crate::mistake::Mistake;
use office::service::Service;
use parcel::canonical::{self, CanonicalError};
use parcel::{Namespace, PublicKey, SignError, Signed, Signer, Statement, VerifyError};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// The services of a kit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Catalogue {
    /// Version that a profile names; empty while only checked.
    pub version: String,
    /// The services in the order of their folders.
    pub services: Vec<Service>,
}

impl Statement for Catalogue {
    const FORMAT: &'static str = "valiza.catalogue.v1";
    // The key that may say who works at a kit may say with which services; the format keeps the two apart.
    const NAMESPACE: Namespace = Namespace::Profile;
}

/// Why a catalogue is not taken.
#[derive(Debug, thiserror::Error)]
pub enum CatalogueError {
    /// The file is not a catalogue.
    #[error("the file is not a service catalogue")]
    Unreadable,
    /// The catalogue cannot be spelt canonically.
    #[error("the catalogue has no canonical spelling: {0}")]
    NotCanonical(#[from] CanonicalError),
    /// The key did not sign.
    #[error("the catalogue could not be signed: {0}")]
    NotSigned(#[from] SignError),
    /// The signature is not one of the trusted keys, or the catalogue is longer than a kit takes.
    #[error("the catalogue is not believed: {0}")]
    NotBelieved(#[from] VerifyError),
}

/// A checked catalogue that is ready to be signed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bundle {
    catalogue: Catalogue,
}

/// Checks the service folders in `dir` and gives them a version.
///
/// # Errors
/// Every mistake that [`check`] finds.
pub fn build(dir: &Path, version: &str) -> Result<Bundle, Vec<Mistake>> {
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

    /// Canonical JSON: the same services and version are always the same bytes. [`load`] reads it.
    ///
    /// # Errors
    /// [`CatalogueError::NotCanonical`].
    pub fn to_bytes(&self) -> Result<Vec<u8>, CatalogueError> {
        Ok(canonical::to_vec(&self.catalogue)?)
    }

    /// The signed file that [`open`] reads.
    ///
    /// # Errors
    /// [`CatalogueError::NotSigned`], or [`CatalogueError::NotBelieved`] where it is longer than a kit takes.
    pub fn sign(&self, signer: &dyn Signer) -> Result<Vec<u8>, CatalogueError> {
        let signed = Signed::sign(&self.catalogue, signer)?;
        signed.verify([signer.public_key()])?;
        serde_json::to_vec(&signed).map_err(|_no_json| CatalogueError::Unreadable)
    }
}

/// Reads the unsigned bytes of a [`Bundle`].
///
/// # Errors
/// [`CatalogueError::NotCanonical`] and [`CatalogueError::Unreadable`].
pub fn load(bytes: &[u8]) -> Result<Catalogue, CatalogueError> {
    serde_json::from_value(canonical::from_slice(bytes)?)
        .map_err(|_other_shape| CatalogueError::Unreadable)
}

/// Reads a signed catalogue, provided that one of `keys` signed it.
///
/// # Errors
/// [`CatalogueError::Unreadable`] and [`CatalogueError::NotBelieved`].
pub fn open(bytes: &[u8], keys: &[PublicKey]) -> Result<Catalogue, CatalogueError> {
    let signed: Signed<Catalogue> =
        serde_json::from_slice(bytes).map_err(|_other_shape| CatalogueError::Unreadable)?;
    Ok(signed.verify(keys)?)
}
