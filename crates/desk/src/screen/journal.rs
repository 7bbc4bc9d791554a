//! The journal: numbers, days and what became of them, and what can still be done by number. No person, no service.

use crate::turn::Turn;
use crate::{date, say};
use egui::Ui;
use look::Arg;
use look::theme::{M, S};
use look::widget::{Button, card, heading, lamp, rule, soft};
use office::snapshot::{JournalLine, JournalState};

pub(crate) fn draw(ui: &mut Ui, turn: &mut Turn<'_>) {
    heading(ui, turn.t("journal"));
    card(ui, |ui| super::mend::draw(ui, turn));
    ui.add_space(M);
    soft(ui, turn.t("journal-more"));
    ui.add_space(S);
    if turn.snapshot.journal.is_empty() {
        soft(ui, turn.t("journal-none"));
        return;
    }
    card(ui, |ui| {
        for (index, entry) in turn.snapshot.journal.iter().enumerate() {
            if index > 0 {
                rule(ui);
            }
            ui.push_id(entry.number.digits(), |ui| line(ui, turn, entry));
        }
    });
}

fn line(ui: &mut Ui, turn: &mut Turn<'_>, entry: &JournalLine) {
    let number = say::number(&entry.number);
    ui.horizontal(|ui| {
        ui.set_min_height(look::theme::TOUCH);
        ui.allocate_ui(egui::vec2(190.0, 28.0), |ui| {
            ui.set_width(190.0);
            let number = egui::RichText::new(&number);
            ui.label(number.text_style(look::theme::title()));
        });
        soft(ui, date::shown(&entry.day));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let sealed = matches!(entry.state, JournalState::Sealed | JournalState::Delivered);
            if sealed && turn.visit().is_some() {
                let name = [("name", Arg::from(number.as_str()))];
                let button = Button::secondary(turn.t("journal-choose"))
                    .name(turn.words.t_with("journal-choose-name", &name));
                if button.pressed(ui) {
                    super::mend::choose(turn, &entry.number);
                }
            }
            let (tone, words) = say::journal(turn.words, entry.state);
            lamp(ui, tone, words);
        });
    });
    for news in &turn.snapshot.news {
        if news.number == entry.number {
            super::news::line(ui, turn, news);
        }
    }
    for mended in &turn.snapshot.mended {
        if mended.of == entry.number {
            let by = mended
                .by
                .as_ref()
                .map_or_else(|| turn.t("journal-draft"), say::number);
            let by = [("name", Arg::from(by))];
            soft(
                ui,
                turn.words
                    .t_with(&format!("journal-by-{}", mended.matter), &by),
            );
        } else if mended.by.as_ref() == Some(&entry.number) {
            let of = [("name", Arg::from(say::number(&mended.of)))];
            soft(
                ui,
                turn.words
                    .t_with(&format!("journal-of-{}", mended.matter), &of),
            );
        }
    }
}
