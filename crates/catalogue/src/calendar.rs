//! The calendar that is shipped: which days are worked on, year by year, as dated data.

use office::deadline::Calendar;

/// The years that are shipped, each a file of its own.
const YEARS: [&str; 1] = [include_str!("../calendar/2026.toml")];

/// The working days of every year that is shipped. A year without a file has its weekends and nothing else.
#[must_use]
pub fn calendar() -> Calendar {
    // The test below reads what is shipped; a mistake in it must not keep a kit from starting.
    Calendar::read(&YEARS).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shipped_can_be_read() {
        assert!(Calendar::read(&YEARS).is_ok());
        assert_ne!(calendar(), Calendar::default());
    }
}
