//! Makes the index of places from the ministry's workbooks: `cargo xtask codifier` runs it.
//!
//! Never part of a shipped program: a kit reads the index only.

use anyhow::{Context as _, Result, bail};
use calamine::{Data, Reader as _, Xlsx, open_workbook};
use catalogue::codifier::{Code, Codifier, Edition, Kind, Row, index};
use clap::Parser;
use office::identity::{alphabet, name};
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Makes the index of places.
#[derive(Debug, Parser)]
struct Arguments {
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
    /// Folder for katottg.bin and katottg.toml
    #[arg(long)]
    into: PathBuf,
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let current = edition(&arguments.workbook, &arguments.edition)?;
    let mut older = Vec::new();
    for old in &arguments.older {
        let (path, day) = old.rsplit_once('=').context("--older wants WORKBOOK=DAY")?;
        older.push(edition(Path::new(path), day)?);
    }
    let bytes = index(&current, &older)?;
    let codifier = Codifier::open(&bytes)?;
    std::fs::write(arguments.into.join("katottg.bin"), &bytes)?;
    std::fs::write(
        arguments.into.join("katottg.toml"),
        about(&arguments, &bytes, &codifier)?,
    )?;
    Ok(())
}

/// The rows of a workbook's first sheet: up to five codes, the last of which is the place's own, category, name.
fn edition(path: &Path, day: &str) -> Result<Edition> {
    let mut workbook: Xlsx<_> =
        open_workbook(path).with_context(|| format!("{} is no workbook", path.display()))?;
    let sheet = workbook
        .worksheet_range_at(0)
        .context("the workbook has no sheet")??;
    let mut rows = Vec::new();
    for (number, cells) in (1..).zip(sheet.rows()) {
        if let Some(row) = row(cells).with_context(|| format!("{} row {number}", path.display()))? {
            rows.push(row);
        }
    }
    if rows.is_empty() {
        bail!("{} has no row that begins with a code", path.display());
    }
    Ok(Edition {
        day: day.to_owned(),
        rows,
    })
}

/// Nothing for titles and notes: rows that do not begin with a code.
fn row(cells: &[Data]) -> Result<Option<Row>> {
    let text = |at: usize| cells.get(at).map(ToString::to_string).unwrap_or_default();
    if text(0).parse::<Code>().is_err() {
        return Ok(None);
    }
    let own = (0..5).rev().map(text).find(|code| !code.trim().is_empty());
    let category = alphabet::to_latin(text(5).trim());
    Ok(Some(Row {
        code: own.unwrap_or_default().parse()?,
        kind: Kind::from_category(&category)
            .with_context(|| format!("there is no category {category:?}"))?,
        name: name::normalise(&text(6)),
    }))
}

/// What stands beside the index.
fn about(arguments: &Arguments, bytes: &[u8], codifier: &Codifier) -> Result<String> {
    let mut text = String::from(
        "# What katottg.bin was made from, by `cargo xtask codifier`. Days of editions are as their distributor says,\n\
         # unverified: the title inside a workbook is not kept up to date.\n",
    );
    let file =
        |path: &Path| -> Result<String> { Ok(hex::encode(Sha256::digest(std::fs::read(path)?))) };
    writeln!(text, "source = {:?}", arguments.source)?;
    writeln!(text, "edition = {:?}", arguments.edition)?;
    writeln!(text, "workbook_sha256 = {:?}", file(&arguments.workbook)?)?;
    writeln!(text, "sha256 = {:?}", hex::encode(Sha256::digest(bytes)))?;
    writeln!(text, "places = {}", codifier.len())?;
    writeln!(text, "renamed = {}", codifier.renamed().count())?;
    for old in &arguments.older {
        let (path, day) = old.rsplit_once('=').unwrap_or_default();
        writeln!(text, "\n[[older]]\nedition = {day:?}")?;
        writeln!(text, "workbook_sha256 = {:?}", file(Path::new(path))?)?;
    }
    Ok(text)
}
