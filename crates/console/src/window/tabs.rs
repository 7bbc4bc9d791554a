//! The tabs beside the register: kits, keys, what is sent, the report, the log. Each a column of cards; every deed that cannot
//! be undone is asked for twice.

use egui::{Id, Key, Modifiers, Rect, RichText, Sense, Ui, Vec2};
use look::{
    Icon,
    theme::{S, palette},
    widget::{Button, Field, Tone, card, chip, heading, notice, pair, soft, strong, title},
};

use super::{
    Window,
    registrar::{Order, Paper},
    view::{KitLine, Tab, View},
};
use crate::due;

impl Window {
    pub(super) fn tab(&mut self, ui: &mut Ui, view: &View) {
        heading(ui, self.words.t(&format!("tab-{}", self.tab.key())));
        match self.tab {
            Tab::Register => {}
            Tab::Kits => self.kits(ui, view),
            Tab::Keys => self.walk(ui, view),
            Tab::Sending => self.sending(ui, view),
            Tab::Report => self.report(ui, view),
            Tab::Log => self.log(ui, view),
        }
    }

    fn kits(&mut self, ui: &mut Ui, view: &View) {
        for kit in &view.kits {
            ui.push_id(kit.number, |ui| card(ui, |ui| self.kit(ui, kit)));
            ui.add_space(S);
        }
    }

    fn kit(&mut self, ui: &mut Ui, kit: &KitLine) {
        let number = format!("{:03}", kit.number);
        ui.horizontal(|ui| {
            title(ui, number.as_str());
            let tone = match kit.standing {
                "lost" => Tone::Bad,
                "admitted" => Tone::Good,
                _ => Tone::Plain,
            };
            chip(ui, tone, self.words.t(&format!("kits-{}", kit.standing)));
            soft(
                ui,
                self.words
                    .t_with("kits-version", &[("n", kit.version.into())]),
            );
        });
        strong(ui, kit.people.as_str());
        for (label, value) in &kit.facts {
            pair(ui, label.as_str(), value.as_str());
        }
        if kit.standing == "lost" {
            return;
        }
        ui.horizontal(|ui| {
            let send = self.words.t("kits-send-profile");
            let named = format!("{send} {number}");
            if Button::secondary(send).name(named).pressed(ui) {
                self.registrar.order(Order::SendProfile {
                    kit: number.clone(),
                });
            }
            if self.pad.losing != Some(kit.number) {
                let lose = self.words.t("kits-lose");
                let named = format!("{lose} {number}");
                if Button::quiet(lose)
                    .icon(Icon::Warning)
                    .name(named)
                    .deliberate()
                    .pressed(ui)
                {
                    self.pad.losing = Some(kit.number);
                }
            }
        });
        if self.pad.losing == Some(kit.number) {
            let (what, help) = (
                self.words.t("kits-lose-sure"),
                self.words.t("kits-lose-help"),
            );
            notice(ui, Tone::Bad, &what, &help, |ui| {
                ui.horizontal(|ui| {
                    let yes = format!("{} {number}", self.words.t("kits-lose-yes"));
                    if Button::secondary(yes)
                        .icon(Icon::Cross)
                        .deliberate()
                        .pressed(ui)
                    {
                        self.pad.losing = None;
                        self.registrar.order(Order::Lose(kit.number));
                    }
                    if Button::quiet(self.words.t("ask-away")).pressed(ui) {
                        self.pad.losing = None;
                    }
                });
            });
        }
    }

    /// Rotation and the recovery drill as a walk: each step with how it stands and the command that does it.
    fn walk(&self, ui: &mut Ui, view: &View) {
        soft(ui, self.words.t("walk-about"));
        ui.add_space(S);
        for (n, step) in (1_usize..).zip(&view.walk) {
            card(ui, |ui| {
                ui.horizontal(|ui| {
                    title(
                        ui,
                        format!("{n}. {}", self.words.t(&format!("walk-{}", step.key))),
                    );
                    chip(
                        ui,
                        if step.is_done { Tone::Good } else { Tone::Warn },
                        step.state.as_str(),
                    );
                });
                soft(ui, self.words.t(&format!("walk-{}-help", step.key)));
                ui.label(RichText::new(step.command).monospace());
            });
            ui.add_space(S);
        }
        card(ui, |ui| {
            title(ui, self.words.t("walk-list"));
            for line in &view.key_lines {
                soft(ui, line.as_str());
            }
        });
    }

    fn sending(&mut self, ui: &mut Ui, view: &View) {
        card(ui, |ui| {
            title(ui, self.words.t("sending-visits"));
            soft(ui, self.words.t("sending-visits-help"));
            let (table, kit) = (self.words.t("sending-table"), self.words.t("sending-kit"));
            Field::new(Id::unique("table"), &table).show(ui, &mut self.pad.table);
            Field::new(Id::unique("kit"), &kit)
                .width(160.0)
                .show(ui, &mut self.pad.kit);
            let full = !self.pad.table.trim().is_empty() && !self.pad.kit.trim().is_empty();
            if Button::primary(self.words.t("sending-go"))
                .icon(Icon::Up)
                .enabled(full)
                .pressed(ui)
            {
                self.registrar.order(Order::Visits {
                    table: self.pad.table.trim().into(),
                    kit: self.pad.kit.trim().to_owned(),
                });
            }
        });
        ui.add_space(S);
        if !view.drafts.is_empty() {
            card(ui, |ui| {
                title(ui, self.words.t("sending-drafts"));
                for draft in &view.drafts {
                    soft(ui, draft.words.as_str());
                    let back =
                        Button::secondary(self.words.t("sending-give-back")).name(&draft.words);
                    let pressed = ui
                        .push_id(&draft.name, |ui| {
                            back.enabled(!draft.is_returned).pressed(ui)
                        })
                        .inner;
                    if pressed {
                        self.registrar.order(Order::GiveBack {
                            draft: draft.name.clone(),
                        });
                    }
                }
            });
            ui.add_space(S);
        }
        card(ui, |ui| {
            title(ui, self.words.t("sending-sent"));
            for sent in &view.sent {
                ui.horizontal(|ui| {
                    chip(
                        ui,
                        if sent.is_taken {
                            Tone::Good
                        } else {
                            Tone::Plain
                        },
                        sent.state.as_str(),
                    );
                    soft(ui, sent.words.as_str());
                });
            }
        });
    }

    fn report(&mut self, ui: &mut Ui, view: &View) {
        let report = &view.report;
        let mut step = 0_i8;
        ui.horizontal(|ui| {
            let (before, after) = (self.words.t("report-before"), self.words.t("report-after"));
            let left = ui.input_mut(|input| input.consume_key(Modifiers::ALT, Key::ArrowLeft));
            let right = ui.input_mut(|input| input.consume_key(Modifiers::ALT, Key::ArrowRight));
            if Button::secondary(before)
                .icon(Icon::Left)
                .key("Alt+\u{2190}")
                .pressed(ui)
                || left
            {
                step = -1;
            }
            let name = [
                ("n", report.quarter.into()),
                ("of", report.year.to_string().into()),
            ];
            strong(ui, self.words.t_with("report-quarter", &name));
            if Button::secondary(after)
                .icon(Icon::Right)
                .key("Alt+\u{2192}")
                .pressed(ui)
                || right
            {
                step = 1;
            }
            if Button::primary(self.words.t("report-write"))
                .icon(Icon::Folder)
                .pressed(ui)
            {
                self.registrar
                    .order(Order::Write(Paper::Report, "exports".into()));
            }
        });
        if step != 0 {
            let months = (i32::from(report.year) * 4 + i32::from(report.quarter) - 1
                + i32::from(step))
            .max(0);
            let year = i16::try_from(months / 4).unwrap_or(report.year);
            let quarter = i8::try_from(months % 4).unwrap_or_default() + 1;
            self.registrar.order(Order::Report(year, quarter));
        }
        ui.add_space(S);
        let largest = report
            .rows
            .iter()
            .map(|count| count.value)
            .max()
            .unwrap_or_default()
            .max(1);
        card(ui, |ui| {
            for count in &report.rows {
                let width = ui.available_width();
                ui.horizontal(|ui| {
                    let label = width * 0.46;
                    ui.allocate_ui(Vec2::new(label, 0.0), |ui| {
                        ui.set_width(label);
                        let indented = format!("\u{2003}{}", count.label);
                        if count.is_part {
                            soft(ui, indented)
                        } else {
                            strong(ui, count.label.as_str())
                        }
                    });
                    bar(ui, width * 0.4, share(count.value, largest), count.is_part);
                    strong(ui, count.value.to_string());
                });
            }
        });
    }

    fn log(&mut self, ui: &mut Ui, view: &View) {
        let (source, edition) = due::source();
        soft(ui, self.words.t("log-about"));
        soft(
            ui,
            self.words.t_with(
                "log-terms",
                &[("name", source.into()), ("of", edition.into())],
            ),
        );
        ui.add_space(S);
        ui.horizontal(|ui| {
            if Button::secondary(self.words.t("exports-all"))
                .icon(Icon::Folder)
                .pressed(ui)
            {
                self.registrar
                    .order(Order::Write(Paper::Everything, "exports".into()));
            }
            if Button::secondary(self.words.t("exports-clear"))
                .icon(Icon::Cross)
                .deliberate()
                .pressed(ui)
            {
                self.registrar.order(Order::Clear);
            }
        });
        ui.add_space(S);
        card(ui, |ui| {
            for line in view.log.iter() {
                soft(ui, line.as_str());
            }
        });
    }
}

/// How much of the largest, between 0 and 1.
fn share(value: u64, largest: u64) -> f32 {
    let thousandths = value.saturating_mul(1000) / largest.max(1);
    f32::from(u16::try_from(thousandths).unwrap_or(1000)) / 1000.0
}

fn bar(ui: &mut Ui, width: f32, share: f32, is_part: bool) {
    let palette = palette(ui);
    let (rect, _) = ui.allocate_exact_size(Vec2::new(width, 14.0), Sense::hover());
    let long = Rect::from_min_size(rect.min, Vec2::new(width * share, 14.0));
    let ink = if is_part {
        palette.edge
    } else {
        palette.accent
    };
    ui.painter().rect_filled(long, 3.0, ink);
}
