//! A card laid on the reader: what opens it, what it fills, and what is believed of it.

use super::*;
use crate::identity::{CardKey, ChipFacts, ChipItself, ChipVerdict, DataVerdict};
use crate::person::PersonalText;
use crate::trouble::CardTrouble;
use crate::visit::{CheckResult, IdentityCheck};

/// Not a real card: the layout of domain knowledge with Diia's test stub.
const CARD: [&str; 3] = [
    "I<UKR00003188662000021301467<<",
    "0002130F2603092UKR<<<<<<<<<<<8",
    "ZRAZOK<<OLENA<<<<<<<<<<<<<<<<<",
];
const GOOD: ChipVerdict = ChipVerdict {
    data: DataVerdict::Signed,
    chip: ChipItself::Genuine,
};

fn told(visit: VisitId, verdict: ChipVerdict) -> Input {
    Input::CardRead {
        visit,
        facts: Box::new(ChipFacts {
            lines: CARD.map(str::to_owned).to_vec(),
            name: "Зразок<<Олена<Іванівна".into(),
            verdict,
        }),
    }
}

fn read(can: &str) -> Command {
    Command::ReadCard {
        can: PersonalText(can.to_owned()),
    }
}

#[test]
fn a_chip_fills_the_identity_in_both_scripts_and_its_verdict_is_kept() {
    let mut office = Office::open();
    let visit = office.begin(Basis::default());
    let effects = office.ask(read("27 18 28"));
    let [Effect::ReadCard { visit: asked, key }] = effects.as_slice() else {
        panic!("the card is asked: {effects:?}")
    };
    assert_eq!(*asked, visit);
    assert_eq!(*key, CardKey::Can(PersonalText("271828".into())));
    office.hear(told(visit, GOOD));
    let view = office.visit().visit;
    for (field, text) in [
        (PersonField::Surname, "Зразок"),
        (PersonField::GivenName, "Олена"),
        (PersonField::Patronymic, "Іванівна"),
        (PersonField::LatinName, "ZRAZOK OLENA"),
        (PersonField::DocumentNumber, "000031886"),
    ] {
        assert_eq!(view.applicant.text(field), text);
    }
    assert_eq!(view.chip, Some(GOOD));
    let check = view.identity_log.last().unwrap();
    assert_eq!(
        (check.method, check.result),
        (IdentityCheck::ChipRead, CheckResult::Agrees)
    );
    office.hear(Input::MrzRead {
        lines: CARD.map(str::to_owned).to_vec(),
    });
    let view = office.visit().visit;
    assert_eq!(view.chip, None, "a swipe proves nothing of a chip");
}

#[test]
fn what_the_zone_told_opens_the_chip_and_without_either_nothing_is_tried() {
    let mut office = Office::open();
    let visit = office.begin(Basis::default());
    for wrong in ["", "27182", "27182x"] {
        assert!(office.ask(read(wrong)).is_empty());
        assert_eq!(
            office.last_trouble(),
            Some(Trouble::Card(CardTrouble::KeyMisshapen))
        );
    }
    office.hear(Input::MrzRead {
        lines: CARD.map(str::to_owned).to_vec(),
    });
    let text = |text: &str| PersonalText(text.to_owned());
    let effects = office.ask(read(""));
    let [Effect::ReadCard { key, .. }] = effects.as_slice() else {
        panic!("the card is asked: {effects:?}")
    };
    let zone = CardKey::Zone {
        document: text("000031886"),
        born: text("000213"),
        expires: text("260309"),
    };
    assert_eq!(*key, zone);
    assert_eq!(visit, office.visit().visit.id);
}

#[test]
fn a_chip_never_overwrites_what_was_typed_and_a_copy_is_a_difference() {
    let mut office = Office::open();
    let visit = office.begin(Basis::default());
    office.say(PersonField::Surname, "Зразкова");
    let copy = ChipVerdict {
        chip: ChipItself::Failed,
        ..GOOD
    };
    assert!(!copy.is_good());
    office.hear(told(visit, copy));
    let view = office.visit().visit;
    assert_eq!(view.applicant.text(PersonField::Surname), "Зразкова");
    let check = view.identity_log.last().unwrap();
    assert_eq!(check.result, CheckResult::Differs);
}

#[test]
fn a_card_that_was_read_too_late_fills_no_other_visit() {
    let mut office = Office::open();
    let first = office.begin(Basis::default());
    let second = office.begin(Basis::default());
    assert_ne!(first, second);
    office.hear(told(first, GOOD));
    let view = office.visit().visit;
    assert_eq!(view.id, second);
    assert_eq!(view.applicant.text(PersonField::Surname), "");
    assert_eq!(view.chip, None);
}
