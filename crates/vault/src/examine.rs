//! What the `keys` file tells whoever has no key, and whether a disk still holds what was erased.
//!
//! Reads only, never waits for the lock, and gives counts and yes or no, never a content. An examiner needs it to state the
//! residue of a kit (P11) without a second description of the file.

use std::{io, path::Path};

use parcel::RecordId;

use crate::{
    CostRefused, OpenVault, Passphrase, UnlockError,
    draft::bound,
    header::Header,
    keys::{CONTENT, FAILURES, HEADER, KEYRING, Keys, PREFIX, RECORDS, SECTOR, SLOTS, place_of},
    slot::Slot,
    unlock::{closed, failures},
    wrapped,
};

/// Bytes of the blocks that [`key_sector`] looks at.
pub const BLOCK: usize = SECTOR;

/// What the file tells without a key.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct KeysSeen {
    /// Wrong passphrases since the last right one, where their sector is whole.
    pub failures: Option<u32>,
    /// Memory of one guess in KiB and passes over it, where their sector is whole.
    pub cost: Option<(u32, u32)>,
    /// Slots that are whole, used or not; none after a destruction.
    pub slots: u32,
    /// Records that have a key.
    pub records: u32,
    /// Sectors whose copies are not of the same generation, or one of which is not whole.
    pub cut_off: u32,
}

/// Reads what the file at `path` tells, whoever else has it open.
///
/// # Errors
/// The file cannot be read or is not of the right size.
pub fn examine(path: &Path) -> io::Result<KeysSeen> {
    let keys = Keys::open_to_read(path)?;
    let mut seen = KeysSeen {
        failures: failures(&keys).ok(),
        cost: keys
            .read(HEADER)?
            .as_ref()
            .and_then(Header::read)
            .map(|header| (header.cost.memory_kib(), header.cost.passes())),
        ..KeysSeen::default()
    };
    for sector in HEADER..RECORDS.end {
        let is_whole = keys.read(sector)?.is_some();
        seen.slots += u32::from(is_whole && SLOTS.contains(&sector));
        seen.records += u32::from(is_whole && RECORDS.contains(&sector));
        seen.cut_off += u32::from(is_whole && !keys.copies_agree(sector)?);
    }
    Ok(seen)
}

/// The checksum of a block of [`BLOCK`] bytes that is a whole sector of a keys file with key material in it: a slot, the
/// keyring, or the key of a record.
#[must_use]
pub fn key_sector(block: &[u8]) -> Option<[u8; 32]> {
    let block = block.try_into().ok()?;
    let (sector, checksum) = place_of(block)?;
    let holds_keys = SLOTS.contains(&sector) || sector == KEYRING || RECORDS.contains(&sector);
    holds_keys.then_some(checksum)
}

/// How far apart a disk's smallest blocks lie.
const STEP: usize = 512;

impl OpenVault {
    /// Where in `disk` a key of `record` lies that this vault opens: behind every copy of the record's id, and in every
    /// block that could be a sector of a keys file. Nothing, after the record was erased.
    #[must_use]
    pub fn keys_of(&self, record: RecordId, disk: &[u8]) -> Vec<usize> {
        let id = record.as_bytes();
        let opens = |at: usize| {
            disk.get(at..).is_some_and(|content| {
                RECORDS.into_iter().any(|place| {
                    wrapped::unwrap::<32>(&self.slot.vault_key, &bound(record), place, content)
                        .is_some()
                })
            })
        };
        let named = disk
            .windows(id.len())
            .enumerate()
            .filter(|(_, window)| window == id)
            .map(|(at, _)| at + id.len());
        let blocks = written_blocks(disk).map(|at| at + PREFIX + id.len());
        let mut found: Vec<usize> = named.chain(blocks).filter(|at| opens(*at)).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// How often a key of this vault lies in some memory: what a locked program must not hold.
    #[must_use]
    pub fn secrets_in(&self, memory: &[u8]) -> usize {
        let records = self.records.values().map(|kept| kept.key.expose());
        let keys: Vec<&[u8]> = [&self.slot.vault_key, &self.slot.keyring_key]
            .into_iter()
            .map(|key| key.as_slice())
            .chain(records.map(|key| &key[..]))
            .collect();
        memory
            .windows(32)
            .filter(|window| keys.contains(window))
            .count()
    }
}

/// Where in `disk` a slot lies that `passphrase` opens, with salt and cost of the file at `path`: one key derivation, no
/// guess is counted. Nothing, after the slots were destroyed.
///
/// # Errors
/// The file cannot be read, or its header is not whole.
pub fn slots_of(
    path: &Path,
    passphrase: &Passphrase,
    disk: &[u8],
) -> Result<Vec<usize>, UnlockError> {
    let keys = Keys::open_to_read(path).map_err(closed)?;
    let header = keys.read(HEADER).map_err(UnlockError::Disk)?;
    let header = header
        .as_ref()
        .and_then(Header::read)
        .ok_or(UnlockError::Damaged)?;
    let guess = header
        .guess(passphrase)
        .map_err(|refused: CostRefused| UnlockError::Cost(refused))?;
    let opens = |at: &usize| {
        disk.get(*at..*at + CONTENT).is_some_and(|content| {
            SLOTS.into_iter().any(|place| {
                guess
                    .keys()
                    .any(|key| Slot::unwrap(key, place, content).is_some())
            })
        })
    };
    Ok(written_blocks(disk)
        .map(|at| at + PREFIX)
        .filter(opens)
        .collect())
}

/// Where the blocks of a disk begin that are not empty.
fn written_blocks(disk: &[u8]) -> impl Iterator<Item = usize> {
    let blocks = disk.chunks(STEP).enumerate();
    blocks
        .filter(|(_, block)| block.iter().any(|byte| *byte != 0))
        .map(|(index, _)| index * STEP)
}

/// Whether [`FAILURES`] and [`HEADER`] are outside of what holds keys: they are read and written in the clear.
const _: () = assert!(HEADER < SLOTS.start && FAILURES < SLOTS.start);

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
mod tests {
    use super::*;
    use crate::{Cost, Vault};
    use parcel::{Identity, Recipients};
    use std::fs;

    fn recipients() -> Recipients {
        let pair = [Identity::generate(), Identity::generate()];
        Recipients::parse(&[pair[0].recipient(), pair[1].recipient()]).unwrap()
    }

    #[test]
    fn the_file_tells_counts_and_a_search_finds_a_key_until_it_is_erased() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys");
        let right = Passphrase::from_typed("right");
        let mut vault = Vault::enrol(&path, &right, Cost::new(64, 1).unwrap()).unwrap();
        let record = RecordId([7; 16]);
        vault.new_record(record, &recipients()).unwrap();
        let seen = examine(&path).unwrap();
        assert_eq!((seen.slots, seen.records, seen.cut_off), (8, 1, 0));
        assert_eq!((seen.failures, seen.cost), (Some(0), Some((64, 1))));

        // On a disk a file lies anywhere; here it begins at the third block.
        let on_disk = |path: &Path| [vec![0; 2 * BLOCK], fs::read(path).unwrap()].concat();
        let before = on_disk(&path);
        assert_eq!(vault.keys_of(record, &before).len(), 2, "both copies");
        assert!(vault.keys_of(RecordId([8; 16]), &before).is_empty());
        let whole = before
            .chunks(BLOCK)
            .filter(|block| key_sector(block).is_some());
        assert_eq!(whole.count(), 2 * (8 + 1 + 1));

        vault.erase(record).unwrap();
        assert!(vault.keys_of(record, &on_disk(&path)).is_empty());
        assert_eq!(examine(&path).unwrap().records, 0);

        assert_eq!(slots_of(&path, &right, &before).unwrap().len(), 2);
        let wrong = Passphrase::from_typed("wrong");
        assert!(slots_of(&path, &wrong, &before).unwrap().is_empty());
        vault.panic_erase().unwrap();
        assert!(slots_of(&path, &right, &on_disk(&path)).unwrap().is_empty());
        assert_eq!(examine(&path).unwrap().slots, 0);
    }
}
