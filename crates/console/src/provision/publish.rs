//! Publishing a profile: the next of its kit's chain is signed by this folder's root, and counts here and on the kit as
//! soon as enough root keys have signed it.
//!
//! Until then it waits in `profiles/pending`, where other signers add theirs: with this program, or with
//! `ssh-keygen -Y sign -n valiza.profile.v1` over the file `.body`. A profile that waits is what the next change builds on.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use parcel::{
    KitName, Namespace, Profile, ProfileError, SignError, Signature, Signed, Signer as _,
    SoftSigner,
};

use crate::{folder::Folder, private};

use super::{PROFILE_LIFE_S, json, kit};

/// Why a profile was not published.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// A file could not be read or written.
    #[error(
        "a profile could not be read or written ({0}). Free some space and run the command again"
    )]
    Disk(#[from] io::Error),
    /// The root key did not sign.
    #[error("the root key did not sign the profile ({0}); nothing was changed")]
    Unsigned(#[from] SignError),
    /// It would not be taken by its kit.
    #[error("the profile would not be taken by its kit: {0}")]
    Refused(#[from] ProfileError),
}

/// What became of a profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// Whose it is.
    pub kit: KitName,
    /// The number on that kit's lid.
    pub number: u16,
    /// Its version.
    pub version: u64,
    /// How many signatures it still waits for; none: it is in force, and lies in the kit's folder.
    pub waits_for: u32,
    /// Where it lies.
    pub path: PathBuf,
}

/// The profile that would follow for `kit`, dated and chained: from what waits for signatures, else from what is in force.
#[must_use]
pub fn next(folder: &Folder, kit: KitName, now_s: i64) -> Option<Profile> {
    let in_force = folder.newest_profile(kit);
    let number = folder
        .setup()
        .kits
        .iter()
        .find(|one| one.name == kit)?
        .number;
    let version = in_force.map_or(1, |(_, profile)| profile.version + 1);
    let waiting = fs::read(pending(folder, number, version)).ok();
    let waiting = waiting
        .and_then(|text| serde_json::from_slice::<Signed<Profile>>(&text).ok())
        .and_then(|signed| signed.claim().ok());
    let base = waiting.or_else(|| in_force.map(|(_, profile)| profile.clone()))?;
    Some(Profile {
        version,
        previous: in_force.map(|(signed, _)| signed.digest()),
        issued_at: now_s,
        valid_until: now_s.saturating_add(PROFILE_LIFE_S),
        ..base
    })
}

/// Signs `profile` with the root of this folder and publishes it, or lays it down to wait for other signatures.
///
/// # Errors
/// See [`PublishError`].
pub fn publish(
    folder: &mut Folder,
    root: &SoftSigner,
    profile: &Profile,
) -> Result<Published, PublishError> {
    settle(folder, Signed::sign(profile, root)?, profile)
}

/// Adds signatures to everything that waits: this folder's root's, and those that lie beside the bodies as
/// `ssh-keygen -Y sign` leaves them (`.body.sig`).
///
/// # Errors
/// See [`PublishError`].
pub fn countersign(folder: &mut Folder, root: &SoftSigner) -> Result<Vec<Published>, PublishError> {
    let mut published = Vec::new();
    for path in waiting(folder)? {
        let signed: Signed<Profile> =
            serde_json::from_slice(&fs::read(&path)?).map_err(io::Error::from)?;
        let profile = signed.claim().map_err(ProfileError::from)?;
        let mut signed = signed;
        let already = signed.signers().map_err(ProfileError::from)?;
        if !already.contains(root.public_key()) {
            let ours = root.sign(Namespace::Profile, signed.body())?;
            signed = signed.cosigned(ours);
        }
        let theirs = path.with_extension("body.sig");
        if theirs.exists() {
            signed = signed.cosigned(Signature::from_pem(fs::read_to_string(&theirs)?));
        }
        published.push(settle(folder, signed, &profile)?);
    }
    Ok(published)
}

/// Lays a signed profile where it belongs by how many roots have signed it.
fn settle(
    folder: &mut Folder,
    signed: Signed<Profile>,
    profile: &Profile,
) -> Result<Published, PublishError> {
    let in_force = folder.newest_profile(profile.kit).map(|(signed, _)| signed);
    let accepted = Profile::accept(&signed, &folder.roots(), in_force);
    let waits_for = match &accepted {
        Ok(_) => 0,
        Err(ProfileError::TooFewSigners { found, needed }) => {
            needed.saturating_sub(u32::try_from(*found).unwrap_or(u32::MAX))
        }
        Err(why) => return Err(why.clone().into()),
    };
    let text = json(&signed)?;
    let waiting = pending(folder, profile.number, profile.version);
    let path = if waits_for == 0 {
        let kit = kit::folder(folder.path(), profile.number);
        private::folder(&kit)?;
        private::write(&kit.join("profile.json"), &text)?;
        // The profile counts here once it lies among the profiles; so it is written last.
        let path = in_force_path(folder.path(), profile);
        private::write(&path, &text)?;
        for left in ["json", "body", "body.sig"] {
            // What does not lie there need not be taken away.
            fs::remove_file(waiting.with_extension(left)).ok();
        }
        folder.learn(signed, profile.clone());
        path
    } else {
        private::folder(&folder.pending())?;
        private::write(&waiting.with_extension("body"), signed.body())?;
        private::write(&waiting, &text)?;
        waiting
    };
    Ok(Published {
        kit: profile.kit,
        number: profile.number,
        version: profile.version,
        waits_for,
        path,
    })
}

/// Where a profile lies that is in force.
pub(super) fn in_force_path(root: &Path, profile: &Profile) -> PathBuf {
    let (number, version) = (profile.number, profile.version);
    root.join(format!("profiles/kit-{number:03}-{version:04}.json"))
}

/// Where a profile waits.
fn pending(folder: &Folder, number: u16, version: u64) -> PathBuf {
    folder
        .pending()
        .join(format!("kit-{number:03}-{version:04}.json"))
}

/// Everything that waits, in the order of kits and versions.
fn waiting(folder: &Folder) -> io::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    match fs::read_dir(folder.pending()) {
        Ok(entries) => {
            for entry in entries {
                let path = entry?.path();
                if path
                    .extension()
                    .is_some_and(|extension| extension == "json")
                {
                    paths.push(path);
                }
            }
        }
        Err(why) if why.kind() == io::ErrorKind::NotFound => {}
        Err(why) => return Err(why),
    }
    paths.sort_unstable();
    Ok(paths)
}
