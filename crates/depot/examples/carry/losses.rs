//! U4, R3, R5: answers that are lost after the commit, parts that never come, a part that is poison.

use std::collections::BTreeMap;
use std::time::Duration;

use courier::sim::{CutProxy, Cuts, Harm, Way};
use courier::wire::Cursor;
use courier::{Address, AsideReason, Client, Limits, Reins, deliver};
use parcel::{Kind, Receipt, Signed};

use crate::say;
use crate::yard::{Shelf, Yard};

/// Parts that two paths carry at once; each path loses the first answer to each.
const CARRIED: usize = 500;
/// Parts of which some never leave.
const SEALED: usize = 500;
const LOST: [usize; 3] = [17, 250, 499];

pub(crate) async fn answers() {
    let mut yard = Yard::plain().await;
    let parts: Vec<_> = (0..CARRIED)
        .map(|_| yard.kit.part(Kind::Summary, 8_700))
        .collect();
    let mut backwards = parts.clone();
    backwards.reverse();
    let (one, other) = tokio::join!(path(&yard, parts.clone(), 1), path(&yard, backwards, 2));
    let client = yard.client();
    let session = client.session(&yard.coordinator).await.unwrap();
    let mut kept = BTreeMap::<_, u32>::new();
    let mut from = Cursor(0);
    loop {
        let batch = session.list_since(from, 1000).await.unwrap();
        for entry in &batch.entries {
            *kept
                .entry(entry.manifest.claim().unwrap().digest)
                .or_default() += 1;
        }
        from = batch.next;
        if !batch.more {
            break;
        }
    }
    let known = |part: &&crate::yard::Part| {
        let digest = part.lease.digest;
        kept.contains_key(&digest)
            && [&one.1, &other.1]
                .iter()
                .all(|path| path.contains_key(&digest))
    };
    let lost = parts.len() - parts.iter().filter(known).count();
    let doubled = kept.values().filter(|times| **times > 1).count()
        + one
            .1
            .iter()
            .filter(|(digest, receipt)| other.1.get(digest) != Some(receipt))
            .count();
    let swallowed = one.0 + other.0;
    say("too few", 1000_u64.saturating_sub(swallowed) as f64, None);
    say("lost", lost as f64, None);
    say("doubled", doubled as f64, None);
}

/// Delivers everything over a path that swallows as many answers as there are parts; says how many it swallowed.
async fn path(
    yard: &Yard,
    parts: Vec<crate::yard::Part>,
    seed: u64,
) -> (u64, BTreeMap<parcel::Digest, Signed<Receipt>>) {
    let cuts = Cuts {
        times: parts.len() as u64,
        after_bytes: 0..=0,
        seed,
    };
    let harms = vec![(Way::Back, Harm::Reset), (Way::Back, Harm::Close)];
    let proxy = CutProxy::with_harms(yard.address, cuts, harms).unwrap();
    let address = Address::parse(&format!("http://{}", proxy.address()), None).unwrap();
    let limits = Limits {
        first_wait: Duration::from_millis(1),
        ceiling: Duration::from_millis(5),
        ..Limits::default()
    };
    let client = Client::new(address, limits);
    let mut shelf = Shelf::of(parts);
    deliver(
        &client,
        &yard.receipt_signers,
        &mut shelf,
        &Reins::default(),
        drop,
    )
    .await
    .unwrap();
    let receipts = shelf.confirmed.into_iter();
    (
        proxy.cuts(),
        receipts
            .map(|(signed, receipt)| (receipt.digest, signed))
            .collect(),
    )
}

pub(crate) async fn gaps() {
    let mut yard = Yard::plain().await;
    let parts = (1..=SEALED).filter_map(|counter| {
        let part = yard.kit.part(Kind::Summary, 2_000);
        (!LOST.contains(&counter)).then_some(part)
    });
    let mut shelf = Shelf::of(parts.collect::<Vec<_>>());
    shelf.heads.push(yard.kit.head(SEALED as u64));
    carry(&yard, &mut shelf).await;
    let client = yard.client();
    let session = client.session(&yard.coordinator).await.unwrap();
    let gaps = session.gaps().await.unwrap().gaps;
    let named: Vec<_> = gaps
        .iter()
        .flat_map(|gap| &gap.missing)
        .flat_map(|run| run.first..=run.last)
        .collect();
    let wrong = named
        .iter()
        .filter(|counter| !LOST.iter().any(|lost| *lost as u64 == **counter))
        .count();
    let unnamed = LOST
        .iter()
        .filter(|lost| !named.contains(&(**lost as u64)))
        .count();
    say("wrongly named", (wrong + unnamed) as f64, None);
}

pub(crate) async fn poison() {
    let mut yard = Yard::plain().await;
    let mut parts: Vec<_> = (0..100)
        .map(|_| yard.kit.part(Kind::Pages, 100_000))
        .collect();
    // The kit's disk changed a byte of it after it was sealed.
    parts[41].bytes[70_000] ^= 1;
    let mut shelf = Shelf::of(parts);
    carry(&yard, &mut shelf).await;
    let arrived = shelf.confirmed.len();
    let named = shelf
        .aside
        .iter()
        .filter(|(_, reason)| *reason == AsideReason::Damaged)
        .count();
    say("left behind", (100 - arrived) as f64, None);
    say("not named", named.abs_diff(1) as f64, None);
}

async fn carry(yard: &Yard, shelf: &mut Shelf) {
    let client = yard.client();
    deliver(
        &client,
        &yard.receipt_signers,
        shelf,
        &Reins::default(),
        drop,
    )
    .await
    .unwrap();
}
