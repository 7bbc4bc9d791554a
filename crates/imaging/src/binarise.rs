//! Grey to black and white by the light and contrast around each pixel.
//! Never joins or drops strokes on purpose: only single stray dots go.

use image::GrayImage;

/// J. Sauvola, M. Pietikainen, "Adaptive document image binarization" (2000): weight of the local contrast.
const K: f32 = 0.2;

/// Half the range of grey: the largest standard deviation there is.
const RANGE: f32 = 128.0;

/// A page of black and white; `true` is black, top row first.
pub(crate) struct Bilevel {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) black: Vec<bool>,
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
            black.push(f32::from(shade) < window.threshold());
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

    fn threshold(&self) -> f32 {
        let count = self.count as f32;
        let mean = self.sum as f32 / count;
        let deviation = (self.squares as f32 / count - mean * mean).max(0.0).sqrt();
        mean * (1.0 + K * (deviation / RANGE - 1.0))
    }
}

impl Bilevel {
    /// Whitens black dots that touch no other, and says how many.
    pub(crate) fn despeckle(&mut self) -> u32 {
        let (width, height) = (self.width as usize, self.height as usize);
        let alone = |at: usize| {
            let (x, y) = (at % width, at / width);
            let rows = y.saturating_sub(1)..=(y + 1).min(height - 1);
            let columns = x.saturating_sub(1)..=(x + 1).min(width - 1);
            rows.flat_map(|ny| columns.clone().map(move |nx| ny * width + nx))
                .all(|near| near == at || !self.black[near])
        };
        let specks: Vec<usize> = (0..self.black.len())
            .filter(|&at| self.black[at] && alone(at))
            .collect();
        for &speck in &specks {
            self.black[speck] = false;
        }
        u32::try_from(specks.len()).unwrap_or(u32::MAX)
    }
}
