//! The finish: sealing, the number, what to hand over, and whether the papers are in the resident's hands.

use super::ending;
use super::review::by_blank;
use crate::hand::Screen;
use crate::turn::Turn;
use crate::{rail, say};
use egui::{RichText, Ui};
use look::Icon;
use look::theme::{L, M, S};
use look::widget::{
    Button, Tone, card, chip, heading, lamp, notice, progress, rule, soft, strong, title,
};
use office::Command;
use office::application::Stage;
use office::paper::PaperOrder;
use office::snapshot::{ApplicationView, PaperState};
use office::visit::{Opinion, Question};

pub(crate) fn draw(ui: &mut Ui, turn: &mut Turn<'_>) {
    let Some(application) = turn.application() else {
        soft(ui, turn.t("lacking-service"));
        return;
    };
    heading(ui, turn.t("finish"));
    if rail::ready(application) {
        card(ui, |ui| feedback(ui, turn));
        ui.add_space(M);
    }
    card(ui, |ui| {
        ui.horizontal_wrapped(|ui| {
            soft(ui, super::services::name(turn, application));
            // Of a refusal no paper of the resident's is kept.
            if application.stage < Stage::Sealed && application.refusal.is_none() {
                let size = turn.words.bytes(application.bytes);
                let weight = turn.words.t_with("finish-weight", &[("size", size.into())]);
                chip(ui, Tone::Plain, weight);
            }
        });
        number(ui, turn, application);
        if let Some(postponed) = &application.postponed {
            ending::put_off(ui, turn, postponed);
            return;
        }
        match application.stage {
            Stage::Filling | Stage::Reviewed | Stage::Signed if rail::ready(application) => {
                seal(ui, turn, application);
            }
            Stage::Signed => super::review::unanswered(ui, turn, application),
            Stage::Filling | Stage::Reviewed => {
                notice(
                    ui,
                    Tone::Warn,
                    &turn.t("finish-too-early"),
                    &turn.t("finish-too-early-more"),
                    |_ui| (),
                );
            }
            Stage::Sealing => {
                progress(ui, &turn.t("finish-sealing"), None, None);
                soft(ui, turn.t("finish-sealing-more"));
            }
            Stage::Sealed => {
                soft(ui, turn.t("finish-sealed-more"));
            }
        }
    });
    if application.stage == Stage::Sealed {
        ui.add_space(M);
        card(ui, |ui| papers(ui, turn, application));
    }
}

/// Two questions that a resident may answer; silence is an answer too. They come before the sealing, because what is
/// said after the last one would reach nobody.
fn feedback(ui: &mut Ui, turn: &mut Turn<'_>) {
    let Some(view) = turn.visit() else { return };
    let said = view.visit.feedback;
    ui.horizontal_wrapped(|ui| {
        title(ui, turn.t("feedback"));
        soft(ui, turn.t("feedback-more"));
    });
    let all = [Opinion::Yes, Opinion::No, Opinion::None];
    let words = all.map(|one| turn.t(&format!("opinion-{}", opinion(one))));
    let names = all.map(opinion);
    let options: Vec<(&str, &str)> = names
        .into_iter()
        .zip(words.iter().map(String::as_str))
        .collect();
    for (key, question, now) in [
        ("feedback-clear", Question::Clear, said.clear),
        ("feedback-content", Question::Content, said.content),
    ] {
        let asked = turn.t(key);
        ui.horizontal_top(|ui| {
            let width = 320.0_f32.min(ui.available_width() * 0.45);
            let room = egui::vec2(width, look::theme::TOUCH);
            let middle = egui::Layout::left_to_right(egui::Align::Center);
            ui.allocate_ui_with_layout(room, middle, |ui| {
                ui.set_min_size(room);
                strong(ui, asked.as_str());
            });
            let picked = turn.choice(ui, key, &asked, &options, Some(opinion(now)));
            let picked = picked.and_then(|name| all.into_iter().find(|one| opinion(*one) == name));
            if let Some(opinion) = picked {
                turn.send(Command::SetFeedback { question, opinion });
            }
        });
    }
}

/// The name of an answer in locale keys.
fn opinion(opinion: Opinion) -> &'static str {
    match opinion {
        Opinion::Yes => "yes",
        Opinion::No => "no",
        Opinion::None => "none",
    }
}

fn number(ui: &mut Ui, turn: &Turn<'_>, application: &ApplicationView) {
    if let Some(number) = &application.number {
        soft(ui, turn.t("number"));
        ui.horizontal_wrapped(|ui| {
            ui.label(RichText::new(say::number(number)).text_style(look::theme::display()));
            if application.stage == Stage::Sealed {
                ui.add_space(M);
                chip(ui, Tone::Good, turn.t("finish-sealed"));
            }
        });
        ui.add_space(S);
    }
}

fn seal(ui: &mut Ui, turn: &mut Turn<'_>, application: &ApplicationView) {
    let refused = application.refusal.is_some();
    strong(ui, turn.t(if refused { "refused" } else { "finish-ready" }));
    let sealed = match (refused, application.matter.has_form()) {
        (true, _) => "finish-refused-sealed",
        (false, true) => "finish-ready-sealed",
        (false, false) => "finish-paper-sealed",
    };
    let printed = if refused || !application.matter.has_form() {
        "finish-slip-printed"
    } else {
        "finish-ready-printed"
    };
    for key in [sealed, printed, "finish-ready-closed"] {
        ui.horizontal_top(|ui| {
            Icon::Right.show(ui, look::palette(ui).soft);
            soft(ui, turn.t(key));
        });
    }
    ui.add_space(S);
    let button = Button::primary(turn.t("finish-seal"))
        .icon(Icon::Lock)
        .deliberate();
    if turn.button(ui, "finish", button) {
        turn.send_once(Command::Finish);
    }
    by_blank(ui, turn);
}

fn papers(ui: &mut Ui, turn: &mut Turn<'_>, application: &ApplicationView) {
    let papers = &application.papers;
    title(ui, turn.t("papers"));
    for (key, state, order) in [
        ("papers-inventory", &papers.inventory, PaperOrder::Inventory),
        ("papers-slip", &papers.slip, PaperOrder::Slip),
        (
            "papers-route-sheet",
            &papers.route_sheet,
            PaperOrder::RouteSheet,
        ),
    ] {
        // Of what is not left with the resident there is neither an inventory nor a way of it.
        let kept = order == PaperOrder::Slip || papers.inventory != PaperState::None;
        if kept || *state != PaperState::None {
            let may = papers.held || order == PaperOrder::Slip;
            paper(ui, turn, key, state, may.then_some(order));
        }
    }
    rule(ui);
    if !papers.held {
        lamp(ui, Tone::Good, turn.t("papers-handed"));
        return;
    }
    if papers.inventory == PaperState::None {
        strong(ui, turn.t("papers-slip-over"));
    } else {
        strong(ui, turn.t("papers-hand-over"));
        soft(ui, turn.t("papers-hand-over-more"));
    }
    ui.add_space(S);
    let busy = [&papers.inventory, &papers.slip].contains(&&PaperState::Printing);
    ui.horizontal_wrapped(|ui| {
        let button = Button::primary(turn.t("papers-in-hand"))
            .icon(Icon::Check)
            .deliberate();
        if turn.button(ui, "papers", button) {
            turn.send_once(Command::PapersInHand);
        }
        let again = Button::secondary(turn.t("print-again"))
            .icon(Icon::Printer)
            .key("F6")
            .enabled(!busy);
        if again.pressed(ui) {
            turn.send_once(Command::Reprint);
        }
    });
    by_blank(ui, turn);
    ui.add_space(L / 2.0);
}

/// Below so many lines' heights of width the parts of a paper's line stand below one another.
const NARROW: f32 = 28.0;

/// One paper: its name, how it stands, and a way to print it alone.
fn paper(
    ui: &mut Ui,
    turn: &mut Turn<'_>,
    key: &str,
    state: &PaperState,
    order: Option<PaperOrder>,
) {
    let spoken = turn.words;
    let stands = |ui: &mut Ui| {
        let (tone, words, _remedy) = say::paper(spoken, state);
        if !matches!(state, PaperState::Failed(_)) {
            lamp(ui, tone, words);
        }
    };
    if ui.available_width() < ui.text_style_height(&egui::TextStyle::Body) * NARROW {
        strong(ui, turn.t(key));
        ui.horizontal_wrapped(|ui| {
            stands(ui);
            if let Some(order) = order {
                super::papers::again(ui, turn, key, state, order);
            }
        });
    } else {
        ui.horizontal(|ui| {
            ui.set_min_height(look::theme::TOUCH);
            let name = ui.available_width() * 0.38;
            ui.allocate_ui(egui::vec2(name, 28.0), |ui| {
                ui.set_width(name);
                strong(ui, turn.t(key));
            });
            stands(ui);
            if let Some(order) = order {
                let there = egui::Layout::right_to_left(egui::Align::Center);
                ui.with_layout(there, |ui| {
                    super::papers::again(ui, turn, key, state, order)
                });
            }
        });
    }
    super::papers::failed(ui, turn, state);
}

/// On: to the button that is wanted, else to the next application of the visit, else out of it.
pub(crate) fn go_on(turn: &mut Turn<'_>) {
    let (Some(view), Some(application)) = (turn.visit(), turn.application()) else {
        return;
    };
    match application.stage {
        _ready if rail::ready(application) => turn.hold_at("finish"),
        Stage::Filling | Stage::Reviewed | Stage::Signed => turn.go(Screen::Review),
        Stage::Sealing => {}
        Stage::Sealed if application.papers.held => turn.hold_at("papers"),
        Stage::Sealed => {
            let next = view
                .applications
                .iter()
                .find(|other| other.stage < Stage::Sealing);
            match next {
                Some(other) => turn.send_once(Command::OpenApplication {
                    application: other.id,
                }),
                None => turn.go(Screen::Visit),
            }
        }
    }
}
