//! Makes the index of places anew from the ministry's workbooks, when an edition comes out.
//!
//! The work is done by an example of the crate that reads the index, so that this tool box builds without the product.

use crate::workspace::Workspace;
use std::process::Command;

/// What to make the index from.
#[derive(Debug, clap::Args)]
pub struct Editions {
    /// As the example takes it: `-- --help` tells
    #[arg(trailing_var_arg = true, allow_hyphen_values = true, required = true)]
    arguments: Vec<String>,
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
        .args(&editions.arguments)
        .arg("--into")
        .arg(workspace.root.join("crates/catalogue/codifier"));
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
    example_with(workspace, name, is_release, "")
}

/// The same with features that no program has by itself.
pub(crate) fn example_with(
    workspace: &Workspace,
    name: &str,
    is_release: bool,
    features: &str,
) -> std::io::Result<Command> {
    let mut cargo = Command::new("cargo");
    cargo.args(["build", "--quiet", "--workspace", "--example", name]);
    cargo.args(["--features", features]);
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
