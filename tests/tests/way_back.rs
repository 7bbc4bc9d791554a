//! The way back to the kit, through the real programs: what a centre sends, and an unfinished visit that comes home.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use journeys::World;
use journeys::canary;
use journeys::day::{self, Teller, begin_visit, fill_registration, pages_of};
use journeys::kit::{Kit, current};
use journeys::programs::{program, run, run_well, wait_for};
use journeys::residents::{DISPLACED, canaries};
use journeys::world::PASSPHRASE;
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;

fn seal_one(world: &World, kit: &mut Kit) -> String {
    let mut say = |_words: &str| {};
    let mut teller = Teller {
        say: &mut say,
        pictures: None,
    };
    day::displaced_family(world, kit, &mut teller).unwrap()
}

fn console(world: &World, words: &[&str]) -> String {
    run_well(world.console().unwrap().args(words)).unwrap()
}

/// The depot's receipt alone frees nothing for a month; the centre's word does at once.
fn hold_for_a_month(kit: &Path) {
    let holds = "guess_memory_kib = 65536\nhold_stored_s = 2592000\nhold_opened_s = 0\n";
    std::fs::write(kit.join("kit.toml"), holds).unwrap();
}

/// The kit asks the depot at once, and waits until nothing of the box is left there.
fn fetch_locked(world: &World, kit: &mut Kit) {
    wait_for(
        "the kit to empty its box",
        std::time::Duration::from_secs(60),
        || {
            kit.ask("try_now", Value::Null)?;
            console(world, &["fetch"]);
            let list = console(world, &["dispatch", "list"]);
            Ok((!list.is_empty() && !list.contains("у депо")).then_some(()))
        },
    )
    .unwrap();
}

#[test]
fn journey_what_the_centre_sends_reaches_the_locked_kit_and_is_shown_after_unlocking() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::begin(&folder.path().join("back"), 0).unwrap();
    hold_for_a_month(&world.kit_parcel());
    let mut kit = world.kit(false).unwrap();
    kit.unlock(PASSPHRASE).unwrap();
    let number = seal_one(&world, &mut kit);
    kit.lock().unwrap();
    kit.ask("try_now", Value::Null).unwrap();
    let seen = kit
        .wait("the delivery", |seen| {
            let items = seen["outbox"]["items"].as_array();
            items.is_some_and(|items| {
                !items.is_empty()
                    && items
                        .iter()
                        .all(|item| item["state"]["state"] == "delivered")
            })
        })
        .unwrap();
    assert_eq!(seen["news"], json!([]));

    console(&world, &["fetch"]);
    console(&world, &["open"]);
    console(&world, &["register", &number, "2026/117-05"]);
    console(
        &world,
        &["dispatch", "wanted", &number, "довідка з місця проживання"],
    );
    let template = world.root().join("visits.xlsx");
    let template = template.to_str().unwrap();
    console(&world, &["dispatch", "template", template]);
    let mut empty = world.console().unwrap();
    let refused = run(empty.args(["dispatch", "visits", template])).unwrap();
    assert!(
        !refused.well && refused.out.contains("A2"),
        "{}",
        refused.out
    );

    fetch_locked(&world, &mut kit);
    let seen = kit.snapshot().unwrap();
    assert_eq!(seen["news"], json!([]), "a locked kit opens nothing");
    let traces = canary::search(&world.kit_data(), &["2026/117-05", "довідка з місця"]).unwrap();
    assert!(traces.is_empty(), "{traces:?}");

    kit.unlock(PASSPHRASE).unwrap();
    let seen = kit
        .wait("the news", |seen| {
            seen["news"].as_array().is_some_and(|news| news.len() == 2)
        })
        .unwrap();
    let words: Vec<_> = seen["news"]
        .as_array()
        .unwrap()
        .iter()
        .map(|news| {
            (
                news["kind"].as_str().unwrap(),
                news["words"].as_str().unwrap(),
            )
        })
        .collect();
    assert!(words.contains(&("registered", "2026/117-05")), "{words:?}");
    assert!(words.contains(&("wanted", "довідка з місця проживання")));
    kit.wait("the purge", |seen| seen["outbox"]["items"] == json!([]))
        .unwrap();
    kit.lock().unwrap();
    let again = kit.unlock(PASSPHRASE).unwrap();
    drop(again);
    kit.wait("the news of before", |seen| {
        seen["news"].as_array().is_some_and(|news| news.len() == 2)
    })
    .unwrap();
    kit.quit().unwrap();
}

#[test]
fn journey_an_unfinished_visit_of_a_destroyed_kit_is_opened_sent_back_and_sealed() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::begin(&folder.path().join("lost"), 0).unwrap();
    hold_for_a_month(&world.kit_parcel());
    let mut kit = world.kit(false).unwrap();
    kit.unlock(PASSPHRASE).unwrap();
    begin_visit(&mut kit, 0, "displaced").unwrap();
    for (field, text) in DISPLACED {
        kit.ask("set_person", json!({ "field": field, "text": text }))
            .unwrap();
    }
    kit.ask("add_application", json!({ "service": "00169" }))
        .unwrap();
    kit.wait("the form", |seen| !current(seen).is_null())
        .unwrap();
    fill_registration(&mut kit).unwrap();
    day::scan(&world, &mut kit, "identity", 2).unwrap();
    let before = kit.saved().unwrap();
    kit.quit().unwrap();

    // Ten wrong guesses, as a finder would make them.
    let keys = world.kit_data().join("keys");
    let wrong = vault::Passphrase::from_typed("не ті слова");
    for guess in 1..=10 {
        let why = vault::Vault::unlock(&keys, &wrong).unwrap_err();
        let destroyed = matches!(why, vault::UnlockError::Destroyed);
        assert_eq!(destroyed, guess == 10, "{why}");
    }

    // Locked, without keys: the visit is delivered all the same.
    let mut kit = world.kit(false).unwrap();
    kit.wait("the emergency parcels", |seen| {
        let items = seen["outbox"]["items"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        items.len() == 2
            && items
                .iter()
                .all(|item| item["state"]["state"] == "delivered")
    })
    .unwrap();
    kit.quit().unwrap();
    console(&world, &["fetch"]);
    console(&world, &["open"]);
    let drafts = console(&world, &["dispatch", "drafts"]);
    assert!(drafts.contains(DISPLACED[0].1), "{drafts}");
    let name = drafts.split_whitespace().nth(1).unwrap().to_owned();
    let inbox = console(&world, &["inbox"]);
    assert!(inbox.is_empty(), "a draft is no application: {inbox}");

    // New keys the same hour, and the visit goes on.
    run_well(
        Command::new(program("valiza").unwrap())
            .arg("enrol")
            .arg("--data")
            .arg(world.kit_data())
            .arg("--passphrase-file")
            .arg(world.root().join("passphrase")),
    )
    .unwrap();
    let card = world.kit_data().join("kit-card.json");
    console(&world, &["admit", card.to_str().unwrap()]);
    console(&world, &["dispatch", "return", &name]);
    let mut kit = world.kit(false).unwrap();
    // The old drafts open for nobody here: the one visit that appears, now or in a moment, is what came back.
    kit.unlock(PASSPHRASE).unwrap();
    kit.ask("try_now", Value::Null).unwrap();
    let seen = kit
        .wait("the returned visit", |seen| {
            seen["visits"]
                .as_array()
                .is_some_and(|visits| visits.len() == 1)
        })
        .unwrap();
    let visit = seen["visits"][0]["id"].clone();
    kit.ask("open_visit", json!({ "visit": visit })).unwrap();
    let after = kit
        .wait("the visit", |seen| !current(seen).is_null())
        .unwrap();
    assert_eq!(
        after["visit"]["visit"]["applicant"],
        before["visit"]["visit"]["applicant"]
    );
    assert_eq!(current(&after)["answers"], current(&before)["answers"]);
    assert_eq!(pages_of(&after, "identity"), 2);
    let traces = canary::search(&world.kit_data(), &canaries()).unwrap();
    assert!(traces.is_empty(), "{traces:?}");

    let mut say = |_words: &str| {};
    let mut teller = Teller {
        say: &mut say,
        pictures: None,
    };
    let number = day::review_sign_seal(&world, &mut kit, &mut teller, "", false).unwrap();
    kit.ask("try_now", Value::Null).unwrap();
    kit.wait("the delivery", |seen| {
        let items = seen["outbox"]["items"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        !items.is_empty()
            && items
                .iter()
                .all(|item| item["state"]["state"] == "delivered")
    })
    .unwrap();
    kit.quit().unwrap();
    console(&world, &["fetch"]);
    console(&world, &["open"]);
    let inbox = console(&world, &["inbox"]).replace('-', "");
    assert!(inbox.contains(&number), "{inbox}");
}

/// A centre without a server works by stick alone: carried twice, counted once, and a stick pulled too early loses nothing.
#[test]
fn journey_by_stick_alone_a_sealed_visit_reaches_the_centre_and_its_receipts_come_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut world = World::begin(&folder.path().join("stick"), 0).unwrap();
    hold_for_a_month(&world.kit_parcel());
    let mut kit = world.kit(false).unwrap();
    kit.unlock(PASSPHRASE).unwrap();
    world.stop_depot();
    let number = seal_one(&world, &mut kit);
    let stick = world.root().join("stick-of-the-kit");
    std::fs::create_dir_all(&stick).unwrap();
    kit.lock().unwrap();
    let copied = exchange(&mut kit, &stick);
    assert_eq!(
        (copied["read"].as_u64(), copied["copied"].as_u64()),
        (Some(0), Some(2))
    );
    let container = only_file(&stick);
    let whole = std::fs::read(&container).unwrap();
    let traces = canary::search(&stick, &canaries()).unwrap();
    assert!(traces.is_empty(), "{traces:?}");

    // Pulled too early: the centre says so, the kit notices and copies anew.
    std::fs::write(&container, &whole[..whole.len() / 2]).unwrap();
    let take = |world: &World| console(world, &["take", stick.to_str().unwrap()]);
    assert!(take(&world).contains("витягли зарано"));
    exchange(&mut kit, &stick);
    assert_ne!(only_file(&stick), container, "the damaged file is gone");

    let first = take(&world);
    assert!(first.contains("Нових частин з носія: 2"), "{first}");
    let again = take(&world);
    assert!(
        again.contains("Нових частин з носія: 0, уже відомих: 2"),
        "{again}"
    );
    console(&world, &["open"]);
    let inbox = console(&world, &["inbox"]).replace('-', "");
    assert!(inbox.contains(&number), "{inbox}");
    console(
        &world,
        &["dispatch", "send", "--stick", stick.to_str().unwrap()],
    );

    kit.unlock(PASSPHRASE).unwrap();
    let back = exchange(&mut kit, &stick);
    assert_eq!(back["copied"], 0, "nothing waits any more");
    assert!(back["read"].as_u64() >= Some(1));
    kit.wait("the parts to be forgotten", |seen| {
        seen["outbox"]["items"] == json!([])
    })
    .unwrap();
    kit.quit().unwrap();
}

/// Puts a stick into the kit and waits for what came of it.
fn exchange(kit: &mut Kit, stick: &Path) -> Value {
    kit.ask("use_stick", json!({ "folder": stick })).unwrap();
    let seen = kit
        .wait("the stick", |seen| !seen["stick"].is_null())
        .unwrap();
    seen["stick"].clone()
}

fn only_file(folder: &Path) -> std::path::PathBuf {
    let mut files = day::files(folder).unwrap();
    assert_eq!(files.len(), 1, "{files:?}");
    files.remove(0)
}
