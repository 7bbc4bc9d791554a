//! A TCP proxy that harms connections after a random number of bytes, as a failing radio or a bad middlebox does.
//!
//! It listens on loopback only, and forwards what it does not harm unchanged.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::ops::RangeInclusive;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use rand::rngs::StdRng;
use rand::seq::SliceRandom as _;
use rand::{Rng as _, SeedableRng as _};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

/// Which way bytes go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// From the client to the target.
    Forth,
    /// From the target to the client.
    Back,
}

/// What happens to a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Harm {
    /// The client is reset. Forth, the target keeps what has reached it and sees an end; back, it is reset as well.
    Reset,
    /// Both sides see an end.
    Close,
    /// Nothing moves any more, either way, for [`STALL`]; then both sides see an end.
    Stall,
    /// The receiver sees an end, the sender goes on unknowing.
    Truncate,
    /// A piece comes twice; the connection goes on.
    Duplicate,
}

/// How long a stalled connection is left open.
pub const STALL: Duration = Duration::from_millis(1500);

/// How often connections are harmed, and where.
#[derive(Debug, Clone)]
pub struct Cuts {
    /// How many connections are harmed; everything after that passes.
    pub times: u64,
    /// After how many bytes in the way of its harm a connection suffers it, drawn anew for each.
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
    /// Starts a proxy on a loopback port of its own, on a thread of its own; it resets connections on their way forth.
    ///
    /// # Errors
    /// When no port or no thread can be had.
    pub fn start(target: SocketAddr, cuts: Cuts) -> io::Result<Self> {
        Self::with_harms(target, cuts, vec![(Way::Forth, Harm::Reset)])
    }

    /// The same with harms to draw from; without any, everything passes.
    ///
    /// # Errors
    /// When no port or no thread can be had.
    pub fn with_harms(target: SocketAddr, cuts: Cuts, harms: Vec<(Way, Harm)>) -> io::Result<Self> {
        let listener = std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let counts = Arc::new(Counts::default());
        let (stop, stopped) = oneshot::channel::<()>();
        let serving = serve(listener, target, (cuts, harms), Arc::clone(&counts));
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

    /// Connections harmed so far.
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
    (cuts, harms): (Cuts, Vec<(Way, Harm)>),
    counts: Arc<Counts>,
) -> io::Result<()> {
    let listener = TcpListener::from_std(listener)?;
    let mut random = StdRng::seed_from_u64(cuts.seed);
    loop {
        let (client, _) = listener.accept().await?;
        counts.connections.fetch_add(1, Ordering::Relaxed);
        let more = counts.cuts.load(Ordering::Relaxed) < cuts.times;
        let fate = harms.choose(&mut random).map(|&(way, harm)| Fate {
            way,
            harm,
            after: random.gen_range(cuts.after_bytes.clone()),
        });
        let fate = fate.filter(|_| more);
        tokio::spawn(relay(client, target, fate, Arc::clone(&counts)));
    }
}

/// What one connection will suffer.
#[derive(Debug, Clone, Copy)]
struct Fate {
    way: Way,
    harm: Harm,
    after: u64,
}

async fn relay(
    client: TcpStream,
    target: SocketAddr,
    fate: Option<Fate>,
    counts: Arc<Counts>,
) -> io::Result<()> {
    let server = TcpStream::connect(target).await?;
    for side in [&client, &server] {
        side.set_nodelay(true)?;
    }
    let (mut from_client, mut to_client) = client.into_split();
    let (mut from_server, mut to_server) = server.into_split();
    let on = |way| fate.filter(|fate| fate.way == way);
    let broken = tokio::select! {
        broken = pump(&mut from_client, &mut to_server, on(Way::Forth), (&counts.forth_bytes, &counts.cuts)) => broken?,
        broken = pump(&mut from_server, &mut to_client, on(Way::Back), (&counts.back_bytes, &counts.cuts)) => broken?,
    };
    match broken.then_some(fate).flatten() {
        Some(Fate {
            harm: Harm::Reset,
            way,
            ..
        }) => {
            to_client.as_ref().set_zero_linger()?;
            if way == Way::Back {
                to_server.as_ref().set_zero_linger()?;
            }
        }
        Some(Fate {
            harm: Harm::Stall, ..
        }) => tokio::time::sleep(STALL).await,
        Some(_) | None => {}
    }
    Ok(())
}

/// Forwards one way until it ends or its fate strikes; says whether the connection is broken by it.
async fn pump(
    from: &mut OwnedReadHalf,
    to: &mut OwnedWriteHalf,
    mut fate: Option<Fate>,
    (bytes, cuts): (&AtomicU64, &AtomicU64),
) -> io::Result<bool> {
    let mut left = fate.map_or(u64::MAX, |fate| fate.after);
    let mut buffer = vec![0; 16 * 1024];
    loop {
        let read = from.read(&mut buffer).await?;
        if read == 0 {
            to.shutdown().await?;
            return Ok(false);
        }
        let (piece, beyond) =
            buffer[..read].split_at(read.min(usize::try_from(left).unwrap_or(usize::MAX)));
        to.write_all(piece).await?;
        bytes.fetch_add(piece.len() as u64, Ordering::Relaxed);
        left -= piece.len() as u64;
        let Some(Fate { harm, .. }) = fate.filter(|_| !beyond.is_empty()) else {
            continue;
        };
        cuts.fetch_add(1, Ordering::Relaxed);
        match harm {
            Harm::Reset | Harm::Close | Harm::Stall => return Ok(true),
            Harm::Truncate => {
                to.shutdown().await?;
                while from.read(&mut buffer).await? > 0 {}
                return Ok(true);
            }
            Harm::Duplicate => {
                to.write_all(beyond).await?;
                to.write_all(beyond).await?;
                (fate, left) = (None, u64::MAX);
            }
        }
    }
}
