//! V1 to V3: how much a depot takes in a second, beside what its disk can do, and in how much memory.

use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use hyper::body::Bytes;
use parcel::Kind;
use tokio::time::Instant;

use crate::peers::Whole;
use crate::say;
use crate::yard::{Part, Yard, client_at};

const SMALL: usize = 6 * 1024;
const LARGE: usize = 1_500_000;
/// How long the disk is measured.
const A_WHILE: Duration = Duration::from_secs(2);

pub(crate) async fn small() {
    let mut yard = Yard::plain().await;
    let disk = raw_rate(yard.folder.path(), SMALL, 32);
    let rate = load(&mut yard, SMALL, 32, 200).await;
    say("part", 1000.0 / rate, Some(1000.0 / disk));
    say("rate", rate, Some(disk));
}

pub(crate) async fn large() {
    let mut yard = Yard::plain().await;
    let disk = raw_rate(yard.folder.path(), LARGE, 1);
    let rate = load(&mut yard, LARGE, 8, 25).await;
    say("part", 1000.0 / rate, Some(1000.0 / disk));
}

/// The most memory that the depot ever had in use, after both loads.
pub(crate) async fn memory() {
    let mut yard = Yard::plain().await;
    load(&mut yard, SMALL, 32, 100).await;
    load(&mut yard, LARGE, 32, 4).await;
    let status = std::fs::read_to_string(format!("/proc/{}/status", yard.process())).unwrap();
    let peak = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .unwrap();
    let kib: f64 = peak.trim().trim_end_matches(" kB").parse().unwrap();
    say("peak", kib * 1024.0 / 1e6, None);
}

/// Parts a second, from `clients` at a time, each with its own connection and `each` parts that were signed beforehand.
async fn load(yard: &mut Yard, length: usize, clients: usize, each: usize) -> f64 {
    let mut batches = Vec::new();
    for _ in 0..clients {
        let parts: Vec<_> = (0..each)
            .map(|_| yard.kit.part(Kind::Pages, length))
            .collect();
        batches.push(parts);
    }
    let address = yard.address;
    let ready = Arc::new(tokio::sync::Barrier::new(clients + 1));
    let mut sending = tokio::task::JoinSet::new();
    for parts in batches {
        let ready = Arc::clone(&ready);
        sending.spawn(async move {
            let client = client_at(address);
            client.greet().await.unwrap();
            ready.wait().await;
            for part in parts {
                send(&client, part).await;
            }
        });
    }
    ready.wait().await;
    let begun = Instant::now();
    while let Some(sent) = sending.join_next().await {
        sent.unwrap();
    }
    (clients * each) as f64 / begun.elapsed().as_secs_f64()
}

async fn send(client: &courier::Client, part: Part) {
    let length = part.lease.length;
    let bytes = Bytes::from(part.bytes);
    let inline = (length <= courier::wire::INLINE_MAX).then(|| bytes.clone());
    let announced = client.announce(&part.lease.manifest, length, inline).await;
    let (location, mut standing) = announced.unwrap();
    if standing.receipt.is_none() {
        let mut whole = Whole(bytes);
        let sent = client.send_rest(&location, 0, length, &mut whole);
        standing = sent.await.unwrap();
    }
    assert!(standing.receipt.is_some());
}

/// What the disk does by itself: parts appended to one file, `group` between two syncs, in parts a second.
fn raw_rate(folder: &Path, length: usize, group: u32) -> f64 {
    let mut file = std::fs::File::create(folder.join("raw")).unwrap();
    let bytes = vec![0x5a; length];
    let begun = Instant::now();
    let mut written = 0_u32;
    while begun.elapsed() < A_WHILE {
        for _ in 0..group {
            file.write_all(&bytes).unwrap();
        }
        file.sync_data().unwrap();
        written += group;
    }
    f64::from(written) / begun.elapsed().as_secs_f64()
}
