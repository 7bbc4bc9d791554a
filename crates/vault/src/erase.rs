//! Destroying on purpose: panic, duress, and the tenth wrong passphrase.
//!
//! Only key sectors are overwritten, never a page, so it takes the same short time at any size; every draft lives on
//! in its escrow. Nothing here asks for a key or a passphrase.

use std::{io, path::Path};

use crate::{
    OpenVault, draft,
    keys::{KEYRING, Keys, RECORDS, SLOTS},
};

/// Overwrites all slots, keyrings and data keys of a vault, whoever has it open. The caller marks the drafts.
///
/// # Errors
/// When the file could not be written; then some keys may be left, and it must be tried again.
pub fn panic_erase(path: &Path) -> io::Result<()> {
    destroy(&Keys::open_unlocked(path)?)
}

impl OpenVault {
    /// The same from inside: the keys in memory are wiped too.
    ///
    /// # Errors
    /// When the file could not be written; the keys in memory are wiped all the same.
    pub fn panic_erase(self) -> io::Result<()> {
        destroy(&self.keys)
    }
}

/// Overwrites everything that opens anything. Slots go first: without them nothing else opens.
pub(crate) fn destroy(keys: &Keys) -> io::Result<()> {
    keys.erase(SLOTS.start..RECORDS.end)
}

/// Under duress: overwrites all but one slot, and leaves the looks of an ordinary vault. The duress slot has no records
/// before it was used.
pub(crate) fn all_but(keys: &Keys, slot: usize) -> io::Result<()> {
    for sector in SLOTS.chain([KEYRING]).filter(|&sector| sector != slot) {
        keys.blank(sector)?;
    }
    keys.scatter(RECORDS)?;
    keys.sync()
}

/// What an ordinary unlocking overwrites, so that it takes as many writes as [`all_but`]: noise with other noise. It
/// also reaches what flash has kept of an erased sector once more.
pub(crate) fn noise(keys: &Keys) -> io::Result<()> {
    for sector in draft::free(keys)? {
        keys.scatter(sector..sector + 1)?;
    }
    keys.sync()
}

const _: () = assert!(
    SLOTS.end == KEYRING && KEYRING + 1 == RECORDS.start,
    "destroyed as one range"
);
