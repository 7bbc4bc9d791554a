//! One design: colours by name, type by step, space by scale. Nothing here knows what a screen is about.
//!
//! Ink on its ground reaches a contrast of 7:1 in every theme (WCAG 2.2, 1.4.6), which a test computes.

use egui::{
    Color32, Context, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, Id, Margin,
    Stroke, Style, TextStyle, Ui, Vec2, Visuals,
};
use std::sync::Arc;

/// Space between things that belong together, in points.
pub const XS: f32 = 4.0;
/// Space between a label and its field.
pub const S: f32 = 8.0;
/// Space inside a small thing.
pub const M: f32 = 12.0;
/// Space between things of one group; the inner margin of a card.
pub const L: f32 = 16.0;
/// Space between groups.
pub const XL: f32 = 24.0;
/// Space around a page.
pub const XXL: f32 = 32.0;
/// The least height and width of anything that can be touched.
pub const TOUCH: f32 = 44.0;
/// Rounding of cards, fields and buttons.
pub const RADIUS: u8 = 6;
/// The widest a column of text or fields may grow, so that a line can be read at one glance.
pub const COLUMN: f32 = 820.0;

/// The themes a screen may be shown in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Theme {
    /// Dark ink on light ground, readable in the sun.
    #[default]
    Day,
    /// Light ink on dark ground.
    Night,
    /// White and yellow on black.
    Contrast,
}

impl Theme {
    /// The theme that follows when a person asks for another.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::Day => Self::Night,
            Self::Night => Self::Contrast,
            Self::Contrast => Self::Day,
        }
    }

    /// Its colours.
    #[must_use]
    pub fn palette(self) -> &'static Palette {
        match self {
            Self::Day => &DAY,
            Self::Night => &NIGHT,
            Self::Contrast => &CONTRAST,
        }
    }
}

/// The size of running text in points: one of five steps from 16 to 28.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeSize(u8);

impl TypeSize {
    /// The steps.
    pub const STEPS: [u8; 5] = [16, 18, 20, 24, 28];

    /// The next step; after the largest comes the smallest.
    #[must_use]
    pub fn next(self) -> Self {
        Self(
            Self::STEPS
                .into_iter()
                .find(|step| *step > self.0)
                .unwrap_or(Self::STEPS[0]),
        )
    }

    /// The step that is nearest below or at `points`, at least the smallest.
    #[must_use]
    pub fn at_most(points: u8) -> Self {
        Self(
            Self::STEPS
                .into_iter()
                .rev()
                .find(|step| *step <= points)
                .unwrap_or(Self::STEPS[0]),
        )
    }

    /// Points.
    #[must_use]
    pub fn points(self) -> f32 {
        f32::from(self.0)
    }
}

impl Default for TypeSize {
    fn default() -> Self {
        Self(18)
    }
}

/// What a person may choose about how everything looks; switchable at any time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Appearance {
    /// Colours.
    pub theme: Theme,
    /// Size of running text.
    pub size: TypeSize,
}

/// Colours by what they are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Palette {
    /// Behind everything.
    pub ground: Color32,
    /// Cards, bars and fields.
    pub surface: Color32,
    /// Text.
    pub ink: Color32,
    /// Text of lesser weight; still 7:1.
    pub soft: Color32,
    /// Rules and edges of cards.
    pub line: Color32,
    /// Edges of what can be typed into or pressed; 3:1 against its ground.
    pub edge: Color32,
    /// The one accent: what to do next, what is chosen, what has the focus.
    pub accent: Color32,
    /// Text on the accent.
    pub on_accent: Color32,
    /// Ground of what is chosen.
    pub accent_soft: Color32,
    /// Done, ready; and its ground.
    pub good: Color32,
    /// See `good`.
    pub good_soft: Color32,
    /// Wants a look; and its ground.
    pub warn: Color32,
    /// See `warn`.
    pub warn_soft: Color32,
    /// Wrong; and its ground.
    pub bad: Color32,
    /// See `bad`.
    pub bad_soft: Color32,
}

const fn rgb(hex: u32) -> Color32 {
    Color32::from_rgb((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)
}

const DAY: Palette = Palette {
    ground: rgb(0xF1_F3_F6),
    surface: rgb(0xFF_FF_FF),
    ink: rgb(0x14_18_1D),
    soft: rgb(0x3F_49_54),
    line: rgb(0xCD_D4_DB),
    edge: rgb(0x6B_76_82),
    accent: rgb(0x0B_47_8A),
    on_accent: rgb(0xFF_FF_FF),
    accent_soft: rgb(0xE4_ED_F7),
    good: rgb(0x10_54_2A),
    good_soft: rgb(0xE4_F3_E9),
    warn: rgb(0x62_3F_00),
    warn_soft: rgb(0xFF_F2_D2),
    bad: rgb(0x8C_14_14),
    bad_soft: rgb(0xFD_E9_E7),
};

const NIGHT: Palette = Palette {
    ground: rgb(0x11_15_1A),
    surface: rgb(0x1A_20_27),
    ink: rgb(0xEC_F0_F4),
    soft: rgb(0xBC_C6_D0),
    line: rgb(0x33_3D_48),
    edge: rgb(0x84_91_9E),
    accent: rgb(0x9A_C8_FF),
    on_accent: rgb(0x08_18_2B),
    accent_soft: rgb(0x1D_31_4A),
    good: rgb(0x8E_DC_AB),
    good_soft: rgb(0x16_2E_1F),
    warn: rgb(0xF4_CD_74),
    warn_soft: rgb(0x33_29_10),
    bad: rgb(0xFF_AD_A5),
    bad_soft: rgb(0x3A_1B_19),
};

const CONTRAST: Palette = Palette {
    ground: rgb(0x00_00_00),
    surface: rgb(0x00_00_00),
    ink: rgb(0xFF_FF_FF),
    soft: rgb(0xFF_FF_FF),
    line: rgb(0xFF_FF_FF),
    edge: rgb(0xFF_FF_FF),
    accent: rgb(0xFF_E6_00),
    on_accent: rgb(0x00_00_00),
    accent_soft: rgb(0x33_2E_00),
    good: rgb(0x8C_FF_B0),
    good_soft: rgb(0x00_00_00),
    warn: rgb(0xFF_E6_00),
    warn_soft: rgb(0x00_00_00),
    bad: rgb(0xFF_B3_AB),
    bad_soft: rgb(0x00_00_00),
};

/// Gives a window its fonts and its appearance. Called once, before the first frame.
pub fn install(ctx: &Context, appearance: Appearance) {
    ctx.set_fonts(fonts());
    ctx.options_mut(|options| {
        options.zoom_with_keyboard = false;
        options.quit_shortcuts.clear();
    });
    appearance.apply(ctx);
}

impl Appearance {
    /// Makes this the appearance of the window, from the next frame on.
    pub fn apply(self, ctx: &Context) {
        let theme = match self.theme {
            Theme::Day => egui::Theme::Light,
            Theme::Night | Theme::Contrast => egui::Theme::Dark,
        };
        ctx.set_theme(theme);
        ctx.all_styles_mut(|style| self.dress(style));
        ctx.data_mut(|data| data.insert_temp(Id::NULL, self));
    }

    /// The appearance of the window.
    #[must_use]
    pub fn of(ctx: &Context) -> Self {
        ctx.data(|data| data.get_temp(Id::NULL)).unwrap_or_default()
    }

    fn dress(self, style: &mut Style) {
        let base = self.size.points();
        style.text_styles = [
            (
                TextStyle::Small,
                FontId::proportional((base * 0.86).max(14.0)),
            ),
            (TextStyle::Body, FontId::proportional(base)),
            (TextStyle::Button, FontId::proportional(base)),
            (TextStyle::Monospace, FontId::monospace(base)),
            (TextStyle::Heading, FontId::new(base * 1.45, bold())),
            (title(), FontId::new(base * 1.12, bold())),
            (strong(), FontId::new(base, bold())),
            (display(), FontId::new(base * 2.6, bold())),
        ]
        .into();
        style.spacing.item_spacing = Vec2::splat(S);
        style.spacing.button_padding = Vec2::new(M, S);
        // Widgets of the house take their touch height themselves; a row of words is as high as its words.
        style.spacing.interact_size = Vec2::new(TOUCH, base);
        style.spacing.scroll = egui::style::ScrollStyle {
            bar_width: 12.0,
            ..egui::style::ScrollStyle::solid()
        };
        style.interaction.selectable_labels = false;
        style.animation_time = 0.0;
        style.scroll_animation = egui::style::ScrollAnimation::none();
        style.visuals = visuals(self.theme);
    }
}

fn visuals(theme: Theme) -> Visuals {
    let p = theme.palette();
    let mut visuals = match theme {
        Theme::Day => Visuals::light(),
        Theme::Night | Theme::Contrast => Visuals::dark(),
    };
    visuals.override_text_color = Some(p.ink);
    visuals.weak_text_color = Some(p.soft);
    visuals.panel_fill = p.ground;
    visuals.window_fill = p.surface;
    visuals.extreme_bg_color = p.surface;
    visuals.text_edit_bg_color = Some(p.surface);
    visuals.faint_bg_color = p.accent_soft;
    visuals.selection.bg_fill = p.accent.gamma_multiply(0.3);
    visuals.selection.stroke = Stroke::new(2.0, p.accent);
    visuals.hyperlink_color = p.accent;
    visuals.warn_fg_color = p.warn;
    visuals.error_fg_color = p.bad;
    visuals.window_shadow = egui::Shadow::NONE;
    visuals.popup_shadow = egui::Shadow::NONE;
    visuals.text_cursor.stroke = Stroke::new(2.0, p.accent);
    // A blinking cursor repaints twice a second; an idle kit paints nothing.
    visuals.text_cursor.blink = false;
    // What is disabled is drawn in soft ink by its widget, and stays readable.
    visuals.disabled_alpha = 1.0;
    let widgets = &mut visuals.widgets;
    for state in [
        &mut widgets.noninteractive,
        &mut widgets.inactive,
        &mut widgets.hovered,
        &mut widgets.active,
        &mut widgets.open,
    ] {
        state.corner_radius = CornerRadius::same(RADIUS);
        state.expansion = 0.0;
        state.bg_fill = p.surface;
        state.weak_bg_fill = p.surface;
        state.bg_stroke = Stroke::new(1.0, p.edge);
        state.fg_stroke = Stroke::new(1.5, p.ink);
    }
    widgets.noninteractive.bg_stroke = Stroke::new(1.0, p.line);
    widgets.inactive.bg_fill = p.edge;
    widgets.hovered.bg_fill = p.accent;
    widgets.active.bg_fill = p.accent;
    widgets.hovered.bg_stroke = Stroke::new(1.5, p.accent);
    widgets.active.bg_stroke = Stroke::new(2.0, p.accent);
    visuals
}

/// The colours of the window that `ui` belongs to.
#[must_use]
pub fn palette(ui: &Ui) -> &'static Palette {
    Appearance::of(ui.ctx()).theme.palette()
}

/// The bold family.
#[must_use]
pub fn bold() -> FontFamily {
    FontFamily::Name("bold".into())
}

/// Type of a card's or question's heading.
#[must_use]
pub fn title() -> TextStyle {
    TextStyle::Name("title".into())
}

/// Type of a word that has to stand out of running text.
#[must_use]
pub fn strong() -> TextStyle {
    TextStyle::Name("strong".into())
}

/// Type of what is read from two metres: a number, the name of the kit.
#[must_use]
pub fn display() -> TextStyle {
    TextStyle::Name("display".into())
}

/// The margin of a card.
#[must_use]
pub fn card_margin() -> Margin {
    Margin::same(16)
}

/// PT Sans and PT Mono, shipped, so that a Ukrainian letter is never missing.
fn fonts() -> FontDefinitions {
    let mut fonts = FontDefinitions::empty();
    let shipped: [(&str, &'static [u8]); 3] = [
        ("sans", include_bytes!("../fonts/PTS55F.ttf")),
        ("sans-bold", include_bytes!("../fonts/PTS75F.ttf")),
        ("mono", include_bytes!("../fonts/PTM55F.ttf")),
    ];
    for (name, bytes) in shipped {
        fonts
            .font_data
            .insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
    }
    for (family, names) in [
        (FontFamily::Proportional, ["sans", "mono"]),
        (FontFamily::Monospace, ["mono", "sans"]),
        (bold(), ["sans-bold", "sans"]),
    ] {
        fonts
            .families
            .insert(family, names.map(str::to_owned).to_vec());
    }
    fonts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn luminance(color: Color32) -> f32 {
        let channel = |value: u8| {
            let value = f32::from(value) / 255.0;
            if value <= 0.04045 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * channel(color.r()) + 0.7152 * channel(color.g()) + 0.0722 * channel(color.b())
    }

    fn contrast(one: Color32, other: Color32) -> f32 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn every_ink_reaches_seven_to_one_on_its_ground() {
        for theme in [Theme::Day, Theme::Night, Theme::Contrast] {
            let p = theme.palette();
            for (what, ink, ground) in [
                ("ink on ground", p.ink, p.ground),
                ("ink on surface", p.ink, p.surface),
                ("ink on chosen", p.ink, p.accent_soft),
                ("soft on ground", p.soft, p.ground),
                ("soft on surface", p.soft, p.surface),
                ("soft on chosen", p.soft, p.accent_soft),
                ("accent on ground", p.accent, p.ground),
                ("accent on chosen", p.accent, p.accent_soft),
                ("text on accent", p.on_accent, p.accent),
                ("good", p.good, p.good_soft),
                ("good on surface", p.good, p.surface),
                ("warn", p.warn, p.warn_soft),
                ("warn on surface", p.warn, p.surface),
                ("bad", p.bad, p.bad_soft),
                ("bad on surface", p.bad, p.surface),
            ] {
                let reached = contrast(ink, ground);
                assert!(reached >= 7.0, "{theme:?}: {what} is {reached:.1}:1");
            }
            assert!(contrast(p.edge, p.ground) >= 3.0, "{theme:?}: edge");
        }
    }

    #[test]
    fn type_goes_round_from_sixteen_to_twenty_eight() {
        let mut size = TypeSize::at_most(16);
        for step in TypeSize::STEPS {
            assert_eq!(size.points(), f32::from(step));
            size = size.next();
        }
        assert_eq!(size, TypeSize::at_most(3));
    }
}
