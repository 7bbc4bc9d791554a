//! One slip of the finger: a letter too many, left out, exchanged for another, or two letters in each other's place.

/// How a name agrees with letters in which one slip is forgiven.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Agreement {
    /// The whole name.
    Whole,
    /// Its beginning.
    Beginning,
}

/// Whether `name` or its beginning is `typed` with at most one slip.
pub(super) fn agreement(name: &[u8], typed: &[u8]) -> Option<Agreement> {
    let same = name.iter().zip(typed).take_while(|(a, b)| a == b).count();
    let (name, typed) = (name.get(same..)?, typed.get(same..)?);
    let mut best = None;
    let mut compare = |name: Option<&[u8]>, typed: Option<&[u8]>| {
        if let (Some(name), Some(typed)) = (name, typed)
            && name.starts_with(typed)
        {
            let whole = name.len() == typed.len();
            if whole {
                best = Some(Agreement::Whole);
            } else if best.is_none() {
                best = Some(Agreement::Beginning);
            }
        }
    };
    compare(Some(name), Some(typed));
    compare(Some(name), typed.get(1..));
    compare(name.get(1..), Some(typed));
    compare(name.get(1..), typed.get(1..));
    if let ([a, b, ..], [c, d, ..]) = (name, typed)
        && (a, b) == (d, c)
    {
        compare(name.get(2..), typed.get(2..));
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_single_slip_is_forgiven_and_no_second() {
        for (typed, found) in [
            (&b"rivne"[..], Some(Agreement::Whole)),
            (b"rine", Some(Agreement::Whole)),
            (b"ivne", Some(Agreement::Whole)),
            (b"rivvne", Some(Agreement::Whole)),
            (b"ryvne", Some(Agreement::Whole)),
            (b"rvine", Some(Agreement::Whole)),
            (b"rivn", Some(Agreement::Whole)),
            (b"rivney", Some(Agreement::Whole)),
            (b"rvi", Some(Agreement::Beginning)),
            (b"ryv", Some(Agreement::Beginning)),
            (b"ryvna", None),
            (b"rvien", None),
        ] {
            assert_eq!(agreement(b"rivne", typed), found, "{typed:?}");
        }
    }
}
