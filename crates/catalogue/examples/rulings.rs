//! What our form engine makes of a folder of workbooks and the answers beside them, as JSON for a comparison.
//!
//! `rulings FOLDER...`: each `NAME.xlsx` is filled in as `NAME.json` says, each
//! `NAME/form.xlsx` question by question; after every step every question's ruling is written.

use anyhow::{Context as _, Result, anyhow};
use catalogue::xlsform;
use office::form::{Choice, FormClock, FormState, Kind};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// One thing that is done to a form.
#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
enum Step {
    /// Path and answer.
    Set(String, String),
    /// A row more.
    Add(String),
    /// A row less: path and position.
    Remove(String, usize),
}

fn main() -> Result<()> {
    let mut all = Vec::new();
    for folder in std::env::args_os().skip(1) {
        let mut paths: Vec<PathBuf> = fs::read_dir(&folder)?
            .map(|entry| Ok(entry?.path()))
            .collect::<Result<_>>()?;
        paths.sort();
        for path in paths {
            let form = path.join("form.xlsx");
            let name = path.file_stem().unwrap_or_default().to_string_lossy();
            if form.is_file() {
                all.push(filled(&form, &name).with_context(|| form.display().to_string())?);
            } else if path.extension().is_some_and(|end| end == "xlsx") {
                all.push(filled(&path, &name).with_context(|| path.display().to_string())?);
            }
        }
    }
    std::io::stdout().write_all(&serde_json::to_vec(&all)?)?;
    Ok(())
}

fn filled(path: &Path, name: &str) -> Result<Value> {
    let beside = |file: &str| fs::read(path.with_file_name(file)).ok();
    let checked = xlsform::check(name, &fs::read(path)?, &beside).map_err(|mistakes| {
        let lines: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
        anyhow!(lines.join("\n"))
    })?;
    let clock = FormClock {
        iso_date: "2026-11-21".to_owned(),
        iso_datetime: "2026-11-21T12:05:00.000+00:00".to_owned(),
    };
    let mut state = FormState::start(&checked.form, "", clock)?;
    let script = path.with_extension("json");
    let steps: Vec<Step> = if script.is_file() {
        serde_json::from_str(&fs::read_to_string(script)?)?
    } else {
        played(&state)?
    };
    let mut rulings = vec![rulings(&state)];
    for step in &steps {
        take(&mut state, step)?;
        rulings.push(self::rulings(&state));
    }
    Ok(json!({
        "name": name, "workbook": path, "xform": checked.xform, "steps": steps, "rulings": rulings,
    }))
}

fn take(state: &mut FormState, step: &Step) -> Result<()> {
    match step {
        Step::Set(path, value) => state.set(path, value),
        Step::Add(path) => state.add_row(path),
        Step::Remove(path, position) => state.remove_row(path, *position),
    }
    .with_context(|| format!("{step:?}"))
}

/// Every question answered twice, each repeat with a second row: for a workbook without answers beside it.
fn played(blank: &FormState) -> Result<Vec<Step>> {
    let mut state = blank.clone();
    let mut steps = Vec::new();
    for round in 0..2 {
        let mut done = BTreeSet::new();
        loop {
            let steps_of_form = state.view().steps;
            let rows = steps_of_form
                .iter()
                .filter(|step| step.rows.is_some() && !step.counted);
            let rows = rows.map(|step| Step::Add(step.path.clone()));
            let answers = steps_of_form.iter().flat_map(|step| step.all_questions());
            let answers = answers.filter(|question| !question.read_only);
            let answers = answers.filter_map(|question| {
                Some(Step::Set(
                    question.path.clone(),
                    answer(&question.kind, round)?,
                ))
            });
            let Some(step) = answers
                .chain(rows)
                .find(|step| done.insert(format!("{step:?}")))
            else {
                break;
            };
            take(&mut state, &step)?;
            steps.push(step);
        }
    }
    Ok(steps)
}

fn answer(kind: &Kind, round: usize) -> Option<String> {
    let second = round > 0;
    let pick = |choices: &[Choice]| {
        let choice = if second {
            choices.last()
        } else {
            choices.first()
        };
        choice.map(|choice| choice.name.clone())
    };
    let text = match kind {
        Kind::Text | Kind::LongText | Kind::Barcode => {
            if second {
                "OTHER"
            } else {
                "WORD"
            }
        }
        Kind::Integer => {
            if second {
                "3"
            } else {
                "45"
            }
        }
        Kind::Decimal => {
            if second {
                "0.5"
            } else {
                "45.25"
            }
        }
        Kind::Date => {
            if second {
                "2019-02-28"
            } else {
                "2022-03-24"
            }
        }
        Kind::Time | Kind::Moment | Kind::Tick | Kind::Signature | Kind::Note => return None,
        Kind::SelectOne(choices) | Kind::SelectMany(choices) => return pick(choices),
    };
    Some(text.to_owned())
}

fn rulings(state: &FormState) -> Value {
    let rulings = state
        .rulings()
        .into_iter()
        .filter(|ruling| !ruling.path.contains("/meta/"));
    let told = rulings.map(|ruling| {
        let what = json!([ruling.value, ruling.relevant, ruling.required, ruling.fits]);
        (ruling.path, what)
    });
    Value::Object(told.collect())
}
