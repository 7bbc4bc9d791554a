//! A TOML file that is read to its end whatever is wrong with it: every mistake is noted with its line, none stops the
//! reading, and a key that nobody asked for is a mistake too.
//!
//! Knows no card: which keys there are is the business of the readers. What it hands out after a mistake is a blank, so
//! nothing of it may be used while there are mistakes.

use crate::mistake::{Mistake, Remark};
use office::label::Label;
use std::cell::RefCell;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

/// One file and what was found in it.
#[derive(Debug)]
pub(crate) struct Source<'t> {
    file: &'t str,
    text: &'t str,
    mistakes: RefCell<Vec<Mistake>>,
    unverified: RefCell<Vec<Remark>>,
}

/// What a file was found to hold beside its values.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) mistakes: Vec<Mistake>,
    /// Facts marked `unverified = true`, in the order of the file.
    pub(crate) unverified: Vec<Remark>,
}

impl<'t> Source<'t> {
    /// Reads `text` with `read`, which is not called where the text is no TOML.
    /// `fact` is what `unverified = true` at its top marks.
    pub(crate) fn read<T>(
        file: &'t str,
        text: &'t str,
        fact: &str,
        read: impl FnOnce(&Table<'_>) -> T,
    ) -> (Option<T>, Found) {
        let source = Source {
            file,
            text,
            mistakes: RefCell::default(),
            unverified: RefCell::default(),
        };
        let (root, errors) = DeTable::parse_recoverable(text);
        for error in &errors {
            let at = error.span().map_or(0, |span| span.start);
            source.note(at, "", format!("is no TOML here: {}", error.message()));
        }
        let value = errors.is_empty().then(|| {
            let table = Table {
                source: &source,
                path: String::new(),
                at: 0,
                entries: root.get_ref(),
                asked: RefCell::default(),
            };
            let value = read(&table);
            table.finish(fact);
            value
        });
        let mut mistakes = source.mistakes.into_inner();
        mistakes.sort_by_key(|mistake| mistake.row);
        let mut unverified = source.unverified.into_inner();
        unverified.sort_by_key(|remark| remark.line);
        (
            value,
            Found {
                mistakes,
                unverified,
            },
        )
    }

    fn line(&self, at: usize) -> usize {
        let before = self.text.as_bytes().iter().take(at);
        1 + before.filter(|byte| **byte == b'\n').count()
    }

    fn note(&self, at: usize, column: &str, text: String) {
        self.mistakes.borrow_mut().push(Mistake {
            file: self.file.to_owned(),
            row: Some(self.line(at)),
            column: column.to_owned(),
            text,
            ..Mistake::default()
        });
    }
}

/// A table of the file.
#[derive(Debug)]
pub(crate) struct Table<'s> {
    source: &'s Source<'s>,
    path: String,
    at: usize,
    entries: &'s DeTable<'s>,
    asked: RefCell<Vec<&'static str>>,
}

impl<'s> Table<'s> {
    /// Ends the reading of this table: keys that nobody asked for are mistakes, and `unverified = true` marks `fact`.
    pub(crate) fn finish(&self, fact: &str) {
        let marked = !fact.is_empty() && self.bool(UNVERIFIED) == Some(true);
        let asked = self.asked.borrow();
        for (key, _) in self.entries.iter() {
            let name = key.get_ref().as_ref();
            if !asked.contains(&name) {
                let known = asked.join(", ");
                self.source.note(
                    key.span().start,
                    &self.column(name),
                    format!("is not known here; known are: {known}"),
                );
            }
        }
        if marked {
            self.source.unverified.borrow_mut().push(Remark {
                file: self.source.file.to_owned(),
                line: self.source.line(self.at),
                fact: fact.to_owned(),
                text: String::new(),
            });
        }
    }

    /// Notes a mistake at `key`, or at the table where the key is not there.
    pub(crate) fn wrong(&self, key: &str, text: impl Into<String>) {
        let at = self
            .entries
            .get(key)
            .map_or(self.at, |value| value.span().start);
        self.source.note(at, &self.column(key), text.into());
    }

    /// The line of the table.
    pub(crate) fn line(&self) -> usize {
        self.source.line(self.at)
    }

    /// Where the table stands: `documents.photos`.
    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    /// Whether the key is there, whatever it holds.
    pub(crate) fn has_key(&self, key: &str) -> bool {
        self.entries.contains_key(key)
    }

    /// Whether a key that may be left out is there.
    pub(crate) fn has(&self, key: &'static str) -> bool {
        self.ask(key).is_some()
    }

    /// A text that is not empty.
    pub(crate) fn text(&self, key: &'static str) -> String {
        match self.optional_text(key) {
            Some(text) => text,
            None if self.entries.contains_key(key) => String::new(),
            None => self.missing(key, "\"...\""),
        }
    }

    /// A text that may be left out, but not be empty.
    pub(crate) fn optional_text(&self, key: &'static str) -> Option<String> {
        let value = self.ask(key)?;
        let Some(text) = value.get_ref().as_str() else {
            self.other_kind(key, value, "a text in quotation marks");
            return None;
        };
        if text.trim().is_empty() {
            self.wrong(
                key,
                "is empty; write the text, or leave the key out where it may be left out",
            );
            return None;
        }
        Some(text.trim().to_owned())
    }

    /// One of these words. What is not among them is a mistake that names them.
    pub(crate) fn choice<T: Copy>(&self, key: &'static str, words: &[(&str, T)]) -> Option<T> {
        let word = self.optional_text(key)?;
        let found = words.iter().find(|(name, _)| *name == word);
        if found.is_none() {
            self.wrong(
                key,
                format!(
                    "is '{word}'; write {}",
                    one_of(words.iter().map(|(name, _)| *name))
                ),
            );
        }
        found.map(|(_, value)| *value)
    }

    /// A yes or no that must be said.
    pub(crate) fn flag(&self, key: &'static str) -> bool {
        match self.bool(key) {
            Some(flag) => flag,
            None if self.entries.contains_key(key) => false,
            None => self.missing(key, "true or false"),
        }
    }

    /// A yes or no; left out = no.
    pub(crate) fn optional_flag(&self, key: &'static str) -> bool {
        self.bool(key).unwrap_or(false)
    }

    /// A whole number from 0 to `most` that must be there.
    pub(crate) fn number(&self, key: &'static str, most: u64) -> u64 {
        match self.optional_number(key, most) {
            Some(number) => number,
            None if self.entries.contains_key(key) => 0,
            None => self.missing(key, &format!("a whole number from 0 to {most}")),
        }
    }

    /// A whole number from 0 to `most`.
    pub(crate) fn optional_number(&self, key: &'static str, most: u64) -> Option<u64> {
        let value = self.ask(key)?;
        let number = value
            .get_ref()
            .as_integer()
            .and_then(|number| u64::from_str_radix(number.as_str(), number.radix()).ok())
            .filter(|number| *number <= most);
        if number.is_none() {
            self.other_kind(key, value, &format!("a whole number from 0 to {most}"));
        }
        number
    }

    /// A day, as a text or as TOML writes days; ISO 8601.
    pub(crate) fn day(&self, key: &'static str) -> String {
        let Some(value) = self.ask(key) else {
            return self.missing(key, "a day like \"2026-11-21\"");
        };
        let text = match value.get_ref() {
            DeValue::String(text) => text.to_string(),
            DeValue::Datetime(day) => day.to_string(),
            DeValue::Integer(_)
            | DeValue::Float(_)
            | DeValue::Boolean(_)
            | DeValue::Array(_)
            | DeValue::Table(_) => String::new(),
        };
        if office::identity::date::parse(&text).is_none() {
            self.wrong(key, "is no day; write it like \"2026-11-21\"");
        }
        text
    }

    /// A text in both languages: `{ uk = "...", en = "..." }`.
    pub(crate) fn label(&self, key: &'static str) -> Label {
        match self.table(key) {
            Some(table) => {
                let label = table.as_label();
                // Within a fact it is the fact that is marked.
                table.finish(if self.path.is_empty() { key } else { "" });
                label
            }
            None if self.entries.contains_key(key) => Label::default(),
            None => self.missing(key, "{ uk = \"...\", en = \"...\" }"),
        }
    }

    /// Several texts in both languages.
    pub(crate) fn labels(&self, key: &'static str) -> Vec<Label> {
        let tables = self.tables(key);
        let labels = tables.iter().map(Table::as_label).collect();
        tables.iter().for_each(|table| table.finish(""));
        labels
    }

    /// The two languages of a table that may hold more.
    pub(crate) fn as_label(&self) -> Label {
        Label {
            uk: self.text("uk"),
            en: self.text("en"),
        }
    }

    /// One text or several.
    pub(crate) fn texts(&self, key: &'static str) -> Vec<String> {
        let Some(value) = self.ask(key) else {
            return self.missing(key, "a text, or several in [ ]");
        };
        let several: Option<Vec<String>> = match value.get_ref() {
            DeValue::String(text) => Some(vec![text.to_string()]),
            DeValue::Array(items) => texts_of(items),
            DeValue::Integer(_)
            | DeValue::Float(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_)
            | DeValue::Table(_) => None,
        };
        match several {
            Some(texts)
                if !texts.is_empty() && texts.iter().all(|text| !text.trim().is_empty()) =>
            {
                texts
            }
            Some(_) | None => {
                self.other_kind(key, value, "a text, or several in [ ], none of them empty");
                Vec::new()
            }
        }
    }

    /// A table below this one.
    pub(crate) fn table(&self, key: &'static str) -> Option<Table<'s>> {
        let value = self.ask(key)?;
        let Some(entries) = value.get_ref().as_table() else {
            self.other_kind(
                key,
                value,
                &format!("a table, [{key}] or {key} = {{ ... }}"),
            );
            return None;
        };
        Some(self.below(self.column(key), entries, value.span()))
    }

    /// A table below this one that must be there.
    pub(crate) fn required_table(&self, key: &'static str) -> Option<Table<'s>> {
        let table = self.table(key);
        if table.is_none() && !self.entries.contains_key(key) {
            self.missing::<()>(key, &format!("a table [{key}]"));
        }
        table
    }

    /// The tables of `[[key]]`, or the one of `key = { ... }`; none where it is not there.
    pub(crate) fn tables(&self, key: &'static str) -> Vec<Table<'s>> {
        let Some(value) = self.ask(key) else {
            return Vec::new();
        };
        let path = self.column(key);
        match value.get_ref() {
            DeValue::Table(entries) => vec![self.below(path, entries, value.span())],
            DeValue::Array(items) => {
                let mut tables = Vec::new();
                for (at, item) in items.iter().enumerate() {
                    match item.get_ref().as_table() {
                        Some(entries) => {
                            let name = name_of(entries)
                                .map_or_else(|| (at + 1).to_string(), ToOwned::to_owned);
                            tables.push(self.below(format!("{path}.{name}"), entries, item.span()));
                        }
                        None => self.other_kind(key, item, &format!("a table of [[{key}]]")),
                    }
                }
                tables
            }
            DeValue::String(_)
            | DeValue::Integer(_)
            | DeValue::Float(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_) => {
                self.other_kind(key, value, &format!("a table of [[{key}]]"));
                Vec::new()
            }
        }
    }

    fn below(&self, path: String, entries: &'s DeTable<'s>, span: Range<usize>) -> Table<'s> {
        Table {
            source: self.source,
            path,
            at: span.start,
            entries,
            asked: RefCell::default(),
        }
    }

    fn bool(&self, key: &'static str) -> Option<bool> {
        let value = self.ask(key)?;
        let flag = value.get_ref().as_bool();
        if flag.is_none() {
            self.other_kind(key, value, "true or false, without quotation marks");
        }
        flag
    }

    fn ask(&self, key: &'static str) -> Option<&'s Spanned<DeValue<'s>>> {
        let mut asked = self.asked.borrow_mut();
        if !asked.contains(&key) {
            asked.push(key);
        }
        self.entries.get(key)
    }

    fn missing<T: Default>(&self, key: &str, remedy: &str) -> T {
        self.wrong(key, format!("is missing; write {key} = {remedy}"));
        T::default()
    }

    fn other_kind(&self, key: &str, value: &Spanned<DeValue<'_>>, wanted: &str) {
        let kind = value.get_ref().type_str();
        self.source.note(
            value.span().start,
            &self.column(key),
            format!("cannot be used as it is ({kind}); write {wanted}"),
        );
    }

    fn column(&self, key: &str) -> String {
        match (self.path.as_str(), key) {
            ("", key) => key.to_owned(),
            (path, "") => path.to_owned(),
            (path, key) => format!("{path}.{key}"),
        }
    }
}

/// The key that marks a fact that nobody compared with a primary source.
const UNVERIFIED: &str = "unverified";

/// What a table of a list calls itself.
fn name_of<'s>(entries: &'s DeTable<'_>) -> Option<&'s str> {
    let named = |key| entries.get(key).and_then(|value| value.get_ref().as_str());
    named("key")
        .or_else(|| named("code"))
        .filter(|name| !name.is_empty())
}

fn texts_of(items: &DeArray<'_>) -> Option<Vec<String>> {
    let text = |item: &Spanned<DeValue<'_>>| Some(item.get_ref().as_str()?.to_owned());
    items.iter().map(text).collect()
}

/// `'a', 'b' or 'c'`.
pub(crate) fn one_of<'w>(words: impl Iterator<Item = &'w str>) -> String {
    let mut words: Vec<String> = words.map(|word| format!("'{word}'")).collect();
    match (words.pop(), words.is_empty()) {
        (Some(only), true) => only,
        (Some(last), false) => format!("{} or {last}", words.join(", ")),
        (None, _) => String::new(),
    }
}
