//! A resident alone before the screen, and everybody who tries to get out of it.

use super::*;
use crate::application::{CornerEnd, CornerStay};
use crate::command::KeyWish;
use crate::snapshot::Gate;

impl Office {
    /// Two people's matters on the kit; the second fills in alone.
    fn cornered() -> (Self, Vec<Effect>) {
        let mut office = Self::filled();
        office.ask(Command::CloseVisit);
        office.begin(Basis::Age80);
        office.say(PersonField::Surname, "Мельник");
        office.add("t");
        let effects = office.ask(Command::BeginCorner);
        (office, effects)
    }

    /// Lets time pass, then a tick.
    fn pause(&mut self, seconds: u64) -> Vec<Effect> {
        self.uptime_s += seconds;
        self.hear(Input::Tick)
    }

    fn saved(&mut self) -> Vec<Effect> {
        let records: Vec<_> = self.disk.records.keys().copied().collect();
        let mut effects = Vec::new();
        for record in records {
            effects.extend(self.hear(Input::RecordSaved {
                record,
                revision: u64::MAX,
            }));
        }
        effects
    }

    fn stays(&self) -> Vec<CornerStay> {
        let drafts = self
            .disk
            .records
            .iter()
            .filter_map(|(record, body)| match record {
                RecordId::Application(_) => {
                    serde_json::from_slice::<crate::application::Application>(body).ok()
                }
                RecordId::Visit(_) => None,
            });
        drafts.filter_map(|draft| draft.corner).collect()
    }
}

fn kept(effects: &[Effect]) -> Vec<Option<RecordId>> {
    let kept = effects.iter().filter_map(|effect| {
        if let Effect::KeepOnly(record) = effect {
            Some(*record)
        } else {
            None
        }
    });
    kept.collect()
}

#[test]
fn the_corner_knows_one_form_and_holds_one_key() {
    let (office, effects) = Office::cornered();
    assert!(matches!(
        kept(&effects)[..],
        [Some(RecordId::Application(_))]
    ));
    let shown = office.shown();
    assert_eq!(shown.gate, Gate::Corner);
    let told = format!("{:?}", serde_json::to_string(&shown).unwrap());
    for word in ["Гнатюк", "Петренко"] {
        assert!(!told.contains(word), "{word}");
    }
    assert_eq!(shown.visit, None);
    assert!(shown.visits.is_empty() && shown.journal.is_empty() && shown.outbox.items.is_empty());
    let view = shown.corner.unwrap();
    assert!((100..1000).contains(&view.number));
    assert_eq!(view.application.unwrap().form.steps.len(), 1);
}

#[test]
fn no_command_leads_out_of_the_corner_but_the_lock() {
    let (mut office, _) = Office::cornered();
    let visit = VisitId([1; 16]);
    let number = Number::draw(42, &[1; 32], &|_| false);
    let tries = [
        Command::OpenVisit { visit },
        Command::Arrive { visit },
        Command::CloseVisit,
        Command::GiveConsent,
        Command::PrintApplication,
        Command::Finish,
        Command::Reopen,
        Command::BeginCorner,
        Command::TryNow,
        Command::Examine,
        Command::UseStick { folder: "/".into() },
        Command::TakeProfile { folder: "/".into() },
        Command::DrawKey {
            wish: KeyWish::Duress,
        },
        Command::DrawKey {
            wish: KeyWish::Renewal,
        },
        Command::Unlock {
            passphrase: Secret("x".into()),
        },
        Command::SetKey {
            passphrase: Secret("x".into()),
        },
        Command::PassOn {
            passphrase: Secret("x".into()),
        },
        Command::NewVisit {
            community: CommunityId::from("c"),
            basis: Basis::Age80,
        },
        Command::AddApplication {
            service: ServiceId::from("s"),
        },
        Command::Withdraw {
            number,
            service: None,
            reason: "x".into(),
        },
        Command::SetPerson {
            field: PersonField::Surname,
            text: "x".into(),
        },
    ];
    for command in tries {
        let before = office.shown().corner;
        let name = command.name();
        assert_eq!(office.ask(command), [], "{name}");
        assert_eq!(office.shown().gate, Gate::Corner, "{name}");
        assert_eq!(office.shown().corner, before, "{name}");
    }
    assert_eq!(office.ask(Command::Lock), [Effect::Lock]);
    assert_eq!(office.shown().corner, None);
}

#[test]
fn a_resident_who_is_done_has_a_number_and_the_administrator_finds_the_answers_under_it() {
    let (mut office, _) = Office::cornered();
    office.answer("45");
    office.ask(Command::CallHelp { wanted: true });
    assert!(office.shown().corner.unwrap().help);
    office.ask(Command::EndCorner);
    let view = office.shown().corner.unwrap();
    assert_eq!((view.application, view.help), (None, false));
    office.answer("46");
    assert_eq!(
        kept(&office.saved()),
        [None],
        "the last key goes once all is on the disk"
    );
    let stay = CornerStay {
        number: view.number,
        end: Some(CornerEnd::Done),
    };
    assert_eq!(office.stays(), [stay]);
    office.ask(Command::Lock);
    office.cut();
    let lines = office.shown().visits;
    let line = lines
        .iter()
        .find(|line| line.corner == [view.number])
        .unwrap();
    office.ask(Command::OpenVisit { visit: line.id });
    let answers = office.current().answers;
    assert!(
        answers.iter().any(|answer| answer.text.uk == "45"),
        "{answers:?}"
    );
    assert_eq!(office.current().corner, Some(stay));
}

#[test]
fn whoever_goes_away_is_warned_at_ninety_seconds_and_forgotten_at_a_hundred_and_twenty() {
    let (mut office, _) = Office::cornered();
    office.answer("45");
    office.pause(85);
    assert_eq!(office.shown().lock_in_s, None);
    office.pause(8);
    assert!(office.shown().lock_in_s.is_some_and(|left| left <= 30));
    office.ask(Command::Stay);
    assert_eq!(office.shown().lock_in_s, None);
    office.pause(125);
    let view = office.shown().corner.unwrap();
    assert_eq!(view.application, None, "the screen is clear");
    assert_eq!(office.stays()[0].end, Some(CornerEnd::Left));
    assert_eq!(kept(&office.saved()), [None]);
}

#[test]
fn answers_that_the_disk_does_not_take_are_held_until_it_does() {
    let (mut office, _) = Office::cornered();
    office.answer("45");
    office.ask(Command::EndCorner);
    let record = *office
        .disk
        .records
        .keys()
        .find(|record| matches!(record, RecordId::Application(_)))
        .unwrap();
    office.hear(Input::RecordNotSaved {
        record,
        trouble: Trouble::DiskFull,
    });
    let again = office.pause(10);
    assert!(
        again
            .iter()
            .any(|effect| matches!(effect, Effect::SaveRecord { .. })),
        "{again:?}"
    );
    assert_eq!(kept(&office.saved()), [None]);
}
