//! The journal of numbers outlives versions of the program, and tells what belongs to what.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use rusqlite::Connection;
use store::{Kinship, NumberState, Store, StoreError};

#[test]
fn a_number_is_noted_once_with_what_it_belongs_to() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store");
    let kinship = Kinship {
        kin: "supplement".to_owned(),
        of: "0425173086".to_owned(),
    };
    let store = Store::open(&path).unwrap();
    store.note_number("0425173086", "2026-11-21", None).unwrap();
    for again in [Some(&kinship), None] {
        store
            .note_number("0421175083", "2026-11-22", again)
            .unwrap();
    }
    drop(store);
    let lines = Store::open(&path).unwrap().journal(10).unwrap();
    let told: Vec<_> = lines
        .into_iter()
        .map(|line| (line.number, line.belongs_to))
        .collect();
    assert_eq!(
        told,
        [
            ("0421175083".to_owned(), Some(kinship)),
            ("0425173086".to_owned(), None)
        ]
    );
}

#[test]
fn a_journal_of_the_first_version_is_read_and_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store");
    let first = Connection::open(&path).unwrap();
    first
        .execute_batch(include_str!("../src/schema/0001_start.sql"))
        .unwrap();
    first
        .execute_batch(
            "INSERT INTO number VALUES ('0425173086', '2026-11-21', 'delivered'); PRAGMA user_version=1;",
        )
        .unwrap();
    drop(first);
    let store = Store::open(&path).unwrap();
    store.note_number("0421175083", "2026-11-22", None).unwrap();
    let states: Vec<_> = store
        .journal(10)
        .unwrap()
        .into_iter()
        .map(|line| line.state)
        .collect();
    assert_eq!(states, [NumberState::Drawn, NumberState::Delivered]);
}

#[test]
fn a_database_of_a_later_version_is_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store");
    Connection::open(&path)
        .unwrap()
        .execute_batch("PRAGMA user_version=99;")
        .unwrap();
    assert!(matches!(
        Store::open(&path),
        Err(StoreError::FromTheFuture { found: 99, .. })
    ));
}
