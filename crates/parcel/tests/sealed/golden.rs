//! Every format that was ever released can still be read (I14). Files of a released version are added, never edited.
//!
//! Those of version 1 are written by `cargo run -p parcel --example golden`; the keys that open and judge them lie beside
//! them.

use std::{fs, path::PathBuf};

use parcel::{
    Enclosed, Head, Identity, Kind, KnownSigners, Mailbox, Piece, Profile, PublicKey, Receipt,
    RecordKey, Signed, emergency, open,
};
use serde::de::DeserializeOwned;

fn golden(name: &str) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden/v1")
        .join(name);
    fs::read(&path).unwrap_or_else(|why| panic!("{name}: {why}"))
}

fn text(name: &str) -> String {
    String::from_utf8(golden(name)).unwrap()
}

fn key(name: &str) -> PublicKey {
    text(&format!("{name}.pub")).parse().unwrap()
}

fn signed<T: DeserializeOwned>(name: &str) -> Signed<T> {
    serde_json::from_slice(&golden(&format!("{name}.json"))).unwrap()
}

fn piece(name: &str) -> Piece {
    Piece {
        manifest: signed(&format!("{name}.manifest")),
        ciphertext: golden(&format!("{name}.piece")),
    }
}

fn identity() -> Identity {
    text("identity.txt").parse().unwrap()
}

fn known() -> KnownSigners {
    let mut known = KnownSigners::default();
    let profile = signed::<Profile>("profile").verify([&key("root")]);
    known.learn(&profile.unwrap());
    known
}

#[test]
fn a_parcel_of_the_first_version_opens() {
    let known = known();
    let pages = [piece("pages-2"), piece("pages-1")];
    let opened = open(&piece("summary"), &pages, &[identity()], &known).unwrap();
    let answers = opened.summary.file("answers.json");
    assert_eq!(answers.unwrap(), b"{\"1\":\"yes\"}");
    let mut state = 1_u32;
    let document = (0..280_000).map(|_| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    });
    assert!(document.eq(opened.pages.file("01.pdf").unwrap().iter().copied()));
}

#[test]
fn statements_of_the_first_version_are_believed() {
    let head = signed::<Head>("head").verify([&key("kit")]).unwrap();
    assert_eq!(head.count(Kind::Summary), 1);
    let receipt = signed::<Receipt>("receipt").verify([&key("depot")]);
    let manifest = piece("summary").manifest.verify([&key("kit")]).unwrap();
    assert!(receipt.unwrap().is_for(&manifest));
}

#[test]
fn a_record_of_the_first_version_opens_by_its_escrow() {
    let key = RecordKey::from_escrow(&golden("escrow.age"), &identity()).unwrap();
    let content = key.decrypt(3, 1, &golden("record-1-3")).unwrap();
    assert_eq!(content.as_slice(), b"answers");
}

#[test]
fn an_emergency_parcel_of_the_first_version_opens() {
    let opened = emergency::open_draft(&piece("emergency"), &[identity()], &known());
    let (_, contents) = opened.unwrap();
    assert_eq!(contents[0].plaintext.as_slice(), b"answers");
}

#[test]
fn a_dispatch_of_the_first_version_opens() {
    let mailbox: Mailbox = text("mailbox.txt").parse().unwrap();
    let opened = mailbox.open(&golden("dispatch.age"), &[key("coordinator")]);
    let opened = opened.unwrap();
    let enclosed = opened.enclosed(Enclosed::of(b"a catalogue"));
    assert_eq!(enclosed, Some(b"a catalogue".as_slice()));
}
