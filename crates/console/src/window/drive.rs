//! Orders as lines of JSON on standard input, answers on standard output: so that a story can be played on the real window.
//! They tell what can be seen and take pictures; what is done is done by keys.

use std::{
    io::{self, BufRead as _, Write as _},
    path::PathBuf,
    sync::mpsc::{Receiver, TryRecvError, sync_channel},
    thread,
};

use egui::{Context, ViewportCommand};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    Window, save,
    view::{Gate, Pages, View},
};

/// Orders that may wait.
const QUEUE: usize = 16;

/// What can be asked.
#[derive(Deserialize)]
#[serde(untagged)]
enum Asked {
    /// Answers when everything that was asked for is done: what is shown.
    Settled { settled: bool },
    /// Saves a picture.
    Picture { picture: PathBuf },
    /// Makes the window so large.
    Size { size: [f32; 2] },
}

/// The line of orders.
pub(super) struct Orders {
    lines: Receiver<Asked>,
    waiting: bool,
}

impl Orders {
    /// Listens on a thread of its own.
    pub(super) fn listen(ctx: Context) -> io::Result<Self> {
        let (tell, lines) = sync_channel(QUEUE);
        thread::Builder::new()
            .name("orders".to_owned())
            .spawn(move || {
                for line in io::stdin().lock().lines().map_while(Result::ok) {
                    match serde_json::from_str(&line) {
                        Ok(asked) => {
                            if tell.send(asked).is_err() {
                                return;
                            }
                            ctx.request_repaint();
                        }
                        Err(why) => answer(&json!({ "error": why.to_string() })),
                    }
                }
                drop(tell);
                ctx.request_repaint();
            })?;
        Ok(Self {
            lines,
            waiting: false,
        })
    }
}

/// Where nobody listens any more there is nobody to answer.
fn answer(value: &Value) {
    let mut out = io::stdout().lock();
    writeln!(out, "{value}").and_then(|()| out.flush()).ok();
}

impl Window {
    pub(super) fn take_orders(&mut self, ctx: &Context, view: &View) {
        let idle = self.registrar.is_idle();
        let Some(orders) = &mut self.orders else {
            return;
        };
        if orders.waiting {
            if idle {
                orders.waiting = false;
                answer(&seen(view, self.pad.copied));
            }
            return;
        }
        match orders.lines.try_recv() {
            Ok(Asked::Settled { settled }) => {
                orders.waiting = settled;
                ctx.request_repaint();
            }
            Ok(Asked::Picture { picture }) => ctx.request_screenshot(move |shot| {
                answer(&json!({ "saved": save(&shot, &picture) }));
            }),
            Ok(Asked::Size { size }) => {
                ctx.send_viewport_cmd(ViewportCommand::InnerSize(size.into()));
                answer(&json!({ "size": size }));
            }
            Err(TryRecvError::Empty) => {}
            Err(TryRecvError::Disconnected) => ctx.send_viewport_cmd(ViewportCommand::Close),
        }
    }
}

/// What is shown, as far as a story has to know.
fn seen(view: &View, copied: usize) -> Value {
    let gate = match &view.gate {
        Gate::Locked(_) => "locked",
        Gate::Unlocking => "unlocking",
        Gate::Open => "open",
    };
    let shown = view.shown.as_ref();
    json!({
        "gate": gate,
        "listed": view.entries().count(),
        "shown": shown.map(|shown| &shown.sheet.number),
        "stage": shown.map(|shown| shown.stage.key()),
        "pages": shown.map(|shown| match &shown.pages {
            Pages::Here { pages, .. } => pages.len(),
            Pages::Fault(_) => 0,
        }),
        "values": shown.map(|shown| shown.sheet.entered().count()),
        "copied": copied,
        "faults": view.faults.len(),
        "message": view.message,
    })
}
