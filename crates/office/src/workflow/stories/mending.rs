//! What is sealed is not opened again: mistakes are mended forward.

use super::*;
use crate::application::{Kin, Matter};
use crate::paper::Paper;
use crate::person::PersonalText;
use crate::visit::VisitState;

fn words(text: &str) -> PersonalText {
    PersonalText::from(text)
}

#[test]
fn a_wrong_flat_number_is_noticed_five_minutes_after_finishing() {
    let (mut office, first) = Office::sealed();
    office.uptime_s += 300;
    office.wall_s += 300;
    assert!(
        office.ask(Command::Reopen).is_empty(),
        "the kit can not open it"
    );
    office.ask(Command::Supplement {
        number: first.number.clone(),
        service: None,
        reason: words("квартира 14, не 41"),
    });
    office.say(PersonField::Street, "вул. Лісова, 7, кв. 14");
    let view = office.current();
    assert_eq!(view.service.id, first.service, "the service is known still");
    assert!(
        !view
            .findings
            .iter()
            .any(|one| one.rule == "form-missing" || one.rule == "document-missing"),
        "who corrects one thing need not repeat the rest: {:?}",
        view.findings
    );
    office.override_everything();
    office.sign();
    let second = office.finish();
    assert_eq!(second.matter.belongs_to(), Some(&first.number));
    assert_eq!(second.matter.words(), "квартира 14, не 41");
    assert_ne!(second.number, first.number, "a parcel of its own");
    assert_eq!(second.visit, first.visit);
    assert_eq!(
        second.applicant.text(PersonField::Street),
        "вул. Лісова, 7, кв. 14"
    );
    assert!(second.consent.is_some() && second.documents.len() == 1);
    assert_eq!(second.visit_state, VisitState::Done);
}

#[test]
fn the_journal_tells_what_belongs_to_a_number() {
    let (mut office, first) = Office::sealed();
    office.ask(Command::Supplement {
        number: first.number.clone(),
        service: None,
        reason: words("квартира 14, не 41"),
    });
    let told = |office: &Office| -> Vec<_> {
        let mended = office.shown().mended;
        mended
            .into_iter()
            .map(|line| (line.of, line.by, line.kin))
            .collect()
    };
    let of = first.number.clone();
    assert_eq!(told(&office), [(of.clone(), None, Kin::Supplement)]);
    office.override_everything();
    office.sign();
    let second = office.finish();
    let joined = [(of, Some(second.number), Kin::Supplement)];
    assert_eq!(told(&office), joined);
    office.cut();
    assert_eq!(
        told(&office),
        joined,
        "the journal knows it after a restart"
    );
    office.ask(Command::CloseVisit);
    office.cut();
    assert_eq!(told(&office), joined, "and when the visit is long put away");
}

#[test]
fn a_withdrawal_weeks_later_needs_the_number_and_a_signature_only() {
    let (mut office, first) = Office::sealed();
    office.ask(Command::CloseVisit);
    office.cut();
    let wish = Command::Withdraw {
        number: first.number.clone(),
        service: Some(first.service.clone()),
        reason: words("передумав"),
    };
    office.ask(wish.clone());
    assert_eq!(office.last_trouble(), Some(Trouble::NoVisitOpen));
    office.begin(Basis::Age80);
    office.ask(wish.clone());
    office.ask(wish);
    assert_eq!(
        office.visit().applications.len(),
        1,
        "a key pressed twice is one withdrawal"
    );
    office.override_everything();
    let effects = office.sign();
    let printed = effects.iter().find_map(|effect| {
        if let Effect::Print {
            paper: Paper::Application(paper),
            ..
        } = effect
        {
            Some(paper.service.clone())
        } else {
            None
        }
    });
    assert_eq!(
        printed,
        Some(Label::same("Service")),
        "the visit is put away, the service is named all the same"
    );
    let dossier = office.finish();
    assert!(matches!(&dossier.matter, Matter::Withdrawal { of, .. } if *of == first.number));
    assert!(dossier.consent.is_none() && dossier.answers.is_empty());
    assert_eq!(dossier.documents.len(), 1, "the signed sheet");
}

#[test]
fn a_result_is_handed_over_against_a_signature() {
    let mut office = Office::open();
    office.begin(Basis::Age80);
    // The application may have been taken by another kit.
    let number = Number::draw(7, &[1; 32], &|_| false);
    office.ask(Command::HandOver {
        number: number.clone(),
        service: None,
        result: words("довідка"),
    });
    office.override_everything();
    let effects = office.sign();
    let copies = effects.iter().find_map(|effect| {
        if let Effect::Print { copies, .. } = effect {
            Some(*copies)
        } else {
            None
        }
    });
    assert_eq!(copies, Some(2), "one for the resident, one for the case");
    let dossier = office.finish();
    assert_eq!(dossier.matter.belongs_to(), Some(&number));
    assert_eq!(dossier.signature, crate::visit::Signature::Ink);
}

#[test]
fn a_draft_is_corrected_itself_and_a_void_number_is_nobodys() {
    let mut office = Office::signed();
    let number = office.current().number.unwrap();
    let wish = Command::Supplement {
        number,
        service: None,
        reason: words("ще сторінка"),
    };
    office.ask(wish.clone());
    assert_eq!(office.last_trouble(), Some(Trouble::NotSealedYet));
    assert_eq!(office.visit().applications.len(), 1);
    office.ask(Command::GiveUp {
        reason: words("передумав"),
    });
    office.ask(wish);
    assert!(office.visit().applications.is_empty());
}

#[test]
fn what_belongs_to_a_taken_application_is_refused_by_no_order() {
    let (mut office, first) = Office::sealed();
    let (number, service) = (first.number, None);
    let wishes = [
        Command::Supplement {
            number: number.clone(),
            service: service.clone(),
            reason: words("ще сторінка"),
        },
        Command::Withdraw {
            number,
            service,
            reason: words("передумав"),
        },
    ];
    for wish in wishes {
        office.ask(wish);
        let before = office.current();
        let effects = office.ask(Command::Refuse {
            ground: "other".into(),
            words: words("ні"),
        });
        assert!(effects.is_empty() && office.current() == before);
        assert_eq!(before.refusal, None);
    }
}
