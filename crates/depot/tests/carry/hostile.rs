//! Clients that mean ill: slow ones, liars, hoarders, forgers. The others are served all the while, and memory stays small.

use courier::wire::{self, ProblemCode};
use parcel::{Kind, Signed};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::carry;
use crate::yard::{DEADLINE, Kit, Part, Shelf, Yard};

/// What a depot may need when nobody sends large parts, in megabytes.
const MODEST_MB: f64 = 40.0;

async fn say(yard: &Yard, words: &str) -> TcpStream {
    let mut raw = TcpStream::connect(yard.address).await.unwrap();
    raw.write_all(words.as_bytes()).await.unwrap();
    raw
}

/// The status of the answer to `words`, with `body` after them as far as the depot lets it come.
async fn status(yard: &Yard, words: &str, body: &[u8]) -> String {
    let mut raw = say(yard, words).await;
    drop(raw.write_all(body).await);
    let mut answer = vec![0; 12];
    timeout(DEADLINE, raw.read_exact(&mut answer))
        .await
        .unwrap()
        .unwrap();
    String::from_utf8(answer).unwrap().split_off(9)
}

fn announcement(part: &Part, length: u64, more: &str) -> String {
    format!(
        "POST /v1/uploads HTTP/1.1\r\nHost: d\r\nTus-Resumable: 1.0.0\r\nUpload-Length: {length}\r\n\
         Upload-Metadata: {}\r\n{more}\r\n",
        wire::upload_metadata(&part.lease.manifest)
    )
}

#[tokio::test]
async fn slow_lorises_are_dropped_and_kits_are_served() {
    let mut yard = Yard::plain().await;
    yard.set("connections", "4").await;
    yard.set("idle_seconds", "1").await;
    let mut slow = Vec::new();
    for _ in 0..12 {
        slow.push(say(&yard, "POST /v1/uploads HTTP/1.1\r\nHost: d\r\nX").await);
    }
    let mut shelf = Shelf::of([yard.kit.part(Kind::Pages, 200_000)]);
    assert_eq!(carry(&yard, &yard.client(), &mut shelf).await.delivered, 1);
    let mut bodies = Vec::new();
    for _ in 0..4 {
        let part = yard.kit.part(Kind::Pages, 300_000);
        let length = part.lease.length;
        let more = format!(
            "Content-Type: application/offset+octet-stream\r\nContent-Length: {length}\r\n"
        );
        bodies.push(say(&yard, &announcement(&part, length, &more)).await);
    }
    for mut one in slow.into_iter().chain(bodies) {
        let mut rest = Vec::new();
        // A reset says the same as an end.
        drop(timeout(DEADLINE, one.read_to_end(&mut rest)).await.unwrap());
    }
}

#[tokio::test]
async fn lying_lengths_and_offsets_are_refused_and_leave_no_byte() {
    let mut yard = Yard::plain().await;
    let part = yard.kit.part(Kind::Pages, 200_000);
    let length = part.lease.length;
    for (claimed, more) in [
        (length + 1, ""),
        (length - 1, ""),
        (u64::MAX, ""),
        (length, "Content-Length: 200001\r\n"),
        (length, "Content-Length: 18446744073709551615\r\n"),
    ] {
        let words = announcement(&part, claimed, more);
        let got = status(&yard, &words, b"").await;
        assert!(got.starts_with('4'), "{got} for {claimed} {more}");
    }
    let words = announcement(&part, length, "");
    let mut raw = say(&yard, &words).await;
    let mut answer = [0; 2048];
    let read = timeout(DEADLINE, raw.read(&mut answer))
        .await
        .unwrap()
        .unwrap();
    let answer = String::from_utf8_lossy(&answer[..read]).into_owned();
    let location = answer
        .lines()
        .find_map(|line| line.strip_prefix("location: "))
        .unwrap();
    let patch = |offset: &str, more: &str| {
        format!(
            "PATCH {location} HTTP/1.1\r\nHost: d\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: {offset}\r\n\
             Content-Type: application/offset+octet-stream\r\n{more}\r\n"
        )
    };
    let ten = "Content-Length: 10\r\n";
    for (offset, wanted) in [
        ("10", "409"),
        ("262144", "400"),
        ("18446744073709551615", "400"),
        ("-1", "400"),
        ("1e3", "400"),
    ] {
        let got = status(&yard, &patch(offset, ten), b"0123456789").await;
        assert_eq!(got, wanted, "offset {offset}");
    }
    // A body without a length that goes on for ever: what is beyond the part's end is not taken.
    let mut endless = b"30d41\r\n".to_vec();
    endless.extend(vec![b'x'; 200_001]);
    endless.extend(b"\r\n0\r\n\r\n");
    let got = status(
        &yard,
        &patch("0", "Transfer-Encoding: chunked\r\n"),
        &endless,
    )
    .await;
    assert_eq!(got, "400");
    let arriving = std::fs::read_dir(yard.data().join("arriving")).unwrap();
    for file in arriving {
        assert!(file.unwrap().metadata().unwrap().len() <= length);
    }
    let mut shelf = Shelf::of([part]);
    assert_eq!(carry(&yard, &yard.client(), &mut shelf).await.delivered, 1);
}

#[tokio::test]
async fn hoarders_meet_their_quota_and_memory_stays_small() {
    let mut yard = Yard::plain().await;
    yard.set("kit_uploads", "50").await;
    let client = yard.client();
    let mut refused = 0;
    for _ in 0..80 {
        let part = yard.kit.part(Kind::Pages, 100_000);
        let manifest = &part.lease.manifest;
        match client.announce(manifest, part.lease.length, None).await {
            Ok(_) => {}
            Err(error) => {
                assert_eq!(error.code(), Some(ProblemCode::Full));
                refused += 1;
            }
        }
    }
    assert_eq!(refused, 30);
    let stranger = Kit::draw().part(Kind::Summary, 100);
    for _ in 0..3000 {
        let announced = client.announce(&stranger.lease.manifest, 100, None).await;
        assert_eq!(announced.unwrap_err().code(), Some(ProblemCode::Foreign));
    }
    assert!(yard.resident_mb() < MODEST_MB, "{} MB", yard.resident_mb());

    yard.set("kit_uploads", "100").await;
    yard.set("kit_bytes", "5_100_000").await;
    let (fits, beyond) = (
        yard.kit.part(Kind::Summary, 60_000),
        yard.kit.part(Kind::Summary, 60_000),
    );
    let client = yard.client();
    for (part, wanted) in [(fits, None), (beyond, Some(ProblemCode::Full))] {
        let inline = Some(part.bytes.clone().into());
        let announced = client.announce(&part.lease.manifest, 60_000, inline).await;
        assert_eq!(announced.err().and_then(|error| error.code()), wanted);
    }
}

#[tokio::test]
async fn forged_heads_are_refused_and_absurd_ones_cost_nothing() {
    let yard = Yard::plain().await;
    let client = yard.client();
    let stranger = Kit::draw();
    let mut forged = yard.kit.head(7).claim().unwrap();
    forged.day += 1;
    let forged = Signed::sign(&forged, &stranger.key).unwrap();
    let refusal = client.send_head(&forged).await.unwrap_err();
    assert_eq!(refusal.code(), Some(ProblemCode::Foreign));
    let moved = Signed::from_parts(
        String::from_utf8(forged.body().to_vec()).unwrap(),
        yard.kit.head(7).signature().clone(),
    );
    let refusal = client.send_head(&moved).await.unwrap_err();
    assert_eq!(refusal.code(), Some(ProblemCode::Unsigned));
    let session = client.session(&yard.coordinator).await.unwrap();
    assert!(session.heads().await.unwrap().heads.is_empty());
    // The largest number there is: the gap is one run and not a number for each.
    let absurd = yard.kit.head((1 << 53) - 1);
    client.send_head(&absurd).await.unwrap();
    let gaps = session.gaps().await.unwrap().gaps;
    assert_eq!(gaps[0].missing.len(), 1);
}
