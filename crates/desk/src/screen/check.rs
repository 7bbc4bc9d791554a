//! The log of identity checks: who was looked at, how, with what result. It is kept apart from the papers of an
//! application, so that nobody copies a passport to prove that it was seen.

use super::visit::chosen;
use crate::turn::Turn;
use egui::Ui;
use look::theme::S;
use look::widget::{Tone, lamp, soft, title};
use office::Command;
use office::snapshot::VisitView;
use office::visit::{CheckResult, IdentityCheck, IdentityChecked, Signer, Whose};

/// Two quick choices for the applicant, two more for a representative, and what was noted.
pub(crate) fn draw(ui: &mut Ui, turn: &mut Turn<'_>, view: &VisitView) {
    title(ui, turn.t("check"));
    soft(ui, turn.t("check-more"));
    ui.add_space(S);
    one(ui, turn, view, Whose::Applicant);
    if view.visit.signer == Signer::Representative {
        ui.add_space(S);
        one(ui, turn, view, Whose::Representative);
    }
    ui.add_space(S);
    for checked in &view.visit.identity_log {
        line(ui, turn, checked);
    }
}

/// How somebody was looked at, and what came of it: the result writes the line.
fn one(ui: &mut Ui, turn: &mut Turn<'_>, view: &VisitView, whose: Whose) {
    let mut known = view.visit.identity_log.iter().rev();
    let last = known.find(|checked| checked.whose == whose);
    let (question, method) = match whose {
        Whose::Applicant => ("check-result", method(ui, turn, view, last)),
        Whose::Representative => ("check-result-representative", IdentityCheck::Typed),
    };
    let results = [
        CheckResult::Agrees,
        CheckResult::Differs,
        CheckResult::Unclear,
    ];
    let noted = last.filter(|checked| checked.method == method);
    let now = noted.map(|checked| checked.result);
    if let Some(result) = chosen(ui, turn, (question, "came"), &results, outcome, now) {
        turn.send(Command::NoteIdentity {
            whose,
            method,
            result,
        });
    }
}

/// How the applicant was looked at. Only the reader can say that a document was read.
fn method(
    ui: &mut Ui,
    turn: &mut Turn<'_>,
    view: &VisitView,
    last: Option<&IdentityChecked>,
) -> IdentityCheck {
    let read = match view.visit.identity_check {
        read @ (IdentityCheck::ChipRead | IdentityCheck::MrzRead) => Some(read),
        IdentityCheck::Typed | IdentityCheck::None => None,
    };
    let ways: Vec<IdentityCheck> = read
        .into_iter()
        .chain([IdentityCheck::Typed, IdentityCheck::None])
        .collect();
    let noted = last.map(|checked| checked.method);
    let now = turn.hand.looked.or(noted).unwrap_or(ways[0]);
    if let Some(picked) = chosen(ui, turn, ("check-how", "looked"), &ways, way, Some(now)) {
        turn.hand.looked = Some(picked);
    }
    now
}

fn line(ui: &mut Ui, turn: &Turn<'_>, checked: &IdentityChecked) {
    let tone = match checked.result {
        CheckResult::Agrees => Tone::Good,
        CheckResult::Differs | CheckResult::Unclear => Tone::Warn,
    };
    let whose = match checked.whose {
        Whose::Applicant => "signer-applicant",
        Whose::Representative => "signer-representative",
    };
    let words = [
        checked.at.clock_text(),
        turn.t(whose),
        turn.t(&format!("looked-{}", way(checked.method))),
        turn.t(&format!("came-{}", outcome(checked.result))),
        checked.by.clone(),
    ];
    lamp(ui, tone, words.join(" · "));
}

/// The name of a way of looking in locale keys.
fn way(method: IdentityCheck) -> &'static str {
    match method {
        IdentityCheck::None => "none",
        IdentityCheck::Typed => "typed",
        IdentityCheck::MrzRead => "mrz_read",
        IdentityCheck::ChipRead => "chip_read",
    }
}

/// The name of a result in locale keys.
fn outcome(result: CheckResult) -> &'static str {
    match result {
        CheckResult::Agrees => "agrees",
        CheckResult::Differs => "differs",
        CheckResult::Unclear => "unclear",
    }
}
