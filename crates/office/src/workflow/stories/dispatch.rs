//! What the centre sends: visits for tomorrow, news by number, a visit that comes back.

use super::*;
use crate::dispatch::{Dispatched, News, NewsKind, PlannedVisit};
use crate::id::DispatchId;
use crate::person::PersonalText;
use crate::visit::{VisitField, VisitState};

const TABLE: DispatchId = DispatchId([7; 32]);

fn planned(id: u8, surname: &str, community: &str) -> PlannedVisit {
    PlannedVisit {
        id: VisitId([id; 16]),
        community: CommunityId::from(community),
        day: "2026-11-23".into(),
        basis: Basis::Immobile,
        services: vec![ServiceId::from("s")],
        person: [
            (PersonField::Surname, surname.to_owned()),
            (PersonField::Settlement, "Щасливе".to_owned()),
        ]
        .into(),
        texts: [(VisitField::CallerName, "Оксана".to_owned())].into(),
    }
}

impl Office {
    fn table(&mut self, visits: Vec<PlannedVisit>) -> Vec<Effect> {
        self.hear(Input::Dispatched(Dispatched::Visits {
            dispatch: TABLE,
            visits,
        }))
    }
}

#[test]
fn planned_visits_join_the_route_and_the_dispatch_is_forgotten_behind_them() {
    let mut office = Office::open();
    let effects = office.table(vec![
        planned(1, "Гнатюк", "c"),
        planned(2, "Мельник", "c"),
        planned(3, "Чужа", "another community"),
    ]);
    assert_eq!(effects.last(), Some(&Effect::Taken(TABLE)));
    let saved = effects
        .iter()
        .filter(|effect| matches!(effect, Effect::SaveRecord { .. }));
    assert_eq!(saved.count(), 2, "each is saved before the dispatch goes");
    office.cut();
    let lines = office.shown().visits;
    let seen: Vec<_> = lines
        .iter()
        .map(|line| {
            (
                line.applicant.as_str(),
                line.day.as_str(),
                line.place_in_route,
            )
        })
        .collect();
    assert_eq!(
        seen,
        [("Гнатюк", "2026-11-23", 1), ("Мельник", "2026-11-23", 2)]
    );
    assert!(lines.iter().all(|line| line.state == VisitState::Planned));
    assert_eq!(
        (lines[0].caller.as_str(), lines[0].wanted.len()),
        ("Оксана", 1)
    );

    let again = office.table(vec![planned(9, "Гнатюк", "c"), planned(8, "Савчук", "c")]);
    assert_eq!(again.last(), Some(&Effect::Taken(TABLE)));
    assert_eq!(office.shown().visits.len(), 3, "nobody is visited twice");
}

#[test]
fn news_is_shown_by_number_while_the_kit_is_open() {
    let (mut office, dossier) = Office::sealed();
    let news = |day: &str, kind, words: &str| News {
        day: day.into(),
        number: dossier.number.clone(),
        kind,
        words: PersonalText::from(words),
    };
    let first = news("2026-11-22", NewsKind::Registered, "123/456");
    let second = news("2026-11-23", NewsKind::Wanted, "копія договору");
    for _ in 0..2 {
        let both = vec![first.clone(), second.clone()];
        office.hear(Input::Dispatched(Dispatched::News(both)));
    }
    assert_eq!(
        office.shown().news,
        [second, first],
        "newest first, each once"
    );
    office.workflow = fresh();
    assert!(office.shown().news.is_empty(), "a locked kit says nothing");
}

#[test]
fn a_returned_visit_goes_on_and_never_overwrites_what_was_done_since() {
    let mut lost = Office::filled();
    lost.ask(Command::CloseVisit);
    let records: Vec<_> = lost.disk.records.clone().into_iter().collect();
    let mut office = Office::open();
    office.hear(Input::Dispatched(Dispatched::Returned(records.clone())));
    let visit = office.shown().visits[0].id;
    office.ask(Command::OpenVisit { visit });
    let application = office.current();
    assert_eq!(application.documents[0].pages.len(), 1);
    assert_eq!(application.form.missing, Vec::<String>::new());

    office.disk.records = records.iter().cloned().collect();
    office.answer("46");
    office.hear(Input::Dispatched(Dispatched::Returned(records)));
    let answers = office.current().answers;
    assert!(
        answers.iter().any(|answer| answer.text.uk == "46"),
        "the newer word stays"
    );
}
