//! Papers as poppler's programs read and draw them: an independent eye.

use std::path::{Path, PathBuf};
use std::process::Command;

use papers::Pdf;

/// Runs a program on the arguments and returns what it says.
pub(crate) fn run(program: &str, package: &str, arguments: &[&str], folder: &Path) -> String {
    let ran = Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .output();
    let ran = ran.unwrap_or_else(|_| panic!("{program} is missing: install {package}"));
    assert!(
        ran.status.success(),
        "{program}: {}",
        String::from_utf8_lossy(&ran.stderr)
    );
    String::from_utf8(ran.stdout).unwrap()
}

/// Runs a program of `poppler-utils` on the file and returns what it says.
pub(crate) fn poppler(program: &str, arguments: &[&str], pdf: &Pdf) -> String {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("paper.pdf"), pdf.bytes()).unwrap();
    run(program, "poppler-utils", arguments, folder.path())
}

/// The text of each page.
pub(crate) fn pages(pdf: &Pdf) -> Vec<String> {
    let text = poppler("pdftotext", &["-layout", "paper.pdf", "-"], pdf);
    text.trim_end_matches('\u{c}')
        .split('\u{c}')
        .map(str::to_owned)
        .collect()
}

/// The text without what lines and columns do to it: spaces, and the hyphens of broken words.
pub(crate) fn letters(text: &str) -> String {
    let is_left = |letter: &char| !letter.is_whitespace() && *letter != '\u{ad}';
    text.chars().filter(is_left).collect()
}

/// Where a word stands, in points from the upper left.
#[derive(Debug)]
pub(crate) struct Word {
    pub(crate) left: f64,
    pub(crate) top: f64,
    pub(crate) right: f64,
    pub(crate) bottom: f64,
}

/// The words of each page, with its width and height.
pub(crate) fn words(pdf: &Pdf) -> Vec<(f64, f64, Vec<Word>)> {
    let said = poppler("pdftotext", &["-bbox", "paper.pdf", "-"], pdf);
    let mut pages: Vec<(f64, f64, Vec<Word>)> = Vec::new();
    for line in said.lines().map(str::trim_start) {
        let side = |name: &str| -> f64 {
            let rest = line.split(&format!("{name}=\"")).nth(1).unwrap();
            rest.split('"').next().unwrap().parse().unwrap()
        };
        if line.starts_with("<page") {
            pages.push((side("width"), side("height"), Vec::new()));
        } else if line.starts_with("<word") {
            pages.last_mut().unwrap().2.push(Word {
                left: side("xMin"),
                top: side("yMin"),
                right: side("xMax"),
                bottom: side("yMax"),
            });
        }
    }
    pages
}

/// Draws the first three pages into the target folder under this name, for a machine to check and a person to look at.
pub(crate) fn pictures(pdf: &Pdf, name: &str, dpi: u32) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("papers")
        .join(name);
    if folder.exists() {
        std::fs::remove_dir_all(&folder).unwrap();
    }
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("paper.pdf"), pdf.bytes()).unwrap();
    let dpi = dpi.to_string();
    run(
        "pdftoppm",
        "poppler-utils",
        &["-png", "-r", &dpi, "-l", "3", "paper.pdf", "page"],
        &folder,
    );
    let mut drawn: Vec<PathBuf> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|kind| kind == "png"))
        .collect();
    drawn.sort();
    drawn
}
