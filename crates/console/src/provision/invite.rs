//! Enrolling a kit from afar: an invitation under a code that is said by telephone, the card that comes back, and the
//! profile that admits it. The same three messages go by the depot or lie on a stick.
//!
//! The code is never written in the clear: what is remembered of it is wrapped to the office's keys until the kit is
//! admitted.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

use courier::{Client, ClientError, Limits, wire::ProblemCode};
use parcel::{
    EnrolCode, Identity, Invitation, KitCard, Recipients, RecordId,
    enrolment::{Enrolment, Step},
};
use rand::{CryptoRng, RngCore};

use crate::{
    collect::{CollectError, runtime},
    folder::Folder,
    keys::{Keys, list::KeyList},
    private,
};

use super::kit;

/// Why an enrolment did not go on. The words are under `kits-error-KEY`.
#[derive(Debug, thiserror::Error)]
pub enum InviteError {
    /// There is no such kit, or no profile of it is in force.
    #[error("no profile of kit {number:03} is in force")]
    NoProfile {
        /// Which number.
        number: u16,
    },
    /// A file could not be read or written.
    #[error("a file could not be read or written: {0}")]
    Disk(#[from] io::Error),
    /// The depot did not take or give a message.
    #[error(transparent)]
    Depot(#[from] CollectError),
    /// What lies there is not the answer to our invitation.
    #[error("the card of kit {number:03} was not made with its code, or was changed on the way")]
    Forged {
        /// Which number.
        number: u16,
    },
}

impl InviteError {
    /// Its name in locale keys.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::NoProfile { .. } => "no-profile",
            Self::Disk(_) => "disk",
            Self::Depot(_) => "depot",
            Self::Forged { .. } => "forged",
        }
    }
}

/// How the messages travel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Carrier {
    /// By the depot of the profiles.
    Depot,
    /// In a folder, most likely of a stick.
    Stick(PathBuf),
}

/// Invites a kit of this folder: lays the invitation down, and answers with the code to be said.
///
/// # Errors
/// See [`InviteError`].
pub fn invite<R: RngCore + CryptoRng>(
    folder: &Folder,
    keys: &Keys,
    number: u16,
    carrier: &Carrier,
    rng: &mut R,
) -> Result<EnrolCode, InviteError> {
    let name = folder.kit(number).map(|kit| kit.name);
    let newest = name.and_then(|name| folder.newest_profile(name));
    let (signed, _) = newest.ok_or(InviteError::NoProfile { number })?;
    let place = kit::folder(folder.path(), number);
    let mut files = BTreeMap::new();
    for file in kit::FILES {
        match fs::read_to_string(place.join(file)) {
            Ok(text) => drop(files.insert(file.to_owned(), text)),
            Err(why) if why.kind() == io::ErrorKind::NotFound => {}
            Err(why) => return Err(why.into()),
        }
    }
    let invitation = Invitation {
        profile: signed.clone(),
        roots: folder.roots(),
        files,
    };
    let code = EnrolCode::draw(rng);
    remember(folder, keys, number, &code)?;
    let enrolment = code.derive();
    let message = enrolment.seal(Step::Invitation, &invitation, rng);
    carry(
        folder,
        keys,
        carrier,
        (enrolment.id(), Step::Invitation),
        message,
    )?;
    Ok(code)
}

/// The cards that have come back for kits that were invited.
///
/// # Errors
/// See [`InviteError`].
pub fn cards(
    folder: &Folder,
    keys: &Keys,
    carrier: &Carrier,
) -> Result<Vec<(u16, KitCard)>, InviteError> {
    let mut cards = Vec::new();
    for (number, enrolment) in invited(folder, keys)? {
        let Some(message) = bring(folder, carrier, (enrolment.id(), Step::Card))? else {
            continue;
        };
        let card: KitCard = enrolment
            .open(Step::Card, &message)
            .map_err(|_why| InviteError::Forged { number })?;
        cards.push((number, card));
    }
    Ok(cards)
}

/// Lays the profile that is in force down for a kit that was admitted, and forgets its code; false where the kit was not
/// invited.
///
/// # Errors
/// See [`InviteError`].
pub fn conclude<R: RngCore + CryptoRng>(
    folder: &Folder,
    keys: &Keys,
    number: u16,
    carrier: &Carrier,
    rng: &mut R,
) -> Result<bool, InviteError> {
    let mut open = invited(folder, keys)?;
    let Some(at) = open.iter().position(|(one, _)| *one == number) else {
        return Ok(false);
    };
    let (_, enrolment) = open.swap_remove(at);
    let name = folder.kit(number).map(|kit| kit.name);
    let newest = name.and_then(|name| folder.newest_profile(name));
    let (signed, _) = newest.ok_or(InviteError::NoProfile { number })?;
    let message = enrolment.seal(Step::Profile, signed, rng);
    carry(
        folder,
        keys,
        carrier,
        (enrolment.id(), Step::Profile),
        message,
    )?;
    fs::remove_file(remembered(folder, number))?;
    Ok(true)
}

fn remembered(folder: &Folder, number: u16) -> PathBuf {
    folder
        .path()
        .join(format!("invitations/kit-{number:03}.age"))
}

/// Keeps the code, wrapped to the office's keys, until the kit is admitted.
fn remember(folder: &Folder, keys: &Keys, number: u16, code: &EnrolCode) -> io::Result<()> {
    let in_force = KeyList::read(folder, keys)?.in_force();
    let texts: Vec<String> = in_force
        .map_err(io::Error::other)?
        .values()
        .flat_map(|set| set.as_slice().to_vec())
        .collect();
    let everybody = Recipients::parse(&texts).map_err(io::Error::other)?;
    private::folder(&folder.path().join("invitations"))?;
    private::write(
        &remembered(folder, number),
        &everybody.wrap(code.words().as_bytes()),
    )
}

/// The enrolments that are under way, by number. What was wrapped to keys that are gone is passed over: it is invited anew.
fn invited(folder: &Folder, keys: &Keys) -> io::Result<Vec<(u16, Enrolment)>> {
    let mut open = Vec::new();
    for kit in &folder.setup().kits {
        let wrapped = match fs::read(remembered(folder, kit.number)) {
            Ok(wrapped) => wrapped,
            Err(why) if why.kind() == io::ErrorKind::NotFound => continue,
            Err(why) => return Err(why),
        };
        let unwrap = |identity: &Identity| identity.unwrap_small(&wrapped).ok();
        let code = keys.identities().iter().find_map(unwrap);
        let code = code.and_then(|code| std::str::from_utf8(&code).ok()?.parse::<EnrolCode>().ok());
        open.extend(code.map(|code| (kit.number, code.derive())));
    }
    Ok(open)
}

/// Where a message lies on a stick.
fn on_stick(stick: &Path, (id, step): (RecordId, Step)) -> PathBuf {
    parcel::enrolment::on_stick(stick, id, step)
}

fn carry(
    folder: &Folder,
    keys: &Keys,
    carrier: &Carrier,
    place: (RecordId, Step),
    message: Vec<u8>,
) -> Result<(), InviteError> {
    match carrier {
        Carrier::Stick(stick) => {
            let path = on_stick(stick, place);
            fs::create_dir_all(path.parent().unwrap_or(stick))?;
            Ok(private::write(&path, &message)?)
        }
        Carrier::Depot => {
            let client = Client::new(
                folder.depot().map_err(CollectError::from)?,
                Limits::default(),
            );
            let lay_down = async {
                let session = client.session(keys.signer()).await?;
                session.lay_down(place.0, place.1, message).await?;
                Ok::<_, CollectError>(())
            };
            Ok(runtime()?.block_on(lay_down)?)
        }
    }
}

/// A message, if it is there yet.
fn bring(
    folder: &Folder,
    carrier: &Carrier,
    place: (RecordId, Step),
) -> Result<Option<Vec<u8>>, InviteError> {
    match carrier {
        Carrier::Stick(stick) => match fs::read(on_stick(stick, place)) {
            Ok(message) => Ok(Some(message)),
            Err(why) if why.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(why) => Err(why.into()),
        },
        Carrier::Depot => {
            let client = Client::new(
                folder.depot().map_err(CollectError::from)?,
                Limits::default(),
            );
            match runtime()?.block_on(client.enrolment(place.0, place.1)) {
                Ok(message) => Ok(Some(message)),
                Err(ClientError::Refused(problem)) if problem.code == ProblemCode::Unknown => {
                    Ok(None)
                }
                Err(why) => Err(CollectError::from(why).into()),
            }
        }
    }
}
