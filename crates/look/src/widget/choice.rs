//! Choices: one of a few, or any of several, each a row that a cold finger hits.

use super::focus_ring;
use crate::icon::Icon;
use crate::theme::{M, RADIUS, S, TOUCH, palette};
use egui::{
    CornerRadius, Key, Response, Role, Sense, Stroke, StrokeKind, TextStyle, Ui, Vec2, WidgetInfo,
    WidgetText,
};

/// One line that can be chosen: a ring or a box, and words.
#[derive(Clone, Debug)]
#[must_use = "a tick is drawn by `show`"]
pub struct Tick {
    words: String,
    name: String,
    chosen: bool,
    many: bool,
    wide: bool,
}

impl Tick {
    /// One of several, of which exactly one is chosen. `question` goes before the words where a screen reader reads it.
    pub fn one(question: &str, words: &str, chosen: bool) -> Self {
        Self::new(question, words, chosen, false)
    }

    /// Chosen or not, regardless of others.
    pub fn any(question: &str, words: &str, chosen: bool) -> Self {
        Self::new(question, words, chosen, true)
    }

    fn new(question: &str, words: &str, chosen: bool, many: bool) -> Self {
        let name = if question.is_empty() {
            words.to_owned()
        } else {
            format!("{question}: {words}")
        };
        Self {
            words: words.to_owned(),
            name,
            chosen,
            many,
            wide: false,
        }
    }

    /// As wide as there is room.
    pub fn wide(mut self) -> Self {
        self.wide = true;
        self
    }

    /// Draws the line. Clicked by a finger, the blank key, or Enter.
    pub fn show(self, ui: &mut Ui) -> Response {
        let palette = palette(ui);
        let mark = 20.0;
        let padding = M + 2.0;
        let room = (ui.max_rect().width() - padding * 2.0 - mark - S).max(60.0);
        let galley =
            WidgetText::from(self.words.as_str()).into_galley(ui, None, room, TextStyle::Button);
        let mut size = Vec2::new(
            galley.size().x + padding * 2.0 + mark + S,
            (galley.size().y + S * 2.0).max(TOUCH),
        );
        if self.wide {
            size.x = size.x.max(ui.available_width());
        }
        let (rect, response) = ui.allocate_exact_size(size, Sense::click());
        let role = if self.many {
            Role::CheckBox
        } else {
            Role::RadioButton
        };
        response
            .widget_info(|| WidgetInfo::selected(role, ui.is_enabled(), self.chosen, &self.name));
        let lit = response.hovered();
        let (fill, stroke) = if self.chosen {
            (palette.accent_soft, Stroke::new(2.0, palette.accent))
        } else {
            let edge = if lit { palette.accent } else { palette.edge };
            (palette.surface, Stroke::new(1.0, edge))
        };
        ui.painter().rect(
            rect,
            CornerRadius::same(RADIUS),
            fill,
            stroke,
            StrokeKind::Inside,
        );
        let place = egui::Rect::from_center_size(
            egui::pos2(rect.left() + padding + mark / 2.0, rect.center().y),
            Vec2::splat(mark),
        );
        let edge = if self.chosen {
            palette.accent
        } else {
            palette.edge
        };
        if self.many {
            let fill = if self.chosen {
                palette.accent
            } else {
                palette.surface
            };
            ui.painter().rect(
                place,
                CornerRadius::same(4),
                fill,
                Stroke::new(1.5, edge),
                StrokeKind::Inside,
            );
            if self.chosen {
                Icon::Check.paint(ui.painter(), place.shrink(3.0), palette.on_accent);
            }
        } else {
            ui.painter()
                .circle_stroke(place.center(), mark / 2.0 - 1.0, Stroke::new(1.5, edge));
            if self.chosen {
                ui.painter()
                    .circle_filled(place.center(), mark / 2.0 - 5.0, palette.accent);
            }
        }
        let at = egui::pos2(
            rect.left() + padding + mark + S,
            rect.center().y - galley.size().y / 2.0,
        );
        let ink = if ui.is_enabled() {
            palette.ink
        } else {
            palette.soft
        };
        ui.painter()
            .galley_with_override_text_color(at, galley, ink);
        focus_ring(ui, &response, rect);
        response
    }
}

/// One of a few: drawn side by side where they fit, otherwise below one another.
#[derive(Debug)]
#[must_use = "choices are drawn by `show`"]
pub struct Choices<'a> {
    question: &'a str,
    options: &'a [(&'a str, &'a str)],
    chosen: Option<&'a str>,
    focus: bool,
}

/// What came of drawing choices.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chosen {
    /// The name of the option that was just chosen.
    pub now: Option<String>,
    /// The widget on which Enter goes on, because it has the focus and is chosen already.
    pub settled: Option<egui::Id>,
    /// True where one of the options has the focus.
    pub focused: bool,
}

impl<'a> Choices<'a> {
    /// `options` are name and words; `chosen` is a name.
    pub fn new(
        question: &'a str,
        options: &'a [(&'a str, &'a str)],
        chosen: Option<&'a str>,
    ) -> Self {
        Self {
            question,
            options,
            chosen,
            focus: false,
        }
    }

    /// Takes the focus where `focus`.
    pub fn focus(mut self, focus: bool) -> Self {
        self.focus = focus;
        self
    }

    /// Draws the options.
    pub fn show(self, ui: &mut Ui) -> Chosen {
        let short = self.options.len() <= 8
            && self
                .options
                .iter()
                .all(|(_name, words)| words.chars().count() <= 36);
        let mut out = Chosen::default();
        if short {
            ui.horizontal_wrapped(|ui| self.lines(ui, false, &mut out));
        } else {
            ui.vertical(|ui| self.lines(ui, true, &mut out));
        }
        out
    }

    fn lines(&self, ui: &mut Ui, wide: bool, out: &mut Chosen) {
        let first = self
            .chosen
            .or(self.options.first().map(|(name, _words)| *name));
        for (name, words) in self.options {
            let chosen = self.chosen == Some(*name);
            let mut tick = Tick::one(self.question, words, chosen);
            if wide {
                tick = tick.wide();
            }
            let response = tick.show(ui);
            if self.focus && first == Some(*name) {
                response.request_focus();
                response.scroll_to_me(None);
            }
            if response.has_focus() {
                out.focused = true;
                if chosen {
                    out.settled = Some(response.id);
                }
            }
            let entered = ui.input(|input| input.key_pressed(Key::Enter)) && response.has_focus();
            if response.clicked() && !(chosen && entered) {
                out.now = Some((*name).to_owned());
            }
        }
    }
}
