//! Lamps, chips and notices: a state told by shape and word, and only then by colour.

use super::card::{soft, strong};
use crate::icon::Icon;
use crate::theme::{L, Palette, RADIUS, S, XS, palette};
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

/// A small word with its shape on a coloured ground.
pub fn chip(ui: &mut Ui, tone: Tone, words: impl Into<String>) {
    chip_with(ui, tone, tone.icon(), words.into());
}

fn chip_with(ui: &mut Ui, tone: Tone, icon: Icon, words: String) {
    let (ink, ground) = tone.colors(palette(ui));
    let side = ui.text_style_height(&TextStyle::Small) * 0.75;
    let room = (ui.available_width() - side - S * 3.0).max(60.0);
    let galley = WidgetText::from(words.as_str()).into_galley(ui, None, room, TextStyle::Small);
    let size = Vec2::new(
        galley.size().x + side + S * 2.0 + XS + 2.0,
        galley.size().y + XS * 2.0,
    );
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &words));
    ui.painter().rect(
        rect,
        CornerRadius::same(RADIUS),
        ground,
        Stroke::new(1.0, ink.gamma_multiply(0.45)),
        egui::StrokeKind::Inside,
    );
    let place = egui::Rect::from_center_size(
        egui::pos2(rect.left() + S + side / 2.0, rect.center().y),
        Vec2::splat(side),
    );
    icon.paint(ui.painter(), place, ink);
    let at = egui::pos2(
        rect.left() + S + side + XS + 2.0,
        rect.center().y - galley.size().y / 2.0,
    );
    ui.painter()
        .galley_with_override_text_color(at, galley, ink);
}

/// A lamp: shape and word without a ground, for lists.
pub fn lamp(ui: &mut Ui, tone: Tone, words: impl Into<String>) {
    let words: String = words.into();
    let (ink, _ground) = tone.colors(palette(ui));
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = S;
        tone.icon().show(ui, ink);
        ui.label(egui::RichText::new(words).color(ink));
    });
}

/// A notice: what is so, and what to do; `more` may add buttons below.
pub fn notice<R>(
    ui: &mut Ui,
    tone: Tone,
    what: &str,
    remedy: &str,
    more: impl FnOnce(&mut Ui) -> R,
) -> R {
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
                ui.vertical(|ui| {
                    ui.spacing_mut().item_spacing.y = XS;
                    if !what.is_empty() {
                        strong(ui, what);
                    }
                    if !remedy.is_empty() {
                        soft(ui, remedy);
                    }
                    more(ui)
                })
                .inner
            })
            .inner
        })
        .inner
}
