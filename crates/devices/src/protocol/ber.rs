//! Tag, length, value: how cards and certificates write things down (ISO 7816-4 annex E, X.690).
//!
//! Must never read past what is there: a length that promises more than the bytes hold is the end of the reading.

/// One object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tlv<'a> {
    pub(crate) tag: u32,
    pub(crate) value: &'a [u8],
    /// Tag, length and value.
    pub(crate) whole: &'a [u8],
}

/// Writes an object; tags have up to four bytes, lengths up to 65535.
pub(crate) fn tlv(tag: u32, value: &[u8]) -> Vec<u8> {
    let mut out: Vec<u8> = tag
        .to_be_bytes()
        .into_iter()
        .skip_while(|byte| *byte == 0)
        .collect();
    match u16::try_from(value.len()).unwrap_or(u16::MAX).to_be_bytes() {
        [0, short] if short < 0x80 => out.push(short),
        [0, length] => out.extend([0x81, length]),
        [high, low] => out.extend([0x82, high, low]),
    }
    out.extend_from_slice(value);
    out
}

/// The first object and what follows it.
pub(crate) fn next(bytes: &[u8]) -> Option<(Tlv<'_>, &[u8])> {
    let (first, mut rest) = bytes.split_first()?;
    let mut tag = u32::from(*first);
    if first & 0x1f == 0x1f {
        loop {
            let (byte, tail) = rest.split_first()?;
            tag = tag.checked_mul(256)? | u32::from(*byte);
            rest = tail;
            if byte & 0x80 == 0 {
                break;
            }
        }
    }
    let (first, mut rest) = rest.split_first()?;
    let mut length = usize::from(*first);
    if let Some(count) = first.checked_sub(0x80).map(usize::from) {
        let (digits, tail) = (1..=3)
            .contains(&count)
            .then(|| rest.split_at_checked(count))??;
        length = digits
            .iter()
            .fold(0, |sum, digit| sum << 8 | usize::from(*digit));
        rest = tail;
    }
    let (value, rest) = rest.split_at_checked(length)?;
    let whole = bytes.get(..bytes.len() - rest.len())?;
    Some((Tlv { tag, value, whole }, rest))
}

/// All objects in a row; ends before the first that is not whole.
pub(crate) fn all(bytes: &[u8]) -> impl Iterator<Item = Tlv<'_>> {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        let (found, tail) = next(rest)?;
        rest = tail;
        Some(found)
    })
}

/// The value of the first object with this tag in a row.
pub(crate) fn find(bytes: &[u8], tag: u32) -> Option<&[u8]> {
    all(bytes)
        .find(|found| found.tag == tag)
        .map(|found| found.value)
}

/// Goes down from object to object by their tags.
pub(crate) fn down<'a>(bytes: &'a [u8], path: &[u32]) -> Option<&'a [u8]> {
    path.iter().try_fold(bytes, |inner, tag| find(inner, *tag))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_length_that_promises_four_gigabytes_ends_the_reading() {
        assert_eq!(next(&[0x61, 0x84, 0xff, 0xff, 0xff, 0xff, 0]), None);
        assert_eq!(next(&[0x61, 0x82, 0xff, 0xff, 0]), None);
        assert_eq!(next(&[0x61, 0x80, 0, 0]), None);
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(tag in prop_oneof![Just(0x30_u32), Just(0x7f49), Just(0x5f1f)], value in proptest::collection::vec(any::<u8>(), 0..700)) {
            let bytes = tlv(tag, &value);
            let (found, rest) = next(&bytes).ok_or(TestCaseError::fail("unreadable"))?;
            prop_assert_eq!((found.tag, found.value, found.whole, rest), (tag, &value[..], &bytes[..], &[][..]));
        }

        #[test]
        fn hostile_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            prop_assert!(all(&bytes).map(|found| found.whole.len()).sum::<usize>() <= bytes.len());
        }
    }
}
