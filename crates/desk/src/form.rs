//! A question and its answer, whatever its kind.

use crate::date;
use crate::finding::{self, About};
use crate::screen::place;
use crate::turn::{Turn, field};
use egui::Ui;
use look::theme::{M, S};
use look::widget::{Tick, Tone, chip, notice, soft, strong};
use office::Command;
use office::form::view::{Choice, Kind, Question};
use office::form::{Meaning, place_in, place_text};
use office::snapshot::ApplicationView;

/// The key of a question's field in the hand.
pub(crate) fn key(application: &ApplicationView, path: &str) -> String {
    format!("form.{}{path}", application.id)
}

/// Whether something still has to be answered here: required, empty in the snapshot and in the hand, not overridden.
pub(crate) fn lacks(turn: &Turn<'_>, application: &ApplicationView, path: &str) -> bool {
    let place = format!("form.{path}");
    let overridden = application.findings.iter().any(|finding| {
        finding.place == place && finding.rule == "form-missing" && finding.overridden.is_some()
    });
    let typed = turn
        .typed(&key(application, path))
        .is_some_and(|text| !text.trim().is_empty());
    application
        .form
        .missing
        .iter()
        .any(|missing| missing == path)
        && !overridden
        && !typed
}

/// Draws one question with its findings.
pub(crate) fn draw(
    ui: &mut Ui,
    turn: &mut Turn<'_>,
    application: &ApplicationView,
    question: &Question,
) {
    if question.kind == Kind::Note {
        notice(ui, Tone::Plain, "", turn.label(&question.label), |_ui| ());
        ui.add_space(S);
        return;
    }
    let label = turn.label(&question.label).to_owned();
    let hint = turn.label(&question.hint).to_owned();
    let aside = if question.read_only {
        turn.t("filled-in")
    } else if question.required && question.value.is_empty() {
        turn.t("required")
    } else {
        String::new()
    };
    if question.meaning == Some(Meaning::Place) {
        place(ui, turn, application, question, (&label, &aside, &hint));
        return;
    }
    match &question.kind {
        Kind::SelectOne(choices) => {
            above(ui, &label, &aside, &hint);
            one_of(ui, turn, application, question, choices, &label);
        }
        Kind::SelectMany(choices) => {
            above(ui, &label, &aside, &hint);
            any_of(ui, turn, question, choices, &label);
        }
        Kind::Tick => {
            above(ui, &label, &aside, &hint);
            tick(ui, turn, question, "OK", "form-tick");
        }
        Kind::Signature => {
            above(ui, &label, &aside, &hint);
            tick(ui, turn, question, "ink", "form-signed");
        }
        kind @ (Kind::Text
        | Kind::LongText
        | Kind::Barcode
        | Kind::Integer
        | Kind::Decimal
        | Kind::Date
        | Kind::Time
        | Kind::Moment
        | Kind::Note) => typed(
            ui,
            turn,
            application,
            question,
            kind,
            (&label, &aside, &hint),
        ),
    }
    told(ui, turn, application, question);
    ui.add_space(M);
}

/// What the rules have to say about the answer.
fn told(ui: &mut Ui, turn: &mut Turn<'_>, application: &ApplicationView, question: &Question) {
    let place = format!("form.{}", question.path);
    let told = application
        .findings
        .iter()
        .any(|finding| finding.place == place && finding.rule != "form-missing");
    if let Some(problem) = question.problem.as_ref().filter(|_| !told) {
        chip(ui, Tone::Warn, turn.label(problem));
    }
    finding::draw(ui, turn, About::Application, &application.findings, &place);
}

/// A place is searched while it is typed; as long as something may be picked, nothing is said about what is there so far.
fn place(
    ui: &mut Ui,
    turn: &mut Turn<'_>,
    application: &ApplicationView,
    question: &Question,
    (label, aside, help): (&str, &str, &str),
) {
    let key = key(application, &question.path);
    let asked = place::Asked {
        key: &key,
        label,
        aside,
        help,
        enabled: !question.read_only,
        place: &place_in(&question.value),
    };
    if let Some(place) = place::draw(ui, turn, &asked) {
        turn.send(Command::SetAnswer {
            path: question.path.clone(),
            value: place_text(&place),
        });
    }
    if !place::is_open(turn, &key) {
        told(ui, turn, application, question);
    }
    ui.add_space(M);
}

fn above(ui: &mut Ui, label: &str, aside: &str, hint: &str) {
    ui.horizontal_wrapped(|ui| {
        strong(ui, label);
        if !aside.is_empty() {
            soft(ui, aside);
        }
    });
    if !hint.is_empty() {
        soft(ui, hint);
    }
}

fn typed(
    ui: &mut Ui,
    turn: &mut Turn<'_>,
    application: &ApplicationView,
    question: &Question,
    kind: &Kind,
    (label, aside, hint): (&str, &str, &str),
) {
    let value = shown(kind, &question.value);
    let key = key(application, &question.path);
    let spelling = match kind {
        Kind::Date => turn.t("date-form"),
        Kind::Time => turn.t("time-form"),
        Kind::Moment => turn.t("moment-form"),
        Kind::Barcode => turn.t("barcode-form"),
        Kind::Text
        | Kind::LongText
        | Kind::Integer
        | Kind::Decimal
        | Kind::SelectOne(_)
        | Kind::SelectMany(_)
        | Kind::Tick
        | Kind::Signature
        | Kind::Note => String::new(),
    };
    let help = if hint.is_empty() {
        spelling.as_str()
    } else {
        hint
    };
    let edit = field(&key, label)
        .aside(aside)
        .help(help)
        .enabled(!question.read_only);
    let edit = match kind {
        Kind::Date | Kind::Moment => edit.width(200.0),
        Kind::Integer | Kind::Decimal | Kind::Time => edit.width(160.0),
        Kind::LongText => edit.rows(3),
        Kind::Text
        | Kind::Barcode
        | Kind::SelectOne(_)
        | Kind::SelectMany(_)
        | Kind::Tick
        | Kind::Signature
        | Kind::Note => edit,
    };
    let changed = turn.text(ui, &key, &value, edit);
    if let Some(text) = changed {
        let value = if *kind == Kind::Date {
            date::to_iso(&text)
        } else {
            text
        };
        turn.send(Command::SetAnswer {
            path: question.path.clone(),
            value,
        });
    }
}

fn one_of(
    ui: &mut Ui,
    turn: &mut Turn<'_>,
    application: &ApplicationView,
    question: &Question,
    choices: &[Choice],
    label: &str,
) {
    if question.read_only {
        let words = choices.iter().find(|choice| choice.name == question.value);
        soft(ui, words.map_or("", |choice| turn.label(&choice.label)));
        return;
    }
    let options: Vec<(&str, &str)> = choices
        .iter()
        .map(|choice| (choice.name.as_str(), turn.label(&choice.label)))
        .collect();
    let chosen = (!question.value.is_empty()).then_some(question.value.as_str());
    let key = key(application, &question.path);
    if let Some(value) = turn.choice(ui, &key, label, &options, chosen) {
        turn.send(Command::SetAnswer {
            path: question.path.clone(),
            value,
        });
    }
}

fn any_of(ui: &mut Ui, turn: &mut Turn<'_>, question: &Question, choices: &[Choice], label: &str) {
    let chosen: Vec<&str> = question.value.split_whitespace().collect();
    for choice in choices {
        let has = chosen.contains(&choice.name.as_str());
        let words = turn.label(&choice.label).to_owned();
        if Tick::any(label, &words, has).wide().show(ui).clicked() && !question.read_only {
            // In the order of the list, so that the same choice is always the same answer.
            let value = choices
                .iter()
                .map(|other| other.name.as_str())
                .filter(|name| chosen.contains(name) != (*name == choice.name))
                .collect::<Vec<_>>()
                .join(" ");
            turn.send(Command::SetAnswer {
                path: question.path.clone(),
                value,
            });
        }
    }
}

/// A tick that stands for `value`.
fn tick(ui: &mut Ui, turn: &mut Turn<'_>, question: &Question, value: &str, words: &str) {
    let ticked = question.value == value;
    let label = turn.label(&question.label).to_owned();
    let mark = Tick::any(&label, &turn.t(words), ticked).wide();
    if mark.show(ui).clicked() && !question.read_only {
        turn.send(Command::SetAnswer {
            path: question.path.clone(),
            value: if ticked {
                String::new()
            } else {
                value.to_owned()
            },
        });
    }
}

/// An answer as people write it; what has no such spelling stays as it was typed.
fn shown(kind: &Kind, value: &str) -> String {
    let clock = |time: &str| time.get(..5).unwrap_or(time).to_owned();
    match kind {
        Kind::Date => date::shown(value),
        Kind::Time => clock(value),
        Kind::Moment => value.split_once('T').map_or_else(
            || value.to_owned(),
            |(day, time)| format!("{} {}", date::shown(day), clock(time)),
        ),
        Kind::Text
        | Kind::LongText
        | Kind::Barcode
        | Kind::Integer
        | Kind::Decimal
        | Kind::SelectOne(_)
        | Kind::SelectMany(_)
        | Kind::Tick
        | Kind::Signature
        | Kind::Note => value.to_owned(),
    }
}
