//! The kit's program: reads the command line, puts the parts together, opens the window or takes orders.
//!
//! It decides nothing and draws nothing itself. Errors end in a sentence that says what happened, what it means for
//! the applications on the kit, and what to do next.

mod drive;
mod invited;
mod names;
mod orders;
mod residue;
mod training;
mod window;

use anyhow::{Context as _, Result};
use clap::{Parser, Subcommand};
use look::theme::TypeSize;
use look::{Appearance, Theme};
use station::{Ending, KitFolder, KitParts};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

/// How long the end of the engine is waited for.
const FAREWELL: Duration = Duration::from_secs(15);

/// Valiza: the mobile service office. Takes applications without coverage, seals them so that the kit itself cannot
/// open them, and delivers them, even locked.
#[derive(Debug, Parser)]
#[command(name = "valiza", version, about, max_term_width = 100)]
struct Arguments {
    /// Folder that `valiza-console begin` made for this kit (profile.json, root.pub, catalogue.json, devices.toml).
    /// Needed once; afterwards the kit has its own copy.
    #[arg(long, global = true, value_name = "FOLDER")]
    profile: Option<PathBuf>,
    /// The kit's private data folder [default: the account's data folder].
    #[arg(long, global = true, value_name = "FOLDER")]
    data: Option<PathBuf>,
    /// Language of the screens at the start; every paper is in Ukrainian.
    #[arg(long, global = true, value_name = "uk|en", default_value = "uk")]
    language: String,
    /// Practise: the virtual case, invented residents, a folder of its own beside the kit's. Nothing is delivered.
    #[arg(long, global = true)]
    training: bool,
    /// Colours of the screens at the start.
    #[arg(
        long,
        global = true,
        value_name = "day|night|contrast",
        default_value = "day"
    )]
    theme: String,
    /// Size of type at the start, in points.
    #[arg(
        long = "type",
        global = true,
        value_name = "16..28",
        default_value_t = 18
    )]
    type_points: u8,
    /// Take orders as lines of JSON on standard input and answer on standard output (demonstrations and tests).
    #[arg(long, global = true)]
    drive: bool,
    /// With --drive: no window.
    #[arg(long, global = true, requires = "drive")]
    no_window: bool,
    /// This is the image that a lock left behind; it never held a key.
    #[arg(long, hide = true)]
    locked: bool,
    /// Clean a page or set a paper: one job on standard input.
    #[arg(long, hide = true, exclusive = true)]
    worker: bool,
    #[command(subcommand)]
    act: Option<Act>,
}

#[derive(Debug, Subcommand)]
enum Act {
    /// Make this kit's keys and its first passphrase, and write the kit card for the coordinator.
    Enrol {
        /// Read the passphrase from this file instead of drawing one (its first line).
        #[arg(long, value_name = "FILE")]
        passphrase_file: Option<PathBuf>,
        /// Make a key file on the stick mounted here (or take the one that lies there); the kit then opens with both only.
        #[arg(long, value_name = "FOLDER")]
        key_file: Option<PathBuf>,
        /// Begin by a code that the coordinator said by telephone: what the kit begins with is fetched, and its card is
        /// brought. Once the coordinator has admitted the kit, the same command fetches the profile that says so.
        #[arg(long, value_name = "WORDS")]
        code: Option<station::invited::EnrolCode>,
        #[command(flatten)]
        source: invited::From,
    },
    /// State what this kit tells whoever finds it, read without any key from its folder and from the raw disk.
    Residue(residue::Wish),
    /// Start a scanner, printers and a reader that exist in software only, for demonstration and training.
    VirtualCase {
        /// Where their list (case.toml), papers and slips go.
        folder: PathBuf,
    },
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_env_filter(tracing_subscriber::EnvFilter::new("warn"))
        .init();
    let ended = match &arguments.act {
        Some(Act::Residue(wish)) => {
            residue::run(wish, arguments.data.as_deref(), language(&arguments))
        }
        _ => run(&arguments).map(|()| ExitCode::SUCCESS),
    };
    match ended {
        Ok(code) => code,
        Err(error) => {
            say(&format!("valiza: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

#[expect(
    clippy::print_stderr,
    reason = "the program's one mouth for the person at the terminal"
)]
fn say(words: &str) {
    eprintln!("{words}");
}

#[expect(
    clippy::print_stdout,
    reason = "what was asked for goes to standard output"
)]
fn tell(words: &str) {
    println!("{words}");
}

fn run(arguments: &Arguments) -> Result<()> {
    let weaknesses = station::hygiene::harden();
    if arguments.worker {
        return station::press::serve(std::io::stdin().lock(), std::io::stdout().lock())
            .context("a page or paper could not be worked on");
    }
    if let Some(Act::VirtualCase { folder }) = &arguments.act {
        return virtual_case(folder);
    }
    for weakness in weaknesses {
        tracing::warn!(%weakness, "the memory of this kit is less guarded than it could be");
    }
    let folder = open_folder(arguments)?;
    let invitation = match &arguments.act {
        Some(Act::Enrol {
            code: Some(code),
            source,
            ..
        }) => Some(invited::Invitation::of(code, source)?),
        Some(Act::Enrol { .. } | Act::VirtualCase { .. } | Act::Residue(_)) | None => None,
    };
    if let Some(invitation) = &invitation
        && !invitation.accept(&folder)?
    {
        // Its keys are there: what is left is the profile that admits it.
        return invitation.conclude(&folder);
    }
    let program = std::env::current_exe().context("this program does not know where it lies")?;
    let mut parts = KitParts::read(
        folder,
        program,
        locked_arguments(arguments, &Look::of(arguments)),
    )
    .context(
        "the kit cannot start; nothing on it is lost. Bring the folder from the coordinator and start with --profile FOLDER",
    )?;
    let case = parts
        .training
        .then(|| training::equip(&mut parts))
        .transpose()?;
    if let Some(Act::Enrol {
        passphrase_file,
        key_file,
        ..
    }) = &arguments.act
    {
        enrol(&parts, passphrase_file.as_deref(), key_file.as_deref())?;
        return invitation.map_or(Ok(()), |invitation| invitation.answer(&parts.folder));
    }
    if !parts.folder.keys().exists() {
        anyhow::bail!(
            "this kit has no keys yet, so nothing can be taken on it. Make them with: valiza enrol --data {}",
            parts.folder.root().display()
        );
    }
    let ended = open(arguments, parts);
    drop(case);
    ended
}

fn open_folder(arguments: &Arguments) -> Result<KitFolder> {
    let root = match &arguments.data {
        Some(root) => root.clone(),
        None => station::place::default_root()
            .context("the account has no data folder; name one with --data FOLDER")?,
    };
    let folder = if arguments.training {
        training::folder(&root)
    } else {
        Ok(KitFolder::open(&root)?)
    };
    let folder = folder.with_context(|| {
        format!("the data folder {} cannot be used; nothing was changed. Check the disk and its permissions", root.display())
    })?;
    if let Some(from) = &arguments.profile {
        station::parts::take_in(from, &folder).with_context(|| {
            format!(
                "the profile in {} is not taken over; the kit keeps what it has. Ask the coordinator for a fresh copy",
                from.display()
            )
        })?;
    }
    Ok(folder)
}

/// What the locked image is started with: the same kit, the same window, no command.
fn locked_arguments(arguments: &Arguments, look: &Look) -> Vec<String> {
    let mut again = vec!["--locked".to_owned()];
    again.extend(look.arguments());
    if let Some(data) = &arguments.data {
        again.extend(["--data".to_owned(), data.display().to_string()]);
    }
    if arguments.training {
        again.push("--training".to_owned());
    }
    if arguments.drive {
        again.push("--drive".to_owned());
    }
    if arguments.no_window {
        again.push("--no-window".to_owned());
    }
    again
}

fn enrol(parts: &KitParts, passphrase_file: Option<&Path>, stick: Option<&Path>) -> Result<()> {
    let (mut passphrase, drawn) = station::enrol::passphrase(passphrase_file).context(
        "the passphrase cannot be read; no keys were made. Put it on the first line of a file",
    )?;
    if let Some(stick) = stick {
        let content = station::place::make_key_file(stick).context(
            "the key file cannot be written; no keys were made. Is the stick mounted there?",
        )?;
        passphrase = passphrase.with_key_file(&content);
    }
    let made = station::enrol::enrol(parts, &passphrase)
        .context("the keys were not made. Where there is a vault already, it is kept as it is")?;
    tell(&format!(
        "Kit {:03} has its keys. Its card for the coordinator: {}",
        parts.profile.number,
        parts.folder.card().display()
    ));
    tell(&format!("Signing key: {}", made.card.kit_key.fingerprint()));
    for community in &parts.profile.communities {
        tell(&format!(
            "What is taken for {} is sealed to these words; compare them with the coordinator by telephone:\n    {}",
            community.name,
            community.recipients.fingerprint_words().join(" ")
        ));
    }
    tell(&format!(
        "Words of this kit's key: {}",
        made.card.kit_key.fingerprint_words().join(" ")
    ));
    if drawn {
        tell(&format!(
            "Write this passphrase down and keep it apart from the kit:\n\n    {}\n",
            passphrase.expose()
        ));
    }
    tell(&format!(
        "Write this one-time code on a card, seal it, and keep it apart from the kit. It makes a new vault where the passphrase is forgotten or the keys are destroyed:\n\n    {}\n",
        made.code.as_str()
    ));
    tell(&format!(
        "The coordinator's own one-time code, which only they can open (age -d): {}",
        parts.folder.telephone_code().display()
    ));
    tell(
        "Next: give the card to the coordinator, who admits the kit: valiza-console -C FOLDER admit kit-card.json",
    );
    Ok(())
}

fn language(arguments: &Arguments) -> look::Language {
    if arguments.language == "en" {
        look::Language::En
    } else {
        look::Language::Uk
    }
}

/// How the window looks: a lock in between changes nothing of it.
struct Look {
    language: look::Language,
    appearance: Appearance,
}

impl Look {
    fn of(arguments: &Arguments) -> Self {
        let theme = match arguments.theme.as_str() {
            "night" => Theme::Night,
            "contrast" => Theme::Contrast,
            _ => Theme::Day,
        };
        Self {
            language: language(arguments),
            appearance: Appearance {
                theme,
                size: TypeSize::at_most(arguments.type_points),
            },
        }
    }

    /// The same for the next image of the program.
    fn arguments(&self) -> Vec<String> {
        let theme = match self.appearance.theme {
            Theme::Day => "day",
            Theme::Night => "night",
            Theme::Contrast => "contrast",
        };
        let language = match self.language {
            look::Language::Uk => "uk",
            look::Language::En => "en",
        };
        let points = self.appearance.size.points().to_string();
        ["--theme", theme, "--language", language, "--type", &points]
            .map(str::to_owned)
            .to_vec()
    }
}

fn open(arguments: &Arguments, parts: KitParts) -> Result<()> {
    let program = parts.program.clone();
    let mut look = Look::of(arguments);
    let orders = arguments
        .drive
        .then(orders::Orders::listen)
        .transpose()
        .context("no thread for standard input")?;
    let ending = if arguments.no_window {
        drive::run(parts, orders)?
    } else {
        window::run(parts, orders, &mut look)?
    };
    let again = locked_arguments(arguments, &look);
    match ending {
        Some(Ending::Locked) => Err(station::reactor::become_locked(&program, &again))
            .context("the kit is locked but could not start again; start it by hand"),
        Some(Ending::Quit) => Ok(()),
        None => anyhow::bail!(
            "the kit did not end in time; everything that was shown as saved is saved"
        ),
    }
}

fn virtual_case(folder: &Path) -> Result<()> {
    let case = devices::sim::VirtualCase::start(folder)
        .with_context(|| format!("the virtual case cannot start in {}", folder.display()))?;
    tell(&format!("case: {}", case.list_path().display()));
    tell(&format!("control: {}", case.control_url()));
    // It runs as long as somebody holds the other end of standard input.
    std::io::copy(&mut std::io::stdin().lock(), &mut std::io::sink())
        .context("standard input broke")?;
    Ok(())
}
