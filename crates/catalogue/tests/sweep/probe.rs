//! A service folder that is whole, to be broken in one place.

use catalogue::{Mistake, Review};
use std::fs;
use std::path::PathBuf;
use tempfile::TempDir;

/// The folder of the whole service in the sources.
fn source() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/whole")
}

/// A text of the whole service.
pub(crate) fn read(file: &str) -> String {
    fs::read_to_string(source().join(file)).unwrap()
}

/// A copy of the whole service.
pub(crate) struct Probe(TempDir);

impl Probe {
    /// The copy, nothing broken.
    pub(crate) fn whole() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("whole");
        fs::create_dir_all(folder.join("papers")).unwrap();
        for file in [
            "card.toml",
            "technological.toml",
            "form.xlsx",
            "papers/slip.typ",
        ] {
            fs::copy(source().join(file), folder.join(file)).unwrap();
        }
        Self(dir)
    }

    /// Writes another text into one of its files.
    pub(crate) fn with(self, file: &str, text: &str) -> Self {
        fs::write(self.0.path().join("whole").join(file), text).unwrap();
        self
    }

    /// Writes a file beside the service.
    pub(crate) fn beside(self, file: &str, text: &str) -> Self {
        let path = self.0.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    /// What a check says.
    pub(crate) fn review(&self) -> Review {
        catalogue::review(self.0.path())
    }

    /// Everything that is wrong.
    pub(crate) fn mistakes(&self) -> Vec<Mistake> {
        self.review().mistakes
    }
}
