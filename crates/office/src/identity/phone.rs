//! Telephone numbers, in one spelling: `+380671234567`. Landlines count, and a resident may have none at all.

use super::rule::Rule;

/// The international spelling of a Ukrainian number; other text without the usual punctuation.
#[must_use]
pub fn normalise(typed: &str) -> String {
    let bare: String = typed
        .chars()
        .filter(|letter| !letter.is_whitespace() && !"-()./".contains(*letter))
        .collect();
    let digits = bare.strip_prefix('+').unwrap_or(&bare);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return typed.trim().to_owned();
    }
    match (digits.len(), digits) {
        (14, prefixed) if prefixed.starts_with("00380") => format!("+{}", &prefixed[2..]),
        (12, full) if full.starts_with("380") => format!("+{full}"),
        (11, trunk) if trunk.starts_with("80") => format!("+3{trunk}"),
        (10, national) if national.starts_with('0') => format!("+38{national}"),
        _ => bare,
    }
}

/// Whether it is `+380` and nine digits, or another country's number of seven to fifteen digits (ITU-T E.164 6).
#[must_use]
pub fn is_well_formed(text: &str) -> bool {
    let Some(digits) = text.strip_prefix('+') else {
        return false;
    };
    let length = digits.len();
    digits.bytes().all(|byte| byte.is_ascii_digit())
        && if digits.starts_with("380") {
            length == 12
        } else {
            (7..=15).contains(&length)
        }
}

/// As papers print a Ukrainian number: `+380 67 123 45 67`; any other as it is.
#[must_use]
pub fn written(number: &str) -> String {
    let groups = || {
        let rest = number.strip_prefix("+380").filter(|rest| rest.len() == 9)?;
        let (operator, rest) = rest.split_at_checked(2)?;
        let (first, rest) = rest.split_at_checked(3)?;
        let (second, third) = rest.split_at_checked(2)?;
        Some(format!("+380 {operator} {first} {second} {third}"))
    };
    groups().unwrap_or_else(|| number.to_owned())
}

/// What the rules say of a number.
#[must_use]
pub fn unmet(text: &str) -> Option<Rule> {
    (!is_well_formed(text)).then_some(Rule::PhoneFormat)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_usual_spelling_becomes_one() {
        for typed in [
            "067 123-45-67",
            "(067) 1234567",
            "+38 067 123 45 67",
            "380671234567",
            "80671234567",
            "00380 67 123 45 67",
        ] {
            assert_eq!(normalise(typed), "+380671234567", "{typed}");
        }
        assert!(is_well_formed("+380671234567"));
    }

    #[test]
    fn papers_print_groups() {
        assert_eq!(written("+380671234567"), "+380 67 123 45 67");
        assert_eq!(normalise(&written("+380671234567")), "+380671234567");
        assert_eq!(written("+48123456789"), "+48123456789");
    }

    #[test]
    fn what_is_no_number_stays_and_is_seen() {
        for typed in ["немає", "12345", "+38067", ""] {
            assert_eq!(normalise(typed), typed);
            assert!(!is_well_formed(typed), "{typed}");
        }
        assert!(is_well_formed("+48123456789"));
    }
}
