//! A true beginning: keys, recipients, profile, depot and kit for one or more communities, made on this machine.
//!
//! Never writes over an earlier beginning: keys that something was sealed to must not vanish by repeating a command.
//! The recovery identities lie in a folder of their own, to be carried away from this machine (P8).

mod admit;
pub mod code;
mod depot;
pub mod invite;
mod kit;
pub mod kits;
pub mod lost;
mod plan;
pub mod publish;
pub mod table;

use std::{
    io,
    path::{Path, PathBuf},
};

use parcel::{
    Community, Danger, Depot, Identity, IdentityFile, KitName, Pages, Profile, PublicKey,
    Recipients, SignError, Signer, SoftSigner,
};
use rand::{CryptoRng, RngCore};

use crate::{
    folder::{Folder, FolderError, KitEntry, SETUP, Setup},
    keys::{
        Coordinator,
        list::{KeyEntry, KeyList, Role},
    },
    private,
};

pub use admit::{AdmitError, Admitted, admit};
pub(crate) use kit::folder as kit_folder;
pub use parcel::KitCard;
pub use plan::{CommunityPlan, Defaults, Plan, PlanError, generate_passphrase};
pub use publish::{PublishError, Published};

/// How long a profile counts as fresh: a year. A stale one is a finding on the kit, never a stop.
const PROFILE_LIFE_S: i64 = 366 * 86_400;

/// Why nothing was begun.
#[derive(Debug, thiserror::Error)]
pub enum BeginError {
    /// The folder is a console's already.
    #[error(
        "this folder already holds a beginning; it was not touched, because applications may be sealed to its \
         keys. Choose another folder"
    )]
    BegunAlready,
    /// The services do not make a catalogue.
    #[error(
        "the services in {folder} do not make a catalogue: {mistakes}. Nothing was begun; put them right, or \
         name another folder with --services"
    )]
    Catalogue {
        /// Which folder.
        folder: PathBuf,
        /// What is wrong, one after another.
        mistakes: String,
    },
    /// A file could not be written.
    #[error(
        "a file could not be written ({0}). Remove the half-made folder, free some space, and begin again"
    )]
    Unwritten(#[from] io::Error),
    /// A fresh key did not sign.
    #[error("a fresh key did not sign ({0}). Remove the half-made folder and begin again")]
    Unsigned(#[from] SignError),
    /// The kit's first profile was not published.
    #[error(transparent)]
    Unpublished(#[from] PublishError),
    /// What was written does not read.
    #[error(transparent)]
    Folder(#[from] FolderError),
}

/// What was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Begun {
    /// Each community with the words of its recipients' fingerprint, to be compared by telephone.
    pub communities: Vec<(String, Vec<&'static str>)>,
    /// The recovery identities, to be carried away.
    pub recovery: PathBuf,
    /// The depot's folder; none where the depot was founded before.
    pub depot: Option<PathBuf>,
    /// Whom such a depot has to admit.
    pub coordinator: PublicKey,
    /// The kit's folder.
    pub kit: PathBuf,
    /// How many signatures of other root keys the kit's profile waits for.
    pub waits_for: u32,
}

/// Makes everything in `root`, which must not hold a beginning yet.
///
/// # Errors
/// Each situation has its own [`BeginError`].
pub fn begin<R: RngCore + CryptoRng>(
    root: &Path,
    plan: &Plan,
    now_s: i64,
    rng: &mut R,
) -> Result<Begun, BeginError> {
    if root.join(SETUP).exists() || root.join("keys").exists() {
        return Err(BeginError::BegunAlready);
    }
    for folder in ["keys", "profiles", "parcels", "recovery"] {
        private::folder(&root.join(folder))?;
    }

    let root_key = SoftSigner::generate(rng);
    let catalogue = kit::catalogue(&plan.services, &plan.catalogue_version, &root_key)?;
    private::write(&root.join("catalogue.json"), &catalogue)?;

    let identities: Vec<_> = plan
        .communities
        .iter()
        .map(|_| Identity::generate())
        .collect();
    let recovery: Vec<_> = plan
        .communities
        .iter()
        .map(|_| Identity::generate())
        .collect();
    let coordinator = Coordinator::generate(rng);
    write_keys(
        root,
        plan,
        (&identities, &recovery),
        (&coordinator, &root_key),
        now_s,
    )?;

    let mut communities = Vec::with_capacity(plan.communities.len());
    for (community, (ours, theirs)) in plan
        .communities
        .iter()
        .zip(identities.iter().zip(&recovery))
    {
        communities.push(named(community, recipients(&[ours, theirs])));
    }

    let depot_key = SoftSigner::generate(rng);
    let founded = !plan.receipt_signers.is_empty();
    let mut receipt_signers = plan.receipt_signers.clone();
    if !founded {
        receipt_signers.push(depot_key.public_key().clone());
    }
    receipt_signers.push(coordinator.public_key().clone());
    let entry = KitEntry {
        number: plan.kit,
        name: KitName::random(rng),
        lost_at: None,
    };
    let profile = Profile {
        version: 1,
        previous: None,
        issued_at: now_s,
        valid_until: now_s.saturating_add(PROFILE_LIFE_S),
        kit: entry.name,
        number: entry.number,
        kit_key: None,
        mailbox: None,
        communities,
        depot: Depot {
            address: plan.depot.clone(),
            ca_pem: plan.depot_ca.clone(),
        },
        receipt_signers,
        coordinators: vec![coordinator.public_key().clone()],
        administrators: vec![kits::unheld(&plan.administrator, rng)],
        catalogue: plan.catalogue_version.clone(),
        quarantine: Vec::new(),
        transport_recipient: None,
        danger: Danger::default(),
        pages: Pages::default(),
        signatures: plan.signatures,
    };
    let depot = if founded {
        None
    } else {
        Some(depot::write(
            root,
            plan,
            &depot_key,
            coordinator.public_key(),
        )?)
    };
    let mut roots = vec![root_key.public_key().clone()];
    roots.extend(plan.cosigners.iter().cloned());
    let kit = kit::write(root, plan.kit, &roots, &catalogue)?;

    let setup = Setup {
        format: 1,
        root: root_key.public_key().clone(),
        cosigners: plan.cosigners.clone(),
        signatures: plan.signatures,
        depot: None,
        people: Vec::new(),
        kits: vec![entry],
    };
    let text = toml::to_string(&setup).map_err(io::Error::other)?;
    private::write(&root.join(SETUP), text.as_bytes())?;
    let mut folder = Folder::open(root)?;
    let published = publish::publish(&mut folder, &root_key, &profile)?;

    let words = |community: &Community| {
        (
            community.name.clone(),
            community.recipients.fingerprint_words(),
        )
    };
    let recovery = root.join("recovery");
    Ok(Begun {
        communities: profile.communities.iter().map(words).collect(),
        recovery,
        depot,
        coordinator: coordinator.public_key().clone(),
        kit,
        waits_for: published.waits_for,
    })
}

fn write_keys(
    root: &Path,
    plan: &Plan,
    (identities, recovery): (&[Identity], &[Identity]),
    (coordinator, root_key): (&Coordinator, &SoftSigner),
    now_s: i64,
) -> io::Result<()> {
    let everybody = recipients(&identities.iter().chain(recovery).collect::<Vec<_>>());
    private::write(
        &root.join("keys/identities.age"),
        &IdentityFile::protect(identities, &plan.passphrase),
    )?;
    private::write(
        &root.join("recovery/identities.age"),
        &IdentityFile::protect(recovery, &plan.recovery_passphrase),
    )?;
    private::write(
        &root.join("keys/coordinator.age"),
        &coordinator.wrap(&everybody),
    )?;
    private::write(
        &root.join("keys/root.age"),
        &everybody.wrap(&*root_key.seed()),
    )?;
    let entry = |role, holder: &str, file: Option<&str>| {
        let (holder, file) = (holder.to_owned(), file.map(str::to_owned));
        move |(community, identity): (&CommunityPlan, &Identity)| KeyEntry {
            recipient: identity.recipient(),
            community: community.id(),
            role,
            holder: holder.clone(),
            file: file.clone(),
            since: now_s,
            rotated: None,
            retired: None,
            reason: None,
            drilled: None,
        }
    };
    let first = entry(Role::Coordinator, &plan.coordinator, Some("identities.age"));
    let kept = entry(Role::Recovery, "", None);
    let ours = plan.communities.iter().zip(identities).map(first);
    let theirs = plan.communities.iter().zip(recovery).map(kept);
    let list = toml::to_string(&KeyList::new(ours.chain(theirs).collect()));
    private::write(
        &root.join("keys/keys.toml"),
        list.map_err(io::Error::other)?.as_bytes(),
    )
}

fn recipients(identities: &[&Identity]) -> Recipients {
    let texts: Vec<_> = identities
        .iter()
        .map(|identity| identity.recipient())
        .collect();
    Recipients::parse(&texts).expect("fresh identities are native, and two or more")
}

fn named(plan: &CommunityPlan, recipients: Recipients) -> Community {
    Community {
        id: plan.id(),
        name: plan.name.clone(),
        katottg: plan.code.clone(),
        owner: plan.name.clone(),
        letterhead: plan.letterhead.clone(),
        telephone: plan.telephone.clone(),
        recipients,
        accounts: plan.accounts.clone(),
    }
}

fn json<T: serde::Serialize>(value: &T) -> io::Result<Vec<u8>> {
    serde_json::to_vec_pretty(value).map_err(io::Error::from)
}
