//! Templates that a centre has edited: used when they are right, named by file and line when not, and never the end of printing.

use std::collections::BTreeMap;

use papers::{Options, Paper, Templates, TemplatesError, TypesetError, check, raster, typeset};

use crate::poppler::pages;
use crate::sample;

fn with(file: &str, text: &str) -> Templates {
    Templates::with_texts(&BTreeMap::from([(file.to_owned(), text.to_owned())])).unwrap()
}

fn wrong(file: &'static str, line: usize) -> TypesetError {
    TypesetError::Template { file, line }
}

#[test]
fn an_edited_template_replaces_the_shipped_one() {
    let templates = with("slip.typ", "Свій #sys.inputs.paper.centre_phone");
    assert_eq!(templates.edited(), ["slip.typ"]);
    assert_eq!(check(&templates), []);
    let options = Options {
        templates,
        ..Options::default()
    };
    let pdf = typeset(&Paper::Slip(sample::slip()), &options).unwrap();
    assert!(pages(&pdf).concat().contains("Свій 0 800 000 000"));
    assert_eq!(pdf.notice(), None);
}

#[test]
fn a_wrong_template_is_named_by_file_and_line_when_checked() {
    let shipped: BTreeMap<_, _> = Templates::shipped().collect();
    for (file, text, line) in [
        ("slip.typ", "один\n\n#sys.inputs.paper.applicant", 3),
        ("slip.typ", "#read(\"/etc/hostname\")", 1),
        ("slip.typ", "#import \"@preview/cetz:0.3.0\": *", 1),
        ("consent.typ", "Згода\n#if {", 2),
        // The mistake surfaces in common.typ, but it was made here.
        (
            "consent.typ",
            "#import \"common.typ\": *\n\n\n#person(7)",
            4,
        ),
    ] {
        assert_eq!(check(&with(file, text)), [wrong(file, line)], "{text}");
    }
    let words = shipped["words.typ"].replace("    dash: \"—\",\n", "");
    let found = check(&with("words.typ", &words));
    assert!(!found.is_empty());
    assert_eq!(check(&Templates::built_in()), []);
}

#[test]
fn at_the_bedside_a_wrong_template_gives_way_to_the_shipped_one_with_a_notice() {
    let options = Options {
        templates: with("slip.typ", "#panic(sys.inputs.paper.centre_phone)"),
        ..Options::default()
    };
    let paper = Paper::Slip(sample::slip());
    let pdf = typeset(&paper, &options).unwrap();
    assert_eq!(pdf.notice(), Some(&wrong("slip.typ", 1)));
    let shipped = typeset(&paper, &Options::default()).unwrap();
    assert!(pdf.bytes() == shipped.bytes());
    let strip = raster(&paper, 384, &options).unwrap();
    assert_eq!(strip.notice(), Some(&wrong("slip.typ", 1)));
    assert!(strip.height() > 700);
    assert!(!format!("{:?}", pdf.notice()).contains("800"));
}

#[test]
fn a_template_for_no_paper_or_of_endless_length_is_refused_by_name() {
    let texts = |name: &str, text: String| BTreeMap::from([(name.to_owned(), text)]);
    assert_eq!(
        Templates::with_texts(&texts("sIip.typ", String::new())).unwrap_err(),
        TemplatesError::Unknown {
            file: "sIip.typ".into()
        }
    );
    assert_eq!(
        Templates::with_texts(&texts("slip.typ", "x".repeat(300_000))).unwrap_err(),
        TemplatesError::TooLong { file: "slip.typ" }
    );
}

#[test]
fn a_folder_of_edited_templates_is_read_and_a_file_that_is_no_text_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let slip = folder.path().join("slip.typ");
    std::fs::write(&slip, "Свій").unwrap();
    let read = Templates::with_overrides(folder.path()).unwrap();
    assert_eq!(read.edited(), ["slip.typ"]);
    std::fs::write(&slip, [0xFF, 0xFE]).unwrap();
    let unread = Templates::with_overrides(folder.path()).unwrap_err();
    assert_eq!(unread, TemplatesError::NotText { file: "slip.typ" });
}
