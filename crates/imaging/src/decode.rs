//! JPEG and PNG bytes to a page, upright as the camera meant it.
//! Never allocates before the header has passed the limits; a damaged file is an error, never a panic (I10).

use std::io::Cursor;

use image::codecs::jpeg::JpegDecoder;
use image::codecs::png::PngDecoder;
use image::{DynamicImage, ImageDecoder, Rgb, RgbImage};

use crate::page::{DecodeError, Limits, Page, check_size};

/// Reads one JPEG (T.81) or PNG (ISO/IEC 15948) picture. Transparent parts become white; the orientation a camera
/// noted is applied; the resolution is the file's (JFIF, `pHYs`) or, unknown, fits the long side to A4.
///
/// # Errors
/// The format is another, a limit is passed, or the file is damaged.
pub fn decode(bytes: &[u8], limits: &Limits) -> Result<Page, DecodeError> {
    if bytes.len() > limits.file_bytes {
        return Err(DecodeError::TooManyBytes);
    }
    if bytes.starts_with(&[0xFF, 0xD8, 0xFF]) {
        let decoder = JpegDecoder::new(Cursor::new(bytes)).or(Err(DecodeError::Damaged))?;
        page(decoder, jfif_dpi(bytes), limits)
    } else if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        let within = png_limits(limits);
        let decoder =
            PngDecoder::with_limits(Cursor::new(bytes), within).or(Err(DecodeError::Damaged))?;
        page(decoder, phys_dpi(bytes), limits)
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
    dpi: Option<u16>,
    limits: &Limits,
) -> Result<Page, DecodeError> {
    let (width, height) = decoder.dimensions();
    check_size(width, height, limits)?;
    let orientation = decoder.orientation().or(Err(DecodeError::Damaged))?;
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
        let [red, green, blue, alpha] = from.0.map(u32::from);
        let over = |channel: u32| ((channel * alpha + 255 * (255 - alpha)) / 255) as u8;
        *to = Rgb([over(red), over(green), over(blue)]);
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
