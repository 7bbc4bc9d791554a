//! Binding: poppler, jbig2dec, libtiff, qpdf and hayro, strangers to one another, see the same pages.

use std::path::Path;
use std::process::Command;

use imaging::{
    Black, CleanPage, Encoding, Keep, Limits, Page, Quarter, Settings, bind, clean, decode,
    import_pdf, reopen, rotate, to_pdf,
};

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
    let ran = ran.unwrap_or_else(|_| panic!("{program} is missing: run scripts/test"));
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

/// CCITT Group 4 as a TIFF file of one strip (TIFF 6.0, section 11), for readers that know nothing of PDF.
fn tiff(page: &CleanPage) -> Vec<u8> {
    let (short, long) = (3_u16, 4_u16);
    let strip = page.bytes.len() as u32;
    let entries = [
        (256, long, page.record.width_px),
        (257, long, page.record.height_px),
        (258, short, 1),
        (259, short, 4),
        (262, short, 0),
        (273, long, 8 + 2 + 9 * 12 + 4),
        (277, short, 1),
        (278, long, page.record.height_px),
        (279, long, strip),
    ];
    let mut file = b"II*\0\x08\0\0\0".to_vec();
    file.extend((entries.len() as u16).to_le_bytes());
    for (tag, kind, value) in entries {
        file.extend(u16::to_le_bytes(tag));
        file.extend(kind.to_le_bytes());
        file.extend(1_u32.to_le_bytes());
        file.extend(value.to_le_bytes());
    }
    file.extend([0; 4]);
    file.extend(&page.bytes);
    file
}

#[test]
fn libtiff_reads_the_same_dots_of_group_4() {
    let settings = Settings {
        black: Black::Group4,
        keep: Keep::Black,
        ..Settings::office()
    };
    for page in [
        sheet::badly_lit(&sheet::text_page(0.9)),
        sheet::with_portrait(&sheet::text_page(0.2)),
    ] {
        let page = clean(page, &settings);
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("page.tif"), tiff(&page)).unwrap();
        // One strip without any coding: its rows are whole bytes, and end where the file's tags begin.
        let whole = page.record.height_px.to_string();
        let arguments = ["-c", "none", "-r", &whole, "page.tif", "plain.tif"];
        ran("tiffcp", &arguments, folder.path());
        let plain = std::fs::read(folder.path().join("plain.tif")).unwrap();
        let row = page.record.width_px.div_ceil(8) as usize;
        let rows = plain[8..8 + row * page.record.height_px as usize].chunks_exact(row);
        let seen = rows.flat_map(|row| {
            let dots = row
                .iter()
                .flat_map(|byte| (0..8).map(move |at| byte << at & 0x80 != 0));
            dots.take(page.record.width_px as usize).collect::<Vec<_>>()
        });
        let ours = reopen(&page, &Limits::default()).unwrap();
        assert!(seen.eq(ours.rgb().chunks_exact(3).map(|dot| dot == [0; 3])));
    }
}

#[test]
fn a_bound_document_says_that_it_is_fit_to_be_kept_and_qpdf_finds_no_fault() {
    let pages = [
        clean(sheet::stamped(&sheet::text_page(0.3)), &Settings::office()),
        clean(
            sheet::with_portrait(&sheet::text_page(0.0)),
            &Settings::village(),
        ),
    ];
    let bound = to_pdf(&pages);
    let has = |words: &str| {
        bound
            .windows(words.len())
            .any(|own| own == words.as_bytes())
    };
    // ISO 19005-2: part and level, what colours mean, an identity, and a comment of bytes above 127 behind the version.
    for words in [
        "<pdfaid:part>2</pdfaid:part>",
        "<pdfaid:conformance>B</pdfaid:conformance>",
        "/S /GTS_PDFA1",
        "/ID [",
        "acsp",
    ] {
        assert!(has(words), "{words} is missing");
    }
    assert!(bound[10..14].iter().all(|byte| *byte > 127));
    // What the part forbids.
    for words in [
        "/SMask",
        "/Encrypt",
        "/JavaScript",
        "/AA",
        "/Interpolate",
        "/EmbeddedFile",
    ] {
        assert!(!has(words), "{words} is in it");
    }
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("bound.pdf"), &bound).unwrap();
    let told = ran("qpdf", &["--check", "bound.pdf"], folder.path());
    assert!(
        told.contains("No syntax or stream encoding errors found"),
        "{told}"
    );
    let note = poppler("pdfinfo", &["-meta", "bound.pdf"], folder.path());
    assert!(note.contains("<pdfaid:part>2</pdfaid:part>"), "{note}");
    assert_ne!(bound, to_pdf(&pages[..1]));
}

#[test]
fn a_page_that_a_person_turned_is_turned_on_its_sheet_without_loss() {
    let page = clean(sheet::text_page(0.0), &Settings::village());
    let folder = tempfile::tempdir().unwrap();
    let upright = reopen(&page, &Limits::default()).unwrap();
    for turns in [1, 2, 3] {
        let quarter = Quarter::of_turns(turns);
        let bound = bind([(&page, quarter)]);
        let back = import_pdf(bound.clone(), &Limits::default()).unwrap();
        let turned = rotate(&upright, quarter.unwrap());
        let (wide, high) = (turned.width_px(), turned.height_px());
        assert!(back[0].width_px().abs_diff(wide) <= 1 && back[0].height_px().abs_diff(high) <= 1);
        std::fs::write(folder.path().join("turned.pdf"), bound).unwrap();
        poppler("pdfimages", &["-png", "turned.pdf", "own"], folder.path());
        assert!(seen(folder.path(), "own-000.png") == upright);
        let drawn = ["-r", "200", "-png", "-singlefile", "turned.pdf", "drawn"];
        poppler("pdftoppm", &drawn, folder.path());
        let drawn = seen(folder.path(), "drawn.png");
        assert!(drawn.width_px().abs_diff(wide) <= 1 && drawn.height_px().abs_diff(high) <= 1);
    }
    assert_eq!(Quarter::of_turns(4), None);
}
