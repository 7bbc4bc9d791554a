//! Clocks that were put back, ran ahead, or jumped while nobody looked.

use super::*;
use crate::paper::Paper;
use crate::time::ClockSource;

#[test]
fn a_clock_put_back_to_1970_is_shown_at_unlock_and_confirmed_by_one_key() {
    let mut office = Office::filled();
    let visit = office.visit().visit.id;
    office.wall_s = 0;
    office.cut();
    assert_eq!(office.shown().clock, ClockSource::Doubtful);
    office.ask(Command::ConfirmClock {
        said: Some("учора".into()),
    });
    assert_eq!(office.last_trouble(), Some(Trouble::TimeUnclear));
    assert_eq!(office.shown().clock, ClockSource::Doubtful);
    office.ask(Command::ConfirmClock {
        said: Some("2026-11-21 15:00".into()),
    });
    office.ask(Command::OpenVisit { visit });
    office.override_everything();
    let effects = office.sign();
    let paper = effects.iter().find_map(|effect| {
        if let Effect::Print {
            paper: Paper::Application(paper),
            ..
        } = effect
        {
            Some(paper)
        } else {
            None
        }
    });
    let paper = paper.unwrap();
    assert_eq!(
        (
            paper.date.as_str(),
            paper.time.as_str(),
            paper.clock_confirmed
        ),
        ("21.11.2026", "15:00", true)
    );
    let dossier = office.finish();
    assert_eq!(dossier.clock, ClockSource::Confirmed);
    assert_eq!(dossier.finished.iso_date(), "2026-11-21");
    assert_eq!(office.disk.journal[0].day, "2026-11-21");
}

#[test]
fn a_clock_that_nobody_confirms_asks_for_a_reason_and_stops_nobody() {
    let mut office = Office::filled();
    office.wall_s += 2 * 365 * DAY_S;
    office.ask(Command::GiveConsent);
    assert_eq!(office.current().stage, Stage::Filling);
    office.override_everything();
    office.sign();
    assert_eq!(office.finish().clock, ClockSource::Doubtful);
}

#[test]
fn a_clock_as_shown_is_confirmed_without_a_word_and_runs_by_the_uptime() {
    let mut office = Office::open();
    office.wall_s += 3 * 3600;
    office.hear(Input::Tick);
    assert!(office.shown().clock_doubtful, "three hours in a second");
    office.ask(Command::ConfirmClock { said: None });
    let said = office.shown().time;
    office.wall_s = 0;
    office.uptime_s += 60;
    office.hear(Input::Tick);
    let shown = office.shown();
    assert_eq!(shown.clock, ClockSource::Confirmed);
    assert_eq!(shown.date, "21.11.2026");
    assert_ne!(shown.time, said);
}

#[test]
fn a_number_of_tomorrow_in_the_journal_says_that_the_clock_was_put_back() {
    let (mut office, _) = Office::sealed();
    office.ask(Command::CloseVisit);
    office.wall_s -= 2 * DAY_S;
    office.cut();
    assert_eq!(office.shown().clock, ClockSource::Doubtful);
}
