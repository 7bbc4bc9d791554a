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

/// The files of a kit's folder besides profile and root keys.
pub(super) const FILES: [&str; 3] = ["catalogue.json", "devices.toml", "kit.toml"];

/// The folder of a kit below the console's.
pub(crate) fn folder(root: &Path, number: u16) -> PathBuf {
    root.join(format!("kit-{number:03}"))
}

/// Writes the folder that is carried to the kit; its profile comes when it is published.
pub(super) fn write(
    root: &Path,
    number: u16,
    roots: &[PublicKey],
    catalogue: &[u8],
) -> io::Result<PathBuf> {
    let folder = folder(root, number);
    private::folder(&folder)?;
    let lines: String = roots.iter().map(|key| format!("{key}\n")).collect();
    private::write(&folder.join("root.pub"), lines.as_bytes())?;
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
