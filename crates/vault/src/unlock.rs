//! Enrolling, unlocking, and what a wrong guess costs (P9).
//!
//! The count of wrong passphrases is on disk before the passphrase is tried; ten destroy the slots. Every unlocking
//! takes one key derivation and tries all slots. Waiting between guesses is the caller's: this crate reads no clock.

use std::{collections::BTreeMap, fmt, io, path::Path, time::Duration};

use parcel::{Mailbox, RecordId, Signer, SoftSigner};

use crate::{
    Cost, CostRefused, Passphrase,
    cost::Guess,
    draft::{self, Kept},
    erase,
    header::Header,
    keyring::Keyring,
    keys::{FAILURES, HEADER, KEYRING, Keys, SLOTS},
    slot::{Slot, SlotKind},
    wrapped::{self, Key},
};

/// Wrong passphrases that destroy the slots.
const MOST_FAILURES: u32 = 10;

/// Why a vault could not be made.
#[derive(Debug, thiserror::Error)]
pub enum EnrolError {
    /// There is one already; it is not overwritten.
    #[error("there is a vault already")]
    Exists,
    /// The file could not be written.
    #[error("the keys file could not be written")]
    Disk(#[source] io::Error),
    /// The parameters ask for more than there is.
    #[error(transparent)]
    Cost(#[from] CostRefused),
}

/// Why the vault did not open.
#[derive(Debug, thiserror::Error)]
pub enum UnlockError {
    /// No slot opens with this passphrase.
    #[error("wrong passphrase, {left} attempts left")]
    WrongPassphrase {
        /// Attempts left until the slots are destroyed.
        left: u32,
        /// How long the caller must wait before the next attempt.
        wait: Duration,
    },
    /// The slots were overwritten: ten wrong passphrases, or panic. The drafts live on in their escrows.
    #[error("the slots are destroyed")]
    Destroyed,
    /// Another program has the vault open.
    #[error("the vault is open in another program")]
    InUse,
    /// The file is not a keys file, or both copies of something are lost.
    #[error("the keys file is damaged")]
    Damaged,
    /// The file could not be read or written.
    #[error("the keys file could not be read or written")]
    Disk(#[source] io::Error),
    /// There is not enough memory for the key derivation.
    #[error(transparent)]
    Cost(#[from] CostRefused),
}

/// How many guesses have failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Wrong passphrases since the last right one.
    pub failures: u32,
}

impl Standing {
    /// Attempts left until the slots are destroyed.
    pub fn left(self) -> u32 {
        MOST_FAILURES.saturating_sub(self.failures)
    }

    /// How long to wait before the next attempt: nothing up to the fourth failure, then half a minute, doubling.
    pub fn wait(self) -> Duration {
        match self.failures.checked_sub(5) {
            None => Duration::ZERO,
            Some(beyond) => Duration::from_secs(30 << beyond.min(5)),
        }
    }
}

/// The closed vault: a `keys` file.
#[derive(Debug)]
pub struct Vault;

impl Vault {
    /// Makes the vault of a kit with its first administrator, and opens it. Takes one key derivation.
    ///
    /// After panic or ten wrong passphrases it makes a vault anew, so that intake goes on the same hour.
    ///
    /// # Errors
    /// Each situation has its own [`EnrolError`]; a vault that is not destroyed is never overwritten.
    pub fn enrol(
        path: &Path,
        passphrase: &Passphrase,
        cost: Cost,
    ) -> Result<OpenVault, EnrolError> {
        if path.try_exists().map_err(EnrolError::Disk)? && !Self::is_destroyed(path) {
            return Err(EnrolError::Exists);
        }
        let header = Header::draw(cost);
        let guess = header.guess(passphrase)?;
        let keys = Keys::create(path).map_err(EnrolError::Disk)?;
        Self::furnish(path, keys, header, guess.key()).map_err(EnrolError::Disk)
    }

    fn furnish(path: &Path, keys: Keys, header: Header, key: &Key) -> io::Result<OpenVault> {
        for sector in SLOTS {
            keys.blank(sector)?;
        }
        let slot = Slot::draw(SlotKind::Administrator, wrapped::draw_key());
        let mut keyring = Keyring::draw();
        keyring.take(0);
        keys.write(KEYRING, &keyring.wrap(&slot.keyring_key))?;
        keys.write(SLOTS.start, &slot.wrap(key, SLOTS.start))?;
        keys.write(FAILURES, &0_u32.to_be_bytes())?;
        keys.write(HEADER, &header.spell())?;
        keys.publish(path)?;
        Ok(OpenVault::new(
            keys,
            header,
            SLOTS.start,
            slot,
            keyring,
            BTreeMap::new(),
        ))
    }

    /// Destroys the data key of a record without a passphrase: a locked kit finishes what a power cut interrupted.
    /// A record that is not there is no error.
    ///
    /// # Errors
    /// `InUse` while the vault is open: then [`OpenVault::erase`] is the way. `Damaged`, `Disk`.
    pub fn erase_record(path: &Path, record: RecordId) -> Result<(), UnlockError> {
        let keys = Keys::open(path).map_err(closed)?;
        draft::erase(&keys, record).map_err(UnlockError::Disk)
    }

    /// Whether a keys file has no slot left: panic, or the tenth wrong passphrase. One that is in use or cannot be read
    /// counts as a vault.
    pub fn is_destroyed(path: &Path) -> bool {
        let gone = |keys: &Keys, slot| keys.read(slot).is_ok_and(|content| content.is_none());
        Keys::open(path).is_ok_and(|keys| SLOTS.into_iter().all(|slot| gone(&keys, slot)))
    }

    /// How the guesses stand, without trying one.
    ///
    /// # Errors
    /// `Damaged`, `Disk`.
    pub fn standing(path: &Path) -> Result<Standing, UnlockError> {
        let keys = Keys::open_unlocked(path).map_err(closed)?;
        Ok(Standing {
            failures: failures(&keys)?,
        })
    }

    /// Opens the vault. Takes one key derivation, right or wrong.
    ///
    /// Under the duress passphrase everything else is overwritten before this returns an empty vault.
    ///
    /// # Errors
    /// Each situation has its own [`UnlockError`].
    pub fn unlock(path: &Path, passphrase: &Passphrase) -> Result<OpenVault, UnlockError> {
        Self::unlock_by(path, |header| header.guess(passphrase))
    }

    fn unlock_by(
        path: &Path,
        derive: impl FnOnce(&Header) -> Result<Guess, CostRefused>,
    ) -> Result<OpenVault, UnlockError> {
        let keys = Keys::open(path).map_err(closed)?;
        let header = keys.read(HEADER).map_err(UnlockError::Disk)?;
        let header = header
            .as_ref()
            .and_then(Header::read)
            .ok_or(UnlockError::Damaged)?;
        let before = failures(&keys)?;
        if before >= MOST_FAILURES {
            // A power cut may have come between the tenth failure and the overwriting.
            erase::destroy(&keys).map_err(UnlockError::Disk)?;
            return Err(UnlockError::Destroyed);
        }
        let now = Standing {
            failures: before + 1,
        };
        keys.write(FAILURES, &now.failures.to_be_bytes())
            .map_err(UnlockError::Disk)?;

        let guess = match derive(&header) {
            Ok(guess) => guess,
            Err(refused) => {
                // Nothing was tried, so nothing was learnt: a kit short of memory must not destroy itself.
                keys.write(FAILURES, &before.to_be_bytes())
                    .map_err(UnlockError::Disk)?;
                return Err(refused.into());
            }
        };
        match find_slot(&keys, &guess).map_err(UnlockError::Disk)? {
            Tried::Found { place, slot, key } => {
                let mut open = Self::enter(keys, header, place, slot, key)?;
                open.needs_key_file = guess.is_with_file(key);
                Ok(open)
            }
            Tried::NoneThere => Err(UnlockError::Destroyed),
            Tried::NoneOpens if now.left() == 0 => {
                erase::destroy(&keys).map_err(UnlockError::Disk)?;
                Err(UnlockError::Destroyed)
            }
            Tried::NoneOpens => Err(UnlockError::WrongPassphrase {
                left: now.left(),
                wait: now.wait(),
            }),
        }
    }

    fn enter(
        keys: Keys,
        header: Header,
        place: usize,
        mut slot: Slot,
        key: &Key,
    ) -> Result<OpenVault, UnlockError> {
        // The passphrase was right, whatever else may be wrong.
        keys.write(FAILURES, &0_u32.to_be_bytes())
            .map_err(UnlockError::Disk)?;
        let keyring = if slot.kind == SlotKind::Duress {
            Self::become_empty(&keys, place, &mut slot, key).map_err(UnlockError::Disk)?
        } else {
            Self::stay(&keys, place, &slot, key)?
        };
        let records = draft::find(&keys, &slot.vault_key).map_err(UnlockError::Disk)?;
        Ok(OpenVault::new(keys, header, place, slot, keyring, records))
    }

    /// The same writes as under duress, so that neither the time nor the disk's lamp tells one from the other.
    fn stay(keys: &Keys, place: usize, slot: &Slot, key: &Key) -> Result<Keyring, UnlockError> {
        let keyring = keys.read(KEYRING).map_err(UnlockError::Disk)?;
        let keyring = keyring
            .and_then(|content| Keyring::unwrap(&slot.keyring_key, content.as_slice()))
            .ok_or(UnlockError::Damaged)?;
        erase::noise(keys)
            .and_then(|()| keys.write(KEYRING, &keyring.wrap(&slot.keyring_key)))
            .and_then(|()| keys.write(place, &slot.wrap(key, place)))
            .map_err(UnlockError::Disk)?;
        Ok(keyring)
    }

    /// Leaves the vault of the duress slot alone, with a keyring of its own. A power cut in between is made good by
    /// the next unlocking, for the slot says what it is until the end.
    fn become_empty(keys: &Keys, place: usize, slot: &mut Slot, key: &Key) -> io::Result<Keyring> {
        erase::all_but(keys, place)?;
        let mut keyring = Keyring::draw();
        keyring.take(place - SLOTS.start);
        keys.write(KEYRING, &keyring.wrap(&slot.keyring_key))?;
        slot.kind = SlotKind::Administrator;
        keys.write(place, &slot.wrap(key, place))?;
        Ok(keyring)
    }
}

/// What trying a guess on all slots came to.
pub(crate) enum Tried<'g> {
    /// A slot opened, with this one of the guess's keys.
    Found {
        place: usize,
        slot: Slot,
        key: &'g Key,
    },
    NoneOpens,
    NoneThere,
}

/// Tries all slots, whichever opens, so that the time does not tell which.
pub(crate) fn find_slot<'g>(keys: &Keys, guess: &'g Guess) -> io::Result<Tried<'g>> {
    let mut tried = Tried::NoneThere;
    for place in SLOTS {
        let Some(content) = keys.read(place)? else {
            continue;
        };
        if matches!(tried, Tried::NoneThere) {
            tried = Tried::NoneOpens;
        }
        for key in guess.keys() {
            if let Some(slot) = Slot::unwrap(key, place, content.as_slice()) {
                tried = Tried::Found { place, slot, key };
            }
        }
    }
    Ok(tried)
}

pub(crate) fn failures(keys: &Keys) -> Result<u32, UnlockError> {
    let content = keys
        .read(FAILURES)
        .map_err(UnlockError::Disk)?
        .ok_or(UnlockError::Damaged)?;
    let count = content.first_chunk::<4>().ok_or(UnlockError::Damaged)?;
    Ok(u32::from_be_bytes(*count))
}

pub(crate) fn closed(why: io::Error) -> UnlockError {
    if why.kind() == io::ErrorKind::WouldBlock {
        UnlockError::InUse
    } else if why.kind() == io::ErrorKind::InvalidData {
        UnlockError::Damaged
    } else {
        UnlockError::Disk(why)
    }
}

/// The vault while its administrator works. All keys are wiped when it is dropped, and the file is free again.
pub struct OpenVault {
    pub(crate) keys: Keys,
    pub(crate) header: Header,
    pub(crate) place: usize,
    pub(crate) slot: Slot,
    pub(crate) keyring: Keyring,
    administrator: SoftSigner,
    needs_key_file: bool,
    pub(crate) records: BTreeMap<RecordId, Kept>,
}

impl OpenVault {
    fn new(
        keys: Keys,
        header: Header,
        place: usize,
        slot: Slot,
        keyring: Keyring,
        records: BTreeMap<RecordId, Kept>,
    ) -> Self {
        Self {
            keys,
            header,
            place,
            administrator: SoftSigner::from_seed(&slot.signer_seed),
            needs_key_file: false,
            slot,
            keyring,
            records,
        }
    }

    /// Whether it was opened with a key file: then every passphrase that follows is set with it.
    pub fn needs_key_file(&self) -> bool {
        self.needs_key_file
    }

    /// The kit's signing key: manifests and heads.
    pub fn signer(&self) -> &dyn Signer {
        &self.keyring.signer
    }

    /// The signing key of the administrator who unlocked: inner headers.
    pub fn administrator_signer(&self) -> &dyn Signer {
        &self.administrator
    }

    /// The kit's mailbox for dispatches.
    pub fn mailbox(&self) -> &Mailbox {
        &self.keyring.mailbox
    }
}

impl fmt::Debug for OpenVault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "OpenVault({} records)", self.records.len())
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
mod tests {
    use super::*;

    #[test]
    fn a_guess_is_on_disk_before_it_is_tried() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys");
        drop(
            Vault::enrol(
                &path,
                &Passphrase::from_typed("right"),
                Cost::new(64, 1).unwrap(),
            )
            .unwrap(),
        );
        let cut = Vault::unlock_by(&path, |_header| {
            assert_eq!(Vault::standing(&path).unwrap(), Standing { failures: 1 });
            Err(CostRefused)
        });
        assert!(matches!(cut, Err(UnlockError::Cost(CostRefused))));
        assert_eq!(
            Vault::standing(&path).unwrap(),
            Standing { failures: 0 },
            "nothing was tried"
        );
    }

    #[test]
    fn a_tenth_failure_that_lost_power_is_finished_at_the_next_start() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys");
        let right = Passphrase::from_typed("right");
        drop(Vault::enrol(&path, &right, Cost::new(64, 1).unwrap()).unwrap());
        Keys::open(&path)
            .unwrap()
            .write(FAILURES, &MOST_FAILURES.to_be_bytes())
            .unwrap();
        assert!(matches!(
            Vault::unlock(&path, &right),
            Err(UnlockError::Destroyed)
        ));
        assert!(
            SLOTS
                .into_iter()
                .all(|slot| Keys::open(&path).unwrap().read(slot).unwrap().is_none())
        );
    }
}
