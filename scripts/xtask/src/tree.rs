//! The files of the tree, read once; every rule looks at the same picture.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Folders that hold nothing of ours.
const PASSED_OVER: &[&str] = &[".git", "target"];

/// One file.
#[derive(Clone, Debug)]
pub struct File {
    /// Where, from the root, with `/` between.
    pub path: String,
    /// Its text; none where it is not text.
    pub text: Option<String>,
}

/// Every file below a root, and the names in the root itself.
#[derive(Debug)]
pub struct Tree {
    /// Where it stands.
    pub root: PathBuf,
    /// Sorted by path.
    pub files: Vec<File>,
}

impl Tree {
    /// Reads everything below `root` but what git and cargo keep there.
    ///
    /// # Errors
    /// A folder or file cannot be read.
    pub fn read(root: &Path) -> io::Result<Self> {
        let mut files = Vec::new();
        let mut folders = vec![root.to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(&folder)? {
                let (path, kind) =
                    entry.and_then(|entry| Ok((entry.path(), entry.file_type()?)))?;
                let passed_over = path
                    .file_name()
                    .is_some_and(|name| PASSED_OVER.iter().any(|one| name == *one));
                if kind.is_dir() && !passed_over {
                    folders.push(path);
                } else if kind.is_file() {
                    let place = path.strip_prefix(root).unwrap_or(&path);
                    let text = String::from_utf8(fs::read(&path)?).ok();
                    files.push(File {
                        path: place.to_string_lossy().replace('\\', "/"),
                        text,
                    });
                }
            }
        }
        files.sort_by(|one, other| one.path.cmp(&other.path));
        Ok(Self {
            root: root.to_owned(),
            files,
        })
    }

    /// Text files whose path ends so.
    pub fn texts(&self, ending: &str) -> impl Iterator<Item = (&str, &str)> {
        self.files
            .iter()
            .filter(move |file| file.path.ends_with(ending))
            .filter_map(|file| Some((file.path.as_str(), file.text.as_deref()?)))
    }

    /// The text of one file; empty where it is not there.
    #[must_use]
    pub fn text(&self, path: &str) -> &str {
        let found = self.files.iter().find(|file| file.path == path);
        found
            .and_then(|file| file.text.as_deref())
            .unwrap_or_default()
    }
}
