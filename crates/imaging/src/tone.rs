//! Light: where the paper is, how it is lit, and what else stands on the page.
//! Never darkens: paper becomes white, ink keeps its contrast to the paper around it.

use image::{GrayImage, RgbImage};
use serde::{Deserialize, Serialize};

use crate::area::{Area, apart};
use crate::binarise::Bilevel;
use crate::layers::MOST_AREAS;
use crate::spots::Spots;

/// Side of a measured cell in millimetres: wider than a letter, narrower than a shadow.
const CELL_MM: f32 = 4.0;

/// Grey at or above which nine tenths of a cell lie below is the paper of that cell.
const PAPER_RANK: f32 = 0.90;

/// A cell whose brightest tenth is darker than this part of the brightest cell near it holds no paper.
const PAPER_FLOOR: f32 = 0.62;

/// How far "near" reaches in cells: beyond a portrait's half, not across a shadow.
const NEAR: usize = 6;

/// Fewer cells without paper than this are a blot: one and a half square centimetres.
const FEWEST_CELLS: u32 = 9;

/// Paper is brighter than this even in a dim room, and no more coloured than this part of its brightness.
const DIMMEST: f32 = 64.0;
const MOST_TINT: f32 = 0.4;

/// Paper is lifted a little beyond itself, so that its grain goes to white.
const LIFT: f32 = 1.05;

/// What a page shows, in parts of a thousand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sight {
    /// Cells with paper in them.
    pub paper: u16,
    /// Cells off the edge without paper: photographs, solid fills.
    pub picture: u16,
    /// Blocks of coloured ink, in parts of a hundred thousand.
    pub colour: u16,
}

/// The light on a page: the colour of its paper in a grid of cells.
pub(crate) struct Light {
    cell_px: u32,
    across: u32,
    down: u32,
    paper: Vec<[f32; 3]>,
    bare: Vec<bool>,
}

impl Light {
    pub(crate) fn measure(pixels: &RgbImage, dpi: u16) -> Self {
        let cell_px = ((f32::from(dpi) * CELL_MM / 25.4).round() as u32).max(4);
        let (across, down) = (
            pixels.width().div_ceil(cell_px),
            pixels.height().div_ceil(cell_px),
        );
        let mut paper = Vec::with_capacity((across * down) as usize);
        for y in 0..down {
            for x in 0..across {
                paper.push(paper_of_cell(pixels, x * cell_px, y * cell_px, cell_px));
            }
        }
        let bare = bare_cells(&paper, across as usize, down as usize);
        Self {
            cell_px,
            across,
            down,
            paper,
            bare,
        }
    }

    /// Parts of a thousand of cells that hold paper, and of inner cells that hold none.
    pub(crate) fn shares(&self) -> (u16, u16) {
        let cells = self.bare.len();
        let bare = self.bare.iter().filter(|&&bare| bare).count();
        let pictured = (0..)
            .zip(&self.bare)
            .filter(|&(at, &bare)| bare && self.is_inner(at))
            .count();
        (per(cells - bare, cells, 1000), per(pictured, cells, 1000))
    }

    /// Boxes around inner cells without paper that lie together, with a cell around them, in dots of the page.
    pub(crate) fn pictures(&self) -> Vec<Area> {
        let cells = Bilevel {
            width: self.across,
            height: self.down,
            black: (0..)
                .zip(&self.bare)
                .map(|(at, &bare)| bare && self.is_inner(at))
                .collect(),
        };
        let side = self.cell_px;
        let areas = Spots::of(&cells)
            .iter()
            .filter(|spot| spot.dots >= FEWEST_CELLS)
            .map(|spot| Area {
                left: (spot.left - 1) * side,
                top: (spot.top - 1) * side,
                right: (spot.right + 1) * side,
                bottom: (spot.bottom + 1) * side,
            })
            .collect();
        apart(areas, MOST_AREAS)
    }

    fn is_inner(&self, at: u32) -> bool {
        let (x, y) = (at % self.across, at / self.across);
        (2..self.across.saturating_sub(2)).contains(&x)
            && (2..self.down.saturating_sub(2)).contains(&y)
    }

    /// Divides every pixel by the paper around it.
    pub(crate) fn even_out(mut self, pixels: &mut RgbImage) {
        self.fill_bare();
        let cell = self.cell_px as f32;
        let across = self.across as usize;
        let place = |at: u32, cells: u32| {
            let at = ((at as f32 + 0.5) / cell - 0.5).clamp(0.0, (cells - 1) as f32);
            (
                at as usize,
                (at as usize + 1).min(cells as usize - 1),
                at.fract(),
            )
        };
        let columns: Vec<_> = (0..pixels.width()).map(|x| place(x, self.across)).collect();
        let mut gains = vec![[0.0; 3]; across];
        for (y, row) in (0..).zip(pixels.rows_mut()) {
            let (above, below, part) = place(y, self.down);
            for (x, gain) in gains.iter_mut().enumerate() {
                let (upper, lower) = (
                    self.paper[above * across + x],
                    self.paper[below * across + x],
                );
                *gain = std::array::from_fn(|channel| {
                    let paper = upper[channel] * (1.0 - part) + lower[channel] * part;
                    255.0 * LIFT / paper.max(1.0)
                });
            }
            for (pixel, &(left, right, part)) in row.zip(&columns) {
                let (left, right) = (gains[left], gains[right]);
                for (channel, shade) in pixel.0.iter_mut().enumerate() {
                    let gain = left[channel] * (1.0 - part) + right[channel] * part;
                    // The cast stops at 255.
                    *shade = (f32::from(*shade) * gain) as u8;
                }
            }
        }
    }

    /// Gives cells without paper the light of their neighbours, ring by ring.
    fn fill_bare(&mut self) {
        while self.bare.iter().any(|&bare| bare) && !self.bare.iter().all(|&bare| bare) {
            let known = self.bare.clone();
            for at in 0..self.bare.len() {
                if !known[at] {
                    continue;
                }
                let lit: Vec<_> = self.neighbours(at).filter(|&near| !known[near]).collect();
                if lit.is_empty() {
                    continue;
                }
                let mut sum = [0.0; 3];
                for &near in &lit {
                    for (total, part) in sum.iter_mut().zip(self.paper[near]) {
                        *total += part;
                    }
                }
                self.paper[at] = sum.map(|total| total / lit.len() as f32);
                self.bare[at] = false;
            }
        }
    }

    fn neighbours(&self, at: usize) -> impl Iterator<Item = usize> + use<> {
        let (across, down) = (self.across as usize, self.down as usize);
        let (x, y) = (at % across, at / across);
        let rows = y.saturating_sub(1)..=(y + 1).min(down - 1);
        rows.flat_map(move |ny| {
            (x.saturating_sub(1)..=(x + 1).min(across - 1)).map(move |nx| ny * across + nx)
        })
        .filter(move |&near| near != at)
    }
}

/// Which cells hold no paper: darker than the paper near them, or too dark or coloured to be any.
fn bare_cells(paper: &[[f32; 3]], across: usize, down: usize) -> Vec<bool> {
    let near = |at: usize, end: usize| at.saturating_sub(NEAR)..(at + NEAR + 1).min(end);
    let levels: Vec<f32> = paper.iter().map(brightness).collect();
    let cells = || (0..down).flat_map(|y| (0..across).map(move |x| (x, y)));
    // The brightest along rows, then the brightest of those along columns: the brightest of the square.
    let brightest = |along: &mut dyn Iterator<Item = f32>| along.fold(0.0, f32::max);
    let in_rows: Vec<f32> = cells()
        .map(|(x, y)| brightest(&mut near(x, across).map(|near| levels[y * across + near])))
        .collect();
    let is_bare = |(x, y): (usize, usize)| {
        let white = brightest(&mut near(y, down).map(|near| in_rows[near * across + x]));
        let cell = &paper[y * across + x];
        let most = cell.iter().copied().fold(0.0, f32::max);
        let least = cell.iter().copied().fold(f32::MAX, f32::min);
        brightness(cell) < (white * PAPER_FLOOR).max(DIMMEST) || most - least > most * MOST_TINT
    };
    cells().map(is_bare).collect()
}

fn brightness(colour: &[f32; 3]) -> f32 {
    0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2]
}

/// The mean colour of the brightest tenth of a cell.
fn paper_of_cell(pixels: &RgbImage, left: u32, top: u32, side: u32) -> [f32; 3] {
    let right = (left + side).min(pixels.width());
    let bottom = (top + side).min(pixels.height());
    let stride = pixels.width() as usize * 3;
    let dots = || {
        let rows = pixels.as_raw().chunks_exact(stride);
        rows.skip(top as usize)
            .take((bottom - top) as usize)
            .flat_map(move |row| row[left as usize * 3..right as usize * 3].chunks_exact(3))
            .map(|dot| [dot[0], dot[1], dot[2]])
    };
    let mut ranks = [0_u32; 256];
    dots().for_each(|dot| ranks[usize::from(luma(dot))] += 1);
    let count = (right - left) * (bottom - top);
    let below = (count as f32 * PAPER_RANK) as u32;
    let mut passed = 0;
    let rank = ranks.iter().position(|&of| {
        passed += of;
        passed > below
    });
    let least = rank.unwrap_or(255) as u8;
    let (mut sum, mut found) = ([0_u32; 3], 0_u32);
    dots().filter(|&dot| luma(dot) >= least).for_each(|dot| {
        found += 1;
        for (total, part) in sum.iter_mut().zip(dot) {
            *total += u32::from(part);
        }
    });
    sum.map(|total| total as f32 / found.max(1) as f32)
}

/// ITU-R BT.601 brightness of one pixel.
fn luma([red, green, blue]: [u8; 3]) -> u8 {
    ((u32::from(red) * 77 + u32::from(green) * 150 + u32::from(blue) * 29) >> 8) as u8
}

/// The page without its colour.
pub(crate) fn grey(pixels: &RgbImage) -> GrayImage {
    let dots = pixels.pixels().map(|dot| luma(dot.0)).collect();
    GrayImage::from_raw(pixels.width(), pixels.height(), dots).expect("a shade for every dot")
}

pub(crate) fn per(part: usize, whole: usize, of: usize) -> u16 {
    u16::try_from(part * of / whole.max(1)).unwrap_or(u16::MAX)
}
