//! The form: one group of questions at a time, in one column.

use crate::form;
use crate::hand::Screen;
use crate::rail;
use crate::turn::Turn;
use egui::Ui;
use look::theme::{M, S};
use look::widget::{Button, StepMark, Tone, card, heading, notice, soft, step_chip, title};
use look::{Arg, Icon};
use office::Command;
use office::application::Stage;
use office::form::view::{Question, Row, Step};
use office::snapshot::ApplicationView;

pub(crate) fn draw(ui: &mut Ui, turn: &mut Turn<'_>) {
    let Some(application) = turn.application() else {
        soft(ui, turn.t("lacking-service"));
        return;
    };
    let steps = &application.form.steps;
    turn.hand.step = turn.hand.step.min(steps.len().saturating_sub(1));
    reopen(ui, turn, application);
    chips(ui, turn, application);
    let Some(step) = steps.get(turn.hand.step) else {
        soft(ui, turn.t("form-empty"));
        return;
    };
    heading(ui, turn.label(&step.label));
    let untouched = application.stage != Stage::Filling;
    ui.add_enabled_ui(!untouched, |ui| match &step.rows {
        None => card(ui, |ui| {
            for question in &step.questions {
                form::draw(ui, turn, application, question);
            }
        }),
        Some(_rows) => rows(ui, turn, application, step),
    });
    if !untouched {
        corner(ui, turn);
    }
}

/// Whoever can, fills in alone: the kit is shut but for this form.
fn corner(ui: &mut Ui, turn: &mut Turn<'_>) {
    ui.add_space(M);
    let offer = Button::secondary(turn.t("corner-begin")).icon(Icon::Person);
    if offer.deliberate().pressed(ui) {
        turn.send_once(Command::BeginCorner);
    }
    soft(ui, turn.t("corner-begin-more"));
}

/// A form that was read over is not changed by the way: first it is opened again.
pub(crate) fn reopen(ui: &mut Ui, turn: &mut Turn<'_>, application: &ApplicationView) {
    if !matches!(application.stage, Stage::Reviewed | Stage::Signed) {
        return;
    }
    let (what, remedy) = (turn.t("reviewed-already"), turn.t("reviewed-already-more"));
    notice(ui, Tone::Plain, &what, &remedy, |ui| {
        if Button::secondary(turn.t("reopen"))
            .icon(Icon::Left)
            .deliberate()
            .pressed(ui)
        {
            turn.send_once(Command::Reopen);
        }
    });
    ui.add_space(M);
}

fn chips(ui: &mut Ui, turn: &mut Turn<'_>, application: &ApplicationView) {
    let steps = &application.form.steps;
    if steps.len() < 2 {
        return;
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        for (index, step) in steps.iter().enumerate() {
            let here = index == turn.hand.step;
            let lacks = step
                .all_questions()
                .into_iter()
                .any(|question| form::lacks(turn, application, &question.path));
            let warns = step
                .all_questions()
                .into_iter()
                .any(|question| warns(application, question));
            let mark = match (warns, lacks) {
                (true, _) => StepMark::Warn,
                (false, true) => StepMark::Open,
                (false, false) => StepMark::Done,
            };
            if step_chip(ui, index + 1, turn.label(&step.label), mark, here).clicked() {
                turn.hand.step = index;
                turn.hand.held_back = false;
            }
        }
        ui.add_space(S);
        let args = [
            ("n", Arg::from(turn.hand.step + 1)),
            ("of", Arg::from(steps.len())),
        ];
        ui.vertical(|ui| {
            ui.add_space(M);
            soft(ui, turn.words.t_with("form-step", &args));
        });
    });
    ui.add_space(S);
}

fn warns(application: &ApplicationView, question: &Question) -> bool {
    let place = format!("form.{}", question.path);
    application.findings.iter().any(|finding| {
        finding.place == place && finding.is_open() && finding.rule != "form-missing"
    })
}

/// The step in which a question stands, from 0.
pub(crate) fn step_of(application: &ApplicationView, path: &str) -> usize {
    let mut steps = application.form.steps.iter();
    let asks = |step: &Step| {
        let all = step.all_questions();
        all.iter().any(|question| question.path == path)
    };
    steps.position(asks).unwrap_or_default()
}

fn rows(ui: &mut Ui, turn: &mut Turn<'_>, application: &ApplicationView, step: &Step) {
    let rows = step.rows.as_deref().unwrap_or_default();
    for row in rows {
        ui.push_id(row.position, |ui| {
            card(ui, |ui| self::row(ui, turn, application, step, row));
        });
        ui.add_space(M);
    }
    if rows.is_empty() {
        soft(ui, turn.t("rows-none"));
        ui.add_space(S);
    }
    if step.counted {
        return;
    }
    let key = format!("row-add{}", step.path);
    let name = [("name", Arg::from(turn.label(&step.label)))];
    let button = Button::secondary(turn.t("row-add"))
        .name(turn.words.t_with("row-add-name", &name))
        .icon(Icon::Plus);
    if turn.button(ui, &key, button) {
        turn.send_once(Command::AddRow {
            path: step.path.clone(),
        });
    }
}

fn row(ui: &mut Ui, turn: &mut Turn<'_>, application: &ApplicationView, step: &Step, row: &Row) {
    let name = format!("{} {}", turn.label(&step.label), row.position);
    ui.horizontal(|ui| {
        title(ui, name.as_str());
        if step.counted {
            return;
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let spoken = turn
                .words
                .t_with("row-remove-name", &[("name", name.as_str().into())]);
            let button = Button::secondary(turn.t("row-remove"))
                .name(spoken)
                .icon(Icon::Cross)
                .deliberate();
            if button.pressed(ui) {
                turn.send_once(Command::RemoveRow {
                    path: step.path.clone(),
                    position: row.position,
                });
            }
        });
    });
    for question in &row.questions {
        form::draw(ui, turn, application, question);
    }
    for inner in &row.inner {
        title(ui, turn.label(&inner.label));
        rows(ui, turn, application, inner);
    }
}

/// On: to the answer that is wanted in this step, else to the next step, else to what another step wants, else to the papers.
pub(crate) fn go_on(turn: &mut Turn<'_>) {
    let Some(application) = turn.application() else {
        turn.go(Screen::Visit);
        turn.hold_at("service");
        return;
    };
    if application.stage != Stage::Filling {
        turn.go(Screen::Documents);
        return;
    }
    let steps = &application.form.steps;
    let wanted = |turn: &Turn<'_>, index: usize| -> Vec<String> {
        steps.get(index).map_or_else(Vec::new, |step| {
            step.all_questions()
                .into_iter()
                .filter(|question| form::lacks(turn, application, &question.path))
                .map(|question| form::key(application, &question.path))
                .collect()
        })
    };
    let here = turn.hand.step;
    if let Some(key) = rail::next_of(turn, &wanted(turn, here)) {
        turn.hold_at(&key);
    } else if here + 1 < steps.len() {
        turn.hand.step = here + 1;
        turn.hand.typing = None;
        turn.hand.held_back = false;
        turn.hand.wish_for(wanted(turn, here + 1));
    } else if let Some((index, key)) =
        (0..steps.len()).find_map(|index| Some((index, wanted(turn, index).into_iter().next()?)))
    {
        turn.hand.step = index;
        turn.hold_at(&key);
    } else {
        turn.go(Screen::Documents);
    }
}
