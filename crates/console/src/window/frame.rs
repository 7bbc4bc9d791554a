//! The frame around every tab: tabs above, keys below, the lock in front. Every key that does something is named here.

use egui::{
    CentralPanel, Context, Event, Frame, Id, Key, Margin, Modifiers, Panel, ScrollArea, Ui,
};
use look::{
    Icon, Words,
    theme::{COLUMN, L, S, palette},
    widget::{Button, Field, KeyCap, Tone, card, heading, key_bar, notice, progress},
};
use parcel::ApplicationId;

use super::{
    Window, inbox,
    pad::Ask,
    reading,
    registrar::{Order, Paper},
    view::{Gate, Tab, View},
};
use crate::{due::Step, ledger::Stage, sheet};

/// The keys of the tabs, with Ctrl.
const TAB_KEYS: [Key; 6] = [
    Key::Num1,
    Key::Num2,
    Key::Num3,
    Key::Num4,
    Key::Num5,
    Key::Num6,
];

impl Window {
    /// The window while the ledger is closed.
    pub(super) fn locked(&mut self, ui: &mut Ui, view: &View) {
        let ground = Frame::new()
            .fill(palette(ui).ground)
            .inner_margin(Margin::same(16));
        CentralPanel::no_frame().frame(ground).show(ui, |ui| {
            ui.vertical_centered(|ui| {
                ui.set_max_width(560.0);
                ui.add_space(ui.available_height() * 0.22);
                card(ui, |ui| self.gate(ui, view));
            });
        });
    }

    fn gate(&mut self, ui: &mut Ui, view: &View) {
        heading(ui, self.words.t("console-title"));
        match &view.gate {
            Gate::Unlocking => {
                progress(ui, &self.words.t("console-unlocking"), None, None);
                return;
            }
            Gate::Locked(Some(why)) => notice(ui, Tone::Bad, why, "", |_| {}),
            Gate::Locked(None) | Gate::Open => {}
        }
        let id = Id::unique("passphrase");
        let (label, help) = (
            self.words.t("console-unlock"),
            self.words.t("console-unlock-help"),
        );
        Field::new(id, &label)
            .help(&help)
            .password()
            .focus(true)
            .show(ui, &mut self.pad.passphrase);
        ui.add_space(S);
        let go = Button::primary(self.words.t("console-unlock-go"))
            .icon(Icon::Lock)
            .wide()
            .pressed(ui);
        if (go || Field::entered(ui)) && !self.pad.passphrase.is_empty() {
            Field::forget(ui, id);
            self.registrar
                .order(Order::Unlock(std::mem::take(&mut self.pad.passphrase)));
        }
    }

    /// The window while the ledger is open.
    pub(super) fn frame(&mut self, ui: &mut Ui, view: &View) {
        let bar = |ui: &Ui, y| {
            Frame::new()
                .fill(palette(ui).surface)
                .inner_margin(Margin::symmetric(12, y))
        };
        let (above, below) = (bar(ui, 6), bar(ui, 4));
        let ground = Frame::new()
            .fill(palette(ui).ground)
            .inner_margin(Margin::same(12));
        Panel::top("tabs").frame(above).show(ui, |ui| self.tabs(ui));
        Panel::bottom("keys")
            .frame(below)
            .show(ui, |ui| self.keys(ui, view));
        if self.tab == Tab::Register {
            self.register(ui, view, ground);
        } else {
            CentralPanel::no_frame().frame(ground).show(ui, |ui| {
                self.messages(ui, view);
                ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
                    ui.set_max_width(COLUMN * 1.4);
                    self.tab(ui, view);
                });
            });
        }
    }

    fn tabs(&mut self, ui: &mut Ui) {
        let mut chosen = None;
        ui.horizontal(|ui| {
            for (tab, key) in Tab::ALL.into_iter().zip(TAB_KEYS) {
                let words = self.words.t(&format!("tab-{}", tab.key()));
                let name = format!("Ctrl+{} {words}", key.name());
                let button = if tab == self.tab {
                    Button::primary(words)
                } else {
                    Button::quiet(words)
                };
                let by_key = ui.input_mut(|input| input.consume_key(Modifiers::CTRL, key));
                if button.name(name).pressed(ui) || by_key {
                    chosen = Some(tab);
                }
            }
        });
        if let Some(tab) = chosen {
            self.tab = tab;
            self.pad.close();
            self.registrar.order(Order::Tab(tab));
        }
    }

    fn keys(&mut self, ui: &mut Ui, view: &View) {
        let cap = |key, words: &str, enabled| KeyCap {
            key,
            words: self.words.t(words),
            enabled,
        };
        let here = self.tab == Tab::Register;
        let shown = view.shown.as_ref().filter(|_| here);
        let next = shown.is_some_and(|shown| shown.next.is_some());
        let mut caps = Vec::new();
        if here {
            caps.extend([
                cap(Key::F2, "console-key-find", true),
                cap(Key::F3, "console-key-previous", !view.rows.is_empty()),
                cap(Key::F4, "console-key-next", !view.rows.is_empty()),
            ]);
        }
        caps.push(cap(Key::F5, "console-key-fetch", view.busy.is_none()));
        if here {
            caps.extend([
                cap(Key::F6, "console-key-return", shown.is_some()),
                cap(Key::F7, "console-key-further", next),
                cap(Key::F8, "console-key-copy", shown.is_some()),
                cap(Key::F9, "console-key-say", shown.is_some()),
                cap(Key::F12, "console-key-sheet", shown.is_some()),
            ]);
        }
        caps.extend([
            cap(Key::F10, "console-key-lock", true),
            cap(Key::F11, "console-key-language", true),
        ]);
        let copies = if shown.is_some() {
            presses(ui, Key::F8)
        } else {
            0
        };
        self.pad.copies += copies;
        let pressed = key_bar(ui, &caps);
        self.copy_waiting(ui.ctx(), view);
        let Some(key) = pressed else { return };
        if key == Key::F3 || key == Key::F4 {
            self.step(view, if key == Key::F3 { -1 } else { 1 });
        } else if key == Key::F10 {
            let ctx = ui.ctx().clone();
            self.lock(&ctx);
        } else if key == Key::F11 {
            self.words = Words::new(self.words.language().next());
            self.registrar.order(Order::Speak(self.words));
        } else if key == Key::F5 {
            self.registrar.order(Order::Visit);
        } else if key == Key::F8 {
            self.pad.copies += 1;
            ui.ctx().request_repaint();
        } else if let Some((ask, typed)) = self.question(key, view) {
            self.pad.ask(ask, typed);
        }
    }

    /// What a key asks for, with what stands in the field at first.
    fn question(&self, key: Key, view: &View) -> Option<(Ask, String)> {
        let today = || sheet::day(&view.today.to_string());
        let next = view.shown.as_ref().and_then(|shown| shown.next);
        if key == Key::F2 {
            Some((Ask::Find, String::new()))
        } else if key == Key::F6 {
            Some((Ask::Return, String::new()))
        } else if key == Key::F9 {
            Some((Ask::Say, String::new()))
        } else if key == Key::F12 {
            Some((Ask::Write, "exports".to_owned()))
        } else if key == Key::F7 && next == Some(Step::Register) {
            Some((Ask::Nothing, String::new()))
        } else {
            (key == Key::F7).then(|| (Ask::Next, today()))
        }
    }

    /// Shows the application before or after the one that is shown.
    pub(super) fn step(&mut self, view: &View, step: isize) {
        let ids: Vec<_> = view.entries().map(|entry| entry.outline.id).collect();
        let here = view
            .shown
            .as_ref()
            .and_then(|shown| ids.iter().position(|id| *id == shown.id));
        let next = here.map_or(0, |here| {
            here.saturating_add_signed(step)
                .min(ids.len().saturating_sub(1))
        });
        if let Some(id) = ids.get(next) {
            self.show(*id);
        }
    }

    /// Shows the next application that waits to be registered, after the one that is shown.
    pub(super) fn step_to_waiting(&mut self, view: &View, from: ApplicationId) {
        let at = view
            .entries()
            .position(|entry| entry.outline.id == from)
            .unwrap_or_default();
        let waits = |stage: Stage| stage == Stage::New;
        let after = view.entries().skip(at + 1).chain(view.entries().take(at));
        let next = after.into_iter().find(|entry| waits(entry.outline.stage));
        if let Some(entry) = next {
            self.show(entry.outline.id);
        }
    }

    pub(super) fn show(&mut self, id: ApplicationId) {
        self.pad.turn_over();
        self.registrar.order(Order::Show(id));
    }

    /// Takes one of the presses of the copy key: each value lies on the clipboard for a frame at least.
    fn copy_waiting(&mut self, ctx: &Context, view: &View) {
        if self.pad.copies > 0 {
            self.pad.copies -= 1;
            self.copy(ctx, view);
            ctx.request_repaint();
        }
    }

    /// Copies the next value in the order of the form.
    fn copy(&mut self, ctx: &Context, view: &View) {
        let Some(shown) = &view.shown else { return };
        let count = shown.sheet.entered().count();
        if let Some(row) = shown.sheet.entered().nth(self.pad.next) {
            ctx.copy_text(row.value.clone());
            self.pad.copied += 1;
            self.pad.next = (self.pad.next + 1) % count;
        }
    }

    /// What happens, what came of it, and that the window is about to lock.
    pub(super) fn messages(&self, ui: &mut Ui, view: &View) {
        if let Some(left) = self.pad.locks_in {
            let seconds = [("n", left.ceil().into())];
            notice(
                ui,
                Tone::Warn,
                &self.words.t_with("console-locks", &seconds),
                "",
                |_| {},
            );
        }
        match (view.busy, &view.message) {
            (Some(busy), _) => {
                progress(ui, &self.words.t(busy), None, None);
            }
            (None, Some(message)) => notice(ui, Tone::Plain, message, "", |_| {}),
            (None, None) => {}
        }
    }

    fn register(&mut self, ui: &mut Ui, view: &View, ground: Frame) {
        let follow = std::mem::take(&mut self.pad.follow);
        let list = (ui.available_width() * 0.25).clamp(264.0, 360.0);
        let asked = Panel::left("inbox")
            .frame(ground)
            .resizable(false)
            .exact_size(list)
            .show(ui, |ui| inbox::draw(ui, self.words, view, follow))
            .inner;
        match asked {
            Some(inbox::Asked::Show(id)) => self.show(id),
            Some(inbox::Asked::Visit) => self.registrar.order(Order::Visit),
            None => {}
        }
        let pages = Frame::new()
            .fill(palette(ui).line)
            .inner_margin(Margin::same(10));
        let width = (ui.available_width() * 0.44).max(280.0);
        Panel::right("pages")
            .frame(pages)
            .resizable(false)
            .exact_size(width)
            .show(ui, |ui| {
                let textures = self
                    .textures
                    .as_ref()
                    .map(|(_, textures)| textures.as_slice());
                reading::pages(ui, self.words, view, textures.unwrap_or_default());
            });
        CentralPanel::no_frame().frame(ground).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = L / 2.0;
            self.messages(ui, view);
            self.take_paste(ui, view);
            if ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
                self.pad.close();
            }
            self.ask(ui, view);
            self.read(ui, view);
        });
    }

    /// What is pasted while no field has the focus is the official number.
    fn take_paste(&mut self, ui: &Ui, view: &View) {
        let waits = view
            .shown
            .as_ref()
            .is_some_and(|shown| shown.stage.is_unregistered());
        if !waits || self.pad.ask != Ask::Nothing || ui.memory(|memory| memory.focused().is_some())
        {
            return;
        }
        let pasted = ui.input(|input| {
            let mut texts = input.events.iter().filter_map(|event| {
                if let Event::Paste(text) = event {
                    Some(text.clone())
                } else {
                    None
                }
            });
            texts.next_back()
        });
        if let Some(text) = pasted {
            self.pad.official = text.trim().to_owned();
            self.pad.wants_focus = true;
        }
    }

    /// Writes the sheet of the application that is shown below a folder.
    pub(super) fn write_sheet(&self, target: &str) {
        self.registrar
            .order(Order::Write(Paper::Sheet, target.into()));
    }
}

/// How often a key was pressed since the last frame; a held key counts once, for nobody can paste that fast.
fn presses(ui: &Ui, wanted: Key) -> usize {
    let mut count = 0;
    ui.input_mut(|input| {
        input.events.retain(|event| {
            if let Event::Key {
                key,
                pressed: true,
                repeat,
                ..
            } = event
                && *key == wanted
            {
                count += usize::from(!repeat);
                return false;
            }
            true
        });
    });
    count
}
