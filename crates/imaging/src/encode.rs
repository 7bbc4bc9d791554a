//! The bytes a page is kept in: JBIG2 or CCITT Group 4 for black and white, JPEG for the rest; and back to pixels.
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
use crate::{Black, CleanPage, DecodeError, Limits, Page, colour, decode, jbig2, layers, tone};

/// How the bytes of a clean page are to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Encoding {
    /// CCITT Group 4 (T.6) with its end-of-block, 0 is white.
    Group4,
    /// JBIG2 (T.88) segments without file header, as PDF embeds them: one lossless generic region.
    Jbig2,
    /// JPEG (T.81) of one channel.
    JpegGrey,
    /// JPEG (T.81) of three channels.
    JpegColour,
    /// Several of the others, one over the other, as the record tells.
    Mixed,
}

impl Encoding {
    /// Whether it is black and white.
    pub(crate) fn is_bilevel(self) -> bool {
        matches!(self, Self::Group4 | Self::Jbig2)
    }
}

pub(crate) fn bilevel(page: &Bilevel, black: Black, dpi: u16) -> (Encoding, Vec<u8>) {
    match black {
        Black::Jbig2 => (Encoding::Jbig2, jbig2::encode(page, dpi)),
        Black::Group4 => (Encoding::Group4, group4(page)),
    }
}

/// Black and white again; nothing where the bytes are damaged, or are none of this size or no black and white.
pub(crate) fn open_bilevel(
    encoding: Encoding,
    bytes: &[u8],
    width: u32,
    height: u32,
    dpi: u16,
) -> Option<Bilevel> {
    match encoding {
        Encoding::Jbig2 => jbig2::decode(bytes, width, height, dpi),
        Encoding::Group4 => open_group4(bytes, width, height),
        Encoding::JpegGrey | Encoding::JpegColour | Encoding::Mixed => None,
    }
}

fn open_group4(bytes: &[u8], width: u32, height: u32) -> Option<Bilevel> {
    let whole = width as usize * height as usize;
    let mut black = Vec::with_capacity(whole);
    fax::decoder::decode_g4(bytes.iter().copied(), width, Some(height), |edges| {
        black.extend(fax::decoder::pels(edges, width).map(|dot| dot == Color::Black));
    })
    .filter(|()| black.len() == whole)?;
    Some(Bilevel {
        width,
        height,
        black,
    })
}

/// JPEG with colour, or without where there is none.
pub(crate) fn jpeg_either(picture: &RgbImage, quality: u8, dpi: u16) -> (Encoding, Vec<u8>) {
    if colour::is_grey(picture) {
        let grey = tone::grey(picture);
        (Encoding::JpegGrey, jpeg_grey(&grey, quality, dpi))
    } else {
        (Encoding::JpegColour, jpeg_colour(picture, quality, dpi))
    }
}

fn group4(page: &Bilevel) -> Vec<u8> {
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
    check_size(record.width_px, record.height_px, limits)?;
    let (width, height, dpi) = (record.width_px, record.height_px, record.dpi);
    match record.encoding {
        Encoding::Group4 | Encoding::Jbig2 => {
            let open = open_bilevel(record.encoding, &page.bytes, width, height, dpi)
                .ok_or(DecodeError::Damaged)?;
            let shade = |&black: &bool| if black { [0; 3] } else { [255; 3] };
            let rgb = open.black.iter().flat_map(shade).collect();
            Page::from_rgb(width, height, dpi, rgb, limits)
        }
        Encoding::Mixed => {
            let pixels = layers::compose(record, &page.bytes, limits)?;
            Ok(Page::of(pixels, Some(dpi)))
        }
        Encoding::JpegGrey | Encoding::JpegColour => {
            let opened = decode(&page.bytes, limits)?.at_dpi(dpi);
            let size = (opened.width_px(), opened.height_px());
            if size == (width, height) {
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
