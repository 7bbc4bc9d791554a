//! U1 to U3: ten megabytes through a link that breaks and through one that does not, by us and by tus-js-client to @tus/server.

use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use courier::sim::{CutProxy, Cuts};
use courier::{Reins, deliver};
use parcel::Kind;
use tokio::time::{Instant, timeout};

use crate::peers::{TusServer, run};
use crate::say;
use crate::yard::{Shelf, Yard, client_at};

const PAYLOAD: usize = 10 * 1024 * 1024;
/// Mean bytes between two cuts; each distance is drawn between half and one and a half of it.
const EVERY: [(&str, u64); 3] = [
    ("4 MiB", 4 << 20),
    ("1 MiB", 1 << 20),
    ("256 KiB", 256 << 10),
];
/// What is not over by then is not finished.
const DEADLINE: Duration = Duration::from_secs(90);
/// An undisturbed upload is measured so often, in turns with the peer; the middle one counts.
const ROUNDS: usize = 5;

/// What one upload took.
struct Took {
    time: Duration,
    bytes: u64,
    cuts: u64,
}

pub(crate) async fn measure(id: &str, peers: &Path) {
    let mut yard = Yard::plain().await;
    let store = tempfile::tempdir().unwrap();
    let server = TusServer::start(peers, store.path());
    let theirs = server.address;
    if id == "U3" {
        let (mut ours, mut peer) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            ours.push(send(&mut yard, None).await.unwrap().time.as_secs_f64());
            peer.push(
                send_theirs(peers, theirs, None)
                    .await
                    .unwrap()
                    .time
                    .as_secs_f64(),
            );
        }
        return say("undisturbed", middle(ours), Some(middle(peer)));
    }
    let calm = send(&mut yard, None).await.unwrap();
    let calm_peer = send_theirs(peers, theirs, None).await.unwrap();
    for (name, every) in EVERY {
        let took = send(&mut yard, Some(every)).await;
        let peer = send_theirs(peers, theirs, Some(every)).await;
        let figure = |took: Option<Took>, calm: &Took| {
            let took = took.filter(|took| took.cuts > 0)?;
            Some(if id == "U1" {
                took.bytes as f64 / PAYLOAD as f64
            } else {
                took.time.saturating_sub(calm.time).as_secs_f64() / took.cuts as f64
            })
        };
        // What did not finish has no figure, and the bench takes that for the worst.
        if let Some(value) = figure(took, &calm) {
            say(name, value, figure(peer, &calm_peer));
        }
    }
}

fn proxy(target: SocketAddr, every: Option<u64>) -> CutProxy {
    let cuts = Cuts {
        times: if every.is_some() { u64::MAX } else { 0 },
        after_bytes: every.map_or(0..=0, |every| every / 2..=every * 3 / 2),
        seed: 5,
    };
    CutProxy::start(target, cuts).unwrap()
}

async fn send(yard: &mut Yard, every: Option<u64>) -> Option<Took> {
    let proxy = proxy(yard.address, every);
    let client = client_at(proxy.address());
    let mut shelf = Shelf::of([yard.kit.part(Kind::Pages, PAYLOAD)]);
    let begun = Instant::now();
    let reins = Reins::default();
    let carrying = deliver(&client, &yard.receipt_signers, &mut shelf, &reins, drop);
    let sitting = timeout(DEADLINE, carrying).await.ok()?.unwrap();
    (sitting.delivered == 1).then(|| Took {
        time: begun.elapsed(),
        bytes: proxy.forth_bytes(),
        cuts: proxy.cuts(),
    })
}

async fn send_theirs(peers: &Path, server: SocketAddr, every: Option<u64>) -> Option<Took> {
    let proxy = proxy(server, every);
    let file = peers.join("payload");
    std::fs::write(&file, vec![7; PAYLOAD]).unwrap();
    let mut node = Command::new("node");
    node.args(["peer.mjs", "send"])
        .arg(format!("http://{}/v1/uploads", proxy.address()))
        .arg(&file)
        .current_dir(peers);
    let took: f64 = run(&mut node, DEADLINE).await?.trim().parse().ok()?;
    Some(Took {
        time: Duration::from_secs_f64(took / 1000.0),
        bytes: proxy.forth_bytes(),
        cuts: proxy.cuts(),
    })
}

fn middle(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
