//! An application as one archive that can be signed elsewhere, and the signature that comes back.
//!
//! The archive is a tar of what the application is made of, with `digests.txt` in the form that `sha256sum -c` reads; the
//! same application gives the same bytes. What comes back is looked at for its form only and kept beside the application;
//! this program verifies no such signature and never says that it did.

use std::io;

use look::Words;
use parcel::digest_of;

use crate::{
    folder::Folder,
    keys::Keys,
    ledger::{Act, Application, Enclosure, Ledger, LedgerError},
    opening,
    sheet::Sheet,
};

/// The longest signature that is taken in; an ASiC container holds the archive too.
pub const LARGEST: usize = 64 * 1024 * 1024;

/// The identifier of signed data in CMS (RFC 5652 5.1), as DER.
const SIGNED_DATA: [u8; 11] = [
    0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02,
];

/// What an ASiC-E container says it is (ETSI EN 319 162-1, 4.3.3.1).
const ASIC_E: &[u8] = b"application/vnd.etsi.asic-e+zip";

/// Why there is no archive, or why a signature was not taken in.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// The ledger.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The documents do not open; the key of the fault is under `fault-KEY`.
    #[error("the documents of this application do not open ({0}); no archive was written")]
    Documents(&'static str),
    /// The archive could not be put together.
    #[error("the archive could not be put together ({0})")]
    Unwritten(#[from] io::Error),
    /// It is neither form.
    #[error(
        "this is neither a CMS signature (.p7s) nor an ASiC-E container (.asice); nothing was kept. Take the file that the \
         signing program wrote"
    )]
    NoSignature,
    /// It is longer than [`LARGEST`].
    #[error("this is longer than 64 MiB; nothing was kept")]
    TooLong,
}

/// The archive of an application.
///
/// # Errors
/// See [`ArchiveError`].
pub fn pack(
    folder: &Folder,
    keys: &Keys,
    ledger: &Ledger,
    application: &Application,
    words: Words,
) -> Result<Vec<u8>, ArchiveError> {
    let documents =
        opening::documents(folder, keys, ledger, application).map_err(ArchiveError::Documents)?;
    let text = Sheet::of(
        application,
        std::slice::from_ref(application),
        folder,
        words,
    )
    .to_text();
    let mut files = vec![
        (
            "application.json".to_owned(),
            serde_json::to_vec_pretty(application).map_err(io::Error::from)?,
        ),
        ("application.txt".to_owned(), text.into_bytes()),
        (
            "form.xml".to_owned(),
            application.dossier.instance.clone().into_bytes(),
        ),
    ];
    files.extend(
        documents
            .into_iter()
            .map(|file| (file.name.clone(), file.content.to_vec())),
    );
    let digests: String = files
        .iter()
        .map(|(name, content)| format!("{}  {name}\n", digest_of(content)))
        .collect();
    files.push(("digests.txt".to_owned(), digests.into_bytes()));
    let mut archive = tar::Builder::new(Vec::new());
    for (name, content) in files {
        let mut header = tar::Header::new_ustar();
        header.set_size(content.len() as u64);
        header.set_mode(0o600);
        header.set_mtime(application.dossier.finished.wall_s.unsigned_abs());
        header.set_cksum();
        archive.append_data(&mut header, name, content.as_slice())?;
    }
    Ok(archive.into_inner()?)
}

/// Takes in what was signed elsewhere and keeps it beside the application.
///
/// # Errors
/// See [`ArchiveError`].
pub fn enclose(
    ledger: &mut Ledger,
    application: &Application,
    bytes: Vec<u8>,
    now_s: i64,
) -> Result<&'static str, ArchiveError> {
    if bytes.len() > LARGEST {
        return Err(ArchiveError::TooLong);
    }
    let form = form(&bytes).ok_or(ArchiveError::NoSignature)?;
    ledger.enclose(&Enclosure {
        application: application.id,
        at: now_s,
        form: form.to_owned(),
        bytes,
    })?;
    ledger.log(now_s, Act::Enclose, application.id)?;
    Ok(form)
}

/// Which of the two forms a file has, by its first bytes.
fn form(bytes: &[u8]) -> Option<&'static str> {
    let start = &bytes[..bytes.len().min(128)];
    let holds = |wanted: &[u8]| start.windows(wanted.len()).any(|window| window == wanted);
    if start.starts_with(b"PK\x03\x04") && holds(ASIC_E) {
        Some("asice")
    } else if start.first() == Some(&0x30) && holds(&SIGNED_DATA) {
        Some("p7s")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::form;

    #[test]
    fn a_signature_is_known_by_its_first_bytes_and_nothing_else_is_taken_for_one() {
        let cms = b"\x30\x82\x01\x00\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02\xa0";
        assert_eq!(form(cms), Some("p7s"));
        let asic = b"PK\x03\x04\x0a\0\0\0\0\0mimetypeapplication/vnd.etsi.asic-e+zip";
        assert_eq!(form(asic), Some("asice"));
        for other in [
            &b"%PDF-1.7"[..],
            b"PK\x03\x04word/document.xml",
            b"\x30\x03abc",
            b"",
        ] {
            assert_eq!(form(other), None);
        }
    }
}
