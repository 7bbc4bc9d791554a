//! The coordinator's window: applications on the left, one of them in the middle, its scans on the right.
//!
//! It draws one view per frame and answers with orders; it never waits and never opens anything itself. A registrar
//! on a thread of its own does the work (I7). Values are copied by one key, in reading order, for re-keying.

mod inbox;
mod reading;
mod registrar;

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use eframe::CreationContext;
use egui::{CentralPanel, Context, Frame, Id, Key, Margin, Panel, TextureHandle, Ui};
use look::{
    Appearance, Icon, Language, Words,
    theme::{L, S, XL, palette},
    widget::{Button, Field, KeyCap, Tone, card, heading, key_bar, notice, progress, soft},
};
use parcel::ApplicationId;
use zeroize::Zeroizing;

use crate::folder::Folder;

use registrar::{Gate, Order, Pages, Registrar, View};

/// Frames to draw before a picture is taken, so that text and textures have settled.
const SETTLED: u8 = 6;

/// What a window is opened with.
#[derive(Debug)]
pub struct Opening {
    /// The console's folder.
    pub folder: Folder,
    /// The passphrase, if it is known already; otherwise the window asks.
    pub passphrase: Option<Zeroizing<String>>,
    /// The language to begin with.
    pub language: Language,
    /// The number of the application to show first.
    pub show: Option<String>,
    /// Save a picture here and leave.
    pub picture: Option<PathBuf>,
}

/// Why there is no window.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WindowError {
    /// There is no screen, or its graphics cannot be used.
    #[error(
        "the window cannot be opened ({0}). Nothing is lost; every command works in the terminal, see --help"
    )]
    NoScreen(String),
}

/// Opens the window and stays until it is closed.
///
/// # Errors
/// See [`WindowError`].
pub fn run(opening: Opening) -> Result<(), WindowError> {
    let options = eframe::NativeOptions {
        viewport: egui::ViewportBuilder::default()
            .with_app_id("valiza-console")
            .with_inner_size([1366.0, 768.0])
            .with_min_inner_size([960.0, 600.0]),
        ..Default::default()
    };
    eframe::run_native(
        "Valiza",
        options,
        Box::new(|creation: &CreationContext<'_>| {
            Ok(Box::new(Window::new(&creation.egui_ctx, opening)?))
        }),
    )
    .map_err(|why| WindowError::NoScreen(why.to_string()))
}

/// The window's own small state: what was typed, what is chosen, which textures are loaded.
struct Window {
    registrar: Registrar,
    words: Words,
    passphrase: Zeroizing<String>,
    official: String,
    copy_next: usize,
    textures: Option<(ApplicationId, Vec<TextureHandle>)>,
    picture: Option<PathBuf>,
    frames: u8,
}

impl Window {
    fn new(ctx: &Context, opening: Opening) -> std::io::Result<Self> {
        look::install(ctx, Appearance::default());
        let words = Words::new(opening.language);
        let registrar = Registrar::begin(opening.folder, words, opening.show, ctx.clone())?;
        if let Some(passphrase) = opening.passphrase {
            registrar.order(Order::Unlock(passphrase));
        }
        Ok(Self {
            registrar,
            words,
            passphrase: Zeroizing::new(String::new()),
            official: String::new(),
            copy_next: 0,
            textures: None,
            picture: opening.picture,
            frames: 0,
        })
    }

    fn unlock(&mut self, ui: &mut Ui, view: &View) {
        ui.vertical_centered(|ui| {
            ui.set_max_width(560.0);
            ui.add_space(ui.available_height() * 0.22);
            card(ui, |ui| {
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
                    .show(ui, &mut self.passphrase);
                ui.add_space(S);
                let go = Button::primary(self.words.t("console-unlock-go"))
                    .icon(Icon::Lock)
                    .wide()
                    .pressed(ui);
                if (go || Field::entered(ui)) && !self.passphrase.is_empty() {
                    Field::forget(ui, id);
                    self.registrar
                        .order(Order::Unlock(std::mem::take(&mut self.passphrase)));
                }
            });
        });
    }

    fn bar(&mut self, ui: &mut Ui, view: &View) {
        ui.horizontal(|ui| {
            ui.label(
                egui::RichText::new(self.words.t("console-title")).text_style(look::theme::title()),
            );
            ui.add_space(XL);
            match (&view.busy, &view.message) {
                (Some(busy), _) => {
                    progress(ui, &self.words.t(busy), None, None);
                }
                (None, Some(message)) => soft(ui, message.as_str()),
                (None, None) => {}
            }
        });
    }

    fn keys(&mut self, ui: &mut Ui, view: &View) {
        let cap = |key, words: &str, enabled| KeyCap {
            key,
            words: self.words.t(words),
            enabled,
        };
        let chosen = view.shown.is_some();
        let caps = [
            cap(Key::F3, "console-key-previous", !view.rows.is_empty()),
            cap(Key::F4, "console-key-next", !view.rows.is_empty()),
            cap(Key::F5, "console-key-fetch", view.busy.is_none()),
            cap(Key::F8, "console-key-copy", chosen),
            cap(Key::F11, "console-key-language", true),
        ];
        match key_bar(ui, &caps) {
            Some(Key::F3) => self.step(view, -1),
            Some(Key::F4) => self.step(view, 1),
            Some(Key::F5) => self.registrar.order(Order::Visit),
            Some(Key::F8) => self.copy(ui.ctx(), view),
            Some(Key::F11) => {
                self.words = Words::new(self.words.language().next());
                self.registrar.order(Order::Speak(self.words));
            }
            Some(_) | None => {}
        }
    }

    /// Shows the application before or after the one that is shown.
    fn step(&mut self, view: &View, step: isize) {
        let here = view
            .shown
            .as_ref()
            .and_then(|shown| view.rows.iter().position(|row| row.id == shown.id));
        let next = here.map_or(0, |here| {
            here.saturating_add_signed(step)
                .min(view.rows.len().saturating_sub(1))
        });
        if let Some(row) = view.rows.get(next) {
            self.show(row.id);
        }
    }

    fn show(&mut self, id: ApplicationId) {
        self.official.clear();
        self.copy_next = 0;
        self.registrar.order(Order::Show(id));
    }

    /// Copies the next value in reading order.
    fn copy(&mut self, ctx: &Context, view: &View) {
        let Some(shown) = &view.shown else { return };
        let rows: Vec<_> = shown
            .sheet
            .sections
            .iter()
            .flat_map(|section| &section.rows)
            .collect();
        if let Some(row) = rows.get(self.copy_next % rows.len().max(1)) {
            ctx.copy_text(row.value.clone());
            self.copy_next = (self.copy_next + 1) % rows.len();
        }
    }

    /// The textures of the pages of the application that is shown; loaded once.
    fn textures(&mut self, ctx: &Context, view: &View) {
        let shown = view.shown.as_ref().map(|shown| (shown.id, &shown.pages));
        match (shown, &self.textures) {
            (Some((id, Pages::Here(pages))), loaded)
                if loaded.as_ref().is_none_or(|(one, _)| *one != id) =>
            {
                let load = |page: &Arc<egui::ColorImage>| {
                    ctx.load_texture("page", Arc::clone(page), egui::TextureOptions::LINEAR)
                };
                self.textures = Some((id, pages.iter().map(load).collect()));
            }
            (Some((id, _)), Some((loaded, _))) if *loaded != id => self.textures = None,
            (None, Some(_)) => self.textures = None,
            _ => {}
        }
    }

    /// Takes the picture that was asked for, once everything that can be seen is seen.
    fn take_picture(&mut self, ctx: &Context, view: &View) {
        let settled = match (&view.gate, &view.shown) {
            (Gate::Unlocking, _) => false,
            (Gate::Locked(_), _) => true,
            (Gate::Open, Some(shown)) => !matches!(shown.pages, Pages::Coming),
            (Gate::Open, None) => view.rows.is_empty(),
        };
        if self.picture.is_none() || !settled || view.busy.is_some() {
            return;
        }
        self.frames += 1;
        if self.frames < SETTLED {
            ctx.request_repaint();
        } else if let Some(path) = self.picture.take() {
            let window = ctx.clone();
            ctx.request_screenshot(move |picture| {
                if let Err(why) = save(&picture, &path) {
                    tracing::error!("the picture was not saved: {why}");
                }
                window.send_viewport_cmd(egui::ViewportCommand::Close);
                window.request_repaint();
            });
        }
    }
}

impl eframe::App for Window {
    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        let view = self.registrar.view();
        let ctx = ui.ctx().clone();
        self.textures(&ctx, &view);
        self.take_picture(&ctx, &view);
        let palette = palette(ui);
        let ground = Frame::new()
            .fill(palette.ground)
            .inner_margin(Margin::same(16));
        let bar = Frame::new()
            .fill(palette.surface)
            .inner_margin(Margin::symmetric(16, 10));
        if view.gate != Gate::Open {
            CentralPanel::default()
                .frame(ground)
                .show(ui, |ui| self.unlock(ui, &view));
            return;
        }
        Panel::top("bar")
            .frame(bar)
            .show(ui, |ui| self.bar(ui, &view));
        Panel::bottom("keys")
            .frame(bar)
            .show(ui, |ui| self.keys(ui, &view));
        let list = Frame::new()
            .fill(palette.ground)
            .inner_margin(Margin::same(12));
        let chosen = Panel::left("inbox")
            .frame(list)
            .resizable(false)
            .exact_size(340.0)
            .show(ui, |ui| inbox::draw(ui, self.words, &view))
            .inner;
        match chosen {
            Some(inbox::Asked::Show(id)) => self.show(id),
            Some(inbox::Asked::Visit) => self.registrar.order(Order::Visit),
            None => {}
        }
        let pages = Frame::new()
            .fill(palette.line)
            .inner_margin(Margin::same(12));
        let width = (ui.available_width() * 0.46).max(320.0);
        Panel::right("pages")
            .frame(pages)
            .resizable(false)
            .exact_size(width)
            .show(ui, |ui| {
                let textures = self
                    .textures
                    .as_ref()
                    .map(|(_, textures)| textures.as_slice());
                reading::pages(ui, self.words, &view, textures.unwrap_or_default());
            });
        CentralPanel::default().frame(ground).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = L / 2.0;
            self.read(ui, &view);
        });
    }
}

impl Window {
    fn read(&mut self, ui: &mut Ui, view: &View) {
        let Some(shown) = &view.shown else {
            notice(ui, Tone::Plain, &self.words.t("console-choose"), "", |_| {});
            return;
        };
        let asked = reading::sheet(
            ui,
            self.words,
            &shown.sheet,
            (&mut self.official, self.copy_next),
        );
        match asked {
            Some(reading::Asked::Copy(at, value)) => {
                ui.ctx().copy_text(value);
                self.copy_next = at + 1;
            }
            Some(reading::Asked::Register) => {
                let number = std::mem::take(&mut self.official);
                self.registrar.order(Order::Register(shown.id, number));
                self.step(view, 1);
            }
            None => {}
        }
    }
}

fn save(picture: &egui::ColorImage, path: &Path) -> Result<(), image::ImageError> {
    let [width, height] = picture
        .size
        .map(|side| u32::try_from(side).unwrap_or(u32::MAX));
    image::save_buffer(
        path,
        picture.as_raw(),
        width,
        height,
        image::ColorType::Rgba8,
    )
}
