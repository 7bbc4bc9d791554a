//! S4: how long an unlocking takes at the cost that this machine was given, and that one under duress takes as long.
//!
//! From the passphrase to the open kit, as a person sees it; the passphrase for duress is drawn and set as on the screen.

use super::driven::Driven;
use super::kit::{Kit, PASSPHRASE};
use super::{BenchError, Build, Figure, Id};
use crate::clock;
use crate::workspace::Workspace;
use serde_json::json;
use std::fs;

/// How often each is measured; the middle one counts.
const TIMES: usize = 5;
/// Where the file of keys says how much memory a guess takes, in KiB.
const MEMORY_AT: usize = 40 + 16 + 32;

pub(super) fn measure(workspace: &Workspace, build: Build) -> Result<Vec<Figure>, BenchError> {
    let kit = Kit::make(workspace, build)?;
    let mut driven = Driven::open(&kit, None)?;
    let (mut usual, mut under_duress) = (Vec::new(), Vec::new());
    let mut passphrase = PASSPHRASE.to_owned();
    for _ in 0..TIMES {
        let began = clock::now();
        driven.unlock(&passphrase)?;
        usual.push(began.elapsed().as_secs_f64());
        driven.begin_visit()?;
        // From here on it is the passphrase of the empty kit, and its owner sets another one.
        passphrase = set_duress(&mut driven)?;
        driven.lock()?;
        let began = clock::now();
        let open = driven.unlock(&passphrase)?;
        under_duress.push(began.elapsed().as_secs_f64());
        if open["visits"]
            .as_array()
            .is_none_or(|visits| !visits.is_empty())
        {
            return Err(BenchError::TimedOut("an empty kit"));
        }
        driven.lock()?;
    }
    let (usual, under_duress) = (middle(usual), middle(under_duress));
    let figure = |case: &str, value, unit, bar| Figure {
        id: Id::S4,
        case: case.to_owned(),
        value,
        unit,
        bar,
        peer: None,
    };
    let keys = fs::read(kit.keys())?;
    let memory = keys
        .get(MEMORY_AT..)
        .and_then(|rest| rest.first_chunk::<4>())
        .map_or(0, |bytes| u32::from_be_bytes(*bytes));
    Ok(vec![
        figure(
            "from the passphrase to the open kit, middle of five",
            usual,
            "s",
            1.5,
        ),
        figure(
            "by which that is too quick",
            (0.5 - usual).max(0.0),
            "s",
            0.0,
        ),
        figure(
            "memory of a guess under 64 MiB",
            (64.0 - f64::from(memory) / 1024.0).max(0.0),
            "MiB",
            0.0,
        ),
        figure(
            "by which one under duress differs",
            (usual - under_duress).abs() * 1000.0,
            "ms",
            50.0,
        ),
    ])
}

/// Draws words for duress, types them back, and waits until they are set.
fn set_duress(kit: &mut Driven) -> Result<String, BenchError> {
    kit.ask(&json!({ "do": "draw_key", "wish": "duress" }))?;
    let drawn = kit.until("words", |seen| !seen["drawn"].is_null())?;
    let words = drawn["drawn"]["words"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    kit.ask(&json!({ "do": "set_key", "passphrase": words }))?;
    kit.until("the words to be set", |seen| seen["drawn"].is_null())?;
    Ok(words)
}

fn middle(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::MAX)
}
