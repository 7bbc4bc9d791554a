//! What a kit is given: profile, catalogue, devices, and the keys it takes into its keyring once.
//! The enrolment file is a secret until the kit has consumed it; it must not stay on this machine.

use std::{
    io,
    path::{Path, PathBuf},
};

use parcel::{KitName, PublicKey, SignError, SoftSigner};
use serde::{Deserialize, Serialize};

use crate::{folder::KitEntry, private};

use super::{BeginError, json};

/// The devices of a kit that has only a folder to print into.
const DEVICES: &str = "# The devices of this kit. Add [scanner], [id_reader] and [slip] as they are connected.\n\
                       [printer]\n\
                       folder = \"printed\"\n";

/// `enrolment.json`: the kit's secrets, for one use. The kit reads it at enrolment, takes the keys into its keyring,
/// and overwrites it.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Enrolment {
    /// `valiza.enrolment.v1`.
    pub format: String,
    /// The kit's pseudonym.
    pub kit: KitName,
    /// The number on its lid.
    pub number: u16,
    /// The key that signs profiles and catalogues.
    pub root: PublicKey,
    /// The kit's signing key, an OpenSSH private key.
    pub kit_key: String,
    /// Those who may work at the kit.
    pub administrators: Vec<AdministratorKey>,
}

/// One administrator of an [`Enrolment`].
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AdministratorKey {
    /// Name as in the profile.
    pub name: String,
    /// The signing key, an OpenSSH private key.
    pub key: String,
}

impl Enrolment {
    pub(super) fn new(
        kit: &KitEntry,
        root: &PublicKey,
        kit_key: &SoftSigner,
        administrators: &[(&String, &SoftSigner)],
    ) -> Result<Self, SignError> {
        let administrator = |(name, key): &(&String, &SoftSigner)| {
            Ok(AdministratorKey {
                name: (*name).clone(),
                key: key.to_openssh()?.to_string(),
            })
        };
        Ok(Self {
            format: "valiza.enrolment.v1".to_owned(),
            kit: kit.name,
            number: kit.number,
            root: root.clone(),
            kit_key: kit_key.to_openssh()?.to_string(),
            administrators: administrators
                .iter()
                .map(administrator)
                .collect::<Result<_, _>>()?,
        })
    }
}

impl std::fmt::Debug for Enrolment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Enrolment of kit {:03}", self.number)
    }
}

impl std::fmt::Debug for AdministratorKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AdministratorKey")
    }
}

/// Writes the folder that is carried to the kit.
pub(super) fn write(
    root: &Path,
    enrolment: &Enrolment,
    profile: &[u8],
    catalogue: &[u8],
) -> io::Result<PathBuf> {
    let folder = root.join(format!("kit-{:03}", enrolment.number));
    private::folder(&folder)?;
    private::write(&folder.join("profile.json"), profile)?;
    private::write(&folder.join("catalogue.json"), catalogue)?;
    private::write(&folder.join("devices.toml"), DEVICES.as_bytes())?;
    private::write(&folder.join("enrolment.json"), &json(enrolment)?)?;
    Ok(folder)
}

/// The services as one signed file.
pub(super) fn catalogue(
    services: &Path,
    version: &str,
    root: &SoftSigner,
) -> Result<Vec<u8>, BeginError> {
    let wrong = |mistakes: String| BeginError::Catalogue {
        folder: services.to_owned(),
        mistakes,
    };
    let bundle = catalogue::build(services, version).map_err(|mistakes| {
        let mistakes: Vec<_> = mistakes.iter().map(ToString::to_string).collect();
        wrong(mistakes.join("; "))
    })?;
    bundle.sign(root).map_err(|why| wrong(why.to_string()))
}
