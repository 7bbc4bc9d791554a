//! Where bytes live: uploads that are still arriving, and parts that have arrived, named by their digest.
//!
//! Nothing is overwritten. An offset that was answered is on disk, and a part that is kept survives a power cut. A part's row in
//! the index comes after its bytes are safe, never before.

use std::fmt;
use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use parcel::Digest;
use rand::RngCore as _;
use sha2::{Digest as _, Sha256};

use crate::backup;

#[cfg(test)]
mod memory;

/// Names an upload, and whoever knows it may go on with the upload: it stays out of logs.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Capability(String);

impl Capability {
    /// 128 random bits.
    #[must_use]
    pub fn draw() -> Self {
        let mut bytes = [0; 16];
        rand::rngs::OsRng.fill_bytes(&mut bytes);
        Self(hex::encode(bytes))
    }

    /// Reads what came in a path; `None` unless it has the form of a capability, which is also fit for a file name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let plain = text.len() == 32
            && text
                .bytes()
                .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        plain.then(|| Self(text.to_owned()))
    }

    /// As it stands in a path.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Capability {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Capability")
    }
}

/// Why bytes were not kept or not read.
#[derive(Debug, thiserror::Error)]
pub enum BlobError {
    /// The disk is full.
    #[error("the disk is full")]
    Full,
    /// The bytes would leave a gap, or overwrite what is there.
    #[error("the bytes do not join what is there")]
    Disjoint,
    /// The place cannot promise create-only; a depot does not run on it.
    #[error(
        "this file system lets one file replace another where it must not (no hard links); choose another place"
    )]
    Overwrites,
    /// The system failed.
    #[error("the disk failed: {0}")]
    Disk(io::Error),
}

impl From<io::Error> for BlobError {
    fn from(error: io::Error) -> Self {
        if matches!(
            error.kind(),
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded
        ) {
            Self::Full
        } else {
            Self::Disk(error)
        }
    }
}

/// A place for bytes. All calls block.
pub trait BlobStore: Send + Sync + fmt::Debug {
    /// How many bytes of an upload are safe; 0 for an upload nobody has heard of.
    ///
    /// # Errors
    /// When they cannot be made safe.
    fn held(&self, upload: &Capability) -> Result<u64, BlobError>;

    /// Adds bytes at offset `at`, which must be the current end. They are safe once [`BlobStore::held`] has answered.
    ///
    /// # Errors
    /// `Disjoint` when `at` is not the end, `Full`, `Disk`; what was there stays.
    fn append(&self, upload: &Capability, at: u64, bytes: &[u8]) -> Result<(), BlobError>;

    /// Forgets what an upload holds from offset `to` on.
    ///
    /// # Errors
    /// `Disk`.
    fn cut(&self, upload: &Capability, to: u64) -> Result<(), BlobError>;

    /// At most `up_to` bytes of an upload from `at` on.
    ///
    /// # Errors
    /// `Disk`.
    fn read_upload(&self, upload: &Capability, at: u64, up_to: usize)
    -> Result<Vec<u8>, BlobError>;

    /// Makes a complete upload the part `digest`, create-only and durable; the same part twice is one part. The upload stays until
    /// [`BlobStore::discard`].
    ///
    /// # Errors
    /// `Full`, `Disk`.
    fn keep(&self, upload: &Capability, digest: &Digest) -> Result<(), BlobError>;

    /// Forgets an upload; forgetting one that is not there is fine.
    ///
    /// # Errors
    /// `Disk`.
    fn discard(&self, upload: &Capability) -> Result<(), BlobError>;

    /// Forgets a kept part; forgetting one that is not there is fine.
    ///
    /// # Errors
    /// `Disk`.
    fn forget(&self, digest: &Digest) -> Result<(), BlobError>;

    /// At most `up_to` bytes of a kept part from `at` on; `None` when it is not kept here.
    ///
    /// # Errors
    /// `Disk`.
    fn read(&self, digest: &Digest, at: u64, up_to: usize) -> Result<Option<Vec<u8>>, BlobError>;
}

/// Bytes in a folder of this machine: `arriving/CAPABILITY` and `parts/AB/DIGEST`.
#[derive(Debug)]
pub struct Folder {
    arriving: PathBuf,
    parts: PathBuf,
}

impl Folder {
    /// Opens or makes the folder, and proves that create-only holds there.
    ///
    /// # Errors
    /// `Overwrites` when it does not hold; `Full`, `Disk`.
    pub fn open(root: &Path) -> Result<Self, BlobError> {
        let folder = Self {
            arriving: root.join("arriving"),
            parts: root.join(backup::PARTS),
        };
        for path in [&folder.arriving, &folder.parts] {
            std::fs::create_dir_all(path)?;
        }
        sync_folder(root)?;
        folder.prove_create_only()?;
        Ok(folder)
    }

    fn prove_create_only(&self) -> Result<(), BlobError> {
        let [one, other, name] = [Capability::draw(), Capability::draw(), Capability::draw()];
        let [one, other, name] = [&one, &other, &name].map(|drawn| self.upload(drawn));
        std::fs::write(&one, b"one")?;
        std::fs::write(&other, b"other")?;
        let proven = std::fs::hard_link(&one, &name).is_ok()
            && std::fs::hard_link(&other, &name)
                .is_err_and(|error| error.kind() == io::ErrorKind::AlreadyExists);
        for path in [&one, &other, &name] {
            forget(path)?;
        }
        if proven {
            Ok(())
        } else {
            Err(BlobError::Overwrites)
        }
    }

    fn upload(&self, upload: &Capability) -> PathBuf {
        self.arriving.join(upload.as_str())
    }

    fn part(&self, digest: &Digest) -> (PathBuf, PathBuf) {
        let name = digest.to_string();
        let shelf = self.parts.join(&name[..2]);
        let path = shelf.join(name);
        (shelf, path)
    }
}

impl BlobStore for Folder {
    fn held(&self, upload: &Capability) -> Result<u64, BlobError> {
        match File::open(self.upload(upload)) {
            Ok(file) => {
                file.sync_all()?;
                sync_folder(&self.arriving)?;
                Ok(file.metadata()?.len())
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(0),
            Err(error) => Err(error.into()),
        }
    }

    fn append(&self, upload: &Capability, at: u64, bytes: &[u8]) -> Result<(), BlobError> {
        let path = self.upload(upload);
        let mut file = match OpenOptions::new().write(true).open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => OpenOptions::new()
                .write(true)
                .create_new(true)
                .open(&path)?,
            Err(error) => return Err(error.into()),
        };
        if file.seek(SeekFrom::End(0))? != at {
            return Err(BlobError::Disjoint);
        }
        Ok(file.write_all(bytes)?)
    }

    fn cut(&self, upload: &Capability, to: u64) -> Result<(), BlobError> {
        let file = OpenOptions::new().write(true).open(self.upload(upload))?;
        file.set_len(to)?;
        Ok(file.sync_all()?)
    }

    fn read_upload(
        &self,
        upload: &Capability,
        at: u64,
        up_to: usize,
    ) -> Result<Vec<u8>, BlobError> {
        Ok(read_at(&self.upload(upload), at, up_to)?.unwrap_or_default())
    }

    fn keep(&self, upload: &Capability, digest: &Digest) -> Result<(), BlobError> {
        let (shelf, path) = self.part(digest);
        if !shelf.exists() {
            std::fs::create_dir_all(&shelf)?;
            sync_folder(&self.parts)?;
        }
        let from = self.upload(upload);
        // The name before the bytes, so that one sync serves both; hence what has the name already is looked at.
        match std::fs::hard_link(&from, &path) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                if digest_of_file(&path)? != *digest {
                    forget(&path)?;
                    std::fs::hard_link(&from, &path)?;
                }
            }
            Err(error) => return Err(error.into()),
        }
        File::open(&path)?.sync_all()?;
        Ok(sync_folder(&shelf)?)
    }

    fn discard(&self, upload: &Capability) -> Result<(), BlobError> {
        Ok(forget(&self.upload(upload))?)
    }

    fn forget(&self, digest: &Digest) -> Result<(), BlobError> {
        Ok(forget(&self.part(digest).1)?)
    }

    fn read(&self, digest: &Digest, at: u64, up_to: usize) -> Result<Option<Vec<u8>>, BlobError> {
        Ok(read_at(&self.part(digest).1, at, up_to)?)
    }
}

fn read_at(path: &Path, at: u64, up_to: usize) -> io::Result<Option<Vec<u8>>> {
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    file.seek(SeekFrom::Start(at))?;
    let mut bytes = Vec::new();
    file.take(up_to as u64).read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}

fn digest_of_file(path: &Path) -> io::Result<Digest> {
    let mut sum = Sha256::new();
    io::copy(&mut File::open(path)?, &mut sum)?;
    Ok(Digest(sum.finalize().into()))
}

fn forget(path: &Path) -> io::Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// A file's name is durable once its folder is. Systems whose folders cannot be opened make names durable themselves.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) {
        File::open(folder)?.sync_all()
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

    use parcel::digest_of;

    use super::memory::Memory;
    use super::{BlobError, BlobStore, Capability, Folder};

    /// What every place for bytes must do.
    fn keeps_the_contract(store: &dyn BlobStore) {
        let upload = Capability::draw();
        assert_eq!(store.held(&upload).unwrap(), 0);
        store.append(&upload, 0, b"sealed ").unwrap();
        assert!(matches!(
            store.append(&upload, 3, b"x"),
            Err(BlobError::Disjoint)
        ));
        assert!(matches!(
            store.append(&upload, 9, b"x"),
            Err(BlobError::Disjoint)
        ));
        store.append(&upload, 7, b"wrong").unwrap();
        store.cut(&upload, 7).unwrap();
        store.append(&upload, 7, b"bytes").unwrap();
        assert_eq!(store.held(&upload).unwrap(), 12);
        assert_eq!(store.read_upload(&upload, 5, 4).unwrap(), b"d by");

        let digest = digest_of(b"sealed bytes");
        assert_eq!(store.read(&digest, 0, 100).unwrap(), None);
        store.keep(&upload, &digest).unwrap();
        store.keep(&upload, &digest).unwrap();
        store.discard(&upload).unwrap();
        store.discard(&upload).unwrap();
        assert_eq!(store.read(&digest, 7, 100).unwrap().unwrap(), b"bytes");
        assert_eq!(store.read(&digest, 50, 100).unwrap().unwrap(), b"");
        assert_eq!(store.held(&upload).unwrap(), 0);
        store.forget(&digest).unwrap();
        store.forget(&digest).unwrap();
        assert_eq!(store.read(&digest, 0, 100).unwrap(), None);
    }

    #[test]
    fn a_folder_keeps_the_contract() {
        let root = tempfile::tempdir().unwrap();
        keeps_the_contract(&Folder::open(root.path()).unwrap());
    }

    #[test]
    fn a_part_whose_name_outlived_a_power_cut_without_its_bytes_is_kept_anew() {
        let root = tempfile::tempdir().unwrap();
        let store = Folder::open(root.path()).unwrap();
        let (upload, digest) = (Capability::draw(), digest_of(b"sealed"));
        store.append(&upload, 0, b"sealed").unwrap();
        store.keep(&upload, &digest).unwrap();
        std::fs::remove_file(store.part(&digest).1).unwrap();
        std::fs::write(store.part(&digest).1, b"").unwrap();
        store.keep(&upload, &digest).unwrap();
        assert_eq!(store.read(&digest, 0, 100).unwrap().unwrap(), b"sealed");
    }

    #[test]
    fn memory_keeps_the_contract() {
        keeps_the_contract(&Memory::default());
    }

    #[test]
    fn proving_create_only_leaves_nothing_behind() {
        let root = tempfile::tempdir().unwrap();
        drop(Folder::open(root.path()).unwrap());
        assert_eq!(
            std::fs::read_dir(root.path().join("arriving"))
                .unwrap()
                .count(),
            0
        );
    }

    #[test]
    fn a_capability_cannot_name_a_path() {
        for odd in [
            "",
            "..",
            "../../etc/passwd",
            "ABCDEF00000000000000000000000000",
            "0",
        ] {
            assert!(Capability::parse(odd).is_none(), "{odd}");
        }
        assert!(Capability::parse(Capability::draw().as_str()).is_some());
    }
}
