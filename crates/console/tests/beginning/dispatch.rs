//! What goes back to a kit: tables of visits as people fill them, and dispatches that only its mailbox opens.

use super::kit::{self, Kit, NOW, PASSPHRASE};
use console::{
    dispatch::{
        self, Desk, DispatchError,
        visits::{self, Known, Mistake},
    },
    keys::Keys,
    ledger::{Ledger, PartState},
    opening,
};
use parcel::{DispatchContent, ReceiptKind, Word, WordKind};

fn services() -> Vec<(String, Vec<String>)> {
    [("00169", "IDP"), ("photo-25-45", "Photo")]
        .map(|(key, name)| (key.to_owned(), vec![name.to_owned()]))
        .into()
}

fn table(kit: &Kit, bytes: &[u8]) -> Result<Vec<parcel::PlannedVisit>, Vec<Mistake>> {
    let name = kit.folder.setup().kits[0].name;
    let known = Known {
        profile: kit.folder.newest_profile(name).unwrap().1,
        services: &services(),
    };
    visits::read(bytes, &known)
}

#[test]
fn a_table_of_visits_is_read_as_people_fill_it() {
    let place = tempfile::tempdir().unwrap();
    let kit = Kit::begin(place.path());
    let visits = table(&kit, include_bytes!("../fixtures/visits.xlsx")).unwrap();
    assert_eq!(visits.len(), 2, "an empty row is none");
    let first = &visits[0];
    assert_eq!(
        (first.day.as_str(), first.basis.as_str()),
        ("2026-11-25", "age80")
    );
    assert_eq!(first.services, ["00169", "photo-25-45"]);
    let said = |key: &str| first.person.get(key).map(String::as_str);
    assert_eq!(said("surname"), Some("Гнатюк"));
    assert_eq!(said("birth_date"), Some("1943-02-01"));
    assert_eq!(said("phone"), Some("380671112233"));
    assert_eq!(first.texts["notes"], "говорити голосно");
    let second = &visits[1];
    assert_eq!(
        (second.day.as_str(), second.basis.as_str()),
        ("2026-11-26", "route_day")
    );
    assert_ne!(first.community, second.community);
}

#[test]
fn every_mistake_of_a_table_is_named_by_its_cell() {
    let place = tempfile::tempdir().unwrap();
    let kit = Kit::begin(place.path());
    let wrong = table(&kit, include_bytes!("../fixtures/visits-wrong.xlsx")).unwrap_err();
    let named: Vec<_> = wrong
        .iter()
        .map(|mistake| (mistake.cell.as_str(), mistake.key))
        .collect();
    assert_eq!(
        named,
        [
            ("A2", "no-day"),
            ("J2", "unknown-basis"),
            ("B3", "unknown-community"),
            ("K3", "unknown-service"),
            ("G3", "settlement-missing"),
        ]
    );
    let empty = table(&kit, visits::TEMPLATE).unwrap_err();
    assert_eq!((empty[0].cell.as_str(), empty[0].key), ("A2", "no-visits"));
    let none = table(&kit, b"no workbook").unwrap_err();
    assert_eq!((none.len(), none[0].key), (1, "no-workbook"));
}

#[test]
fn a_kit_is_told_once_what_was_opened_and_only_its_mailbox_reads_it() {
    let place = tempfile::tempdir().unwrap();
    let mut kit = Kit::begin(place.path());
    let keys = Keys::unlock(&kit.folder, PASSPHRASE).unwrap();
    let mut ledger = Ledger::open(&kit.folder.ledger(), keys.ledger()).unwrap();
    kit.seal("Melnyk");
    kit.deliver(&mut ledger, |_which, _ciphertext| {});
    opening::open_all(&kit.folder, &keys, &mut ledger, NOW).unwrap();
    let opened = ledger.parts().unwrap();
    assert!(opened.iter().all(|part| part.state == PartState::Opened));
    for _ in 0..2 {
        let mut desk = Desk {
            folder: &kit.folder,
            keys: &keys,
            ledger: &mut ledger,
            now_s: NOW,
        };
        desk.queue_opened().unwrap();
    }
    let sent = ledger.dispatches().unwrap();
    assert_eq!((sent.len(), sent[0].kind.as_str()), (1, "receipts"));
    let file = ledger.dispatch_file(sent[0].digest).unwrap();
    let coordinator = [parcel::Signer::public_key(keys.signer()).clone()];
    let read = kit.mailbox.open(&file, &coordinator).unwrap();
    let DispatchContent::Receipts(receipts) = read.dispatch.content else {
        panic!("another thing was sent");
    };
    let named: Vec<_> = receipts
        .iter()
        .map(|receipt| receipt.verify(&coordinator).unwrap())
        .collect();
    assert_eq!(named.len(), opened.len());
    assert!(
        named
            .iter()
            .all(|receipt| receipt.kind == ReceiptKind::Opened)
    );
    assert!(
        parcel::Mailbox::generate()
            .open(&file, &coordinator)
            .is_err()
    );

    ledger.dispatch_taken(sent[0].digest).unwrap();
    assert!(
        ledger.dispatch_file(sent[0].digest).is_err(),
        "the file goes"
    );
    assert!(ledger.dispatches().unwrap()[0].taken, "the line stays");
}

#[test]
fn a_kit_without_a_mailbox_is_named_and_nothing_is_sent_in_the_clear() {
    let place = tempfile::tempdir().unwrap();
    console::provision::begin(place.path(), &kit::plan(), NOW, &mut rand::rngs::OsRng).unwrap();
    let folder = console::folder::Folder::open(place.path()).unwrap();
    let keys = Keys::unlock(&folder, PASSPHRASE).unwrap();
    let mut ledger = Ledger::open(&folder.ledger(), keys.ledger()).unwrap();
    let name = dispatch::kit(&folder, "042").unwrap();
    assert!(matches!(
        dispatch::kit(&folder, "43"),
        Err(DispatchError::NoKit)
    ));
    let mut desk = Desk {
        folder: &folder,
        keys: &keys,
        ledger: &mut ledger,
        now_s: NOW,
    };
    let word = Word {
        number: "0425173086".to_owned(),
        kind: WordKind::Answer,
        text: "words".to_owned(),
    };
    let refused = desk.queue_word(name, word).unwrap_err();
    assert!(matches!(refused, DispatchError::NoMailbox(kit) if kit == "042"));
    assert!(ledger.dispatches().unwrap().is_empty());
}
