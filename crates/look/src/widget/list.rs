//! A list of which only what is in sight is drawn: ten thousand rows cost no more than forty.
//!
//! Rows may be of different heights. One that has not been drawn yet is taken to be as high as the rows drawn so far are on
//! average, so the bar of the scroll may move a little when it comes into sight.

use egui::{Id, Ui, UiBuilder};
use std::sync::{Arc, Mutex, PoisonError};

/// So far beyond the edge rows are drawn too, in points: the key that goes to the next field finds it there.
const BEYOND: f32 = 240.0;
/// So many rows are drawn whole, for whoever goes through them by ear.
const WHOLE: usize = 100;
/// What a row is taken to be high before any was drawn.
const GUESS: f32 = 64.0;

/// Heights of rows that were drawn; none for the others.
type Heights = Arc<Mutex<Vec<Option<f32>>>>;

/// Draws rows `0..count` below one another; `row` draws one.
pub fn list(ui: &mut Ui, id: &str, count: usize, mut row: impl FnMut(&mut Ui, usize)) {
    let width = ui.available_width();
    // Another width is another height.
    let place: Id = ui.scope_id().with((
        id,
        width as u32,
        ui.text_style_height(&egui::TextStyle::Body) as u32,
    ));
    let heights: Heights =
        ui.data_mut(|data| data.get_temp_mut_or_default::<Heights>(place).clone());
    let mut heights = heights.lock().unwrap_or_else(PoisonError::into_inner);
    heights.resize(count, None);
    let guess = average(&heights);
    let clip = ui.clip_rect().expand2(egui::vec2(0.0, BEYOND));
    ui.spacing_mut().item_spacing.y = 0.0;
    let mut away = 0.0;
    for index in 0..count {
        let top = ui.cursor().top() + away;
        let height = heights[index].unwrap_or(guess);
        if count > WHOLE && (top + height < clip.top() || top > clip.bottom()) {
            away += height;
            continue;
        }
        ui.add_space(std::mem::take(&mut away));
        // An id of its own: what has the focus keeps it while rows above come and go.
        let own = UiBuilder::new().scope_id(place.with(index));
        let drawn = ui.scope_builder(own, |ui| {
            ui.spacing_mut().item_spacing.y = crate::theme::S;
            ui.set_width(width);
            row(ui, index);
        });
        heights[index] = Some(drawn.response.rect.height());
    }
    ui.add_space(away);
}

fn average(heights: &[Option<f32>]) -> f32 {
    let mut known = 0_u16;
    let mut sum = 0.0;
    for height in heights.iter().flatten().take(200) {
        known += 1;
        sum += height;
    }
    if known == 0 {
        GUESS
    } else {
        sum / f32::from(known)
    }
}
