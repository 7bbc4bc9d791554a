//! Who sits at the console, and what they may do there.
//!
//! A seat is a rule of the house that this program keeps; whoever holds a passphrase and other programs can open what it
//! opens. Whom the list does not name is a coordinator.

use std::io;

use serde::{Deserialize, Serialize};

use crate::{
    folder::Folder,
    keys::{Keys, list::KeyList},
};

/// What somebody is here for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Duty {
    /// Does everything.
    #[default]
    Coordinator,
    /// Reads and searches, and changes nothing.
    Reader,
    /// Keeps keys and kits, and reads no application.
    KeyHolder,
}

impl Duty {
    /// Every duty.
    pub const ALL: [Self; 3] = [Self::Coordinator, Self::Reader, Self::KeyHolder];

    /// Its name on the command line and in locale keys: `duty-KEY`.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Coordinator => "coordinator",
            Self::Reader => "reader",
            Self::KeyHolder => "key-holder",
        }
    }

    /// The duty of that name.
    #[must_use]
    pub fn named(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.key() == key)
    }

    /// Whether it covers a deed.
    #[must_use]
    pub fn may(self, deed: Deed) -> bool {
        match (self, deed) {
            (Self::Coordinator, _)
            | (Self::Reader, Deed::Read)
            | (Self::KeyHolder, Deed::Keep)
            | (_, Deed::Watch) => true,
            (Self::Reader, Deed::Work | Deed::Keep)
            | (Self::KeyHolder, Deed::Read | Deed::Work) => false,
        }
    }
}

/// What is done at the console.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// Look at what names nobody: kits, gaps, the log.
    Watch,
    /// Look at applications.
    Read,
    /// Fetch, open, register, answer, export.
    Work,
    /// Make and retire keys, begin and lose kits, say who sits where.
    Keep,
}

/// A person in `console.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// The holder's name, as the list of keys has it.
    pub name: String,
    /// What they are here for.
    pub duty: Duty,
}

/// Who sits here now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    /// The holder of the keys that were opened; empty where the list of keys does not say.
    pub who: String,
    /// What they are here for.
    pub duty: Duty,
}

/// This is not their duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "this passphrase belongs to a {}, who may not do this; nothing was done. A coordinator can change it: `seat NAME DUTY`",
    duty.key()
)]
pub struct NotTheirs {
    /// The duty they have.
    pub duty: Duty,
}

impl Seat {
    /// Whose keys were opened.
    ///
    /// # Errors
    /// The list of keys cannot be read.
    pub fn of(folder: &Folder, keys: &Keys) -> io::Result<Self> {
        let file = keys.file().file_name().map(|name| name.to_string_lossy());
        let list = KeyList::read(folder, keys)?;
        let ours = list
            .keys
            .iter()
            .rev()
            .find(|key| key.file.as_deref() == file.as_deref());
        let who = ours.map_or_else(String::new, |key| key.holder.clone());
        let people = &folder.setup().people;
        let duty = people
            .iter()
            .find(|one| one.name == who)
            .map_or_else(Duty::default, |one| one.duty);
        Ok(Self { who, duty })
    }

    /// Lets a deed pass that the duty covers.
    ///
    /// # Errors
    /// [`NotTheirs`].
    pub fn allows(&self, deed: Deed) -> Result<(), NotTheirs> {
        if self.duty.may(deed) {
            Ok(())
        } else {
            Err(NotTheirs { duty: self.duty })
        }
    }
}

/// Says what somebody is here for. The last coordinator stays one.
///
/// # Errors
/// The file system's; `InvalidInput` where nobody of that name holds a key, or no coordinator would be left.
pub fn assign(folder: &mut Folder, keys: &Keys, name: &str, duty: Duty) -> io::Result<()> {
    let list = KeyList::read(folder, keys)?;
    let holders = || {
        list.of_role(crate::keys::list::Role::Coordinator)
            .map(|key| key.holder.as_str())
    };
    if !holders().any(|holder| holder == name) {
        return Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            "nobody of that name holds a key in force",
        ));
    }
    let mut setup = folder.setup().clone();
    setup.people.retain(|one| one.name != name);
    setup.people.push(Person {
        name: name.to_owned(),
        duty,
    });
    let works = |holder: &str| {
        let listed = setup.people.iter().find(|one| one.name == holder);
        listed.is_none_or(|one| one.duty == Duty::Coordinator)
    };
    if !holders().any(works) {
        return Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            "no coordinator would be left",
        ));
    }
    folder.write_setup(setup)
}
