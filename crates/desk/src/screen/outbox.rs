//! The outbox: what waits, what goes, what arrived. Never a name, never a wait without an end.

use crate::say;
use crate::turn::{Turn, field};
use egui::Ui;
use look::theme::{M, S};
use look::widget::{Button, Tone, card, chip, heading, lamp, list, progress, rule, soft, strong};
use look::{Arg, Icon};
use office::Command;
use office::snapshot::{DeliveryState, OutboxItem};
use std::path::PathBuf;

pub(crate) fn draw(ui: &mut Ui, turn: &mut Turn<'_>) {
    heading(ui, turn.t("outbox"));
    super::handover::draw(ui, turn, usize::MAX);
    let outbox = &turn.snapshot.outbox;
    card(ui, |ui| {
        ui.horizontal_wrapped(|ui| {
            let (tone, text) = say::coverage(turn.words, outbox.coverage);
            chip(ui, tone, text);
            let waiting = outbox
                .items
                .iter()
                .filter(|item| item.state != DeliveryState::Delivered)
                .count();
            let args = [
                ("n", Arg::from(waiting)),
                ("size", Arg::from(turn.words.bytes(outbox.bytes_left))),
            ];
            strong(
                ui,
                if waiting == 0 {
                    turn.t("outbox-empty")
                } else {
                    turn.words.t_with("outbox-total", &args)
                },
            );
        });
        if let Some(minutes) = outbox.minutes_of_coverage(outbox.bytes_left) {
            soft(
                ui,
                turn.words
                    .t_with("coverage-minutes", &[("n", Arg::from(minutes))]),
            );
        }
        soft(ui, turn.t("outbox-more"));
        ui.add_space(S);
        if turn.button(
            ui,
            "try-now",
            Button::primary(turn.t("outbox-try")).icon(Icon::Up),
        ) {
            turn.send_once(Command::TryNow);
        }
        stick(ui, turn);
        if turn.take_go_on() {
            turn.hold_at("try-now");
        }
    });
    ui.add_space(M);
    if !outbox.items.is_empty() {
        card(ui, |ui| {
            list(ui, "outbox", outbox.items.len(), |ui, index| {
                if index > 0 {
                    rule(ui);
                }
                part(ui, turn, &outbox.items[index]);
            });
        });
    }
}

/// A stick: what the centre left on it comes in, what waits is copied; by the folder it appears under.
fn stick(ui: &mut Ui, turn: &mut Turn<'_>) {
    ui.add_space(S);
    let key = "stick-path";
    let (label, help) = (turn.t("stick-path"), turn.t("stick-path-help"));
    let typed = turn.typed(key).unwrap_or_default().to_owned();
    let edit = field(key, &label).help(&help);
    let typed = turn.text(ui, key, &typed, edit).unwrap_or(typed);
    let named = !typed.trim().is_empty();
    let entered = turn.hand.typing.as_deref() == Some(key) && named && turn.take_go_on();
    let button = Button::secondary(turn.t("stick-use"))
        .icon(Icon::Folder)
        .enabled(named);
    if button.pressed(ui) || entered {
        turn.send_once(Command::UseStick {
            folder: PathBuf::from(typed.trim()),
        });
    }
    if let Some(used) = turn.snapshot.stick {
        let counts = [
            ("read", Arg::from(used.read)),
            ("copied", Arg::from(used.copied)),
        ];
        soft(ui, turn.words.t_with("stick-used", &counts));
    }
}

fn part(ui: &mut Ui, turn: &Turn<'_>, item: &OutboxItem) {
    let kind = turn.t(if item.summary {
        "part-summary"
    } else {
        "part-pages"
    });
    let (tone, words, why) = say::delivery(turn.words, &item.state);
    ui.horizontal_wrapped(|ui| {
        ui.label(egui::RichText::new(&item.short).monospace());
        strong(ui, kind);
        soft(ui, turn.words.bytes(item.bytes));
        if item.state != DeliveryState::Delivered {
            let copies = if item.on_stick {
                "part-two-copies"
            } else {
                "part-one-copy"
            };
            soft(ui, turn.t(copies));
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            lamp(ui, tone, words)
        });
    });
    if !why.is_empty() {
        soft(ui, why);
    }
    let under_way = item.sent > 0 && item.sent < item.bytes;
    if item.state == DeliveryState::Sending || (under_way && tone != Tone::Bad) {
        let args = [
            ("sent", Arg::from(turn.words.bytes(item.sent))),
            ("of", Arg::from(turn.words.bytes(item.bytes))),
        ];
        let text = turn.words.t_with("part-sent", &args);
        let left = turn
            .snapshot
            .outbox
            .minutes_of_coverage(item.bytes - item.sent);
        let left = left.map(|n| {
            turn.words
                .t_with("coverage-minutes", &[("n", Arg::from(n))])
        });
        progress(ui, &text, Some((item.sent, item.bytes)), None);
        if let Some(left) = left {
            soft(ui, left);
        }
    }
}
