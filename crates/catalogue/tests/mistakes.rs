//! A mistake in a service folder is told with the place where its author finds it.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use catalogue::Mistake;
use std::fs;
use std::path::{Path, PathBuf};

fn here() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The mistakes of one service folder made of a card and a workbook.
fn mistakes(card: &str, workbook: &Path) -> Vec<Mistake> {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("probe");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("card.toml"), card).unwrap();
    fs::copy(steps(), folder.join("technological.toml")).unwrap();
    fs::copy(workbook, folder.join("form.xlsx")).unwrap();
    catalogue::check(dir.path()).unwrap_err()
}

fn card() -> String {
    fs::read_to_string(here().join("services/photo-25-45/card.toml")).unwrap()
}

fn steps() -> PathBuf {
    here().join("services/photo-25-45/technological.toml")
}

fn form() -> PathBuf {
    here().join("services/photo-25-45/form.xlsx")
}

fn broken(fixture: &str) -> Mistake {
    let found = mistakes(&card(), &here().join("tests/fixtures").join(fixture));
    assert_eq!(found.len(), 1);
    found[0].clone()
}

#[test]
fn a_broken_workbook_names_sheet_row_and_column() {
    let mistake = broken("unknown-type.xlsx");
    assert_eq!(mistake.file, "probe/form.xlsx");
    assert_eq!(
        (mistake.sheet.as_str(), mistake.row, mistake.column.as_str()),
        ("survey", Some(4), "type")
    );
    assert!(
        mistake.text.contains("did you mean 'integer'?"),
        "{mistake}"
    );
}

#[test]
fn an_unknown_reference_names_its_place() {
    let mistake = broken("unknown-reference.xlsx");
    assert_eq!(
        (mistake.sheet.as_str(), mistake.row, mistake.column.as_str()),
        ("survey", Some(4), "relevant")
    );
    assert!(mistake.text.contains("did you mean 'age'?"), "{mistake}");
}

#[test]
fn what_is_no_workbook_is_told() {
    let found = mistakes(&card(), &here().join("Cargo.toml"));
    assert!(
        found[0].text.contains("cannot open workbook"),
        "{}",
        found[0]
    );
}

#[test]
fn every_mistake_of_a_card_is_told() {
    let wrong = card()
        .replace("en = \"Free of charge\"", "")
        .replace("edition = \"1992-06-26\"", "edition = \"1992\"")
        .replace(
            "key = \"photos\"",
            "key = \"passport-pages\"\nwhen = { path = \"/data/nothing\", is = \"yes\" }",
        );
    let told: Vec<String> = mistakes(&wrong, &form())
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        told,
        [
            "probe/card.toml, line 23, fee.en: is missing; write en = \"...\"",
            "probe/card.toml, line 51, documents.passport-pages.key: is 'passport-pages' a second time; every one of the \
             section has a name of its own",
            "probe/card.toml, line 52, documents.passport-pages.when.path: names no question of the form: /data/nothing; \
             write it like /data/group/question",
            "probe/card.toml, line 71, acts.1.edition: is no day; write it like \"2026-11-21\"",
        ]
    );
}

#[test]
fn an_unreadable_card_names_its_line() {
    let found = mistakes(
        &card().replace("ask_after_days = 5", "ask_after_days = five"),
        &form(),
    );
    assert_eq!(
        (found[0].file.as_str(), found[0].row),
        ("probe/card.toml", Some(4))
    );
}

#[test]
fn two_services_may_not_share_an_id() {
    let dir = tempfile::tempdir().unwrap();
    for name in ["a", "b"] {
        let folder = dir.path().join(name);
        fs::create_dir(&folder).unwrap();
        fs::write(folder.join("card.toml"), card()).unwrap();
        fs::copy(steps(), folder.join("technological.toml")).unwrap();
        fs::copy(form(), folder.join("form.xlsx")).unwrap();
    }
    let found = catalogue::check(dir.path()).unwrap_err();
    assert_eq!(
        found[0].to_string(),
        "b/card.toml, id: another service has the id photo-25-45"
    );
}

#[test]
fn an_empty_folder_is_no_catalogue() {
    let dir = tempfile::tempdir().unwrap();
    assert!(
        catalogue::check(dir.path()).unwrap_err()[0]
            .text
            .contains("card.toml")
    );
}
