//! The first hour of a kit: its keys are made on it and nowhere else; the coordinator gets the public halves.

use crate::parts::{KitParts, PartsError};
use crate::place::write_whole;
use parcel::{KitCard, PublicKey};
use rand::RngCore as _;
use rand::rngs::OsRng;
use std::time::Duration;
use vault::{Cost, EnrolError, OpenVault, Passphrase, RenewError, Vault};
use zeroize::Zeroizing;

/// Why a kit could not be enrolled.
#[derive(Debug, thiserror::Error)]
pub enum EnrolKitError {
    /// The vault could not be made.
    #[error(transparent)]
    Vault(#[from] EnrolError),
    /// The card could not be written.
    #[error("the kit card could not be written: {0}")]
    Card(std::io::Error),
    /// The one-time codes could not be set.
    #[error(transparent)]
    Codes(#[from] RenewError),
    /// A part of the kit is missing.
    #[error(transparent)]
    Parts(#[from] PartsError),
}

/// How long a guess should take.
const GUESS: Duration = Duration::from_millis(850);

/// What an enrolment made.
#[derive(Debug)]
pub struct Enrolled {
    /// For the coordinator.
    pub card: KitCard,
    /// The one-time code, to be written on a card, sealed, and kept apart from the kit.
    pub code: Zeroizing<String>,
}

/// Makes the kit's vault for its first administrator, writes the kit card and the coordinator's code.
///
/// # Errors
/// There is a vault already, or the disk cannot be written.
pub fn enrol(parts: &KitParts, passphrase: &Passphrase) -> Result<Enrolled, EnrolKitError> {
    let cost = match parts.settings.guess_memory_kib {
        0 => Cost::calibrate(GUESS, || {
            Duration::from_millis(crate::clock::now(0).since_boot_ms)
        }),
        memory_kib => Cost::new(memory_kib, 1).map_err(EnrolError::from)?,
    };
    let mut open = Vault::enrol(&parts.folder.keys(), passphrase, cost)?;
    let code = drawn();
    give_codes(parts, &mut open, &typed(&code))?;
    let card = write_card(parts, &open, open.administrator_signer().public_key())
        .map_err(EnrolKitError::Card)?;
    Ok(Enrolled { card, code })
}

/// Writes the kit card with the key of one administrator, whom the coordinator admits under their name, and with the code
/// that the coordinator may read out.
pub(crate) fn write_card(
    parts: &KitParts,
    open: &OpenVault,
    administrator: &PublicKey,
) -> std::io::Result<KitCard> {
    let card = KitCard {
        kit: parts.profile.kit,
        kit_key: open.signer().public_key().clone(),
        administrator_key: administrator.clone(),
        mailbox: open.mailbox().address(),
        administrators: Vec::new(),
        telephone_code: std::fs::read(parts.folder.telephone_code()).unwrap_or_default(),
    };
    write_whole(&parts.folder.card(), &serde_json::to_vec_pretty(&card)?)?;
    Ok(card)
}

/// Gives the vault its one-time codes: the one on the card, and a drawn one that only the communities' recipients can
/// read, so that a coordinator may read it out by telephone. Those of before count no more; the card has to be written
/// after it.
pub(crate) fn give_codes(
    parts: &KitParts,
    open: &mut OpenVault,
    card: &Passphrase,
) -> Result<(), RenewError> {
    let by_telephone = drawn();
    open.set_codes(&[card, &typed(&by_telephone)])?;
    let sealed = parts
        .profile
        .communities
        .first()
        .map(|community| community.recipients.wrap(by_telephone.as_bytes()));
    match sealed {
        Some(sealed) => {
            write_whole(&parts.folder.telephone_code(), &sealed).map_err(RenewError::Disk)
        }
        None => Ok(()),
    }
}

/// The passphrase of the first administrator: the first line of `file`, or a drawn one (then the second is true).
///
/// # Errors
/// The file cannot be read or its first line is empty.
pub fn passphrase(file: Option<&std::path::Path>) -> std::io::Result<(Passphrase, bool)> {
    let Some(file) = file else {
        return Ok((Passphrase::from_typed(&drawn()), true));
    };
    let text = Zeroizing::new(std::fs::read_to_string(file)?);
    match text.lines().next().map(str::trim) {
        Some(line) if !line.is_empty() => Ok((typed(line), false)),
        _ => Err(std::io::ErrorKind::InvalidData.into()),
    }
}

/// Draws words as a passphrase or a code has them.
#[must_use]
pub fn drawn() -> Zeroizing<String> {
    let mut entropy = Zeroizing::new([0; 32]);
    OsRng.fill_bytes(&mut *entropy);
    office::passphrase::drawn(&entropy)
}

/// What somebody typed: words of the list in their one spelling, whatever the layout of the keyboard.
#[must_use]
pub fn typed(text: &str) -> Passphrase {
    Passphrase::from_typed(&office::passphrase::spelt(text))
}

/// The same with the key file of the stick that is plugged in, if there is one.
pub(crate) fn typed_with_stick(text: &str) -> Passphrase {
    match crate::place::key_file() {
        Some(content) => typed(text).with_key_file(&content),
        None => typed(text),
    }
}
