//! A kit's mailbox: the identity that opens dispatches and nothing else.
//!
//! It is a type of its own so that the kit can hold it without holding anything that opens a parcel (I4): it offers
//! no way to an age identity, and its address is no recipient of a community.

use std::{fmt, str::FromStr};

use age::{secrecy::ExposeSecret, x25519};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::{
    Dispatch, PublicKey, Signed, VerifyError,
    recipients::{self, DecryptFault},
};

/// The longest dispatch that is read.
const LARGEST_DISPATCH: u64 = 16 * 1024 * 1024;

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
    /// Seals a signed dispatch for this mailbox.
    pub fn seal(&self, dispatch: &Signed<Dispatch>) -> Vec<u8> {
        let key = recipients::native(&self.0).expect("an address is checked when it is made");
        let content = serde_json::to_vec(dispatch).expect("two texts always have a JSON form");
        let Ok(file) = recipients::encrypt_to(vec![key], |_header| {
            Ok::<_, std::convert::Infallible>(content)
        });
        file
    }
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
    pub fn open(&self, file: &[u8], coordinators: &[PublicKey]) -> Result<Dispatch, MailboxError> {
        let content = recipients::decrypt(std::iter::once(&self.0), file, LARGEST_DISPATCH)
            .map_err(|fault| match fault {
                DecryptFault::NotForUs => MailboxError::NotForUs,
                DecryptFault::Damaged | DecryptFault::TooLong => MailboxError::Damaged,
            })?;
        let signed: Signed<Dispatch> =
            serde_json::from_slice(&content).map_err(|_why| MailboxError::Damaged)?;
        signed
            .verify(coordinators)
            .map_err(MailboxError::NotBelieved)
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
