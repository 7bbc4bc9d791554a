//! Files from a folder or a stick: telephone pictures and PDF that people bring.
//!
//! Must never follow a link, go below the folder, or let a file name leave this file: names are often people's names (I12).

use std::{
    fmt, fs,
    io::{self, Read},
    path::PathBuf,
};

use serde::{Deserialize, Serialize};

use crate::error::DeviceError;

/// What is taken from a folder; everything beyond is passed over or refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ImportLimits {
    /// Files listed at most.
    pub max_files: usize,
    /// Largest file, bytes.
    pub max_bytes: u64,
}

impl Default for ImportLimits {
    fn default() -> Self {
        Self {
            max_files: 200,
            max_bytes: 64 << 20,
        }
    }
}

/// Format of a file, told by its first bytes and not by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileFormat {
    /// JPEG picture.
    Jpeg,
    /// PNG picture.
    Png,
    /// PDF document.
    Pdf,
}

impl FileFormat {
    fn of(bytes: &[u8]) -> Option<Self> {
        match crate::scanner::PageFormat::of(bytes) {
            Some(crate::scanner::PageFormat::Jpeg) => Some(Self::Jpeg),
            Some(crate::scanner::PageFormat::Png) => Some(Self::Png),
            None => bytes.starts_with(b"%PDF-").then_some(Self::Pdf),
        }
    }
}

/// A file that may be imported.
#[derive(Clone, PartialEq, Eq)]
pub struct ImportEntry {
    /// Its format.
    pub format: FileFormat,
    /// Its size when it was listed, bytes.
    pub bytes: u64,
    path: PathBuf,
}

impl fmt::Debug for ImportEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ImportEntry({:?}, {} bytes)", self.format, self.bytes)
    }
}

/// The bytes of an imported file: untrusted.
#[derive(Clone, PartialEq, Eq)]
pub struct ImportedFile {
    /// The whole file.
    pub bytes: Vec<u8>,
    /// Its format.
    pub format: FileFormat,
}

impl fmt::Debug for ImportedFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "ImportedFile({:?}, {} bytes)",
            self.format,
            self.bytes.len()
        )
    }
}

/// A folder to import from.
#[derive(Debug, Clone)]
pub struct ImportFolder {
    folder: PathBuf,
    limits: ImportLimits,
}

impl ImportFolder {
    /// This folder under these limits; it need not exist yet.
    #[must_use]
    pub fn new(folder: PathBuf, limits: ImportLimits) -> Self {
        Self { folder, limits }
    }

    /// Lists what may be imported, in the order of the names. Sub-folders, links, other formats and files over the limits
    /// are passed over.
    ///
    /// # Errors
    /// [`DeviceError::Gone`] when the folder is not there, [`DeviceError::NotPermitted`].
    pub fn list(&self) -> Result<Vec<ImportEntry>, DeviceError> {
        let mut files = Vec::new();
        for entry in fs::read_dir(&self.folder).map_err(fault)?.flatten() {
            let plain = entry
                .metadata()
                .is_ok_and(|found| found.is_file() && found.len() <= self.limits.max_bytes);
            if plain {
                files.push(entry.path());
            }
        }
        files.sort();
        Ok(files
            .into_iter()
            .filter_map(entry_of)
            .take(self.limits.max_files)
            .collect())
    }

    /// Reads one listed file whole.
    ///
    /// # Errors
    /// [`DeviceError::Gone`] when the stick was pulled, [`DeviceError::Garbled`] when the file has changed since it was listed.
    pub fn read(&self, entry: &ImportEntry) -> Result<ImportedFile, DeviceError> {
        let mut bytes = Vec::new();
        let file = fs::File::open(&entry.path).map_err(fault)?;
        file.take(self.limits.max_bytes + 1)
            .read_to_end(&mut bytes)
            .map_err(fault)?;
        if bytes.len() as u64 != entry.bytes || FileFormat::of(&bytes) != Some(entry.format) {
            return Err(DeviceError::Garbled {
                what: "the file changed since it was listed",
            });
        }
        Ok(ImportedFile {
            bytes,
            format: entry.format,
        })
    }
}

fn entry_of(path: PathBuf) -> Option<ImportEntry> {
    let mut head = Vec::with_capacity(16);
    let file = fs::File::open(&path).ok()?;
    let bytes = file.metadata().ok()?.len();
    file.take(16).read_to_end(&mut head).ok()?;
    Some(ImportEntry {
        format: FileFormat::of(&head)?,
        bytes,
        path,
    })
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the list of kinds is open; any other means that the stick is out"
)]
fn fault(error: io::Error) -> DeviceError {
    match error.kind() {
        io::ErrorKind::PermissionDenied => DeviceError::NotPermitted,
        _ => DeviceError::Gone,
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
    use super::*;

    #[test]
    fn a_stick_lists_pictures_and_pdf_by_content_and_passes_over_links_and_giants() {
        let stick = tempfile::tempdir().unwrap();
        let put = |name: &str, bytes: &[u8]| fs::write(stick.path().join(name), bytes).unwrap();
        put("b.txt", b"\xff\xd8\xff\xe0 picture with a wrong name");
        put("a.pdf", b"%PDF-1.7 x");
        put("c.jpg", b"no picture");
        put("giant.pdf", &[b"%PDF-1.7".as_slice(), &[0; 200]].concat());
        std::os::unix::fs::symlink("a.pdf", stick.path().join("link.pdf")).unwrap();
        let folder = ImportFolder::new(
            stick.path().into(),
            ImportLimits {
                max_bytes: 100,
                max_files: 9,
            },
        );

        let found = folder.list().unwrap();
        assert_eq!(
            found.iter().map(|entry| entry.format).collect::<Vec<_>>(),
            [FileFormat::Pdf, FileFormat::Jpeg]
        );
        assert_eq!(folder.read(&found[0]).unwrap().bytes, b"%PDF-1.7 x");
        assert!(!format!("{found:?}").contains("a.pdf"));
    }

    #[test]
    fn a_pulled_stick_is_gone_and_a_changed_file_is_not_taken() {
        let stick = tempfile::tempdir().unwrap();
        fs::write(stick.path().join("a.pdf"), b"%PDF-1.7").unwrap();
        let folder = ImportFolder::new(stick.path().into(), ImportLimits::default());
        let found = folder.list().unwrap();
        fs::write(stick.path().join("a.pdf"), b"%PDF-1.7 and more").unwrap();
        assert!(matches!(
            folder.read(&found[0]),
            Err(DeviceError::Garbled { .. })
        ));
        drop(stick);
        assert_eq!(folder.list(), Err(DeviceError::Gone));
        assert_eq!(folder.read(&found[0]), Err(DeviceError::Gone));
    }
}
