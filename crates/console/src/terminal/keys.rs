//! `keys`: the ceremony of coordinators' and recovery keys, as questions and lines of text in the words of the locale.

use std::{
    io::{BufRead, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context as _, anyhow, bail};
use clap::Subcommand;
use look::{Arg, Words};
use papers::Options;
use rand::rngs::OsRng;
use zeroize::Zeroizing;

use crate::{
    clock,
    folder::Folder,
    keys::{
        Keys,
        ceremony::{self, CeremonyError, Renewed},
        drill::{self, DrillError},
        list::{KeyList, Role, Standing},
        paper,
    },
    ledger::Ledger,
    private,
    provision::generate_passphrase,
};

use super::{ask, kits, read_passphrase};

/// What can be done with keys.
#[derive(Debug, Subcommand)]
pub(super) enum KeysCommand {
    /// Tell which keys there are, who holds them, what seals to them, and when the recovery key was last tried
    List,
    /// Add a coordinator with keys and a passphrase of their own; the next profile of every kit seals to them too
    Ceremony {
        /// The coordinator's name
        holder: String,
        /// A file whose first line becomes their passphrase; without it one is drawn and told once
        #[arg(long, value_name = "FILE")]
        new_passphrase_file: Option<PathBuf>,
    },
    /// Make another recovery key, with its sheet to be printed and locked away
    Recovery {
        /// Who keeps it
        #[arg(long, default_value = "", value_name = "NAME")]
        holder: String,
        /// A file whose first line becomes its passphrase; without it one is drawn and told once
        #[arg(long, value_name = "FILE")]
        new_passphrase_file: Option<PathBuf>,
    },
    /// Print the sheet of a recovery key (PDF)
    Sheet {
        /// The protected file, recovery/identities.age
        file: PathBuf,
        /// Where the sheet goes
        #[arg(long, value_name = "PDF")]
        out: PathBuf,
    },
    /// Replace the keys of the coordinator whose passphrase is given; the old ones are kept for what was sealed to them
    Rotate,
    /// Destroy a rotated key once nothing sealed to it can come
    Retire {
        /// The beginning of its recipient, as `keys list` shows it
        which: String,
        /// Why, where something sealed to it may still come
        #[arg(long, value_name = "TEXT")]
        reason: Option<String>,
    },
    /// Try the recovery key: open a test parcel with it, and note the day
    Drill {
        /// The recovery key's file, brought back from its place
        file: PathBuf,
        /// A file whose first line is its passphrase; without it you are asked
        #[arg(long, value_name = "FILE")]
        recovery_passphrase_file: Option<PathBuf>,
    },
}

/// The surroundings of a command.
pub(super) struct KeyDesk<'a> {
    pub(super) folder: &'a mut Folder,
    pub(super) keys: &'a Keys,
    pub(super) ledger: &'a Ledger,
    pub(super) words: Words,
    pub(super) passphrase: &'a str,
    pub(super) out: &'a mut dyn Write,
}

impl KeyDesk<'_> {
    pub(super) fn run(
        mut self,
        command: &KeysCommand,
        input: &mut dyn BufRead,
    ) -> anyhow::Result<ExitCode> {
        match command {
            KeysCommand::List => self.list()?,
            KeysCommand::Ceremony {
                holder,
                new_passphrase_file,
            } => self.ceremony(holder, new_passphrase_file.as_deref())?,
            KeysCommand::Recovery {
                holder,
                new_passphrase_file,
            } => self.recovery(holder, new_passphrase_file.as_deref())?,
            KeysCommand::Sheet { file, out } => self.sheet(file, out)?,
            KeysCommand::Rotate => {
                let now = clock::now_s();
                let renewed = ceremony::rotate(self.folder, self.keys, self.passphrase, now);
                self.tell_renewed(renewed.map_err(|why| refusal(self.words, self.folder, &why))?)?;
                self.say("keys-rotated", &[])?;
            }
            KeysCommand::Retire { which, reason } => self.retire(which, reason.as_deref())?,
            KeysCommand::Drill {
                file,
                recovery_passphrase_file,
            } => self.drill(file, recovery_passphrase_file.as_deref(), input)?,
        }
        Ok(ExitCode::SUCCESS)
    }

    fn say(&mut self, key: &str, args: &[(&'static str, Arg<'_>)]) -> anyhow::Result<()> {
        writeln!(self.out, "{}", self.words.t_with(key, args))?;
        Ok(())
    }

    fn list(&mut self) -> anyhow::Result<()> {
        let list = KeyList::read(self.folder, self.keys)?;
        for key in &list.keys {
            let community = self.folder.community_name(&key.community);
            let role = self.words.t(&format!("keys-role-{}", key.role.key()));
            let standing = self
                .words
                .t(&format!("keys-standing-{}", key.standing().key()));
            let day = match key.standing() {
                Standing::InForce => key.since,
                Standing::Rotated => key.rotated.unwrap_or_default(),
                Standing::Retired => key.retired.unwrap_or_default(),
            };
            writeln!(
                self.out,
                "{}  {role}  {standing} {}  {community}  {}",
                key.short(),
                clock::day_text(day),
                key.holder
            )?;
            if key.standing() == Standing::Rotated {
                let left = ceremony::outstanding(self.folder, self.ledger, &key.recipient)?;
                let left = u64::try_from(left.len()).unwrap_or(u64::MAX);
                self.say("keys-kept", &[("n", left.into())])?;
            }
        }
        for (community, set) in list.in_force()? {
            let name = self.folder.community_name(&community);
            let words = set.fingerprint_words().join(" ");
            writeln!(self.out, "{name}: {words}")?;
        }
        let drilled = list
            .of_role(Role::Recovery)
            .map(|key| key.drilled)
            .min()
            .flatten();
        match drilled {
            Some(at) => self.say("keys-drilled", &[("date", clock::day_text(at).into())]),
            None => self.say("keys-never-drilled", &[]),
        }
    }

    fn ceremony(&mut self, holder: &str, file: Option<&Path>) -> anyhow::Result<()> {
        let (passphrase, drawn) = new_passphrase(self.words, file)?;
        let now = clock::now_s();
        let renewed = ceremony::add_coordinator(self.folder, self.keys, holder, &passphrase, now)
            .map_err(|why| refusal(self.words, self.folder, &why))?;
        self.tell_renewed(renewed)?;
        self.say("keys-added", &[("name", holder.into())])?;
        self.tell_drawn(&passphrase, drawn)
    }

    fn recovery(&mut self, holder: &str, file: Option<&Path>) -> anyhow::Result<()> {
        let (passphrase, drawn) = new_passphrase(self.words, file)?;
        let now = clock::now_s();
        let renewed = ceremony::renew_recovery(self.folder, self.keys, holder, &passphrase, now)
            .map_err(|why| refusal(self.words, self.folder, &why))?;
        let path = renewed.file.clone().context("a recovery key has a file")?;
        self.tell_renewed(renewed)?;
        self.sheet(&path, &path.with_extension("pdf"))?;
        self.say(
            "keys-recovery-made",
            &[("name", path.display().to_string().into())],
        )?;
        self.tell_drawn(&passphrase, drawn)
    }

    fn sheet(&mut self, file: &Path, out: &Path) -> anyhow::Result<()> {
        write_sheet(self.folder, file, out)?;
        self.say("keys-sheet", &[("name", out.display().to_string().into())])
    }

    fn retire(&mut self, which: &str, reason: Option<&str>) -> anyhow::Result<()> {
        let now = clock::now_s();
        let retired = ceremony::retire(
            self.folder,
            self.keys,
            self.ledger,
            (which, reason),
            self.passphrase,
            now,
        );
        let retired = retired.map_err(|why| refusal(self.words, self.folder, &why))?;
        let key = match retired.role {
            Role::Coordinator => "keys-gone",
            Role::Recovery => "keys-gone-recovery",
        };
        let name = retired.short().to_owned();
        self.say(key, &[("name", name.into())])
    }

    fn drill(
        &mut self,
        file: &Path,
        passphrase: Option<&Path>,
        input: &mut dyn BufRead,
    ) -> anyhow::Result<()> {
        let unreadable = || kits::unreadable(self.words, file);
        let text = std::fs::read(file).with_context(unreadable)?;
        let passphrase = match passphrase {
            Some(file) => read_passphrase(file)?,
            None => ask::secret(&self.words.t("keys-ask-recovery"), input)?,
        };
        let tried = drill::drill(
            self.folder,
            self.keys,
            (&text, &passphrase),
            clock::now_s(),
            &mut OsRng,
        );
        let (communities, before) = tried.map_err(|why| failed_drill(self.words, &why))?;
        let count = u64::try_from(communities).unwrap_or(u64::MAX);
        self.say("keys-drill-well", &[("n", count.into())])?;
        match before {
            Some(at) => self.say("keys-drilled", &[("date", clock::day_text(at).into())]),
            None => self.say("keys-drill-first", &[]),
        }
    }

    fn tell_renewed(&mut self, renewed: Renewed) -> anyhow::Result<()> {
        for (name, words) in renewed.fingerprints {
            writeln!(self.out, "{name}: {}", words.join(" "))?;
        }
        kits::tell_profiles(self.words, &renewed.profiles, self.out)
    }

    fn tell_drawn(&mut self, passphrase: &str, drawn: bool) -> anyhow::Result<()> {
        if drawn {
            self.say("keys-passphrase", &[])?;
            writeln!(self.out, "  {passphrase}")?;
        }
        Ok(())
    }
}

/// Writes the sheet of a recovery key.
pub(super) fn write_sheet(folder: &Folder, file: &Path, out: &Path) -> anyhow::Result<()> {
    let text = std::fs::read(file).with_context(|| format!("{} cannot be read", file.display()))?;
    let newest = folder.profiles().next_back();
    let communities = newest.map_or(&[][..], |profile| &profile.communities);
    let sheet = paper::recovery_sheet(communities, &text, clock::now_s(), &Options::default())?;
    private::write(out, sheet.bytes())
        .with_context(|| format!("{} cannot be written", out.display()))
}

fn new_passphrase(words: Words, file: Option<&Path>) -> anyhow::Result<(Zeroizing<String>, bool)> {
    let Some(file) = file else {
        return Ok((generate_passphrase(&mut OsRng), true));
    };
    let text = read_passphrase(file)?;
    if text.is_empty() {
        bail!(words.t("keys-error-empty"));
    }
    Ok((text, false))
}

fn refusal(words: Words, folder: &Folder, why: &CeremonyError) -> anyhow::Error {
    let CeremonyError::Outstanding(reasons) = why else {
        let said = words.t_with(
            &format!("keys-error-{}", why.key()),
            &[("reason", why.to_string().into())],
        );
        return anyhow!(said);
    };
    let mut lines = vec![words.t("keys-error-outstanding")];
    lines.extend(reasons.iter().map(|one| {
        let n = match one.why {
            ceremony::OutstandingWhy::NotOpened(n) => u64::try_from(n).unwrap_or(u64::MAX),
            ceremony::OutstandingWhy::Missing(n) => n,
            ceremony::OutstandingWhy::NotMovedOn | ceremony::OutstandingWhy::Lost => 0,
        };
        words.t_with(
            &format!("keys-outstanding-{}", one.why.key()),
            &[("name", folder.kit_label(one.kit).into()), ("n", n.into())],
        )
    }));
    anyhow!(lines.join("\n"))
}

fn failed_drill(words: Words, why: &DrillError) -> anyhow::Error {
    let community = match why {
        DrillError::DoesNotOpen { community } => community.clone(),
        DrillError::Disk(_)
        | DrillError::WrongPassphrase
        | DrillError::Damaged
        | DrillError::NoProfile
        | DrillError::SecretsClosed => String::new(),
    };
    anyhow!(words.t_with(
        &format!("keys-drill-{}", why.key()),
        &[
            ("name", community.into()),
            ("reason", why.to_string().into())
        ],
    ))
}
