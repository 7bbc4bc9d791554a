//! The table of planned visits: one row a visit, every mistake named by its cell.
//!
//! Nothing is sent of a table with a mistake, and nothing is guessed: what a cell does not say is left for the telephone.

use std::{collections::BTreeMap, fs, io::Cursor, path::Path};

use calamine::{Data, Range, Reader as _};
use look::{Language, Words};
use office::{identity::date, person::PersonField, visit::Basis, visit::VisitField};
use parcel::{KitName, PlannedVisit, Profile};

use crate::{
    folder::Folder,
    sheet,
    typed::{alike, is_word},
};

/// The table that a centre fills in.
pub const TEMPLATE: &[u8] = include_bytes!("../../data/visits.xlsx");

/// The most rows of one table: a signed statement has an end.
const MOST_VISITS: usize = 200;

/// The longest text of one cell, in letters.
const LONGEST: usize = 400;

/// Where something is wrong, and what: the words are under `visits-KEY`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// `B4`; empty where it is about the whole table.
    pub cell: String,
    /// What is wrong.
    pub key: &'static str,
    /// What the cell says, or what is missing.
    pub text: String,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Day,
    Community,
    Basis,
    Services,
    Person(PersonField),
    Text(VisitField),
}

/// The columns; their headings are under `visits-column-KEY`, in either language.
const COLUMNS: [(&str, Column); 15] = [
    ("day", Column::Day),
    ("community", Column::Community),
    ("surname", Column::Person(PersonField::Surname)),
    ("given-name", Column::Person(PersonField::GivenName)),
    ("patronymic", Column::Person(PersonField::Patronymic)),
    ("birth-date", Column::Person(PersonField::BirthDate)),
    ("settlement", Column::Person(PersonField::Settlement)),
    ("street", Column::Person(PersonField::Street)),
    ("phone", Column::Person(PersonField::Phone)),
    ("basis", Column::Basis),
    ("services", Column::Services),
    ("caller", Column::Text(VisitField::CallerName)),
    ("relation", Column::Text(VisitField::CallerRelation)),
    ("caller-phone", Column::Text(VisitField::CallerPhone)),
    ("notes", Column::Text(VisitField::Notes)),
];

/// What a table may name besides what its columns say by themselves.
#[derive(Debug)]
pub struct Known<'a> {
    /// The kit's profile.
    pub profile: &'a Profile,
    /// The services of the catalogue: each by its key and its names.
    pub services: &'a [(String, Vec<String>)],
}

impl Mistake {
    /// The mistake in words, by its cell.
    #[must_use]
    pub fn words(&self, words: Words) -> String {
        let text = [("text", self.text.as_str().into())];
        let said = words.t_with(&format!("visits-{}", self.key), &text);
        format!("{}: {said}", self.cell)
    }
}

/// Why a table of visits was not even read.
#[derive(Debug, thiserror::Error)]
pub enum VisitsError {
    /// The file cannot be read.
    #[error("the table {file} cannot be read ({why}); nothing was sent")]
    Unreadable {
        /// Which file.
        file: String,
        /// What the system says.
        why: std::io::Error,
    },
    /// The kit has no profile.
    #[error("this kit has no profile; nothing was sent")]
    NoProfile,
    /// The kit's profile forbids sending visits ahead.
    #[error("the profile of this kit forbids sending planned visits ahead; nothing was sent")]
    Danger,
    /// The catalogue is not there or not believed.
    #[error("the catalogue cannot be read or is not believed; nothing was sent")]
    Catalogue,
}

/// Reads a table for a kit, by its profile and the centre's catalogue; inside, what is wrong with the table.
///
/// # Errors
/// Each situation has its own [`VisitsError`].
pub fn from_file(
    folder: &Folder,
    kit: KitName,
    table: &Path,
) -> Result<Result<Vec<PlannedVisit>, Vec<Mistake>>, VisitsError> {
    let bytes = fs::read(table).map_err(|why| VisitsError::Unreadable {
        file: table.display().to_string(),
        why,
    })?;
    let (_, profile) = folder.newest_profile(kit).ok_or(VisitsError::NoProfile)?;
    if profile.danger.no_planned_visits {
        return Err(VisitsError::Danger);
    }
    let bundle = fs::read(folder.catalogue()).map_err(|_why| VisitsError::Catalogue)?;
    let catalogue = catalogue::open(&bundle, &[folder.setup().root.clone()])
        .map_err(|_why| VisitsError::Catalogue)?;
    let services = catalogue.services.into_iter();
    let services: Vec<_> = services
        .map(|one| (one.id.0, vec![one.name.uk, one.name.en]))
        .collect();
    Ok(read(
        &bytes,
        &Known {
            profile,
            services: &services,
        },
    ))
}

/// Reads the first sheet of a workbook.
///
/// # Errors
/// Every mistake in it; then nothing may be sent.
pub fn read(bytes: &[u8], known: &Known<'_>) -> Result<Vec<PlannedVisit>, Vec<Mistake>> {
    let whole = |key, text: String| {
        vec![Mistake {
            cell: String::new(),
            key,
            text,
        }]
    };
    let mut book = calamine::open_workbook_auto_from_rs(Cursor::new(bytes))
        .map_err(|why| whole("no-workbook", why.to_string()))?;
    let sheet = book
        .worksheet_range_at(0)
        .and_then(Result::ok)
        .ok_or_else(|| whole("no-workbook", String::new()))?;
    Table::of(&sheet)?.read(known)
}

/// A sheet: which column is what, and the rows below the headings.
struct Table<'a> {
    sheet: &'a Range<Data>,
    columns: Vec<Option<Column>>,
    /// The row of the headings inside the range.
    top: usize,
}

impl<'a> Table<'a> {
    fn of(sheet: &'a Range<Data>) -> Result<Self, Vec<Mistake>> {
        let mut table = Self {
            sheet,
            columns: Vec::new(),
            top: 0,
        };
        let (top, headings) = sheet
            .rows()
            .enumerate()
            .find(|(_, row)| row.iter().any(|cell| !text_of(cell).is_empty()))
            .ok_or_else(|| vec![table.mistake(0, 0, "no-headings", String::new())])?;
        table.top = top;
        let mut mistakes = Vec::new();
        for (at, cell) in headings.iter().enumerate() {
            let heading = text_of(cell);
            let named = |key: &str| is_word(&format!("visits-column-{key}"), &heading);
            let column = COLUMNS.iter().find(|(key, _)| named(key));
            if column.is_none() && !heading.is_empty() {
                mistakes.push(table.mistake(top, at, "unknown-heading", heading));
            }
            table.columns.push(column.map(|(_, column)| *column));
        }
        for needed in [Column::Day, Column::Person(PersonField::Settlement)] {
            if !table.columns.contains(&Some(needed)) {
                let key = if needed == Column::Day {
                    "day"
                } else {
                    "settlement"
                };
                let name = Words::new(Language::Uk).t(&format!("visits-column-{key}"));
                mistakes.push(table.mistake(top, 0, "heading-missing", name));
            }
        }
        if mistakes.is_empty() {
            Ok(table)
        } else {
            Err(mistakes)
        }
    }

    fn read(&self, known: &Known<'_>) -> Result<Vec<PlannedVisit>, Vec<Mistake>> {
        let (mut visits, mut mistakes) = (Vec::new(), Vec::new());
        for (row, cells) in self.sheet.rows().enumerate().skip(self.top + 1) {
            let texts: Vec<String> = cells.iter().map(text_of).collect();
            if texts.iter().all(String::is_empty) {
                continue;
            }
            match self.visit(row, &texts, known) {
                Ok(visit) => visits.push(visit),
                Err(wrong) => mistakes.extend(wrong),
            }
        }
        if visits.len() > MOST_VISITS {
            let many = visits.len().to_string();
            mistakes.push(self.mistake(self.top, 0, "too-many", many));
        }
        if visits.is_empty() && mistakes.is_empty() {
            mistakes.push(self.mistake(self.top + 1, 0, "no-visits", String::new()));
        }
        if mistakes.is_empty() {
            Ok(visits)
        } else {
            Err(mistakes)
        }
    }

    fn visit(
        &self,
        row: usize,
        texts: &[String],
        known: &Known<'_>,
    ) -> Result<PlannedVisit, Vec<Mistake>> {
        let communities = &known.profile.communities;
        let mut visit = PlannedVisit {
            basis: Basis::default().key().to_owned(),
            // With one community nobody need name it.
            community: match communities.as_slice() {
                [only] => only.id.clone(),
                _ => String::new(),
            },
            ..PlannedVisit::default()
        };
        let mut mistakes = Vec::new();
        for (at, text) in texts.iter().enumerate() {
            let Some(column) = self.columns.get(at).copied().flatten() else {
                continue;
            };
            if text.is_empty() {
                continue;
            }
            if let Err(key) = say(&mut visit, column, text, known) {
                mistakes.push(self.mistake(row, at, key, text.clone()));
            }
        }
        let place = |column| {
            self.columns
                .iter()
                .position(|known| *known == Some(column))
                .unwrap_or(0)
        };
        let settlement = PersonField::Settlement;
        for (column, missing, key) in [
            (Column::Day, visit.day.is_empty(), "day-missing"),
            (
                Column::Community,
                visit.community.is_empty(),
                "community-missing",
            ),
            (
                Column::Person(settlement),
                !visit.person.contains_key(settlement.key()),
                "settlement-missing",
            ),
        ] {
            let at = place(column);
            let said = texts.get(at).is_some_and(|text| !text.is_empty());
            if missing && !said {
                mistakes.push(self.mistake(row, at, key, String::new()));
            }
        }
        if mistakes.is_empty() {
            Ok(visit)
        } else {
            Err(mistakes)
        }
    }

    fn mistake(&self, row: usize, at: usize, key: &'static str, text: String) -> Mistake {
        let (first_row, first_column) = self.sheet.start().unwrap_or_default();
        let column = letters(first_column as usize + at);
        Mistake {
            cell: format!("{column}{}", first_row as usize + row + 1),
            key,
            text,
        }
    }
}

/// Takes one cell into the visit.
fn say(
    visit: &mut PlannedVisit,
    column: Column,
    text: &str,
    known: &Known<'_>,
) -> Result<(), &'static str> {
    if text.chars().count() > LONGEST {
        return Err("too-long");
    }
    match column {
        Column::Day => visit.day = day(text).ok_or("no-day")?,
        Column::Community => {
            let mut communities = known.profile.communities.iter();
            let wanted = communities.find(|one| {
                [&one.id, &one.name, &one.katottg]
                    .iter()
                    .any(|name| alike(name, text))
            });
            visit.community = wanted.ok_or("unknown-community")?.id.clone();
        }
        Column::Basis => {
            let said = |basis: &Basis| {
                basis.key() == text || is_word(&sheet::key("console-basis", basis.key()), text)
            };
            let ground = Basis::ALL.into_iter().find(said);
            visit.basis = ground.ok_or("unknown-basis")?.key().to_owned();
        }
        Column::Services => {
            for wanted in text.split(';').map(str::trim).filter(|one| !one.is_empty()) {
                let mut services = known.services.iter();
                let service = services.find(|(key, names)| {
                    alike(key, wanted) || names.iter().any(|name| alike(name, wanted))
                });
                visit
                    .services
                    .push(service.ok_or("unknown-service")?.0.clone());
            }
        }
        Column::Person(PersonField::BirthDate) => {
            let born = day(text).ok_or("no-day")?;
            put(&mut visit.person, PersonField::BirthDate.key(), born);
        }
        Column::Person(field) => put(&mut visit.person, field.key(), text.to_owned()),
        Column::Text(field) => put(&mut visit.texts, field.key(), text.to_owned()),
    }
    Ok(())
}

fn put(texts: &mut BTreeMap<String, String>, key: &str, text: String) {
    texts.insert(key.to_owned(), text);
}

fn day(text: &str) -> Option<String> {
    let iso = date::normalise(text);
    date::parse(&iso).map(|day| day.to_string())
}

fn text_of(cell: &Data) -> String {
    match cell {
        Data::DateTime(moment) => moment.as_datetime().map_or_else(
            || moment.as_f64().to_string(),
            |moment| moment.format("%Y-%m-%d").to_string(),
        ),
        Data::Empty
        | Data::Bool(_)
        | Data::String(_)
        | Data::Float(_)
        | Data::Int(_)
        | Data::DateTimeIso(_)
        | Data::DurationIso(_)
        | Data::Error(_) => cell.to_string(),
    }
    .trim()
    .to_owned()
}

/// The letters of a column: A, B, ..., Z, AA.
fn letters(column: usize) -> String {
    let letter = |at: usize| char::from(b'A' + u8::try_from(at % 26).unwrap_or(0));
    match column.checked_sub(26) {
        None => letter(column).to_string(),
        Some(beyond) => letters(beyond / 26) + &letter(beyond).to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::letters;

    #[test]
    fn columns_are_named_as_a_spreadsheet_names_them() {
        for (column, name) in [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA")] {
            assert_eq!(letters(column), name);
        }
    }
}
