//! Cleaning: straight, evenly lit, as small as it stays legible, and nothing lost that an official looks for.

use imaging::{
    Black, CleanPage, Encoding, Keep, Limits, PageRecord, Quarter, Settings, Step, clean, decode,
    reopen, rotate, thumbnail,
};

use super::hue::hue_deg;
use super::sheet;

fn turned_deg(record: &PageRecord) -> f32 {
    let turn = record.steps.iter().find_map(|step| match step {
        Step::Straightened { degrees } => Some(*degrees),
        Step::Cut { .. }
        | Step::Reduced { .. }
        | Step::Judged { .. }
        | Step::Evened
        | Step::Turned { .. }
        | Step::Thresholded { .. }
        | Step::Traced { .. }
        | Step::Trimmed { .. }
        | Step::Despeckled { .. }
        | Step::Separated { .. }
        | Step::Doubted { .. }
        | Step::Encoded { .. } => None,
    });
    turn.unwrap_or(0.0)
}

#[test]
fn a_skewed_badly_lit_page_is_straightened_within_a_tenth_of_a_degree() {
    for skew in [-4.8, -0.7, 0.0, 0.3, 2.25, 4.6] {
        let page = sheet::badly_lit(&sheet::text_page(skew));
        let turned = turned_deg(&clean(page, &Settings::default()).record);
        assert!(
            (turned - skew).abs() <= 0.1,
            "{skew} was turned by {turned}"
        );
    }
}

#[test]
fn a_page_of_text_becomes_black_and_white_below_50_kilobytes_and_75_for_older_readers() {
    let older = Settings {
        black: Black::Group4,
        ..Settings::default()
    };
    for page in [
        sheet::text_page(0.7),
        sheet::badly_lit(&sheet::text_page(0.7)),
    ] {
        let kept = clean(page.clone(), &Settings::default());
        assert_eq!(kept.record.encoding, Encoding::Jbig2);
        assert!(kept.bytes.len() < 50_000, "{} bytes", kept.bytes.len());
        let same = clean(page, &older);
        assert_eq!(same.record.encoding, Encoding::Group4);
        assert!(same.bytes.len() < 75_000, "{} bytes", same.bytes.len());
        let limits = Limits::default();
        assert!(reopen(&kept, &limits).unwrap() == reopen(&same, &limits).unwrap());
    }
}

#[test]
fn light_and_grain_leave_the_letters_as_they_were() {
    let sharp = reopen(
        &clean(sheet::text_page(0.0), &Settings::default()),
        &Limits::default(),
    );
    let page = sheet::badly_lit(&sheet::text_page(0.0));
    let kept = reopen(&clean(page, &Settings::default()), &Limits::default()).unwrap();
    let sharp = sharp.unwrap();
    let differing = sharp
        .rgb()
        .iter()
        .zip(kept.rgb())
        .filter(|(one, other)| one != other)
        .count();
    let black = sharp.rgb().iter().filter(|&&shade| shade == 0).count();
    assert!(black > 100_000, "the page has letters");
    assert!(differing * 8 < black, "{differing} of {black} differ");
}

#[test]
fn a_stamp_keeps_its_colour_and_a_portrait_its_greys() {
    let text = sheet::badly_lit(&sheet::text_page(0.4));
    let stamped = clean(sheet::stamped(&text), &Settings::default());
    let portrait = clean(sheet::with_portrait(&text), &Settings::default());
    let coded = |page: &CleanPage| -> Vec<_> {
        let layers = page.record.layers.iter();
        layers
            .map(|layer| (layer.encoding, layer.stencil.is_some()))
            .collect()
    };
    let text = (Encoding::Jbig2, false);
    assert_eq!(coded(&stamped), [(Encoding::JpegColour, true), text]);
    assert_eq!(
        coded(&portrait),
        [(Encoding::JpegGrey, false), text],
        "{:?}",
        portrait.record.steps
    );
    for kept in [&stamped, &portrait] {
        assert_eq!(kept.record.encoding, Encoding::Mixed);
        assert!(kept.bytes.len() < 85_000, "{} bytes", kept.bytes.len());
    }
    let open = reopen(&stamped, &Limits::default()).unwrap();
    let (x, y) = (150 * 200 * 10 / 254, (240 * 10 - 186) * 200 / 254);
    let at = (y * open.width_px() + x) as usize * 3;
    let [red, green, blue] = open.rgb()[at..at + 3].try_into().unwrap();
    let (was, is) = (hue_deg([60, 70, 170]), hue_deg([red, green, blue]));
    assert!((was - is).abs() < 5.0, "a hue of {was} became {is}");
}

#[test]
fn a_photograph_stays_a_photograph() {
    let dark = sheet::repaint(&sheet::text_page(0.0), |x, y, _, draw| {
        let bright = if x < 200 && y < 200 { 120 } else { 0 };
        [
            40 + bright + draw / 16,
            50 + bright,
            30 + (y / 40) as u8 + bright / 2,
        ]
    });
    let kept = clean(dark, &Settings::default());
    assert_eq!(kept.record.encoding, Encoding::JpegColour);
    assert!(kept.record.steps.iter().any(|step| matches!(
        step,
        Step::Judged {
            keep: Keep::Photo,
            ..
        }
    )));
}

#[test]
fn what_a_person_asks_to_keep_is_kept() {
    for (keep, encoding) in [
        (Keep::Black, Encoding::Jbig2),
        (Keep::Mixed, Encoding::Mixed),
        (Keep::Grey, Encoding::JpegGrey),
        (Keep::Colour, Encoding::JpegColour),
        (Keep::Photo, Encoding::JpegColour),
    ] {
        let settings = Settings {
            keep,
            ..Settings::default()
        };
        let kept = clean(sheet::stamped(&sheet::text_page(0.0)), &settings);
        assert_eq!(kept.record.encoding, encoding);
    }
}

#[test]
fn an_empty_or_tiny_page_is_kept_without_a_turn() {
    for (width, height) in [(1, 1), (3, 40), (827, 1169)] {
        let blank = vec![240; (width * height) as usize];
        let page =
            imaging::Page::from_grey(width, height, 100, &blank, &Limits::default()).unwrap();
        let kept = clean(page, &Settings::default());
        assert_eq!(turned_deg(&kept.record), 0.0);
        assert_eq!(
            (kept.record.width_px, kept.record.height_px),
            (width, height)
        );
        assert!(reopen(&kept, &Limits::default()).is_ok());
    }
}

#[test]
fn the_record_of_a_page_travels_as_json() {
    let kept = clean(sheet::stamped(&sheet::text_page(1.0)), &Settings::default());
    let written = serde_json::to_string(&kept.record).unwrap();
    assert_eq!(
        serde_json::from_str::<PageRecord>(&written).unwrap(),
        kept.record
    );
    let settings = serde_json::to_string(&Settings::default()).unwrap();
    assert_eq!(
        serde_json::from_str::<Settings>(&settings).unwrap(),
        Settings::default()
    );
}

#[test]
fn four_quarters_make_a_whole_turn() {
    let page = sheet::text_page(0.0);
    let right = rotate(&page, Quarter::Right);
    assert_eq!(
        (right.width_px(), right.height_px()),
        (page.height_px(), page.width_px())
    );
    assert_eq!(rotate(&rotate(&right, Quarter::Right), Quarter::Over), page);
    assert_eq!(rotate(&right, Quarter::Left), page);
}

#[test]
fn a_thumbnail_is_a_picture_of_the_asked_size() {
    let small = decode(&thumbnail(&sheet::text_page(0.0), 240), &Limits::default()).unwrap();
    assert_eq!((small.width_px(), small.height_px()), (170, 240));
}
