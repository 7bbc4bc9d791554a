//! Stories of carrying: a real depot in a process of its own, a real courier, real cuts. Loopback only.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod air;
mod boxes;
mod harms;
mod hostile;
mod kits;
mod tending;
mod thin;
mod yard;

use std::process::{Command, Stdio};
use std::time::Duration;

use courier::sim::{CutProxy, Cuts};
use courier::wire::{self, Cursor, ProblemCode, Run};
use courier::{
    Address, AsideReason, Client, ClientError, Event, Limits, Reins, Sitting, State, deliver,
};
use parcel::{Kind, Receipt, ReceiptKind, Signed, Signer as _, SoftSigner};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair, date_time_ymd};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::timeout;
use yard::{DEADLINE, Kit, Shelf, Yard, any_seed, client_at};

async fn carry(yard: &Yard, client: &Client, shelf: &mut Shelf) -> Sitting {
    let reins = Reins::default();
    let carrying = deliver(client, &yard.receipt_signers, shelf, &reins, drop);
    timeout(DEADLINE, carrying).await.unwrap().unwrap()
}

#[tokio::test]
async fn an_upload_cut_at_random_places_finishes_with_a_verified_receipt() {
    let mut yard = Yard::plain().await;
    let parts = [
        yard.kit.part(Kind::Summary, 8_700),
        yard.kit.part(Kind::Pages, 3_000_000),
    ];
    let mut shelf = Shelf::of(parts.clone());
    shelf.heads.push(yard.kit.head(1));
    let payload = shelf.bytes();
    let seed = any_seed();
    let cuts = Cuts {
        times: 12,
        after_bytes: 1_000..=200_000,
        seed,
    };
    let proxy = CutProxy::start(yard.address, cuts).unwrap();

    let sitting = carry(&yard, &client_at(proxy.address()), &mut shelf).await;

    assert_eq!(
        sitting,
        Sitting {
            delivered: 2,
            set_aside: 0
        },
        "seed {seed}"
    );
    assert_eq!(proxy.cuts(), 12, "seed {seed}");
    for (part, (_, receipt)) in parts.iter().zip(&shelf.confirmed) {
        assert_eq!(
            (receipt.digest, receipt.kind),
            (part.lease.digest, ReceiptKind::Stored)
        );
    }
    let sent = proxy.forth_bytes();
    assert!(
        sent < payload + payload / 5,
        "{sent} bytes for {payload} through 12 cuts, seed {seed}"
    );
}

#[tokio::test]
async fn without_cuts_the_wire_costs_less_than_two_percent() {
    let mut yard = Yard::plain().await;
    let mut shelf = Shelf::of([yard.kit.part(Kind::Pages, 1_000_000)]);
    let payload = shelf.bytes();
    let proxy = CutProxy::start(
        yard.address,
        Cuts {
            times: 0,
            after_bytes: 0..=0,
            seed: 0,
        },
    )
    .unwrap();
    assert_eq!(
        carry(&yard, &client_at(proxy.address()), &mut shelf)
            .await
            .delivered,
        1
    );
    assert!(proxy.forth_bytes() < payload + payload / 50);
    assert_eq!(proxy.connections(), 1);
}

#[tokio::test]
async fn the_same_part_twice_is_one_item_with_the_same_receipt() {
    let mut yard = Yard::plain().await;
    for length in [9_000, 500_000] {
        let part = yard.kit.part(Kind::Summary, length);
        let mut receipts = Vec::new();
        for _ in 0..2 {
            let mut shelf = Shelf::of([part.clone()]);
            assert_eq!(carry(&yard, &yard.client(), &mut shelf).await.delivered, 1);
            receipts.push(shelf.confirmed.pop().unwrap().0);
        }
        assert_eq!(receipts[0], receipts[1]);
    }
    let client = yard.client();
    let session = client.session(&yard.coordinator).await.unwrap();
    assert_eq!(
        session
            .list_since(Cursor(0), 100)
            .await
            .unwrap()
            .entries
            .len(),
        2
    );
}

#[tokio::test]
async fn an_unsigned_upload_is_refused_before_its_bytes() {
    let yard = Yard::plain().await;
    for metadata in [
        "",
        "Upload-Metadata: \r\n",
        "Upload-Metadata: filename eA==\r\n",
    ] {
        let mut raw = TcpStream::connect(yard.address).await.unwrap();
        let head = format!(
            "POST /v1/uploads HTTP/1.1\r\nHost: d\r\nTus-Resumable: 1.0.0\r\nUpload-Length: 900000\r\n{metadata}\
             Content-Type: application/offset+octet-stream\r\nContent-Length: 900000\r\n\r\n"
        );
        raw.write_all(head.as_bytes()).await.unwrap();
        let mut answer = vec![0; 12];
        timeout(DEADLINE, raw.read_exact(&mut answer))
            .await
            .unwrap()
            .unwrap();
        let status = String::from_utf8(answer).unwrap();
        assert!(
            status == "HTTP/1.1 401" || status == "HTTP/1.1 400",
            "{status} for {metadata:?}"
        );
    }
    assert_eq!(
        std::fs::read_dir(yard.data().join("arriving"))
            .unwrap()
            .count(),
        0
    );
}

#[tokio::test]
async fn an_oversized_part_is_refused_before_its_bytes() {
    let mut yard = Yard::plain().await;
    let part = yard.kit.part(Kind::Pages, 17 * 1024 * 1024);
    let refused = yard
        .client()
        .announce(&part.lease.manifest, part.lease.length, None)
        .await
        .unwrap_err();
    assert_eq!(refused.code(), Some(ProblemCode::TooLarge));
}

#[tokio::test]
async fn a_foreign_kit_is_refused_and_keeps_its_parts() {
    let yard = Yard::plain().await;
    let mut shelf = Shelf::of([Kit::draw().part(Kind::Summary, 9_000)]);
    let (reins, client) = (Reins::default(), yard.client());
    let mut states = Vec::new();
    let tell = |event: Event| {
        if let State::Waiting { why, .. } = event.state {
            states.push(why);
            reins.stop();
        }
    };
    let sitting = timeout(
        DEADLINE,
        deliver(&client, &yard.receipt_signers, &mut shelf, &reins, tell),
    )
    .await;
    assert_eq!(sitting.unwrap().unwrap(), Sitting::default());
    assert_eq!(states, [courier::deliver::Wait::Admission]);
    assert_eq!((shelf.parts.len(), shelf.aside.len()), (1, 0));
}

#[tokio::test]
async fn a_flipped_byte_is_refused_at_the_end() {
    let mut yard = Yard::plain().await;
    for length in [9_000, 700_000] {
        // On the way once: what arrived wrong is sent again, from the block that differs.
        let mut shelf = Shelf::of([yard.kit.part(Kind::Pages, length)]);
        shelf.damage = Some((length as u64 - 5_000, 1));
        assert_eq!(
            carry(&yard, &yard.client(), &mut shelf).await,
            Sitting {
                delivered: 1,
                set_aside: 0
            }
        );

        // On the kit's own disk: the part is set aside, and the next one goes through.
        let mut damaged = yard.kit.part(Kind::Pages, length);
        damaged.bytes[1_000] ^= 1;
        let mut shelf = Shelf::of([damaged.clone(), yard.kit.part(Kind::Summary, 8_000)]);
        assert_eq!(
            carry(&yard, &yard.client(), &mut shelf).await,
            Sitting {
                delivered: 1,
                set_aside: 1
            }
        );
        assert_eq!(shelf.aside, [(damaged.lease.digest, AsideReason::Damaged)]);
        let refused = yard
            .client()
            .receipt(&damaged.lease.digest, &yard.kit.name)
            .await
            .unwrap_err();
        assert_eq!(refused.code(), Some(ProblemCode::Unknown));
    }
}

#[tokio::test]
async fn an_upload_goes_on_where_it_was_when_the_depot_was_killed() {
    let mut yard = Yard::plain().await;
    let part = yard.kit.part(Kind::Pages, 4_000_000);
    let proxy = CutProxy::start(
        yard.address,
        Cuts {
            times: 1,
            after_bytes: 2_500_000..=2_500_000,
            seed: 0,
        },
    )
    .unwrap();
    let (reins, client) = (Reins::default(), client_at(proxy.address()));
    let mut shelf = Shelf::of([part.clone()]);
    let stop_at_the_cut = |event: Event| {
        if matches!(event.state, State::Waiting { .. }) {
            reins.stop();
        }
    };
    let stopped = timeout(
        DEADLINE,
        deliver(
            &client,
            &yard.receipt_signers,
            &mut shelf,
            &reins,
            stop_at_the_cut,
        ),
    )
    .await;
    assert_eq!(stopped.unwrap().unwrap(), Sitting::default());

    let (_, answered) = yard
        .client()
        .announce(&part.lease.manifest, part.lease.length, None)
        .await
        .unwrap();
    yard.kill_and_restart().await;
    let (_, standing) = yard
        .client()
        .announce(&part.lease.manifest, part.lease.length, None)
        .await
        .unwrap();

    assert!(
        answered.offset > 0 && standing.offset == answered.offset,
        "{answered:?}, then {standing:?}"
    );
    assert_eq!(
        carry(&yard, &client_at(proxy.address()), &mut shelf)
            .await
            .delivered,
        1
    );
}

#[tokio::test]
async fn a_half_open_predecessor_costs_no_time() {
    let mut yard = Yard::plain().await;
    let part = yard.kit.part(Kind::Pages, 400_000);
    let client = yard.client();
    client
        .announce(&part.lease.manifest, part.lease.length, None)
        .await
        .unwrap();
    let mut raw = TcpStream::connect(yard.address).await.unwrap();
    let head = format!(
        "POST /v1/uploads HTTP/1.1\r\nHost: d\r\nTus-Resumable: 1.0.0\r\nUpload-Length: 400000\r\n\
         Upload-Metadata: {}\r\nContent-Length: 400000\r\n\r\n",
        wire::upload_metadata(&part.lease.manifest)
    );
    raw.write_all(head.as_bytes()).await.unwrap();
    raw.write_all(&part.bytes[..150_000]).await.unwrap();
    raw.flush().await.unwrap();

    let patience = Duration::from_secs(2);
    let mut asking = tokio::time::interval(Duration::from_millis(20));
    let arrived = timeout(DEADLINE, async {
        loop {
            asking.tick().await;
            let asked = timeout(
                patience,
                client.announce(&part.lease.manifest, part.lease.length, None),
            );
            let (_, standing) = asked
                .await
                .expect("nobody waits for the predecessor")
                .unwrap();
            if standing.offset > 0 {
                return standing.offset;
            }
        }
    });
    assert!(arrived.await.unwrap() <= 150_000);
    let mut shelf = Shelf::of([part]);
    assert_eq!(carry(&yard, &client, &mut shelf).await.delivered, 1);
    drop(raw);
}

#[tokio::test]
async fn a_lost_kit_is_quarantined_not_refused() {
    let mut yard = Yard::plain().await;
    let line = yard
        .kit
        .key
        .public_key()
        .allowed_signers_line(&format!("lost-kit:{}", yard.kit.name));
    std::fs::write(yard.data().join(depot::signers::FILE), line).unwrap();
    let mut shelf = Shelf::of([yard.kit.part(Kind::Summary, 9_000)]);
    assert_eq!(carry(&yard, &yard.client(), &mut shelf).await.delivered, 1);
    assert_eq!(shelf.confirmed[0].1.kind, ReceiptKind::Quarantined);
}

#[tokio::test]
async fn a_kit_that_was_set_back_hears_how_far_it_had_come() {
    let mut yard = Yard::plain().await;
    let client = yard.client();
    let mut shelf = Shelf::default();
    for counter in [4, 4, 5] {
        shelf.heads = vec![yard.kit.head(counter)];
        carry(&yard, &client, &mut shelf).await;
    }
    assert_eq!(shelf.surpassed, [], "a kit that goes on hears nothing");
    let newest = yard.kit.head(5).claim().unwrap();
    let part = yard.kit.part(Kind::Summary, 8_000);
    let mut shelf = Shelf::of([part]);
    shelf.heads = vec![yard.kit.head(2)];
    carry(&yard, &client, &mut shelf).await;
    assert_eq!(shelf.surpassed, std::slice::from_ref(&newest));
    assert!(shelf.parts.is_empty(), "delivery goes on");

    // Counted on from the same point, it comes to the same number by another way.
    let mut fork = newest.clone();
    fork.tips[0].manifest = parcel::digest_of(b"another");
    let fork = Signed::sign(&fork, &yard.kit.key).unwrap();
    assert_eq!(client.send_head(&fork).await.unwrap(), Some(newest));
}

#[tokio::test]
async fn a_coordinator_lists_fetches_and_says_what_was_opened() {
    let mut yard = Yard::plain().await;
    let (small, large) = (
        yard.kit.part(Kind::Summary, 8_000),
        yard.kit.part(Kind::Summary, 300_000),
    );
    let mut shelf = Shelf::of([small.clone(), large.clone()]);
    shelf.heads.push(yard.kit.head(4));
    carry(&yard, &yard.client(), &mut shelf).await;

    let client = yard.client();
    let session = client.session(&yard.coordinator).await.unwrap();
    let first = session.list_since(Cursor(0), 1).await.unwrap();
    assert!(first.more && first.entries.len() == 1);
    let second = session.list_since(first.next, 10).await.unwrap();
    assert!(!second.more);
    assert_eq!(second.entries[0].manifest, large.lease.manifest);
    second.entries[0]
        .receipt
        .verify(&yard.receipt_signers)
        .unwrap();

    for part in [&small, &large] {
        let digest = part.lease.digest;
        assert_eq!(
            session.fetch(&digest, 100..200).await.unwrap(),
            part.bytes[100..200]
        );
        assert_eq!(
            session
                .fetch_whole(&digest, part.lease.length)
                .await
                .unwrap(),
            part.bytes
        );
    }
    assert_eq!(session.heads().await.unwrap().heads, [yard.kit.head(4)]);
    let gaps = session.gaps().await.unwrap().gaps;
    assert_eq!(
        (gaps.len(), gaps[0].known_up_to, &gaps[0].missing[..]),
        (1, 4, &[Run { first: 3, last: 4 }][..])
    );

    let opened = Receipt {
        kind: ReceiptKind::Opened,
        depot: "console".to_owned(),
        ..shelf.confirmed[0].1.clone()
    };
    let forged = Signed::sign(&opened, &yard.kit.key).unwrap();
    assert_eq!(
        session.post_receipt(&forged).await.unwrap_err().code(),
        Some(ProblemCode::Foreign)
    );
    let opened = Signed::sign(&opened, &yard.coordinator).unwrap();
    session.post_receipt(&opened).await.unwrap();
    assert_eq!(
        client.opened_receipt(&small.lease.digest).await.unwrap(),
        opened
    );
}

#[tokio::test]
async fn a_stranger_gets_no_session() {
    let yard = Yard::plain().await;
    let client = yard.client();
    for stranger in [&yard.kit.key, &SoftSigner::generate(&mut rand::rngs::OsRng)] {
        let refused = client.session(stranger).await.unwrap_err();
        assert_eq!(
            refused.to_string(),
            "the depot refused: The signer is not known here."
        );
    }
}

#[tokio::test]
async fn a_pinned_authority_is_recognised_and_another_is_not() {
    let mut yard = Yard::secured().await;
    let url = format!("https://{}", yard.address);
    let client = yard.pinned_client();
    let mut shelf = Shelf::of([yard.kit.part(Kind::Pages, 200_000)]);
    assert_eq!(carry(&yard, &client, &mut shelf).await.delivered, 1);

    let other = Yard::secured().await;
    let client = Client::new(
        Address::parse(&url, other.ca_pem.as_deref()).unwrap(),
        Limits::default(),
    );
    assert_eq!(client.greet().await, Err(ClientError::Untrusted));
    let by_another_name = format!("https://localhost:{}", yard.address.port());
    let client = Client::new(
        Address::parse(&by_another_name, yard.ca_pem.as_deref()).unwrap(),
        Limits::default(),
    );
    assert_eq!(client.greet().await, Err(ClientError::Untrusted));
}

/// Makes an authority and a certificate of it that hold between two days only, and gives them to the depot.
async fn certified_between(yard: &mut Yard, from: (i32, u8), until: (i32, u8)) -> String {
    let mut authority = CertificateParams::new(Vec::new()).unwrap();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let mut server = CertificateParams::new(["127.0.0.1".to_owned()]).unwrap();
    for one in [&mut authority, &mut server] {
        one.not_before = date_time_ymd(from.0, from.1, 1);
        one.not_after = date_time_ymd(until.0, until.1, 1);
    }
    let authority_key = KeyPair::generate().unwrap();
    let pem = authority.self_signed(&authority_key).unwrap().pem();
    let server_key = KeyPair::generate().unwrap();
    let issuer = Issuer::from_params(&authority, &authority_key);
    let certificate = server.signed_by(&server_key, &issuer).unwrap();
    let said = std::fs::read_to_string(yard.data().join(depot::config::FILE)).unwrap();
    let config: depot::Config = toml::from_str(&said).unwrap();
    let tls = config.tls.unwrap();
    std::fs::write(yard.data().join(tls.certificate), certificate.pem()).unwrap();
    std::fs::write(yard.data().join(tls.key), server_key.serialize_pem()).unwrap();
    yard.kill_and_restart().await;
    pem
}

/// A kit whose clock starts in 1970 sees every certificate as not yet valid, one two years ahead sees them as over.
#[tokio::test]
async fn over_tls_everything_passes_at_any_date_and_another_authority_never_does() {
    let mut yard = Yard::secured().await;
    let url = format!("https://{}", yard.address);
    for (from, until) in [((2090, 1), (2091, 1)), ((1971, 1), (1971, 2))] {
        let pem = certified_between(&mut yard, from, until).await;
        let pinned = |pem: &str| Address::parse(&url, Some(pem)).unwrap();
        let client = Client::new(pinned(&pem), Limits::default());
        let mut shelf = Shelf::of([
            yard.kit.part(Kind::Summary, 9_000),
            yard.kit.part(Kind::Pages, 200_000),
        ]);
        shelf.heads.push(yard.kit.head(2));
        assert_eq!(carry(&yard, &client, &mut shelf).await.delivered, 2);
        let before = yard.ca_pem.replace(pem).unwrap();
        let client = Client::new(pinned(&before), Limits::default());
        assert_eq!(client.greet().await, Err(ClientError::Untrusted));
    }
}

#[tokio::test]
async fn a_login_page_is_not_taken_for_the_depot() {
    let portal = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let client = client_at(portal.local_addr().unwrap());
    let answering = tokio::spawn(async move {
        let (mut guest, _) = portal.accept().await.unwrap();
        let mut request = vec![0; 1024];
        assert!(guest.read(&mut request).await.unwrap() > 0);
        guest
            .write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nlogin")
            .await
            .unwrap();
    });
    assert_eq!(client.greet().await, Err(ClientError::Portal));
    answering.await.unwrap();
}

#[tokio::test]
async fn ssh_keygen_accepts_a_receipt() {
    let mut yard = Yard::plain().await;
    let mut shelf = Shelf::of([yard.kit.part(Kind::Summary, 9_000)]);
    carry(&yard, &yard.client(), &mut shelf).await;
    let (signed, _) = &shelf.confirmed[0];

    let folder = yard.folder.path();
    std::fs::write(
        folder.join("signers"),
        yard.receipt_signers[0].allowed_signers_line("depot"),
    )
    .unwrap();
    std::fs::write(folder.join("receipt"), signed.body()).unwrap();
    std::fs::write(folder.join("receipt.sig"), signed.signature().as_str()).unwrap();
    let verified = Command::new("ssh-keygen")
        .current_dir(folder)
        .args([
            "-Y",
            "verify",
            "-f",
            "signers",
            "-I",
            "depot",
            "-n",
            "valiza.receipt.v1",
            "-s",
            "receipt.sig",
        ])
        .stdin(std::fs::File::open(folder.join("receipt")).unwrap())
        .stdout(Stdio::null())
        .status()
        .expect("this test needs ssh-keygen, from the Debian package openssh-client");
    assert!(verified.success());
}
