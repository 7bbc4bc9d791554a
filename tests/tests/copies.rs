//! Kits that were copied or set back: whatever they sealed arrives, and where their word forks, the console says so.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use journeys::World;
use journeys::day::{Teller, begin_visit, review_sign_seal};
use journeys::kit::{Kit, current};
use journeys::programs::run_well;
use journeys::world::PASSPHRASE;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// A resident of the catalogue's tests whose service asks for no document.
const RESIDENT: &str = "../crates/catalogue/tests/residents/home-visit.json";

/// One short visit from door to slip; returns the number.
fn seal_one(world: &World, kit: &mut Kit) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(RESIDENT);
    let play: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    begin_visit(kit, 0, play["basis"].as_str().unwrap()).unwrap();
    for (field, text) in play["person"].as_object().unwrap() {
        kit.ask("set_person", json!({ "field": field, "text": text }))
            .unwrap();
    }
    kit.ask("add_application", json!({ "service": play["service"] }))
        .unwrap();
    kit.wait("the form", |seen| !current(seen).is_null())
        .unwrap();
    for answer in play["answers"].as_array().unwrap() {
        let order = json!({ "path": answer[0], "value": answer[1] });
        kit.ask("set_answer", order).unwrap();
    }
    let mut say = |_words: &str| {};
    let mut teller = Teller {
        say: &mut say,
        pictures: None,
    };
    review_sign_seal(world, kit, &mut teller, "", false).unwrap()
}

/// A kit on `data`, unlocked.
fn open(world: &World, data: &Path) -> Kit {
    let log = world.root().join("kit.log");
    let mut kit = Kit::start(data, &world.kit_parcel(), false, &log).unwrap();
    kit.unlock(PASSPHRASE).unwrap();
    kit
}

fn deliver(mut kit: Kit) {
    kit.ask("try_now", Value::Null).unwrap();
    kit.wait_long("the delivery", Duration::from_secs(120), |seen| {
        let items = seen["outbox"]["items"].as_array();
        items.is_some_and(|items| {
            items
                .iter()
                .all(|item| item["state"]["state"] == "delivered")
        })
    })
    .unwrap();
    kit.quit().unwrap();
}

/// What a backup of the data folder holds: the files of the database and the keys.
fn backup(data: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let files = ["kit.db", "kit.db-wal", "keys"].map(|name| data.join(name));
    files
        .into_iter()
        .map(|path| {
            let bytes = std::fs::read(&path).unwrap_or_default();
            (path, bytes)
        })
        .collect()
}

/// Brings a backup back in place, as an image of the disk would: the files stay the same files.
fn set_back(data: &Path, files: &[(PathBuf, Vec<u8>)]) {
    let _none = std::fs::remove_file(data.join("kit.db-shm"));
    for (path, bytes) in files {
        std::fs::write(path, bytes).unwrap();
    }
}

/// Fetches and opens everything; returns what the report on gaps says.
fn gaps(world: &World, numbers: &[String]) -> String {
    run_well(world.console().unwrap().arg("fetch")).unwrap();
    run_well(world.console().unwrap().arg("open")).unwrap();
    for number in numbers {
        let shown = run_well(world.console().unwrap().arg("show").arg(number)).unwrap();
        assert!(shown.contains("Федорук"), "{number} is lost");
    }
    run_well(world.console().unwrap().arg("gaps")).unwrap()
}

#[test]
fn journey_a_copied_kit_and_one_that_was_set_back_lose_nothing_and_one_fork_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let mut world = World::begin(&folder.path().join("copies"), 0).unwrap();
    let data = world.kit_data();
    let mut numbers = Vec::new();

    let mut kit = open(&world, &data);
    numbers.push(seal_one(&world, &mut kit));
    kit.quit().unwrap();
    let before = backup(&data);

    // The folder is copied, and both go on working: the copy opens an epoch of its own, so nothing forks.
    let copy = world.root().join("copy");
    run_well(
        std::process::Command::new("cp")
            .arg("-a")
            .arg(&data)
            .arg(&copy),
    )
    .unwrap();
    for data in [&data, &copy] {
        let mut kit = open(&world, data);
        numbers.push(seal_one(&world, &mut kit));
        deliver(kit);
    }
    let told = gaps(&world, &numbers);
    assert!(
        told.contains("заяв: 2") && told.contains("заяв: 1"),
        "{told}"
    );
    assert!(!told.contains("збережено обидві"), "{told}");

    // The first is set back to its backup while it cannot ask the depot, and counts on from there: its word forks.
    set_back(&data, &before);
    world.stop_depot();
    let mut kit = open(&world, &data);
    numbers.push(seal_one(&world, &mut kit));
    world.start_depot().unwrap();
    deliver(kit);
    // Now it has heard how far it had come: the next one stands in a new epoch.
    let mut kit = open(&world, &data);
    numbers.push(seal_one(&world, &mut kit));
    deliver(kit);

    let told = gaps(&world, &numbers);
    let forks = told
        .lines()
        .filter(|line| line.contains("збережено обидві"));
    assert_eq!(forks.count(), 1, "one fork is named: {told}");
    assert!(!told.contains("бракує"), "{told}");
    assert_eq!(told.matches("відомо до").count(), 3, "three epochs: {told}");
}
