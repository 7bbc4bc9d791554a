//! What a disk holds after the power went: a life is recorded call by call, and its folder is built again from what had
//! reached the disk for sure, with or without pieces of what had not.
//!
//! Stricter than a disk is: what was not synced is gone, or there in pieces of 512 bytes as the dice fall; a new name is
//! there only once its folder was synced. The log's index is memory, so it is never there.

use crate::programs::program;
use crate::promises::{Broken, Promises};
use crate::strokes;
use crate::sweep::copy_of;
use anyhow::{Context as _, Result, ensure};
use rand::{Rng as _, SeedableRng as _, rngs::StdRng};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What a disk writes at once.
const BLOCK: usize = 512;

/// One recorded call.
#[derive(Clone, Debug)]
enum Call {
    Write {
        file: String,
        at: usize,
        bytes: Vec<u8>,
    },
    Cut {
        file: String,
        length: usize,
    },
    Sync {
        file: String,
    },
    Create {
        file: String,
    },
    Remove {
        file: String,
    },
    Rename {
        from: String,
        to: String,
    },
    Told(String),
}

/// A file: what is safe of it, and what was done since.
#[derive(Clone, Debug, Default)]
struct OnDisk {
    safe: Vec<u8>,
    pending: Vec<Change>,
}

#[derive(Clone, Debug)]
enum Change {
    Write(usize, Vec<u8>),
    Cut(usize),
}

impl OnDisk {
    /// What the disk holds when each pending block survives by the dice.
    fn after(&self, survives: &mut dyn FnMut() -> bool) -> Vec<u8> {
        let mut bytes = self.safe.clone();
        for change in &self.pending {
            match change {
                Change::Cut(length) => {
                    if survives() {
                        bytes.resize(*length, 0);
                    }
                }
                Change::Write(at, new) => {
                    for (index, block) in new.chunks(BLOCK).enumerate() {
                        let from = at + index * BLOCK;
                        if survives() {
                            if bytes.len() < from + block.len() {
                                bytes.resize(from + block.len(), 0);
                            }
                            bytes[from..from + block.len()].copy_from_slice(block);
                        }
                    }
                }
            }
        }
        bytes
    }

    fn sync(&mut self) {
        self.safe = self.after(&mut || true);
        self.pending.clear();
    }
}

/// The disk: files by an inode, names that are safe, and names as the running system sees them.
#[derive(Clone, Debug, Default)]
struct Disk {
    files: Vec<OnDisk>,
    safe_names: BTreeMap<String, usize>,
    names: BTreeMap<String, usize>,
}

impl Disk {
    fn of(folder: &Path) -> Result<Self> {
        let mut disk = Self::default();
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            disk.names.insert(name, disk.files.len());
            disk.files.push(OnDisk {
                safe: std::fs::read(entry.path())?,
                pending: Vec::new(),
            });
        }
        disk.safe_names = disk.names.clone();
        Ok(disk)
    }

    fn file(&mut self, name: &str) -> &mut OnDisk {
        let inode = match self.names.get(name) {
            Some(inode) => *inode,
            None => {
                self.files.push(OnDisk::default());
                self.names.insert(name.to_owned(), self.files.len() - 1);
                self.files.len() - 1
            }
        };
        &mut self.files[inode]
    }

    fn take(&mut self, call: &Call) {
        match call {
            Call::Write { file, at, bytes } => {
                let change = Change::Write(*at, bytes.clone());
                self.file(file).pending.push(change);
            }
            Call::Cut { file, length } => self.file(file).pending.push(Change::Cut(*length)),
            // The folder itself has no name in it.
            Call::Sync { file } if file.is_empty() => self.safe_names = self.names.clone(),
            Call::Sync { file } => self.file(file).sync(),
            Call::Create { file } => {
                self.file(file);
            }
            Call::Remove { file } => {
                self.names.remove(file);
            }
            Call::Rename { from, to } => {
                if let Some(inode) = self.names.remove(from) {
                    self.names.insert(to.clone(), inode);
                }
            }
            Call::Told(_) => {}
        }
    }

    /// Writes what the power cut leaves into `folder`.
    fn cut(&self, folder: &Path, survives: &mut dyn FnMut() -> bool) -> Result<()> {
        let _none_yet = std::fs::remove_dir_all(folder);
        std::fs::create_dir_all(folder)?;
        for (name, inode) in &self.safe_names {
            if !name.ends_with("-shm") {
                std::fs::write(folder.join(name), self.files[*inode].after(survives))?;
            }
        }
        Ok(())
    }
}

/// Cuts the power after every `step`-th call of a short day: once with everything lost that was not synced, once with it
/// in pieces. Gives how many cuts there were, and what was broken.
///
/// # Errors
/// `strace` is not there, or its record cannot be read.
pub fn power_cuts(scratch: &Path, step: usize) -> Result<(u32, Vec<String>)> {
    let folder = scratch.join("kit");
    strokes::enrol(&folder)?;
    let before = copy_of(&folder, &scratch.join("before"))?;
    let calls = record(&folder, &scratch.join("record"))?;
    let syncs = calls
        .iter()
        .filter(|call| matches!(call, Call::Sync { .. }));
    ensure!(syncs.count() > 20, "the record is not that of a day");

    let mut disk = Disk::of(&before)?;
    let mut promises = Promises::default();
    let mut dice = StdRng::seed_from_u64(7);
    let (mut cuts, mut broken) = (0, Vec::new());
    let dark = scratch.join("dark");
    for (index, call) in calls.iter().enumerate() {
        disk.take(call);
        if let Call::Told(line) = call {
            promises.hear(line);
        }
        if index % step != 0 {
            continue;
        }
        for in_pieces in [false, true] {
            disk.cut(&dark, &mut || in_pieces && dice.gen_bool(0.5))?;
            cuts += 1;
            match promises.check(&dark) {
                Ok(kept) if kept.sealed + kept.saved == 0 => {}
                Ok(Broken { sealed, saved, .. }) => broken.push(format!(
                    "after call {index} (in pieces: {in_pieces}): {sealed} sealed, {saved} saved lost"
                )),
                Err(why) => broken.push(format!(
                    "after call {index} (in pieces: {in_pieces}): {why:#}"
                )),
            }
        }
    }
    ensure!(promises.is_done, "the recorded day was not done");
    Ok((cuts, broken))
}

/// Records every call of a short day that changes the folder, and every line that is told, in their order.
fn record(folder: &Path, log: &Path) -> Result<Vec<Call>> {
    let status = Command::new("strace")
        .args(["-f", "-y", "-xx", "-qq", "-s", "8000000", "-e"])
        .arg("trace=openat,pwrite64,write,ftruncate,fsync,fdatasync,rename,unlink")
        .arg("-o")
        .arg(log)
        .arg(program("valiza-strokes")?)
        .arg(folder)
        .args(["1", "0"])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .context("strace is needed (Debian package strace)")?;
    ensure!(status.success(), "the recorded life did not end well");
    let text = std::fs::read_to_string(log)?;
    let folder = folder.canonicalize()?;
    Ok(text
        .lines()
        .filter_map(|line| call(line, &folder))
        .collect())
}

/// Reads one line of the record: `1234 pwrite64(5</a/keys>, "\x00..", 4096, 8192) = 4096`.
fn call(line: &str, folder: &Path) -> Option<Call> {
    let (_process, rest) = line.split_once(' ')?;
    let (name, rest) = rest.trim_start().split_once('(')?;
    let (arguments, result) = rest.rsplit_once(") = ")?;
    if result.starts_with('-') {
        return None;
    }
    let below = |path: &str| -> Option<String> {
        let path = PathBuf::from(String::from_utf8(unescape(path)).ok()?);
        let name = path.strip_prefix(folder).ok()?;
        Some(name.to_string_lossy().into_owned())
    };
    let of_descriptor = || {
        let (_, rest) = arguments.split_once('<')?;
        below(rest.split_once('>')?.0)
    };
    let quoted = |index: usize| arguments.split('"').nth(index * 2 + 1);
    let number =
        |from_end: usize| -> Option<usize> { arguments.rsplit(", ").nth(from_end)?.parse().ok() };
    match name {
        "write" if arguments.starts_with("1<") => Some(Call::Told(
            String::from_utf8_lossy(&unescape(quoted(0)?)).into_owned(),
        )),
        "pwrite64" => Some(Call::Write {
            file: of_descriptor()?,
            at: number(0)?,
            bytes: unescape(quoted(0)?),
        }),
        "ftruncate" => Some(Call::Cut {
            file: of_descriptor()?,
            length: number(0)?,
        }),
        "fsync" | "fdatasync" => Some(Call::Sync {
            file: of_descriptor()?,
        }),
        "openat" if arguments.contains("O_CREAT") => Some(Call::Create {
            file: below(quoted(0)?)?,
        }),
        "unlink" => Some(Call::Remove {
            file: below(quoted(0)?)?,
        }),
        "rename" => Some(Call::Rename {
            from: below(quoted(0)?)?,
            to: below(quoted(1)?)?,
        }),
        _ => None,
    }
}

/// Bytes of a text in which some are written as `\x5a`.
fn unescape(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len() / 4);
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let escaped = rest
            .strip_prefix("\\x")
            .and_then(|code| u8::from_str_radix(code.get(..2)?, 16).ok());
        match escaped {
            Some(byte) => {
                bytes.push(byte);
                rest = &rest[4..];
            }
            None => {
                bytes.extend(first.to_string().bytes());
                rest = &rest[first.len_utf8()..];
            }
        }
    }
    bytes
}
