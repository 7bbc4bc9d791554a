//! A slot: what one passphrase opens.
//!
//! All slots look alike; an unused one holds random bytes. Nothing in it names anybody.

use zeroize::Zeroizing;

use crate::wrapped::{self, Key};

const WHAT: &[u8] = b"valiza.slot.v1";

/// Kind, three keys.
const LENGTH: usize = 1 + 3 * 32;

/// What opening a slot means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SlotKind {
    /// An administrator's own.
    Administrator,
    /// The empty vault, and the order to overwrite everything else.
    Duress,
}

/// The content of a slot; its keys are wiped when dropped.
pub(crate) struct Slot {
    pub(crate) kind: SlotKind,
    /// Wraps the data keys of this administrator's records.
    pub(crate) vault_key: Key,
    /// Wraps the keyring.
    pub(crate) keyring_key: Key,
    /// The seed of the administrator's signing key.
    pub(crate) signer_seed: Key,
}

impl Slot {
    /// A fresh slot for the keyring that `keyring_key` opens.
    pub(crate) fn draw(kind: SlotKind, keyring_key: Key) -> Self {
        Self {
            kind,
            vault_key: wrapped::draw_key(),
            keyring_key,
            signer_seed: wrapped::draw_key(),
        }
    }

    /// The content of the slot's sector.
    pub(crate) fn wrap(&self, key: &Key, place: usize) -> Vec<u8> {
        let mut secret = Zeroizing::new(Vec::with_capacity(LENGTH));
        secret.push(match self.kind {
            SlotKind::Administrator => 1,
            SlotKind::Duress => 2,
        });
        for key in [&self.vault_key, &self.keyring_key, &self.signer_seed] {
            secret.extend_from_slice(&**key);
        }
        wrapped::wrap(key, WHAT, place, &secret)
    }

    /// The slot, if `key` is the one it was wrapped with.
    pub(crate) fn unwrap(key: &Key, place: usize, content: &[u8]) -> Option<Self> {
        let secret = wrapped::unwrap::<LENGTH>(key, WHAT, place, content)?;
        let part = |at: usize| {
            let mut part = Zeroizing::new([0; 32]);
            part.copy_from_slice(&secret[1 + 32 * at..][..32]);
            part
        };
        let kind = match secret[0] {
            1 => SlotKind::Administrator,
            2 => SlotKind::Duress,
            _ => return None,
        };
        Some(Self {
            kind,
            vault_key: part(0),
            keyring_key: part(1),
            signer_seed: part(2),
        })
    }
}
