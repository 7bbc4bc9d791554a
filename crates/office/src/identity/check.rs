//! Every field of a person: how typed text is spelt, and what the rules have to say about it.

use super::{date, document, name, phone, rnokpp, translit, unzr};
use crate::finding::{Finding, Level};
use crate::person::{DocumentKind, Person, PersonField};
use jiff::civil::Date;

/// Typed text in the spelling that is kept and printed. It never loses what was typed: what has no such spelling stays.
#[must_use]
pub fn normalise(field: PersonField, typed: &str) -> String {
    let text = crate::form::normalise(typed);
    match field {
        PersonField::Surname | PersonField::GivenName | PersonField::Patronymic => {
            name::normalise(&text)
        }
        PersonField::BirthDate | PersonField::DocumentIssued | PersonField::DocumentExpires => {
            date::normalise(&text)
        }
        PersonField::Sex => sex(&text),
        PersonField::Rnokpp => without_blanks(&text),
        PersonField::Unzr => unzr::normalise(&text),
        PersonField::Phone => phone::normalise(&text),
        PersonField::SettlementCode => text.to_uppercase().replace("УА", "UA"),
        PersonField::DocumentNumber | PersonField::LatinName => one_blank(&text.to_uppercase()),
        PersonField::DocumentKind
        | PersonField::DocumentIssuer
        | PersonField::Settlement
        | PersonField::Street => one_blank(&text),
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
