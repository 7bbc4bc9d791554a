//! The review with the resident: the answers in large print on the left; consent, printing and the signed sheet on the right.

use super::ending;
use crate::hand::Screen;
use crate::turn::Turn;
use crate::{finding, rail, say, screen};
use egui::{RichText, Ui};
use look::theme::{L, M, S};
use look::widget::{
    Button, StepMark, Tone, card, chip, heading, lamp, notice, rule, soft, strong, title,
};
use look::{Icon, palette};
use office::Command;
use office::application::Stage;
use office::document::SIGNED_SHEET;
use office::paper::PaperOrder;
use office::person::PersonField;
use office::snapshot::{ApplicationView, PaperState};
use office::visit::Signer;

pub(crate) fn draw(ui: &mut Ui, turn: &mut Turn<'_>) {
    let Some(application) = turn.application() else {
        soft(ui, turn.t("lacking-service"));
        return;
    };
    heading(ui, turn.t("review"));
    let side = (ui.available_width() * 0.4).clamp(300.0, 420.0);
    ui.horizontal_top(|ui| {
        ui.vertical(|ui| {
            ui.set_width(ui.available_width() - side - L);
            card(ui, |ui| answers(ui, turn, application));
        });
        ui.add_space(S);
        ui.vertical(|ui| {
            ui.set_width(ui.available_width());
            steps(ui, turn, application);
            ui.add_space(S);
            ending::draw(ui, turn, application);
        });
    });
}

/// Consent, print and signature; or what came instead of them.
fn steps(ui: &mut Ui, turn: &mut Turn<'_>, application: &ApplicationView) {
    if let Some(refusal) = &application.refusal {
        ending::refused(ui, turn, application, refusal);
    } else if let Some(postponed) = &application.postponed {
        ending::put_off(ui, turn, postponed);
    } else {
        card(ui, |ui| consent(ui, turn, application));
        ui.add_space(S);
        card(ui, |ui| print(ui, turn, application));
        ui.add_space(S);
        card(ui, |ui| sheet(ui, turn, application));
    }
}

/// Whether something must be answered before anybody consents: a finding, or that nobody can sign.
pub(crate) fn is_held(turn: &Turn<'_>, application: &ApplicationView) -> bool {
    let open = |view| finding::open(view, application).next().is_some();
    nobody_can_sign(turn) || turn.visit().is_some_and(open)
}

/// Whether the applicant can not sign and nobody else may.
pub(crate) fn nobody_can_sign(turn: &Turn<'_>) -> bool {
    let signer = turn.visit().map(|view| view.visit.signer);
    signer == Some(Signer::CannotSign)
}

/// Every answer in the order in which it is read aloud.
fn answers(ui: &mut Ui, turn: &mut Turn<'_>, application: &ApplicationView) {
    title(ui, screen::services::name(turn, application));
    matter(ui, turn, application);
    if let Some(view) = turn.visit() {
        let person = &view.visit.applicant;
        answer(ui, &turn.t("applicant"), &person.full_name());
        for field in [
            PersonField::BirthDate,
            PersonField::DocumentNumber,
            PersonField::Rnokpp,
            PersonField::Phone,
            PersonField::Email,
        ] {
            let text = crate::date::shown(person.text(field));
            answer(ui, &turn.t(&format!("person-{}", field.key())), &text);
        }
        answer(ui, &turn.t("address"), &person.address());
    }
    let mut section = String::new();
    // What the identity has filled in was just read aloud.
    for line in application.answers.iter().filter(|line| !line.of_person) {
        let of = turn.label(&line.section);
        if of != section {
            of.clone_into(&mut section);
            rule(ui);
            title(ui, of);
        }
        answer(ui, turn.label(&line.label), turn.label(&line.text));
    }
    for place in ["visit.signer", "fee"] {
        let about = finding::About::Application;
        finding::draw(ui, turn, about, &application.findings, place);
    }
}

/// What it is about, where it is no application: the number it belongs to, and the words that are signed with it.
fn matter(ui: &mut Ui, turn: &Turn<'_>, application: &ApplicationView) {
    let Some(number) = application.matter.belongs_to() else {
        return;
    };
    let key = application.matter.key();
    answer(ui, &turn.t("matter-of"), &say::number(number));
    answer(
        ui,
        &turn.t(&format!("matter-words-{key}")),
        application.matter.words(),
    );
    notice(
        ui,
        Tone::Plain,
        "",
        &turn.t(&format!("matter-more-{key}")),
        |_ui| (),
    );
    ui.add_space(S);
}

/// How many findings nobody has answered, and the way to the first of them.
pub(crate) fn unanswered(ui: &mut Ui, turn: &mut Turn<'_>, application: &ApplicationView) {
    let Some(view) = turn.visit() else { return };
    let mut open = finding::open(view, application);
    let Some(first) = open.next() else { return };
    let count = look::Arg::from(open.count() + 1);
    let text = turn.words.t_with("review-findings", &[("n", count)]);
    let remedy = turn.t("review-findings-more");
    let there = notice(ui, Tone::Warn, &text, &remedy, |ui| {
        let button = Button::secondary(turn.t("review-findings-first")).icon(Icon::Right);
        turn.button(ui, "to-finding", button)
    });
    if there {
        finding::lead_to(turn, application, first);
    }
}

/// Nobody consents and nobody signs for a person who can not: the way leads to who signs.
fn nobody_signs(ui: &mut Ui, turn: &mut Turn<'_>) {
    let (what, remedy) = (turn.t("cannot-sign"), turn.t("cannot-sign-more"));
    let there = notice(ui, Tone::Warn, &what, &remedy, |ui| {
        let button = Button::secondary(turn.t("visit-signer")).icon(Icon::Right);
        turn.button(ui, "to-finding", button)
    });
    if there {
        turn.go(Screen::Visit);
        turn.hold_at("visit-signer");
    }
}

fn answer(ui: &mut Ui, question: &str, text: &str) {
    if text.is_empty() {
        return;
    }
    soft(ui, question);
    let size = ui.text_style_height(&egui::TextStyle::Body) * 1.02;
    let rich = RichText::new(text).size(size).family(look::theme::bold());
    ui.add(egui::Label::new(rich).wrap());
    ui.add_space(S);
}

/// The heading of a step with its number, checked when it is done.
fn step(ui: &mut Ui, number: usize, words: &str, mark: StepMark) {
    ui.horizontal(|ui| {
        let p = palette(ui);
        if mark == StepMark::Done {
            Icon::Check.show(ui, p.good);
        }
        title(ui, format!("{number}. {words}"));
    });
}

fn mark(done: bool) -> StepMark {
    if done { StepMark::Done } else { StepMark::Open }
}

fn consent(ui: &mut Ui, turn: &mut Turn<'_>, application: &ApplicationView) {
    let read_over = application.stage > Stage::Filling;
    let has_form = application.matter.has_form();
    let words = turn.t(if has_form { "consent" } else { "confirm" });
    step(ui, 1, &words, mark(read_over));
    if read_over {
        let given = if has_form {
            "consent-given"
        } else {
            "confirm-given"
        };
        chip(ui, Tone::Good, turn.t(given));
        ui.add_space(S);
        if has_form && matches!(application.stage, Stage::Reviewed | Stage::Signed) {
            let state = &application.papers.consent;
            screen::papers::order(ui, turn, "print-consent", state, PaperOrder::Consent);
            ui.add_space(S);
        }
        if matches!(application.stage, Stage::Reviewed | Stage::Signed)
            && Button::secondary(turn.t("reopen"))
                .icon(Icon::Left)
                .deliberate()
                .pressed(ui)
        {
            turn.send_once(Command::Reopen);
        }
        return;
    }
    if is_held(turn, application) {
        if nobody_can_sign(turn) {
            nobody_signs(ui, turn);
        } else {
            unanswered(ui, turn, application);
        }
        return;
    }
    if has_form {
        ui.label(turn.label(&application.consent_text));
        ui.add_space(S);
    }
    let button = Button::primary(turn.t(if has_form {
        "consent-give"
    } else {
        "confirm-give"
    }))
    .icon(Icon::Check)
    .deliberate()
    .wide();
    if turn.button(ui, "consent", button) {
        turn.send_once(Command::GiveConsent);
    }
    by_blank(ui, turn);
}

/// Says that Enter does not press this button.
pub(crate) fn by_blank(ui: &mut Ui, turn: &Turn<'_>) {
    let color = palette(ui).soft;
    ui.label(RichText::new(turn.t("by-blank")).small().color(color));
}

fn print(ui: &mut Ui, turn: &mut Turn<'_>, application: &ApplicationView) {
    let state = &application.papers.application;
    let done = *state == PaperState::Printed;
    let key = application.matter.key();
    step(ui, 2, &turn.t(&format!("print-{key}")), mark(done));
    if let Some(number) = &application.number {
        let text = say::number(number);
        soft(ui, turn.t("number"));
        ui.label(RichText::new(text).text_style(egui::TextStyle::Heading));
    }
    let (tone, words, remedy) = say::paper(turn.words, state);
    if matches!(state, PaperState::Failed(_)) {
        notice(ui, tone, &words, &remedy, |_ui| ());
    } else {
        lamp(ui, tone, words);
    }
    ui.add_space(S);
    let may = matches!(application.stage, Stage::Reviewed | Stage::Signed)
        && *state != PaperState::Printing;
    let words = turn.t(if done { "print-again" } else { "print" });
    let button = if done {
        Button::secondary(words)
    } else {
        Button::primary(words)
    };
    let button = button
        .icon(Icon::Printer)
        .key("F6")
        .enabled(may)
        .deliberate();
    if turn.button(ui, "print", button) {
        turn.send_once(Command::PrintApplication);
    }
}

fn sheet(ui: &mut Ui, turn: &mut Turn<'_>, application: &ApplicationView) {
    let key = application.matter.key();
    let pages = rail::signed_sheet(application)
        .map(|document| document.pages.as_slice())
        .unwrap_or_default();
    let words = turn.t(&format!("signed-{key}"));
    step(ui, 3, &words, mark(!pages.is_empty()));
    let printed = application.papers.application == PaperState::Printed;
    if !printed && pages.is_empty() {
        soft(ui, turn.t("signed-sheet-later"));
        return;
    }
    soft(ui, turn.t("signed-sheet-help"));
    ui.add_space(S);
    let place = format!("document.{SIGNED_SHEET}");
    finding::draw(
        ui,
        turn,
        finding::About::Application,
        &application.findings,
        &place,
    );
    let may = screen::documents::may_scan(turn);
    let button = if pages.is_empty() {
        Button::primary(turn.t("scan"))
    } else {
        Button::secondary(turn.t("scan-more"))
    };
    if turn.button(
        ui,
        "signed-sheet",
        button.icon(Icon::Scanner).key("F5").enabled(may),
    ) {
        screen::documents::scan(turn);
    }
    if !pages.is_empty() {
        ui.add_space(M);
        strong(ui, turn.t("signed-sheet-scanned"));
        screen::documents::pages(ui, turn, pages);
    }
}
