//! Spots: dots of black that touch one another, also across a corner.
//! Never walks from dot to dot, so that a wholly black page costs no more than a white one (I9).

use crate::binarise::Bilevel;

/// One spot: the smallest box around it, its dots, and how many times a row of it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Spot {
    pub(crate) left: u32,
    pub(crate) top: u32,
    /// One beyond the last column.
    pub(crate) right: u32,
    /// One beyond the last row.
    pub(crate) bottom: u32,
    pub(crate) dots: u32,
    pub(crate) runs: u32,
}

impl Spot {
    /// The longer side of the box.
    pub(crate) fn reach(&self) -> u32 {
        (self.right - self.left).max(self.bottom - self.top)
    }

    fn join(&mut self, other: &Self) {
        self.left = self.left.min(other.left);
        self.top = self.top.min(other.top);
        self.right = self.right.max(other.right);
        self.bottom = self.bottom.max(other.bottom);
        self.dots += other.dots;
        self.runs += other.runs;
    }
}

/// Black dots beside one another in a row, and a run of the same spot that was found earlier (itself for the first).
struct Run {
    row: u32,
    from: u32,
    to: u32,
    earlier: u32,
}

/// The spots of a page and the runs they are made of.
pub(crate) struct Spots {
    runs: Vec<Run>,
    /// By the number of the first run; empty for the others.
    found: Vec<Option<Spot>>,
}

impl Spots {
    pub(crate) fn of(page: &Bilevel) -> Self {
        let mut runs: Vec<Run> = Vec::new();
        let mut above = 0..0;
        for (row, dots) in (0..).zip(page.black.chunks_exact(page.width as usize)) {
            let begins = runs.len();
            let mut near = above.start;
            for (from, to) in runs_of(dots) {
                let at = runs.len();
                runs.push(Run {
                    row,
                    from,
                    to,
                    earlier: at as u32,
                });
                while near < above.end && runs[near].to < from {
                    near += 1;
                }
                let mut touching = near;
                while touching < above.end && runs[touching].from <= to {
                    unite(&mut runs, touching, at);
                    touching += 1;
                }
            }
            above = begins..runs.len();
        }
        let mut found: Vec<Option<Spot>> = vec![None; runs.len()];
        for at in 0..runs.len() {
            let first = first_of(&mut runs, at);
            let run = &runs[at];
            let spot = Spot {
                left: run.from,
                top: run.row,
                right: run.to,
                bottom: run.row + 1,
                dots: run.to - run.from,
                runs: 1,
            };
            match &mut found[first] {
                Some(whole) => whole.join(&spot),
                none => *none = Some(spot),
            }
        }
        Self { runs, found }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Spot> {
        self.found.iter().flatten()
    }

    /// Whitens the spots of `page` that have a dot in common with `other`.
    pub(crate) fn drop_touching(mut self, other: &Bilevel, page: &mut Bilevel) {
        let width = page.width as usize;
        let mut touches = vec![false; self.runs.len()];
        for at in 0..self.runs.len() {
            let run = &self.runs[at];
            let start = run.row as usize * width;
            if other.black[start + run.from as usize..start + run.to as usize].contains(&true) {
                let first = first_of(&mut self.runs, at);
                touches[first] = true;
            }
        }
        self.fill(page, false, &touches);
    }

    fn fill(&mut self, page: &mut Bilevel, black: bool, wanted: &[bool]) {
        let width = page.width as usize;
        for at in 0..self.runs.len() {
            if wanted[first_of(&mut self.runs, at)] {
                let run = &self.runs[at];
                let start = run.row as usize * width;
                page.black[start + run.from as usize..start + run.to as usize].fill(black);
            }
        }
    }

    /// Paints the spots that are asked for `black` or white, and says how many.
    pub(crate) fn paint(
        mut self,
        page: &mut Bilevel,
        black: bool,
        mut wanted: impl FnMut(&Spot) -> bool,
    ) -> u32 {
        let wanted: Vec<bool> = self
            .found
            .iter()
            .map(|spot| spot.as_ref().is_some_and(&mut wanted))
            .collect();
        self.fill(page, black, &wanted);
        wanted.iter().filter(|&&wanted| wanted).count() as u32
    }
}

/// First and one beyond the last column of each run of black.
fn runs_of(dots: &[bool]) -> impl Iterator<Item = (u32, u32)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let from = at + dots[at..].iter().position(|&black| black)?;
        at = from
            + dots[from..]
                .iter()
                .position(|&black| !black)
                .unwrap_or(dots.len() - from);
        Some((from as u32, at as u32))
    })
}

fn first_of(runs: &mut [Run], mut at: usize) -> usize {
    while runs[at].earlier as usize != at {
        let earlier = runs[at].earlier as usize;
        runs[at].earlier = runs[earlier].earlier;
        at = earlier;
    }
    at
}

fn unite(runs: &mut [Run], one: usize, other: usize) {
    let (one, other) = (first_of(runs, one), first_of(runs, other));
    runs[one.max(other)].earlier = one.min(other) as u32;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(rows: &[&str]) -> Bilevel {
        Bilevel {
            width: rows[0].len() as u32,
            height: rows.len() as u32,
            black: rows
                .iter()
                .flat_map(|row| row.bytes().map(|dot| dot == b'#'))
                .collect(),
        }
    }

    #[test]
    fn dots_that_touch_at_a_corner_or_late_are_one_spot() {
        let page = drawn(&["#..#.#", ".#.#.#", "..#..#", "#....#", "..####"]);
        let mut spots: Vec<_> = Spots::of(&page)
            .iter()
            .map(|spot| (spot.dots, spot.runs))
            .collect();
        spots.sort_unstable();
        assert_eq!(spots, [(1, 1), (5, 5), (8, 5)]);
    }

    #[test]
    fn only_what_is_asked_for_is_painted() {
        let mut page = drawn(&["#..##", "...##", "#...."]);
        let gone = Spots::of(&page).paint(&mut page, false, |spot| spot.dots < 3);
        assert_eq!(gone, 2);
        assert!(page.black == drawn(&["...##", "...##", "....."]).black);
    }
}
