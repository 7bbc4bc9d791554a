//! Papers that a person asks for by themselves, in the size that the resident can read.

use super::*;
use crate::paper::{Paper, PaperOrder};
use crate::person::PersonalText;
use crate::snapshot::{DeviceLine, Lamp, PaperState};
use crate::trouble::DeviceKind;
use crate::visit::{Channel, Signer, VisitField};

/// What is printed, on which printer and how often.
fn printed(effects: &[Effect]) -> Vec<(Paper, DeviceKind, u32)> {
    let papers = effects.iter().filter_map(|effect| {
        if let Effect::Print {
            paper,
            device,
            copies,
            ..
        } = effect
        {
            Some((paper.clone(), *device, *copies))
        } else {
            None
        }
    });
    papers.collect()
}

fn print(office: &mut Office, order: PaperOrder) -> Vec<(Paper, DeviceKind, u32)> {
    printed(&office.ask(Command::Print { order }))
}

fn call(office: &mut Office, surname: &str, place: u32) {
    office.ask(Command::RequestVisit {
        community: CommunityId::from("c"),
        basis: Basis::Immobile,
        channel: Channel::Telephone,
        services: vec![ServiceId::from("s")],
    });
    office.say(PersonField::Surname, surname);
    office.say(PersonField::Street, "вул. Лісова, 7");
    office.say(PersonField::Phone, "+380671234567");
    for (field, text) in [
        (VisitField::CallerName, "Оксана"),
        (VisitField::CallerRelation, "донька"),
        (VisitField::CallerPhone, "+380501112233"),
        (VisitField::Notes, "собака"),
    ] {
        let text = text.to_owned();
        office.ask(Command::SetVisitText { field, text });
    }
    let visit = office.visit().visit.id;
    office.ask(Command::PlanVisit { visit, place });
    office.ask(Command::CloseVisit);
}

#[test]
fn the_trip_sheet_holds_the_route_ahead_and_no_other_visit() {
    let mut office = Office::open();
    assert!(print(&mut office, PaperOrder::TripSheet).is_empty());
    call(&mut office, "Друга", 1);
    call(&mut office, "Перша", 1);
    call(&mut office, "Завтрашня", 1);
    let mut visits = office.workflow.visits.values_mut();
    let tomorrow = visits.find(|visit| visit.applicant.full_name() == "Завтрашня");
    tomorrow.unwrap().planned_day = crate::identity::date::day_number("2026-11-22");
    office.begin(Basis::Age80);
    office.say(PersonField::Surname, "Присутня");
    let papers = print(&mut office, PaperOrder::TripSheet);
    let [(Paper::TripSheet(paper), DeviceKind::Printer, 1)] = papers.as_slice() else {
        panic!("{papers:?}");
    };
    let names: Vec<_> = paper.stops.iter().map(|stop| &stop.applicant).collect();
    assert_eq!(names, ["Перша", "Друга"]);
    let stop = &paper.stops[0];
    assert_eq!(
        stop.phones,
        ["+380 67 123 45 67", "+380 50 111 22 33, Оксана, донька"]
    );
    assert_eq!(
        (
            stop.address.as_str(),
            stop.notes.as_str(),
            stop.services.len()
        ),
        ("вул. Лісова, 7", "собака", 1)
    );
    assert_eq!(office.shown().day_papers.trip_sheet, PaperState::Printing);
    assert!(!format!("{paper:?}").contains("Перша"));
}

#[test]
fn the_consent_is_a_sheet_of_its_own_once_it_was_given_and_carries_a_noted_number() {
    let mut office = Office::filled();
    assert!(print(&mut office, PaperOrder::Consent).is_empty());
    office.ask(Command::GiveConsent);
    let order = PaperOrder::Consent;
    let effects = office.ask(Command::Print { order });
    let noted = effects
        .iter()
        .position(|effect| matches!(effect, Effect::NoteNumber { .. }));
    let carried = effects
        .iter()
        .position(|effect| matches!(effect, Effect::Print { .. }));
    assert!(noted.unwrap() < carried.unwrap());
    let papers = printed(&effects);
    let [(Paper::Consent(paper), DeviceKind::Printer, 1)] = papers.as_slice() else {
        panic!("{papers:?}");
    };
    assert_eq!(
        (paper.consent.clone(), paper.consent_version.as_str()),
        (Label::same("Consent"), "1")
    );
    assert_eq!(Some(&paper.number), office.current().number.as_ref());
    office.hear(Input::Printed {
        print: print_of(&effects),
    });
    let papers = office.current().papers;
    assert_eq!(
        (papers.consent, papers.application),
        (PaperState::Printed, PaperState::None)
    );
}

#[test]
fn inventory_and_route_sheet_are_printed_by_themselves_until_the_papers_are_in_hand_and_the_slip_after()
 {
    let (mut office, dossier) = Office::sealed();
    let papers = print(&mut office, PaperOrder::RouteSheet);
    let [(Paper::RouteSheet(paper), DeviceKind::Printer, 1)] = papers.as_slice() else {
        panic!("{papers:?}");
    };
    assert_eq!(paper.number, dossier.number);
    let papers = print(&mut office, PaperOrder::Inventory);
    assert!(matches!(
        papers.as_slice(),
        [(Paper::Inventory(_), DeviceKind::Printer, 2)]
    ));
    office.hear(Input::Devices(vec![DeviceLine {
        device: DeviceKind::SlipPrinter,
        model: String::new(),
        lamp: Lamp::Ready,
        trouble: None,
    }]));
    office.ask(Command::PapersInHand);
    for gone in [PaperOrder::Inventory, PaperOrder::RouteSheet] {
        assert!(print(&mut office, gone).is_empty(), "forgotten");
    }
    let papers = print(&mut office, PaperOrder::Slip);
    assert!(
        matches!(papers.as_slice(), [(Paper::Slip(slip), DeviceKind::SlipPrinter, 1)]
            if slip.numbers == [dossier.number.clone()]),
        "the slip names nobody and is printed as long as the visit is not put away"
    );
    office.ask(Command::CloseVisit);
    assert!(print(&mut office, PaperOrder::Slip).is_empty());
}

#[test]
fn where_only_the_slip_may_be_left_no_order_prints_an_inventory() {
    let mut facts = facts();
    facts.slip_only = true;
    let (mut office, _) = Office::sealed();
    office.workflow.facts = facts;
    assert!(print(&mut office, PaperOrder::Inventory).is_empty());
    assert_eq!(print(&mut office, PaperOrder::RouteSheet).len(), 1);
}

#[test]
fn the_journal_of_some_days_is_printed_the_oldest_number_first() {
    let (mut office, first) = Office::sealed();
    office.wall_s += 3 * DAY_S;
    office.ask(Command::Supplement {
        number: first.number.clone(),
        service: None,
        reason: PersonalText::from("ще сторінка"),
    });
    office.override_everything();
    office.sign();
    let second = office.finish();
    // The keeper reads the newest first.
    office.disk.journal.reverse();
    let lines = |office: &mut Office, from: &str, until: &str| {
        let order = PaperOrder::Journal {
            from: from.into(),
            until: until.into(),
        };
        let journal = office.disk.journal.clone();
        office.whisper(Input::Journal(journal));
        let papers = print(office, order);
        papers.into_iter().next().map(|(paper, ..)| {
            let Paper::Journal(paper) = paper else {
                panic!("{paper:?}");
            };
            let numbers = paper.lines.into_iter().map(|line| line.number);
            numbers.collect::<Vec<_>>()
        })
    };
    assert_eq!(
        lines(&mut office, "2026-11-21", "2026-11-24").unwrap(),
        [first.number, second.number.clone()]
    );
    assert_eq!(
        lines(&mut office, "2026-11-22", "2026-12-31").unwrap(),
        [second.number]
    );
    assert!(
        lines(&mut office, "2025-01-01", "2025-12-31")
            .unwrap()
            .is_empty()
    );
    for (from, until) in [("2026-12-31", "2026-01-01"), ("вчора", "сьогодні")] {
        assert_eq!(lines(&mut office, from, until), None);
    }
}

#[test]
fn large_print_is_of_the_resident_and_every_paper_of_the_visit_follows() {
    let mut office = Office::filled();
    let large = |office: &mut Office, large| office.ask(Command::SetLargePrint { large });
    large(&mut office, true);
    office.ask(Command::GiveConsent);
    let mut papers = print(&mut office, PaperOrder::Consent);
    papers.extend(printed(&office.ask(Command::PrintApplication)));
    office.page(SIGNED_SHEET, 2);
    let effects = office.ask(Command::Finish);
    let dossier = sealing(&effects);
    assert!(dossier.large_print, "the centre prints it so again");
    papers.extend(printed(&office.keep(&dossier)));
    assert_eq!(papers.len(), 4);
    assert!(
        papers.iter().all(|(paper, ..)| paper.is_large()),
        "{papers:?}"
    );
    large(&mut office, false);
    let again = printed(&office.ask(Command::Reprint));
    assert_eq!(again.len(), 2);
    assert!(again.iter().all(|(paper, ..)| !paper.is_large()));
    office.begin(Basis::Age80);
    assert!(!office.visit().visit.large_print, "the next one is asked");
}

#[test]
fn a_kit_may_begin_every_visit_with_large_print() {
    let mut facts = facts();
    facts.large_print = true;
    let mut office = Office::new();
    office.workflow = Workflow::new(facts);
    office.unlock();
    office.begin(Basis::Age80);
    assert!(office.visit().visit.large_print);
}

#[test]
fn who_signs_for_the_applicant_stands_on_the_inventory_too() {
    let mut office = Office::filled();
    office.ask(Command::SetSigner {
        signer: Signer::Representative,
    });
    for (field, text) in [
        (VisitField::Representative, "Гнатюк Оксана"),
        (VisitField::AuthorityDocument, "довіреність 7"),
    ] {
        let text = text.to_owned();
        office.ask(Command::SetVisitText { field, text });
    }
    office.override_everything();
    office.sign();
    let effects = office.ask(Command::Finish);
    let papers = printed(&office.keep(&sealing(&effects)));
    let Some((Paper::Inventory(paper), ..)) = papers.first() else {
        panic!("{papers:?}");
    };
    let who = paper.representative.as_ref().unwrap();
    assert_eq!(
        (who.name.as_str(), who.ground_document.as_str()),
        ("Гнатюк Оксана", "довіреність 7")
    );
}
