//! One upload, tus 1.0: announce, ask where it stands, send the rest, rewind what arrived wrong.

use std::future::Future;

use hyper::Method;
use hyper::body::Bytes;
use parcel::{Digest, KitName, Manifest, Receipt, Signed};

use crate::body::Outgoing;
use crate::client::{Answer, Client, ClientError, Question};
use crate::wire::{self, BlockDigests};

/// Where an upload stands.
#[derive(Debug, Clone)]
pub struct Standing {
    /// How many bytes the depot keeps safely.
    pub offset: u64,
    /// The depot's receipt, once it has all of them. Unverified.
    pub receipt: Option<Signed<Receipt>>,
}

/// An upload's own address: who knows it may go on with the upload, so it is never logged.
#[derive(Clone, PartialEq, Eq)]
pub struct Location(String);

impl std::fmt::Debug for Location {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Location")
    }
}

/// Gives a part's bytes while they are sent.
pub trait PartBytes: Send {
    /// Some bytes from `offset` on, never beyond the part's end; `None` when they cannot be had.
    fn read(&mut self, offset: u64) -> impl Future<Output = Option<Bytes>> + Send;
}

impl Client {
    /// Announces a part of `length` bytes. Its bytes may come along whole (`inline`), else none are sent. The same manifest
    /// leads to the same upload, at whatever offset it stands.
    ///
    /// # Errors
    /// Any [`ClientError`] but `Source`; the depot refuses `unsigned`, `foreign`, `too-large` and `full` before any byte.
    pub async fn announce(
        &self,
        manifest: &Signed<Manifest>,
        length: u64,
        inline: Option<Bytes>,
    ) -> Result<(Location, Standing), ClientError> {
        let is_bare = inline.is_none();
        let mut question = announcement(manifest, length);
        if !is_bare {
            question = question.with("content-type", wire::OFFSET_MEDIA_TYPE);
        }
        let body = inline.map_or_else(Outgoing::empty, Outgoing::whole);
        let answer = self.ask(question, body).await?;
        // A creation without bytes need not say an offset (tus 1.0 "Creation"); there is but one that it can be.
        if answer.header("upload-offset").is_none() && is_bare {
            let standing = Standing {
                offset: 0,
                receipt: None,
            };
            return Ok((location(&answer)?, standing));
        }
        Ok((location(&answer)?, standing(&answer)?))
    }

    /// Announces a part and sends all its bytes in the same stream. After a break, [`Client::announce`] without bytes tells where
    /// the upload stands.
    ///
    /// # Errors
    /// Any [`ClientError`]; `Source` when `part` stops early. Whatever arrived stays with the depot.
    pub async fn announce_with(
        &self,
        manifest: &Signed<Manifest>,
        length: u64,
        part: &mut impl PartBytes,
    ) -> Result<(Location, Standing), ClientError> {
        let question = announcement(manifest, length).with("content-type", wire::OFFSET_MEDIA_TYPE);
        let answer = self.feed(question, 0, length, part).await?;
        Ok((location(&answer)?, standing(&answer)?))
    }

    /// Asks where an upload stands.
    ///
    /// # Errors
    /// Any [`ClientError`] but `Source`; `Refused` with `unknown` when the depot has forgotten the upload.
    pub async fn standing(&self, upload: &Location) -> Result<Standing, ClientError> {
        standing(
            &self
                .ask(Question::new(Method::HEAD, &upload.0), Outgoing::empty())
                .await?,
        )
    }

    /// Sends everything from `offset` to `length` in one stream.
    ///
    /// # Errors
    /// Any [`ClientError`]; `Source` when `part` stops early. Whatever arrived stays with the depot.
    pub async fn send_rest(
        &self,
        upload: &Location,
        offset: u64,
        length: u64,
        part: &mut impl PartBytes,
    ) -> Result<Standing, ClientError> {
        let question = Question::new(Method::PATCH, &upload.0)
            .with("content-type", wire::OFFSET_MEDIA_TYPE)
            .with("upload-offset", &offset.to_string());
        standing(&self.feed(question, offset, length, part).await?)
    }

    /// Asks with the bytes from `offset` to `length` as the body.
    async fn feed(
        &self,
        question: Question,
        offset: u64,
        length: u64,
        part: &mut impl PartBytes,
    ) -> Result<Answer, ClientError> {
        let (feed, body) = Outgoing::fed(length.saturating_sub(offset));
        let feeding = async move {
            let mut at = offset;
            while at < length {
                let bytes = part
                    .read(at)
                    .await
                    .filter(|bytes| !bytes.is_empty())
                    .ok_or(ClientError::Source)?;
                at += bytes.len() as u64;
                if feed.send(bytes).await.is_err() {
                    break; // the depot answered early, or the connection broke: the answer tells
                }
            }
            Ok(())
        };
        let (fed, answer) = tokio::join!(feeding, self.ask(question, body));
        fed?;
        answer
    }

    /// Asks for the digests of what an upload holds, to find the first block that arrived wrong.
    ///
    /// # Errors
    /// Any [`ClientError`] but `Source`.
    pub async fn block_digests(&self, upload: &Location) -> Result<BlockDigests, ClientError> {
        self.ask(
            Question::new(Method::GET, format!("{}/digests", upload.0)),
            Outgoing::empty(),
        )
        .await?
        .json()
    }

    /// Asks for the receipt of a part that this kit sent, perhaps over another path.
    ///
    /// # Errors
    /// Any [`ClientError`] but `Source`; `Refused` with `unknown` when there is none.
    pub async fn receipt(
        &self,
        digest: &Digest,
        kit: &KitName,
    ) -> Result<Signed<Receipt>, ClientError> {
        self.ask(
            Question::new(Method::GET, format!("/v1/receipts/{digest}?kit={kit}")),
            Outgoing::empty(),
        )
        .await?
        .json()
    }

    /// Asks for a coordinator's word that a part was opened.
    ///
    /// # Errors
    /// Any [`ClientError`] but `Source`; `Refused` with `unknown` when there is none yet.
    pub async fn opened_receipt(&self, digest: &Digest) -> Result<Signed<Receipt>, ClientError> {
        self.ask(
            Question::new(Method::GET, format!("/v1/receipts/{digest}/opened")),
            Outgoing::empty(),
        )
        .await?
        .json()
    }
}

fn announcement(manifest: &Signed<Manifest>, length: u64) -> Question {
    Question::new(Method::POST, wire::UPLOADS)
        .with("upload-length", &length.to_string())
        .with("upload-metadata", &wire::upload_metadata(manifest))
}

fn location(answer: &Answer) -> Result<Location, ClientError> {
    answer
        .header("location")
        .and_then(own_path)
        .ok_or(ClientError::Garbled)
}

fn standing(answer: &Answer) -> Result<Standing, ClientError> {
    let offset = answer
        .header("upload-offset")
        .and_then(|offset| offset.parse().ok())
        .ok_or(ClientError::Garbled)?;
    let receipt = match answer.header(wire::RECEIPT_HEADER) {
        Some(value) => Some(wire::from_header(value).or(Err(ClientError::Garbled))?),
        None => None,
    };
    Ok(Standing { offset, receipt })
}

/// An upload lives below [`wire::UPLOADS`] of the same depot; a location that leads elsewhere is not followed.
fn own_path(location: &str) -> Option<Location> {
    let capability = location.strip_prefix(wire::UPLOADS)?.strip_prefix('/')?;
    let plain =
        !capability.is_empty() && capability.bytes().all(|byte| byte.is_ascii_alphanumeric());
    plain.then(|| Location(location.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::own_path;

    #[test]
    fn a_location_that_leads_elsewhere_is_not_followed() {
        assert!(own_path("/v1/uploads/0a1b").is_some());
        for elsewhere in [
            "http://example.org/v1/uploads/0a",
            "/v1/uploads/",
            "/v1/uploads/../x",
            "/v1/uploads/a b",
            "/x",
        ] {
            assert!(own_path(elsewhere).is_none(), "{elsewhere}");
        }
    }
}
