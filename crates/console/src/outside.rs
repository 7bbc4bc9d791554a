//! What lies outside the ledger in the clear: every file that a command wrote at the coordinator's word, and taking it away again.
//!
//! A file is noted before it is written, so that none is forgotten by a power cut. Taking away means that the file is gone
//! from its folder; what a disk keeps of deleted files is a matter of that disk.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use parcel::{ApplicationId, RecordId, digest_of};

use crate::{
    ledger::{Act, Ledger, LedgerError, Written},
    private,
};

/// Why a file was not written in the clear.
#[derive(Debug, thiserror::Error)]
pub enum OutsideError {
    /// The ledger.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The file could not be written.
    #[error(
        "a file could not be written ({0}). What was written before is whole; free some space and try again"
    )]
    Unwritten(#[from] io::Error),
}

/// The files of one command about one or more applications.
#[derive(Debug)]
pub struct Outside {
    record: Option<RecordId>,
    written: Written,
}

impl Outside {
    /// Begins: it stands in the log that these applications leave the ledger.
    ///
    /// # Errors
    /// `Database`.
    pub fn begin(
        ledger: &mut Ledger,
        applications: &[ApplicationId],
        now_s: i64,
    ) -> Result<Self, LedgerError> {
        for id in applications {
            ledger.log(now_s, Act::Export, *id)?;
        }
        let written = Written {
            at: now_s,
            who: ledger.who().to_owned(),
            applications: applications.len(),
            files: Vec::new(),
        };
        Ok(Self {
            record: None,
            written,
        })
    }

    /// Notes a file and writes it.
    ///
    /// # Errors
    /// See [`OutsideError`].
    pub fn write(
        &mut self,
        ledger: &Ledger,
        path: &Path,
        content: &[u8],
    ) -> Result<(), OutsideError> {
        let path = std::path::absolute(path)?;
        self.written
            .files
            .push((path.to_string_lossy().into_owned(), digest_of(content)));
        match self.record {
            Some(record) => ledger.note_left(record, &self.written)?,
            None => self.record = Some(ledger.note_written(&self.written)?),
        }
        private::write(&path, content)?;
        Ok(())
    }
}

/// What a clearing came to.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Cleared {
    /// Files that were taken away.
    pub removed: usize,
    /// Files that were not there any more.
    pub gone: usize,
    /// Files that somebody has changed since; they are left where they are unless that was asked for.
    pub changed: Vec<PathBuf>,
    /// Files that could not be taken away.
    pub kept: Vec<PathBuf>,
}

/// Takes away every file that was written in the clear and is still as it was written; `changed_too` takes the others as
/// well. Folders that are empty then go with them. What stays is still listed.
///
/// # Errors
/// `Database`.
pub fn clear(ledger: &mut Ledger, changed_too: bool, now_s: i64) -> Result<Cleared, LedgerError> {
    let mut cleared = Cleared::default();
    for (record, mut written) in ledger.written()? {
        written.files.retain(|(path, digest)| {
            let path = PathBuf::from(path);
            match fs::read(&path) {
                Err(why) if why.kind() == io::ErrorKind::NotFound => {
                    cleared.gone += 1;
                    false
                }
                Ok(content) if digest_of(&content) != *digest && !changed_too => {
                    cleared.changed.push(path);
                    true
                }
                Ok(_) | Err(_) => match fs::remove_file(&path) {
                    Ok(()) => {
                        cleared.removed += 1;
                        remove_empty(&path);
                        false
                    }
                    Err(_stays) => {
                        cleared.kept.push(path);
                        true
                    }
                },
            }
        });
        ledger.note_left(record, &written)?;
    }
    ledger.log_in_vain(now_s, Act::Clear)?;
    Ok(cleared)
}

/// Removes the folders above a file that was removed, as long as they are empty and named by a number of ours.
fn remove_empty(file: &Path) {
    let ours = |folder: &&Path| {
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        office::number::Number::parse(&name).is_ok()
    };
    for folder in file.ancestors().skip(1).take_while(ours) {
        if fs::remove_dir(folder).is_err() {
            return;
        }
    }
}
