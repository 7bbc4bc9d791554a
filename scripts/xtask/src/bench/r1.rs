//! R1: the real console fetches, verifies and opens a hundred applications of 1.5 MB from a real depot.
//!
//! Measured from the start of each command to its end; what a command takes that only unlocks is told beside it.

use std::process::Command;

use serde_json::Value;

use super::{BenchError, Build, Figure, Id};
use crate::workspace::Workspace;

pub(super) fn measure(workspace: &Workspace, build: Build) -> Result<Vec<Figure>, BenchError> {
    let told = play(workspace, build)?;
    let number = |key: &str| told[key].as_f64().unwrap_or(f64::INFINITY);
    let figure = |case: &str, value, unit, bar| Figure {
        id: Id::R1,
        case: case.to_owned(),
        value,
        unit,
        bar,
        peer: None,
    };
    let unlocking = number("unlock_ms") / 1000.0;
    let both = (number("fetch_ms") + number("open_ms")) / 1000.0;
    Ok(vec![
        figure(
            "fetch, verify and open 100 x 1.5 MB, without the two unlockings",
            both - 2.0 * unlocking,
            "s",
            1.5,
        ),
        figure("the same with them", both, "s", f64::INFINITY),
        figure(
            "memory at most, over that of an unlocking",
            number("peak_kib") / 1024.0 - number("unlock_kib") / 1024.0,
            "MiB",
            64.0,
        ),
    ])
}

/// Plays the morning's measurement and gives what it told.
fn play(workspace: &Workspace, build: Build) -> Result<Value, BenchError> {
    let path = workspace.target.join(build.folder()).join("valiza-morning");
    if !path.exists() {
        return Err(BenchError::NotBuilt {
            path,
            is_release: build == Build::Release,
        });
    }
    let output = Command::new(path).arg("fetch").output()?;
    let words = || String::from_utf8_lossy(&output.stderr).into_owned();
    let line = String::from_utf8_lossy(&output.stdout);
    serde_json::from_str(line.lines().last().unwrap_or_default()).map_err(|_why| {
        BenchError::Refused {
            program: "valiza-morning",
            act: "measure",
            words: words(),
        }
    })
}
