//! The window: draws the newest snapshot, sends what the person asks for, and never waits (I7).

use crate::FAREWELL;
use crate::Look;
use crate::names;
use crate::orders::{Asked, NoMoreOrders, Order, Orders, SETTLED, answer, tell_snapshot};
use crate::training::Guests;
use anyhow::{Context as _, Result};
use desk::{Hand, Screen};
use eframe::egui;
use look::{Appearance, Language};
use office::snapshot::Gate;
use office::{Command, Snapshot};
use station::{Ending, KitParts, Station};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

/// The size that a rugged laptop shows whole.
const SIZE: [f32; 2] = [1366.0, 768.0];
/// Below this the screens would clip.
const LEAST: [f32; 2] = [1024.0, 600.0];

struct Window {
    station: Station,
    hand: Hand,
    orders: Option<Orders>,
    closing: Closing,
    /// When the engine was last told that somebody is there, in egui's seconds.
    stayed_at: f64,
    /// Whether a resident fills in alone: the window then covers the screen and cannot be closed.
    cornered: bool,
    /// Who is invited in training.
    guests: Guests,
    /// How the window looks, for whoever comes after it.
    worn: Arc<Mutex<(Language, Appearance)>>,
}

/// How far a window has come that is being shut: it is not closed before a neutral frame is on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Closing {
    No,
    Drawn,
    Told,
}

/// So often, in seconds, the engine is told that somebody is there.
const STAY: f64 = 5.0;

/// Runs until the person quits or locks.
pub(crate) fn run(
    parts: KitParts,
    orders: Option<Orders>,
    look: &mut Look,
) -> Result<Option<Ending>> {
    let options = eframe::NativeOptions {
        viewport: egui::ViewportBuilder::default()
            .with_title("Valiza")
            .with_app_id("valiza")
            .with_inner_size(SIZE)
            .with_min_inner_size(LEAST),
        ..Default::default()
    };
    let kept: Arc<Mutex<Option<Station>>> = Arc::default();
    let keep = kept.clone();
    let (language, appearance) = (look.language, look.appearance);
    let worn = Arc::new(Mutex::new((language, appearance)));
    let wear = worn.clone();
    eframe::run_native(
        "Valiza",
        options,
        Box::new(move |creation| {
            look::install(&creation.egui_ctx, appearance);
            let ctx = creation.egui_ctx.clone();
            let station = Station::start(parts, Box::new(move || ctx.request_repaint()))?;
            *keep.lock().unwrap_or_else(PoisonError::into_inner) = Some(station.clone());
            if let Some(orders) = &orders {
                let ctx = creation.egui_ctx.clone();
                orders.wake_by(move || ctx.request_repaint());
                creation.egui_ctx.add_plugin(names::Names::default());
            }
            let hand = Hand::new(language, appearance);
            Ok(Box::new(Window {
                station,
                hand,
                orders,
                closing: Closing::No,
                stayed_at: f64::NEG_INFINITY,
                cornered: false,
                guests: Guests::default(),
                worn: wear,
            }))
        }),
    )
    .map_err(|error| anyhow::anyhow!("{error}"))
    .context("the window cannot be opened; nothing on the kit is lost. Is there a display?")?;
    (look.language, look.appearance) = *worn.lock().unwrap_or_else(PoisonError::into_inner);
    let station = kept.lock().unwrap_or_else(PoisonError::into_inner).take();
    let Some(station) = station else {
        return Ok(None);
    };
    let _already_ended = station.send(Command::Quit);
    Ok(station.wait_for_ending(FAREWELL))
}

impl eframe::App for Window {
    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        let snapshot = self.station.snapshot();
        if matches!(snapshot.gate, Gate::Closing) {
            self.close(ui, &snapshot);
            return;
        }
        if self.station.ending().is_some() {
            ui.ctx().send_viewport_cmd(egui::ViewportCommand::Close);
            return;
        }
        self.hold_the_corner(ui.ctx(), matches!(snapshot.gate, Gate::Corner));
        self.take_orders(ui.ctx());
        for command in desk::draw(ui, &mut self.hand, &snapshot, &self.station, &self.station) {
            if !self.station.send(command) {
                tracing::error!("the engine is behind; a command was not taken");
            }
        }
        for command in self.guests.invite(&snapshot) {
            if !self.station.send(command) {
                tracing::error!("the engine is behind; a guest was not invited");
            }
        }
        *self.worn.lock().unwrap_or_else(PoisonError::into_inner) =
            (self.hand.language, self.hand.appearance);
        self.say_that_somebody_is_there(ui.input(|input| input.time), snapshot.lock_in_s.is_some());
    }
}

impl Window {
    /// A neutral frame first; when the next one is asked for, it has been on the screen.
    fn close(&mut self, ui: &mut egui::Ui, snapshot: &Snapshot) {
        let _nothing_is_asked =
            desk::draw(ui, &mut self.hand, snapshot, &self.station, &self.station);
        match self.closing {
            Closing::No => {
                self.closing = Closing::Drawn;
                ui.ctx().request_repaint();
            }
            Closing::Drawn => {
                self.closing = Closing::Told;
                if self.orders.is_some() {
                    answer(&serde_json::json!({ "neutral": true }));
                }
                ui.ctx().request_repaint();
            }
            Closing::Told if self.station.ending().is_some() => {
                ui.ctx().send_viewport_cmd(egui::ViewportCommand::Close);
            }
            Closing::Told => {}
        }
    }

    /// In a resident's hands the window is the whole screen and stays.
    fn hold_the_corner(&mut self, ctx: &egui::Context, cornered: bool) {
        if cornered != self.cornered {
            self.cornered = cornered;
            ctx.send_viewport_cmd(egui::ViewportCommand::Fullscreen(cornered));
        }
        if cornered && ctx.input(|input| input.viewport().close_requested()) {
            ctx.send_viewport_cmd(egui::ViewportCommand::CancelClose);
        }
    }

    /// At most every few seconds, but at once where the kit is about to lock itself.
    fn say_that_somebody_is_there(&mut self, now: f64, warned: bool) {
        let due = warned || now - self.stayed_at >= STAY;
        // A touch in between is dropped: told later, it would be taken for a later one.
        let touched = self.hand.take_touch();
        if due && touched && self.station.send(Command::Stay) {
            self.stayed_at = now;
        }
    }

    fn take_orders(&mut self, ctx: &egui::Context) {
        let Some(orders) = &self.orders else { return };
        let order = orders.next();
        if !matches!(order, Ok(None)) {
            // More may wait behind this one.
            ctx.request_repaint();
        }
        match order {
            Ok(Some(Order::Do(command))) => {
                let name = command.name();
                let taken = self.station.send(command);
                answer(&serde_json::json!({ "did": name, "taken": taken }));
            }
            Ok(Some(Order::Ask {
                ask: Asked::Snapshot,
            })) => tell_snapshot(&self.station.settled_snapshot(SETTLED)),
            Ok(Some(Order::Ask { ask: Asked::Names })) => names::tell_next(ctx),
            Ok(Some(Order::Picture { picture })) => {
                ctx.request_screenshot(move |shot| {
                    let saved = save(&shot, &picture);
                    answer(&serde_json::json!({ "picture": picture, "saved": saved }));
                });
            }
            Ok(Some(Order::Screen { screen })) => {
                let known = screen_named(&screen);
                if let Some(screen) = known {
                    self.hand.go(screen);
                }
                answer(&serde_json::json!({ "screen": screen, "known": known.is_some() }));
            }
            Ok(Some(Order::Language { language })) => {
                self.hand.language = if language == "en" {
                    Language::En
                } else {
                    Language::Uk
                };
                answer(&serde_json::json!({ "language": language }));
            }
            Ok(Some(Order::Size { size })) => {
                ctx.send_viewport_cmd(egui::ViewportCommand::InnerSize(size.into()));
                answer(&serde_json::json!({ "size": size }));
            }
            Ok(None) => {}
            Err(NoMoreOrders) => {
                self.orders = None;
                let _full = self.station.send(Command::Quit);
            }
        }
    }
}

fn save(shot: &egui::ColorImage, path: &Path) -> bool {
    let [width, height] = shot.size.map(|side| u32::try_from(side).unwrap_or(0));
    image::save_buffer(path, shot.as_raw(), width, height, image::ColorType::Rgba8).is_ok()
}

fn screen_named(name: &str) -> Option<Screen> {
    Some(match name {
        "today" => Screen::Today,
        "visit" => Screen::Visit,
        "identity" => Screen::Identity,
        "form" => Screen::Form,
        "documents" => Screen::Documents,
        "review" => Screen::Review,
        "finish" => Screen::Finish,
        "outbox" => Screen::Outbox,
        "devices" => Screen::Devices,
        "journal" => Screen::Journal,
        "keys" => Screen::Keys,
        "residue" => Screen::Residue,
        "readiness" => Screen::Readiness,
        "settings" => Screen::Settings,
        _ => return None,
    })
}
