//! Where one is: lines of a rail beside the work, and numbered steps above it.

use super::focus_ring;
use crate::icon::Icon;
use crate::theme::{M, RADIUS, S, TOUCH, palette, strong};
use egui::{
    Color32, CornerRadius, Response, Role, Sense, Stroke, StrokeKind, TextStyle, Ui, Vec2,
    WidgetInfo, WidgetText,
};

/// How a step stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum StepMark {
    /// Something is to be done there.
    #[default]
    Open,
    /// Complete.
    Done,
    /// Something there wants a look.
    Warn,
}

/// One line of the rail.
pub fn rail_line(ui: &mut Ui, words: &str, mark: StepMark, here: bool) -> Response {
    let palette = palette(ui);
    let side = 16.0;
    let room = ui.available_width() - side - S - M * 2.0;
    let style = if here { strong() } else { TextStyle::Button };
    let galley = WidgetText::from(words).into_galley(ui, None, room, style);
    let size = Vec2::new(ui.available_width(), (galley.size().y + S).max(TOUCH));
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Tab, ui.is_enabled(), here, words));
    if here {
        ui.painter()
            .rect_filled(rect, CornerRadius::same(RADIUS), palette.accent_soft);
        let bar = egui::Rect::from_min_size(rect.min, Vec2::new(4.0, rect.height()));
        ui.painter()
            .rect_filled(bar, CornerRadius::same(2), palette.accent);
    } else if response.hovered() {
        ui.painter().rect_stroke(
            rect,
            CornerRadius::same(RADIUS),
            Stroke::new(1.0, palette.edge),
            StrokeKind::Inside,
        );
    }
    let place = egui::Rect::from_center_size(
        egui::pos2(rect.left() + M + side / 2.0, rect.center().y),
        Vec2::splat(side),
    );
    let (icon, color) = match mark {
        StepMark::Open => (Icon::Ring, palette.edge),
        StepMark::Done => (Icon::Check, palette.good),
        StepMark::Warn => (Icon::Warning, palette.warn),
    };
    icon.paint(ui.painter(), place, color);
    let at = egui::pos2(
        rect.left() + M + side + S,
        rect.center().y - galley.size().y / 2.0,
    );
    ui.painter().galley(at, galley, palette.ink);
    focus_ring(ui, &response, rect.shrink(4.0));
    response
}

/// A numbered step above a form; `name` is read by a screen reader and shown where the step is the current one.
pub fn step_chip(ui: &mut Ui, number: usize, name: &str, mark: StepMark, here: bool) -> Response {
    let palette = palette(ui);
    let text = number.to_string();
    let galley = WidgetText::from(text).into_galley(ui, None, 60.0, strong());
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(TOUCH), Sense::click());
    let label = format!("{number}. {name}");
    response.widget_info(|| WidgetInfo::selected(Role::Tab, ui.is_enabled(), here, &label));
    let circle = rect.shrink(4.0);
    let (fill, ink, edge): (Color32, Color32, Color32) = if here {
        (palette.accent, palette.on_accent, palette.accent)
    } else {
        match mark {
            StepMark::Open => (palette.surface, palette.ink, palette.edge),
            StepMark::Done => (palette.good_soft, palette.good, palette.good),
            StepMark::Warn => (palette.warn_soft, palette.warn, palette.warn),
        }
    };
    ui.painter().circle(
        circle.center(),
        circle.width() / 2.0,
        fill,
        Stroke::new(1.5, edge),
    );
    if mark == StepMark::Done && !here {
        Icon::Check.paint(ui.painter(), circle.shrink(10.0), ink);
    } else {
        ui.painter().galley_with_override_text_color(
            circle.center() - galley.size() / 2.0,
            galley,
            ink,
        );
    }
    focus_ring(ui, &response, rect.shrink(2.0));
    response
}
