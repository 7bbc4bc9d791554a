//! What was taken must be with the authority on the next working day.

use super::*;
use crate::snapshot::{Coverage, DeliveryState, HandOverRemedy, Outbox, OutboxItem, Press};

impl Office {
    fn pressing_at(&mut self, seconds_later: i64) -> Vec<(Press, String, HandOverRemedy)> {
        self.wall_s += seconds_later;
        self.uptime_s += u64::try_from(seconds_later).unwrap();
        self.hear(Input::Tick);
        let lines = self.shown().hand_over;
        lines
            .into_iter()
            .map(|line| (line.press, line.due, line.remedies[0]))
            .collect()
    }

    fn coverage(&mut self, coverage: Coverage) {
        self.hear(Input::Outbox(Outbox {
            coverage,
            ..Outbox::default()
        }));
    }
}

#[test]
fn a_saturdays_application_is_due_on_monday_and_says_so_in_time() {
    let (mut office, dossier) = Office::sealed();
    let monday = || "23.11.2026".to_owned();
    office.coverage(Coverage::None);
    assert_eq!(office.pressing_at(0), [], "two days are left");
    // Saturday evening and the whole of Sunday the next working day is Monday.
    assert_eq!(
        office.pressing_at(3 * 3600),
        [(Press::Tomorrow, monday(), HandOverRemedy::Hill)]
    );
    office.coverage(Coverage::Good);
    assert_eq!(office.pressing_at(0), [], "it is on its way");
    office.coverage(Coverage::Portal);
    assert_eq!(
        office.pressing_at(2 * DAY_S),
        [(Press::Today, monday(), HandOverRemedy::Hill)]
    );
    assert_eq!(
        office.pressing_at(DAY_S),
        [(Press::Late, monday(), HandOverRemedy::Stick)]
    );
    office.hear(Input::Outbox(Outbox {
        items: vec![OutboxItem {
            short: String::new(),
            summary: true,
            bytes: 1,
            sent: 0,
            on_stick: false,
            state: DeliveryState::Aside {
                reason: "part-damaged".into(),
            },
        }],
        ..Outbox::default()
    }));
    assert_eq!(
        office.pressing_at(0),
        [(Press::Late, monday(), HandOverRemedy::Office)]
    );
    office.disk.advance(
        &dossier.number,
        JournalState::Sealed,
        JournalState::Delivered,
    );
    assert_eq!(office.pressing_at(0), [], "the depot has it");
}
