//! Measures the search for places against what is commonly used: `cargo xtask bench PLACES` runs it.
//!
//! Prints one line of JSON for each case: the slowest of its searches in milliseconds, ours and a peer's on the same words.

use anyhow::{Context as _, Result};
use catalogue::codifier::{Code, Codifier, Scope};
use rusqlite::Connection;
use serde_json::json;
use std::collections::BTreeSet;
use std::hint::black_box;
use std::time::{Duration, Instant};

/// What a list on a screen holds.
const LIMIT: u8 = 8;
/// Longest beginning of a name that is measured.
const LETTERS: usize = 6;

fn main() -> Result<()> {
    let bytes = std::fs::read(
        std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("codifier/katottg.bin"),
    )?;
    let (codifier, opening) = timed(|| Codifier::open(&bytes));
    let codifier = codifier?;
    let names: BTreeSet<String> = codifier.places().map(|place| place.name).collect();
    let beginnings = beginnings(&names);
    let slips: Vec<String> = beginnings.iter().map(|typed| slipped(typed)).collect();
    let wholes: Vec<String> = names
        .iter()
        .map(|name| slipped(&name.to_lowercase()))
        .collect();
    let peer = Peer::of(&codifier)?;
    say(&json!({ "case": "open", "value": ms(opening) }));
    say(&json!({ "case": "memory", "value": codifier.bytes_held() }));
    for (case, words) in [
        ("every beginning", &beginnings),
        ("every beginning with a slip", &slips),
        ("every name with a slip", &wholes),
    ] {
        let (ours, typed) = worst(words, |typed| {
            let found = codifier.find(typed, &[], Scope::Settlements, LIMIT.into());
            black_box(found.len());
            Ok(())
        })?;
        let (theirs, _) = worst(words, |typed| peer.find(typed))?;
        let searches = words.len();
        say(&json!({
            "case": case, "value": ms(ours), "peer": ms(theirs), "typed": typed, "searches": searches,
        }));
    }
    Ok(())
}

fn beginnings(names: &BTreeSet<String>) -> Vec<String> {
    let beginning = |name: &String| {
        let name = name.to_lowercase();
        let ends: Vec<usize> = name
            .char_indices()
            .map(|(at, _)| at)
            .chain([name.len()])
            .collect();
        (1..=LETTERS.min(ends.len() - 1))
            .map(|letters| name[..ends[letters]].to_owned())
            .collect::<Vec<_>>()
    };
    let all: BTreeSet<String> = names.iter().flat_map(beginning).collect();
    all.into_iter().collect()
}

/// The last letter but one is another one.
fn slipped(typed: &str) -> String {
    let mut letters: Vec<char> = typed.chars().collect();
    let at = letters.len().saturating_sub(2);
    if let Some(letter) = letters.get_mut(at) {
        *letter = if *letter == 'ф' { 'щ' } else { 'ф' };
    }
    letters.into_iter().collect()
}

/// SQLite with a full-text index over the names, prefixes indexed, in memory: what an application takes from the shelf.
struct Peer {
    database: Connection,
}

impl Peer {
    fn of(codifier: &Codifier) -> Result<Self> {
        let database = Connection::open_in_memory()?;
        database.execute_batch(
            "CREATE VIRTUAL TABLE places USING fts5(name, code UNINDEXED, prefix='1 2 3 4', tokenize='unicode61'); BEGIN",
        )?;
        {
            let mut insert = database.prepare("INSERT INTO places (name, code) VALUES (?1, ?2)")?;
            for place in codifier.places().filter(|place| place.kind.is_settlement()) {
                insert.execute((&place.name, place.code.to_string()))?;
            }
        }
        database.execute_batch("COMMIT; INSERT INTO places(places) VALUES ('optimize')")?;
        Ok(Self { database })
    }

    fn find(&self, typed: &str) -> Result<()> {
        let quoted: Vec<String> = typed
            .split([' ', '-', '’'])
            .filter(|word| !word.is_empty())
            .map(|word| format!("\"{word}\""))
            .collect();
        let mut select = self.database.prepare_cached(
            "SELECT code FROM places WHERE places MATCH ?1 ORDER BY rank LIMIT ?2",
        )?;
        let found = select.query_map(
            (format!("{}*", quoted.join(" ")), i64::from(LIMIT)),
            |row| row.get::<_, String>(0),
        )?;
        for code in found {
            let _code: Code = code?.parse().context("the peer lost a code")?;
        }
        Ok(())
    }
}

/// The slowest of all searches, the best of up to five runs each so that another program's turn does not count.
fn worst(words: &[String], find: impl Fn(&str) -> Result<()>) -> Result<(Duration, String)> {
    let mut worst = (Duration::ZERO, String::new());
    for typed in words {
        let mut best = Duration::MAX;
        for _ in 0..5 {
            let (answer, took) = timed(|| find(typed));
            answer?;
            best = best.min(took);
            if best <= worst.0 {
                break;
            }
        }
        if best > worst.0 {
            worst = (best, typed.clone());
        }
    }
    Ok(worst)
}

#[expect(clippy::disallowed_methods, reason = "a measurement is about time")]
fn timed<T>(act: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let answer = act();
    (answer, start.elapsed())
}

fn ms(took: Duration) -> f64 {
    took.as_secs_f64() * 1000.0
}

#[expect(clippy::print_stdout, reason = "what it was asked for")]
fn say(line: &serde_json::Value) {
    println!("{line}");
}
