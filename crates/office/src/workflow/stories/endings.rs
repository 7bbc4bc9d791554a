//! Applications that are refused by a person or given up, fees, and the second life of a number.

use super::*;
use crate::application::FeeProof;
use crate::document::FEE_PROOF;
use crate::paper::{Paper, PaperOrder};
use crate::person::PersonalText;
use crate::service::{Refusal, Stage as Decides, Sum, Tariff};
use crate::visit::{Opinion, Question};

#[test]
fn a_person_may_refuse_to_accept_with_a_ground_and_nothing_is_taken() {
    let mut office = Office::signed();
    office.ask(Command::Refuse {
        ground: "wrong-person".into(),
        words: PersonalText::from("заяву подає власник"),
    });
    let effects = office.ask(Command::PrintApplication);
    let paper = effects.iter().find_map(|effect| {
        if let Effect::Print {
            paper: Paper::Refusal(paper),
            copies: 2,
            ..
        } = effect
        {
            Some(paper)
        } else {
            None
        }
    });
    assert_eq!(paper.unwrap().words, "заяву подає власник");
    let dossier = office.finish();
    assert_eq!(dossier.refusal.as_ref().unwrap().ground, "wrong-person");
    assert!(dossier.answers.is_empty() && dossier.instance.is_empty());
    assert!(dossier.documents.is_empty(), "no paper of theirs is kept");
}

#[test]
fn only_the_grounds_that_an_administrator_has_are_offered_for_a_refusal() {
    let ground = |code: &str, stage| Refusal {
        code: code.to_owned(),
        name: Label::same(code),
        stage,
    };
    let mut facts = facts();
    facts.services[0].refusals = vec![
        ground("incomplete", Decides::Decision),
        ground("wrong-person", Decides::Intake),
    ];
    facts.services[0].documents[0].alternatives = vec![Label::same("Sublease")];
    let mut office = Office::new();
    office.workflow = Workflow::new(facts);
    office.unlock();
    office.begin(Basis::Age80);
    office.add("s");
    let application = office.current();
    let codes: Vec<_> = application.grounds.iter().map(|one| &one.code).collect();
    assert_eq!(codes, ["wrong-person"]);
    let lease = &application.documents[0];
    assert_eq!(
        (lease.row, lease.alternatives.as_slice()),
        (None, [Label::same("Sublease")].as_slice())
    );
}

#[test]
fn a_refusal_is_taken_back_like_any_other_word() {
    let mut office = Office::filled();
    office.ask(Command::Refuse {
        ground: "other".into(),
        words: PersonalText::from("?"),
    });
    office.ask(Command::Reopen);
    assert_eq!(office.current().refusal, None);
    office.sign();
    assert_eq!(office.finish().refusal, None);
}

#[test]
fn a_number_that_was_printed_and_not_used_is_void_and_never_drawn_again() {
    let mut office = Office::signed();
    let number = office.current().number.unwrap();
    assert!(
        office
            .ask(Command::GiveUp {
                reason: PersonalText::from("  ")
            })
            .is_empty(),
        "without a reason nothing is given up"
    );
    office.ask(Command::GiveUp {
        reason: PersonalText::from("передумав"),
    });
    assert!(office.visit().applications.is_empty());
    let line = office.shown().journal[0].clone();
    assert_eq!(
        (line.number, line.state),
        (number.clone(), JournalState::Void)
    );
    // The next application of the visit tells the coordinator of it.
    office.add("s");
    office.answer("25");
    office.override_everything();
    office.sign();
    let dossier = office.finish();
    assert_ne!(dossier.number, number);
    assert_eq!(dossier.voids[0].number, Some(number));
    assert_eq!(dossier.voids[0].reason.0, "передумав");
}

#[test]
fn giving_up_goes_on_where_a_power_cut_stopped_it() {
    let whole = Office::signed();
    let all = {
        let mut office = whole;
        let before = office.disk.clone();
        let reason = PersonalText::from("передумав");
        let effects = office.whisper(Input::Command(Command::GiveUp { reason }));
        (before, effects)
    };
    let (before, effects) = all;
    // Not a word of it on the disk: the draft is there. Any word of it: it is given up.
    for written in 1..=effects.len() {
        let mut office = Office::new();
        office.disk = before.clone();
        for effect in effects.iter().take(written) {
            office.disk.write(effect);
        }
        office.cut();
        assert!(office.workflow.drafts.is_empty(), "after {written} effects");
        assert_eq!(office.disk.journal[0].state, JournalState::Void);
        let drafts = office.disk.records.keys();
        assert_eq!(
            drafts
                .filter(|record| matches!(record, RecordId::Application(_)))
                .count(),
            0
        );
        let visit = office.workflow.visits.values().next().unwrap();
        assert_eq!(visit.voids.len(), 1, "after {written} effects");
    }
}

#[test]
fn the_fee_of_the_day_is_told_and_how_it_stands_is_sealed() {
    let mut facts = facts();
    facts.services[0].tariffs = vec![Tariff {
        key: "usual".into(),
        name: Label::same("Fee"),
        sum: Sum::Fixed(4542),
        when: Vec::new(),
        account: "administrative-fee".into(),
    }];
    let mut office = Office::new();
    office.workflow = Workflow::new(facts);
    office.unlock();
    office.begin(Basis::Age80);
    office.add("s");
    let pay = Command::Print {
        order: PaperOrder::Payment,
    };
    assert!(!office.current().payable);
    assert!(
        office.ask(pay.clone()).is_empty(),
        "the community has no account for it"
    );
    let account = "administrative-fee".to_owned();
    office.workflow.facts.communities[0]
        .accounts
        .insert(account);
    assert!(office.current().payable);
    let effects = office.ask(pay);
    let [
        Effect::SaveRecord { .. },
        Effect::NoteNumber { number, .. },
        Effect::Print {
            paper: Paper::Payment(paper),
            ..
        },
    ] = effects.as_slice()
    else {
        panic!("{effects:?}");
    };
    assert_eq!(
        (&paper.number, paper.to_pay.due.kopiykas),
        (number, 4542),
        "paid under the number of the case, which is noted first"
    );
    let rules = |office: &Office| -> Vec<String> {
        let findings = office.current().findings;
        findings.into_iter().map(|finding| finding.rule).collect()
    };
    assert_eq!(office.current().due.unwrap().kopiykas, 4542);
    assert!(rules(&office).contains(&"fee-open".to_owned()));
    office.ask(Command::SetFee {
        proof: FeeProof::Shown,
    });
    assert!(rules(&office).contains(&"fee-proof-missing".to_owned()));
    office.page(FEE_PROOF, 5);
    assert!(!rules(&office).iter().any(|rule| rule.starts_with("fee")));
    let order = PaperOrder::Payment;
    assert!(
        office.ask(Command::Print { order }).is_empty(),
        "it is paid"
    );
    office.override_everything();
    office.sign();
    let fee = office.finish().fee;
    assert_eq!(
        (fee.due.unwrap().kopiykas, fee.fund.as_str(), fee.proof),
        (4542, "administrative-fee", FeeProof::Shown)
    );
}

#[test]
fn sheets_are_told_apart_from_pages_and_opinions_from_silence() {
    let mut office = Office::filled();
    office.page("lease", 3);
    office.ask(Command::SetSheets {
        document: DocumentKey::from("lease"),
        sheets: 1,
    });
    office.ask(Command::SetFeedback {
        question: Question::Clear,
        opinion: Opinion::Yes,
    });
    office.sign();
    let dossier = office.finish();
    assert_eq!(
        (
            dossier.documents[0].pages.len(),
            dossier.documents[0].sheets
        ),
        (2, 1)
    );
    assert_eq!(
        (dossier.feedback.clear, dossier.feedback.content),
        (Opinion::Yes, Opinion::None)
    );
}
