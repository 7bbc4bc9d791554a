//! Every field of a person: how typed text is spelt, and what the rules have to say about it.

use super::{date, document, name, phone, rnokpp, translit, unzr};
use crate::finding::{Finding, Level};
use crate::person::{DocumentKind, Person, PersonField};
use jiff::civil::Date;

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
        PersonField::Rnokpp => without_blanks(text),
        PersonField::Unzr => unzr::normalise(text),
        PersonField::Phone => phone::normalise(text),
        PersonField::SettlementCode => text.to_uppercase().replace("УА", "UA"),
        PersonField::DocumentNumber | PersonField::LatinName => one_blank(&text.to_uppercase()),
        PersonField::DocumentKind
        | PersonField::DocumentIssuer
        | PersonField::Settlement
        | PersonField::Street => one_blank(text),
    }
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
    let today = date::parse(today_iso);
    PersonField::ALL
        .into_iter()
        .filter(|field| !person.text(*field).is_empty())
        .flat_map(|field| {
            let rules = rules(person, field, today);
            rules.into_iter().map(move |(rule, level)| {
                Finding::new(&format!("person.{}", field.key()), rule, level)
            })
        })
        .collect()
}

type Rule = (&'static str, Level);

fn rules(person: &Person, field: PersonField, today: Option<Date>) -> Vec<Rule> {
    let text = person.text(field);
    let born = date::parse(person.text(PersonField::BirthDate));
    let warn = |rule, unmet: bool| unmet.then_some((rule, Level::Warning));
    let wrong = |rule, unmet: bool| unmet.then_some((rule, Level::Error));
    let single = |rule: Option<Rule>| rule.into_iter().collect();
    match field {
        PersonField::Surname | PersonField::GivenName | PersonField::Patronymic => {
            single(warn("name-characters", !name::is_usual(text)))
        }
        PersonField::BirthDate => single(day_rule(text, "birth-date-implausible", |day| {
            day.year() < 1900 || today.is_some_and(|today| day > today)
        })),
        PersonField::DocumentIssued => {
            single(day_rule(text, "document-issued-implausible", |day| {
                today.is_some_and(|today| day > today) || born.is_some_and(|born| day < born)
            }))
        }
        PersonField::DocumentExpires => single(day_rule(text, "document-expired", |day| {
            today.is_some_and(|today| day < today)
        })),
        PersonField::Sex => single(wrong("sex-unknown", !matches!(text, "F" | "M"))),
        PersonField::DocumentNumber => {
            let kind = DocumentKind::from_key(person.text(PersonField::DocumentKind));
            let unmet = kind.is_some_and(|kind| !document::is_well_formed(kind, text));
            single(wrong("document-number-format", unmet))
        }
        PersonField::Rnokpp => rnokpp_rules(text, born, person.text(PersonField::Sex)),
        PersonField::Unzr => unzr_rules(text, born),
        PersonField::Phone => single(warn("phone-format", !phone::is_well_formed(text))),
        PersonField::SettlementCode => {
            single(warn("settlement-code-format", !is_settlement_code(text)))
        }
        PersonField::LatinName => {
            let native = [
                person.text(PersonField::Surname),
                person.text(PersonField::GivenName),
            ]
            .concat();
            single(warn(
                "latin-name-mismatch",
                !native.is_empty() && !translit::may_be_the_same(&native, text),
            ))
        }
        PersonField::DocumentKind
        | PersonField::DocumentIssuer
        | PersonField::Settlement
        | PersonField::Street => Vec::new(),
    }
}

fn day_rule(text: &str, rule: &'static str, unmet: impl Fn(Date) -> bool) -> Option<Rule> {
    match date::parse(text) {
        None => Some(("date-format", Level::Error)),
        Some(day) => unmet(day).then_some((rule, Level::Warning)),
    }
}

fn rnokpp_rules(text: &str, born: Option<Date>, sex: &str) -> Vec<Rule> {
    let Some(number) = rnokpp::read(text) else {
        return vec![("rnokpp-format", Level::Error)];
    };
    if !number.check_digit_right {
        // A mistyped number says nothing about birth and sex.
        return vec![("rnokpp-check-digit", Level::Warning)];
    }
    let mut found = Vec::new();
    if born.is_some_and(|born| born != number.birth_date) {
        found.push(("rnokpp-birth-date", Level::Warning));
    }
    if matches!(sex, "F" | "M") && sex != number.sex {
        found.push(("rnokpp-sex", Level::Warning));
    }
    found
}

fn unzr_rules(text: &str, born: Option<Date>) -> Vec<Rule> {
    let Some(number) = unzr::read(text) else {
        return vec![("unzr-format", Level::Error)];
    };
    let mut found = Vec::new();
    if !number.check_digit_right {
        found.push(("unzr-check-digit", Level::Warning));
    }
    if born.is_some() && number.birth_date != born {
        found.push(("unzr-birth-date", Level::Warning));
    }
    found
}

/// `UA` and seventeen digits (наказ 290 of 26.11.2020); the code has no check digit.
fn is_settlement_code(text: &str) -> bool {
    text.strip_prefix("UA")
        .is_some_and(|rest| digits::<17>(rest).is_some())
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

fn one_blank(text: &str) -> String {
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
            (PersonField::Surname, " знам'янко ", "знам’янко"),
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
                        crate::identity::facts_from_mrz(&[line.clone(), line.clone(), line])
                    {
                        crate::identity::apply(&facts, &mut person);
                    }
                }
            }
        }
    }
}
