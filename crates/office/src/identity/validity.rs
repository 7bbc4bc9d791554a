//! The days of a document: when it was issued and to whom, how long it is valid, when it wants a new photograph.
//!
//! Terms and years are those of the domain notes and only warn (I15): law has prolonged documents before, and a document of
//! somebody who cannot leave the house is often late.

use super::date::{birthday, is_plausible_birth};
use super::rule::Rule;
use crate::person::DocumentKind;
use jiff::civil::Date;

/// The days that a person and their document name; what is not known is left out and so are the rules that need it.
#[derive(Clone, Copy, Debug, Default)]
pub struct DocumentDays {
    /// Which document.
    pub kind: Option<DocumentKind>,
    /// Birth of the holder.
    pub born: Option<Date>,
    /// Issue.
    pub issued: Option<Date>,
    /// Last day of validity.
    pub expires: Option<Date>,
    /// The day of the visit.
    pub today: Option<Date>,
}

/// Years in which passport books were issued.
const BOOK_YEARS: std::ops::RangeInclusive<i16> = 1994..=2018;

/// Age from which somebody holds an ID card or a passport book.
const HOLDER_AGE: i16 = 14;

/// Ages at which a passport book gets another photograph.
const PHOTO_AGES: [(i16, Rule); 2] = [(25, Rule::PassportPhoto25), (45, Rule::PassportPhoto45)];

/// Years for which an ID card is valid: issued before the holder is 18, and later.
const CARD_YEARS: (i16, i16) = (4, 10);

impl DocumentDays {
    /// What the rules say of the day of issue. A missing photograph belongs here: it depends on when the book was issued.
    #[must_use]
    pub fn issue_unmet(&self) -> Vec<Rule> {
        let Some(issued) = self.issued else {
            return Vec::new();
        };
        let before = |day: Option<Date>| day.is_some_and(|day| issued < day);
        let implausible = !is_plausible_birth(issued, self.today) || before(self.born);
        let outside =
            self.kind == Some(DocumentKind::PassportBook) && !BOOK_YEARS.contains(&issued.year());
        let young =
            self.is_of_the_grown() && !before(self.born) && before(self.turning(HOLDER_AGE));
        [
            implausible.then_some(Rule::DocumentIssuedImplausible),
            (outside && !implausible).then_some(Rule::DocumentIssuedOutsideYears),
            young.then_some(Rule::DocumentHolderTooYoung),
        ]
        .into_iter()
        .flatten()
        .chain(self.photographs(issued))
        .collect()
    }

    /// What the rules say of the last day of validity.
    #[must_use]
    pub fn expiry_unmet(&self) -> Vec<Rule> {
        let Some(expires) = self.expires else {
            return Vec::new();
        };
        let over = self.today.is_some_and(|today| expires < today);
        let usual = self.usual_expiry();
        let other = usual.is_some_and(|usual| {
            // Some cards name the day of issue, some the day before.
            expires != usual && usual.yesterday().ok() != Some(expires)
        });
        [
            other.then_some(Rule::DocumentValidity),
            over.then_some(Rule::DocumentExpired),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// The day to which an ID card is usually valid.
    fn usual_expiry(&self) -> Option<Date> {
        let issued = self
            .issued
            .filter(|_| self.kind == Some(DocumentKind::IdCard))?;
        let years = if issued < self.turning(18)? {
            CARD_YEARS.0
        } else {
            CARD_YEARS.1
        };
        birthday(issued, years)
    }

    /// Photographs that are due by now, and that the issue itself did not bring.
    fn photographs(&self, issued: Date) -> impl Iterator<Item = Rule> {
        let is_book = self.kind == Some(DocumentKind::PassportBook);
        PHOTO_AGES.into_iter().filter_map(move |(age, rule)| {
            let due = self.turning(age).filter(|_| is_book)?;
            (issued < due && self.today? >= due).then_some(rule)
        })
    }

    fn is_of_the_grown(&self) -> bool {
        matches!(
            self.kind,
            Some(DocumentKind::IdCard | DocumentKind::PassportBook)
        )
    }

    fn turning(&self, age: i16) -> Option<Date> {
        birthday(self.born?, age)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::date::parse;

    fn days(kind: DocumentKind, born: &str, issued: &str, expires: &str) -> DocumentDays {
        DocumentDays {
            kind: Some(kind),
            born: parse(born),
            issued: parse(issued),
            expires: parse(expires),
            today: parse("2026-11-21"),
        }
    }

    fn book(born: &str, issued: &str) -> Vec<Rule> {
        days(DocumentKind::PassportBook, born, issued, "").issue_unmet()
    }

    fn card(born: &str, issued: &str, expires: &str) -> Vec<Rule> {
        days(DocumentKind::IdCard, born, issued, expires).expiry_unmet()
    }

    #[test]
    fn a_book_wants_the_photographs_that_its_issue_did_not_bring() {
        let (first, second) = (Rule::PassportPhoto25, Rule::PassportPhoto45);
        assert_eq!(book("1948-02-28", "1997-05-06"), []);
        assert_eq!(book("1969-04-12", "1995-05-06"), [second]);
        assert_eq!(book("1980-01-01", "1997-05-06"), [first, second]);
        assert_eq!(book("1981-11-21", "2000-01-01"), [first, second]);
        assert_eq!(book("1981-11-22", "2000-01-01"), [first]);
        assert_eq!(book("2001-11-22", "2017-12-01"), []);
        let unknown = DocumentDays {
            kind: Some(DocumentKind::PassportBook),
            ..DocumentDays::default()
        };
        assert_eq!(unknown.issue_unmet(), []);
    }

    #[test]
    fn a_book_has_its_years_and_its_holder_an_age() {
        assert_eq!(
            book("1948-02-28", "1993-12-31"),
            [Rule::DocumentIssuedOutsideYears]
        );
        assert_eq!(
            book("1948-02-28", "2019-01-01"),
            [Rule::DocumentIssuedOutsideYears]
        );
        assert_eq!(
            book("2003-05-06", "2017-05-05"),
            [Rule::DocumentHolderTooYoung]
        );
        assert_eq!(book("2003-05-06", "2017-05-06"), []);
        assert_eq!(
            book("2003-05-06", "2002-05-06"),
            [Rule::DocumentIssuedImplausible]
        );
        assert_eq!(
            book("2003-05-06", "2026-11-22"),
            [Rule::DocumentIssuedImplausible]
        );
    }

    #[test]
    fn a_card_is_valid_for_four_or_for_ten_years() {
        for (born, issued, expires) in [
            ("1969-04-12", "2019-03-01", "2029-03-01"),
            ("1969-04-12", "2019-03-01", "2029-02-28"),
            ("2008-04-12", "2024-03-01", "2028-03-01"),
            ("2008-04-12", "2026-04-12", "2036-04-12"),
            ("1969-04-12", "2020-02-29", "2030-02-28"),
        ] {
            assert_eq!(card(born, issued, expires), [], "{issued} {expires}");
        }
        assert_eq!(
            card("2008-04-12", "2024-03-01", "2034-03-01"),
            [Rule::DocumentValidity]
        );
        assert_eq!(
            card("1969-04-12", "2019-03-01", "2029-03-02"),
            [Rule::DocumentValidity]
        );
        assert_eq!(
            card("1969-04-12", "2016-03-01", "2026-03-01"),
            [Rule::DocumentExpired]
        );
    }

    #[test]
    fn a_child_may_have_a_certificate() {
        let certificate = days(
            DocumentKind::BirthCertificate,
            "2020-05-06",
            "2020-05-08",
            "",
        );
        assert_eq!(certificate.issue_unmet(), []);
    }
}
