//! The list on the left: each community with what is urgent, each application with its number, service, state and day.
//! Draws only the rows that can be seen. Knows no name of a person: names are for the application that is open.

use egui::{
    Align, CornerRadius, Label, Layout, RichText, ScrollArea, Sense, Stroke, StrokeKind, TextStyle,
    Ui, UiBuilder, Vec2,
};
use look::{
    Icon, Words,
    theme::{RADIUS, S, palette, strong},
    widget::{Button, Tone, chip, notice, soft},
};
use parcel::ApplicationId;

use super::view::{Row, View};
use crate::{due::Urgency, inbox::Entry, ledger::Stage, sheet};

/// The height of every row, in points.
const ROW: f32 = 78.0;

/// What was asked for in this frame.
pub(super) enum Asked {
    Show(ApplicationId),
    Visit,
}

/// Draws the list; `follow` brings the application that is shown into view.
pub(super) fn draw(ui: &mut Ui, words: Words, view: &View, follow: bool) -> Option<Asked> {
    let mut asked = None;
    let fetch = Button::primary(words.t("console-fetch"))
        .icon(Icon::Down)
        .key("F5")
        .wide();
    if fetch.enabled(view.busy.is_none()).pressed(ui) {
        asked = Some(Asked::Visit);
    }
    ui.add_space(S);
    if view.rows.is_empty() {
        notice(
            ui,
            Tone::Plain,
            &words.t("console-empty"),
            &words.t("console-empty-help"),
            |_| {},
        );
    }
    let below = !view.faults.is_empty() || !view.gaps.is_empty();
    let height = if below {
        ui.available_height() * 0.68
    } else {
        f32::INFINITY
    };
    ui.spacing_mut().item_spacing.y = S / 2.0;
    let mut scroll = ScrollArea::vertical()
        .id_salt("rows")
        .auto_shrink([false, below])
        .max_height(height);
    if follow && let Some(at) = place(view) {
        let top = (ROW + S / 2.0) * f32::from(u16::try_from(at).unwrap_or(u16::MAX));
        scroll = scroll.vertical_scroll_offset((top - ROW * 1.5).max(0.0));
    }
    scroll.show_rows(ui, ROW, view.rows.len(), |ui, range| {
        for row in view.rows.get(range).unwrap_or_default() {
            match row {
                Row::Community { name, counts } => community(ui, words, name, *counts),
                Row::Application(entry) => {
                    if ui
                        .push_id(entry.outline.id.0, |ui| application(ui, words, view, entry))
                        .inner
                    {
                        asked = Some(Asked::Show(entry.outline.id));
                    }
                }
            }
        }
    });
    if below {
        ui.add_space(S);
        ScrollArea::vertical()
            .id_salt("gaps")
            .auto_shrink(false)
            .show(ui, |ui| {
                for (tone, key, lines) in [
                    (Tone::Bad, "console-faults", &view.faults),
                    (Tone::Plain, "console-gaps", &view.gaps),
                ] {
                    if !lines.is_empty() {
                        notice(ui, tone, &words.t(key), &lines.join("\n"), |_| {});
                        ui.add_space(S);
                    }
                }
            });
    }
    asked
}

/// Where the application that is shown stands.
fn place(view: &View) -> Option<usize> {
    let shown = view.shown.as_ref()?.id;
    view.rows
        .iter()
        .position(|row| matches!(row, Row::Application(entry) if entry.outline.id == shown))
}

fn community(ui: &mut Ui, words: Words, name: &str, (urgent, waiting): (usize, usize)) {
    let (rect, _) = ui.allocate_exact_size(Vec2::new(ui.available_width(), ROW), Sense::hover());
    ui.scope_builder(
        UiBuilder::new().max_rect(rect.shrink2(Vec2::new(4.0, 0.0))),
        |ui| {
            ui.with_layout(Layout::bottom_up(Align::Min), |ui| {
                ui.add_space(S / 2.0);
                let counts = [("n", waiting.into()), ("of", urgent.into())];
                soft(ui, words.t_with("inbox-counts", &counts));
                ui.add(Label::new(RichText::new(name).text_style(strong())).truncate());
            });
        },
    );
}

/// One application; true where it was chosen.
fn application(ui: &mut Ui, words: Words, view: &View, entry: &Entry) -> bool {
    let palette = palette(ui);
    let outline = &entry.outline;
    let here = view
        .shown
        .as_ref()
        .is_some_and(|shown| shown.id == outline.id);
    let (fill, edge, wide) = if here {
        (palette.accent_soft, palette.accent, 2.0)
    } else {
        (palette.surface, palette.line, 1.0)
    };
    let size = Vec2::new(ui.available_width(), ROW);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let service = sheet::text(&outline.service_name, words);
    let due = entry.due_text(view.today, words);
    let name = format!("{} {service} {due}", outline.number);
    response.widget_info(|| egui::WidgetInfo::selected(egui::Role::Button, true, here, &name));
    let corner = CornerRadius::same(RADIUS);
    let stroke = Stroke::new(wide, edge);
    ui.painter()
        .rect(rect, corner, fill, stroke, StrokeKind::Inside);
    let inner = rect.shrink2(Vec2::new(12.0, 6.0));
    ui.scope_builder(UiBuilder::new().max_rect(inner), |ui| {
        ui.spacing_mut().item_spacing.y = 1.0;
        ui.horizontal(|ui| {
            ui.label(RichText::new(outline.number.to_string()).text_style(strong()));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                state(ui, words, entry)
            });
        });
        ui.add(Label::new(service).truncate());
        let tone = match entry.urgency(view.today) {
            Urgency::Overdue => palette.bad,
            Urgency::Today => palette.warn,
            Urgency::Soon | Urgency::Later => palette.soft,
        };
        let due = if due.is_empty() {
            sheet::day(&outline.day)
        } else {
            due.clone()
        };
        ui.add(Label::new(RichText::new(due).color(tone).text_style(TextStyle::Small)).truncate());
    });
    response.clicked()
}

/// What stands at the right of the number: that it wants a look, or how far it has come.
fn state(ui: &mut Ui, words: Words, entry: &Entry) {
    let stage = entry.outline.stage;
    let (tone, key) = match stage {
        Stage::New if !entry.twins.is_empty() => (Tone::Bad, "console-state-twin".to_owned()),
        Stage::New if entry.warns() => (Tone::Warn, "console-state-look".to_owned()),
        Stage::New => (Tone::Plain, "stage-short-new".to_owned()),
        Stage::Returned => (Tone::Warn, "stage-short-returned".to_owned()),
        Stage::Registered | Stage::Handed | Stage::Decided | Stage::Told => {
            (Tone::Busy, format!("stage-short-{}", stage.key()))
        }
        Stage::Delivered => (Tone::Good, "stage-short-delivered".to_owned()),
    };
    chip(ui, tone, words.t(&key));
}
