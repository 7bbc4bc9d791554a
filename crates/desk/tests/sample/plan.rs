//! Snapshots of the plan of a day and of what is mended by number, with invented people, for tests and for pictures.

use crate::snapshots::{busy_day, label, open, printed};
use office::application::{Kin, Stage};
use office::id::VisitId;
use office::number::Number;
use office::snapshot::{
    Coverage, HandOverLine, HandOverRemedy, JournalState, MendedLine, Press, ServiceLine, Snapshot,
    VisitLine,
};
use office::time::ClockSource;
use office::visit::VisitState;

/// The kit whose clock was reset.
pub(crate) fn doubtful(mut snapshot: Snapshot) -> Snapshot {
    snapshot.clock = ClockSource::Doubtful;
    snapshot.clock_doubtful = true;
    snapshot.date = "01.01.1970".to_owned();
    snapshot.time = "02:03".to_owned();
    snapshot
}

fn line(id: u8, who: &str, place: &str, state: VisitState, place_in_route: u32) -> VisitLine {
    VisitLine {
        id: VisitId([id; 16]),
        applicant: who.to_owned(),
        place: place.to_owned(),
        community: "sosnivka".into(),
        time: format!("09:{id:02}"),
        state,
        state_reason: String::new(),
        place_in_route,
        caller: String::new(),
        day: String::new(),
        wanted: Vec::new(),
        open: 0,
        postponed: 0,
        sealed: 0,
        corner: Vec::new(),
    }
}

/// A visit in every state, those ahead in the order of the route.
pub(crate) fn planned_day() -> Snapshot {
    let mut visits = vec![
        line(
            11,
            "Гнатюк Галина Іванівна",
            "с. Щасливе",
            VisitState::EnRoute,
            1,
        ),
        line(
            12,
            "Коваленко Марія Степанівна",
            "с. Ґринівка",
            VisitState::Planned,
            2,
        ),
        line(
            13,
            "Їжакевич Євген Олександрович",
            "с. Щасливе",
            VisitState::Planned,
            3,
        ),
        line(
            14,
            "Мельник Ольга Петрівна",
            "с. Річки",
            VisitState::Screened,
            0,
        ),
        line(15, "", "с. Річки", VisitState::Requested, 0),
    ];
    visits[1].caller = "Оксана, +380 67 123 45 67".to_owned();
    visits[1].wanted = wanted();
    visits[4].caller = "Староста, +380 50 765 43 21".to_owned();
    let rest = [
        VisitState::Rejected,
        VisitState::Begun,
        VisitState::Done,
        VisitState::NobodyHome,
        VisitState::SuspendedAlarm,
        VisitState::Unwell,
        VisitState::Refused,
        VisitState::Postponed,
    ];
    for (id, state) in (21..).zip(rest) {
        visits.push(line(id, "Бондар Ганна Юріївна", "с. Ґринівка", state, 0));
    }
    visits[8].state_reason = "Двері замкнені, сусіди не знають".to_owned();
    visits[6].postponed = 2;
    visits[6].open = 2;
    Snapshot { visits, ..open() }
}

fn wanted() -> Vec<ServiceLine> {
    open().kit.services.into_iter().take(1).collect()
}

/// Four applications that were not handed over in time or will not be.
pub(crate) fn pressing() -> Snapshot {
    let mut day = busy_day();
    day.outbox.coverage = Coverage::None;
    let due = |body: u8, press, due: &str| HandOverLine {
        number: number(body),
        due: due.to_owned(),
        press,
        remedies: vec![
            HandOverRemedy::Stick,
            HandOverRemedy::Office,
            HandOverRemedy::Hill,
        ],
    };
    day.hand_over = vec![
        due(5, Press::Late, "20.11.2026"),
        due(31, Press::Late, "20.11.2026"),
        due(32, Press::Today, "21.11.2026"),
        due(33, Press::Tomorrow, "23.11.2026"),
    ];
    day
}

/// A number of this kit or, from 200 on, of another.
pub(crate) fn number(body: u8) -> Number {
    let kit = if body < 200 { 42 } else { 7 };
    Number::draw(kit, &[body; 32], &|_| false)
}

/// An open visit, and a journal in which one number was supplemented and another withdrawn by a draft.
pub(crate) fn mending() -> Snapshot {
    let mut day = printed(Stage::Signed);
    day.journal = busy_day().journal;
    let by = day.journal.iter_mut().find(|line| line.number == number(3));
    if let Some(line) = by {
        line.state = JournalState::Sealed;
    }
    let view = day.visit.as_ref();
    day.visits = view
        .map(|view| {
            line(
                1,
                "Ґудзенко-Їжакевич Євдокія Щербинівна",
                "с. Ґринівка",
                view.visit.state,
                0,
            )
        })
        .into_iter()
        .chain(planned_day().visits)
        .collect();
    let mended = |of, by, kin| MendedLine { of, by, kin };
    day.mended = vec![
        mended(number(8), Some(number(3)), Kin::Supplement),
        mended(number(21), None, Kin::Withdrawal),
    ];
    if let Some(application) = day
        .visit
        .as_mut()
        .and_then(|view| view.applications.first_mut())
    {
        application.number = Some(number(5));
        application.service.name = label("Довідка", "Certificate");
    }
    day
}
