//! A visit from the first word to the seal, and what may go wrong on the way.

use super::*;
use crate::address::PlaceRef;
use crate::snapshot::{Gate, PaperState};
use crate::trouble::DeviceKind;

#[test]
fn a_visit_goes_from_the_first_word_to_the_seal() {
    let mut office = Office::signed();
    assert_eq!(office.current().stage, Stage::Signed);
    let effects = office.ask(Command::Finish);
    let [Effect::SaveRecord { .. }, Effect::Seal(dossier)] = effects.as_slice() else {
        panic!("finish seals: {effects:?}")
    };
    assert_eq!(dossier.answers.len(), 2);
    assert_eq!(dossier.documents.len(), 2);
    assert!(dossier.consent.is_some());
    let effects = office.hear(Input::Sealed {
        application: dossier.application,
        bytes: 1,
    });
    let printed: Vec<u32> = effects
        .iter()
        .filter_map(|effect| {
            if let Effect::Print { copies, .. } = effect {
                Some(*copies)
            } else {
                None
            }
        })
        .collect();
    assert_eq!(printed, [2, 1], "two inventories, one slip");
    let view = office.current();
    assert_eq!(
        (view.stage, view.answers.len(), view.documents.len()),
        (Stage::Sealed, 0, 0)
    );
    let effects = office.ask(Command::CloseVisit);
    assert!(
        matches!(effects.as_slice(), [Effect::DropRecord(RecordId::Visit(_))]),
        "the folder goes with the visit"
    );
}

#[test]
fn a_number_is_written_down_before_anything_carries_it_and_never_changes() {
    let mut office = Office::filled();
    office.ask(Command::GiveConsent);
    let effects = office.ask(Command::PrintApplication);
    let noted = effects
        .iter()
        .position(|effect| matches!(effect, Effect::NoteNumber { .. }))
        .unwrap();
    let printed = effects
        .iter()
        .position(|effect| matches!(effect, Effect::Print { .. }))
        .unwrap();
    assert!(noted < printed);
    let number = office.current().number;
    let again = office.ask(Command::PrintApplication);
    assert!(
        !again
            .iter()
            .any(|effect| matches!(effect, Effect::NoteNumber { .. }))
    );
    assert_eq!(office.current().number, number);
}

#[test]
fn a_settlement_keeps_its_code_until_another_name_is_typed() {
    let mut office = Office::open();
    office.begin(Basis::Age80);
    let place = PlaceRef {
        code: "UA26080010010051392".to_owned(),
        name_as_written: "с-ще Гвіздець, Гвіздецька громада, Коломийський район".to_owned(),
        edition: "2026-07-07".to_owned(),
    };
    let picked = Command::SetSettlement {
        place: place.clone(),
    };
    let effects = office.ask(picked);
    assert_eq!(effects.len(), 1, "one answer is saved once");
    assert_eq!(office.visit().visit.applicant.place(), place);
    assert_eq!(office.visit().findings, []);
    assert_eq!(
        office.shown().visits[0].place,
        "с-ще Гвіздець, Гвіздецька громада"
    );
    office.say(PersonField::Settlement, "Гвоздець");
    let place = office.visit().visit.applicant.place();
    assert_eq!(place, PlaceRef::named("Гвоздець"));
    let found = office.visit().findings;
    assert_eq!(found[0].key(), "person.settlement#place-without-code");
    assert!(!found[0].is_open(), "nobody has to give a reason for it");
}

#[test]
fn a_rule_never_stops_an_intake_but_asks_for_a_reason() {
    let mut office = Office::open();
    office.ask(Command::NewVisit {
        community: CommunityId::from("c"),
        basis: Basis::RouteDay,
    });
    office.ask(Command::AddApplication {
        service: ServiceId::from("s"),
    });
    office.ask(Command::GiveConsent);
    assert_eq!(
        office.current().stage,
        Stage::Filling,
        "open findings come first"
    );
    office.override_everything();
    office.ask(Command::GiveConsent);
    assert_eq!(
        office.current().stage,
        Stage::Reviewed,
        "an empty form with reasons goes on"
    );
}

#[test]
fn what_cannot_be_sealed_stays_a_draft_and_what_cannot_be_printed_stays_sealed() {
    let mut office = Office::signed();
    let application = office.current().id;
    office.ask(Command::Finish);
    office.hear(Input::NotSealed {
        application,
        trouble: Trouble::DiskFull,
    });
    assert_eq!(office.current().stage, Stage::Signed);
    office.ask(Command::Finish);
    let effects = office.hear(Input::Sealed {
        application,
        bytes: 1,
    });
    let trouble = Trouble::NoPaper(DeviceKind::Printer);
    office.hear(Input::NotPrinted {
        print: print_of(&effects),
        trouble: trouble.clone(),
    });
    let view = office.current();
    assert_eq!(
        (view.stage, view.papers.inventory),
        (Stage::Sealed, PaperState::Failed(trouble))
    );
    let again = office.ask(Command::Reprint);
    assert_eq!(again.len(), 2);
    office.ask(Command::PapersInHand);
    assert!(
        office.ask(Command::Reprint).is_empty(),
        "after that only the console prints"
    );
}

#[test]
fn a_change_after_the_signature_asks_for_another_signature() {
    let mut office = Office::signed();
    assert!(
        office
            .ask(Command::SetAnswer {
                path: "/data/all/reason".into(),
                value: "25".into()
            })
            .is_empty()
    );
    let effects = office.ask(Command::Reopen);
    assert!(
        effects
            .iter()
            .any(|effect| matches!(effect, Effect::DropPage { .. })),
        "the signed sheet is outdated"
    );
    let view = office.current();
    assert_eq!((view.stage, view.consented), (Stage::Filling, false));
    assert!(view.number.is_some(), "the number stays");
}

#[test]
fn a_page_that_was_removed_can_be_brought_back_to_its_place() {
    let mut office = Office::filled();
    office.page("lease", 7);
    let before = office.current().documents;
    office.ask(Command::RemovePage {
        page: PageId([1; 16]),
    });
    assert_eq!(office.current().documents[0].pages.len(), 1);
    office.ask(Command::RestorePage);
    assert_eq!(office.current().documents, before);
}

#[test]
fn identity_is_asked_for_once_and_fills_every_form() {
    let mut office = Office::filled();
    office.ask(Command::AddApplication {
        service: ServiceId::from("s"),
    });
    assert_eq!(office.current().form.steps[0].questions[0].value, "Гнатюк");
    assert!(office.current().form.steps[0].questions[0].read_only);
}

#[test]
fn drafts_of_before_go_on_after_unlocking() {
    let mut office = Office::filled();
    let (before, visit) = (office.current().answers, office.visit().visit.id);
    office.cut();
    office.ask(Command::OpenVisit { visit });
    assert_eq!(office.current().answers, before);
}

#[test]
fn a_locked_kit_does_nothing_but_try_to_unlock_and_deliver() {
    let mut office = Office::new();
    let new_visit = Command::NewVisit {
        community: CommunityId::from("c"),
        basis: Basis::Age80,
    };
    assert!(office.ask(new_visit).is_empty());
    assert!(office.ask(Command::Finish).is_empty());
    assert_eq!(office.ask(Command::TryNow), [Effect::TryNow]);
    office.ask(Command::Unlock {
        passphrase: Secret("x".into()),
    });
    office.hear(Input::UnlockRefused(Trouble::WrongPassphrase { left: 9 }));
    assert_eq!(
        office.workflow.snapshot().gate,
        Gate::Locked {
            refusal: Some(Trouble::WrongPassphrase { left: 9 })
        }
    );
}

#[test]
fn one_paper_is_scanned_once_for_all_open_applications_of_a_visit() {
    let mut office = Office::open();
    office.begin(Basis::Age80);
    office.add("s");
    let first = office.current().id;
    office.page("lease", 1);
    let effects = {
        office.ask(Command::AddApplication {
            service: ServiceId::from("t"),
        })
    };
    let second = office.current().id;
    assert!(
        matches!(effects.last(), Some(Effect::CopyPage { page, application, .. })
            if *page == PageId([1; 16]) && *application == second),
        "{effects:?}"
    );
    office.page_arrives(second, "lease", 9);
    assert_eq!(office.current().documents[0].pages.len(), 1);
    // What is scanned again into the one does not push itself on the other, which has the paper.
    office.ask(Command::OpenApplication { application: first });
    let effects = office.page("lease", 3);
    assert!(
        !effects
            .iter()
            .any(|effect| matches!(effect, Effect::CopyPage { .. }))
    );
}

#[test]
fn a_paper_scanned_later_goes_to_every_draft_that_asks_for_it() {
    let mut office = Office::open();
    office.begin(Basis::Age80);
    office.add("s");
    let first = office.current().id;
    office.add("t");
    let effects = office.page("lease", 1);
    assert!(effects.iter().any(
        |effect| matches!(effect, Effect::CopyPage { application, .. } if *application == first)
    ));
}

#[test]
fn the_consent_is_to_exactly_this_text() {
    let (_, dossier) = Office::sealed();
    let consent = dossier.consent.unwrap();
    assert_eq!(consent.version, "1");
    assert_eq!(
        consent.digest,
        crate::application::ConsentGiven::to(&service("s").consent, consent.at).digest
    );
}
