//! The colour of stamps: what it was, and what was kept of it; for tests and measurements.

use devices::sim::papers::{Specimen, Stamped};
use imaging::Page;

/// Where a colour stands on the wheel: red 0, green 120, blue 240.
pub(crate) fn hue_deg([red, green, blue]: [u8; 3]) -> f32 {
    let [red, green, blue] = [red, green, blue].map(f32::from);
    let across = 3.0_f32.sqrt() * (green - blue);
    across
        .atan2(2.0 * red - green - blue)
        .to_degrees()
        .rem_euclid(360.0)
}

/// By how many degrees of the wheel the worst stamp of a paper was missed; infinitely where hardly a dot of it is left, and
/// nothing for a paper without stamps. The sheet fills the page, which may be taken for a larger sheet of the same shape.
pub(crate) fn missed_by_deg(specimen: &Specimen, open: &Page) -> Option<f32> {
    let missed = specimen.stamps.iter().map(|stamp| {
        ink_of(stamp, specimen.size_mm[0], open).map_or(f32::INFINITY, |ink| {
            let apart = (hue_deg(stamp.ink) - hue_deg(ink)).abs();
            apart.min(360.0 - apart)
        })
    });
    missed.reduce(f32::max)
}

/// The mean colour of what is neither paper nor black text in the circle of a stamp.
fn ink_of(stamp: &Stamped, width_mm: f32, open: &Page) -> Option<[u8; 3]> {
    let [x, y] = stamp.at_mm;
    let mm = |px: u32| px as f32 * width_mm / open.width_px() as f32;
    let (mut sum, mut inked) = ([0_u32; 3], 0_u32);
    for (at, dot) in (0..).zip(open.rgb().chunks_exact(3)) {
        let (dx, dy) = (mm(at % open.width_px()) - x, mm(at / open.width_px()) - y);
        let is_ink = dot.iter().max() > Some(&30) && dot.iter().min() < Some(&200);
        if dx.hypot(dy) < stamp.radius_mm && is_ink {
            inked += 1;
            for (total, part) in sum.iter_mut().zip(dot) {
                *total += u32::from(*part);
            }
        }
    }
    (inked > 1000).then(|| sum.map(|total| (total / inked) as u8))
}
