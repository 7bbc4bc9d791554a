//! Dates as a person types them and as the office keeps them.

/// Reads `12.03.1987`, `12/3/1987`, `12 03 1987`, `12031987` or `1987-03-12` as ISO 8601. What is no date stays as it was
/// typed: a bad answer is a finding, never lost (I15).
pub(crate) fn to_iso(typed: &str) -> String {
    let typed = typed.trim();
    iso(typed).unwrap_or_else(|| typed.to_owned())
}

/// Reads `22.11.2026 14:05`, or `14:05` of the day `today`, as `2026-11-22 14:05`.
pub(crate) fn moment_to_iso(typed: &str, today: &str) -> String {
    let typed = typed.trim();
    let (day, time) = typed.rsplit_once([' ', ',', 'T']).unwrap_or((today, typed));
    let zero = if time.find(':') == Some(1) { "0" } else { "" };
    format!("{} {zero}{time}", to_iso(day))
}

fn iso(typed: &str) -> Option<String> {
    let parts: Vec<&str> = typed
        .split(['.', '/', '-', ' ', ','])
        .filter(|part| !part.is_empty())
        .collect();
    let (year, month, day) = match parts.as_slice() {
        [all] if all.len() == 8 && all.is_ascii() => (&all[4..], &all[2..4], &all[..2]),
        [year, month, day] if year.len() == 4 => (*year, *month, *day),
        [day, month, year] if year.len() == 4 => (*year, *month, *day),
        _ => return None,
    };
    let number = |text: &str| -> Option<u16> {
        (text.bytes().all(|byte| byte.is_ascii_digit()) && text.len() <= 4)
            .then(|| text.parse().ok())
            .flatten()
    };
    let (year, month, day) = (number(year)?, number(month)?, number(day)?);
    let long = [1, 3, 5, 7, 8, 10, 12].contains(&month);
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let last = match month {
        2 if leap => 29,
        2 => 28,
        _ if long => 31,
        _ => 30,
    };
    let real = (1..=12).contains(&month) && (1..=last).contains(&day) && year >= 1;
    real.then(|| format!("{year:04}-{month:02}-{day:02}"))
}

/// Shows `1987-03-12` as `12.03.1987`; anything else as it is.
pub(crate) fn shown(value: &str) -> String {
    match value.split('-').collect::<Vec<_>>().as_slice() {
        [year, month, day] if year.len() == 4 && month.len() == 2 && day.len() == 2 => {
            format!("{day}.{month}.{year}")
        }
        _ => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_read_as_people_write_it() {
        for typed in [
            "12.03.1987",
            "12031987",
            "1987-03-12",
            "12/3/1987",
            " 12 03 1987 ",
        ] {
            assert_eq!(to_iso(typed), "1987-03-12", "{typed}");
        }
        assert_eq!(to_iso("29.02.2024"), "2024-02-29");
        assert_eq!(shown("1987-03-12"), "12.03.1987");
    }

    #[test]
    fn a_moment_is_read_as_people_write_it() {
        for typed in [
            "22.11.2026 14:05",
            "22.11.2026, 14:05",
            "2026-11-22T14:05",
            "14:05",
        ] {
            assert_eq!(moment_to_iso(typed, "22.11.2026"), "2026-11-22 14:05");
        }
        assert_eq!(moment_to_iso("9:05", "22.11.2026"), "2026-11-22 09:05");
    }

    #[test]
    fn what_is_no_date_is_kept_as_it_was_typed() {
        for typed in [
            "31.02.1987",
            "12.03",
            "березень",
            "99999999",
            "29.02.2023",
            "",
        ] {
            assert_eq!(to_iso(typed), typed);
            assert_eq!(shown(typed), typed);
        }
    }
}
