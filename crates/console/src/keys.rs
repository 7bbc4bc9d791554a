//! The coordinator's secrets: identities under a passphrase, and what is wrapped to them.
//!
//! One passphrase opens the identities (age v1, scrypt); they open the signing key and the ledger's key. So whoever
//! holds a community's recovery identity can take over the ledger too (P8). Nothing here is ever written unwrapped.
//!
//! Reading order: [`list`] says which keys there are, [`ceremony`] makes and retires them, [`drill`] tries the recovery
//! key, [`paper`] prints it.

pub mod ceremony;
pub mod drill;
pub mod list;
pub mod paper;

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use parcel::{Identity, IdentityError, IdentityFile, PublicKey, Recipients, Signer, SoftSigner};
use rand::{CryptoRng, RngCore};
use zeroize::Zeroizing;

use crate::folder::Folder;

/// Why the secrets stay closed.
#[derive(Debug, thiserror::Error)]
pub enum UnlockError {
    /// The passphrase is not the one.
    #[error(
        "this is not the passphrase of keys/identities.age. Nothing was opened and nothing was changed. \
         Check the keyboard layout and Caps Lock and try again; if the passphrase is lost, the recovery \
         identity opens everything"
    )]
    WrongPassphrase,
    /// The identity file is damaged.
    #[error(
        "keys/identities.age is damaged. No application can be opened with it; bring the file back from a \
         copy, or use the recovery identity"
    )]
    IdentitiesDamaged,
    /// The coordinator's file does not belong to the identities, or is damaged.
    #[error(
        "keys/coordinator.age does not belong to these identities or is damaged. Bring the whole folder keys \
         back from one copy"
    )]
    CoordinatorDamaged,
    /// The root key does not belong to the identities, or is damaged.
    #[error(
        "keys/root.age does not belong to these identities or is damaged. Nothing was signed; bring it back from a copy"
    )]
    RootDamaged,
    /// A key file cannot be read.
    #[error("a key file cannot be read ({0}). Check the disk and who owns the folder keys")]
    Unreadable(#[from] io::Error),
}

/// The unlocked secrets; wiped when dropped.
#[derive(Debug)]
pub struct Keys {
    identities: Vec<Identity>,
    file: PathBuf,
    coordinator: Coordinator,
}

impl Keys {
    /// Opens the secrets of `folder`; takes about a second, on purpose.
    ///
    /// # Errors
    /// Each situation has its own [`UnlockError`].
    pub fn unlock(folder: &Folder, passphrase: &str) -> Result<Self, UnlockError> {
        let mut files = folder.identity_files()?;
        if files.is_empty() {
            files.push(folder.identities());
        }
        let mut refused = UnlockError::WrongPassphrase;
        let mut opened = None;
        for file in files {
            match open_identities(&file, passphrase) {
                Ok(identities) => {
                    opened = Some((identities, file));
                    break;
                }
                Err(UnlockError::WrongPassphrase) => {}
                Err(why) => refused = why,
            }
        }
        let (identities, file) = opened.ok_or(refused)?;
        let wrapped = fs::read(folder.coordinator())?;
        let coordinator =
            Coordinator::unwrap(&wrapped, &identities).ok_or(UnlockError::CoordinatorDamaged)?;
        Ok(Self {
            identities,
            file,
            coordinator,
        })
    }

    /// The file that the passphrase opened: whose keys these are.
    #[must_use]
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// The identities, to open parcels with.
    #[must_use]
    pub fn identities(&self) -> &[Identity] {
        &self.identities
    }

    /// The key that opens sessions and signs receipts.
    #[must_use]
    pub fn signer(&self) -> &SoftSigner {
        &self.coordinator.signer
    }

    /// The key that signs profiles; opened for the moment in which it signs.
    ///
    /// # Errors
    /// `RootDamaged`, `Unreadable`.
    pub fn root(&self, folder: &Folder) -> Result<SoftSigner, UnlockError> {
        let wrapped = fs::read(folder.root_key())?;
        let seed = self
            .identities
            .iter()
            .find_map(|identity| identity.unwrap_small(&wrapped).ok());
        let seed = seed.and_then(|seed| Some(Zeroizing::new(*seed.first_chunk::<32>()?)));
        seed.map(|seed| SoftSigner::from_seed(&seed))
            .ok_or(UnlockError::RootDamaged)
    }

    /// The key that the ledger is sealed with.
    #[must_use]
    pub fn ledger(&self) -> Zeroizing<[u8; 32]> {
        self.coordinator.ledger.clone()
    }
}

/// The identities of one protected file.
fn open_identities(file: &Path, passphrase: &str) -> Result<Vec<Identity>, UnlockError> {
    IdentityFile::unprotect(&fs::read(file)?, passphrase).map_err(|why| match why {
        IdentityError::WrongPassphrase => UnlockError::WrongPassphrase,
        IdentityError::Damaged | IdentityError::Unreadable => UnlockError::IdentitiesDamaged,
    })
}

/// What is wrapped to the identities: the signing key's seed and the ledger's key, 32 bytes each.
pub struct Coordinator {
    signer: SoftSigner,
    ledger: Zeroizing<[u8; 32]>,
}

impl Coordinator {
    /// Draws both keys.
    pub fn generate<R: RngCore + CryptoRng>(rng: &mut R) -> Self {
        let mut ledger = Zeroizing::new([0; 32]);
        rng.fill_bytes(&mut *ledger);
        Self {
            signer: SoftSigner::generate(rng),
            ledger,
        }
    }

    /// The public half of the signing key.
    #[must_use]
    pub fn public_key(&self) -> &PublicKey {
        self.signer.public_key()
    }

    /// The age file that only `recipients` open.
    #[must_use]
    pub fn wrap(&self, recipients: &Recipients) -> Vec<u8> {
        let mut secret = Zeroizing::new(Vec::with_capacity(64));
        secret.extend_from_slice(&*self.signer.seed());
        secret.extend_from_slice(&*self.ledger);
        recipients.wrap(&secret)
    }

    fn unwrap(file: &[u8], identities: &[Identity]) -> Option<Self> {
        let secret = identities
            .iter()
            .find_map(|identity| identity.unwrap_small(file).ok())?;
        let (seed, ledger) = secret.split_first_chunk::<32>()?;
        let ledger = Zeroizing::new(<[u8; 32]>::try_from(ledger).ok()?);
        Some(Self {
            signer: SoftSigner::from_seed(seed),
            ledger,
        })
    }
}

impl std::fmt::Debug for Coordinator {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Coordinator({:?})", self.signer)
    }
}
