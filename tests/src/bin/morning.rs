//! `valiza-morning`: measurements and pictures of a coordinator's morning, a line of JSON each.
//! Never measures what it made: sealing and delivering are done before the clock starts.

use std::{io::Write as _, path::Path, process::Stdio, time::Duration};

use anyhow::{Result, bail};
use journeys::{
    keyboard::Keyboard,
    morning::{COORDINATOR, Morning, document},
    programs::uptime_ms,
};
use serde_json::{Value, json};

/// Applications in the measurement of fetching.
const HUNDRED: usize = 100;

fn main() -> Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let place = tempfile::tempdir()?;
    match words
        .iter()
        .map(String::as_str)
        .collect::<Vec<_>>()
        .as_slice()
    {
        ["fetch"] => fetch(place.path()),
        ["pictures", folder] => pictures(place.path(), Path::new(folder)),
        _ => bail!("valiza-morning fetch | pictures FOLDER"),
    }
}

fn tell(value: &Value) -> Result<()> {
    writeln!(std::io::stdout(), "{value}")?;
    Ok(())
}

/// A hundred applications of 1.5 MB: fetched, verified and opened by the real console.
fn fetch(root: &Path) -> Result<()> {
    let mut morning = Morning::begin(root)?;
    // What does not compress stands for scans.
    let mut document = document(1)?;
    let mut state = 1_u32;
    document.extend(
        std::iter::repeat_with(|| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state.to_be_bytes()[0]
        })
        .take(1_500_000 - document.len().min(1_500_000)),
    );
    morning.seal(HUNDRED, &document)?;
    morning.deliver()?;
    let unlocked = watched(&morning, &["log"])?;
    let fetched = watched(&morning, &["fetch"])?;
    let opened = watched(&morning, &["open"])?;
    let count = opened
        .out
        .split(' ')
        .next()
        .and_then(|word| word.parse::<u64>().ok());
    tell(&json!({
        "unlock_ms": unlocked.ms,
        "unlock_kib": unlocked.kib,
        "fetch_ms": fetched.ms,
        "open_ms": opened.ms,
        "peak_kib": fetched.kib.max(opened.kib),
        "opened": count,
        "well": fetched.well && opened.well,
    }))
}

/// How a command went.
struct Watched {
    well: bool,
    out: String,
    ms: u64,
    /// Its memory at most, as far as the kernel was asked.
    kib: u64,
}

/// Runs a console command and looks at its memory while it runs.
fn watched(morning: &Morning, words: &[&str]) -> Result<Watched> {
    let began = uptime_ms();
    let out = morning.root().join("out");
    let file = std::fs::File::create(&out)?;
    let mut child = morning
        .console()?
        .args(words)
        .stdout(file)
        .stdin(Stdio::null())
        .spawn()?;
    let status = format!("/proc/{}/status", child.id());
    let mut kib = 0;
    let well = loop {
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let peak = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let peak = peak.and_then(|rest| rest.split_whitespace().next()?.parse().ok());
        kib = kib.max(peak.unwrap_or(0));
        if let Some(status) = child.try_wait()? {
            break status.success();
        }
        std::thread::park_timeout(Duration::from_millis(10));
    };
    let ms = uptime_ms() - began;
    Ok(Watched {
        well,
        out: std::fs::read_to_string(out)?,
        ms,
        kib,
    })
}

/// Every tab in both languages and two sizes.
fn pictures(root: &Path, folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder)?;
    let mut morning = Morning::begin(root)?;
    morning.seal(24, &document(5)?)?;
    morning.deliver()?;
    for words in [&["fetch"][..], &["open"]] {
        morning.say(words)?;
    }
    for language in ["uk", "en"] {
        let keyboard = Keyboard::start()?;
        let mut window = morning.window(keyboard.display(), language)?;
        keyboard.turn_to_window()?;
        let shoot = |window: &mut journeys::morning::ConsoleWindow, name: &str| -> Result<()> {
            for (size, side) in [([1366.0, 768.0], "wide"), ([1024.0, 600.0], "narrow")] {
                window.picture(size, &folder.join(format!("{name}-{language}-{side}.png")))?;
            }
            Ok(())
        };
        shoot(&mut window, "locked")?;
        keyboard.write(COORDINATOR)?;
        keyboard.press(&["Return"])?;
        window.until("pages", |seen| seen["pages"] == json!(5))?;
        keyboard.press(&["F8", "F8", "F8"])?;
        shoot(&mut window, "register")?;
        keyboard.press(&["F6"])?;
        keyboard.write("немає другої сторінки")?;
        shoot(&mut window, "return")?;
        keyboard.press(&["Escape"])?;
        for (key, name) in [
            ("ctrl+2", "kits"),
            ("ctrl+3", "keys"),
            ("ctrl+4", "sending"),
            ("ctrl+5", "report"),
            ("ctrl+6", "log"),
        ] {
            keyboard.press(&[key])?;
            window.seen()?;
            shoot(&mut window, name)?;
        }
    }
    Ok(())
}
