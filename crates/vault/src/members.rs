//! Those who work at one kit: a vault for each, a draft handed over, a passphrase changed, the duress passphrase.
//!
//! Nothing here tells who somebody is, and nobody is shown anybody else's records.

use std::io;

use parcel::{PublicKey, RecordId, Signer, SoftSigner};
use zeroize::Zeroizing;

use crate::{
    CostRefused, OpenVault, Passphrase, Standing,
    keys::{FAILURES, KEYRING, SLOTS},
    slot::{Slot, SlotKind},
    unlock::{Tried, failures, find_slot},
    wrapped::{self, Key},
};

/// Why somebody could not be added, or a passphrase not be set.
#[derive(Debug, thiserror::Error)]
pub enum AddError {
    /// All eight slots are taken.
    #[error("all slots are taken")]
    Full,
    /// The passphrase opens a slot already.
    #[error("the passphrase is not acceptable, draw another")]
    PassphraseTaken,
    /// The file could not be read or written.
    #[error("the keys file could not be read or written")]
    Disk(#[source] io::Error),
    /// There is not enough memory for the key derivation.
    #[error(transparent)]
    Cost(#[from] CostRefused),
}

/// Why a record was not handed over.
#[derive(Debug, thiserror::Error)]
pub enum HandOverError {
    /// The passphrase opens no colleague's vault.
    #[error("the passphrase opens no colleague's vault, {left} attempts left")]
    NotAColleague {
        /// Attempts left; the last one is never used up while the vault is open.
        left: u32,
    },
    /// The file could not be read or written.
    #[error("the keys file could not be read or written")]
    Disk(#[source] io::Error),
    /// There is not enough memory for the key derivation.
    #[error(transparent)]
    Cost(#[from] CostRefused),
}

impl OpenVault {
    /// Lets another administrator in, with a vault of their own; tells their signing key, to be certified in the
    /// profile. Takes one key derivation.
    ///
    /// # Errors
    /// `Full`, `PassphraseTaken`, `Disk`, `Cost`.
    pub fn add_administrator(&mut self, passphrase: &Passphrase) -> Result<PublicKey, AddError> {
        let mut keyring_key: Key = Zeroizing::new([0; 32]);
        keyring_key.copy_from_slice(&*self.slot.keyring_key);
        let slot = Slot::draw(SlotKind::Administrator, keyring_key);
        self.fill_slot(passphrase, &slot)?;
        Ok(SoftSigner::from_seed(&slot.signer_seed)
            .public_key()
            .clone())
    }

    /// Sets the passphrase that, when typed, overwrites everything else and shows an empty vault with keys of its own.
    /// There is one; setting another replaces it.
    ///
    /// # Errors
    /// `Full`, `PassphraseTaken`, `Disk`, `Cost`.
    pub fn set_duress(&mut self, passphrase: &Passphrase) -> Result<(), AddError> {
        let slot = Slot::draw(SlotKind::Duress, wrapped::draw_key());
        self.fill_slot(passphrase, &slot)
    }

    /// Gives this vault another passphrase; the one of before opens nothing from then on. Takes one key derivation.
    ///
    /// # Errors
    /// `PassphraseTaken`, `Disk`, `Cost`.
    pub fn change_passphrase(&mut self, passphrase: &Passphrase) -> Result<(), AddError> {
        let guess = self.header.guess(passphrase)?;
        if let Tried::Found { .. } = find_slot(&self.keys, &guess).map_err(AddError::Disk)? {
            return Err(AddError::PassphraseTaken);
        }
        self.keys
            .write(self.place, &self.slot.wrap(guess.key(), self.place))
            .map_err(AddError::Disk)
    }

    /// Hands records over to the colleague who types their passphrase: they open in that vault from then on, and in this
    /// one no more. A record that is not there is passed over, so what a power cut interrupted is done again. Takes one
    /// key derivation; a wrong passphrase is a guess like any other.
    ///
    /// # Errors
    /// `NotAColleague`, `Disk`, `Cost`.
    pub fn hand_over(
        &mut self,
        records: &[RecordId],
        to: &Passphrase,
    ) -> Result<(), HandOverError> {
        let before = Standing {
            failures: failures(&self.keys)
                .map_err(|_unreadable| HandOverError::Disk(io::ErrorKind::InvalidData.into()))?,
        };
        // The last guess destroys the slots; an open vault does not do that to itself.
        if before.left() <= 1 {
            return Err(HandOverError::NotAColleague { left: 0 });
        }
        let count = |failures: u32| {
            self.keys
                .write(FAILURES, &failures.to_be_bytes())
                .map_err(HandOverError::Disk)
        };
        count(before.failures + 1)?;
        let guess = self.header.guess(to)?;
        let colleague = match find_slot(&self.keys, &guess).map_err(HandOverError::Disk)? {
            Tried::Found { place, slot, .. }
                if place != self.place && slot.kind == SlotKind::Administrator =>
            {
                slot
            }
            Tried::Found { .. } | Tried::NoneOpens | Tried::NoneThere => {
                return Err(HandOverError::NotAColleague {
                    left: before.left() - 1,
                });
            }
        };
        count(before.failures)?;
        for record in records {
            self.rewrap(*record, &colleague.vault_key)
                .map_err(HandOverError::Disk)?;
        }
        Ok(())
    }

    fn fill_slot(&mut self, passphrase: &Passphrase, slot: &Slot) -> Result<(), AddError> {
        let guess = self.header.guess(passphrase)?;
        if let Tried::Found { .. } = find_slot(&self.keys, &guess).map_err(AddError::Disk)? {
            return Err(AddError::PassphraseTaken);
        }
        let free = match (slot.kind, self.keyring.duress) {
            (SlotKind::Duress, Some(number)) => usize::from(number),
            (SlotKind::Duress, None) | (SlotKind::Administrator, _) => {
                self.keyring.free_slot().ok_or(AddError::Full)?
            }
        };
        // Marked as taken first: a power cut may waste a slot, but never gives one away twice.
        self.keyring.take(free);
        if slot.kind == SlotKind::Duress {
            self.keyring.duress = u8::try_from(free).ok();
        }
        let keyring = self.keyring.wrap(&self.slot.keyring_key);
        let place = SLOTS.start + free;
        self.keys
            .write(KEYRING, &keyring)
            .and_then(|()| self.keys.write(place, &slot.wrap(guess.key(), place)))
            .map_err(AddError::Disk)
    }
}
