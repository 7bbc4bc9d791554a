//! Where somebody lives: a place of the codifier and what stands on the door.
//!
//! The parts are those of the state register of residence. Streets, houses and flats are free text («б/н», `12-А`, `3/1`):
//! whatever is written on the door is right (I15). Never derive an oblast from a postcode, nor a code from a name: names
//! are shared by many places and change, so a code, the name as written and the edition always travel together.

mod line;
mod places;
mod words;

pub use places::{FoundPlace, Places};

use crate::finding::Finding;
use crate::identity::{Rule, code};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A place as somebody named it and as the codifier («КАТОТТГ») knows it. `Debug` shows lengths only (I12).
#[derive(Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PlaceRef {
    /// `UA` and seventeen digits; empty where the place was not found and only its name is known.
    #[serde(default)]
    pub code: String,
    /// The name that was written, or picked, on the day; it stays when the place is renamed. Of a place that was picked it
    /// goes on with what the place lies in, so that nobody needs the codifier to read it.
    #[serde(default)]
    pub name_as_written: String,
    /// Edition of the codifier that the code was taken from, an ISO day; empty without a code.
    #[serde(default)]
    pub edition: String,
}

impl PlaceRef {
    /// A place that is known by its name alone.
    #[must_use]
    pub fn named(name: &str) -> Self {
        Self {
            name_as_written: name.to_owned(),
            ..Self::default()
        }
    }

    /// What the rules say of it. A name without a code is worth a look and nothing more: abroad, and for what is gone, there is none.
    #[must_use]
    pub fn unmet(&self) -> Option<Rule> {
        match (self.name_as_written.is_empty(), self.code.is_empty()) {
            (true, true) => None,
            (false, true) => Some(Rule::PlaceWithoutCode),
            (_, false) => code::unmet(&self.code),
        }
    }

    /// The place and what it lies in next, for a line that has no room for raion and region: what stands before the second comma.
    #[must_use]
    pub fn short(&self) -> &str {
        let name = &self.name_as_written;
        let second = name.match_indices(',').nth(1);
        second.map_or(name, |(at, _comma)| &name[..at])
    }
}

impl fmt::Debug for PlaceRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let edition = &self.edition;
        write!(
            f,
            "PlaceRef(code: {}, edition: {edition:?})",
            !self.code.is_empty()
        )
    }
}

/// What kind of street it is. `Other` has its word in the street's own name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StreetKind {
    /// «вулиця»
    Street,
    /// «провулок»
    Lane,
    /// «площа»
    Square,
    /// «проспект»
    Avenue,
    /// «бульвар»
    Boulevard,
    /// «тупік»
    DeadEnd,
    /// «узвіз»
    Descent,
    /// «набережна»
    Embankment,
    /// «шосе»
    Highway,
    /// «мікрорайон»
    Microdistrict,
    /// «житловий комплекс»
    Complex,
    /// «житловий масив»
    Estate,
    /// Any other, and where nobody said.
    #[default]
    Other,
}

impl StreetKind {
    /// Every kind, in the order a screen offers them.
    pub const ALL: [Self; 13] = [
        Self::Street,
        Self::Lane,
        Self::Square,
        Self::Avenue,
        Self::Boulevard,
        Self::DeadEnd,
        Self::Descent,
        Self::Embankment,
        Self::Highway,
        Self::Microdistrict,
        Self::Complex,
        Self::Estate,
        Self::Other,
    ];

    /// The kind's name in data and locale keys.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Street => "street",
            Self::Lane => "lane",
            Self::Square => "square",
            Self::Avenue => "avenue",
            Self::Boulevard => "boulevard",
            Self::DeadEnd => "dead-end",
            Self::Descent => "descent",
            Self::Embankment => "embankment",
            Self::Highway => "highway",
            Self::Microdistrict => "microdistrict",
            Self::Complex => "complex",
            Self::Estate => "estate",
            Self::Other => "other",
        }
    }

    /// The kind of that name.
    #[must_use]
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// The word that papers print before the street's name; empty for `Other`.
    #[must_use]
    pub fn short(self) -> &'static str {
        words::of(self.key()).map_or("", |word| word.short)
    }

    /// The whole word, as the register of residence has it; empty for `Other`.
    #[must_use]
    pub fn long(self) -> &'static str {
        words::of(self.key()).map_or("", |word| word.long)
    }
}

/// An address in Ukraine. Every part may be empty. `Debug` shows no part (I12).
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Address {
    /// City, settlement or village.
    pub place: PlaceRef,
    /// What kind of street.
    pub street_kind: StreetKind,
    /// Name of the street without the word for its kind.
    pub street: String,
    /// House as on its wall.
    pub house: String,
    /// Block or section of the house.
    pub part: String,
    /// Flat or room.
    pub flat: String,
    /// Five digits.
    pub postcode: String,
}

impl Address {
    /// Street, house and flat taken apart from one line as people write it: `вул. Нова, 12-А, кв. 3`. What cannot be
    /// told apart stays in `street`, so nothing is lost.
    #[must_use]
    pub fn from_street_line(typed: &str) -> Self {
        line::read(typed)
    }

    /// Street, house, part and flat as papers print them: `вул. Нова, 12-А, корп. 2, кв. 3`.
    #[must_use]
    pub fn street_line(&self) -> String {
        line::written(self)
    }

    /// Everything on one line: postcode, place, street.
    #[must_use]
    pub fn line(&self) -> String {
        let street = self.street_line();
        [&self.postcode, &self.place.name_as_written, &street]
            .into_iter()
            .filter(|part| !part.is_empty())
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join(", ")
    }

    /// What the rules have to say; places are `{prefix}.postcode`, `{prefix}.place`.
    #[must_use]
    pub fn findings(&self, prefix: &str) -> Vec<Finding> {
        let postcode = (!self.postcode.is_empty() && !code::is_postcode(&self.postcode))
            .then_some((Rule::PostcodeFormat, "postcode"));
        let place = self.place.unmet().map(|rule| (rule, "place"));
        [postcode, place]
            .into_iter()
            .flatten()
            .map(|(rule, place)| rule.at(&format!("{prefix}.{place}")))
            .collect()
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "Address({:?}, {} letters)",
            self.place,
            self.line().chars().count()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(typed: &str) -> [String; 5] {
        let address = Address::from_street_line(typed);
        [
            address.street_kind.key().to_owned(),
            address.street,
            address.house,
            address.part,
            address.flat,
        ]
    }

    #[test]
    fn a_line_is_taken_apart_as_people_write_it() {
        for (typed, apart) in [
            (
                "вул. Нова, 12-А, кв. 3",
                ["street", "Нова", "12-А", "", "3"],
            ),
            (
                "вулиця Нова, буд. 12, корп. 2, кв.3",
                ["street", "Нова", "12", "2", "3"],
            ),
            ("пр-т  Миру, 3/1", ["avenue", "Миру", "3/1", "", ""]),
            ("вул.Лісова,б/н", ["street", "Лісова", "б/н", "", ""]),
            ("ЖК Сонячний, буд. 4", ["complex", "Сонячний", "4", "", ""]),
            (
                "житловий масив Лісовий, 7",
                ["estate", "Лісовий", "7", "", ""],
            ),
            ("вул. 8 Березня, 5", ["street", "8 Березня", "5", "", ""]),
            ("буд. 5", ["other", "", "5", "", ""]),
            ("хутір за лісом", ["other", "хутір за лісом", "", "", ""]),
            ("Шосейна, 4", ["other", "Шосейна", "4", "", ""]),
            ("", ["other", "", "", "", ""]),
        ] {
            assert_eq!(parts(typed), apart, "{typed}");
        }
    }

    #[test]
    fn what_cannot_be_told_apart_stays_with_the_street() {
        let line = "вул. Нова, 12, кв. 3, код 25, кв. 4, біля школи";
        let address = Address::from_street_line(line);
        assert_eq!(address.street, "Нова, код 25, кв. 4, біля школи");
        assert_eq!((address.house.as_str(), address.flat.as_str()), ("12", "3"));
    }

    #[test]
    fn papers_print_short_words() {
        let mut address = Address::from_street_line("проспект Миру, будинок 3, квартира 14");
        assert_eq!(address.street_line(), "просп. Миру, 3, кв. 14");
        address.place = PlaceRef::named("с. Дубівці");
        address.postcode = "01001".to_owned();
        assert_eq!(address.line(), "01001, с. Дубівці, просп. Миру, 3, кв. 14");
    }

    #[test]
    fn every_kind_of_street_has_its_words() {
        for kind in StreetKind::ALL {
            let other = kind == StreetKind::Other;
            assert_eq!(kind.short().is_empty(), other, "{kind:?}");
            assert_eq!(kind.long().is_empty(), other, "{kind:?}");
            assert_eq!(StreetKind::from_key(kind.key()), Some(kind));
        }
    }

    #[test]
    fn a_code_that_names_no_settlement_and_a_short_postcode_are_noticed() {
        let mut address = Address::default();
        assert_eq!(address.findings("person"), []);
        address.place.code = "UA26080010000036750".to_owned();
        address.postcode = "7601".to_owned();
        let keys: Vec<String> = address.findings("home").iter().map(Finding::key).collect();
        assert_eq!(
            keys,
            [
                "home.postcode#postcode-format",
                "home.place#settlement-code-level"
            ]
        );
    }

    #[test]
    fn a_place_says_what_it_lies_in_only_as_far_as_there_is_room() {
        for (written, short) in [
            (
                "с-ще Битків, Пасічнянська громада, Надвірнянський район, Івано-Франківська область",
                "с-ще Битків, Пасічнянська громада",
            ),
            ("Оріхів, Запорізька область", "Оріхів, Запорізька область"),
            ("Перемишль", "Перемишль"),
        ] {
            assert_eq!(PlaceRef::named(written).short(), short);
        }
    }

    #[test]
    fn a_place_that_is_known_by_its_name_alone_is_worth_a_look() {
        let mut place = PlaceRef::default();
        assert_eq!(place.unmet(), None);
        place.name_as_written = "Перемишль".to_owned();
        assert_eq!(place.unmet(), Some(Rule::PlaceWithoutCode));
        place.code = "UA26080010010051392".to_owned();
        assert_eq!(place.unmet(), None);
    }

    #[test]
    fn nothing_of_an_address_shows_in_debug_text() {
        let mut address = Address::from_street_line("вул. Нова, 12");
        address.place = PlaceRef::named("Дубівці");
        let shown = format!("{address:?}");
        assert!(
            !shown.contains("Нова") && !shown.contains("Дубівці"),
            "{shown}"
        );
    }
}
