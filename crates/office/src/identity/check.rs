//! Every field of a person: how typed text is spelt, and what the rules have to say about it.

use super::rule::Rule;
use super::validity::DocumentDays;
use super::{
    alphabet, apostrophe, code, date, document, email, name, phone, rnokpp, translit, unzr,
};
use crate::finding::Finding;
use crate::person::{DocumentKind, Person, PersonField};

/// Typed text in the spelling that is kept and printed. It never loses what was typed: what has no such spelling stays.
#[must_use]
pub fn normalise(field: PersonField, typed: &str) -> String {
    crate::form::normalise(&spelt(field, &crate::form::normalise(typed)))
}

fn spelt(field: PersonField, text: &str) -> String {
    match field {
        PersonField::Surname | PersonField::GivenName | PersonField::Patronymic => {
            name::normalise(text)
        }
        PersonField::BirthDate | PersonField::DocumentIssued | PersonField::DocumentExpires => {
            date::normalise(text)
        }
        PersonField::Sex => sex(text),
        PersonField::Rnokpp => rnokpp::normalise(text),
        PersonField::Unzr => unzr::normalise(text),
        PersonField::Phone => phone::normalise(text),
        PersonField::Email => email::normalise(text),
        PersonField::SettlementCode => code::normalise(text),
        PersonField::DocumentNumber | PersonField::LatinName => one_blank(&text.to_uppercase()),
        PersonField::DocumentIssuer | PersonField::Settlement | PersonField::Street => {
            apostrophe::folded(&one_blank(text))
        }
        PersonField::DocumentKind | PersonField::SettlementEdition => text.to_owned(),
    }
}

/// That letters of another alphabet were replaced when `typed` became what is kept; a hint, so that nobody wonders.
#[must_use]
pub fn folding(field: PersonField, typed: &str, kept: &str) -> Option<Finding> {
    let is_kept_in_one_alphabet = match field {
        PersonField::Surname
        | PersonField::GivenName
        | PersonField::Patronymic
        | PersonField::DocumentNumber
        | PersonField::Email
        | PersonField::SettlementCode => true,
        PersonField::BirthDate
        | PersonField::Sex
        | PersonField::DocumentKind
        | PersonField::DocumentIssuer
        | PersonField::DocumentIssued
        | PersonField::DocumentExpires
        | PersonField::Rnokpp
        | PersonField::Unzr
        | PersonField::Phone
        | PersonField::Settlement
        | PersonField::SettlementEdition
        | PersonField::Street
        | PersonField::LatinName => false,
    };
    (is_kept_in_one_alphabet && alphabet::is_folded(typed, kept))
        .then(|| Rule::LettersFolded.at(&field.place()))
}

/// Puts the document number into the one spelling of its kind, once both are known. The source stays.
pub fn fold_number(person: &mut Person) {
    let Some(kind) = DocumentKind::from_key(person.text(PersonField::DocumentKind)) else {
        return;
    };
    if let Some(value) = person.fields.get_mut(&PersonField::DocumentNumber) {
        value.text = document::canonical(kind, &value.text);
    }
}

/// What the rules have to say about a person on the day `today_iso`, in the order of the fields. Nothing here stops an
/// intake (I15). A day that is none (a clock out of its mind) leaves out the rules that need it.
#[must_use]
pub fn check(person: &Person, today_iso: &str) -> Vec<Finding> {
    let known = Known {
        person,
        days: DocumentDays {
            kind: DocumentKind::from_key(person.text(PersonField::DocumentKind)),
            born: date::parse(person.text(PersonField::BirthDate)),
            issued: date::parse(person.text(PersonField::DocumentIssued)),
            expires: date::parse(person.text(PersonField::DocumentExpires)),
            today: date::parse(today_iso),
        },
    };
    let filled = PersonField::ALL
        .into_iter()
        .filter(|field| !person.text(*field).is_empty());
    filled
        .flat_map(|field| {
            let unmet = known.unmet(field).into_iter();
            unmet.map(move |rule| rule.at(&field.place()))
        })
        .collect()
}

/// A person, and the days of their document as days.
struct Known<'a> {
    person: &'a Person,
    days: DocumentDays,
}

impl Known<'_> {
    fn unmet(&self, field: PersonField) -> Vec<Rule> {
        let text = self.person.text(field);
        let one = |rule: Option<Rule>| rule.into_iter().collect();
        match field {
            PersonField::Surname | PersonField::GivenName | PersonField::Patronymic => {
                name::unmet(text)
            }
            PersonField::BirthDate => match self.days.born {
                None => vec![Rule::DateFormat],
                Some(day) if date::is_plausible_birth(day, self.days.today) => Vec::new(),
                Some(_) => vec![Rule::BirthDateImplausible],
            },
            PersonField::DocumentIssued if self.days.issued.is_none() => vec![Rule::DateFormat],
            PersonField::DocumentIssued => self.days.issue_unmet(),
            PersonField::DocumentExpires if self.days.expires.is_none() => vec![Rule::DateFormat],
            PersonField::DocumentExpires => self.days.expiry_unmet(),
            PersonField::Sex => one((!is_sex(text)).then_some(Rule::SexUnknown)),
            PersonField::DocumentNumber => {
                one(self.days.kind.and_then(|kind| document::unmet(kind, text)))
            }
            PersonField::Rnokpp => self.rnokpp(text),
            PersonField::Unzr => self.unzr(text),
            PersonField::Phone => one(phone::unmet(text)),
            PersonField::Email => one(email::unmet(text)),
            PersonField::SettlementCode => one(code::unmet(text)),
            PersonField::LatinName => one(self.latin_name(text)),
            PersonField::Settlement => {
                let has_code = !self.person.text(PersonField::SettlementCode).is_empty();
                one((!has_code).then_some(Rule::PlaceWithoutCode))
            }
            PersonField::DocumentKind
            | PersonField::DocumentIssuer
            | PersonField::SettlementEdition
            | PersonField::Street => Vec::new(),
        }
    }

    fn rnokpp(&self, text: &str) -> Vec<Rule> {
        if let Some(rule) = rnokpp::unmet(text, self.days.today) {
            // A mistyped number says nothing about birth and sex.
            return vec![rule];
        }
        let Some(number) = rnokpp::read(text) else {
            return Vec::new();
        };
        let sex = self.person.text(PersonField::Sex);
        let born = self.days.born.is_some_and(|born| born != number.birth_date);
        [
            born.then_some(Rule::RnokppBirthDate),
            (is_sex(sex) && sex != number.sex).then_some(Rule::RnokppSex),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    fn unzr(&self, text: &str) -> Vec<Rule> {
        let mut rules = unzr::unmet(text, self.days.today);
        let Some(number) = unzr::read(text) else {
            return rules;
        };
        let taxpayer = rnokpp::read(self.person.text(PersonField::Rnokpp))
            .filter(|taxpayer| taxpayer.check_digit_right);
        match (self.days.born, taxpayer) {
            (Some(born), _) if born != number.birth_date => rules.push(Rule::UnzrBirthDate),
            // With a birth date each number is compared with that one.
            (None, Some(taxpayer)) if taxpayer.birth_date != number.birth_date => {
                rules.push(Rule::UnzrRnokpp);
            }
            (Some(_) | None, _) => {}
        }
        rules
    }

    fn latin_name(&self, latin: &str) -> Option<Rule> {
        let native = [PersonField::Surname, PersonField::GivenName]
            .map(|field| self.person.text(field))
            .join(" ");
        let differs = translit::likeness(&native, latin) == translit::Likeness::Different;
        (!native.trim().is_empty() && differs).then_some(Rule::LatinNameMismatch)
    }
}

fn is_sex(text: &str) -> bool {
    matches!(text, "F" | "M")
}

fn sex(text: &str) -> String {
    match text.to_lowercase().as_str() {
        "m" | "male" | "ч" | "чол" | "чоловіча" | "м" => "M".to_owned(),
        "f" | "female" | "ж" | "жін" | "жіноча" => "F".to_owned(),
        _ => text.to_owned(),
    }
}

/// Exactly `N` ASCII digits.
pub(super) fn digits<const N: usize>(text: &str) -> Option<[i32; N]> {
    let digits: Option<Vec<i32>> = text
        .bytes()
        .map(|byte| byte.is_ascii_digit().then(|| i32::from(byte - b'0')))
        .collect();
    digits?.try_into().ok()
}

pub(super) fn without_blanks(text: &str) -> String {
    text.chars()
        .filter(|letter| !letter.is_whitespace())
        .collect()
}

pub(super) fn one_blank(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::person::Source;

    const TODAY: &str = "2026-11-21";

    fn found(fields: &[(PersonField, &str)]) -> Vec<String> {
        let mut person = Person::default();
        for (field, text) in fields {
            person.set(*field, text, Source::Typed);
        }
        check(&person, TODAY).iter().map(Finding::key).collect()
    }

    #[test]
    fn an_ordinary_person_has_no_findings() {
        let ordinary = [
            (PersonField::Surname, "Знам’янко"),
            (PersonField::GivenName, "Наталія"),
            (PersonField::BirthDate, "1948-02-28"),
            (PersonField::Sex, "M"),
            (PersonField::DocumentKind, "passport_book"),
            (PersonField::DocumentNumber, "АЕ 123456"),
            (PersonField::DocumentIssued, "1997-05-06"),
            (PersonField::Rnokpp, "1759013776"),
            (PersonField::Phone, "+380671234567"),
            (PersonField::SettlementCode, "UA26080010010051392"),
            (PersonField::LatinName, "ZNAMIANKO NATALIIA"),
        ];
        assert_eq!(found(&ordinary), Vec::<String>::new());
        assert_eq!(found(&[]), Vec::<String>::new());
    }

    #[test]
    fn numbers_are_compared_with_birth_and_sex() {
        let mismatched = [
            (PersonField::BirthDate, "1948-02-29"),
            (PersonField::Sex, "F"),
            (PersonField::Rnokpp, "1759013776"),
            (PersonField::Unzr, "20000213-01467"),
        ];
        assert_eq!(
            found(&mismatched),
            [
                "person.rnokpp#rnokpp-birth-date",
                "person.rnokpp#rnokpp-sex",
                "person.unzr#unzr-birth-date"
            ]
        );
        assert_eq!(
            found(&[(PersonField::Rnokpp, "1759013770")]),
            ["person.rnokpp#rnokpp-check-digit"]
        );
        assert_eq!(
            found(&[(PersonField::Rnokpp, "175901377")]),
            ["person.rnokpp#rnokpp-format"]
        );
    }

    #[test]
    fn a_paper_out_of_its_time_is_noticed() {
        let papers = [
            (PersonField::BirthDate, "2027-01-01"),
            (PersonField::DocumentIssued, "2026-11-22"),
            (PersonField::DocumentExpires, "2026-11-20"),
        ];
        assert_eq!(
            found(&papers),
            [
                "person.birth_date#birth-date-implausible",
                "person.document_issued#document-issued-implausible",
                "person.document_expires#document-expired"
            ]
        );
        assert_eq!(
            found(&[(PersonField::BirthDate, "торік")]),
            ["person.birth_date#date-format"]
        );
    }

    #[test]
    fn another_name_in_latin_letters_is_noticed() {
        let names = [
            (PersonField::Surname, "Ткаченко"),
            (PersonField::LatinName, "TKACHUK"),
        ];
        assert_eq!(found(&names), ["person.latin_name#latin-name-mismatch"]);
    }

    #[test]
    fn typed_text_gets_the_spelling_that_is_kept() {
        for (field, typed, kept) in [
            (PersonField::Surname, " знам'янко ", "Знам’янко"),
            (PersonField::BirthDate, "28.02.1948", "1948-02-28"),
            (PersonField::Sex, "Ж", "F"),
            (PersonField::Rnokpp, "1759 013 776", "1759013776"),
            (PersonField::Unzr, "2000021301467", "20000213-01467"),
            (PersonField::Phone, "067 123 45 67", "+380671234567"),
            (
                PersonField::SettlementCode,
                "уа26080010010051392",
                "UA26080010010051392",
            ),
            (PersonField::Street, " вул.\u{a0}Нова,  1 ", "вул. Нова, 1"),
        ] {
            assert_eq!(normalise(field, typed), kept);
        }
    }

    #[test]
    fn replaced_letters_are_told_and_nothing_else_is() {
        for (field, typed, told) in [
            (PersonField::SettlementCode, "УА26080010010051392", true),
            (PersonField::SettlementCode, "ua26080010010051392", false),
            (PersonField::Surname, "Iваненко", true),
            (PersonField::Surname, "знам'янко", false),
            (PersonField::Sex, "Ж", false),
        ] {
            let kept = normalise(field, typed);
            assert_eq!(folding(field, typed, &kept).is_some(), told, "{typed}");
        }
    }

    #[test]
    fn two_numbers_without_a_document_are_compared_with_each_other() {
        let numbers = [
            (PersonField::Rnokpp, "1759013776"),
            (PersonField::Unzr, "19401231-00074"),
        ];
        assert_eq!(found(&numbers), ["person.unzr#unzr-rnokpp"]);
        let refused = [
            (PersonField::Rnokpp, "відмова"),
            (PersonField::Unzr, "19401231-00074"),
        ];
        assert_eq!(found(&refused), Vec::<String>::new());
    }

    #[test]
    fn a_number_is_folded_once_its_document_is_known() {
        let mut person = Person::default();
        person.set(PersonField::DocumentNumber, "AE123456", Source::Typed);
        fold_number(&mut person);
        assert_eq!(person.text(PersonField::DocumentNumber), "AE123456");
        person.set(PersonField::DocumentKind, "passport_book", Source::Typed);
        fold_number(&mut person);
        assert_eq!(person.text(PersonField::DocumentNumber), "АЕ 123456");
    }

    #[test]
    fn no_text_is_too_strange() {
        let pieces = [
            "",
            "0",
            "9999999999",
            "-",
            "’",
            "І",
            "A",
            "\u{306}",
            "\0",
            "👵",
            "2026-02-30",
            "UA",
            "<<",
            " ",
            "+",
        ];
        for first in pieces {
            for second in pieces {
                for third in pieces {
                    let text = [first, second, third].concat();
                    let mut person = Person::default();
                    for field in PersonField::ALL {
                        let once = normalise(field, &text);
                        assert_eq!(normalise(field, &once), once, "{field:?} {text:?}");
                        person.set(field, &once, Source::Typed);
                    }
                    for kind in DocumentKind::ALL {
                        person.set(PersonField::DocumentKind, kind.key(), Source::Typed);
                        fold_number(&mut person);
                        assert!(
                            !check(&person, &text)
                                .iter()
                                .any(|finding| finding.place.is_empty())
                        );
                    }
                    let line: String = text.chars().cycle().take(30).collect();
                    if let Ok(facts) =
                        crate::identity::facts_from_mrz(&[line.clone(), line.clone(), line], &text)
                    {
                        crate::identity::apply(&facts, &mut person);
                    }
                }
            }
        }
    }
}
