//! What every index must do; each implementation adds one line.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use courier::wire::{BoxEntry, Cursor};
use parcel::{
    Digest, Epoch, Head, Kind, KitName, Manifest, Receipt, ReceiptKind, Signed, SoftSigner, Tip,
    digest_of,
};

use super::memory::MemoryIndex;
use super::{Arrival, Index, IndexError, Room, SqliteIndex};
use crate::blob::Capability;

const ROOM: Room = Room {
    bytes: 1_000,
    places: 3,
};

struct Kit {
    name: KitName,
    key: SoftSigner,
}

impl Kit {
    fn new(number: u8) -> Self {
        Self {
            name: KitName([number; 8]),
            key: SoftSigner::from_seed(&[number; 32]),
        }
    }

    fn arrival(&self, counter: u64, length: u64) -> Arrival {
        let manifest = Manifest {
            digest: digest_of(format!("{} {counter}", self.name).as_bytes()),
            length,
            kit: self.name,
            epoch: Epoch([0; 16]),
            kind: Kind::Summary,
            counter,
            previous: None,
            recipients: digest_of(b"recipients"),
        };
        Arrival {
            upload: Capability::draw(),
            signed: Signed::sign(&manifest, &self.key).unwrap(),
            manifest,
            quarantined: false,
        }
    }

    fn receipt(&self, digest: Digest, received_at: i64) -> Signed<Receipt> {
        let receipt = Receipt {
            digest,
            length: 100,
            kit: self.name,
            received_at,
            depot: "depot".to_owned(),
            kind: ReceiptKind::Stored,
        };
        Signed::sign(&receipt, &self.key).unwrap()
    }

    fn head(&self, counter: u64) -> (Head, Signed<Head>) {
        let tip = Tip {
            kind: Kind::Summary,
            counter,
            manifest: digest_of(b"tip"),
        };
        let head = Head {
            kit: self.name,
            epoch: Epoch([0; 16]),
            day: 20_000,
            tips: vec![tip],
        };
        let signed = Signed::sign(&head, &self.key).unwrap();
        (head, signed)
    }
}

fn parts_come_once_and_in_order(index: &dyn Index) {
    let kit = Kit::new(1);
    let (one, two) = (kit.arrival(1, 100), kit.arrival(2, 100));
    let row = index.announce(one.clone(), 50, ROOM).unwrap();
    assert_eq!(row.arrival.upload, one.upload);
    let again = Arrival {
        upload: Capability::draw(),
        ..one.clone()
    };
    let row = index.announce(again, 60, ROOM).unwrap();
    assert_eq!(row.arrival.upload, one.upload, "one manifest, one upload");
    assert_eq!(index.arriving().unwrap().len(), 1);

    let (first, later) = (
        kit.receipt(one.manifest.digest, 1),
        kit.receipt(one.manifest.digest, 2),
    );
    let whole = Some(b"bytes".to_vec());
    index
        .store(
            two.clone(),
            kit.receipt(two.manifest.digest, 1),
            whole,
            ROOM,
        )
        .unwrap();
    index.store(one.clone(), first.clone(), None, ROOM).unwrap();
    let row = index.store(one.clone(), later, None, ROOM).unwrap();
    assert_eq!(row.receipt, Some(first.clone()), "the first receipt stays");
    let by_upload = index.by_upload(&one.upload).unwrap().unwrap();
    assert_eq!(by_upload.receipt, Some(first.clone()));
    let by_manifest = index.by_manifest(&one.signed.digest()).unwrap().unwrap();
    assert_eq!(by_manifest.arrival.upload, one.upload);
    assert_eq!(
        index.receipt(&one.manifest.digest, None).unwrap(),
        Some(first)
    );
    let stranger = index.receipt(&one.manifest.digest, Some(KitName([9; 8])));
    assert_eq!(stranger.unwrap(), None);
    assert_eq!(
        index.inline(&two.manifest.digest).unwrap().unwrap(),
        b"bytes"
    );
    assert_eq!(index.inline(&one.manifest.digest).unwrap(), None);

    let all = index.since(Cursor(0), 10).unwrap();
    let order: Vec<_> = all.iter().map(|entry| entry.manifest.clone()).collect();
    assert_eq!(order, [two.signed.clone(), one.signed.clone()]);
    assert_eq!(index.since(all[0].at, 10).unwrap().len(), 1);
    assert_eq!(index.since(Cursor(0), 1).unwrap().len(), 1);
    let counters = index.counters(kit.name, Epoch([0; 16]), Kind::Summary);
    assert_eq!(counters.unwrap(), [1, 2]);
    index.withdraw(&one.upload).unwrap();
    assert!(
        index.by_upload(&one.upload).unwrap().is_some(),
        "it is kept"
    );
}

fn quotas_hold_and_what_is_old_may_go(index: &dyn Index) {
    let kit = Kit::new(2);
    let full = |outcome: Result<super::Row, IndexError>| {
        assert!(matches!(outcome, Err(IndexError::Full)));
    };
    full(index.announce(kit.arrival(9, 1_001), 0, ROOM));
    for counter in 1..=3 {
        let at_s = i64::try_from(counter).unwrap() * 10;
        index
            .announce(kit.arrival(counter, 100), at_s, ROOM)
            .unwrap();
    }
    full(index.announce(kit.arrival(4, 100), 40, ROOM));
    assert_eq!(index.totals().unwrap().1, 3);
    index.announce(kit.arrival(1, 100), 100, ROOM).unwrap();
    let old = index.announced_before(25).unwrap();
    assert_eq!(old.len(), 1, "announcing it again keeps it");
    index.withdraw(&old[0].arrival.upload).unwrap();
    index.announce(kit.arrival(4, 100), 40, ROOM).unwrap();

    let kit = Kit::new(3);
    let before = index.totals().unwrap().0;
    let part = kit.arrival(1, 600);
    let digest = part.manifest.digest;
    let whole = Some(b"whole".to_vec());
    let receipt = kit.receipt(digest, 1);
    index
        .store(part.clone(), receipt.clone(), whole, ROOM)
        .unwrap();
    let second = kit.arrival(2, 600);
    let word = kit.receipt(second.manifest.digest, 1);
    full(index.store(second.clone(), word.clone(), None, ROOM));
    assert_eq!(index.opened(&digest).unwrap(), None);
    index.put_opened(&digest, receipt.clone(), 70).unwrap();
    index.put_opened(&digest, word.clone(), 80).unwrap();
    assert_eq!(index.opened(&digest).unwrap(), Some(receipt.clone()));
    assert_eq!(index.opened_before(70).unwrap(), []);
    assert_eq!(index.opened_before(71).unwrap(), [digest]);
    assert_eq!(index.totals().unwrap().0, before + 600);
    index.clear(&digest).unwrap();
    assert_eq!(index.totals().unwrap().0, before);
    assert_eq!(index.inline(&digest).unwrap(), None);
    assert_eq!(index.opened_before(71).unwrap(), []);
    assert_eq!(index.receipt(&digest, None).unwrap(), Some(receipt));
    index.store(second, word, None, ROOM).unwrap();
    let lost = Arrival {
        quarantined: true,
        ..kit.arrival(3, 50)
    };
    let word = kit.receipt(lost.manifest.digest, 1);
    index.store(lost, word, None, ROOM).unwrap();
    assert_eq!(index.quarantined_bytes(kit.name).unwrap(), 50);
}

fn the_farthest_head_is_held(index: &dyn Index) {
    let kit = Kit::new(4);
    for (counter, held) in [(3, 3), (2, 3), (5, 5)] {
        let (head, signed) = kit.head(counter);
        let answer = index.put_head(&head, signed).unwrap();
        assert_eq!(answer, kit.head(held).1);
    }
    assert_eq!(index.heads().unwrap(), [kit.head(5).1]);
}

fn dispatches_are_handed_over_once(index: &dyn Index) {
    let kit = KitName([5; 8]);
    let entry = |name: &[u8]| BoxEntry {
        digest: digest_of(name),
        length: 400,
        posted_at: 7,
        taken_at: None,
    };
    for name in [b"one", b"two", b"one"] {
        index
            .post(kit, entry(name), b"letter".to_vec(), ROOM)
            .unwrap();
    }
    let more = index.post(kit, entry(b"more"), Vec::new(), ROOM);
    assert!(matches!(more, Err(IndexError::Full)));
    let digest = digest_of(b"one");
    let piece = index.letter(kit, &digest, 2, 3).unwrap();
    assert_eq!(piece.unwrap(), b"tte");
    assert_eq!(index.letter(KitName([6; 8]), &digest, 0, 9).unwrap(), None);
    index.hand_over(kit, &digest, 11).unwrap();
    index.hand_over(kit, &digest, 12).unwrap();
    assert_eq!(index.letter(kit, &digest, 0, 9).unwrap(), None);
    index
        .post(kit, entry(b"one"), b"letter".to_vec(), ROOM)
        .unwrap();
    let letters = index.letters(kit).unwrap();
    let taken: Vec<_> = letters.iter().map(|letter| letter.taken_at).collect();
    assert_eq!(taken, [Some(11), None]);
}

fn keeps_the_contract(index: &dyn Index) {
    parts_come_once_and_in_order(index);
    quotas_hold_and_what_is_old_may_go(index);
    the_farthest_head_is_held(index);
    dispatches_are_handed_over_once(index);
}

#[test]
fn sqlite_keeps_the_contract_of_an_index() {
    let folder = tempfile::tempdir().unwrap();
    keeps_the_contract(&SqliteIndex::open(&folder.path().join("index")).unwrap());
}

#[test]
fn memory_keeps_the_contract_of_an_index() {
    keeps_the_contract(&MemoryIndex::default());
}

#[test]
fn an_index_of_the_first_version_opens_and_knows_what_each_kit_has() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("index");
    let old = rusqlite::Connection::open(&path).unwrap();
    old.execute_batch(include_str!("schema.sql")).unwrap();
    let kit = Kit::new(7);
    let part = kit.arrival(1, 100);
    old.execute(
        "INSERT INTO part (manifest, upload, digest, length, kit, epoch, kind, counter, quarantined, signed)
         VALUES (?1, ?2, ?3, 100, ?4, ?5, 'summary', 1, 0, ?6)",
        rusqlite::params![
            part.signed.digest().as_bytes(),
            part.upload.as_str(),
            part.manifest.digest.as_bytes(),
            kit.name.as_bytes(),
            part.manifest.epoch.as_bytes(),
            serde_json::to_string(&part.signed).unwrap(),
        ],
    )
    .unwrap();
    old.pragma_update(None, "user_version", 1).unwrap();
    drop(old);
    let index = SqliteIndex::open(&path).unwrap();
    assert_eq!(index.totals().unwrap(), (100, 1));
    let receipt = kit.receipt(part.manifest.digest, 1);
    index.store(part.clone(), receipt, None, ROOM).unwrap();
    assert_eq!(index.totals().unwrap(), (100, 0));
    drop(index);
    let index = SqliteIndex::open(&path).unwrap();
    assert_eq!(index.since(Cursor(0), 9).unwrap().len(), 1);
}
