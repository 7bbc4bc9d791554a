//! An HTTP device on loopback with a power switch: the common part of scanner, printer and control.
//!
//! Must never listen anywhere but on 127.0.0.1, nor read a body without a limit.

use std::{
    io::{self, Read},
    net::{Ipv4Addr, SocketAddr},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

use tiny_http::{Header, Method, Response, Server};

use super::lock;

/// How often the thread looks at its switch.
const GLANCE: Duration = Duration::from_millis(20);
/// Largest body: a document for printing.
const LIMIT: u64 = 64 << 20;
/// Requests that hang at once at most.
const HANGING: usize = 32;

/// A request that was read whole.
#[derive(Debug)]
pub(super) struct Asked {
    pub(super) method: Method,
    /// Path and query.
    pub(super) url: String,
    pub(super) body: Vec<u8>,
}

/// What the device does with a request.
#[derive(Debug)]
pub(super) enum Reply {
    /// Answers.
    Answer {
        status: u16,
        kind: &'static str,
        location: Option<String>,
        body: Vec<u8>,
    },
    /// Never answers.
    Hang,
}

impl Reply {
    pub(super) fn status(status: u16) -> Self {
        Self::body(status, "text/plain", Vec::new())
    }

    pub(super) fn body(status: u16, kind: &'static str, body: Vec<u8>) -> Self {
        Self::Answer {
            status,
            kind,
            location: None,
            body,
        }
    }
}

/// The device. Dropping it ends its thread.
#[derive(Debug)]
pub(super) struct HttpDevice {
    address: SocketAddr,
    on: Arc<AtomicBool>,
    listening: Arc<Mutex<bool>>,
    stop: Arc<AtomicBool>,
    thread: Option<thread::JoinHandle<()>>,
}

impl HttpDevice {
    /// Switches a device on; `answer` is called for one request at a time.
    pub(super) fn start(
        name: &str,
        mut answer: impl FnMut(Asked, SocketAddr) -> Reply + Send + 'static,
    ) -> io::Result<Self> {
        let server = bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))?;
        let address = server
            .server_addr()
            .to_ip()
            .ok_or(io::ErrorKind::AddrNotAvailable)?;
        let (on, stop) = (
            Arc::new(AtomicBool::new(true)),
            Arc::new(AtomicBool::new(false)),
        );
        let listening = Arc::new(Mutex::new(true));
        let thread = thread::Builder::new().name(name.to_owned()).spawn({
            let (on, stop, listening) =
                (Arc::clone(&on), Arc::clone(&stop), Arc::clone(&listening));
            move || {
                let mut server = Some(server);
                let mut hanging = Vec::new();
                while !stop.load(Ordering::Relaxed) {
                    match &server {
                        Some(_) if !on.load(Ordering::Relaxed) => {
                            server = None;
                            hanging.clear();
                            *lock(&listening) = false;
                        }
                        Some(server) => {
                            if let Ok(Some(request)) = server.recv_timeout(GLANCE) {
                                hanging.truncate(HANGING);
                                hanging.extend(serve(request, address, &mut answer));
                            }
                        }
                        None if on.load(Ordering::Relaxed) => {
                            server = bind(address).ok();
                            *lock(&listening) = server.is_some();
                            thread::park_timeout(GLANCE);
                        }
                        None => thread::park_timeout(GLANCE),
                    }
                }
            }
        })?;
        Ok(Self {
            address,
            on,
            listening,
            stop,
            thread: Some(thread),
        })
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Turns the power on or off and waits, at most two seconds, until it is so.
    pub(super) fn power(&self, on: bool) {
        self.on.store(on, Ordering::Relaxed);
        let deadline = crate::clock::Deadline::after(Duration::from_secs(2));
        while *lock(&self.listening) != on && !deadline.passed() {
            thread::park_timeout(GLANCE);
        }
    }
}

impl Drop for HttpDevice {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

fn bind(address: SocketAddr) -> io::Result<Server> {
    Server::http(address).map_err(io::Error::other)
}

/// Serves one request; gives it back if it is to hang.
fn serve(
    mut request: tiny_http::Request,
    address: SocketAddr,
    answer: &mut impl FnMut(Asked, SocketAddr) -> Reply,
) -> Option<tiny_http::Request> {
    let mut body = Vec::new();
    let read = request.as_reader().take(LIMIT + 1).read_to_end(&mut body);
    let reply = if read.is_err() || body.len() as u64 > LIMIT {
        Reply::status(413)
    } else {
        answer(
            Asked {
                method: request.method().clone(),
                url: request.url().to_owned(),
                body,
            },
            address,
        )
    };
    let Reply::Answer {
        status,
        kind,
        location,
        body,
    } = reply
    else {
        return Some(request);
    };
    let headers = [
        Some(("content-type", kind.to_owned())),
        location.map(|location| ("location", location)),
    ];
    let mut response = Response::from_data(body).with_status_code(status);
    for (name, value) in headers.into_iter().flatten() {
        if let Ok(header) = Header::from_bytes(name, value) {
            response.add_header(header);
        }
    }
    // A client that went away is its own affair.
    drop(request.respond(response));
    None
}
