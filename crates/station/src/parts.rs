//! What a kit is made of before anybody unlocks it: profile, catalogue, devices, settings. Reads them and checks them.

use crate::place::{KitFolder, write_whole};
use catalogue::{Catalogue, CatalogueError};
use office::id::CommunityId;
use office::label::Label;
use office::profile::{Fingerprint, ProfileView};
use office::workflow::{CommunityFacts, KitFacts};
use parcel::{Community, PageBudget, Profile, PublicKey, Signed};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use wording::Wording;

/// Why a kit cannot start. Each says which file it is about.
#[derive(Debug, thiserror::Error)]
pub enum PartsError {
    /// A file is not there or cannot be read.
    #[error("{path} cannot be read: {source}")]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A file does not hold what it should.
    #[error("{path} is not {what}")]
    Unlike {
        /// Which.
        path: PathBuf,
        /// What it should be.
        what: &'static str,
    },
    /// The profile is not believed.
    #[error("the profile is refused: {0}")]
    Profile(#[from] parcel::ProfileError),
    /// The catalogue is not believed or cannot be read.
    #[error("the service catalogue is refused: {0}")]
    Catalogue(#[from] catalogue::CatalogueError),
    /// The devices list has a mistake.
    #[error("the list of devices has a mistake: {0}")]
    Devices(#[from] devices::ConfigError),
    /// The depot's address cannot be used.
    #[error("the depot's address cannot be used: {0}")]
    Depot(#[from] courier::AddressError),
}

/// The kit's own settings; every one has a default.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Seconds of trusted time that a part is kept after the depot's receipt.
    pub hold_stored_s: i64,
    /// Seconds of trusted time that a part is kept after a coordinator has opened it.
    pub hold_opened_s: i64,
    /// Dots a line of the slip printer has.
    pub slip_dots: u32,
    /// Whether papers for residents are set in large print.
    pub large_print: bool,
    /// Memory of one guess in KiB; 0 measures the machine at enrolment.
    pub guess_memory_kib: u32,
    /// Seconds without anybody after which the kit locks itself; 0 for never.
    pub lock_after_s: u32,
    /// Where coverage is paid by the byte: how many bytes a day are sent before documents wait for the next day; 0 for no
    /// limit. Answers always travel, and "try now" lifts it for the day.
    pub metered_bytes_a_day: u64,
    /// Where a stick is mounted that stays in the kit and gets a copy of each sealed part at once. It counts only while it is
    /// another disk than the kit's.
    pub copy_stick: Option<PathBuf>,
}

impl Default for Settings {
    fn default() -> Self {
        let holds = store::Holds::default();
        Self {
            hold_stored_s: holds.stored_s,
            hold_opened_s: holds.opened_s,
            slip_dots: 384,
            large_print: false,
            guess_memory_kib: 0,
            lock_after_s: 600,
            metered_bytes_a_day: 0,
            copy_stick: None,
        }
    }
}

/// Everything a station is started from.
#[derive(Debug)]
pub struct KitParts {
    /// Whether the folder is one for training: nothing leaves it.
    pub training: bool,
    /// Where things lie.
    pub folder: KitFolder,
    /// The profile in use.
    pub profile: Profile,
    /// The catalogue in use.
    pub catalogue: Catalogue,
    /// The devices.
    pub devices: devices::DeviceConfig,
    /// The settings.
    pub settings: Settings,
    /// The program that runs workers and becomes the locked image: this one.
    pub program: PathBuf,
    /// Its arguments as the locked image.
    pub locked_arguments: Vec<String>,
}

impl KitParts {
    /// Reads the parts of the kit in `folder`.
    ///
    /// # Errors
    /// A file is missing, damaged or not believed; the error names it.
    pub fn read(
        folder: KitFolder,
        program: PathBuf,
        locked_arguments: Vec<String>,
    ) -> Result<Self, PartsError> {
        let roots = read_roots(&folder.roots())?;
        let offered: Signed<Profile> = read_json(&folder.profile(), "a signed kit profile")?;
        let profile = Profile::accept(&offered, &roots, None)?;
        let catalogue = good_catalogue(&folder, &roots)?;
        let devices = match folder.devices() {
            path if path.exists() => at_home(devices::DeviceConfig::read(&path)?),
            _ => devices::DeviceConfig::default(),
        };
        let settings = match std::fs::read_to_string(folder.settings()) {
            Ok(text) => toml::from_str(&text).map_err(|_mistake| PartsError::Unlike {
                path: folder.settings(),
                what: "a settings file (kit.toml)",
            })?,
            Err(_not_there) => Settings::default(),
        };
        courier::Address::parse(&profile.depot.address, profile.depot.ca_pem.as_deref())?;
        Ok(Self {
            training: folder.training().exists(),
            folder,
            profile,
            catalogue,
            devices,
            settings,
            program,
            locked_arguments,
        })
    }

    /// What the kit's papers are worded from.
    #[must_use]
    pub fn wording(&self) -> Wording {
        Wording::new(
            self.profile.communities.clone(),
            self.catalogue.services.clone(),
            wording::kit_name(self.profile.number),
        )
    }

    /// How pages are cleaned, as the profile wishes.
    pub(crate) fn pages(&self) -> imaging::Settings {
        let wanted = self.profile.pages;
        let budget = match wanted.budget {
            PageBudget::Village => imaging::Settings::village(),
            PageBudget::Office => imaging::Settings::office(),
            PageBudget::Evidence => imaging::Settings::evidence(),
        };
        imaging::Settings {
            black: if wanted.group4 {
                imaging::Black::Group4
            } else {
                imaging::Black::Jbig2
            },
            ..budget
        }
    }

    /// What the workflow is told before anybody unlocks.
    #[must_use]
    pub fn facts(&self) -> KitFacts {
        KitFacts {
            training: self.training,
            name: wording::kit_name(self.profile.number),
            number: self.profile.number,
            communities: self
                .profile
                .communities
                .iter()
                .map(|community| CommunityFacts {
                    id: CommunityId(community.id.clone()),
                    name: Label::same(&community.name),
                    phone: community.telephone.clone(),
                    accounts: community
                        .accounts
                        .iter()
                        .map(|account| account.key.clone())
                        .collect(),
                })
                .collect(),
            services: self.catalogue.services.clone(),
            calendar: catalogue::calendar(),
            slip_only: self.profile.danger.slip_only,
            lock_after_ms: u64::from(self.settings.lock_after_s) * 1000,
            large_print: self.settings.large_print,
            profile: ProfileView {
                version: self.profile.version,
                valid_until_s: self.profile.valid_until,
                recipients: self.profile.communities.iter().map(words).collect(),
                ..ProfileView::default()
            },
        }
    }

    /// The communities by id.
    #[must_use]
    pub fn communities(&self) -> BTreeMap<CommunityId, Community> {
        let named = |community: &Community| (CommunityId(community.id.clone()), community.clone());
        self.profile.communities.iter().map(named).collect()
    }
}

/// The words of a community's recipients.
fn words(community: &Community) -> Fingerprint {
    Fingerprint {
        of: community.name.clone(),
        words: community.recipients.fingerprint_words().join(" "),
    }
}

/// Papers as files go below the person's home where the list names no whole path, never into the kit's own folder:
/// they are as readable as paper.
fn at_home(mut list: devices::DeviceConfig) -> devices::DeviceConfig {
    if let Some(devices::PrinterLink::Folder(folder)) = &mut list.printer
        && folder.is_relative()
        && let Some(home) = std::env::home_dir()
    {
        *folder = home.join(&*folder);
        if let Err(error) = std::fs::create_dir_all(&*folder) {
            // The printer's lamp says it too, where the work is.
            tracing::error!(%error, "the folder for papers cannot be made");
        }
    }
    list
}

/// Brings what `valiza-console begin` made for this kit into its folder: profile, root keys, catalogue, devices.
///
/// The first profile is believed by the root key that lies beside it; every later one only by the keys kept here.
///
/// # Errors
/// A file is missing, damaged or not believed; nothing is taken over then.
pub fn take_in(from: &Path, folder: &KitFolder) -> Result<(), PartsError> {
    let roots_path = if folder.roots().exists() {
        folder.roots()
    } else {
        from.join("root.pub")
    };
    let roots = read_roots(&roots_path)?;
    let profile_path = from.join("profile.json");
    let offered: Signed<Profile> = read_json(&profile_path, "a signed kit profile")?;
    let current: Option<Signed<Profile>> = match folder.profile() {
        path if path.exists() => Some(read_json(&path, "a signed kit profile")?),
        _ => None,
    };
    let is_known = current
        .as_ref()
        .is_some_and(|current| current.digest() == offered.digest());
    if !is_known {
        Profile::accept(&offered, &roots, current.as_ref())?;
    }
    let beside = from.join("catalogue.json");
    let catalogue = if beside.exists() || !folder.catalogue().exists() {
        catalogue_to_write(&beside, folder, &roots)?
    } else {
        // A profile alone was brought; the catalogue in use stays.
        None
    };
    if let Some(bytes) = catalogue {
        // The copy comes second: whenever the cable is pulled, one of the two is whole.
        write(&folder.catalogue(), &bytes)?;
        write(&last_good(folder), &bytes)?;
    }
    if is_known {
        return Ok(());
    }
    let copies = [
        (roots_path, folder.roots()),
        (from.join("devices.toml"), folder.devices()),
        (from.join("kit.toml"), folder.settings()),
        // The profile comes last: with it the kit is whole.
        (profile_path, folder.profile()),
    ];
    for (source, target) in copies {
        if source != target && source.exists() {
            write(&target, &read(&source)?)?;
        }
    }
    Ok(())
}

/// Takes the next profile, and a newer catalogue if one lies beside it, from a folder that the coordinator prepared.
///
/// # Errors
/// As [`take_in`].
pub fn take_next(from: &Path, folder: &KitFolder) -> Result<u64, PartsError> {
    take_in(from, folder)?;
    let in_use: Signed<Profile> = read_json(&folder.profile(), "a signed kit profile")?;
    Ok(in_use.claim().map_err(parcel::ProfileError::from)?.version)
}

/// Takes the next profile of the chain, by itself; it counts from the next start, which a lock is.
///
/// # Errors
/// It is not believed, not for this kit, or not the next one; the profile in use stays then. One that is in use already is
/// no error.
pub fn take_profile(offered: &Signed<Profile>, folder: &KitFolder) -> Result<Profile, PartsError> {
    let roots = read_roots(&folder.roots())?;
    let in_use: Signed<Profile> = read_json(&folder.profile(), "a signed kit profile")?;
    if in_use == *offered {
        return Ok(Profile::accept(offered, &roots, None)?);
    }
    let profile = Profile::accept(offered, &roots, Some(&in_use))?;
    let text = serde_json::to_vec_pretty(offered).map_err(|error| PartsError::Unreadable {
        path: folder.profile(),
        source: error.into(),
    })?;
    write(&folder.profile(), &text)?;
    Ok(profile)
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), PartsError> {
    write_whole(path, bytes).map_err(|source| PartsError::Unreadable {
        path: path.to_owned(),
        source,
    })
}

fn read(path: &Path) -> Result<Vec<u8>, PartsError> {
    std::fs::read(path).map_err(|source| PartsError::Unreadable {
        path: path.to_owned(),
        source,
    })
}

fn read_json<T: serde::de::DeserializeOwned>(
    path: &Path,
    what: &'static str,
) -> Result<T, PartsError> {
    serde_json::from_slice(&read(path)?).map_err(|_mistake| PartsError::Unlike {
        path: path.to_owned(),
        what,
    })
}

fn read_roots(path: &Path) -> Result<Vec<PublicKey>, PartsError> {
    let unlike = || PartsError::Unlike {
        path: path.to_owned(),
        what: "a list of root keys",
    };
    let text = String::from_utf8(read(path)?).map_err(|_not_text| unlike())?;
    let keys: Vec<PublicKey> = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| line.parse().map_err(|_no_key| unlike()))
        .collect::<Result<_, _>>()?;
    if keys.is_empty() {
        Err(unlike())
    } else {
        Ok(keys)
    }
}

/// The second copy of the catalogue in use.
fn last_good(folder: &KitFolder) -> PathBuf {
    folder.catalogue().with_extension("last")
}

/// The catalogue in use; where its file was damaged its second copy, so that a visit is not refused for a bad sector (I15).
fn good_catalogue(folder: &KitFolder, roots: &[PublicKey]) -> Result<Catalogue, PartsError> {
    let open = |path: &Path| -> Result<Catalogue, PartsError> {
        Ok(catalogue::open(&read(path)?, roots)?)
    };
    open(&folder.catalogue()).or_else(|why| {
        let last = open(&last_good(folder)).map_err(|_no_better| why)?;
        tracing::error!(version = %last.version, "the service catalogue is damaged; its second copy is used");
        Ok(last)
    })
}

/// The bytes of an offered catalogue that is to be written: newer than the one in use, or the same where a copy of that was
/// damaged. An older one is passed over: a kit that was given a
/// catalogue by hand keeps it when a profile comes that was written before.
fn catalogue_to_write(
    offered: &Path,
    folder: &KitFolder,
    roots: &[PublicKey],
) -> Result<Option<Vec<u8>>, PartsError> {
    let in_use = good_catalogue(folder, roots).ok();
    let bytes = read(offered)?;
    let lies_at = |path: &Path| std::fs::read(path).is_ok_and(|held| held == bytes);
    match catalogue::accept(&bytes, roots, in_use.as_ref()) {
        Ok(_) if lies_at(&folder.catalogue()) && lies_at(&last_good(folder)) => Ok(None),
        Ok(_) => Ok(Some(bytes)),
        Err(why @ CatalogueError::Older { .. }) => {
            tracing::warn!(%why, "the service catalogue in use stays");
            Ok(None)
        }
        Err(why) => Err(why.into()),
    }
}
