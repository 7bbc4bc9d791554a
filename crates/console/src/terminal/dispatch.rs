//! `dispatch`: what goes back to the kits, one command a kind; and unfinished drafts that came from them.
//! Says what waits and what a kit has taken; never prints what an applicant answered.

use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context as _, bail};
use clap::Subcommand;
use look::Arg;
use parcel::{DispatchContent, KitName, Word, WordKind};

use super::Desk;
use crate::{
    clock, collect,
    dispatch::{
        self, draft,
        visits::{self, VisitsError},
    },
};

/// What can be sent, and asked about it.
#[derive(Debug, Subcommand)]
pub(super) enum DispatchCommand {
    /// Tell what was sent to the kits and what they have taken
    List,
    /// Send an answer about an application to the kit that took it
    Answer {
        /// Its number (042-117-5083)
        number: String,
        /// The words, as the administrator reads them
        text: String,
    },
    /// Ask the kit that took an application for a paper or a correction
    Wanted {
        /// Its number (042-117-5083)
        number: String,
        /// What is wanted, as the administrator reads it
        text: String,
    },
    /// Send planned visits from a table; every mistake is named by its cell, and then nothing is sent
    Visits {
        /// The workbook; `template` writes one to fill in
        table: PathBuf,
        /// The number on the kit's lid; may be left out where there is one kit
        #[arg(long, value_name = "NUMBER")]
        kit: Option<String>,
    },
    /// Write the empty table of visits
    Template {
        /// The file to write
        file: PathBuf,
    },
    /// Send the newest profile of a kit to it
    Profile {
        /// The number on the kit's lid; may be left out where there is one kit
        #[arg(long, value_name = "NUMBER")]
        kit: Option<String>,
    },
    /// Send the service catalogue to a kit
    Catalogue {
        /// The number on the kit's lid; may be left out where there is one kit
        #[arg(long, value_name = "NUMBER")]
        kit: Option<String>,
    },
    /// Tell which unfinished visits came as emergency parcels
    Drafts,
    /// Send an unfinished visit back, to go on with it
    Return {
        /// The beginning of its name, as `drafts` tells it
        which: String,
        /// The number on the lid of the kit that goes on; without it the one it came from
        #[arg(long, value_name = "NUMBER")]
        kit: Option<String>,
    },
    /// Post what waits, or write it onto a stick
    Send {
        /// A folder on a stick, for kits that have no coverage
        #[arg(long, value_name = "DIR")]
        stick: Option<PathBuf>,
    },
}

impl Desk<'_> {
    pub(super) fn dispatch(&mut self, command: &DispatchCommand) -> anyhow::Result<ExitCode> {
        match command {
            DispatchCommand::List => return self.list_dispatches(),
            DispatchCommand::Drafts => return self.list_drafts(),
            DispatchCommand::Template { file } => {
                fs::write(file, visits::TEMPLATE)
                    .with_context(|| format!("{} could not be written", file.display()))?;
                return Ok(ExitCode::SUCCESS);
            }
            DispatchCommand::Send { stick: Some(stick) } => return self.write_stick(stick),
            DispatchCommand::Send { stick: None } => {}
            DispatchCommand::Answer { number, text } => {
                self.say(number, WordKind::Answer, text)?;
            }
            DispatchCommand::Wanted { number, text } => {
                self.say(number, WordKind::Wanted, text)?;
            }
            DispatchCommand::Visits { table, kit } => {
                if let Some(wrong) = self.send_visits(table, kit.as_deref())? {
                    return Ok(wrong);
                }
            }
            DispatchCommand::Profile { kit } => {
                let kit = self.kit(kit.as_deref())?;
                self.sender().queue_profile(kit)?;
            }
            DispatchCommand::Catalogue { kit } => {
                let kit = self.kit(kit.as_deref())?;
                self.sender().queue_catalogue(kit)?;
            }
            DispatchCommand::Return { which, kit } => {
                let kit = kit
                    .as_deref()
                    .map(|kit| dispatch::kit(&self.folder, kit))
                    .transpose()?;
                draft::give_back(&mut self.sender(), which, kit)?;
            }
        }
        self.post()
    }

    /// The coordinator's side of what is sent now.
    pub(super) fn sender(&mut self) -> dispatch::Desk<'_> {
        dispatch::Desk {
            folder: &self.folder,
            keys: &self.keys,
            ledger: &mut self.ledger,
            now_s: clock::now_s(),
        }
    }

    /// Posts what waits; where the depot is not reached it goes with the next visit there.
    fn post(&mut self) -> anyhow::Result<ExitCode> {
        if let Err(why) = collect::tell_opened(&self.folder, &self.keys, &self.ledger) {
            tracing::warn!("the depot was not told: {why}");
            writeln!(self.out, "{}", self.words.t("dispatch-waits"))?;
        }
        let unposted = self.ledger.dispatches()?;
        let unposted = unposted.iter().filter(|sent| !sent.posted).count();
        let count = [("n", Arg::from(unposted))];
        writeln!(
            self.out,
            "{}",
            self.words.t_with("dispatch-unposted", &count)
        )?;
        Ok(ExitCode::SUCCESS)
    }

    fn say(&mut self, number: &str, kind: WordKind, text: &str) -> anyhow::Result<()> {
        if text.trim().is_empty() {
            bail!("the text is empty; nothing was sent");
        }
        let application = self.find(number)?;
        let word = Word {
            number: application.dossier.number.digits().to_owned(),
            kind,
            text: text.trim().to_owned(),
        };
        self.sender().queue_word(application.kit, word)?;
        Ok(())
    }

    /// The kit of that number, or the only one.
    fn kit(&self, wanted: Option<&str>) -> anyhow::Result<KitName> {
        match (wanted, self.folder.setup().kits.as_slice()) {
            (Some(wanted), _) => Ok(dispatch::kit(&self.folder, wanted)?),
            (None, [only]) => Ok(only.name),
            (None, _) => {
                bail!("there are several kits; name one with --kit NUMBER. Nothing was sent")
            }
        }
    }

    /// Queues the visits of a table; the exit code where it has mistakes.
    fn send_visits(&mut self, table: &Path, kit: Option<&str>) -> anyhow::Result<Option<ExitCode>> {
        let kit = self.kit(kit)?;
        let visits = match visits::from_file(&self.folder, kit, table) {
            Ok(Ok(visits)) => visits,
            Ok(Err(mistakes)) => {
                for mistake in &mistakes {
                    writeln!(self.out, "{}", mistake.words(self.words))?;
                }
                writeln!(self.out, "{}", self.words.t("visits-not-sent"))?;
                return Ok(Some(ExitCode::FAILURE));
            }
            Err(VisitsError::Danger) => bail!("{}", self.words.t("visits-danger")),
            Err(why) => return Err(why.into()),
        };
        let count = [("n", Arg::from(visits.len()))];
        writeln!(self.out, "{}", self.words.t_with("visits-sent", &count))?;
        self.sender()
            .queue(kit, DispatchContent::Visits(visits), Vec::new())?;
        Ok(None)
    }

    fn list_dispatches(&mut self) -> anyhow::Result<ExitCode> {
        for sent in self.ledger.dispatches()? {
            writeln!(
                self.out,
                "{}  {}  {}  {}",
                clock::day_text(sent.issued),
                self.folder.kit_label(sent.kit),
                self.words.t(&format!("dispatch-kind-{}", sent.kind)),
                self.words.t(&format!("dispatch-state-{}", sent.state())),
            )?;
        }
        Ok(ExitCode::SUCCESS)
    }

    fn list_drafts(&mut self) -> anyhow::Result<ExitCode> {
        for unfinished in draft::unfinished(&self.ledger)? {
            let line = unfinished.line(self.words);
            let kit = self.folder.kit_label(unfinished.folder.kit);
            writeln!(self.out, "{kit}  {line}")?;
        }
        Ok(ExitCode::SUCCESS)
    }

    /// What kits copied onto a stick comes in, receipts go back.
    pub(super) fn take(&mut self, stick: &Path) -> anyhow::Result<ExitCode> {
        let taken = collect::stick::take(&mut self.sender(), stick)?;
        let counts = [
            ("n", Arg::from(taken.new)),
            ("known", Arg::from(taken.known)),
            ("written", Arg::from(taken.written)),
        ];
        writeln!(self.out, "{}", self.words.t_with("stick-taken", &counts))?;
        if taken.damaged > 0 {
            let count = [("n", Arg::from(taken.damaged))];
            writeln!(self.out, "{}", self.words.t_with("stick-damaged", &count))?;
        }
        self.tell_faults(&taken.faults)
    }

    fn write_stick(&mut self, stick: &Path) -> anyhow::Result<ExitCode> {
        let written = collect::stick::write_dispatches(&self.sender(), stick)?;
        let count = [("n", Arg::from(written))];
        writeln!(
            self.out,
            "{}",
            self.words.t_with("dispatch-on-stick", &count)
        )?;
        Ok(ExitCode::SUCCESS)
    }
}
