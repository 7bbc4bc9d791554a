//! The sheet in a picture: where its corners lie on a table or under a lid, and its pixels without the rest.
//! Never cuts where something else of substance would be lost, nor where the sheet is not plainly seen: then all is kept.

use image::{Rgb, RgbImage};

use crate::Page;
use crate::binarise::Bilevel;
use crate::geometry::between;
use crate::shrink::shrink;
use crate::spots::Spots;

/// Longest side of the picture in which the sheet is looked for.
const LOOK_PX: u32 = 800;

/// Width of the rim that shows what the sheet lies on, as a part of the shorter side.
const RIM: f32 = 0.02;

/// A dot differs from the ground by so many times the ground's own spread, and at least by so much.
const STANDS_OUT: f32 = 4.0;
const LEAST_DIFFERENCE: f32 = 14.0;

/// A ground brighter than this may itself be paper.
const PAPER: f32 = 215.0;

/// Sheets smaller or larger than these parts of the picture are none, or are the whole of it.
const SHARE: std::ops::Range<f32> = 0.02..0.97;

/// What may lie beside a sheet on a scanner, as a part of the sheet: dust.
const BESIDE: f32 = 0.005;

/// A sheet that is photographed fills at least this part of the picture.
const LEAST_OF_SHOT: f32 = 0.2;

/// How full of dots the four sides must be.
const FULL: f32 = 0.8;

/// Formats a sheet is believed to have: A4, A5, A6, ID-1 (ISO 216, ISO/IEC 7810), in millimetres.
const FORMATS: [[f32; 2]; 4] = [[210.0, 297.0], [148.0, 210.0], [105.0, 148.0], [54.0, 85.6]];

/// How far a measured side may be from its format.
const TOLERANCE_MM: f32 = 3.0;

/// How far the shape of an unmeasured sheet may be from its format: a slanted camera shortens it.
const TOLERANCE: f32 = 0.1;

/// A sheet that was found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Sheet {
    /// Upper left, upper right, lower right, lower left, as parts of the picture's sides.
    pub(crate) corners: [[f32; 2]; 4],
    pub(crate) size_mm: [f32; 2],
    /// Dots per inch of the picture, on the sheet.
    pub(crate) dpi: u16,
}

impl Sheet {
    /// Whether it has the size of an identity card.
    pub(crate) fn is_card(&self) -> bool {
        let [width, height] = self.size_mm;
        [width.min(height), width.max(height)] == FORMATS[3]
    }

    pub(crate) fn find(page: &Page) -> Option<Self> {
        let (width, height) = (page.width_px() as f32, page.height_px() as f32);
        let scale = (LOOK_PX as f32 / width.max(height)).min(1.0);
        let small = shrink(
            &page.pixels,
            (width * scale).round() as u32,
            (height * scale).round() as u32,
        );
        let ground = Ground::measure(&small)?;
        let different = ground.different(&small);
        let mut largest = None;
        for spot in Spots::of(&different).iter() {
            if largest.is_none_or(|known: crate::spots::Spot| known.dots < spot.dots) {
                largest = Some(*spot);
            }
        }
        let largest = largest?;
        let mut blob = different.clone();
        Spots::of(&different).paint(&mut blob, false, |spot| *spot != largest);
        let corners = corners_of(&blob)?;
        let area = area_of(&corners);
        let whole = (small.width() * small.height()) as f32;
        let is_plain = SHARE.contains(&(area / whole)) && largest.dots as f32 > area * FULL;
        // Nothing lies on a scanner but the sheet: a box with something beside it is part of a sheet. A table may hold more,
        // but the sheet is what the picture was taken of.
        let beside = different.black_dots() as f32 - largest.dots as f32;
        let is_sheet = if page.is_measured {
            beside < area * BESIDE
        } else {
            area > whole * LEAST_OF_SHOT && ground.is_darker(&small, &blob)
        };
        if !is_plain || !is_sheet {
            return None;
        }
        let parts = corners.map(|[x, y]| [x / small.width() as f32, y / small.height() as f32]);
        let in_page = parts.map(|[x, y]| [x * width, y * height]);
        Self::sized(parts, in_page, page).filter(|sheet| !ground.is_paper() || sheet.is_card())
    }

    /// Gives corners their size: as measured, and then as the format that is near.
    fn sized(corners: [[f32; 2]; 4], px: [[f32; 2]; 4], page: &Page) -> Option<Self> {
        let side =
            |from: usize, to: usize| (px[to][0] - px[from][0]).hypot(px[to][1] - px[from][1]);
        let (across, down) = (
            (side(0, 1) + side(3, 2)) / 2.0,
            (side(1, 2) + side(0, 3)) / 2.0,
        );
        let formats = FORMATS
            .into_iter()
            .flat_map(|[short, long]| [[short, long], [long, short]]);
        if page.is_measured {
            let mm = |px: f32| px * 25.4 / f32::from(page.dpi);
            let measured = [mm(across), mm(down)];
            let near = |format: &[f32; 2]| {
                (format[0] - measured[0]).abs() < TOLERANCE_MM
                    && (format[1] - measured[1]).abs() < TOLERANCE_MM
            };
            return Some(Self {
                corners,
                size_mm: formats.clone().find(near).unwrap_or(measured),
                dpi: page.dpi,
            });
        }
        // Without a measure A5 and A6 are A4, whose shape they have.
        let formats =
            formats.filter(|format| !format.iter().any(|side| [105.0, 148.0].contains(side)));
        let shape = across / down;
        let off = |format: &[f32; 2]| (shape * format[1] / format[0] - 1.0).abs();
        let nearest = formats.min_by(|one, other| off(one).total_cmp(&off(other)));
        let size_mm = nearest.filter(|format| off(format) < TOLERANCE)?;
        let dpi = (across.max(down) * 25.4 / size_mm[0].max(size_mm[1])).round();
        (30.0..2400.0).contains(&dpi).then_some(Self {
            corners,
            size_mm,
            dpi: dpi as u16,
        })
    }

    /// The sheet alone, upright in its own size, at the resolution of `page`.
    pub(crate) fn cut(&self, page: &Page) -> RgbImage {
        let (wide, high) = (page.width_px() as f32, page.height_px() as f32);
        let side = |mm: f32| ((mm * f32::from(page.dpi) / 25.4).round() as u32).max(1);
        let [width, height] = self.size_mm.map(side);
        let project = quad_of(self.corners.map(|[x, y]| [x * wide, y * high]));
        let mut sheet = RgbImage::from_pixel(width, height, Rgb([255; 3]));
        for (x, y, dot) in sheet.enumerate_pixels_mut() {
            let [u, v] = project(
                (x as f32 + 0.5) / width as f32,
                (y as f32 + 0.5) / height as f32,
            );
            if let Some(seen) = between(&page.pixels, u - 0.5, v - 0.5) {
                *dot = Rgb(seen);
            }
        }
        sheet
    }
}

/// What the sheet lies on: for each channel a surface of the second degree, which lamps and lids make.
struct Ground {
    surfaces: [[f64; 6]; 3],
    spread: f32,
    width: f32,
    height: f32,
}

impl Ground {
    fn measure(picture: &RgbImage) -> Option<Self> {
        let (width, height) = picture.dimensions();
        let rim = ((width.min(height) as f32 * RIM) as u32).max(2);
        let mut dots: Vec<([f64; 6], [u8; 3])> = picture
            .enumerate_pixels()
            .filter(|&(x, y, _)| x < rim || y < rim || x + rim >= width || y + rim >= height)
            .map(|(x, y, dot)| {
                (
                    terms(x as f32 / width as f32, y as f32 / height as f32),
                    dot.0,
                )
            })
            .collect();
        let mut ground = Self {
            surfaces: [[0.0; 6]; 3],
            spread: 0.0,
            width: width as f32,
            height: height as f32,
        };
        // What does not belong to the ground is left out of the second and third look.
        for _ in 0..3 {
            for channel in 0..3 {
                let values = dots
                    .iter()
                    .map(|(terms, dot)| (*terms, f64::from(dot[channel])));
                ground.surfaces[channel] = fitted(values)?;
            }
            let apart: Vec<f32> = dots
                .iter()
                .map(|(terms, dot)| ground.apart(terms, *dot))
                .collect();
            let squares: f32 = apart.iter().map(|apart| apart * apart).sum();
            ground.spread = (squares / apart.len() as f32).sqrt();
            let mut near = apart.iter().map(|&apart| apart < 2.5 * ground.spread + 1.0);
            dots.retain(|_| near.next().unwrap_or(false));
        }
        Some(ground)
    }

    /// The largest difference of a channel.
    fn apart(&self, terms: &[f64; 6], dot: [u8; 3]) -> f32 {
        let channels = self.surfaces.iter().zip(dot);
        let differences = channels
            .map(|(surface, value)| (value_at(surface, terms) - f64::from(value)).abs() as f32);
        differences.fold(0.0, f32::max)
    }

    fn different(&self, picture: &RgbImage) -> Bilevel {
        let most = (STANDS_OUT * self.spread).max(LEAST_DIFFERENCE);
        let dots = picture.enumerate_pixels();
        let black = dots.map(|(x, y, dot)| {
            self.apart(&terms(x as f32 / self.width, y as f32 / self.height), dot.0) > most
        });
        Bilevel {
            width: picture.width(),
            height: picture.height(),
            black: black.collect(),
        }
    }

    /// Whether what is black in `blob` is brighter in the picture than the ground would be there.
    fn is_darker(&self, picture: &RgbImage, blob: &Bilevel) -> bool {
        let dots = picture
            .enumerate_pixels()
            .zip(&blob.black)
            .filter(|(_, black)| **black);
        let brighter: f64 = dots
            .map(|((x, y, dot), _)| {
                let terms = terms(x as f32 / self.width, y as f32 / self.height);
                f64::from(dot.0[1]) - value_at(&self.surfaces[1], &terms)
            })
            .sum();
        brighter > 0.0
    }

    fn is_paper(&self) -> bool {
        let middle = terms(0.5, 0.0);
        self.surfaces
            .iter()
            .all(|surface| value_at(surface, &middle) as f32 > PAPER)
    }
}

fn terms(u: f32, v: f32) -> [f64; 6] {
    let (u, v) = (f64::from(u), f64::from(v));
    [1.0, u, v, u * u, u * v, v * v]
}

fn value_at(surface: &[f64; 6], terms: &[f64; 6]) -> f64 {
    surface
        .iter()
        .zip(terms)
        .map(|(part, term)| part * term)
        .sum()
}

/// Least squares by Gauss; nothing where the values leave a term open.
fn fitted(values: impl Iterator<Item = ([f64; 6], f64)>) -> Option<[f64; 6]> {
    let mut rows = [[0.0; 7]; 6];
    for (terms, value) in values {
        for (row, own) in rows.iter_mut().zip(terms) {
            for (sum, other) in row.iter_mut().zip(terms) {
                *sum += own * other;
            }
            row[6] += own * value;
        }
    }
    for at in 0..6 {
        let pivot =
            (at..6).max_by(|&one, &other| rows[one][at].abs().total_cmp(&rows[other][at].abs()))?;
        rows.swap(at, pivot);
        if rows[at][at].abs() < 1e-9 {
            return None;
        }
        let own = rows[at];
        for (other, row) in rows.iter_mut().enumerate() {
            if other != at {
                let share = row[at] / own[at];
                row.iter_mut()
                    .zip(own)
                    .for_each(|(value, own)| *value -= share * own);
            }
        }
    }
    Some(std::array::from_fn(|at| rows[at][6] / rows[at][at]))
}

/// Upper left, upper right, lower right, lower left corner of a blob with four straight sides.
fn corners_of(blob: &Bilevel) -> Option<[[f32; 2]; 4]> {
    let rows: Vec<(usize, &[bool])> = (0..)
        .zip(blob.black.chunks_exact(blob.width as usize))
        .collect();
    let mut sides: [Vec<[f32; 2]>; 2] = [Vec::new(), Vec::new()];
    let mut highest = vec![None; blob.width as usize];
    let mut lowest = vec![None; blob.width as usize];
    for &(y, row) in &rows {
        let (Some(first), Some(last)) = (
            row.iter().position(|&black| black),
            row.iter().rposition(|&black| black),
        ) else {
            continue;
        };
        sides[0].push([first as f32, y as f32 + 0.5]);
        sides[1].push([last as f32 + 1.0, y as f32 + 0.5]);
        for (x, _) in (first..=last)
            .zip(&row[first..=last])
            .filter(|(_, black)| **black)
        {
            highest[x].get_or_insert(y as f32);
            lowest[x] = Some(y as f32 + 1.0);
        }
    }
    let along = |found: Vec<Option<f32>>| -> Vec<[f32; 2]> {
        let found = found.into_iter().enumerate();
        found
            .filter_map(|(x, y)| Some([y?, x as f32 + 0.5]))
            .collect()
    };
    let [left, right] = sides.map(|side| line_through(&side));
    let (top, bottom) = (line_through(&along(highest)), line_through(&along(lowest)));
    let (left, right, top, bottom) = (left?, right?, top?, bottom?);
    // x = a + b y and y = c + d x.
    let meet = |(a, b): (f32, f32), (c, d): (f32, f32)| {
        let y = (c + d * a) / (1.0 - d * b);
        [a + b * y, y]
    };
    let corners = [
        meet(left, top),
        meet(right, top),
        meet(right, bottom),
        meet(left, bottom),
    ];
    let reach = |at: f32, end: u32| (-2.0..end as f32 + 2.0).contains(&at);
    corners
        .iter()
        .all(|[x, y]| reach(*x, blob.width) && reach(*y, blob.height))
        .then_some(corners)
}

/// A line `first = a + b * second` through the middle of a side; what bends away at its ends is left out step by step.
fn line_through(points: &[[f32; 2]]) -> Option<(f32, f32)> {
    let margin = points.len() / 8;
    let mut points = points.get(margin..points.len() - margin)?.to_vec();
    let mut line = None;
    for _ in 0..4 {
        if points.len() < 12 {
            return None;
        }
        let count = points.len() as f32;
        let mean = |which: usize| points.iter().map(|point| point[which]).sum::<f32>() / count;
        let (mean_x, mean_y) = (mean(0), mean(1));
        let (mut both, mut square) = (0.0, 0.0);
        for [x, y] in &points {
            both += (x - mean_x) * (y - mean_y);
            square += (y - mean_y) * (y - mean_y);
        }
        let slope = both / square.max(f32::EPSILON);
        let start = mean_x - slope * mean_y;
        line = Some((start, slope));
        let off = |point: &[f32; 2]| (point[0] - start - slope * point[1]).abs();
        let spread = points.iter().map(&off).sum::<f32>() / count;
        points.retain(|point| off(point) < 2.0 * spread + 0.3);
    }
    // A side that leans more than this is another side.
    line.filter(|(_, slope)| slope.abs() < 0.5)
}

fn area_of(corners: &[[f32; 2]; 4]) -> f32 {
    let next = corners.iter().cycle().skip(1);
    let twice: f32 = corners
        .iter()
        .zip(next)
        .map(|([x, y], [u, v])| x * v - u * y)
        .sum();
    twice.abs() / 2.0
}

/// The projection that takes the unit square to a quadrilateral (Heckbert 1989, 2.2.3).
fn quad_of([a, b, c, d]: [[f32; 2]; 4]) -> impl Fn(f32, f32) -> [f32; 2] {
    let sum = [a[0] - b[0] + c[0] - d[0], a[1] - b[1] + c[1] - d[1]];
    let (right, down) = ([b[0] - c[0], b[1] - c[1]], [d[0] - c[0], d[1] - c[1]]);
    let area = right[0] * down[1] - down[0] * right[1];
    let g = (sum[0] * down[1] - down[0] * sum[1]) / area;
    let h = (right[0] * sum[1] - sum[0] * right[1]) / area;
    move |s, t| {
        let w = g * s + h * t + 1.0;
        std::array::from_fn(|axis| {
            ((b[axis] - a[axis] + g * b[axis]) * s
                + (d[axis] - a[axis] + h * d[axis]) * t
                + a[axis])
                / w
        })
    }
}
