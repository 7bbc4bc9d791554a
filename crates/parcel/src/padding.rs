//! Sizes that tell nothing: every ciphertext has exactly one of a few lengths.
//!
//! Padding is one zstd skippable frame of zeros behind the data frame (RFC 8878 3.1.2), which stock `zstd` and `tar`
//! pass over. The opener checks it, so it carries no message.

use crate::Kind;

const KIB: u64 = 1024;

/// The largest piece a pages part is cut into.
pub const PIECE_BYTES: usize = 4 * 1024 * 1024;

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

/// The lengths a ciphertext of `kind` may have, ascending: 8 to 64 KiB for a summary; four steps an octave from
/// 64 KiB for everything else.
pub(crate) fn classes(kind: Kind) -> impl Iterator<Item = u64> {
    let (first, last, steps) = match kind {
        Kind::Summary => (8 * KIB, 64 * KIB, 1),
        Kind::Pages | Kind::Emergency => (64 * KIB, LARGEST_PAGES, 4),
    };
    (0_u64..)
        .map(move |at| (first << (at / steps)) / steps * (steps + at % steps))
        .take_while(move |&class| class <= last)
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

/// Appends the skippable frame that brings `data` to `length` bytes.
pub(crate) fn pad(data: &mut Vec<u8>, length: usize) {
    let zeros = length - data.len() - FRAME_HEADER;
    let spelt = u32::try_from(zeros).expect("the largest class fits the frame's length field");
    data.extend_from_slice(&MAGIC);
    data.extend_from_slice(&spelt.to_le_bytes());
    data.resize(length, 0);
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
            kib(Kind::Pages, 9),
            [64, 80, 96, 112, 128, 160, 192, 224, 256]
        );
        assert_eq!(classes(Kind::Pages).last().unwrap(), LARGEST_PAGES);
    }

    proptest! {
        #[test]
        fn padded_data_comes_back(data in prop::collection::vec(any::<u8>(), 0..2000), extra in 0_usize..3000) {
            let frame = zstd::encode_all(data.as_slice(), 3).unwrap();
            let mut content = frame.clone();
            pad(&mut content, frame.len() + FRAME_HEADER + extra);
            prop_assert_eq!(unpad(&content).unwrap(), frame.as_slice());
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
