//! Codes of places: postcode, and the code of the codifier («КАТОТТГ», наказ 290 of 26.11.2020).
//!
//! A code is `UA`, oblast (2 digits), raion (2), community (3), settlement (3), city district (2) and a number of its own
//! (5). It has no check digit, so only its shape can be judged here; whether there is such a place the codifier knows.

use super::check::digits;
use super::rule::Rule;

/// What a code of the codifier names, by the digits that are not zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CodeLevel {
    /// Oblast, the Autonomous Republic, or a city with special status.
    Oblast,
    /// Raion.
    Raion,
    /// Territorial community.
    Community,
    /// City, settlement or village.
    Settlement,
    /// District of a city.
    CityDistrict,
}

/// The oblasts that the codifier has.
const OBLASTS: [u8; 27] = [
    1, 5, 7, 12, 14, 18, 21, 23, 26, 32, 35, 44, 46, 48, 51, 53, 56, 59, 61, 63, 65, 68, 71, 73,
    74, 80, 85,
];

/// The cities with special status are settlements although their code ends after the oblast.
const SPECIAL_CITIES: [u8; 2] = [80, 85];

/// What a well formed code says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SettlementCode {
    /// Two digits of the oblast.
    pub oblast: u8,
    /// What it names.
    pub level: CodeLevel,
}

impl SettlementCode {
    /// Whether the codifier has such an oblast.
    #[must_use]
    pub fn has_known_oblast(self) -> bool {
        OBLASTS.contains(&self.oblast)
    }

    /// Whether somebody can live at the place that it names.
    #[must_use]
    pub fn is_a_settlement(self) -> bool {
        self.level >= CodeLevel::Settlement
            || self.level == CodeLevel::Oblast && SPECIAL_CITIES.contains(&self.oblast)
    }
}

/// Reads `UA` and seventeen digits; `None` for anything else.
#[must_use]
pub fn read(text: &str) -> Option<SettlementCode> {
    let digits = digits::<17>(text.strip_prefix("UA")?)?;
    let any = |range: std::ops::Range<usize>| digits[range].iter().any(|digit| *digit != 0);
    let level = if any(10..12) {
        CodeLevel::CityDistrict
    } else if any(7..10) {
        CodeLevel::Settlement
    } else if any(4..7) {
        CodeLevel::Community
    } else if any(2..4) {
        CodeLevel::Raion
    } else {
        CodeLevel::Oblast
    };
    Some(SettlementCode {
        oblast: u8::try_from(digits[0] * 10 + digits[1]).ok()?,
        level,
    })
}

/// The code with its two letters in Latin capitals, whatever keyboard they were typed with.
#[must_use]
pub fn normalise(typed: &str) -> String {
    let text = super::check::without_blanks(typed).to_uppercase();
    let mut letters = text.chars();
    match (letters.next(), letters.next()) {
        (Some('U' | 'У'), Some('A' | 'А')) => format!("UA{}", letters.as_str()),
        _ => text,
    }
}

/// What the rules say of the code of a place where somebody lives.
#[must_use]
pub fn unmet(text: &str) -> Option<Rule> {
    match read(text) {
        None => Some(Rule::SettlementCodeFormat),
        Some(code) if !code.has_known_oblast() => Some(Rule::SettlementCodeOblast),
        Some(code) if !code.is_a_settlement() => Some(Rule::SettlementCodeLevel),
        Some(_) => None,
    }
}

/// Whether it is a Ukrainian postcode: five digits, zeros in front kept.
#[must_use]
pub fn is_postcode(text: &str) -> bool {
    digits::<5>(text).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_says_what_it_names() {
        for (code, level) in [
            ("UA26000000000069363", CodeLevel::Oblast),
            ("UA26080000000085464", CodeLevel::Raion),
            ("UA26080010000036750", CodeLevel::Community),
            ("UA26080010010051392", CodeLevel::Settlement),
            ("UA56060470010041018", CodeLevel::Settlement),
            ("UA80000000000093317", CodeLevel::Oblast),
            ("UA80000000000126643", CodeLevel::CityDistrict),
        ] {
            assert_eq!(read(code).map(|code| code.level), Some(level), "{code}");
        }
    }

    #[test]
    fn somebody_lives_in_a_settlement() {
        for (code, rule) in [
            ("UA26080010010051392", None),
            ("UA80000000000093317", None),
            ("UA26080010000036750", Some(Rule::SettlementCodeLevel)),
            ("UA26000000000069363", Some(Rule::SettlementCodeLevel)),
            ("UA99080010010051392", Some(Rule::SettlementCodeOblast)),
            ("UA2608001001005139", Some(Rule::SettlementCodeFormat)),
            ("26080010010051392", Some(Rule::SettlementCodeFormat)),
            ("", Some(Rule::SettlementCodeFormat)),
        ] {
            assert_eq!(unmet(code), rule, "{code}");
        }
    }

    #[test]
    fn the_two_letters_come_from_any_keyboard() {
        for typed in [
            "уа26080010010051392",
            "UА 2608 0010 0100 51392",
            "УA26080010010051392",
        ] {
            assert_eq!(normalise(typed), "UA26080010010051392");
        }
        assert_eq!(normalise("Дубівці"), "ДУБІВЦІ");
    }

    #[test]
    fn a_postcode_keeps_its_zeros() {
        assert!(is_postcode("01001") && !is_postcode("1001") && !is_postcode("0100l"));
    }
}
