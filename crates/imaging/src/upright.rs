//! Which way up a page lies: letters beside letters say which way they run, the dots over letters say where above is.
//! Never turns what it doubts: a page without plain lines and enough dots stays as it lies.

use image::{GrayImage, imageops};

use crate::binarise::{threshold, window_px};
use crate::geometry::Quarter;
use crate::spots::{Spot, Spots};

/// Sides of letters and signs that say anything, in millimetres.
const LETTER_MM: std::ops::Range<f32> = 0.9..7.0;

/// The smallest dot of a letter, in millimetres.
const LEAST_DOT_MM: f32 = 0.15;

/// The largest dot, and how far it may hang over its letter and beside it, as parts of a usual letter.
const DOT: f32 = 0.5;
const GAP: f32 = 0.45;
const BESIDE: f32 = 0.25;

/// So many dots must agree, and be so many times those that do not.
const FEWEST: usize = 5;
const FEWEST_IN_PART: usize = 15;
const MARGIN: usize = 3;

/// How near the next letter of a line stands, as a part of a usual letter, and how many must have one.
const NEXT: f32 = 0.4;
const FEWEST_PAIRS: usize = 20;

/// More letters than this add time, not certainty.
const MOST: usize = 5000;

/// How a page must be turned to stand upright; nothing where it does, or where that is not plain.
pub(crate) fn turn(grey: &GrayImage, dpi: u16) -> Option<Quarter> {
    let (width, height) = grey.dimensions();
    // A third of a full page says it; of the others all is looked at.
    let middle = imageops::crop_imm(grey, 0, height / 3, width, height / 3).to_image();
    let lies = lying(&middle, dpi, FEWEST_IN_PART).or_else(|| lying(grey, dpi, FEWEST));
    lies.and_then(|lying| lying.turn)
}

/// What plainly is to be done with a page.
struct Lying {
    turn: Option<Quarter>,
}

fn lying(grey: &GrayImage, dpi: u16, fewest: usize) -> Option<Lying> {
    let text = threshold(grey, window_px(dpi));
    let mut print = Print::of(&Spots::of(&text), dpi)?;
    let is_across = print.runs_across()?;
    if !is_across {
        print.turn_right(text.height);
    }
    let (above, below) = print.votes();
    let agreed = |one: usize, other: usize| one >= fewest && one >= MARGIN * other;
    let turn = match (agreed(above, below), agreed(below, above)) {
        (true, _) if is_across => None,
        (true, _) => Some(Quarter::Right),
        (_, true) if is_across => Some(Quarter::Over),
        (_, true) => Some(Quarter::Left),
        (false, false) => return None,
    };
    Some(Lying { turn })
}

/// Where a spot lies.
#[derive(Clone, Copy)]
struct Box {
    left: f32,
    top: f32,
    right: f32,
    bottom: f32,
}

impl Box {
    fn of(spot: &Spot) -> Self {
        let [left, top, right, bottom] =
            [spot.left, spot.top, spot.right, spot.bottom].map(|edge| edge as f32);
        Self {
            left,
            top,
            right,
            bottom,
        }
    }

    /// On a page of this height, turned to the right.
    fn turned_right(self, height: f32) -> Self {
        Self {
            left: height - self.bottom,
            top: self.left,
            right: height - self.top,
            bottom: self.right,
        }
    }

    fn reach(&self) -> f32 {
        (self.right - self.left).max(self.bottom - self.top)
    }
}

/// The letters of a page and the small spots that may be their dots.
struct Print {
    letters: Vec<Box>,
    dots: Vec<Box>,
    /// The larger side of a usual letter.
    usual: f32,
}

impl Print {
    fn of(spots: &Spots, dpi: u16) -> Option<Self> {
        let mm = f32::from(dpi) / 25.4;
        let (mut letters, mut dots) = (Vec::new(), Vec::new());
        for one in spots.iter().map(Box::of) {
            if LETTER_MM.contains(&(one.reach() / mm)) {
                letters.push(one);
            } else if (LEAST_DOT_MM..LETTER_MM.start).contains(&(one.reach() / mm)) {
                dots.push(one);
            }
        }
        letters.truncate(MOST);
        let mut reaches: Vec<f32> = letters.iter().map(Box::reach).collect();
        reaches.sort_unstable_by(f32::total_cmp);
        let usual = *reaches.get(reaches.len() / 2)?;
        dots.retain(|dot| dot.reach() < DOT * usual);
        dots.truncate(MOST);
        Some(Self {
            letters,
            dots,
            usual,
        })
    }

    fn turn_right(&mut self, height: u32) {
        for one in self.letters.iter_mut().chain(&mut self.dots) {
            *one = one.turned_right(height as f32);
        }
    }

    /// Whether letters follow one another across or down the page: in a line they stand nearer than the lines do.
    fn runs_across(&self) -> Option<bool> {
        let near = -1.0..NEXT * self.usual;
        let (mut across, mut down) = (0, 0);
        for one in &self.letters {
            let (middle_x, middle_y) = ((one.left + one.right) / 2.0, (one.top + one.bottom) / 2.0);
            let (mut right, mut below) = (false, false);
            for other in &self.letters {
                right |= near.contains(&(other.left - one.right))
                    && (other.top..other.bottom).contains(&middle_y);
                below |= near.contains(&(other.top - one.bottom))
                    && (other.left..other.right).contains(&middle_x);
            }
            across += usize::from(right);
            down += usize::from(below);
        }
        let plain = |one: usize, other: usize| one >= FEWEST_PAIRS && one >= 2 * other;
        (plain(across, down) || plain(down, across)).then_some(across > down)
    }

    /// How many dots hang over a letter and under none, and how many the other way round.
    fn votes(&self) -> (usize, usize) {
        let near = -1.0..GAP * self.usual;
        let beside = BESIDE * self.usual;
        let (mut above, mut below) = (0, 0);
        for dot in &self.dots {
            let middle = (dot.left + dot.right) / 2.0;
            let (mut hangs, mut lies) = (false, false);
            for letter in &self.letters {
                if (letter.left - beside..letter.right + beside).contains(&middle) {
                    hangs |= near.contains(&(letter.top - dot.bottom));
                    lies |= near.contains(&(dot.top - letter.bottom));
                }
            }
            above += usize::from(hangs && !lies);
            below += usize::from(lies && !hangs);
        }
        (above, below)
    }
}
