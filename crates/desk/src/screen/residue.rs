//! What the kit tells whoever finds it: an examination without any key, on the lock screen too.
//!
//! Draws and asks; the sentences are those of the terminal.

use crate::residue::{told, verdict};
use crate::turn::Turn;
use egui::Ui;
use look::theme::{L, M, S};
use look::widget::{Button, Tone, card, heading, notice, progress, soft, title};
use look::{Arg, Icon};
use office::Command;
use office::residue::{Examination, Residue};

pub(crate) fn draw(ui: &mut Ui, turn: &mut Turn<'_>) {
    heading(ui, turn.t("residue"));
    soft(ui, turn.t("residue-more"));
    ui.add_space(M);
    match &turn.snapshot.examination {
        None => begin(ui, turn, "residue-begin"),
        Some(Examination::Running { done, of }) => {
            let args = [
                ("size", Arg::from(turn.words.bytes(*done))),
                ("of", Arg::from(turn.words.bytes(*of))),
            ];
            let words = turn.words.t_with("residue-running", &args);
            if progress(ui, &words, Some((*done, *of)), Some(&turn.t("stop"))) {
                turn.send_once(Command::StopExamining);
            }
        }
        Some(Examination::Failed) => {
            let (what, remedy) = (turn.t("residue-failed"), turn.t("residue-failed-more"));
            notice(ui, Tone::Bad, &what, &remedy, |_ui| ());
            ui.add_space(M);
            begin(ui, turn, "residue-again");
        }
        Some(Examination::Done(residue)) => {
            found(ui, turn, residue);
            begin(ui, turn, "residue-again");
        }
    }
}

fn begin(ui: &mut Ui, turn: &mut Turn<'_>, words: &str) {
    let button = Button::primary(turn.t(words)).icon(Icon::Shade);
    if button.pressed(ui) || turn.take_go_on() {
        turn.send_once(Command::Examine);
    }
}

fn found(ui: &mut Ui, turn: &Turn<'_>, residue: &Residue) {
    let said = verdict(turn.words, residue);
    let tone = if residue.is_clean() {
        Tone::Good
    } else {
        Tone::Bad
    };
    notice(ui, tone, &said.heading, &said.lines.join(" "), |_ui| ());
    ui.add_space(L);
    // The verdict is said already.
    for paragraph in told(turn.words, residue).into_iter().skip(1) {
        card(ui, |ui| {
            title(ui, paragraph.heading);
            for line in paragraph.lines {
                ui.label(line);
            }
        });
        ui.add_space(S);
    }
}
