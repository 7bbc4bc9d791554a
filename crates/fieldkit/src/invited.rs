//! `valiza enrol --code`: the words of a kit that begins, or goes on, by a code said over the telephone.

use crate::tell;
use anyhow::{Context as _, Result};
use station::KitFolder;
use station::invited::{self, EnrolCode, Pointer, Source};
use std::path::PathBuf;

/// Where an enrolment by code fetches from.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct From {
    /// The depot's address; it stands on the kit's sheet.
    #[arg(long, value_name = "URL", requires = "code")]
    depot: Option<String>,
    /// The code of the kit's sheet, as a reader types it: depot, profile and root are compared with it.
    #[arg(long, value_name = "TEXT", requires = "code", conflicts_with = "depot")]
    sheet: Option<Pointer>,
    /// A stick that the coordinator prepared, instead of the depot.
    #[arg(long, value_name = "FOLDER", requires = "code")]
    stick: Option<PathBuf>,
}

/// An enrolment by code that is under way.
pub(crate) struct Invitation<'a> {
    enrolment: invited::Enrolment,
    source: Source,
    pointer: Option<&'a Pointer>,
}

impl<'a> Invitation<'a> {
    pub(crate) fn of(code: &EnrolCode, from: &'a From) -> Result<Self> {
        let url = from.sheet.as_ref().map(|sheet| &sheet.depot);
        let source = match (&from.stick, from.depot.as_ref().or(url)) {
            (Some(stick), _) => Source::Stick(stick.clone()),
            (None, Some(url)) => Source::depot(url)
                .context("the depot's address cannot be used; it stands on the kit's sheet")?,
            (None, None) => anyhow::bail!(
                "the code says nothing about where to fetch from; add --depot URL, --sheet TEXT or --stick FOLDER"
            ),
        };
        Ok(Self {
            enrolment: code.derive(),
            source,
            pointer: from.sheet.as_ref(),
        })
    }

    /// Takes in what the kit begins with; false where it has its keys already.
    pub(crate) fn accept(&self, folder: &KitFolder) -> Result<bool> {
        if folder.keys().exists() {
            return Ok(false);
        }
        invited::accept(&self.enrolment, &self.source, self.pointer, folder)
            .context("the kit did not begin; nothing on it was changed. Have the code said again, or ask for another")?;
        Ok(true)
    }

    /// Brings the card of the keys that were made.
    pub(crate) fn answer(&self, folder: &KitFolder) -> Result<()> {
        invited::answer(&self.enrolment, &self.source, &folder.card()).with_context(|| {
            format!(
                "the keys are made, but the card was not brought. Hand {} over by a stick",
                folder.card().display()
            )
        })?;
        tell(
            "The card was brought. Once the coordinator has admitted the kit, run the same command again.",
        );
        Ok(())
    }

    /// Takes the profile that admits the kit.
    pub(crate) fn conclude(&self, folder: &KitFolder) -> Result<()> {
        let version = invited::conclude(&self.enrolment, &self.source, folder).context(
            "the profile that admits the kit was not taken; the kit keeps what it has. Has the coordinator admitted it?",
        )?;
        tell(&format!(
            "The kit is admitted: profile {version} is in force."
        ));
        Ok(())
    }
}
