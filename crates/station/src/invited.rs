//! Beginning by a code that was said by telephone: the kit fetches what it is given to begin with, answers with its card,
//! and fetches the profile that admits it. By the depot or from a stick, the same messages.
//!
//! What is fetched is sealed under the code, so nobody on the way is believed. A sheet's code ([`Pointer`]), where it was
//! read, pins profile and root besides.

use crate::parts::{PartsError, take_in, take_profile};
use crate::place::{KitFolder, write_whole};
use courier::{Address, Client, ClientError, Limits};
use parcel::enrolment::{MessageUnreadable, Step, on_stick};
use parcel::{Invitation, Profile, PublicKey, Signed};
use rand::rngs::OsRng;
use serde::Serialize;
use std::path::{Path, PathBuf};

pub use parcel::enrolment::Enrolment;
pub use parcel::{EnrolCode, Pointer};

/// The names that a message may bring files under.
const FILES: [&str; 3] = ["catalogue.json", "devices.toml", "kit.toml"];

/// Where the messages come from.
#[derive(Debug)]
pub enum Source {
    /// The depot.
    Depot(Address),
    /// The folder of a stick.
    Stick(PathBuf),
}

impl Source {
    /// The depot at an address that nothing pins yet: its messages are judged by the code alone.
    ///
    /// # Errors
    /// It is no address.
    pub fn depot(url: &str) -> Result<Self, courier::AddressError> {
        Ok(Self::Depot(Address::unpinned(url)?))
    }
}

/// Why an enrolment by code did not go on. Nothing of the kit was changed.
#[derive(Debug, thiserror::Error)]
pub enum InvitedError {
    /// There is no such message, or not any more.
    #[error(
        "nothing waits under this code: it was misheard, served before, or is older than a week"
    )]
    Nothing,
    /// The message is not the code's.
    #[error(transparent)]
    Unreadable(#[from] MessageUnreadable),
    /// The profile is not the one of the sheet.
    #[error("the profile is not the one that the code of the sheet names")]
    AnotherProfile,
    /// The root key is not the one of the sheet.
    #[error("the profile is believed by another root than the sheet names: {found}")]
    AnotherRoot {
        /// The fingerprint that was found.
        found: String,
    },
    /// The depot did not answer as it should.
    #[error(transparent)]
    Depot(#[from] ClientError),
    /// The stick or the kit's disk cannot be read or written.
    #[error("a file cannot be read or written: {0}")]
    Disk(#[from] std::io::Error),
    /// What was brought is not a kit's beginning.
    #[error(transparent)]
    Parts(#[from] PartsError),
}

/// Takes the invitation of `enrolment` in: profile, root keys, catalogue, devices.
///
/// # Errors
/// See [`InvitedError`].
pub fn accept(
    enrolment: &Enrolment,
    source: &Source,
    pointer: Option<&Pointer>,
    folder: &KitFolder,
) -> Result<(), InvitedError> {
    let message = fetch(enrolment, source, Step::Invitation)?;
    let invitation: Invitation = enrolment.open(Step::Invitation, &message)?;
    if let Some(pointer) = pointer {
        compare(&invitation, pointer)?;
    }
    let laid = folder.root().join("invitation");
    std::fs::create_dir_all(&laid)?;
    for (name, text) in &invitation.files {
        if FILES.contains(&name.as_str()) {
            write_whole(&laid.join(name), text.as_bytes())?;
        }
    }
    let roots: String = invitation
        .roots
        .iter()
        .map(|key| format!("{key}\n"))
        .collect();
    write_whole(&laid.join("root.pub"), roots.as_bytes())?;
    write_json(&laid.join("profile.json"), &invitation.profile)?;
    let taken = take_in(&laid, folder);
    std::fs::remove_dir_all(&laid)?;
    Ok(taken?)
}

fn compare(invitation: &Invitation, pointer: &Pointer) -> Result<(), InvitedError> {
    if invitation.profile.digest() != pointer.profile {
        return Err(InvitedError::AnotherProfile);
    }
    let fingerprints: Vec<_> = invitation
        .roots
        .iter()
        .map(PublicKey::fingerprint)
        .collect();
    if fingerprints.contains(&pointer.root) {
        return Ok(());
    }
    Err(InvitedError::AnotherRoot {
        found: fingerprints.into_iter().next().unwrap_or_default(),
    })
}

/// Answers with the card of the keys that were made, as it lies at `card`.
///
/// # Errors
/// See [`InvitedError`].
pub fn answer(enrolment: &Enrolment, source: &Source, card: &Path) -> Result<(), InvitedError> {
    let card: serde_json::Value =
        serde_json::from_slice(&std::fs::read(card)?).map_err(std::io::Error::from)?;
    let message = enrolment.seal(Step::Card, &card, &mut OsRng);
    match source {
        Source::Stick(stick) => {
            let path = on_stick(stick, enrolment.id(), Step::Card);
            Ok(write_whole(&path, &message)?)
        }
        Source::Depot(address) => {
            let client = Client::new(address.clone(), Limits::default());
            Ok(runtime()?.block_on(client.bring_card(enrolment.id(), message))?)
        }
    }
}

/// Takes the profile that admits the kit, and answers with its version; it counts from the next start.
///
/// # Errors
/// See [`InvitedError`].
pub fn conclude(
    enrolment: &Enrolment,
    source: &Source,
    folder: &KitFolder,
) -> Result<u64, InvitedError> {
    let message = fetch(enrolment, source, Step::Profile)?;
    let offered: Signed<Profile> = enrolment.open(Step::Profile, &message)?;
    Ok(take_profile(&offered, folder)?.version)
}

fn fetch(enrolment: &Enrolment, source: &Source, step: Step) -> Result<Vec<u8>, InvitedError> {
    match source {
        Source::Stick(stick) => match std::fs::read(on_stick(stick, enrolment.id(), step)) {
            Ok(message) => Ok(message),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                Err(InvitedError::Nothing)
            }
            Err(error) => Err(error.into()),
        },
        Source::Depot(address) => {
            let client = Client::new(address.clone(), Limits::default());
            let fetched = runtime()?.block_on(client.enrolment(enrolment.id(), step));
            fetched.map_err(|error| match error.code() {
                Some(courier::wire::ProblemCode::Unknown) => InvitedError::Nothing,
                Some(_) | None => error.into(),
            })
        }
    }
}

fn runtime() -> std::io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
}

fn write_json(path: &Path, value: &impl Serialize) -> std::io::Result<()> {
    write_whole(path, &serde_json::to_vec_pretty(value)?)
}
