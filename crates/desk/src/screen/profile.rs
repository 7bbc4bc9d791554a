//! The kit's profile: to whom it seals, as words to be compared by telephone; and the next profile from a stick.

use crate::turn::{Turn, field};
use egui::Ui;
use look::theme::{M, S};
use look::widget::{Button, Tone, card, notice, soft, strong, title};
use look::{Arg, Icon};
use office::Command;
use std::path::PathBuf;

const KEY: &str = "profile-path";

pub(crate) fn draw(ui: &mut Ui, turn: &mut Turn<'_>) {
    let profile = turn.snapshot.kit.profile.clone();
    card(ui, |ui| {
        let args = [("n", Arg::from(profile.version))];
        title(ui, turn.words.t_with("profile-title", &args));
        soft(ui, turn.t("profile-compare"));
        ui.add_space(S);
        for one in &profile.recipients {
            soft(ui, one.of.as_str());
            strong(ui, one.words.as_str());
            ui.add_space(S);
        }
        if profile.stale {
            let (what, remedy) = (
                turn.t("trouble-profile-stale"),
                turn.t("remedy-profile-stale"),
            );
            notice(ui, Tone::Warn, &what, &remedy, |_ui| ());
            ui.add_space(S);
        }
        if let Some(version) = profile.next {
            let args = [("n", Arg::from(version))];
            let (what, then) = (
                turn.words.t_with("profile-next", &args),
                turn.t("profile-next-more"),
            );
            notice(ui, Tone::Good, &what, &then, |_ui| ());
            return;
        }
        take(ui, turn);
    });
    ui.add_space(M);
}

fn take(ui: &mut Ui, turn: &mut Turn<'_>) {
    let (label, help) = (turn.t(KEY), turn.t("profile-path-help"));
    let typed = turn.typed(KEY).unwrap_or_default().to_owned();
    let edit = field(KEY, &label).help(&help);
    let typed = turn.text(ui, KEY, &typed, edit).unwrap_or(typed);
    let button = Button::secondary(turn.t("profile-take"))
        .icon(Icon::Folder)
        .enabled(!typed.trim().is_empty());
    if button.pressed(ui) {
        turn.send_once(Command::TakeProfile {
            folder: PathBuf::from(typed.trim()),
        });
        turn.hand.buffers.remove(KEY);
    }
}
