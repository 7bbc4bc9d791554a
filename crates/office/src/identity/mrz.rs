//! The machine readable zone of an ID card (TD1, ICAO 9303-5) or a passport (TD3, ICAO 9303-4), and what it tells.
//!
//! Its check digits tell that it was read well, not that it is true. It never overwrites what a person typed.

use super::rule::Rule;
use super::{check, document};
use crate::finding::Finding;
use crate::person::{DocumentKind, Person, PersonField, Source};
use ::mrz::{Field, MrzData, MrzDate, ParseOptions};
use std::fmt;

/// Why lines are not a machine readable zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MrzError {
    /// Neither three lines of 30 nor two lines of 44 characters.
    #[error("neither three lines of 30 nor two of 44 characters")]
    WrongShape,
    /// Of that shape, but with characters or a document code that no such zone has.
    #[error("not a machine readable zone")]
    Garbled,
}

/// What a machine readable zone tells. `Debug` shows no value (I12).
#[derive(Clone, PartialEq, Eq)]
pub struct MrzFacts {
    /// Which document it is printed on.
    pub kind: DocumentKind,
    /// Number of the document.
    pub number: String,
    /// Family name in Latin letters.
    pub surname: String,
    /// Given names in Latin letters.
    pub given_names: String,
    /// ISO 8601; empty where the zone has no whole day. The century is the demographic number's, where there is one,
    /// else the latest in which that year has begun.
    pub birth_date: String,
    /// `F`, `M`, or empty.
    pub sex: String,
    /// ISO 8601; empty where the zone has no whole day.
    pub expires: String,
    /// Number in the demographic register from the optional field, `YYYYMMDD-NNNNN`; empty where there is none.
    pub unzr: String,
    /// Taxpayer number from the optional field; empty where there is none.
    pub rnokpp: String,
    /// The fields whose check digit is wrong, in the zone's order; empty where the zone was read well. The digit over the whole
    /// zone counts for the number.
    pub failed: Vec<PersonField>,
}

impl MrzFacts {
    /// Whether every check digit is right.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.failed.is_empty()
    }
}

impl fmt::Debug for MrzFacts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MrzFacts({:?}, failed: {:?})", self.kind, self.failed)
    }
}

/// The year before which no kit's clock is believed when a century is guessed.
const NOT_BEFORE: i16 = 2026;

/// Reads the lines of a zone on the day `today_iso`; blanks and small letters are forgiven, wrong check digits are told by
/// `failed`.
///
/// # Errors
/// [`MrzError`], situation by situation.
pub fn facts_from_mrz(lines: &[String], today_iso: &str) -> Result<MrzFacts, MrzError> {
    let lines: Vec<String> = lines
        .iter()
        .map(|line| check::without_blanks(line).to_uppercase())
        .filter(|line| !line.is_empty())
        .collect();
    if lines.iter().any(|line| !line.is_ascii()) {
        return Err(MrzError::Garbled);
    }
    let year =
        super::date::parse(today_iso).map_or(NOT_BEFORE, |today| today.year().max(NOT_BEFORE));
    let options =
        ParseOptions::default().with_pivot_yy(u32::from(year.rem_euclid(100).unsigned_abs()));
    let read = match lines.as_slice() {
        [first, second, third] if [first, second, third].iter().all(|line| line.len() == 30) => {
            ::mrz::parse_td1_with(first, second, third, &options)
        }
        [first, second] if first.len() == 44 && second.len() == 44 => {
            ::mrz::parse_td3_with(first, second, &options)
        }
        _ => return Err(MrzError::WrongShape),
    };
    read.map(|data| facts(&data))
        .map_err(|_its_words_quote_the_zone| MrzError::Garbled)
}

fn facts(data: &MrzData) -> MrzFacts {
    let optional: Vec<&str> = [&data.optional_data_1, &data.optional_data_2]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect();
    let unzr = unzr(&optional).unwrap_or_default();
    let rnokpp = optional
        .iter()
        .flat_map(|text| text.split('<'))
        .find(|run| super::rnokpp::read(run).is_some_and(|number| number.check_digit_right));
    let birth_date = day(data.date_of_birth);
    let exact = super::unzr::read(&unzr).map(|unzr| unzr.birth_date.to_string());
    MrzFacts {
        kind: kind(data),
        number: data.full_document_number().to_owned(),
        surname: data.surname.clone(),
        given_names: data.given_names.clone(),
        birth_date: match exact {
            Some(exact) if exact.get(2..) == birth_date.get(2..) => exact,
            _ => birth_date,
        },
        sex: match data.sex.zone_char() {
            letter @ ('F' | 'M') => letter.to_string(),
            _ => String::new(),
        },
        expires: day(data.date_of_expiry),
        unzr,
        rnokpp: rnokpp.unwrap_or_default().to_owned(),
        failed: failed(data),
    }
}

/// Thirteen digits of either optional field that are a demographic number, wherever in it they stand. A right check digit
/// decides where there are several.
fn unzr(optional: &[&str]) -> Option<String> {
    let windows = optional
        .iter()
        .flat_map(|text| (0..text.len()).filter_map(|at| text.get(at..at + 13)))
        .map(super::unzr::normalise);
    let mut found: Vec<(bool, String)> = windows
        .filter_map(|number| Some((super::unzr::read(&number)?.check_digit_right, number)))
        .collect();
    // Stable: of equals the first one stays in front.
    found.sort_by_key(|(right, _)| !right);
    found.into_iter().next().map(|(_, number)| number)
}

fn failed(data: &MrzData) -> Vec<PersonField> {
    let mut fields: Vec<PersonField> = data
        .checks
        .failed()
        .into_iter()
        .map(|field| match field {
            Field::DateOfBirth => PersonField::BirthDate,
            Field::DateOfExpiry => PersonField::DocumentExpires,
            Field::PersonalNumber => PersonField::Unzr,
            Field::DocumentNumber | Field::Composite => PersonField::DocumentNumber,
            // A digit that some later layout prints: over what, this reader does not know.
            _ => PersonField::DocumentNumber,
        })
        .collect();
    let mut seen = std::collections::BTreeSet::new();
    fields.retain(|field| seen.insert(*field));
    fields
}

fn kind(data: &MrzData) -> DocumentKind {
    if data.issuing_country != "UKR" {
        DocumentKind::Other
    } else if data.nationality != "UKR" {
        // Ukraine gives cards to foreigners who may live here.
        DocumentKind::ResidencePermit
    } else if data.format == ::mrz::Format::Td1 {
        DocumentKind::IdCard
    } else {
        DocumentKind::ForeignPassport
    }
}

fn day(date: MrzDate) -> String {
    date.calendar()
        .map(|day| format!("{:04}-{:02}-{:02}", day.year, day.month, day.day))
        .unwrap_or_default()
}

/// Fills the empty and the machine-read fields of a person. A typed value that differs stays and is told as
/// `mrz-mismatch`; a zone with wrong check digits fills nothing and is told as `mrz-check-digit` at each field that has one.
pub fn apply(facts: &MrzFacts, person: &mut Person) -> Vec<Finding> {
    if !facts.is_valid() {
        let told = facts.failed.iter();
        return told
            .map(|field| Rule::MrzCheckDigit.at(&field.place()))
            .collect();
    }
    let latin = [facts.surname.as_str(), facts.given_names.as_str()].join(" ");
    let mut found = Vec::new();
    for (field, text) in [
        (PersonField::DocumentKind, facts.kind.key()),
        (PersonField::DocumentNumber, facts.number.as_str()),
        (PersonField::BirthDate, facts.birth_date.as_str()),
        (PersonField::Sex, facts.sex.as_str()),
        (PersonField::DocumentExpires, facts.expires.as_str()),
        (PersonField::Unzr, facts.unzr.as_str()),
        (PersonField::Rnokpp, facts.rnokpp.as_str()),
        (PersonField::LatinName, latin.trim()),
    ] {
        let typed = person
            .fields
            .get(&field)
            .filter(|value| value.source == Source::Typed);
        match typed {
            _ if text.is_empty() => {}
            None => person.set(field, text, Source::Mrz),
            Some(value) if same(field, facts.kind, &value.text, text) => {}
            Some(_) => {
                found.push(Rule::MrzMismatch.at(&field.place()));
            }
        }
    }
    found
}

fn same(field: PersonField, kind: DocumentKind, typed: &str, read: &str) -> bool {
    let spelt = |text| {
        if field == PersonField::DocumentNumber {
            document::canonical(kind, text)
        } else {
            check::normalise(field, text)
        }
    };
    spelt(typed) == spelt(read)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
mod tests {
    use super::*;

    /// Not a real card: the layout of domain knowledge with Diia's test stub.
    const CARD: [&str; 3] = [
        "I<UKR00003188662000021301467<<",
        "0002130F2603092UKR<<<<<<<<<<<8",
        "DIIA<<NADIIA<<<<<<<<<<<<<<<<<<",
    ];

    const TODAY: &str = "2026-11-21";

    fn read(lines: &[String]) -> Result<MrzFacts, MrzError> {
        facts_from_mrz(lines, TODAY)
    }

    fn lines(lines: &[&str]) -> Vec<String> {
        lines.iter().map(|line| (*line).to_owned()).collect()
    }

    #[test]
    fn an_id_card_tells_its_holder() {
        let facts = read(&lines(&CARD)).unwrap();
        assert!(facts.is_valid());
        assert_eq!(facts.kind, DocumentKind::IdCard);
        assert_eq!(facts.number, "000031886");
        assert_eq!(
            (facts.surname.as_str(), facts.given_names.as_str()),
            ("DIIA", "NADIIA")
        );
        assert_eq!(
            (facts.birth_date.as_str(), facts.sex.as_str()),
            ("2000-02-13", "F")
        );
        assert_eq!(facts.expires, "2026-03-09");
        assert_eq!(facts.unzr, "20000213-01467");
    }

    #[test]
    fn a_foreign_passport_is_another_kind() {
        let specimen = [
            "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
            "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
        ];
        let facts = read(&lines(&specimen)).unwrap();
        assert!(facts.is_valid());
        assert_eq!(facts.kind, DocumentKind::Other);
        assert_eq!(facts.given_names, "ANNA MARIA");
    }

    #[test]
    fn the_demographic_number_knows_the_century() {
        let first = CARD[0].replace("2000021301467", "1924031200427");
        // The composite digit is wrong here: a misread zone still tells what it says.
        let facts = read(&lines(&[&first, "2403128F2603092UKR<<<<<<<<<<<0", CARD[2]])).unwrap();
        assert_eq!(facts.birth_date, "1924-03-12");
        assert!(!facts.is_valid());
    }

    #[test]
    fn empty_fields_are_filled_and_typed_ones_are_left() {
        let facts = read(&lines(&CARD)).unwrap();
        let mut person = Person::default();
        person.set(PersonField::BirthDate, "2000-02-14", Source::Typed);
        person.set(PersonField::DocumentNumber, "000 031 886", Source::Typed);
        let found = apply(&facts, &mut person);
        assert_eq!(person.text(PersonField::BirthDate), "2000-02-14");
        assert_eq!(person.text(PersonField::Unzr), "20000213-01467");
        assert_eq!(person.text(PersonField::LatinName), "DIIA NADIIA");
        let keys: Vec<String> = found.iter().map(Finding::key).collect();
        assert_eq!(keys, ["person.birth_date#mrz-mismatch"]);
    }

    #[test]
    fn a_misread_zone_fills_nothing() {
        let mut misread = lines(&CARD);
        misread[1] = misread[1].replace("000213", "000218");
        let facts = read(&misread).unwrap();
        let mut person = Person::default();
        let keys: Vec<String> = apply(&facts, &mut person)
            .iter()
            .map(Finding::key)
            .collect();
        let told = [
            "person.birth_date#mrz-check-digit",
            "person.document_number#mrz-check-digit",
        ];
        assert_eq!(keys, told);
        assert_eq!(person, Person::default());
    }

    #[test]
    fn both_document_codes_and_both_optional_fields_are_read() {
        let zone = |code: &str, first: &str, second: &str| {
            let zone = ::mrz::format_td1(&::mrz::Td1Fields {
                document_code: code.to_owned(),
                issuing_country: "UKR".to_owned(),
                document_number: "000031886".to_owned(),
                surname: "DIIA".to_owned(),
                given_names: "NADIIA".to_owned(),
                nationality: "UKR".to_owned(),
                date_of_birth: MrzDate::Calendar(::mrz::Date::new(2000, 2, 13)),
                sex: ::mrz::Sex::Female,
                date_of_expiry: MrzDate::Calendar(::mrz::Date::new(2033, 3, 9)),
                optional_data_1: Some(first.to_owned()),
                optional_data_2: Some(second.to_owned()),
            });
            read(&zone.lines().map(str::to_owned).collect::<Vec<_>>()).unwrap()
        };
        for code in ["I<", "ID"] {
            for (first, second) in [
                ("2000021301467", ""),
                ("1<2000021301467", "1759013776"),
                ("7200002130146", "72000021301"),
                ("A2000021301467", ""),
            ] {
                let facts = zone(code, first, second);
                assert!(
                    facts.is_valid() && facts.kind == DocumentKind::IdCard,
                    "{code}"
                );
                assert_eq!(facts.expires, "2033-03-09");
                let whole = first.contains("2000021301467");
                assert_eq!(facts.unzr == "20000213-01467", whole, "{first}");
                assert_eq!(facts.rnokpp == "1759013776", second == "1759013776");
            }
        }
    }

    #[test]
    fn a_child_of_this_year_is_no_centenarian() {
        let zone = ::mrz::format_td3(&::mrz::Td3Fields {
            issuing_country: "UKR".to_owned(),
            document_number: "FA123456".to_owned(),
            surname: "DIIA".to_owned(),
            given_names: "NADIIA".to_owned(),
            nationality: "UKR".to_owned(),
            date_of_birth: MrzDate::Calendar(::mrz::Date::new(2031, 2, 13)),
            sex: ::mrz::Sex::Female,
            date_of_expiry: MrzDate::Calendar(::mrz::Date::new(2035, 3, 9)),
            ..Default::default()
        });
        let zone: Vec<String> = zone.lines().map(str::to_owned).collect();
        for (today, born) in [
            ("2031-03-01", "2031-02-13"),
            ("2030-03-01", "1931-02-13"),
            ("1970-01-01", "1931-02-13"),
            ("", "1931-02-13"),
        ] {
            let facts = facts_from_mrz(&zone, today).unwrap();
            assert_eq!(
                (facts.birth_date.as_str(), facts.kind),
                (born, DocumentKind::ForeignPassport)
            );
        }
    }

    #[test]
    fn what_is_no_zone_is_told_apart() {
        assert_eq!(read(&[]), Err(MrzError::WrongShape));
        assert_eq!(read(&lines(&["abc", "def"])), Err(MrzError::WrongShape));
        let cyrillic = "Я".repeat(30);
        assert_eq!(
            read(&[cyrillic.clone(), cyrillic.clone(), cyrillic]),
            Err(MrzError::Garbled)
        );
    }
}
