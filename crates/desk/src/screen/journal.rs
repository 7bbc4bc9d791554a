//! The journal: numbers, days and what became of them, and what can still be done by number. No person, no service.

use crate::turn::{Turn, field, field_id};
use crate::{date, say};
use egui::Ui;
use look::theme::{M, S};
use look::widget::{Button, card, heading, lamp, list, rule, soft, title};
use look::{Arg, Icon};
use office::Command;
use office::paper::PaperOrder;
use office::snapshot::{JournalLine, JournalState, PaperState};

const FROM: &str = "journal.from";
const UNTIL: &str = "journal.until";
const PRINT: &str = "journal.print";

pub(crate) fn draw(ui: &mut Ui, turn: &mut Turn<'_>) {
    heading(ui, turn.t("journal"));
    // Enter in a field of the days is not meant for the number above.
    let in_field = |key| ui.memory(|memory| memory.has_focus(field_id(key)));
    let [from, until] = [FROM, UNTIL].map(in_field);
    let entered = (from || until) && turn.take_go_on();
    if entered {
        turn.hand.wish = Some(if from { UNTIL } else { PRINT }.to_owned());
    }
    card(ui, |ui| super::mend::draw(ui, turn));
    ui.add_space(M);
    soft(ui, turn.t("journal-more"));
    ui.add_space(S);
    if turn.snapshot.journal.is_empty() {
        soft(ui, turn.t("journal-none"));
        return;
    }
    card(ui, |ui| print(ui, turn));
    ui.add_space(M);
    card(ui, |ui| {
        let journal = &turn.snapshot.journal;
        list(ui, "journal", journal.len(), |ui, index| {
            if index > 0 {
                rule(ui);
            }
            line(ui, turn, &journal[index]);
        });
    });
}

/// The numbers of some days on paper; today's where nothing else is typed.
fn print(ui: &mut Ui, turn: &mut Turn<'_>) {
    title(ui, turn.t("journal-paper"));
    let [from, until] = ui.columns_const(|[left, right, _rest]: &mut [Ui; 3]| {
        [
            day(left, turn, FROM, "journal-from"),
            day(right, turn, UNTIL, "journal-until"),
        ]
    });
    let in_order = is_day(&from) && is_day(&until) && from <= until;
    if !in_order {
        soft(ui, turn.t("journal-no-days"));
    }
    let state = turn.snapshot.day_papers.journal.clone();
    let button = Button::secondary(turn.t("journal-print"))
        .icon(Icon::Printer)
        .enabled(in_order && state != PaperState::Printing);
    ui.horizontal_wrapped(|ui| {
        if turn.button(ui, PRINT, button) {
            let order = PaperOrder::Journal { from, until };
            turn.send_once(Command::Print { order });
        }
        if matches!(state, PaperState::Printing | PaperState::Printed) {
            let (tone, words, _remedy) = say::paper(turn.words, &state);
            lamp(ui, tone, words);
        }
    });
    super::papers::failed(ui, turn, &state);
}

/// A day as ISO 8601; today where nothing was typed.
fn day(ui: &mut Ui, turn: &mut Turn<'_>, key: &str, words: &str) -> String {
    let (label, help) = (turn.t(words), turn.t("journal-today"));
    let typed = turn.typed(key).unwrap_or_default().to_owned();
    let edit = field(key, &label).help(&help).width(200.0);
    let typed = turn.text(ui, key, &typed, edit).unwrap_or(typed);
    date::to_iso(if typed.trim().is_empty() {
        &turn.snapshot.date
    } else {
        &typed
    })
}

/// A day that could be read is shown in another way than it is kept.
fn is_day(iso: &str) -> bool {
    date::shown(iso) != iso
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
                    .t_with(&format!("journal-by-{}", mended.kin.key()), &by),
            );
        } else if mended.by.as_ref() == Some(&entry.number) {
            let of = [("name", Arg::from(say::number(&mended.of)))];
            soft(
                ui,
                turn.words
                    .t_with(&format!("journal-of-{}", mended.kin.key()), &of),
            );
        }
    }
}
