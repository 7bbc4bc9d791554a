//! S6: two administrators at one kit. What one takes is in nothing that the other is shown, and on the disk for neither.

use super::driven::Driven;
use super::kit::{Kit, PASSPHRASE};
use super::{BenchError, Build, Figure, Id};
use crate::workspace::Workspace;
use serde_json::{Value, json};
use std::fs;

/// Invented residents, each known to one of the two.
const NAMES: [&str; 2] = ["Канаркова", "Соколинська"];

pub(super) fn measure(workspace: &Workspace, build: Build) -> Result<Vec<Figure>, BenchError> {
    let kit = Kit::make(workspace, build)?;
    let mut driven = Driven::open(&kit, None)?;
    driven.unlock(PASSPHRASE)?;
    let colleague = add_colleague(&mut driven)?;
    let people = [PASSPHRASE.to_owned(), colleague];
    let mut crossed = 0;
    let mut missing = 0;
    for (passphrase, name) in people.iter().zip(NAMES) {
        driven.lock()?;
        driven.unlock(passphrase)?;
        driven.begin_visit()?;
        driven.ask(&json!({ "do": "set_person", "field": "surname", "text": name }))?;
        driven.until("everything to be saved", |seen| {
            seen["visit"]["saved"] == true
        })?;
    }
    for (at, passphrase) in people.iter().enumerate() {
        driven.lock()?;
        let seen = driven.unlock(passphrase)?;
        crossed += shows(&seen, NAMES[1 - at]);
        missing += 1 - shows(&seen, NAMES[at]).min(1);
        for visit in seen["visits"].as_array().into_iter().flatten() {
            driven.ask(&json!({ "do": "open_visit", "visit": visit["id"] }))?;
            let open = driven.snapshot()?;
            crossed += shows(&open, NAMES[1 - at]);
        }
    }
    // The second hands the visit over to the first.
    driven.ask(&json!({ "do": "pass_on", "passphrase": people[0] }))?;
    driven.until("the visit to be handed over", |seen| {
        seen["visit"].is_null()
    })?;
    let after = driven.snapshot()?;
    let kept = shows(&after, NAMES[1]);
    driven.lock()?;
    let seen = driven.unlock(&people[0])?;
    missing += NAMES.iter().filter(|name| shows(&seen, name) == 0).count();
    driven.lock()?;
    let written = on_disk(&kit)?;
    let figure = |case: &str, value: usize| Figure {
        id: Id::S6,
        case: case.to_owned(),
        value: value as f64,
        unit: "names",
        bar: 0.0,
        peer: None,
    };
    Ok(vec![
        figure("of the other's resident in what is shown", crossed),
        figure("of one's own resident that are missing", missing),
        figure("left with the one who handed the visit over", kept),
        figure("of either resident in the kit's files", written),
    ])
}

fn add_colleague(kit: &mut Driven) -> Result<String, BenchError> {
    kit.ask(&json!({ "do": "draw_key", "wish": "colleague" }))?;
    let drawn = kit.until("words", |seen| !seen["drawn"].is_null())?;
    let words = drawn["drawn"]["words"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    kit.ask(&json!({ "do": "set_key", "passphrase": words }))?;
    kit.until("the colleague", |seen| seen["drawn"].is_null())?;
    Ok(words)
}

/// How often a name stands anywhere in a snapshot.
fn shows(snapshot: &Value, name: &str) -> usize {
    snapshot.to_string().matches(name).count()
}

/// How many of the names stand in the kit's files, as the database and the logs spell text.
fn on_disk(kit: &Kit) -> Result<usize, BenchError> {
    let mut found = 0;
    for entry in fs::read_dir(kit.data())? {
        let path = entry?.path();
        if path.is_file() {
            let bytes = fs::read(path)?;
            let holds = |name: &&&str| {
                bytes
                    .windows(name.len())
                    .any(|window| window == name.as_bytes())
            };
            found += NAMES.iter().filter(holds).count();
        }
    }
    Ok(found)
}
