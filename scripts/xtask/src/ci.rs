//! The round of all checks, in the order in which a mistake is cheapest to learn. Stops at the first that fails.
//!
//! Tidy and arrows are ordinary tests, so they need no step of their own.

use crate::clock;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

/// One step: arguments of cargo.
pub type Step = &'static [&'static str];

/// The steps with cargo-nextest.
pub const STEPS: &[Step] = &[FORMAT, BUILD, &["nextest", "run", "--workspace"], EXAMPLES];
/// The steps where cargo-nextest is not installed: the same tests, without a deadline for each.
pub const STEPS_WITHOUT_NEXTEST: &[Step] = &[
    FORMAT,
    BUILD,
    &[
        "test",
        "--quiet",
        "--workspace",
        "--lib",
        "--bins",
        "--tests",
    ],
    EXAMPLES,
];

const FORMAT: Step = &["fmt", "--all", "--check"];
/// Lints and compiles in one go, see [`LINTS`]. The journeys start the real programs.
const BUILD: Step = &["build", "--quiet", "--workspace", "--all-targets"];
/// What compiles our crates, below the root.
const LINTS: &str = "scripts/lints";
const EXAMPLES: Step = &["test", "--quiet", "--workspace", "--doc"];

/// Why the round ended early.
#[derive(Debug, thiserror::Error)]
pub enum RoundError {
    /// Cargo could not be started.
    #[error("cargo could not be started: {0}")]
    NoCargo(#[from] std::io::Error),
    /// A step failed; what is wrong stands above.
    #[error("cargo {0} failed")]
    Failed(String),
}

/// Does every step and says how long each took.
///
/// # Errors
/// The first step that fails.
pub fn run(say: &mut dyn FnMut(&str)) -> Result<(), RoundError> {
    let has_nextest = cargo(&["nextest", "--version"]).output()?.status.success();
    if !has_nextest {
        say(
            "cargo-nextest is not installed, so `cargo test` runs the tests: slower, and without a deadline for each.",
        );
        say("To have it: cargo install --locked cargo-nextest");
    }
    let began = clock::now();
    for step in if has_nextest {
        STEPS
    } else {
        STEPS_WITHOUT_NEXTEST
    } {
        let name = step.join(" ");
        say(&format!("== cargo {name}"));
        let step_began = clock::now();
        if !cargo(step).status()?.success() {
            return Err(RoundError::Failed(name));
        }
        say(&format!("-- {:.0} s", step_began.elapsed().as_secs_f64()));
    }
    say(&format!(
        "Everything passed in {:.0} s.",
        began.elapsed().as_secs_f64()
    ));
    Ok(())
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Cargo without what cargo told this process about this package: build scripts would see it and run again.
fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new("cargo");
    command
        .args(arguments)
        .env("RUSTC_WORKSPACE_WRAPPER", root().join(LINTS))
        .current_dir(env!("CARGO_MANIFEST_DIR"));
    let told = |name: &OsString| {
        let name = name.to_string_lossy();
        name.starts_with("CARGO_PKG_")
            || name.starts_with("CARGO_MANIFEST_")
            || name == "CARGO"
            || name == "CARGO_PRIMARY_PACKAGE"
    };
    for name in std::env::vars_os().map(|(name, _)| name).filter(told) {
        command.env_remove(name);
    }
    command
}
