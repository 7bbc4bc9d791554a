//! Reproducible damage to bytes and records, for tests and measurements.

use imaging::CleanPage;

/// Reproducible damage: some bytes changed, some cut out, or the end lost.
pub(crate) fn damaged(whole: &[u8], seed: u64) -> Vec<u8> {
    let mut draw = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut next = |below: usize| {
        draw ^= draw << 13;
        draw ^= draw >> 7;
        draw ^= draw << 17;
        (draw >> 16) as usize % below.max(1)
    };
    let mut bytes = whole.to_vec();
    match seed % 4 {
        0 => bytes.truncate(next(whole.len())),
        1 => {
            let from = next(whole.len() - 1);
            bytes.drain(from..(from + 1 + next(64)).min(whole.len()));
        }
        2 => (0..1 + next(4)).for_each(|_| bytes[next(whole.len())] ^= 1 << next(8)),
        _ => {
            let head = whole.len().min(300);
            (0..1 + next(3)).for_each(|_| bytes[next(head)] = next(256) as u8);
        }
    }
    bytes
}

/// The layers of a page, one number of one of them changed.
pub(crate) fn misplaced(whole: &CleanPage, seed: u64) -> CleanPage {
    let mut page = whole.clone();
    let count = page.record.layers.len();
    let layer = &mut page.record.layers[seed as usize % count];
    let number = match seed / 3 % 7 {
        at @ 0..4 => &mut layer.area_px[at as usize],
        4 => &mut layer.columns,
        5 => &mut layer.rows,
        _ => &mut layer.length,
    };
    *number = number.wrapping_add([1, u32::MAX, 1 << 31, 4000][seed as usize % 4]);
    page
}
