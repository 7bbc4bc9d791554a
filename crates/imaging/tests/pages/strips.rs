//! Fine scans are made smaller while they are read: the same picture as by another decoder, in far less memory.

use std::io::Cursor;

use image::{ExtendedColorType, ImageEncoder as _, codecs::png::PngEncoder};
use imaging::{DecodeError, Limits, Page, Settings, Step, clean, decode, decode_scan};

use super::harm::damaged;
use super::sheet;

/// By how much pictures differ, in the middle and at most.
fn apart(one: &Page, other: &Page) -> (f64, u8) {
    let sides = |page: &Page| (page.width_px(), page.height_px(), page.dpi());
    assert_eq!(sides(one), sides(other));
    let differences = one.rgb().iter().zip(other.rgb());
    let differences: Vec<u8> = differences
        .map(|(one, other)| one.abs_diff(*other))
        .collect();
    let sum: f64 = differences.iter().copied().map(f64::from).sum();
    let most = differences.iter().copied().max();
    (sum / differences.len() as f64, most.unwrap_or(0))
}

/// A page of text with a stamp as a PNG, or as a JPEG of this quality.
fn coded(quality: Option<u8>) -> Vec<u8> {
    let page = sheet::stamped(&sheet::badly_lit(&sheet::text_page(0.3)));
    let (width, height) = (page.width_px(), page.height_px());
    let mut bytes = Cursor::new(Vec::new());
    match quality {
        Some(quality) => {
            let mut encoder =
                image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, quality);
            encoder.encode(page.rgb(), width, height, ExtendedColorType::Rgb8)
        }
        None => {
            let encoder = PngEncoder::new(&mut bytes);
            encoder.write_image(page.rgb(), width, height, ExtendedColorType::Rgb8)
        }
    }
    .unwrap();
    bytes.into_inner()
}

#[test]
fn what_is_read_in_strips_is_what_another_decoder_sees() {
    let limits = Limits::default();
    for bytes in [coded(Some(90)), coded(Some(40)), coded(None)] {
        let strips = decode_scan(&bytes, &limits, 600, 300).unwrap();
        let settings = Settings {
            keep: imaging::Keep::Photo,
            text_dpi: 300,
            tone_dpi: 300,
            jpeg_quality: 100,
            ..Settings::default()
        };
        let whole = clean(decode(&bytes, &limits).unwrap().at_dpi(600), &settings);
        let whole = imaging::reopen(&whole, &limits).unwrap();
        let (mean, most) = apart(&strips, &whole);
        assert!(mean < 0.8 && most < 40, "apart by {mean}, at most {most}");
    }
}

#[test]
fn blocks_of_several_sizes_with_restarts_and_progressive_files_are_read() {
    // Made by libjpeg, with half the colour across and down, and a restart after every fifth unit.
    let restarts = include_bytes!("restarts.jpg");
    // Whole rows, so that nothing but the decoders differs.
    let strips = decode_scan(restarts, &Limits::default(), 600, 570).unwrap();
    let whole = decode_scan(restarts, &Limits::default(), 600, 600).unwrap();
    assert_eq!((strips.width_px(), whole.width_px()), (193, 203));
    let mean = |page: &Page| {
        let sum: f64 = page.rgb().iter().copied().map(f64::from).sum();
        sum / page.rgb().len() as f64
    };
    assert!((mean(&strips) - mean(&whole)).abs() < 0.5);
    let progressive = include_bytes!("progressive.jpg");
    let page = decode_scan(progressive, &Limits::default(), 600, 300).unwrap();
    assert_eq!((page.width_px(), page.dpi()), (203, 600));
}

#[test]
fn the_record_tells_that_reading_reduced_the_page() {
    let page = decode_scan(&coded(Some(80)), &Limits::default(), 600, 240).unwrap();
    let kept = clean(page, &Settings::office());
    let from_600 = Step::Reduced {
        from_dpi: 600,
        to_dpi: 240,
    };
    assert_eq!(kept.record.steps.first(), Some(&from_600));
}

#[test]
fn four_hundred_damaged_scans_are_read_in_strips_to_an_error_or_a_page() {
    let small = sheet::cut(&sheet::stamped(&sheet::text_page(0.0)), 300, 200);
    let kept = |keep| {
        let settings = Settings {
            keep,
            ..Settings::evidence()
        };
        clean(small.clone(), &settings).bytes
    };
    let wholes = [
        kept(imaging::Keep::Colour),
        kept(imaging::Keep::Grey),
        include_bytes!("restarts.jpg").to_vec(),
        imaging::thumbnail(&small, 200),
    ];
    let mut errors = 0;
    for seed in 0..100 {
        for whole in &wholes {
            match decode_scan(&damaged(whole, seed), &Limits::default(), 600, 200) {
                Ok(page) => assert!(page.width_px() <= 30_000),
                Err(error) => {
                    errors += 1;
                    assert_ne!(error, DecodeError::TooManyBytes);
                }
            }
        }
    }
    assert!(errors > 100, "{errors} errors");
}
