//! What the program `scanimage` says about a device: the options of its driver, and what its exit code means.
//!
//! Must never believe its words about pages: a driver may say "1 page scanned" and have written none.

use crate::{
    error::DeviceError,
    scanner::{Colour, ScanSource},
};

/// Choices that a driver offers, of those that a scan needs. An absent option is not set.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Options {
    sources: Vec<String>,
    modes: Vec<String>,
    resolutions: Resolutions,
}

/// Resolutions that a driver offers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
enum Resolutions {
    /// None are told.
    #[default]
    Untold,
    /// From, to and step.
    Range(u16, u16, u16),
    /// These, in rising order.
    Listed(Vec<u16>),
}

impl Options {
    /// Reads what `scanimage -A` writes.
    pub(crate) fn parse(text: &str) -> Self {
        let mut found = Self::default();
        for line in text.lines() {
            let Some((name, rest)) = line.trim_start().split_once(' ') else {
                continue;
            };
            // Behind the choices the driver's present one stands in brackets.
            let choices = rest.split(" [").next().unwrap_or_default().trim();
            let words = || choices.split('|').map(str::to_owned).collect();
            match name {
                "--source" => found.sources = words(),
                "--mode" => found.modes = words(),
                "--resolution" => found.resolutions = Resolutions::parse(choices),
                _ => {}
            }
        }
        found
    }

    /// The driver's name of a source; drivers agree on parts of words only.
    ///
    /// # Errors
    /// [`DeviceError::Refused`] when there are sources and none is this one.
    pub(crate) fn source(&self, wanted: ScanSource) -> Result<Option<&str>, DeviceError> {
        let words: &[&str] = match wanted {
            ScanSource::Feeder | ScanSource::FeederBothSides => &["adf", "feeder"],
            ScanSource::Platen => &["flatbed", "platen", "normal"],
        };
        let both = wanted == ScanSource::FeederBothSides;
        if self.sources.is_empty() {
            return Ok(None);
        }
        let fits = |source: &&String| {
            let name = source.to_lowercase();
            words.iter().any(|word| name.contains(word))
        };
        let is_duplex = |source: &str| source.to_lowercase().contains("duplex");
        let fitting = || self.sources.iter().filter(fits);
        // A feeder that knows both sides only is a feeder too; one that knows fronts only has no backs.
        let other = || fitting().next().filter(|_| !both);
        fitting()
            .find(|source| is_duplex(source) == both)
            .or_else(other)
            .map(|source| Some(source.as_str()))
            .ok_or(DeviceError::Refused {
                what: "the scanner has no such source",
            })
    }

    /// The driver's name of a mode.
    pub(crate) fn mode(&self, wanted: Colour) -> Option<&str> {
        let word = match wanted {
            Colour::Colour => "color",
            Colour::Grey => "gray",
        };
        let mut modes = self.modes.iter();
        modes
            .find(|mode| mode.to_lowercase().contains(word))
            .map(String::as_str)
    }

    /// The next finer resolution, or the finest.
    pub(crate) fn nearest_dpi(&self, wanted: u16) -> u16 {
        match &self.resolutions {
            Resolutions::Untold => wanted,
            Resolutions::Range(from, to, step) => {
                let above = wanted.saturating_sub(*from).div_ceil((*step).max(1));
                from.saturating_add(above.saturating_mul((*step).max(1)))
                    .min(*to)
            }
            Resolutions::Listed(listed) => listed
                .iter()
                .find(|dpi| **dpi >= wanted)
                .or(listed.last())
                .copied()
                .unwrap_or(wanted),
        }
    }
}

impl Resolutions {
    /// `75|150|300dpi`, or `50..1200dpi (in steps of 1)`.
    fn parse(choices: &str) -> Self {
        let number = |text: &str| {
            let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
            digits.parse::<u16>().ok()
        };
        if let Some((from, to)) = choices.split_once("..") {
            let step = to.split("steps of ").nth(1).and_then(number).unwrap_or(1);
            return match (number(from), number(to)) {
                (Some(from), Some(to)) if from <= to => Self::Range(from, to, step),
                _ => Self::Untold,
            };
        }
        let mut listed: Vec<u16> = choices.split('|').filter_map(number).collect();
        listed.sort_unstable();
        match listed.is_empty() {
            true => Self::Untold,
            false => Self::Listed(listed),
        }
    }
}

/// What an exit code means after so many pages: it is the number of a `SANE_Status` (SANE standard 1.06, 4.2.7).
pub(crate) fn ended(code: Option<i32>, source: ScanSource, pages: u32) -> Result<(), DeviceError> {
    Err(match code {
        // An empty feeder ends in peace; so does one that was empty from the beginning.
        Some(0 | 7) if pages > 0 => return Ok(()),
        Some(0) if source == ScanSource::Platen => DeviceError::Garbled {
            what: "a scan without a page",
        },
        Some(0 | 7) => DeviceError::NoPaper,
        Some(2) => DeviceError::Cancelled,
        Some(3) => DeviceError::Busy,
        Some(4 | 5 | 10) => DeviceError::Refused {
            what: "the scanner's driver does not take the order",
        },
        Some(6) => DeviceError::Jam { after_pages: pages },
        Some(8) => DeviceError::CoverOpen,
        Some(11) => DeviceError::NotPermitted,
        // 1 says that the device could not be opened, 9 that it was lost; anything else is a driver that fell over.
        Some(_) | None => DeviceError::Gone,
    })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
    use proptest::prelude::*;

    use super::*;

    const FUJITSU: &str = "
  Scan Mode:
    --source ADF Front|ADF Back|ADF Duplex [ADF Front]
    --mode Lineart|Halftone|Gray|Color [Lineart]
    --resolution 50..600dpi (in steps of 1) [600]";
    const EPSON: &str = "
    --source ADF Duplex|Flatbed [inactive]
    --mode Gray|Color [Color]
    --resolution 75|100|300|600dpi [75]";

    #[test]
    fn sources_modes_and_resolutions_are_found_under_every_makers_words() {
        let fujitsu = Options::parse(FUJITSU);
        assert_eq!(fujitsu.source(ScanSource::Feeder), Ok(Some("ADF Front")));
        let both = ScanSource::FeederBothSides;
        assert_eq!(fujitsu.source(both), Ok(Some("ADF Duplex")));
        assert!(Options::parse("--source ADF|Flatbed").source(both).is_err());
        assert!(fujitsu.source(ScanSource::Platen).is_err());
        assert_eq!(fujitsu.mode(Colour::Colour), Some("Color"));
        assert_eq!(
            [30, 200, 900].map(|dpi| fujitsu.nearest_dpi(dpi)),
            [50, 200, 600]
        );
        let epson = Options::parse(EPSON);
        assert_eq!(epson.source(ScanSource::Feeder), Ok(Some("ADF Duplex")));
        assert_eq!(epson.source(ScanSource::Platen), Ok(Some("Flatbed")));
        assert_eq!(
            [30, 200, 900].map(|dpi| epson.nearest_dpi(dpi)),
            [75, 300, 600]
        );
        let silent = Options::parse("");
        assert_eq!(silent.source(ScanSource::Feeder), Ok(None));
        assert_eq!(
            (silent.mode(Colour::Grey), silent.nearest_dpi(200)),
            (None, 200)
        );
    }

    #[test]
    fn a_peaceful_end_without_a_page_is_an_empty_feeder() {
        assert_eq!(
            ended(Some(0), ScanSource::Feeder, 0).unwrap_err(),
            DeviceError::NoPaper
        );
        assert_eq!(ended(Some(7), ScanSource::Feeder, 3), Ok(()));
        assert_eq!(
            ended(Some(6), ScanSource::Feeder, 3),
            Err(DeviceError::Jam { after_pages: 3 })
        );
        assert_eq!(ended(None, ScanSource::Feeder, 3), Err(DeviceError::Gone));
    }

    proptest! {
        #[test]
        fn no_words_of_a_driver_make_it_panic(text in ".{0,300}", dpi in any::<u16>()) {
            let options = Options::parse(&format!("--resolution {text}\n--source {text}"));
            options.nearest_dpi(dpi);
            let _either = options.source(ScanSource::Feeder);
        }
    }
}
