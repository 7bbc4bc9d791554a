//! What may be meant by what is being typed: rows below a field, to be picked by arrows, by Enter or the blank, or by a finger.
//!
//! Only shows and tells: whoever owns the field decides when the rows are there and what a pick means.

use super::button::Button;
use super::card::soft;
use crate::theme::{RADIUS, S, XS, palette};
use egui::{CornerRadius, Frame, Margin, Response, Stroke, Ui};

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pick {
    /// What stands out.
    pub words: String,
    /// What tells it from others of the same words.
    pub aside: String,
    /// What a screen reader reads.
    pub name: String,
}

/// The rows.
#[derive(Debug)]
#[must_use = "rows are drawn by `show`"]
pub struct Picks<'a> {
    rows: &'a [Pick],
    below: &'a str,
    focus: bool,
}

/// What came of drawing the rows.
#[derive(Clone, Debug)]
pub struct Picked {
    /// The row that was just picked, from 0.
    pub now: Option<usize>,
    /// Whether one of them has the focus.
    pub focused: bool,
    /// Where they stand.
    pub response: Response,
}

impl<'a> Picks<'a> {
    /// `below` is a sentence under the rows: that there are more, or that there are none.
    pub fn new(rows: &'a [Pick], below: &'a str) -> Self {
        Self {
            rows,
            below,
            focus: false,
        }
    }

    /// The first row takes the focus where `focus`.
    pub fn focus(mut self, focus: bool) -> Self {
        self.focus = focus;
        self
    }

    /// Draws the rows.
    pub fn show(self, ui: &mut Ui) -> Picked {
        let palette = palette(ui);
        let mut now = None;
        let mut focused = false;
        let frame = Frame::new()
            .fill(palette.accent_soft)
            .stroke(Stroke::new(1.0, palette.accent))
            .corner_radius(CornerRadius::same(RADIUS))
            .inner_margin(Margin::same(6));
        let drawn = frame.show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = XS;
            for (at, row) in self.rows.iter().enumerate() {
                let button = Button::secondary(&row.words)
                    .row(&row.aside)
                    .name(&row.name);
                let (response, pressed) = ui.push_id(at, |ui| button.draw(ui)).inner;
                if self.focus && at == 0 {
                    response.request_focus();
                }
                focused |= response.has_focus();
                if pressed {
                    now = Some(at);
                }
            }
            if !self.below.is_empty() {
                soft(ui, self.below);
            }
        });
        ui.add_space(S / 2.0);
        Picked {
            now,
            focused,
            response: drawn.response,
        }
    }
}
