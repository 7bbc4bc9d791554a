//! One question to the depot and its answer, over one connection that is kept while it lasts.
//!
//! Only a depot's answers count: what a hotel's login page or a proxy says is [`ClientError::Portal`], whatever its status.

use std::io;
use std::sync::{Mutex, PoisonError};

use http_body_util::{BodyExt as _, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::client::conn::http1::{self, SendRequest};
use hyper::header::{HOST, HeaderMap, HeaderName, HeaderValue};
use hyper::{Method, Request, StatusCode};
use hyper_util::rt::TokioIo;
use parcel::{Head, Signed};
use serde::de::DeserializeOwned;
use tokio::net::{TcpSocket, TcpStream, lookup_host};
use tokio::time::timeout;

use crate::address::Address;
use crate::body::Outgoing;
use crate::coverage::has_network;
use crate::limits::Limits;
use crate::pipe::{Pipe, Stream};
use crate::wire::{self, Problem, ProblemCode};

/// Why a question got no good answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ClientError {
    /// No route leads off this machine; nothing was tried.
    #[error("this machine has no network")]
    NoNetwork,
    /// No connection: no coverage, wrong address, depot off.
    #[error("the depot cannot be reached")]
    Unreachable,
    /// The connection broke, or nothing moved for the idle time.
    #[error("the connection broke off")]
    Cut,
    /// Somebody answered with a certificate that is not of the pinned authority or not for this name.
    #[error("the other side is not the depot of the profile")]
    Untrusted,
    /// Somebody else answered in the depot's place, such as a login page.
    #[error("somebody other than the depot answered")]
    Portal,
    /// The depot refused, and says why.
    #[error("the depot refused: {}", .0.title)]
    Refused(Problem),
    /// A depot answered with something the wire does not know.
    #[error("the depot's answer cannot be understood")]
    Garbled,
    /// The outbox stopped giving bytes in the middle.
    #[error("the part's bytes cannot be read")]
    Source,
}

impl ClientError {
    /// The code of a refusal.
    #[must_use]
    pub fn code(&self) -> Option<ProblemCode> {
        match self {
            Self::Refused(problem) => Some(problem.code),
            Self::NoNetwork
            | Self::Unreachable
            | Self::Cut
            | Self::Untrusted
            | Self::Portal
            | Self::Garbled
            | Self::Source => None,
        }
    }
}

/// A depot as seen from here. Questions may be asked from several tasks; each gets a connection of its own if the kept one is
/// busy.
pub struct Client {
    address: Address,
    limits: Limits,
    kept: Mutex<Option<SendRequest<Outgoing>>>,
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client")
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}

/// A depot's answer, read whole.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    pub(crate) fn json<T: DeserializeOwned>(&self) -> Result<T, ClientError> {
        serde_json::from_slice(&self.body).or(Err(ClientError::Garbled))
    }
}

/// A question before it is sent.
#[derive(Debug)]
pub(crate) struct Question {
    method: Method,
    path: String,
    headers: HeaderMap,
}

impl Question {
    pub(crate) fn new(method: Method, path: impl Into<String>) -> Self {
        Self {
            method,
            path: path.into(),
            headers: HeaderMap::new(),
        }
    }

    /// A value that no header can hold is left out; the depot then says what it misses.
    pub(crate) fn with(mut self, name: &'static str, value: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.headers.insert(HeaderName::from_static(name), value);
        }
        self
    }
}

impl Client {
    /// A client for the depot at `address`. Nothing is sent yet.
    #[must_use]
    pub fn new(address: Address, limits: Limits) -> Self {
        Self {
            address,
            limits,
            kept: Mutex::new(None),
        }
    }

    /// The limits it was made with.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Asks whether a depot answers; the cheapest sign of coverage that counts.
    ///
    /// # Errors
    /// Any [`ClientError`] but `Source`.
    pub async fn greet(&self) -> Result<(), ClientError> {
        self.ask(Question::new(Method::GET, "/healthz"), Outgoing::empty())
            .await
            .map(drop)
    }

    /// Sends a head: what the kit has sealed so far, so that what is missing can be named. Returns another head of the
    /// same kit and epoch, by the same key, which the depot holds instead of it: the sender was copied or set back.
    ///
    /// # Errors
    /// Any [`ClientError`] but `Source`.
    pub async fn send_head(&self, head: &Signed<Head>) -> Result<Option<Head>, ClientError> {
        let answer = self
            .ask(Question::new(Method::POST, "/v1/heads"), json_body(head)?)
            .await?;
        if answer.body.is_empty() {
            return Ok(None);
        }
        let held: Signed<Head> = answer.json()?;
        let key = head
            .signature()
            .claimed_key()
            .or(Err(ClientError::Garbled))?;
        let (held, ours) = (held.verify([&key]), head.claim());
        let (held, ours) = held.ok().zip(ours.ok()).ok_or(ClientError::Garbled)?;
        let surpassed = (held.kit, held.epoch) == (ours.kit, ours.epoch) && held != ours;
        Ok(surpassed.then_some(held))
    }

    /// Sends one question and reads the whole answer; a refusal is an error.
    pub(crate) async fn ask(
        &self,
        question: Question,
        body: Outgoing,
    ) -> Result<Answer, ClientError> {
        let mut sender = match self.take_kept() {
            Some(kept) => kept,
            None => self.connect().await?,
        };
        let request = self.request(question, body)?;
        let response = sender
            .send_request(request)
            .await
            .or(Err(ClientError::Cut))?;
        if response
            .headers()
            .get(wire::WIRE_HEADER)
            .is_none_or(|version| version != wire::WIRE_VERSION)
        {
            return Err(ClientError::Portal);
        }
        let (head, body) = response.into_parts();
        let body = read_whole(body, self.limits.answer_bytes).await?;
        self.keep(sender);
        let answer = Answer {
            status: head.status,
            headers: head.headers,
            body,
        };
        if answer.status.is_success() {
            return Ok(answer);
        }
        tracing::debug!(status = answer.status.as_u16(), "the depot refused");
        Err(match serde_json::from_slice(&answer.body) {
            Ok(problem) => ClientError::Refused(problem),
            Err(_) => ClientError::Refused(bare_problem(answer.status)),
        })
    }

    fn request(
        &self,
        question: Question,
        body: Outgoing,
    ) -> Result<Request<Outgoing>, ClientError> {
        let mut request = Request::builder()
            .method(question.method)
            .uri(question.path)
            .header(HOST, self.address.authority())
            .body(body)
            .or(Err(ClientError::Garbled))?;
        request.headers_mut().extend(question.headers);
        request
            .headers_mut()
            .insert("tus-resumable", HeaderValue::from_static(wire::TUS_VERSION));
        Ok(request)
    }

    fn take_kept(&self) -> Option<SendRequest<Outgoing>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.take()
            .filter(|sender| !sender.is_closed() && sender.is_ready())
    }

    fn keep(&self, sender: SendRequest<Outgoing>) {
        if !sender.is_closed() {
            *self.kept.lock().unwrap_or_else(PoisonError::into_inner) = Some(sender);
        }
    }

    async fn connect(&self) -> Result<SendRequest<Outgoing>, ClientError> {
        if !self.address.is_here() && !has_network() {
            return Err(ClientError::NoNetwork);
        }
        let stream = timeout(self.limits.connect, self.reach())
            .await
            .or(Err(ClientError::Unreachable))??;
        let pipe = TokioIo::new(Pipe::new(stream, self.limits.idle));
        let (sender, connection) = http1::Builder::new()
            .max_buf_size(64 * 1024)
            .handshake(pipe)
            .await
            .or(Err(ClientError::Cut))?;
        tokio::spawn(async move {
            if connection.await.is_err() {
                tracing::trace!("a connection to the depot broke off");
            }
        });
        Ok(sender)
    }

    async fn reach(&self) -> Result<Box<dyn Stream>, ClientError> {
        let host = (self.address.host.as_str(), self.address.port);
        let mut last = ClientError::Unreachable;
        for candidate in lookup_host(host).await.or(Err(ClientError::Unreachable))? {
            if self.address.tls.is_none() && !candidate.ip().is_loopback() {
                continue;
            }
            match self.dial(candidate).await {
                Ok(tcp) => return self.secure(tcp).await,
                Err(_) => last = ClientError::Unreachable,
            }
        }
        Err(last)
    }

    async fn dial(&self, address: std::net::SocketAddr) -> io::Result<TcpStream> {
        let socket = if address.is_ipv4() {
            TcpSocket::new_v4()?
        } else {
            TcpSocket::new_v6()?
        };
        socket.set_send_buffer_size(self.limits.send_buffer_bytes)?;
        let tcp = socket.connect(address).await?;
        tcp.set_nodelay(true)?;
        Ok(tcp)
    }

    async fn secure(&self, tcp: TcpStream) -> Result<Box<dyn Stream>, ClientError> {
        let Some((connector, name)) = &self.address.tls else {
            return Ok(Box::new(tcp));
        };
        match connector.connect(name.clone(), tcp).await {
            Ok(tls) => Ok(Box::new(tls)),
            // rustls reports what it refuses as InvalidData; everything else is the network.
            Err(error) if error.kind() == io::ErrorKind::InvalidData => Err(ClientError::Untrusted),
            Err(_) => Err(ClientError::Cut),
        }
    }
}

/// A value as the body of a question.
pub(crate) fn json_body<T: serde::Serialize>(value: &T) -> Result<Outgoing, ClientError> {
    serde_json::to_vec(value)
        .map(Outgoing::whole)
        .or(Err(ClientError::Garbled))
}

async fn read_whole(body: Incoming, limit: usize) -> Result<Bytes, ClientError> {
    match Limited::new(body, limit).collect().await {
        Ok(collected) => Ok(collected.to_bytes()),
        Err(error) if error.is::<http_body_util::LengthLimitError>() => Err(ClientError::Garbled),
        Err(_) => Err(ClientError::Cut),
    }
}

/// A refusal without a body, as every answer to HEAD is.
fn bare_problem(status: StatusCode) -> Problem {
    let code = match status {
        StatusCode::NOT_FOUND | StatusCode::GONE => ProblemCode::Unknown,
        StatusCode::UNAUTHORIZED => ProblemCode::Session,
        StatusCode::FORBIDDEN => ProblemCode::NotAllowed,
        StatusCode::CONFLICT => ProblemCode::Offset,
        status if status.is_server_error() => ProblemCode::Trouble,
        _ => ProblemCode::Other,
    };
    Problem {
        code,
        status: status.as_u16(),
        title: status.to_string(),
        detail: String::new(),
    }
}
