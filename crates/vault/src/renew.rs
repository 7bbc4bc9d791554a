//! A vault made anew on the same kit: after panic, after ten wrong passphrases, or where a passphrase is forgotten.
//!
//! A one-time code allows it, from the sealed card or from a coordinator by telephone. The code opens nothing: what the
//! old vault guarded is destroyed and lives on in its escrows; the new vault has keys of its own.

use std::{io, path::Path};

use crate::{
    Cost, CostRefused, EnrolError, OpenVault, Passphrase, UnlockError, Vault, erase,
    header::Header,
    keys::{HEADER, Keys},
};

/// Why a vault was not made anew.
#[derive(Debug, thiserror::Error)]
pub enum RenewError {
    /// This is none of the vault's codes, or it was used.
    #[error("the code is not one of this kit's")]
    WrongCode,
    /// The vault has no codes: it was made without a card.
    #[error("the kit was given no code")]
    NoCodes,
    /// Another program has the vault open.
    #[error("the vault is open in another program")]
    InUse,
    /// The file is not a keys file, or both copies of its header are lost.
    #[error("the keys file is damaged")]
    Damaged,
    /// The file could not be read or written.
    #[error("the keys file could not be read or written")]
    Disk(#[source] io::Error),
    /// There is not enough memory for the key derivation.
    #[error(transparent)]
    Cost(#[from] CostRefused),
}

impl Vault {
    /// Makes the vault anew for `passphrase`, at the cost of before. Takes two key derivations.
    ///
    /// A power cut leaves the old vault, or a destroyed one with its codes, or the new one.
    ///
    /// # Errors
    /// Each situation has its own [`RenewError`]; a wrong code changes nothing.
    pub fn renew(
        path: &Path,
        code: &Passphrase,
        passphrase: &Passphrase,
    ) -> Result<OpenVault, RenewError> {
        let cost = allowed(path, code)?;
        Self::enrol(path, passphrase, cost).map_err(|fault| match fault {
            EnrolError::Exists => RenewError::InUse,
            EnrolError::Disk(why) => RenewError::Disk(why),
            EnrolError::Cost(why) => RenewError::Cost(why),
        })
    }
}

/// Destroys what the code allows to be replaced; the cost of a guess there.
fn allowed(path: &Path, code: &Passphrase) -> Result<Cost, RenewError> {
    let keys = Keys::open(path).map_err(|why| match crate::unlock::closed(why) {
        UnlockError::InUse => RenewError::InUse,
        UnlockError::Disk(why) => RenewError::Disk(why),
        UnlockError::WrongPassphrase { .. }
        | UnlockError::Destroyed
        | UnlockError::Damaged
        | UnlockError::Cost(_) => RenewError::Damaged,
    })?;
    let header = keys.read(HEADER).map_err(RenewError::Disk)?;
    let header = header
        .as_ref()
        .and_then(Header::read)
        .ok_or(RenewError::Damaged)?;
    if !header.has_codes() {
        return Err(RenewError::NoCodes);
    }
    if !header.knows(code)? {
        return Err(RenewError::WrongCode);
    }
    erase::destroy(&keys).map_err(RenewError::Disk)?;
    Ok(header.cost)
}

impl OpenVault {
    /// Whether a one-time code could make this vault anew.
    pub fn has_codes(&self) -> bool {
        self.header.has_codes()
    }

    /// Sets the one-time codes, in place of those of before; at most four. Takes one key derivation each.
    ///
    /// # Errors
    /// When the file could not be written, or there is not enough memory; then the codes of before count.
    pub fn set_codes(&mut self, codes: &[&Passphrase]) -> Result<(), RenewError> {
        self.header.set_codes(codes)?;
        self.keys
            .write(HEADER, &self.header.spell())
            .map_err(RenewError::Disk)
    }
}
