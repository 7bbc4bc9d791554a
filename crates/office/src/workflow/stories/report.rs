//! Journal and quarterly report are made from summaries alone.

use super::*;
use crate::application::PostponeGround;
use crate::dossier::{Counts, JournalRow, Outcome};
use crate::paper::{InventoryPaper, Paper};
use crate::person::PersonalText;
use crate::visit::{Opinion, Question, VisitState};

/// Two applications, a supplement, a refusal, a withdrawal, a result, and a door that nobody opened.
fn a_days_dossiers() -> Vec<Dossier> {
    let (mut office, first) = Office::sealed();
    let mut dossiers = vec![first.clone()];
    let words = PersonalText::from("бо так");
    office.ask(Command::SetFeedback {
        question: Question::Content,
        opinion: Opinion::Yes,
    });
    for wish in [
        Command::AddApplication {
            service: ServiceId::from("t"),
        },
        Command::Supplement {
            number: first.number.clone(),
            service: None,
            reason: words.clone(),
        },
        Command::Withdraw {
            number: first.number.clone(),
            service: None,
            reason: words.clone(),
        },
        Command::HandOver {
            number: first.number.clone(),
            service: None,
            result: words.clone(),
        },
    ] {
        office.ask(wish);
        office.override_everything();
        office.sign();
        dossiers.push(office.finish());
    }
    office.add("s");
    office.ask(Command::Refuse {
        ground: "incomplete".into(),
        words: words.clone(),
    });
    dossiers.push(office.finish());
    office.ask(Command::CloseVisit);
    office.begin(Basis::Displaced);
    office.add("s");
    office.ask(Command::Postpone {
        ground: PostponeGround::Alarm,
        proposal: words.clone(),
    });
    let effects = office.ask(Command::BreakOff {
        end: VisitState::SuspendedAlarm,
        reason: words,
    });
    let report = sealing(&effects);
    assert_eq!(report.postponed[0].1.ground, PostponeGround::Alarm);
    office.keep(&report);
    dossiers.push(report);
    dossiers
}

#[test]
fn a_quarter_is_counted_from_summaries_alone() {
    let mut dossiers = a_days_dossiers();
    dossiers.push(dossiers[0].clone());
    let counts = Counts::of(&dossiers, "2026-10-01", "2026-12-31");
    assert_eq!(
        (
            counts.applications,
            counts.supplements,
            counts.withdrawals,
            counts.handed_over
        ),
        (2, 1, 1, 1),
        "the same dossier twice counts once"
    );
    assert_eq!(counts.applications_by_service[&ServiceId::from("t")], 1);
    assert_eq!(counts.refused_to_accept["incomplete"], 1);
    assert_eq!(
        (counts.visits, counts.visits_broken_off["suspended_alarm"]),
        (1, 1)
    );
    assert_eq!(
        (
            counts.visits_by_basis["age80"],
            counts.visits_by_basis["displaced"]
        ),
        (1, 1)
    );
    assert_eq!(
        (
            counts.feedback_total,
            counts.feedback_positive,
            counts.feedback_negative
        ),
        (1, 1, 0)
    );
    assert_eq!(counts.minutes_an_application, Some(0));
    assert_eq!(
        Counts::of(&dossiers, "2027-01-01", "2027-03-31"),
        Counts::default()
    );
}

#[test]
fn a_line_of_the_journal_says_what_an_official_asks_of_it() {
    let dossiers = a_days_dossiers();
    let rows: Vec<JournalRow> = dossiers.iter().map(JournalRow::of).collect();
    let first = &rows[0];
    assert_eq!(
        (first.applicant.as_str(), first.day.as_str()),
        ("Гнатюк", "2026-11-21")
    );
    assert_eq!(
        (first.documents, first.sheets),
        (1, 1),
        "without the signed sheet"
    );
    assert_eq!(first.administrator, "Петренко О. І.");
    let outcomes: Vec<_> = rows.iter().map(|row| row.outcome).collect();
    assert_eq!(outcomes[..5], [Outcome::Accepted; 5]);
    assert_eq!(
        outcomes[5..],
        [Outcome::RefusedToAccept, Outcome::NothingTaken]
    );
    assert_eq!(rows[5].remark, "incomplete: бо так");
    assert_eq!(rows[6].visit, VisitState::SuspendedAlarm);
}

#[test]
fn inventory_journal_and_counts_are_made_again_from_the_sealed_bytes_alone() {
    let mut office = Office::filled();
    office.ask(Command::SetLargePrint { large: true });
    office.sign();
    let effects = office.ask(Command::Finish);
    let dossier = sealing(&effects);
    office.wall_s += 90;
    let effects = office.keep(&dossier);
    let in_hand = effects.iter().find_map(|effect| {
        if let Effect::Print {
            paper: Paper::Inventory(paper),
            ..
        } = effect
        {
            Some(paper.as_ref().clone())
        } else {
            None
        }
    });
    // The coordinator has the bytes of the summary, no kit and no catalogue.
    let bytes = serde_json::to_vec(&dossier).unwrap();
    let opened: Dossier = serde_json::from_slice(&bytes).unwrap();
    let again = InventoryPaper::of(&opened);
    assert_eq!(again, in_hand, "the centre prints what the resident holds");
    let again = again.unwrap();
    assert_eq!(
        (again.authority, again.large_print, again.documents.len()),
        (Label::same("Authority"), true, 1)
    );
    let row = JournalRow::of(&opened);
    assert_eq!((row.number, row.sheets), (dossier.number, 1));
    let counts = Counts::of([&opened], "2026-10-01", "2026-12-31");
    assert_eq!((counts.applications, counts.visits), (1, 1));
}

#[test]
fn a_summary_of_before_can_still_be_read() {
    // The fields that the first kits sealed, and no other.
    const OLD: [&str; 24] = [
        "format",
        "application",
        "visit",
        "number",
        "community",
        "service",
        "service_name",
        "basis",
        "arrived",
        "started",
        "finished",
        "visit_texts",
        "applicant",
        "signer",
        "identity_check",
        "notice",
        "answers",
        "instance",
        "documents",
        "consent",
        "overrides",
        "findings",
        "administrator",
        "",
    ];
    let (_, dossier) = Office::sealed();
    let mut value = serde_json::to_value(&dossier).unwrap();
    let fields = value.as_object_mut().unwrap();
    fields.retain(|name, _| OLD.contains(&name.as_str()));
    assert_eq!(fields.len(), OLD.len() - 1);
    let read: Dossier = serde_json::from_value(value).unwrap();
    assert_eq!(
        (read.number, read.answers),
        (dossier.number, dossier.answers)
    );
    assert_eq!(read.matter, crate::application::Matter::Application);
}
