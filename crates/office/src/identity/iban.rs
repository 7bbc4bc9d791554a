//! Bank account number: `UA` and 27 digits, checked by ISO 13616 and ISO 7064 mod 97-10.

/// Without blanks, in capitals, look-alike letters folded to Latin.
#[must_use]
pub fn normalise(typed: &str) -> String {
    super::document::to_latin(&super::check::without_blanks(typed).to_uppercase())
}

/// Whether it is a Ukrainian account number whose check digits are right.
#[must_use]
pub fn is_valid(text: &str) -> bool {
    let Some(digits) = text.strip_prefix("UA").filter(|rest| rest.len() == 27) else {
        return false;
    };
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    // The country and the check digits go to the end; U is 30, A is 10.
    let turned = format!("{}3010{}", &digits[2..], &digits[..2]);
    turned.bytes().fold(0_u32, |rest, byte| {
        (rest * 10 + u32::from(byte - b'0')) % 97
    }) == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits_are_checked() {
        assert!(is_valid("UA248999980314070617000013913"));
        assert!(!is_valid("UA248999980314070617000013914"));
        assert!(!is_valid("UA24899998031407061700001391"));
        assert!(!is_valid("PL248999980314070617000013913"));
    }

    #[test]
    fn cyrillic_lookalikes_are_folded() {
        assert_eq!(
            normalise("uА24 8999 9803 1407 0617 0000 1391 3"),
            "UA248999980314070617000013913"
        );
    }
}
