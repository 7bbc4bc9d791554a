//! Cards and the texts on them.

use crate::theme::{self, L, RADIUS, S, palette};
use egui::{CornerRadius, Frame, Label, Response, RichText, Stroke, TextStyle, TextWrapMode, Ui};

/// A card as wide as there is room.
pub fn card<R>(ui: &mut Ui, content: impl FnOnce(&mut Ui) -> R) -> R {
    let palette = palette(ui);
    Frame::new()
        .fill(palette.surface)
        .stroke(Stroke::new(1.0, palette.line))
        .corner_radius(CornerRadius::same(RADIUS + 2))
        .inner_margin(theme::card_margin())
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            content(ui)
        })
        .inner
}

fn text(ui: &mut Ui, rich: RichText) -> Response {
    ui.add(Label::new(rich).wrap_mode(TextWrapMode::Wrap))
}

/// The heading of a screen.
pub fn heading(ui: &mut Ui, words: impl Into<String>) {
    text(ui, RichText::new(words).text_style(TextStyle::Heading));
    ui.add_space(S);
}

/// The heading of a card or group.
pub fn title(ui: &mut Ui, words: impl Into<String>) {
    text(ui, RichText::new(words).text_style(theme::title()));
    ui.add_space(2.0);
}

/// A word that stands out.
pub fn strong(ui: &mut Ui, words: impl Into<String>) {
    text(ui, RichText::new(words).text_style(theme::strong()));
}

/// A text of lesser weight.
pub fn soft(ui: &mut Ui, words: impl Into<String>) {
    let color = palette(ui).soft;
    text(ui, RichText::new(words).color(color));
}

/// A thin line across, with room above and below.
pub fn rule(ui: &mut Ui) {
    let color = palette(ui).line;
    ui.add_space(L / 2.0);
    let (rect, _response) =
        ui.allocate_exact_size(egui::vec2(ui.available_width(), 1.0), egui::Sense::hover());
    ui.painter()
        .hline(rect.x_range(), rect.center().y, Stroke::new(1.0, color));
    ui.add_space(L / 2.0);
}

/// A name and its value in two columns, the value may wrap.
pub fn pair(ui: &mut Ui, name: impl Into<String>, value: impl Into<String>) {
    let width = ui.available_width();
    let left = width * 0.38;
    ui.horizontal_top(|ui| {
        ui.allocate_ui_with_layout(
            egui::vec2(left, 0.0),
            egui::Layout::top_down(egui::Align::Min),
            |ui| {
                ui.set_width(left);
                soft(ui, name);
            },
        );
        ui.vertical(|ui| {
            ui.set_width(width - left - S);
            strong(ui, value);
        });
    });
}
