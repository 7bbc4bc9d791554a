//! Words in every spelling in which a program may leave them: UTF-8, UTF-16 of both orders, JSON escapes, and base64 at any
//! offset; as given, in capitals and in small letters. All are looked for at once.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use std::collections::BTreeSet;

/// A word that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// Which of the words, from 0.
    pub word: usize,
    /// Its spelling.
    pub spelling: &'static str,
    /// Bytes from the beginning.
    pub at: usize,
}

/// Every spelling of some words, by its first two bytes: bytes are read once, whatever the count of words.
#[derive(Clone, Debug)]
pub struct Spellings {
    needles: Vec<Needle>,
    by_start: Vec<Vec<usize>>,
}

#[derive(Clone, Debug)]
struct Needle {
    word: usize,
    spelling: &'static str,
    bytes: Vec<u8>,
}

impl Spellings {
    /// Prepares the search for `words`. One of a single byte is never found.
    #[must_use]
    pub fn of<W: AsRef<str>>(words: &[W]) -> Self {
        let mut all = Self {
            needles: Vec::new(),
            by_start: vec![Vec::new(); 1 << 16],
        };
        for (word, text) in words.iter().enumerate() {
            let text = text.as_ref();
            let cases: BTreeSet<String> =
                [text.to_owned(), text.to_uppercase(), text.to_lowercase()].into();
            for (spelling, bytes) in cases.iter().flat_map(|case| spellings(case)) {
                if let Some(start) = start_of(&bytes) {
                    all.by_start[start].push(all.needles.len());
                    all.needles.push(Needle {
                        word,
                        spelling,
                        bytes,
                    });
                }
            }
        }
        all
    }

    /// Every word in `bytes`.
    pub fn find(&self, bytes: &[u8]) -> impl Iterator<Item = Found> {
        (0..bytes.len()).flat_map(move |at| {
            let rest = &bytes[at..];
            let candidates = start_of(rest).map_or(&[][..], |start| &self.by_start[start]);
            let needles = candidates.iter().map(|&index| &self.needles[index]);
            needles
                .filter(move |needle| rest.starts_with(&needle.bytes))
                .map(move |needle| Found {
                    word: needle.word,
                    spelling: needle.spelling,
                    at,
                })
        })
    }
}

/// The first two bytes as one number.
fn start_of(bytes: &[u8]) -> Option<usize> {
    let [first, second] = *bytes.first_chunk()?;
    Some(usize::from(first) << 8 | usize::from(second))
}

/// A word in every spelling that is looked for.
fn spellings(word: &str) -> Vec<(&'static str, Vec<u8>)> {
    let utf16: Vec<u16> = word.encode_utf16().collect();
    let mut all = vec![
        ("UTF-8", word.as_bytes().to_vec()),
        (
            "UTF-16LE",
            utf16.iter().flat_map(|unit| unit.to_le_bytes()).collect(),
        ),
        (
            "UTF-16BE",
            utf16.iter().flat_map(|unit| unit.to_be_bytes()).collect(),
        ),
        (
            "JSON escapes",
            utf16
                .iter()
                .flat_map(|unit| format!("\\u{unit:04x}").into_bytes())
                .collect(),
        ),
    ];
    for shift in 0..3 {
        // The letters of base64 that depend on the word alone, whatever stands before and after it.
        let padded = [vec![0; shift], word.as_bytes().to_vec()].concat();
        let text = STANDARD_NO_PAD.encode(&padded);
        let (first, last) = ((shift * 8).div_ceil(6), padded.len() * 8 / 6);
        if let Some(sure) = text.get(first..last).filter(|sure| !sure.is_empty()) {
            all.push(("base64", sure.as_bytes().to_vec()));
        }
    }
    all
}
