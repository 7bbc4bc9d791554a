//! From the telephone call to the door: requests, the route, and visits that came to nothing.

use super::*;
use crate::application::Matter;
use crate::person::PersonalText;
use crate::visit::{Channel, IdentityCheck, VisitField, VisitState};

impl Office {
    fn request(&mut self, village: &str) -> VisitId {
        self.ask(Command::RequestVisit {
            community: CommunityId::from("c"),
            basis: Basis::Immobile,
            channel: Channel::Telephone,
            services: vec![ServiceId::from("s")],
        });
        self.say(PersonField::Settlement, village);
        self.visit().visit.id
    }

    fn plan(&mut self, visit: VisitId, place: u32) {
        self.ask(Command::PlanVisit { visit, place });
    }

    /// The route as the villages follow each other.
    fn route(&self) -> Vec<(u32, String)> {
        self.shown()
            .visits
            .into_iter()
            .filter(|line| line.state == VisitState::Planned)
            .map(|line| (line.place_in_route, line.place))
            .collect()
    }
}

#[test]
fn what_was_said_on_the_telephone_is_not_asked_again_at_the_bedside() {
    let mut office = Office::open();
    let visit = office.request("Щасливе");
    office.say(PersonField::Surname, "Гнатюк");
    office.ask(Command::SetVisitText {
        field: VisitField::CallerName,
        text: "Оксана".into(),
    });
    assert_eq!(
        office.visit().visit.identity_check,
        IdentityCheck::None,
        "nobody has seen a document yet"
    );
    office.ask(Command::ScreenVisit {
        visit,
        fit: true,
        reason: PersonalText::from("собака"),
    });
    office.plan(visit, 1);
    office.ask(Command::CloseVisit);
    office.cut();
    let line = office.shown().visits[0].clone();
    assert_eq!(
        (line.state, line.caller.as_str(), line.wanted.len()),
        (VisitState::Planned, "Оксана", 1)
    );
    office.ask(Command::Depart { visit });
    office.wall_s += 1800;
    office.uptime_s += 1800;
    office.ask(Command::Arrive { visit });
    let folder = office.visit().visit;
    assert_eq!(folder.state, VisitState::Begun);
    assert!(folder.arrived.wall_s > folder.request.unwrap().at.wall_s + 1800);
    assert_eq!(folder.applicant.text(PersonField::Surname), "Гнатюк");
}

#[test]
fn the_route_makes_room_and_groups_villages() {
    let mut office = Office::open();
    for (village, place) in [("А", 1), ("Б", 9), ("А", 9), ("В", 1)] {
        let visit = office.request(village);
        office.plan(visit, place);
    }
    let villages = |office: &Office| -> String {
        let route = office.route();
        assert!(route.iter().map(|(place, _)| *place).eq(1..=4), "{route:?}");
        route.into_iter().map(|(_, village)| village).collect()
    };
    assert_eq!(villages(&office), "ВАБА");
    office.ask(Command::PlanByVillage);
    assert_eq!(villages(&office), "ВААБ");
}

#[test]
fn nobody_home_is_reported_sealed_and_the_visit_can_be_planned_again() {
    let mut office = Office::open();
    let visit = office.request("Щасливе");
    office.say(PersonField::Surname, "Гнатюк");
    office.ask(Command::Arrive { visit });
    let effects = office.ask(Command::BreakOff {
        end: VisitState::NobodyHome,
        reason: PersonalText::from("двері замкнені"),
    });
    let dossier = sealing(&effects);
    assert_eq!(
        (&dossier.matter, dossier.visit_state),
        (&Matter::VisitReport, VisitState::NobodyHome)
    );
    assert_eq!(dossier.visit_reason.0, "двері замкнені");
    let line = office.shown().visits[0].clone();
    assert_eq!(
        (line.state, line.state_reason.as_str()),
        (VisitState::NobodyHome, "двері замкнені"),
        "whoever plans it again knows why"
    );
    let printed = office.keep(&dossier);
    assert!(
        !printed
            .iter()
            .any(|effect| matches!(effect, Effect::Print { .. })),
        "nobody is there to take a paper"
    );
    let again = office.ask(Command::BreakOff {
        end: VisitState::NobodyHome,
        reason: PersonalText::default(),
    });
    assert!(
        again.is_empty(),
        "one report, however often the key is pressed"
    );
    assert!(
        office.ask(Command::CloseVisit).is_empty(),
        "the folder stays"
    );
    office.plan(visit, 1);
    assert_eq!(office.route(), [(1, "Щасливе".to_owned())]);
}

#[test]
fn a_report_that_the_disk_did_not_take_is_tried_again() {
    let mut office = Office::open();
    let visit = office.request("Щасливе");
    let effects = office.ask(Command::ScreenVisit {
        visit,
        fit: false,
        reason: PersonalText::from("не житель громади"),
    });
    let application = sealing(&effects).application;
    office.hear(Input::NotSealed {
        application,
        trouble: Trouble::DiskFull,
    });
    office.cut();
    let effects = office.hear(Input::Tick);
    let dossier = sealing(&effects);
    assert_eq!(
        (dossier.application, dossier.visit_state),
        (application, VisitState::Rejected)
    );
    let effects = office.keep(&dossier);
    assert!(
        effects.contains(&Effect::DropRecord(RecordId::Visit(visit))),
        "nobody will come: the folder goes with the report"
    );
}
