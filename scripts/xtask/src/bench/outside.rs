//! S2: what a depot can guess from the parts that it sees, beside what it would guess without seeing them.
//!
//! The parts are sealed and sent by the real code; the guesser is scikit-learn's gradient boosting, fetched in the versions
//! that `tests/outside/requirements.txt` pins.

use super::peers::{from_pypi, output};
use super::{BenchError, Build, Figure, Id, Peer};
use crate::codifier::example;
use crate::workspace::Workspace;
use serde_json::Value;
use std::process::Command;

const CLASSIFIER: &str = "tests/outside";
/// So much better than the commonest answer a classifier may do.
const ADVANTAGE: f64 = 0.05;
const QUESTIONS: usize = 6;

pub(super) fn measure(workspace: &Workspace, build: Build) -> Result<Vec<Figure>, BenchError> {
    let python = from_pypi(workspace, "s2", CLASSIFIER)?;
    let mut visits = example(workspace, "outside", build == Build::Release)?;
    let seen = output("the example outside", &mut visits, &[])?;
    let mut classify = Command::new(python);
    classify.arg(workspace.root.join(CLASSIFIER).join("classify.py"));
    let guesses = output("the classifier", &mut classify, &seen)?;
    let figures = figures(&String::from_utf8_lossy(&guesses));
    if figures.len() == QUESTIONS {
        Ok(figures)
    } else {
        Err(BenchError::TimedOut("the classifier left questions open"))
    }
}

fn figures(lines: &str) -> Vec<Figure> {
    let figure = |line: &str| {
        let line: Value = serde_json::from_str(line).ok()?;
        let prior = line["peer"].as_f64()?;
        Some(Figure {
            id: Id::S2,
            case: format!(
                "right guesses at the {}, of {}",
                line["case"].as_str()?,
                line["asked"]
            ),
            value: line["value"].as_f64()?,
            unit: "",
            bar: prior + ADVANTAGE,
            peer: Some(Peer {
                name: "the commonest answer",
                value: prior,
            }),
        })
    };
    lines.lines().filter_map(figure).collect()
}

#[cfg(test)]
mod tests {
    use super::figures;

    #[test]
    fn a_guess_may_be_a_little_better_than_the_prior_and_no_more() {
        let line =
            |right: f64| format!("{{\"case\":\"a\",\"value\":{right},\"peer\":0.2,\"asked\":9}}");
        assert!(figures(&line(0.24))[0].holds());
        assert!(!figures(&line(0.26))[0].holds());
        assert!(figures("no JSON").is_empty());
    }
}
