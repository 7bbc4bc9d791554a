//! The kit's program driven by orders, with its window on a screen in memory or without one.

use super::BenchError;
use super::kit::Kit;
use super::process::Background;
use crate::clock;
use serde_json::{Value, json};
use std::process::Command;
use std::time::Duration;

/// How long any state is waited for.
pub(super) const PATIENCE: Duration = Duration::from_secs(60);

/// A screen in memory.
#[derive(Debug)]
pub(super) struct Screen {
    display: String,
    _server: Background,
}

impl Screen {
    pub(super) fn start() -> Result<Self, BenchError> {
        let mut command = Command::new("Xvfb");
        command.args([
            "-displayfd",
            "1",
            "-screen",
            "0",
            "1366x768x24",
            "-nolisten",
            "tcp",
        ]);
        command.stderr(std::process::Stdio::null());
        let server = Background::start(&mut command).map_err(|_missing| BenchError::NoScreen)?;
        let number = server.line(PATIENCE).ok_or(BenchError::NoScreen)?;
        Ok(Self {
            display: format!(":{}", number.trim()),
            _server: server,
        })
    }
}

/// The kit, driven.
#[derive(Debug)]
pub(super) struct Driven {
    pub(super) process: Background,
}

impl Driven {
    /// Starts the kit, with its window where there is a screen, and waits until its lock screen stands.
    pub(super) fn open(kit: &Kit, screen: Option<&Screen>) -> Result<Self, BenchError> {
        let mut command = kit.command();
        command.arg("--drive");
        match screen {
            Some(screen) => command
                .env("DISPLAY", &screen.display)
                .env("LIBGL_ALWAYS_SOFTWARE", "1")
                .env_remove("WAYLAND_DISPLAY"),
            None => command.arg("--no-window"),
        };
        let mut driven = Self {
            process: Background::start(&mut command)?,
        };
        driven.lock_screen()?;
        Ok(driven)
    }

    /// Waits until the lock screen stands.
    pub(super) fn lock_screen(&mut self) -> Result<(), BenchError> {
        self.until("the lock screen", |snapshot| {
            snapshot["gate"]["gate"] == "locked" && snapshot["generation"] != 0
        })?;
        self.snapshot().map(drop)
    }

    /// Types a passphrase and waits until the kit is open.
    pub(super) fn unlock(&mut self, passphrase: &str) -> Result<Value, BenchError> {
        self.ask(&json!({ "do": "unlock", "passphrase": passphrase }))?;
        self.until("the unlocked kit", |snapshot| {
            snapshot["gate"]["gate"] == "open"
        })
    }

    /// Locks and waits for the lock screen of the new image.
    pub(super) fn lock(&mut self) -> Result<(), BenchError> {
        self.ask(&json!({ "do": "lock" }))?;
        self.line_with("started")?;
        self.lock_screen()
    }

    /// Begins a visit with one application.
    pub(super) fn begin_visit(&mut self) -> Result<(), BenchError> {
        let open = self.snapshot()?;
        let community = &open["kit"]["communities"][0][0];
        self.ask(&json!({ "do": "new_visit", "community": community, "basis": "route_day" }))?;
        self.until("the visit", |snapshot| !snapshot["visit"].is_null())?;
        self.ask(&json!({ "do": "add_application", "service": "photo-25-45" }))?;
        self.until("the application", |snapshot| {
            snapshot["visits"][0]["open"] == 1
        })?;
        Ok(())
    }

    /// Waits for a line that carries `key`; others are passed over.
    pub(super) fn line_with(&mut self, key: &'static str) -> Result<(), BenchError> {
        loop {
            let line = self
                .process
                .line(PATIENCE)
                .ok_or(BenchError::TimedOut(key))?;
            let answer: Value = serde_json::from_str(&line).unwrap_or_default();
            if !answer[key].is_null() {
                return Ok(());
            }
        }
    }

    pub(super) fn ask(&mut self, order: &Value) -> Result<(), BenchError> {
        self.process.tell(&order.to_string())?;
        Ok(())
    }

    /// The newest snapshot; answers to other orders that come before it are passed over.
    pub(super) fn snapshot(&mut self) -> Result<Value, BenchError> {
        self.ask(&json!({ "ask": "snapshot" }))?;
        loop {
            let line = self
                .process
                .line(PATIENCE)
                .ok_or(BenchError::TimedOut("it does not answer"))?;
            let mut answer: Value = serde_json::from_str(&line).unwrap_or_default();
            if !answer["snapshot"].is_null() {
                return Ok(answer["snapshot"].take());
            }
        }
    }

    pub(super) fn until(
        &mut self,
        what: &'static str,
        reached: impl Fn(&Value) -> bool,
    ) -> Result<Value, BenchError> {
        let began = clock::now();
        while began.elapsed() < PATIENCE {
            let snapshot = self.snapshot()?;
            if reached(&snapshot) {
                return Ok(snapshot);
            }
        }
        Err(BenchError::TimedOut(what))
    }
}
