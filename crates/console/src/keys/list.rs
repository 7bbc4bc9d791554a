//! The list of keys, `keys/keys.toml`: which recipients there are, who holds them, since when, and what became of them.
//!
//! Public halves and dates only. What is sealed follows the signed profiles and never this list; it is what people look
//! at, and what the next profile is made from.

use std::{collections::BTreeMap, fs, io};

use parcel::{Recipients, RecipientsError};
use serde::{Deserialize, Serialize};

use crate::{folder::Folder, private};

use super::Keys;

/// What a key is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// A coordinator opens applications with it every day.
    Coordinator,
    /// It is kept away from the machine and opens everything when the others are lost.
    Recovery,
}

impl Role {
    /// Its name in locale keys.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Coordinator => "coordinator",
            Self::Recovery => "recovery",
        }
    }
}

/// How a key stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// The newest profiles seal to it.
    InForce,
    /// No new profile names it; it is kept to open what was sealed before.
    Rotated,
    /// It is gone.
    Retired,
}

impl Standing {
    /// Its name in locale keys.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::InForce => "in-force",
            Self::Rotated => "rotated",
            Self::Retired => "retired",
        }
    }
}

/// One recipient of one community. Times are seconds since 1970 UTC.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyEntry {
    /// `age1...`.
    pub recipient: String,
    /// The id of its community in the profiles.
    pub community: String,
    /// What it is for.
    pub role: Role,
    /// Who holds it.
    pub holder: String,
    /// The name of the file in `keys` that holds its identity; none for a recovery key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// When it was made.
    pub since: i64,
    /// When new profiles ceased to name it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rotated: Option<i64>,
    /// When its identity was destroyed here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retired: Option<i64>,
    /// Why it was retired although something sealed to it might come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// When it last opened a test parcel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drilled: Option<i64>,
}

impl KeyEntry {
    /// How it stands.
    #[must_use]
    pub fn standing(&self) -> Standing {
        match (self.retired, self.rotated) {
            (Some(_), _) => Standing::Retired,
            (None, Some(_)) => Standing::Rotated,
            (None, None) => Standing::InForce,
        }
    }

    /// Enough of the recipient to tell it from the others, as people type it.
    #[must_use]
    pub fn short(&self) -> &str {
        self.recipient.get(..14).unwrap_or(&self.recipient)
    }
}

/// `keys/keys.toml`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeyList {
    format: u32,
    /// The keys, the oldest first.
    #[serde(default, rename = "key")]
    pub keys: Vec<KeyEntry>,
}

impl KeyList {
    /// A list of these keys.
    #[must_use]
    pub fn new(keys: Vec<KeyEntry>) -> Self {
        Self { format: 1, keys }
    }

    /// Reads the list; where there is none, it is made from the newest profile: what `keys` opens is a coordinator's, the
    /// rest is for recovery.
    ///
    /// # Errors
    /// The file system's; `InvalidData` where the file is not understood.
    pub fn read(folder: &Folder, keys: &Keys) -> io::Result<Self> {
        match fs::read_to_string(folder.key_list()) {
            Ok(text) => toml::from_str(&text)
                .map_err(|why| io::Error::new(io::ErrorKind::InvalidData, why.message())),
            Err(why) if why.kind() == io::ErrorKind::NotFound => Ok(Self::guessed(folder, keys)),
            Err(why) => Err(why),
        }
    }

    fn guessed(folder: &Folder, keys: &Keys) -> Self {
        let ours: Vec<_> = keys
            .identities()
            .iter()
            .map(parcel::Identity::recipient)
            .collect();
        let file = keys
            .file()
            .file_name()
            .map(|name| name.to_string_lossy().into_owned());
        let newest = folder.profiles().next_back();
        let communities = newest.map_or(&[][..], |profile| &profile.communities);
        let entries = communities.iter().flat_map(|community| {
            community.recipients.as_slice().iter().map(|recipient| {
                let held = ours.contains(recipient);
                KeyEntry {
                    recipient: recipient.clone(),
                    community: community.id.clone(),
                    role: if held {
                        Role::Coordinator
                    } else {
                        Role::Recovery
                    },
                    holder: String::new(),
                    file: file.clone().filter(|_| held),
                    since: newest.map_or(0, |profile| profile.issued_at),
                    rotated: None,
                    retired: None,
                    reason: None,
                    drilled: None,
                }
            })
        });
        Self::new(entries.collect())
    }

    /// Writes the list.
    ///
    /// # Errors
    /// The file system's.
    pub fn write(&self, folder: &Folder) -> io::Result<()> {
        let text = toml::to_string(self).map_err(io::Error::other)?;
        private::write(&folder.key_list(), text.as_bytes())
    }

    /// What new profiles seal to, by community.
    ///
    /// # Errors
    /// A community would be left with fewer than two recipients.
    pub fn in_force(&self) -> Result<BTreeMap<String, Recipients>, RecipientsError> {
        let mut texts: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for key in self
            .keys
            .iter()
            .filter(|key| key.standing() == Standing::InForce)
        {
            texts
                .entry(&key.community)
                .or_default()
                .push(&key.recipient);
        }
        texts
            .into_iter()
            .map(|(community, texts)| Ok((community.to_owned(), Recipients::parse(&texts)?)))
            .collect()
    }

    /// The keys of a role that are in force.
    pub fn of_role(&self, role: Role) -> impl Iterator<Item = &KeyEntry> {
        let wanted = move |key: &&KeyEntry| key.role == role && key.standing() == Standing::InForce;
        self.keys.iter().filter(wanted)
    }
}
