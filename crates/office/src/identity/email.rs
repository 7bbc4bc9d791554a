//! Addresses of electronic mail: their shape, and providers that state services do not write to.

use super::alphabet::{is_cyrillic, to_latin};
use super::check::without_blanks;
use super::rule::Rule;

/// Domains that forms of Liquio refuse; a name without a dot stands for all of its top level domains. Here only a warning:
/// where no other address is known, it is still better than none.
const BLOCKED: [&str; 7] = [
    "mail.ru", "yandex", "ya", "bk.ru", "list.ru", "inbox.ru", "mail.ua",
];

/// The longest local part and the longest address (RFC 5321 4.5.3.1).
const LONGEST: (usize, usize) = (64, 254);

/// Without blanks, the domain in small letters, Cyrillic look-alikes folded where nothing Cyrillic then remains.
#[must_use]
pub fn normalise(typed: &str) -> String {
    let text = without_blanks(typed);
    let latin = to_latin(&text);
    let text = if latin.chars().any(is_cyrillic) {
        text
    } else {
        latin
    };
    match text.rsplit_once('@') {
        Some((local, domain)) => format!("{local}@{}", domain.to_lowercase()),
        None => text,
    }
}

/// What the rules say of an address.
#[must_use]
pub fn unmet(text: &str) -> Option<Rule> {
    match text.split_once('@') {
        Some((local, domain))
            if is_local(local) && is_domain(domain) && text.len() <= LONGEST.1 =>
        {
            is_blocked(domain).then_some(Rule::EmailBlockedDomain)
        }
        Some(_) | None => Some(Rule::EmailFormat),
    }
}

/// Dot-atom of RFC 5321.
fn is_local(local: &str) -> bool {
    let sign = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&byte);
    local.len() <= LONGEST.0
        && local
            .split('.')
            .all(|atom| !atom.is_empty() && atom.bytes().all(sign))
}

/// Two labels or more, of letters, digits and inner hyphens; letters of any alphabet, because domains have them.
fn is_domain(domain: &str) -> bool {
    let label = |label: &str| {
        !label.is_empty()
            && label.chars().count() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .chars()
                .all(|letter| letter.is_alphanumeric() || letter == '-')
    };
    domain.contains('.') && domain.split('.').all(label)
}

fn is_blocked(domain: &str) -> bool {
    let domain = domain.to_lowercase();
    BLOCKED.iter().any(|blocked| {
        if blocked.contains('.') {
            domain == *blocked
        } else {
            domain
                .split_once('.')
                .is_some_and(|(name, _)| name == *blocked)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_a_shape() {
        for right in ["olena@ukr.net", "o.k+case@mail.rada.gov.ua", "a@пошта.укр"] {
            assert_eq!(unmet(right), None, "{right}");
        }
        for wrong in [
            "",
            "olena",
            "@ukr.net",
            "olena@",
            "olena@ukr",
            "o@k@ukr.net",
            "o..k@ukr.net",
            "олена@ukr.net",
            "o@-a.net",
            "o@a..net",
            "o k@ukr.net",
        ] {
            assert_eq!(unmet(wrong), Some(Rule::EmailFormat), "{wrong}");
        }
        let long = format!("{}@ukr.net", "o".repeat(65));
        assert_eq!(unmet(&long), Some(Rule::EmailFormat));
    }

    #[test]
    fn a_blocked_provider_is_a_warning() {
        for blocked in ["a@mail.ru", "a@Yandex.ua", "a@ya.ru", "a@mail.ua"] {
            assert_eq!(unmet(blocked), Some(Rule::EmailBlockedDomain), "{blocked}");
        }
        for free in ["a@gmail.com", "a@yandexlike.net", "a@email.ua"] {
            assert_eq!(unmet(free), None, "{free}");
        }
    }

    #[test]
    fn letters_of_the_wrong_keyboard_are_folded() {
        assert_eq!(normalise(" оlena@UKR.net "), "olena@ukr.net");
        assert_eq!(normalise("олена@ukr.net"), "олена@ukr.net");
    }
}
