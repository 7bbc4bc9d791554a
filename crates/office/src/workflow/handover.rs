//! The hand-over: what was taken must be with the authority on the next working day at the latest.

use super::Workflow;
use crate::snapshot::{
    Coverage, DeliveryState, HandOverLine, HandOverRemedy, JournalLine, JournalState, Press,
};

/// From this hour on, local time, nobody drives to a hill for today's coverage without being told: 16:00.
const EVENING: &str = "16:00";

impl Workflow {
    /// Applications that are sealed, not with the depot, and late or about to be; the oldest first.
    pub(super) fn pressing(&self) -> Vec<HandOverLine> {
        let mut lines: Vec<_> = self
            .journal
            .iter()
            .filter(|line| line.state == JournalState::Sealed)
            .filter_map(|line| self.hand_over_line(line))
            .collect();
        lines.sort_by_key(|(due, _)| *due);
        lines.into_iter().map(|(_, line)| line).collect()
    }

    fn hand_over_line(&self, line: &JournalLine) -> Option<(jiff::civil::Date, HandOverLine)> {
        let taken = crate::identity::date::parse(&line.day)?;
        let due = self.facts.calendar.next_working_day(taken);
        let today = self.now.civil_date()?;
        let evening = self.now.clock_text().as_str() >= EVENING;
        let press = if today > due {
            Press::Late
        } else if today == due {
            Press::Today
        } else if evening
            && self.facts.calendar.next_working_day(today) == due
            && self.outbox.coverage != Coverage::Good
        {
            Press::Tomorrow
        } else {
            return None;
        };
        let hand_over = HandOverLine {
            number: line.number.clone(),
            due: crate::identity::date::written(&due.to_string()),
            press,
            remedies: self.hand_over_remedies(press),
        };
        Some((due, hand_over))
    }

    /// The best first. A part that was set aside needs eyes at the centre; what is late should not wait for a hill.
    fn hand_over_remedies(&self, press: Press) -> Vec<HandOverRemedy> {
        let aside = self
            .outbox
            .items
            .iter()
            .any(|item| matches!(item.state, DeliveryState::Aside { .. }));
        let (hill, stick, office) = (
            HandOverRemedy::Hill,
            HandOverRemedy::Stick,
            HandOverRemedy::Office,
        );
        match (aside, self.outbox.coverage, press) {
            (true, ..) => vec![office, stick],
            // The link works: what is left is on its way, and only its size may be too much for the day.
            (false, Coverage::Good, _) => vec![stick, office],
            (false, Coverage::None | Coverage::Portal | Coverage::Unknown, Press::Late) => {
                vec![stick, office, hill]
            }
            (
                false,
                Coverage::None | Coverage::Portal | Coverage::Unknown,
                Press::Today | Press::Tomorrow,
            ) => vec![hill, stick, office],
        }
    }
}
