//! A box of whole dots on a page.
//! Never empty, never beyond the page it was made for.

/// Left and top, and one beyond right and bottom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Area {
    pub(crate) left: u32,
    pub(crate) top: u32,
    pub(crate) right: u32,
    pub(crate) bottom: u32,
}

impl Area {
    pub(crate) fn width(self) -> u32 {
        self.right - self.left
    }

    pub(crate) fn height(self) -> u32 {
        self.bottom - self.top
    }

    pub(crate) fn edges(self) -> [u32; 4] {
        [self.left, self.top, self.right, self.bottom]
    }

    pub(crate) fn dots(self) -> u64 {
        u64::from(self.width()) * u64::from(self.height())
    }

    fn meets(self, other: Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    pub(crate) fn around(self, other: Self) -> Self {
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }
}

/// Areas that meet become one, until none meet and there are at most `most`.
pub(crate) fn apart(mut areas: Vec<Area>, most: usize) -> Vec<Area> {
    let mut apart: Vec<Area> = Vec::new();
    while let Some(area) = areas.pop() {
        match apart.iter().position(|known| known.meets(area)) {
            Some(at) => areas.push(apart.swap_remove(at).around(area)),
            None => apart.push(area),
        }
    }
    if apart.len() > most {
        apart = apart.into_iter().reduce(Area::around).into_iter().collect();
    }
    apart.sort_by_key(|area| (area.top, area.left));
    apart
}

#[cfg(test)]
mod tests {
    use super::*;

    fn area([left, top, right, bottom]: [u32; 4]) -> Area {
        Area {
            left,
            top,
            right,
            bottom,
        }
    }

    #[test]
    fn areas_that_meet_only_through_a_third_become_one() {
        let areas = [[0, 0, 4, 4], [6, 0, 9, 4], [3, 3, 7, 5], [20, 0, 21, 1]].map(area);
        let left = apart(areas.to_vec(), 8);
        assert_eq!(left, [area([0, 0, 9, 5]), area([20, 0, 21, 1])]);
        assert_eq!(apart(left, 1), [area([0, 0, 21, 5])]);
    }
}
