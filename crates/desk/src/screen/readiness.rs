//! Readiness, before leaving: a lamp for everything that the day needs, and for each that is not green what to do. Nothing
//! here stands in the way of anything (I15).

use crate::say;
use crate::turn::Turn;
use egui::Ui;
use look::theme::{M, S};
use look::widget::{Button, Tone, card, heading, lamp, soft, strong};
use look::{Arg, Icon};
use office::Command;
use office::snapshot::{DeliveryState, DeviceLine, Lamp};
use office::trouble::DeviceKind;

pub(crate) fn draw(ui: &mut Ui, turn: &mut Turn<'_>) {
    heading(ui, turn.t("readiness"));
    soft(ui, turn.t("readiness-more"));
    ui.add_space(M);
    card(ui, |ui| {
        for device in &turn.snapshot.devices {
            let (tone, words) = say::lamp(turn.words, device.lamp);
            let remedy = device
                .trouble
                .as_ref()
                .map(|trouble| say::trouble(turn.words, trouble).1);
            let name = say::device(turn.words, device.device);
            line(ui, &name, (tone, words), remedy.as_deref());
        }
        clock(ui, turn);
        profile(ui, turn);
        outbox(ui, turn);
    });
    ui.add_space(M);
    let printers: Vec<DeviceKind> = turn
        .snapshot
        .devices
        .iter()
        .filter(prints)
        .map(|line| line.device)
        .collect();
    let test = Button::primary(turn.t("readiness-test")).icon(Icon::Printer);
    if test.enabled(!printers.is_empty()).pressed(ui) {
        for device in printers {
            turn.send(Command::TestPage { device });
        }
    }
}

/// A printer that can be asked for a page.
fn prints(line: &&DeviceLine) -> bool {
    let printer = matches!(line.device, DeviceKind::Printer | DeviceKind::SlipPrinter);
    printer && matches!(line.lamp, Lamp::Ready | Lamp::Trouble)
}

fn line(ui: &mut Ui, name: &str, (tone, words): (Tone, String), remedy: Option<&str>) {
    ui.horizontal_wrapped(|ui| {
        strong(ui, name);
        lamp(ui, tone, words);
    });
    if let Some(remedy) = remedy {
        soft(ui, remedy);
    }
    ui.add_space(S);
}

fn clock(ui: &mut Ui, turn: &Turn<'_>) {
    let doubtful = turn.snapshot.clock_doubtful;
    let shown = format!("{}, {}", turn.snapshot.date, turn.snapshot.time);
    let tone = if doubtful { Tone::Warn } else { Tone::Good };
    let remedy = doubtful.then(|| turn.t("readiness-clock-more"));
    line(
        ui,
        &turn.t("readiness-clock"),
        (tone, shown),
        remedy.as_deref(),
    );
}

fn profile(ui: &mut Ui, turn: &Turn<'_>) {
    let profile = &turn.snapshot.kit.profile;
    let tone = if profile.stale {
        Tone::Warn
    } else {
        Tone::Good
    };
    let version = [("n", Arg::from(profile.version))];
    let words = turn.words.t_with("readiness-profile-version", &version);
    let remedy = profile.stale.then(|| turn.t("remedy-profile-stale"));
    line(
        ui,
        &turn.t("readiness-profile"),
        (tone, words),
        remedy.as_deref(),
    );
    let communities = profile.recipients.iter().map(|one| one.of.as_str());
    let named = communities.collect::<Vec<_>>().join(", ");
    let (tone, words) = if named.is_empty() {
        (Tone::Bad, turn.t("visit-no-community"))
    } else {
        (Tone::Good, named)
    };
    line(ui, &turn.t("readiness-recipients"), (tone, words), None);
}

fn outbox(ui: &mut Ui, turn: &Turn<'_>) {
    let items = &turn.snapshot.outbox.items;
    let waiting = items
        .iter()
        .filter(|item| item.state != DeliveryState::Delivered)
        .count();
    let (tone, words) = match waiting {
        0 => (Tone::Good, turn.t("outbox-empty")),
        _ => {
            let size = turn.words.bytes(turn.snapshot.outbox.bytes_left);
            let args = [("n", Arg::from(waiting)), ("size", Arg::from(size))];
            (Tone::Busy, turn.words.t_with("outbox-total", &args))
        }
    };
    line(ui, &turn.t("key-outbox"), (tone, words), None);
}
