//! The first hour of a kit: its keys are made on it and nowhere else; the coordinator gets the public halves.

use crate::parts::{KitParts, PartsError};
use crate::place::write_whole;
use parcel::{KitName, MailboxAddress, PublicKey};
use serde::{Deserialize, Serialize};
use std::time::Duration;
use vault::{Cost, EnrolError, Passphrase, Vault};

/// The public halves of a kit's keys, handed to the coordinator, who admits the kit by them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KitCard {
    /// The kit's pseudonym.
    pub kit: KitName,
    /// What signs manifests and heads.
    pub kit_key: PublicKey,
    /// What signs the inner headers of the first administrator.
    pub administrator_key: PublicKey,
    /// Where dispatches are sealed to.
    pub mailbox: MailboxAddress,
}

/// Why a kit could not be enrolled.
#[derive(Debug, thiserror::Error)]
pub enum EnrolKitError {
    /// The vault could not be made.
    #[error(transparent)]
    Vault(#[from] EnrolError),
    /// The card could not be written.
    #[error("the kit card could not be written: {0}")]
    Card(std::io::Error),
    /// A part of the kit is missing.
    #[error(transparent)]
    Parts(#[from] PartsError),
}

/// How long a guess should take.
const GUESS: Duration = Duration::from_millis(850);

/// Makes the kit's vault for its first administrator and writes the kit card.
///
/// # Errors
/// There is a vault already, or the disk cannot be written.
pub fn enrol(parts: &KitParts, passphrase: &Passphrase) -> Result<KitCard, EnrolKitError> {
    let cost = match parts.settings.guess_memory_kib {
        0 => Cost::calibrate(GUESS, || {
            Duration::from_millis(crate::clock::now(0).since_boot_ms)
        }),
        memory_kib => Cost::new(memory_kib, 1).map_err(EnrolError::from)?,
    };
    let open = Vault::enrol(&parts.folder.keys(), passphrase, cost)?;
    let card = KitCard {
        kit: parts.profile.kit,
        kit_key: open.signer().public_key().clone(),
        administrator_key: open.administrator_signer().public_key().clone(),
        mailbox: open.mailbox().address(),
    };
    let text =
        serde_json::to_vec_pretty(&card).map_err(|error| EnrolKitError::Card(error.into()))?;
    write_whole(&parts.folder.card(), &text).map_err(EnrolKitError::Card)?;
    Ok(card)
}

/// The passphrase of the first administrator: the first line of `file`, or a drawn one (then the second is true).
///
/// # Errors
/// The file cannot be read or its first line is empty.
pub fn passphrase(file: Option<&std::path::Path>) -> std::io::Result<(Passphrase, bool)> {
    let Some(file) = file else {
        return Ok((Passphrase::generate(&mut rand::rngs::OsRng), true));
    };
    let text = zeroize::Zeroizing::new(std::fs::read_to_string(file)?);
    match text.lines().next().map(str::trim) {
        Some(line) if !line.is_empty() => Ok((Passphrase::from_typed(line), false)),
        _ => Err(std::io::ErrorKind::InvalidData.into()),
    }
}
