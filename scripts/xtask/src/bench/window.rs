//! X2: what the kit's window costs on a screen in memory, drawn by software.
//!
//! A start is measured from the process to the second frame after the lock screen is known, so the first is on the screen; the driven
//! window looks for orders every 50 ms at most, which the figure includes.

use super::kit::{Kit, PASSPHRASE};
use super::process::Background;
use super::{BenchError, Build, Figure, Id};
use crate::clock;
use crate::workspace::Workspace;
use serde_json::{Value, json};
use std::fs;
use std::process::Command;
use std::time::Duration;

/// How often a start is measured; the middle one counts.
const STARTS: usize = 5;
/// How long any state is waited for.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long the idle window is watched.
const WATCH: Duration = Duration::from_secs(20);
/// How long an opened visit takes to settle: saving and drawing have ended then.
const SETTLING: Duration = Duration::from_secs(2);

/// An invented resident, typed.
const RESIDENT: [(&str, &str); 7] = [
    ("surname", "Гнатюк"),
    ("given_name", "Ганна"),
    ("birth_date", "1943-02-14"),
    ("sex", "F"),
    ("document_kind", "passport_book"),
    ("document_number", "СН 246813"),
    ("settlement", "Делієве"),
];
/// What the service asks of her.
const ANSWERS: [(&str, &str); 4] = [
    ("/data/photo/age", "45"),
    ("/data/photo/old_photo", "yes"),
    ("/data/photo/photos", "2"),
    ("/data/notice/notify_phone", "+380509876543"),
];

pub(super) fn measure(workspace: &Workspace, build: Build) -> Result<Vec<Figure>, BenchError> {
    let kit = Kit::make(workspace, build)?;
    let screen = Screen::start()?;
    let mut starts = (0..STARTS)
        .map(|_| start_s(&kit, &screen))
        .collect::<Result<Vec<_>, _>>()?;
    starts.sort_by(f64::total_cmp);
    let size = fs::metadata(kit.program())?.len();

    let mut window = Window::open(&kit, &screen)?;
    window.visit()?;
    // No depot answers here; between two tries the window has nothing to do, and that is what is watched.
    window.until("a pause between two tries", |snapshot| {
        let state = &snapshot["outbox"]["items"][0]["state"];
        state["seconds"].as_f64() > Some(WATCH.as_secs_f64() + SETTLING.as_secs_f64() + 1.0)
    })?;
    let _nothing = window.process.line(SETTLING);
    let resident = window.process.resident_mb()?;
    let before = window.process.busy_s()?;
    let _nothing = window.process.line(WATCH);
    let idle = (window.process.busy_s()? - before) / WATCH.as_secs_f64() * 100.0;
    window.process.leave(PATIENCE);

    let figure = |case: &str, value, unit, bar| Figure {
        id: Id::X2,
        case: case.to_owned(),
        value,
        unit,
        bar,
        peer: None,
    };
    Ok(vec![
        figure(
            "start of the process to a usable lock screen, middle of five",
            starts[STARTS / 2],
            "s",
            1.0,
        ),
        figure(
            "resident memory, unlocked, after one visit was sealed",
            resident,
            "MB",
            160.0,
        ),
        figure("size of the program", size as f64 / 1e6, "MB", 60.0),
        // Half a percent is what a clock that ticks once a minute may cost.
        figure(
            "processor time of the idle window, unlocked, over 20 s",
            idle,
            "%",
            // What rounds to nothing.
            0.04,
        ),
    ])
}

fn start_s(kit: &Kit, screen: &Screen) -> Result<f64, BenchError> {
    let began = clock::now();
    let window = Window::open(kit, screen)?;
    let took = began.elapsed().as_secs_f64();
    window.process.leave(PATIENCE);
    Ok(took)
}

/// A screen in memory.
#[derive(Debug)]
struct Screen {
    display: String,
    _server: Background,
}

impl Screen {
    fn start() -> Result<Self, BenchError> {
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

/// The kit's window, driven.
#[derive(Debug)]
struct Window {
    process: Background,
}

impl Window {
    /// Starts the kit and waits until its lock screen stands.
    fn open(kit: &Kit, screen: &Screen) -> Result<Self, BenchError> {
        let mut command = kit.command();
        command
            .arg("--drive")
            .env("DISPLAY", &screen.display)
            .env("LIBGL_ALWAYS_SOFTWARE", "1")
            .env_remove("WAYLAND_DISPLAY");
        let mut window = Self {
            process: Background::start(&mut command)?,
        };
        window.until("the lock screen", |snapshot| {
            snapshot["gate"]["gate"] == "locked" && snapshot["generation"] != 0
        })?;
        window.snapshot()?;
        Ok(window)
    }

    /// Unlocks and takes one application from the first word to the sealed parcel.
    fn visit(&mut self) -> Result<(), BenchError> {
        self.ask(&json!({ "do": "unlock", "passphrase": PASSPHRASE }))?;
        let open = self.until("the unlocked kit", |snapshot| {
            snapshot["gate"]["gate"] == "open"
        })?;
        let community = &open["kit"]["communities"][0][0];
        self.ask(&json!({ "do": "new_visit", "community": community, "basis": "route_day" }))?;
        self.until("the visit", |snapshot| !snapshot["visit"].is_null())?;
        self.ask(&json!({ "do": "add_application", "service": "photo-25-45" }))?;
        self.until("the application", |snapshot| {
            snapshot["visits"][0]["open"] == 1
        })?;
        for (field, text) in RESIDENT {
            self.ask(&json!({ "do": "set_person", "field": field, "text": text }))?;
        }
        for (path, value) in ANSWERS {
            self.ask(&json!({ "do": "set_answer", "path": path, "value": value }))?;
        }
        self.keep_what_stands()?;
        self.ask(&json!({ "do": "give_consent" }))?;
        self.until("the consent", |snapshot| {
            application(snapshot)["stage"] == "reviewed"
        })?;
        self.ask(&json!({ "do": "print_application" }))?;
        self.until("the application on paper", |snapshot| {
            application(snapshot)["papers"]["application"]["state"] == "printed"
        })?;
        // There is no scanner: the missing sheet is one more finding with a reason.
        self.keep_what_stands()?;
        self.ask(&json!({ "do": "finish" }))?;
        self.until("the sealing and its papers", |snapshot| {
            let papers = &application(snapshot)["papers"];
            papers["inventory"]["state"] == "printed" && papers["slip"]["state"] == "printed"
        })?;
        self.ask(&json!({ "do": "papers_in_hand" }))?;
        self.ask(&json!({ "do": "close_visit" }))?;
        self.until("the day", |snapshot| snapshot["visit"].is_null())?;
        Ok(())
    }

    /// Gives a reason for every finding that is open.
    fn keep_what_stands(&mut self) -> Result<(), BenchError> {
        let seen = self.until("everything to be saved", |snapshot| {
            snapshot["visit"]["saved"] == true
        })?;
        for (order, findings) in [
            ("override_person", &seen["visit"]["findings"]),
            ("override", &application(&seen)["findings"]),
        ] {
            for finding in findings.as_array().into_iter().flatten() {
                let part = |name: &str| finding[name].as_str().unwrap_or_default().to_owned();
                let key = format!("{}#{}", part("place"), part("rule"));
                self.ask(&json!({ "do": order, "finding": key, "reason": "seen" }))?;
            }
        }
        Ok(())
    }

    fn ask(&mut self, order: &Value) -> Result<(), BenchError> {
        self.process.tell(&order.to_string())?;
        Ok(())
    }

    /// The newest snapshot; answers to other orders that come before it are passed over.
    fn snapshot(&mut self) -> Result<Value, BenchError> {
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

    fn until(
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

/// The application of the open visit.
fn application(snapshot: &Value) -> &Value {
    &snapshot["visit"]["applications"][0]
}
