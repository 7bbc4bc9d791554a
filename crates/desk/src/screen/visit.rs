//! The visit: which services, why the office came, who called, whose matter it is, who signs, how the resident is told.
//!
//! Nobody signs for a person who can not sign: the only way from there is to put the application off.

use super::{ending, services};
use crate::finding::{self, About};
use crate::frame::visit_key;
use crate::hand::Screen;
use crate::say;
use crate::turn::Turn;
use egui::Ui;
use look::Icon;
use look::theme::{M, S};
use look::widget::{Button, Tick, Tone, card, heading, notice, soft, strong, title};
use office::Command;
use office::application::PostponeGround;
use office::snapshot::VisitView;
use office::visit::{Authority, Basis, Notice, ResultWay, Signer, VisitField};

/// Below so many lines' heights of width fields stand below one another.
const NARROW: f32 = 28.0;

pub(crate) fn draw(ui: &mut Ui, turn: &mut Turn<'_>) {
    let Some(view) = turn.visit() else { return };
    heading(ui, turn.t("visit"));
    card(ui, |ui| {
        services::draw(ui, turn, view);
        voids(ui, turn, view);
    });
    ui.add_space(M);
    card(ui, |ui| {
        title(ui, turn.t("visit-roles"));
        caller(ui, turn, view);
        ui.add_space(S);
        applicant(ui, turn, view);
        ui.add_space(M);
        signer(ui, turn, view);
    });
    ui.add_space(M);
    card(ui, |ui| {
        basis(ui, turn, view);
        ui.add_space(S);
        told(ui, turn, view);
        ui.add_space(S);
        received(ui, turn, view);
        ui.add_space(S);
        large_print(ui, turn, view);
    });
    ui.add_space(M);
    card(ui, |ui| text(ui, turn, view, VisitField::Notes, 3));
}

/// Numbers that were printed on this visit and will never be used.
fn voids(ui: &mut Ui, turn: &Turn<'_>, view: &VisitView) {
    for void in &view.visit.voids {
        if let Some(number) = &void.number {
            let name = say::number(number);
            let words = turn.words.t_with("void-number", &[("name", name.into())]);
            ui.add_space(S);
            notice(ui, Tone::Plain, &words, &void.reason.0, |_ui| ());
        }
    }
}

/// Who called, where it was not the applicant.
fn caller(ui: &mut Ui, turn: &mut Turn<'_>, view: &VisitView) {
    strong(ui, turn.t("visit-caller"));
    soft(ui, turn.t("visit-caller-help"));
    let fields = [
        VisitField::CallerName,
        VisitField::CallerRelation,
        VisitField::CallerPhone,
    ];
    if ui.available_width() < ui.text_style_height(&egui::TextStyle::Body) * NARROW {
        for field in fields {
            text(ui, turn, view, field, 1);
        }
    } else {
        ui.columns_const(|columns: &mut [Ui; 3]| {
            for (column, field) in columns.iter_mut().zip(fields) {
                text(column, turn, view, field, 1);
            }
        });
    }
}

fn applicant(ui: &mut Ui, turn: &mut Turn<'_>, view: &VisitView) {
    strong(ui, turn.t("visit-applicant"));
    let name = view.visit.applicant.full_name();
    ui.horizontal_wrapped(|ui| {
        if name.is_empty() {
            soft(ui, turn.t("visit-unnamed"));
        } else {
            soft(ui, name);
        }
        let there = Button::quiet(turn.t("visit-to-applicant")).icon(Icon::Person);
        if there.pressed(ui) {
            turn.go(Screen::Identity);
        }
    });
}

fn basis(ui: &mut Ui, turn: &mut Turn<'_>, view: &VisitView) {
    let now = view.visit.basis;
    if let Some(basis) = chosen(
        ui,
        turn,
        ("visit-basis", "basis"),
        &Basis::ALL,
        Basis::key,
        Some(now),
    ) {
        turn.send(Command::SetBasis { basis });
    }
}

fn told(ui: &mut Ui, turn: &mut Turn<'_>, view: &VisitView) {
    let now = Some(view.visit.notice);
    let words = ("visit-notice", "notice");
    if let Some(notice) = chosen(ui, turn, words, &Notice::ALL, Notice::key, now) {
        turn.send(Command::SetNotice { notice });
    }
}

fn received(ui: &mut Ui, turn: &mut Turn<'_>, view: &VisitView) {
    let now = view.visit.result_way;
    let words = ("visit-result", "result");
    if let Some(way) = chosen(ui, turn, words, &ResultWay::ALL, ResultWay::key, now) {
        turn.send(Command::SetResultWay { way });
    }
}

/// What the resident reads is printed so that they can read it.
fn large_print(ui: &mut Ui, turn: &mut Turn<'_>, view: &VisitView) {
    let question = turn.t("visit-print");
    strong(ui, question.as_str());
    let large = view.visit.large_print;
    let tick = Tick::any(&question, &turn.t("visit-large-print"), large);
    if tick.show(ui).clicked() {
        turn.send(Command::SetLargePrint { large: !large });
    }
}

fn signer(ui: &mut Ui, turn: &mut Turn<'_>, view: &VisitView) {
    let now = Some(view.visit.signer);
    let words = ("visit-signer", "signer");
    if let Some(signer) = chosen(ui, turn, words, &Signer::ALL, Signer::key, now) {
        turn.send(Command::SetSigner { signer });
    }
    match view.visit.signer {
        Signer::Applicant => {}
        Signer::Representative => {
            ui.add_space(S);
            text(ui, turn, view, VisitField::Representative, 1);
            text(ui, turn, view, VisitField::RepresentativeDocument, 1);
            authority(ui, turn, view);
            text(ui, turn, view, VisitField::AuthorityDocument, 1);
        }
        Signer::CannotSign => {
            ui.add_space(S);
            cannot_sign(ui, turn);
        }
    }
    for place in ["visit.representative", "visit.authority", "visit.clock"] {
        finding::draw(ui, turn, About::Person, &view.findings, place);
    }
}

/// Nobody signs for them: what can be done is to put the application off and say what is proposed.
fn cannot_sign(ui: &mut Ui, turn: &mut Turn<'_>) {
    let (what, remedy) = (turn.t("cannot-sign"), turn.t("cannot-sign-more"));
    notice(ui, Tone::Warn, &what, &remedy, |_ui| ());
    if let Some(application) = turn.application() {
        ui.add_space(S);
        ending::offer_to_postpone(ui, turn, application, PostponeGround::CannotSign);
    }
}

fn authority(ui: &mut Ui, turn: &mut Turn<'_>, view: &VisitView) {
    let now = view.visit.authority;
    let words = ("visit-authority", "authority");
    if let Some(authority) = chosen(ui, turn, words, &Authority::ALL, Authority::key, now) {
        turn.send(Command::SetAuthority { authority });
    }
    ui.add_space(S);
}

/// A question whose options are named by keys `PREFIX-NAME`; `words` are the question's key and the prefix.
pub(crate) fn chosen<T: Copy>(
    ui: &mut Ui,
    turn: &mut Turn<'_>,
    words: (&str, &str),
    all: &[T],
    key: impl Fn(T) -> &'static str,
    now: Option<T>,
) -> Option<T> {
    let (question, prefix) = words;
    let asked = turn.t(question);
    strong(ui, asked.as_str());
    let names: Vec<(&str, String)> = all
        .iter()
        .map(|one| (key(*one), turn.t(&format!("{prefix}-{}", key(*one)))))
        .collect();
    let options: Vec<(&str, &str)> = names
        .iter()
        .map(|(name, words)| (*name, words.as_str()))
        .collect();
    let picked = turn.choice(ui, question, &asked, &options, now.map(&key))?;
    all.iter().copied().find(|one| key(*one) == picked)
}

fn text(ui: &mut Ui, turn: &mut Turn<'_>, view: &VisitView, field: VisitField, rows: usize) {
    let label = turn.t(&format!("visit-{}", field.key()));
    let key = visit_key(field);
    let edit = crate::turn::field(&key, &label).rows(rows);
    if let Some(text) = turn.text(ui, &key, view.visit.text(field), edit) {
        turn.send(Command::SetVisitText { field, text });
    }
    ui.add_space(S);
}
