//! Sums and shares as a centre writes them, without a fraction of the machine's: texts become whole numbers, exactly.

use crate::card::{each, must};
use crate::table::{Found, Source, Table};
use office::service::fee::Years;
use office::service::{BaseTable, BaseYear};

/// The largest sum that is believed: a hundred million hryvnias.
pub(crate) const MOST_KOPIYKAS: u64 = 10_000_000_000;

/// A percentage with three places at most, in thousandths: `1.5` is 1500. Above a hundred there is none.
pub(crate) fn percent(text: &str) -> Option<u32> {
    let (whole, places) = text.split_once(['.', ',']).unwrap_or((text, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(whole) || !digits(places) || places.len() > 3 {
        return None;
    }
    let whole: u32 = whole.parse().ok()?;
    let places: u32 = format!("{places:0<3}").parse().ok()?;
    Some(whole.checked_mul(1000)? + places).filter(|thousandths| *thousandths <= 100_000)
}

/// Reads a table of fees, `fees/KEY.toml`.
pub(crate) fn read_base(file: &str, key: &str, text: &str) -> (Option<BaseTable>, Found) {
    let (base, found) = Source::read(file, text, "table", |table| base(table, key));
    (base.flatten(), found)
}

fn base(table: &Table<'_>, key: &str) -> Option<BaseTable> {
    let name = table.label("name");
    // A share is taken of what the base was on 1 January; another day would need another reckoning.
    must(table, "as_of", &[("1 January", ())]);
    let years = each(table, "years", |year| BaseYear {
        year: i16::try_from(year.number("year", 9999)).unwrap_or_default(),
        kopiykas: year.number("kopiykas", MOST_KOPIYKAS),
        source: year.text("source"),
        unverified: year.optional_flag("unverified"),
    });
    match Years::try_from(years) {
        Ok(years) => Some(BaseTable {
            key: key.to_owned(),
            name,
            years,
        }),
        Err(why) => {
            table.wrong(
                "years",
                format!("{why}; write [[years]] with year, kopiykas and source, each year once"),
            );
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentage_is_read_exactly_or_not_at_all() {
        for (text, thousandths) in [
            ("1.5", 1_500),
            ("2,5", 2_500),
            ("0.003", 3),
            ("100", 100_000),
            ("0", 0),
        ] {
            assert_eq!(percent(text), Some(thousandths), "{text}");
        }
        for text in [
            "",
            ".",
            "1.",
            ".5",
            "1.2345",
            "-1",
            "1e2",
            "100.001",
            "1.5 %",
            "99999999999",
        ] {
            assert_eq!(percent(text), None, "{text}");
        }
    }
}
