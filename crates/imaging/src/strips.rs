//! Pictures finer than anything is kept at, made smaller while they are read: a row of blocks or a line at a time.
//! Never holds the whole of a fine picture; what it cannot read so, it leaves to the decoder that reads all at once.

mod baseline;

use std::io::Cursor;

use image::RgbImage;

use self::baseline::Baseline;
use crate::page::DecodeError;
use crate::shrink::{Rows, shrink_rows};

/// A JPEG with its blocks in order, `width` x `height`; nothing where it is coded in another way.
pub(crate) fn jpeg(bytes: &[u8], width: u32, height: u32) -> Option<Result<RgbImage, DecodeError>> {
    let rows = Baseline::open(bytes)?;
    Some(smaller(rows, width, height))
}

/// What the lines of a PNG and what is noted beside them may take.
const LINES_BYTES: usize = 4 << 20;

/// A PNG with its lines in order, `width` x `height`; nothing where they are interlaced.
pub(crate) fn png(bytes: &[u8], width: u32, height: u32) -> Option<Result<RgbImage, DecodeError>> {
    let within = png::Limits { bytes: LINES_BYTES };
    let mut decoder = png::Decoder::new_with_limits(Cursor::new(bytes), within);
    decoder.set_transformations(png::Transformations::EXPAND | png::Transformations::STRIP_16);
    let reader = decoder.read_info().ok()?;
    if reader.info().interlaced {
        return None;
    }
    Some(smaller(Lines(reader), width, height))
}

fn smaller(rows: impl Rows, width: u32, height: u32) -> Result<RgbImage, DecodeError> {
    shrink_rows(rows, width, height).ok_or(DecodeError::Damaged)
}

/// The lines of a PNG.
struct Lines<R: std::io::BufRead + std::io::Seek>(png::Reader<R>);

impl<R: std::io::BufRead + std::io::Seek> Rows for Lines<R> {
    fn size(&self) -> (u32, u32) {
        self.0.info().size()
    }

    fn next_into(&mut self, line: &mut [u8]) -> Option<()> {
        let colours = self.0.output_color_type().0.samples();
        let row = self.0.next_row().ok()??;
        for (to, from) in line
            .chunks_exact_mut(3)
            .zip(row.data().chunks_exact(colours))
        {
            let (own, alpha) = match *from {
                [grey] => ([grey; 3], 255),
                [grey, alpha] => ([grey; 3], alpha),
                [red, green, blue] => ([red, green, blue], 255),
                [red, green, blue, alpha] => ([red, green, blue], alpha),
                _ => return None,
            };
            to.copy_from_slice(&own.map(|channel| over_white(channel, alpha)));
        }
        Some(())
    }
}

/// What shows of a channel on white paper.
pub(crate) fn over_white(channel: u8, alpha: u8) -> u8 {
    let (channel, alpha) = (u32::from(channel), u32::from(alpha));
    ((channel * alpha + 255 * (255 - alpha)) / 255) as u8
}
