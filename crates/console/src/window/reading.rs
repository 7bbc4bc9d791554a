//! One application: remarks first, then who, what was answered, what came with it; and beside it the scans.
//! A press on a value copies it; the value that the copy key takes next is marked.

use egui::{
    CursorIcon, Frame, Id, Label, Margin, RichText, ScrollArea, Sense, TextureHandle, Ui, Vec2,
};
use look::{
    Icon, Words,
    theme::{L, S, palette, strong},
    widget::{Button, Field, Tone, card, heading, notice, progress, soft, title},
};

use crate::sheet::{Mark, Row, Sheet};

use super::registrar::{Pages, View};

/// What was asked for in this frame.
pub(super) enum Asked {
    /// The value at this place, counted over all sections, was copied.
    Copy(usize, String),
    Register,
}

/// Draws the sheet; `official` is what is typed as the official number, `copy_next` the value the copy key takes next.
pub(super) fn sheet(
    ui: &mut Ui,
    words: Words,
    sheet: &Sheet,
    (official, copy_next): (&mut String, usize),
) -> Option<Asked> {
    let mut asked = None;
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.set_width(ui.available_width() - S);
        heading(ui, sheet.service.as_str());
        soft(ui, format!("{}  \u{b7}  {}", sheet.number, sheet.community));
        for remark in &sheet.remarks {
            let tone = if remark.mark == Mark::Look {
                Tone::Warn
            } else {
                Tone::Plain
            };
            notice(ui, tone, &remark.text, "", |_| {});
        }
        if register(ui, words, sheet, official) {
            asked = Some(Asked::Register);
        }
        let mut at = 0;
        for section in &sheet.sections {
            card(ui, |ui| {
                title(ui, section.heading.as_str());
                for row in &section.rows {
                    if value(ui, row, at == copy_next) {
                        asked = Some(Asked::Copy(at, row.value.clone()));
                    }
                    at += 1;
                }
            });
        }
    });
    asked
}

/// The official number: a field while there is none, a notice afterwards.
fn register(ui: &mut Ui, words: Words, sheet: &Sheet, official: &mut String) -> bool {
    if let Some(number) = &sheet.official {
        notice(
            ui,
            Tone::Good,
            &format!("{}: {number}", words.t("console-state-registered")),
            "",
            |_| {},
        );
        return false;
    }
    let mut go = false;
    card(ui, |ui| {
        let label = words.t("console-official-field");
        let entered = Field::new(Id::unique("official"), &label)
            .show(ui, official)
            .has_focus()
            && Field::entered(ui);
        let button = Button::primary(words.t("console-register-next")).icon(Icon::Check);
        go = (button.enabled(!official.trim().is_empty()).pressed(ui) || entered)
            && !official.trim().is_empty();
    });
    go
}

/// A label and its value, which a press copies.
fn value(ui: &mut Ui, row: &Row, next: bool) -> bool {
    let palette = palette(ui);
    let width = ui.available_width();
    let left = (width * 0.36).min(240.0);
    ui.horizontal_top(|ui| {
        ui.allocate_ui_with_layout(
            Vec2::new(left, 0.0),
            egui::Layout::top_down(egui::Align::Min),
            |ui| {
                ui.set_width(left);
                soft(ui, row.label.as_str());
            },
        );
        ui.vertical(|ui| {
            ui.set_width(width - left - S);
            let text = RichText::new(&row.value).text_style(strong());
            let text = if next {
                text.background_color(palette.accent_soft)
            } else {
                text
            };
            let response = ui
                .add(Label::new(text).wrap().sense(Sense::click()))
                .on_hover_cursor(CursorIcon::Copy);
            response.clicked()
        })
        .inner
    })
    .inner
}

/// Draws the scans below one another, as wide as there is room.
pub(super) fn pages(ui: &mut Ui, words: Words, view: &View, textures: &[TextureHandle]) {
    let Some(shown) = &view.shown else { return };
    match &shown.pages {
        Pages::Coming => {
            progress(ui, &words.t("console-opening-pages"), None, None);
        }
        Pages::Fault(why) => notice(ui, Tone::Bad, why, "", |_| {}),
        Pages::Here(pages) if pages.is_empty() => {
            notice(ui, Tone::Plain, &words.t("console-no-pages"), "", |_| {})
        }
        Pages::Here(_) => {
            ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
                let width = ui.available_width() - S;
                for (n, texture) in (1_usize..).zip(textures) {
                    let caption = words.t_with(
                        "console-page",
                        &[("n", n.into()), ("of", textures.len().into())],
                    );
                    Frame::new()
                        .fill(egui::Color32::WHITE)
                        .inner_margin(Margin::same(2))
                        .show(ui, |ui| {
                            let size = texture.size_vec2();
                            let scaled = Vec2::new(width, width * size.y / size.x.max(1.0));
                            ui.add(
                                egui::Image::new(texture)
                                    .fit_to_exact_size(scaled)
                                    .alt_text(caption.as_str()),
                            );
                        });
                    soft(ui, caption);
                    ui.add_space(L / 2.0);
                }
            });
        }
    }
}
