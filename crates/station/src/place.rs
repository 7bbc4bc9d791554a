//! Where things lie on a kit, and the only place that knows about folders, permissions and process images.
//!
//! Nothing personal may become a path (I12).

use std::io;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// The kit's private folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KitFolder {
    root: PathBuf,
}

impl KitFolder {
    /// The folder at `root`, made where it is not there, open to nobody else.
    ///
    /// # Errors
    /// The folder cannot be made or its permissions cannot be set.
    pub fn open(root: &Path) -> io::Result<Self> {
        std::fs::create_dir_all(root)?;
        make_private(root)?;
        Ok(Self {
            root: root.to_owned(),
        })
    }

    /// The folder at `root` as it is, to be read only.
    #[must_use]
    pub fn at(root: &Path) -> Self {
        Self {
            root: root.to_owned(),
        }
    }

    /// What marks a folder for training; a real kit never has it.
    #[must_use]
    pub fn training(&self) -> PathBuf {
        self.root.join("training")
    }

    /// Key material, outside of the database.
    #[must_use]
    pub fn keys(&self) -> PathBuf {
        self.root.join("keys")
    }

    /// The database.
    #[must_use]
    pub fn database(&self) -> PathBuf {
        self.root.join("kit.db")
    }

    /// The signed profile in use.
    #[must_use]
    pub fn profile(&self) -> PathBuf {
        self.root.join("profile.json")
    }

    /// The root keys that profiles are believed from, one in a line.
    #[must_use]
    pub fn roots(&self) -> PathBuf {
        self.root.join("root.pub")
    }

    /// The signed service catalogue.
    #[must_use]
    pub fn catalogue(&self) -> PathBuf {
        self.root.join("catalogue.json")
    }

    /// The list of devices.
    #[must_use]
    pub fn devices(&self) -> PathBuf {
        self.root.join("devices.toml")
    }

    /// The kit's own settings.
    #[must_use]
    pub fn settings(&self) -> PathBuf {
        self.root.join("kit.toml")
    }

    /// The public half of the kit's keys, for the coordinator to admit it by.
    #[must_use]
    pub fn card(&self) -> PathBuf {
        self.root.join("kit-card.json")
    }

    /// The one-time code that a coordinator may read out by telephone, as an age file to the community's recipients.
    #[must_use]
    pub fn telephone_code(&self) -> PathBuf {
        self.root.join("telephone-code.age")
    }

    /// Bytes that are given up so that the open application can be sealed on a full disk.
    #[must_use]
    pub fn reserve(&self) -> PathBuf {
        self.root.join("reserve")
    }

    /// The folder itself.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }
}

#[cfg(unix)]
fn make_private(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700))
}

#[cfg(not(unix))]
fn make_private(_folder: &Path) -> io::Result<()> {
    // A profile folder of Windows is private to its account already.
    Ok(())
}

/// What tells this installation from a copy of it: the machine's id, and where and when the database file was made on
/// its disk. Hashed with `salt`, so that two kits' cannot be compared. A copy on the same machine has another file, a
/// disk moved whole has not; for that the depot's memory stands in.
#[must_use]
pub fn evidence(database: &Path, salt: &[u8]) -> String {
    let machine = std::fs::read("/etc/machine-id").unwrap_or_default();
    let file = file_evidence(database).unwrap_or_default();
    parcel::digest_of(&[salt, &machine, &file].concat()).to_string()
}

#[cfg(unix)]
fn file_evidence(path: &Path) -> io::Result<Vec<u8>> {
    use std::os::unix::fs::MetadataExt as _;
    let metadata = std::fs::metadata(path)?;
    // Where a file system does not know when a file was made, its number alone has to do.
    let made = metadata.created().ok();
    Ok(format!("{} {made:?}", metadata.ino()).into_bytes())
}

#[cfg(not(unix))]
fn file_evidence(path: &Path) -> io::Result<Vec<u8>> {
    let made = std::fs::metadata(path)?.created();
    Ok(format!("{made:?}").into_bytes())
}

/// Writes a file so that after a power cut there is the old or the new one, whole.
///
/// # Errors
/// The file cannot be written.
pub fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    use std::io::Write as _;
    let folder = path.parent().unwrap_or(Path::new("."));
    let draft = path.with_extension("new");
    let mut file = std::fs::File::create(&draft)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(&draft, path)?;
    #[cfg(unix)]
    std::fs::File::open(folder)?.sync_all()?;
    #[cfg(not(unix))]
    let _no_folder_handles = folder;
    Ok(())
}

/// Bytes of the reserve: the largest usual application twice, in the log and in the database.
const RESERVE_BYTES: usize = 24 << 20;

/// Lays the reserve where it does not lie whole; says whether it lies. A disk that is nearly full has no room for it.
#[must_use]
pub fn lay_reserve(path: &Path) -> bool {
    if std::fs::metadata(path).is_ok_and(|file| file.len() == RESERVE_BYTES as u64) {
        return true;
    }
    let laid = std::fs::File::create(path).and_then(|mut file| {
        use std::io::Write as _;
        file.write_all(&vec![0; RESERVE_BYTES])?;
        file.sync_all()
    });
    if laid.is_err() {
        give_up_reserve(path);
    }
    laid.is_ok()
}

/// What a busy day may take, drafts, sealed parts and the log together: forty applications of four megabytes, far more than usual ones need.
const BUSY_DAY_BYTES: u64 = 160 << 20;

/// Whether the disk of `path` has room for less than one more busy day. Where that cannot be asked, it has.
#[must_use]
pub fn fills_soon(path: &Path) -> bool {
    free_bytes(path).is_some_and(|free| free < BUSY_DAY_BYTES)
}

#[cfg(unix)]
fn free_bytes(path: &Path) -> Option<u64> {
    let disk = rustix::fs::statvfs(path).ok()?;
    Some(disk.f_bavail.saturating_mul(disk.f_frsize))
}

#[cfg(not(unix))]
fn free_bytes(_path: &Path) -> Option<u64> {
    None
}

/// Gives the reserve up; says whether there was one.
pub fn give_up_reserve(path: &Path) -> bool {
    std::fs::remove_file(path).is_ok()
}

/// Ends every worker of this process at once: one that holds a page must not outlive the image that started it.
#[cfg(target_os = "linux")]
fn end_workers() {
    use rustix::process::{Pid, Signal, kill_process};
    let tasks = std::fs::read_dir("/proc/self/task").into_iter().flatten();
    for task in tasks.flatten() {
        let children = std::fs::read_to_string(task.path().join("children")).unwrap_or_default();
        for child in children.split_whitespace() {
            let pid = child.parse().ok().and_then(Pid::from_raw);
            if let Some(Err(error)) = pid.map(|pid| kill_process(pid, Signal::KILL)) {
                tracing::warn!(%error, "a worker could not be ended");
            }
        }
    }
}

/// Becomes a new process image of `program`: memory that held keys, answers and pages is gone, that of workers too.
/// Comes back only on failure.
#[must_use]
pub fn become_new(program: &Path, arguments: &[String]) -> io::Error {
    #[cfg(target_os = "linux")]
    end_workers();
    #[cfg(unix)]
    {
        use std::os::unix::process::CommandExt as _;
        std::process::Command::new(program).args(arguments).exec()
    }
    #[cfg(not(unix))]
    match std::process::Command::new(program).args(arguments).spawn() {
        Ok(_started) => io::Error::other("started beside this process; end this one"),
        Err(error) => error,
    }
}

/// Where sticks appear, and how a key file on one is called.
const STICKS: [&str; 2] = ["/media", "/run/media"];
const KEY_FILE: &str = "valiza.key";
/// A key file is a few random bytes; of another file only so much is read.
const KEY_FILE_BYTES: u64 = 4096;

/// The content of the key file on a stick, if one lies there: `/media/ACCOUNT/STICK/valiza.key`.
#[must_use]
pub fn key_file() -> Option<Zeroizing<Vec<u8>>> {
    let below = |folder: PathBuf| {
        let entries = std::fs::read_dir(folder).into_iter().flatten();
        entries.flatten().map(|entry| entry.path())
    };
    let roots = STICKS.into_iter().map(PathBuf::from);
    let mut sticks = roots.flat_map(below).flat_map(below);
    sticks.find_map(|stick| read_key_file(&stick.join(KEY_FILE)))
}

fn read_key_file(path: &Path) -> Option<Zeroizing<Vec<u8>>> {
    use std::io::Read as _;
    let mut content = Zeroizing::new(Vec::with_capacity(KEY_FILE_BYTES as usize));
    let file = std::fs::File::open(path).ok()?;
    file.take(KEY_FILE_BYTES).read_to_end(&mut content).ok()?;
    Some(content)
}

/// Makes a key file on the stick that is mounted at `stick`, or reads the one that lies there.
///
/// # Errors
/// It cannot be written.
pub fn make_key_file(stick: &Path) -> io::Result<Zeroizing<Vec<u8>>> {
    let path = stick.join(KEY_FILE);
    if let Some(there) = read_key_file(&path) {
        return Ok(there);
    }
    let mut content = Zeroizing::new(vec![0; 32]);
    rand::RngCore::fill_bytes(&mut rand::rngs::OsRng, &mut content);
    write_whole(&path, &content)?;
    Ok(content)
}

/// The data folder of this account's kit, where nobody names another.
#[must_use]
pub fn default_root() -> Option<PathBuf> {
    let home = std::env::home_dir()?;
    Some(if cfg!(windows) {
        home.join("AppData/Local/Valiza")
    } else {
        home.join(".local/share/valiza")
    })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
mod tests {
    use super::evidence;

    #[cfg(target_os = "linux")]
    #[test]
    fn no_worker_outlives_the_image_that_started_it() {
        use std::os::unix::process::ExitStatusExt as _;
        let mut worker = std::process::Command::new("sleep")
            .arg("60")
            .spawn()
            .unwrap();
        super::end_workers();
        assert_eq!(worker.wait().unwrap().signal(), Some(9));
    }

    #[test]
    fn a_copy_is_told_from_the_original_and_a_changed_file_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let [original, copy] = ["kit.db", "copy.db"].map(|name| folder.path().join(name));
        std::fs::write(&original, b"before").unwrap();
        let before = evidence(&original, b"kit");
        std::fs::write(&original, b"after").unwrap();
        assert_eq!(evidence(&original, b"kit"), before);
        std::fs::copy(&original, &copy).unwrap();
        assert_ne!(evidence(&copy, b"kit"), before);
        assert_ne!(evidence(&original, b"another kit"), before);
    }
}
