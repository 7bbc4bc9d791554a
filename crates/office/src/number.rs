//! The number of an application: unique offline, speakable, with a check digit, and not to be guessed from another.
//!
//! Ten digits in groups of 3-3-4: three of the kit, six drawn at random and never used twice on the kit, one check
//! digit by Damm's quasigroup of order ten (H. M. Damm, 2004), which catches every single error and every
//! transposition of neighbours.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Damm's weakly totally anti-symmetric quasigroup of order ten.
const DAMM: [[u8; 10]; 10] = [
    [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
    [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
    [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
    [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
    [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
    [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
    [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
    [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
    [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
    [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
];

/// A number with a right check digit.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Number(String);

/// A text that is no number of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    /// Not ten digits.
    #[error("a number has ten digits")]
    Length,
    /// The check digit is wrong: one digit was misread or two were swapped.
    #[error("the check digit does not fit: a digit was misread or two were swapped")]
    CheckDigit,
}

impl Number {
    /// Draws a number that `used` does not hold. `kit` is the kit's three digits from the profile, taken modulo 1000.
    ///
    /// Entropy gives the start; where that number is used the next free one follows, so drawing ends for any kit
    /// that has given out fewer than a million.
    #[must_use]
    pub fn draw(kit: u16, entropy: &[u8; 32], used: &dyn Fn(&Number) -> bool) -> Self {
        let start =
            u32::from_le_bytes([entropy[28], entropy[29], entropy[30], entropy[31]]) % 1_000_000;
        let mut number = Self::compose(kit, start);
        for step in 1..1_000_000 {
            if !used(&number) {
                break;
            }
            number = Self::compose(kit, (start + step) % 1_000_000);
        }
        number
    }

    fn compose(kit: u16, body: u32) -> Self {
        let digits = format!("{:03}{body:06}", kit % 1000);
        let check = damm(&digits);
        Self(format!("{digits}{check}"))
    }

    /// Reads a number as a person writes it: blanks and dashes are passed over.
    ///
    /// # Errors
    /// The text is not ten digits, or its check digit is wrong.
    pub fn parse(text: &str) -> Result<Self, NumberError> {
        let digits: String = text
            .chars()
            .filter(|c| !c.is_whitespace() && *c != '-')
            .collect();
        if digits.len() != 10 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(NumberError::Length);
        }
        if damm(&digits) == 0 {
            Ok(Self(digits))
        } else {
            Err(NumberError::CheckDigit)
        }
    }

    /// The ten digits without groups, as a QR code and a file name carry them.
    #[must_use]
    pub fn digits(&self) -> &str {
        &self.0
    }
}

fn damm(digits: &str) -> u8 {
    digits.bytes().fold(0, |interim, byte| {
        DAMM[usize::from(interim)][usize::from(byte.saturating_sub(b'0')) % 10]
    })
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (head, tail) = self.0.split_at(3);
        let (middle, end) = tail.split_at(3);
        write!(f, "{head}-{middle}-{end}")
    }
}

impl TryFrom<String> for Number {
    type Error = NumberError;

    fn try_from(text: String) -> Result<Self, NumberError> {
        Self::parse(&text)
    }
}

impl From<Number> for String {
    fn from(number: Number) -> String {
        number.0
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
mod tests {
    use super::*;

    #[test]
    fn every_single_error_and_every_transposition_is_caught() {
        for body in (0..1_000_000).step_by(9973) {
            let number = Number::compose(42, body);
            let digits: Vec<u8> = number.digits().bytes().collect();
            for place in 0..10 {
                for digit in b'0'..=b'9' {
                    let mut changed = digits.clone();
                    changed[place] = digit;
                    let text = String::from_utf8(changed.clone()).unwrap();
                    assert_eq!(Number::parse(&text).is_ok(), changed == digits);
                }
                if place > 0 {
                    let mut swapped = digits.clone();
                    swapped.swap(place - 1, place);
                    let text = String::from_utf8(swapped.clone()).unwrap();
                    assert_eq!(Number::parse(&text).is_ok(), swapped == digits);
                }
            }
        }
    }

    #[test]
    fn a_number_that_is_used_is_not_drawn_again() {
        let first = Number::draw(42, &[7; 32], &|_| false);
        let second = Number::draw(42, &[7; 32], &|number| *number == first);
        assert_ne!(first, second);
        assert_eq!(Number::parse(&first.to_string()), Ok(first));
    }
}
