//! Running a depot: metrics, quotas and expiry, retention, backup and restore, stopping, and older folders.

use courier::upload::Location;
use courier::wire::ProblemCode;
use courier::{ClientError, Event, Reins, State, deliver};
use parcel::{Kind, Receipt, ReceiptKind, Signed};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::carry;
use crate::yard::{DEADLINE, Part, Shelf, Yard, client_at};

async fn metrics(at: std::net::SocketAddr) -> String {
    let mut raw = TcpStream::connect(at).await.unwrap();
    raw.write_all(b"GET /metrics HTTP/1.1\r\nHost: d\r\nConnection: close\r\n\r\n")
        .await
        .unwrap();
    let mut text = String::new();
    timeout(DEADLINE, raw.read_to_string(&mut text))
        .await
        .unwrap()
        .unwrap();
    text
}

#[tokio::test]
async fn metrics_count_and_name_nobody() {
    let mut yard = Yard::plain().await;
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let at = free.local_addr().unwrap();
    drop(free);
    yard.set("metrics", &format!("\"{at}\"")).await;
    let parts = [
        yard.kit.part(Kind::Summary, 9_000),
        yard.kit.part(Kind::Pages, 100_000),
    ];
    let mut shelf = Shelf::of(parts.clone());
    carry(&yard, &yard.client(), &mut shelf).await;
    let text = metrics(at).await;
    for line in [
        "valiza_parts_stored_total 2",
        "valiza_bytes_stored_total 109000",
        "valiza_bytes 109000",
        "valiza_uploads_arriving 0",
    ] {
        assert!(text.lines().any(|told| told == line), "{line} in {text}");
    }
    let names = [
        yard.kit.name.to_string(),
        yard.kit.epoch.to_string(),
        parts[0].lease.digest.to_string(),
        "127.0.0.1".to_owned(),
    ];
    assert!(names.iter().all(|name| !text.contains(name)), "{text}");
    let outside = yard.client().greet().await;
    assert_eq!(outside, Ok(()));
    let elsewhere = metrics(yard.address).await;
    assert!(elsewhere.starts_with("HTTP/1.1 404"), "{elsewhere}");
}

/// Brings a part to about its half, and says how much of it the depot keeps.
async fn half(yard: &Yard, part: &Part) -> u64 {
    let proxy = courier::sim::CutProxy::start(
        yard.address,
        courier::sim::Cuts {
            times: u64::MAX,
            after_bytes: part.lease.length / 2..=part.lease.length / 2,
            seed: 0,
        },
    )
    .unwrap();
    let reins = Reins::default();
    let stop_at_the_cut = |event: Event| {
        if matches!(event.state, State::Waiting { .. }) {
            reins.stop();
        }
    };
    let mut shelf = Shelf::of([part.clone()]);
    let client = client_at(proxy.address());
    let signers = &yard.receipt_signers;
    let stopped = deliver(&client, signers, &mut shelf, &reins, stop_at_the_cut);
    timeout(DEADLINE, stopped).await.unwrap().unwrap();
    standing(yard, part).await.1
}

async fn standing(yard: &Yard, part: &Part) -> (Location, u64) {
    let (manifest, length) = (&part.lease.manifest, part.lease.length);
    let client = yard.client();
    let announced = client.announce(manifest, length, None).await;
    let (location, standing) = announced.unwrap();
    (location, standing.offset)
}

#[tokio::test]
async fn an_upload_that_nobody_goes_on_with_is_forgotten_and_can_be_begun_anew() {
    let mut yard = Yard::plain().await;
    let part = yard.kit.part(Kind::Pages, 1_000_000);
    let kept = half(&yard, &part).await;
    assert!(kept > 100_000);
    let arriving = yard.data().join("arriving");
    let waiting = || std::fs::read_dir(&arriving).unwrap().count();
    yard.kill_and_restart().await;
    assert_eq!(waiting(), 1, "what is young stays");
    let (location, after) = standing(&yard, &part).await;
    assert_eq!(after, kept);

    yard.set("unfinished_days", "0").await;
    let mut looking = tokio::time::interval(std::time::Duration::from_millis(5));
    timeout(DEADLINE, async {
        while waiting() > 0 {
            looking.tick().await;
        }
    })
    .await
    .unwrap();
    let gone = yard.client().standing(&location).await.unwrap_err();
    assert_eq!(gone.code(), Some(ProblemCode::Unknown));
    yard.set("unfinished_days", "1").await;
    let mut shelf = Shelf::of([part]);
    assert_eq!(carry(&yard, &yard.client(), &mut shelf).await.delivered, 1);
}

async fn say_opened(yard: &Yard, receipt: &Receipt) {
    let opened = Receipt {
        kind: ReceiptKind::Opened,
        depot: "console".to_owned(),
        ..receipt.clone()
    };
    let opened = Signed::sign(&opened, &yard.coordinator).unwrap();
    let client = yard.client();
    let session = client.session(&yard.coordinator).await.unwrap();
    session.post_receipt(&opened).await.unwrap();
}

async fn fetched(yard: &Yard, part: &Part) -> Result<Vec<u8>, ClientError> {
    let client = yard.client();
    let session = client.session(&yard.coordinator).await.unwrap();
    session
        .fetch_whole(&part.lease.digest, part.lease.length)
        .await
}

#[tokio::test]
async fn what_was_opened_long_ago_is_cleared_away_and_its_receipt_stays() {
    let mut yard = Yard::plain().await;
    let parts = [
        yard.kit.part(Kind::Summary, 9_000),
        yard.kit.part(Kind::Pages, 300_000),
        yard.kit.part(Kind::Pages, 200_000),
    ];
    let mut shelf = Shelf::of(parts.clone());
    carry(&yard, &yard.client(), &mut shelf).await;
    for (_, receipt) in &shelf.confirmed[..2] {
        say_opened(&yard, receipt).await;
    }
    yard.set("keep_opened_days", "30").await;
    assert!(fetched(&yard, &parts[0]).await.is_ok(), "it is young");
    yard.set("keep_opened_days", "0").await;
    let mut looking = tokio::time::interval(std::time::Duration::from_millis(5));
    timeout(DEADLINE, async {
        while fetched(&yard, &parts[1]).await.is_ok() {
            looking.tick().await;
        }
    })
    .await
    .unwrap();
    let gone = fetched(&yard, &parts[0]).await.unwrap_err();
    assert_eq!(gone.code(), Some(ProblemCode::Unknown));
    assert!(fetched(&yard, &parts[2]).await.is_ok(), "nobody opened it");
    let mut again = Shelf::of(parts);
    carry(&yard, &yard.client(), &mut again).await;
    assert_eq!(again.confirmed, shelf.confirmed);
}

#[tokio::test]
async fn a_copy_made_while_the_depot_serves_is_the_same_depot() {
    let mut yard = Yard::plain().await;
    let mut parts = vec![
        yard.kit.part(Kind::Summary, 9_000),
        yard.kit.part(Kind::Pages, 300_000),
    ];
    let mut shelf = Shelf::of(parts.clone());
    shelf.heads.push(yard.kit.head(3));
    carry(&yard, &yard.client(), &mut shelf).await;
    let copy = yard.folder.path().join("copy");
    assert_eq!(depot::backup::back_up(&yard.data(), &copy).unwrap(), 1);
    let late = yard.kit.part(Kind::Pages, 200_000);
    parts.push(late.clone());
    carry(&yard, &yard.client(), &mut Shelf::of([late.clone()])).await;
    let half_way = yard.kit.part(Kind::Pages, 800_000);
    assert!(half(&yard, &half_way).await > 0);
    assert_eq!(depot::backup::back_up(&yard.data(), &copy).unwrap(), 1);

    // The machine burns; the copy serves at the same address.
    yard.serve_on(&copy).await;
    let mut again = Shelf::of(parts.clone());
    carry(&yard, &yard.client(), &mut again).await;
    assert_eq!(again.confirmed[..2], shelf.confirmed);
    for part in &parts {
        assert_eq!(fetched(&yard, part).await.unwrap(), part.bytes);
    }
    let mut rest = Shelf::of([half_way]);
    assert_eq!(carry(&yard, &yard.client(), &mut rest).await.delivered, 1);
}

#[tokio::test]
async fn a_depot_asked_to_end_lets_go_of_uploads_that_resume() {
    let mut yard = Yard::plain().await;
    let part = yard.kit.part(Kind::Pages, 2_000_000);
    let kept = half(&yard, &part).await;
    assert!(yard.ask_to_end().await);
    yard.serve_on(&yard.data()).await;
    assert_eq!(standing(&yard, &part).await.1, kept);
}
