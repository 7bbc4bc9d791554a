//! R2: ten thousand applications, from the open ledger to the first painted list, and a frame while it is scrolled.
//!
//! The console's own example fills a real ledger and draws the real window without a screen.

use std::process::Command;

use serde_json::Value;

use super::{BenchError, Build, Figure, Id};
use crate::workspace::Workspace;

pub(super) fn measure(workspace: &Workspace, build: Build) -> Result<Vec<Figure>, BenchError> {
    let path = workspace
        .target
        .join(build.folder())
        .join("examples/ten_thousand");
    if !path.exists() {
        return Err(BenchError::NotBuilt {
            path,
            is_release: build == Build::Release,
        });
    }
    let output = Command::new(path).output()?;
    let line = String::from_utf8_lossy(&output.stdout);
    let told: Value = serde_json::from_str(line.trim()).map_err(|_why| BenchError::Refused {
        program: "ten_thousand",
        act: "measure",
        words: String::from_utf8_lossy(&output.stderr).into_owned(),
    })?;
    let figure = |case: &str, key: &str, bar| Figure {
        id: Id::R2,
        case: case.to_owned(),
        value: told[key].as_f64().unwrap_or(f64::INFINITY),
        unit: "ms",
        bar,
        peer: None,
    };
    Ok(vec![
        figure(
            "10 000 applications: from the ledger to the first paint",
            "first_paint_ms",
            200.0,
        ),
        figure("a frame while scrolling, the worst", "frame_ms_worst", 16.0),
        figure(
            "a frame while scrolling, the middle one",
            "frame_ms_middle",
            f64::INFINITY,
        ),
    ])
}
