//! A kit's mailbox: the identity that opens dispatches and nothing else.
//!
//! It is a type of its own so that the kit can hold it without holding anything that opens a parcel (I4): it offers
//! no way to an age identity, and its address is no recipient of a community.

use std::{fmt, io::Read as _, str::FromStr};

use age::{secrecy::ExposeSecret, x25519};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::{
    Kind, PublicKey, VerifyError, digest_of,
    dispatch::{Letter, OpenedDispatch},
    padding,
    recipients::{self, DecryptFault},
};

/// The longest dispatch that is made or read: a visit with two hundred pages that comes back.
pub const LARGEST_DISPATCH: u64 = 32 * 1024 * 1024;

/// The entry of the archive that is the signed statement; every other is named by its digest.
const STATEMENT: &str = "dispatch.json";

/// The most enclosures of one dispatch.
const MOST_ENCLOSURES: usize = 1024;

/// A letter is longer than any dispatch may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("what is enclosed is too large for one dispatch")]
pub struct LetterTooLarge;

/// A text that is no mailbox address or mailbox secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a mailbox")]
pub struct MailboxUnreadable;

/// Why a dispatch is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MailboxError {
    /// It is for another kit's mailbox.
    #[error("the dispatch is for another mailbox")]
    NotForUs,
    /// It is damaged.
    #[error("the dispatch is damaged")]
    Damaged,
    /// Its signature is not a coordinator's.
    #[error("the dispatch is not believed: {0}")]
    NotBelieved(VerifyError),
}

/// Where dispatches are sealed to; public.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MailboxAddress(String);

impl MailboxAddress {
    /// Seals a letter for this mailbox: an age file of one of a few lengths, with a `tar` inside.
    ///
    /// # Errors
    /// [`LetterTooLarge`] beyond [`LARGEST_DISPATCH`].
    pub fn seal(&self, letter: &Letter) -> Result<Vec<u8>, LetterTooLarge> {
        let key = recipients::key(&self.0).expect("an address is checked when it is made");
        let archive = archive(letter).map_err(|_full| LetterTooLarge)?;
        recipients::encrypt_to(vec![key], |header| {
            let length = [Kind::Summary, Kind::Pages]
                .into_iter()
                .find_map(|kind| padding::content_length(kind, archive.len(), header))
                .filter(|&length| length as u64 <= LARGEST_DISPATCH)
                .ok_or(LetterTooLarge)?;
            // Zeros behind the end of a tar archive are part of it.
            let mut content = archive;
            content.resize(length, 0);
            Ok(content)
        })
    }
}

fn archive(letter: &Letter) -> std::io::Result<Vec<u8>> {
    let mut archive = tar::Builder::new(Vec::new());
    let mut append = |name: &str, bytes: &[u8]| {
        let mut entry = tar::Header::new_ustar();
        entry.set_size(bytes.len() as u64);
        entry.set_mode(0o600);
        archive.append_data(&mut entry, name, bytes)
    };
    append(STATEMENT, &serde_json::to_vec(&letter.signed)?)?;
    for enclosure in &letter.enclosures {
        append(&digest_of(enclosure).to_string(), enclosure)?;
    }
    archive.into_inner()
}

/// Takes the content of a dispatch apart. Every enclosure must be what its name says.
fn unarchive(content: &[u8]) -> Option<Letter> {
    let mut archive = tar::Archive::new(content);
    let mut entries = archive.entries().ok()?;
    let read = |entry: std::io::Result<tar::Entry<'_, &[u8]>>| {
        let mut entry = entry.ok()?;
        let name = String::from_utf8(entry.path_bytes().into_owned()).ok()?;
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).ok()?;
        Some((name, bytes))
    };
    let (name, statement) = read(entries.next()?)?;
    let signed = (name == STATEMENT).then(|| serde_json::from_slice(&statement).ok())??;
    let mut enclosures = Vec::new();
    for entry in entries {
        let (name, bytes) = read(entry)?;
        if name != digest_of(&bytes).to_string() || enclosures.len() == MOST_ENCLOSURES {
            return None;
        }
        enclosures.push(bytes);
    }
    Some(Letter { signed, enclosures })
}

impl TryFrom<String> for MailboxAddress {
    type Error = MailboxUnreadable;

    fn try_from(text: String) -> Result<Self, MailboxUnreadable> {
        recipients::native(&text).ok_or(MailboxUnreadable)?;
        Ok(Self(text))
    }
}

impl From<MailboxAddress> for String {
    fn from(address: MailboxAddress) -> Self {
        address.0
    }
}

/// The secret side, in the kit's keyring.
pub struct Mailbox(x25519::Identity);

impl Mailbox {
    /// Draws a mailbox.
    pub fn generate() -> Self {
        Self(x25519::Identity::generate())
    }

    /// Where to send to.
    pub fn address(&self) -> MailboxAddress {
        MailboxAddress(self.0.to_public().to_string())
    }

    /// The secret to be wrapped and stored; wiped when dropped.
    pub fn to_secret(&self) -> Zeroizing<String> {
        Zeroizing::new(self.0.to_string().expose_secret().to_owned())
    }

    /// Opens a dispatch that one of `coordinators` signed.
    ///
    /// # Errors
    /// `NotForUs`, `Damaged`, `NotBelieved`.
    pub fn open(
        &self,
        file: &[u8],
        coordinators: &[PublicKey],
    ) -> Result<OpenedDispatch, MailboxError> {
        let content = recipients::decrypt(std::iter::once(&self.0 as _), file, LARGEST_DISPATCH)
            .map_err(|fault| match fault {
                DecryptFault::NotForUs => MailboxError::NotForUs,
                DecryptFault::Damaged | DecryptFault::TooLong => MailboxError::Damaged,
            })?;
        let letter = unarchive(&content).ok_or(MailboxError::Damaged)?;
        OpenedDispatch::believe(letter, coordinators).map_err(MailboxError::NotBelieved)
    }
}

impl FromStr for Mailbox {
    type Err = MailboxUnreadable;

    fn from_str(secret: &str) -> Result<Self, MailboxUnreadable> {
        secret.parse().map(Self).map_err(|_why| MailboxUnreadable)
    }
}

impl fmt::Debug for Mailbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Mailbox")
    }
}
