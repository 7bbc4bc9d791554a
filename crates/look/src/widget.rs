//! House widgets: each has a name for a screen reader, a touch target of at least 44 points and a visible focus.
//!
//! Raw egui widgets have none of that by themselves, so screens use these.

mod button;
mod card;
mod choice;
mod field;
mod key_bar;
mod list;
mod notice;
mod picks;
mod progress;
mod step;

pub use button::Button;
pub use card::{card, heading, pair, rule, soft, strong, title};
pub use choice::{Choices, Chosen, Tick};
pub use field::Field;
pub use key_bar::{KeyCap, key_bar};
pub use list::list;
pub use notice::{Tone, chip, lamp, notice, passing};
pub use picks::{Pick, Picked, Picks};
pub use progress::progress;
pub use step::{StepMark, rail_line, step_chip};

use crate::theme::{RADIUS, palette};
use egui::{CornerRadius, Rect, Response, Stroke, StrokeKind, Ui};

/// Paints the focus ring: two points wide, two points away, in the accent.
fn focus_ring(ui: &Ui, response: &Response, rect: Rect) {
    if response.has_focus() {
        ui.painter().rect_stroke(
            rect.expand(2.0),
            CornerRadius::same(RADIUS + 2),
            Stroke::new(2.5, palette(ui).accent),
            StrokeKind::Outside,
        );
    }
}
