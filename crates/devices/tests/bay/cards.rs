//! The card reader against the virtual card: what is read, what is proven, and every way in which it fails.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a test may stop at the first surprise, and measures how long a person waits"
)]

use std::{
    process::Command,
    time::{Duration, Instant},
};

use devices::{
    Bay, Cancel, CardConfig, CardError, CardKey, CardOrder, CardReader, CardReading, CardSlots,
    ChipProof, DataProof, DeviceConfig, SignerDoubt,
    sim::{CardCurve, CardFault, CardPlan, TestAuthority, VirtualCard},
};
use tempfile::TempDir;

/// 22 November 2026.
const NOW_S: u64 = 1_795_305_600;
const PATIENCE: Duration = Duration::from_secs(20);

struct Table {
    authority: TestAuthority,
    authorities: TempDir,
}

impl Table {
    fn set(authority: TestAuthority) -> Self {
        let authorities = TempDir::new().unwrap();
        std::fs::write(authorities.path().join("csca.der"), authority.certificate()).unwrap();
        Self {
            authority,
            authorities,
        }
    }

    fn card(&self, plan: &CardPlan) -> VirtualCard {
        VirtualCard::start(plan, &self.authority).unwrap()
    }

    fn reader(&self, cards: &[&VirtualCard]) -> Box<dyn CardReader> {
        let list = DeviceConfig {
            card: Some(CardConfig {
                slots: CardSlots::Virtual(cards.iter().map(|card| card.port()).collect()),
                authorities: Some(self.authorities.path().to_owned()),
            }),
            ..DeviceConfig::default()
        };
        Bay::open(&list).unwrap().card.unwrap()
    }
}

fn can(can: &str) -> CardOrder {
    CardOrder {
        key: CardKey::Can(can.into()),
        at_s: NOW_S,
    }
}

fn zone_key() -> CardOrder {
    CardOrder {
        key: CardKey::Zone {
            document: "000031886".into(),
            born: "000213".into(),
            expires: "260309".into(),
        },
        at_s: NOW_S,
    }
}

fn read(reader: &mut dyn CardReader, order: &CardOrder) -> Result<CardReading, CardError> {
    reader.read(order, PATIENCE, &Cancel::new())
}

#[track_caller]
fn assert_specimen(reading: &CardReading) {
    assert_eq!(reading.zone.lines, CardPlan::specimen().lines);
    assert_eq!(reading.person.name, Some(CardPlan::specimen().name));
    assert_eq!(reading.person.number, Some(CardPlan::specimen().number));
}

#[test]
fn a_card_is_read_by_its_access_number_on_every_curve_and_its_signature_is_known() {
    let table = Table::set(TestAuthority::new());
    for curve in [
        CardCurve::P256,
        CardCurve::BrainpoolP256,
        CardCurve::BrainpoolP384,
    ] {
        let plan = CardPlan {
            curve: Some(curve),
            ..CardPlan::specimen()
        };
        let card = table.card(&plan);
        let began = Instant::now();
        let reading = read(&mut *table.reader(&[&card]), &can("271828")).unwrap();
        assert_specimen(&reading);
        assert_eq!(reading.data, DataProof::Signed, "{curve:?}");
        assert_eq!(reading.chip, ChipProof::Genuine, "{curve:?}");
        assert!(
            began.elapsed() < Duration::from_secs(2),
            "{curve:?}: {:?}",
            began.elapsed()
        );
    }
}

#[test]
fn a_card_is_read_by_its_zone_with_pace_and_an_older_one_with_bac() {
    let table = Table::set(TestAuthority::new());
    for curve in [Some(CardCurve::P256), None] {
        let plan = CardPlan {
            curve,
            ..CardPlan::specimen()
        };
        let card = table.card(&plan);
        let reading = read(&mut *table.reader(&[&card]), &zone_key()).unwrap();
        assert_specimen(&reading);
        assert_eq!(reading.data, DataProof::Signed);
    }
    let old = table.card(&CardPlan {
        curve: None,
        ..CardPlan::specimen()
    });
    assert_eq!(
        read(&mut *table.reader(&[&old]), &can("271828")),
        Err(CardError::NeedsZone)
    );
}

#[test]
fn a_wrong_number_is_told_and_the_next_try_has_to_wait() {
    let table = Table::set(TestAuthority::new());
    let card = table.card(&CardPlan::specimen());
    let mut reader = table.reader(&[&card]);
    assert_eq!(read(&mut *reader, &can("271829")), Err(CardError::WrongKey));
    assert!(matches!(
        read(&mut *reader, &can("271828")),
        Err(CardError::WaitBeforeTry { seconds: 1..=2 })
    ));
    let old = table.card(&CardPlan {
        curve: None,
        ..CardPlan::specimen()
    });
    let wrong = CardOrder {
        key: CardKey::Zone {
            document: "000031887".into(),
            born: "000213".into(),
            expires: "260309".into(),
        },
        at_s: NOW_S,
    };
    assert_eq!(
        read(&mut *table.reader(&[&old]), &wrong),
        Err(CardError::WrongKey)
    );
}

#[test]
fn a_number_that_is_none_never_reaches_the_card() {
    let table = Table::set(TestAuthority::new());
    let card = table.card(&CardPlan::specimen());
    for wrong in ["27182", "2718281", "27182x", ""] {
        assert_eq!(
            read(&mut *table.reader(&[&card]), &can(wrong)),
            Err(CardError::KeyMisshapen)
        );
    }
}

#[test]
fn each_doubt_about_a_signer_is_its_own() {
    let known = Table::set(TestAuthority::new());
    let stranger = VirtualCard::start(&CardPlan::specimen(), &TestAuthority::new()).unwrap();
    let proof = |table: &Table, card: &VirtualCard| {
        read(&mut *table.reader(&[card]), &can("271828"))
            .unwrap()
            .data
    };
    assert_eq!(
        proof(&known, &stranger),
        DataProof::Intact(SignerDoubt::UnknownAuthority)
    );

    let stale = Table::set(TestAuthority::with_stale_signer());
    let card = stale.card(&CardPlan::specimen());
    assert_eq!(
        proof(&stale, &card),
        DataProof::Intact(SignerDoubt::OutsideItsDates)
    );

    let card = known.card(&CardPlan::specimen());
    let list = known.authorities.path().join("csca.crl");
    std::fs::write(list, known.authority.revocation()).unwrap();
    assert_eq!(
        proof(&known, &card),
        DataProof::Intact(SignerDoubt::Revoked)
    );

    std::fs::remove_file(known.authorities.path().join("csca.der")).unwrap();
    assert_eq!(
        proof(&known, &card),
        DataProof::Intact(SignerDoubt::NoAuthorities)
    );
}

#[test]
fn altered_data_and_a_copied_chip_are_told_apart_from_a_good_card() {
    let table = Table::set(TestAuthority::new());
    let card = table.card(&CardPlan::specimen());
    card.fault(CardFault::Altered);
    let reading = read(&mut *table.reader(&[&card]), &can("271828")).unwrap();
    assert_eq!(
        (reading.data, reading.chip),
        (DataProof::Altered, ChipProof::NotOffered)
    );
    card.fault(CardFault::Copied);
    let reading = read(&mut *table.reader(&[&card]), &can("271828")).unwrap();
    assert_eq!(
        (reading.data, reading.chip),
        (DataProof::Signed, ChipProof::Failed)
    );
}

#[test]
fn among_three_slots_the_identity_card_is_found_and_two_of_them_are_asked_about() {
    let table = Table::set(TestAuthority::new());
    let [bank, empty, card] = [(); 3].map(|()| table.card(&CardPlan::specimen()));
    bank.fault(CardFault::Foreign);
    empty.lay(false);
    let mut reader = table.reader(&[&bank, &empty, &card]);
    assert_specimen(&read(&mut *reader, &can("271828")).unwrap());
    empty.lay(true);
    assert_eq!(read(&mut *reader, &can("271828")), Err(CardError::TwoCards));
    empty.lay(false);
    card.lay(false);
    assert_eq!(
        read(&mut *reader, &can("271828")),
        Err(CardError::NotIdCard)
    );
    bank.lay(false);
    assert_eq!(reader.sight().seen, Err(CardError::NoCard));
    drop((bank, empty, card));
    assert_eq!(reader.sight().seen, Err(CardError::NoReader));
}

#[test]
fn a_card_taken_away_at_any_moment_is_named_and_reads_when_it_lies_there_again() {
    let table = Table::set(TestAuthority::new());
    let card = table.card(&CardPlan::specimen());
    let mut reader = table.reader(&[&card]);
    let mut moments = 0;
    loop {
        card.lay(true);
        card.fault(CardFault::PulledAfter(moments));
        match read(&mut *reader, &can("271828")) {
            Err(error) => assert_eq!(error, CardError::Removed, "after {moments} commands"),
            Ok(reading) => {
                assert_specimen(&reading);
                break;
            }
        }
        moments += 1;
    }
    assert!(moments > 15, "a reading takes only {moments} commands");
}

#[test]
fn hostile_cards_end_in_words_and_never_in_a_wait() {
    let table = Table::set(TestAuthority::new());
    let card = table.card(&CardPlan::specimen());
    for (fault, words) in [
        (CardFault::Endless, "the zone in the chip"),
        (CardFault::ShortReads, "the zone in the chip"),
    ] {
        card.fault(fault);
        assert_eq!(
            read(&mut *table.reader(&[&card]), &can("271828")),
            Err(CardError::Garbled { what: words })
        );
    }
    card.fault(CardFault::Gibberish);
    assert_eq!(
        read(&mut *table.reader(&[&card]), &can("271828")),
        Err(CardError::NotIdCard)
    );
    card.fault(CardFault::Hang);
    let began = Instant::now();
    let patience = Duration::from_millis(300);
    let hung = table
        .reader(&[&card])
        .read(&can("271828"), patience, &Cancel::new());
    assert_eq!(hung, Err(CardError::TimedOut));
    assert!(began.elapsed() < Duration::from_secs(2));
}

#[test]
fn a_cancelled_reading_ends_before_its_next_command() {
    let table = Table::set(TestAuthority::new());
    let card = table.card(&CardPlan::specimen());
    let cancel = Cancel::new();
    cancel.cancel();
    assert_eq!(
        table
            .reader(&[&card])
            .read(&can("271828"), PATIENCE, &cancel),
        Err(CardError::Cancelled)
    );
}

#[test]
fn nothing_of_a_card_shows_in_debug_text() {
    let table = Table::set(TestAuthority::new());
    let card = table.card(&CardPlan::specimen());
    let reading = read(&mut *table.reader(&[&card]), &can("271828")).unwrap();
    let text = format!("{reading:?} {:?} {:?}", reading.person, can("271828"));
    for secret in ["271828", "ZRAZOK", "Зразок", "01467", "000031886"] {
        assert!(!text.contains(secret), "{text}");
    }
}

#[test]
fn openssl_believes_the_virtual_cards_security_object_and_chain() {
    let folder = TempDir::new().unwrap();
    let path = |name: &str| folder.path().join(name);
    let authority = TestAuthority::new();
    std::fs::write(path("csca.der"), authority.certificate()).unwrap();
    std::fs::write(path("sod.cms"), authority.specimen_object()).unwrap();
    let openssl = |arguments: &[&str]| {
        let done = Command::new("openssl")
            .args(arguments)
            .current_dir(folder.path())
            .output()
            .unwrap();
        assert!(
            done.status.success(),
            "{}",
            String::from_utf8_lossy(&done.stderr)
        );
    };
    openssl(&[
        "x509", "-inform", "DER", "-in", "csca.der", "-out", "csca.pem",
    ]);
    openssl(&[
        "cms", "-verify", "-inform", "DER", "-in", "sod.cms", "-CAfile", "csca.pem", "-purpose",
        "any", "-out", "lds.der",
    ]);
    std::fs::write(path("list.crl"), authority.revocation()).unwrap();
    openssl(&[
        "crl", "-inform", "DER", "-in", "list.crl", "-CAfile", "csca.pem", "-noout",
    ]);
}
