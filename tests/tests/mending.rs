//! What is sealed is mended forward: a wrong flat number five minutes after the end, and a resident who thinks again.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use journeys::World;
use journeys::day::{self, Teller, begin_visit, override_what_stands};
use journeys::kit::{Kit, current};
use journeys::programs::run_well;
use journeys::residents::{DISPLACED, MENDED_STREET};
use journeys::world::PASSPHRASE;
use serde_json::{Value, json};
use std::process::Command;
use std::time::Duration;

/// `0421175083` as people and papers write it.
fn grouped(digits: &str) -> String {
    format!("{}-{}-{}", &digits[..3], &digits[3..6], &digits[6..])
}

/// Opens the door again and says whose matter it is.
fn come_back(kit: &mut Kit) {
    begin_visit(kit, 0, "displaced").unwrap();
    for (field, text) in DISPLACED {
        kit.ask("set_person", json!({ "field": field, "text": text }))
            .unwrap();
    }
}

/// What the newest print says.
fn last_print(world: &World) -> String {
    let printed = world.printed().unwrap();
    let last = printed.last().unwrap();
    run_well(Command::new("pdftotext").args(["-raw"]).arg(last).arg("-")).unwrap()
}

/// Review, own paper, ink, seal, slip; the paper must say all of `words`. Returns the number.
fn sign_and_seal(world: &World, kit: &mut Kit, words: &[&str]) -> String {
    let seen = kit.saved().unwrap();
    override_what_stands(kit, &seen).unwrap();
    kit.ask("give_consent", Value::Null).unwrap();
    kit.wait("the review", |seen| current(seen)["stage"] == "reviewed")
        .unwrap();
    kit.ask("print_application", Value::Null).unwrap();
    let seen = kit
        .wait("the paper", |seen| {
            current(seen)["papers"]["application"]["state"] == "printed"
        })
        .unwrap();
    let number = current(&seen)["number"].as_str().unwrap().to_owned();
    let paper = last_print(world);
    for word in words.iter().copied().chain([grouped(&number).as_str()]) {
        assert!(paper.contains(word), "{word} is not on the paper:\n{paper}");
    }
    world.sign_last_print().unwrap();
    kit.ask("scan", json!({ "document": "signed-application" }))
        .unwrap();
    kit.wait("the signed sheet", |seen| {
        seen["work"].is_null() && current(seen)["stage"] == "signed"
    })
    .unwrap();
    kit.ask("finish", Value::Null).unwrap();
    kit.wait("the slip", |seen| {
        current(seen)["stage"] == "sealed" && current(seen)["papers"]["slip"]["state"] == "printed"
    })
    .unwrap();
    for step in ["papers_in_hand", "close_visit"] {
        kit.ask(step, Value::Null).unwrap();
    }
    kit.wait("the visit to be put away", |seen| seen["visit"].is_null())
        .unwrap();
    number
}

#[test]
fn journey_a_wrong_flat_is_mended_by_a_supplement_and_a_withdrawal_finds_its_application() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::begin(&folder.path().join("mending"), 0).unwrap();
    let mut kit = world.kit(false).unwrap();
    kit.unlock(PASSPHRASE).unwrap();
    let mut say = |_words: &str| {};
    let mut teller = Teller {
        say: &mut say,
        pictures: None,
    };
    let first = day::displaced_family(&world, &mut kit, &mut teller).unwrap();

    // Five minutes later only the journal knows the number.
    let seen = kit.snapshot().unwrap();
    assert_eq!(seen["journal"][0]["number"], json!(first));
    come_back(&mut kit);
    let reason = "Помилка в номері квартири";
    kit.ask(
        "supplement",
        json!({ "number": first, "service": "00169", "reason": reason }),
    )
    .unwrap();
    kit.wait("the supplement", |seen| {
        current(seen)["matter"]["matter"] == "supplement"
    })
    .unwrap();
    kit.ask(
        "set_answer",
        json!({ "path": "/data/previous_address/previous_street", "value": MENDED_STREET }),
    )
    .unwrap();
    let head = grouped(&first);
    let words = [head.as_str(), reason, MENDED_STREET];
    let supplement = sign_and_seal(&world, &mut kit, &words);
    assert_ne!(supplement, first);

    come_back(&mut kit);
    let thought = "Родина повертається додому";
    kit.ask("withdraw", json!({ "number": first, "reason": thought }))
        .unwrap();
    kit.wait("the withdrawal", |seen| {
        current(seen)["matter"]["matter"] == "withdrawal"
    })
    .unwrap();
    let withdrawal = sign_and_seal(&world, &mut kit, &[head.as_str(), thought]);

    kit.ask("try_now", Value::Null).unwrap();
    kit.wait_long("the delivery", Duration::from_secs(120), |seen| {
        let items = seen["outbox"]["items"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        items
            .iter()
            .all(|item| item["state"]["state"] == "delivered")
    })
    .unwrap();
    kit.quit().unwrap();
    the_console_joins_them(&world, &first, &supplement, &withdrawal, &words[1..]);
}

fn the_console_joins_them(
    world: &World,
    first: &str,
    supplement: &str,
    withdrawal: &str,
    words: &[&str],
) {
    let console = |arguments: &[&str]| run_well(world.console().unwrap().args(arguments)).unwrap();
    console(&["fetch"]);
    console(&["open"]);
    let inbox = console(&["inbox"]);
    // The community with its counts, then a line each; a mark stands before what presses.
    let lines: Vec<&str> = inbox
        .lines()
        .skip(1)
        .map(|line| line.trim_start_matches([' ', '!']))
        .collect();
    let [one, two, three] = lines.as_slice() else {
        panic!("three parcels are opened:\n{inbox}");
    };
    assert!(one.starts_with(&grouped(first)), "{inbox}");
    let joined = |line: &str, number: &str, what: &str| {
        line.starts_with(&grouped(number)) && line.contains(&format!("{what} {}", grouped(first)))
    };
    assert!(joined(two, supplement, "Доповнення"), "{inbox}");
    assert!(joined(three, withdrawal, "Відкликання"), "{inbox}");

    let shown = console(&["show", first]);
    for number in [supplement, withdrawal] {
        assert!(shown.contains(&grouped(number)), "{shown}");
    }
    let shown = console(&["show", supplement]);
    for word in words {
        assert!(shown.contains(word), "{word}:\n{shown}");
    }
    let target = world.root().join("export");
    console(&["export", target.to_str().unwrap()]);
    for later in [supplement, withdrawal] {
        let data = target.join(first).join(later).join("application.json");
        assert!(data.is_file(), "{}", data.display());
    }
    let journal = std::fs::read_to_string(target.join("journal.csv")).unwrap();
    assert_eq!(journal.lines().count(), 4, "{journal}");
    assert!(journal.contains(&format!("Відкликання;{}", grouped(first))));
}
