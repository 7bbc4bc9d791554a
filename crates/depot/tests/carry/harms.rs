//! Everything a link can do to a delivery, both ways, while both sides are killed: nothing is lost, nothing is doubled.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use courier::sim::{CutProxy, Cuts, Harm, Way};
use courier::wire::Cursor;
use courier::{Address, Client, Event, Limits, Reins, State, deliver};
use parcel::{Digest, Kind};
use rand::{Rng as _, SeedableRng as _};
use tokio::sync::Notify;
use tokio::time::timeout;

use crate::carry;
use crate::yard::{DEADLINE, Part, Shelf, Yard, any_seed};

const HARMS: [Harm; 5] = [
    Harm::Reset,
    Harm::Close,
    Harm::Stall,
    Harm::Truncate,
    Harm::Duplicate,
];

/// A courier that gives up soon, so that a story of thirty blows ends today.
fn impatient(address: std::net::SocketAddr) -> Client {
    let limits = Limits {
        idle: Duration::from_millis(300),
        first_wait: Duration::from_millis(2),
        ceiling: Duration::from_millis(40),
        stranger_wait: Duration::from_millis(40),
        ..Limits::default()
    };
    let address = Address::parse(&format!("http://{address}"), None).unwrap();
    Client::new(address, limits)
}

/// How often the depot keeps each part.
async fn kept(yard: &Yard) -> BTreeMap<Digest, usize> {
    let client = yard.client();
    let session = client.session(&yard.coordinator).await.unwrap();
    let batch = session.list_since(Cursor(0), 1000).await.unwrap();
    let mut kept = BTreeMap::new();
    for entry in batch.entries {
        let digest = entry.manifest.claim().unwrap().digest;
        *kept.entry(digest).or_default() += 1;
    }
    kept
}

/// Delivers what is on the shelf; the kit dies after each of `deaths`, a number of events, and starts without memory.
async fn with_deaths(yard: &Yard, at: std::net::SocketAddr, shelf: &mut Shelf, deaths: &[u32]) {
    for life in deaths.iter().copied().chain([u32::MAX]) {
        let (reins, events) = (Reins::default(), AtomicU32::new(0));
        let tell = |_: Event| {
            if events.fetch_add(1, Ordering::Relaxed) >= life {
                reins.stop();
            }
        };
        let client = impatient(at);
        let carrying = deliver(&client, &yard.receipt_signers, shelf, &reins, tell);
        timeout(DEADLINE, carrying).await.unwrap().unwrap();
    }
}

#[tokio::test]
async fn through_every_harm_and_deaths_of_the_kit_nothing_is_lost_or_doubled() {
    let mut yard = Yard::plain().await;
    let seed = any_seed();
    let mut random = rand::rngs::StdRng::seed_from_u64(seed);
    let forth = HARMS.map(|harm| (Way::Forth, harm));
    let back = HARMS.map(|harm| (Way::Back, harm));
    // Early in a connection something comes either way; later there are only the bytes of pages.
    let stories = [
        (30, 0..=600, [forth, back].concat()),
        (8, 4_000..=150_000, forth.to_vec()),
    ];
    let mut parts = Vec::new();
    let mut shelf = Shelf::default();
    for (times, after_bytes, harms) in stories {
        for _ in 0..3 {
            let length = random.gen_range(300_000..900_000);
            parts.push(yard.kit.part(Kind::Pages, length));
        }
        parts.push(yard.kit.part(Kind::Summary, 8_700));
        shelf.parts = parts[parts.len() - 4..].to_vec();
        shelf.heads = vec![yard.kit.head(parts.len() as u64)];
        let cuts = Cuts {
            times,
            after_bytes,
            seed,
        };
        let proxy = CutProxy::with_harms(yard.address, cuts, harms).unwrap();
        let mut rounds = 0;
        while !shelf.parts.is_empty() {
            let deaths: Vec<_> = (0..5).map(|_| random.gen_range(1..80)).collect();
            with_deaths(&yard, proxy.address(), &mut shelf, &deaths).await;
            // What was set aside because a link garbled it is taken up again, as a kit does after a while.
            let aside = std::mem::take(&mut shelf.aside);
            let again = |part: &&Part| aside.iter().any(|(digest, _)| *digest == part.lease.digest);
            shelf.parts.extend(parts.iter().filter(again).cloned());
            rounds += 1;
            assert!(rounds < 20, "seed {seed}");
        }
        let blows = proxy.cuts();
        assert!(blows >= times / 2, "seed {seed}: {blows} blows");
    }
    let confirmed: BTreeMap<_, _> = shelf
        .confirmed
        .iter()
        .map(|(_, receipt)| (receipt.digest, 1))
        .collect();
    assert_eq!(confirmed.len(), parts.len(), "seed {seed}");
    assert_eq!(kept(&yard).await, confirmed, "seed {seed}");
    let client = yard.client();
    let session = client.session(&yard.coordinator).await.unwrap();
    for part in &parts {
        let whole = session.fetch_whole(&part.lease.digest, part.lease.length);
        assert_eq!(whole.await.unwrap(), part.bytes, "seed {seed}");
    }
}

#[tokio::test]
async fn a_depot_killed_again_and_again_loses_nothing_that_it_signed_for() {
    let mut yard = Yard::plain().await;
    let seed = any_seed();
    let mut random = rand::rngs::StdRng::seed_from_u64(seed);
    let parts: Vec<_> = (0..6)
        .flat_map(|_| {
            [
                yard.kit.part(Kind::Summary, 8_700),
                yard.kit.part(Kind::Pages, 700_000),
            ]
        })
        .collect();
    let mut shelf = Shelf::of(parts.clone());
    let kills: Vec<u32> = (0..6).map(|_| random.gen_range(3..60)).collect();
    let (moved, reins) = (Notify::new(), Reins::default());
    let (client, signers) = (impatient(yard.address), yard.receipt_signers.clone());
    let events = AtomicU32::new(0);
    let tell = |event: Event| {
        if !matches!(event.state, State::Waiting { .. }) {
            events.fetch_add(1, Ordering::Relaxed);
            moved.notify_one();
        }
    };
    let carrying = deliver(&client, &signers, &mut shelf, &reins, tell);
    let killing = async {
        for kill in kills {
            let until = events.load(Ordering::Relaxed) + kill;
            while events.load(Ordering::Relaxed) < until {
                moved.notified().await;
            }
            yard.kill_and_restart().await;
        }
        std::future::pending::<()>().await;
    };
    let sitting = timeout(DEADLINE, async {
        tokio::select! {
            sitting = carrying => sitting.unwrap(),
            () = killing => unreachable!("killing has no end"),
        }
    });
    let sitting = sitting.await.unwrap();
    assert_eq!(
        (sitting.delivered, sitting.set_aside),
        (12, 0),
        "seed {seed}"
    );
    yard.kill_and_restart().await;
    let kept = kept(&yard).await;
    assert_eq!(kept.len(), 12, "seed {seed}");
    assert!(kept.values().all(|times| *times == 1), "seed {seed}");
}

#[tokio::test]
async fn a_full_disk_is_said_and_everything_arrives_once_there_is_room() {
    let mut yard = Yard::on_a_small_disk(8 * 1024).await;
    let filler = yard.small_disk().join("filler");
    let mut full = std::fs::File::create(&filler).unwrap();
    let piece = vec![1; 64 * 1024];
    while std::io::Write::write_all(&mut full, &piece).is_ok() {}
    drop(full);
    let mut shelf = Shelf::of([
        yard.kit.part(Kind::Summary, 60_000),
        yard.kit.part(Kind::Pages, 2_000_000),
    ]);
    let (reins, client) = (Reins::default(), impatient(yard.address));
    let refused = AtomicU32::new(0);
    let tell = |event: Event| {
        let no_room = matches!(
            event.state,
            State::Waiting {
                why: courier::deliver::Wait::Room,
                ..
            }
        );
        if no_room && refused.fetch_add(1, Ordering::Relaxed) == 2 {
            std::fs::remove_file(&filler).unwrap();
        }
    };
    let carrying = deliver(&client, &yard.receipt_signers, &mut shelf, &reins, tell);
    let sitting = timeout(DEADLINE, carrying).await.unwrap().unwrap();
    assert_eq!((sitting.delivered, sitting.set_aside), (2, 0));
    assert!(refused.into_inner() > 2);
    assert_eq!(kept(&yard).await.len(), 2);
}

#[tokio::test]
async fn whoever_comes_again_after_the_receipt_hears_the_same_receipt() {
    let mut yard = Yard::plain().await;
    let part = yard.kit.part(Kind::Summary, 8_700);
    let cuts = Cuts {
        times: 20,
        after_bytes: 0..=0,
        seed: 1,
    };
    let proxy = CutProxy::with_harms(yard.address, cuts, vec![(Way::Back, Harm::Reset)]).unwrap();
    let mut shelf = Shelf::of([part.clone()]);
    with_deaths(&yard, proxy.address(), &mut shelf, &[]).await;
    assert_eq!(proxy.cuts(), 20);
    let mut other_path = Shelf::of([part]);
    carry(&yard, &yard.client(), &mut other_path).await;
    assert_eq!(shelf.confirmed, other_path.confirmed);
    assert_eq!(kept(&yard).await.len(), 1);
}
