//! Files and folders that only their owner may read, written whole or not at all.
//! Never leaves half a file under the final name.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
};

/// Makes a folder (and those above it) that only its owner may enter.
///
/// # Errors
/// The file system's.
pub fn folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Writes a file that only its owner may read: beside its place, synced, then moved there.
///
/// # Errors
/// The file system's; what stood at `path` before then still stands.
pub fn write(path: &Path, content: &[u8]) -> io::Result<()> {
    let parent = path.parent().ok_or(io::ErrorKind::InvalidInput)?;
    let (file, aside) = write_aside(path, content)?;
    file.sync_all()?;
    drop(file);
    fs::rename(&aside, path)?;
    #[cfg(unix)]
    File::open(parent)?.sync_all()?;
    Ok(())
}

/// Writes a file that can be had again, without waiting for the disk: after a power cut it may be gone or torn, so
/// whoever reads it compares its digest.
///
/// # Errors
/// The file system's; what stood at `path` before then still stands.
pub fn write_for_now(path: &Path, content: &[u8]) -> io::Result<()> {
    let (_, aside) = write_aside(path, content)?;
    fs::rename(&aside, path)
}

fn write_aside(path: &Path, content: &[u8]) -> io::Result<(File, PathBuf)> {
    let aside = path.with_extension("new");
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&aside)?;
    file.write_all(content)?;
    Ok((file, aside))
}
