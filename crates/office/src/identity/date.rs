//! Calendar days: ISO 8601 inside, `21.11.2026` on papers.

use jiff::ToSpan as _;
use jiff::civil::Date;

/// The day that an ISO text names.
#[must_use]
pub fn parse(iso: &str) -> Option<Date> {
    (iso.len() == 10).then(|| iso.parse().ok()).flatten()
}

/// Days from 1970-01-01 to the day that an ISO text names.
#[must_use]
pub fn day_number(iso: &str) -> Option<i64> {
    let since = parse(iso)?.duration_since(jiff::civil::date(1970, 1, 1));
    Some(since.as_secs() / 86_400)
}

/// The earliest year of birth that is believed.
const FIRST_YEAR: i16 = 1900;

/// Whether somebody alive may be born on that day: from 1900 to today, where today is known.
#[must_use]
pub fn is_plausible_birth(day: Date, today: Option<Date>) -> bool {
    day.year() >= FIRST_YEAR && today.is_none_or(|today| day <= today)
}

/// The birthday on which somebody turns `years` old; of the 29 February in other years the 28.
#[must_use]
pub fn birthday(born: Date, years: i16) -> Option<Date> {
    born.checked_add(i64::from(years).years()).ok()
}

/// Typed text as an ISO day where it is one: `1.2.1948`, `01/02/1948`, `01021948`, `1948-02-01`. Else the text itself.
#[must_use]
pub fn normalise(typed: &str) -> String {
    let typed = typed.trim();
    read(typed).map_or_else(|| typed.to_owned(), |day| day.to_string())
}

/// An ISO day as officials write it; other text as it is.
#[must_use]
pub fn written(iso: &str) -> String {
    parse(iso).map_or_else(
        || iso.to_owned(),
        |day| format!("{:02}.{:02}.{:04}", day.day(), day.month(), day.year()),
    )
}

fn read(typed: &str) -> Option<Date> {
    if let Some(day) = parse(typed) {
        return Some(day);
    }
    if typed.len() == 8 && typed.bytes().all(|byte| byte.is_ascii_digit()) {
        return day_of(typed.get(..2)?, typed.get(2..4)?, typed.get(4..)?);
    }
    let mut parts = typed.split(['.', '/', '-', ' ']);
    let day = day_of(parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() { None } else { day }
}

fn day_of(day: &str, month: &str, year: &str) -> Option<Date> {
    // A year of two digits is not guessed: a case visits centenarians and infants alike.
    if year.len() != 4 {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_understood_as_people_type_it() {
        for typed in [
            "1948-02-28",
            "28.02.1948",
            " 28.2.1948 ",
            "28/02/1948",
            "28021948",
            "28 02 1948",
        ] {
            assert_eq!(normalise(typed), "1948-02-28", "{typed}");
        }
    }

    #[test]
    fn what_is_no_day_stays_as_typed() {
        for typed in ["31.02.1948", "28.02.48", "лютий", "1948", ""] {
            assert_eq!(normalise(typed), typed);
            assert_eq!(parse(typed), None);
        }
    }

    #[test]
    fn a_birthday_on_a_leap_day_is_kept_a_day_earlier() {
        let born = parse("2004-02-29").unwrap();
        assert_eq!(birthday(born, 14).unwrap().to_string(), "2018-02-28");
        assert_eq!(birthday(born, 16).unwrap().to_string(), "2020-02-29");
    }

    #[test]
    fn people_are_born_from_1900_to_today() {
        let today = parse("2026-11-21");
        for (day, plausible) in [
            ("1899-12-31", false),
            ("1900-01-01", true),
            ("2026-11-21", true),
            ("2026-11-22", false),
        ] {
            assert_eq!(
                is_plausible_birth(parse(day).unwrap(), today),
                plausible,
                "{day}"
            );
        }
    }

    #[test]
    fn a_day_is_written_as_officials_write_it() {
        assert_eq!(written("1948-02-28"), "28.02.1948");
        assert_eq!(parse("1948-02-28").unwrap().to_string(), "1948-02-28");
    }
}
