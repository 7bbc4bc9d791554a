//! Codes and kinds of places. A code has no check digit; its last five digits alone name one place of the whole country.

use office::identity::code;
use std::fmt;
use std::str::FromStr;

/// What a place is: the categories of the codifier, the widest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Region or autonomous republic: `O`.
    Region,
    /// City with special status: `K`.
    SpecialCity,
    /// Raion of a region: `P`.
    Raion,
    /// Territorial community: `H`.
    Community,
    /// City: `M`.
    City,
    /// Settlement, which older editions split in two: `X`, once also `T`.
    Settlement,
    /// Village: `C`.
    Village,
    /// District of a city: `B`.
    CityDistrict,
}

impl Kind {
    /// Every kind, in the order of an index.
    pub const ALL: [Self; 8] = [
        Self::Region,
        Self::SpecialCity,
        Self::Raion,
        Self::Community,
        Self::City,
        Self::Settlement,
        Self::Village,
        Self::CityDistrict,
    ];

    /// The kind of a category's letter; `T` of older editions is a settlement.
    #[must_use]
    pub fn from_category(letter: &str) -> Option<Self> {
        Some(match letter {
            "O" => Self::Region,
            "K" => Self::SpecialCity,
            "P" => Self::Raion,
            "H" => Self::Community,
            "M" => Self::City,
            "X" | "T" => Self::Settlement,
            "C" => Self::Village,
            "B" => Self::CityDistrict,
            _ => return None,
        })
    }

    /// Whether people can be said to live in it: cities, settlements, villages.
    #[must_use]
    pub fn is_settlement(self) -> bool {
        match self {
            Self::SpecialCity | Self::City | Self::Settlement | Self::Village => true,
            Self::Region | Self::Raion | Self::Community | Self::CityDistrict => false,
        }
    }

    /// Level in the codifier, 1 to 5.
    pub(super) fn level(self) -> u8 {
        match self {
            Self::Region | Self::SpecialCity => 1,
            Self::Raion => 2,
            Self::Community => 3,
            Self::City | Self::Settlement | Self::Village => 4,
            Self::CityDistrict => 5,
        }
    }

    /// Whether `other` may lie directly in it. The two cities of the exclusion zone lie in a region and in no community.
    pub(super) fn may_hold(self, other: Self) -> bool {
        match other {
            Self::Region | Self::SpecialCity => false,
            Self::Raion => self == Self::Region,
            Self::Community => self == Self::Raion,
            Self::City => matches!(self, Self::Community | Self::Region),
            Self::Settlement | Self::Village => self == Self::Community,
            Self::CityDistrict => matches!(self, Self::City | Self::SpecialCity),
        }
    }

    /// Weight of the last digit that this level writes into the first twelve, and how many digits it writes.
    pub(super) fn digits(self) -> (u64, u32) {
        match self.level() {
            1 => (10_000_000_000, 2),
            2 => (100_000_000, 2),
            3 => (100_000, 3),
            4 => (100, 3),
            _ => (1, 2),
        }
    }
}

/// A code of the codifier: `UA` and 17 digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code(u64);

/// The text is no code: `UA` and 17 digits are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a code of a place is UA and 17 digits")]
pub struct NoCode;

const TAIL: u64 = 100_000;

impl Code {
    /// From the twelve digits of the levels and the five of the place.
    pub(super) fn new(levels: u64, tail: u32) -> Self {
        Self(levels * TAIL + u64::from(tail))
    }

    /// From all 17 digits, where they are not more.
    pub(super) fn from_digits(digits: u64) -> Option<Self> {
        (digits < 100_000_000_000_000_000).then_some(Self(digits))
    }

    /// All 17 digits as a number.
    pub(super) fn digits(self) -> u64 {
        self.0
    }

    /// The last five digits.
    pub(super) fn tail(self) -> u32 {
        u32::try_from(self.0 % TAIL).unwrap_or_default()
    }

    /// What this kind of place writes into the twelve digits of the levels.
    pub(super) fn ordinal(self, kind: Kind) -> u16 {
        let (weight, digits) = kind.digits();
        let ordinal = self.0 / TAIL / weight % 10_u64.pow(digits);
        u16::try_from(ordinal).unwrap_or_default()
    }
}

impl FromStr for Code {
    type Err = NoCode;

    /// Reads a code as people write it: blanks, small letters and the Cyrillic look-alikes of `UA` are repaired.
    fn from_str(text: &str) -> Result<Self, NoCode> {
        let code = code::normalise(text);
        code::read(&code).ok_or(NoCode)?;
        let digits = code.get(2..).unwrap_or_default();
        digits.parse().map(Self).map_err(|_no_number| NoCode)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "UA{:017}", self.0)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_it_is_written_and_repaired_where_its_letters_are_cyrillic() {
        let rivne: Code = "UA56060470010041018".parse().unwrap();
        assert_eq!(rivne.to_string(), "UA56060470010041018");
        assert_eq!(" уа56060470010041018 ".parse(), Ok(rivne));
        assert_eq!(rivne.tail(), 41018);
        assert_eq!(rivne.ordinal(Kind::Region), 56);
        assert_eq!(rivne.ordinal(Kind::Raion), 6);
        assert_eq!(rivne.ordinal(Kind::Community), 47);
        assert_eq!(rivne.ordinal(Kind::City), 1);
        for wrong in [
            "",
            "UA",
            "UA5606047001004101",
            "56060470010041018",
            "UA+6060470010041018",
        ] {
            assert_eq!(wrong.parse::<Code>(), Err(NoCode), "{wrong}");
        }
    }
}
