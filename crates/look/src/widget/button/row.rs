//! A button as one row of a list: its words on the left, small words at the right end or, where both do not fit, below.

use super::Button;
use crate::theme::{M, RADIUS, S, TOUCH, XS, palette};
use crate::widget::focus_ring;
use egui::{
    CornerRadius, Rect, Response, Role, StrokeKind, TextStyle, Ui, Vec2, WidgetInfo, WidgetText,
};

impl Button {
    pub(super) fn paint_row(self, ui: &mut Ui) -> Response {
        let palette = palette(ui);
        let side = ui.text_style_height(&TextStyle::Body) * 0.7;
        let before = self.icon.map_or(0.0, |_| side + S);
        let room = (ui.available_width() - M * 2.0 - before).max(120.0);
        let galley = |ui: &Ui, words: &str, room, style| {
            WidgetText::from(words).into_galley(ui, None, room, style)
        };
        let words = galley(ui, &self.words, room, TextStyle::Button);
        let aside = galley(ui, &self.aside, room, TextStyle::Small);
        let beside = words.rows.len() == 1 && words.size().x + M + aside.size().x <= room;
        let height = if beside {
            words.size().y
        } else {
            words.size().y + aside.size().y
        };
        let size = Vec2::new(ui.available_width(), (height + XS * 2.0).max(TOUCH));
        let (enabled, sense) = self.sense(ui);
        let (rect, response) = ui.allocate_exact_size(size, sense);
        let name = self.name.as_ref().unwrap_or(&self.words);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, name));
        if !ui.is_rect_visible(rect) {
            return response;
        }
        let lit = response.hovered() || response.is_pointer_button_down_on();
        let (fill, ink, edge) = self.colors(palette, enabled, lit);
        ui.painter().rect(
            rect,
            CornerRadius::same(RADIUS),
            fill,
            edge,
            StrokeKind::Inside,
        );
        let inner = rect.shrink2(Vec2::new(M, (rect.height() - height) / 2.0));
        if let Some(icon) = self.icon {
            let middle = egui::pos2(inner.left() + side / 2.0, rect.center().y);
            let place = Rect::from_center_size(middle, Vec2::splat(side));
            icon.paint(ui.painter(), place, palette.accent);
        }
        let left = inner.left() + before;
        let at = if beside {
            let down = (words.size().y - aside.size().y) / 2.0;
            egui::pos2(inner.right() - aside.size().x, inner.top() + down)
        } else {
            egui::pos2(left, inner.top() + words.size().y)
        };
        let painter = ui.painter();
        painter.galley_with_override_text_color(egui::pos2(left, inner.top()), words, ink);
        painter.galley_with_override_text_color(at, aside, palette.soft);
        focus_ring(ui, &response, rect);
        response
    }
}
