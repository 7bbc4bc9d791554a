//! Coloured ink: where stamps, seals and signatures are, and what belongs to them.
//! Never takes the fringes of black letters for ink: colour counts by blocks of half a millimetre, not by dots.

use image::{GrayImage, RgbImage};

use crate::area::{Area, apart};
use crate::binarise::Bilevel;
use crate::layers::{MOST_AREAS, coarser};
use crate::spots::Spots;
use crate::tone::per;

/// Difference of channels from which a block counts as coloured.
const COLOUR: u8 = 38;

/// Difference of channels, as a part of the darkness, from which a dot belongs to coloured ink and not to black.
const OWN_COLOUR: f32 = 0.3;

/// Coloured blocks nearer to one another than this belong together: two millimetres.
const REACH: u32 = 4;

/// Fewer blocks are a stain.
const FEWEST_BLOCKS: usize = 6;

/// Coloured blocks of an area that must hold inked dots; with fewer, the colour is a fill and the area a picture.
const INKED: f32 = 0.7;

/// The blocks of a page, and which are coloured.
pub(crate) struct Colours {
    side: u32,
    blocks: Bilevel,
}

impl Colours {
    /// Looks at an evened page.
    pub(crate) fn measure(evened: &RgbImage, dpi: u16) -> Self {
        let side = (u32::from(dpi) / 50).max(2);
        let (across, down) = (evened.width() / side, evened.height() / side);
        let mut black = Vec::with_capacity((across * down) as usize);
        let stride = evened.width() as usize * 3;
        let rows = evened.as_raw().chunks_exact(stride);
        let mut sums = vec![[0_u32; 3]; across as usize];
        for (row, y) in rows.take((down * side) as usize).zip(1..) {
            for (sum, block) in sums.iter_mut().zip(row.chunks_exact(side as usize * 3)) {
                for dot in block.chunks_exact(3) {
                    for (total, &part) in sum.iter_mut().zip(dot) {
                        *total += u32::from(part);
                    }
                }
            }
            if y % side == 0 {
                black.extend(sums.iter().map(|sum| {
                    let mean = sum.map(|total| (total / (side * side)) as u8);
                    chroma(mean) >= COLOUR
                }));
                sums.fill([0; 3]);
            }
        }
        Self {
            side,
            blocks: Bilevel {
                width: across,
                height: down,
                black,
            },
        }
    }

    /// Coloured blocks in parts of a hundred thousand.
    pub(crate) fn share(&self) -> u16 {
        let coloured = self.blocks.black.iter().filter(|&&coloured| coloured);
        per(coloured.count(), self.blocks.black.len(), 100_000)
    }

    /// Boxes around what belongs together, with a margin.
    pub(crate) fn areas(&self, page: &RgbImage) -> Vec<Area> {
        if self.blocks.black.is_empty() {
            return Vec::new();
        }
        let grown = self.blocks.grown(REACH);
        let areas = Spots::of(&grown)
            .iter()
            .map(|spot| Area {
                left: spot.left,
                top: spot.top,
                right: spot.right,
                bottom: spot.bottom,
            })
            .filter(|&area| self.coloured_in(area).count() >= FEWEST_BLOCKS)
            .map(|area| Area {
                left: area.left * self.side,
                top: area.top * self.side,
                right: (area.right * self.side).min(page.width()),
                bottom: (area.bottom * self.side).min(page.height()),
            })
            .collect();
        apart(areas, MOST_AREAS)
    }

    fn coloured_in(&self, area: Area) -> impl Iterator<Item = (u32, u32)> {
        (area.top..area.bottom.min(self.blocks.height))
            .flat_map(move |y| (area.left..area.right.min(self.blocks.width)).map(move |x| (x, y)))
            .filter(|&(x, y)| self.blocks.is_black(x, y))
    }

    /// Darkens coloured blocks to their darkest channel, so that light inks are not lost.
    pub(crate) fn deepen(&self, grey: &mut GrayImage, page: &RgbImage) {
        let side = self.side;
        for (at, _) in self
            .blocks
            .black
            .iter()
            .enumerate()
            .filter(|(_, coloured)| **coloured)
        {
            let (x, y) = (at as u32 % self.blocks.width, at as u32 / self.blocks.width);
            for (dx, dy) in (0..side).flat_map(|dy| (0..side).map(move |dx| (dx, dy))) {
                let [red, green, blue] = page.get_pixel(x * side + dx, y * side + dy).0;
                grey.get_pixel_mut(x * side + dx, y * side + dy).0[0] = red.min(green).min(blue);
            }
        }
    }

    /// Moves the coloured dots of `area` out of `text`, as a page of their own; nothing where the colour is no ink.
    pub(crate) fn lift(&self, area: Area, text: &mut Bilevel, page: &RgbImage) -> Option<Bilevel> {
        let near = self.blocks.grown(1);
        let side = self.side;
        let is_near = |x: u32, y: u32| {
            let (x, y) = (
                (x / side).min(near.width - 1),
                (y / side).min(near.height - 1),
            );
            near.is_black(x, y)
        };
        let mut ink = Bilevel::white(area.width(), area.height());
        let mut inked = Bilevel::white(self.blocks.width, self.blocks.height);
        for (x, y) in
            (area.top..area.bottom).flat_map(|y| (area.left..area.right).map(move |x| (x, y)))
        {
            if text.is_black(x, y) && is_near(x, y) && has_own_colour(page.get_pixel(x, y).0) {
                ink.set_black(x - area.left, y - area.top);
                inked.set_black(
                    (x / side).min(inked.width - 1),
                    (y / side).min(inked.height - 1),
                );
            }
        }
        let inked = inked.grown(1);
        let blocks = Area {
            left: area.left / side,
            top: area.top / side,
            right: area.right.div_ceil(side),
            bottom: area.bottom.div_ceil(side),
        };
        let (mut all, mut with_ink) = (0_u32, 0_u32);
        for (x, y) in self.coloured_in(blocks) {
            all += 1;
            with_ink += u32::from(inked.is_black(x, y));
        }
        if (with_ink as f32) < all as f32 * INKED {
            return None;
        }
        for (x, y) in (0..ink.height).flat_map(|y| (0..ink.width).map(move |x| (x, y))) {
            if ink.is_black(x, y) {
                text.set_white(area.left + x, area.top + y);
            }
        }
        Some(ink)
    }
}

/// Whether no block of a picture is coloured enough to be missed.
pub(crate) fn is_grey(picture: &RgbImage) -> bool {
    let coloured = picture
        .pixels()
        .filter(|dot| chroma(dot.0) >= COLOUR / 2)
        .count();
    coloured * 200 < picture.as_raw().len() / 3
}

fn chroma([red, green, blue]: [u8; 3]) -> u8 {
    red.max(green).max(blue) - red.min(green).min(blue)
}

fn has_own_colour(dot: [u8; 3]) -> bool {
    let darkness = 255 - dot.into_iter().min().unwrap_or(255);
    f32::from(chroma(dot)) >= f32::from(darkness) * OWN_COLOUR
}

/// The colour of ink without its paper, at `ink_dpi`: each sample is the mean of its dots, the darker the heavier.
pub(crate) fn tint(page: &RgbImage, area: Area, ink: &Bilevel, dpi: u16, ink_dpi: u16) -> RgbImage {
    let (columns, rows) = (
        coarser(ink.width, dpi, ink_dpi),
        coarser(ink.height, dpi, ink_dpi),
    );
    let mut sums = vec![[0_u32; 4]; (columns * rows) as usize];
    for (x, y) in (0..ink.height).flat_map(|y| (0..ink.width).map(move |x| (x, y))) {
        if ink.is_black(x, y) {
            let dot = page.get_pixel(area.left + x, area.top + y).0;
            let weight = 256 - u32::from(dot.into_iter().min().unwrap_or(255));
            let at = y * rows / ink.height * columns + x * columns / ink.width;
            let sum = &mut sums[at as usize];
            for (total, part) in sum.iter_mut().zip(dot) {
                *total += u32::from(part) * weight;
            }
            sum[3] += weight;
        }
    }
    let mut samples: Vec<Option<[u8; 3]>> = sums
        .iter()
        .map(|&[red, green, blue, weight]| {
            (weight > 0).then(|| [red, green, blue].map(|total| (total / weight) as u8))
        })
        .collect();
    spread(&mut samples, columns, rows);
    RgbImage::from_fn(columns, rows, |x, y| {
        image::Rgb(samples[(y * columns + x) as usize].unwrap_or([255; 3]))
    })
}

/// Gives samples without ink the colour of those around, so that no edge of white costs bytes.
fn spread(samples: &mut [Option<[u8; 3]>], columns: u32, rows: u32) {
    if samples.iter().all(Option::is_some) || columns * rows <= 1 {
        return;
    }
    let (half_columns, half_rows) = (columns.div_ceil(2), rows.div_ceil(2));
    let mut halved = Vec::with_capacity((half_columns * half_rows) as usize);
    for (x, y) in (0..half_rows).flat_map(|y| (0..half_columns).map(move |x| (x * 2, y * 2))) {
        let near = [(x, y), (x + 1, y), (x, y + 1), (x + 1, y + 1)];
        let known = near
            .into_iter()
            .filter(|&(x, y)| x < columns && y < rows)
            .filter_map(|(x, y)| samples[(y * columns + x) as usize]);
        let (mut sum, mut count) = ([0_u32; 3], 0);
        for sample in known {
            count += 1;
            for (total, part) in sum.iter_mut().zip(sample) {
                *total += u32::from(part);
            }
        }
        halved.push((count > 0).then(|| sum.map(|total| (total / count) as u8)));
    }
    spread(&mut halved, half_columns, half_rows);
    for (at, sample) in samples.iter_mut().enumerate() {
        let (x, y) = (at as u32 % columns, at as u32 / columns);
        *sample = sample.or(halved[(y / 2 * half_columns + x / 2) as usize]);
    }
}
