//! Binding: poppler and hayro, two strangers to each other, see the same pages.

use std::path::Path;
use std::process::Command;

use imaging::{Encoding, Limits, Settings, clean, decode, import_pdf, reopen, to_pdf};

use super::sheet;

/// Runs a program of Debian's `poppler-utils` and returns what it says.
fn poppler(program: &str, arguments: &[&str], at: &Path) -> String {
    let ran = Command::new(program)
        .args(arguments)
        .current_dir(at)
        .output();
    let ran = ran.unwrap_or_else(|_| panic!("{program} is missing: install poppler-utils"));
    assert!(
        ran.status.success(),
        "{program}: {}",
        String::from_utf8_lossy(&ran.stderr)
    );
    String::from_utf8(ran.stdout).unwrap()
}

#[test]
fn poppler_finds_every_page_in_its_encoding_and_size() {
    let text = sheet::text_page(0.6);
    let pages = [
        clean(text.clone(), &Settings::default()),
        clean(sheet::stamped(&text), &Settings::default()),
        clean(sheet::with_portrait(&text), &Settings::default()),
    ];
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("bound.pdf"), to_pdf(&pages)).unwrap();

    let list = poppler("pdfimages", &["-list", "bound.pdf"], folder.path());
    let encodings: Vec<_> = list
        .lines()
        .skip(2)
        .map(|row| row.split_whitespace().nth(8))
        .collect();
    assert_eq!(
        encodings,
        [Some("ccitt"), Some("jpeg"), Some("jpeg")],
        "{list}"
    );
    for (row, page) in list.lines().skip(2).zip(&pages) {
        let fields: Vec<_> = row.split_whitespace().collect();
        assert_eq!(fields[3], page.record.width_px.to_string());
        assert_eq!(fields[4], page.record.height_px.to_string());
    }
    let facts = poppler("pdfinfo", &["bound.pdf"], folder.path());
    assert!(facts.contains("Pages:           3"), "{facts}");
    assert!(facts.contains("(A4)"), "{facts}");
    for trace in ["Title", "Author", "Creator", "Producer", "CreationDate"] {
        assert!(!facts.contains(trace), "{facts}");
    }
}

#[test]
fn poppler_reads_the_same_black_and_white_dots() {
    let page = clean(
        sheet::badly_lit(&sheet::text_page(0.9)),
        &Settings::default(),
    );
    assert_eq!(page.record.encoding, Encoding::Group4);
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(
        folder.path().join("bound.pdf"),
        to_pdf(std::slice::from_ref(&page)),
    )
    .unwrap();
    poppler("pdfimages", &["-png", "bound.pdf", "page"], folder.path());
    let seen = std::fs::read(folder.path().join("page-000.png")).unwrap();
    let seen = decode(&seen, &Limits::default()).unwrap().at_dpi(200);
    assert!(seen == reopen(&page, &Limits::default()).unwrap());
}

#[test]
fn bound_pages_come_back_by_import_as_large_as_they_were() {
    let pages = [
        clean(sheet::text_page(0.0), &Settings::default()),
        clean(sheet::stamped(&sheet::text_page(0.0)), &Settings::default()),
    ];
    let back = import_pdf(to_pdf(&pages), &Limits::default()).unwrap();
    assert_eq!(back.len(), 2);
    for page in back {
        // A page kept at 150 dpi is a whole number of coarser pixels.
        assert!(page.width_px().abs_diff(1654) <= 1 && page.height_px().abs_diff(2339) <= 1);
        assert_eq!(page.dpi(), 200);
    }
}

#[test]
fn the_same_pages_bind_to_the_same_bytes() {
    let bound = || {
        to_pdf(&[clean(
            sheet::stamped(&sheet::text_page(0.3)),
            &Settings::default(),
        )])
    };
    assert!(bound() == bound());
}
