//! One application: remarks first, then what is asked at the moment, then its values in the order of the form; beside it the
//! scans. A press on a value copies it; the value that the copy key takes next is marked.

use egui::{
    Align, CursorIcon, Frame, Id, Label, Layout, Margin, Response, RichText, ScrollArea, Sense,
    TextureHandle, Ui, Vec2,
};
use look::{
    Icon, Words,
    theme::{L, S, palette, strong},
    widget::{Button, Field, Tick, Tone, card, heading, notice, progress, soft, title},
};
use parcel::WordKind;

use super::{
    Window,
    pad::Ask,
    registrar::Order,
    view::{Pages, Shown, View},
};
use crate::{
    dispatch::turn::official,
    due::{self, Step},
    ledger::{Decision, Event, Stage},
    sheet::{Mark, Row, Sheet},
};

impl Window {
    /// What is asked for at the moment, on a card above the application.
    pub(super) fn ask(&mut self, ui: &mut Ui, view: &View) {
        if self.pad.ask == Ask::Nothing {
            return;
        }
        let next = view.shown.as_ref().and_then(|shown| shown.next);
        let key = match (self.pad.ask, next) {
            (Ask::Find, _) => "ask-find",
            (Ask::Return, _) => "ask-return",
            (Ask::Say, _) => "ask-say",
            (Ask::Write, _) => "ask-write",
            (Ask::Next, Some(Step::Hand)) => "ask-hand",
            (Ask::Next, Some(Step::Decide)) => "ask-decide",
            (Ask::Next, Some(Step::Tell)) => "ask-tell",
            (Ask::Next, Some(Step::Deliver)) => "ask-deliver",
            (Ask::Next, Some(Step::Register) | None) | (Ask::Nothing, _) => return,
        };
        let (label, help) = (self.words.t(key), self.words.t(&format!("{key}-help")));
        let focus = std::mem::take(&mut self.pad.wants_focus);
        let mut done = false;
        card(ui, |ui| {
            if key == "ask-decide" {
                for (n, decision) in Decision::ALL.into_iter().enumerate() {
                    let words = self.words.t(&format!("decision-{}", decision.key()));
                    if Tick::one(&label, &words, n == self.pad.decision)
                        .show(ui)
                        .clicked()
                    {
                        self.pad.decision = n;
                    }
                }
            }
            let field = Field::new(Id::unique(key), &label).help(&help).focus(focus);
            let drawn = field.show(ui, &mut self.pad.typed);
            let entered = entered(ui, &drawn);
            ui.horizontal(|ui| {
                let full = !self.pad.typed.trim().is_empty();
                let go = Button::primary(self.words.t("ask-go"))
                    .icon(Icon::Check)
                    .enabled(full);
                done = (go.pressed(ui) || entered) && full;
                if Button::quiet(self.words.t("ask-away"))
                    .key("Esc")
                    .pressed(ui)
                {
                    self.pad.close();
                }
            });
        });
        if done {
            self.answer(ui, view, next);
        }
    }

    /// Does what was asked for, with what was typed.
    fn answer(&mut self, ui: &Ui, view: &View, next: Option<Step>) {
        let typed = self.pad.typed.trim().to_owned();
        let shown = view.shown.as_ref().map(|shown| shown.id);
        let today = view.today.to_string();
        match (self.pad.ask, shown) {
            (Ask::Find, _) => {
                self.pad.turn_over();
                self.registrar.order(Order::Find(typed));
            }
            (Ask::Return, Some(id)) => {
                let event = Event::Returned {
                    because: typed,
                    on: today,
                };
                self.registrar.order(Order::Turn(id, event));
            }
            (Ask::Say, Some(id)) => self
                .registrar
                .order(Order::Say(id, WordKind::Answer, typed)),
            (Ask::Write, Some(_)) => self.write_sheet(&typed),
            (Ask::Next, Some(id)) => {
                let Some(on) = due::told_day(&typed).map(|day| day.to_string()) else {
                    // The field stays with what was typed; its help says how a day is written.
                    self.pad.wants_focus = true;
                    return;
                };
                let event = match next {
                    Some(Step::Hand) => Event::Handed { on },
                    Some(Step::Decide) => Event::Decided {
                        decision: self.pad.decision(),
                        on,
                    },
                    Some(Step::Tell) => Event::Told { on },
                    Some(Step::Deliver) => Event::Delivered { on },
                    Some(Step::Register) | None => return,
                };
                self.registrar.order(Order::Turn(id, event));
            }
            (Ask::Nothing, _) | (_, None) => {}
        }
        self.pad.close();
        ui.memory_mut(|memory| memory.stop_text_input());
    }

    /// The application that is shown.
    pub(super) fn read(&mut self, ui: &mut Ui, view: &View) {
        let Some(shown) = &view.shown else {
            notice(ui, Tone::Plain, &self.words.t("console-choose"), "", |_| {});
            return;
        };
        let sheet = &shown.sheet;
        heading(ui, sheet.service.as_str());
        let about = [sheet.number.as_str(), &sheet.community, &shown.due];
        let about: Vec<_> = about.into_iter().filter(|text| !text.is_empty()).collect();
        soft(ui, about.join("  \u{b7}  "));
        self.official(ui, view, shown);
        let mut copied = None;
        ScrollArea::vertical()
            .id_salt(shown.id.0)
            .auto_shrink(false)
            .show(ui, |ui| {
                ui.set_width(ui.available_width() - S);
                for remark in &sheet.remarks {
                    let tone = if remark.mark == Mark::Look {
                        Tone::Warn
                    } else {
                        Tone::Plain
                    };
                    notice(ui, tone, &remark.text, "", |_| {});
                }
                copied = self.sections(ui, sheet);
            });
        if let Some((at, value)) = copied {
            ui.ctx().copy_text(value);
            self.pad.copied += 1;
            self.pad.next = at.map_or(self.pad.next, |at| {
                (at + 1) % sheet.entered().count().max(1)
            });
        }
    }

    /// The value that was pressed, with its place among those that are entered.
    fn sections(&self, ui: &mut Ui, sheet: &Sheet) -> Option<(Option<usize>, String)> {
        let mut copied = None;
        let mut at = 0;
        for section in &sheet.sections {
            card(ui, |ui| {
                title(ui, section.heading.as_str());
                for row in &section.rows {
                    let place = section.is_entered.then_some(at);
                    let next = place == Some(self.pad.next);
                    if value(ui, row, next, next && self.pad.copied > 0) {
                        copied = Some((place, row.value.clone()));
                    }
                    at += usize::from(section.is_entered);
                }
            });
        }
        copied
    }

    /// The official number: a field while there is none, a notice afterwards.
    fn official(&mut self, ui: &mut Ui, view: &View, shown: &Shown) {
        let sheet = &shown.sheet;
        if !shown.stage.is_unregistered() {
            let stage = self.words.t(&format!("stage-{}", shown.stage.key()));
            let number = sheet.official.clone().unwrap_or_default();
            let tone = if shown.stage == Stage::Delivered {
                Tone::Good
            } else {
                Tone::Busy
            };
            notice(ui, tone, &format!("{stage}: {number}"), "", |_| {});
            return;
        }
        let label = self.words.t("console-official-field");
        let counts = [
            ("n", self.pad.copied.into()),
            ("of", sheet.entered().count().into()),
        ];
        let aside = self.words.t_with("console-copied", &counts);
        let focus = self.pad.ask == Ask::Nothing && std::mem::take(&mut self.pad.wants_focus);
        let mut go = false;
        card(ui, |ui| {
            let field = Field::new(Id::unique("official"), &label)
                .aside(&aside)
                .focus(focus);
            let drawn = field.show(ui, &mut self.pad.official);
            let entered = entered(ui, &drawn);
            let button = Button::primary(self.words.t("console-register-next")).icon(Icon::Check);
            go = button
                .enabled(!self.pad.official.trim().is_empty())
                .pressed(ui)
                || entered;
        });
        let number = official(&self.pad.official).filter(|_| go);
        if let Some(number) = number {
            ui.memory_mut(|memory| memory.stop_text_input());
            let event = Event::Registered {
                number,
                on: view.today.to_string(),
            };
            self.registrar.order(Order::Turn(shown.id, event));
            self.step_to_waiting(view, shown.id);
        }
    }
}

/// Whether Enter was pressed in a field; one of a single line lets go of the focus in the same frame.
fn entered(ui: &Ui, field: &Response) -> bool {
    (field.has_focus() || field.lost_focus()) && Field::entered(ui)
}

/// A label and its value, which a press copies.
fn value(ui: &mut Ui, row: &Row, next: bool, follow: bool) -> bool {
    let palette = palette(ui);
    let width = ui.available_width();
    let left = (width * 0.36).min(240.0);
    ui.horizontal_top(|ui| {
        ui.allocate_ui_with_layout(Vec2::new(left, 0.0), Layout::top_down(Align::Min), |ui| {
            ui.set_width(left);
            soft(ui, row.label.as_str());
        });
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
            if follow {
                response.scroll_to_me(Some(Align::Center));
            }
            response.clicked()
        })
        .inner
    })
    .inner
}

/// Draws the scans below one another, as wide as there is room.
pub(super) fn pages(ui: &mut Ui, words: Words, view: &View, textures: &[TextureHandle]) {
    let Some(shown) = &view.shown else { return };
    let more = match &shown.pages {
        Pages::Fault(why) => {
            notice(ui, Tone::Bad, why, "", |_| {});
            return;
        }
        Pages::Here { more, .. } => *more,
    };
    if more {
        progress(ui, &words.t("console-opening-pages"), None, None);
    } else if textures.is_empty() {
        notice(ui, Tone::Plain, &words.t("console-no-pages"), "", |_| {});
    }
    ScrollArea::vertical()
        .id_salt(("scans", shown.id.0))
        .auto_shrink(false)
        .show(ui, |ui| {
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
