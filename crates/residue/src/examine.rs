//! The whole examination: the folder's files one by one, the database, the keys file, and the raw disk below them.

use crate::folder::{self, Found};
use crate::rows;
use crate::scan::{Progress, length, stretches};
use crate::spelling::Spellings;
use crate::sqlite::Database;
use crate::trace::{Known, Wanted, pictures, traces};
use office::residue::{DiskSeen, FileKind, KeysSeen, Leak, LeakKind, MOST_LEAKS, Place, Residue};
use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// What is examined.
#[derive(Clone, Debug, Default)]
pub struct Scene {
    /// The kit's folder.
    pub folder: PathBuf,
    /// An image of the disk that the folder lies on, or the device itself.
    pub disk: Option<PathBuf>,
    /// Words to be looked for besides: names, addresses, a passphrase. They go nowhere.
    pub words: Vec<String>,
}

/// How far the examination is, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// Read.
    pub done: u64,
    /// To be read.
    pub of: u64,
}

/// Why an examination came to nothing.
#[derive(Debug, thiserror::Error)]
pub enum ExamineError {
    /// A file, folder or device cannot be read.
    #[error("{} cannot be read", path.display())]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// Whoever asked for it stopped it.
    #[error("the examination was stopped")]
    Stopped,
}

/// Examines a kit without any key. `pace` is told after each mebibyte, and stops the examination where it breaks.
///
/// Reads only. A kit that runs may be examined; what it changes meanwhile may be counted as unreadable.
///
/// # Errors
/// A file or the disk cannot be read, or it was stopped.
pub fn examine(
    scene: &Scene,
    pace: &mut dyn FnMut(Pace) -> ControlFlow<()>,
) -> Result<Residue, ExamineError> {
    let unreadable = |path: &Path| {
        let path = path.to_owned();
        move |source| ExamineError::Unreadable { path, source }
    };
    let files = folder::files(&scene.folder).map_err(unreadable(&scene.folder))?;
    let disk_bytes = match &scene.disk {
        Some(disk) => length(disk).map_err(unreadable(disk))?,
        None => 0,
    };
    let in_files: u64 = files.iter().map(|file| file.seen.bytes).sum();
    let mut progress = Progress {
        done: 0,
        of: in_files + disk_bytes,
        tell: pace,
    };
    let mut eye = Eye {
        words: Spellings::of(&scene.words),
        known: Known::default(),
        leaks: BTreeSet::new(),
        leaks_in_all: 0,
    };
    for file in files
        .iter()
        .filter(|file| file.seen.kind == FileKind::Office)
    {
        let text = std::fs::read(&file.path).map_err(unreadable(&file.path))?;
        eye.known.learn(&String::from_utf8_lossy(&text));
    }
    for (index, file) in files.iter().enumerate() {
        eye.look_at_name(index, file);
        eye.look_into(file, &mut progress)?;
    }
    let mut residue = Residue {
        swaps: swaps(),
        ..Residue::default()
    };
    residue.keys = keys(&files);
    if let Some(file) = of_name(&files, "kit.db") {
        let log = file.path.with_file_name("kit.db-wal");
        let opened = Database::open(&file.path, &log).map_err(unreadable(&file.path))?;
        if let Some(mut database) = opened {
            let (seen, leaks) = rows::read(&mut database);
            residue.database = Some(seen);
            leaks.into_iter().for_each(|leak| eye.note(leak));
        }
    }
    if let Some(disk) = &scene.disk {
        let live = live_sectors(&files);
        residue.disk = Some(eye.look_at_disk(disk, &live, &mut progress)?);
    }
    residue.files = files.into_iter().map(|file| file.seen).collect();
    residue.leaks_in_all = eye.leaks_in_all;
    residue.leaks = eye.leaks.into_iter().take(MOST_LEAKS).collect();
    Ok(residue)
}

fn of_name<'f>(files: &'f [Found], name: &str) -> Option<&'f Found> {
    files.iter().find(|file| file.seen.name == name)
}

fn keys(files: &[Found]) -> Option<KeysSeen> {
    let seen = vault::examine(&of_name(files, "keys")?.path).ok()?;
    Some(KeysSeen {
        failures: seen.failures,
        guess: seen.cost.map(|(kib, passes)| (kib / 1024, passes)),
        slots: seen.slots,
        records: seen.records,
        cut_off: seen.cut_off,
    })
}

/// The checksums of the sectors that the keys file has.
fn live_sectors(files: &[Found]) -> BTreeSet<[u8; 32]> {
    let bytes = of_name(files, "keys").and_then(|file| std::fs::read(&file.path).ok());
    let bytes = bytes.unwrap_or_default();
    bytes
        .chunks(vault::BLOCK)
        .filter_map(vault::key_sector)
        .collect()
}

/// Whether this machine moves memory to a disk.
fn swaps() -> bool {
    // The first line is a heading; compressed memory is no disk.
    std::fs::read_to_string("/proc/swaps").is_ok_and(|text| {
        text.lines()
            .skip(1)
            .any(|line| !line.starts_with("/dev/zram"))
    })
}

struct Eye {
    words: Spellings,
    known: Known,
    leaks: BTreeSet<Leak>,
    leaks_in_all: u64,
}

impl Eye {
    fn note(&mut self, leak: Leak) {
        self.leaks_in_all += 1;
        if self.leaks.len() < MOST_LEAKS {
            self.leaks.insert(leak);
        }
    }

    fn look_at_name(&mut self, index: usize, file: &Found) {
        let name = file.seen.name.as_bytes();
        let index = u32::try_from(index + 1).unwrap_or(u32::MAX);
        for kind in self.kinds(name, name.len(), Wanted::Everything) {
            self.note(Leak {
                place: Place::FileName { index },
                kind: kind.0,
            });
        }
    }

    fn look_into(&mut self, file: &Found, progress: &mut Progress<'_>) -> Result<(), ExamineError> {
        let wanted = match file.seen.kind {
            FileKind::Office => Wanted::NotText,
            FileKind::Keys
            | FileKind::Database
            | FileKind::Reserve
            | FileKind::Unfinished
            | FileKind::Strange => Wanted::Everything,
        };
        let mut found = Vec::new();
        stretches(&file.path, progress, |bytes, base, own| {
            for (kind, at) in self.kinds(bytes, own, wanted) {
                found.push((kind, base + at as u64));
            }
        })?;
        for (kind, at) in found {
            self.note(Leak {
                place: Place::File {
                    name: file.seen.name.clone(),
                    at,
                },
                kind,
            });
        }
        Ok(())
    }

    /// Kinds and places of what begins within the first `own` bytes.
    fn kinds(&self, bytes: &[u8], own: usize, wanted: Wanted) -> Vec<(LeakKind, usize)> {
        let words = self.words.find(bytes).map(|found| {
            let index = u32::try_from(found.word + 1).unwrap_or(u32::MAX);
            (LeakKind::Word { index }, found.at)
        });
        let mut kinds: Vec<_> = words.chain(traces(bytes, wanted, &self.known)).collect();
        kinds.retain(|(_, at)| *at < own);
        kinds
    }

    fn look_at_disk(
        &mut self,
        disk: &Path,
        live: &BTreeSet<[u8; 32]>,
        progress: &mut Progress<'_>,
    ) -> Result<DiskSeen, ExamineError> {
        let mut seen = DiskSeen::default();
        let mut found = Vec::new();
        stretches(disk, progress, |bytes, base, own| {
            seen.bytes = base + bytes.len() as u64;
            let own_pictures = pictures(bytes).filter(|at| *at < own).count();
            seen.pictures += u32::try_from(own_pictures).unwrap_or(u32::MAX);
            found.extend(
                self.kinds(bytes, own, Wanted::Persons)
                    .into_iter()
                    .map(|(kind, at)| (kind, base + at as u64)),
            );
            // A stretch begins on a block: its length and what it shares with the next are multiples of one.
            for (index, block) in bytes[..own].chunks(vault::BLOCK).enumerate() {
                match vault::key_sector(block) {
                    Some(checksum) if live.contains(&checksum) => seen.key_sectors += 1,
                    Some(_erased) => {
                        found.push((LeakKind::OldKeySector, base + (index * vault::BLOCK) as u64))
                    }
                    None => {}
                }
            }
        })?;
        for (kind, at) in found {
            self.note(Leak {
                place: Place::Disk { at },
                kind,
            });
        }
        Ok(seen)
    }
}
