//! Every paper in every size, filled, empty and overfull: nothing is cut, lost, too small, coloured or laid over something else.

use std::path::PathBuf;

use papers::{Language, Options, Paper, Pdf, PrintSize, specimens, typeset};

use crate::poppler::{letters, pages, pictures, poppler, words};
use crate::sample;

const MM: f64 = 72.0 / 25.4;

pub(crate) fn large() -> Options {
    Options {
        print_size: PrintSize::Large,
        ..Options::default()
    }
}

/// Every paper in this state of filling and in both sizes, with a name for the target folder.
fn sheets(kind: &str, papers: Vec<Paper>) -> Vec<(String, Paper, Pdf)> {
    let mut sheets = Vec::new();
    for paper in papers {
        for (size, options) in [("regular", Options::default()), ("large", large())] {
            if size == "regular" || paper.is_for_resident() {
                let pdf = typeset(&paper, &options).unwrap();
                let name = format!("{}-{kind}-{size}", paper.template());
                sheets.push((name, paper.clone(), pdf));
            }
        }
    }
    sheets
}

/// No word beyond what a printer reaches, none laid upon another.
pub(crate) fn assert_within_margins(name: &str, pdf: &Pdf) {
    for (at, (width, height, words)) in (1..).zip(&words(pdf)) {
        for (before, word) in words.iter().enumerate() {
            let inside = word.left >= 10.0 * MM
                && word.right <= width - 9.5 * MM
                && word.top >= 9.0 * MM
                && word.bottom <= height - 5.0 * MM;
            assert!(inside, "{name} page {at}: {word:?}");
            for other in &words[..before] {
                let across = word.right.min(other.right) - word.left.max(other.left);
                let down = word.bottom.min(other.bottom) - word.top.max(other.top);
                // Boxes reach from ascender to descender, so lines close together touch by a little.
                let low = (word.bottom - word.top).min(other.bottom - other.top);
                let apart = across < 1.0 || down < low * 0.5;
                assert!(apart, "{name} page {at}: {word:?} upon {other:?}");
            }
        }
    }
}

/// Greys only, and something on every page.
pub(crate) fn assert_grey(drawn: &[PathBuf]) {
    assert!(!drawn.is_empty());
    for path in drawn {
        let picture = image::open(path).unwrap().to_rgb8();
        let mut dots = picture.pixels().map(|dot| dot.0);
        assert!(
            dots.all(|[red, green, blue]| red == green && green == blue),
            "{path:?} has a colour"
        );
        let dark = picture.pixels().filter(|dot| dot.0[0] < 128).count();
        assert!(dark > 100, "{path:?} is empty");
    }
}

fn most_pages(name: &str) -> usize {
    let (filling, size) = name.rsplit_once('-').unwrap();
    match (filling, size) {
        ("application-filled" | "trip-sheet-filled" | "inventory-filled", "regular") => 2,
        (filling, "large") if filling.ends_with("-filled") => 3,
        (filling, "large") if filling.ends_with("-empty") => 2,
        (filling, _) if filling.ends_with("-overfull") => 20,
        _ => 1,
    }
}

/// The page of how many on every page, and the number so that a stray sheet finds home.
fn assert_numbered(name: &str, paper: &Paper, pages: &[String]) {
    let (of_a_case, paged) = match paper {
        Paper::Slip(_) => (false, false),
        Paper::TripSheet(_)
        | Paper::Journal(_)
        | Paper::RecoverySheet(_)
        | Paper::KitSheet(_)
        | Paper::LostKit(_)
        | Paper::TestPage(_) => (false, true),
        Paper::Application(_)
        | Paper::Consent(_)
        | Paper::Inventory(_)
        | Paper::RouteSheet(_)
        | Paper::Supplement(_)
        | Paper::Withdrawal(_)
        | Paper::Refusal(_)
        | Paper::Handover(_)
        | Paper::Rekeying(_)
        | Paper::Payment(_) => (!name.contains("-empty-"), true),
    };
    for (at, page) in (1..).zip(pages) {
        let edge = format!("стор. {at} з {}", pages.len());
        assert!(!paged || page.contains(&edge), "{name} page {at}");
        assert!(!of_a_case || page.contains(sample::NUMBER), "{name} {at}");
    }
}

fn assert_whole_grey_and_numbered(kind: &str, papers: Vec<Paper>) {
    for (name, paper, pdf) in sheets(kind, papers) {
        assert_within_margins(&name, &pdf);
        assert_grey(&pictures(&pdf, &name, 50));
        let pages = pages(&pdf);
        assert_numbered(&name, &paper, &pages);
        let most = most_pages(&name);
        assert!(pages.len() <= most, "{name} has {} pages", pages.len());
    }
}

#[test]
fn every_filled_sheet_is_whole_grey_and_numbered() {
    assert_whole_grey_and_numbered("filled", specimens().to_vec());
}

#[test]
fn every_empty_sheet_is_whole_grey_and_numbered() {
    assert_whole_grey_and_numbered("empty", sample::empties());
}

#[test]
fn every_overfull_sheet_is_whole_grey_and_numbered() {
    assert_whole_grey_and_numbered("overfull", sample::overfulls());
}

#[test]
fn heads_of_tables_come_again_on_every_page() {
    let overfull = typeset(&Paper::Application(sample::overfull()), &Options::default()).unwrap();
    let mut journal = sample::journal();
    journal.entries = vec![journal.entries; 20].concat();
    let journal = typeset(&Paper::Journal(journal), &Options::default()).unwrap();
    for page in pages(&overfull) {
        let has_rows = page.contains("оглянуто");
        assert_eq!(has_rows, page.contains("Назва документа"), "{page}");
    }
    for page in pages(&journal) {
        assert!(page.contains("Контрольна дата"), "{page}");
    }
    let (width, height, _) = words(&journal).remove(0);
    assert!(width > height, "the journal lies on its side");
}

#[test]
fn forty_documents_are_all_there_and_none_is_cut() {
    for options in [Options::default(), large()] {
        let pdf = typeset(&Paper::Application(sample::overfull()), &options).unwrap();
        let text = letters(&pages(&pdf).concat());
        for at in 1..=40 {
            assert!(text.contains(&format!("Довідка№{at}про")), "{at}");
        }
        assert!(text.contains("Разомаркушів820"));
    }
}

#[test]
fn consent_and_signatures_share_a_sheet() {
    for options in [Options::default(), large()] {
        let pdf = typeset(&Paper::Application(sample::overfull()), &options).unwrap();
        let signed: Vec<_> = pages(&pdf)
            .into_iter()
            .filter(|page| page.contains("Підпис заявника"))
            .collect();
        assert_eq!(signed.len(), 1);
        assert!(
            signed[0].contains("Згода на обробку") && signed[0].contains("прийняв адміністратор")
        );
    }
}

#[test]
fn everything_a_paper_was_told_is_printed() {
    for paper in specimens() {
        let fields = serde_json::to_value(paper).unwrap();
        let mut told = Vec::new();
        texts(&fields, &mut told);
        for options in [Options::default(), large()] {
            let pdf = typeset(paper, &options).unwrap();
            let printed = letters(&poppler("pdftotext", &["-raw", "paper.pdf", "-"], &pdf));
            for word in told.iter().flat_map(|text| text.split_whitespace()) {
                assert!(printed.contains(word), "{paper:?} lacks {word}");
            }
        }
    }
}

/// Every text among the fields but the name of the paper and of kinds, which are printed as words of their own.
fn texts(value: &serde_json::Value, into: &mut Vec<String>) {
    match value {
        serde_json::Value::String(text) => into.push(text.clone()),
        serde_json::Value::Array(list) => list.iter().for_each(|one| texts(one, into)),
        serde_json::Value::Object(fields) => fields
            .iter()
            .filter(|(key, _)| !["paper", "kind"].contains(&key.as_str()))
            .for_each(|(_, one)| texts(one, into)),
        serde_json::Value::Null | serde_json::Value::Bool(_) | serde_json::Value::Number(_) => {}
    }
}

#[test]
fn english_words_stand_in_for_ukrainian_ones() {
    let english = Options {
        language: Language::En,
        ..Options::default()
    };
    for paper in specimens() {
        let pdf = typeset(paper, &english).unwrap();
        assert!(pdf.is_archival(), "{paper:?}");
        let edge = pages(&pdf).concat();
        assert!(edge.contains("page 1 of") || matches!(paper, Paper::Slip(_)));
    }
}

#[test]
fn every_sheet_is_archival_with_its_fonts_inside_and_names_nobody_in_its_metadata() {
    for paper in specimens() {
        let pdf = typeset(paper, &Options::default()).unwrap();
        assert!(pdf.is_archival() && pdf.notice().is_none(), "{paper:?}");
        assert!(pdf == typeset(paper, &Options::default()).unwrap());
        // ISO 19005-2: 6.6.4 says which part and level it is in XMP, 6.2.3 asks for an output intent, 6.2.11 for fonts inside.
        let raw = String::from_utf8_lossy(pdf.bytes());
        for mark in [
            "<pdfaid:part>2</pdfaid:part>",
            "<pdfaid:conformance>B</pdfaid:conformance>",
            "/GTS_PDFA1",
            "/DestOutputProfile",
        ] {
            assert!(raw.contains(mark), "{paper:?} lacks {mark}");
        }
        assert!(!raw.contains("/Encrypt") && !raw.contains("/JavaScript"));
        let facts = poppler("pdfinfo", &["paper.pdf"], &pdf);
        assert!(facts.contains("(A4)"), "{facts}");
        assert!(!facts.contains("Прикладенко") && !facts.contains("Author"));
        for font in poppler("pdffonts", &["paper.pdf"], &pdf).lines().skip(2) {
            assert!(
                font.contains(" yes yes yes "),
                "not embedded, subset and readable: {font}"
            );
        }
    }
}
