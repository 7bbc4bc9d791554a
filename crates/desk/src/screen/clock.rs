//! The question about a clock that was reset or jumped: date and time as they are shown, and one key says that they are
//! right.
//!
//! It never stands in the way of anything else (I15), and an Enter that was meant for whatever stood here before answers
//! nothing.

use crate::date;
use crate::turn::{BREATH, Turn, field, field_id};
use egui::{RichText, TextStyle, Ui};
use look::theme::{L, S};
use look::widget::{Button, Field, Tone, notice};
use office::Command;
use office::time::ClockSource;

const KEY: &str = "clock-said";

/// Whether the question is asked.
pub(crate) fn is_asked(turn: &Turn<'_>) -> bool {
    turn.snapshot.clock == ClockSource::Doubtful
}

pub(crate) fn draw(ui: &mut Ui, turn: &mut Turn<'_>) {
    if !is_asked(turn) {
        if turn.hand.clock_asked_at.take().is_some() {
            Field::forget(ui, field_id(KEY));
            turn.hand.buffers.remove(KEY);
        }
        return;
    }
    let asked_at = *turn.hand.clock_asked_at.get_or_insert(turn.time);
    let (what, why) = (turn.t("clock-question"), turn.t("clock-why"));
    notice(ui, Tone::Warn, &what, &why, |ui| {
        let shown = format!("{}, {}", turn.snapshot.date, turn.snapshot.time);
        ui.label(RichText::new(shown).text_style(TextStyle::Heading));
        ui.add_space(S);
        let typed = turn.typed(KEY).unwrap_or_default().to_owned();
        let (label, help) = (turn.t("clock-said"), turn.t("clock-said-help"));
        let edit = field(KEY, &label).help(&help).width(320.0);
        let said = turn.text(ui, KEY, &typed, edit).unwrap_or(typed);
        let words = if said.trim().is_empty() {
            "clock-right"
        } else {
            "clock-set"
        };
        let pressed = Button::primary(turn.t(words)).key("Enter").pressed(ui);
        let focused = ui.memory(|memory| memory.focused());
        let meant = focused.is_none() || focused == Some(field_id(KEY));
        let entered = meant && turn.take_go_on() && turn.time - asked_at >= BREATH;
        if pressed || entered {
            let said = said.trim();
            turn.send_once(Command::ConfirmClock {
                said: (!said.is_empty()).then(|| date::moment_to_iso(said, &turn.snapshot.date)),
            });
        }
    });
    ui.add_space(L);
}
