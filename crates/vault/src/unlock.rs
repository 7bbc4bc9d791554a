//! Enrolling, unlocking, and what a wrong guess costs (P9).
//!
//! The count of wrong passphrases is on disk before the passphrase is tried; ten destroy the slots. Every unlocking
//! takes one key derivation and tries all slots. Waiting between guesses is the caller's: this crate reads no clock.

use std::{collections::BTreeMap, fmt, io, path::Path, time::Duration};

use parcel::{Mailbox, PublicKey, RecordId, Signer, SoftSigner};
use rand::{RngCore, rngs::OsRng};
use zeroize::Zeroizing;

use crate::{
    Cost, CostRefused, Passphrase,
    draft::{self, Kept},
    erase,
    keyring::Keyring,
    keys::{Content, FAILURES, HEADER, KEYRING, Keys, SLOTS},
    slot::{Slot, SlotKind},
    wrapped::{self, Key},
};

/// Wrong passphrases that destroy the slots.
const MOST_FAILURES: u32 = 10;

/// What the header sector begins with.
const MAGIC: &[u8; 16] = b"valiza.keys.v1\0\0";

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

/// Why somebody could not be added.
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

/// What guards the slots.
pub(crate) struct Header {
    pub(crate) salt: [u8; 32],
    pub(crate) cost: Cost,
}

impl Header {
    fn spell(&self) -> Vec<u8> {
        let (memory, passes) = (
            self.cost.memory_kib().to_be_bytes(),
            self.cost.passes().to_be_bytes(),
        );
        [MAGIC.as_slice(), &self.salt, &memory, &passes].concat()
    }

    pub(crate) fn read(content: &Content) -> Option<Self> {
        let fields = content.strip_prefix(MAGIC)?;
        let (salt, fields) = fields.split_first_chunk::<32>()?;
        let (memory, fields) = fields.split_first_chunk::<4>()?;
        let (passes, _) = fields.split_first_chunk::<4>()?;
        let cost = Cost::new(u32::from_be_bytes(*memory), u32::from_be_bytes(*passes)).ok()?;
        Some(Self { salt: *salt, cost })
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
        if path.try_exists().map_err(EnrolError::Disk)? && !is_destroyed(path) {
            return Err(EnrolError::Exists);
        }
        let mut header = Header {
            salt: [0; 32],
            cost,
        };
        OsRng.fill_bytes(&mut header.salt);
        let key = cost.derive(passphrase, &header.salt)?;
        let keys = Keys::create(path).map_err(EnrolError::Disk)?;
        Self::furnish(path, keys, header, &key).map_err(EnrolError::Disk)
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
        Ok(OpenVault::new(keys, header, slot, keyring, BTreeMap::new()))
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
        Self::unlock_by(path, |header| header.cost.derive(passphrase, &header.salt))
    }

    fn unlock_by(
        path: &Path,
        derive: impl FnOnce(&Header) -> Result<Key, CostRefused>,
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

        let key = match derive(&header) {
            Ok(key) => key,
            Err(refused) => {
                // Nothing was tried, so nothing was learnt: a kit short of memory must not destroy itself.
                keys.write(FAILURES, &before.to_be_bytes())
                    .map_err(UnlockError::Disk)?;
                return Err(refused.into());
            }
        };
        match find_slot(&keys, &key).map_err(UnlockError::Disk)? {
            Tried::Found(place, slot) => Self::enter(keys, header, place, slot, &key),
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
        if slot.kind == SlotKind::Duress {
            Self::become_empty(&keys, place, &mut slot, key).map_err(UnlockError::Disk)?;
        }
        let keyring = keys.read(KEYRING).map_err(UnlockError::Disk)?;
        let keyring = keyring
            .and_then(|content| Keyring::unwrap(&slot.keyring_key, content.as_slice()))
            .ok_or(UnlockError::Damaged)?;
        let records = draft::find(&keys, &slot.vault_key).map_err(UnlockError::Disk)?;
        Ok(OpenVault::new(keys, header, slot, keyring, records))
    }

    /// Leaves the vault of the duress slot alone, with a keyring of its own. A power cut in between is made good by
    /// the next unlocking, for the slot says what it is until the end.
    fn become_empty(keys: &Keys, place: usize, slot: &mut Slot, key: &Key) -> io::Result<()> {
        erase::all_but(keys, place)?;
        let mut keyring = Keyring::draw();
        keyring.take(place - SLOTS.start);
        keys.write(KEYRING, &keyring.wrap(&slot.keyring_key))?;
        slot.kind = SlotKind::Administrator;
        keys.write(place, &slot.wrap(key, place))
    }
}

/// Whether a keys file has no slot left. One that is in use or cannot be read counts as a vault.
fn is_destroyed(path: &Path) -> bool {
    let gone = |keys: &Keys, slot| keys.read(slot).is_ok_and(|content| content.is_none());
    Keys::open(path).is_ok_and(|keys| SLOTS.into_iter().all(|slot| gone(&keys, slot)))
}

/// What trying a key on all slots came to.
enum Tried {
    Found(usize, Slot),
    NoneOpens,
    NoneThere,
}

/// Tries all slots, whichever opens, so that the time does not tell which.
fn find_slot(keys: &Keys, key: &Key) -> io::Result<Tried> {
    let mut tried = Tried::NoneThere;
    for place in SLOTS {
        let Some(content) = keys.read(place)? else {
            continue;
        };
        match (Slot::unwrap(key, place, content.as_slice()), &tried) {
            (Some(slot), _) => tried = Tried::Found(place, slot),
            (None, Tried::NoneThere) => tried = Tried::NoneOpens,
            (None, Tried::NoneOpens | Tried::Found(..)) => {}
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
    header: Header,
    pub(crate) keyring_key: Key,
    keyring: Keyring,
    administrator: SoftSigner,
    pub(crate) vault_key: Key,
    pub(crate) records: BTreeMap<RecordId, Kept>,
}

impl OpenVault {
    fn new(
        keys: Keys,
        header: Header,
        slot: Slot,
        keyring: Keyring,
        records: BTreeMap<RecordId, Kept>,
    ) -> Self {
        Self {
            keys,
            header,
            administrator: SoftSigner::from_seed(&slot.signer_seed),
            keyring_key: slot.keyring_key,
            vault_key: slot.vault_key,
            keyring,
            records,
        }
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

    /// Lets another administrator in, with a vault of their own; tells their signing key, to be certified in the
    /// profile. Takes one key derivation.
    ///
    /// # Errors
    /// `Full`, `PassphraseTaken`, `Disk`, `Cost`.
    pub fn add_administrator(&mut self, passphrase: &Passphrase) -> Result<PublicKey, AddError> {
        let mut keyring_key: Key = Zeroizing::new([0; 32]);
        keyring_key.copy_from_slice(&*self.keyring_key);
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

    fn fill_slot(&mut self, passphrase: &Passphrase, slot: &Slot) -> Result<(), AddError> {
        let key = self.header.cost.derive(passphrase, &self.header.salt)?;
        if let Tried::Found(..) = find_slot(&self.keys, &key).map_err(AddError::Disk)? {
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
        let keyring = self.keyring.wrap(&self.keyring_key);
        let place = SLOTS.start + free;
        self.keys
            .write(KEYRING, &keyring)
            .and_then(|()| self.keys.write(place, &slot.wrap(&key, place)))
            .map_err(AddError::Disk)
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
