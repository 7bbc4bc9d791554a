//! What looks personal, or like a key, in bytes that should be ciphertext: text, names, numbers, pictures, private keys.
//!
//! A rule must hold still on random bytes: each asks for so much that ciphertext of a whole disk does not show it by
//! chance. It gives kinds and places, never what stood there.

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::general_purpose::{GeneralPurpose, NO_PAD};
use office::identity::{iban, unzr};
use office::residue::LeakKind;
use std::collections::BTreeSet;

/// Letters of one word, one after the other, that are no accident.
const LETTERS: usize = 5;
/// Letters of base64 that may hide a name.
const HIDING: usize = 24;
/// Letters of a line of a document's machine readable zone.
const ZONE: usize = 30;

/// What is looked for in a stretch of bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// Everything: nothing but ciphertext should be here.
    Everything,
    /// Numbers of people and private keys: texts about the office may be here.
    NotText,
    /// Whole names, numbers and keys: other programs' texts and pictures may be here.
    Persons,
}

/// Texts about the office that may lie in the clear: words and runs of digits of its own files.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known(BTreeSet<String>);

impl Known {
    /// Learns the words and numbers of a file about the office.
    pub(crate) fn learn(&mut self, text: &str) {
        let words = text.split(|c: char| !is_letter(c)).filter(|w| w.len() > 1);
        self.0.extend(words.map(str::to_owned));
        let digits = text.split(|c: char| !c.is_ascii_digit());
        self.0
            .extend(digits.filter(|run| run.len() > 8).map(str::to_owned));
    }

    fn has(&self, word: &str) -> bool {
        self.0.contains(word)
    }
}

/// Every trace in `bytes`: its kind and where it begins.
pub(crate) fn traces(bytes: &[u8], wanted: Wanted, known: &Known) -> Vec<(LeakKind, usize)> {
    let mut found = Vec::new();
    if wanted != Wanted::NotText {
        for text in texts(bytes) {
            found.extend(kind_of_text(&text.letters, wanted, known).map(|kind| (kind, text.at)));
        }
        for (at, hidden) in hidden_texts(bytes) {
            found.extend(kind_of_text(&hidden, wanted, known).map(|kind| (kind, at)));
        }
    }
    numbers(bytes, known, &mut found);
    zones(bytes, &mut found);
    for key in [
        &b"AGE-SECRET-KEY-1"[..],
        b"-----BEGIN OPENSSH PRIVATE KEY-----",
    ] {
        found.extend(positions(bytes, key).map(|at| (LeakKind::PrivateKey, at)));
    }
    if wanted == Wanted::Everything {
        found.extend(pictures(bytes).map(|at| (LeakKind::Picture, at)));
    }
    found
}

/// Where pictures and PDF begin.
pub(crate) fn pictures(bytes: &[u8]) -> impl Iterator<Item = usize> {
    let jpeg = |at: &usize| {
        let mark = bytes.get(*at + 6..*at + 10);
        mark == Some(b"JFIF") || mark == Some(b"Exif")
    };
    positions(bytes, b"\x89PNG\r\n\x1a\n")
        .chain(positions(bytes, b"%PDF-1."))
        .chain(positions(bytes, b"\xff\xd8\xff").filter(jpeg))
}

fn positions<'b>(bytes: &'b [u8], needle: &'b [u8]) -> impl Iterator<Item = usize> + 'b {
    let (first, length) = (needle[0], needle.len());
    (0..bytes.len().saturating_sub(length - 1))
        .filter(move |&at| bytes[at] == first && &bytes[at..at + length] == needle)
}

/// A stretch of Cyrillic letters with what parts words.
struct Text {
    at: usize,
    letters: String,
}

fn is_letter(c: char) -> bool {
    matches!(
        c,
        '\u{400}'..='\u{45f}' | '\u{490}' | '\u{491}' | '\'' | '\u{2bc}' | '\u{2019}'
    )
}

fn kind_of_text(text: &str, wanted: Wanted, known: &Known) -> Option<LeakKind> {
    let words: Vec<&str> = text.split(|c| !is_letter(c)).collect();
    if words.windows(3).any(|three| is_name(three, known)) {
        return Some(LeakKind::Name);
    }
    let is_text = |word: &&str| word.chars().count() >= LETTERS && !known.has(word);
    (wanted == Wanted::Everything && words.iter().any(is_text)).then_some(LeakKind::Text)
}

/// Surname, given name, patronymic, by their capitals and the ending of the last.
fn is_name(three: &[&str], known: &Known) -> bool {
    let [surname, given, patronymic] = three else {
        return false;
    };
    let is_capital = |word: &&str| {
        word.chars().count() > 2 && word.chars().next().is_some_and(char::is_uppercase)
    };
    let ending = patronymic.to_lowercase();
    let is_patronymic = ["\u{438}\u{447}", "\u{432}\u{43d}\u{430}"]
        .iter()
        .any(|last| ending.ends_with(last));
    three.iter().all(is_capital)
        && is_patronymic
        && !(known.has(surname) && known.has(given) && known.has(patronymic))
}

/// Texts of at least [`LETTERS`] letters in UTF-8 and UTF-16 of both orders.
fn texts(bytes: &[u8]) -> Vec<Text> {
    let mut found = Vec::new();
    let mut at = 0;
    while at + 2 * LETTERS <= bytes.len() {
        let Some(spelling) = [utf8 as fn(&[u8]) -> Option<(char, usize)>, utf16le, utf16be]
            .into_iter()
            .find(|spelling| begins_word(&bytes[at..], *spelling))
        else {
            at += 1;
            continue;
        };
        let start = at;
        let mut letters = String::new();
        while let Some((letter, length)) = spelling(&bytes[at..]) {
            letters.push(letter);
            at += length;
        }
        found.push(Text { at: start, letters });
    }
    found
}

/// Whether [`LETTERS`] letters stand at the beginning.
fn begins_word(bytes: &[u8], spelling: fn(&[u8]) -> Option<(char, usize)>) -> bool {
    let mut rest = bytes;
    (0..LETTERS).all(|_| match spelling(rest) {
        Some((letter, length)) if ('\u{400}'..='\u{491}').contains(&letter) => {
            rest = &rest[length..];
            true
        }
        _ => false,
    })
}

fn utf8(bytes: &[u8]) -> Option<(char, usize)> {
    match *bytes {
        [lead @ 0xd0..=0xd2, follow @ 0x80..=0xbf, ..] => {
            let code = u32::from(lead & 0x1f) << 6 | u32::from(follow & 0x3f);
            char::from_u32(code)
                .filter(|c| is_letter(*c))
                .map(|letter| (letter, 2))
        }
        [ascii @ (b' ' | b'-' | b'.' | b',' | b'\''), ..] => Some((char::from(ascii), 1)),
        _ => None,
    }
}

fn utf16(unit: u16) -> Option<(char, usize)> {
    let letter = char::from_u32(u32::from(unit))?;
    (is_letter(letter) || matches!(letter, ' ' | '-' | '.' | ',')).then_some((letter, 2))
}

fn utf16le(bytes: &[u8]) -> Option<(char, usize)> {
    utf16(u16::from_le_bytes(*bytes.first_chunk()?))
}

fn utf16be(bytes: &[u8]) -> Option<(char, usize)> {
    utf16(u16::from_be_bytes(*bytes.first_chunk()?))
}

/// Texts inside of base64, at each of its four offsets.
fn hidden_texts(bytes: &[u8]) -> Vec<(usize, String)> {
    const LOOSE: GeneralPurpose =
        GeneralPurpose::new(&STANDARD, NO_PAD.with_decode_allow_trailing_bits(true));
    let is_hiding = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
    let mut found = Vec::new();
    let mut at = 0;
    for run in bytes.split(|byte| !is_hiding(byte)) {
        let start = at;
        at += run.len() + 1;
        if run.len() < HIDING {
            continue;
        }
        for offset in 0..4 {
            let whole = &run[offset..offset + (run.len() - offset) / 4 * 4];
            let Ok(plain) = LOOSE.decode(whole) else {
                continue;
            };
            found.extend(texts(&plain).into_iter().map(|text| (start, text.letters)));
        }
    }
    found
}

/// Numbers whose check digits agree, and telephones; a digit on either side makes them something else.
fn numbers(bytes: &[u8], known: &Known, found: &mut Vec<(LeakKind, usize)>) {
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let start = at;
        while bytes.get(at).is_some_and(u8::is_ascii_digit) {
            at += 1;
        }
        let digits = &bytes[start..at];
        let before = |length: usize| start.checked_sub(length).map(|from| &bytes[from..start]);
        let text = |from: usize, to: usize| {
            bytes
                .get(from..to)
                .and_then(|stretch| std::str::from_utf8(stretch).ok())
                .unwrap_or_default()
        };
        let is_number = match digits.len() {
            8 => {
                let ends = bytes.get(at + 6).is_none_or(|next| !next.is_ascii_digit());
                ends && bytes.get(at) == Some(&b'-') && unzr::read(text(start, at + 6)).is_some()
            }
            12 => before(1) == Some(b"+") && digits.starts_with(b"380"),
            27 => before(2) == Some(b"UA") && iban::is_valid(text(start - 2, at)),
            _ => false,
        };
        // The office's own accounts and telephones stand in its files.
        if is_number && !known.has(text(start, at)) {
            found.push((LeakKind::Number, start));
        }
    }
}

/// Lines of a machine readable zone (ICAO 9303): capitals, digits and fillers, a double filler among them.
fn zones(bytes: &[u8], found: &mut Vec<(LeakKind, usize)>) {
    let is_of_zone =
        |byte: &u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || *byte == b'<';
    let mut at = 0;
    for run in bytes.split(|byte| !is_of_zone(byte)) {
        if run.len() >= ZONE && positions(run, b"<<").next().is_some() {
            found.push((LeakKind::Number, at));
        }
        at += run.len() + 1;
    }
}
