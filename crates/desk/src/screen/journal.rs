//! The journal: numbers, days and what became of them. No person, no service.

use crate::turn::Turn;
use crate::{date, say};
use egui::Ui;
use look::theme::M;
use look::widget::{card, heading, lamp, rule, soft};

pub(crate) fn draw(ui: &mut Ui, turn: &mut Turn<'_>) {
    heading(ui, turn.t("journal"));
    soft(ui, turn.t("journal-more"));
    ui.add_space(M);
    if turn.snapshot.journal.is_empty() {
        soft(ui, turn.t("journal-none"));
        return;
    }
    card(ui, |ui| {
        for (index, line) in turn.snapshot.journal.iter().enumerate() {
            if index > 0 {
                rule(ui);
            }
            ui.horizontal(|ui| {
                ui.allocate_ui(egui::vec2(210.0, 28.0), |ui| {
                    ui.set_width(210.0);
                    let number = egui::RichText::new(say::number(&line.number));
                    ui.label(number.text_style(look::theme::title()));
                });
                soft(ui, date::shown(&line.day));
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    let (tone, words) = say::journal(turn.words, line.state);
                    lamp(ui, tone, words);
                });
            });
        }
    });
}
