//! What can be seen in a cell without running the form: unknown words, missing translations, answers that cannot be.

use super::allowed::{
    COLUMNS, DRAWING, INSTEAD, SELECTS, SETTINGS, SHOWN, TRANSLATED, TYPES, nearest,
};
use super::cells::{Book, Row, Sheet, base, language};
use crate::mistake::Mistake;
use office::form::Meaning;
use std::collections::BTreeSet;

/// Every mistake of that kind, sheet by sheet.
pub(super) fn mistakes(file: &str, book: &Book) -> Vec<Mistake> {
    let mut lint = Lint {
        file,
        book,
        found: Vec::new(),
    };
    for sheet in &book.foreign {
        let text = format!("the sheet '{sheet}' has no meaning on a kit; leave it out");
        lint.found.push(Mistake::of_file(file, text));
    }
    lint.headings();
    if lint.found.is_empty() {
        lint.survey();
        lint.choices();
        lint.settings();
    }
    lint.found
}

/// A name that may stand in a form: letters, digits, `_`, `-`, `.`, and no digit first.
pub(super) fn is_name(text: &str) -> bool {
    let rest = |letter: char| letter.is_alphanumeric() || "_-.".contains(letter);
    text.starts_with(|first: char| first.is_alphabetic() || first == '_') && text.chars().all(rest)
}

struct Lint<'a> {
    file: &'a str,
    book: &'a Book,
    found: Vec<Mistake>,
}

impl<'a> Lint<'a> {
    fn tell(&mut self, sheet: &Sheet, row: usize, column: usize, text: impl Into<String>) {
        self.found.push(Mistake {
            file: self.file.to_owned(),
            sheet: sheet.name.to_owned(),
            row: Some(row),
            column: sheet.headings.get(&column).cloned().unwrap_or_default(),
            column_index: u16::try_from(column).ok(),
            text: text.into(),
        });
    }

    /// Tells it at the cell of a row under a heading; where there is no such heading, at the first cell.
    fn at(&mut self, sheet: &Sheet, row: &Row, heading: &str, text: impl Into<String>) {
        self.tell(sheet, row.number, sheet.column(heading).unwrap_or(0), text);
    }

    fn headings(&mut self) {
        let book = self.book;
        for sheet in [&book.survey, &book.choices, &book.settings] {
            let mut seen = BTreeSet::new();
            for (column, heading) in &sheet.headings {
                let wrong = if heading.starts_with('#') {
                    continue;
                } else if seen.insert((base(heading), language(heading))) {
                    wrong_heading(sheet, heading)
                } else {
                    Some("this column is there twice".to_owned())
                };
                if let Some(text) = wrong {
                    self.tell(sheet, sheet.top, *column, text);
                }
            }
            let used = sheet.rows.iter().flat_map(|row| row.cells.keys());
            let bare: BTreeSet<usize> = used
                .filter(|column| !sheet.headings.contains_key(column))
                .copied()
                .collect();
            for column in bare {
                self.tell(
                    sheet,
                    sheet.top,
                    column,
                    "the column has cells and no heading",
                );
            }
        }
        for wanted in ["type", "name"] {
            if book.survey.column(wanted).is_none() {
                let text = format!("there is no column '{wanted}'");
                self.tell(&book.survey, book.survey.top, 0, text);
            }
        }
        let wanted = ["list_name", "name"];
        let missing = wanted
            .into_iter()
            .find(|wanted| book.choices.column(wanted).is_none());
        if let (Some(wanted), false) = (missing, book.choices.headings.is_empty()) {
            let text = format!("there is no column '{wanted}'");
            self.tell(&book.choices, book.choices.top, 0, text);
        }
    }

    fn survey(&mut self) {
        let survey = &self.book.survey;
        for row in &survey.rows {
            let kind = survey
                .cell(row, "type")
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ");
            if let Some(text) = wrong_type(&kind) {
                self.at(survey, row, "type", text);
            } else if !kind.starts_with("end") {
                self.question(survey, row, &kind);
            }
        }
    }

    fn question(&mut self, survey: &'a Sheet, row: &Row, kind: &str) {
        let cell = |heading: &str| survey.cell(row, heading);
        let name = cell("name");
        let nameless = kind == "note" && name.is_empty();
        if !is_name(name) && !nameless {
            let text =
                format!("'{name}' is no name; begin with a letter, then letters, digits and _");
            self.at(survey, row, "name", text);
        }
        let silent = matches!(kind, "calculate" | "hidden" | "start" | "today");
        let grouping = kind.starts_with("begin");
        self.words(survey, row, !silent && !grouping);
        if kind == "calculate" && cell("calculation").is_empty() {
            self.at(
                survey,
                row,
                "calculation",
                "nothing is calculated; write the expression",
            );
        }
        if cell("constraint").is_empty() && filled(survey, row, "constraint_message") {
            self.at(
                survey,
                row,
                "constraint",
                "there is a message and no constraint",
            );
        }
        let select = SELECTS.iter().any(|select| kind.starts_with(select));
        if !cell("choice_filter").is_empty() && !select {
            self.at(
                survey,
                row,
                "choice_filter",
                "only a select has choices to filter",
            );
        }
        if !cell("repeat_count").is_empty() && !kind.starts_with("begin") {
            self.at(
                survey,
                row,
                "repeat_count",
                "only a repeat has rows to count",
            );
        }
        if let Some(text) = wrong_parameter(cell("parameters"), kind) {
            self.at(survey, row, "parameters", text);
        }
        for word in cell("appearance").split_whitespace() {
            if let Some(text) = wrong_appearance(word, kind) {
                self.at(survey, row, "appearance", text);
            }
        }
        let signed = cell("appearance")
            .split_whitespace()
            .any(|word| word == "signature");
        if matches!(kind, "image" | "photo") && !signed {
            let column = survey.column("appearance").map_or("type", |_| "appearance");
            let text = "a kit asks for pictures as documents in card.toml; for a signature on paper write signature here";
            self.at(survey, row, column, text);
        }
        if let Some(text) = self.wrong_default(cell("default"), kind) {
            self.at(survey, row, "default", text);
        }
    }

    /// What is said in one language is said in every language of the workbook.
    fn words(&mut self, sheet: &Sheet, row: &Row, wanted: bool) {
        for shown in SHOWN {
            let of_base = sheet
                .headings
                .iter()
                .filter(|(_, heading)| base(heading) == *shown);
            let columns: Vec<usize> = of_base.map(|(column, _)| *column).collect();
            let some = filled(sheet, row, shown) || (wanted && *shown == "label");
            for column in columns {
                if some && !row.cells.contains_key(&column) {
                    self.tell(
                        sheet,
                        row.number,
                        column,
                        "the words in this language are missing",
                    );
                }
            }
        }
    }

    fn choices(&mut self) {
        let choices = &self.book.choices;
        for row in &choices.rows {
            let list = choices.cell(row, "list_name");
            if !is_name(list) {
                let text = format!("'{list}' is no name of a list; use letters, digits and _");
                self.at(choices, row, "list_name", text);
            }
            for (column, heading) in &choices.headings {
                let is_key =
                    !matches!(base(heading), "list_name" | "label") && !heading.starts_with('#');
                let text = row.cells.get(column).map_or("", |text| text.trim());
                let needed = base(heading) == "name";
                if is_key && (needed || !text.is_empty()) && !is_choice(text) {
                    let text =
                        format!("'{text}' is no name of a choice; use letters, digits, _ - and .");
                    self.tell(choices, row.number, *column, text);
                }
            }
            self.words(choices, row, true);
        }
    }

    fn settings(&mut self) {
        let settings = &self.book.settings;
        let Some(row) = settings.rows.first() else {
            return;
        };
        let cell = |heading: &str| settings.cell(row, heading);
        for heading in ["form_id", "name"] {
            if !cell(heading).is_empty() && !is_choice(cell(heading)) {
                let text = format!("'{}' is no name; use letters, digits and _", cell(heading));
                self.at(settings, row, heading, text);
            }
        }
        let default = cell("default_language");
        let headings = self.book.survey.headings.values();
        let mut languages = headings.filter_map(|heading| Some(heading.split_once("::")?.1.trim()));
        if !default.is_empty() && !languages.any(|language| language == default) {
            self.at(
                settings,
                row,
                "default_language",
                "no column of survey has this language",
            );
        }
        if !matches!(cell("allow_choice_duplicates"), "" | "no") {
            let text = "two choices of one name cannot be told apart; write no";
            self.at(settings, row, "allow_choice_duplicates", text);
        }
        for row in settings.rows.iter().skip(1) {
            let column = row.cells.keys().next().copied().unwrap_or(0);
            self.tell(
                settings,
                row.number,
                column,
                "settings have one row; leave this out",
            );
        }
    }

    /// A default that is no expression has to be an answer.
    fn wrong_default(&self, default: &str, kind: &str) -> Option<String> {
        let reckons = |sign: &str| default.contains(sign);
        if default.contains(['(', '$', '\''])
            || [" + ", " - ", " * ", " div "].into_iter().any(reckons)
        {
            return None;
        }
        let fits = match kind {
            _ if default.is_empty() => true,
            "integer" | "int" => default.parse::<i64>().is_ok(),
            "decimal" => default.parse::<f64>().is_ok(),
            "date" => office::identity::date::parse(default).is_some(),
            _ => match kind.split_once(' ') {
                Some((select, list)) if SELECTS.contains(&select) && !select.ends_with("file") => {
                    let list = list.trim_end_matches("or_other").trim();
                    default
                        .split_whitespace()
                        .all(|name| self.offers(list, name))
                }
                _ => true,
            },
        };
        (!fits).then(|| format!("'{default}' is no answer of the type {kind}"))
    }

    fn offers(&self, list: &str, name: &str) -> bool {
        let choices = &self.book.choices;
        let mut rows = choices.rows.iter();
        rows.any(|row| choices.cell(row, "list_name") == list && choices.cell(row, "name") == name)
    }
}

/// Names of choices are parted by blanks in an answer, so they have none.
fn is_choice(text: &str) -> bool {
    let fits = |letter: char| letter.is_alphanumeric() || "_-.".contains(letter);
    !text.is_empty() && text.chars().all(fits)
}

fn filled(sheet: &Sheet, row: &Row, wanted: &str) -> bool {
    let mut headings = sheet.headings.iter();
    headings.any(|(column, heading)| base(heading) == wanted && row.cells.contains_key(column))
}

fn wrong_heading(sheet: &Sheet, heading: &str) -> Option<String> {
    let known: &[&str] = match sheet.name {
        "survey" => COLUMNS,
        "settings" => SETTINGS,
        // What else stands in choices is looked at by a filter.
        _ if is_name(base(heading)) => &[],
        _ => {
            return Some(format!(
                "'{heading}' is no name of a column; use letters, digits and _"
            ));
        }
    };
    let base = base(heading);
    if !known.is_empty() && !known.contains(&base) {
        let meant = nearest(base, known.iter().copied());
        let meant = meant.map_or_else(
            || "leave it out, or begin it with # to keep it for yourself".to_owned(),
            |meant| format!("did you mean '{meant}'?"),
        );
        return Some(format!("the column '{heading}' is unknown; {meant}"));
    }
    let language = language(heading)?;
    if !TRANSLATED.contains(&base) {
        return Some(format!("the column '{base}' has no language"));
    }
    let known = matches!(language, "uk" | "en");
    (!known)
        .then(|| format!("the language '{language}' is not shown; end the heading in (uk) or (en)"))
}

fn wrong_type(kind: &str) -> Option<String> {
    if kind.is_empty() {
        return Some("the row has no type".to_owned());
    }
    let lower = kind.to_lowercase();
    let ends = ["end group", "end_group", "end repeat", "end_repeat"];
    let is_end = ends.iter().any(|end| lower.starts_with(&format!("{end} ")));
    let of_list = SELECTS.iter().any(|select| {
        let list = kind
            .strip_prefix(select)
            .and_then(|rest| rest.strip_prefix(' '));
        let list = list.map(|list| list.trim_end_matches(" or_other"));
        list.is_some_and(|list| is_name(list) && !list.contains(' '))
    });
    if TYPES.contains(&kind) || TYPES.contains(&lower.as_str()) || is_end || of_list {
        return None;
    }
    let first = kind.split(' ').next().unwrap_or_default();
    if let Some((_, remedy)) = INSTEAD.iter().find(|(known, _)| *known == first) {
        return Some(format!("a kit cannot ask '{first}'; {remedy}"));
    }
    let known = TYPES.iter().chain(SELECTS).copied();
    let meant = nearest(kind, known.clone()).or_else(|| nearest(first, known));
    Some(match meant {
        Some(meant) => format!("the type '{kind}' is unknown; did you mean '{meant}'?"),
        None => format!("the type '{kind}' is unknown"),
    })
}

fn wrong_appearance(word: &str, kind: &str) -> Option<String> {
    let textual = matches!(kind, "text" | "string" | "barcode");
    if Meaning::from_word(word).is_some() {
        return (!textual)
            .then(|| format!("'{word}' is a meaning of text; write text as the type"));
    }
    if word == "signature" {
        let image = matches!(kind, "image" | "photo");
        return (!image).then(|| "a signature has the type image".to_owned());
    }
    if DRAWING.contains(&word) || word.starts_with("valiza-person-") {
        return None;
    }
    let meanings = Meaning::ALL.into_iter().map(Meaning::word);
    Some(
        match nearest(word, meanings.chain(DRAWING.iter().copied())) {
            Some(meant) => format!("the appearance '{word}' is unknown; did you mean '{meant}'?"),
            None => format!("the appearance '{word}' is unknown; leave it out"),
        },
    )
}

fn wrong_parameter(parameters: &str, kind: &str) -> Option<String> {
    let from_file = kind.contains("from_file");
    parameters.split([' ', ';', ',']).filter(|part| !part.is_empty()).find_map(|part| {
        let (key, value) = part.split_once('=').unwrap_or((part, ""));
        let known = from_file && matches!(key, "value" | "label") && is_name(value);
        (!known).then(|| format!("the parameter '{part}' is unknown; a list from a file has value=COLUMN label=COLUMN"))
    })
}
