//! The one-time code of a kit whose passphrase is forgotten or whose keys are gone: it came sealed with the kit's card, and
//! a coordinator reads it out by telephone.
//!
//! The code opens nothing that the kit holds. It is never written anywhere in the clear.

use std::{fs, io, path::PathBuf};

use zeroize::Zeroizing;

use crate::{folder::Folder, keys::Keys, private};

/// Why no code can be told.
#[derive(Debug, thiserror::Error)]
pub enum CodeError {
    /// No card of the kit brought one.
    #[error("kit {number:03} has sent no code: admit its newest card first")]
    None {
        /// The number on its lid.
        number: u16,
    },
    /// It is sealed to keys that are not here.
    #[error("the code of kit {number:03} is sealed to keys that this folder does not open")]
    Sealed {
        /// The number on its lid.
        number: u16,
    },
    /// The file cannot be read.
    #[error("the code cannot be read: {0}")]
    Disk(#[from] io::Error),
}

impl CodeError {
    /// Its name in locale keys.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::None { .. } => "no-code",
            Self::Sealed { .. } => "code-sealed",
            Self::Disk(_) => "code-unreadable",
        }
    }
}

fn place(folder: &Folder, number: u16) -> PathBuf {
    folder.path().join(format!("codes/kit-{number:03}.age"))
}

/// Keeps the sealed code of a kit in place of an older one.
pub(super) fn keep(folder: &Folder, number: u16, sealed: &[u8]) -> io::Result<()> {
    private::folder(&folder.path().join("codes"))?;
    private::write(&place(folder, number), sealed)
}

/// The words of a kit's code.
///
/// # Errors
/// See [`CodeError`].
pub fn read(folder: &Folder, keys: &Keys, number: u16) -> Result<Zeroizing<String>, CodeError> {
    let sealed = match fs::read(place(folder, number)) {
        Ok(sealed) => sealed,
        Err(why) if why.kind() == io::ErrorKind::NotFound => {
            return Err(CodeError::None { number });
        }
        Err(why) => return Err(why.into()),
    };
    let mut opened = keys
        .identities()
        .iter()
        .filter_map(|identity| identity.unwrap_small(&sealed).ok());
    let code = opened.next().ok_or(CodeError::Sealed { number })?;
    let words = std::str::from_utf8(&code).map_err(|_not_ours| CodeError::Sealed { number })?;
    Ok(Zeroizing::new(words.to_owned()))
}
