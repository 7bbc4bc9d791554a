//! The search for places: the slowest of all beginnings of all names, right and misspelt, beside SQLite's full-text search.

use super::{BenchError, Build, Figure, Id, Peer};
use crate::codifier::example;
use crate::workspace::Workspace;
use serde_json::Value;

/// Cases as the example calls them, in words, and what each may be at most.
const CASES: [(&str, &str, &str, f64); 5] = [
    (
        "every beginning",
        "slowest search of every beginning of a name, one to six letters",
        "ms",
        5.0,
    ),
    (
        "every beginning with a slip",
        "slowest search of every such beginning, misspelt",
        "ms",
        5.0,
    ),
    (
        "every name with a slip",
        "slowest search of every name, misspelt",
        "ms",
        5.0,
    ),
    ("open", "reading and checking the index", "ms", 100.0),
    ("memory", "memory of the index", "bytes", 1_000_000.0),
];

/// The peer in the same process, on the same words.
const PEER: &str = "SQLite FTS5, prefixes indexed, in memory";

pub(super) fn measure(workspace: &Workspace, build: Build) -> Result<Vec<Figure>, BenchError> {
    let output = example(workspace, "places", build == Build::Release)?.output()?;
    if !output.status.success() {
        return Err(BenchError::Refused {
            program: "the example places",
            act: "to measure",
            words: String::from_utf8_lossy(&output.stderr).trim().to_owned(),
        });
    }
    Ok(figures(&String::from_utf8_lossy(&output.stdout)))
}

/// A case without a line is infinitely slow, so that it is noticed.
fn figures(lines: &str) -> Vec<Figure> {
    let lines: Vec<Value> = lines
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect();
    let figure = |(name, case, unit, bar): (&str, &'static str, &'static str, f64)| {
        let line = lines.iter().find(|line| line["case"] == name);
        let number = |key: &str| line.and_then(|line| line[key].as_f64());
        Figure {
            id: Id::Places,
            case: case.to_owned(),
            value: number("value").unwrap_or(f64::INFINITY),
            unit,
            bar,
            peer: number("peer").map(|value| Peer { name: PEER, value }),
        }
    };
    CASES.into_iter().map(figure).collect()
}

#[cfg(test)]
mod tests {
    use super::figures;

    #[test]
    fn a_case_that_was_not_measured_holds_no_bar() {
        let lines = "{\"case\":\"every beginning\",\"value\":1.5,\"peer\":20.0}\n{\"case\":\"memory\",\"value\":790000}";
        let figures = figures(lines);
        assert!(figures[0].holds() && figures[4].holds());
        assert!(!figures[1].holds() && !figures[3].holds());
        assert!(figures[0].to_json().contains("\"peer_value\":20.0"));
    }
}
