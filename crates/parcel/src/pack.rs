//! Files into one compressed archive and back: `tar | zstd`, the inner header first, its signature second.
//!
//! Plaintext lives in memory only and is wiped. The archive says nothing the header does not say: no times, owners or
//! paths. Unpacking believes nothing until the header's signature and digests agree, and stops at fixed limits.

use std::{
    collections::BTreeSet,
    io::{self, Read},
};

use zeroize::Zeroizing;

use crate::{Header, OpenedFile, PublicKey, Signature, Signed, VerifyError};

/// Names of the first two files of every part.
const HEADER: &str = "header.json";
const SIGNATURE: &str = "header.json.sig";

/// Fast, and documents are compressed already.
const LEVEL: i32 = 3;

/// The largest window accepted when decompressing: 2^23 = 8 MiB.
const LARGEST_WINDOW_LOG: u32 = 23;

/// The most an archive may unpack to, in all, and the longest header and signature.
const LARGEST_ARCHIVE: u64 = 512 * 1024 * 1024;
const LARGEST_HEADER: u64 = 256 * 1024;

/// What is wrong inside a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PackFault {
    /// Not an archive that begins with a header and its signature, or longer than allowed.
    Unreadable,
    /// The header is not believed.
    Header(VerifyError),
    /// Another administrator than the one it names signed the header.
    Administrator,
    /// The file at this place is not the one the header lists there.
    File(usize),
}

/// Name and content of one file of an archive.
type Entry = (Vec<u8>, Zeroizing<Vec<u8>>);

/// Whether a file may stand in an archive under `name`.
pub(crate) fn acceptable(name: &str) -> bool {
    let plain = |byte: u8| {
        byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'_')
    };
    (1..=80).contains(&name.len())
        && name.bytes().all(plain)
        && !name.starts_with('.')
        && !matches!(name, HEADER | SIGNATURE)
}

/// The compressed archive of a header and its files.
pub(crate) fn pack(
    header: &Signed<Header>,
    files: &[(&str, &[u8])],
) -> io::Result<Zeroizing<Vec<u8>>> {
    let size = files
        .iter()
        .map(|(_, content)| content.len())
        .sum::<usize>();
    let mut encoder = zstd::Encoder::new(Vec::with_capacity(size + 4096), LEVEL)?;
    encoder.include_checksum(true)?;
    let mut archive = tar::Builder::new(encoder);
    append(&mut archive, HEADER, header.body())?;
    append(
        &mut archive,
        SIGNATURE,
        header.signature().as_str().as_bytes(),
    )?;
    for (name, content) in files {
        append(&mut archive, name, content)?;
    }
    Ok(Zeroizing::new(archive.into_inner()?.finish()?))
}

fn append<W: io::Write>(
    archive: &mut tar::Builder<W>,
    name: &str,
    content: &[u8],
) -> io::Result<()> {
    let mut entry = tar::Header::new_ustar();
    entry.set_size(content.len() as u64);
    entry.set_mode(0o600);
    entry.set_mtime(0);
    archive.append_data(&mut entry, name, content)
}

/// Unpacks what [`pack`] packed, provided that one of `administrators` signed the header and every file is as listed.
pub(crate) fn unpack(
    data: &[u8],
    administrators: &BTreeSet<PublicKey>,
) -> Result<(Header, Vec<OpenedFile>), PackFault> {
    let unreadable = |_why: io::Error| PackFault::Unreadable;
    let mut decoder = zstd::Decoder::new(data).map_err(unreadable)?.single_frame();
    decoder
        .window_log_max(LARGEST_WINDOW_LOG)
        .map_err(unreadable)?;
    let mut archive = tar::Archive::new(decoder.take(LARGEST_ARCHIVE));
    let mut entries = archive.entries().map_err(unreadable)?;
    let mut next = |limit: u64| -> Result<Option<Entry>, PackFault> {
        let Some(entry) = entries.next() else {
            return Ok(None);
        };
        let mut entry = entry.map_err(unreadable)?;
        if entry.header().entry_type() != tar::EntryType::Regular || entry.size() > limit {
            return Err(PackFault::Unreadable);
        }
        let name = entry.path_bytes().into_owned();
        let size = usize::try_from(entry.size()).map_err(|_why| PackFault::Unreadable)?;
        let mut content = Zeroizing::new(Vec::with_capacity(size));
        entry.read_to_end(&mut content).map_err(unreadable)?;
        Ok(Some((name, content)))
    };

    let mut leading = |name: &str| match next(LARGEST_HEADER)? {
        Some((found, content)) if found == name.as_bytes() => {
            String::from_utf8(content.to_vec()).map_err(|_why| PackFault::Unreadable)
        }
        Some(_) | None => Err(PackFault::Unreadable),
    };
    let body = leading(HEADER)?;
    let signature = leading(SIGNATURE)?;
    let signed = Signed::<Header>::from_parts(body, Signature::from_pem(signature));
    let header = signed.verify(administrators).map_err(PackFault::Header)?;
    if signed.signature().claimed_key().as_ref() != Ok(&header.administrator) {
        return Err(PackFault::Administrator);
    }

    let mut files = Vec::with_capacity(header.files.len());
    for (at, listed) in header.files.iter().enumerate() {
        let Some((name, content)) = next(listed.length)? else {
            return Err(PackFault::File(at));
        };
        let same = name == listed.name.as_bytes()
            && content.len() as u64 == listed.length
            && crate::digest_of(&content) == listed.digest;
        if !same {
            return Err(PackFault::File(at));
        }
        files.push(OpenedFile {
            name: listed.name.clone(),
            content,
        });
    }
    if next(0)?.is_some() {
        return Err(PackFault::File(files.len()));
    }
    // Behind the end of a tar archive are zeros; reading them also lets zstd compare its checksum.
    let mut rest = Vec::new();
    archive
        .into_inner()
        .read_to_end(&mut rest)
        .map_err(unreadable)?;
    if rest.iter().any(|&byte| byte != 0) {
        return Err(PackFault::Unreadable);
    }
    Ok((header, files))
}
