//! The applicant as the kit knows them: one text per field and where it came from.

use crate::address::PlaceRef;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

/// The fields of a person, in the order a screen asks for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PersonField {
    /// Family name («прізвище»).
    Surname,
    /// Given name («власне ім'я»).
    GivenName,
    /// Patronymic («по батькові»), where there is one.
    Patronymic,
    /// Date of birth, ISO 8601.
    BirthDate,
    /// `F` or `M`, as the document has it.
    Sex,
    /// Which document was shown: a key of [`DocumentKind`].
    DocumentKind,
    /// Series and number of that document.
    DocumentNumber,
    /// Who issued it.
    DocumentIssuer,
    /// Date of issue, ISO 8601.
    DocumentIssued,
    /// Expiry, ISO 8601.
    DocumentExpires,
    /// Taxpayer number («РНОКПП»), ten digits.
    Rnokpp,
    /// Number of the record in the demographic register («УНЗР»), `YYYYMMDD-NNNNN`.
    Unzr,
    /// Telephone of the applicant or of somebody who will tell them.
    Phone,
    /// Address of electronic mail.
    Email,
    /// Settlement as written.
    Settlement,
    /// Its code in the codifier («КАТОТТГ»), where it is known.
    SettlementCode,
    /// Edition of the codifier that the code was taken from, an ISO day.
    SettlementEdition,
    /// Street, house, flat as written.
    Street,
    /// Name in Latin letters as the machine readable zone has it; only to compare.
    LatinName,
}

impl PersonField {
    /// Every field in reading order.
    pub const ALL: [Self; 19] = [
        Self::Surname,
        Self::GivenName,
        Self::Patronymic,
        Self::BirthDate,
        Self::Sex,
        Self::DocumentKind,
        Self::DocumentNumber,
        Self::DocumentIssuer,
        Self::DocumentIssued,
        Self::DocumentExpires,
        Self::Rnokpp,
        Self::Unzr,
        Self::Phone,
        Self::Email,
        Self::Settlement,
        Self::SettlementCode,
        Self::SettlementEdition,
        Self::Street,
        Self::LatinName,
    ];

    /// The field's name in places, locale keys and form appearances: `birth_date`.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Surname => "surname",
            Self::GivenName => "given_name",
            Self::Patronymic => "patronymic",
            Self::BirthDate => "birth_date",
            Self::Sex => "sex",
            Self::DocumentKind => "document_kind",
            Self::DocumentNumber => "document_number",
            Self::DocumentIssuer => "document_issuer",
            Self::DocumentIssued => "document_issued",
            Self::DocumentExpires => "document_expires",
            Self::Rnokpp => "rnokpp",
            Self::Unzr => "unzr",
            Self::Phone => "phone",
            Self::Email => "email",
            Self::Settlement => "settlement",
            Self::SettlementCode => "settlement_code",
            Self::SettlementEdition => "settlement_edition",
            Self::Street => "street",
            Self::LatinName => "latin_name",
        }
    }

    /// Where findings about it are: `person.birth_date`.
    #[must_use]
    pub fn place(self) -> String {
        format!("person.{}", self.key())
    }

    /// The field of that name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.key() == key)
    }
}

/// The identity documents a kit meets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    /// ID card: nine digits, machine readable zone, chip.
    IdCard,
    /// Passport book of 1994: two Cyrillic letters and six digits, no chip, no machine readable zone.
    PassportBook,
    /// Passport for travel abroad: two Latin letters and six digits.
    ForeignPassport,
    /// Birth certificate, for children.
    BirthCertificate,
    /// Permit of a foreigner to live in Ukraine, permanent or temporary.
    ResidencePermit,
    /// Certificate that somebody is registered as internally displaced.
    IdpCertificate,
    /// Anything else that a person has in their hands.
    Other,
}

impl DocumentKind {
    /// Every kind, in the order a screen offers them.
    pub const ALL: [Self; 7] = [
        Self::IdCard,
        Self::PassportBook,
        Self::ForeignPassport,
        Self::BirthCertificate,
        Self::ResidencePermit,
        Self::IdpCertificate,
        Self::Other,
    ];

    /// The kind's name in data and locale keys.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::IdCard => "id_card",
            Self::PassportBook => "passport_book",
            Self::ForeignPassport => "foreign_passport",
            Self::BirthCertificate => "birth_certificate",
            Self::ResidencePermit => "residence_permit",
            Self::IdpCertificate => "idp_certificate",
            Self::Other => "other",
        }
    }

    /// The kind of that name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }
}

/// Where a value came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// Typed by the administrator.
    Typed,
    /// Read from the machine readable zone, its check digits right.
    Mrz,
}

/// One value and its source.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Value {
    /// The text as it will be written on papers.
    pub text: String,
    /// Where it came from.
    pub source: Source,
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Value({} bytes, {:?})", self.text.len(), self.source)
    }
}

/// Words about a person, or by one. `Debug` prints their length only (I12).
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PersonalText(pub String);

impl PersonalText {
    /// True where nothing was said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.trim().is_empty()
    }
}

impl fmt::Debug for PersonalText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PersonalText({} bytes)", self.0.len())
    }
}

impl From<&str> for PersonalText {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

/// What is known of a person. Log-safe: `Debug` prints field names and lengths only (I12).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The filled fields.
    #[serde(default)]
    pub fields: BTreeMap<PersonField, Value>,
}

impl Person {
    /// The text of a field; empty where it is not filled.
    #[must_use]
    pub fn text(&self, field: PersonField) -> &str {
        self.fields
            .get(&field)
            .map_or("", |value| value.text.as_str())
    }

    /// Fills, or with an empty text clears, a field.
    pub fn set(&mut self, field: PersonField, text: &str, source: Source) {
        if text.is_empty() {
            self.fields.remove(&field);
        } else {
            self.fields.insert(
                field,
                Value {
                    text: text.to_owned(),
                    source,
                },
            );
        }
    }

    /// Family name, given name and patronymic in that order, with single blanks.
    #[must_use]
    pub fn full_name(&self) -> String {
        [
            PersonField::Surname,
            PersonField::GivenName,
            PersonField::Patronymic,
        ]
        .into_iter()
        .map(|field| self.text(field))
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
    }

    /// The settlement with its code and the edition of that.
    #[must_use]
    pub fn place(&self) -> PlaceRef {
        PlaceRef {
            code: self.text(PersonField::SettlementCode).to_owned(),
            name_as_written: self.text(PersonField::Settlement).to_owned(),
            edition: self.text(PersonField::SettlementEdition).to_owned(),
        }
    }

    /// Settlement and street as one line.
    #[must_use]
    pub fn address(&self) -> String {
        [PersonField::Settlement, PersonField::Street]
            .into_iter()
            .map(|field| self.text(field))
            .filter(|text| !text.is_empty())
            .collect::<Vec<_>>()
            .join(", ")
    }
}
