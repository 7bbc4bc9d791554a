//! The slip: safe to carry, sharp on a roll, readable by a stranger's decoder.

use std::path::{Path, PathBuf};

use papers::{OneBit, Options, Paper, SlipPaper, TypesetError, raster, specimens, typeset};

use crate::poppler::{letters, pages, pictures, run};
use crate::sample;
use crate::sheets::large;

/// What the codes on a picture say, read by Debian's `zbar-tools`.
fn decoded(picture: &Path) -> Vec<String> {
    let name = picture.file_name().unwrap().to_str().unwrap();
    let arguments = ["-q", "--raw", "-Sdisable", "-Sqrcode.enable", name];
    let said = run(
        "zbarimg",
        "zbar-tools",
        &arguments,
        picture.parent().unwrap(),
    );
    let mut said: Vec<String> = said.lines().map(str::to_owned).collect();
    said.sort();
    said
}

/// Writes the dots as a thermal head burns them, and keeps the picture in the target folder to be looked at.
fn burnt(strip: &OneBit, name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.png"));
    let dot = |x, y| image::Luma([if strip.is_black(x, y) { 0 } else { 255 }]);
    let picture = image::GrayImage::from_fn(strip.width(), strip.height(), dot);
    picture.save(&path).unwrap();
    path
}

#[test]
fn a_slip_says_its_numbers_when_to_ask_and_nothing_else() {
    let pdf = typeset(&Paper::Slip(sample::slip()), &Options::default()).unwrap();
    let text = letters(&pages(&pdf).concat());
    let said = "ЗбережітьцейпапірецьВашіномери042-843-0094длязаписів042-686-0185длязаписів\
        Васповідомлять.Якщоні—запитайтепісля24листопада2026.Телефондлядовідок0800000000";
    assert_eq!(text, letters(said));
}

#[test]
fn a_strangers_decoder_reads_the_numbers_and_nothing_more_from_every_slip() {
    let mut numbers = sample::slip().numbers;
    numbers.sort();
    for options in [Options::default(), large()] {
        for dots in [384, 576] {
            let strip = raster(&Paper::Slip(sample::slip()), dots, &options).unwrap();
            let burnt = burnt(&strip, &format!("strip-{dots}-{:?}", options.print_size));
            assert_eq!(decoded(&burnt), numbers, "{dots} dots");
        }
        let pdf = typeset(&Paper::Slip(sample::slip()), &options).unwrap();
        let drawn = pictures(&pdf, &format!("slip-code-{:?}", options.print_size), 150);
        assert_eq!(decoded(&drawn[0]), numbers);
    }
}

#[test]
fn a_roll_is_as_wide_as_asked_and_nothing_touches_its_edge() {
    for (dots, options) in [
        (384, Options::default()),
        (576, Options::default()),
        (384, large()),
        (576, large()),
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
fn the_code_of_a_payment_sheet_tells_a_bank_what_the_sheet_tells_a_person() {
    use base64::Engine;
    let payment = specimens()
        .iter()
        .find(|paper| matches!(paper, Paper::Payment(_)))
        .unwrap();
    for options in [Options::default(), large()] {
        let pdf = typeset(payment, &options).unwrap();
        let drawn = pictures(&pdf, &format!("payment-code-{:?}", options.print_size), 200);
        let said = decoded(drawn.last().unwrap());
        let said = said[0].strip_prefix("https://bank.gov.ua/qr/").unwrap();
        let said = base64::engine::general_purpose::URL_SAFE_NO_PAD
            .decode(said)
            .unwrap();
        let said = String::from_utf8(said).unwrap();
        let lines: Vec<&str> = said.split('\n').collect();
        assert_eq!(lines[..5], ["BCD", "002", "1", "UCT", ""]);
        assert_eq!(lines[6], "UA248999980314070617000013913");
        assert_eq!(lines[7..11], ["UAH45.42", "38008294", "", ""]);
        assert!(lines[11].starts_with("Адміністративний збір"), "{said}");
        let text = letters(&pages(&pdf).concat());
        assert!(text.contains("45грн42коп.") && text.contains("38008294"));
    }
}

#[test]
fn a_payment_sheet_without_an_account_has_blanks_and_no_code() {
    let pdf = typeset(&Paper::Payment(Default::default()), &Options::default()).unwrap();
    assert!(!pages(&pdf).concat().contains("камеру"));
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
    assert_eq!(refused, Err(TypesetError::CodeTooLong));
}
