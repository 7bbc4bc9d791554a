//! Nothing acknowledged is lost: blows at every write of a day, power cuts between all of them, and files of old.
//!
//! What runs here is a sample that takes a minute; `cargo xtask bench F1` and `F2` run all of it.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use journeys::blackout::power_cuts;
use journeys::day::begin_visit;
use journeys::kit::Kit;
use journeys::programs::program;
use journeys::promises::{Broken, Promises};
use journeys::residents::DISPLACED;
use journeys::strokes;
use journeys::sweep::{Blow, Day, live, random_kills, sweep};
use journeys::world::{PASSPHRASE, World};
use serde_json::json;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Every so many-th write is struck here.
const STEP: usize = 25;

#[test]
fn a_day_without_a_blow_keeps_every_promise_and_a_lost_row_is_noticed() {
    let scratch = tempfile::tempdir().unwrap();
    let folder = scratch.path().join("kit");
    strokes::enrol(&folder).unwrap();
    let told = live(&folder, 1, Day::Short).unwrap();
    let mut promises = Promises::default();
    promises.hear(&told.lines);
    assert!(promises.is_done && promises.count() > 5, "{}", told.lines);
    assert_eq!(promises.check(&folder).unwrap(), Broken::default());

    // The check would be worth nothing if it could not see a loss.
    let database = rusqlite::Connection::open(strokes::database(&folder)).unwrap();
    database
        .execute_batch("PRAGMA foreign_keys=OFF; DELETE FROM record; DELETE FROM number")
        .unwrap();
    drop(database);
    assert!(promises.check(&folder).unwrap().saved >= 2);
}

#[test]
fn a_kill_at_a_write_loses_nothing_acknowledged() {
    swept(Blow::Kill);
}

#[test]
fn a_write_that_fails_once_loses_nothing_acknowledged() {
    swept(Blow::Eio);
}

#[test]
fn a_disk_that_is_full_once_loses_nothing_acknowledged() {
    swept(Blow::Enospc);
}

fn swept(blow: Blow) {
    let scratch = tempfile::tempdir().unwrap();
    let swept = sweep(scratch.path(), blow, STEP).unwrap();
    assert!(swept.blows > 12 && swept.promises > 50, "{swept:?}");
    assert!(
        swept.felt * 3 > swept.blows,
        "most blows are felt: {swept:?}"
    );
    assert!(swept.broken.is_empty(), "{:#?}", swept.broken);
}

#[test]
fn a_kit_that_is_killed_again_and_again_keeps_what_it_sealed() {
    let scratch = tempfile::tempdir().unwrap();
    let swept = random_kills(scratch.path(), 20, 3).unwrap();
    assert!(swept.promises > 50 && swept.felt > 10, "{swept:?}");
    assert!(swept.broken.is_empty(), "{:#?}", swept.broken);
}

#[test]
fn a_power_cut_that_forgets_what_was_not_synced_loses_nothing_acknowledged() {
    let scratch = tempfile::tempdir().unwrap();
    let (cuts, broken) = power_cuts(scratch.path(), 9).unwrap();
    assert!(cuts > 25, "{cuts}");
    assert!(broken.is_empty(), "{broken:#?}");
}

/// A kit whose writes into its keys file are counted, and the `nth` of them fails.
fn kit_with_a_failing_write(world: &World, nth: usize) -> (Kit, PathBuf) {
    let log = world.root().join("writes");
    let mut command = Command::new("strace");
    command
        .args(["-f", "-qq", "-e", "trace=pwrite64", "-o"])
        .arg(&log);
    command.arg("-P").arg(world.kit_data().join("keys"));
    command
        .arg("-e")
        .arg(format!("inject=pwrite64:error=EIO:when={nth}"));
    command.arg(program("valiza").unwrap());
    command.args(["--drive", "--no-window", "--data"]);
    command.arg(world.kit_data());
    command.arg("--profile").arg(world.kit_parcel());
    (
        Kit::start_command(&mut command, &world.log("kit")).unwrap(),
        log,
    )
}

#[test]
fn journey_a_disk_that_fails_while_a_visit_is_begun_loses_nothing_typed() {
    let folder = tempfile::tempdir().unwrap();
    let mut world = World::begin(&folder.path().join("failing"), 0).unwrap();
    world.stop_depot();
    let (mut kit, log) = kit_with_a_failing_write(&world, usize::from(u16::MAX));
    kit.unlock(PASSPHRASE).unwrap();
    kit.quit().unwrap();
    let writes = |log: &Path| {
        let text = std::fs::read_to_string(log).unwrap();
        (
            text.matches("pwrite64(").count(),
            text.contains("(INJECTED)"),
        )
    };
    let (of_unlocking, _) = writes(&log);
    assert!(of_unlocking > 0, "the guess is counted on disk");

    let (mut kit, log) = kit_with_a_failing_write(&world, of_unlocking + 1);
    kit.unlock(PASSPHRASE).unwrap();
    begin_visit(&mut kit, 0, "displaced").unwrap();
    for (field, text) in DISPLACED {
        kit.ask("set_person", json!({ "field": field, "text": text }))
            .unwrap();
    }
    let before = kit.saved().unwrap();
    kit.quit().unwrap();
    assert!(
        writes(&log).1,
        "the data key of the visit could not be written at first"
    );

    let mut kit = world.kit(false).unwrap();
    let seen = kit.unlock(PASSPHRASE).unwrap();
    let visit = seen["visits"][0]["id"].clone();
    kit.ask("open_visit", json!({ "visit": visit })).unwrap();
    let after = kit
        .wait("the visit", |seen| !seen["visit"].is_null())
        .unwrap();
    let person = |seen: &serde_json::Value| seen["visit"]["visit"]["applicant"].clone();
    assert_eq!(person(&after), person(&before));
    kit.quit().unwrap();
}

/// A folder of the first version, made by its program: the keys file's first copies by their place, the database, and
/// what was promised when it was made.
fn first_version(folder: &Path) -> Promises {
    const SECTOR: usize = 4096;
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden/v1");
    let mut keys = vec![0; 2 * 139 * SECTOR];
    let kept = std::fs::read(golden.join("keys.sectors")).unwrap();
    for entry in kept.chunks_exact(4 + SECTOR) {
        let (place, sector) = entry.split_first_chunk::<4>().unwrap();
        let at = u32::from_be_bytes(*place) as usize * SECTOR;
        keys[at..at + SECTOR].copy_from_slice(sector);
    }
    std::fs::write(strokes::keys(folder), keys).unwrap();
    std::fs::copy(golden.join("kit.db"), strokes::database(folder)).unwrap();
    let mut promises = Promises::default();
    promises.hear(&std::fs::read_to_string(golden.join("told.txt")).unwrap());
    promises
}

#[test]
fn a_data_folder_of_the_first_version_opens_and_goes_on() {
    let scratch = tempfile::tempdir().unwrap();
    let mut promises = first_version(scratch.path());
    assert!(promises.is_done && promises.count() > 5, "{promises:?}");
    assert_eq!(promises.check(scratch.path()).unwrap(), Broken::default());
    let told = live(scratch.path(), 5, Day::Short).unwrap();
    promises.hear(&told.lines);
    assert!(told.well, "{}", told.lines);
    assert_eq!(promises.check(scratch.path()).unwrap(), Broken::default());
}
