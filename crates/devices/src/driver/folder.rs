//! A "printer" that writes PDF files into a folder: for training, for offices that print elsewhere, and for tests.
//!
//! Must never name a file after its content, nor leave half a file under its final name.

use std::{
    fs,
    io::{self, ErrorKind},
    path::PathBuf,
};

use super::nameless;
use crate::{
    error::DeviceError,
    printer::{PrintJob, Printed, Printer},
    sighting::{DeviceKind, Sighting},
};

/// A folder that takes printed documents.
#[derive(Debug)]
pub(crate) struct FolderPrinter {
    folder: PathBuf,
}

impl FolderPrinter {
    pub(crate) fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    fn write(&self, pdf: &[u8]) -> io::Result<()> {
        let name = nameless();
        let (part, whole) = (
            self.folder.join(format!("{name}.part")),
            self.folder.join(format!("{name}.pdf")),
        );
        let written = fs::write(&part, pdf).and_then(|()| fs::rename(&part, whole));
        if written.is_err() {
            drop(fs::remove_file(part));
        }
        written
    }
}

impl Printer for FolderPrinter {
    fn sight(&mut self) -> Sighting {
        let seen = fs::metadata(&self.folder)
            .map_err(|error| fault(&error))
            .and_then(|found| match found.is_dir() {
                true => Ok(()),
                false => Err(DeviceError::Refused {
                    what: "not a folder",
                }),
            });
        Sighting::of(DeviceKind::Printer, self.folder.to_string_lossy(), seen)
    }

    fn print(&mut self, job: &PrintJob) -> Result<Printed, DeviceError> {
        for _ in 0..job.copies {
            if job.cancel.is_cancelled() {
                return Err(DeviceError::Cancelled);
            }
            self.write(&job.pdf).map_err(|error| fault(&error))?;
        }
        Ok(Printed { sheets: None })
    }
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the list of kinds is open; any other means that writing failed"
)]
fn fault(error: &io::Error) -> DeviceError {
    match error.kind() {
        ErrorKind::NotFound => DeviceError::Gone,
        ErrorKind::PermissionDenied => DeviceError::NotPermitted,
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => DeviceError::NoPaper,
        _ => DeviceError::Refused {
            what: "the folder cannot be written",
        },
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
    use super::*;

    #[test]
    fn each_copy_is_a_whole_file_with_a_nameless_name_and_a_missing_folder_is_gone() {
        let folder = tempfile::tempdir().unwrap();
        let mut printer = FolderPrinter::new(folder.path().into());
        printer
            .print(&PrintJob {
                copies: 2,
                ..PrintJob::new(b"%PDF-1.7".to_vec())
            })
            .unwrap();
        let files: Vec<_> = fs::read_dir(folder.path())
            .unwrap()
            .map(|file| file.unwrap().path())
            .collect();
        assert_eq!(files.len(), 2);
        assert!(
            files
                .iter()
                .all(|file| fs::read(file).unwrap() == b"%PDF-1.7")
        );
        drop(folder);
        assert_eq!(
            printer.print(&PrintJob::new(Vec::new())),
            Err(DeviceError::Gone)
        );
    }
}
