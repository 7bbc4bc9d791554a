//! Mixed raster content: black text, coloured ink under a fine stencil, pictures; each coded for itself on one page.
//! Never moves anything: what lies in a layer lies where it was. Layers are hostile until they fit their page (I10).

use image::{Rgb, RgbImage, imageops};

use crate::area::Area;
use crate::binarise::Bilevel;
use crate::record::{Layer, PageRecord, Stencil};
use crate::shrink::shrink;
use crate::{Black, DecodeError, Encoding, Limits, decode, encode};

/// More areas of colour than this are kept as one.
pub(crate) const MOST_AREAS: usize = 8;

/// A page has at most its text and two kinds of areas.
const MOST_LAYERS: usize = 2 * MOST_AREAS + 1;

/// Layers and their bytes as they grow.
#[derive(Default)]
pub(crate) struct Stack {
    pub(crate) layers: Vec<Layer>,
    pub(crate) bytes: Vec<u8>,
}

impl Stack {
    /// Black text over the whole page.
    pub(crate) fn put_text(&mut self, text: &Bilevel, black: Black, dpi: u16) {
        let (encoding, bytes) = encode::bilevel(text, black, dpi);
        let area_px = [0, 0, text.width, text.height];
        self.put(area_px, (text.width, text.height), encoding, &bytes);
    }

    /// A picture without stencil.
    pub(crate) fn put_picture(&mut self, area: Area, picture: &RgbImage, quality: u8, dpi: u16) {
        let (encoding, bytes) = encode::jpeg_either(picture, quality, dpi);
        self.put(area.edges(), picture.dimensions(), encoding, &bytes);
    }

    /// Coloured ink: its shape as fine as the page, its colour at `ink_dpi`.
    pub(crate) fn put_ink(
        &mut self,
        area: Area,
        ink: &Bilevel,
        tint: &RgbImage,
        black: Black,
        quality: u8,
        dpi: u16,
    ) {
        let colour = encode::jpeg_colour(tint, quality, dpi);
        self.put(
            area.edges(),
            tint.dimensions(),
            Encoding::JpegColour,
            &colour,
        );
        let (encoding, bytes) = encode::bilevel(ink, black, dpi);
        let length = length_of(&bytes);
        if let Some(layer) = self.layers.last_mut() {
            layer.stencil = Some(Stencil { encoding, length });
        }
        self.bytes.extend(bytes);
    }

    fn put(
        &mut self,
        area_px: [u32; 4],
        (columns, rows): (u32, u32),
        encoding: Encoding,
        bytes: &[u8],
    ) {
        self.layers.push(Layer {
            area_px,
            columns,
            rows,
            encoding,
            length: length_of(bytes),
            stencil: None,
        });
        self.bytes.extend(bytes);
    }
}

fn length_of(bytes: &[u8]) -> u32 {
    u32::try_from(bytes.len()).expect("a page within its limits is far smaller")
}

/// A layer with its own bytes and those of its stencil.
pub(crate) struct Part<'a> {
    pub(crate) layer: &'a Layer,
    pub(crate) bytes: &'a [u8],
    pub(crate) stencil: Option<(Encoding, &'a [u8])>,
}

/// The layers of a page with their bytes; nothing where they do not fit the page or its bytes.
pub(crate) fn parts<'a>(record: &'a PageRecord, bytes: &'a [u8]) -> Option<Vec<Part<'a>>> {
    let mut rest = bytes;
    let mut take = |length: u32| {
        let (own, after) = rest.split_at_checked(length as usize)?;
        rest = after;
        Some(own)
    };
    let mut parts = Vec::new();
    for layer in record.layers.get(..record.layers.len().min(MOST_LAYERS))? {
        let [left, top, right, bottom] = layer.area_px;
        let fits = left < right
            && right <= record.width_px
            && top < bottom
            && bottom <= record.height_px
            && (1..=right - left).contains(&layer.columns)
            && (1..=bottom - top).contains(&layer.rows)
            && layer.encoding != Encoding::Mixed;
        let bytes = take(layer.length).filter(|_| fits)?;
        let stencil = match &layer.stencil {
            Some(stencil) if layer.encoding.is_bilevel() || !stencil.encoding.is_bilevel() => {
                return None;
            }
            Some(stencil) => Some((stencil.encoding, take(stencil.length)?)),
            None => None,
        };
        parts.push(Part {
            layer,
            bytes,
            stencil,
        });
    }
    (rest.is_empty() && parts.len() == record.layers.len()).then_some(parts)
}

/// The page as it looks with all its layers.
pub(crate) fn compose(
    record: &PageRecord,
    bytes: &[u8],
    limits: &Limits,
) -> Result<RgbImage, DecodeError> {
    let mut page = RgbImage::from_pixel(record.width_px, record.height_px, Rgb([255; 3]));
    for part in parts(record, bytes).ok_or(DecodeError::Damaged)? {
        let layer = part.layer;
        let [left, top, right, bottom] = layer.area_px;
        let (wide, high) = (right - left, bottom - top);
        let shape = |encoding, bytes, columns, rows| {
            encode::open_bilevel(encoding, bytes, columns, rows, record.dpi)
                .ok_or(DecodeError::Damaged)
        };
        let (colour, stencil) = if layer.encoding.is_bilevel() {
            if (layer.columns, layer.rows) != (wide, high) {
                return Err(DecodeError::Damaged);
            }
            (None, Some(shape(layer.encoding, part.bytes, wide, high)?))
        } else {
            let colour = decode(part.bytes, limits)?.pixels;
            if colour.dimensions() != (layer.columns, layer.rows) {
                return Err(DecodeError::Damaged);
            }
            let stencil = part
                .stencil
                .map(|(encoding, bytes)| shape(encoding, bytes, wide, high));
            (Some(colour), stencil.transpose()?)
        };
        for (x, y) in (0..high).flat_map(|y| (0..wide).map(move |x| (x, y))) {
            if stencil.as_ref().is_some_and(|shape| !shape.is_black(x, y)) {
                continue;
            }
            let seen = colour.as_ref().map_or(Rgb([0; 3]), |colour| {
                *colour.get_pixel(x * layer.columns / wide, y * layer.rows / high)
            });
            page.put_pixel(left + x, top + y, seen);
        }
    }
    Ok(page)
}

/// The part of a page that lies in `area`, at `dpi` or as coarse as it is.
pub(crate) fn cut_out(page: &RgbImage, page_dpi: u16, area: Area, dpi: u16) -> RgbImage {
    let own = imageops::crop_imm(page, area.left, area.top, area.width(), area.height()).to_image();
    let side = |px: u32| coarser(px, page_dpi, dpi);
    shrink(&own, side(own.width()), side(own.height()))
}

/// Coarser than this no layer is.
const COARSEST_DPI: u16 = 25;

/// How many dots `px` dots are at a coarser resolution, at least one.
pub(crate) fn coarser(px: u32, from_dpi: u16, to_dpi: u16) -> u32 {
    let to_dpi = to_dpi.max(COARSEST_DPI).min(from_dpi);
    (px * u32::from(to_dpi))
        .div_ceil(u32::from(from_dpi))
        .max(1)
}
