//! The bytes a page is kept in: CCITT Group 4 for black and white, JPEG for the rest; and back to pixels.
//! Never a lossy bilevel format: a digit must not become another digit.

use std::io::Cursor;

use fax::encoder::Encoder;
use fax::{Color, VecWriter};
use image::codecs::jpeg::{JpegEncoder, PixelDensity};
use image::{ExtendedColorType, GrayImage, ImageFormat, RgbImage};
use serde::{Deserialize, Serialize};

use crate::binarise::Bilevel;
use crate::page::check_size;
use crate::shrink::shrink;
use crate::{CleanPage, DecodeError, Limits, Page, decode};

/// How the bytes of a clean page are to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Encoding {
    /// CCITT Group 4 (T.6) with its end-of-block, 0 is white.
    Group4,
    /// JPEG (T.81) of one channel.
    JpegGrey,
    /// JPEG (T.81) of three channels.
    JpegColour,
}

pub(crate) fn group4(page: &Bilevel) -> Vec<u8> {
    let mut encoder = Encoder::new(VecWriter::new());
    for row in page.black.chunks_exact(page.width as usize) {
        let dots = row
            .iter()
            .map(|&black| if black { Color::Black } else { Color::White });
        let Ok(()) = encoder.encode_line(dots, page.width);
    }
    let Ok(writer) = encoder.finish();
    writer.finish()
}

pub(crate) fn jpeg_grey(grey: &GrayImage, quality: u8, dpi: u16) -> Vec<u8> {
    jpeg(
        grey.as_raw(),
        grey.dimensions(),
        ExtendedColorType::L8,
        quality,
        dpi,
    )
}

pub(crate) fn jpeg_colour(colour: &RgbImage, quality: u8, dpi: u16) -> Vec<u8> {
    jpeg(
        colour.as_raw(),
        colour.dimensions(),
        ExtendedColorType::Rgb8,
        quality,
        dpi,
    )
}

fn jpeg(
    pixels: &[u8],
    (width, height): (u32, u32),
    colour: ExtendedColorType,
    quality: u8,
    dpi: u16,
) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, quality.clamp(1, 100));
    encoder.set_pixel_density(PixelDensity::dpi(dpi));
    encoder
        .encode(pixels, width, height, colour)
        .expect("a page within its limits fits a JPEG, and memory takes every byte");
    bytes
}

/// Makes pixels of a clean page again, for a screen or a check.
///
/// # Errors
/// The record does not fit the bytes, they are damaged, or a limit is passed.
pub fn reopen(page: &CleanPage, limits: &Limits) -> Result<Page, DecodeError> {
    let record = &page.record;
    match record.encoding {
        Encoding::Group4 => {
            check_size(record.width_px, record.height_px, limits)?;
            let mut rgb = Vec::with_capacity((record.width_px * record.height_px * 3) as usize);
            let whole = record.width_px as usize * record.height_px as usize * 3;
            let bytes = page.bytes.iter().copied();
            fax::decoder::decode_g4(bytes, record.width_px, Some(record.height_px), |edges| {
                for dot in fax::decoder::pels(edges, record.width_px) {
                    rgb.extend([if dot == Color::Black { 0 } else { 255 }; 3]);
                }
            })
            .filter(|()| rgb.len() == whole)
            .ok_or(DecodeError::Damaged)?;
            Page::from_rgb(record.width_px, record.height_px, record.dpi, rgb, limits)
        }
        Encoding::JpegGrey | Encoding::JpegColour => {
            let opened = decode(&page.bytes, limits)?.at_dpi(record.dpi);
            let size = (opened.width_px(), opened.height_px());
            if size == (record.width_px, record.height_px) {
                Ok(opened)
            } else {
                Err(DecodeError::Damaged)
            }
        }
    }
}

/// A small PNG of a page whose longer side is at most `longest_px`.
#[must_use]
pub fn thumbnail(page: &Page, longest_px: u32) -> Vec<u8> {
    let (width, height) = (page.width_px(), page.height_px());
    let scale = (f64::from(longest_px.max(1)) / f64::from(width.max(height))).min(1.0);
    let side = |px: u32| (f64::from(px) * scale).round().max(1.0) as u32;
    let small = shrink(&page.pixels, side(width), side(height));
    let mut png = Cursor::new(Vec::new());
    small
        .write_to(&mut png, ImageFormat::Png)
        .expect("memory takes every byte of a PNG");
    png.into_inner()
}
