//! `kit`: profiles, enrolment, and lost kits, as lines of text in the words of the locale.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::{Context as _, anyhow, bail};
use clap::{Args, Subcommand};
use look::{Arg, Words};
use papers::Options;
use parcel::{KitName, PageBudget, PublicKey, standing::Standing};
use rand::rngs::OsRng;

use crate::{
    clock,
    folder::Folder,
    keys::Keys,
    ledger::Ledger,
    private,
    provision::{
        self, KitCard, Published, code,
        invite::{self, Carrier},
        kits::{self, KitPlan},
        lost, publish, table,
    },
};

/// What can be done with kits.
#[derive(Debug, Subcommand)]
pub(super) enum KitCommand {
    /// Tell which kits there are, who works at them, and when each was last seen
    List,
    /// Build the next profile of a kit, or of all, with changes; it is signed at once where one signature is enough
    Build(BuildArguments),
    /// Sign what waits for several signatures: with this folder's root, and with what `ssh-keygen -Y sign` left beside it
    Sign,
    /// Begin kits, one or a whole table, each with its sheet, and invite them by a single-use code
    Enrol(EnrolArguments),
    /// Fetch the cards of invited kits and admit them
    Admit {
        /// Look on a stick instead of at the depot
        #[arg(long, value_name = "DIR")]
        stick: Option<PathBuf>,
    },
    /// Print the sheet of a kit for the act of acceptance (PDF)
    Sheet {
        /// The number on its lid
        number: u16,
        /// Where the sheet goes
        #[arg(long, value_name = "PDF")]
        out: PathBuf,
    },
    /// Show the one-time code of a kit, to be read out by telephone: with it the kit makes a new vault where the passphrase
    /// is forgotten or the keys are destroyed
    Code {
        /// The number on its lid
        number: u16,
    },
    /// Declare a kit lost: its signer is kept apart at the depot and in every profile, and what it may have held is told
    Lost {
        /// The number on its lid
        number: u16,
        /// Also as a paper
        #[arg(long, value_name = "PDF")]
        out: Option<PathBuf>,
    },
    /// Believe one part of a lost kit that nothing proves honest
    Vouch {
        /// The beginning of its digest
        part: String,
        /// Why it is believed
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
}

/// How finely pages are kept.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Fineness {
    /// The fewest bytes
    Village,
    /// What an office is used to
    Office,
    /// Fine enough for an expert
    Evidence,
}

impl From<Fineness> for PageBudget {
    fn from(fineness: Fineness) -> Self {
        match fineness {
            Fineness::Village => Self::Village,
            Fineness::Office => Self::Office,
            Fineness::Evidence => Self::Evidence,
        }
    }
}

/// What a built profile changes.
#[derive(Debug, Clone, Args)]
pub(super) struct BuildArguments {
    /// The number on the lid; without it every kit that is not lost
    number: Option<u16>,
    /// What `valiza-depot init` wrote for kits, where the depot moved
    #[arg(long, value_name = "FILE")]
    depot_introduction: Option<PathBuf>,
    /// How many root keys must sign this profile and later ones
    #[arg(long, value_name = "COUNT")]
    signatures: Option<u32>,
    /// Whether residents keep the slip alone, as in dangerous areas
    #[arg(long, value_name = "YES")]
    slip_only: Option<bool>,
    /// How finely pages are kept
    #[arg(long, value_enum)]
    pages: Option<Fineness>,
    /// Whether pages are coded for readers without JBIG2
    #[arg(long, value_name = "YES")]
    group4: Option<bool>,
    /// An administrator who leaves the kit
    #[arg(long, value_name = "NAME")]
    without: Vec<String>,
}

/// Which kits are begun and how they are invited.
#[derive(Debug, Clone, Args)]
pub(super) struct EnrolArguments {
    /// The number on the lid of one kit; a kit that exists is invited anew
    #[arg(required_unless_present = "table")]
    number: Option<u16>,
    /// Who works at it; repeat for several
    #[arg(long, value_name = "NAME")]
    administrator: Vec<String>,
    /// Many kits at once: a CSV table with the columns number, administrators (a vertical bar between), communities
    #[arg(long, value_name = "CSV", conflicts_with_all = ["number", "administrator"])]
    table: Option<PathBuf>,
    /// Lay the invitations on a stick instead of at the depot
    #[arg(long, value_name = "DIR")]
    stick: Option<PathBuf>,
    /// Invite nobody: the folders are carried by hand
    #[arg(long, conflicts_with = "stick")]
    by_hand: bool,
}

/// The surroundings of a command.
pub(super) struct KitDesk<'a> {
    pub(super) folder: &'a mut Folder,
    pub(super) keys: &'a Keys,
    pub(super) ledger: &'a Ledger,
    pub(super) words: Words,
    pub(super) out: &'a mut dyn Write,
}

impl KitDesk<'_> {
    pub(super) fn run(mut self, command: &KitCommand) -> anyhow::Result<ExitCode> {
        match command {
            KitCommand::List => self.list()?,
            KitCommand::Build(arguments) => self.build(arguments)?,
            KitCommand::Sign => {
                let root = self.keys.root(self.folder)?;
                let signed = publish::countersign(self.folder, &root)?;
                if signed.is_empty() {
                    self.say("kits-nothing-waits", &[])?;
                }
                tell_profiles(self.words, &signed, self.out)?;
            }
            KitCommand::Enrol(arguments) => self.enrol(arguments)?,
            KitCommand::Admit { stick } => self.admit(stick.as_deref())?,
            KitCommand::Sheet { number, out } => self.sheet(*number, out)?,
            KitCommand::Code { number } => {
                let code = code::read(self.folder, self.keys, *number);
                let code = code.map_err(|why| self.refusal(why.key(), *number, &why))?;
                self.say(
                    "kits-telephone-code",
                    &[("name", format!("{number:03}").into())],
                )?;
                writeln!(self.out, "  {}", *code)?;
                self.say("kits-telephone-code-once", &[])?;
            }
            KitCommand::Lost { number, out } => self.lost(*number, out.as_deref())?,
            KitCommand::Vouch { part, reason } => {
                let vouched = lost::vouch(self.folder, self.ledger, (part, reason), clock::now_s());
                let digest = vouched.map_err(|why| self.refusal(why.key(), 0, &why))?;
                self.say("kits-vouched", &[("name", digest.to_string().into())])?;
            }
        }
        Ok(ExitCode::SUCCESS)
    }

    pub(super) fn say(
        &mut self,
        key: &str,
        args: &[(&'static str, Arg<'_>)],
    ) -> anyhow::Result<()> {
        writeln!(self.out, "{}", self.words.t_with(key, args))?;
        Ok(())
    }

    pub(super) fn refusal(
        &self,
        key: &str,
        number: u16,
        why: &dyn std::fmt::Display,
    ) -> anyhow::Error {
        anyhow!(self.words.t_with(
            &format!("kits-error-{key}"),
            &[
                ("name", format!("{number:03}").into()),
                ("reason", why.to_string().into())
            ],
        ))
    }

    fn list(&mut self) -> anyhow::Result<()> {
        for kit in self.folder.setup().kits.clone() {
            let held = lost::held(self.folder, self.ledger, kit.number)?;
            let newest = self.folder.newest_profile(kit.name);
            let version = newest.map_or(0, |(_, profile)| profile.version);
            let admitted = newest.is_some_and(|(_, profile)| profile.kit_key.is_some());
            let standing = match (kit.lost_at, admitted) {
                (Some(_), _) => "lost",
                (None, true) => "admitted",
                (None, false) => "begun",
            };
            let seen = held.last_seen.map_or_else(
                || self.words.t("kits-never-seen"),
                |at| {
                    let date = clock::day_text(at);
                    self.words.t_with("kits-seen", &[("date", date.into())])
                },
            );
            writeln!(
                self.out,
                "{:03}  {}  {}  {seen}  {}",
                kit.number,
                self.words.t(&format!("kits-{standing}")),
                self.words.t_with("kits-version", &[("n", version.into())]),
                held.administrators.join(", ")
            )?;
        }
        Ok(())
    }

    fn build(&mut self, wanted: &BuildArguments) -> anyhow::Result<()> {
        let introduction = match &wanted.depot_introduction {
            Some(file) => Some(super::begin::introduction(file)?),
            None => None,
        };
        let kits: Vec<_> = self
            .folder
            .setup()
            .kits
            .iter()
            .filter(|kit| kit.lost_at.is_none() && wanted.number.is_none_or(|n| n == kit.number))
            .map(|kit| kit.name)
            .collect();
        let root = self.keys.root(self.folder)?;
        let mut built = Vec::new();
        for kit in kits {
            let Some(mut next) = publish::next(self.folder, kit, clock::now_s()) else {
                continue;
            };
            if let Some(introduction) = &introduction {
                next.depot = introduction.depot.clone();
                for signer in &introduction.receipt_signers {
                    if !next.receipt_signers.contains(signer) {
                        next.receipt_signers.push(signer.clone());
                    }
                }
            }
            if let Some(signatures) = wanted.signatures {
                let signers = u32::try_from(self.folder.roots().len()).unwrap_or(u32::MAX);
                if !(1..=signers).contains(&signatures) {
                    bail!(
                        self.words
                            .t_with("kits-error-signers", &[("n", signers.into())])
                    );
                }
                next.signatures = signatures;
            }
            next.danger.slip_only = wanted.slip_only.unwrap_or(next.danger.slip_only);
            next.pages.budget = wanted.pages.map_or(next.pages.budget, PageBudget::from);
            next.pages.group4 = wanted.group4.unwrap_or(next.pages.group4);
            next.administrators
                .retain(|one| !wanted.without.contains(&one.name));
            if next.administrators.is_empty() {
                bail!(self.words.t("kits-error-nobody-left"));
            }
            built.push(publish::publish(self.folder, &root, &next)?);
        }
        if built.is_empty() {
            bail!(self.words.t("kits-error-none"));
        }
        tell_profiles(self.words, &built, self.out)
    }

    fn enrol(&mut self, wanted: &EnrolArguments) -> anyhow::Result<()> {
        let plans = match (&wanted.table, wanted.number) {
            (Some(table), _) => self.table(table)?,
            (None, Some(number)) => vec![KitPlan {
                number,
                administrators: wanted.administrator.clone(),
                communities: Vec::new(),
            }],
            (None, None) => Vec::new(),
        };
        let known = |plan: &KitPlan| self.folder.kit(plan.number).is_some();
        let invited_anew = wanted.table.is_none() && plans.iter().all(known);
        if !invited_anew {
            if plans.iter().any(|plan| plan.administrators.is_empty()) {
                bail!(self.words.t("kits-error-nobody"));
            }
            let now = clock::now_s();
            let begun = kits::begin(self.folder, self.keys, &plans, now, &mut OsRng);
            let begun = begun.map_err(|why| {
                let number = match &why {
                    kits::KitsError::Taken { number } => *number,
                    kits::KitsError::UnknownCommunity { .. }
                    | kits::KitsError::NoProfile
                    | kits::KitsError::Disk(_)
                    | kits::KitsError::Root(_)
                    | kits::KitsError::Unpublished(_) => 0,
                };
                self.refusal(why.key(), number, &why)
            })?;
            tell_profiles(self.words, &begun, self.out)?;
            for kit in begun.iter().filter(|kit| kit.waits_for == 0) {
                let out = provision::kit_folder(self.folder.path(), kit.number).join("sheet.pdf");
                self.sheet(kit.number, &out)?;
            }
        }
        if wanted.by_hand {
            return Ok(());
        }
        let carrier = carrier(wanted.stick.as_deref());
        for plan in &plans {
            let number = plan.number;
            let code = invite::invite(self.folder, self.keys, number, &carrier, &mut OsRng);
            let code = code.map_err(|why| self.refusal(why.key(), number, &why))?;
            let name = format!("{number:03}");
            self.say("kits-code", &[("name", name.into())])?;
            writeln!(self.out, "  {}", *code.words())?;
        }
        self.say("kits-code-once", &[])
    }

    fn table(&self, file: &Path) -> anyhow::Result<Vec<KitPlan>> {
        let text = fs::read_to_string(file).with_context(|| unreadable(self.words, file))?;
        table::read(&text).map_err(|mistakes| {
            let told: Vec<_> = mistakes
                .iter()
                .map(|mistake| {
                    let line = u64::try_from(mistake.line()).unwrap_or(u64::MAX);
                    self.words.t_with(
                        &format!("kits-table-{}", mistake.key()),
                        &[("n", line.into())],
                    )
                })
                .collect();
            anyhow!("{}\n{}", self.words.t("kits-table"), told.join("\n"))
        })
    }

    fn admit(&mut self, stick: Option<&Path>) -> anyhow::Result<()> {
        let carrier = carrier(stick);
        let cards = invite::cards(self.folder, self.keys, &carrier)
            .map_err(|why| self.refusal(why.key(), 0, &why))?;
        if cards.is_empty() {
            return self.say("kits-no-cards", &[]);
        }
        for (number, card) in cards {
            self.admit_one(number, &card, None)?;
            let in_force = self.folder.newest_profile(card.kit);
            if in_force.is_none_or(|(_, profile)| profile.kit_key.as_ref() != Some(&card.kit_key)) {
                // It waits for signatures; the card is looked at again when they are there.
                continue;
            }
            let done = invite::conclude(self.folder, self.keys, number, &carrier, &mut OsRng);
            done.map_err(|why| self.refusal(why.key(), number, &why))?;
        }
        Ok(())
    }

    /// Admits a kit by its card, prints its sheet, and tells the depot.
    pub(super) fn admit_one(
        &mut self,
        number: u16,
        card: &KitCard,
        of: Option<&str>,
    ) -> anyhow::Result<()> {
        let now = clock::now_s();
        let admitted = provision::admit(self.folder, self.keys, card, of, now)?;
        let name = format!("{number:03}");
        let version = admitted.version;
        let key = if admitted.changed {
            "kits-admitted-now"
        } else {
            "kits-admitted-before"
        };
        self.say(
            key,
            &[("name", name.as_str().into()), ("n", version.into())],
        )?;
        let words = card.fingerprint_words().join(" ");
        self.say(
            "kits-key-words",
            &[("name", name.as_str().into()), ("of", words.into())],
        )?;
        if admitted.waits_for > 0 {
            return self.say("kits-waits", &[("n", admitted.waits_for.into())]);
        }
        let out = admitted.kit.join("sheet.pdf");
        self.sheet(number, &out)?;
        let place = admitted.kit.display().to_string();
        self.say(
            "kits-carry",
            &[("name", place.into()), ("n", version.into())],
        )?;
        if !admitted.depot_knows {
            self.tell_depot((card.kit, &card.kit_key), Standing::Admitted)?;
        }
        Ok(())
    }

    pub(super) fn tell_depot(
        &mut self,
        (kit, key): (KitName, &PublicKey),
        standing: Standing,
    ) -> anyhow::Result<()> {
        let told = lost::tell_depot(self.folder, self.keys, kit, standing, clock::now_s());
        match told {
            Ok(()) => self.say("kits-depot-told", &[]),
            Err(why) => {
                tracing::warn!("the depot was not told: {why}");
                let principal = match standing {
                    Standing::Admitted => "kit",
                    Standing::Lost => "lost-kit",
                };
                let line = format!("valiza-depot admit --data DIR {principal}:{kit} \"{key}\"");
                self.say("kits-depot-by-hand", &[("name", line.into())])
            }
        }
    }

    fn sheet(&mut self, number: u16, out: &Path) -> anyhow::Result<()> {
        let name = self.folder.kit(number).map(|kit| kit.name);
        let newest = name.and_then(|name| self.folder.newest_profile(name));
        let newest = newest.with_context(|| self.refusal("no-kit", number, &"").to_string())?;
        let key = self.words.t("kits-kit-key");
        let options = Options::default();
        let pdf = kits::sheet(self.folder, newest, &key, clock::now_s(), &options)?;
        private::write(out, pdf.bytes()).with_context(|| unwritable(self.words, out))?;
        self.say("kits-sheet", &[("name", out.display().to_string().into())])
    }
}

fn carrier(stick: Option<&Path>) -> Carrier {
    stick.map_or(Carrier::Depot, |stick| Carrier::Stick(stick.to_owned()))
}

/// Which profiles were published, and which wait for signatures.
pub(super) fn tell_profiles(
    words: Words,
    profiles: &[Published],
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    for profile in profiles {
        let args = [
            ("name", Arg::from(format!("{:03}", profile.number))),
            ("n", profile.version.into()),
            ("of", profile.path.display().to_string().into()),
            ("sum", profile.waits_for.into()),
        ];
        let key = if profile.waits_for == 0 {
            "kits-profile"
        } else {
            "kits-profile-waits"
        };
        writeln!(out, "{}", words.t_with(key, &args))?;
    }
    Ok(())
}

/// That a file cannot be read.
pub(super) fn unreadable(words: Words, file: &Path) -> String {
    words.t_with(
        "kits-error-unreadable",
        &[("name", file.display().to_string().into())],
    )
}

pub(super) fn unwritable(words: Words, file: &Path) -> String {
    words.t_with(
        "kits-error-unwritable",
        &[("name", file.display().to_string().into())],
    )
}
