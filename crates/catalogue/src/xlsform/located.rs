//! From what converter and form engine say to the cell that its author typed.

use super::cells::{Book, Row, Sheet, base};
use crate::mistake::Mistake;
use office::form::{Column, FormError};
use std::collections::BTreeMap;

/// The rows of `survey` by the path that they have in the form.
pub(super) struct Rows<'a> {
    file: &'a str,
    book: &'a Book,
    /// Path and index into the rows of `survey`.
    by_path: BTreeMap<String, usize>,
}

/// Which references are written as paths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum References {
    All,
    /// Those to a question of the same row.
    WithinRows,
    /// Those, as seen from an item of a list.
    WithinFilter,
}

/// Whether the text ends within the brackets of that call.
fn open_call(text: &str, call: &str) -> bool {
    text.rsplit_once(call)
        .is_some_and(|(_, args)| args.matches('(').count() >= args.matches(')').count())
}

impl<'a> Rows<'a> {
    pub(super) fn of(file: &'a str, book: &'a Book) -> Self {
        let survey = &book.survey;
        let settings = &book.settings;
        let root = settings
            .rows
            .first()
            .map_or("", |row| settings.cell(row, "name"));
        let mut path = vec![if root.is_empty() { "data" } else { root }.to_owned()];
        let mut by_path = BTreeMap::new();
        for (index, row) in survey.rows.iter().enumerate() {
            let kind = survey.cell(row, "type").replace('_', " ");
            if kind.starts_with("end ") {
                path.pop();
                continue;
            }
            let name = survey.cell(row, "name");
            let name = if name.is_empty() {
                format!("generated_note_name_{}", row.number)
            } else {
                name.to_owned()
            };
            path.push(name);
            by_path.insert(format!("/{}", path.join("/")), index);
            if !kind.starts_with("begin ") {
                path.pop();
            }
        }
        Self {
            file,
            book,
            by_path,
        }
    }

    /// The text with `${name}` replaced by the path of that question as seen from the row `number`. What names nothing, or more
    /// than one question, stays: the converter says so.
    pub(super) fn with_paths(&self, text: &str, number: usize, which: References) -> String {
        let mut here = self.by_path.iter();
        let here = here.find(|(_, index)| self.book.survey.rows[**index].number == number);
        let here = here.map_or("", |(path, _)| path.as_str());
        let mut whole = String::new();
        let mut rest = text;
        while let Some((before, tail)) = rest.split_once("${") {
            let (name, after) = tail.split_once('}').unwrap_or((tail, ""));
            whole.push_str(before);
            // In quotes and in indexed-repeat() a path is pointed at, not read.
            let pointed = whole.ends_with(['\'', '"']) || open_call(&whole, "indexed-repeat(");
            let path = self.path_of(name.trim()).and_then(|path| {
                let near = self.within_row(here, path).filter(|_| !pointed);
                match (near, which) {
                    (Some(near), References::WithinFilter) => Some(format!("current()/{near}")),
                    (Some(near), References::All | References::WithinRows) => Some(near),
                    (None, References::All) => Some(path.to_owned()),
                    (None, References::WithinRows | References::WithinFilter) => None,
                }
            });
            whole.push_str(&path.unwrap_or_else(|| format!("${{{name}}}")));
            rest = after;
        }
        whole.push_str(rest);
        whole
    }

    /// The only path that ends in that name.
    fn path_of(&self, name: &str) -> Option<&str> {
        let mut paths = self
            .by_path
            .keys()
            .filter(|path| path.rsplit('/').next() == Some(name));
        let path = paths.next()?;
        paths.next().is_none().then_some(path)
    }

    /// `../age` where both questions stand in rows of the same repeat.
    fn within_row(&self, here: &str, there: &str) -> Option<String> {
        let holds = |repeat: &str, path: &str| {
            path.strip_prefix(repeat)
                .is_some_and(|rest| rest.starts_with('/'))
        };
        let repeats = self.by_path.iter().filter(|(_, index)| {
            let survey = &self.book.survey;
            let kind = survey.cell(&survey.rows[**index], "type");
            kind.replace('_', " ") == "begin repeat"
        });
        let shared = repeats
            .map(|(path, _)| path.as_str())
            .filter(|repeat| holds(repeat, here) && holds(repeat, there))
            .max_by_key(|repeat| repeat.len())?;
        let up = here[shared.len()..].matches('/').count();
        Some(format!(
            "{}{}",
            "../".repeat(up),
            &there[shared.len() + 1..]
        ))
    }

    pub(super) fn of_converter(&self, error: &rxform::Error) -> Mistake {
        let location = &error.location;
        let sheet = match location.sheet.as_deref() {
            Some("choices") => &self.book.choices,
            Some("settings") => &self.book.settings,
            _ => &self.book.survey,
        };
        let text = match &error.hint {
            Some(hint) => format!("{}; {hint}", error.message),
            None => error.message.clone(),
        };
        let row = location
            .row
            .or_else(|| sheet.rows.first().map(|row| row.number));
        let row = sheet
            .rows
            .iter()
            .find(|candidate| Some(candidate.number) == row);
        let columns: Vec<&str> = match location.column.as_deref() {
            Some("label/hint") => vec!["label", "hint", "constraint_message"],
            Some(column) => vec![column],
            None => vec!["type"],
        };
        self.at(sheet, row, &columns, text)
    }

    pub(super) fn of_form(&self, error: &FormError) -> Mistake {
        let (path, column, text) = match error {
            FormError::Unsupported { path, column, what } => (path, column, what.clone()),
            FormError::Expression { path, column, why } => (path, column, why.clone()),
            FormError::Unreadable { .. }
            | FormError::ForeignInstance
            | FormError::NoSuchQuestion
            | FormError::ReadOnly
            | FormError::NoSuchRow => return Mistake::of_file(self.file, error.to_string()),
        };
        if path.ends_with("/meta/instanceName") {
            let settings = &self.book.settings;
            return self.at(settings, settings.rows.first(), &["instance_name"], text);
        }
        // The converter makes a question of its own of a count and of what 'other' asks for.
        let of_count = path
            .strip_suffix("_count")
            .and_then(|path| self.by_path.get(path));
        let of_other = path
            .strip_suffix("_other")
            .and_then(|path| self.by_path.get(path));
        let (row, column) = match (self.by_path.get(path.as_str()), of_count) {
            (None, Some(row)) => (Some(row), Column::RepeatCount),
            (row, _) => (row.or(of_other), *column),
        };
        let row = row.and_then(|index| self.book.survey.rows.get(*index));
        self.at(&self.book.survey, row, &[column.heading()], text)
    }

    /// A file that a list is read from is named in the column `type`.
    pub(super) fn of_file(&self, name: &str, text: String) -> Mistake {
        let survey = &self.book.survey;
        let mut rows = survey.rows.iter();
        let row = rows.find(|row| survey.cell(row, "type").contains(name));
        self.at(survey, row, &["type"], format!("{name}: {text}"))
    }

    fn at(&self, sheet: &Sheet, row: Option<&Row>, columns: &[&str], text: String) -> Mistake {
        let fits = |heading: &str| columns.contains(&base(heading));
        let filled = |at: &usize| row.and_then(|row| row.cells.get(at));
        let mut candidates: Vec<usize> = sheet
            .headings
            .iter()
            .filter(|(_, heading)| fits(heading))
            .map(|(at, _)| *at)
            .collect();
        // Of several languages the one that holds an expression, else the first that holds anything.
        candidates.sort_by_key(|at| {
            let text = filled(at).map_or("", String::as_str);
            (!text.contains("${"), text.is_empty())
        });
        let column = candidates.first().copied();
        Mistake {
            file: self.file.to_owned(),
            sheet: sheet.name.to_owned(),
            row: row.map(|row| row.number),
            column: column
                .and_then(|at| sheet.headings.get(&at).cloned())
                .unwrap_or_default(),
            column_index: column.and_then(|column| u16::try_from(column).ok()),
            text,
        }
    }
}
