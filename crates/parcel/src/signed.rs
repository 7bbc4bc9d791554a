//! A statement with its signature: canonical JSON that is kept, sent and verified as the very bytes that were signed.
//!
//! The content can be had in two ways only: verified against keys, or as an openly unverified claim. It is never
//! spelt anew after signing.

use std::{fmt, marker::PhantomData};

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::{
    Digest, Namespace, PublicKey, SignError, Signature, Signer,
    canonical::{self, CanonicalError},
    digest_of,
};

/// The largest body that is read; the largest honest one is a profile with a pinned certificate.
const LARGEST_BODY: usize = 256 * 1024;

/// Something that is signed: its format name stands in the body, its purpose in the signature.
pub trait Statement: Serialize + DeserializeOwned {
    /// `valiza.<what>.v<version>`; a changed shape takes another version (I14).
    const FORMAT: &'static str;
    /// What a signature over it is for.
    const NAMESPACE: Namespace;
}

/// Why a signed statement is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum VerifyError {
    /// The body is not canonical JSON.
    #[error("the statement is not canonical: {0}")]
    NotCanonical(#[from] CanonicalError),
    /// The body is longer than any honest statement.
    #[error("the statement is too long")]
    TooLong,
    /// The body is a statement of another kind or version.
    #[error("the statement is of another format")]
    WrongFormat,
    /// The signature is not an SSHSIG.
    #[error("the signature is unreadable")]
    SignatureUnreadable,
    /// None of the trusted keys made the signature.
    #[error("the signer is not known")]
    UnknownSigner,
    /// The signature was made for another purpose.
    #[error("the signature is for another purpose")]
    WrongNamespace,
    /// The signature does not belong to this body.
    #[error("the signature does not match the statement")]
    SignatureInvalid,
}

/// A `T` and somebody's signature over it. Serialises as `{"body": "...", "signature": "..."}`, and where several sign,
/// with `"cosignatures": ["...", ...]` beside them.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signed<T> {
    body: String,
    signature: Signature,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    cosignatures: Vec<Signature>,
    #[serde(skip)]
    of: PhantomData<fn() -> T>,
}

impl<T: Statement> Signed<T> {
    /// Spells `statement` canonically and signs it.
    ///
    /// # Errors
    /// `Refused` when the key does not sign, or the statement has no canonical spelling.
    pub fn sign(statement: &T, signer: &dyn Signer) -> Result<Self, SignError> {
        let body = spell(statement).map_err(|_why| SignError::Refused)?;
        let signature = signer.sign(T::NAMESPACE, body.as_bytes())?;
        Ok(Self {
            body,
            signature,
            cosignatures: Vec::new(),
            of: PhantomData,
        })
    }

    /// Joins a body and a signature that travelled apart. Nothing is checked here.
    pub fn from_parts(body: impl Into<String>, signature: Signature) -> Self {
        Self {
            body: body.into(),
            signature,
            cosignatures: Vec::new(),
            of: PhantomData,
        }
    }

    /// The canonical bytes that were signed.
    pub fn body(&self) -> &[u8] {
        self.body.as_bytes()
    }

    /// The signature over [`Self::body`].
    pub fn signature(&self) -> &Signature {
        &self.signature
    }

    /// SHA-256 of the body: how chains and profiles refer to it.
    pub fn digest(&self) -> Digest {
        digest_of(self.body())
    }

    /// The statement, provided that one of `keys` signed it.
    ///
    /// # Errors
    /// Each way of not being believed has its own [`VerifyError`].
    pub fn verify<'k>(
        &self,
        keys: impl IntoIterator<Item = &'k PublicKey>,
    ) -> Result<T, VerifyError> {
        let claimed = self.signature.claimed_key()?;
        let key = keys
            .into_iter()
            .find(|key| **key == claimed)
            .ok_or(VerifyError::UnknownSigner)?;
        key.verify(T::NAMESPACE, self.body(), &self.signature)?;
        self.claim()
    }

    /// Adds the signature of another signer, made anywhere: `ssh-keygen -Y sign` makes one too. It is checked by
    /// [`Self::signers`].
    #[must_use]
    pub fn cosigned(mut self, signature: Signature) -> Self {
        if signature != self.signature && !self.cosignatures.contains(&signature) {
            self.cosignatures.push(signature);
        }
        self
    }

    /// The keys that signed, each once, in the order of their signatures. A single signature that does not belong to
    /// the body spoils all: nobody adds one by mistake.
    ///
    /// # Errors
    /// `SignatureUnreadable`, `WrongNamespace`, `SignatureInvalid`.
    pub fn signers(&self) -> Result<Vec<PublicKey>, VerifyError> {
        let mut signers: Vec<PublicKey> = Vec::new();
        for signature in std::iter::once(&self.signature).chain(&self.cosignatures) {
            let key = signature.claimed_key()?;
            key.verify(T::NAMESPACE, self.body(), signature)?;
            if !signers.contains(&key) {
                signers.push(key);
            }
        }
        Ok(signers)
    }

    /// What the body says, **unverified**: good for finding the key to verify with, for nothing else.
    ///
    /// # Errors
    /// `TooLong`, `NotCanonical`, `WrongFormat`.
    pub fn claim(&self) -> Result<T, VerifyError> {
        if self.body.len() > LARGEST_BODY {
            return Err(VerifyError::TooLong);
        }
        let Value::Object(mut fields) = canonical::from_slice(self.body())? else {
            return Err(VerifyError::WrongFormat);
        };
        if fields.remove("format") != Some(Value::from(T::FORMAT)) {
            return Err(VerifyError::WrongFormat);
        }
        serde_json::from_value(Value::Object(fields)).map_err(|_why| VerifyError::WrongFormat)
    }
}

fn spell<T: Statement>(statement: &T) -> Result<String, CanonicalError> {
    let mut value = serde_json::to_value(statement).map_err(|_why| CanonicalError::NotJson)?;
    let fields = value.as_object_mut().ok_or(CanonicalError::NotJson)?;
    fields.insert("format".to_owned(), Value::from(T::FORMAT));
    String::from_utf8(canonical::to_vec(&value)?).map_err(|_why| CanonicalError::NotJson)
}

impl<T> Clone for Signed<T> {
    fn clone(&self) -> Self {
        Self {
            body: self.body.clone(),
            signature: self.signature.clone(),
            cosignatures: self.cosignatures.clone(),
            of: PhantomData,
        }
    }
}

impl<T> PartialEq for Signed<T> {
    fn eq(&self, other: &Self) -> bool {
        self.body == other.body
            && self.signature == other.signature
            && self.cosignatures == other.cosignatures
    }
}

impl<T> Eq for Signed<T> {}

impl<T> fmt::Debug for Signed<T> {
    /// The digest of the body only: a statement may hold what does not belong into a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Signed({})", digest_of(self.body.as_bytes()))
    }
}
