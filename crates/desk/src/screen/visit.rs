//! The visit: which services, why the office came, who called, who signs, how the resident is told.

use crate::finding::{self, About};
use crate::frame::visit_key;
use crate::turn::Turn;
use egui::Ui;
use look::Icon;
use look::theme::{L, M, S};
use look::widget::{Button, Tone, card, chip, heading, notice, soft, strong, title};
use office::Command;
use office::application::Stage;
use office::snapshot::{ServiceLine, VisitView};
use office::visit::{Authority, Basis, Notice, Signer, VisitField};

pub(crate) fn draw(ui: &mut Ui, turn: &mut Turn<'_>) {
    let Some(view) = turn.visit() else { return };
    heading(ui, turn.t("visit"));
    card(ui, |ui| services(ui, turn, view));
    ui.add_space(M);
    card(ui, |ui| {
        basis(ui, turn, view);
        ui.add_space(M);
        told(ui, turn, view);
    });
    ui.add_space(M);
    card(ui, |ui| signer(ui, turn, view));
    ui.add_space(M);
    card(ui, |ui| {
        title(ui, turn.t("visit-caller"));
        soft(ui, turn.t("visit-caller-help"));
        ui.add_space(S);
        for field in [
            VisitField::CallerName,
            VisitField::CallerRelation,
            VisitField::CallerPhone,
        ] {
            text(ui, turn, view, field, 1);
        }
    });
    ui.add_space(M);
    card(ui, |ui| {
        text(ui, turn, view, VisitField::Notes, 3);
    });
}

fn services(ui: &mut Ui, turn: &mut Turn<'_>, view: &VisitView) {
    title(ui, turn.t("services"));
    for application in &view.applications {
        ui.horizontal_wrapped(|ui| {
            strong(ui, turn.label(&application.service.name));
            let (tone, key) = stage(application.stage);
            chip(ui, tone, turn.t(key));
        });
    }
    if turn.hand.held_back && view.applications.is_empty() {
        notice(ui, Tone::Warn, &turn.t("lacking-service"), "", |_ui| ());
    }
    ui.add_space(S);
    let mut first = true;
    for service in &turn.snapshot.kit.services {
        let key = if first {
            "service"
        } else {
            service.id.0.as_str()
        };
        ui.push_id(&service.id, |ui| offer(ui, turn, service, key));
        first = false;
    }
    if view.applications.is_empty() && !turn.snapshot.kit.services.is_empty() {
        super::review::by_blank(ui, turn);
    }
    if turn.snapshot.kit.services.is_empty() {
        soft(ui, turn.t("services-none"));
    }
}

fn offer(ui: &mut Ui, turn: &mut Turn<'_>, service: &ServiceLine, key: &str) {
    let name = turn.label(&service.name).to_owned();
    let button = Button::secondary(&name).deliberate().icon(Icon::Plus).name(
        turn.words
            .t_with("service-add", &[("name", name.as_str().into())]),
    );
    if turn.button(ui, key, button) {
        turn.send_once(Command::AddApplication {
            service: service.id.clone(),
        });
    }
    let terms: Vec<&str> = [turn.label(&service.fee), turn.label(&service.term)]
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect();
    soft(ui, terms.join(" · "));
    ui.add_space(S);
}

/// How far an application has come, as tone and key.
pub(crate) fn stage(stage: Stage) -> (Tone, &'static str) {
    match stage {
        Stage::Filling => (Tone::Busy, "stage-filling"),
        Stage::Reviewed => (Tone::Busy, "stage-reviewed"),
        Stage::Signed => (Tone::Busy, "stage-signed"),
        Stage::Sealing => (Tone::Busy, "stage-sealing"),
        Stage::Sealed => (Tone::Good, "stage-sealed"),
    }
}

fn basis(ui: &mut Ui, turn: &mut Turn<'_>, view: &VisitView) {
    let names = Basis::ALL.map(Basis::key);
    if let Some(now) = chosen(
        ui,
        turn,
        "visit-basis",
        "basis",
        &names,
        view.visit.basis.key(),
    ) {
        turn.send(Command::SetBasis {
            basis: super::today::basis_of(&now),
        });
    }
}

fn told(ui: &mut Ui, turn: &mut Turn<'_>, view: &VisitView) {
    let names = Notice::ALL.map(Notice::key);
    let now = chosen(
        ui,
        turn,
        "visit-notice",
        "notice",
        &names,
        view.visit.notice.key(),
    );
    let notice = now.and_then(|now| Notice::ALL.into_iter().find(|notice| notice.key() == now));
    if let Some(notice) = notice {
        turn.send(Command::SetNotice { notice });
    }
}

fn signer(ui: &mut Ui, turn: &mut Turn<'_>, view: &VisitView) {
    let names = Signer::ALL.map(Signer::key);
    let now = view.visit.signer.key();
    let now = chosen(ui, turn, "visit-signer", "signer", &names, now);
    let signer = now.and_then(|now| Signer::ALL.into_iter().find(|one| one.key() == now));
    if let Some(signer) = signer {
        turn.send(Command::SetSigner { signer });
    }
    if view.visit.signer == Signer::Representative {
        ui.add_space(S);
        text(ui, turn, view, VisitField::Representative, 1);
        text(ui, turn, view, VisitField::RepresentativeDocument, 1);
        authority(ui, turn, view);
        text(ui, turn, view, VisitField::AuthorityDocument, 1);
    }
    for place in [
        "visit.signer",
        "visit.representative",
        "visit.authority",
        "visit.clock",
    ] {
        finding::draw(ui, turn, About::Person, &view.findings, place);
    }
}

fn authority(ui: &mut Ui, turn: &mut Turn<'_>, view: &VisitView) {
    let names = Authority::ALL.map(Authority::key);
    let now = view.visit.authority.map_or("", Authority::key);
    let now = chosen(ui, turn, "visit-authority", "authority", &names, now);
    let authority = now.and_then(|now| Authority::ALL.into_iter().find(|one| one.key() == now));
    if let Some(authority) = authority {
        turn.send(Command::SetAuthority { authority });
    }
    ui.add_space(S);
}

/// A question whose options are named by keys `PREFIX-NAME`.
fn chosen(
    ui: &mut Ui,
    turn: &mut Turn<'_>,
    question: &str,
    prefix: &str,
    names: &[&str],
    current: &str,
) -> Option<String> {
    let asked = turn.t(question);
    strong(ui, asked.as_str());
    let words: Vec<String> = names
        .iter()
        .map(|name| turn.t(&format!("{prefix}-{name}")))
        .collect();
    let options: Vec<(&str, &str)> = names
        .iter()
        .copied()
        .zip(words.iter().map(String::as_str))
        .collect();
    turn.choice(ui, question, &asked, &options, Some(current))
}

fn text(ui: &mut Ui, turn: &mut Turn<'_>, view: &VisitView, field: VisitField, rows: usize) {
    let label = turn.t(&format!("visit-{}", field.key()));
    let key = visit_key(field);
    let edit = crate::turn::field(&key, &label).rows(rows);
    if let Some(text) = turn.text(ui, &key, view.visit.text(field), edit) {
        turn.send(Command::SetVisitText { field, text });
    }
    ui.add_space(L / 2.0);
}
