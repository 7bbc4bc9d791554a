//! X1: the same forms and answers through our form engine and through that of ODK Web Forms, ruling by ruling.
//!
//! The peer comes from its registry into the target folder, in the versions that `tests/workbooks/package.json` pins. Nothing
//! is rounded away: a ruling agrees when path, value, relevance, demand and constraint are all the same.

use super::peers::{from_npm, output};
use super::{BenchError, Figure, Id, Peer, pyxform};
use crate::codifier::example;
use crate::workspace::Workspace;
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use std::process::Command;

/// Where the workbooks and the peer's script lie.
pub(super) const WORKBOOKS: &str = "tests/workbooks";
/// The services that are shipped, whose questions are answered one by one.
const SERVICES: &str = "crates/catalogue/services";
/// Whose rulings ours are held against.
const PEER: &str = "@getodk/xforms-engine 0.22.0";

pub(super) fn measure(workspace: &Workspace) -> Result<Vec<Figure>, BenchError> {
    let peer = from_npm(workspace, "x1", WORKBOOKS, "peer.mjs")?;
    let mut rulings = example(workspace, "rulings", false)?;
    rulings
        .args([WORKBOOKS, SERVICES])
        .current_dir(&workspace.root);
    let ours = output("the example rulings", &mut rulings, &[])?;
    let mut node = Command::new("node");
    node.arg("peer.mjs").current_dir(&peer).env("TZ", "UTC");
    let theirs = output("node", &mut node, &ours)?;
    let mut figures = pyxform::compare(workspace, &ours)?;
    let (ours, theirs) = (list(&ours)?, list(&theirs)?);
    for (ours, theirs) in ours.iter().zip(&theirs) {
        figures.push(compared(ours, theirs)?);
    }
    Ok(figures)
}

pub(super) fn list(json: &[u8]) -> Result<Vec<Value>, BenchError> {
    serde_json::from_slice(json).map_err(|error| BenchError::Refused {
        program: "the comparison",
        act: "read",
        words: error.to_string(),
    })
}

/// How many rulings of a form differ, in per cent.
fn compared(ours: &Value, theirs: &Value) -> Result<Figure, BenchError> {
    let name = ours["name"].as_str().unwrap_or_default();
    if let Some(words) = theirs["error"].as_str() {
        return Err(BenchError::Refused {
            program: "the peer",
            act: "fill in a form",
            words: format!("{name}: {words}"),
        });
    }
    let rounds = |side: &Value| side["rulings"].as_array().cloned().unwrap_or_default();
    let (ours, theirs) = (rounds(ours), rounds(theirs));
    let (mut all, mut same) = (0, 0);
    for round in 0..ours.len().max(theirs.len()) {
        let (a, b) = (object(ours.get(round)), object(theirs.get(round)));
        let paths: BTreeSet<&String> = a.keys().chain(b.keys()).collect();
        all += paths.len();
        same += paths
            .iter()
            .filter(|path| a.get(**path) == b.get(**path))
            .count();
    }
    Ok(Figure {
        id: Id::X1,
        case: format!("rulings that differ in {name}, of {all}"),
        value: (all - same) as f64 * 100.0 / all.max(1) as f64,
        unit: "%",
        bar: 0.0,
        // The peer is what the rulings are held against.
        peer: Some(Peer {
            name: PEER,
            value: 0.0,
        }),
    })
}

fn object(round: Option<&Value>) -> Map<String, Value> {
    round
        .and_then(Value::as_object)
        .cloned()
        .unwrap_or_default()
}
