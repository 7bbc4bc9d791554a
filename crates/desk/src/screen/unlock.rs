//! The shut kit: one field, and beside it how far the delivery has come, in neutral figures.

use crate::say;
use crate::turn::{Turn, field, field_id};
use egui::Ui;
use look::theme::{L, M, S, XL};
use look::widget::{Button, Field, Tone, card, chip, notice, progress, soft, strong};
use look::{Arg, Icon};
use office::Command;
use office::command::Secret;
use office::snapshot::{DeliveryState, Gate};
use office::trouble::Trouble;

const KEY: &str = "passphrase";

pub(crate) fn draw(ui: &mut Ui, turn: &mut Turn<'_>) {
    let (trying, refusal) = match &turn.snapshot.gate {
        Gate::Locked { refusal } => (false, refusal.clone()),
        Gate::Trying => (true, None),
        Gate::Open { .. } => return,
    };
    let width = 560.0_f32.min(ui.available_width());
    ui.vertical_centered(|ui| {
        ui.add_space((ui.available_height() * 0.10).min(64.0));
        ui.label(egui::RichText::new(&turn.snapshot.kit.name).text_style(look::theme::display()));
        soft(ui, turn.t("unlock-office"));
        ui.add_space(L);
        ui.allocate_ui_with_layout(
            egui::vec2(width, 0.0),
            egui::Layout::top_down(egui::Align::Min),
            |ui| {
                card(ui, |ui| {
                    if let Some(trouble) = &refusal {
                        let (what, remedy) = say::trouble(turn.words, trouble);
                        notice(ui, Tone::Bad, &what, &remedy, |_ui| ());
                        ui.add_space(M);
                    }
                    if !matches!(refusal, Some(Trouble::KeysDestroyed)) {
                        passphrase(ui, turn, trying);
                    }
                });
                ui.add_space(XL);
                delivery(ui, turn);
            },
        );
    });
}

fn passphrase(ui: &mut Ui, turn: &mut Turn<'_>, trying: bool) {
    let label = turn.t("unlock-passphrase");
    if turn.typed(KEY).is_none() {
        turn.hand.wish = Some(KEY.to_owned());
    }
    let typed = turn.typed(KEY).unwrap_or_default().to_owned();
    let edit = field(KEY, &label).password().large().enabled(!trying);
    let _sent_by_enter_only = turn.text(ui, KEY, &typed, edit);
    ui.add_space(S);
    if trying {
        progress(ui, &turn.t("unlock-trying"), None, None);
        ui.add_space(S);
        return;
    }
    let empty = turn.typed(KEY).is_none_or(str::is_empty);
    let open = Button::primary(turn.t("unlock-open"))
        .icon(Icon::Lock)
        .key("Enter")
        .wide()
        .enabled(!empty)
        .pressed(ui);
    if (open || turn.take_go_on()) && !empty {
        let passphrase = turn.hand.buffers.remove(KEY).unwrap_or_default().text;
        Field::forget(ui, field_id(KEY));
        turn.send_once(Command::Unlock {
            passphrase: Secret(passphrase),
        });
    }
}

/// A locked kit goes on delivering; figures only.
fn delivery(ui: &mut Ui, turn: &Turn<'_>) {
    let outbox = &turn.snapshot.outbox;
    ui.horizontal_wrapped(|ui| {
        let waiting = outbox
            .items
            .iter()
            .filter(|item| item.state != DeliveryState::Delivered)
            .count();
        if waiting == 0 {
            chip(ui, Tone::Good, turn.t("outbox-empty"));
            return;
        }
        let (tone, text) = say::coverage(turn.words, outbox.coverage);
        chip(ui, tone, text);
        let args = [
            ("n", Arg::from(waiting)),
            ("size", Arg::from(turn.words.bytes(outbox.bytes_left))),
        ];
        strong(ui, turn.words.t_with("outbox-total", &args));
    });
}
