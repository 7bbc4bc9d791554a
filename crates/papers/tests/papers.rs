//! Papers as a stranger reads them: poppler extracts the letters, the eye of a test counts pages and dots.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

#[path = "papers/sample.rs"]
mod sample;

use std::process::Command;

use papers::{
    ApplicationPaper, InventoryPaper, Language, Options, Paper, Pdf, PrintSize, RouteSheetPaper,
    SlipPaper, Templates, TemplatesError, TestPagePaper, TypesetError, preview, raster, typeset,
};

const ALPHABET: &str = "АБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯ";

fn large() -> Options {
    Options {
        print_size: PrintSize::Large,
        ..Options::default()
    }
}

/// Runs a program of Debian's `poppler-utils` on the file and returns what it says.
fn poppler(program: &str, arguments: &[&str], pdf: &Pdf) -> String {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("paper.pdf"), pdf.bytes()).unwrap();
    let ran = Command::new(program)
        .args(arguments)
        .current_dir(folder.path())
        .output();
    let ran = ran.unwrap_or_else(|_| panic!("{program} is missing: install poppler-utils"));
    assert!(
        ran.status.success(),
        "{program}: {}",
        String::from_utf8_lossy(&ran.stderr)
    );
    String::from_utf8(ran.stdout).unwrap()
}

/// The text of each page.
fn pages(pdf: &Pdf) -> Vec<String> {
    let text = poppler("pdftotext", &["-layout", "paper.pdf", "-"], pdf);
    text.trim_end_matches('\u{c}')
        .split('\u{c}')
        .map(str::to_owned)
        .collect()
}

/// The text without what lines and columns do to it.
fn letters(text: &str) -> String {
    text.split_whitespace().collect()
}

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
fn an_application_says_everything_it_was_given() {
    let pdf = typeset(
        &Paper::Application(sample::application()),
        &Options::default(),
    )
    .unwrap();
    let text = letters(&pages(&pdf).concat());
    for said in [
        "Зразківськаміськатериторіальнагромада",
        "ВиконавчомукомітетуЗразківськоїміськоїради",
        "Взяттянаобліквнутрішньопереміщеноїособи",
        "ПрикладенкоЄвгеніяҐеоргіївна",
        "3412509870",
        "ПрикладенкоІлляСеменович",
        "03.10.2026",
        "Паспортгромадянина",
        "оглянуто,повернуто",
        "Згоданаобробкуперсональнихданих",
        "ЩасливецьО.І.",
        "21.11.2026,14:35",
    ] {
        assert!(text.contains(said), "{said} is missing in {text}");
    }
}

#[test]
fn the_number_and_the_count_of_pages_stand_on_every_page() {
    for options in [Options::default(), large()] {
        for paper in [
            Paper::Application(sample::overfull()),
            Paper::Application(sample::application()),
            Paper::Inventory(sample::inventory()),
            Paper::RouteSheet(sample::route_sheet()),
        ] {
            let pages = pages(&typeset(&paper, &options).unwrap());
            for (at, page) in (1..).zip(&pages) {
                assert!(page.contains(sample::NUMBER), "{paper:?} page {at}");
                assert!(
                    page.contains(&format!("стор. {at} з {}", pages.len())),
                    "{paper:?} {at}"
                );
            }
        }
    }
}

#[test]
fn long_names_forty_documents_and_empty_fields_lay_out_on_a_sane_count_of_pages() {
    let count = |paper, options: &Options| pages(&typeset(&paper, options).unwrap()).len();
    let plain = Options::default();
    assert_eq!(
        count(Paper::Application(ApplicationPaper::default()), &plain),
        1
    );
    assert_eq!(
        count(Paper::Inventory(InventoryPaper::default()), &plain),
        1
    );
    assert_eq!(
        count(Paper::RouteSheet(RouteSheetPaper::default()), &plain),
        1
    );
    assert_eq!(count(Paper::TestPage(TestPagePaper::default()), &plain), 1);
    assert_eq!(count(Paper::Slip(SlipPaper::default()), &plain), 1);
    assert_eq!(count(Paper::Inventory(sample::inventory()), &plain), 1);
    assert_eq!(count(Paper::Application(sample::application()), &plain), 2);
    assert!((4..=6).contains(&count(Paper::Application(sample::overfull()), &plain)));
    assert!((6..=10).contains(&count(Paper::Application(sample::overfull()), &large())));
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
fn large_print_has_no_letter_below_fourteen_points() {
    for paper in [
        Paper::Application(sample::application()),
        Paper::Inventory(sample::inventory()),
        Paper::Slip(sample::slip()),
    ] {
        let pdf = typeset(&paper, &large()).unwrap();
        let words = poppler("pdftotext", &["-bbox", "paper.pdf", "-"], &pdf);
        let side = |word: &str, name: &str| -> f64 {
            word.split(name)
                .nth(1)
                .and_then(|rest| rest.split('"').nth(1))
                .unwrap()
                .parse()
                .unwrap()
        };
        for word in words
            .lines()
            .filter(|line| line.trim_start().starts_with("<word"))
        {
            // Poppler's box spans ascender to descender: at least the size of the type.
            assert!(
                side(word, "yMax=") - side(word, "yMin=") >= 13.9,
                "{paper:?}"
            );
        }
    }
}

#[test]
fn a_slip_says_its_numbers_when_to_ask_and_nothing_else() {
    let pdf = typeset(&Paper::Slip(sample::slip()), &Options::default()).unwrap();
    let text = letters(&pages(&pdf).concat());
    let said = "ЗбережітьцейпапірецьВашіномериK07-26325-014-9длязаписівK07-26325-015-6длязаписів\
        Вамзателефонують.Якщоні—запитайтепісля24листопада2026.Телефондлядовідок0800000000";
    assert_eq!(text, letters(said));
}

#[test]
fn a_roll_is_as_wide_as_asked_and_nothing_touches_its_edge() {
    for (dots, options) in [
        (384, Options::default()),
        (576, Options::default()),
        (384, large()),
    ] {
        let strip = raster(&Paper::Slip(sample::slip()), dots, &options).unwrap();
        assert_eq!(
            (strip.width(), strip.row_bytes()),
            (dots, dots as usize / 8)
        );
        assert!((700..2400).contains(&strip.height()), "{strip:?}");
        let edge = (0..strip.height()).any(|y| strip.is_black(0, y) || strip.is_black(dots - 1, y));
        assert!(!edge, "{dots} dots, {options:?}");
    }
}

#[test]
fn a_code_on_a_roll_has_square_modules_of_whole_dots() {
    let paper = SlipPaper {
        numbers: vec![sample::NUMBER.into()],
        ..SlipPaper::default()
    };
    let strip = raster(&Paper::Slip(paper), 384, &Options::default()).unwrap();
    // A module is six dots; the bars of a finder pattern are runs of seven modules, one module high.
    let is_finder = |y: u32| {
        let row: String = (0..384)
            .map(|x| if strip.is_black(x, y) { '#' } else { '.' })
            .collect();
        row.contains(&format!(".{}.", "#".repeat(42)))
    };
    let finder_rows = (0..strip.height()).filter(|&y| is_finder(y)).count();
    assert!(finder_rows >= 24 && finder_rows % 6 == 0, "{finder_rows}");
}

#[test]
fn the_same_paper_gives_the_same_bytes_and_names_nobody_in_its_metadata() {
    let paper = Paper::Inventory(sample::inventory());
    let pdf = typeset(&paper, &Options::default()).unwrap();
    assert!(pdf == typeset(&paper, &Options::default()).unwrap());
    let facts = poppler("pdfinfo", &["paper.pdf"], &pdf);
    assert!(
        facts.contains("Опис вхідного пакета документів") && facts.contains("(A4)"),
        "{facts}"
    );
    assert!(
        !facts.contains("Прикладенко") && !facts.contains("Author"),
        "{facts}"
    );
    let fonts = poppler("pdffonts", &["paper.pdf"], &pdf);
    for font in fonts.lines().skip(2) {
        assert!(
            font.contains(" yes yes yes "),
            "not embedded, subset and readable: {font}"
        );
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
fn english_words_stand_in_for_ukrainian_ones() {
    let english = Options {
        language: Language::En,
        ..Options::default()
    };
    for paper in [
        Paper::Application(sample::application()),
        Paper::Inventory(sample::inventory()),
        Paper::RouteSheet(sample::route_sheet()),
        Paper::Slip(sample::slip()),
        Paper::TestPage(sample::test_page()),
    ] {
        assert!(typeset(&paper, &english).unwrap().is_archival());
    }
    let slip = typeset(&Paper::Slip(sample::slip()), &english).unwrap();
    assert!(pages(&slip).concat().contains("Keep this paper"));
}

#[test]
fn a_preview_is_one_picture_a_page() {
    let drawn = preview(
        &Paper::Application(sample::application()),
        400,
        &Options::default(),
    )
    .unwrap();
    assert_eq!(drawn.len(), 2);
    let picture = image::load_from_memory(&drawn[0]).unwrap();
    assert_eq!((picture.width(), picture.height()), (400, 566));
}

#[test]
fn an_edited_template_replaces_the_shipped_one_and_a_wrong_one_is_named_by_line() {
    let folder = tempfile::tempdir().unwrap();
    let slip = folder.path().join("slip.typ");
    let set = || -> Result<Pdf, TypesetError> {
        let templates = Templates::with_overrides(folder.path()).unwrap();
        typeset(
            &Paper::Slip(sample::slip()),
            &Options {
                templates,
                ..Options::default()
            },
        )
    };
    std::fs::write(&slip, "Свій #sys.inputs.paper.centre_phone").unwrap();
    assert!(
        pages(&set().unwrap())
            .concat()
            .contains("Свій 0 800 000 000")
    );
    std::fs::write(&slip, "один\n\n#sys.inputs.paper.applicant").unwrap();
    assert_eq!(
        set(),
        Err(TypesetError::Template {
            file: "slip.typ",
            line: 3
        })
    );
    std::fs::write(&slip, "#read(\"/etc/hostname\")").unwrap();
    assert_eq!(
        set(),
        Err(TypesetError::Template {
            file: "slip.typ",
            line: 1
        })
    );
    std::fs::write(&slip, [0xFF, 0xFE]).unwrap();
    let unread = Templates::with_overrides(folder.path()).unwrap_err();
    assert_eq!(unread, TemplatesError::NotText { file: "slip.typ" });
}

#[test]
fn an_impossible_width_or_an_endless_number_is_refused() {
    let slip = Paper::Slip(sample::slip());
    assert_eq!(
        raster(&slip, 0, &Options::default()),
        Err(TypesetError::Width { width: 0 })
    );
    let endless = SlipPaper {
        numbers: vec!["9".repeat(9000)],
        ..SlipPaper::default()
    };
    let refused = raster(&Paper::Slip(endless), 384, &Options::default());
    assert_eq!(refused, Err(TypesetError::NumberTooLong));
}

#[test]
fn nothing_of_a_person_shows_in_debug_text() {
    let shown = format!(
        "{:?} {:?}",
        Paper::Application(sample::application()),
        sample::application()
    );
    assert_eq!(shown, "Paper(application) ApplicationPaper(..)");
}
