//! Binding: poppler, jbig2dec and hayro, strangers to one another, see the same pages.

use std::path::Path;
use std::process::Command;

use imaging::{Black, Encoding, Limits, Page, Settings, clean, decode, import_pdf, reopen, to_pdf};

use super::sheet;

/// Runs a program of Debian's `poppler-utils` and returns what it says.
fn poppler(program: &str, arguments: &[&str], at: &Path) -> String {
    ran(program, arguments, at)
}

fn ran(program: &str, arguments: &[&str], at: &Path) -> String {
    let ran = Command::new(program)
        .args(arguments)
        .current_dir(at)
        .output();
    let ran =
        ran.unwrap_or_else(|_| panic!("{program} is missing: install poppler-utils and jbig2dec"));
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
        ["jbig2", "jpeg", "jbig2", "jbig2", "jpeg", "jbig2"].map(Some),
        "{list}"
    );
    let facts = poppler("pdfinfo", &["bound.pdf"], folder.path());
    assert!(facts.contains("Pages:           3"), "{facts}");
    assert!(facts.contains("(A4)"), "{facts}");
    for trace in ["Title", "Author", "Creator", "Producer", "CreationDate"] {
        assert!(!facts.contains(trace), "{facts}");
    }
}

#[test]
fn poppler_reads_the_same_black_and_white_dots() {
    for (black, encoding) in [
        (Black::Jbig2, Encoding::Jbig2),
        (Black::Group4, Encoding::Group4),
    ] {
        let settings = Settings {
            black,
            ..Settings::default()
        };
        // A whole number of points, so that a page drawn at its own resolution has its own dots.
        let page = sheet::cut(&sheet::badly_lit(&sheet::text_page(0.9)), 1650, 2325);
        let page = clean(page, &settings);
        assert_eq!(page.record.encoding, encoding);
        let folder = tempfile::tempdir().unwrap();
        let bound = to_pdf(std::slice::from_ref(&page));
        std::fs::write(folder.path().join("bound.pdf"), bound).unwrap();
        let ours = reopen(&page, &Limits::default()).unwrap();
        poppler("pdfimages", &["-png", "bound.pdf", "page"], folder.path());
        assert!(seen(folder.path(), "page-000.png") == ours);
        let drawn = ["-r", "200", "-png", "-singlefile", "bound.pdf", "drawn"];
        poppler("pdftoppm", &drawn, folder.path());
        assert!(seen(folder.path(), "drawn.png") == ours);
    }
}

fn seen(folder: &Path, name: &str) -> Page {
    let bytes = std::fs::read(folder.join(name)).unwrap();
    decode(&bytes, &Limits::default()).unwrap().at_dpi(200)
}

#[test]
fn jbig2dec_reads_the_same_dots_with_and_without_a_stamp() {
    for page in [
        sheet::text_page(0.4),
        sheet::stamped(&sheet::badly_lit(&sheet::text_page(-1.3))),
    ] {
        let page = clean(page, &Settings::default());
        let folder = tempfile::tempdir().unwrap();
        // The text lies over everything else, so its bytes are the last.
        let length = page.record.layers.last().map(|text| text.length as usize);
        let text = &page.bytes[page.bytes.len() - length.unwrap_or(page.bytes.len())..];
        std::fs::write(folder.path().join("page.jb2"), text).unwrap();
        let arguments = ["-e", "-t", "png", "-o", "page.png", "page.jb2"];
        ran("jbig2dec", &arguments, folder.path());
        let black = |page: &Page| {
            let dots = page.rgb().chunks_exact(3);
            dots.map(|dot| dot == [0; 3]).collect::<Vec<_>>()
        };
        let ours = reopen(&page, &Limits::default()).unwrap();
        assert!(black(&seen(folder.path(), "page.png")) == black(&ours));
    }
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
