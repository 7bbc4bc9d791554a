//! Programs of others, started and ended here; and bytes for our own client to send.

use std::io::{BufRead as _, BufReader, Read as _};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use courier::upload::PartBytes;
use hyper::body::Bytes;
use tokio::time::{Instant, sleep};

/// `@tus/server` at work; it ends when dropped.
pub(crate) struct TusServer {
    child: Child,
    pub(crate) address: SocketAddr,
}

impl TusServer {
    /// Starts it on a folder of its own.
    pub(crate) fn start(peers: &Path, store: &Path) -> Self {
        let mut child = Command::new("node")
            .args(["peer.mjs", "serve"])
            .arg(store)
            .current_dir(peers)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let address = line.trim().parse().unwrap();
        Self { child, address }
    }
}

impl Drop for TusServer {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// Runs a program to its end and gives its words; `None` when it ended badly or not in time.
pub(crate) async fn run(command: &mut Command, deadline: Duration) -> Option<String> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let end = Instant::now() + deadline;
    let status = loop {
        match child.try_wait().unwrap() {
            Some(status) => break status,
            None if Instant::now() < end => sleep(Duration::from_millis(5)).await,
            None => {
                child.kill().unwrap();
                child.wait().unwrap();
                return None;
            }
        }
    };
    let mut said = String::new();
    child.stdout?.read_to_string(&mut said).ok()?;
    status.success().then_some(said)
}

/// A part's bytes in memory.
pub(crate) struct Whole(pub(crate) Bytes);

impl PartBytes for Whole {
    async fn read(&mut self, offset: u64) -> Option<Bytes> {
        let from = usize::try_from(offset).ok()?;
        Some(self.0.slice(from..self.0.len().min(from + 64 * 1024)))
    }
}
