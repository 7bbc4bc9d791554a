//! Every format that was ever released can still be read (I14). Files here are added, never edited.

use std::{fs, path::PathBuf};

use parcel::{Head, Identity, KnownSigners, Piece, PublicKey, RecordKey, Signed, open};

fn golden(name: &str) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden/v1")
        .join(name);
    fs::read(&path).unwrap_or_else(|why| panic!("{name}: {why}"))
}

fn text(name: &str) -> String {
    String::from_utf8(golden(name)).unwrap()
}

fn piece(name: &str) -> Piece {
    let manifest = serde_json::from_slice(&golden(&format!("{name}.manifest.json"))).unwrap();
    Piece {
        manifest,
        ciphertext: golden(&format!("{name}.age")),
    }
}

#[test]
fn a_parcel_of_the_first_version_opens() {
    let kit: PublicKey = text("kit.pub").parse().unwrap();
    let head: Signed<Head> = serde_json::from_slice(&golden("head.json")).unwrap();
    let head = head.verify([&kit]).unwrap();
    let summary = piece("summary");
    let mut known = KnownSigners::default();
    known.kits.entry(head.kit).or_default().insert(kit);
    known
        .administrators
        .insert(text("administrator.pub").parse().unwrap());
    known
        .recipients
        .insert(summary.manifest.claim().unwrap().recipients);
    let identity: Identity = text("identity.txt").parse().unwrap();

    let opened = open(&summary, &[piece("pages")], &[identity], &known).unwrap();
    assert_eq!(
        opened.summary.file("answers.json").unwrap(),
        b"{\"1\":\"yes\"}"
    );
    assert_eq!(opened.pages.file("01.pdf").unwrap(), b"one page");
}

#[test]
fn a_record_of_the_first_version_opens_by_its_escrow() {
    let identity: Identity = text("identity.txt").parse().unwrap();
    let key = RecordKey::from_escrow(&golden("escrow.age"), &identity).unwrap();
    assert_eq!(
        key.decrypt(3, 1, &golden("record-1-3")).unwrap().as_slice(),
        b"answers"
    );
}
