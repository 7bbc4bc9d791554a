//! Nobody is there, and what outlives its use.

use super::*;
use crate::snapshot::Gate;
use crate::visit::{Channel, VisitState};

/// Ten minutes.
const IDLE_MS: u64 = 600_000;

impl Office {
    fn watched() -> Self {
        let mut office = Self::new();
        office.workflow = Workflow::new(KitFacts {
            lock_after_ms: IDLE_MS,
            ..facts()
        });
        office.unlock();
        office
    }

    /// Lets time pass, then a tick.
    fn wait(&mut self, seconds: u64) -> Vec<Effect> {
        self.wall_s += i64::try_from(seconds).unwrap();
        self.uptime_s += seconds;
        self.hear(Input::Tick)
    }

    fn folders(&self) -> usize {
        let is_folder = |record: &&RecordId| matches!(record, RecordId::Visit(_));
        self.disk.records.keys().filter(is_folder).count()
    }
}

#[test]
fn nobody_for_ten_minutes_locks_the_kit_after_a_warning_of_one() {
    let mut office = Office::watched();
    office.begin(Basis::Age80);
    assert_eq!(office.shown().lock_in_s, None);
    office.wait(530);
    assert_eq!(office.shown().lock_in_s, None);
    office.wait(20);
    let left = office.shown().lock_in_s.unwrap();
    assert!((40..=60).contains(&left), "{left}");
    assert!(office.shown().visit.is_some(), "the page can still be read");
    assert!(office.wait(60).contains(&Effect::Lock));
    let shown = office.shown();
    assert_eq!(shown.gate, Gate::Closing);
    assert_eq!((shown.visit, shown.visits.len()), (None, 0));
    office.cut();
    assert_eq!(office.shown().visits.len(), 1, "the draft is kept");
}

#[test]
fn a_touch_calls_the_lock_off() {
    let mut office = Office::watched();
    office.begin(Basis::Age80);
    for _ in 0..20 {
        office.wait(570);
        assert!(office.shown().lock_in_s.is_some());
        assert_eq!(office.ask(Command::Stay), []);
        assert_eq!(office.shown().lock_in_s, None);
    }
}

#[test]
fn a_scan_that_runs_keeps_the_kit_open() {
    let mut office = Office::watched();
    office.begin(Basis::Age80);
    office.add("s");
    office.ask(Command::Scan {
        document: DocumentKey::from("lease"),
    });
    assert_eq!(office.wait(3000), []);
    office.hear(Input::WorkEnded { trouble: None });
    assert_eq!(office.shown().lock_in_s, None);
    assert!(office.wait(700).contains(&Effect::Lock));
}

#[test]
fn a_lock_that_is_switched_off_never_comes() {
    let mut office = Office::open();
    assert_eq!(office.wait(1_000_000), []);
}

#[test]
fn panic_shows_nothing_and_asks_for_nothing_else() {
    let mut office = Office::filled();
    assert_eq!(office.ask(Command::Panic), [Effect::Panic]);
    assert_eq!(office.shown().gate, Gate::Closing);
    assert_eq!(office.shown().visit, None);
    let mut locked = Office::new();
    assert_eq!(locked.ask(Command::Panic), [Effect::Panic]);
}

#[test]
fn the_folder_of_a_visit_goes_a_day_after_its_first_seal() {
    let (mut office, _) = Office::sealed();
    assert_eq!(office.folders(), 1);
    office.wait(86_000);
    assert_eq!(office.folders(), 1, "the visit is still going on");
    office.wait(400);
    assert_eq!(office.folders(), 0);
    assert_eq!(office.shown().visit, None);
}

#[test]
fn a_folder_that_an_unfinished_application_needs_stays() {
    let (mut office, _) = Office::sealed();
    office.add("t");
    office.wait(200_000);
    assert_eq!(office.folders(), 1);
}

#[test]
fn a_planned_visit_that_nobody_made_goes_after_three_days() {
    let mut office = Office::open();
    for _ in 0..2 {
        office.ask(Command::RequestVisit {
            community: CommunityId::from("c"),
            basis: Basis::Immobile,
            channel: Channel::Telephone,
            services: Vec::new(),
        });
    }
    let visit = office.visit().visit.id;
    office.ask(Command::PlanVisit { visit, place: 1 });
    office.ask(Command::CloseVisit);
    office.wait(3 * 86_400);
    assert_eq!(office.folders(), 2);
    office.wait(86_400);
    let left: Vec<_> = office
        .shown()
        .visits
        .iter()
        .map(|line| line.state)
        .collect();
    assert_eq!(
        left,
        [VisitState::Requested],
        "it was planned for no day yet"
    );
}

#[test]
fn a_visit_that_the_centre_planned_for_a_later_day_is_kept_until_then() {
    let mut office = Office::open();
    office.ask(Command::RequestVisit {
        community: CommunityId::from("c"),
        basis: Basis::Immobile,
        channel: Channel::Telephone,
        services: Vec::new(),
    });
    let visit = office.visit().visit.id;
    let asked = office.workflow.visits.get_mut(&visit).unwrap();
    asked.planned_day = crate::identity::date::day_number("2026-11-30");
    office.ask(Command::PlanVisit { visit, place: 1 });
    office.ask(Command::CloseVisit);
    // From Saturday the 21st to Thursday the 3rd.
    office.wait(12 * 86_400);
    assert_eq!(office.folders(), 1);
    office.wait(86_400);
    assert_eq!(office.folders(), 0);
}
