//! `cargo xtask`: the tool box from the command line.

use anyhow::{Context as _, Result, bail};
use clap::{Parser, Subcommand};
use std::io::Write as _;
use std::process::ExitCode;
use xtask::{Workspace, arrows, bench, ci, codifier, tidy, tree::Tree};

/// Checks and measures this workspace.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", version)]
struct Arguments {
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    /// Format, lints, build, tests, examples: everything that must pass before a change is taken
    Ci,
    /// Does every crate depend only on what it may?
    Arrows,
    /// Are the rules of the house kept?
    Tidy,
    /// Measure; one line of JSON for each figure, exit code 1 where a bar is not held
    Bench {
        /// Which figures; beside each stands what it measures and what it wants
        #[arg(required = true)]
        ids: Vec<bench::Id>,
        /// Which build to measure; it must be there: cargo build --release --workspace
        #[arg(long, default_value = "release")]
        profile: bench::Build,
    },
    /// Make the index of places from the ministry's workbooks
    Codifier(codifier::Editions),
}

fn main() -> ExitCode {
    match run(&Arguments::parse().act) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Where even this cannot be written, the exit code alone tells.
            drop(writeln!(std::io::stderr(), "xtask: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

#[expect(
    clippy::print_stdout,
    reason = "the answer to whoever asked at the terminal"
)]
fn say(words: &str) {
    println!("{words}");
}

fn run(act: &Act) -> Result<()> {
    match act {
        Act::Ci => Ok(ci::run(&mut say)?),
        Act::Arrows => told(arrows::faults(&Workspace::read()?), "arrow"),
        Act::Tidy => {
            let workspace = Workspace::read()?;
            let tree = Tree::read(&workspace.root).context("the tree cannot be read")?;
            let programs: Vec<_> = workspace.programs().collect();
            told(
                tidy::faults(&tree, &programs)
                    .iter()
                    .map(ToString::to_string)
                    .collect(),
                "rule",
            )
        }
        Act::Codifier(editions) => Ok(codifier::make(editions, &Workspace::read()?)?),
        Act::Bench { ids, profile } => {
            let workspace = Workspace::read()?;
            let mut figures = Vec::new();
            for id in ids {
                let measured = bench::measure(*id, &workspace, *profile)?;
                measured.iter().for_each(|figure| say(&figure.to_json()));
                figures.extend(measured);
            }
            match figures.iter().filter(|figure| !figure.holds()).count() {
                0 => Ok(()),
                broken => bail!("{broken} of {} bars not held", figures.len()),
            }
        }
    }
}

fn told(faults: Vec<String>, what: &str) -> Result<()> {
    faults.iter().for_each(|fault| say(fault));
    match faults.len() {
        0 => Ok(()),
        broken => bail!("{what} broken in {broken} places"),
    }
}
