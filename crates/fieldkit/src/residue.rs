//! `valiza residue`: what the kit tells whoever finds it, said at the terminal in the sentences of the screen.
//!
//! Reads only: it needs no key and changes nothing. Ctrl-C stops it at any moment.

use crate::{say, tell};
use ::residue::{Pace, Scene, examine};
use anyhow::{Context as _, Result};
use look::{Arg, Language, Words};
use std::io::{IsTerminal as _, Write as _};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What the program ends with where something was found that should not be there.
const FOUND: u8 = 2;

/// What is asked for at the terminal.
#[derive(Debug, clap::Args)]
pub(crate) struct Wish {
    /// The kit's data folder [default: as --data says].
    folder: Option<PathBuf>,
    /// An image of the disk that the folder lies on: erased files are looked for too.
    #[arg(long, value_name = "FILE", conflicts_with = "device")]
    image: Option<PathBuf>,
    /// The disk itself, for whoever may read it: /dev/sda2.
    #[arg(long, value_name = "DEVICE")]
    device: Option<PathBuf>,
    /// Look for these words besides, one in a line: names, addresses, a passphrase. They are told by number only.
    #[arg(long, value_name = "FILE")]
    words: Option<PathBuf>,
}

/// Examines and tells. The exit code is 0 where nothing was found that should not be there, 2 where something was.
pub(crate) fn run(wish: &Wish, data: Option<&Path>, language: Language) -> Result<ExitCode> {
    let words = Words::new(language);
    let account = station::place::default_root();
    let folder = [wish.folder.as_deref(), data, account.as_deref()];
    let folder = folder.into_iter().flatten().next();
    let scene = Scene {
        folder: folder
            .context("the account has no data folder; name one: valiza residue FOLDER")?
            .to_owned(),
        disk: wish.image.clone().or(wish.device.clone()),
        words: match &wish.words {
            Some(path) => words_of(path)?,
            None => Vec::new(),
        },
    };
    let mut shown = None;
    let residue = examine(&scene, &mut |pace| {
        show(words, pace, &mut shown);
        ControlFlow::Continue(())
    })
    .with_context(|| {
        format!(
            "{} cannot be examined; nothing was changed. A disk can be read by root only",
            scene.folder.display()
        )
    })?;
    if shown.is_some() {
        say("");
    }
    for paragraph in desk::residue::told(words, &residue) {
        tell(&paragraph.heading);
        for line in paragraph.lines {
            tell(&format!("  {line}"));
        }
        tell("");
    }
    Ok(if residue.is_clean() {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(FOUND)
    })
}

fn words_of(path: &Path) -> Result<Vec<String>> {
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("the words in {} cannot be read", path.display()))?;
    let lines = text.lines().map(str::trim).filter(|line| line.len() > 1);
    Ok(lines.map(str::to_owned).collect())
}

/// The pace on one line of the terminal, where somebody sits at it.
fn show(words: Words, pace: Pace, shown: &mut Option<u64>) {
    let percent = pace.done * 100 / pace.of.max(1);
    let mut terminal = std::io::stderr();
    if !terminal.is_terminal() || *shown == Some(percent) {
        return;
    }
    *shown = Some(percent);
    let args = [
        ("size", Arg::from(words.bytes(pace.done))),
        ("of", Arg::from(words.bytes(pace.of))),
    ];
    let line = words.t_with("residue-running", &args);
    // A line that cannot be written is no reason to stop.
    let _gone = write!(terminal, "\r{line} (Ctrl-C)  ").and_then(|()| terminal.flush());
}
