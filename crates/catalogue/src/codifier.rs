//! The codifier of places («КАТОТТГ»): all 31 744 objects, found as somebody types, with what tells namesakes apart.
//!
//! A place is never refused for not being here (I15): whoever finds nothing keeps the name as it was said. What is found is
//! kept with its code, its name as written and the edition, because places are renamed in bulk (order 290 of 26.11.2020 and
//! its editions). The edition that is shipped was made by `cargo xtask codifier`; where it comes from stands beside it in
//! `codifier/katottg.toml`.
//!
//! Reading order: what a code and a kind of place are ([`Code`], [`Kind`]), the letters, the file of the index, what was
//! typed, and the search.

mod code;
mod edition;
mod index;
mod letters;
mod search;
mod slip;
mod tables;
mod typed;

pub use code::{Code, Kind};
pub use edition::{Edition, IndexError, Row, index};
pub use search::{Closeness, Found, Scope};

use index::{Place as Spot, Tables};
use office::address::PlaceRef;

/// The edition that is shipped.
const SHIPPED: &[u8] = include_bytes!("../codifier/katottg.bin");

/// An index of places in memory: about 0.8 MiB for the whole codifier.
#[derive(Clone, Debug)]
pub struct Codifier {
    tables: Tables,
}

/// One place of the edition in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Its code.
    pub code: Code,
    /// What it is.
    pub kind: Kind,
    /// Its name as the codifier writes it, apostrophes as U+2019.
    pub name: String,
    /// What it lies in, nearest first: city, community, raion, region, as far as they apply.
    pub within: Vec<(Kind, String)>,
}

impl Place {
    /// Its name as papers write it, with the word for what it is.
    #[must_use]
    pub fn written(&self) -> String {
        written(self.kind, &self.name)
    }

    /// What it lies in as papers write it, nearest first: community, raion, region.
    #[must_use]
    pub fn written_within(&self) -> String {
        let within = self.within.iter();
        let words: Vec<String> = within.map(|(kind, name)| written(*kind, name)).collect();
        words.join(", ")
    }
}

fn written(kind: Kind, name: &str) -> String {
    let (before, after) = tables::written(kind);
    if name.contains(tables::REPUBLIC) {
        return name.to_owned();
    }
    format!("{before}{name}{after}")
}

/// What became of a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is a place of the edition in force.
    InForce(Place),
    /// The place has another code in the edition in force: the last five digits, which no two places share, are its own.
    Renumbered(Place),
    /// The place was taken out of the codifier.
    Withdrawn {
        /// Its last name.
        name: String,
        /// What it was.
        kind: Kind,
        /// The last edition that had it.
        edition: String,
        /// What it lay in, as far as that is still a place.
        within: Option<Place>,
    },
}

/// Why bytes are not an index of places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodifierError {
    /// The file is of another kind or version.
    #[error("the file is not an index of places that this program reads")]
    Foreign,
    /// The digest at its end is not that of the file.
    #[error("the index of places is damaged")]
    Damaged,
    /// The digest holds, but what it covers contradicts itself.
    #[error("the index of places contradicts itself")]
    Inconsistent,
}

impl Codifier {
    /// The edition that this program was built with.
    ///
    /// # Errors
    /// The shipped index is broken, which a test of this crate excludes.
    pub fn shipped() -> Result<Self, CodifierError> {
        Self::open(SHIPPED)
    }

    /// Reads an index. Every byte is untrusted until the whole is checked (I10).
    ///
    /// # Errors
    /// The bytes are no index, damaged, or contradict themselves.
    pub fn open(bytes: &[u8]) -> Result<Self, CodifierError> {
        Ok(Self {
            tables: index::read(bytes)?,
        })
    }

    /// Day of the edition in force, ISO 8601.
    #[must_use]
    pub fn edition(&self) -> &str {
        self.tables.edition(0)
    }

    /// Number of places.
    #[must_use]
    pub fn len(&self) -> usize {
        self.tables.places.len()
    }

    /// Whether there is no place at all.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.tables.places.is_empty()
    }

    /// Bytes that the index holds in memory.
    #[must_use]
    pub fn bytes_held(&self) -> usize {
        self.tables.bytes_held()
    }

    /// Every place in the order of the codes.
    pub fn places(&self) -> impl Iterator<Item = Place> {
        (0..self.tables.places.len()).filter_map(|at| self.place(u16::try_from(at).ok()?))
    }

    /// Places whose name was another one in an older edition: the name then, the last edition that had it, and the place.
    pub fn renamed(&self) -> impl Iterator<Item = (String, &str, Place)> {
        self.tables.aliases.iter().filter_map(|alias| {
            let name = letters::decode(self.tables.names.raw(alias.name));
            Some((
                name,
                self.tables.edition(alias.edition),
                self.place(alias.place)?,
            ))
        })
    }

    /// What became of a code; nothing where no edition knows it.
    #[must_use]
    pub fn standing(&self, code: Code) -> Option<Standing> {
        if let Some(withdrawn) = self.tables.withdrawn.iter().find(|old| old.code == code) {
            return Some(Standing::Withdrawn {
                name: letters::decode(self.tables.names.raw(withdrawn.name)),
                kind: withdrawn.kind,
                edition: self.tables.edition(withdrawn.edition).to_owned(),
                within: withdrawn.within.and_then(|at| self.place(at)),
            });
        }
        let with_tail = |place: &Spot| place.tail == code.tail();
        let at = self.tables.places.iter().position(with_tail)?;
        let place = self.place(u16::try_from(at).ok()?)?;
        Some(if place.code == code {
            Standing::InForce(place)
        } else {
            Standing::Renumbered(place)
        })
    }

    /// The places that `typed` may mean, best first, at most `limit`: see [`search`](self) for what is forgiven.
    ///
    /// `home` are codes of communities, raions or regions whose places come first, such as those a kit visits.
    #[must_use]
    pub fn find(&self, typed: &str, home: &[Code], scope: Scope, limit: usize) -> Vec<Found> {
        search::find(self, typed, home, scope, limit)
    }

    /// What is kept of a place in an answer.
    #[must_use]
    pub fn reference(&self, place: &Place, name_as_written: &str) -> PlaceRef {
        PlaceRef {
            code: place.code.to_string(),
            name_as_written: name_as_written.to_owned(),
            edition: self.edition().to_owned(),
        }
    }

    fn place(&self, at: u16) -> Option<Place> {
        let spot = self.tables.places.get(usize::from(at))?;
        Some(Place {
            code: self.tables.code(at),
            kind: spot.kind,
            name: letters::decode(self.tables.names.raw(spot.name)),
            within: self
                .tables
                .above(at)
                .map(|(_, spot)| (spot.kind, letters::decode(self.tables.names.raw(spot.name))))
                .collect(),
        })
    }
}
