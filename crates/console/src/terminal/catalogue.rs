//! `catalogue`: checks service folders and makes the one signed file that kits take.
//! Decides nothing about services; the catalogue does.

use std::{
    io::Write,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context as _, bail};
use clap::Subcommand;
use parcel::SoftSigner;

use crate::private;

#[derive(Debug, Subcommand)]
pub(super) enum CatalogueCommand {
    /// Tell every mistake in a folder of services, what the centre has to supply, and what is not verified; exit code 1 on mistakes
    Check {
        /// The folder of service folders
        dir: PathBuf,
    },
    /// Make one signed file of a folder of services, to be carried to the kits
    Build {
        /// The folder of service folders
        dir: PathBuf,
        /// The file to write
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
        /// Its version: numbers parted by points or hyphens; a kit takes only a higher one than it has
        #[arg(long, value_name = "VERSION")]
        catalogue_version: String,
    },
}

/// Tells what is wrong and what is open.
pub(super) fn check(dir: &Path, out: &mut dyn Write) -> anyhow::Result<ExitCode> {
    let review = catalogue::review(dir);
    writeln!(out, "{} services read", review.catalogue.services.len())?;
    section(out, "Mistakes", &review.mistakes)?;
    section(out, "To be supplied by the centre", &review.supply)?;
    section(
        out,
        "Not compared with a primary source",
        &review.unverified,
    )?;
    Ok(if review.mistakes.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Signs with the root key, and writes the file only where it is whole.
pub(super) fn build(
    (dir, file, version): (&Path, &Path, &str),
    root: &SoftSigner,
    out: &mut dyn Write,
) -> anyhow::Result<ExitCode> {
    let bundle = match catalogue::build(dir, version) {
        Ok(bundle) => bundle,
        Err(mistakes) => {
            section(out, "Mistakes", &mistakes)?;
            bail!(
                "the services have mistakes; nothing was written. Put them right and build again"
            );
        }
    };
    let bytes = bundle
        .sign(root)
        .context("the catalogue was not signed; nothing was written")?;
    std::path::absolute(file)
        .and_then(|file| private::write(&file, &bytes))
        .with_context(|| format!("{} could not be written", file.display()))?;
    writeln!(
        out,
        "{} services, version {version}, {} bytes: {}\n\
         Put it as catalogue.json into the folder of a kit, carry that to the kit, and there: valiza --profile FOLDER",
        bundle.catalogue().services.len(),
        bytes.len(),
        file.display()
    )?;
    Ok(ExitCode::SUCCESS)
}

fn section(
    out: &mut dyn Write,
    heading: &str,
    lines: &[impl std::fmt::Display],
) -> std::io::Result<()> {
    writeln!(out, "\n{heading}: {}", lines.len())?;
    for line in lines {
        writeln!(out, "  {line}")?;
    }
    Ok(())
}
