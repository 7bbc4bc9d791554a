//! Where things lie on a kit, and the only place that knows about folders, permissions and process images.
//!
//! Nothing personal may become a path (I12).

use std::io;
use std::path::{Path, PathBuf};

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

/// Gives the reserve up; says whether there was one.
pub fn give_up_reserve(path: &Path) -> bool {
    std::fs::remove_file(path).is_ok()
}

/// Keeps this process out of core dumps and other processes' reach, as far as the system offers it.
pub fn harden() {
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        let none = Rlimit {
            current: Some(0),
            maximum: Some(0),
        };
        if setrlimit(Resource::Core, none).is_err() {
            tracing::warn!("core dumps could not be switched off");
        }
        if rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable)
            .is_err()
        {
            tracing::warn!("this process stays visible to debuggers");
        }
    }
}

/// Becomes a new process image of `program`: memory that held keys and answers is gone. Comes back only on failure.
#[must_use]
pub fn become_new(program: &Path, arguments: &[String]) -> io::Error {
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
