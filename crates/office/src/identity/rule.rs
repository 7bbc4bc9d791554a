//! The rules about identity and how serious each is. A rule has no words: the locales have them under `finding-{key}`.

use crate::finding::{Finding, Level};

/// Something that a value should be and is not.
///
/// What cannot be as written is an error, what is only suspicious a warning; a person overrides either with a reason (I15).
/// A hint asks nothing of anybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// A character that no Ukrainian name has.
    NameCharacters,
    /// Latin letters that would be a Ukrainian name on the other keyboard layout.
    NameKeyboardLayout,
    /// A part of a name that begins small and is no particle, or is all capitals.
    NameCapitals,
    /// Not a day.
    DateFormat,
    /// Born before 1900 or after today.
    BirthDateImplausible,
    /// Neither `F` nor `M`.
    SexUnknown,
    /// Not the shape that this kind of document has.
    DocumentNumberFormat,
    /// Not the shape that this kind of document usually has; there are others.
    DocumentNumberUnusual,
    /// Issued before the holder was born or after today.
    DocumentIssuedImplausible,
    /// Issued in a year in which no such document was issued.
    DocumentIssuedOutsideYears,
    /// Issued to somebody younger than 14.
    DocumentHolderTooYoung,
    /// Valid for another time than this kind is.
    DocumentValidity,
    /// Its last day is over.
    DocumentExpired,
    /// A passport book that needs the photograph of the 25th birthday.
    PassportPhoto25,
    /// A passport book that needs the photograph of the 45th birthday.
    PassportPhoto45,
    /// Not ten digits.
    RnokppFormat,
    /// The last digit is not the one that the others demand.
    RnokppCheckDigit,
    /// Its birth date is after today.
    RnokppBirthDateImplausible,
    /// Its birth date is not the document's.
    RnokppBirthDate,
    /// Its sex is not the document's.
    RnokppSex,
    /// Not eight digits that name a day, a dash and five digits.
    UnzrFormat,
    /// The last digit is not the one that the others demand.
    UnzrCheckDigit,
    /// Its birth date is before 1900 or after today.
    UnzrBirthDateImplausible,
    /// Its birth date is not the document's.
    UnzrBirthDate,
    /// Its birth date is not that of the taxpayer number, and no document says which is right.
    UnzrRnokpp,
    /// Not eight digits.
    EdrpouFormat,
    /// The last digit is not the one that the others demand.
    EdrpouCheckDigit,
    /// Not an account number of any country.
    IbanFormat,
    /// An account number of another country.
    IbanForeign,
    /// The two digits after the country are not those that the others demand.
    IbanCheckDigits,
    /// Not a telephone number.
    PhoneFormat,
    /// Not an electronic address.
    EmailFormat,
    /// At a provider that state services do not write to.
    EmailBlockedDomain,
    /// Not five digits.
    PostcodeFormat,
    /// Not `UA` and seventeen digits.
    SettlementCodeFormat,
    /// An oblast that the codifier does not have.
    SettlementCodeOblast,
    /// An oblast, a raion or a community, where somebody lives in a settlement.
    SettlementCodeLevel,
    /// Known by its name alone: it was not picked from the codifier.
    PlaceWithoutCode,
    /// Letters of another alphabet that look the same were replaced.
    LettersFolded,
    /// The Latin name of the document is not the Ukrainian one in any known spelling.
    LatinNameMismatch,
    /// A check digit of the machine readable zone is wrong.
    MrzCheckDigit,
    /// What was typed is not what the machine readable zone says.
    MrzMismatch,
}

impl Rule {
    /// Every rule.
    pub const ALL: [Self; 42] = [
        Self::NameCharacters,
        Self::NameKeyboardLayout,
        Self::NameCapitals,
        Self::DateFormat,
        Self::BirthDateImplausible,
        Self::SexUnknown,
        Self::DocumentNumberFormat,
        Self::DocumentNumberUnusual,
        Self::DocumentIssuedImplausible,
        Self::DocumentIssuedOutsideYears,
        Self::DocumentHolderTooYoung,
        Self::DocumentValidity,
        Self::DocumentExpired,
        Self::PassportPhoto25,
        Self::PassportPhoto45,
        Self::RnokppFormat,
        Self::RnokppCheckDigit,
        Self::RnokppBirthDateImplausible,
        Self::RnokppBirthDate,
        Self::RnokppSex,
        Self::UnzrFormat,
        Self::UnzrCheckDigit,
        Self::UnzrBirthDateImplausible,
        Self::UnzrBirthDate,
        Self::UnzrRnokpp,
        Self::EdrpouFormat,
        Self::EdrpouCheckDigit,
        Self::IbanFormat,
        Self::IbanForeign,
        Self::IbanCheckDigits,
        Self::PhoneFormat,
        Self::EmailFormat,
        Self::EmailBlockedDomain,
        Self::PostcodeFormat,
        Self::SettlementCodeFormat,
        Self::SettlementCodeOblast,
        Self::SettlementCodeLevel,
        Self::PlaceWithoutCode,
        Self::LettersFolded,
        Self::LatinNameMismatch,
        Self::MrzCheckDigit,
        Self::MrzMismatch,
    ];

    /// The rule's name in findings and locale keys.
    #[must_use]
    pub fn key(self) -> &'static str {
        self.entry().0
    }

    /// How serious it is.
    #[must_use]
    pub fn level(self) -> Level {
        self.entry().1
    }

    /// The finding that it is unmet at `place`.
    #[must_use]
    pub fn at(self, place: &str) -> Finding {
        Finding::new(place, self.key(), self.level())
    }

    fn entry(self) -> (&'static str, Level) {
        use Level::{Error, Hint, Warning};
        match self {
            Self::NameCharacters => ("name-characters", Warning),
            Self::NameKeyboardLayout => ("name-keyboard-layout", Hint),
            Self::NameCapitals => ("name-capitals", Hint),
            Self::DateFormat => ("date-format", Error),
            Self::BirthDateImplausible => ("birth-date-implausible", Warning),
            Self::SexUnknown => ("sex-unknown", Error),
            Self::DocumentNumberFormat => ("document-number-format", Error),
            Self::DocumentNumberUnusual => ("document-number-unusual", Warning),
            Self::DocumentIssuedImplausible => ("document-issued-implausible", Warning),
            Self::DocumentIssuedOutsideYears => ("document-issued-outside-years", Warning),
            Self::DocumentHolderTooYoung => ("document-holder-too-young", Warning),
            Self::DocumentValidity => ("document-validity", Warning),
            Self::DocumentExpired => ("document-expired", Warning),
            Self::PassportPhoto25 => ("passport-photo-25", Warning),
            Self::PassportPhoto45 => ("passport-photo-45", Warning),
            Self::RnokppFormat => ("rnokpp-format", Error),
            Self::RnokppCheckDigit => ("rnokpp-check-digit", Warning),
            Self::RnokppBirthDateImplausible => ("rnokpp-birth-date-implausible", Warning),
            Self::RnokppBirthDate => ("rnokpp-birth-date", Warning),
            Self::RnokppSex => ("rnokpp-sex", Warning),
            Self::UnzrFormat => ("unzr-format", Error),
            Self::UnzrCheckDigit => ("unzr-check-digit", Warning),
            Self::UnzrBirthDateImplausible => ("unzr-birth-date-implausible", Warning),
            Self::UnzrBirthDate => ("unzr-birth-date", Warning),
            Self::UnzrRnokpp => ("unzr-rnokpp", Warning),
            Self::EdrpouFormat => ("edrpou-format", Error),
            Self::EdrpouCheckDigit => ("edrpou-check-digit", Warning),
            Self::IbanFormat => ("iban-format", Error),
            Self::IbanForeign => ("iban-foreign", Warning),
            Self::IbanCheckDigits => ("iban-check-digits", Warning),
            Self::PhoneFormat => ("phone-format", Warning),
            Self::EmailFormat => ("email-format", Error),
            Self::EmailBlockedDomain => ("email-blocked-domain", Warning),
            Self::PostcodeFormat => ("postcode-format", Warning),
            Self::SettlementCodeFormat => ("settlement-code-format", Warning),
            Self::SettlementCodeOblast => ("settlement-code-oblast", Warning),
            Self::SettlementCodeLevel => ("settlement-code-level", Warning),
            Self::PlaceWithoutCode => ("place-without-code", Hint),
            Self::LettersFolded => ("letters-folded", Hint),
            Self::LatinNameMismatch => ("latin-name-mismatch", Warning),
            Self::MrzCheckDigit => ("mrz-check-digit", Warning),
            Self::MrzMismatch => ("mrz-mismatch", Warning),
        }
    }
}
