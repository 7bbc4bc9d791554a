//! A labelled text field: the label above, what is wrong below, the frame as wide as the column.

use super::card::{soft, strong};
use crate::theme::{RADIUS, S, palette};
use egui::{
    CornerRadius, Event, Frame, Id, Key, KeyboardShortcut, Margin, Modifiers, Response, Stroke,
    TextEdit, Ui,
};

/// A field with its label.
#[derive(Clone, Debug)]
#[must_use = "a field is drawn by `show`"]
pub struct Field<'a> {
    id: Id,
    label: &'a str,
    aside: &'a str,
    help: &'a str,
    width: f32,
    rows: usize,
    password: bool,
    large: bool,
    enabled: bool,
    focus: bool,
}

impl<'a> Field<'a> {
    /// A field of one line under `label`; `id` names it for as long as the window lives.
    pub fn new(id: Id, label: &'a str) -> Self {
        Self {
            id,
            label,
            aside: "",
            help: "",
            width: f32::INFINITY,
            rows: 1,
            password: false,
            large: false,
            enabled: true,
            focus: false,
        }
    }

    /// A word beside the label: that an answer is needed, where a value came from.
    pub fn aside(mut self, aside: &'a str) -> Self {
        self.aside = aside;
        self
    }

    /// A sentence between label and field.
    pub fn help(mut self, help: &'a str) -> Self {
        self.help = help;
        self
    }

    /// No wider than this.
    pub fn width(mut self, width: f32) -> Self {
        self.width = width;
        self
    }

    /// Several lines; Enter still goes on, Shift and Enter break the line.
    pub fn rows(mut self, rows: usize) -> Self {
        self.rows = rows;
        self
    }

    /// Hides what is typed.
    pub fn password(mut self) -> Self {
        self.password = true;
        self
    }

    /// Twice as large, for a screen that has one field only.
    pub fn large(mut self) -> Self {
        self.large = true;
        self
    }

    /// Can be typed into only where `enabled`.
    pub fn enabled(mut self, enabled: bool) -> Self {
        self.enabled = enabled;
        self
    }

    /// Takes the focus where `focus`.
    pub fn focus(mut self, focus: bool) -> Self {
        self.focus = focus;
        self
    }

    /// Draws label and field.
    pub fn show(self, ui: &mut Ui, text: &mut String) -> Response {
        let palette = palette(ui);
        if !self.label.is_empty() {
            ui.horizontal_wrapped(|ui| {
                strong(ui, self.label);
                if !self.aside.is_empty() {
                    soft(ui, self.aside);
                }
            });
        }
        if !self.help.is_empty() {
            soft(ui, self.help);
        }
        let focused = ui.memory(|memory| memory.has_focus(self.id));
        let stroke = if focused {
            Stroke::new(2.5, palette.accent)
        } else {
            Stroke::new(1.0, palette.edge)
        };
        let fill = if self.enabled {
            palette.surface
        } else {
            palette.ground
        };
        let frame = Frame::new()
            .fill(fill)
            .stroke(stroke)
            .corner_radius(CornerRadius::same(RADIUS))
            .inner_margin(Margin::symmetric(12, if self.large { 14 } else { 11 }));
        let mut edit = if self.rows > 1 {
            // The frame's Enter goes on; a line is broken with Shift.
            TextEdit::multiline(text)
                .desired_rows(self.rows)
                .return_key(KeyboardShortcut::new(Modifiers::SHIFT, Key::Enter))
        } else {
            TextEdit::singleline(text)
        };
        if self.large {
            edit = edit.font(egui::TextStyle::Heading);
        }
        edit = edit
            .id(self.id)
            .frame(frame)
            .password(self.password)
            .interactive(self.enabled)
            .desired_width(self.width.min(ui.available_width()));
        let response = ui.add(edit).accessible_name(self.label);
        if self.focus {
            response.request_focus();
            response.scroll_to_me(None);
        }
        ui.add_space(S / 2.0);
        response
    }

    /// Takes away what egui remembers of a field's text: its undo steps hold every letter that was typed.
    pub fn forget(ui: &Ui, id: Id) {
        ui.data_mut(|data| data.remove::<egui::text_edit::TextEditState>(id));
    }

    /// True where Enter was pressed in this frame, not held.
    #[must_use]
    pub fn entered(ui: &Ui) -> bool {
        ui.input(|input| {
            input.events.iter().any(|event| {
                matches!(
                    event,
                    Event::Key {
                        key: Key::Enter,
                        pressed: true,
                        repeat: false,
                        ..
                    }
                )
            })
        })
    }
}
