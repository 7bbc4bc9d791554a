//! Hostile bytes: every one ends as a page within its limits or as an error.

use imaging::{
    Black, DecodeError, ImportError, Keep, Limits, Settings, clean, decode, import_pdf, reopen,
    thumbnail, to_pdf,
};

use super::harm::{damaged, misplaced};
use super::sheet;

const TIGHT: Limits = Limits {
    file_bytes: 4 << 20,
    page_pixels: 6_000_000,
    pages: 3,
};

#[test]
fn nine_hundred_damaged_files_end_as_an_error_or_a_page_within_limits() {
    let whole = thumbnail(&sheet::text_page(0.0), 700);
    let small = decode(&whole, &TIGHT).unwrap().at_dpi(200);
    let small = sheet::repaint(&small, |x, y, colour, _| {
        let (dx, dy) = (x as f32 - 240.0, y as f32 - 300.0);
        if (60.0..66.0).contains(&dx.hypot(dy)) {
            [60, 70, 170]
        } else {
            colour
        }
    });
    let kept = |keep, black| {
        let settings = Settings {
            keep,
            black,
            ..Settings::default()
        };
        clean(small.clone(), &settings)
    };
    let (colour, bilevel) = (
        kept(Keep::Colour, Black::Jbig2),
        kept(Keep::Black, Black::Group4),
    );
    let coded = [Keep::Black, Keep::Mixed].map(|keep| kept(keep, Black::Jbig2));
    let bound = to_pdf(&[bilevel.clone(), colour.clone()]);
    let (png, text) = (thumbnail(&small, 500), sheet::text_pdf(1, 0.0));
    let (mut errors, mut pages) = (0, 0);
    let mut ended = |is_page: bool| if is_page { pages += 1 } else { errors += 1 };
    for seed in 0..130 {
        ended(decode(&damaged(&colour.bytes, seed), &TIGHT).is_ok());
        ended(decode(&damaged(&png, seed), &TIGHT).is_ok());
        for whole in coded.iter().chain([&bilevel]) {
            let mut torn = whole.clone();
            torn.bytes = damaged(&torn.bytes, seed);
            ended(reopen(&torn, &TIGHT).is_ok());
        }
        ended(reopen(&misplaced(&coded[1], seed), &TIGHT).is_ok());
        let pdf = if seed % 5 == 0 { &text } else { &bound };
        ended(import_pdf(damaged(pdf, seed), &TIGHT).is_ok_and(|pages| pages.len() <= TIGHT.pages));
    }
    assert!(
        errors + pages == 910 && errors > 300,
        "{errors} errors, {pages} pages"
    );
}

#[test]
fn a_bomb_is_refused_by_its_header() {
    let mut png = thumbnail(&sheet::text_page(0.0), 50);
    png[16..24].copy_from_slice(&[0, 1, 0x86, 0xA0, 0, 1, 0x86, 0xA0]);
    // The checksum of IHDR covers the sizes.
    let sum = crc(&png[12..29]);
    png[29..33].copy_from_slice(&sum.to_be_bytes());
    assert_eq!(
        decode(&png, &Limits::default()),
        Err(DecodeError::TooManyPixels)
    );
}

/// CRC-32 of ISO/IEC 15948 annex D.
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, &byte| {
        (0..8).fold(sum ^ u32::from(byte), |sum, _| {
            if sum & 1 == 1 {
                0xEDB8_8320 ^ (sum >> 1)
            } else {
                sum >> 1
            }
        })
    })
}

#[test]
fn what_is_too_long_or_unknown_is_said_so() {
    let tiny = Limits {
        file_bytes: 10,
        ..TIGHT
    };
    assert_eq!(decode(&[0; 11], &tiny), Err(DecodeError::TooManyBytes));
    assert_eq!(decode(b"GIF89a", &TIGHT), Err(DecodeError::UnknownFormat));
    assert_eq!(decode(b"", &TIGHT), Err(DecodeError::UnknownFormat));
    assert_eq!(
        import_pdf(vec![0; 11], &tiny),
        Err(ImportError::TooManyBytes)
    );
    assert_eq!(
        import_pdf(b"no pdf at all".to_vec(), &TIGHT),
        Err(ImportError::Damaged)
    );
}

#[test]
fn a_pdf_beyond_its_limits_or_locked_is_refused_by_name() {
    let many = import_pdf(sheet::text_pdf(4, 0.0), &TIGHT);
    assert_eq!(many, Err(ImportError::TooManyPages { pages: 4 }));
    let narrow = Limits {
        page_pixels: 1_000_000,
        ..TIGHT
    };
    assert_eq!(
        import_pdf(sheet::text_pdf(1, 0.0), &narrow),
        Err(ImportError::PageSize { page: 1 })
    );

    let lock = b"/Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O <00> /U <00> >> \
        /ID [<00> <00>] ";
    let mut locked = sheet::text_pdf(1, 0.0);
    let trailer = locked
        .windows(10)
        .rposition(|bytes| bytes == b"trailer\n<<")
        .unwrap()
        + 10;
    locked.splice(trailer..trailer, lock.iter().copied());
    assert_eq!(import_pdf(locked, &TIGHT), Err(ImportError::Encrypted));
}
