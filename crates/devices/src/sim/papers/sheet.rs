//! A sheet of paper to draw on: text, lines, stamps and ink, in millimetres.
//!
//! Must never draw outside the picture: whatever falls off the edge is lost, as on paper.

use std::f32::consts::{PI, TAU};

use ab_glyph::{Font, FontRef, PxScale, ScaleFont, point};
use image::{GrayImage, Luma, Rgb, RgbImage};

use super::{Face, wear::Grain};

pub(super) const BLACK: [u8; 3] = [28, 28, 32];
pub(super) const STAMP: [u8; 3] = [44, 66, 158];
const INK: [u8; 3] = [24, 44, 150];
pub(super) const PAPER: [u8; 3] = [250, 249, 245];

const PLAIN: &[u8] = include_bytes!("../../../../papers/fonts/PTS55F.ttf");
const BOLD: &[u8] = include_bytes!("../../../../papers/fonts/PTS75F.ttf");
const MONO: &[u8] = include_bytes!("../../../../papers/fonts/PTM55F.ttf");
const HAND: &[u8] = include_bytes!("../../../../papers/fonts/PTS56F.ttf");

/// Where a text hangs.
#[derive(Debug, Clone, Copy)]
pub(super) enum Anchor {
    Left([f32; 2]),
    Middle([f32; 2]),
}

/// The sheet.
#[derive(Debug)]
pub(super) struct Sheet {
    image: RgbImage,
    /// Dots a millimetre.
    scale: f32,
}

impl Sheet {
    /// Empty paper of a size in millimetres.
    pub(super) fn blank(size: [f32; 2], paper: [u8; 3], dpi: u16) -> Self {
        let scale = f32::from(dpi) / 25.4;
        let [width, height] = size.map(|mm| (mm * scale).round() as u32);
        Self {
            image: RgbImage::from_pixel(width, height, Rgb(paper)),
            scale,
        }
    }

    /// An existing picture, taken to be as wide as A4.
    pub(super) fn over(image: RgbImage) -> Self {
        let scale = image.width() as f32 / 210.0;
        Self { image, scale }
    }

    pub(super) fn size_mm(&self) -> (f32, f32) {
        (
            self.image.width() as f32 / self.scale,
            self.image.height() as f32 / self.scale,
        )
    }

    pub(super) fn into_image(self) -> RgbImage {
        self.image
    }

    pub(super) fn panel(&mut self, at: [f32; 2], size: [f32; 2], fill: [u8; 3], frame: [u8; 3]) {
        let [x, y] = at.map(|mm| mm * self.scale);
        let [width, height] = size.map(|mm| mm * self.scale);
        let (columns, rows) = (width as u32, height as u32);
        // A woven tint, as on forms that are hard to copy.
        let warp: Vec<f32> = (0..columns)
            .map(|column| (column as f32 / 9.0).sin() * 0.05)
            .collect();
        let weft: Vec<f32> = (0..rows)
            .map(|row| (row as f32 / 7.0).cos() * 0.05)
            .collect();
        for (row, weft) in (y as i64..).zip(weft) {
            for (column, warp) in (x as i64..).zip(&warp) {
                self.blend(column, row, fill, 0.85 + warp + weft);
            }
        }
        let [left, top] = at;
        let (right, bottom) = (left + size[0], top + size[1]);
        for (from, to) in [
            ([left, top], [right, top]),
            ([left, bottom], [right, bottom]),
            ([left, top], [left, bottom]),
            ([right, top], [right, bottom]),
        ] {
            self.line(from, to, 0.5, frame);
        }
    }

    pub(super) fn portrait(&mut self, at: [f32; 2], size: [f32; 2]) {
        self.panel(at, size, [214, 216, 218], [150, 152, 156]);
        let [width, height] = size.map(|mm| mm * self.scale);
        let [x, y] = at.map(|mm| mm * self.scale);
        for row in 0..height as i64 {
            for column in 0..width as i64 {
                let (u, v) = (column as f32 / width - 0.5, row as f32 / height);
                let neck = u.abs() < 0.09 && (0.5..0.8).contains(&v);
                let head = neck || (u / 0.21).powi(2) + ((v - 0.4) / 0.2).powi(2) < 1.0;
                let hair = (u / 0.27).powi(2) + ((v - 0.36) / 0.26).powi(2) < 1.0 && v < 0.6;
                let shoulders = (u / 0.46).powi(2) + ((v - 1.05) / 0.38).powi(2) < 1.0;
                let tone = if head {
                    190
                } else if hair {
                    92
                } else {
                    116
                };
                if head || hair || shoulders {
                    self.blend(x as i64 + column, y as i64 + row, [tone; 3], 1.0);
                }
            }
        }
    }

    pub(super) fn line(&mut self, from: [f32; 2], to: [f32; 2], width_mm: f32, ink: [u8; 3]) {
        self.stroke(&[from, to], |_| width_mm, ink, 0.95);
    }

    /// Text from its top; returns nothing, wraps at `wrap` millimetres, a line feed begins a paragraph.
    pub(super) fn text(
        &mut self,
        at: Anchor,
        points: f32,
        face: Face,
        ink: [u8; 3],
        wrap: Option<f32>,
        text: &str,
    ) {
        let Some(lettering) = Lettering::new(face, points, self.scale) else {
            return;
        };
        let width = wrap.map_or(f32::MAX, |mm| mm * self.scale);
        for (index, line) in text
            .lines()
            .flat_map(|paragraph| lettering.wrap(paragraph, width))
            .enumerate()
        {
            let mask = lettering.mask(&line);
            let (Anchor::Left([x, y]) | Anchor::Middle([x, y])) = at;
            let left = match at {
                Anchor::Left(_) => x * self.scale,
                Anchor::Middle(_) => x * self.scale - mask.width() as f32 / 2.0,
            };
            let top = y * self.scale + index as f32 * lettering.line_height();
            for (column, row, Luma([cover])) in mask.enumerate_pixels() {
                self.blend(
                    left as i64 + i64::from(column),
                    top as i64 + i64::from(row),
                    ink,
                    f32::from(*cover) / 255.0,
                );
            }
        }
    }

    /// Faint letters across the whole sheet.
    pub(super) fn watermark(&mut self, text: &str) {
        let Some(lettering) = Lettering::new(Face::Bold, 120.0, self.scale) else {
            return;
        };
        let mask = lettering.mask(text);
        let (width, height) = self.image.dimensions();
        let (sin, cos) = 0.9_f32.sin_cos();
        let middle = (width as f32 / 2.0, height as f32 / 2.0);
        for y in 0..height {
            for x in 0..width {
                let (dx, dy) = (x as f32 - middle.0, y as f32 - middle.1);
                let u = dx * cos - dy * sin + mask.width() as f32 / 2.0;
                let v = dx * sin + dy * cos + mask.height() as f32 / 2.0;
                let over_text = (0.0..mask.height() as f32).contains(&v)
                    && (0.0..mask.width() as f32).contains(&u);
                let cover = if over_text { sample(&mask, u, v) } else { 0.0 };
                if cover > 0.0 {
                    self.blend(x.into(), y.into(), [120, 130, 140], cover * 0.13);
                }
            }
        }
    }

    /// A crease across the sheet: a dark line, a little shadow below it, a little light above.
    pub(super) fn fold(&mut self, top_mm: f32) {
        let (width, _) = self.size_mm();
        self.line([0.0, top_mm], [width, top_mm], 0.15, [172, 170, 166]);
        let reach = 3.0 * self.scale;
        let middle = top_mm * self.scale;
        for row in -(reach as i64)..reach as i64 {
            let near = 1.0 - row.abs() as f32 / reach;
            let (ink, cover) = if row < 0 { (255, 0.05) } else { (110, 0.12) };
            for column in 0..i64::from(self.image.width()) {
                self.blend(column, middle as i64 + row, [ink; 3], near * cover);
            }
        }
    }

    /// A round stamp with text along its ring.
    pub(super) fn stamp(
        &mut self,
        at: [f32; 2],
        radius_mm: f32,
        ink: [u8; 3],
        ring: &str,
        middle: &str,
    ) {
        let circle = |radius: f32| -> Vec<[f32; 2]> {
            (0..=120)
                .map(|step| step as f32 / 120.0 * TAU)
                .map(|a| [at[0] + radius * a.cos(), at[1] + radius * a.sin()])
                .collect()
        };
        for (radius, width) in [
            (radius_mm, 0.6),
            (radius_mm * 0.95, 0.2),
            (radius_mm * 0.66, 0.25),
        ] {
            self.stroke(&circle(radius), |_| width, ink, 0.75);
        }
        let size = radius_mm * 0.2 / 0.3528;
        if let Some(lettering) = Lettering::new(Face::Bold, size, self.scale) {
            let mask = lettering.mask(ring);
            let outer = radius_mm * 0.94 * self.scale;
            let [x, y] = at.map(|mm| mm * self.scale);
            let turn = TAU / (mask.width() as f32 * 1.04);
            let reach = (radius_mm * self.scale) as i64;
            for dy in -reach..=reach {
                for dx in -reach..=reach {
                    let radius = ((dx * dx + dy * dy) as f32).sqrt();
                    let angle = ((dy as f32).atan2(dx as f32) + PI * 1.5).rem_euclid(TAU);
                    let cover = sample(&mask, angle / turn, outer - radius);
                    self.blend(x as i64 + dx, y as i64 + dy, ink, cover * 0.75);
                }
            }
        }
        let at = Anchor::Middle([at[0], at[1] - size * 0.3528]);
        self.text(at, size, Face::Bold, ink, Some(radius_mm), middle);
    }

    /// A signature: one hurried line of ink with loops, thick where the pen is slow.
    pub(super) fn scribble(&mut self, at: [f32; 2], width_mm: f32, seed: u64) {
        let mut grain = Grain::new(seed);
        let (loops, phase) = (4.0 + grain.unit() * 3.0, grain.unit() * TAU);
        let lean = 0.1 + grain.unit() * 0.15;
        let points: Vec<[f32; 2]> = (0..=400)
            .map(|step| {
                let t = step as f32 / 400.0;
                let swing = (1.0 - t * 0.7) * width_mm * 0.14;
                let along = t * width_mm + swing * 0.8 * (t * loops * TAU + phase).cos();
                let up = swing * (t * loops * TAU + phase).sin() + lean * t * width_mm * 0.4;
                [at[0] + along, at[1] - up]
            })
            .collect();
        self.stroke(
            &points,
            |t| 0.35 + 0.25 * (t * loops * TAU).cos().abs(),
            INK,
            0.9,
        );
        let tail = [
            [at[0] + width_mm * 0.2, at[1] + width_mm * 0.07],
            [at[0] + width_mm * 0.95, at[1] - width_mm * 0.02],
        ];
        self.stroke(&tail, |_| 0.35, INK, 0.85);
    }

    /// A line through points; its width in millimetres may change along the way from 0 to 1.
    fn stroke(
        &mut self,
        points: &[[f32; 2]],
        width_mm: impl Fn(f32) -> f32,
        ink: [u8; 3],
        strength: f32,
    ) {
        let segments = points.len().saturating_sub(1).max(1) as f32;
        for (index, pair) in points.windows(2).enumerate() {
            let (from, to) = (
                pair[0].map(|mm| mm * self.scale),
                pair[1].map(|mm| mm * self.scale),
            );
            let half = width_mm(index as f32 / segments) * self.scale / 2.0;
            let (low_x, high_x) = (
                from[0].min(to[0]) - half - 1.0,
                from[0].max(to[0]) + half + 1.0,
            );
            let (low_y, high_y) = (
                from[1].min(to[1]) - half - 1.0,
                from[1].max(to[1]) + half + 1.0,
            );
            for y in low_y as i64..=high_y as i64 {
                for x in low_x as i64..=high_x as i64 {
                    let cover =
                        (half + 0.5 - distance([x as f32, y as f32], from, to)).clamp(0.0, 1.0);
                    self.deepen(x, y, ink, cover * strength);
                }
            }
        }
    }

    fn blend(&mut self, x: i64, y: i64, ink: [u8; 3], cover: f32) {
        let (Ok(x), Ok(y)) = (u32::try_from(x), u32::try_from(y)) else {
            return;
        };
        if let Some(Rgb(under)) = self.image.get_pixel_mut_checked(x, y) {
            for (channel, ink) in under.iter_mut().zip(ink) {
                *channel = (f32::from(*channel) * (1.0 - cover) + f32::from(ink) * cover) as u8;
            }
        }
    }

    /// Like [`Sheet::blend`], but ink over the same ink does not grow darker: strokes overlap at their joints.
    fn deepen(&mut self, x: i64, y: i64, ink: [u8; 3], cover: f32) {
        let (Ok(column), Ok(row)) = (u32::try_from(x), u32::try_from(y)) else {
            return;
        };
        let Some(Rgb(under)) = self.image.get_pixel_checked(column, row) else {
            return;
        };
        let target = f32::from(PAPER[0]) * (1.0 - cover) + f32::from(ink[0]) * cover;
        if cover > 0.0 && f32::from(under[0]) > target {
            self.blend(x, y, ink, cover);
        }
    }
}

/// A face at a size.
struct Lettering {
    font: FontRef<'static>,
    size: PxScale,
    /// How far letters rise and fall, as a part of their size.
    dance: f32,
}

impl Lettering {
    fn new(face: Face, points: f32, scale: f32) -> Option<Self> {
        let bytes = match face {
            Face::Plain => PLAIN,
            Face::Bold => BOLD,
            Face::Mono => MONO,
            Face::Hand => HAND,
        };
        // A point is 0.3528 mm; the scale of `ab_glyph` counts from the highest to the lowest letter.
        let font = FontRef::try_from_slice(bytes).ok()?;
        let height = font.height_unscaled() / font.units_per_em()?;
        Some(Self {
            font,
            size: PxScale::from(points * 0.3528 * scale * height),
            dance: if face == Face::Hand { 0.05 } else { 0.0 },
        })
    }

    fn line_height(&self) -> f32 {
        self.font.as_scaled(self.size).height() * 1.12
    }

    fn width(&self, text: &str) -> f32 {
        let font = self.font.as_scaled(self.size);
        text.chars()
            .map(|letter| font.h_advance(font.glyph_id(letter)))
            .sum()
    }

    fn wrap(&self, text: &str, width: f32) -> Vec<String> {
        let mut lines = vec![String::new()];
        for word in text.split(' ') {
            let Some(line) = lines.last_mut() else { break };
            let longer = if line.is_empty() {
                word.to_owned()
            } else {
                format!("{line} {word}")
            };
            if line.is_empty() || self.width(&longer) <= width {
                *line = longer;
            } else {
                lines.push(word.to_owned());
            }
        }
        lines
    }

    /// One line of text as coverage.
    fn mask(&self, text: &str) -> GrayImage {
        let font = self.font.as_scaled(self.size);
        let mut mask = GrayImage::new(
            self.width(text).ceil() as u32 + 1,
            font.height().ceil() as u32 + 1,
        );
        let (mut pen, mut grain) = (0.0, Grain::new(text.len() as u64));
        for letter in text.chars() {
            let glyph = font.glyph_id(letter);
            let line = font.ascent() + grain.swing() * self.dance * self.size.y;
            let placed = glyph.with_scale_and_position(self.size, point(pen, line));
            pen += font.h_advance(glyph);
            let Some(outline) = font.outline_glyph(placed) else {
                continue;
            };
            let corner = outline.px_bounds().min;
            outline.draw(|x, y, cover| {
                let (x, y) = (
                    corner.x as i64 + i64::from(x),
                    corner.y as i64 + i64::from(y),
                );
                let (Ok(x), Ok(y)) = (u32::try_from(x), u32::try_from(y)) else {
                    return;
                };
                if let Some(Luma([dot])) = mask.get_pixel_mut_checked(x, y) {
                    *dot = (*dot).max((cover * 255.0) as u8);
                }
            });
        }
        mask
    }
}

/// Coverage between dots; nothing outside.
fn sample(mask: &GrayImage, u: f32, v: f32) -> f32 {
    let dot = |x: f32, y: f32| {
        if x < 0.0 || y < 0.0 {
            return 0.0;
        }
        mask.get_pixel_checked(x as u32, y as u32)
            .map_or(0.0, |Luma([cover])| f32::from(*cover) / 255.0)
    };
    let (x, y) = (u.floor(), v.floor());
    let (right, down) = (u - x, v - y);
    let upper = dot(x, y) * (1.0 - right) + dot(x + 1.0, y) * right;
    let lower = dot(x, y + 1.0) * (1.0 - right) + dot(x + 1.0, y + 1.0) * right;
    upper * (1.0 - down) + lower * down
}

/// Distance of a point from a segment.
fn distance(point: [f32; 2], from: [f32; 2], to: [f32; 2]) -> f32 {
    let (along, reach) = (
        [to[0] - from[0], to[1] - from[1]],
        [point[0] - from[0], point[1] - from[1]],
    );
    let length = (along[0] * along[0] + along[1] * along[1]).max(f32::EPSILON);
    let t = ((reach[0] * along[0] + reach[1] * along[1]) / length).clamp(0.0, 1.0);
    (reach[0] - t * along[0]).hypot(reach[1] - t * along[1])
}
