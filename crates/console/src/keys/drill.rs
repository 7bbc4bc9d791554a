//! The recovery drill: does the key that lies in a safe open what kits seal today, and the console's own secrets?
//!
//! A test parcel about nobody is sealed to the newest profile's recipients and opened with the recovery key alone.
//! Nothing of it reaches the ledger or the depot.

use std::{fs, io};

use parcel::{
    Administrator, ApplicationId, Chain, Community, Epoch, FileToSeal, Identity, IdentityError,
    IdentityFile, KitName, KnownSigners, Moment, Profile, SealOrder, Signer as _, SoftSigner,
};
use rand::{CryptoRng, RngCore};

use crate::folder::Folder;

use super::{
    Keys,
    list::{KeyList, Role},
};

/// Why a drill failed. The words are under `keys-drill-KEY`.
#[derive(Debug, thiserror::Error)]
pub enum DrillError {
    /// A file cannot be read, or the date of the drill not be written.
    #[error("a file of the drill cannot be read or written: {0}")]
    Disk(#[from] io::Error),
    /// The passphrase is not the recovery key's.
    #[error("the passphrase does not open the recovery key")]
    WrongPassphrase,
    /// The file is no identity file, or is damaged.
    #[error("the recovery file is damaged")]
    Damaged,
    /// There is no profile to seal by.
    #[error("no profile says whom to seal to")]
    NoProfile,
    /// The key does not open what is sealed for this community.
    #[error("the recovery key does not open what is sealed for {community}")]
    DoesNotOpen {
        /// Which community, as on paper.
        community: String,
    },
    /// It opens parcels and not the coordinator's own secrets.
    #[error("the recovery key does not open the coordinator's secrets")]
    SecretsClosed,
}

impl DrillError {
    /// Its name in locale keys.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::Disk(_) => "disk",
            Self::WrongPassphrase => "wrong-passphrase",
            Self::Damaged => "damaged",
            Self::NoProfile => "no-profile",
            Self::DoesNotOpen { .. } => "does-not-open",
            Self::SecretsClosed => "secrets-closed",
        }
    }
}

/// Tries the recovery key in `file`, and notes the day. Answers for how many communities it opened a parcel, and when
/// the drill before this one was.
///
/// # Errors
/// Each way of failing has its own [`DrillError`].
pub fn drill<R: RngCore + CryptoRng>(
    folder: &Folder,
    keys: &Keys,
    (file, passphrase): (&[u8], &str),
    now_s: i64,
    rng: &mut R,
) -> Result<(usize, Option<i64>), DrillError> {
    let recovery = IdentityFile::unprotect(file, passphrase).map_err(|why| match why {
        IdentityError::WrongPassphrase => DrillError::WrongPassphrase,
        IdentityError::Damaged | IdentityError::Unreadable => DrillError::Damaged,
    })?;
    let profile = folder.profiles().next_back().ok_or(DrillError::NoProfile)?;
    for community in &profile.communities {
        if !opens(profile, community, &recovery, now_s, rng) {
            return Err(DrillError::DoesNotOpen {
                community: community.name.clone(),
            });
        }
    }
    for wrapped in [folder.coordinator(), folder.root_key()] {
        let wrapped = fs::read(wrapped)?;
        let opened = recovery
            .iter()
            .any(|identity| identity.unwrap_small(&wrapped).is_ok());
        if !opened {
            return Err(DrillError::SecretsClosed);
        }
    }

    let mut list = KeyList::read(folder, keys)?;
    let before = list
        .of_role(Role::Recovery)
        .filter_map(|key| key.drilled)
        .max();
    let texts: Vec<_> = recovery.iter().map(Identity::recipient).collect();
    for key in &mut list.keys {
        if texts.contains(&key.recipient) {
            key.drilled = Some(now_s);
        }
    }
    list.write(folder)?;
    Ok((profile.communities.len(), before))
}

/// Seals a parcel about nobody for `community` and opens it with `identities`.
fn opens<R: RngCore + CryptoRng>(
    profile: &Profile,
    community: &Community,
    identities: &[Identity],
    now_s: i64,
    rng: &mut R,
) -> bool {
    let (kit, administrator) = (SoftSigner::generate(rng), SoftSigner::generate(rng));
    let mut known = KnownSigners::default();
    let invented = Profile {
        kit: KitName::random(rng),
        kit_key: Some(kit.public_key().clone()),
        administrators: vec![Administrator {
            name: String::new(),
            key: administrator.public_key().clone(),
        }],
        ..profile.clone()
    };
    known.learn(&invented);
    let file = |name: &str| FileToSeal::new(name, b"drill".to_vec()).ok();
    let order = SealOrder {
        application: ApplicationId::random(rng),
        administrator: &administrator,
        profile: profile.version,
        catalogue: profile.catalogue.clone(),
        recipients: &community.recipients,
        moment: Moment {
            wall: now_s,
            since_boot: 0,
            anchor: now_s,
            confirmed_day: None,
        },
        summary: file("drill.txt").into_iter().collect(),
        pages: file("drill-page.txt").into_iter().collect(),
    };
    let mut chain = Chain::new(invented.kit, Epoch::random(rng));
    let Ok(sealed) = parcel::seal(&order, &mut chain, &kit) else {
        return false;
    };
    let [summary] = sealed.summary.pieces.as_slice() else {
        return false;
    };
    parcel::open_summary(summary, identities, &known)
        .and_then(|summary| parcel::open_pages(&sealed.pages.pieces, &summary, identities, &known))
        .is_ok_and(|pages| pages.file("drill-page.txt") == Some(b"drill"))
}
