//! Papers as a stranger reads them: poppler extracts the letters, zbar the codes, the eye of a test counts pages and dots.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

#[path = "papers/edited.rs"]
mod edited;
#[path = "papers/models.rs"]
mod models;
#[path = "papers/poppler.rs"]
mod poppler;
#[path = "papers/sample.rs"]
mod sample;
#[path = "papers/sheets.rs"]
mod sheets;
#[path = "papers/slip.rs"]
mod slip;

use papers::{Options, Paper, preview, typeset};

use crate::poppler::{letters, pages};

const ALPHABET: &str = "АБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯ";

#[test]
fn poppler_reads_every_ukrainian_letter_of_the_test_page() {
    let pdf = typeset(&Paper::TestPage(sample::test_page()), &Options::default()).unwrap();
    assert!(pdf.is_archival());
    let text = letters(&pages(&pdf).concat());
    assert!(text.contains(ALPHABET), "{text}");
    assert!(text.contains(&ALPHABET.to_lowercase()), "{text}");
    assert!(text.contains("наґанкувашафайнаїжа"), "{text}");
}

#[test]
fn every_letter_and_apostrophe_of_an_answer_can_be_read_back() {
    let mut paper = sample::application();
    let lower = ALPHABET.to_lowercase();
    paper.applicant.name = format!("{ALPHABET} {lower} Мар’їне Знам'янка Короп\u{2bc}є");
    paper.sections[0].rows[0].answer = paper.applicant.name.clone();
    for options in [Options::default(), sheets::large()] {
        let pdf = typeset(&Paper::Application(paper.clone()), &options).unwrap();
        let text = letters(&pages(&pdf).concat());
        let said = letters(&paper.applicant.name);
        assert!(text.matches(&said).count() >= 2, "{text}");
    }
}

#[test]
fn a_letter_without_a_font_stops_no_printing() {
    let mut paper = sample::inventory();
    paper.applicant.name.push('\u{1F642}');
    let pdf = typeset(&Paper::Inventory(paper), &Options::default()).unwrap();
    assert!(!pdf.is_archival() && pdf.bytes().starts_with(b"%PDF"));
}

#[test]
fn markup_in_an_answer_is_printed_not_obeyed() {
    let mut paper = sample::application();
    paper.sections[0].rows[0].answer = "*#panic(1)* $x$ <a> \\ `b`".into();
    let pdf = typeset(&Paper::Application(paper), &Options::default()).unwrap();
    assert!(pages(&pdf).concat().contains("*#panic(1)* $x$ <a> \\ `b`"));
}

#[test]
fn a_preview_is_one_picture_a_page() {
    let application = Paper::Application(sample::application());
    let drawn = preview(&application, 400, &Options::default()).unwrap();
    let pdf = typeset(&application, &Options::default()).unwrap();
    assert_eq!(drawn.len(), pages(&pdf).len());
    let picture = image::load_from_memory(&drawn[0]).unwrap();
    assert_eq!((picture.width(), picture.height()), (400, 566));
}

#[test]
fn nothing_of_a_person_shows_in_debug_text() {
    let shown = format!(
        "{:?} {:?} {:?}",
        Paper::Application(sample::application()),
        sample::application(),
        sample::trip_sheet().stops,
    );
    assert!(shown.starts_with("Paper(application) ApplicationPaper(..) [TripStop(..)"));
}
