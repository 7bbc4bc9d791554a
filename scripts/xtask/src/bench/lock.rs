//! LOCK: how long an open kit takes to show nothing, and how long until the lock screen of a new process image stands.
//!
//! Measured with the window on a screen in memory, drawn by software; a neutral frame counts when the next one is asked
//! for, so it has been on the screen.

use super::driven::{Driven, Screen};
use super::kit::{Kit, PASSPHRASE};
use super::{BenchError, Build, Figure, Id};
use crate::clock;
use crate::workspace::Workspace;
use serde_json::json;

/// How often each way is measured; the slowest counts.
const TIMES: usize = 5;

/// How the kit is told to lock.
#[derive(Clone, Copy, Debug)]
enum By {
    Key,
    Signal,
}

pub(super) fn measure(workspace: &Workspace, build: Build) -> Result<Vec<Figure>, BenchError> {
    let kit = Kit::make(workspace, build)?;
    let screen = Screen::start()?;
    let mut window = Driven::open(&kit, Some(&screen))?;
    window.unlock(PASSPHRASE)?;
    window.begin_visit()?;
    let mut figures = Vec::new();
    for (by, name) in [(By::Key, "by key"), (By::Signal, "by signal")] {
        let (mut neutral, mut stands) = (0.0_f64, 0.0_f64);
        for _ in 0..TIMES {
            let seen = window.snapshot()?;
            if seen["gate"]["gate"] != "open" {
                window.unlock(PASSPHRASE)?;
            }
            let began = clock::now();
            match by {
                By::Key => window.ask(&json!({ "do": "lock" }))?,
                By::Signal => window.process.signal("USR1")?,
            }
            window.line_with("neutral")?;
            neutral = neutral.max(began.elapsed().as_secs_f64() * 1000.0);
            window.line_with("started")?;
            window.lock_screen()?;
            stands = stands.max(began.elapsed().as_secs_f64());
            if !window.process.is_locked_image() {
                return Err(BenchError::TimedOut("a new process image"));
            }
        }
        let figure = |case: &str, value, unit, bar| Figure {
            id: Id::Lock,
            case: format!("{case}, {name}, slowest of {TIMES}"),
            value,
            unit,
            bar,
            peer: None,
        };
        figures.push(figure("until a neutral screen", neutral, "ms", 100.0));
        figures.push(figure(
            "until the lock screen of a new image",
            stands,
            "s",
            1.5,
        ));
    }
    Ok(figures)
}
