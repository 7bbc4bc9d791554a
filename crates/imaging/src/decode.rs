//! JPEG and PNG bytes to a page, upright as the camera meant it.
//! Never allocates before the header has passed the limits; a damaged file is an error, never a panic (I10).

use std::io::Cursor;

use image::codecs::jpeg::JpegDecoder;
use image::codecs::png::PngDecoder;
use image::{DynamicImage, ImageDecoder, Rgb, RgbImage};

use crate::geometry::coarser_side;
use crate::page::{DecodeError, Limits, Page, check_size, measured_dpi};
use crate::strips::{self, over_white};

/// Reads one JPEG (T.81) or PNG (ISO/IEC 15948) picture. Transparent parts become white; the orientation a camera
/// noted is applied; the resolution is the file's (JFIF, `pHYs`) or, unknown, fits the long side to A4.
///
/// # Errors
/// The format is another, a limit is passed, or the file is damaged.
pub fn decode(bytes: &[u8], limits: &Limits) -> Result<Page, DecodeError> {
    read(bytes, limits, None)
}

/// The same of a picture that a scanner was ordered to make at `dpi`, 0 where that is unknown. What is finer than
/// `most_dpi` is reduced to it strip by strip while it is read, so that a page of 600 dpi never lies in memory whole;
/// only progressive JPEG and interlaced PNG, whose rows do not come one after the other, are read at once.
///
/// # Errors
/// As [`decode`].
pub fn decode_scan(
    bytes: &[u8],
    limits: &Limits,
    dpi: u16,
    most_dpi: u16,
) -> Result<Page, DecodeError> {
    read(bytes, limits, Some(Scan { dpi, most_dpi }))
}

/// What is known of a picture that comes from a scanner, and how fine it is wanted.
#[derive(Clone, Copy)]
struct Scan {
    dpi: u16,
    most_dpi: u16,
}

fn read(bytes: &[u8], limits: &Limits, scan: Option<Scan>) -> Result<Page, DecodeError> {
    if bytes.len() > limits.file_bytes {
        return Err(DecodeError::TooManyBytes);
    }
    if bytes.starts_with(&[0xFF, 0xD8, 0xFF]) {
        let decoder = JpegDecoder::new(Cursor::new(bytes)).or(Err(DecodeError::Damaged))?;
        let in_strips = |width, height| strips::jpeg(bytes, width, height);
        page(decoder, jfif_dpi(bytes), limits, scan, in_strips)
    } else if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        let within = png_limits(limits);
        let decoder =
            PngDecoder::with_limits(Cursor::new(bytes), within).or(Err(DecodeError::Damaged))?;
        let in_strips = |width, height| strips::png(bytes, width, height);
        page(decoder, phys_dpi(bytes), limits, scan, in_strips)
    } else {
        Err(DecodeError::UnknownFormat)
    }
}

/// Sixteen bits a channel and four channels are the most a PNG pixel takes.
fn png_limits(limits: &Limits) -> image::Limits {
    let mut within = image::Limits::no_limits();
    within.max_alloc = Some(limits.page_pixels.saturating_mul(8).saturating_add(1 << 20));
    within
}

fn page<'a>(
    mut decoder: impl ImageDecoder + 'a,
    noted_dpi: Option<u16>,
    limits: &Limits,
    scan: Option<Scan>,
    in_strips: impl Fn(u32, u32) -> Option<Result<RgbImage, DecodeError>>,
) -> Result<Page, DecodeError> {
    let (width, height) = decoder.dimensions();
    check_size(width, height, limits)?;
    let orientation = decoder.orientation().or(Err(DecodeError::Damaged))?;
    let dpi = scan
        .map(|scan| scan.dpi)
        .filter(|&dpi| dpi > 0)
        .or(noted_dpi);
    let measured = measured_dpi(width.max(height), dpi);
    if let (Some(scan), Some(from_dpi)) = (scan, measured)
        && let Some(side) = coarser_side(from_dpi, scan.most_dpi)
        && let Some(small) = in_strips(side(width), side(height))
    {
        drop(decoder);
        let mut small = DynamicImage::from(small?);
        small.apply_orientation(orientation);
        return Ok(Page::reduced(small.into_rgb8(), from_dpi, scan.most_dpi));
    }
    let mut picture = DynamicImage::from_decoder(decoder).or(Err(DecodeError::Damaged))?;
    picture.apply_orientation(orientation);
    let pixels = if picture.color().has_alpha() {
        on_white(&picture)
    } else {
        picture.into_rgb8()
    };
    Ok(Page::of(pixels, dpi))
}

fn on_white(picture: &DynamicImage) -> RgbImage {
    let rgba = picture.to_rgba8();
    let mut flat = RgbImage::new(rgba.width(), rgba.height());
    for (to, from) in flat.pixels_mut().zip(rgba.pixels()) {
        let [red, green, blue, alpha] = from.0;
        *to = Rgb([red, green, blue].map(|channel| over_white(channel, alpha)));
    }
    flat
}

/// JFIF 1.02: APP0 comes first; its units are 1 for an inch, 2 for a centimetre.
fn jfif_dpi(bytes: &[u8]) -> Option<u16> {
    let app0 = bytes.get(2..18)?;
    if !app0.starts_with(&[0xFF, 0xE0]) || app0.get(4..9)? != b"JFIF\0" {
        return None;
    }
    let density = u16::from_be_bytes(app0.get(12..14)?.try_into().ok()?);
    match app0.get(11)? {
        1 => Some(density),
        2 => Some((f64::from(density) * 2.54).round() as u16),
        _ => None,
    }
}

/// ISO/IEC 15948 11.3.5.3: `pHYs` stands before the pixels; unit 1 is the metre.
fn phys_dpi(bytes: &[u8]) -> Option<u16> {
    let mut rest = bytes.get(8..)?;
    loop {
        let length = u32::from_be_bytes(rest.get(..4)?.try_into().ok()?) as usize;
        let (kind, content) = (rest.get(4..8)?, rest.get(8..8_usize.checked_add(length)?)?);
        match kind {
            b"pHYs" if content.get(8) == Some(&1) => {
                let a_metre = u32::from_be_bytes(content.get(..4)?.try_into().ok()?);
                return Some((f64::from(a_metre) * 0.0254).round() as u16);
            }
            b"pHYs" | b"IDAT" | b"IEND" => return None,
            _ => rest = rest.get(length.checked_add(12)?..)?,
        }
    }
}
