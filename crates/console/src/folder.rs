//! The console's folder: what lies where, and what its signed profiles say.
//!
//! Holds no secret in the clear. What a profile says counts only after the root key's signature over it is verified.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use courier::{Address, AddressError};
use parcel::{KitName, KnownSigners, Profile, ProfileError, PublicKey, Signed};
use serde::{Deserialize, Serialize};

use crate::{private, seat::Person};

/// Name of the file that makes a folder a console's.
pub const SETUP: &str = "console.toml";

/// `console.toml`: what the console starts from. Written by `begin`, edited by hand where a depot moves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Setup {
    /// Version of this shape: 1.
    pub format: u32,
    /// The key that signs profiles; all trust hangs on it.
    pub root: PublicKey,
    /// Whose signatures count beside the root's, where a profile needs several.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cosigners: Vec<PublicKey>,
    /// How many of these keys sign a new kit's first profile; later ones follow the profile before.
    #[serde(default = "one")]
    pub signatures: u32,
    /// Where the depot is for this program, where that is not what the kits' profiles say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub depot: Option<String>,
    /// What people are here for, where they are not coordinators.
    #[serde(default, rename = "person", skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<Person>,
    /// The kits, in the order they were made.
    #[serde(default, rename = "kit")]
    pub kits: Vec<KitEntry>,
}

fn one() -> u32 {
    1
}

/// `[[kit]]`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KitEntry {
    /// The number on its lid, 0 to 999; the first three digits of every number it gives out.
    pub number: u16,
    /// Its pseudonym, as parcels carry it.
    pub name: KitName,
    /// When it was declared lost, seconds since 1970 UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lost_at: Option<i64>,
}

/// Why a folder is not a console's.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// There is no `console.toml`.
    #[error(
        "there is no {SETUP} in this folder, so it is not a console's folder; nothing was changed. \
         Go to the folder that `valiza-console begin` made, or name it with --folder"
    )]
    NotOurs,
    /// `console.toml` is there and not readable as one.
    #[error(
        "{SETUP} cannot be understood ({0}); nothing was changed. Put it right, or bring it back from a copy"
    )]
    Setup(Box<toml::de::Error>),
    /// A file cannot be read.
    #[error("{file} cannot be read ({why}). Check the disk and who owns the folder")]
    Unreadable {
        /// Which file, relative to the folder.
        file: String,
        /// What the system says.
        why: io::Error,
    },
    /// A profile is not what the root key signed.
    #[error(
        "the profile {file} is not believed: {why}. No parcel of its kit can be judged until the file is \
         brought back from a copy"
    )]
    Profile {
        /// Which file, relative to the folder.
        file: String,
        /// Why.
        why: ProfileError,
    },
    /// No profile says where the depot is.
    #[error(
        "no profile of this folder says where the depot is; add a line depot = \"https://...\" to {SETUP}"
    )]
    NoDepot,
    /// The depot's address is of no use.
    #[error("the depot's address cannot be used: {0}. Correct it in {SETUP} or in the profile")]
    Address(#[from] AddressError),
}

/// An opened folder. Its profiles are verified.
#[derive(Debug, Clone)]
pub struct Folder {
    root: PathBuf,
    setup: Setup,
    profiles: Vec<(Signed<Profile>, Profile)>,
}

impl Folder {
    /// Opens the folder that `begin` made and verifies its profiles.
    ///
    /// # Errors
    /// Each situation has its own [`FolderError`].
    pub fn open(root: &Path) -> Result<Self, FolderError> {
        let text = fs::read_to_string(root.join(SETUP)).map_err(|why| {
            if why.kind() == io::ErrorKind::NotFound {
                FolderError::NotOurs
            } else {
                FolderError::Unreadable {
                    file: SETUP.to_owned(),
                    why,
                }
            }
        })?;
        let setup: Setup =
            toml::from_str(&text).map_err(|why| FolderError::Setup(Box::new(why)))?;
        let mut folder = Self {
            root: root.to_owned(),
            setup,
            profiles: Vec::new(),
        };
        folder.profiles = folder.read_profiles()?;
        Ok(folder)
    }

    /// The folder itself.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.root
    }

    /// The keys that profiles are believed from.
    #[must_use]
    pub fn roots(&self) -> Vec<PublicKey> {
        roots(&self.setup)
    }

    /// Writes `console.toml` anew.
    ///
    /// # Errors
    /// The file system's.
    pub fn write_setup(&mut self, setup: Setup) -> io::Result<()> {
        let text = toml::to_string(&setup).map_err(io::Error::other)?;
        private::write(&self.root.join(SETUP), text.as_bytes())?;
        self.setup = setup;
        Ok(())
    }

    /// The kit of that number on its lid.
    #[must_use]
    pub fn kit(&self, number: u16) -> Option<&KitEntry> {
        self.setup.kits.iter().find(|kit| kit.number == number)
    }

    /// Takes a profile that has just been published among those of this folder.
    pub fn learn(&mut self, signed: Signed<Profile>, profile: Profile) {
        self.profiles.push((signed, profile));
    }

    /// What `console.toml` says.
    #[must_use]
    pub fn setup(&self) -> &Setup {
        &self.setup
    }

    /// Every profile ever signed here, the oldest first.
    pub fn profiles(&self) -> impl DoubleEndedIterator<Item = &Profile> {
        self.profiles.iter().map(|(_, profile)| profile)
    }

    /// The profile of the highest version of a kit.
    #[must_use]
    pub fn newest_profile(&self, kit: KitName) -> Option<(&Signed<Profile>, &Profile)> {
        let ours = self
            .profiles
            .iter()
            .filter(|(_, profile)| profile.kit == kit);
        ours.max_by_key(|(_, profile)| profile.version)
            .map(|(signed, profile)| (signed, profile))
    }

    /// Whom the opener believes: everything the profiles name, retired ones too.
    #[must_use]
    pub fn known(&self) -> KnownSigners {
        let mut known = KnownSigners::default();
        self.profiles().for_each(|profile| known.learn(profile));
        known
    }

    /// Whose receipts count.
    pub fn receipt_signers(&self) -> impl Iterator<Item = &PublicKey> {
        self.profiles().flat_map(|profile| &profile.receipt_signers)
    }

    /// The number on the lid of a kit, `042`; its pseudonym where the kit is not ours.
    #[must_use]
    pub fn kit_label(&self, name: KitName) -> String {
        let ours = self.setup.kits.iter().find(|kit| kit.name == name);
        ours.map_or_else(|| name.to_string(), |kit| format!("{:03}", kit.number))
    }

    /// The full name of a community; its id where no profile knows it.
    #[must_use]
    pub fn community_name(&self, id: &str) -> String {
        let mut communities = self
            .profiles()
            .rev()
            .flat_map(|profile| &profile.communities);
        communities
            .find(|one| one.id == id)
            .map_or_else(|| id.to_owned(), |one| one.name.clone())
    }

    /// Where the depot is and how it is recognised.
    ///
    /// # Errors
    /// `NoDepot`, `Address`.
    pub fn depot(&self) -> Result<Address, FolderError> {
        let newest = self.profiles().next_back().ok_or(FolderError::NoDepot)?;
        let address = self.setup.depot.as_deref().unwrap_or(&newest.depot.address);
        Ok(Address::parse(address, newest.depot.ca_pem.as_deref())?)
    }

    /// The first coordinator's identities under their passphrase.
    #[must_use]
    pub fn identities(&self) -> PathBuf {
        self.root.join("keys/identities.age")
    }

    /// The identities of every coordinator, each file under its own passphrase: `identities.age`, `identities-2.age` ...
    ///
    /// # Errors
    /// The file system's.
    pub fn identity_files(&self) -> io::Result<Vec<PathBuf>> {
        let mut files = Vec::new();
        for entry in fs::read_dir(self.root.join("keys"))? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if name.starts_with("identities") && name.ends_with(".age") {
                files.push(path);
            }
        }
        files.sort_unstable();
        Ok(files)
    }

    /// The list of keys: public halves, holders, dates.
    #[must_use]
    pub fn key_list(&self) -> PathBuf {
        self.root.join("keys/keys.toml")
    }

    /// Profiles that wait for signatures.
    #[must_use]
    pub fn pending(&self) -> PathBuf {
        self.root.join("profiles/pending")
    }

    /// The coordinator's signing key and the ledger's key, wrapped to the identities.
    #[must_use]
    pub fn coordinator(&self) -> PathBuf {
        self.root.join("keys/coordinator.age")
    }

    /// The key that signs profiles, wrapped to the identities.
    #[must_use]
    pub fn root_key(&self) -> PathBuf {
        self.root.join("keys/root.age")
    }

    /// The ledger.
    #[must_use]
    pub fn ledger(&self) -> PathBuf {
        self.root.join("ledger.sqlite")
    }

    /// Where fetched ciphertext lies.
    #[must_use]
    pub fn parcels(&self) -> PathBuf {
        self.root.join("parcels")
    }

    /// The signed service catalogue.
    #[must_use]
    pub fn catalogue(&self) -> PathBuf {
        self.root.join("catalogue.json")
    }

    fn read_profiles(&self) -> Result<Vec<(Signed<Profile>, Profile)>, FolderError> {
        let unreadable = |file: &str| {
            let file = file.to_owned();
            move |why| FolderError::Unreadable { file, why }
        };
        let folder = self.root.join("profiles");
        let entries = fs::read_dir(&folder).map_err(unreadable("profiles"))?;
        let mut paths = entries
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<io::Result<Vec<_>>>()
            .map_err(unreadable("profiles"))?;
        paths.retain(|path| {
            path.extension()
                .is_some_and(|extension| extension == "json")
        });
        paths.sort_unstable();
        let mut profiles = Vec::with_capacity(paths.len());
        for path in paths {
            let file = path
                .strip_prefix(&self.root)
                .unwrap_or(&path)
                .display()
                .to_string();
            let text = fs::read(&path).map_err(unreadable(&file))?;
            let signed: Signed<Profile> =
                serde_json::from_slice(&text).map_err(|why| FolderError::Unreadable {
                    file: file.clone(),
                    why: why.into(),
                })?;
            let profile = Profile::accept(&signed, &self.roots(), None)
                .map_err(|why| FolderError::Profile { file, why })?;
            profiles.push((signed, profile));
        }
        profiles.sort_by_key(|(_, profile): &(_, Profile)| (profile.issued_at, profile.version));
        Ok(profiles)
    }
}

/// The root key and those beside it.
pub(crate) fn roots(setup: &Setup) -> Vec<PublicKey> {
    let mut roots = vec![setup.root.clone()];
    roots.extend(setup.cosigners.iter().cloned());
    roots
}
