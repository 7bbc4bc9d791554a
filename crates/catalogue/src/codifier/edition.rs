//! From the rows of a workbook to the file of an index: what `cargo xtask codifier` does with the ministry's editions.

use super::code::{Code, Kind};
use super::index::{Alias, MAGIC, NOWHERE, order};
use super::letters;
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// One row of an edition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its code.
    pub code: Code,
    /// What it is.
    pub kind: Kind,
    /// Its name with apostrophes as U+2019, single blanks, and none around it.
    pub name: String,
}

/// An edition of the codifier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edition {
    /// Day from which it is in force, ISO 8601.
    pub day: String,
    /// All its rows, in any order.
    pub rows: Vec<Row>,
}

/// Why editions make no index. Places are public, so their codes and names are told.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IndexError {
    /// Two rows have one code, or the same last five digits.
    #[error("{0} stands twice, or shares its last five digits with another place")]
    Twice(Code),
    /// A name has something else than Ukrainian letters, apostrophes, hyphens and blanks.
    #[error("{code} has a name that is no Ukrainian one: {name}")]
    Name {
        /// Whose name.
        code: Code,
        /// As it stands there.
        name: String,
    },
    /// A place lies in nothing: the row for what its code says it lies in is missing.
    #[error("{0} lies in a place that has no row")]
    Orphan(Code),
    /// More than the format can count.
    #[error("there are more {0} than an index can hold")]
    TooMany(&'static str),
}

/// Makes the file of an index from the edition in force and older ones, the newest of these first.
///
/// A name that only an older edition has becomes an alias, a code that only an older one has is kept as withdrawn.
///
/// # Errors
/// What is wrong with the rows.
pub fn index(current: &Edition, older: &[Edition]) -> Result<Vec<u8>, IndexError> {
    let rows: BTreeMap<Code, &Row> = current.rows.iter().map(|row| (row.code, row)).collect();
    in_order(current, &rows)?;
    let at = |code: Code| rows.keys().position(|each| *each == code);
    let names = Names::of(
        current
            .rows
            .iter()
            .chain(older.iter().flat_map(|old| &old.rows)),
    )?;
    let mut bytes = MAGIC.to_vec();
    editions(&mut bytes, current, older)?;
    names.write(&mut bytes)?;
    count(&mut bytes, rows.len(), "places")?;
    for row in rows.values() {
        let kind = Kind::ALL.iter().position(|kind| *kind == row.kind);
        let kind = u32::try_from(kind.unwrap_or_default()).unwrap_or_default();
        let ordinal = u32::from(row.code.ordinal(row.kind));
        bytes.extend((kind << 27 | ordinal << 17 | row.code.tail()).to_le_bytes());
        bytes.extend(names.number(&row.name).to_le_bytes());
    }
    let (aliases, withdrawn) = changes(&rows, older, &names);
    count(&mut bytes, aliases.len(), "aliases")?;
    for alias in &aliases {
        bytes.extend(alias.place.to_le_bytes());
        bytes.extend(alias.name.to_le_bytes());
        bytes.push(alias.edition);
    }
    count(&mut bytes, withdrawn.len(), "withdrawn places")?;
    for (row, edition) in withdrawn.values() {
        let kind = Kind::ALL.iter().position(|kind| *kind == row.kind);
        let within = (1..row.kind.level())
            .rev()
            .find_map(|level| at_level(&rows, row.code, level).and_then(&at))
            .map_or(NOWHERE, |at| u16::try_from(at).unwrap_or(NOWHERE));
        bytes.extend(row.code.digits().to_le_bytes());
        bytes.extend(names.number(&row.name).to_le_bytes());
        bytes.push(u8::try_from(kind.unwrap_or_default()).unwrap_or_default());
        bytes.push(*edition);
        bytes.extend(within.to_le_bytes());
    }
    let digest = Sha256::digest(&bytes);
    bytes.extend(digest);
    Ok(bytes)
}

/// Every code once, every tail once, and everything in something.
fn in_order(current: &Edition, rows: &BTreeMap<Code, &Row>) -> Result<(), IndexError> {
    let mut tails = BTreeSet::new();
    for row in &current.rows {
        if !tails.insert(row.code.tail()) {
            return Err(IndexError::Twice(row.code));
        }
        let above = (1..row.kind.level())
            .rev()
            .find_map(|level| at_level(rows, row.code, level));
        let holds = above
            .and_then(|code| rows.get(&code))
            .is_some_and(|above| above.kind.may_hold(row.kind));
        if row.kind.level() > 1 && !holds {
            return Err(IndexError::Orphan(row.code));
        }
    }
    Ok(())
}

/// The place on a level that a code says it lies in.
fn at_level(rows: &BTreeMap<Code, &Row>, code: Code, level: u8) -> Option<Code> {
    let on_level = Kind::ALL.iter().find(|kind| kind.level() == level)?;
    let span = on_level.digits().0 * 100_000;
    let start = code.digits() / span * span;
    let (first, last) = (
        Code::from_digits(start)?,
        Code::from_digits(start + 99_999)?,
    );
    rows.range(first..=last)
        .map(|(code, _)| *code)
        .find(|found| *found != code)
}

fn editions(bytes: &mut Vec<u8>, current: &Edition, older: &[Edition]) -> Result<(), IndexError> {
    let days = std::iter::once(current)
        .chain(older)
        .map(|edition| &edition.day);
    let number = u8::try_from(older.len() + 1);
    bytes.push(number.map_err(|_too_many| IndexError::TooMany("editions"))?);
    for day in days {
        let length = u8::try_from(day.len());
        bytes.push(length.map_err(|_too_many| IndexError::TooMany("letters of a day"))?);
        bytes.extend(day.as_bytes());
    }
    Ok(())
}

/// What older editions have that the one in force has not: names, and whole places.
fn changes<'a>(
    rows: &BTreeMap<Code, &Row>,
    older: &'a [Edition],
    names: &Names,
) -> (Vec<Alias>, BTreeMap<Code, (&'a Row, u8)>) {
    let tails: BTreeMap<u32, (u16, &Row)> = (0..)
        .zip(rows.values())
        .map(|(at, row)| (row.code.tail(), (at, *row)))
        .collect();
    let mut aliases = BTreeMap::new();
    let mut withdrawn = BTreeMap::new();
    for (edition, old) in (1..).zip(older) {
        for row in &old.rows {
            match tails.get(&row.code.tail()) {
                Some((_, now)) if now.name == row.name => {}
                Some((place, _)) => {
                    let key = (*place, names.number(&row.name));
                    aliases.entry(key).or_insert(edition);
                }
                None => {
                    withdrawn.entry(row.code).or_insert((row, edition));
                }
            }
        }
    }
    let alias = |((place, name), edition)| Alias {
        place,
        name,
        edition,
    };
    (aliases.into_iter().map(alias).collect(), withdrawn)
}

/// Every name once, in alphabetical order.
struct Names {
    sorted: Vec<Vec<u8>>,
    numbers: BTreeMap<String, u16>,
}

impl Names {
    fn of<'a>(rows: impl Iterator<Item = &'a Row>) -> Result<Self, IndexError> {
        let mut named: BTreeMap<Vec<u8>, (Vec<u8>, &str)> = BTreeMap::new();
        for row in rows {
            let bytes = letters::encode(&row.name)
                .filter(|bytes| bytes.len() <= usize::from(u8::MAX))
                .ok_or_else(|| IndexError::Name {
                    code: row.code,
                    name: row.name.clone(),
                })?;
            named.insert(order(&bytes).collect(), (bytes, &row.name));
        }
        if named.len() >= usize::from(u16::MAX) {
            return Err(IndexError::TooMany("names"));
        }
        let numbers = named.values().map(|(_, name)| (*name).to_owned()).zip(0..);
        Ok(Self {
            numbers: numbers.collect(),
            sorted: named.into_values().map(|(bytes, _)| bytes).collect(),
        })
    }

    /// The number of a name of these rows.
    fn number(&self, name: &str) -> u16 {
        self.numbers.get(name).copied().unwrap_or(u16::MAX)
    }

    fn write(&self, bytes: &mut Vec<u8>) -> Result<(), IndexError> {
        count(bytes, self.sorted.len(), "names")?;
        let mut last: &[u8] = &[];
        for name in &self.sorted {
            let shared = name.iter().zip(last).take_while(|(a, b)| a == b).count();
            let rest = name.get(shared..).unwrap_or_default();
            for length in [shared, rest.len()] {
                let length = u8::try_from(length);
                bytes.push(length.map_err(|_too_many| IndexError::TooMany("letters of a name"))?);
            }
            bytes.extend(rest);
            last = name;
        }
        Ok(())
    }
}

fn count(bytes: &mut Vec<u8>, number: usize, of: &'static str) -> Result<(), IndexError> {
    let number = u16::try_from(number)
        .ok()
        .filter(|number| *number != NOWHERE)
        .ok_or(IndexError::TooMany(of))?;
    bytes.extend(number.to_le_bytes());
    Ok(())
}
