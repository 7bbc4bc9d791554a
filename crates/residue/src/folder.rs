//! The kit's folder: every file, what it is by its name, and when it was last changed.

use office::residue::{FileKind, FileSeen};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// Every file that the kit writes into its folder, and what it is.
const KNOWN: &[(&str, FileKind)] = &[
    ("keys", FileKind::Keys),
    ("kit.db", FileKind::Database),
    ("kit.db-wal", FileKind::Database),
    ("kit.db-shm", FileKind::Database),
    ("profile.json", FileKind::Office),
    ("root.pub", FileKind::Office),
    ("catalogue.json", FileKind::Office),
    ("catalogue.last", FileKind::Office),
    ("devices.toml", FileKind::Office),
    ("kit.toml", FileKind::Office),
    ("kit-card.json", FileKind::Office),
    ("telephone-code.age", FileKind::Office),
    ("reserve", FileKind::Reserve),
];

/// What a file of a kit's folder is by its name; none for one that this program does not write.
#[must_use]
pub fn is_known(name: &str) -> Option<FileKind> {
    let by_name = KNOWN.iter().find(|(known, _)| *known == name);
    by_name.map(|(_, kind)| *kind).or_else(|| {
        // A file is written beside its place and then renamed.
        let begun = name.strip_suffix(".new")?;
        KNOWN
            .iter()
            .any(|(known, _)| known.split('.').next() == Some(begun))
            .then_some(FileKind::Unfinished)
    })
}

/// A file and where it lies.
pub(crate) struct Found {
    pub(crate) path: PathBuf,
    pub(crate) seen: FileSeen,
}

/// Every file below `folder`, by name.
pub(crate) fn files(folder: &Path) -> io::Result<Vec<Found>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(below) = folders.pop() {
        for entry in std::fs::read_dir(&below)? {
            let entry = entry?;
            let (path, about) = (entry.path(), entry.metadata()?);
            if about.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path
                .strip_prefix(folder)
                .unwrap_or(&path)
                .to_string_lossy()
                .into_owned();
            let seen = FileSeen {
                kind: is_known(&name).unwrap_or(FileKind::Strange),
                name,
                bytes: about.len(),
                day: about.modified().map(day).unwrap_or_default(),
            };
            found.push(Found { path, seen });
        }
    }
    found.sort_by(|one, other| one.seen.name.cmp(&other.seen.name));
    Ok(found)
}

/// The UTC day of a moment, ISO 8601.
fn day(at: SystemTime) -> String {
    let seconds = at
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs());
    let moment = office::Moment {
        wall_s: i64::try_from(seconds).unwrap_or(0),
        ..office::Moment::default()
    };
    moment.iso_date()
}
