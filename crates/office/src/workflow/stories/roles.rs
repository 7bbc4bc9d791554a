//! Who called, whose matter it is, who signs; and whose identity was checked by whom.

use super::*;
use crate::application::PostponeGround;
use crate::person::PersonalText;
use crate::visit::{
    Authority, CheckResult, IdentityCheck, Signature, Signer, VisitField, VisitState, Whose,
};

#[test]
fn a_representative_signs_on_a_ground_with_a_document() {
    let mut office = Office::filled();
    office.ask(Command::SetSigner {
        signer: Signer::Representative,
    });
    let open = |office: &Office| -> Vec<String> {
        let findings = office.visit().findings;
        let open = findings.into_iter().filter(|finding| finding.is_open());
        open.map(|finding| finding.rule).collect()
    };
    assert_eq!(
        open(&office),
        ["representative-unnamed", "authority-unshown"]
    );
    for (field, text) in [
        (VisitField::Representative, "Гнатюк Оксана Іванівна"),
        (VisitField::RepresentativeDocument, "009876543"),
        (
            VisitField::AuthorityDocument,
            "довіреність 12 від 01.02.2026",
        ),
    ] {
        office.ask(Command::SetVisitText {
            field,
            text: text.into(),
        });
    }
    office.ask(Command::SetAuthority {
        authority: Authority::PowerOfAttorney,
    });
    assert_eq!(open(&office), [""; 0]);
    office.ask(Command::NoteIdentity {
        whose: Whose::Representative,
        method: IdentityCheck::Typed,
        result: CheckResult::Agrees,
    });
    office.sign();
    let dossier = office.finish();
    assert_eq!(
        dossier.signature,
        Signature::Representative {
            authority: Some(Authority::PowerOfAttorney),
            name: PersonalText::from("Гнатюк Оксана Іванівна"),
            document: PersonalText::from("довіреність 12 від 01.02.2026"),
        }
    );
    let checked: Vec<_> = dossier
        .identity_log
        .iter()
        .map(|checked| {
            (
                checked.whose,
                checked.number.0.as_str(),
                checked.by.as_str(),
            )
        })
        .collect();
    assert_eq!(
        checked,
        [
            (Whose::Representative, "009876543", "Петренко О. І."),
            (Whose::Applicant, "", "Петренко О. І."),
        ]
    );
}

#[test]
fn nobody_signs_for_somebody_who_can_not() {
    let mut office = Office::filled();
    office.ask(Command::SetSigner {
        signer: Signer::CannotSign,
    });
    office.override_everything();
    office.ask(Command::GiveConsent);
    assert_eq!(office.current().stage, Stage::Filling);
    office.ask(Command::Postpone {
        ground: PostponeGround::CannotSign,
        proposal: PersonalText::from("запросити нотаріуса"),
    });
    let view = office.current();
    assert_eq!(view.postponed.unwrap().proposal.0, "запросити нотаріуса");
    assert!(
        office.ask(Command::Finish).is_empty(),
        "what waits is not sealed"
    );
    assert_eq!(office.shown().visits[0].postponed, 1);
    // Another day: a representative is there.
    office.cut();
    let visit = office.shown().visits[0].id;
    office.ask(Command::OpenVisit { visit });
    office.ask(Command::Reopen);
    office.ask(Command::SetSigner {
        signer: Signer::Applicant,
    });
    office.sign();
    assert_eq!(office.finish().visit_state, VisitState::Done);
}

#[test]
fn a_card_laid_on_the_reader_twice_is_one_check() {
    let mut office = Office::open();
    office.begin(Basis::Age80);
    for _ in 0..2 {
        office.ask(Command::NoteIdentity {
            whose: Whose::Applicant,
            method: IdentityCheck::MrzRead,
            result: CheckResult::Agrees,
        });
    }
    assert_eq!(office.visit().visit.identity_log.len(), 1);
}

#[test]
fn a_service_asked_for_in_person_only_says_so_and_stops_nobody() {
    let mut facts = facts();
    facts.services[0].flags.personal_only = true;
    let mut office = Office::new();
    office.workflow = Workflow::new(facts);
    office.unlock();
    office.begin(Basis::Age80);
    office.add("s");
    office.ask(Command::SetSigner {
        signer: Signer::Representative,
    });
    let said = |office: &Office| {
        let findings = office.current().findings;
        findings
            .into_iter()
            .any(|one| one.rule == "personal-only" && one.is_open())
    };
    assert!(said(&office));
    office.override_everything();
    assert!(!said(&office));
}

#[test]
fn a_service_that_needs_an_email_asks_for_one_or_for_a_reason() {
    let mut facts = facts();
    facts.services[0].flags.email_required = true;
    let mut office = Office::new();
    office.workflow = Workflow::new(facts);
    office.unlock();
    office.begin(Basis::Age80);
    office.add("s");
    let said = |office: &Office| {
        let findings = office.current().findings;
        let said = findings
            .into_iter()
            .find(|one| one.rule == "email-required");
        said.map(|one| (one.place.clone(), one.is_open()))
    };
    let open = Some(("person.email".to_owned(), true));
    assert_eq!(said(&office), open);
    office.say(PersonField::Email, "hanna@example.org");
    assert_eq!(said(&office), None);
    office.say(PersonField::Email, "");
    assert_eq!(said(&office), open);

    office.say(PersonField::Surname, "Гнатюк");
    office.answer("45");
    office.page("lease", 1);
    office.override_everything();
    assert_eq!(said(&office), Some(("person.email".to_owned(), false)));
    office.sign();
    let dossier = office.finish();
    assert_eq!(
        dossier.overrides.get("person.email#email-required"),
        Some(&"seen".to_owned())
    );
}

#[test]
fn the_email_of_the_resident_is_in_the_summary() {
    let mut office = Office::filled();
    office.say(PersonField::Email, " Hanna@Example.org ");
    office.sign();
    let dossier = office.finish();
    let kept = dossier.applicant.text(PersonField::Email);
    assert_eq!(kept.to_lowercase(), "hanna@example.org");
}
