//! `begin`: its questions, each with a flag that answers it, and what to do next.

use std::{
    collections::BTreeMap,
    fs,
    io::{BufRead, Write},
    path::{Path, PathBuf},
};

use anyhow::{Context as _, bail};
use clap::Args;
use rand::rngs::OsRng;
use serde::Deserialize;
use zeroize::Zeroizing;

use crate::{
    clock,
    provision::{self, Begun, CommunityPlan, Defaults, Plan, generate_passphrase},
};

use super::{ask, read_passphrase};

/// Answers to the questions of a beginning; what is not given here is asked, or with --yes taken from the defaults.
#[derive(Debug, Clone, Args)]
pub(super) struct BeginArguments {
    /// The folder to make
    dir: PathBuf,
    /// A community as "NAME;CODE;TELEPHONE"; repeat for several. CODE is UA and 17 digits
    #[arg(long, value_name = "NAME;CODE;TELEPHONE")]
    community: Vec<CommunityPlan>,
    /// A line of the letterhead; repeat for several. Without it: the office and the community's name
    #[arg(long, value_name = "LINE")]
    letterhead: Vec<String>,
    /// Where fees are paid, TOML: a table [[CODE]] for each account of the community of that code, with key (as the service
    /// cards name it), payee, edrpou, iban, purpose, and bank, budget_code, verified where they are known
    #[arg(long, value_name = "FILE")]
    accounts: Option<PathBuf>,
    /// The number on the kit's lid, 0 to 999
    #[arg(long, value_name = "NUMBER")]
    kit: Option<u16>,
    /// The administrator's name as printed on papers
    #[arg(long, value_name = "NAME")]
    administrator: Option<String>,
    /// The depot's address: https://HOST:PORT, or http on this machine
    #[arg(long, value_name = "URL")]
    depot: Option<String>,
    /// What `valiza-depot init` wrote for kits (profile.json in its folder): address, authority and receipt key of a
    /// depot that exists. Without it a depot's folder is made beside the rest
    #[arg(long, value_name = "FILE", conflicts_with = "depot")]
    depot_introduction: Option<PathBuf>,
    /// The folder of services to make the catalogue of
    #[arg(long, value_name = "DIR")]
    services: Option<PathBuf>,
    /// The version that the catalogue gets
    #[arg(long, default_value = "1", value_name = "VERSION")]
    catalogue_version: String,
    /// Another public key that signs profiles, as OpenSSH writes it; repeat for several
    #[arg(long, value_name = "KEY")]
    cosigner: Vec<parcel::PublicKey>,
    /// How many of the signers, this folder's root among them, must sign a profile
    #[arg(long, default_value = "1", value_name = "COUNT")]
    signatures: u32,
    /// The name of the first coordinator, for the list of keys
    #[arg(long, default_value = "", value_name = "NAME")]
    coordinator: String,
    /// A file whose first line becomes the passphrase of the recovery identities; without it one is drawn and told once
    #[arg(long, value_name = "FILE")]
    recovery_passphrase_file: Option<PathBuf>,
    /// Ask nothing: take the default wherever no flag answers
    #[arg(long)]
    yes: bool,
}

pub(super) fn run(
    arguments: &BeginArguments,
    passphrase_file: Option<&Path>,
    input: &mut dyn BufRead,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let defaults = Defaults::shipped();
    let mut question = |text: &str, default: &str| -> anyhow::Result<String> {
        if arguments.yes {
            return Ok(default.to_owned());
        }
        let answer = ask::line(&format!("{text} [{default}]: "), input, out)?;
        Ok(if answer.is_empty() {
            default.to_owned()
        } else {
            answer
        })
    };

    let mut communities = arguments.community.clone();
    if communities.is_empty() {
        let name = question("Name of the community", &defaults.community.name)?;
        let code = question("Its code (UA and 17 digits)", &defaults.community.code)?;
        let telephone = question("Telephone for residents", &defaults.community.telephone)?;
        communities.push(CommunityPlan {
            name,
            code,
            telephone,
            letterhead: Vec::new(),
            accounts: Vec::new(),
        });
    }
    let mut accounts = arguments
        .accounts
        .as_deref()
        .map_or_else(|| Ok(BTreeMap::default()), accounts)?;
    for community in &mut communities {
        community.accounts = accounts.remove(&community.code).unwrap_or_default();
        community.letterhead = match arguments.letterhead.as_slice() {
            [] => vec![community.name.clone(), defaults.office.clone()],
            lines => lines.to_vec(),
        };
    }
    if let Some(code) = accounts.keys().next() {
        bail!("no community has the code {code} of the accounts; nothing was begun. Put it right");
    }
    let kit = match arguments.kit {
        Some(kit) => kit,
        None => question("Number of the kit (0 to 999)", &defaults.kit.to_string())?
            .parse()
            .context("a kit's number is 0 to 999")?,
    };
    let administrator = match &arguments.administrator {
        Some(name) => name.clone(),
        None => question(
            "Name of the administrator at the kit",
            &defaults.administrator,
        )?,
    };
    let introduction = arguments
        .depot_introduction
        .as_deref()
        .map(introduction)
        .transpose()?;
    let depot = match (&introduction, &arguments.depot) {
        (Some(known), _) => known.depot.address.clone(),
        (None, Some(url)) => url.clone(),
        (None, None) => question("Address of the depot", &defaults.depot)?,
    };
    let (depot_ca, receipt_signers) = introduction.map_or_else(Default::default, |known| {
        (known.depot.ca_pem, known.receipt_signers)
    });
    let (passphrase, drawn) = passphrase(passphrase_file)?;
    let (recovery_passphrase, recovery_drawn) =
        self::passphrase(arguments.recovery_passphrase_file.as_deref())?;
    let plan = Plan {
        communities,
        kit,
        administrator,
        depot,
        depot_ca,
        receipt_signers,
        cosigners: arguments.cosigner.clone(),
        signatures: arguments.signatures,
        coordinator: arguments.coordinator.clone(),
        services: arguments.services.clone().unwrap_or(defaults.services),
        catalogue_version: arguments.catalogue_version.clone(),
        passphrase,
        recovery_passphrase,
    };
    plan.check().context("nothing was begun; answer again")?;
    let begun = provision::begin(&arguments.dir, &plan, clock::now_s(), &mut OsRng)?;
    let folder = crate::folder::Folder::open(&arguments.dir)?;
    let recovery = begun.recovery.join("identities.age");
    if begun.waits_for == 0 {
        super::keys::write_sheet(&folder, &recovery, &recovery.with_extension("pdf"))?;
    }
    tell(&begun, &arguments.dir, &plan, (drawn, recovery_drawn), out)
}

/// What a depot tells the kits' profiles of itself.
#[derive(Deserialize)]
pub(super) struct Introduction {
    pub(super) depot: parcel::Depot,
    pub(super) receipt_signers: Vec<parcel::PublicKey>,
}

/// The accounts of a file by the code of their community.
fn accounts(file: &Path) -> anyhow::Result<BTreeMap<String, Vec<parcel::Account>>> {
    let text = fs::read_to_string(file)
        .with_context(|| format!("{} cannot be read; nothing was begun", file.display()))?;
    toml::from_str(&text).with_context(|| {
        format!(
            "{} is no list of accounts; nothing was begun",
            file.display()
        )
    })
}

pub(super) fn introduction(file: &Path) -> anyhow::Result<Introduction> {
    let text = fs::read_to_string(file)
        .with_context(|| format!("{} cannot be read; nothing was begun", file.display()))?;
    serde_json::from_str(&text).with_context(|| {
        format!(
            "{} is not what `valiza-depot init` writes; nothing was begun",
            file.display()
        )
    })
}

/// The passphrase of a file, or a drawn one; whether it was drawn.
fn passphrase(file: Option<&Path>) -> anyhow::Result<(Zeroizing<String>, bool)> {
    match file {
        Some(file) => {
            let text = read_passphrase(file)?;
            anyhow::ensure!(
                !text.is_empty(),
                "the passphrase file {} is empty; nothing was begun",
                file.display()
            );
            Ok((text, false))
        }
        None => Ok((generate_passphrase(&mut OsRng), true)),
    }
}

fn tell(
    begun: &Begun,
    dir: &Path,
    plan: &Plan,
    (drawn, recovery_drawn): (bool, bool),
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    for (name, words) in &begun.communities {
        writeln!(
            out,
            "{name}\n  fingerprint of its recipients, to compare by telephone: {}",
            words.join(" ")
        )?;
    }
    if drawn {
        writeln!(
            out,
            "\nYour passphrase, told this once; write it on paper:\n  {}",
            *plan.passphrase
        )?;
    }
    if recovery_drawn {
        writeln!(
            out,
            "\nThe recovery passphrase, told this once; keep it apart:\n  {}",
            *plan.recovery_passphrase
        )?;
    }
    let (recovery, kit) = (begun.recovery.display(), begun.kit.display());
    let depot = match &begun.depot {
        Some(depot) => format!(
            "Start the depot:            valiza-depot serve --data {}",
            depot.display()
        ),
        None => format!(
            "Let the depot admit you:    valiza-depot admit --data DIR coordinator:console \"{}\"",
            begun.coordinator
        ),
    };
    if begun.waits_for > 0 {
        writeln!(
            out,
            "\nThe kit's profile waits for {} more signatures in {}: sign the file .body with\n  \
             ssh-keygen -Y sign -n valiza.profile.v1 -f KEY FILE.body\n\
             and take the signature over: valiza-console -C {} kit sign",
            begun.waits_for,
            dir.join("profiles/pending").display(),
            dir.display()
        )?;
    }
    let dir = dir.display();
    writeln!(
        out,
        "\nWhat to do next\n\
         1. Print {recovery}/identities.pdf, carry {recovery} away from this machine and delete it here; it opens everything if the other keys are lost.\n\
         2. {depot}\n\
         3. Carry {kit} to the kit; make its keys there:\n\
         \u{20}                               valiza enrol --profile {kit}\n\
         4. Admit the card it writes:   valiza-console -C {dir} admit kit-card.json\n\
         5. Start the kit:              valiza --profile {kit}\n\
         6. Fetch and read:             valiza-console -C {dir}"
    )?;
    Ok(())
}
