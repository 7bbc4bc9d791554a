//! The keyring: what belongs to the kit and not to one administrator.
//!
//! It holds the kit's signing key, the mailbox for dispatches, and which slots are taken, for slots do not tell.

use parcel::{Mailbox, SoftSigner};
use rand::rngs::OsRng;
use zeroize::Zeroizing;

use crate::wrapped::{self, Key};

const WHAT: &[u8] = b"valiza.keyring.v1";

/// `AGE-SECRET-KEY-1` and 58 letters of Bech32.
const MAILBOX: usize = 74;

/// Taken slots, seed, mailbox.
const LENGTH: usize = 1 + 32 + MAILBOX;

/// The kit's keys; wiped when dropped.
#[derive(Debug)]
pub(crate) struct Keyring {
    /// One bit per slot.
    pub(crate) taken: u8,
    pub(crate) signer: SoftSigner,
    pub(crate) mailbox: Mailbox,
}

impl Keyring {
    pub(crate) fn draw() -> Self {
        Self {
            taken: 0,
            signer: SoftSigner::generate(&mut OsRng),
            mailbox: Mailbox::generate(),
        }
    }

    /// The content of the keyring's sector.
    pub(crate) fn wrap(&self, key: &Key, place: usize) -> Vec<u8> {
        let mut secret = Zeroizing::new(Vec::with_capacity(LENGTH));
        secret.push(self.taken);
        secret.extend_from_slice(&*self.signer.seed());
        secret.extend_from_slice(self.mailbox.to_secret().as_bytes());
        debug_assert_eq!(secret.len(), LENGTH);
        wrapped::wrap(key, WHAT, place, &secret)
    }

    /// The keyring, if `key` is the one it was wrapped with.
    pub(crate) fn unwrap(key: &Key, place: usize, content: &[u8]) -> Option<Self> {
        let secret = wrapped::unwrap::<LENGTH>(key, WHAT, place, content)?;
        let mut seed = Zeroizing::new([0; 32]);
        seed.copy_from_slice(&secret[1..33]);
        let mailbox = std::str::from_utf8(&secret[33..]).ok()?.parse().ok()?;
        Some(Self {
            taken: secret[0],
            signer: SoftSigner::from_seed(&seed),
            mailbox,
        })
    }
}
