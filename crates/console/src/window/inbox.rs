//! The list on the left: each application with its number, community, days and state; below it what is faulty or missing.
//! Knows no name of a person: names are for the application that is open.

use egui::{CornerRadius, Frame, Margin, RichText, ScrollArea, Sense, Stroke, Ui, UiBuilder};
use look::{
    Icon, Words,
    theme::{RADIUS, S, palette, strong},
    widget::{Button, Tone, chip, notice},
};
use parcel::ApplicationId;

use super::registrar::{Line, View};

/// What was asked for in this frame.
pub(super) enum Asked {
    Show(ApplicationId),
    Visit,
}

pub(super) fn draw(ui: &mut Ui, words: Words, view: &View) -> Option<Asked> {
    let mut asked = None;
    let fetch = Button::primary(words.t("console-fetch"))
        .icon(Icon::Down)
        .key("F5")
        .wide();
    if fetch.enabled(view.busy.is_none()).pressed(ui) {
        asked = Some(Asked::Visit);
    }
    ui.add_space(S);
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        if view.rows.is_empty() {
            notice(
                ui,
                Tone::Plain,
                &words.t("console-empty"),
                &words.t("console-empty-help"),
                |_| {},
            );
        }
        for row in &view.rows {
            let here = view.shown.as_ref().is_some_and(|shown| shown.id == row.id);
            if ui.push_id(row.id.0, |ui| line(ui, words, row, here)).inner {
                asked = Some(Asked::Show(row.id));
            }
        }
        if !view.faults.is_empty() {
            ui.add_space(S);
            notice(
                ui,
                Tone::Bad,
                &words.t("console-faults"),
                &view.faults.join("\n"),
                |_| {},
            );
        }
        if !view.gaps.is_empty() {
            ui.add_space(S);
            notice(
                ui,
                Tone::Plain,
                &words.t("console-gaps"),
                &view.gaps.join("\n"),
                |_| {},
            );
        }
    });
    asked
}

/// One application; true where it was chosen.
fn line(ui: &mut Ui, words: Words, row: &Line, here: bool) -> bool {
    let palette = palette(ui);
    let (fill, edge) = if here {
        (palette.accent_soft, palette.accent)
    } else {
        (palette.surface, palette.line)
    };
    let frame = Frame::new()
        .fill(fill)
        .stroke(Stroke::new(if here { 2.0 } else { 1.0 }, edge))
        .corner_radius(CornerRadius::same(RADIUS))
        .inner_margin(Margin::symmetric(12, 8));
    let response = ui
        .scope_builder(UiBuilder::new().sense(Sense::click()), |ui| {
            frame.show(ui, |ui| {
                ui.set_width(ui.available_width());
                ui.spacing_mut().item_spacing.y = 2.0;
                ui.horizontal(|ui| {
                    ui.label(RichText::new(&row.number).text_style(strong()));
                    ui.with_layout(
                        egui::Layout::right_to_left(egui::Align::Center),
                        |ui| match (row.registered, row.remarks) {
                            (true, _) => chip(ui, Tone::Good, words.t("console-state-registered")),
                            (false, true) => chip(ui, Tone::Warn, words.t("console-state-look")),
                            (false, false) => chip(ui, Tone::Plain, words.t("console-state-new")),
                        },
                    );
                });
                ui.add(egui::Label::new(&row.service).truncate());
                ui.add(
                    egui::Label::new(RichText::new(&row.community).color(palette.soft).small())
                        .truncate(),
                );
                ui.label(RichText::new(&row.days).color(palette.soft).small());
            });
        })
        .response;
    response.widget_info(|| {
        egui::WidgetInfo::selected(
            egui::Role::Button,
            true,
            here,
            format!("{} {}", row.number, row.service),
        )
    });
    ui.add_space(S / 2.0);
    response.clicked()
}
