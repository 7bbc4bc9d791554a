//! Lamps, chips and notices: a state told by shape and word, and only then by colour.

use super::button::Button;
use super::card::{soft, strong};
use crate::icon::Icon;
use crate::theme::{L, Palette, RADIUS, S, XL, XS, palette};
use egui::{
    Color32, CornerRadius, Frame, Margin, Role, Sense, Stroke, TextStyle, Ui, Vec2, WidgetInfo,
    WidgetText,
};

/// What a state means to the person at the kit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Nothing to say.
    #[default]
    Plain,
    /// Under way.
    Busy,
    /// Done or ready.
    Good,
    /// Wants a look.
    Warn,
    /// Wants a hand.
    Bad,
}

impl Tone {
    /// Ink and ground.
    #[must_use]
    pub fn colors(self, palette: &Palette) -> (Color32, Color32) {
        match self {
            Self::Plain => (palette.soft, palette.ground),
            Self::Busy => (palette.accent, palette.accent_soft),
            Self::Good => (palette.good, palette.good_soft),
            Self::Warn => (palette.warn, palette.warn_soft),
            Self::Bad => (palette.bad, palette.bad_soft),
        }
    }

    /// The shape that says the same as the colour.
    #[must_use]
    pub fn icon(self) -> Icon {
        match self {
            Self::Plain => Icon::Ring,
            Self::Busy => Icon::Clock,
            Self::Good => Icon::Check,
            Self::Warn => Icon::Warning,
            Self::Bad => Icon::Cross,
        }
    }
}

/// A small word with its shape on a coloured ground; without a shape where there is nothing to say.
pub fn chip(ui: &mut Ui, tone: Tone, words: impl Into<String>) {
    let shape = (tone != Tone::Plain).then(|| tone.icon());
    marked(ui, tone, shape, words.into(), Dress::Chip);
}

/// A lamp: shape and word without a ground, for lists.
pub fn lamp(ui: &mut Ui, tone: Tone, words: impl Into<String>) {
    marked(ui, tone, Some(tone.icon()), words.into(), Dress::Lamp);
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Dress {
    Chip,
    Lamp,
}

/// One piece, so that the shape stays before the word whichever way a row runs.
fn marked(ui: &mut Ui, tone: Tone, shape: Option<Icon>, words: String, dress: Dress) {
    let (ink, ground) = tone.colors(palette(ui));
    let (style, margin) = match dress {
        Dress::Chip => (TextStyle::Small, Vec2::new(S, XS)),
        Dress::Lamp => (TextStyle::Body, Vec2::ZERO),
    };
    let side = ui.text_style_height(&style) * 0.75;
    let before = if shape.is_some() {
        side + XS + 2.0
    } else {
        0.0
    };
    let room = (ui.max_rect().width() - before - margin.x * 2.0).max(60.0);
    let galley = WidgetText::from(words.as_str()).into_galley(ui, None, room, style);
    let size = Vec2::new(galley.size().x + before, galley.size().y) + margin * 2.0;
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &words));
    if dress == Dress::Chip {
        ui.painter().rect(
            rect,
            CornerRadius::same(RADIUS),
            ground,
            Stroke::new(1.0, ink.gamma_multiply(0.45)),
            egui::StrokeKind::Inside,
        );
    }
    let inner = rect.shrink2(margin);
    if let Some(shape) = shape {
        let place = egui::Rect::from_center_size(
            egui::pos2(inner.left() + side / 2.0, inner.center().y),
            Vec2::splat(side),
        );
        shape.paint(ui.painter(), place, ink);
    }
    let at = egui::pos2(
        inner.left() + before,
        inner.center().y - galley.size().y / 2.0,
    );
    ui.painter()
        .galley_with_override_text_color(at, galley, ink);
}

/// A notice: what is so, and what to do; `more` may add buttons below.
pub fn notice<R>(
    ui: &mut Ui,
    tone: Tone,
    what: &str,
    remedy: &str,
    more: impl FnOnce(&mut Ui) -> R,
) -> R {
    framed(ui, tone, |ui| {
        ui.vertical(|ui| {
            said(ui, what, remedy);
            more(ui)
        })
        .inner
    })
}

/// A notice that can be put away: its button stands beside the words, so that the work below moves as little as can be. True
/// where it was pressed.
pub fn passing(ui: &mut Ui, tone: Tone, what: &str, remedy: &str, away: &str) -> bool {
    framed(ui, tone, |ui| {
        let words = WidgetText::from(away).into_galley(ui, None, f32::INFINITY, TextStyle::Button);
        let beside = words.size().x + XL * 2.0;
        ui.vertical(|ui| {
            ui.set_width((ui.available_width() - beside).max(XL));
            said(ui, what, remedy);
        });
        Button::secondary(away).pressed(ui)
    })
}

fn said(ui: &mut Ui, what: &str, remedy: &str) {
    ui.spacing_mut().item_spacing.y = XS;
    if !what.is_empty() {
        strong(ui, what);
    }
    if !remedy.is_empty() {
        soft(ui, remedy);
    }
}

/// The coloured ground with its shape; `content` stands to the right of the shape.
fn framed<R>(ui: &mut Ui, tone: Tone, content: impl FnOnce(&mut Ui) -> R) -> R {
    let (ink, ground) = tone.colors(palette(ui));
    Frame::new()
        .fill(ground)
        .stroke(Stroke::new(1.0, ink.gamma_multiply(0.5)))
        .corner_radius(CornerRadius::same(RADIUS))
        .inner_margin(Margin::symmetric(14, 10))
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = L * 0.75;
                ui.vertical(|ui| {
                    ui.add_space(3.0);
                    let icon = if tone == Tone::Plain {
                        Icon::Mark
                    } else {
                        tone.icon()
                    };
                    icon.show(ui, ink);
                });
                content(ui)
            })
            .inner
        })
        .inner
}
