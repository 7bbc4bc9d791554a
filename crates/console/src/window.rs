//! The coordinator's window: the inbox on the left, one application in the middle, its scans on the right; kits, keys, what
//! is sent, the report and the log on tabs of their own.
//!
//! It draws one view per frame and answers with orders; it never waits and never opens anything itself. A registrar
//! on a thread of its own does the work (I7). Values are copied by one key, in the order of the form, for re-keying.

mod drive;
mod frame;
mod inbox;
mod pad;
mod reading;
mod registrar;
mod tabs;
mod view;

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use eframe::CreationContext;
use egui::{Context, Event, TextureHandle, Ui};
use look::{Appearance, Language, Words};
use parcel::ApplicationId;
use zeroize::Zeroizing;

use crate::folder::Folder;

use drive::Orders;
use pad::Pad;
use registrar::{Order, Registrar};
use view::{Gate, Pages, Tab, View};

/// Frames to draw before a picture is taken, so that text and textures have settled.
const SETTLED: u8 = 6;

/// How long before it locks the window says so, in seconds.
const WARNING_S: f64 = 30.0;

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
    /// Lock after so many seconds in which nobody touched anything.
    pub idle_s: u32,
    /// Take orders as lines of JSON on standard input.
    pub drive: bool,
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
            .with_min_inner_size([960.0, 560.0]),
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
pub struct Window {
    registrar: Registrar,
    words: Words,
    tab: Tab,
    pad: Pad,
    textures: Option<(ApplicationId, Vec<TextureHandle>)>,
    idle_s: f64,
    touched: f64,
    orders: Option<Orders>,
    picture: Option<PathBuf>,
    frames: u8,
}

impl std::fmt::Debug for Window {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Window({:?})", self.tab)
    }
}

impl Window {
    /// A window on this screen.
    ///
    /// # Errors
    /// The system starts no thread.
    pub fn new(ctx: &Context, opening: Opening) -> std::io::Result<Self> {
        look::install(ctx, Appearance::default());
        let words = Words::new(opening.language);
        let registrar = Registrar::begin(opening.folder, words, opening.show, ctx.clone())?;
        if let Some(passphrase) = opening.passphrase {
            registrar.order(Order::Unlock(passphrase));
        }
        let orders = opening
            .drive
            .then(|| Orders::listen(ctx.clone()))
            .transpose()?;
        Ok(Self {
            registrar,
            words,
            tab: Tab::Register,
            pad: Pad::default(),
            textures: None,
            idle_s: f64::from(opening.idle_s),
            touched: 0.0,
            orders,
            picture: opening.picture,
            frames: 0,
        })
    }

    /// Waits until everything that was asked for is done, or not longer than `patience`; whether it is. For whoever draws
    /// frames by hand.
    #[must_use]
    pub fn settle(&self, patience: Duration) -> bool {
        self.registrar.settle(patience)
    }

    /// Draws one frame.
    pub fn draw(&mut self, ui: &mut Ui) {
        let view = self.registrar.view();
        let ctx = ui.ctx().clone();
        self.take_orders(&ctx, &view);
        self.watch(&ctx, &view);
        self.textures(&ctx, &view);
        self.take_picture(&ctx, &view);
        if view.gate == Gate::Open {
            self.frame(ui, &view);
        } else {
            self.pad.forget();
            self.locked(ui, &view);
        }
    }

    /// Locks when nobody has touched anything for long enough.
    fn watch(&mut self, ctx: &Context, view: &View) {
        let (now, touched) = ctx.input(|input| {
            let by_hand = |event: &Event| {
                matches!(
                    event,
                    Event::Key { .. }
                        | Event::Text(_)
                        | Event::PointerMoved(_)
                        | Event::PointerButton { .. }
                        | Event::Paste(_)
                )
            };
            (input.time, input.events.iter().any(by_hand))
        });
        if touched || view.gate != Gate::Open || view.busy.is_some() {
            self.touched = now;
        }
        if view.gate != Gate::Open {
            return;
        }
        let left = self.idle_s - (now - self.touched);
        self.pad.locks_in = (left < WARNING_S).then_some(left.max(0.0));
        if left <= 0.0 {
            self.lock(ctx);
        } else {
            let next = if left > WARNING_S {
                left - WARNING_S
            } else {
                1.0_f64.min(left)
            };
            ctx.request_repaint_after(Duration::from_secs_f64(next.max(0.02)));
        }
    }

    /// Forgets everything that was shown; what was copied goes from the clipboard.
    fn lock(&mut self, ctx: &Context) {
        if self.pad.copied > 0 {
            ctx.copy_text(String::new());
        }
        self.pad.forget();
        self.textures = None;
        self.registrar.order(Order::Lock);
    }

    /// The textures of the pages of the application that is shown; each loaded once.
    fn textures(&mut self, ctx: &Context, view: &View) {
        let Some(shown) = &view.shown else {
            self.textures = None;
            return;
        };
        let (id, loaded) = self.textures.get_or_insert_with(|| (shown.id, Vec::new()));
        if *id != shown.id {
            (*id, *loaded) = (shown.id, Vec::new());
        }
        if let Pages::Here { pages, .. } = &shown.pages {
            for page in pages.iter().skip(loaded.len()) {
                loaded.push(ctx.load_texture(
                    "page",
                    Arc::clone(page),
                    egui::TextureOptions::LINEAR,
                ));
            }
        }
    }

    /// Takes the picture that was asked for, once everything that can be seen is seen.
    fn take_picture(&mut self, ctx: &Context, view: &View) {
        let settled = self.registrar.is_idle() && view.gate != Gate::Unlocking;
        if self.picture.is_none() || !settled {
            return;
        }
        self.frames += 1;
        if self.frames < SETTLED {
            ctx.request_repaint();
        } else if let Some(path) = self.picture.take() {
            let window = ctx.clone();
            ctx.request_screenshot(move |picture| {
                save(&picture, &path);
                window.send_viewport_cmd(egui::ViewportCommand::Close);
                window.request_repaint();
            });
        }
    }
}

impl eframe::App for Window {
    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        self.draw(ui);
    }
}

/// Saves a picture of the window; whether that went well.
fn save(picture: &egui::ColorImage, path: &Path) -> bool {
    let [width, height] = picture
        .size
        .map(|side| u32::try_from(side).unwrap_or(u32::MAX));
    let saved = image::save_buffer(
        path,
        picture.as_raw(),
        width,
        height,
        image::ColorType::Rgba8,
    );
    if let Err(why) = &saved {
        tracing::error!("the picture was not saved: {why}");
    }
    saved.is_ok()
}
