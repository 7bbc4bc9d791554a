//! The keyring: what belongs to the kit and not to one administrator.
//!
//! It holds the kit's signing key, the mailbox for dispatches, and which slots are taken, for slots do not tell.

use parcel::{Mailbox, SoftSigner};
use rand::rngs::OsRng;
use zeroize::Zeroizing;

use crate::{
    keys::KEYRING,
    wrapped::{self, Key},
};

const WHAT: &[u8] = b"valiza.keyring.v1";

/// `AGE-SECRET-KEY-1` and 58 letters of Bech32.
const MAILBOX: usize = 74;

/// Taken slots, the duress slot, seed, mailbox.
const LENGTH: usize = 2 + 32 + MAILBOX;

/// In place of the duress slot's number: there is none.
const NO_SLOT: u8 = u8::MAX;

/// How many slots there are.
const SLOT_COUNT: usize = 8;

/// The kit's keys; wiped when dropped.
#[derive(Debug)]
pub(crate) struct Keyring {
    /// One bit per slot.
    taken: u8,
    /// The slot of the duress passphrase, if one is set.
    pub(crate) duress: Option<u8>,
    pub(crate) signer: SoftSigner,
    pub(crate) mailbox: Mailbox,
}

impl Keyring {
    pub(crate) fn draw() -> Self {
        Self {
            taken: 0,
            duress: None,
            signer: SoftSigner::generate(&mut OsRng),
            mailbox: Mailbox::generate(),
        }
    }

    /// The first slot that nobody has.
    pub(crate) fn free_slot(&self) -> Option<usize> {
        (0..SLOT_COUNT).find(|number| self.taken & (1 << number) == 0)
    }

    /// Marks a slot as somebody's.
    pub(crate) fn take(&mut self, number: usize) {
        self.taken |= 1 << number;
    }

    /// The content of the keyring's sector.
    pub(crate) fn wrap(&self, key: &Key) -> Vec<u8> {
        let mut secret = Zeroizing::new(Vec::with_capacity(LENGTH));
        secret.push(self.taken);
        secret.push(self.duress.unwrap_or(NO_SLOT));
        secret.extend_from_slice(&*self.signer.seed());
        secret.extend_from_slice(self.mailbox.to_secret().as_bytes());
        debug_assert_eq!(secret.len(), LENGTH);
        wrapped::wrap(key, WHAT, KEYRING, &secret)
    }

    /// The keyring, if `key` is the one it was wrapped with.
    pub(crate) fn unwrap(key: &Key, content: &[u8]) -> Option<Self> {
        let secret = wrapped::unwrap::<LENGTH>(key, WHAT, KEYRING, content)?;
        let mut seed = Zeroizing::new([0; 32]);
        seed.copy_from_slice(&secret[2..34]);
        let mailbox = std::str::from_utf8(&secret[34..]).ok()?.parse().ok()?;
        Some(Self {
            taken: secret[0],
            duress: Some(secret[1]).filter(|&number| usize::from(number) < SLOT_COUNT),
            signer: SoftSigner::from_seed(&seed),
            mailbox,
        })
    }
}
