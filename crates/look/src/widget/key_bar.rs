//! The bar at the bottom that names the function keys; each name can be touched too.

use crate::theme::{Palette, RADIUS, S, TOUCH, XS, palette};
use egui::{
    Color32, CornerRadius, Key, Role, Sense, Stroke, StrokeKind, TextStyle, Ui, Vec2, WidgetInfo,
    WidgetText,
};

/// A function key and what it does here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyCap {
    /// The key.
    pub key: Key,
    /// What it does, in a word or two.
    pub words: String,
    /// Whether it does anything at this moment.
    pub enabled: bool,
}

/// Draws the bar over the whole width, in as many lines as it needs; gives the key that was pressed or touched.
pub fn key_bar(ui: &mut Ui, caps: &[KeyCap]) -> Option<Key> {
    let mut pressed = None;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = Vec2::new(XS, 0.0);
        for cap in caps {
            let by_key = cap.enabled
                && ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, cap.key));
            if show(ui, cap) || by_key {
                pressed = Some(cap.key);
            }
        }
    });
    pressed
}

fn show(ui: &mut Ui, cap: &KeyCap) -> bool {
    let palette = palette(ui);
    let words = WidgetText::from(cap.words.as_str()).into_galley(ui, None, 220.0, TextStyle::Small);
    let key = WidgetText::from(cap.key.name()).into_galley(ui, None, 80.0, TextStyle::Small);
    let box_size = Vec2::new(key.size().x + S, key.size().y + XS);
    let size = Vec2::new(box_size.x + S * 2.0 + words.size().x + S / 2.0, TOUCH);
    let sense = if cap.enabled {
        Sense::click()
    } else {
        Sense::hover()
    };
    let response = ui.allocate_response(size, sense);
    let name = format!("{} {}", cap.key.name(), cap.words);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, cap.enabled, &name));
    let rect = response.rect;
    let (ink, edge) = inks(palette, cap.enabled);
    if cap.enabled && response.hovered() {
        ui.painter()
            .rect_filled(rect, CornerRadius::same(RADIUS), palette.accent_soft);
    }
    let place = egui::Rect::from_min_size(
        egui::pos2(rect.left() + S / 2.0, rect.center().y - box_size.y / 2.0),
        box_size,
    );
    ui.painter().rect(
        place,
        CornerRadius::same(4),
        Color32::TRANSPARENT,
        Stroke::new(1.0, edge),
        StrokeKind::Inside,
    );
    ui.painter()
        .galley_with_override_text_color(place.center() - key.size() / 2.0, key, ink);
    let at = egui::pos2(
        place.right() + S / 2.0 + 2.0,
        rect.center().y - words.size().y / 2.0,
    );
    ui.painter().galley_with_override_text_color(at, words, ink);
    super::focus_ring(ui, &response, rect.shrink(4.0));
    response.clicked()
}

fn inks(palette: &Palette, enabled: bool) -> (Color32, Color32) {
    if enabled {
        (palette.ink, palette.edge)
    } else {
        (palette.soft, palette.line)
    }
}
