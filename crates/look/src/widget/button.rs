//! A button: primary (the next thing to do), secondary, or quiet.

mod row;

use super::focus_ring;
use crate::icon::Icon;
use crate::theme::{M, Palette, RADIUS, S, TOUCH, palette, strong};
use egui::{
    Color32, CornerRadius, Key, Response, Role, Sense, Stroke, StrokeKind, TextStyle, Ui, Vec2,
    WidgetInfo, WidgetText,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Weight {
    Primary,
    Secondary,
    Quiet,
}

/// A button with words, and beside them perhaps an icon and the key that does the same.
#[derive(Clone, Debug)]
#[must_use = "a button is drawn by `pressed`"]
pub struct Button {
    words: String,
    aside: String,
    row: bool,
    name: Option<String>,
    icon: Option<Icon>,
    key: Option<&'static str>,
    weight: Weight,
    deliberate: bool,
    enabled: bool,
    wide: bool,
}

impl Button {
    fn new(weight: Weight, words: impl Into<String>) -> Self {
        Self {
            words: words.into(),
            aside: String::new(),
            row: false,
            name: None,
            icon: None,
            key: None,
            weight,
            deliberate: false,
            enabled: true,
            wide: false,
        }
    }

    /// The next thing to do; at most one on a screen.
    pub fn primary(words: impl Into<String>) -> Self {
        Self::new(Weight::Primary, words)
    }

    /// Another thing that can be done.
    pub fn secondary(words: impl Into<String>) -> Self {
        Self::new(Weight::Secondary, words)
    }

    /// Something at the edge, without a frame.
    pub fn quiet(words: impl Into<String>) -> Self {
        Self::new(Weight::Quiet, words)
    }

    /// With an icon before the words.
    pub fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }

    /// With the name of the key that does the same.
    pub fn key(mut self, key: &'static str) -> Self {
        self.key = Some(key);
        self
    }

    /// What a screen reader says where the words alone would not do.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Cannot be undone: the Enter key, which goes on everywhere else, does not press it; the blank key and a finger do.
    pub fn deliberate(mut self) -> Self {
        self.deliberate = true;
        self
    }

    /// Only where `enabled`; otherwise it is seen but not pressed.
    pub fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = enabled;
        self
    }

    /// As wide as there is room.
    pub fn wide(mut self) -> Self {
        self.wide = true;
        self
    }

    /// As one row of a list, with small words beside or below.
    pub fn row(mut self, aside: impl Into<String>) -> Self {
        self.aside = aside.into();
        self.row = true;
        self
    }

    /// Draws the button; true where it was pressed.
    pub fn pressed(self, ui: &mut Ui) -> bool {
        self.draw(ui).1
    }

    /// Draws the button; gives it, to move the focus there, and whether it was pressed.
    pub fn draw(self, ui: &mut Ui) -> (Response, bool) {
        let deliberate = self.deliberate;
        let response = if self.row {
            self.paint_row(ui)
        } else {
            self.paint(ui)
        };
        let by_enter = deliberate && ui.input(|input| input.key_pressed(Key::Enter));
        let pressed = response.clicked() && !by_enter;
        if pressed && deliberate {
            // It is done: Enter goes on again, and a second blank presses nothing that came to stand in its place.
            response.surrender_focus();
        }
        (response, pressed)
    }

    /// What it takes in: nothing where it can not be pressed. It is no scope of its own, so that a full line wraps before it.
    fn sense(&self, ui: &Ui) -> (bool, Sense) {
        let enabled = self.enabled && ui.is_enabled();
        let sense = if enabled {
            Sense::click()
        } else {
            Sense::hover()
        };
        (enabled, sense)
    }

    fn colors(&self, palette: &Palette, enabled: bool, lit: bool) -> (Color32, Color32, Stroke) {
        if !enabled {
            let edge = if self.weight == Weight::Quiet {
                Stroke::NONE
            } else {
                Stroke::new(1.0, palette.line)
            };
            return (palette.ground, palette.soft, edge);
        }
        match self.weight {
            Weight::Primary => (
                palette.accent,
                palette.on_accent,
                Stroke::new(1.5, if lit { palette.ink } else { palette.accent }),
            ),
            Weight::Secondary => (
                if lit {
                    palette.accent_soft
                } else {
                    palette.surface
                },
                palette.ink,
                Stroke::new(1.0, if lit { palette.accent } else { palette.edge }),
            ),
            Weight::Quiet => (
                if lit {
                    palette.accent_soft
                } else {
                    Color32::TRANSPARENT
                },
                palette.ink,
                Stroke::NONE,
            ),
        }
    }

    fn paint(self, ui: &mut Ui) -> Response {
        let palette = palette(ui);
        let style = match self.weight {
            Weight::Primary => strong(),
            Weight::Secondary | Weight::Quiet => TextStyle::Button,
        };
        let padding = if self.words.is_empty() { S } else { M + 2.0 };
        let side = ui.text_style_height(&TextStyle::Body) * 0.8;
        let icon_room = match (self.icon, self.words.is_empty()) {
            (None, _) => 0.0,
            (Some(_), true) => side,
            (Some(_), false) => side + S,
        };
        let key = self.key.map(|key| {
            let text = WidgetText::from(key).color(palette.ink);
            text.into_galley(ui, None, f32::INFINITY, TextStyle::Small)
        });
        let key_room = key.as_ref().map_or(0.0, |key| key.size().x + M + S);
        let room = (ui.max_rect().width() - padding * 2.0 - icon_room - key_room).max(40.0);
        let galley = WidgetText::from(self.words.as_str()).into_galley(ui, None, room, style);
        let content = icon_room + galley.size().x + key_room;
        let mut size = Vec2::new(
            (content + padding * 2.0).max(TOUCH),
            (galley.size().y + S * 2.0).max(TOUCH),
        );
        if self.wide {
            size.x = size.x.max(ui.available_width());
        }
        let (enabled, sense) = self.sense(ui);
        let (rect, response) = ui.allocate_exact_size(size, sense);
        let name = self.name.clone().unwrap_or_else(|| self.words.clone());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, &name));
        if !ui.is_rect_visible(rect) {
            return response;
        }
        let lit = response.hovered() || response.is_pointer_button_down_on();
        let (fill, ink, stroke) = self.colors(palette, enabled, lit);
        ui.painter().rect(
            rect,
            CornerRadius::same(RADIUS),
            fill,
            stroke,
            StrokeKind::Inside,
        );
        let mut x = rect.center().x - content / 2.0;
        let middle = rect.center().y;
        if let Some(icon) = self.icon {
            let place =
                egui::Rect::from_center_size(egui::pos2(x + side / 2.0, middle), Vec2::splat(side));
            icon.paint(ui.painter(), place, ink);
            x += icon_room;
        }
        let width = galley.size().x;
        ui.painter().galley_with_override_text_color(
            egui::pos2(x, middle - galley.size().y / 2.0),
            galley,
            ink,
        );
        if let Some(key) = key {
            let cap = egui::Rect::from_min_size(
                egui::pos2(x + width + S, middle - key.size().y / 2.0 - 2.0),
                Vec2::new(key.size().x + M, key.size().y + 4.0),
            );
            ui.painter().rect(
                cap,
                CornerRadius::same(4),
                palette.surface,
                Stroke::new(1.0, palette.edge),
                StrokeKind::Inside,
            );
            ui.painter()
                .galley(cap.center() - key.size() / 2.0, key, palette.ink);
        }
        focus_ring(ui, &response, rect);
        response
    }
}
