//! Findings under the field they are about, each with a way to keep the answer for a reason (I15).

use crate::hand::Screen;
use crate::turn::{Turn, field, field_id};
use egui::Ui;
use look::theme::{S, XS};
use look::widget::{Button, Field, Tone, notice};
use office::Command;
use office::finding::{Finding, Level};
use office::id::DocumentKey;
use office::snapshot::{ApplicationView, VisitView};

/// Which draft a finding belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum About {
    Person,
    Application,
}

/// Draws the findings of one place.
pub(crate) fn draw(
    ui: &mut Ui,
    turn: &mut Turn<'_>,
    about: About,
    findings: &[Finding],
    place: &str,
) {
    for finding in findings.iter().filter(|finding| finding.place == place) {
        let key = finding.key();
        // What is empty says itself that it is, until somebody wants to go past it.
        let missing = finding.rule.ends_with("-missing");
        let asked = turn.hand.held_back
            && (about_paper(place)
                || turn
                    .hand
                    .typing
                    .as_deref()
                    .is_some_and(|at| place.ends_with(tail(at))));
        if missing
            && finding.overridden.is_none()
            && !asked
            && turn.hand.overriding.as_ref() != Some(&key)
        {
            continue;
        }
        ui.push_id(&key, |ui| one(ui, turn, about, finding, &key));
    }
}

/// A paper is the only thing its screen asks about.
fn about_paper(place: &str) -> bool {
    place.starts_with("document.")
}

/// The path in the key of a form's field.
fn tail(key: &str) -> &str {
    key.split_once('/').map_or(key, |(_record, path)| path)
}

fn one(ui: &mut Ui, turn: &mut Turn<'_>, about: About, finding: &Finding, key: &str) {
    let what = words(turn, finding);
    ui.add_space(XS);
    if let Some(reason) = &finding.overridden {
        let kept = turn
            .words
            .t_with("finding-kept", &[("reason", reason.as_str().into())]);
        notice(ui, Tone::Plain, &what, &kept, |ui| {
            if Button::secondary(turn.t("finding-take-back")).pressed(ui) {
                turn.send(command(about, key, String::new()));
            }
        });
        return;
    }
    let (tone, remedy) = match finding.level {
        Level::Hint => (Tone::Plain, String::new()),
        Level::Warning => (Tone::Warn, remedy(turn, finding)),
        Level::Error if finding.rule.ends_with("-missing") => (Tone::Warn, remedy(turn, finding)),
        Level::Error => (Tone::Bad, remedy(turn, finding)),
    };
    notice(ui, tone, &what, &remedy, |ui| {
        if finding.level == Level::Hint {
            return;
        }
        if turn.hand.overriding.as_deref() == Some(key) {
            reason(ui, turn, about, key);
        } else if Button::secondary(turn.t("finding-keep")).pressed(ui) {
            turn.hand.overriding = Some(key.to_owned());
            turn.hand.wish = Some(reason_key(key));
        }
    });
}

/// Findings about the person and the application that nobody has answered: while there are any, nothing is consented to.
pub(crate) fn open<'f>(
    view: &'f VisitView,
    application: &'f ApplicationView,
) -> impl Iterator<Item = &'f Finding> {
    let all = view.findings.iter().chain(&application.findings);
    all.filter(|finding| finding.is_open())
}

/// Goes where a finding can be answered.
pub(crate) fn lead_to(turn: &mut Turn<'_>, application: &ApplicationView, finding: &Finding) {
    let place = finding.place.as_str();
    if let Some(path) = place.strip_prefix("form.") {
        turn.go(Screen::Form);
        turn.hand.step = crate::screen::form::step_of(application, path);
        turn.hold_at(&crate::form::key(application, path));
    } else if let Some(document) = place.strip_prefix("document.") {
        turn.go(Screen::Documents);
        turn.hand.document = Some(DocumentKey::from(document));
        turn.hold_at("scan");
    } else if place == "fee" {
        turn.go(Screen::Documents);
        turn.hold_at("fee-how");
    } else if let Some(question) = place.strip_prefix("visit.") {
        turn.go(Screen::Visit);
        let asked_by_choice = matches!(question, "signer" | "authority");
        turn.hold_at(&place.replace('.', if asked_by_choice { "-" } else { "." }));
    } else {
        turn.go(Screen::Identity);
        // The code has no field of its own: it comes with the settlement.
        turn.hold_at(place.trim_end_matches("_code"));
    }
}

fn reason_key(key: &str) -> String {
    format!("reason.{key}")
}

/// Asks why; an empty reason keeps nothing.
fn reason(ui: &mut Ui, turn: &mut Turn<'_>, about: About, key: &str) {
    let name = reason_key(key);
    let label = turn.t("finding-reason");
    let typed = turn.typed(&name).unwrap_or_default().to_owned();
    let edit = field(&name, &label).width(520.0);
    let changed = turn.text(ui, &name, &typed, edit);
    let typed = changed.unwrap_or(typed);
    let entered = turn.hand.typing.as_deref() == Some(name.as_str()) && turn.take_go_on();
    ui.horizontal_wrapped(|ui| {
        let enough = !typed.trim().is_empty();
        let kept = Button::primary(turn.t("finding-keep-now"))
            .enabled(enough)
            .pressed(ui);
        if enough && (kept || entered) {
            turn.send(command(about, key, typed.trim().to_owned()));
            turn.hand.overriding = None;
            Field::forget(ui, field_id(&name));
            turn.hand.buffers.remove(&name);
        } else if entered {
            turn.hand.wish = Some(name);
        }
        ui.add_space(S);
        if Button::secondary(turn.t("cancel")).pressed(ui) {
            turn.hand.overriding = None;
        }
    });
}

fn command(about: About, key: &str, reason: String) -> Command {
    let finding = key.to_owned();
    match about {
        About::Person => Command::OverridePerson { finding, reason },
        About::Application => Command::Override { finding, reason },
    }
}

/// What can be done about this finding, or about any.
fn remedy(turn: &Turn<'_>, finding: &Finding) -> String {
    let key = format!("finding-{}-more", finding.rule);
    if turn.words.knows(&key) {
        turn.t(&key)
    } else {
        turn.t("finding-remedy")
    }
}

/// What a finding says: the data's own message, the locale's words, or that a rule is not met.
fn words(turn: &Turn<'_>, finding: &Finding) -> String {
    let message = turn.label(&finding.message);
    if !message.is_empty() {
        return message.to_owned();
    }
    let key = format!("finding-{}", finding.rule);
    if turn.words.knows(&key) {
        turn.t(&key)
    } else {
        turn.t("finding-unknown")
    }
}
