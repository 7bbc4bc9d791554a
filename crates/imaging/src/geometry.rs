//! Turning and scaling: quarter turns, resampling, straightening a skewed page.
//! Never crops: a page keeps its size, and what comes in at the corners is paper.

use image::imageops;
use image::{GrayImage, ImageBuffer, Pixel, Rgb, RgbImage};
use serde::{Deserialize, Serialize};

use crate::Page;
use crate::shrink::shrink;

/// A turn clockwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Quarter {
    /// 90 degrees.
    Right,
    /// 180 degrees.
    Over,
    /// 270 degrees.
    Left,
}

impl Quarter {
    /// So many quarters to the right; nothing for whole turns.
    #[must_use]
    pub fn of_turns(turns: u8) -> Option<Self> {
        [None, Some(Self::Right), Some(Self::Over), Some(Self::Left)][usize::from(turns % 4)]
    }

    pub(crate) fn degrees(self) -> i32 {
        match self {
            Self::Right => 90,
            Self::Over => 180,
            Self::Left => 270,
        }
    }
}

/// Turns a page by whole quarters, without loss.
#[must_use]
pub fn rotate(page: &Page, quarter: Quarter) -> Page {
    let pixels = turned(&page.pixels, quarter);
    Page { pixels, ..*page }
}

pub(crate) fn turned<P: Pixel<Subpixel = u8> + 'static>(
    picture: &ImageBuffer<P, Vec<u8>>,
    quarter: Quarter,
) -> ImageBuffer<P, Vec<u8>> {
    match quarter {
        Quarter::Right => imageops::rotate90(picture),
        Quarter::Over => imageops::rotate180(picture),
        Quarter::Left => imageops::rotate270(picture),
    }
}

/// Scales a page down to `dpi`; a page at or near that resolution, or below it, stays as it is.
pub(crate) fn reduce(page: &mut Page, dpi: u16) {
    if let Some(side) = coarser_side(page.dpi, dpi) {
        page.pixels = shrink(&page.pixels, side(page.width_px()), side(page.height_px()));
        page.dpi = dpi;
    }
}

/// How long a side becomes at a coarser resolution; nothing where that is near or finer.
pub(crate) fn coarser_side(from_dpi: u16, to_dpi: u16) -> Option<impl Fn(u32) -> u32> {
    let ratio = f64::from(to_dpi) / f64::from(from_dpi);
    (ratio <= 0.95).then_some(move |px: u32| (f64::from(px) * ratio).round().max(1.0) as u32)
}

/// Skews beyond this are a decision of a person, not of a program.
const MOST_SKEW_DEG: f32 = 5.0;

/// Resolution the skew is measured at.
const MEASURE_DPI: u32 = 100;

/// Fewer dark dots than this say nothing about direction.
const FEWEST_DOTS: usize = 400;

/// More dots than this add time, not certainty.
const MOST_DOTS: usize = 60_000;

/// How much sharper the lines must become for a turn to be believed.
const GAIN: f64 = 1.04;

/// Measures by how many degrees clockwise the lines of `grey` lean, to about 0.05; `None` when the page does not say.
///
/// Projection profile: dark dots are summed along lines of each candidate angle, and the angle whose sums change most
/// from one to the next (largest sum of squared steps) runs along the lines of text.
pub(crate) fn skew_deg(grey: &GrayImage, dpi: u16) -> Option<f32> {
    let dots = dark_dots(grey, (u32::from(dpi) / MEASURE_DPI).max(1));
    if dots.len() < FEWEST_DOTS {
        return None;
    }
    let step = dots.len().div_ceil(MOST_DOTS);
    let dots: Vec<_> = dots.into_iter().step_by(step).collect();
    let level = sharpness(&dots, 0.0);
    let sharpest = |angles: &mut dyn Iterator<Item = f32>| {
        angles
            .map(|angle| (angle, sharpness(&dots, angle)))
            .max_by(|one, other| one.1.total_cmp(&other.1))
    };
    let coarse = sharpest(&mut (-20..=20).map(|quarter| quarter as f32 * MOST_SKEW_DEG / 20.0))?.0;
    let (angle, best) = sharpest(&mut (-10..=10).map(|fine| coarse + fine as f32 * 0.025))?;
    (best > level * GAIN && angle.abs() <= MOST_SKEW_DEG).then_some(angle)
}

/// The middles of blocks of `block` pixels that are darker than paper; a margin of a fortieth is left out.
fn dark_dots(grey: &GrayImage, block: u32) -> Vec<(f32, f32)> {
    let (wide, high) = (grey.width() / block, grey.height() / block);
    let (left, top) = (wide / 40, high / 40);
    let mut dots = Vec::new();
    for y in top..high - top {
        for x in left..wide - left {
            let mut sum = 0;
            for (dx, dy) in (0..block).flat_map(|dy| (0..block).map(move |dx| (dx, dy))) {
                sum += u32::from(grey.get_pixel(x * block + dx, y * block + dy).0[0]);
            }
            if sum < 140 * block * block {
                dots.push((x as f32, y as f32));
            }
        }
    }
    dots
}

fn sharpness(dots: &[(f32, f32)], degrees: f32) -> f64 {
    let (sin, cos) = degrees.to_radians().sin_cos();
    let along = |&(x, y): &(f32, f32)| y * cos - x * sin;
    let lowest = dots.iter().map(along).fold(f32::MAX, f32::min);
    let mut sums: Vec<f64> = Vec::new();
    for dot in dots {
        // Each dot is shared between two neighbouring sums, or the grid itself would look like lines.
        let at = along(dot) - lowest;
        let (bin, part) = (at as usize, f64::from(at.fract()));
        if sums.len() < bin + 2 {
            sums.resize(bin + 2, 0.0);
        }
        sums[bin] += 1.0 - part;
        sums[bin + 1] += part;
    }
    sums.windows(2)
        .map(|pair| (pair[1] - pair[0]).powi(2))
        .sum()
}

/// Turns `pixels` counter-clockwise by `degrees` about the middle, bilinear; corners that come in are white.
pub(crate) fn straighten(pixels: &RgbImage, degrees: f32) -> RgbImage {
    let (width, height) = pixels.dimensions();
    let (sin, cos) = degrees.to_radians().sin_cos();
    let (mid_x, mid_y) = (width as f32 / 2.0, height as f32 / 2.0);
    let mut turned = RgbImage::from_pixel(width, height, Rgb([255; 3]));
    for (x, y, pixel) in turned.enumerate_pixels_mut() {
        let (dx, dy) = (x as f32 - mid_x, y as f32 - mid_y);
        let (from_x, from_y) = (mid_x + dx * cos - dy * sin, mid_y + dx * sin + dy * cos);
        if let Some(seen) = between(pixels, from_x, from_y) {
            *pixel = Rgb(seen);
        }
    }
    turned
}

/// The colour between dots, whose middles lie at whole numbers; nothing beyond the outermost.
pub(crate) fn between(pixels: &RgbImage, x: f32, y: f32) -> Option<[u8; 3]> {
    if !(x >= 0.0 && y >= 0.0) || x as u32 + 1 >= pixels.width() {
        return None;
    }
    let width = pixels.width() as usize;
    let at = (y as usize * width + x as usize) * 3;
    let upper = pixels.as_raw().get(at..at + 6)?;
    let lower = pixels.as_raw().get(at + width * 3..at + width * 3 + 6)?;
    // Parts of 256.
    let (right, down) = ((x.fract() * 256.0) as u32, (y.fract() * 256.0) as u32);
    Some(std::array::from_fn(|channel| {
        let mix = |line: &[u8]| {
            u32::from(line[channel]) * (256 - right) + u32::from(line[channel + 3]) * right
        };
        ((mix(upper) * (256 - down) + mix(lower) * down + (1 << 15)) >> 16) as u8
    }))
}
