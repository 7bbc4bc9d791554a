//! Makes the index of places anew from the ministry's workbooks, when an edition comes out.
//!
//! The work is done by an example of the crate that reads the index, so that this tool box builds without the product.

use crate::workspace::Workspace;
use std::path::PathBuf;
use std::process::Command;

/// What to make the index from.
#[derive(Debug, clap::Args)]
pub struct Editions {
    /// The workbook in force
    workbook: PathBuf,
    /// Day of its edition, ISO 8601; the workbook's own title may be out of date
    #[arg(long)]
    edition: String,
    /// An older workbook and the day of its edition, the newest first: old.xlsx=2024-01-19
    #[arg(long, value_name = "WORKBOOK=DAY")]
    older: Vec<String>,
    /// Where the workbooks come from and under which licence, in one sentence
    #[arg(long)]
    source: String,
}

/// Why there is no other index.
#[derive(Debug, thiserror::Error)]
pub enum MakeError {
    /// Cargo could not be started.
    #[error("cargo could not be started: {0}")]
    NoCargo(#[from] std::io::Error),
    /// The workbooks make no index; why stands above.
    #[error("the index was not made")]
    NotMade,
}

/// Writes `katottg.bin` and `katottg.toml` into the crate `catalogue`.
///
/// # Errors
/// The workbooks cannot be read or contradict themselves.
pub fn make(editions: &Editions, workspace: &Workspace) -> Result<(), MakeError> {
    let mut example = example(workspace, "codifier", false)?;
    example
        .arg(&editions.workbook)
        .args(["--edition", &editions.edition, "--source", &editions.source])
        .arg("--into")
        .arg(workspace.root.join("crates/catalogue/codifier"));
    for older in &editions.older {
        example.args(["--older", older]);
    }
    if example.status()?.success() {
        Ok(())
    } else {
        Err(MakeError::NotMade)
    }
}

/// An example of the crate `catalogue`, built anew with the features of the whole workspace, so that nothing else is.
///
/// # Errors
/// Cargo could not be started.
pub(crate) fn example(
    workspace: &Workspace,
    name: &str,
    is_release: bool,
) -> std::io::Result<Command> {
    let mut cargo = Command::new("cargo");
    cargo.args(["build", "--quiet", "--workspace", "--example", name]);
    if is_release {
        cargo.arg("--release");
    }
    if !cargo.current_dir(&workspace.root).status()?.success() {
        return Err(std::io::Error::other(format!("{name} does not build")));
    }
    let profile = if is_release { "release" } else { "debug" };
    let path = workspace.target.join(profile).join("examples").join(name);
    Ok(Command::new(path))
}
