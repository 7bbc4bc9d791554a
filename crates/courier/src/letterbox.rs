//! The way back: what coordinators posted for a kit is fetched while the kit is locked, kept, and only then acknowledged.
//!
//! What travels is ciphertext to the kit's mailbox; nothing here opens it. Each dispatch is its digest, so one that comes twice
//! is kept once.

use std::future::Future;
use std::ops::Range;

use hyper::Method;
use hyper::body::Bytes;
use parcel::mailbox::LARGEST_DISPATCH;
use parcel::{Digest, KitName, Signed, Ticket, digest_of};

use crate::body::Outgoing;
use crate::client::{Client, ClientError, Question};
use crate::outbox::OutboxError;
use crate::session::Session;
use crate::wire::{self, BoxEntry, DispatchBox};

/// How much is asked for at a time, in bytes: what a cut may cost.
const STEP: u64 = 256 * 1024;

/// What the courier needs from whoever keeps dispatches. The station implements it over the store.
pub trait Letterbox: Send {
    /// The ticket that was signed when the kit was unlocked last, if it ever was.
    fn ticket(
        &mut self,
    ) -> impl Future<Output = Result<Option<Signed<Ticket>>, OutboxError>> + Send;

    /// Whether a dispatch of that digest is, or was, here.
    fn knows(&mut self, digest: &Digest) -> impl Future<Output = Result<bool, OutboxError>> + Send;

    /// Keeps a dispatch. When this answers it survives a power cut.
    fn keep(
        &mut self,
        digest: &Digest,
        bytes: Vec<u8>,
    ) -> impl Future<Output = Result<(), OutboxError>> + Send;
}

/// Why a box was not emptied to its end. What was kept stays; the rest comes another time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CollectError {
    /// The depot could not be asked, or refused.
    #[error(transparent)]
    Client(#[from] ClientError),
    /// The kit does not keep it.
    #[error(transparent)]
    Letterbox(#[from] OutboxError),
}

/// Where a dispatch broke off: the bytes that are here already.
#[derive(Debug, Default)]
pub struct Begun(Option<(Digest, Vec<u8>)>);

/// Empties the kit's box at the depot into `letterbox`, and says how many new dispatches came. What a cut leaves is
/// kept in `begun` and gone on with the next time. A dispatch whose bytes are not those of its digest is left where it is.
///
/// # Errors
/// See [`CollectError`].
pub async fn collect<L: Letterbox>(
    client: &Client,
    letterbox: &mut L,
    begun: &mut Begun,
) -> Result<usize, CollectError> {
    let Some(ticket) = letterbox.ticket().await? else {
        return Ok(0);
    };
    let mut came = 0;
    for entry in client.dispatches(&ticket).await?.entries {
        if !letterbox.knows(&entry.digest).await? {
            if entry.length > LARGEST_DISPATCH + LARGEST_DISPATCH / 8 {
                continue;
            }
            let bytes = fetch(client, &ticket, &entry, begun).await?;
            if digest_of(&bytes) != entry.digest {
                tracing::warn!("a dispatch arrived damaged and stays at the depot");
                continue;
            }
            letterbox.keep(&entry.digest, bytes).await?;
            came += 1;
        }
        client.acknowledge_dispatch(&ticket, &entry.digest).await?;
    }
    Ok(came)
}

/// Goes on where it broke off, through as many cuts as let something through in between.
async fn fetch(
    client: &Client,
    ticket: &Signed<Ticket>,
    entry: &BoxEntry,
    begun: &mut Begun,
) -> Result<Vec<u8>, ClientError> {
    let mut bytes = match begun.0.take() {
        Some((digest, bytes)) if digest == entry.digest => bytes,
        Some(_) | None => Vec::new(),
    };
    let mut moved = true;
    while (bytes.len() as u64) < entry.length {
        let at = bytes.len() as u64;
        let range = at..entry.length.min(at + STEP);
        match client.fetch_dispatch(ticket, &entry.digest, range).await {
            Ok(piece) if !piece.is_empty() => {
                bytes.extend_from_slice(&piece);
                moved = true;
            }
            Ok(_) => return Err(ClientError::Garbled),
            Err(ClientError::Cut) if moved => moved = false,
            Err(error) => {
                begun.0 = Some((entry.digest, bytes));
                return Err(error);
            }
        }
    }
    Ok(bytes)
}

impl Client {
    /// What waits in the box of the ticket's kit.
    ///
    /// # Errors
    /// Any [`ClientError`] but `Source`; `Refused` with `session` when the ticket is over.
    pub async fn dispatches(&self, ticket: &Signed<Ticket>) -> Result<DispatchBox, ClientError> {
        self.ask(
            ticketed(ticket, Method::GET, "/v1/dispatches".to_owned())?,
            Outgoing::empty(),
        )
        .await?
        .json()
    }

    /// Bytes of a dispatch.
    ///
    /// # Errors
    /// Any [`ClientError`] but `Source`; `Refused` with `unknown` when it is not in the box.
    pub async fn fetch_dispatch(
        &self,
        ticket: &Signed<Ticket>,
        digest: &Digest,
        range: Range<u64>,
    ) -> Result<Bytes, ClientError> {
        let question = ticketed(ticket, Method::GET, format!("/v1/dispatches/{digest}"))?;
        let last = range.end.saturating_sub(1);
        let question = question.with("range", &format!("bytes={}-{last}", range.start));
        Ok(self.ask(question, Outgoing::empty()).await?.body)
    }

    /// Tells the depot that the kit keeps a dispatch; the depot forgets its bytes.
    ///
    /// # Errors
    /// Any [`ClientError`] but `Source`.
    pub async fn acknowledge_dispatch(
        &self,
        ticket: &Signed<Ticket>,
        digest: &Digest,
    ) -> Result<(), ClientError> {
        let question = ticketed(ticket, Method::DELETE, format!("/v1/dispatches/{digest}"))?;
        self.ask(question, Outgoing::empty()).await.map(drop)
    }
}

fn ticketed(
    ticket: &Signed<Ticket>,
    method: Method,
    path: String,
) -> Result<Question, ClientError> {
    let ticket = wire::to_header(ticket).or(Err(ClientError::Garbled))?;
    Ok(Question::new(method, path).with(wire::TICKET_HEADER, &ticket))
}

impl Session<'_> {
    /// Posts a dispatch for a kit. The same bytes twice are one dispatch, also after the kit has taken it.
    ///
    /// # Errors
    /// Any [`ClientError`] but `Source`; `Refused` with `unknown` when the depot does not serve that kit, `too-large`, or `full`
    /// when the kit's box is.
    pub async fn post_dispatch(&self, kit: &KitName, bytes: Vec<u8>) -> Result<(), ClientError> {
        let question = self.question(Method::POST, format!("/v1/kits/{kit}/dispatches"));
        self.client()
            .ask(question, Outgoing::whole(bytes))
            .await
            .map(drop)
    }

    /// What waits for a kit, and what it has taken.
    ///
    /// # Errors
    /// Any [`ClientError`] but `Source`.
    pub async fn box_of(&self, kit: &KitName) -> Result<DispatchBox, ClientError> {
        let question = self.question(Method::GET, format!("/v1/kits/{kit}/dispatches"));
        self.client().ask(question, Outgoing::empty()).await?.json()
    }
}
