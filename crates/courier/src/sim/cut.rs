//! A TCP proxy that breaks connections after a random number of bytes, as a failing radio does.
//!
//! It listens on loopback only, and forwards what it does not cut unchanged.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::ops::RangeInclusive;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::JoinHandle;

use rand::rngs::StdRng;
use rand::{Rng as _, SeedableRng as _};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

/// What is cut, and how often.
#[derive(Debug, Clone)]
pub struct Cuts {
    /// How many connections are broken; everything after that passes.
    pub times: u64,
    /// After how many bytes from the client a connection breaks, drawn anew for each.
    pub after_bytes: RangeInclusive<u64>,
    /// Two proxies with the same seed cut at the same bytes.
    pub seed: u64,
}

#[derive(Debug, Default)]
struct Counts {
    forth_bytes: AtomicU64,
    back_bytes: AtomicU64,
    cuts: AtomicU64,
    connections: AtomicU64,
}

/// A proxy at work; it ends when dropped.
#[derive(Debug)]
pub struct CutProxy {
    address: SocketAddr,
    counts: Arc<Counts>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl CutProxy {
    /// Starts a proxy on a loopback port of its own, on a thread of its own.
    ///
    /// # Errors
    /// When no port or no thread can be had.
    pub fn start(target: SocketAddr, cuts: Cuts) -> io::Result<Self> {
        let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let counts = Arc::new(Counts::default());
        let (stop, stopped) = oneshot::channel::<()>();
        let serving = serve(listener, target, cuts, Arc::clone(&counts));
        let thread = std::thread::Builder::new()
            .name("cutting-proxy".to_owned())
            .spawn(move || {
                runtime.block_on(async {
                    tokio::select! {
                        _ended = serving => {}
                        _stopped = stopped => {}
                    }
                });
            })?;
        Ok(Self {
            address,
            counts,
            stop: Some(stop),
            thread: Some(thread),
        })
    }

    /// Where clients connect.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Bytes forwarded from clients to the target.
    #[must_use]
    pub fn forth_bytes(&self) -> u64 {
        self.counts.forth_bytes.load(Ordering::Relaxed)
    }

    /// Bytes forwarded from the target to clients.
    #[must_use]
    pub fn back_bytes(&self) -> u64 {
        self.counts.back_bytes.load(Ordering::Relaxed)
    }

    /// Connections broken so far.
    #[must_use]
    pub fn cuts(&self) -> u64 {
        self.counts.cuts.load(Ordering::Relaxed)
    }

    /// Connections taken so far.
    #[must_use]
    pub fn connections(&self) -> u64 {
        self.counts.connections.load(Ordering::Relaxed)
    }
}

impl Drop for CutProxy {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(Err(_)) = self.thread.take().map(JoinHandle::join) {
            tracing::error!("the cutting proxy ended badly");
        }
    }
}

async fn serve(
    listener: std::net::TcpListener,
    target: SocketAddr,
    cuts: Cuts,
    counts: Arc<Counts>,
) -> io::Result<()> {
    let listener = TcpListener::from_std(listener)?;
    let mut random = StdRng::seed_from_u64(cuts.seed);
    loop {
        let (client, _) = listener.accept().await?;
        counts.connections.fetch_add(1, Ordering::Relaxed);
        let more = counts.cuts.load(Ordering::Relaxed) < cuts.times;
        let allowance = more.then(|| random.gen_range(cuts.after_bytes.clone()));
        tokio::spawn(relay(client, target, allowance, Arc::clone(&counts)));
    }
}

async fn relay(
    client: TcpStream,
    target: SocketAddr,
    allowance: Option<u64>,
    counts: Arc<Counts>,
) -> io::Result<()> {
    let server = TcpStream::connect(target).await?;
    for side in [&client, &server] {
        side.set_nodelay(true)?;
    }
    let (mut from_client, mut to_client) = client.into_split();
    let (mut from_server, mut to_server) = server.into_split();
    let broken = tokio::select! {
        broken = forth(&mut from_client, &mut to_server, allowance, &counts) => broken?,
        ended = back(&mut from_server, &mut to_client, &counts) => ended.map(|()| false)?,
    };
    if broken {
        // The client is reset; the target keeps what has reached it and sees an end, as when only the radio is gone.
        counts.cuts.fetch_add(1, Ordering::Relaxed);
        to_client.as_ref().set_zero_linger()?;
    }
    Ok(())
}

/// Forwards until the client ends or the allowance is used up; says whether to break.
async fn forth(
    client: &mut OwnedReadHalf,
    server: &mut OwnedWriteHalf,
    allowance: Option<u64>,
    counts: &Counts,
) -> io::Result<bool> {
    let mut left = allowance.unwrap_or(u64::MAX);
    let mut buffer = vec![0; 16 * 1024];
    loop {
        let room = usize::try_from(left)
            .unwrap_or(usize::MAX)
            .min(buffer.len());
        let Some(space) = buffer.get_mut(..room).filter(|space| !space.is_empty()) else {
            return Ok(true);
        };
        let read = client.read(space).await?;
        if read == 0 {
            return Ok(false);
        }
        server.write_all(&space[..read]).await?;
        counts.forth_bytes.fetch_add(read as u64, Ordering::Relaxed);
        left -= read as u64;
    }
}

async fn back(
    server: &mut OwnedReadHalf,
    client: &mut OwnedWriteHalf,
    counts: &Counts,
) -> io::Result<()> {
    let mut buffer = vec![0; 16 * 1024];
    loop {
        let read = server.read(&mut buffer).await?;
        if read == 0 {
            return client.shutdown().await;
        }
        client.write_all(&buffer[..read]).await?;
        counts.back_bytes.fetch_add(read as u64, Ordering::Relaxed);
    }
}
