//! Who the applicant is: read from a document or typed, checked while typing.

use super::{check, place};
use crate::date;
use crate::finding::{self, About};
use crate::turn::Turn;
use egui::Ui;
use look::icon::Icon;
use look::theme::{L, M, S};
use look::widget::{Button, Tone, card, heading, notice, strong, title};
use office::Command;
use office::person::{DocumentKind, PersonField, PersonalText, Source};
use office::snapshot::{Lamp, VisitView};
use office::trouble::DeviceKind;
use office::visit::IdentityCheck;

/// The field of the card access number. It is kept nowhere else: a card is opened once.
const CAN: &str = "chip-can";

/// The fields without which nobody can be told apart.
const REQUIRED: [PersonField; 5] = [
    PersonField::Surname,
    PersonField::GivenName,
    PersonField::BirthDate,
    PersonField::DocumentKind,
    PersonField::DocumentNumber,
];

fn key(field: PersonField) -> String {
    format!("person.{}", field.key())
}

/// The keys of the fields that are still wanted, in reading order.
pub(crate) fn lacking(turn: &Turn<'_>) -> Vec<String> {
    let Some(view) = turn.visit() else {
        return Vec::new();
    };
    REQUIRED
        .into_iter()
        .filter(|field| view.visit.applicant.text(*field).is_empty())
        .map(key)
        .filter(|key| turn.typed(key).is_none_or(|text| text.trim().is_empty()))
        .collect()
}

pub(crate) fn draw(ui: &mut Ui, turn: &mut Turn<'_>) {
    let Some(view) = turn.visit() else { return };
    heading(ui, turn.t("identity"));
    checked(ui, turn, view);
    chip(ui, turn, view);
    ui.add_space(M);
    card(ui, |ui| {
        title(ui, turn.t("identity-name"));
        for field in [
            PersonField::Surname,
            PersonField::GivenName,
            PersonField::Patronymic,
        ] {
            text(ui, turn, view, field);
        }
        pair(
            ui,
            turn,
            view,
            [PersonField::BirthDate, PersonField::Rnokpp],
        );
        sex(ui, turn, view);
    });
    ui.add_space(M);
    card(ui, |ui| {
        title(ui, turn.t("identity-document"));
        kind(ui, turn, view);
        pair(
            ui,
            turn,
            view,
            [PersonField::DocumentNumber, PersonField::Unzr],
        );
        text(ui, turn, view, PersonField::DocumentIssuer);
        pair(
            ui,
            turn,
            view,
            [PersonField::DocumentIssued, PersonField::DocumentExpires],
        );
    });
    ui.add_space(M);
    card(ui, |ui| check::draw(ui, turn, view));
    ui.add_space(M);
    card(ui, |ui| {
        title(ui, turn.t("identity-address"));
        pair(ui, turn, view, [PersonField::Phone, PersonField::Email]);
        email_required(ui, turn);
        settlement(ui, turn, view);
        text(ui, turn, view, PersonField::Street);
    });
}

/// How the identity was checked, or that a document can be put on the reader.
fn checked(ui: &mut Ui, turn: &Turn<'_>, view: &VisitView) {
    let reader = turn
        .snapshot
        .devices
        .iter()
        .any(|line| line.device == DeviceKind::IdReader && line.lamp != Lamp::Absent);
    let (tone, what, remedy) = match (view.visit.identity_check, reader) {
        (IdentityCheck::MrzRead, _) => (Tone::Good, "identity-read", "identity-read-more"),
        (IdentityCheck::ChipRead, _) => (Tone::Good, "identity-chip", "identity-chip-more"),
        (IdentityCheck::Typed | IdentityCheck::None, true) => {
            (Tone::Plain, "identity-reader", "identity-reader-more")
        }
        (IdentityCheck::Typed | IdentityCheck::None, false) => {
            (Tone::Plain, "identity-typed", "identity-typed-more")
        }
    };
    notice(ui, tone, &turn.t(what), &turn.t(remedy), |_ui| ());
}

/// The chip of the card: what was proven of it, and the number that opens it.
fn chip(ui: &mut Ui, turn: &mut Turn<'_>, view: &VisitView) {
    if let Some(verdict) = view.visit.chip {
        let tone = if verdict.is_good() {
            Tone::Good
        } else {
            Tone::Warn
        };
        let data = turn.t(&format!("chip-{}", verdict.data.key()));
        let itself = turn.t(&format!("chip-itself-{}", verdict.chip.key()));
        ui.add_space(S);
        notice(ui, tone, &data, &itself, |_ui| ());
    }
    let mut devices = turn.snapshot.devices.iter();
    let Some(reader) = devices.find(|line| line.device == DeviceKind::CardReader) else {
        return;
    };
    if reader.lamp == Lamp::Absent {
        return;
    }
    let ready = reader.lamp == Lamp::Ready;
    ui.add_space(S);
    card(ui, |ui| {
        let typed = turn.typed(CAN).unwrap_or_default().to_owned();
        let (label, help) = (turn.t("chip-can"), turn.t("chip-can-help"));
        let edit = crate::turn::field(CAN, &label).help(&help).width(160.0);
        let can = turn.text(ui, CAN, &typed, edit).unwrap_or(typed);
        ui.add_space(S);
        let button = Button::secondary(turn.t("chip-read"))
            .icon(Icon::Card)
            .enabled(ready);
        if turn.button(ui, "chip-read", button) {
            turn.send(Command::ReadCard {
                can: PersonalText(can),
            });
        }
    });
}

/// Two short fields side by side.
fn pair(ui: &mut Ui, turn: &mut Turn<'_>, view: &VisitView, fields: [PersonField; 2]) {
    ui.columns_const(|columns: &mut [Ui; 2]| {
        for (column, field) in columns.iter_mut().zip(fields) {
            text(column, turn, view, field);
        }
    });
}

fn text(ui: &mut Ui, turn: &mut Turn<'_>, view: &VisitView, field: PersonField) {
    let is_date = matches!(
        field,
        PersonField::BirthDate | PersonField::DocumentIssued | PersonField::DocumentExpires
    );
    let stored = view.visit.applicant.text(field);
    let value = if is_date {
        date::shown(stored)
    } else {
        stored.to_owned()
    };
    let label = turn.t(&format!("person-{}", field.key()));
    let aside = aside(turn, view, field);
    let edit = crate::turn::field(&key(field), &label).aside(&aside);
    let edit = if field == PersonField::Phone {
        edit.width(320.0)
    } else if is_date {
        edit.width(200.0)
    } else {
        edit
    };
    if let Some(text) = turn.text(ui, &key(field), &value, edit) {
        let text = if is_date { date::to_iso(&text) } else { text };
        turn.send(Command::SetPerson { field, text });
    }
    finding::draw(
        ui,
        turn,
        About::Person,
        &view.findings,
        &format!("person.{}", field.key()),
    );
    ui.add_space(S);
}

/// What the service that is worked on has to say where nobody gave an address of electronic mail.
fn email_required(ui: &mut Ui, turn: &mut Turn<'_>) {
    if let Some(application) = turn.application() {
        let place = PersonField::Email.place();
        finding::draw(ui, turn, About::Application, &application.findings, &place);
    }
}

/// Where the applicant lives: name, code and edition are one answer.
fn settlement(ui: &mut Ui, turn: &mut Turn<'_>, view: &VisitView) {
    let key = key(PersonField::Settlement);
    let asked = place::Asked {
        key: &key,
        label: &turn.t("person-settlement"),
        aside: "",
        help: "",
        enabled: true,
        place: &view.visit.applicant.place(),
    };
    if let Some(place) = place::draw(ui, turn, &asked) {
        turn.send(Command::SetSettlement { place });
    }
    if !place::is_open(turn, &key) {
        for field in [PersonField::Settlement, PersonField::SettlementCode] {
            finding::draw(ui, turn, About::Person, &view.findings, &field.place());
        }
    }
    ui.add_space(S);
}

/// Where a value came from, or that it is wanted.
fn aside(turn: &Turn<'_>, view: &VisitView, field: PersonField) -> String {
    match view.visit.applicant.fields.get(&field) {
        Some(value) if value.source == Source::Mrz => turn.t("from-document"),
        Some(_typed) => String::new(),
        None if REQUIRED.contains(&field) => turn.t("required"),
        None => String::new(),
    }
}

fn sex(ui: &mut Ui, turn: &mut Turn<'_>, view: &VisitView) {
    let (question, female, male) = (turn.t("person-sex"), turn.t("sex-F"), turn.t("sex-M"));
    let options = [("F", female.as_str()), ("M", male.as_str())];
    one_of(ui, turn, view, PersonField::Sex, &question, &options);
}

fn kind(ui: &mut Ui, turn: &mut Turn<'_>, view: &VisitView) {
    let question = turn.t("person-document_kind");
    let words = DocumentKind::ALL.map(|kind| turn.t(&format!("document-{}", kind.key())));
    let options: Vec<(&str, &str)> = DocumentKind::ALL
        .iter()
        .map(|kind| kind.key())
        .zip(words.iter().map(String::as_str))
        .collect();
    one_of(
        ui,
        turn,
        view,
        PersonField::DocumentKind,
        &question,
        &options,
    );
    ui.add_space(L / 2.0);
}

fn one_of(
    ui: &mut Ui,
    turn: &mut Turn<'_>,
    view: &VisitView,
    field: PersonField,
    question: &str,
    options: &[(&str, &str)],
) {
    ui.horizontal_wrapped(|ui| {
        strong(ui, question);
        look::widget::soft(ui, aside(turn, view, field));
    });
    let stored = view.visit.applicant.text(field);
    let chosen = (!stored.is_empty()).then_some(stored);
    if let Some(text) = turn.choice(ui, &key(field), question, options, chosen) {
        turn.send(Command::SetPerson { field, text });
    }
    finding::draw(ui, turn, About::Person, &view.findings, &key(field));
}
