//! D1b and D2: whether scanners lose pages or time, and how long a card on the reader takes.
//!
//! An example of the crate `devices` drives its virtual counterparts and SANE's own test back-end.

use super::peers::output;
use super::{BenchError, Build, Figure, Id};
use crate::codifier::example;
use crate::workspace::Workspace;
use serde_json::Value;

/// What the example prints, what it is in words, of what, and what it may be.
const CASES: [(Id, &str, &str, &str, f64); 10] = [
    (
        Id::D1b,
        "whole",
        "sides of 40 lost, doubled or out of order",
        "sides",
        0.0,
    ),
    (
        Id::D1b,
        "jammed",
        "the same with a jam after 17, cleared",
        "sides",
        0.0,
    ),
    (
        Id::D1b,
        "hung",
        "a scanner that hangs, until it is said (8 s ordered)",
        "s",
        10.0,
    ),
    (
        Id::D1b,
        "cancelled",
        "from the cancel to the end of the scan",
        "s",
        1.0,
    ),
    (
        Id::D1b,
        "sane",
        "pages of SANE's ten lost or doubled",
        "pages",
        0.0,
    ),
    (
        Id::D1b,
        "sane-hung",
        "a driver of SANE that hangs, until it is killed (8 s ordered)",
        "s",
        10.0,
    ),
    (
        Id::D2,
        "p256",
        "card among three slots to facts, PACE on P-256",
        "s",
        2.0,
    ),
    (
        Id::D2,
        "brainpool-256",
        "the same on brainpool P256r1",
        "s",
        2.0,
    ),
    (
        Id::D2,
        "brainpool-384",
        "the same on brainpool P384r1",
        "s",
        2.0,
    ),
    (
        Id::D2,
        "bac",
        "the same by the zone of an older card",
        "s",
        2.0,
    ),
];

pub(super) fn measure(
    id: Id,
    workspace: &Workspace,
    build: Build,
) -> Result<Vec<Figure>, BenchError> {
    let mut program = example(workspace, "bay", build == Build::Release)?;
    let lines = output(
        "the example",
        program.arg(format!("{id:?}").to_uppercase()),
        &[],
    )?;
    let lines: Vec<Value> = String::from_utf8_lossy(&lines)
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect();
    let figures = CASES.into_iter().filter(|(of, ..)| *of == id);
    let figures = figures.map(|(id, name, case, unit, bar)| {
        let line = lines.iter().find(|line| line["case"] == name);
        Figure {
            id,
            case: case.to_owned(),
            // A case without a line is infinitely bad, so that it is noticed.
            value: line
                .and_then(|line| line["value"].as_f64())
                .unwrap_or(f64::INFINITY),
            unit,
            bar,
            peer: None,
        }
    });
    Ok(figures.collect())
}
