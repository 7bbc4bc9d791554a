//! Sizes that tell nothing: every ciphertext has exactly one of a few lengths, and every piece one of nine.
//!
//! Padding is one zstd skippable frame of zeros behind the data frame (RFC 8878 3.1.2), which stock `zstd` and `tar`
//! pass over. The opener checks it, so it carries no message.
//!
//! A pages part is cut into pieces of 256 KiB and one last shorter one. A part of one piece would tell its number of
//! pages by its size, and with it the service; pieces that nothing joins tell neither (`cargo xtask bench S2`).

use crate::Kind;

const KIB: u64 = 1024;

/// The pieces a pages part is cut into; only the last is shorter.
pub const PIECE_BYTES: usize = 256 * 1024;

/// The largest ciphertext of a whole pages part.
const LARGEST_PAGES: u64 = 256 * KIB * KIB;

/// age encrypts chunks of 64 KiB and adds a tag of 16 bytes to each (age v1, payload).
const CHUNK: u64 = 64 * KIB;
const TAG: u64 = 16;

/// A skippable frame begins with this magic number and its length, both little-endian.
const MAGIC: [u8; 4] = 0x184D_2A50_u32.to_le_bytes();
const FRAME_HEADER: usize = 8;

/// What is wrong with the padding of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PaddingFault {
    /// There is no data frame with exactly one skippable frame behind it.
    Missing,
    /// The skippable frame holds something.
    NotZero,
}

/// The lengths a ciphertext of `kind` may have, ascending.
pub(crate) fn classes(kind: Kind) -> impl Iterator<Item = u64> {
    let last = match kind {
        Kind::Summary => 64 * KIB,
        Kind::Pages | Kind::Emergency => LARGEST_PAGES,
    };
    (0..)
        .map(move |at| class(kind, at))
        .take_while(move |&class| class <= last)
}

/// The `at`-th of them: 8 to 64 KiB doubling for a summary, four steps an octave from 64 KiB for an emergency parcel;
/// for pages whole pieces and a last one, which has the steps from 64 KiB to a whole piece.
fn class(kind: Kind, at: u64) -> u64 {
    const LAST_PIECES: u64 = 9;
    let quarters = |at: u64| ((64 * KIB) << (at / 4)) / 4 * (4 + at % 4);
    match kind {
        Kind::Summary => (8 * KIB) << at,
        Kind::Emergency => quarters(at),
        Kind::Pages => at / LAST_PIECES * PIECE_BYTES as u64 + quarters(at % LAST_PIECES),
    }
}

/// The length of content (data and padding) that makes the smallest fitting class, for data of `data` bytes behind
/// an age header of `header` bytes. `None` when even the largest class is too small.
pub(crate) fn content_length(kind: Kind, data: usize, header: usize) -> Option<usize> {
    let least = (data + FRAME_HEADER) as u64;
    classes(kind)
        .filter_map(|class| content_of(class, header as u64))
        .find(|&content| content >= least)
        .and_then(|content| usize::try_from(content).ok())
}

/// How much content an age file of exactly `file` bytes holds, if there is such a file.
fn content_of(file: u64, header: u64) -> Option<u64> {
    let body = file.checked_sub(header)?;
    let chunks = body.div_ceil(CHUNK + TAG);
    let last = body.checked_sub(chunks.checked_sub(1)? * (CHUNK + TAG))?;
    // A last chunk holds at least one byte unless it is the only one.
    if last <= TAG {
        None
    } else {
        Some(body - chunks * TAG)
    }
}

/// The skippable frame that brings `data` bytes to `length`.
pub(crate) fn frame(data: usize, length: usize) -> Vec<u8> {
    let zeros = length - data - FRAME_HEADER;
    let spelt = u32::try_from(zeros).expect("the largest class fits the frame's length field");
    let mut frame = [MAGIC, spelt.to_le_bytes()].concat();
    frame.resize(FRAME_HEADER + zeros, 0);
    frame
}

/// The data frame of a padded content.
pub(crate) fn unpad(content: &[u8]) -> Result<&[u8], PaddingFault> {
    let length = zstd::zstd_safe::find_frame_compressed_size(content)
        .map_err(|_why| PaddingFault::Missing)?;
    let (data, frame) = content
        .split_at_checked(length)
        .ok_or(PaddingFault::Missing)?;
    let zeros = frame.strip_prefix(&MAGIC).ok_or(PaddingFault::Missing)?;
    let (spelt, zeros) = zeros
        .split_first_chunk::<4>()
        .ok_or(PaddingFault::Missing)?;
    if u32::from_le_bytes(*spelt) as usize != zeros.len() {
        return Err(PaddingFault::Missing);
    }
    if zeros.iter().any(|&byte| byte != 0) {
        Err(PaddingFault::NotZero)
    } else {
        Ok(data)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_classes_are_those_of_the_format() {
        let kib = |kind, count| {
            classes(kind)
                .map(|class| class / KIB)
                .take(count)
                .collect::<Vec<_>>()
        };
        assert_eq!(kib(Kind::Summary, 9), [8, 16, 32, 64]);
        assert_eq!(
            kib(Kind::Pages, 11),
            [64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 336]
        );
        assert_eq!(
            kib(Kind::Emergency, 11),
            [64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384]
        );
        for kind in [Kind::Pages, Kind::Emergency] {
            assert_eq!(classes(kind).last().unwrap(), LARGEST_PAGES);
        }
    }

    proptest! {
        #[test]
        fn padded_data_comes_back(data in prop::collection::vec(any::<u8>(), 0..2000), extra in 0_usize..3000) {
            let data = zstd::encode_all(data.as_slice(), 3).unwrap();
            let padding = frame(data.len(), data.len() + FRAME_HEADER + extra);
            let mut content = [data.as_slice(), &padding].concat();
            prop_assert_eq!(unpad(&content).unwrap(), data.as_slice());
            if extra > 0 {
                *content.last_mut().unwrap() = 1;
                prop_assert_eq!(unpad(&content), Err(PaddingFault::NotZero));
                content.pop();
                prop_assert_eq!(unpad(&content), Err(PaddingFault::Missing));
            }
        }

        #[test]
        fn any_bytes_are_refused_without_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            prop_assert!(unpad(&bytes).is_err());
        }
    }
}
