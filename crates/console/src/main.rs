//! `valiza-console`: the coordinator's program. Composition only; everything it can do is in the library.

use std::{
    io::{self, Write as _},
    process::ExitCode,
};

use clap::Parser as _;
use console::terminal::{Arguments, run};
use tracing_subscriber::EnvFilter;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::new(arguments.log()))
        .with_writer(io::stderr)
        .init();
    // Neither is locked for long: a window that is driven reads and writes them from its own threads.
    let mut input = io::BufReader::new(io::stdin());
    match run(&arguments, &mut input, &mut io::stdout()) {
        Ok(code) => code,
        Err(why) => {
            // Where even this cannot be written, the exit code alone tells.
            writeln!(io::stderr(), "valiza-console: {why:#}").ok();
            ExitCode::FAILURE
        }
    }
}
