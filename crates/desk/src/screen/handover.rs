//! Applications that will miss their hand-over: which, until when, and what helps, the best first.

use crate::say;
use crate::turn::Turn;
use egui::Ui;
use look::Arg;
use look::theme::{L, S};
use look::widget::{Tone, notice, soft, strong};
use office::snapshot::Press;

/// Draws at most `most` of them by number; nothing where nothing presses.
pub(crate) fn draw(ui: &mut Ui, turn: &Turn<'_>, most: usize) {
    let lines = &turn.snapshot.hand_over;
    let Some(first) = lines.first() else { return };
    let late = lines.iter().any(|line| line.press == Press::Late);
    let tone = if late { Tone::Bad } else { Tone::Warn };
    let count = [("n", Arg::from(lines.len()))];
    let what = turn.words.t_with("hand-over", &count);
    notice(ui, tone, &what, &turn.t("hand-over-why"), |ui| {
        for line in lines.iter().take(most) {
            let key = match line.press {
                Press::Late => "hand-over-late",
                Press::Today => "hand-over-today",
                Press::Tomorrow => "hand-over-tomorrow",
            };
            ui.horizontal_wrapped(|ui| {
                strong(ui, say::number(&line.number));
                let due = [("name", Arg::from(line.due.as_str()))];
                soft(ui, turn.words.t_with(key, &due));
            });
        }
        if lines.len() > most {
            let rest = [("n", Arg::from(lines.len() - most))];
            soft(ui, turn.words.t_with("hand-over-others", &rest));
        }
        ui.add_space(S);
        for (place, remedy) in (1..).zip(&first.remedies) {
            let words = turn.t(&format!("hand-over-{}", remedy.key()));
            soft(ui, format!("{place}. {words}"));
        }
    });
    ui.add_space(L);
}
