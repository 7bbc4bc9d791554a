//! A day over a link of true packets: 64 kbit/s, a lost packet in ten, coverage that comes and goes.
use std::process::Stdio;
use std::time::Duration;

use courier::wire::Cursor;
use courier::{Reins, State, deliver};
use parcel::{Kind, ReceiptKind};
use tokio::time::timeout;

use crate::air::{self, Air, Radio};
use crate::yard::{DEADLINE, Shelf, Yard};

/// Says that this process is the one in the network of its own.
const WITHIN: &str = "VALIZA_TEST_WITHIN";

#[tokio::test]
async fn over_a_thin_link_with_windows_summaries_come_first_and_everything_comes_once() {
    if std::env::var_os(WITHIN).is_none() {
        let name =
            "thin::over_a_thin_link_with_windows_summaries_come_first_and_everything_comes_once";
        let mut again = air::alone(&std::env::current_exe().unwrap());
        let again = again
            .args(["--exact", name, "--nocapture"])
            .env(WITHIN, "1");
        assert!(again.stdin(Stdio::null()).status().unwrap().success());
        return;
    }
    let air = Air::open(Radio {
        kbit: 64,
        delay_ms: 150,
        loss_percent: 10,
        on_s: 10,
        off_s: 3,
    });
    let mut yard = Yard::beyond(&air, 8443).await;
    let mut shelf = Shelf::day(&mut yard.kit, 4, &[80 * 1024]);
    let (client, reins, mut kinds) = (yard.pinned_client(), Reins::default(), Vec::new());
    let carrying = deliver(
        &client,
        &yard.receipt_signers,
        &mut shelf,
        &reins,
        |event| {
            if event.state == State::Delivered {
                kinds.extend(event.part.map(|part| part.kind));
            }
        },
    );
    let sitting = timeout(DEADLINE * 2, carrying).await.unwrap().unwrap();
    assert_eq!((sitting.delivered, sitting.set_aside), (5, 0));
    assert_eq!(kinds.iter().position(|&kind| kind == Kind::Pages), Some(4));
    assert!(
        air.covered() > Duration::from_secs(10),
        "more than a window"
    );
    let stored = |(_, receipt): &(_, parcel::Receipt)| receipt.kind == ReceiptKind::Stored;
    assert!(shelf.confirmed.iter().all(stored));

    // What the depot lists is what was sent, each once.
    let session = client.session(&yard.coordinator).await.unwrap();
    let batch = session.list_since(Cursor(0), 100).await.unwrap();
    assert_eq!(batch.entries.len(), 5);
}
