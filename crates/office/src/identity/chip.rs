//! What the chip of a card told, what was proven of it, and the key that opens a card.
//!
//! Must never turn a doubt into a proof: each doubt is a variant of its own, and altered data fills nothing.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::alphabet;
use crate::person::{Person, PersonField, PersonalText, Source};

/// What opens a card: something printed on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CardKey {
    /// The six digits of the card access number.
    Can(PersonalText),
    /// What its zone says.
    Zone {
        /// Number of the document.
        document: PersonalText,
        /// Birth, `YYMMDD`.
        born: PersonalText,
        /// Expiry, `YYMMDD`.
        expires: PersonalText,
    },
}

impl CardKey {
    /// The key that was typed, or the one that the zone already told; `None` where neither is whole.
    #[must_use]
    pub fn of(can: &str, person: &Person) -> Option<Self> {
        let can: String = can.chars().filter(|c| !c.is_whitespace()).collect();
        if !can.is_empty() {
            let is_one = can.len() == 6 && can.bytes().all(|c| c.is_ascii_digit());
            return is_one.then_some(Self::Can(PersonalText(can)));
        }
        let short = |field| {
            let digits: String = person.text(field).split('-').collect();
            let day = digits.get(2..).filter(|day| day.len() == 6)?;
            Some(PersonalText(day.to_owned()))
        };
        let document = person.text(PersonField::DocumentNumber);
        Some(Self::Zone {
            document: (!document.is_empty()).then(|| PersonalText(document.to_owned()))?,
            born: short(PersonField::BirthDate)?,
            expires: short(PersonField::DocumentExpires)?,
        })
    }
}

/// What is proven of a card's data (ICAO 9303-11 5.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DataVerdict {
    /// Intact, and signed by an authority that the kit knows.
    Signed,
    /// Intact; the kit knows no authorities.
    NoAuthorities,
    /// Intact; signed by somebody for whom no known authority vouches.
    UnknownAuthority,
    /// Intact; by the kit's clock a certificate does not count.
    OutsideItsDates,
    /// Intact; a certificate is for another purpose.
    NotForSigning,
    /// Intact; the authority has taken the signer's certificate back.
    Revoked,
    /// Nothing is proven: the card gave no signature.
    Unsigned,
}

impl DataVerdict {
    /// Its name in data and locale keys.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Signed => "signed",
            Self::NoAuthorities => "no_authorities",
            Self::UnknownAuthority => "unknown_authority",
            Self::OutsideItsDates => "outside_its_dates",
            Self::NotForSigning => "not_for_signing",
            Self::Revoked => "revoked",
            Self::Unsigned => "unsigned",
        }
    }
}

/// What is proven of the chip (ICAO 9303-11 6.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChipItself {
    /// It is the one for which the data was signed.
    Genuine,
    /// It offers no proof.
    NotOffered,
    /// Its proof is wrong: perhaps a copy.
    Failed,
}

impl ChipItself {
    /// Its name in data and locale keys.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Genuine => "genuine",
            Self::NotOffered => "not_offered",
            Self::Failed => "failed",
        }
    }
}

/// What was proven when the card was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChipVerdict {
    /// Of its data.
    pub data: DataVerdict,
    /// Of the chip.
    pub chip: ChipItself,
}

impl ChipVerdict {
    /// Whether nothing is in doubt that this card could have proven.
    #[must_use]
    pub fn is_good(self) -> bool {
        self.data == DataVerdict::Signed && self.chip != ChipItself::Failed
    }
}

/// What a chip told. `Debug` shows no value (I12).
#[derive(Clone, PartialEq, Eq)]
pub struct ChipFacts {
    /// Its zone.
    pub lines: Vec<String>,
    /// The full name in the national script as the issuer wrote it, `<<` between family and given names; empty where it
    /// was not read.
    pub name: String,
    /// What was proven.
    pub verdict: ChipVerdict,
}

impl fmt::Debug for ChipFacts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ChipFacts({:?})", self.verdict)
    }
}

/// Fills the empty names of a person from the chip. A name in other letters than Ukrainian ones fills nothing, and how
/// given name and patronymic stand in it is nowhere published, so only two words are told apart.
pub fn fill_name(name: &str, person: &mut Person) {
    let is_ukrainian = |c: char| c == '<' || c == ' ' || alphabet::is_ukrainian(c);
    let Some((surname, given)) = name
        .split_once("<<")
        .filter(|_| name.chars().all(is_ukrainian))
    else {
        return;
    };
    let words: Vec<&str> = given
        .split(['<', ' '])
        .filter(|word| !word.is_empty())
        .collect();
    let surname = surname.replace('<', " ");
    let found = match words.as_slice() {
        [given] => [surname.trim(), given, ""],
        [given, patronymic] => [surname.trim(), given, patronymic],
        _ => [surname.trim(), "", ""],
    };
    let fields = [
        PersonField::Surname,
        PersonField::GivenName,
        PersonField::Patronymic,
    ];
    for (field, text) in fields.into_iter().zip(found) {
        if !text.is_empty() && person.text(field).is_empty() {
            person.set(field, text, Source::Mrz);
        }
    }
}
