//! Nothing acknowledged is lost: blows at every write of a day, power cuts between all of them, and files of old.
//!
//! What runs here is a sample that takes a minute; `cargo xtask bench F1` and `F2` run all of it.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use journeys::blackout::power_cuts;
use journeys::promises::{Broken, Promises};
use journeys::strokes;
use journeys::sweep::{Blow, Day, live, random_kills, sweep};

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
