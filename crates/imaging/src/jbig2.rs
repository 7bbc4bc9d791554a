//! JBIG2 (ITU-T T.88) of one black and white page: one generic region, template 0, arithmetic coding, typical prediction.
//! Never symbols, never loss: a digit must not become another digit. The bytes are segments as PDF embeds them, without a
//! file header; what comes back is read only if it is laid out in this way (I10).

mod arithmetic;

use self::arithmetic::{Context, Decoder, Encoder};
use crate::binarise::Bilevel;

/// Segment types of T.88 7.3.
const PAGE: u8 = 48;
const LOSSLESS_GENERIC_REGION: u8 = 39;

/// Bytes before the coded dots: header and data of the page, header and head of the region.
const LEAD: usize = 11 + 19 + 11 + 18 + 8;

/// Dots that belong to a context of template 0 (T.88 figure 3): 4 to the left, 7 above, 5 above those.
const CONTEXTS: usize = 1 << 16;

/// The context in which "this row is like the one above" is told (T.88 figure 8).
const SAME_ROW: usize = 0x9B25;

/// The page as segments.
pub(crate) fn encode(page: &Bilevel, dpi: u16) -> Vec<u8> {
    let mut encoder = Encoder::new();
    let mut contexts = vec![Context::default(); CONTEXTS];
    let mut was_same = false;
    let width = page.width as usize;
    let blank = vec![false; width];
    let (mut above, mut higher) = (blank.as_slice(), blank.as_slice());
    for row in page.black.chunks_exact(width) {
        let is_same = row == above;
        encoder.bit(&mut contexts[SAME_ROW], is_same != was_same);
        was_same = is_same;
        if !is_same {
            along(width, above, higher, |x, context| {
                encoder.bit(&mut contexts[context], row[x]);
                row[x]
            });
        }
        (above, higher) = (row, above);
    }
    let dots = encoder.finish();
    let mut bytes = lead(page.width, page.height, dpi, dots.len());
    bytes.extend(dots);
    bytes
}

/// The page that [`encode`] wrote, or nothing where the bytes are none of `width` x `height`.
pub(crate) fn decode(bytes: &[u8], width: u32, height: u32, dpi: u16) -> Option<Bilevel> {
    let (head, dots) = bytes.split_at_checked(LEAD)?;
    if head != lead(width, height, dpi, dots.len()) || !dots.ends_with(&[0xFF, 0xAC]) {
        return None;
    }
    let across = width as usize;
    let mut decoder = Decoder::new(dots);
    let mut contexts = vec![Context::default(); CONTEXTS];
    let mut is_same = false;
    // Two white rows lie above the page.
    let mut black = vec![false; across * (height as usize + 2)];
    for below in 2..height as usize + 2 {
        let (known, rest) = black.split_at_mut(below * across);
        let (higher, above) = known[(below - 2) * across..].split_at(across);
        let row = &mut rest[..across];
        is_same ^= decoder.bit(&mut contexts[SAME_ROW]);
        if is_same {
            row.copy_from_slice(above);
        } else {
            along(across, above, higher, |x, context| {
                row[x] = decoder.bit(&mut contexts[context]);
                row[x]
            });
        }
    }
    black.drain(..2 * across);
    (!decoder.is_short()).then_some(Bilevel {
        width,
        height,
        black,
    })
}

/// Goes along a row and asks for each dot by its context, nominal adaptive dots (T.88 6.2.5.3) included.
fn along(width: usize, above: &[bool], higher: &[bool], mut dot: impl FnMut(usize, usize) -> bool) {
    let at = |row: &[bool], x: usize| usize::from(row.get(x).copied().unwrap_or(false));
    let mut left = 0;
    let mut near = at(above, 0) << 2 | at(above, 1) << 1 | at(above, 2);
    let mut far = at(higher, 0) << 1 | at(higher, 1);
    for x in 0..width {
        near = (near << 1 | at(above, x + 3)) & 0x7F;
        far = (far << 1 | at(higher, x + 2)) & 0x1F;
        left = (left << 1 | usize::from(dot(x, far << 11 | near << 4 | left))) & 0xF;
    }
}

/// Everything before the coded dots.
fn lead(width: u32, height: u32, dpi: u16, dots: usize) -> Vec<u8> {
    let dots_a_metre = u32::from(dpi) * 10_000 / 254;
    let mut bytes = Vec::with_capacity(LEAD + dots);
    segment(&mut bytes, 0, PAGE, 19);
    for number in [width, height, dots_a_metre, dots_a_metre] {
        bytes.extend(number.to_be_bytes());
    }
    // Lossless in the end; not in stripes.
    bytes.extend([1, 0, 0]);
    segment(&mut bytes, 1, LOSSLESS_GENERIC_REGION, 18 + 8 + dots);
    for number in [width, height, 0, 0] {
        bytes.extend(number.to_be_bytes());
    }
    // Joined by OR; template 0 with typical prediction; the nominal adaptive dots.
    bytes.extend([0, 0b1000]);
    bytes.extend([3_i8, -1, -3, -1, 2, -2, -2, -2].map(|offset| offset as u8));
    bytes
}

/// A segment header (T.88 7.2): number, type, no segments referred to, page 1, length.
fn segment(bytes: &mut Vec<u8>, number: u32, of_type: u8, length: usize) {
    let length = u32::try_from(length).expect("a page within its limits is far smaller");
    bytes.extend(number.to_be_bytes());
    bytes.extend([of_type, 0, 1]);
    bytes.extend(length.to_be_bytes());
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
    use super::*;

    /// Dots of reproducible chance, about one in `one_in` black.
    fn dots(width: u32, height: u32, one_in: u64, seed: u64) -> Bilevel {
        let mut draw = seed | 1;
        let black = (0..width * height).map(|_| {
            draw ^= draw << 13;
            draw ^= draw >> 7;
            draw ^= draw << 17;
            draw.is_multiple_of(one_in)
        });
        Bilevel {
            width,
            height,
            black: black.collect(),
        }
    }

    #[test]
    fn every_page_comes_back_dot_by_dot() {
        let sizes = [(1, 1), (1, 9), (7, 1), (3, 3), (64, 40), (333, 97)];
        for (seed, (width, height)) in (1..).zip(sizes) {
            for one_in in [1, 2, 3, 20, 1000] {
                let page = dots(width, height, one_in, seed);
                let back = decode(&encode(&page, 300), width, height, 300).unwrap();
                assert!(
                    back.black == page.black,
                    "{width} x {height}, one in {one_in}"
                );
            }
        }
    }

    #[test]
    fn an_empty_page_is_hardly_larger_than_its_head() {
        let page = dots(2480, 3508, u64::MAX, 1);
        assert!(encode(&page, 300).len() < LEAD + 20);
    }

    #[test]
    fn a_page_of_another_size_or_without_its_end_is_refused() {
        let page = dots(64, 40, 3, 5);
        let bytes = encode(&page, 300);
        assert!(decode(&bytes, 65, 40, 300).is_none());
        assert!(decode(&bytes, 64, 40, 200).is_none());
        for length in 0..bytes.len() {
            assert!(decode(&bytes[..length], 64, 40, 300).is_none());
        }
    }
}
