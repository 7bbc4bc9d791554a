//! PANIC: how long until no key is left on the kit and the program is another image, with no page and with 200.

use super::driven::{Driven, Screen};
use super::kit::{Kit, PASSPHRASE};
use super::{BenchError, Build, Figure, Id};
use crate::clock;
use crate::workspace::Workspace;
use serde_json::{Value, json};
use std::fs;
use std::time::Duration;

/// Pages in the draft of the second measurement.
const PAGES: usize = 200;
/// The file of keys has two copies of 139 sectors of 4 KiB; two of them, salt and count, are no keys and stay.
const SECTOR: usize = 4096;
const SECTORS: usize = 139;
const NO_KEYS: usize = 2;
/// How long the end of a panic is waited for, in milliseconds.
const PATIENCE_MS: f64 = 10_000.0;

pub(super) fn measure(workspace: &Workspace, build: Build) -> Result<Vec<Figure>, BenchError> {
    let screen = Screen::start()?;
    let mut figures = Vec::new();
    for pages in [0, PAGES] {
        for by_signal in [false, true] {
            let took = panic_ms(workspace, build, &screen, pages, by_signal)?;
            let by = if by_signal { "by signal" } else { "by command" };
            figures.push(Figure {
                id: Id::Panic,
                case: format!("until no key is left and the image is new, {pages} pages, {by}"),
                value: took,
                unit: "ms",
                bar: 100.0,
                peer: None,
            });
        }
    }
    Ok(figures)
}

fn panic_ms(
    workspace: &Workspace,
    build: Build,
    screen: &Screen,
    pages: usize,
    by_signal: bool,
) -> Result<f64, BenchError> {
    let kit = Kit::make(workspace, build)?;
    let mut window = Driven::open(&kit, Some(screen))?;
    window.unlock(PASSPHRASE)?;
    window.begin_visit()?;
    take_in(&kit, &mut window, pages)?;
    let before = fs::read(kit.keys())?;
    let began = clock::now();
    if by_signal {
        window.process.signal("USR2")?;
    } else {
        window.ask(&json!({ "do": "panic" }))?;
    }
    loop {
        let took = began.elapsed().as_secs_f64() * 1000.0;
        if window.process.is_locked_image() && all_gone(&before, &fs::read(kit.keys())?) {
            window.line_with("started")?;
            window.lock_screen()?;
            return Ok(took);
        }
        if took > PATIENCE_MS {
            return Err(BenchError::TimedOut("the end of the panic"));
        }
        // Nothing comes before the new image speaks; this is a short rest.
        let _nothing = window.process.line(Duration::from_millis(1));
    }
}

/// Every sector that can hold a key holds something else than before.
fn all_gone(before: &[u8], after: &[u8]) -> bool {
    let sector = |bytes: &[u8], at: usize| bytes[at * SECTOR..][..SECTOR].to_vec();
    (0..2 * SECTORS)
        .filter(|at| at % SECTORS >= NO_KEYS)
        .all(|at| sector(before, at) != sector(after, at))
}

/// Brings pages in as files of a stick, each a page with one black square, and waits until all are kept.
fn take_in(kit: &Kit, window: &mut Driven, pages: usize) -> Result<(), BenchError> {
    if pages == 0 {
        return Ok(());
    }
    fs::create_dir_all(kit.stick())?;
    let file = kit.stick().join("page.pdf");
    fs::write(&file, a_page())?;
    let seen = window.snapshot()?;
    let document = seen["visit"]["applications"][0]["documents"][0]["key"].clone();
    let mut kept = 0;
    while kept < pages {
        // A document holds so many pages; the kit says so by taking no more.
        let paths = vec![&file; 20.min(pages - kept)];
        window.ask(&json!({ "do": "import", "document": document, "paths": paths }))?;
        let wanted = kept + paths.len();
        window.until("the pages", |seen| {
            count(seen) >= wanted && seen["work"].is_null()
        })?;
        kept = wanted;
    }
    Ok(())
}

fn count(snapshot: &Value) -> usize {
    let documents = snapshot["visit"]["applications"][0]["documents"].as_array();
    documents
        .into_iter()
        .flatten()
        .filter_map(|document| document["pages"].as_array())
        .map(Vec::len)
        .sum()
}

/// A PDF of one page: A4 with a square.
fn a_page() -> Vec<u8> {
    let square = "0 0 0 rg 200 400 150 150 re f";
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>".to_owned(),
        format!(
            "<< /Length {} >>\nstream\n{square}\nendstream",
            square.len()
        ),
    ];
    let mut pdf = String::from("%PDF-1.4\n");
    let mut places = Vec::new();
    for (number, object) in (1..).zip(&objects) {
        places.push(pdf.len());
        pdf.push_str(&format!("{number} 0 obj\n{object}\nendobj\n"));
    }
    let table = pdf.len();
    pdf.push_str(&format!(
        "xref\n0 {}\n0000000000 65535 f \n",
        objects.len() + 1
    ));
    for place in places {
        pdf.push_str(&format!("{place:010} 00000 n \n"));
    }
    pdf.push_str(&format!(
        "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n",
        objects.len() + 1
    ));
    pdf.into_bytes()
}
