//! What must be zero: losses of a kit that is killed and struck (F1, F2), traces for its finder (S1, S3), keys after ten
//! guesses (S5). The trials are played by `valiza-trial` with the real programs; here their figures get their bars.

use super::{BenchError, Build, Figure, Id};
use crate::workspace::Workspace;
use serde_json::Value;
use std::process::Command;

/// A case as the trial calls it, its unit, and what it may be at most.
type Case = (&'static str, &'static str, f64);

/// What is played.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trial {
    /// A kit killed a thousand times.
    F1,
    /// Every write fails once.
    F2,
    /// A kit killed through its day, its raw disk searched each time.
    S1,
    /// A kit locked and sending.
    S3,
    /// Ten wrong guesses.
    S5,
}

impl Trial {
    fn id(self) -> Id {
        match self {
            Self::F1 => Id::F1,
            Self::F2 => Id::F2,
            Self::S1 => Id::S1,
            Self::S3 => Id::S3,
            Self::S5 => Id::S5,
        }
    }
}

fn cases(trial: Trial) -> &'static [Case] {
    match trial {
        Trial::F1 => &[
            ("sealed lost", "applications", 0.0),
            ("acknowledged revisions lost", "revisions", 0.0),
            ("keys left behind", "keys", 0.0),
        ],
        Trial::F2 => &[
            ("sealed lost", "applications", 0.0),
            ("acknowledged revisions lost", "revisions", 0.0),
            ("power cuts that lost something", "cuts", 0.0),
        ],
        Trial::S1 => &[("traces", "places", 0.0), ("lost", "steps", 0.0)],
        Trial::S3 => &[
            ("words in memory while locked and sending", "places", 0.0),
            ("keys in memory while locked and sending", "places", 0.0),
            ("traces on the disk", "places", 0.0),
            ("places that open the draft after its seal", "places", 0.0),
        ],
        Trial::S5 => &[("places that open after", "places", 0.0)],
    }
}

/// How much was tried, told beside the figures: so many as to mean something.
fn least(trial: Trial) -> &'static [(&'static str, f64)] {
    match trial {
        Trial::F1 => &[("kills", 1000.0)],
        Trial::F2 => &[("blows", 500.0), ("power cuts", 200.0)],
        Trial::S1 => &[("kills", 30.0), ("words", 20.0)],
        Trial::S3 => &[
            ("words in memory while open", 1.0),
            ("keys in memory while open", 1.0),
            ("places that open the draft before its seal", 2.0),
        ],
        Trial::S5 => &[("guesses", 10.0), ("places that open before", 2.0)],
    }
}

pub(super) fn measure(
    trial: Trial,
    workspace: &Workspace,
    build: Build,
) -> Result<Vec<Figure>, BenchError> {
    let path = workspace.target.join(build.folder()).join("valiza-trial");
    if !path.exists() {
        return Err(BenchError::NotBuilt {
            path,
            is_release: build == Build::Release,
        });
    }
    let output = Command::new(path).arg(format!("{trial:?}")).output()?;
    if !output.status.success() {
        return Err(BenchError::Refused {
            program: "valiza-trial",
            act: "to measure",
            words: String::from_utf8_lossy(&output.stderr).trim().to_owned(),
        });
    }
    Ok(figures(trial, &String::from_utf8_lossy(&output.stdout)))
}

/// A case without a line has lost everything, and where too little was tried every figure is.
fn figures(trial: Trial, lines: &str) -> Vec<Figure> {
    let lines: Vec<Value> = lines
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect();
    let told = |case: &str| {
        let line = lines.iter().find(|line| line["case"] == case);
        line.and_then(|line| line["value"].as_f64())
    };
    let tried = |(case, least): &(&str, f64)| told(case).is_some_and(|value| value >= *least);
    let is_enough = least(trial).iter().all(tried);
    let beside: Vec<String> = least(trial)
        .iter()
        .map(|(case, _)| format!("{case}: {}", told(case).unwrap_or(0.0)))
        .collect();
    let figure = |(case, unit, bar): &Case| Figure {
        id: trial.id(),
        case: format!("{case} ({})", beside.join(", ")),
        value: told(case).filter(|_| is_enough).unwrap_or(f64::INFINITY),
        unit,
        bar: *bar,
        peer: None,
    };
    cases(trial).iter().map(figure).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trial_that_tried_too_little_holds_no_bar() {
        let lines = |kills: u32| {
            format!(
                "{{\"case\":\"kills\",\"value\":{kills}}}\n{{\"case\":\"sealed lost\",\"value\":0}}"
            )
        };
        let whole = figures(Trial::F1, &lines(1000));
        assert!(whole[0].holds() && whole[0].case.contains("kills: 1000"));
        assert!(!whole[1].holds(), "what was not told is not held");
        assert!(!figures(Trial::F1, &lines(3))[0].holds());
    }
}
