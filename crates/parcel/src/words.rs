//! 256 plain Ukrainian words, distinct in their first four letters: for fingerprints read over the telephone and for
//! passphrases drawn at enrolment.
//!
//! One word is exactly eight bits. The list is part of the format: a fingerprint read to a coordinator must sound
//! the same from every version, so words may never be exchanged (I14).

/// The words in order, one a line.
const LIST: &str = include_str!("../data/words.uk.txt");

/// How many words there are: a byte each.
pub const COUNT: usize = 256;

/// The word of one byte.
pub fn word(byte: u8) -> &'static str {
    LIST.lines()
        .nth(usize::from(byte))
        .expect("the list holds 256 words: the_list_holds_256_words")
}

/// The words of some bytes, in order.
pub fn words(bytes: &[u8]) -> Vec<&'static str> {
    bytes.iter().map(|&byte| word(byte)).collect()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_list_holds_256_words() {
        assert_eq!(LIST.lines().count(), COUNT);
        assert_eq!(word(255), LIST.lines().last().unwrap());
    }

    #[test]
    fn words_are_plain_and_differ_in_their_first_four_letters() {
        let plain = "\u{430}\u{431}\u{432}\u{433}\u{491}\u{434}\u{435}\u{454}\u{436}\u{437}\u{438}\u{456}\u{457}\u{439}\u{43a}\u{43b}\u{43c}\u{43d}\u{43e}\u{43f}\u{440}\u{441}\u{442}\u{443}\u{444}\u{445}\u{446}\u{447}\u{448}\u{449}\u{44c}\u{44e}\u{44f}";
        let mut beginnings = BTreeSet::new();
        for word in LIST.lines() {
            assert!(word.chars().all(|letter| plain.contains(letter)), "{word}");
            let beginning: String = word.chars().take(4).collect();
            assert_eq!(beginning.chars().count(), 4, "{word}");
            assert!(beginnings.insert(beginning), "{word}");
        }
    }
}
