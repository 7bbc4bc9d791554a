//! The command line: what can be asked, and the answers as lines of text.
//! Decides nothing; whatever a command does, the library does for the window too.

mod ask;
mod begin;
mod catalogue;
mod dispatch;
mod documents;
mod keys;
mod kits;
mod lost;
mod printing;
mod register;

use std::{
    fs,
    io::{BufRead, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context as _;
use clap::{Args, Parser, Subcommand};
use look::{Arg, Language, Words};
use parcel::KitCard;
use zeroize::Zeroizing;

use self::{
    catalogue::CatalogueCommand,
    dispatch::DispatchCommand,
    register::{ArchiveCommand, ExportsCommand, TurnCommand},
};
use crate::{
    clock,
    collect::{self, PartFault},
    dispatch::draft,
    folder::Folder,
    gaps,
    keys::Keys,
    ledger::{Ledger, Source},
    opening,
    seat::{self, Deed, Duty, Seat},
    window,
};

/// The window locks after so many seconds in which nobody touched anything.
const IDLE_S: u32 = 600;

/// The exit code of a command that did its work and has something wrong to tell.
const WITH_FAULTS: u8 = 3;

/// Opens what mobile kits sealed: fetches parcels from the depot, shows applications, exports them, keeps their official numbers.
///
/// Begin with `valiza-console begin DIR`. Then, from that folder: `fetch`, `open`, `list`, `show`, `export`, `register`, `gaps`;
/// without a command the window opens. Exit codes: 0 done, 1 not done, 3 done but some parcels are faulty (each is named).
#[derive(Debug, Parser)]
#[command(name = "valiza-console", version)]
pub struct Arguments {
    /// The console's folder, made by `begin`
    #[arg(
        long,
        short = 'C',
        global = true,
        default_value = ".",
        value_name = "DIR"
    )]
    folder: PathBuf,
    /// A file whose first line is the passphrase; without it you are asked
    #[arg(long, global = true, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
    /// The language of answers and window: uk or en
    #[arg(long, global = true, default_value = "uk", value_parser = language)]
    language: Language,
    /// How much to say on standard error: error, warn, info, debug
    #[arg(long, global = true, default_value = "warn")]
    log: String,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make keys, depot folder, kit folder, profile and catalogue for one or more communities
    Begin(Box<begin::BeginArguments>),
    /// Admit a kit by the card that `valiza enrol` wrote: sign its next profile, and tell the depot
    Admit {
        /// The card, kit-card.json
        card: PathBuf,
        /// Whose key the card brings, where the kit has several administrators and the card does not say it
        #[arg(long, value_name = "NAME")]
        administrator: Option<String>,
    },
    /// Make, rotate, retire and try the keys that open applications
    #[command(subcommand)]
    Keys(keys::KeysCommand),
    /// Build and sign profiles, enrol kits, declare them lost
    #[command(subcommand)]
    Kit(kits::KitCommand),
    /// Check service folders, or make the catalogue of them that kits take
    #[command(subcommand)]
    Catalogue(catalogue::CatalogueCommand),
    /// Write model documents for the council and its lawyer (PDF), filled from the newest profile; what is unknown is a blank
    Documents {
        /// The folder to write into, one folder for each community; made if it is missing
        target: PathBuf,
        /// A TOML file with what the profile does not know: council, edrpou, head, responsible, settlements, ...
        #[arg(long, value_name = "FILE")]
        values: Option<PathBuf>,
    },
    /// Tell what the depot has that was not fetched yet; changes nothing
    List,
    /// Fetch new parts from the depot, and leave the receipts of what was opened
    Fetch,
    /// Take what kits copied onto a stick, and leave receipts and dispatches for them on it
    Take {
        /// The folder of the stick
        stick: PathBuf,
    },
    /// Verify and decrypt what was fetched; every opening is logged
    Open,
    /// Tell which applications were opened, by community and by what is due first
    Inbox,
    /// Tell how an application stands, from the number on the slip alone; every search is logged
    Search {
        /// The number on the slip (042-117-5083)
        number: String,
    },
    /// Show an application: remarks first, then answers and documents
    Show {
        /// Its number (042-117-5083) or inner name
        which: String,
    },
    /// Write scans (PDF), data (JSON, XML) and a journal line (CSV) of every application; unsealed, so protect the folder
    Export {
        /// The folder to write into; made if it is missing
        target: PathBuf,
        /// Only this number
        #[arg(long, value_name = "NUMBER")]
        only: Option<String>,
    },
    /// Send something to a kit, by the depot or by stick: answers, what is wanted, visits, catalogue, profile, drafts
    #[command(subcommand)]
    Dispatch(DispatchCommand),
    /// Write inventory, route sheet and what to pay by of an application again (PDF), in the print that the resident asked for
    Papers {
        /// Its number (042-117-5083) or inner name
        which: String,
        /// The folder to write into; made if it is missing
        target: PathBuf,
    },
    /// Write the registration journal of some days (PDF); unsealed, so protect the file
    Journal {
        #[command(flatten)]
        period: printing::Period,
        /// The file to write
        file: PathBuf,
    },
    /// Tell the counts of a quarterly report: visits, applications by service, place and kit, feedback, completeness
    Report {
        #[command(flatten)]
        period: printing::Period,
        /// Write them as a table for a spreadsheet too
        #[arg(long, value_name = "FILE")]
        csv: Option<PathBuf>,
        /// Draw them too (SVG)
        #[arg(long, value_name = "FILE")]
        picture: Option<PathBuf>,
    },
    /// Tell what is missing by the kits' own word
    Gaps,
    /// Write the official number of an application down
    Register {
        /// Its number (042-117-5083) or inner name
        which: String,
        /// The number in the official register
        official: String,
    },
    /// Write down what became of an application: returned, handed, decided, told, delivered
    #[command(subcommand)]
    Turn(TurnCommand),
    /// Write the sheet to enter an application by (PDF): values in the order of the form; unsealed, so protect the file
    Sheet {
        /// Its number (042-117-5083) or inner name
        which: String,
        /// The file to write
        file: PathBuf,
    },
    /// Write an application to be signed elsewhere, and keep the signature that comes back
    #[command(subcommand)]
    Archive(ArchiveCommand),
    /// Tell what was written in the clear, and take it off the disk
    #[command(subcommand)]
    Exports(ExportsCommand),
    /// Say what a holder of keys is here for: coordinator, reader, key-holder; without a name, tell who is what
    Seat {
        /// The holder's name, as `keys list` has it
        name: Option<String>,
        /// What they are here for
        #[arg(value_parser = duty, requires = "name")]
        duty: Option<Duty>,
    },
    /// Tell who did what, when and where: the log, checked line by line
    Log,
    /// Open the window (also without any command)
    Window(WindowArguments),
}

#[derive(Debug, Clone, Default, Args)]
struct WindowArguments {
    /// Save a picture of the window once an application is shown, and leave
    #[arg(long, value_name = "PNG")]
    picture: Option<PathBuf>,
    /// Show this application first
    #[arg(long, value_name = "NUMBER")]
    show: Option<String>,
    /// Lock after so many seconds in which nobody touched anything
    #[arg(long, value_name = "SECONDS")]
    idle: Option<u32>,
    /// Take orders as lines of JSON on standard input: `{"settled":true}`, `{"picture":"FILE"}`, `{"size":[1366,768]}`
    #[arg(long)]
    drive: bool,
}

impl Command {
    /// What doing it amounts to.
    fn deed(&self) -> Deed {
        match self {
            Self::List | Self::Gaps | Self::Log => Deed::Watch,
            Self::Inbox | Self::Search { .. } | Self::Show { .. } | Self::Report { .. } => {
                Deed::Read
            }
            Self::Admit { .. } | Self::Keys(_) | Self::Kit(_) | Self::Seat { .. } => Deed::Keep,
            Self::Begin(_)
            | Self::Catalogue(_)
            | Self::Documents { .. }
            | Self::Fetch
            | Self::Take { .. }
            | Self::Open
            | Self::Export { .. }
            | Self::Dispatch(_)
            | Self::Papers { .. }
            | Self::Journal { .. }
            | Self::Register { .. }
            | Self::Turn(_)
            | Self::Sheet { .. }
            | Self::Archive(_)
            | Self::Exports(_)
            | Self::Window(_) => Deed::Work,
        }
    }
}

impl Arguments {
    /// How much to say on standard error.
    #[must_use]
    pub fn log(&self) -> &str {
        &self.log
    }

    fn words(&self) -> Words {
        Words::new(self.language)
    }
}

fn duty(text: &str) -> Result<Duty, String> {
    Duty::named(text).ok_or_else(|| Duty::ALL.map(Duty::key).join(", "))
}

fn language(text: &str) -> Result<Language, String> {
    match text {
        "uk" => Ok(Language::Uk),
        "en" => Ok(Language::En),
        _ => Err("uk or en".to_owned()),
    }
}

/// Does what was asked.
///
/// # Errors
/// Whatever stopped it: what happened, what it means, what to do next.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "all other commands work on an unlocked folder"
)]
pub fn run(
    arguments: &Arguments,
    input: &mut dyn BufRead,
    out: &mut dyn Write,
) -> anyhow::Result<ExitCode> {
    match arguments
        .command
        .as_ref()
        .unwrap_or(&Command::Window(WindowArguments::default()))
    {
        Command::Begin(begin) => {
            begin::run(begin, arguments.passphrase_file.as_deref(), input, out)?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Catalogue(CatalogueCommand::Check { dir }) => catalogue::check(dir, out),
        Command::Documents { target, values } => {
            let folder = Folder::open(&arguments.folder)?;
            documents::write(&folder, values.as_deref(), target, out)
        }
        Command::Window(window) => {
            let folder = Folder::open(&arguments.folder)?;
            let passphrase = arguments
                .passphrase_file
                .as_deref()
                .map(read_passphrase)
                .transpose()?;
            let order = window::Opening {
                folder,
                passphrase,
                language: arguments.language,
                show: window.show.clone(),
                picture: window.picture.clone(),
                idle_s: window.idle.unwrap_or(IDLE_S).max(10),
                drive: window.drive,
            };
            window::run(order)?;
            Ok(ExitCode::SUCCESS)
        }
        command => {
            let folder = Folder::open(&arguments.folder)?;
            let passphrase = match &arguments.passphrase_file {
                Some(file) => read_passphrase(file)?,
                None => ask::secret("Passphrase: ", input)?,
            };
            let keys = Keys::unlock(&folder, &passphrase)?;
            let seat = Seat::of(&folder, &keys)?;
            seat.allows(command.deed())?;
            let mut ledger = Ledger::open(&folder.ledger(), keys.ledger())?;
            ledger.sign_in(&seat.who, Source::Terminal, clock::now_s())?;
            if let Command::Keys(command) = command {
                let mut folder = folder;
                let desk = keys::KeyDesk {
                    folder: &mut folder,
                    keys: &keys,
                    ledger: &ledger,
                    words: arguments.words(),
                    passphrase: &passphrase,
                    out,
                };
                return desk.run(command, input);
            }
            Desk {
                folder,
                keys,
                ledger,
                words: arguments.words(),
                out,
            }
            .run(command)
        }
    }
}

/// The first line of a passphrase file.
fn read_passphrase(file: &Path) -> anyhow::Result<Zeroizing<String>> {
    let text = fs::read_to_string(file).map(Zeroizing::new);
    let text =
        text.with_context(|| format!("the passphrase file {} cannot be read", file.display()))?;
    Ok(Zeroizing::new(
        text.lines().next().unwrap_or_default().trim().to_owned(),
    ))
}

/// One command's surroundings, unlocked.
struct Desk<'a> {
    folder: Folder,
    keys: Keys,
    ledger: Ledger,
    words: Words,
    out: &'a mut dyn Write,
}

impl Desk<'_> {
    fn run(mut self, command: &Command) -> anyhow::Result<ExitCode> {
        match command {
            Command::Admit {
                card,
                administrator,
            } => self.admit(card, administrator.as_deref()),
            Command::Kit(command) => self.kits().run(command),
            Command::Catalogue(CatalogueCommand::Build {
                dir,
                out,
                catalogue_version,
            }) => {
                let bench = catalogue::Bench {
                    path: self.folder.path(),
                    folder: &self.folder,
                    root: &self.keys.root(&self.folder)?,
                };
                bench.build((dir, out, catalogue_version), self.out)
            }
            Command::List => self.list(),
            Command::Fetch => self.fetch(),
            Command::Take { stick } => self.take(stick),
            Command::Open => self.open(),
            Command::Inbox => self.inbox(),
            Command::Show { which } => self.show(which),
            Command::Export { target, only } => self.export(target, only.as_deref()),
            Command::Dispatch(command) => self.dispatch(command),
            Command::Papers { which, target } => self.papers(which, target),
            Command::Journal { period, file } => self.journal(period, file),
            Command::Report {
                period,
                csv,
                picture,
            } => self.report(period, (csv.as_deref(), picture.as_deref())),
            Command::Gaps => self.gaps(),
            Command::Register { which, official } => self.register(which, official),
            Command::Search { number } => self.search(number),
            Command::Turn(command) => self.turn(command),
            Command::Sheet { which, file } => self.rekeying_sheet(which, file),
            Command::Archive(command) => self.archive(command),
            Command::Exports(command) => self.exports(command),
            Command::Seat { name, duty } => self.seat(name.as_deref(), *duty),
            Command::Log => self.log(),
            Command::Begin(_)
            | Command::Keys(_)
            | Command::Window(_)
            | Command::Documents { .. }
            | Command::Catalogue(CatalogueCommand::Check { .. }) => {
                unreachable!("these are run before anything is unlocked")
            }
        }
    }

    fn kits(&mut self) -> kits::KitDesk<'_> {
        kits::KitDesk {
            folder: &mut self.folder,
            keys: &self.keys,
            ledger: &self.ledger,
            words: self.words,
            out: self.out,
        }
    }

    fn admit(&mut self, card: &Path, of: Option<&str>) -> anyhow::Result<ExitCode> {
        let text = fs::read(card)
            .with_context(|| format!("the card {} cannot be read", card.display()))?;
        let card: KitCard = serde_json::from_slice(&text).with_context(|| {
            format!(
                "{} is no kit card; nothing was changed. `valiza enrol` writes one",
                card.display()
            )
        })?;
        let kits = &self.folder.setup().kits;
        let ours = kits.iter().find(|kit| kit.name == card.kit);
        let number = ours.map_or(0, |kit| kit.number);
        self.kits().admit_one(number, &card, of)?;
        Ok(ExitCode::SUCCESS)
    }

    fn list(&mut self) -> anyhow::Result<ExitCode> {
        let listed = collect::list(&self.folder, &self.keys, &self.ledger)?;
        for line in &listed {
            let (manifest, day) = (&line.manifest, clock::day_text(line.received));
            let state = line.fault.unwrap_or("new");
            let kit = self.folder.kit_label(manifest.kit);
            writeln!(
                self.out,
                "{day}  kit {kit}  {:9}  {:>9} B  {state}",
                manifest.kind, manifest.length
            )?;
        }
        writeln!(self.out, "{} new at the depot", listed.len())?;
        Ok(ExitCode::SUCCESS)
    }

    fn fetch(&mut self) -> anyhow::Result<ExitCode> {
        let collected = collect::fetch(&self.folder, &self.keys, &mut self.ledger)?;
        writeln!(
            self.out,
            "{} new in the depot's list, {} parts fetched ({} bytes), {} receipts left, {} dispatches posted",
            collected.listed, collected.fetched, collected.bytes, collected.told, collected.posted
        )?;
        if collected.unreadable > 0 {
            writeln!(
                self.out,
                "{} entries of the list cannot be read and were passed over",
                collected.unreadable
            )?;
        }
        self.tell_faults(&collected.faults)
    }

    fn open(&mut self) -> anyhow::Result<ExitCode> {
        let round = opening::open_all(&self.folder, &self.keys, &mut self.ledger, clock::now_s())?;
        writeln!(
            self.out,
            "{} applications opened, {} waiting for their documents",
            round.opened, round.waiting
        )?;
        let now_s = clock::now_s();
        let (drafts, faults) = draft::open_all(&self.folder, &self.keys, &mut self.ledger, now_s)?;
        if drafts > 0 {
            let count = [("n", Arg::from(drafts))];
            writeln!(self.out, "{}", self.words.t_with("drafts-came", &count))?;
        }
        self.sender().queue_opened()?;
        if let Err(why) = collect::tell_opened(&self.folder, &self.keys, &self.ledger) {
            tracing::warn!("the depot was not told: {why}");
            writeln!(
                self.out,
                "the depot could not be told; the receipts wait for the next fetch"
            )?;
        }
        self.tell_faults(&faults)?;
        self.tell_faults(&round.faults)
    }

    fn tell_faults(&mut self, faults: &[PartFault]) -> anyhow::Result<ExitCode> {
        for PartFault { digest, kit, key } in faults {
            let words = self.words.t(&format!("fault-{key}"));
            writeln!(
                self.out,
                "! {key}: kit {}, part {digest}\n  {words}",
                self.folder.kit_label(*kit)
            )?;
        }
        Ok(if faults.is_empty() {
            ExitCode::SUCCESS
        } else {
            ExitCode::from(WITH_FAULTS)
        })
    }

    fn gaps(&mut self) -> anyhow::Result<ExitCode> {
        for kit in gaps::report(&self.ledger)? {
            for line in kit.lines(&self.folder, self.words) {
                writeln!(self.out, "{line}")?;
            }
        }
        for (kit, digest) in opening::orphans(&self.ledger)? {
            writeln!(
                self.out,
                "kit {}: documents without their answers, part {digest}",
                self.folder.kit_label(kit)
            )?;
        }
        Ok(ExitCode::SUCCESS)
    }

    fn seat(&mut self, name: Option<&str>, duty: Option<Duty>) -> anyhow::Result<ExitCode> {
        if let (Some(name), Some(duty)) = (name, duty) {
            seat::assign(&mut self.folder, &self.keys, name, duty)
                .context("nothing was changed; `keys list` tells who holds keys")?;
        }
        for person in &self.folder.setup().people {
            let duty = self.words.t(&format!("duty-{}", person.duty.key()));
            writeln!(self.out, "{}  {duty}", person.name)?;
        }
        Ok(ExitCode::SUCCESS)
    }
}
