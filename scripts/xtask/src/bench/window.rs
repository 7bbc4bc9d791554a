//! X2: what the kit's window costs on a screen in memory, drawn by software.
//!
//! A start is measured from the process to the second frame after the lock screen is known, so the first is on the screen; the driven
//! window looks for orders every 50 ms at most, which the figure includes.

use super::driven::{Driven, PATIENCE, Screen};
use super::kit::{Kit, PASSPHRASE};
use super::{BenchError, Build, Figure, Id};
use crate::clock;
use crate::workspace::Workspace;
use serde_json::{Value, json};
use std::fs;
use std::time::Duration;

/// How often a start is measured; the middle one counts.
const STARTS: usize = 5;
/// How long the idle window is watched.
const WATCH: Duration = Duration::from_secs(15);
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

    let mut window = Driven::open(&kit, Some(&screen))?;
    visit(&mut window)?;
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
            "processor time of the idle window, unlocked, over 15 s",
            idle,
            "%",
            // What rounds to nothing.
            0.04,
        ),
    ])
}

fn start_s(kit: &Kit, screen: &Screen) -> Result<f64, BenchError> {
    let began = clock::now();
    let window = Driven::open(kit, Some(screen))?;
    let took = began.elapsed().as_secs_f64();
    window.process.leave(PATIENCE);
    Ok(took)
}

/// Unlocks and takes one application from the first word to the sealed parcel.
fn visit(kit: &mut Driven) -> Result<(), BenchError> {
    kit.unlock(PASSPHRASE)?;
    kit.begin_visit()?;
    for (field, text) in RESIDENT {
        kit.ask(&json!({ "do": "set_person", "field": field, "text": text }))?;
    }
    for (path, value) in ANSWERS {
        kit.ask(&json!({ "do": "set_answer", "path": path, "value": value }))?;
    }
    keep_what_stands(kit)?;
    kit.ask(&json!({ "do": "give_consent" }))?;
    kit.until("the consent", |snapshot| {
        application(snapshot)["stage"] == "reviewed"
    })?;
    kit.ask(&json!({ "do": "print_application" }))?;
    kit.until("the application on paper", |snapshot| {
        application(snapshot)["papers"]["application"]["state"] == "printed"
    })?;
    // There is no scanner: the missing sheet is one more finding with a reason.
    keep_what_stands(kit)?;
    kit.ask(&json!({ "do": "finish" }))?;
    kit.until("the sealing and its papers", |snapshot| {
        let papers = &application(snapshot)["papers"];
        papers["inventory"]["state"] == "printed" && papers["slip"]["state"] == "printed"
    })?;
    kit.ask(&json!({ "do": "papers_in_hand" }))?;
    kit.ask(&json!({ "do": "close_visit" }))?;
    kit.until("the day", |snapshot| snapshot["visit"].is_null())?;
    Ok(())
}

/// Gives a reason for every finding that is open.
fn keep_what_stands(kit: &mut Driven) -> Result<(), BenchError> {
    let seen = kit.until("everything to be saved", |snapshot| {
        snapshot["visit"]["saved"] == true
    })?;
    for (order, findings) in [
        ("override_person", &seen["visit"]["findings"]),
        ("override", &application(&seen)["findings"]),
    ] {
        for finding in findings.as_array().into_iter().flatten() {
            let part = |name: &str| finding[name].as_str().unwrap_or_default().to_owned();
            let key = format!("{}#{}", part("place"), part("rule"));
            kit.ask(&json!({ "do": order, "finding": key, "reason": "seen" }))?;
        }
    }
    Ok(())
}

/// The application of the open visit.
fn application(snapshot: &Value) -> &Value {
    &snapshot["visit"]["applications"][0]
}
