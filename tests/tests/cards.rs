//! An identity card on the reader of the real kit: what it fills, how fast, and what is said when it does not.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test may stop at the first surprise, and measures how long a person waits"
)]

use journeys::World;
use journeys::day::begin_visit;
use journeys::kit::Kit;
use journeys::world::PASSPHRASE;
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// Printed on the front of the virtual card.
const CAN: &str = "271828";

fn said(seen: &Value, card: &str) -> bool {
    let notices = seen["notices"].as_array();
    notices.is_some_and(|notices| {
        notices
            .iter()
            .any(|notice| notice["trouble"]["what"] == "card" && notice["trouble"]["card"] == card)
    })
}

/// Orders a reading and waits for what is said of it.
fn refused(kit: &mut Kit, can: &str, card: &str) {
    kit.ask("read_card", json!({ "can": can })).unwrap();
    kit.wait(card, |seen| said(seen, card)).unwrap();
}

#[test]
fn journey_a_card_on_the_reader_fills_the_identity_and_each_trouble_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let mut world = World::begin(&folder.path().join("card"), 0).unwrap();
    world.stop_depot();
    let mut kit = world.kit(false).unwrap();
    kit.unlock(PASSPHRASE).unwrap();
    begin_visit(&mut kit, 0, "displaced").unwrap();

    refused(&mut kit, "2718", "key_misshapen");
    refused(&mut kit, CAN, "not_there");
    let lay = |fault: &str| {
        world
            .play("card", &json!({ "on_reader": true, "fault": fault }))
            .unwrap();
    };
    lay("foreign");
    refused(&mut kit, CAN, "another_kind");
    lay("altered");
    refused(&mut kit, CAN, "altered");
    let seen = kit.snapshot().unwrap();
    let filled = &seen["visit"]["visit"]["applicant"]["fields"];
    assert!(filled["document_number"].is_null(), "altered data is taken");

    lay("none");
    let began = Instant::now();
    kit.ask("read_card", json!({ "can": CAN })).unwrap();
    let seen = kit
        .wait("the card's fields", |seen| {
            seen["visit"]["visit"]["applicant"]["fields"]["document_number"]["text"] == "000031886"
        })
        .unwrap();
    let waited = began.elapsed();
    assert!(waited < Duration::from_secs(2), "{waited:?}");
    let visit = &seen["visit"]["visit"];
    assert_eq!(visit["identity_check"], "chip_read");
    assert_eq!(
        visit["chip"],
        json!({ "data": "signed", "chip": "genuine" })
    );
    assert_eq!(visit["applicant"]["fields"]["surname"]["text"], "Зразок");

    refused(&mut kit, "000000", "wrong_key");
    refused(&mut kit, CAN, "wait");
    kit.quit().unwrap();
}
