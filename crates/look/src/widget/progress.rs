//! Progress in real units, with a way to stop where there is one.

use super::button::Button;
use super::card::strong;
use crate::icon::Icon;
use crate::theme::{S, TOUCH, palette};
use egui::{CornerRadius, Role, Sense, Ui, Vec2, WidgetInfo};

/// Draws what runs. `part` is done and whole where the whole is known; `stop` are the words of the button that stops it.
/// True where it was pressed.
pub fn progress(ui: &mut Ui, words: &str, part: Option<(u64, u64)>, stop: Option<&str>) -> bool {
    let palette = palette(ui);
    let mut pressed = false;
    ui.horizontal(|ui| {
        if stop.is_some() {
            ui.set_min_height(TOUCH);
        }
        Icon::Clock.show(ui, palette.accent);
        strong(ui, words);
        if let Some(stop) = stop {
            pressed = Button::secondary(stop).icon(Icon::Cross).pressed(ui);
        }
    });
    if let Some((done, whole)) = part {
        let size = Vec2::new(ui.available_width(), S);
        let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
        let share = share(done, whole);
        response.widget_info(|| {
            let mut info = WidgetInfo::labeled(Role::ProgressIndicator, true, words);
            info.value = Some(f64::from(share) * 100.0);
            info
        });
        let round = CornerRadius::same(4);
        ui.painter().rect_filled(rect, round, palette.line);
        let filled = egui::Rect::from_min_size(rect.min, Vec2::new(size.x * share, S));
        ui.painter().rect_filled(filled, round, palette.accent);
    }
    pressed
}

/// Done of whole between 0 and 1; nothing of nothing is all.
fn share(done: u64, whole: u64) -> f32 {
    if whole == 0 {
        return 1.0;
    }
    let thousandths = done.saturating_mul(1000) / whole;
    f32::from(u16::try_from(thousandths.min(1000)).unwrap_or(1000)) / 1000.0
}
