//! R1 and R5: the real console fetches, verifies and opens a hundred applications of 1.5 MB from a real depot; and the same
//! with one of them spoilt.
//!
//! Measured from the start of each command to its end; what a command takes that only unlocks is told beside it.

use std::process::Command;

use serde_json::Value;

use super::{BenchError, Build, Figure, Id, Peer};
use crate::workspace::Workspace;

/// What ODK Central took for the same on this kind of machine, in seconds.
const PEER_S: f64 = 12.6;

pub(super) fn measure(
    id: Id,
    workspace: &Workspace,
    build: Build,
) -> Result<Vec<Figure>, BenchError> {
    let told = play(
        workspace,
        build,
        if id == Id::R5 { "poison" } else { "fetch" },
    )?;
    let number = |key: &str| told[key].as_f64().unwrap_or(f64::INFINITY);
    let figure = |case: &str, value, unit, bar, peer| Figure {
        id,
        case: case.to_owned(),
        value,
        unit,
        bar,
        peer,
    };
    if id == Id::R5 {
        let lost = 99.0 - number("opened");
        let said = if told["well"] == Value::Bool(false) {
            0.0
        } else {
            1.0
        };
        return Ok(vec![
            figure(
                "not opened of the ninety-nine that are whole",
                lost,
                "applications",
                0.0,
                None,
            ),
            figure(
                "spoilt ones that were not named",
                said,
                "applications",
                0.0,
                None,
            ),
        ]);
    }
    let unlocking = number("unlock_ms") / 1000.0;
    let both = (number("fetch_ms") + number("open_ms")) / 1000.0;
    let peer = Some(Peer {
        name: "ODK Central",
        value: PEER_S,
    });
    Ok(vec![
        figure(
            "fetch, verify and open 100 x 1.5 MB, without the two unlockings",
            both - 2.0 * unlocking,
            "s",
            1.5,
            peer,
        ),
        figure("the same with them", both, "s", f64::INFINITY, None),
        figure(
            "memory at most, over that of an unlocking",
            number("peak_kib") / 1024.0 - number("unlock_kib") / 1024.0,
            "MiB",
            64.0,
            None,
        ),
    ])
}

/// Plays the morning's measurement and gives what it told.
fn play(workspace: &Workspace, build: Build, what: &str) -> Result<Value, BenchError> {
    let path = workspace.target.join(build.folder()).join("valiza-morning");
    if !path.exists() {
        return Err(BenchError::NotBuilt {
            path,
            is_release: build == Build::Release,
        });
    }
    let output = Command::new(path).arg(what).output()?;
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
