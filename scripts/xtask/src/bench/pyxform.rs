//! X1, second peer: every workbook that we read is read by pyxform too, and every fact of its XForm is the same as in ours.
//!
//! Which facts there are, and the two of them that are written otherwise on purpose, `tests/workbooks/README.md` tells. The peer comes from its registry
//! into the target folder, in the version that `tests/workbooks/requirements.txt` pins.

use super::forms::{WORKBOOKS, list};
use super::peers::{from_pypi, output};
use super::{BenchError, Figure, Id, Peer};
use crate::workspace::Workspace;
use serde_json::Value;
use std::process::Command;

/// Whose XForms ours are held against.
const PEER: &str = "pyxform 4.5.0";

/// `ours` is what the example `rulings` printed.
pub(super) fn compare(workspace: &Workspace, ours: &[u8]) -> Result<Vec<Figure>, BenchError> {
    let mut python = Command::new(from_pypi(workspace, "x1", WORKBOOKS)?);
    python
        .arg(workspace.root.join(WORKBOOKS).join("peer.py"))
        .current_dir(&workspace.root);
    let theirs = list(&output("pyxform", &mut python, ours)?)?;
    Ok(theirs.iter().map(figure).collect())
}

/// How many facts of a workbook differ, in per cent: all of them where the peer refuses it. The first is named.
fn figure(theirs: &Value) -> Figure {
    let name = theirs["name"].as_str().unwrap_or_default();
    let all = theirs["facts"].as_u64().unwrap_or_default();
    let differ = theirs["differ"].as_array().map_or(&[][..], Vec::as_slice);
    let (case, value) = match (theirs["refused"].as_str(), differ) {
        (Some(words), _) => (format!("{name}, which is refused: {words}"), 100.0),
        (None, []) => (format!("facts that differ in {name}, of {all}"), 0.0),
        (None, [first, ..]) => (
            format!("facts that differ in {name}, of {all}, such as {first}"),
            differ.len() as f64 * 100.0 / all.max(1) as f64,
        ),
    };
    Figure {
        id: Id::X1,
        case,
        value,
        unit: "%",
        bar: 0.0,
        peer: Some(Peer {
            name: PEER,
            value: 0.0,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::figure;
    use serde_json::json;

    #[test]
    fn a_workbook_that_is_refused_or_read_otherwise_holds_no_bar_and_says_why() {
        let same = figure(&json!({ "name": "a", "refused": null, "facts": 9, "differ": [] }));
        assert!(same.holds() && same.case.ends_with("of 9"));
        let other =
            json!({ "name": "b", "refused": null, "facts": 4, "differ": ["bind /data/x type"] });
        let other = figure(&other);
        assert!(!other.holds() && other.case.contains("bind /data/x type"));
        assert!((other.value - 25.0).abs() < 1e-9);
        let refused = json!({ "name": "c", "refused": "no type", "facts": 0, "differ": [] });
        let refused = figure(&refused);
        assert!(!refused.holds() && refused.case.contains("no type"));
    }
}
