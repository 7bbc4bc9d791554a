//! Grey to black and white by the light and contrast around each pixel, faint strokes included.
//! Never joins or drops strokes on purpose: only stray dots go, and dark edges of the sheet.

use image::GrayImage;

use crate::area::Area;
use crate::spots::{Spot, Spots};

/// J. Sauvola, M. Pietikainen, "Adaptive document image binarization" (2000): weight of the local contrast.
const K: f32 = 0.2;

/// Half the range of grey: the largest standard deviation there is.
const RANGE: f32 = 128.0;

/// A page of black and white; `true` is black, top row first.
#[derive(Clone)]
pub(crate) struct Bilevel {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) black: Vec<bool>,
}

impl Bilevel {
    pub(crate) fn white(width: u32, height: u32) -> Self {
        Self {
            width,
            height,
            black: vec![false; width as usize * height as usize],
        }
    }

    fn at(&self, x: u32, y: u32) -> usize {
        y as usize * self.width as usize + x as usize
    }

    pub(crate) fn is_black(&self, x: u32, y: u32) -> bool {
        self.black[self.at(x, y)]
    }

    pub(crate) fn set_black(&mut self, x: u32, y: u32) {
        let at = self.at(x, y);
        self.black[at] = true;
    }

    pub(crate) fn set_white(&mut self, x: u32, y: u32) {
        let at = self.at(x, y);
        self.black[at] = false;
    }

    pub(crate) fn whiten(&mut self, area: Area) {
        for y in area.top..area.bottom {
            let start = self.at(area.left, y);
            self.black[start..start + area.width() as usize].fill(false);
        }
    }

    pub(crate) fn black_dots(&self) -> usize {
        self.black.iter().filter(|&&black| black).count()
    }

    /// Black up to `reach` dots further to every side.
    pub(crate) fn grown(&self, reach: u32) -> Self {
        let mut grown = Self::white(self.width, self.height);
        for (x, y) in (0..self.height).flat_map(|y| (0..self.width).map(move |x| (x, y))) {
            if self.is_black(x, y) {
                let right = (x + reach + 1).min(self.width);
                for row in y.saturating_sub(reach)..(y + reach + 1).min(self.height) {
                    let start = grown.at(x.saturating_sub(reach), row);
                    let end = grown.at(0, row) + right as usize;
                    grown.black[start..end].fill(true);
                }
            }
        }
        grown
    }
}

/// Side of the window at `dpi`: about 4 mm, wider than a stroke, narrower than a shadow. Odd, and at most 201, so that
/// the squares of a window fit 32 bits.
pub(crate) fn window_px(dpi: u16) -> u32 {
    (u32::from(dpi) / 6).clamp(8, 200) | 1
}

/// Sauvola threshold: a pixel is black below `mean * (1 + K * (deviation / RANGE - 1))` of its window.
pub(crate) fn threshold(grey: &GrayImage, window_px: u32) -> Bilevel {
    let (width, height) = (grey.width() as usize, grey.height() as usize);
    let reach = window_px as usize / 2;
    let shades = grey.as_raw();
    let row = |y: usize| &shades[y * width..(y + 1) * width];
    // Sums of the columns inside the window of the current row; rows enter below and leave above.
    let mut columns = vec![Sums::default(); width];
    for y in 0..reach.min(height) {
        columns
            .iter_mut()
            .zip(row(y))
            .for_each(|(column, &shade)| column.add(shade));
    }
    let mut black = Vec::with_capacity(width * height);
    for y in 0..height {
        if y + reach < height {
            columns
                .iter_mut()
                .zip(row(y + reach))
                .for_each(|(column, &shade)| column.add(shade));
        }
        if y > reach {
            let left = row(y - reach - 1);
            columns
                .iter_mut()
                .zip(left)
                .for_each(|(column, &shade)| column.remove(shade));
        }
        let mut window = Sums::default();
        columns
            .iter()
            .take(reach)
            .for_each(|column| window.join(column));
        for (x, &shade) in row(y).iter().enumerate() {
            if let Some(entering) = columns.get(x + reach) {
                window.join(entering);
            }
            if x > reach {
                window.part(&columns[x - reach - 1]);
            }
            black.push(window.is_black(shade));
        }
    }
    Bilevel {
        width: grey.width(),
        height: grey.height(),
        black,
    }
}

/// Count, sum and sum of squares of grey pixels: whole numbers, so leaving is exact.
#[derive(Clone, Copy, Default)]
struct Sums {
    count: u32,
    sum: u32,
    squares: u32,
}

impl Sums {
    fn add(&mut self, shade: u8) {
        let shade = u32::from(shade);
        self.count += 1;
        self.sum += shade;
        self.squares += shade * shade;
    }

    fn remove(&mut self, shade: u8) {
        let shade = u32::from(shade);
        self.count -= 1;
        self.sum -= shade;
        self.squares -= shade * shade;
    }

    fn join(&mut self, other: &Self) {
        self.count += other.count;
        self.sum += other.sum;
        self.squares += other.squares;
    }

    fn part(&mut self, other: &Self) {
        self.count -= other.count;
        self.sum -= other.sum;
        self.squares -= other.squares;
    }

    /// Whether a pixel is black in this window.
    fn is_black(&self, shade: u8) -> bool {
        // The threshold never lies above the mean, and most of a page does: that needs no root.
        u32::from(shade) * self.count < self.sum && f32::from(shade) < self.threshold()
    }

    fn threshold(&self) -> f32 {
        let count = self.count as f32;
        let mean = self.sum as f32 / count;
        let deviation = (self.squares as f32 / count - mean * mean).max(0.0).sqrt();
        mean * (1.0 + K * (deviation / RANGE - 1.0))
    }
}

/// Shade of evened paper from which a dot is faint, less the grain: an eighth darker than paper.
const FAINT: f32 = 226.0;

/// How many times the grain a faint dot must stand out.
const ABOVE_GRAIN: f32 = 4.5;

/// Width of the widest faint stroke, its shortest and its longest: a pencil, not a shadow, a dot or a fold.
const FAINT_STROKE_MM: f32 = 1.2;
const FAINT_REACH_MM: std::ops::Range<f32> = 1.0..40.0;

/// What faint dots became.
pub(crate) struct Faint {
    /// Strokes that are kept in black.
    pub(crate) strokes: u32,
    /// Dots that were neither strokes nor too few to matter.
    pub(crate) lost_dots: u32,
}

impl Bilevel {
    /// Blackens faint strokes of an evened page that touch nothing black and lie in no picture.
    pub(crate) fn trace(&mut self, grey: &GrayImage, dpi: u16, pictures: &[Area]) -> Faint {
        let faint_below = FAINT.min(255.0 - ABOVE_GRAIN * grain(grey)) as u8;
        let mut faint = Self {
            black: grey
                .as_raw()
                .iter()
                .map(|&shade| shade < faint_below)
                .collect(),
            ..*self
        };
        for picture in pictures {
            faint.whiten(*picture);
        }
        // Around black everything is faint; what touches it belongs to it.
        let spots = Spots::of(&faint);
        spots.drop_touching(self, &mut faint);
        let mm = |length: f32| length * f32::from(dpi) / 25.4;
        let is_small = |spot: &Spot| (spot.reach() as f32) < mm(FAINT_REACH_MM.start);
        let is_stroke = |spot: &Spot| {
            let across = spot.dots as f32 / spot.reach().max(spot.runs / 2) as f32;
            !is_small(spot)
                && (spot.reach() as f32) < mm(FAINT_REACH_MM.end)
                && across < mm(FAINT_STROKE_MM)
        };
        let spots = Spots::of(&faint);
        let lost = spots
            .iter()
            .filter(|spot| !is_small(spot) && !is_stroke(spot));
        let lost_dots = lost.map(|spot| spot.dots).sum();
        Faint {
            strokes: spots.paint(self, true, is_stroke),
            lost_dots,
        }
    }

    /// Whitens what is black from the very edge inwards, at most `reach` dots, and says how many dots that was.
    pub(crate) fn trim(&mut self, reach: u32) -> u32 {
        let before = self.black_dots();
        let reach = reach.min(self.width / 4).min(self.height / 4);
        let mut edges = self.clone();
        for y in reach..self.height - reach {
            let start = edges.at(reach, y);
            let end = edges.at(self.width - reach, y);
            edges.black[start..end].fill(false);
        }
        let (right, bottom) = (self.width, self.height);
        let is_at_edge = |spot: &Spot| {
            spot.left == 0 || spot.top == 0 || spot.right == right || spot.bottom == bottom
        };
        Spots::of(&edges).paint(self, false, is_at_edge);
        (before - self.black_dots()) as u32
    }

    /// Whitens spots of at most `most` dots, and says how many.
    pub(crate) fn despeckle(&mut self, most: u32) -> u32 {
        Spots::of(self).paint(self, false, |spot| spot.dots <= most)
    }
}

/// How much paper differs from dot to dot: the spread of neighbours, by the median of what is lighter than ink.
fn grain(grey: &GrayImage) -> f32 {
    const EACH: usize = 7;
    let mut differing = [0_u32; 256];
    let mut count = 0;
    for pair in grey.as_raw().chunks_exact(2).step_by(EACH) {
        if pair[0].min(pair[1]) > 200 && pair[0].max(pair[1]) < 255 {
            differing[usize::from(pair[0].abs_diff(pair[1]))] += 1;
            count += 1;
        }
    }
    let mut passed = 0;
    let median = differing.iter().position(|&of| {
        passed += of;
        passed * 2 >= count
    });
    // Of a normal spread the median is 0.67; neighbours differ by the root of two more.
    median.unwrap_or(0) as f32 / 0.95
}
