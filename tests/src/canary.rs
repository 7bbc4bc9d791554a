//! Searching a folder for words as an examiner would: in UTF-8, in UTF-16 of both orders, and in base64 at any offset.

use anyhow::Result;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use std::collections::BTreeSet;
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
    let needles: Vec<(&str, &'static str, Vec<u8>)> = words
        .iter()
        .flat_map(|word| {
            spellings(word)
                .into_iter()
                .map(|(name, bytes)| (*word, name, bytes))
        })
        .collect();
    let mut by_start = vec![Vec::new(); 1 << 16];
    for (at, (_, _, needle)) in needles.iter().enumerate() {
        if let Some(start) = start_of(needle) {
            by_start[start].push(at);
        }
    }
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
            let mut found = BTreeSet::new();
            for from in 0..bytes.len().saturating_sub(1) {
                let rest = &bytes[from..];
                for &at in start_of(rest).map_or(&[][..], |start| &by_start[start]) {
                    if rest.starts_with(&needles[at].2) {
                        found.insert(at);
                    }
                }
            }
            traces.extend(found.into_iter().map(|at| Trace {
                file: path.clone(),
                word: needles[at].0.to_owned(),
                spelling: needles[at].1,
            }));
        }
    }
    Ok(traces)
}

/// A word in every spelling that is searched for.
fn spellings(word: &str) -> Vec<(&'static str, Vec<u8>)> {
    let utf16: Vec<u16> = word.encode_utf16().collect();
    let mut all = vec![
        ("UTF-8", word.as_bytes().to_vec()),
        (
            "UTF-16LE",
            utf16.iter().flat_map(|unit| unit.to_le_bytes()).collect(),
        ),
        (
            "UTF-16BE",
            utf16.iter().flat_map(|unit| unit.to_be_bytes()).collect(),
        ),
        (
            "JSON escapes",
            utf16
                .iter()
                .flat_map(|unit| format!("\\u{unit:04x}").into_bytes())
                .collect(),
        ),
    ];
    for shift in 0..3 {
        // The letters of base64 that depend on the word alone, whatever stands before and after it.
        let padded = [vec![0; shift], word.as_bytes().to_vec()].concat();
        let text = STANDARD_NO_PAD.encode(&padded);
        let first = (shift * 8).div_ceil(6);
        let last = padded.len() * 8 / 6;
        if let Some(sure) = text.get(first..last) {
            all.push(("base64", sure.as_bytes().to_vec()));
        }
    }
    all
}

/// The first two bytes as one number: files are read once, whatever the count of words.
fn start_of(bytes: &[u8]) -> Option<usize> {
    let (first, second) = (bytes.first()?, bytes.get(1)?);
    Some(usize::from(*first) << 8 | usize::from(*second))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
mod tests {
    use super::*;

    #[test]
    fn a_planted_word_is_found_in_every_spelling() {
        let folder = tempfile::tempdir().unwrap();
        let word = "Гвіздець";
        let utf16: Vec<u8> = word.encode_utf16().flat_map(u16::to_le_bytes).collect();
        for (name, bytes) in [
            ("plain", format!("xx{word}yy").into_bytes()),
            ("wide", [b"abc", utf16.as_slice()].concat()),
            (
                "base64",
                STANDARD_NO_PAD
                    .encode(format!("any{word}thing"))
                    .into_bytes(),
            ),
            (
                "base64b",
                STANDARD_NO_PAD
                    .encode(format!("an{word}thing"))
                    .into_bytes(),
            ),
            (
                "base64c",
                STANDARD_NO_PAD.encode(format!("many{word}")).into_bytes(),
            ),
        ] {
            std::fs::write(folder.path().join(name), bytes).unwrap();
        }
        let found: std::collections::BTreeSet<_> = search(folder.path(), &[word])
            .unwrap()
            .into_iter()
            .map(|trace| trace.file)
            .collect();
        assert_eq!(found.len(), 5, "{found:?}");
        assert!(search(folder.path(), &["Чернелиця"]).unwrap().is_empty());
    }
}
