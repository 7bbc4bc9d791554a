//! The devices: a lamp each, what is wrong and what to do, a test page for every printer.

use crate::hand::Screen;
use crate::say;
use crate::screen::profile;
use crate::turn::Turn;
use egui::Ui;
use look::theme::{M, S};
use look::widget::{Button, card, heading, lamp, notice, soft, title};
use look::{Icon, widget::Tone};
use office::Command;
use office::snapshot::{DeviceLine, Lamp};
use office::trouble::DeviceKind;

pub(crate) fn draw(ui: &mut Ui, turn: &mut Turn<'_>) {
    heading(ui, turn.t("devices"));
    soft(ui, turn.t("devices-more"));
    ui.add_space(M);
    for line in &turn.snapshot.devices {
        ui.push_id(line.device, |ui| card(ui, |ui| device(ui, turn, line)));
        ui.add_space(S);
    }
    if turn.snapshot.devices.is_empty() {
        soft(ui, turn.t("devices-none"));
    }
    ui.add_space(M);
    ui.horizontal_wrapped(|ui| {
        for (words, screen) in [
            ("readiness", Screen::Readiness),
            ("settings", Screen::Settings),
            ("residue-open", Screen::Residue),
        ] {
            if Button::secondary(turn.t(words)).pressed(ui) {
                turn.go(screen);
            }
        }
    });
    ui.add_space(M);
    profile::draw(ui, turn);
}

fn device(ui: &mut Ui, turn: &mut Turn<'_>, line: &DeviceLine) {
    let name = say::device(turn.words, line.device);
    ui.horizontal(|ui| {
        icon(line.device).show(ui, look::palette(ui).soft);
        ui.vertical(|ui| {
            ui.set_width((ui.available_width() - 320.0).max(160.0));
            title(ui, name.as_str());
            if !line.model.is_empty() {
                soft(ui, line.model.as_str());
            }
        });
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let prints = matches!(line.device, DeviceKind::Printer | DeviceKind::SlipPrinter);
            if prints && line.lamp != Lamp::Absent {
                let spoken = format!("{}: {name}", turn.t("test-page"));
                let button = Button::secondary(turn.t("test-page"))
                    .icon(Icon::Printer)
                    .name(spoken);
                if button.enabled(line.lamp != Lamp::Busy).pressed(ui) {
                    turn.send_once(Command::TestPage {
                        device: line.device,
                    });
                }
            }
            let (tone, words) = say::lamp(turn.words, line.lamp);
            lamp(ui, tone, words);
        });
    });
    if let Some(trouble) = &line.trouble {
        let (what, remedy) = say::trouble(turn.words, trouble);
        ui.add_space(S);
        notice(ui, Tone::Warn, &what, &remedy, |_ui| ());
    }
}

fn icon(device: DeviceKind) -> Icon {
    match device {
        DeviceKind::Scanner => Icon::Scanner,
        DeviceKind::IdReader | DeviceKind::CardReader => Icon::Card,
        DeviceKind::Printer | DeviceKind::SlipPrinter => Icon::Printer,
        DeviceKind::Folder => Icon::Folder,
        DeviceKind::Battery => Icon::Clock,
    }
}
