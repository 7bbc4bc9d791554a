//! A coordinator's visit to the depot: sign a nonce, then list, fetch and acknowledge while the bearer holds.
//!
//! What is fetched is ciphertext; whether it is what the manifest says is for `parcel` to check.

use std::ops::Range;

use hyper::Method;
use hyper::body::Bytes;
use parcel::{Digest, Namespace, Receipt, Signed, Signer};

use crate::body::Outgoing;
use crate::client::{Client, ClientError, Question, json_body};
use crate::wire::{Batch, Bearer, Cursor, Gaps, Heads, Login, Nonce};

/// Why no session was opened.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LoginError {
    /// The depot could not be asked, or refused.
    #[error(transparent)]
    Client(#[from] ClientError),
    /// The key did not sign.
    #[error("the key did not sign the depot's nonce")]
    Unsigned,
}

/// An open session; it ends by itself after some minutes ([`Session::seconds`]), then `Refused` with `session` is the answer.
#[derive(Debug)]
pub struct Session<'c> {
    client: &'c Client,
    bearer: Bearer,
}

impl Client {
    /// Opens a session for the owner of `signer`.
    ///
    /// # Errors
    /// See [`LoginError`].
    pub async fn session(&self, signer: &dyn Signer) -> Result<Session<'_>, LoginError> {
        let nonce: Nonce = self
            .ask(Question::new(Method::POST, "/v1/nonces"), Outgoing::empty())
            .await?
            .json()?;
        let signature = signer
            .sign(Namespace::Session, nonce.nonce.as_bytes())
            .or(Err(LoginError::Unsigned))?;
        let login = json_body(&Login {
            nonce: nonce.nonce,
            signature,
        })?;
        let bearer = self
            .ask(Question::new(Method::POST, "/v1/sessions"), login)
            .await?
            .json()?;
        Ok(Session {
            client: self,
            bearer,
        })
    }
}

impl Session<'_> {
    /// How long the session held when it was opened, in seconds.
    #[must_use]
    pub fn seconds(&self) -> u64 {
        self.bearer.seconds
    }

    /// Up to `limit` parts that arrived after `cursor`, in the order of arrival.
    ///
    /// # Errors
    /// Any [`ClientError`] but `Source`.
    pub async fn list_since(&self, cursor: Cursor, limit: u32) -> Result<Batch, ClientError> {
        self.get(format!("/v1/batches?after={}&limit={limit}", cursor.0))
            .await?
            .json()
    }

    /// Bytes of a part's ciphertext. The range may reach beyond the end; at most [`crate::Limits::answer_bytes`] are taken.
    ///
    /// # Errors
    /// Any [`ClientError`] but `Source`; `Refused` with `unknown` when the depot does not keep the part.
    pub async fn fetch(&self, digest: &Digest, range: Range<u64>) -> Result<Bytes, ClientError> {
        let last = range.end.saturating_sub(1);
        let question = self.question(Method::GET, format!("/v1/parts/{digest}"));
        let answer = self.client.ask(
            question.with("range", &format!("bytes={}-{last}", range.start)),
            Outgoing::empty(),
        );
        Ok(answer.await?.body)
    }

    /// A whole part of `length` bytes, in as many ranges as it takes.
    ///
    /// # Errors
    /// As [`Session::fetch`]; `Garbled` when the depot has fewer bytes than `length`.
    pub async fn fetch_whole(&self, digest: &Digest, length: u64) -> Result<Vec<u8>, ClientError> {
        let step = self.client.limits().answer_bytes as u64;
        let mut whole = Vec::new();
        while (whole.len() as u64) < length {
            let at = whole.len() as u64;
            let piece = self.fetch(digest, at..length.min(at + step)).await?;
            if piece.is_empty() {
                return Err(ClientError::Garbled);
            }
            whole.extend_from_slice(&piece);
        }
        Ok(whole)
    }

    /// The newest heads of all kits.
    ///
    /// # Errors
    /// Any [`ClientError`] but `Source`.
    pub async fn heads(&self) -> Result<Heads, ClientError> {
        self.get("/v1/heads".to_owned()).await?.json()
    }

    /// What heads cover and the depot does not keep.
    ///
    /// # Errors
    /// Any [`ClientError`] but `Source`.
    pub async fn gaps(&self) -> Result<Gaps, ClientError> {
        self.get("/v1/gaps".to_owned()).await?.json()
    }

    /// Leaves the word that a part was verified and opened.
    ///
    /// # Errors
    /// Any [`ClientError`] but `Source`.
    pub async fn post_receipt(&self, opened: &Signed<Receipt>) -> Result<(), ClientError> {
        self.client
            .ask(
                self.question(Method::POST, "/v1/opened".to_owned()),
                json_body(opened)?,
            )
            .await
            .map(drop)
    }

    /// Lays bytes down at `path`.
    pub(crate) async fn put(&self, path: String, bytes: Vec<u8>) -> Result<(), ClientError> {
        let question = self.question(Method::PUT, path);
        self.client
            .ask(question, Outgoing::whole(bytes))
            .await
            .map(drop)
    }

    async fn get(&self, path: String) -> Result<crate::client::Answer, ClientError> {
        self.client
            .ask(self.question(Method::GET, path), Outgoing::empty())
            .await
    }

    pub(crate) fn client(&self) -> &Client {
        self.client
    }

    pub(crate) fn question(&self, method: Method, path: String) -> Question {
        Question::new(method, path).with("authorization", &format!("Bearer {}", self.bearer.bearer))
    }
}
