//! D1: what cleaned pages weigh, what they cost, how straight they are, and whether they can still be read.
//!
//! The specimen papers are cleaned by an example of the crate `imaging`; what it writes is weighed against what other
//! programs make of the same pictures, and read by one that knows nothing of us.

use super::peers::output;
use super::{BenchError, Build, Figure, Id, Peer};
use crate::codifier::example;
use crate::workspace::Workspace;
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::Command;

/// Kilobytes that a paper may weigh in the budget "office".
const SIZES_KB: [(&str, f64); 4] = [
    ("letter-scan", 50.0),
    ("form-scan", 85.0),
    ("certificate-scan", 85.0),
    ("card-scan", 90.0),
];
/// The same text for readers without JBIG2, and five pages together.
const GROUP4_KB: f64 = 75.0;
const APPLICATION_KB: f64 = 300.0;
/// Processor time for a page at 300 dpi.
const SECONDS: f64 = 0.5;
/// By how much a page may lean, and a corner be missed.
const SKEW_DEG: f64 = 0.1;
const CORNER_MM: f64 = 1.0;
/// Letters that a cleaned page may lose to its grey original, in parts of a hundred.
const WORSE_READ: f64 = 1.0;
/// By how many degrees of the wheel of colours a stamp may be missed.
const HUE_DEG: f64 = 15.0;
/// Memory above the file that cleaning a page at 600 dpi may take.
const MEGABYTES: f64 = 64.0;
/// What is read: the whole set.
const READ: [&str; 9] = [
    "letter-scan",
    "letter-shot",
    "form-scan",
    "form-shot",
    "certificate-scan",
    "certificate-shot",
    "note-scan",
    "note-shot",
    "card-scan",
];

pub(super) fn measure(workspace: &Workspace, build: Build) -> Result<Vec<Figure>, BenchError> {
    let folder = workspace.target.join("d1");
    let mut pages = example(workspace, "pages", build == Build::Release)?;
    let lines = output("the example pages", pages.arg(&folder), &[])?;
    let lines = String::from_utf8_lossy(&lines);
    let lines: Vec<Value> = lines
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect();
    let mut figures = of_lines(&lines);
    for (case, bar) in SIZES_KB {
        let ours = number(&lines, case, "bytes") / 1000.0;
        for (name, value) in heavier(&folder, case)? {
            let peer = Some(Peer { name, value });
            figures.push(figure(
                format!("{case} beside another program"),
                ours,
                "kB",
                bar,
                peer,
            ));
        }
    }
    for case in READ {
        figures.push(read(&folder, case)?);
    }
    Ok(figures)
}

/// The figure of a line in the budget "office"; a case without a line is infinite, so that it is noticed.
fn number(lines: &[Value], case: &str, key: &str) -> f64 {
    let line = lines.iter().find(|line| {
        line["case"] == case && (line["budget"] == "office" || line["budget"].is_null())
    });
    line.and_then(|line| line[key].as_f64())
        .unwrap_or(f64::INFINITY)
}

fn figure(case: String, value: f64, unit: &'static str, bar: f64, peer: Option<Peer>) -> Figure {
    Figure {
        id: Id::D1,
        case,
        value,
        unit,
        bar,
        peer,
    }
}

fn of_lines(lines: &[Value]) -> Vec<Figure> {
    let kb = |case: &str, key: &str| number(lines, case, key) / 1000.0;
    let mut figures = Vec::new();
    for (case, bar) in SIZES_KB {
        let peer = Some(Peer {
            name: "JPEG q75, the whole page in colour",
            value: kb(case, "jpeg"),
        });
        figures.push(figure(
            format!("{case} in one PDF"),
            kb(case, "bytes"),
            "kB",
            bar,
            peer,
        ));
    }
    let group4 = kb("letter-scan", "group4");
    figures.push(figure(
        "letter-scan in CCITT G4".to_owned(),
        group4,
        "kB",
        GROUP4_KB,
        None,
    ));
    let five = kb("application", "bytes");
    figures.push(figure(
        "application of five pages".to_owned(),
        five,
        "kB",
        APPLICATION_KB,
        None,
    ));
    for line in lines
        .iter()
        .filter(|line| line["budget"] == "office" && line["seconds"].is_number())
    {
        let case = line["case"].as_str().unwrap_or_default();
        let of = |key: &str| line[key].as_f64();
        let seconds = of("seconds").unwrap_or(f64::INFINITY);
        figures.push(figure(
            format!("{case}: processor time"),
            seconds,
            "s",
            SECONDS,
            None,
        ));
        let skew = of("skew_error_deg").map_or(f64::INFINITY, f64::abs);
        figures.push(figure(
            format!("{case}: leans by"),
            skew,
            "degrees",
            SKEW_DEG,
            None,
        ));
        if let Some(corner) = of("corner_error_mm") {
            figures.push(figure(
                format!("{case}: worst corner"),
                corner,
                "mm",
                CORNER_MM,
                None,
            ));
        }
    }
    for line in lines.iter().filter(|line| line["budget"] == "office") {
        if let (Some(case), Some(hue)) = (line["case"].as_str(), line["hue_error_deg"].as_f64()) {
            figures.push(figure(
                format!("{case}: hue of the stamp missed by"),
                hue,
                "degrees",
                HUE_DEG,
                None,
            ));
        }
    }
    figures.push(figure(
        "a page at 600 dpi: memory above its file, at most".to_owned(),
        number(lines, "fine-scan", "megabytes"),
        "MB",
        MEGABYTES,
        None,
    ));
    let panics = number(lines, "damaged", "panics");
    figures.push(figure(
        "damaged inputs without an answer, of 10000".to_owned(),
        panics,
        "",
        0.0,
        None,
    ));
    figures
}

/// What other programs make of the same picture, in kilobytes; who is not installed is not asked.
fn heavier(folder: &Path, case: &str) -> Result<Vec<(&'static str, f64)>, BenchError> {
    let (seen, made) = (
        folder.join(format!("{case}.jpg")),
        folder.join(format!("{case}-peer.pdf")),
    );
    let mut img2pdf = Command::new("img2pdf");
    img2pdf.arg(&seen).arg("-o").arg(&made);
    let mut ocrmypdf = Command::new("ocrmypdf");
    ocrmypdf.args([
        "--quiet",
        "--image-dpi",
        "300",
        "--tesseract-timeout",
        "0",
        "--optimize",
        "1",
    ]);
    ocrmypdf.arg(&seen).arg(&made);
    let mut weights = Vec::new();
    for (name, mut command) in [("img2pdf", img2pdf), ("ocrmypdf --optimize 1", ocrmypdf)] {
        match command.output() {
            Ok(done) if done.status.success() => {
                weights.push((name, fs::metadata(&made)?.len() as f64 / 1000.0));
            }
            Ok(failed) => {
                return Err(BenchError::Refused {
                    program: name,
                    act: "run",
                    words: String::from_utf8_lossy(&failed.stderr).into_owned(),
                });
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(weights)
}

/// How many more letters of a hundred a reader mistakes on the cleaned page than on the grey original.
fn read(folder: &Path, case: &str) -> Result<Figure, BenchError> {
    let truth = fs::read_to_string(folder.join(format!("{case}.txt")))?;
    let cleaned = folder.join(format!("{case}-office"));
    let mut draw = Command::new("pdftoppm");
    draw.args(["-r", "300", "-gray", "-singlefile"]);
    draw.arg(cleaned.with_extension("pdf")).arg(&cleaned);
    output("pdftoppm", &mut draw, &[])?;
    let mistakes = |picture: &Path| -> Result<f64, BenchError> {
        let mut tesseract = Command::new("tesseract");
        tesseract
            .arg(picture)
            .args(["-", "-l", "ukr", "--dpi", "300"]);
        let words = output("tesseract", &mut tesseract, &[])?;
        Ok(mistaken(&String::from_utf8_lossy(&words), &truth))
    };
    // The reader makes the original grey by itself.
    let ours = mistakes(&cleaned.with_extension("pgm"))?;
    let grey = mistakes(&folder.join(format!("{case}.jpg")))?;
    let peer = Peer {
        name: "letters mistaken on the grey original, of a hundred",
        value: grey,
    };
    let case = format!("{case}: more letters mistaken than on the grey original");
    Ok(figure(case, ours - grey, "of 100", WORSE_READ, Some(peer)))
}

/// Letters of a hundred to be changed (Levenshtein), each paragraph where it is read best, so that stamps and signatures which
/// a reader takes for letters do not count; spaces and line feeds count as one space.
fn mistaken(read: &str, truth: &str) -> f64 {
    let letters = |text: &str| -> Vec<char> {
        text.split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .chars()
            .collect()
    };
    let read = letters(read);
    let paragraphs: Vec<Vec<char>> = truth.lines().map(letters).collect();
    let all: usize = paragraphs.iter().map(Vec::len).sum();
    let changes: usize = paragraphs.iter().map(|wanted| nearest(&read, wanted)).sum();
    changes as f64 * 100.0 / all.max(1) as f64
}

/// The fewest changes that make some part of `read` into `wanted`.
fn nearest(read: &[char], wanted: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=wanted.len()).collect();
    let mut fewest = wanted.len();
    for letter in read {
        let mut corner = row[0];
        for (column, wanted) in wanted.iter().enumerate() {
            let changed = corner + usize::from(letter != wanted);
            corner = row[column + 1];
            row[column + 1] = changed.min(corner + 1).min(row[column] + 1);
        }
        fewest = fewest.min(row[wanted.len()]);
    }
    fewest
}

#[cfg(test)]
mod tests {
    use super::{mistaken, of_lines};

    #[test]
    fn letters_are_counted_as_changed_lost_and_added() {
        let near = |read, truth, of_hundred: f64| (mistaken(read, truth) - of_hundred).abs() < 1e-9;
        assert!(near("a  b\nc", "a b c", 0.0));
        assert!(near("abXd", "abcd", 25.0));
        assert!(near("abd", "abcd", 25.0));
        assert!(near("abccd", "abcd", 25.0));
        assert!(near("", "abcd", 100.0));
        assert!(near("ab (stamp) cd", "cd\nab", 0.0));
    }

    #[test]
    fn a_paper_that_was_not_measured_holds_no_bar() {
        assert!(of_lines(&[]).iter().all(|figure| !figure.holds()));
    }
}
