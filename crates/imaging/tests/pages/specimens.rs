//! Papers with a known truth: where they lie, how they lean, which colour their stamps have, what is faint on them.

use devices::sim::papers::{Specimen, View, specimen, specimen_names};
use imaging::{
    CleanPage, Encoding, Keep, Limits, Page, PageRecord, Settings, Step, clean, decode, reopen,
};

use super::hue::missed_by_deg;
use super::sheet;

const SCANNED: View = View::Scanned { dpi: 200 };

fn seen(specimen: &Specimen) -> Page {
    let page = decode(&specimen.picture, &Limits::default()).unwrap();
    match specimen.dpi {
        Some(dpi) => page.at_dpi(dpi),
        None => page,
    }
}

fn kept(name: &str, view: View, seed: u64) -> (Specimen, CleanPage) {
    let specimen = specimen(name, view, seed).unwrap();
    let kept = clean(seen(&specimen), &Settings::village());
    (specimen, kept)
}

/// Where the sheet was found.
fn cut(record: &PageRecord) -> ([[f32; 2]; 4], [f32; 2]) {
    let cut = record.steps.iter().find_map(|step| {
        if let Step::Cut {
            corners,
            width_mm,
            height_mm,
        } = step
        {
            Some((*corners, [*width_mm, *height_mm]))
        } else {
            None
        }
    });
    cut.unwrap_or_else(|| panic!("no sheet was found: {:?}", record.steps))
}

/// Corners that were missed by more than a millimetre or made the sheet lean by more than a tenth of a degree.
fn check_corners(specimen: &Specimen, record: &PageRecord) {
    let (found, size_mm) = cut(record);
    assert_eq!(size_mm, specimen.size_mm);
    let [upper, right, _, left] = specimen.corners;
    let across = (right[0] - upper[0]) / size_mm[0];
    let down = (left[1] - upper[1]) / size_mm[1];
    for (found, real) in found.iter().zip(specimen.corners) {
        let off_mm = ((found[0] - real[0]) / across).hypot((found[1] - real[1]) / down);
        assert!(off_mm < 1.0, "a corner was missed by {off_mm} mm");
    }
    let lean = |[[left, top], [right, below], ..]: [[f32; 2]; 4]| {
        ((below - top) / down)
            .atan2((right - left) / across)
            .to_degrees()
    };
    let off_deg = lean(found) - lean(specimen.corners);
    assert!(off_deg.abs() < 0.1, "it leans by {off_deg} degrees");
}

#[test]
fn a_card_and_a_small_sheet_are_cut_out_of_what_the_scanner_saw() {
    let (card, page) = kept("card", SCANNED, 21);
    check_corners(&card, &page.record);
    assert_eq!(page.record.encoding, Encoding::JpegColour);
    assert!(page.bytes.len() < 90_000, "{} bytes", page.bytes.len());
    let (note, page) = kept("note", SCANNED, 23);
    check_corners(&note, &page.record);
}

#[test]
fn a_telephone_shot_becomes_an_upright_sheet_of_black_text() {
    let (letter, page) = kept("letter", View::Photographed, 3);
    check_corners(&letter, &page.record);
    assert_eq!((page.record.width_px, page.record.height_px), (1654, 2339));
    assert!(
        page.record.encoding != Encoding::JpegColour,
        "{:?}",
        page.record.steps
    );
    assert!(page.bytes.len() < 50_000, "{} bytes", page.bytes.len());
}

#[test]
fn a_form_filled_in_in_blue_keeps_its_colours_within_its_budget() {
    let (form, page) = kept("form", SCANNED, 5);
    assert_eq!(page.record.encoding, Encoding::Mixed);
    assert!(page.bytes.len() < 60_000, "{} bytes", page.bytes.len());
    let open = reopen(&page, &Limits::default()).unwrap();
    assert!(missed_by_deg(&form, &open).is_some_and(|missed| missed < 12.0));
}

#[test]
fn every_stamp_of_the_set_keeps_its_hue_in_every_budget() {
    let mut stamps = 0;
    for (name, seed) in specimen_names().unwrap().into_iter().zip(51..) {
        for view in [SCANNED, View::Photographed] {
            let specimen = specimen(&name, view, seed).unwrap();
            if specimen.stamps.is_empty() {
                continue;
            }
            for settings in [Settings::village(), Settings::evidence()] {
                let kept = clean(seen(&specimen), &settings);
                let open = reopen(&kept, &Limits::default()).unwrap();
                let missed = missed_by_deg(&specimen, &open).unwrap();
                assert!(missed < 15.0, "{name} {view:?}: missed by {missed} degrees");
                stamps += 1;
            }
        }
    }
    assert!(stamps >= 8, "{stamps} stamps");
}

#[test]
fn what_a_pencil_wrote_is_traced() {
    let page = sheet::repaint(&sheet::text_page(0.0), |x, y, colour, _| {
        // One line of strokes, a fifth darker than the paper.
        let is_pencil = (120..124).contains(&(y % 2200)) && (300..900).contains(&x) && x % 40 < 30;
        if is_pencil { [214; 3] } else { colour }
    });
    let kept = clean(page, &Settings::village());
    let traced = kept
        .record
        .steps
        .iter()
        .any(|step| matches!(step, Step::Traced { strokes } if *strokes >= 15));
    assert!(traced, "{:?}", kept.record.steps);
    let open = reopen(&kept, &Limits::default()).unwrap();
    assert_eq!(open.rgb()[(122 * 1654 + 325) * 3], 0);
}

#[test]
fn a_page_that_black_and_white_would_lose_is_kept_in_grey() {
    let smudged = sheet::repaint(&sheet::text_page(0.0), |x, y, colour, _| {
        // Pale clouds, broader than any stroke.
        let (u, v) = ((x % 160) as f32 - 80.0, (y % 160) as f32 - 80.0);
        let pale = if u.hypot(v) < 14.0 { 205 } else { 255 };
        colour.map(|channel| channel.min(pale))
    });
    let kept = clean(smudged.clone(), &Settings::default());
    assert_eq!(
        kept.record.encoding,
        Encoding::JpegGrey,
        "{:?}",
        kept.record.steps
    );
    assert!(
        kept.record
            .steps
            .iter()
            .any(|step| matches!(step, Step::Doubted { .. }))
    );
    // Whoever has looked may decide otherwise.
    let settings = Settings {
        keep: Keep::Black,
        ..Settings::default()
    };
    assert_eq!(clean(smudged, &settings).record.encoding, Encoding::Jbig2);
}

#[test]
fn a_blank_page_and_a_page_scanned_twice_are_hinted_at() {
    let blank = vec![246; 1654 * 2339];
    let blank = Page::from_grey(1654, 2339, 200, &blank, &Limits::default()).unwrap();
    let blank = clean(blank, &Settings::default()).record.hints;
    let (_, once) = kept("letter", SCANNED, 7);
    let (_, twice) = kept("letter", SCANNED, 8);
    let (_, form) = kept("form", SCANNED, 7);
    let [once, twice, form] = [once, twice, form].map(|page| page.record.hints);
    assert!(blank.is_blank && !once.is_blank && !form.is_blank);
    assert!(once.ink.is_likely(&twice.ink));
    assert!(!once.ink.is_likely(&form.ink) && !blank.ink.is_likely(&blank.ink));
}

#[test]
fn budgets_are_what_their_names_say() {
    let page = seen(&specimen("form", View::Scanned { dpi: 300 }, 9).unwrap());
    let budgets = [
        Settings::village(),
        Settings::office(),
        Settings::evidence(),
    ];
    let sizes = budgets.map(|settings| clean(page.clone(), &settings).bytes.len());
    assert!(sizes.is_sorted() && sizes[2] < 85_000, "{sizes:?}");
}
