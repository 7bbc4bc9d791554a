//! Papers that are printed by themselves: a button beside what is known of the last order.

use crate::say;
use crate::turn::Turn;
use egui::Ui;
use look::widget::{Button, Tone, lamp, notice};
use look::{Arg, Icon};
use office::Command;
use office::paper::PaperOrder;
use office::snapshot::PaperState;

/// A button that prints `order`, named by the paper; nothing is said of a paper that nobody has asked for.
pub(crate) fn order(
    ui: &mut Ui,
    turn: &mut Turn<'_>,
    words: &str,
    state: &PaperState,
    order: PaperOrder,
) {
    ui.horizontal_wrapped(|ui| {
        let button = Button::secondary(turn.t(words)).icon(Icon::Printer);
        press(ui, turn, button, state, order);
        if matches!(state, PaperState::Printing | PaperState::Printed) {
            let (tone, words, _remedy) = say::paper(turn.words, state);
            lamp(ui, tone, words);
        }
    });
    failed(ui, turn, state);
}

/// A small button beside the line of a paper that is named there.
pub(crate) fn again(
    ui: &mut Ui,
    turn: &mut Turn<'_>,
    paper: &str,
    state: &PaperState,
    order: PaperOrder,
) {
    let words = turn.t(if *state == PaperState::None {
        "print"
    } else {
        "print-again"
    });
    let args = [
        ("name", Arg::from(words.as_str())),
        ("who", Arg::from(turn.t(paper))),
    ];
    let button = Button::quiet(words.as_str())
        .name(turn.words.t_with("print-named", &args))
        .icon(Icon::Printer);
    press(ui, turn, button, state, order);
}

fn press(ui: &mut Ui, turn: &mut Turn<'_>, button: Button, state: &PaperState, order: PaperOrder) {
    let free = *state != PaperState::Printing;
    if button.enabled(free).pressed(ui) {
        turn.send_once(Command::Print { order });
    }
}

/// Why a paper was not printed, and what helps.
pub(crate) fn failed(ui: &mut Ui, turn: &Turn<'_>, state: &PaperState) {
    if let PaperState::Failed(why) = state {
        let (what, remedy) = say::trouble(turn.words, why);
        notice(ui, Tone::Bad, &what, &remedy, |_ui| ());
    }
}
