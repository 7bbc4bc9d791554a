//! V1 to V3: how much a depot takes in a second, beside what its disk can do, and in how much memory.

use std::collections::HashMap;
use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use courier::wire::Cursor;
use courier::{Reins, deliver};
use depot::signers;
use hyper::body::Bytes;
use parcel::{Kind, Signer as _};
use tokio::time::Instant;

use crate::peers::Whole;
use crate::say;
use crate::yard::{Kit, Part, Shelf, Yard, client_at};

const SMALL: usize = 6 * 1024;
const LARGE: usize = 1_500_000;
/// The kits of a region, and what each brings home.
const KITS: usize = 300;
const APPLICATIONS: usize = 40;
const SUMMARY: usize = 8 * 1024;
const PAGES: usize = 64 * 1024;
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

/// The most memory that the depot ever had in use: after both loads, and after a day of very many kits.
pub(crate) async fn memory() {
    let mut yard = Yard::plain().await;
    load(&mut yard, SMALL, 32, 100).await;
    load(&mut yard, LARGE, 32, 4).await;
    say("peak", peak_mb(&yard), None);
    let (lost, doubled) = day_of_many_kits(&yard).await;
    say("peak of many", peak_mb(&yard), None);
    say("lost by many", lost, None);
    say("doubled by many", doubled, None);
}

/// The most memory that the depot ever had in use.
fn peak_mb(yard: &Yard) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", yard.process())).unwrap();
    let peak = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .unwrap();
    let kib: f64 = peak.trim().trim_end_matches(" kB").parse().unwrap();
    kib * 1024.0 / 1e6
}

/// Enters more kits; the depot reads its list anew by itself.
fn admit(yard: &Yard, kits: &[Kit]) {
    let path = yard.data().join(signers::FILE);
    let mut lines = std::fs::read_to_string(&path).unwrap();
    for kit in kits {
        let name = format!("kit:{}", kit.name);
        lines += &kit.key.public_key().allowed_signers_line(&name);
    }
    std::fs::write(path, lines).unwrap();
}

/// Three hundred kits at once, each with a day of forty applications. How many parts were lost, and how many doubled.
async fn day_of_many_kits(yard: &Yard) -> (f64, f64) {
    let kits: Vec<Kit> = (0..KITS).map(|_| Kit::draw()).collect();
    admit(yard, &kits);
    let address = yard.address;
    let signers = Arc::new(yard.receipt_signers.clone());
    let mut days = tokio::task::JoinSet::new();
    for mut kit in kits {
        let signers = Arc::clone(&signers);
        days.spawn(async move {
            let (client, reins) = (client_at(address), Reins::default());
            let mut sent = Vec::new();
            for _ in 0..APPLICATIONS {
                let parts = [
                    kit.part(Kind::Summary, SUMMARY),
                    kit.part(Kind::Pages, PAGES),
                ];
                sent.extend(parts.iter().map(|part| part.lease.digest));
                let mut shelf = Shelf::of(parts);
                let carried = deliver(&client, &signers, &mut shelf, &reins, drop);
                carried.await.unwrap();
            }
            sent
        });
    }
    let mut sent = HashMap::new();
    while let Some(digests) = days.join_next().await {
        sent.extend(digests.unwrap().into_iter().map(|digest| (digest, 0_u32)));
    }
    let client = yard.client();
    let session = client.session(&yard.coordinator).await.unwrap();
    let mut cursor = Cursor(0);
    loop {
        let batch = session.list_since(cursor, 1000).await.unwrap();
        for entry in batch.entries {
            if let Some(times) = sent.get_mut(&entry.manifest.claim().unwrap().digest) {
                *times += 1;
            }
        }
        cursor = batch.next;
        if !batch.more {
            break;
        }
    }
    let count = |wanted: fn(u32) -> bool| sent.values().filter(|&&times| wanted(times)).count();
    (
        count(|times| times == 0) as f64,
        count(|times| times > 1) as f64,
    )
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
