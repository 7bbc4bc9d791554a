//! What an answer means beyond its type: a number of the tax register, a telephone, a place.
//!
//! A workbook binds a meaning by a word in the column `appearance`. Other programs that read XLSForm pass over words they do
//! not know, so the workbook still opens there. A meaning spells an answer and has findings about it; it refuses nothing (I15).

use crate::person::DocumentKind;
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
}
