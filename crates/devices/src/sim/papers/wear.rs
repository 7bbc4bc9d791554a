//! What scanners and telephones do to paper: skew, shade, noise, perspective.
//!
//! Must never depend on chance: all of it grows from the seed.

use image::{Rgb, RgbImage};

/// A row of numbers from a seed (SplitMix64): the same on every machine, which a pinned random crate is not over the years.
#[derive(Debug, Clone)]
pub(super) struct Grain(u64);

impl Grain {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x2545_f491_4f6c_dd1d).wrapping_add(1))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// From 0 to 1.
    pub(super) fn unit(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1_u64 << 24) as f32
    }

    /// From -1 to 1.
    pub(super) fn swing(&mut self) -> f32 {
        self.unit() * 2.0 - 1.0
    }
}

/// The lid of a scanner.
const LID: [f32; 3] = [206.0, 206.0, 203.0];

/// A worn picture, and where the sheet lies in it.
pub(super) struct Worn {
    pub(super) picture: RgbImage,
    /// Corners as parts of the picture's sides: upper left, upper right, lower right, lower left of the sheet.
    pub(super) corners: [[f32; 2]; 4],
    /// By how much the sheet lies clockwise.
    pub(super) skew_deg: f32,
}

/// A page as it comes from a scanner with a bed of `size`: a little askew under a grey lid, darker towards one edge, with
/// sensor noise.
pub(super) fn scanned(page: &RgbImage, size: (u32, u32), dpi: u16, seed: u64) -> Worn {
    let mut grain = Grain::new(seed);
    let scale = f32::from(dpi) / 200.0;
    let (width, height) = size;
    let angle = grain.swing() * 1.6_f32.to_radians();
    let (sin, cos) = angle.sin_cos();
    let shift = [grain.swing() * 10.0 * scale, grain.swing() * 14.0 * scale];
    let (shade_x, shade_y) = (grain.swing() * 0.06, grain.unit() * 0.05);
    let middle = (width as f32 / 2.0, height as f32 / 2.0);
    let own = [
        page.width() as f32 / 2.0 + shift[0],
        page.height() as f32 / 2.0 + shift[1],
    ];
    let mut noise = grain.clone();
    let mut out = RgbImage::new(width, height);
    for (x, y, dot) in out.enumerate_pixels_mut() {
        let (dx, dy) = (x as f32 - middle.0, y as f32 - middle.1);
        let at = (dx * cos + dy * sin + own[0], -dx * sin + dy * cos + own[1]);
        let shade = 0.98 + shade_x * dx / width as f32 - shade_y * (dy / height as f32 + 0.5);
        let jitter = noise.swing() * 5.0;
        let seen = between(page, at.0, at.1).unwrap_or(LID);
        for (channel, seen) in dot.0.iter_mut().zip(seen) {
            *channel = (seen * shade + jitter) as u8;
        }
    }
    for _ in 0..40 {
        let (x, y) = (
            (grain.unit() * width as f32) as u32,
            (grain.unit() * height as f32) as u32,
        );
        let dust = (90.0 + grain.unit() * 90.0) as u8;
        for (dx, dy) in [(0, 0), (1, 0), (0, 1)] {
            if let Some(dot) = out.get_pixel_mut_checked(x + dx, y + dy) {
                *dot = Rgb([dust; 3]);
            }
        }
    }
    let corner = |right: f32, down: f32| {
        let (u, v) = (
            right * page.width() as f32 - own[0],
            down * page.height() as f32 - own[1],
        );
        [
            (u * cos - v * sin + middle.0) / width as f32,
            (u * sin + v * cos + middle.1) / height as f32,
        ]
    };
    Worn {
        corners: [
            corner(0.0, 0.0),
            corner(1.0, 0.0),
            corner(1.0, 1.0),
            corner(0.0, 1.0),
        ],
        skew_deg: angle.to_degrees(),
        picture: out,
    }
}

/// A page on a table under a lamp, by a telephone that is not held straight; a hand throws its shadow.
pub(super) fn photographed(page: &RgbImage, size: (u32, u32), seed: u64) -> Worn {
    let mut grain = Grain::new(seed);
    let corner =
        |x: f32, y: f32, grain: &mut Grain| [x + grain.swing() * 0.035, y + grain.swing() * 0.03];
    let upper_left = corner(0.11, 0.09, &mut grain);
    let upper_right = corner(0.88, 0.07, &mut grain);
    let lower_right = corner(0.94, 0.93, &mut grain);
    let lower_left = corner(0.06, 0.95, &mut grain);
    let corners = [upper_left, upper_right, lower_right, lower_left];
    let unproject = square_of(corners);
    let lamp = [0.3 + grain.unit() * 0.4, 0.15 + grain.unit() * 0.3];
    let mut noise = grain.clone();
    let (shadow, slant) = (0.55 + grain.unit() * 0.3, grain.swing() * 0.4);
    let picture = RgbImage::from_fn(size.0, size.1, |x, y| {
        let (u, v) = (x as f32 / size.0 as f32, y as f32 / size.1 as f32);
        let [s, t] = unproject(u, v);
        let on_page = between(page, s * page.width() as f32, t * page.height() as f32);
        let wood = ((v * 90.0 + (u * 5.0).sin() * 4.0).sin() * 9.0 + (u * 210.0).sin() * 3.0).abs();
        let dots = on_page.unwrap_or([128.0 - wood, 96.0 - wood, 66.0 - wood]);
        let shaded = ((u + (v - 0.5) * slant - shadow) * 25.0).clamp(0.0, 1.0) * 0.22;
        let light = (1.06 - 0.55 * (u - lamp[0]).hypot(v - lamp[1])) * (1.0 - shaded);
        let jitter = noise.swing() * 7.0;
        let warm = [1.0, 0.97, 0.9];
        let mut lit = [0; 3];
        for ((lit, dot), warm) in lit.iter_mut().zip(dots).zip(warm) {
            *lit = (dot * light * warm + jitter).clamp(0.0, 255.0) as u8;
        }
        Rgb(lit)
    });
    let [[left, top], [right, below], ..] = corners;
    let lean = ((below - top) * size.1 as f32).atan2((right - left) * size.0 as f32);
    Worn {
        picture,
        corners,
        skew_deg: lean.to_degrees(),
    }
}

/// The inverse of the projection that takes the unit square to a quadrilateral (Heckbert 1989, 2.2.3).
fn square_of([a, b, c, d]: [[f32; 2]; 4]) -> impl Fn(f32, f32) -> [f32; 2] {
    let sum = [a[0] - b[0] + c[0] - d[0], a[1] - b[1] + c[1] - d[1]];
    let (right, down) = ([b[0] - c[0], b[1] - c[1]], [d[0] - c[0], d[1] - c[1]]);
    let area = right[0] * down[1] - down[0] * right[1];
    let g = (sum[0] * down[1] - down[0] * sum[1]) / area;
    let h = (right[0] * sum[1] - sum[0] * right[1]) / area;
    let rows = [
        [b[0] - a[0] + g * b[0], d[0] - a[0] + h * d[0], a[0]],
        [b[1] - a[1] + g * b[1], d[1] - a[1] + h * d[1], a[1]],
        [g, h, 1.0],
    ];
    let minor = |i: usize, j: usize| {
        let (r, s) = ((i + 1) % 3, (i + 2) % 3);
        let (p, q) = ((j + 1) % 3, (j + 2) % 3);
        rows[r][p] * rows[s][q] - rows[r][q] * rows[s][p]
    };
    // The adjugate is the inverse up to a factor, and the factor cancels out.
    let inverse: [[f32; 3]; 3] = std::array::from_fn(|i| std::array::from_fn(|j| minor(j, i)));
    move |u, v| {
        let [x, y, w] = inverse.map(|row| row[0] * u + row[1] * v + row[2]);
        [x / w, y / w]
    }
}

/// Colour between dots; nothing outside the picture. Works on the bare bytes: it runs for every dot of every page.
fn between(page: &RgbImage, x: f32, y: f32) -> Option<[f32; 3]> {
    if x < 0.0 || y < 0.0 || x as u32 + 1 >= page.width() {
        return None;
    }
    let at = (y as usize * page.width() as usize + x as usize) * 3;
    let below = at + page.width() as usize * 3;
    let upper: &[u8; 6] = page.as_raw().get(at..at + 6)?.try_into().ok()?;
    let lower: &[u8; 6] = page.as_raw().get(below..below + 6)?.try_into().ok()?;
    let (right, down) = (x - x as u32 as f32, y - y as u32 as f32);
    let mut dots = [0.0; 3];
    for channel in 0..3 {
        let above =
            f32::from(upper[channel]) * (1.0 - right) + f32::from(upper[channel + 3]) * right;
        let under =
            f32::from(lower[channel]) * (1.0 - right) + f32::from(lower[channel + 3]) * right;
        dots[channel] = above * (1.0 - down) + under * down;
    }
    Some(dots)
}
