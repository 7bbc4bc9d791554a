//! `inbox`, `show`, `search`, and one command for each turn that an application takes: the register without a window.
//! Whatever names a person is printed only where that was asked for, and stands in the log.

use std::{fs, path::Path, process::ExitCode};

use anyhow::{Context as _, bail};
use clap::{Args, Subcommand};

use super::Desk;
use crate::{
    clock,
    dispatch::turn,
    due,
    inbox::{self, Entry},
    ledger::{Act, Application, Decision, Event, Stage},
    outside::{self, Outside},
    private,
    sheet::{self, Sheet},
};

/// Which application, and on which day.
#[derive(Debug, Args)]
pub(super) struct Which {
    /// Its number (042-117-5083) or inner name
    which: String,
    /// The day it happened on, 2026-11-24; without it today
    #[arg(long, value_name = "DAY")]
    on: Option<String>,
}

/// A turn in the course of an application.
#[derive(Debug, Subcommand)]
pub(super) enum TurnCommand {
    /// It went back to be mended; its kit is asked for what is wanted
    Returned {
        #[command(flatten)]
        which: Which,
        /// Why, as the administrator reads it
        because: String,
    },
    /// It was handed to the authority that decides
    Handed {
        #[command(flatten)]
        which: Which,
    },
    /// The authority decided: granted, refused, sent-back, withdrawn
    Decided {
        #[command(flatten)]
        which: Which,
        /// How
        #[arg(value_parser = decision)]
        decision: Decision,
    },
    /// The applicant was told of the decision
    Told {
        #[command(flatten)]
        which: Which,
    },
    /// The applicant was given the result
    Delivered {
        #[command(flatten)]
        which: Which,
    },
}

/// What lies outside in the clear.
#[derive(Debug, Subcommand)]
pub(super) enum ExportsCommand {
    /// Tell which files were written in the clear and not cleared yet
    List,
    /// Take them off the disk; a file that was changed since is left and named
    Clear {
        /// Take changed files as well
        #[arg(long)]
        changed: bool,
    },
}

fn decision(text: &str) -> Result<Decision, String> {
    Decision::named(text).ok_or_else(|| Decision::ALL.map(Decision::key).join(", "))
}

impl Which {
    fn on(&self) -> anyhow::Result<String> {
        match &self.on {
            None => Ok(due::day_of(clock::now_s()).to_string()),
            Some(day) if office::identity::date::parse(day).is_some() => Ok(day.clone()),
            Some(day) => bail!("{day} is no day; nothing was written down. Give it as 2026-11-24"),
        }
    }
}

impl Desk<'_> {
    /// The inbox by community and by what is due first.
    pub(super) fn inbox(&mut self) -> anyhow::Result<ExitCode> {
        let today = due::day_of(clock::now_s());
        for group in inbox::groups(self.ledger.outlines()?, &self.folder) {
            let (urgent, waiting) = group.counts(today);
            let counts = [("n", waiting.into()), ("of", urgent.into())];
            let counts = self.words.t_with("inbox-counts", &counts);
            writeln!(self.out, "{}  {counts}", group.community)?;
            for entry in &group.entries {
                let line = self.inbox_line(entry, today);
                writeln!(self.out, "  {line}")?;
            }
        }
        Ok(ExitCode::SUCCESS)
    }

    fn inbox_line(&self, entry: &Entry, today: jiff::civil::Date) -> String {
        let outline = &entry.outline;
        let mark = if entry.warns() { "!" } else { " " };
        let about = outline.belongs_to.as_ref().map(|number| {
            let matter = sheet::key("console-matter", &outline.matter);
            format!("{} {number}", self.words.t(&matter))
        });
        let parts = [
            format!("{mark} {}", outline.number),
            sheet::day(&outline.day),
            about.unwrap_or_default(),
            sheet::text(&outline.service_name, self.words).to_owned(),
            self.words.t(&format!("stage-{}", outline.stage.key())),
            outline.official.clone(),
            entry.due_text(today, self.words),
        ];
        sheet::joined(parts, "  ")
    }

    pub(super) fn show(&mut self, which: &str) -> anyhow::Result<ExitCode> {
        let application = self.find(which)?;
        self.ledger.log(clock::now_s(), Act::Show, application.id)?;
        let text = self.sheet(&application)?.to_text();
        self.out.write_all(text.as_bytes())?;
        Ok(ExitCode::SUCCESS)
    }

    pub(super) fn sheet(&self, application: &Application) -> anyhow::Result<Sheet> {
        let family = self.ledger.family(application)?;
        Ok(Sheet::of(application, &family, &self.folder, self.words))
    }

    /// What the relative on the telephone is told, from the number on the slip alone.
    pub(super) fn search(&mut self, number: &str) -> anyhow::Result<ExitCode> {
        let now_s = clock::now_s();
        let Some(application) = self.ledger.find(number)? else {
            self.ledger.log_in_vain(now_s, Act::Search)?;
            writeln!(self.out, "{}", self.words.t("search-none"))?;
            return Ok(ExitCode::FAILURE);
        };
        self.ledger.log(now_s, Act::Search, application.id)?;
        let outlines = self.ledger.outlines()?;
        let entries = inbox::groups(outlines, &self.folder)
            .into_iter()
            .flat_map(|group| group.entries);
        let mut ours = entries.filter(|entry| entry.outline.id == application.id);
        if let Some(entry) = ours.next() {
            let line = self.inbox_line(&entry, due::day_of(now_s));
            writeln!(self.out, "{}", line.trim_start_matches(['!', ' ']))?;
        }
        for turn in &application.course {
            let stage = self.words.t(&format!("stage-{}", turn.event.stage().key()));
            writeln!(
                self.out,
                "  {}  {stage}  {}",
                sheet::day(turn.event.on()),
                turn.event.words()
            )?;
        }
        Ok(ExitCode::SUCCESS)
    }

    pub(super) fn register(&mut self, which: &str, typed: &str) -> anyhow::Result<ExitCode> {
        let Some(number) = turn::official(typed) else {
            bail!(
                "the official number is empty; nothing was written down. Give the number as the register has it"
            );
        };
        let on = due::day_of(clock::now_s()).to_string();
        self.take_turn(which, Event::Registered { number, on })
    }

    pub(super) fn turn(&mut self, command: &TurnCommand) -> anyhow::Result<ExitCode> {
        match command {
            TurnCommand::Returned { which, because } => {
                let because = because.trim().to_owned();
                if because.is_empty() {
                    bail!("the reason is empty; nothing was written down");
                }
                self.take_turn(
                    &which.which,
                    Event::Returned {
                        because,
                        on: which.on()?,
                    },
                )
            }
            TurnCommand::Handed { which } => {
                self.take_turn(&which.which, Event::Handed { on: which.on()? })
            }
            TurnCommand::Decided { which, decision } => {
                let event = Event::Decided {
                    decision: *decision,
                    on: which.on()?,
                };
                self.take_turn(&which.which, event)
            }
            TurnCommand::Told { which } => {
                self.take_turn(&which.which, Event::Told { on: which.on()? })
            }
            TurnCommand::Delivered { which } => {
                self.take_turn(&which.which, Event::Delivered { on: which.on()? })
            }
        }
    }

    fn take_turn(&mut self, which: &str, event: Event) -> anyhow::Result<ExitCode> {
        let application = self.find(which)?;
        let stage: Stage = event.stage();
        let words = event.words().to_owned();
        self.sender().turn(application.id, event)?;
        let stage = self.words.t(&format!("stage-{}", stage.key()));
        let parts = [application.dossier.number.to_string(), stage, words];
        writeln!(self.out, "{}", sheet::joined(parts, "  "))?;
        Ok(ExitCode::SUCCESS)
    }

    /// The sheet to enter an application by, as PDF.
    pub(super) fn rekeying_sheet(&mut self, which: &str, file: &Path) -> anyhow::Result<ExitCode> {
        let application = self.find(which)?;
        let sheet = self.sheet(&application)?;
        let pdf = sheet
            .to_pdf(&self.folder, &application, self.words)
            .context("the sheet could not be set")?;
        let mut outside = Outside::begin(&mut self.ledger, &[application.id], clock::now_s())?;
        outside
            .write(&self.ledger, file, pdf.bytes())
            .with_context(|| format!("{} could not be written", file.display()))?;
        writeln!(self.out, "{}", file.display())?;
        Ok(ExitCode::SUCCESS)
    }

    pub(super) fn exports(&mut self, command: &ExportsCommand) -> anyhow::Result<ExitCode> {
        match command {
            ExportsCommand::List => {
                for (_, written) in self.ledger.written()? {
                    let (day, n) = (clock::day_text(written.at), written.applications);
                    let counts = [("n", n.into()), ("of", written.files.len().into())];
                    let counts = self.words.t_with("exports-counts", &counts);
                    writeln!(self.out, "{day}  {}  {counts}", written.who)?;
                    for (file, _) in &written.files {
                        writeln!(self.out, "  {file}")?;
                    }
                }
                Ok(ExitCode::SUCCESS)
            }
            ExportsCommand::Clear { changed } => {
                let cleared = outside::clear(&mut self.ledger, *changed, clock::now_s())?;
                let counts = [("n", cleared.removed.into()), ("of", cleared.gone.into())];
                writeln!(
                    self.out,
                    "{}",
                    self.words.t_with("exports-cleared", &counts)
                )?;
                for (key, files) in [
                    ("exports-changed", &cleared.changed),
                    ("exports-kept", &cleared.kept),
                ] {
                    for file in files {
                        let name = [("name", file.display().to_string().into())];
                        writeln!(self.out, "! {}", self.words.t_with(key, &name))?;
                    }
                }
                let all = cleared.changed.is_empty() && cleared.kept.is_empty();
                Ok(if all {
                    ExitCode::SUCCESS
                } else {
                    ExitCode::from(super::WITH_FAULTS)
                })
            }
        }
    }

    pub(super) fn log(&mut self) -> anyhow::Result<ExitCode> {
        for look in self.ledger.looks()? {
            writeln!(self.out, "{}  {}", &look.hash[..16], look.line(self.words))?;
        }
        Ok(ExitCode::SUCCESS)
    }

    pub(super) fn find(&self, which: &str) -> anyhow::Result<Application> {
        let found = self.ledger.find(which)?;
        found.with_context(|| {
            format!(
                "there is no application {which} in the ledger. Check the number; run `fetch` and `open`; `gaps` tells \
                 whether it is on its way"
            )
        })
    }
}

/// What is signed elsewhere.
#[derive(Debug, Subcommand)]
pub(super) enum ArchiveCommand {
    /// Write an application as one archive (tar) with its digests, to be signed elsewhere; unsealed, so protect the file
    Write {
        /// Its number (042-117-5083) or inner name
        which: String,
        /// The file to write
        file: std::path::PathBuf,
    },
    /// Take in the signature over it (.p7s, .asice) and keep it beside the application; nothing is verified
    Take {
        /// Its number (042-117-5083) or inner name
        which: String,
        /// The file that the signing program wrote
        file: std::path::PathBuf,
    },
    /// Write the signatures that are kept beside an application into a folder
    Give {
        /// Its number (042-117-5083) or inner name
        which: String,
        /// The folder to write into; made if it is missing
        target: std::path::PathBuf,
    },
}

impl Desk<'_> {
    pub(super) fn archive(&mut self, command: &ArchiveCommand) -> anyhow::Result<ExitCode> {
        let now_s = clock::now_s();
        match command {
            ArchiveCommand::Write { which, file } => {
                let application = self.find(which)?;
                let (folder, keys) = (&self.folder, &self.keys);
                let packed =
                    crate::archive::pack(folder, keys, &self.ledger, &application, self.words)?;
                let mut outside = Outside::begin(&mut self.ledger, &[application.id], now_s)?;
                outside.write(&self.ledger, file, &packed)?;
                writeln!(
                    self.out,
                    "{}  {}",
                    parcel::digest_of(&packed),
                    file.display()
                )?;
            }
            ArchiveCommand::Take { which, file } => {
                let application = self.find(which)?;
                let size = fs::metadata(file).map(|one| one.len());
                let size = size.with_context(|| format!("{} cannot be read", file.display()))?;
                if size > crate::archive::LARGEST as u64 {
                    bail!(crate::archive::ArchiveError::TooLong);
                }
                let form = crate::archive::enclose(
                    &mut self.ledger,
                    &application,
                    fs::read(file)?,
                    now_s,
                )?;
                let name = [("name", form.into())];
                writeln!(self.out, "{}", self.words.t_with("archive-taken", &name))?;
            }
            ArchiveCommand::Give { which, target } => {
                let application = self.find(which)?;
                private::folder(target)?;
                let mut outside = Outside::begin(&mut self.ledger, &[application.id], now_s)?;
                let digits = application.dossier.number.digits();
                for (n, one) in (1_usize..).zip(self.ledger.enclosures(application.id)?) {
                    let file = target.join(format!("{digits}-{n}.{}", one.form));
                    outside.write(&self.ledger, &file, &one.bytes)?;
                    writeln!(self.out, "{}", file.display())?;
                }
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}
