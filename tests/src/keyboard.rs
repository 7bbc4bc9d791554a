//! A screen in memory and the keys of a real keyboard: the window is used as a person uses it, without a mouse.
//!
//! It presses keys where the Ukrainian layout has them; it never puts text into the program by another way.

use crate::kit::Kit;
use crate::programs::{run_well, wait_for};
use anyhow::{Context as _, Result, bail};
use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// Rows of the Ukrainian layout, each with the code of its first key on a PC keyboard.
const ROWS: [(u32, &str); 4] = [
    (10, "1234567890-"),
    (24, "йцукенгшщзхї"),
    (38, "фівапролджє’"),
    (52, "ячсмитьбю."),
];
/// The code of the blank key.
const BLANK: u32 = 65;

/// A screen and its keyboard; both go when it is dropped.
#[derive(Debug)]
pub struct Keyboard {
    display: String,
    server: Child,
}

impl Keyboard {
    /// Starts an empty screen with a Ukrainian keyboard.
    ///
    /// # Errors
    /// `Xvfb`, `setxkbmap` or `xdotool` is not there.
    pub fn start() -> Result<Self> {
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", "1366x768x24"])
            // Without -noreset the layout would go with the program that sets it.
            .args(["-nolisten", "tcp", "-noreset"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("Xvfb does not start")?;
        let output = server.stdout.take().context("no way out")?;
        let mut number = String::new();
        BufReader::new(output).read_line(&mut number)?;
        let keyboard = Self {
            display: format!(":{}", number.trim()),
            server,
        };
        run_well(keyboard.tool("setxkbmap").args(["-layout", "ua"]))?;
        Ok(keyboard)
    }

    /// The name of the screen, for `DISPLAY`.
    #[must_use]
    pub fn display(&self) -> &str {
        &self.display
    }

    fn tool(&self, name: &str) -> Command {
        let mut command = Command::new(name);
        command.env("DISPLAY", &self.display);
        command
    }

    /// Gives the keyboard to the window, as a window manager would.
    ///
    /// # Errors
    /// There is no window.
    pub fn turn_to_window(&self) -> Result<()> {
        wait_for("the window", Duration::from_secs(30), || {
            let mut turn = self.tool("xdotool");
            turn.args(["search", "--onlyvisible", "--name", "Valiza", "windowfocus"]);
            Ok(run_well(&mut turn).ok())
        })?;
        Ok(())
    }

    /// Presses keys by their X names, one after another.
    ///
    /// # Errors
    /// `xdotool` fails.
    pub fn press(&self, keys: &[&str]) -> Result<()> {
        run_well(
            self.tool("xdotool")
                .args(["key", "--delay", "30"])
                .args(keys),
        )?;
        Ok(())
    }

    /// Types a text, letter by letter.
    ///
    /// # Errors
    /// A letter is on no key of the layout.
    pub fn write(&self, text: &str) -> Result<()> {
        let keys: Vec<String> = text.chars().map(key).collect::<Result<_>>()?;
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        self.press(&keys)
    }

    /// Where the focus is: the accessible name of the widget; empty where nothing has it.
    ///
    /// # Errors
    /// The kit does not answer.
    pub fn focus(&self, kit: &mut Kit) -> Result<String> {
        let names = kit.order(&json!({ "ask": "names" }))?["names"].take();
        let names = names.as_array().cloned().unwrap_or_default();
        let focused = names.iter().find(|name| name["focused"] == json!(true));
        Ok(focused.map_or_else(String::new, |name| {
            name["name"].as_str().unwrap_or_default().to_owned()
        }))
    }

    /// Presses `key` until the focus is on a widget whose name contains `name`.
    ///
    /// # Errors
    /// It does not come there.
    pub fn reach(&self, kit: &mut Kit, key: &str, name: &str) -> Result<()> {
        let mut passed = Vec::new();
        for _ in 0..60 {
            let here = self.focus(kit)?;
            if here.contains(name) {
                return Ok(());
            }
            passed.push(here);
            self.press(&[key])?;
        }
        bail!("the focus does not come to {name}; it was on {passed:?}")
    }

    /// Goes on by Enter and fills in what the window stops at, until `there`. `answers` holds names with what is typed,
    /// or chosen where the name is that of a choice.
    ///
    /// # Errors
    /// The window stops where there is no answer.
    pub fn fill(
        &self,
        kit: &mut Kit,
        answers: &[(&str, &str)],
        there: impl Fn(&Value) -> bool,
    ) -> Result<()> {
        let mut stops = Vec::new();
        for _ in 0..80 {
            if there(&kit.snapshot()?) {
                return Ok(());
            }
            let here = self.focus(kit)?;
            let question = here.split(": ").next().unwrap_or_default();
            let answer = answers.iter().find(|(name, _)| *name == question);
            if let Some((_, text)) = answer {
                if here == question {
                    self.write(text)?;
                } else {
                    self.reach(kit, "Right", &format!("{question}: {text}"))?;
                    self.press(&["space"])?;
                }
            } else if stops
                .iter()
                .rev()
                .take(3)
                .filter(|stop| **stop == here)
                .count()
                == 3
            {
                bail!("the window stays at {here:?}; it was at {stops:?}");
            }
            stops.push(here);
            self.press(&["Return"])?;
            kit.snapshot()?;
        }
        bail!("it does not come to an end: {stops:?}")
    }
}

impl Drop for Keyboard {
    fn drop(&mut self) {
        let _already_gone = self.server.kill();
        let _status = self.server.wait();
    }
}

/// The key of a letter, with Shift where it is a capital.
fn key(letter: char) -> Result<String> {
    if letter == ' ' {
        return Ok(BLANK.to_string());
    }
    let small = letter.to_lowercase().next().unwrap_or(letter);
    for (first, row) in ROWS {
        if let Some(at) = row.chars().position(|c| c == small) {
            let code = first + u32::try_from(at)?;
            return Ok(if small == letter {
                code.to_string()
            } else {
                format!("shift+{code}")
            });
        }
    }
    bail!("no key for {letter:?}")
}
