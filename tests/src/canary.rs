//! Searching a folder for words as an examiner would, in every spelling.

use anyhow::Result;
use residue::Spellings;
use std::path::{Path, PathBuf};

/// Where a word was found and in which spelling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// The file.
    pub file: PathBuf,
    /// The word.
    pub word: String,
    /// Its spelling.
    pub spelling: &'static str,
}

/// Every trace of `words` in the contents and names of all files below `folder`.
///
/// # Errors
/// A file cannot be read.
pub fn search(folder: &Path, words: &[&str]) -> Result<Vec<Trace>> {
    let spellings = Spellings::of(words);
    let mut traces = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            if !path.is_file() {
                continue;
            }
            let mut bytes = std::fs::read(&path)?;
            bytes.extend(path.to_string_lossy().as_bytes());
            traces.extend(spellings.find(&bytes).map(|found| Trace {
                file: path.clone(),
                word: words[found.word].to_owned(),
                spelling: found.spelling,
            }));
        }
    }
    Ok(traces)
}
