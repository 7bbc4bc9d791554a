//! The services of the visit: those that were begun, and a list of all that is quick to search and adds by one press.
//!
//! A service is added by the blank key or a finger, never by the Enter that goes on.

use crate::turn::{Turn, field};
use egui::{Key, Modifiers, Ui};
use look::Icon;
use look::theme::{S, XS};
use look::widget::{Button, Tone, chip, notice, soft, strong, title};
use office::Command;
use office::application::{Matter, Stage};
use office::snapshot::{ApplicationView, ServiceLine, VisitView};

/// With more services than this there is a field to search them, and the list is folded once one was added.
const FEW: usize = 6;
/// The key of the field, and of the first row of the list.
const FILTER: &str = "service-filter";
const FIRST: &str = "service";

pub(crate) fn draw(ui: &mut Ui, turn: &mut Turn<'_>, view: &VisitView) {
    title(ui, turn.t("services"));
    for application in &view.applications {
        begun(ui, turn, application);
    }
    let all = &turn.snapshot.kit.services;
    if all.is_empty() {
        soft(ui, turn.t("services-none"));
        return;
    }
    if turn.hand.held_back && view.applications.is_empty() {
        notice(ui, Tone::Warn, &turn.t("lacking-service"), "", |_ui| ());
        ui.add_space(S);
    }
    let many = all.len() > FEW;
    if many && !view.applications.is_empty() && !turn.hand.more_services {
        let more = Button::secondary(turn.t("service-more")).icon(Icon::Plus);
        if turn.button(ui, "service-more", more) {
            turn.hand.more_services = true;
            turn.hand.wish = Some(FILTER.to_owned());
        }
        return;
    }
    let wanted = if many {
        filter(ui, turn)
    } else {
        String::new()
    };
    rows(ui, turn, &wanted);
}

/// An application of the visit in one line.
fn begun(ui: &mut Ui, turn: &Turn<'_>, application: &ApplicationView) {
    ui.horizontal_wrapped(|ui| {
        strong(ui, name(turn, application));
        let (tone, key) = stage(application);
        chip(ui, tone, turn.t(key));
    });
}

/// What an application is called: its service, and before it what it is about where it is no application.
pub(crate) fn name(turn: &Turn<'_>, application: &ApplicationView) -> String {
    let service = turn.label(&application.service.name);
    match (&application.matter, service.is_empty()) {
        (Matter::Application, _) => service.to_owned(),
        (matter, true) => turn.t(&format!("matter-{}", matter.key())),
        (matter, false) => format!("{}: {service}", turn.t(&format!("matter-{}", matter.key()))),
    }
}

/// How far an application has come, as tone and key.
fn stage(application: &ApplicationView) -> (Tone, &'static str) {
    if application.refusal.is_some() && application.stage < Stage::Sealing {
        return (Tone::Warn, "stage-refused");
    }
    if application.postponed.is_some() {
        return (Tone::Warn, "stage-postponed");
    }
    match application.stage {
        Stage::Filling => (Tone::Busy, "stage-filling"),
        Stage::Reviewed => (Tone::Busy, "stage-reviewed"),
        Stage::Signed => (Tone::Busy, "stage-signed"),
        Stage::Sealing => (Tone::Busy, "stage-sealing"),
        Stage::Sealed => (Tone::Good, "stage-sealed"),
    }
}

/// The field that searches the list. Enter and the arrow lead from it to the first row that is left.
fn filter(ui: &mut Ui, turn: &mut Turn<'_>) -> String {
    if turn.hand.wish.as_deref() == Some(FIRST) {
        turn.hand.wish = Some(FILTER.to_owned());
    }
    let label = turn.t("service-filter");
    let typed = turn.typed(FILTER).unwrap_or_default().to_owned();
    let typed = turn
        .text(ui, FILTER, &typed, field(FILTER, &label))
        .unwrap_or(typed);
    let here = turn.hand.typing.as_deref() == Some(FILTER)
        && ui.memory(|memory| memory.has_focus(crate::turn::field_id(FILTER)));
    let down = here && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::ArrowDown));
    let entered = here && !typed.trim().is_empty() && turn.take_go_on();
    if down || entered {
        turn.hand.wish = Some(FIRST.to_owned());
    }
    typed
}

fn rows(ui: &mut Ui, turn: &mut Turn<'_>, wanted: &str) {
    let words: Vec<String> = folded(wanted)
        .split_whitespace()
        .map(str::to_owned)
        .collect();
    let found: Vec<&ServiceLine> = turn
        .snapshot
        .kit
        .services
        .iter()
        .filter(|service| {
            let name = folded(turn.label(&service.name));
            let fits = |word: &String| name.contains(word) || service.id.0.contains(word);
            words.iter().all(fits)
        })
        .collect();
    if found.is_empty() {
        soft(ui, turn.t("service-not-found"));
        return;
    }
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = XS;
        for (index, service) in found.into_iter().enumerate() {
            let key = if index == 0 {
                FIRST
            } else {
                service.id.0.as_str()
            };
            ui.push_id(&service.id, |ui| offer(ui, turn, service, key));
        }
    });
    super::review::by_blank(ui, turn);
}

/// Letters as they are compared: case and the sort of apostrophe do not count.
fn folded(text: &str) -> String {
    text.to_lowercase()
        .replace(['\'', '\u{2bc}', '`'], "\u{2019}")
}

fn offer(ui: &mut Ui, turn: &mut Turn<'_>, service: &ServiceLine, key: &str) {
    let name = turn.label(&service.name).to_owned();
    let terms: Vec<&str> = [turn.label(&service.fee), turn.label(&service.term)]
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect();
    let spoken = turn
        .words
        .t_with("service-add", &[("name", name.as_str().into())]);
    let button = Button::secondary(&name)
        .row(terms.join(" · "))
        .deliberate()
        .icon(Icon::Plus)
        .name(spoken);
    if turn.button(ui, key, button) {
        turn.hand.buffers.remove(FILTER);
        turn.hand.more_services = false;
        turn.send_once(Command::AddApplication {
            service: service.id.clone(),
        });
    }
}
