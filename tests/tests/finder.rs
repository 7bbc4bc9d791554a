//! What whoever finds the kit can learn, on a disk of its own: a day with kills, the erase, the locked program's memory, and
//! the examiner's own claims. `cargo xtask bench S1`, `S3` and `S5` run all of it.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use journeys::finder::{DISK_MB, Scenery, in_memory, words};
use journeys::image::{Image, Mounted};
use journeys::programs::{program, run};
use journeys::residents::DISPLACED;
use journeys::world::PASSPHRASE;
use serde_json::Value;
use std::path::Path;
use std::process::Command;
use vault::{Cost, Passphrase, UnlockError, Vault};

/// A disk of its own, or nothing and a word why.
#[expect(clippy::print_stderr, reason = "a test that is left out says so")]
fn image(scratch: &Path) -> Option<Image> {
    match Image::mount(scratch, DISK_MB).unwrap() {
        Mounted::Here(image) => Some(image),
        Mounted::Not(why) => {
            eprintln!("left out: {why}");
            None
        }
    }
}

#[test]
fn journey_a_kit_killed_through_its_day_leaves_no_trace_on_the_raw_disk() {
    let scratch = tempfile::tempdir().unwrap();
    let Some(image) = image(scratch.path()) else {
        return;
    };
    let mut scenery = Scenery::set(scratch.path(), image).unwrap();
    let searched = scenery.day_with_kills(6).unwrap();
    assert!(searched.kills >= 5 && searched.words > 30, "{searched:?}");
    assert!(searched.found.is_empty(), "{:#?}", searched.found);
    assert!(searched.lost.is_empty(), "{:#?}", searched.lost);

    // The search would be worth nothing if it could not find what is there: erased, it is on the raw disk alone.
    let planted = scenery.image.folder().join("note");
    std::fs::write(&planted, format!("{} of the village", DISPLACED[0].1)).unwrap();
    scenery.image.settled().unwrap();
    std::fs::remove_file(&planted).unwrap();
    let found = scenery.search(&words()).unwrap();
    assert!(!found.is_empty());
}

#[test]
fn journey_after_the_seal_no_key_of_the_draft_lies_on_the_disk_or_in_the_locked_memory() {
    let scratch = tempfile::tempdir().unwrap();
    let Some(image) = image(scratch.path()) else {
        return;
    };
    let mut scenery = Scenery::set(scratch.path(), image).unwrap();
    scenery.world.stop_depot();
    let mut kit = scenery.kit().unwrap();
    kit.unlock(PASSPHRASE).unwrap();
    let record = scenery.begin_application(&mut kit).unwrap();
    let vault = scenery.vault_of_now().unwrap();
    let before = vault.keys_of(record, &scenery.image.bytes().unwrap());
    assert_eq!(before.len(), 2, "both copies of its key are on the disk");
    let (open, keys) = in_memory(kit.id(), &words(), &vault).unwrap();
    assert!(
        !open.is_empty() && keys > 0,
        "the search finds what is in an open kit's memory"
    );

    let is_clean = |when: &str| {
        let found = scenery.search(&words()).unwrap();
        assert!(found.is_empty(), "{when}: {found:#?}");
    };
    is_clean("in the middle of a visit");

    scenery.seal_application(&mut kit).unwrap();
    is_clean("open, after the seal");
    let after = vault.keys_of(record, &scenery.image.bytes().unwrap());
    assert!(
        after.is_empty(),
        "a key of what is sealed lies at {after:?}"
    );

    kit.lock().unwrap();
    scenery.world.start_depot().unwrap();
    kit.ask("try_now", Value::Null).unwrap();
    kit.wait("the locked delivery", |seen| {
        let items = seen["outbox"]["items"].as_array();
        let is_sent = |item: &Value| item["state"]["state"] == "delivered";
        seen["gate"]["gate"] == "locked" && items.is_some_and(|items| items.iter().all(is_sent))
    })
    .unwrap();
    let (words_found, keys) = in_memory(kit.id(), &words(), &vault).unwrap();
    assert!(words_found.is_empty(), "{words_found:#?}");
    assert_eq!(keys, 0, "keys in the memory of a locked program");
    let found = scenery.search(&words()).unwrap();
    assert!(found.is_empty(), "locked: {found:#?}");
    the_program_says_the_same(&scenery);
}

/// `valiza residue` tells in both languages what the search found, and ends with 2 where there is something to find.
fn the_program_says_the_same(scenery: &Scenery) {
    let examine = |language: &str| {
        let mut command = Command::new(program("valiza").unwrap());
        command.args(["--language", language, "residue"]);
        command.arg(scenery.world.kit_data());
        command.arg("--image").arg(scenery.image.settled().unwrap());
        command
    };
    for (language, clean) in [("uk", "Нічого зайвого"), ("en", "Nothing was found")] {
        let said = run(&mut examine(language)).unwrap();
        assert!(
            said.well && said.out.contains(clean),
            "{}{}",
            said.out,
            said.err
        );
        assert!(
            said.out.contains("kit.db") && !said.out.contains("residue-"),
            "{}",
            said.out
        );
    }
    std::fs::write(
        scenery.world.kit_data().join("note.txt"),
        "Мельник Оксана Петрівна",
    )
    .unwrap();
    let status = examine("en").output().unwrap();
    let out = String::from_utf8_lossy(&status.stdout);
    assert_eq!(status.status.code(), Some(2));
    assert!(out.contains("note.txt, byte 0: a full name"), "{out}");
    assert!(!out.contains("Мельник"), "what was found is not repeated");
}

#[test]
fn ten_wrong_guesses_leave_nothing_on_the_raw_disk_that_the_right_words_open() {
    let scratch = tempfile::tempdir().unwrap();
    let Some(image) = image(scratch.path()) else {
        return;
    };
    let path = image.folder().join("keys");
    let right = Passphrase::from_typed("the right words");
    drop(Vault::enrol(&path, &right, Cost::new(64, 1).unwrap()).unwrap());
    let before = vault::slots_of(&path, &right, &image.bytes().unwrap()).unwrap();
    assert_eq!(before.len(), 2);
    for guess in 1..=10 {
        let tried = Vault::unlock(&path, &Passphrase::from_typed("the wrong words"));
        match tried {
            Err(UnlockError::WrongPassphrase { .. }) if guess < 10 => {}
            Err(UnlockError::Destroyed) if guess == 10 => {}
            other => panic!("guess {guess} ended as {other:?}"),
        }
    }
    let after = vault::slots_of(&path, &right, &image.bytes().unwrap()).unwrap();
    assert!(after.is_empty(), "{after:?}");
}
