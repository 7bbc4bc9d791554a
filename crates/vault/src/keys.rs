//! The `keys` file: 4 KiB sectors in two copies, changed in place and erased by overwriting.
//!
//! A power cut at any byte leaves the old or the whole content of a sector, never a mixture: the copy that is not the
//! newest is written and synced first. An erased sector holds random bytes in both copies and cannot be told from one
//! that was never used. Remapped flash is a stated shortfall. This module knows nothing of what the sectors mean.

use std::{
    fs::{File, OpenOptions, TryLockError},
    io,
    ops::Range,
    path::{Path, PathBuf},
};

use rand::{RngCore, rngs::OsRng};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// The unit of change: what a disk writes at once.
pub(crate) const SECTOR: usize = 4096;
const GENERATION: usize = 8;
const CHECKSUM: usize = 32;

/// What stands before the content of a sector.
pub(crate) const PREFIX: usize = GENERATION + CHECKSUM;

/// How much a sector can hold.
pub(crate) const CONTENT: usize = SECTOR - PREFIX;

/// Bound into each checksum; a changed layout takes another version (I14).
const DOMAIN: &[u8] = b"valiza.keys.v1";

/// Number of sectors. The file holds all first copies, then all second copies.
const SECTORS: usize = RECORDS.end;

/// Salt and cost of the key derivation.
pub(crate) const HEADER: usize = 0;
/// The count of wrong passphrases.
pub(crate) const FAILURES: usize = 1;
/// The slots of those who may unlock.
pub(crate) const SLOTS: Range<usize> = 2..10;
/// The kit's keyring.
pub(crate) const KEYRING: usize = 10;
/// The data keys of records.
pub(crate) const RECORDS: Range<usize> = 11..139;

type Sector = Zeroizing<[u8; SECTOR]>;

/// What a sector holds; wiped when dropped.
pub(crate) type Content = Zeroizing<[u8; CONTENT]>;

/// The two copies of a sector.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Copy {
    First,
    Second,
}

/// The opened file, locked against a second program.
#[derive(Debug)]
pub(crate) struct Keys {
    file: File,
}

impl Keys {
    /// Makes the file, all of it random. It has no name of its own until [`Self::publish`], so that a power cut
    /// leaves either no vault or a whole one.
    pub(crate) fn create(path: &Path) -> io::Result<Self> {
        let file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(true)
            .open(unpublished(path))?;
        lock(&file)?;
        let keys = Self { file };
        keys.erase(0..SECTORS)?;
        Ok(keys)
    }

    /// Gives a created file its name, in place of a destroyed one if there is one; on disk when it returns.
    pub(crate) fn publish(&self, path: &Path) -> io::Result<()> {
        self.file.sync_all()?;
        std::fs::rename(unpublished(path), path)?;
        match path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
        {
            Some(folder) => sync_folder(folder),
            None => sync_folder(Path::new(".")),
        }
    }

    /// Opens the file. `WouldBlock` when another program has it, `InvalidData` when it is not of the right size.
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        let keys = Self::open_unlocked(path)?;
        lock(&keys.file)?;
        Ok(keys)
    }

    /// Opens the file whoever else has it: for erasing, which must win.
    pub(crate) fn open_unlocked(path: &Path) -> io::Result<Self> {
        Self::of_whole_file(OpenOptions::new().read(true).write(true).open(path)?)
    }

    /// Opens the file to look at it, whoever else has it.
    pub(crate) fn open_to_read(path: &Path) -> io::Result<Self> {
        Self::of_whole_file(File::open(path)?)
    }

    fn of_whole_file(file: File) -> io::Result<Self> {
        if file.metadata()?.len() == (2 * SECTORS * SECTOR) as u64 {
            Ok(Self { file })
        } else {
            Err(io::ErrorKind::InvalidData.into())
        }
    }

    /// Whether both copies of a sector are whole and of the same generation.
    pub(crate) fn copies_agree(&self, sector: usize) -> io::Result<bool> {
        let [first, second] = self.copies(sector)?;
        Ok(matches!((first, second), (Some(first), Some(second)) if first.0 == second.0))
    }

    /// The newest whole content of a sector; none if it was erased or never written.
    pub(crate) fn read(&self, sector: usize) -> io::Result<Option<Content>> {
        let [first, second] = self.copies(sector)?;
        let newest = match (first, second) {
            (Some(first), Some(second)) => Some(if second.0 > first.0 { second } else { first }),
            (first, second) => first.or(second),
        };
        Ok(newest.map(|(_, content)| content))
    }

    /// Replaces the content of a sector; `content` is filled up with random bytes. On disk when it returns.
    pub(crate) fn write(&self, sector: usize, content: &[u8]) -> io::Result<()> {
        let [first, second] = self.copies(sector)?;
        let generations = [first, second].map(|copy| copy.map(|(generation, _)| generation));
        // A first generation is random, so that its number does not tell how often a sector was changed.
        let generation = match generations.iter().flatten().max() {
            Some(newest) => newest.wrapping_add(1),
            None => u64::from(OsRng.next_u32()),
        };
        let sealed = seal(sector, generation, content);
        let order = if generations[0] > generations[1] {
            [Copy::Second, Copy::First]
        } else {
            [Copy::First, Copy::Second]
        };
        for copy in order {
            write_at(&self.file, &*sealed, offset(sector, copy))?;
            self.sync()?;
        }
        Ok(())
    }

    /// Overwrites both copies of a sector with a random content in a valid frame, as an unused slot has. Not synced.
    pub(crate) fn blank(&self, sector: usize) -> io::Result<()> {
        let sealed = seal(sector, u64::from(OsRng.next_u32()), &[]);
        write_at(&self.file, &*sealed, offset(sector, Copy::First))?;
        write_at(&self.file, &*sealed, offset(sector, Copy::Second))
    }

    /// Overwrites both copies of some sectors with random bytes. Not synced.
    pub(crate) fn scatter(&self, sectors: Range<usize>) -> io::Result<()> {
        let mut noise = vec![0; sectors.len() * SECTOR];
        for copy in [Copy::First, Copy::Second] {
            OsRng.fill_bytes(&mut noise);
            write_at(&self.file, &noise, offset(sectors.start, copy))?;
        }
        Ok(())
    }

    /// Overwrites both copies of some sectors with random bytes, then syncs once.
    pub(crate) fn erase(&self, sectors: Range<usize>) -> io::Result<()> {
        self.scatter(sectors)?;
        self.sync()
    }

    /// Waits until the disk has everything written so far.
    pub(crate) fn sync(&self) -> io::Result<()> {
        self.file.sync_data()
    }

    fn copies(&self, sector: usize) -> io::Result<[Option<(u64, Content)>; 2]> {
        let read = |copy| {
            let mut bytes: Sector = Zeroizing::new([0; SECTOR]);
            read_at(&self.file, &mut *bytes, offset(sector, copy))?;
            Ok::<_, io::Error>(unseal(sector, &bytes))
        };
        Ok([read(Copy::First)?, read(Copy::Second)?])
    }
}

/// Where the file is made before it is named.
fn unpublished(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".new");
    name.into()
}

fn offset(sector: usize, copy: Copy) -> u64 {
    let index = match copy {
        Copy::First => sector,
        Copy::Second => SECTORS + sector,
    };
    (index * SECTOR) as u64
}

fn seal(sector: usize, generation: u64, content: &[u8]) -> Sector {
    let mut bytes: Sector = Zeroizing::new([0; SECTOR]);
    let (generation_bytes, rest) = bytes.split_at_mut(GENERATION);
    let (sum, body) = rest.split_at_mut(CHECKSUM);
    let (used, spare) = body.split_at_mut(content.len());
    used.copy_from_slice(content);
    OsRng.fill_bytes(spare);
    generation_bytes.copy_from_slice(&generation.to_be_bytes());
    sum.copy_from_slice(&checksum(sector, generation, body));
    bytes
}

fn unseal(sector: usize, bytes: &[u8; SECTOR]) -> Option<(u64, Content)> {
    let (generation, rest) = bytes.split_first_chunk::<GENERATION>()?;
    let (sum, body) = rest.split_first_chunk::<CHECKSUM>()?;
    let generation = u64::from_be_bytes(*generation);
    let content: &[u8; CONTENT] = body.try_into().ok()?;
    (checksum(sector, generation, content) == *sum).then(|| (generation, Zeroizing::new(*content)))
}

/// The sector that a block of a disk is a whole copy of, and its checksum.
pub(crate) fn place_of(block: &[u8; SECTOR]) -> Option<(usize, [u8; CHECKSUM])> {
    // Generations begin below 2^32 and grow by one: any other block is told apart without a checksum.
    let is_candidate = block.starts_with(&[0; 3]) && block.iter().any(|byte| *byte != 0);
    let sector = is_candidate
        .then(|| (0..SECTORS).find(|&sector| unseal(sector, block).is_some()))
        .flatten()?;
    let (_, rest) = block.split_first_chunk::<GENERATION>()?;
    Some((sector, *rest.first_chunk()?))
}

fn checksum(sector: usize, generation: u64, content: &[u8]) -> [u8; CHECKSUM] {
    Sha256::new()
        .chain_update(DOMAIN)
        .chain_update((sector as u64).to_be_bytes())
        .chain_update(generation.to_be_bytes())
        .chain_update(content)
        .finalize()
        .into()
}

fn lock(file: &File) -> io::Result<()> {
    file.try_lock().map_err(|fault| match fault {
        TryLockError::WouldBlock => io::ErrorKind::WouldBlock.into(),
        TryLockError::Error(why) => why,
    })
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(unix)]
use std::os::unix::fs::FileExt;

#[cfg(unix)]
fn read_at(file: &File, bytes: &mut [u8], offset: u64) -> io::Result<()> {
    file.read_exact_at(bytes, offset)
}

#[cfg(unix)]
fn write_at(file: &File, bytes: &[u8], offset: u64) -> io::Result<()> {
    file.write_all_at(bytes, offset)
}

#[cfg(not(unix))]
fn read_at(mut file: &File, bytes: &mut [u8], offset: u64) -> io::Result<()> {
    use std::io::{Read, Seek, SeekFrom};
    file.seek(SeekFrom::Start(offset))?;
    file.read_exact(bytes)
}

#[cfg(not(unix))]
fn write_at(mut file: &File, bytes: &[u8], offset: u64) -> io::Result<()> {
    use std::io::{Seek, SeekFrom, Write};
    file.seek(SeekFrom::Start(offset))?;
    file.write_all(bytes)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
mod tests {
    use super::*;
    use std::fs;

    const PLACE: usize = RECORDS.start;

    struct Scene {
        _folder: tempfile::TempDir,
        path: PathBuf,
    }

    fn scene() -> (Scene, Keys) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys");
        let keys = Keys::create(&path).unwrap();
        keys.publish(&path).unwrap();
        (
            Scene {
                _folder: folder,
                path,
            },
            keys,
        )
    }

    fn starts_with(keys: &Keys, text: &[u8]) -> bool {
        keys.read(PLACE)
            .unwrap()
            .is_some_and(|content| content.starts_with(text))
    }

    /// Every torn state of the change from `before` to `after`: each copy in its order, cut after each step of bytes.
    fn torn_states(before: &[u8], after: &[u8], order: [Copy; 2]) -> Vec<Vec<u8>> {
        let mut states = Vec::new();
        let mut state = before.to_vec();
        for copy in order {
            let start = offset(PLACE, copy) as usize;
            for cut in (0..=SECTOR).step_by(1024) {
                state[start..start + cut].copy_from_slice(&after[start..start + cut]);
                states.push(state.clone());
            }
        }
        states
    }

    #[test]
    fn a_power_cut_between_the_copies_leaves_the_old_or_the_new() {
        let (scene, keys) = scene();
        keys.write(PLACE, b"first").unwrap();
        keys.write(PLACE, b"old").unwrap();
        let before = fs::read(&scene.path).unwrap();
        keys.write(PLACE, b"new").unwrap();
        let after = fs::read(&scene.path).unwrap();
        for state in torn_states(&before, &after, [Copy::First, Copy::Second]) {
            fs::write(&scene.path, &state).unwrap();
            assert!(starts_with(&keys, b"old") || starts_with(&keys, b"new"));
            // A second change on top of the torn state is just as safe.
            let torn = fs::read(&scene.path).unwrap();
            let newest_first = keys
                .copies(PLACE)
                .unwrap()
                .map(|copy| copy.map(|(generation, _)| generation));
            let order = if newest_first[0] > newest_first[1] {
                [Copy::Second, Copy::First]
            } else {
                [Copy::First, Copy::Second]
            };
            keys.write(PLACE, b"newer").unwrap();
            let then = fs::read(&scene.path).unwrap();
            for state in torn_states(&torn, &then, order).into_iter().step_by(3) {
                fs::write(&scene.path, &state).unwrap();
                assert!(
                    [&b"old"[..], b"new", b"newer"]
                        .iter()
                        .any(|text| starts_with(&keys, text))
                );
            }
        }
    }

    #[test]
    fn an_erased_sector_leaves_nothing_of_its_content() {
        let (scene, keys) = scene();
        let secret = [0x5a; 64];
        keys.write(PLACE, &secret).unwrap();
        let found = |bytes: &[u8]| {
            bytes
                .windows(secret.len())
                .filter(|window| *window == secret)
                .count()
        };
        assert_eq!(found(&fs::read(&scene.path).unwrap()), 2);
        keys.erase(PLACE..PLACE + 1).unwrap();
        assert!(keys.read(PLACE).unwrap().is_none());
        assert_eq!(found(&fs::read(&scene.path).unwrap()), 0);
    }

    #[test]
    fn a_changed_bit_is_noticed_and_the_other_copy_taken() {
        let (scene, keys) = scene();
        keys.write(PLACE, b"content").unwrap();
        let mut bytes = fs::read(&scene.path).unwrap();
        bytes[offset(PLACE, Copy::First) as usize + 100] ^= 1;
        fs::write(&scene.path, &bytes).unwrap();
        assert!(starts_with(&keys, b"content"));
        bytes[offset(PLACE, Copy::Second) as usize] ^= 1;
        fs::write(&scene.path, &bytes).unwrap();
        assert!(keys.read(PLACE).unwrap().is_none());
    }

    #[test]
    fn a_sector_moved_to_another_place_counts_for_nothing() {
        let (scene, keys) = scene();
        keys.write(PLACE, b"content").unwrap();
        let mut bytes = fs::read(&scene.path).unwrap();
        let start = offset(PLACE, Copy::First) as usize;
        bytes.copy_within(start..start + SECTOR, start + SECTOR);
        fs::write(&scene.path, &bytes).unwrap();
        assert!(keys.read(PLACE + 1).unwrap().is_none());
    }

    #[test]
    fn two_programs_cannot_open_the_same_file() {
        let (scene, _keys) = scene();
        assert_eq!(
            Keys::open(&scene.path).unwrap_err().kind(),
            io::ErrorKind::WouldBlock
        );
    }
}
