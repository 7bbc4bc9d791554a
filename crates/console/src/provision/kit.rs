//! What a kit is given: profile, root key, catalogue, devices. Nothing in it is secret.
//! A kit's own keys are made on the kit and nowhere else; see `admit`.

use std::{
    io,
    path::{Path, PathBuf},
};

use parcel::{PublicKey, SoftSigner};

use crate::private;

use super::BeginError;

/// The devices of a kit that has only a folder to print into.
const DEVICES: &str = "# The devices of this kit. Add [scanner], [id_reader] and [slip] as they are connected.\n\
                       # Without a printer, papers are PDF files in this folder of the person's home: readable like paper.\n\
                       [printer]\n\
                       folder = \"valiza-papers\"\n";

/// The folder of a kit below the console's.
pub(crate) fn folder(root: &Path, number: u16) -> PathBuf {
    root.join(format!("kit-{number:03}"))
}

/// Writes the folder that is carried to the kit.
pub(super) fn write(
    root: &Path,
    number: u16,
    root_key: &PublicKey,
    profile: &[u8],
    catalogue: &[u8],
) -> io::Result<PathBuf> {
    let folder = folder(root, number);
    private::folder(&folder)?;
    private::write(&folder.join("root.pub"), format!("{root_key}\n").as_bytes())?;
    private::write(&folder.join("profile.json"), profile)?;
    private::write(&folder.join("catalogue.json"), catalogue)?;
    private::write(&folder.join("devices.toml"), DEVICES.as_bytes())?;
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
