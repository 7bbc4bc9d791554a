//! A program that is driven by lines of JSON: an order on its standard input, an answer on its standard output.
//!
//! Never waits for an answer longer than its patience, and never outlives whoever started it.

use anyhow::{Context as _, Result, bail};
use serde_json::Value;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::time::Duration;

/// Answers that may wait to be heard.
const WAITING: usize = 1024;

/// The program with its line of orders. Dropping it kills it.
#[derive(Debug)]
pub struct Driven {
    /// The program.
    pub child: Child,
    orders: ChildStdin,
    answers: Receiver<Value>,
    patience: Duration,
}

impl Driven {
    /// Starts a program; what it complains of is added to `log`.
    ///
    /// # Errors
    /// It does not start.
    pub fn start(command: &mut Command, log: &Path, patience: Duration) -> Result<Self> {
        let log = std::fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(log)?;
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()?;
        let orders = child.stdin.take().context("no way in")?;
        let output = child.stdout.take().context("no way out")?;
        let (tell, answers) = sync_channel(WAITING);
        std::thread::Builder::new()
            .name("answers".into())
            .spawn(move || {
                for line in BufReader::new(output).lines().map_while(Result::ok) {
                    let Ok(value) = serde_json::from_str(&line) else {
                        continue;
                    };
                    if tell.send(value).is_err() {
                        return;
                    }
                }
            })?;
        Ok(Self {
            child,
            orders,
            answers,
            patience,
        })
    }

    /// The next answer.
    ///
    /// # Errors
    /// The program has ended or does not answer in time.
    pub fn answer(&mut self) -> Result<Value> {
        match self.answers.recv_timeout(self.patience) {
            Ok(value) => Ok(value),
            Err(RecvTimeoutError::Timeout) => bail!("the program does not answer"),
            Err(RecvTimeoutError::Disconnected) => bail!("the program has ended"),
        }
    }

    /// Gives an order and returns its answer.
    ///
    /// # Errors
    /// As [`Driven::answer`].
    pub fn order(&mut self, order: &Value) -> Result<Value> {
        writeln!(self.orders, "{order}").context("the program has ended")?;
        self.orders.flush()?;
        self.answer()
    }

    /// Kills it at once, as a pulled battery would.
    pub fn kill(&mut self) {
        let _already_gone = self.child.kill();
        let _status = self.child.wait();
    }
}

impl Drop for Driven {
    fn drop(&mut self) {
        self.kill();
    }
}
