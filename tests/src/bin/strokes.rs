//! Does the durable strokes of a day in a folder and tells each: `valiza-strokes FOLDER SEED STROKES`, with 0 strokes each
//! kind once. Makes the vault where there is none. Made to be killed.

use anyhow::{Context as _, Result};
use journeys::strokes::{self, Life};
use std::path::PathBuf;

fn main() -> Result<()> {
    let mut arguments = std::env::args_os().skip(1);
    let folder = PathBuf::from(arguments.next().context("which folder?")?);
    let mut number = |what: &'static str| -> Result<u64> {
        let text = arguments.next().context(what)?;
        Ok(text.to_string_lossy().parse()?)
    };
    let (seed, strokes) = (number("which seed?")?, number("how many strokes?")?);
    if !strokes::keys(&folder).exists() {
        strokes::enrol(&folder)?;
    }
    let mut life = Life::start(&folder, seed)?;
    match usize::try_from(strokes)? {
        0 => life.short_day(),
        strokes => life.long_day(strokes),
    }
}
