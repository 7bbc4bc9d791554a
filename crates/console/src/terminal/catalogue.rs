//! `catalogue`: checks service folders and makes the one signed file that kits take.
//! Decides nothing about services; the catalogue does.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context as _, bail};
use catalogue::Mistake;
use clap::Subcommand;
use papers::{Templates, TypesetError};
use parcel::{Signer as _, SoftSigner};

use crate::{folder::Folder, private, provision};

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
    let mut review = catalogue::review(dir);
    review.mistakes.extend(wrong_papers(dir)?);
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

/// Where a catalogue is built.
pub(super) struct Bench<'a> {
    /// The console's folder.
    pub(super) path: &'a Path,
    /// The same, read.
    pub(super) folder: &'a Folder,
    /// What signs.
    pub(super) root: &'a SoftSigner,
}

impl Bench<'_> {
    /// Writes the signed file, and puts it where the console and the folders of its kits have theirs. Nothing is written
    /// where the services have a mistake or where no kit would take the file.
    pub(super) fn build(
        &self,
        (dir, file, version): (&Path, &Path, &str),
        out: &mut dyn Write,
    ) -> anyhow::Result<ExitCode> {
        let wrong = wrong_papers(dir)?;
        let built = catalogue::build(dir, version);
        let bundle = match built {
            Ok(bundle) if wrong.is_empty() => bundle,
            other => {
                let mut mistakes = other.err().unwrap_or_default();
                mistakes.extend(wrong);
                section(out, "Mistakes", &mistakes)?;
                bail!(
                    "the services have mistakes; nothing was written. Put them right and build again"
                );
            }
        };
        let bytes = bundle
            .sign(self.root)
            .context("the catalogue was not signed; nothing was written")?;
        let trusted = [self.root.public_key().clone()];
        let in_use = fs::read(self.folder.catalogue()).ok();
        let in_use = in_use.and_then(|bytes| catalogue::open(&bytes, &trusted).ok());
        catalogue::accept(&bytes, &trusted, in_use.as_ref()).context(
            "no kit would take it; nothing was written. Give a higher --catalogue-version",
        )?;

        let kits = self.folder.setup().kits.iter();
        let kits: Vec<PathBuf> = kits
            .map(|kit| provision::kit_folder(self.path, kit.number))
            .filter(|folder| folder.is_dir())
            .collect();
        let copies = kits.iter().map(|kit| kit.join("catalogue.json"));
        for file in [file.to_owned(), self.folder.catalogue()]
            .into_iter()
            .chain(copies)
        {
            std::path::absolute(&file)
                .and_then(|file| private::write(&file, &bytes))
                .with_context(|| format!("{} could not be written", file.display()))?;
        }
        writeln!(
            out,
            "{} services, version {version}, {} bytes: {}",
            bundle.catalogue().services.len(),
            bytes.len(),
            file.display()
        )?;
        for kit in kits {
            let kit = kit.display();
            writeln!(
                out,
                "Carry {kit} to its kit, and there: valiza --profile {kit}"
            )?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

/// What is wrong with the edited papers of the service folders, each tried on invented people. A template that never ends
/// keeps this program busy until somebody stops it.
fn wrong_papers(dir: &Path) -> anyhow::Result<Vec<Mistake>> {
    let mut wrong = Vec::new();
    let Ok(entries) = fs::read_dir(dir) else {
        // The review has said so.
        return Ok(wrong);
    };
    let mut folders = Vec::new();
    for entry in entries {
        folders.push(entry?.path().join("papers"));
    }
    folders.sort_unstable();
    for papers in folders.iter().filter(|papers| papers.is_dir()) {
        let name = papers.strip_prefix(dir).unwrap_or(papers).display();
        let mistake = |file: &str, row, text: &str| Mistake {
            file: format!("{name}/{file}"),
            row,
            text: text.to_owned(),
            ..Mistake::default()
        };
        for entry in fs::read_dir(papers)? {
            let file = entry?.file_name().display().to_string();
            if file.ends_with(".typ") && !Templates::shipped().any(|(known, _)| known == file) {
                wrong.push(mistake(&file, None, "there is no paper of this name"));
            }
        }
        let templates = match Templates::with_overrides(papers) {
            Ok(templates) => templates,
            Err(why) => {
                wrong.push(mistake("", None, &why.to_string()));
                continue;
            }
        };
        wrong.extend(
            papers::check(&templates)
                .into_iter()
                .map(|error| match error {
                    TypesetError::Template { file, line } => {
                        mistake(file, Some(line), "the paper cannot be set from this line")
                    }
                    TypesetError::Unset { paper } => {
                        mistake(&format!("{paper}.typ"), None, "the paper cannot be set")
                    }
                    TypesetError::CodeTooLong | TypesetError::Width { .. } => {
                        mistake("", None, &error.to_string())
                    }
                }),
        );
    }
    Ok(wrong)
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
