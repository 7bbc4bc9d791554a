//! Making a picture smaller: each new pixel is the mean of the area it covers.
//! Integers only, because pages are shrunk at the bedside, while somebody waits. Never makes a picture larger.

use std::slice::ChunksExact;

use image::RgbImage;

/// Shares of one pixel's area, and the rounding half of it.
const WHOLE: u32 = 1 << 12;

/// What is dropped between the two passes, so that sums fit 32 bits.
const BETWEEN: u32 = 4;

/// The pixels that one new pixel covers, first to last, with their shares; the shares add up to [`WHOLE`].
struct Span {
    first: usize,
    shares: Vec<u32>,
}

/// How a side of `from` pixels falls on one of `to`, which is not longer.
fn spans(from: u32, to: u32) -> Vec<Span> {
    let (from, to) = (u64::from(from), u64::from(to));
    (0..to)
        .map(|at| {
            // In units of 1/to pixel: the new pixel covers [at * from, (at + 1) * from).
            let (start, end) = (at * from, (at + 1) * from);
            let first = start / to;
            let last = (end - 1) / to;
            let mut left = WHOLE;
            let mut shares: Vec<u32> = (first..=last)
                .map(|pixel| {
                    let covered = end.min((pixel + 1) * to) - start.max(pixel * to);
                    let share = ((covered * u64::from(WHOLE) / from) as u32).min(left);
                    left -= share;
                    share
                })
                .collect();
            // What rounding left over belongs to the middle, where it moves nothing.
            let middle = shares.len() / 2;
            shares[middle] += left;
            Span {
                first: first as usize,
                shares,
            }
        })
        .collect()
}

/// A picture that is read row by row.
pub(crate) trait Rows {
    /// Pixels in a row, and rows.
    fn size(&self) -> (u32, u32);

    /// Puts the next row, red, green and blue, into `line`; nothing where it is missing or damaged.
    fn next_into(&mut self, line: &mut [u8]) -> Option<()>;
}

/// The rows of a picture in memory.
struct Whole<'a> {
    pixels: &'a RgbImage,
    rows: ChunksExact<'a, u8>,
}

impl Rows for Whole<'_> {
    fn size(&self) -> (u32, u32) {
        self.pixels.dimensions()
    }

    fn next_into(&mut self, line: &mut [u8]) -> Option<()> {
        line.copy_from_slice(self.rows.next()?);
        Some(())
    }
}

/// `pixels` at `width` x `height`; a side that would grow keeps its length.
pub(crate) fn shrink(pixels: &RgbImage, width: u32, height: u32) -> RgbImage {
    let rows = pixels.as_raw().chunks_exact(pixels.width() as usize * 3);
    shrink_rows(Whole { pixels, rows }, width, height).expect("every row is in memory")
}

/// The same of a picture of which no more than a row is held; nothing where a row is missing.
pub(crate) fn shrink_rows(mut rows: impl Rows, width: u32, height: u32) -> Option<RgbImage> {
    let (own_width, own_height) = rows.size();
    let (width, height) = (width.clamp(1, own_width), height.clamp(1, own_height));
    let across = spans(own_width, width);
    let down = spans(own_height, height);
    let mut line = vec![0; own_width as usize * 3];
    let (mut row, mut sums) = (
        vec![0_u32; width as usize * 3],
        vec![0_u32; width as usize * 3],
    );
    let mut ready = None;
    let mut small = Vec::with_capacity(row.len() * height as usize);
    for span in &down {
        sums.fill(WHOLE << (11 - BETWEEN));
        for (&share, y) in span.shares.iter().zip(span.first..) {
            // Two new rows may share one of these; otherwise they follow one another.
            if ready != Some(y) {
                rows.next_into(&mut line)?;
                squeeze(&line, &across, &mut row);
                ready = Some(y);
            }
            for (sum, &value) in sums.iter_mut().zip(&row) {
                *sum += value * share;
            }
        }
        small.extend(
            sums.iter()
                .map(|&sum| (sum >> (24 - BETWEEN)).min(255) as u8),
        );
    }
    RgbImage::from_raw(width, height, small)
}

/// One row, made shorter; values keep `12 - BETWEEN` bits of fraction.
fn squeeze(line: &[u8], across: &[Span], row: &mut [u32]) {
    for (out, span) in row.chunks_exact_mut(3).zip(across) {
        let (mut red, mut green, mut blue) = (0, 0, 0);
        let covered = line[span.first * 3..].chunks_exact(3);
        for (&share, pixel) in span.shares.iter().zip(covered) {
            red += u32::from(pixel[0]) * share;
            green += u32::from(pixel[1]) * share;
            blue += u32::from(pixel[2]) * share;
        }
        for (out, sum) in out.iter_mut().zip([red, green, blue]) {
            *out = sum >> BETWEEN;
        }
    }
}

#[cfg(test)]
mod tests {
    use image::Rgb;

    use super::*;

    #[test]
    fn a_plain_page_keeps_its_shade_at_every_size() {
        for shade in [0, 1, 127, 254, 255] {
            let page = RgbImage::from_pixel(37, 23, Rgb([shade, 255 - shade, shade / 2]));
            for (width, height) in [(1, 1), (36, 22), (37, 23), (10, 3), (90, 90)] {
                let small = shrink(&page, width, height);
                assert_eq!(small.dimensions(), (width.min(37), height.min(23)));
                assert!(small.pixels().all(|pixel| pixel == page.get_pixel(0, 0)));
            }
        }
    }

    #[test]
    fn a_new_pixel_is_the_mean_of_what_it_covers() {
        let page = RgbImage::from_fn(4, 2, |x, y| Rgb([(x * 40 + y * 20) as u8, 0, 200]));
        let small = shrink(&page, 2, 1);
        assert_eq!(small.as_raw(), &[30, 0, 200, 110, 0, 200]);
    }

    #[test]
    fn a_pixel_between_two_is_shared_by_both() {
        let page = RgbImage::from_fn(3, 1, |x, _| Rgb([[0, 90, 255][x as usize]; 3]));
        let small = shrink(&page, 2, 1);
        assert_eq!(small.get_pixel(0, 0).0, [30; 3]);
        assert_eq!(small.get_pixel(1, 0).0, [200; 3]);
    }
}
