//! A copy of a depot, made while it serves: what a restored depot needs to be the same depot.
//!
//! The index is copied as of one moment, then the parts, which never change. What was still arriving is left out: kits bring it
//! again. The copy holds the signing key, so it is as secret as the depot itself.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::config::{self, Config, ConfigError};
use crate::index::{IndexError, SqliteIndex};
use crate::{found, signers};

/// The index's file in a data folder.
pub(crate) const INDEX: &str = "index.sqlite";
/// The folder of large parts in a data folder.
pub(crate) const PARTS: &str = "parts";

/// Why no copy was made, or not a whole one.
#[derive(Debug, thiserror::Error)]
pub enum BackUpError {
    /// The depot's own configuration cannot be read.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The index cannot be copied.
    #[error("the index cannot be copied: {0}")]
    Index(#[from] IndexError),
    /// A file cannot be copied.
    #[error("{} cannot be copied: {source}", path.display())]
    File {
        /// Which one.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

/// Copies the depot in `data` to `to`, which may hold an earlier copy: only parts that are not there yet are copied again.
/// `to` is a data folder afterwards, and `valiza-depot serve` runs on it.
///
/// # Errors
/// See [`BackUpError`]; run it again, it goes on where it stopped.
pub fn back_up(data: &Path, to: &Path) -> Result<u64, BackUpError> {
    let config = Config::read(&data.join(config::FILE))?;
    let made = |path: &Path| {
        let source = |source| BackUpError::File {
            path: path.to_owned(),
            source,
        };
        fs::create_dir_all(path).map_err(source)
    };
    made(to)?;
    let draft = to.join("index.draft");
    copied(&draft, || match fs::remove_file(&draft) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        Ok(()) | Err(_) => Ok(()),
    })?;
    SqliteIndex::copy(&data.join(INDEX), &draft)?;

    let mut parts = 0;
    for shelf in names(&data.join(PARTS))? {
        let (from, onto) = (data.join(PARTS).join(&shelf), to.join(PARTS).join(&shelf));
        made(&onto)?;
        for name in names(&from)? {
            if !onto.join(&name).exists() {
                copy(&from.join(&name), &onto.join(&name))?;
                parts += 1;
            }
        }
    }
    let tls = config.tls.map(|tls| [tls.certificate, tls.key]);
    let fixed = [
        found::SIGNING_KEY,
        found::PROFILE,
        signers::FILE,
        config::FILE,
    ];
    let files = fixed.map(|name| data.join(name)).into_iter();
    for from in files.chain(tls.into_iter().flatten()) {
        if let Some(name) = from.file_name().filter(|_| from.exists()) {
            copy(&from, &to.join(name))?;
        }
    }
    // With its index the copy is whole.
    let index = to.join(INDEX);
    copied(&index, || fs::rename(&draft, &index))?;
    Ok(parts)
}

fn names(folder: &Path) -> Result<Vec<std::ffi::OsString>, BackUpError> {
    copied(folder, || {
        fs::read_dir(folder)?
            .map(|entry| Ok(entry?.file_name()))
            .collect()
    })
}

/// A file that is there is whole: it gets its name last. Its permissions come along.
fn copy(from: &Path, to: &Path) -> Result<(), BackUpError> {
    let draft = to.with_extension("draft");
    copied(from, || {
        fs::copy(from, &draft)?;
        fs::File::open(&draft)?.sync_all()?;
        fs::rename(&draft, to)
    })
}

fn copied<T>(path: &Path, work: impl FnOnce() -> io::Result<T>) -> Result<T, BackUpError> {
    work().map_err(|source| BackUpError::File {
        path: path.to_owned(),
        source,
    })
}
