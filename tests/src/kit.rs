//! A running kit, driven as a person would drive it: commands in, snapshots out.

use crate::lines::Driven;
use crate::programs::{program, wait_for};
use anyhow::{Context as _, Result, bail};
use serde_json::{Value, json};
use std::path::Path;
use std::process::Command;
use std::time::Duration;

/// How long an answer may take.
const ANSWER: Duration = Duration::from_secs(60);

/// The kit's program with a line of orders.
#[derive(Debug)]
pub struct Kit(Driven);

impl Kit {
    /// Starts the kit of a data folder, with the coordinator's folder at hand, with or without its window.
    ///
    /// # Errors
    /// The program is not built, or does not start.
    pub fn start(data: &Path, profile: &Path, window: bool, log: &Path) -> Result<Self> {
        let mut command = Command::new(program("valiza")?);
        command
            .arg("--drive")
            .arg("--data")
            .arg(data)
            .arg("--profile")
            .arg(profile);
        if window {
            command.env("LIBGL_ALWAYS_SOFTWARE", "1");
        } else {
            command.arg("--no-window");
        }
        Self::start_command(&mut command, log)
    }

    /// Starts a kit by any command line that includes `--drive`.
    ///
    /// # Errors
    /// The program does not start.
    pub fn start_command(command: &mut Command, log: &Path) -> Result<Self> {
        let mut kit = Self(Driven::start(command, log, ANSWER)?);
        kit.wait_for_start()?;
        Ok(kit)
    }

    /// Waits until the program (or the image that a lock left behind) listens.
    ///
    /// # Errors
    /// It does not come up in time.
    pub fn wait_for_start(&mut self) -> Result<()> {
        loop {
            if self.0.answer()?.get("started").is_some() {
                return Ok(());
            }
        }
    }

    /// Gives an order and returns its answer.
    ///
    /// # Errors
    /// The kit has ended or does not answer.
    pub fn order(&mut self, order: &Value) -> Result<Value> {
        self.0.order(order)
    }

    /// Gives a command: `("set_basis", {"basis": "displaced"})`.
    ///
    /// # Errors
    /// The kit has ended or did not take it.
    pub fn ask(&mut self, name: &str, more: Value) -> Result<()> {
        let mut order = more;
        if !order.is_object() {
            order = json!({});
        }
        order["do"] = json!(name);
        let answer = self.order(&order)?;
        if answer["taken"] == json!(true) {
            Ok(())
        } else {
            bail!("{name} was not taken: {answer}")
        }
    }

    /// The newest snapshot.
    ///
    /// # Errors
    /// The kit has ended or does not answer.
    pub fn snapshot(&mut self) -> Result<Value> {
        Ok(self.order(&json!({ "ask": "snapshot" }))?["snapshot"].take())
    }

    /// Waits until the snapshot is as `seen` wants it.
    ///
    /// # Errors
    /// It does not become so in time; the error says what was waited for.
    pub fn wait(&mut self, what: &str, seen: impl Fn(&Value) -> bool) -> Result<Value> {
        self.wait_long(what, Duration::from_secs(90), seen)
    }

    /// The same with another patience.
    ///
    /// # Errors
    /// See [`Kit::wait`].
    pub fn wait_long(
        &mut self,
        what: &str,
        patience: Duration,
        seen: impl Fn(&Value) -> bool,
    ) -> Result<Value> {
        let mut last = Value::Null;
        let found = wait_for(what, patience, || {
            last = self.snapshot()?;
            Ok(seen(&last).then(|| last.clone()))
        });
        found.with_context(|| format!("notices then: {}; work: {}", last["notices"], last["work"]))
    }

    /// Unlocks and waits until the kit is open.
    ///
    /// # Errors
    /// The kit does not open.
    pub fn unlock(&mut self, passphrase: &str) -> Result<Value> {
        self.wait("the lock screen", |seen| seen["gate"]["gate"] == "locked")?;
        self.ask("unlock", json!({ "passphrase": passphrase }))?;
        self.wait("the kit to open", |seen| seen["gate"]["gate"] == "open")
    }

    /// Locks, and waits for the new image to listen.
    ///
    /// # Errors
    /// The kit does not come back.
    pub fn lock(&mut self) -> Result<()> {
        self.ask("lock", Value::Null)?;
        self.wait_for_start()
    }

    /// Waits until everything typed lies safely on disk.
    ///
    /// # Errors
    /// It does not in time.
    pub fn saved(&mut self) -> Result<Value> {
        self.wait("everything to be saved", |seen| {
            seen["visit"]["saved"] == json!(true)
        })
    }

    /// Shows a screen and saves its picture.
    ///
    /// # Errors
    /// There is no window, or no picture.
    pub fn picture(&mut self, screen: &str, path: &Path) -> Result<()> {
        if !screen.is_empty() {
            self.order(&json!({ "screen": screen }))?;
        }
        // One order to let the screen settle, then the picture.
        self.snapshot()?;
        let answer = self.order(&json!({ "picture": path }))?;
        if answer["saved"] == json!(true) {
            Ok(())
        } else {
            bail!("no picture of {screen}: {answer}")
        }
    }

    /// Its process id: the same before and after a lock.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.0.child.id()
    }

    /// Kills it at once, as a pulled battery would.
    pub fn kill(&mut self) {
        self.0.kill();
    }

    /// Ends it as a person would.
    ///
    /// # Errors
    /// It does not end.
    pub fn quit(mut self) -> Result<()> {
        self.ask("quit", Value::Null)?;
        wait_for("the kit to end", Duration::from_secs(30), || {
            Ok(self.0.child.try_wait()?.map(|_status| ()))
        })
    }
}

/// The current application of a snapshot.
#[must_use]
pub fn current(snapshot: &Value) -> &Value {
    let visit = &snapshot["visit"];
    let id = &visit["current"];
    visit["applications"]
        .as_array()
        .and_then(|applications| {
            applications
                .iter()
                .find(|application| application["id"] == *id)
        })
        .unwrap_or(&Value::Null)
}
