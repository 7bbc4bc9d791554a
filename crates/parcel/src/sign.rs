//! Who signs: OpenSSH keys and SSHSIG signatures (PROTOCOL.sshsig), so that `ssh-keygen -Y verify` is the independent check.
//!
//! Only Ed25519 and ECDSA P-256 (a TPM's key) are accepted. A secret key is never shown, compared or cloned here, and
//! is wiped when dropped.

use std::{fmt, str::FromStr};

use rand::{CryptoRng, RngCore};
use serde::{Deserialize, Serialize};
use ssh_key::{Algorithm, EcdsaCurve, HashAlg, LineEnding, SshSig, private::Ed25519Keypair};
use zeroize::Zeroizing;

use crate::VerifyError;

/// What a signature is for; a signature for one purpose is worth nothing for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Namespace {
    /// Manifests and inner headers of parcels.
    Parcel,
    /// A kit's word on how many parcels it sealed.
    Head,
    /// A depot's or coordinator's acknowledgement.
    Receipt,
    /// What a kit is provisioned with.
    Profile,
    /// What a coordinator sends to a kit.
    Dispatch,
    /// The answer to a depot's nonce.
    Session,
    /// A kit's right to empty its dispatch box while it is locked.
    Ticket,
}

impl Namespace {
    /// The namespace string that stands in the SSHSIG.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Parcel => "valiza.parcel.v1",
            Self::Head => "valiza.head.v1",
            Self::Receipt => "valiza.receipt.v1",
            Self::Profile => "valiza.profile.v1",
            Self::Dispatch => "valiza.dispatch.v1",
            Self::Session => "valiza.session.v1",
            Self::Ticket => "valiza.ticket.v1",
        }
    }
}

/// Why a key could not be read or could not sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignError {
    /// The text is not an OpenSSH key.
    #[error("not an OpenSSH key")]
    KeyUnreadable,
    /// Neither Ed25519 nor ECDSA P-256.
    #[error("the key is of a kind that is not accepted here")]
    KeyKind,
    /// The key store (soft, card, TPM) did not sign.
    #[error("the key did not sign")]
    Refused,
}

/// A public key in OpenSSH spelling without its comment; equal keys are equal texts.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PublicKey(String);

impl PublicKey {
    /// `ssh-ed25519 AAAA...`
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// `SHA256:...` as `ssh-keygen -l` shows it.
    pub fn fingerprint(&self) -> String {
        self.parsed().map_or_else(
            |_| String::new(),
            |key| key.fingerprint(HashAlg::Sha256).to_string(),
        )
    }

    /// The first 64 bits of the SHA-256 behind [`Self::fingerprint`] as eight words, to compare by telephone.
    pub fn fingerprint_words(&self) -> Vec<&'static str> {
        self.parsed().map_or_else(
            |_| Vec::new(),
            |key| {
                let fingerprint = key.fingerprint(HashAlg::Sha256);
                crate::words::words(fingerprint.as_bytes().get(..8).unwrap_or_default())
            },
        )
    }

    /// One line of an OpenSSH `allowed_signers` file. `principal` must hold no white space.
    pub fn allowed_signers_line(&self, principal: &str) -> String {
        format!("{principal} {}\n", self.0)
    }

    /// Checks that this key made `signature` over `message` for `namespace`.
    ///
    /// # Errors
    /// `UnknownSigner` when another key made it, `WrongNamespace`, `SignatureUnreadable`, `SignatureInvalid`.
    pub fn verify(
        &self,
        namespace: Namespace,
        message: &[u8],
        signature: &Signature,
    ) -> Result<(), VerifyError> {
        let sealed = signature.parsed()?;
        let key = self.parsed().map_err(|_why| VerifyError::UnknownSigner)?;
        if sealed.public_key() != key.key_data() {
            return Err(VerifyError::UnknownSigner);
        }
        if sealed.namespace() != namespace.as_str() {
            return Err(VerifyError::WrongNamespace);
        }
        key.verify(namespace.as_str(), message, &sealed)
            .map_err(|_why| VerifyError::SignatureInvalid)
    }

    fn parsed(&self) -> Result<ssh_key::PublicKey, SignError> {
        ssh_key::PublicKey::from_openssh(&self.0).map_err(|_why| SignError::KeyUnreadable)
    }

    fn from_key_data(data: ssh_key::public::KeyData) -> Result<Self, SignError> {
        let accepted = [
            Algorithm::Ed25519,
            Algorithm::Ecdsa {
                curve: EcdsaCurve::NistP256,
            },
        ];
        if !accepted.contains(&data.algorithm()) {
            return Err(SignError::KeyKind);
        }
        let text = ssh_key::PublicKey::new(data, "")
            .to_openssh()
            .map_err(|_why| SignError::KeyUnreadable)?;
        Ok(Self(text.trim_end().to_owned()))
    }
}

impl FromStr for PublicKey {
    type Err = SignError;

    fn from_str(text: &str) -> Result<Self, SignError> {
        let key = ssh_key::PublicKey::from_openssh(text.trim())
            .map_err(|_why| SignError::KeyUnreadable)?;
        Self::from_key_data(key.key_data().clone())
    }
}

impl TryFrom<String> for PublicKey {
    type Error = SignError;

    fn try_from(text: String) -> Result<Self, SignError> {
        text.parse()
    }
}

impl From<PublicKey> for String {
    fn from(key: PublicKey) -> Self {
        key.0
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({})", self.fingerprint())
    }
}

/// An SSHSIG in its PEM spelling. Untrusted until a [`PublicKey`] verified it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Signature(String);

impl Signature {
    /// Takes a text as a signature; whether it is one shows when it is verified.
    pub fn from_pem(pem: impl Into<String>) -> Self {
        Self(pem.into())
    }

    /// `-----BEGIN SSH SIGNATURE-----` and so on.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The key that claims to have made it.
    ///
    /// # Errors
    /// `SignatureUnreadable`.
    pub fn claimed_key(&self) -> Result<PublicKey, VerifyError> {
        let sealed = self.parsed()?;
        PublicKey::from_key_data(sealed.public_key().clone())
            .map_err(|_why| VerifyError::SignatureUnreadable)
    }

    /// One signature has one spelling but for its line ends: lengths that the reader overlooks are refused here.
    fn parsed(&self) -> Result<SshSig, VerifyError> {
        let unreadable = |_why| VerifyError::SignatureUnreadable;
        let sealed = SshSig::from_pem(&self.0).map_err(unreadable)?;
        let again = sealed.to_pem(LineEnding::LF).map_err(unreadable)?;
        let letters = |text: &str| text.lines().collect::<String>();
        if letters(&again) == letters(&self.0) {
            Ok(sealed)
        } else {
            Err(VerifyError::SignatureUnreadable)
        }
    }
}

/// Whatever holds a signing key: memory, a card, a TPM.
pub trait Signer: Send + Sync {
    /// The public half.
    fn public_key(&self) -> &PublicKey;

    /// Signs `message` for one purpose.
    ///
    /// # Errors
    /// `Refused` when the key store does not sign.
    fn sign(&self, namespace: Namespace, message: &[u8]) -> Result<Signature, SignError>;
}

/// An Ed25519 key in memory, wiped when dropped.
pub struct SoftSigner {
    key: ssh_key::PrivateKey,
    public: PublicKey,
}

impl SoftSigner {
    /// Draws a key.
    pub fn generate<R: RngCore + CryptoRng>(rng: &mut R) -> Self {
        let mut seed = Zeroizing::new([0; 32]);
        rng.fill_bytes(&mut *seed);
        Self::from_seed(&seed)
    }

    /// The key whose 32-byte Ed25519 seed (RFC 8032 5.1.5) is given.
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        let key = ssh_key::PrivateKey::from(Ed25519Keypair::from_seed(seed));
        let public = PublicKey::from_key_data(key.public_key().key_data().clone())
            .expect("an Ed25519 key is of an accepted kind and has an OpenSSH spelling");
        Self { key, public }
    }

    /// The seed, to be wrapped and stored.
    pub fn seed(&self) -> Zeroizing<[u8; 32]> {
        let pair = self
            .key
            .key_data()
            .ed25519()
            .expect("a soft signer is always Ed25519");
        Zeroizing::new(pair.private.to_bytes())
    }

    /// Reads an unencrypted OpenSSH private key file.
    ///
    /// # Errors
    /// `KeyUnreadable`, or `KeyKind` when it is not Ed25519.
    pub fn from_openssh(pem: &str) -> Result<Self, SignError> {
        let key =
            ssh_key::PrivateKey::from_openssh(pem).map_err(|_why| SignError::KeyUnreadable)?;
        let pair = key.key_data().ed25519().ok_or(SignError::KeyKind)?;
        Ok(Self::from_seed(&Zeroizing::new(pair.private.to_bytes())))
    }

    /// The OpenSSH private key file that `ssh-keygen` reads. Secret; wiped when dropped.
    ///
    /// # Errors
    /// `Refused` when the key has no such spelling.
    pub fn to_openssh(&self) -> Result<Zeroizing<String>, SignError> {
        self.key
            .to_openssh(LineEnding::LF)
            .map_err(|_why| SignError::Refused)
    }
}

impl fmt::Debug for SoftSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SoftSigner({})", self.public.fingerprint())
    }
}

impl Signer for SoftSigner {
    fn public_key(&self) -> &PublicKey {
        &self.public
    }

    fn sign(&self, namespace: Namespace, message: &[u8]) -> Result<Signature, SignError> {
        self.key
            .sign(namespace.as_str(), HashAlg::Sha512, message)
            .and_then(|sealed| sealed.to_pem(LineEnding::LF))
            .map(Signature)
            .map_err(|_why| SignError::Refused)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
mod tests {
    use super::*;

    fn signer() -> SoftSigner {
        SoftSigner::generate(&mut rand::rngs::OsRng)
    }

    #[test]
    fn a_signature_counts_only_for_its_key_message_and_purpose() {
        let (ours, other) = (signer(), signer());
        let signature = ours.sign(Namespace::Receipt, b"stored").unwrap();
        let key = ours.public_key();
        assert_eq!(
            key.verify(Namespace::Receipt, b"stored", &signature),
            Ok(())
        );
        assert_eq!(
            key.verify(Namespace::Receipt, b"Stored", &signature),
            Err(VerifyError::SignatureInvalid)
        );
        assert_eq!(
            key.verify(Namespace::Head, b"stored", &signature),
            Err(VerifyError::WrongNamespace)
        );
        assert_eq!(
            other
                .public_key()
                .verify(Namespace::Receipt, b"stored", &signature),
            Err(VerifyError::UnknownSigner)
        );
    }

    #[test]
    fn a_key_survives_its_openssh_spelling() {
        let ours = signer();
        let again = SoftSigner::from_openssh(&ours.to_openssh().unwrap()).unwrap();
        assert_eq!(again.public_key(), ours.public_key());
        let commented = format!("{} somebody@somewhere", ours.public_key());
        assert_eq!(&commented.parse::<PublicKey>().unwrap(), ours.public_key());
    }

    #[test]
    fn a_secret_key_is_never_printed() {
        let ours = signer();
        let seed = hex::encode(*ours.seed());
        assert!(!format!("{ours:?}").contains(&seed));
    }
}
