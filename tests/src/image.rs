//! A disk of its own for a story: an ext4 image, mounted through a loop device, whose raw bytes can be read like an examiner
//! would. Wants root and loop devices; where they are missing it says so.

use crate::programs::run_well;
use anyhow::{Context as _, Result};
use std::path::{Path, PathBuf};
use std::process::Command;

/// A mounted image; unmounted when dropped.
#[derive(Debug)]
pub struct Image {
    file: PathBuf,
    mount: PathBuf,
}

/// Whether there can be an image, or why not.
#[derive(Debug)]
pub enum Mounted {
    /// It is there.
    Here(Image),
    /// This machine does not let us, for this reason.
    Not(String),
}

impl Image {
    /// Makes and mounts an image of so many megabytes in `scratch`.
    ///
    /// # Errors
    /// The image cannot be made; that it cannot be mounted is no error.
    pub fn mount(scratch: &Path, megabytes: u64) -> Result<Mounted> {
        let (file, mount) = (scratch.join("disk.img"), scratch.join("disk"));
        std::fs::create_dir_all(&mount)?;
        std::fs::File::create(&file)?.set_len(megabytes << 20)?;
        // Nothing is discarded, so that what was erased stays where it was, as on most disks.
        let mut make = Command::new("/usr/sbin/mkfs.ext4");
        make.args(["-q", "-F", "-E", "lazy_itable_init=0,nodiscard"]);
        run_well(make.arg(&file)).context("mkfs.ext4 is needed (Debian package e2fsprogs)")?;
        let mut command = Command::new("mount");
        command
            .args(["-o", "loop,nodiscard"])
            .arg(&file)
            .arg(&mount);
        match run_well(&mut command) {
            Ok(_) => Ok(Mounted::Here(Self { file, mount })),
            Err(why) => Ok(Mounted::Not(format!(
                "no image can be mounted here (root and a loop device are needed): {why:#}"
            ))),
        }
    }

    /// Where its files lie.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.mount
    }

    /// The image, with everything on it that the system still held back.
    ///
    /// # Errors
    /// `sync` is not there.
    pub fn settled(&self) -> Result<&Path> {
        run_well(Command::new("sync").arg("--file-system").arg(&self.mount))?;
        Ok(&self.file)
    }

    /// Its raw bytes.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn bytes(&self) -> Result<Vec<u8>> {
        Ok(std::fs::read(self.settled()?)?)
    }
}

impl Drop for Image {
    fn drop(&mut self) {
        // Whoever still has a file on it lets go when the story's processes end.
        drop(run_well(
            Command::new("umount").arg("--lazy").arg(&self.mount),
        ));
    }
}

/// All memory of a process that is not the program's own file, region by region.
///
/// # Errors
/// It is gone, or another account's.
pub fn memory_of(process: u32) -> Result<Vec<Vec<u8>>> {
    use std::os::unix::fs::FileExt as _;
    let maps = std::fs::read_to_string(format!("/proc/{process}/maps"))?;
    let memory = std::fs::File::open(format!("/proc/{process}/mem"))?;
    let mut regions = Vec::new();
    for line in maps.lines() {
        let Some((range, rest)) = line.split_once(' ') else {
            continue;
        };
        let ends = range.split_once('-').and_then(|(from, to)| {
            let number = |text| u64::from_str_radix(text, 16).ok();
            Some((number(from)?, number(to)?))
        });
        // What is mapped from a file and cannot be written is the file: the program itself, which brings the invented
        // papers of its virtual case along. The system's own pages cannot be read.
        let is_file = rest.contains('/') && !rest.starts_with("rw");
        if let Some((from, to)) = ends
            && rest.starts_with('r')
            && !is_file
        {
            let mut bytes = vec![0; usize::try_from(to - from)?];
            if memory.read_exact_at(&mut bytes, from).is_ok() {
                regions.push(bytes);
            }
        }
    }
    Ok(regions)
}
