//! Numbers for tests, made right by trying check digits, and the slips of a hand that types them.

use office::identity::{edrpou, iban, rnokpp, unzr};

/// Whether the kit takes a number for right.
pub(crate) type Judge = fn(&str) -> bool;

pub(crate) fn rnokpp_is_right(number: &str) -> bool {
    rnokpp::read(number).is_some_and(|number| number.check_digit_right)
}

pub(crate) fn unzr_is_right(number: &str) -> bool {
    unzr::read(number).is_some_and(|number| number.check_digit_right)
}

pub(crate) fn edrpou_is_right(code: &str) -> bool {
    edrpou::is_check_digit_right(code) == Some(true)
}

pub(crate) fn iban_is_right(number: &str) -> bool {
    iban::read(number).is_some_and(|number| number.check_digits_right)
}

/// The number that begins with `head` and has the check digit that `judge` wants.
pub(crate) fn with_check_digit(head: &str, judge: Judge) -> Option<String> {
    (0..10)
        .map(|digit| format!("{head}{digit}"))
        .find(|number| judge(number))
}

/// The account number of 25 digits.
pub(crate) fn account(digits: &str) -> String {
    let numbers = (2..99).map(|check| format!("UA{check:02}{digits}"));
    numbers
        .into_iter()
        .find(|number| iban_is_right(number))
        .unwrap()
}

/// Every number that differs in one digit.
pub(crate) fn wrong_digits(number: &str) -> Vec<String> {
    let places = number
        .bytes()
        .enumerate()
        .filter(|(_, byte)| byte.is_ascii_digit());
    places
        .flat_map(|(at, byte)| {
            let others = (b'0'..=b'9').filter(move |other| *other != byte);
            others.map(move |other| with(number, &[(at, other)]))
        })
        .collect()
}

/// Every number in which two different neighbouring digits changed places.
pub(crate) fn swaps(number: &str) -> Vec<String> {
    let places: Vec<(usize, u8)> = number
        .bytes()
        .enumerate()
        .filter(|(_, byte)| byte.is_ascii_digit())
        .collect();
    let pairs = places.windows(2).filter(|pair| pair[0].1 != pair[1].1);
    pairs
        .map(|pair| with(number, &[(pair[0].0, pair[1].1), (pair[1].0, pair[0].1)]))
        .collect()
}

fn with(number: &str, changes: &[(usize, u8)]) -> String {
    let mut bytes = number.as_bytes().to_vec();
    for (at, byte) in changes {
        bytes[*at] = *byte;
    }
    String::from_utf8(bytes).unwrap()
}

/// What the two sums of a code of an organisation leave modulo 11; the second one counts where the first leaves 10.
pub(crate) fn edrpou_rests(code: &str) -> [u32; 2] {
    let weights = if lies_between(code) {
        [7, 1, 2, 3, 4, 5, 6]
    } else {
        [1, 2, 3, 4, 5, 6, 7]
    };
    [0, 2].map(|more| {
        let digits = code.bytes().map(|byte| u32::from(byte - b'0'));
        digits
            .zip(weights)
            .map(|(digit, weight)| digit * (weight + more))
            .sum::<u32>()
            % 11
    })
}

/// Whether a code lies where other weights are used.
pub(crate) fn lies_between(code: &str) -> bool {
    (30_000_001..60_000_000).contains(&code.parse::<u32>().unwrap())
}
