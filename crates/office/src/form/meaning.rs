//! What an answer means beyond its type: a number of the tax register, a telephone, a place.
//!
//! A workbook binds a meaning by a word in the column `appearance`. Other programs that read XLSForm pass over words they do
//! not know, so the workbook still opens there. A meaning spells an answer and has findings about it; it refuses nothing (I15).

use super::text::without_blanks;
use crate::address::PlaceRef;
use crate::finding::Finding;
use crate::identity::{self, Rule, code, document, edrpou, iban};
use crate::person::{DocumentKind, Person, PersonField, Source};
use serde::{Deserialize, Serialize};

/// The meanings that a text question may carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Meaning {
    /// Taxpayer number of a person («РНОКПП»).
    Rnokpp,
    /// Number of a person's record in the demographic register («УНЗР»).
    Unzr,
    /// Code of a legal person («ЄДРПОУ»).
    Edrpou,
    /// Account number.
    Iban,
    /// Telephone.
    Phone,
    /// Address of electronic mail.
    Email,
    /// A place of the codifier: its code, its name as written, and the edition in which it was found.
    Place,
    /// Postcode.
    Postcode,
    /// A name or a part of one.
    PersonName,
    /// Series and number of any identity document.
    DocumentNumber,
    /// Number of an ID card.
    IdCard,
    /// Series and number of a passport book.
    PassportBook,
    /// Series and number of a passport for travel abroad.
    ForeignPassport,
    /// Series and number of a birth certificate.
    BirthCertificate,
}

impl Meaning {
    /// Every meaning.
    pub const ALL: [Self; 14] = [
        Self::Rnokpp,
        Self::Unzr,
        Self::Edrpou,
        Self::Iban,
        Self::Phone,
        Self::Email,
        Self::Place,
        Self::Postcode,
        Self::PersonName,
        Self::DocumentNumber,
        Self::IdCard,
        Self::PassportBook,
        Self::ForeignPassport,
        Self::BirthCertificate,
    ];

    /// The word in the column `appearance`: `id-card`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Rnokpp => "rnokpp",
            Self::Unzr => "unzr",
            Self::Edrpou => "edrpou",
            Self::Iban => "iban",
            Self::Phone => "phone",
            Self::Email => "email",
            Self::Place => "place",
            Self::Postcode => "postcode",
            Self::PersonName => "person-name",
            Self::DocumentNumber => "document-number",
            Self::IdCard => "id-card",
            Self::PassportBook => "passport-book",
            Self::ForeignPassport => "foreign-passport",
            Self::BirthCertificate => "birth-certificate",
        }
    }

    /// The meaning of that word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|meaning| meaning.word() == word)
    }

    /// The document whose number it is, where the form says which.
    #[must_use]
    pub fn document(self) -> Option<DocumentKind> {
        match self {
            Self::IdCard => Some(DocumentKind::IdCard),
            Self::PassportBook => Some(DocumentKind::PassportBook),
            Self::ForeignPassport => Some(DocumentKind::ForeignPassport),
            Self::BirthCertificate => Some(DocumentKind::BirthCertificate),
            Self::Rnokpp
            | Self::Unzr
            | Self::Edrpou
            | Self::Iban
            | Self::Phone
            | Self::Email
            | Self::Place
            | Self::Postcode
            | Self::PersonName
            | Self::DocumentNumber => None,
        }
    }
}

impl Meaning {
    /// Typed text in the spelling that is kept; what has none stays as it is.
    pub(super) fn spelt(self, text: &str) -> String {
        match (self.field(), self.document()) {
            (Some(field), Some(kind)) => {
                document::canonical(kind, &identity::normalise(field, text))
            }
            (Some(field), None) => identity::normalise(field, text),
            (None, _) => match self {
                Self::Place => {
                    let place = place_in(text);
                    let code = code::normalise(&place.code);
                    place_text(&PlaceRef { code, ..place })
                }
                Self::Iban => iban::normalise(text),
                Self::Edrpou | Self::Postcode => without_blanks(text),
                Self::Rnokpp
                | Self::Unzr
                | Self::Phone
                | Self::Email
                | Self::PersonName
                | Self::DocumentNumber
                | Self::IdCard
                | Self::PassportBook
                | Self::ForeignPassport
                | Self::BirthCertificate => text.to_owned(),
            },
        }
    }

    /// What the rules of identity have to say about an answer of that meaning.
    pub(super) fn findings(self, place: &str, text: &str, today_iso: &str) -> Vec<Finding> {
        if let Some(field) = self.field() {
            return self.as_of_a_person(field, text, place, today_iso);
        }
        let rules = match self {
            Self::Iban => iban::unmet(text),
            Self::Edrpou => edrpou::unmet(text).into_iter().collect(),
            Self::Postcode if !code::is_postcode(text) => vec![Rule::PostcodeFormat],
            Self::Place => place_in(text).unmet().into_iter().collect(),
            Self::Postcode
            | Self::Rnokpp
            | Self::Unzr
            | Self::Phone
            | Self::Email
            | Self::PersonName
            | Self::DocumentNumber
            | Self::IdCard
            | Self::PassportBook
            | Self::ForeignPassport
            | Self::BirthCertificate => Vec::new(),
        };
        rules.into_iter().map(|rule| rule.at(place)).collect()
    }

    /// The rules of a field of a person, asked of nobody in particular: nothing is known to compare it with.
    fn as_of_a_person(
        self,
        field: PersonField,
        text: &str,
        place: &str,
        today_iso: &str,
    ) -> Vec<Finding> {
        let mut person = Person::default();
        if let Some(kind) = self.document() {
            person.set(PersonField::DocumentKind, kind.key(), Source::Typed);
        }
        person.set(field, text, Source::Typed);
        let found = identity::check(&person, today_iso).into_iter();
        found
            .filter(|finding| finding.place == format!("person.{}", field.key()))
            .map(|finding| Finding {
                place: place.to_owned(),
                ..finding
            })
            .collect()
    }

    /// The field of a person that follows the same rules.
    fn field(self) -> Option<PersonField> {
        match self {
            Self::Rnokpp => Some(PersonField::Rnokpp),
            Self::Unzr => Some(PersonField::Unzr),
            Self::Phone => Some(PersonField::Phone),
            Self::Email => Some(PersonField::Email),
            Self::PersonName => Some(PersonField::Surname),
            Self::DocumentNumber
            | Self::IdCard
            | Self::PassportBook
            | Self::ForeignPassport
            | Self::BirthCertificate => Some(PersonField::DocumentNumber),
            Self::Edrpou | Self::Iban | Self::Place | Self::Postcode => None,
        }
    }
}

/// Parts a place in the text of an answer.
const BAR: char = '|';

/// The place that an answer holds: `NAME | CODE | EDITION`, or a name alone.
#[must_use]
pub fn place_in(text: &str) -> PlaceRef {
    let mut parts = text.split(BAR).map(|part| part.trim().to_owned());
    let mut part = || parts.next().unwrap_or_default();
    PlaceRef {
        name_as_written: part(),
        code: part(),
        edition: part(),
    }
}

/// A place as an answer holds it.
#[must_use]
pub fn place_text(place: &PlaceRef) -> String {
    let name = place.name_as_written.replace(BAR, " ");
    if place.code.is_empty() {
        return name;
    }
    format!("{name} {BAR} {} {BAR} {}", place.code, place.edition)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_meaning_has_one_word_that_names_it() {
        for meaning in Meaning::ALL {
            assert_eq!(Meaning::from_word(meaning.word()), Some(meaning));
        }
        assert_eq!(Meaning::from_word("multiline"), None);
    }

    #[test]
    fn a_place_keeps_its_name_its_code_and_the_edition() {
        let place = PlaceRef {
            code: "UA26080010010051392".to_owned(),
            name_as_written: "Hvizdets".to_owned(),
            edition: "2026-07-07".to_owned(),
        };
        let text = place_text(&place);
        assert_eq!(text, "Hvizdets | UA26080010010051392 | 2026-07-07");
        assert_eq!(place_in(&text), place);
        assert_eq!(place_in("Hvizdets"), PlaceRef::named("Hvizdets"));
        assert_eq!(
            Meaning::Place.spelt(" Hvizdets|UA26080010010051392|2026-07-07"),
            text
        );
    }
}
