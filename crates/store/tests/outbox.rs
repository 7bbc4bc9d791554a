//! The outbox keeps what it acknowledged and forgets only against a receipt.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use parcel::{
    ApplicationId, Chain, Epoch, FileToSeal, Head, Identity, Kind, KitName, Moment, Receipt,
    ReceiptKind, Recipients, SealOrder, Sealed, Signed, SoftSigner, seal,
};
use rand::rngs::OsRng;
use store::{Aside, Ciphertext, Holds, NumberState, RecordKind, SealedDraft, Store, StoreError};

/// The day after everything was sealed.
const DAY: i64 = 20_000;

struct Kit {
    signer: SoftSigner,
    chain: Chain,
    recipients: Recipients,
}

impl Kit {
    fn new() -> Self {
        let pair = [Identity::generate(), Identity::generate()];
        Self {
            signer: SoftSigner::generate(&mut OsRng),
            chain: Chain::new(KitName::random(&mut OsRng), Epoch::random(&mut OsRng)),
            recipients: Recipients::parse(&[pair[0].recipient(), pair[1].recipient()]).unwrap(),
        }
    }

    fn seal(&mut self) -> Sealed {
        let order = SealOrder {
            application: ApplicationId::random(&mut OsRng),
            administrator: &self.signer,
            profile: 1,
            catalogue: "1".into(),
            recipients: &self.recipients,
            moment: Moment {
                wall: 0,
                since_boot: 1,
                anchor: 0,
                confirmed_day: None,
            },
            summary: vec![FileToSeal::new("summary.json", b"{}".to_vec()).unwrap()],
            pages: vec![FileToSeal::new("01.pdf", vec![7; 700_000]).unwrap()],
        };
        seal(&order, &mut self.chain, &self.signer).unwrap()
    }

    fn receipt(
        &self,
        manifest: &parcel::Manifest,
        kind: ReceiptKind,
    ) -> (Signed<Receipt>, Receipt) {
        let receipt = Receipt {
            digest: manifest.digest,
            length: manifest.length,
            kit: manifest.kit,
            received_at: 0,
            depot: "depot".into(),
            kind,
        };
        (Signed::sign(&receipt, &self.signer).unwrap(), receipt)
    }
}

#[test]
fn a_part_is_kept_until_its_receipt_and_then_for_the_hold() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(&folder.path().join("kit.db")).unwrap();
    let mut kit = Kit::new();
    let record = [1; 16];
    store
        .put_record(
            &record,
            RecordKind::Application,
            1,
            &Ciphertext(vec![0; 40]),
            b"escrow",
        )
        .unwrap();
    store.note_number("0425173086", "2026-11-21", None).unwrap();
    let sealed = kit.seal();
    let draft = SealedDraft {
        sealed: &sealed,
        chain: &kit.chain,
        record: &record,
        number: "0425173086",
        ranks: &[3, 1],
    };
    store.put_sealed(&draft).unwrap();

    assert!(
        store.records().unwrap().is_empty(),
        "an entombed draft is no draft"
    );
    assert_eq!(store.tombstones().unwrap(), vec![record]);
    store.delete_record(&record).unwrap();

    for kind in [Kind::Summary, Kind::Pages] {
        let (manifest, length) = store.next_part(DAY).unwrap().unwrap();
        let claimed = manifest.claim().unwrap();
        assert_eq!(claimed.kind, kind, "summaries travel first");
        let digest = claimed.digest.to_string();
        let mut bytes = Vec::new();
        while (bytes.len() as u64) < length {
            bytes.extend(
                store
                    .read_part(&digest, bytes.len() as u64, 100_000)
                    .unwrap(),
            );
        }
        assert_eq!(parcel::digest_of(&bytes), claimed.digest);
        assert_eq!(
            store.purge(i64::MAX / 2, Holds::default()).unwrap(),
            usize::from(kind == Kind::Pages)
        );
        let (signed, receipt) = kit.receipt(&claimed, ReceiptKind::Stored);
        store.confirm(&signed, &receipt, 1000).unwrap();
    }
    assert_eq!(store.journal(10).unwrap()[0].state, NumberState::Delivered);
    assert_eq!(
        store.purge(1000, Holds::default()).unwrap(),
        0,
        "the hold is not over"
    );
    assert_eq!(
        store.purge(1000 + 30 * 86_400, Holds::default()).unwrap(),
        1
    );
    assert!(store.parts().unwrap().is_empty());
}

#[test]
fn a_quarantined_or_poison_part_stays_and_holds_nothing_up() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(&folder.path().join("kit.db")).unwrap();
    let mut kit = Kit::new();
    for number in ["1", "2"] {
        store.note_number(number, "2026-11-21", None).unwrap();
        let sealed = kit.seal();
        let draft = SealedDraft {
            sealed: &sealed,
            chain: &kit.chain,
            record: &[9; 16],
            number,
            ranks: &[1, 2],
        };
        store.put_sealed(&draft).unwrap();
    }
    let (first, _) = store.next_part(DAY).unwrap().unwrap();
    let first = first.claim().unwrap();
    store
        .set_aside(&first.digest.to_string(), Aside("part-damaged"))
        .unwrap();
    let (second, _) = store.next_part(DAY).unwrap().unwrap();
    let second = second.claim().unwrap();
    assert_ne!(first.digest, second.digest);
    let (signed, receipt) = kit.receipt(&second, ReceiptKind::Quarantined);
    store.confirm(&signed, &receipt, 1000).unwrap();
    assert_eq!(store.purge(i64::MAX / 2, Holds::default()).unwrap(), 0);
    assert_eq!(store.parts().unwrap().len(), 4, "nothing is forgotten");
    store.take_up_again().unwrap();
    assert_eq!(
        store
            .next_part(DAY)
            .unwrap()
            .unwrap()
            .0
            .claim()
            .unwrap()
            .digest,
        first.digest
    );
}

#[test]
fn an_older_revision_never_overwrites_a_newer_one() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("kit.db")).unwrap();
    store
        .put_record(
            &[1; 16],
            RecordKind::Visit,
            5,
            &Ciphertext(vec![5]),
            b"escrow",
        )
        .unwrap();
    store
        .put_record(&[1; 16], RecordKind::Visit, 4, &Ciphertext(vec![4]), b"")
        .unwrap();
    assert_eq!(store.records().unwrap()[0].body, Ciphertext(vec![5]));
    assert_eq!(store.records().unwrap()[0].revision, 5);
}

#[test]
fn a_part_that_was_opened_goes_a_day_after_the_word_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(&folder.path().join("kit.db")).unwrap();
    let mut kit = Kit::new();
    let sealed = kit.seal();
    store.note_number("0425173086", "2026-11-21", None).unwrap();
    let draft = SealedDraft {
        sealed: &sealed,
        chain: &kit.chain,
        record: &[1; 16],
        number: "0425173086",
        ranks: &[3, 1],
    };
    store.put_sealed(&draft).unwrap();
    let day = 86_400;
    for piece in sealed.summary.pieces.iter().chain(&sealed.pages.pieces) {
        let manifest = piece.manifest.claim().unwrap();
        store.note_opened(&manifest.digest, 5 * day).unwrap();
        let early = store.purge(20 * day, Holds::default()).unwrap();
        assert_eq!(early, 0, "without a receipt nothing goes");
        let (signed, receipt) = kit.receipt(&manifest, ReceiptKind::Stored);
        store.confirm(&signed, &receipt, 0).unwrap();
        assert_eq!(store.purge(6 * day - 1, Holds::default()).unwrap(), 0);
        assert_eq!(store.purge(6 * day, Holds::default()).unwrap(), 1);
    }
}

#[test]
fn a_dispatch_is_kept_and_taken_once() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("kit.db")).unwrap();
    let (first, again, said) = ([1, 2, 3].map(|byte| parcel::digest_of(&[byte]))).into();
    store.keep_dispatch(&first, b"sealed").unwrap();
    store.keep_dispatch(&first, b"other").unwrap();
    assert_eq!(store.dispatch(&first).unwrap(), b"sealed");
    assert!(store.note_said(&first, &said).unwrap());
    assert!(store.note_said(&first, &said).unwrap(), "at each unlocking");
    store.forget_dispatch(&first).unwrap();
    assert!(store.knows_dispatch(&first).unwrap());
    assert!(store.dispatches().unwrap().is_empty());
    store.keep_dispatch(&again, b"sealed anew").unwrap();
    assert!(!store.note_said(&again, &said).unwrap());
    assert!(store.dispatches().unwrap().is_empty());
}

#[test]
fn a_record_becomes_a_part_or_stays_a_record() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(&folder.path().join("kit.db")).unwrap();
    let mut kit = Kit::new();
    let (record, kind) = ([1; 16], RecordKind::Application);
    let body = Ciphertext(vec![5]);
    let promise = kit.seal().summary.pieces.remove(0);
    let refused = store.promised(
        &record,
        |store| store.put_record(&record, kind, 1, &body, b"escrow"),
        |_store| Err(StoreError::Missing),
    );
    assert!(refused.is_err() && store.records().unwrap().is_empty());
    store
        .promised(
            &record,
            |store| store.put_record(&record, kind, 1, &body, b"escrow"),
            |store| {
                let there = store.promise_of(&record)?;
                assert!(there.is_some_and(|there| there.body == body));
                Ok(Some(promise.manifest.clone()))
            },
        )
        .unwrap();
    store
        .put_page(&record, &[7; 16], &Ciphertext(vec![9]))
        .unwrap();
    let promised = store.promise_of(&record).unwrap().unwrap();
    assert_eq!(promised.manifest.as_ref(), Some(&promise.manifest));
    assert_eq!(promised.escrow, b"escrow");
    store.give_out(&record, &promise, 1).unwrap();
    assert!(store.promise_of(&record).unwrap().is_none());
    assert!(store.page(&[7; 16]).unwrap().is_none());
    assert_eq!(store.parts().unwrap().len(), 1);
}

#[test]
fn a_new_epoch_keeps_the_head_of_the_one_before_it_until_its_parts_are_delivered() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(&folder.path().join("kit.db")).unwrap();
    let mut kit = Kit::new();
    store.open_epoch(&kit.chain, "here").unwrap();
    let before = put(&mut store, &mut kit, 1);
    kit.chain = Chain::new(kit.chain.kit(), Epoch::random(&mut OsRng));
    store.open_epoch(&kit.chain, "there").unwrap();
    assert_eq!(store.heads().unwrap(), std::slice::from_ref(&before));
    assert_eq!(store.fact("evidence").unwrap().as_deref(), Some("there"));
    let after = put(&mut store, &mut kit, 2);
    assert_eq!(store.heads().unwrap(), [after.clone(), before]);
    while let Some((manifest, _)) = store.next_part(DAY).unwrap() {
        let (signed, receipt) = kit.receipt(&manifest.claim().unwrap(), ReceiptKind::Stored);
        store.confirm(&signed, &receipt, 1000).unwrap();
    }
    assert_eq!(store.heads().unwrap(), [after]);
}

/// Seals one application into the store; returns the head.
fn put(store: &mut Store, kit: &mut Kit, number: u32) -> Signed<Head> {
    let number = number.to_string();
    store.note_number(&number, "2026-11-21", None).unwrap();
    let sealed = kit.seal();
    let draft = SealedDraft {
        sealed: &sealed,
        chain: &kit.chain,
        record: &[9; 16],
        number: &number,
        ranks: &[],
    };
    store.put_sealed(&draft).unwrap();
    sealed.head
}

/// The kinds of all parts that travel on `day`.
fn travel(store: &mut Store, kit: &Kit, day: i64) -> Vec<Kind> {
    let mut kinds = Vec::new();
    while let Some((manifest, _)) = store.next_part(day).unwrap() {
        let manifest = manifest.claim().unwrap();
        let (signed, receipt) = kit.receipt(&manifest, ReceiptKind::Stored);
        store.confirm(&signed, &receipt, 1000).unwrap();
        kinds.push(manifest.kind);
    }
    kinds
}

#[test]
fn documents_rest_until_the_day_is_over_or_a_person_asks() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(&folder.path().join("kit.db")).unwrap();
    let mut kit = Kit::new();
    assert_eq!(travel(&mut store, &kit, DAY), []);
    put(&mut store, &mut kit, 1);
    assert_eq!(travel(&mut store, &kit, DAY), [Kind::Summary]);
    assert!(store.parts().unwrap().iter().any(|part| part.rests));
    assert_eq!(travel(&mut store, &kit, DAY + 1), [Kind::Pages]);
    put(&mut store, &mut kit, 2);
    store.take_up_again().unwrap();
    assert!(store.parts().unwrap().iter().all(|part| !part.rests));
    assert_eq!(
        travel(&mut store, &kit, DAY + 1),
        [Kind::Summary, Kind::Pages]
    );
}

#[test]
fn documents_of_eight_applications_are_crowd_enough() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open(&folder.path().join("kit.db")).unwrap();
    let mut kit = Kit::new();
    assert_eq!(travel(&mut store, &kit, DAY), []);
    for number in 0..7 {
        put(&mut store, &mut kit, number);
        assert_eq!(travel(&mut store, &kit, DAY), [Kind::Summary]);
    }
    put(&mut store, &mut kit, 7);
    assert_eq!(travel(&mut store, &kit, DAY).len(), 1 + 8);
    put(&mut store, &mut kit, 8);
    assert_eq!(
        travel(&mut store, &kit, DAY),
        [Kind::Summary],
        "the ninth is alone again"
    );
}
