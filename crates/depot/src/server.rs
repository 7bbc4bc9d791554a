//! The depot's door: one port, HTTP/1.1, TLS 1.3 where there is a certificate, and an end to every wait.
//!
//! The log says what was asked and how it ended, never who asked or for what (I12).

use std::convert::Infallible;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use axum::routing::{get, head, options, post};
use courier::pipe::{Pipe, Stream};
use courier::wire::{self, WIRE_HEADER, WIRE_VERSION};
use hyper::header::HeaderValue;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use hyper_util::service::TowerToHyperService;
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;

use crate::config::{ConfigError, Tls};
use crate::depot::Depot;
use crate::metrics::add;
use crate::{boxes, enrolment, metrics, shelf, sweep, upload};

/// How long TLS may take to begin.
const HANDSHAKE: Duration = Duration::from_secs(20);
/// How long connections may take to end when the depot stops.
const FAREWELL: Duration = Duration::from_secs(10);

/// Why a depot does not serve.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The configuration does not allow it.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The address is taken or not of this machine.
    #[error(
        "{address} cannot be listened on; choose another in `listen`, or stop what listens there"
    )]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system says.
        source: std::io::Error,
    },
    /// Certificate or key cannot be used.
    #[error("the certificate or its key cannot be used: {}", path.display())]
    Certificate {
        /// Which file.
        path: PathBuf,
    },
}

/// A depot that listens.
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    tls: Option<TlsAcceptor>,
    metrics: Option<TcpListener>,
    depot: Arc<Depot>,
}

impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Server")
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}

impl Server {
    /// Listens. Nobody is answered before [`Server::serve`].
    ///
    /// # Errors
    /// See [`ServeError`].
    pub async fn bind(depot: Depot) -> Result<Self, ServeError> {
        depot.config.check()?;
        let tls = depot.config.tls.as_ref().map(acceptor).transpose()?;
        let (listener, address) = listen(depot.config.listen).await?;
        let metrics = match depot.config.metrics {
            Some(wanted) => Some(listen(wanted).await?.0),
            None => None,
        };
        Ok(Self {
            listener,
            address,
            tls,
            metrics,
            depot: Arc::new(depot),
        })
    }

    /// Where it listens, with the real port.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers until `stop` completes, then lets what is under way end, but not for long.
    pub async fn serve(self, stop: impl Future<Output = ()>) {
        let room = Arc::new(Semaphore::new(self.depot.config.connections));
        let idle = Duration::from_secs(self.depot.config.idle_seconds);
        let (sweeping, counts) = (
            sweep::keep_tidy(Arc::clone(&self.depot)),
            Arc::clone(&self.depot),
        );
        let telling = tell(self.metrics, metrics::routes(Arc::clone(&self.depot)), idle);
        let routes = routes(self.depot);
        let farewell = GracefulShutdown::new();
        let serving = async {
            loop {
                let Ok(place) = Arc::clone(&room).acquire_owned().await else {
                    return;
                };
                let tcp = match self.listener.accept().await {
                    Ok((tcp, _)) => tcp,
                    Err(error) => {
                        // Too many open files, most likely: wait until some are closed.
                        tracing::warn!(%error, "a connection could not be taken");
                        tokio::time::sleep(Duration::from_millis(100)).await;
                        continue;
                    }
                };
                add(&counts.counts.connections, 1);
                let (routes, tls, watcher) = (routes.clone(), self.tls.clone(), farewell.watcher());
                tokio::spawn(async move {
                    converse(tcp, tls, idle, routes, watcher).await;
                    drop(place);
                });
            }
        };
        tokio::select! {
            () = serving => {}
            () = sweeping => {}
            () = telling => {}
            () = stop => {}
        }
        drop(self.listener);
        if timeout(FAREWELL, farewell.shutdown()).await.is_err() {
            tracing::info!("some uploads were under way; they resume");
        }
    }
}

async fn listen(wanted: SocketAddr) -> Result<(TcpListener, SocketAddr), ServeError> {
    let failed = |source| ServeError::Listen {
        address: wanted,
        source,
    };
    let listener = TcpListener::bind(wanted).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    Ok((listener, address))
}

/// Answers whoever asks for metrics, one after the other; for ever silent where nobody may.
async fn tell(listener: Option<TcpListener>, routes: Router, idle: Duration) {
    let Some(listener) = listener else {
        return std::future::pending().await;
    };
    loop {
        match listener.accept().await {
            Ok((tcp, _)) => {
                let asked = http1::Builder::new()
                    .keep_alive(false)
                    .serve_connection(
                        TokioIo::new(Pipe::new(Box::new(tcp), idle)),
                        TowerToHyperService::new(routes.clone()),
                    )
                    .await;
                if asked.is_err() {
                    tracing::debug!("whoever asked for metrics went away");
                }
            }
            Err(_) => tokio::time::sleep(Duration::from_millis(100)).await,
        }
    }
}

async fn converse(
    tcp: TcpStream,
    tls: Option<TlsAcceptor>,
    idle: Duration,
    routes: Router,
    watcher: Watcher,
) {
    if tcp.set_nodelay(true).is_err() {
        return; // the other side is gone already
    }
    let stream: Box<dyn Stream> = match tls {
        None => Box::new(tcp),
        Some(tls) => match timeout(HANDSHAKE, tls.accept(tcp)).await {
            Ok(Ok(secured)) => Box::new(secured),
            Ok(Err(_)) | Err(_) => return tracing::debug!("TLS did not begin"),
        },
    };
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(idle)
        .max_buf_size(64 * 1024)
        .serve_connection(
            TokioIo::new(Pipe::new(stream, idle)),
            TowerToHyperService::new(routes),
        );
    if watcher.watch(connection).await.is_err() {
        tracing::debug!("a connection broke off");
    }
}

fn acceptor(tls: &Tls) -> Result<TlsAcceptor, ServeError> {
    let bad = |path: &PathBuf| ServeError::Certificate { path: path.clone() };
    let chain: Vec<_> = CertificateDer::pem_file_iter(&tls.certificate)
        .and_then(Iterator::collect)
        .or(Err(bad(&tls.certificate)))?;
    let key = PrivateKeyDer::from_pem_file(&tls.key).or(Err(bad(&tls.key)))?;
    let config =
        ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_protocol_versions(&[&rustls::version::TLS13])
            .and_then(|builder| builder.with_no_client_auth().with_single_cert(chain, key))
            .or(Err(bad(&tls.certificate)))?;
    Ok(TlsAcceptor::from(Arc::new(config)))
}

fn routes(depot: Arc<Depot>) -> Router {
    let one_upload = head(upload::stand)
        .patch(upload::send)
        .delete(upload::withdraw);
    let one_message = get(enrolment::fetch).put(enrolment::lay_down);
    Router::new()
        .route("/healthz", get(shelf::health))
        .route(wire::UPLOADS, options(upload::options).post(upload::create))
        .route("/v1/uploads/{upload}", one_upload)
        .route("/v1/uploads/{upload}/digests", get(upload::digests))
        .route("/v1/receipts/{digest}", get(shelf::receipt))
        .route("/v1/receipts/{digest}/opened", get(shelf::opened))
        .route("/v1/nonces", post(shelf::nonce))
        .route("/v1/sessions", post(shelf::login))
        .route("/v1/heads", get(shelf::heads).post(shelf::take_head))
        .route("/v1/gaps", get(shelf::gaps))
        .route("/v1/batches", get(shelf::batch))
        .route("/v1/parts/{digest}", get(shelf::part))
        .route("/v1/opened", post(shelf::take_opened))
        .route(
            "/v1/kits/{kit}/dispatches",
            get(boxes::watch).post(boxes::post),
        )
        .route("/v1/dispatches", get(boxes::list))
        .route(
            "/v1/dispatches/{digest}",
            get(boxes::fetch).delete(boxes::acknowledge),
        )
        .route("/v1/standings", post(shelf::take_standing))
        .route("/v1/enrolments/{id}/{step}", one_message)
        .fallback(shelf::nothing)
        .layer(from_fn_with_state(Arc::clone(&depot), mark))
        .with_state(depot)
}

/// Marks every answer as a depot's, and logs what was done without saying to what.
async fn mark(
    State(depot): State<Arc<Depot>>,
    request: Request,
    next: Next,
) -> Result<Response, Infallible> {
    let method = request.method().clone();
    let room = request
        .uri()
        .path()
        .split('/')
        .find(|step| !matches!(*step, "" | "v1"))
        .unwrap_or("")
        .to_owned();
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(WIRE_HEADER, HeaderValue::from_static(WIRE_VERSION));
    headers.insert("tus-resumable", HeaderValue::from_static(wire::TUS_VERSION));
    let known = [
        "healthz",
        "uploads",
        "receipts",
        "nonces",
        "sessions",
        "heads",
        "gaps",
        "batches",
        "parts",
        "opened",
        "kits",
        "dispatches",
        "standings",
        "enrolments",
    ];
    let room = known
        .into_iter()
        .find(|name| *name == room)
        .unwrap_or("elsewhere");
    depot.counts.answered(response.status());
    tracing::info!(%method, room, status = response.status().as_u16(), "answered");
    Ok(response)
}
