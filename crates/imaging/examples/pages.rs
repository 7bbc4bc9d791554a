//! Cleans the specimen papers and measures them: `cargo xtask bench D1` runs it.
//!
//! Writes what was seen, what stood on it and what was kept into the folder that is named, for independent readers; prints
//! one line of JSON for each page.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};
use devices::sim::papers::{Specimen, View, scanned_set, specimen, specimen_names};
use imaging::{
    Black, CleanPage, Keep, Limits, Page, Settings, Step, clean, decode, decode_scan, import_pdf,
    reopen, to_pdf,
};
use serde_json::json;

#[path = "../tests/pages/harm.rs"]
mod harm;
#[path = "../tests/pages/hue.rs"]
mod hue;

/// Where all chance grows from.
const SEED: u64 = 11;

/// The scan whose memory is measured.
const FINE_SCAN: &str = "fine.jpg";

/// How many damaged inputs are opened.
const DAMAGED: u64 = 10_000;

fn main() -> Result<()> {
    let mut asked = std::env::args_os().skip(1);
    let folder = asked.next().map(PathBuf::from);
    let folder = folder.context("which folder?")?;
    if asked.next().is_some() {
        return alone(&folder.join(FINE_SCAN));
    }
    std::fs::create_dir_all(&folder)?;
    for (name, seed) in specimen_names()?.into_iter().zip(SEED..) {
        for (seen, view) in [
            ("scan", View::Scanned { dpi: 300 }),
            ("shot", View::Photographed),
        ] {
            // The telephone's table is laid for sheets with the shape of A4.
            if name == "card" && seen == "shot" {
                continue;
            }
            let specimen = specimen(&name, view, seed)?;
            one(&folder, &format!("{name}-{seen}"), &specimen)?;
        }
    }
    fine_scan(&folder)?;
    five_pages()?;
    let panics = opened_damaged()?;
    say(&json!({ "case": "damaged", "inputs": DAMAGED, "panics": panics }));
    Ok(())
}

/// A form at 600 dots an inch is cleaned in a program of its own, whose memory is its own.
fn fine_scan(folder: &Path) -> Result<()> {
    let scan = specimen("form", View::Scanned { dpi: 600 }, SEED)?;
    std::fs::write(folder.join(FINE_SCAN), scan.picture)?;
    let mut program = Command::new(std::env::current_exe()?);
    let ended = program.arg(folder).arg("alone").status()?;
    anyhow::ensure!(ended.success(), "the fine scan was not cleaned");
    Ok(())
}

/// Cleans the fine scan in every budget; says how much memory that took above the file, at most.
fn alone(scan: &Path) -> Result<()> {
    let scan = std::fs::read(scan)?;
    let before = kilobytes("VmRSS:")?;
    for settings in [
        Settings::village(),
        Settings::office(),
        Settings::evidence(),
    ] {
        let page = decode_scan(&scan, &Limits::default(), 600, settings.finest_dpi())?;
        drop(to_pdf(&[clean(page, &settings)]));
    }
    let above = kilobytes("VmHWM:")?.saturating_sub(before);
    say(&json!({ "case": "fine-scan", "megabytes": above as f64 / 1024.0 }));
    Ok(())
}

/// A figure of this program, as the system tells it.
fn kilobytes(name: &str) -> Result<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    let number = line.and_then(|line| line.split_whitespace().next());
    Ok(number.context("the system does not tell")?.parse()?)
}

/// The papers of a family, bound as one document.
fn five_pages() -> Result<()> {
    let mut pages = Vec::new();
    for picture in scanned_set("idp-family", SEED)? {
        let page = decode(&picture, &Limits::default())?.at_dpi(200);
        pages.push(clean(page, &Settings::office()));
    }
    say(
        &json!({ "case": "application", "budget": "office", "bytes": to_pdf(&pages).len(), "pages": pages.len() }),
    );
    Ok(())
}

/// Opens damaged pictures, pages and documents; says how many of them were not met with an answer.
fn opened_damaged() -> Result<u64> {
    let limits = Limits::default();
    let shot = specimen("card", View::Scanned { dpi: 75 }, SEED)?.picture;
    let page = decode(&shot, &limits)?.at_dpi(200);
    let kept = |keep, black| {
        let settings = Settings {
            keep,
            black,
            ..Settings::office()
        };
        clean(page.clone(), &settings)
    };
    let pages = [
        kept(Keep::Black, Black::Jbig2),
        kept(Keep::Black, Black::Group4),
        kept(Keep::Mixed, Black::Jbig2),
        kept(Keep::Colour, Black::Jbig2),
    ];
    let bound = to_pdf(&pages);
    let open = |seed: u64| {
        let mut torn = pages[(seed / 8 % 4) as usize].clone();
        match seed % 8 {
            0 => drop(decode(&harm::damaged(&shot, seed), &limits)),
            3 => drop(decode_scan(&harm::damaged(&shot, seed), &limits, 600, 200)),
            1 => drop(import_pdf(harm::damaged(&bound, seed), &limits)),
            2 => drop(reopen(&harm::misplaced(&pages[2], seed), &limits)),
            _ => {
                torn.bytes = harm::damaged(&torn.bytes, seed);
                drop(reopen(&torn, &limits));
            }
        }
    };
    let panicked = |seed: &u64| {
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| open(*seed))).is_err()
    };
    Ok((0..DAMAGED).filter(panicked).count() as u64)
}

fn one(folder: &Path, case: &str, specimen: &Specimen) -> Result<()> {
    std::fs::write(folder.join(format!("{case}.jpg")), &specimen.picture)?;
    std::fs::write(folder.join(format!("{case}.txt")), &specimen.text)?;
    // What a scanning program keeps without a thought: the colours of the whole page.
    let as_it_is = Settings {
        keep: Keep::Photo,
        text_dpi: 300,
        tone_dpi: 300,
        jpeg_quality: 75,
        ..Settings::office()
    };
    let jpeg = clean(opened(specimen)?, &as_it_is).bytes.len();
    let as_group4 = Settings {
        black: Black::Group4,
        ..Settings::office()
    };
    let group4 = to_pdf(&[clean(opened(specimen)?, &as_group4)]).len();
    for (budget, settings) in [
        ("village", Settings::village()),
        ("office", Settings::office()),
        ("evidence", Settings::evidence()),
    ] {
        let begun = busy_s()?;
        let kept = clean(opened_for(specimen, &settings)?, &settings);
        let seconds = busy_s()? - begun;
        let pdf = to_pdf(std::slice::from_ref(&kept));
        let bound = folder.join(format!("{case}-{budget}.pdf"));
        std::fs::write(bound, &pdf)?;
        let (skew, corner) = errors(specimen, &kept);
        let hue = hue::missed_by_deg(specimen, &reopen(&kept, &Limits::default())?);
        say(&json!({
            "case": case, "budget": budget, "bytes": pdf.len(), "group4": group4, "jpeg": jpeg, "seconds": seconds, "encoding": kept.record.encoding,
            "skew_error_deg": skew, "corner_error_mm": corner, "hue_error_deg": hue, "steps": kept.record.steps,
            "blank": kept.record.hints.is_blank,
        }));
    }
    Ok(())
}

fn opened(specimen: &Specimen) -> Result<Page> {
    let page = decode(&specimen.picture, &Limits::default())?;
    Ok(match specimen.dpi {
        Some(dpi) => page.at_dpi(dpi),
        None => page,
    })
}

/// As a kit reads it.
fn opened_for(specimen: &Specimen, settings: &Settings) -> Result<Page> {
    let (limits, dpi) = (Limits::default(), specimen.dpi.unwrap_or(0));
    Ok(decode_scan(
        &specimen.picture,
        &limits,
        dpi,
        settings.finest_dpi(),
    )?)
}

/// Processor time of this program so far, which other programs do not lengthen.
fn busy_s() -> Result<f64> {
    let stat = std::fs::read_to_string("/proc/self/schedstat")?;
    let spent = stat.split_whitespace().next().context("no time is told")?;
    Ok(spent.parse::<f64>()? / 1e9)
}

/// By how many degrees a page leans after all turns, and by how many millimetres its worst corner was missed.
fn errors(specimen: &Specimen, kept: &CleanPage) -> (f32, Option<f32>) {
    let (mut turned, mut worst) = (0.0, None);
    let [width, height] = specimen.size_mm;
    for step in &kept.record.steps {
        if let Step::Straightened { degrees } = step {
            turned += degrees;
        }
        if let Step::Cut { corners, .. } = step {
            let [upper, right, _, left] = specimen.corners;
            // Millimetres of the sheet to parts of the picture.
            let (across, down) = ((right[0] - upper[0]) / width, (left[1] - upper[1]) / height);
            let apart = |one: [f32; 2], other: [f32; 2]| {
                ((one[0] - other[0]) / across).hypot((one[1] - other[1]) / down)
            };
            let distances = corners.iter().zip(specimen.corners);
            worst = distances
                .map(|(&found, real)| apart(found, real))
                .reduce(f32::max);
            let lean = |[[left, top], [right, below], ..]: [[f32; 2]; 4]| {
                ((below - top) / down)
                    .atan2((right - left) / across)
                    .to_degrees()
            };
            turned += lean(*corners) - lean(specimen.corners) + specimen.skew_deg;
        }
    }
    (turned - specimen.skew_deg, worst)
}

#[expect(
    clippy::print_stdout,
    reason = "the answer to whoever asked at the terminal"
)]
fn say(line: &serde_json::Value) {
    println!("{line}");
}
