//! Further kits of an office that has begun: each with its first profile and the folder that is carried to it.
//!
//! A kit takes everything from the newest profiles but its number, its people and, if so wished, fewer communities. Its own
//! keys are made on it and nowhere else.

use std::{collections::BTreeMap, fs, io};

use papers::{Fingerprint, KitSheetPaper, Options, Paper, Pdf, TypesetError};
use parcel::{
    Administrator, Community, KitName, Pointer, Profile, Signed, Signer as _, SoftSigner,
};
use rand::{CryptoRng, RngCore};

use crate::{
    clock,
    folder::{Folder, KitEntry},
    keys::{Keys, UnlockError, paper},
};

use super::{
    PROFILE_LIFE_S, kit,
    publish::{self, PublishError, Published},
};

/// One kit, as it is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KitPlan {
    /// Number on its lid, 0 to 999.
    pub number: u16,
    /// Who works at it; at least one.
    pub administrators: Vec<String>,
    /// The codes of the communities it serves; empty = all of the office.
    pub communities: Vec<String>,
}

/// Why no kit was begun. The words are under `kits-error-KEY`.
#[derive(Debug, thiserror::Error)]
pub enum KitsError {
    /// A kit of that number exists.
    #[error("there is a kit {number:03} already; nothing was begun")]
    Taken {
        /// Which number.
        number: u16,
    },
    /// The office serves no community of that code.
    #[error("no community of this office has the code {code}; nothing was begun")]
    UnknownCommunity {
        /// Which code.
        code: String,
    },
    /// No profile tells what a kit is made from.
    #[error("this folder has no profile in force yet; nothing was begun")]
    NoProfile,
    /// A file could not be read or written.
    #[error("a file could not be read or written: {0}")]
    Disk(#[from] io::Error),
    /// The root key does not open.
    #[error(transparent)]
    Root(#[from] UnlockError),
    /// A profile was not published.
    #[error(transparent)]
    Unpublished(#[from] PublishError),
}

impl KitsError {
    /// Its name in locale keys.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::Taken { .. } => "taken",
            Self::UnknownCommunity { .. } => "unknown-community",
            Self::NoProfile => "no-profile",
            Self::Disk(_) => "disk",
            Self::Root(_) => "root",
            Self::Unpublished(_) => "unpublished",
        }
    }
}

/// Begins the kits. What is wrong with any of them is found before the first is begun.
///
/// # Errors
/// See [`KitsError`].
pub fn begin<R: RngCore + CryptoRng>(
    folder: &mut Folder,
    keys: &Keys,
    plans: &[KitPlan],
    now_s: i64,
    rng: &mut R,
) -> Result<Vec<Published>, KitsError> {
    let base = folder.profiles().next_back().ok_or(KitsError::NoProfile)?;
    let (base, office) = (base.clone(), communities(folder));
    for plan in plans {
        if folder.kit(plan.number).is_some() {
            return Err(KitsError::Taken {
                number: plan.number,
            });
        }
        let unknown = |code: &&String| !office.values().any(|one| one.katottg == **code);
        if let Some(code) = plan.communities.iter().find(unknown) {
            return Err(KitsError::UnknownCommunity { code: code.clone() });
        }
    }
    let root = keys.root(folder)?;
    let catalogue = fs::read(folder.catalogue())?;
    let mut begun = Vec::with_capacity(plans.len());
    for plan in plans {
        let wanted = |one: &&Community| {
            plan.communities.is_empty() || plan.communities.contains(&one.katottg)
        };
        let profile = Profile {
            version: 1,
            previous: None,
            issued_at: now_s,
            valid_until: now_s.saturating_add(PROFILE_LIFE_S),
            kit: KitName::random(rng),
            number: plan.number,
            kit_key: None,
            mailbox: None,
            communities: office.values().filter(wanted).cloned().collect(),
            administrators: plan
                .administrators
                .iter()
                .map(|name| unheld(name, rng))
                .collect(),
            signatures: folder.setup().signatures,
            ..base.clone()
        };
        kit::write(folder.path(), plan.number, &folder.roots(), &catalogue)?;
        begun.push(publish::publish(folder, &root, &profile)?);
        let mut setup = folder.setup().clone();
        setup.kits.push(KitEntry {
            number: plan.number,
            name: profile.kit,
            lost_at: None,
        });
        folder.write_setup(setup)?;
    }
    Ok(begun)
}

/// An administrator who has a name from the start and a key once the kit is admitted: nobody holds this one.
pub(super) fn unheld<R: RngCore + CryptoRng>(name: &str, rng: &mut R) -> Administrator {
    Administrator {
        name: name.to_owned(),
        key: SoftSigner::generate(rng).public_key().clone(),
    }
}

/// Every community of the office as the newest profiles have it.
fn communities(folder: &Folder) -> BTreeMap<String, Community> {
    folder
        .profiles()
        .flat_map(|profile| &profile.communities)
        .map(|community| (community.id.clone(), community.clone()))
        .collect()
}

/// The sheet of a kit, for the act of acceptance: whose it is, and the words by which it is known for the right one.
///
/// # Errors
/// The typesetter's.
pub fn sheet(
    folder: &Folder,
    (signed, profile): (&Signed<Profile>, &Profile),
    kit_key_of: &str,
    now_s: i64,
    options: &Options,
) -> Result<Pdf, TypesetError> {
    let mut fingerprints: Vec<Fingerprint> =
        profile.communities.iter().map(paper::fingerprint).collect();
    if let Some(key) = &profile.kit_key {
        fingerprints.push(Fingerprint {
            of: kit_key_of.to_owned(),
            words: key.fingerprint_words().join(" "),
        });
    }
    let letterhead = profile.communities.first().map(paper::letterhead);
    let sheet = KitSheetPaper {
        letterhead: letterhead.unwrap_or_default(),
        kit: format!("{:03}", profile.number),
        pseudonym: profile.kit.to_string(),
        administrators: profile
            .administrators
            .iter()
            .map(|one| one.name.clone())
            .collect(),
        fingerprints,
        profile: profile.version.to_string(),
        made_on: clock::day_text(now_s),
        pointer: Pointer::to(signed, profile, &folder.setup().root).to_string(),
    };
    papers::typeset(&Paper::KitSheet(sheet), options)
}
