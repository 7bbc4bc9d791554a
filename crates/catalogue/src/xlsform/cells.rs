//! The cells of a workbook with the places that a spreadsheet shows them at.

use calamine::{Data, Range, Reader as _};
use rxform::xls::Workbook;
use std::collections::BTreeMap;
use std::io::Cursor;

/// The sheets of a workbook that a form is made of.
#[derive(Clone)]
pub(super) struct Book {
    pub(super) survey: Sheet,
    pub(super) choices: Sheet,
    pub(super) settings: Sheet,
    /// Names of sheets that a form may have and a kit cannot use.
    pub(super) foreign: Vec<String>,
}

/// A sheet: headings of the first row that is not empty, and the rows below.
#[derive(Clone, Default)]
pub(super) struct Sheet {
    pub(super) name: &'static str,
    /// Row of the headings, from 1.
    pub(super) top: usize,
    pub(super) headings: BTreeMap<usize, String>,
    pub(super) rows: Vec<Row>,
}

/// One row: its number from 1, its cells by column from 0. Empty cells are left out.
#[derive(Clone)]
pub(super) struct Row {
    pub(super) number: usize,
    pub(super) cells: BTreeMap<usize, String>,
}

impl Book {
    /// # Errors
    /// Why it is no workbook with questions.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, String> {
        let mut sheets = calamine::open_workbook_auto_from_rs(Cursor::new(bytes))
            .map_err(|error| format!("cannot open workbook: {error}"))?;
        let names = sheets.sheet_names();
        let named = |wanted: &str| {
            let mut names = names.iter();
            names
                .find(|name| name.trim().eq_ignore_ascii_case(wanted))
                .cloned()
        };
        let foreign = ["external_choices", "entities", "osm"]
            .into_iter()
            .filter_map(named)
            .collect();
        let mut sheet = |name: &'static str| {
            let range = named(name).map(|found| sheets.worksheet_range(&found));
            let Some(range) = range else {
                return Ok(Sheet::default());
            };
            range
                .map(|range| Sheet::of(name, &range))
                .map_err(|error| format!("cannot read sheet {name}: {error}"))
        };
        let (survey, choices, settings) = (sheet("survey")?, sheet("choices")?, sheet("settings")?);
        if survey.headings.is_empty() {
            return Err("the workbook has no sheet 'survey' with headings".to_owned());
        }
        Ok(Self {
            survey,
            choices,
            settings,
            foreign,
        })
    }
}

impl Book {
    /// The workbook as the converter takes it.
    pub(super) fn for_converter(&self) -> Workbook {
        Workbook {
            survey: self.survey.for_converter(),
            choices: self.choices.for_converter(),
            settings: self.settings.for_converter(),
            ..Workbook::default()
        }
    }
}

impl Sheet {
    fn of(name: &'static str, range: &Range<Data>) -> Self {
        let (first_row, first_column) = range.start().unwrap_or_default();
        let mut sheet = Self {
            name,
            ..Self::default()
        };
        for (index, row) in range.rows().enumerate() {
            let number = first_row as usize + index + 1;
            let cells: BTreeMap<usize, String> = row
                .iter()
                .enumerate()
                .map(|(column, cell)| (first_column as usize + column, text_of(cell)))
                .filter(|(_, text)| !text.trim().is_empty())
                .collect();
            if cells.is_empty() {
                continue;
            }
            if sheet.headings.is_empty() {
                sheet.top = number;
                let headings = cells.into_iter();
                sheet.headings = headings
                    .map(|(at, text)| (at, text.trim().to_owned()))
                    .collect();
            } else {
                sheet.rows.push(Row { number, cells });
            }
        }
        sheet
    }

    /// The sheet as the converter takes it.
    fn for_converter(&self) -> rxform::xls::Sheet {
        let line = |cells: &BTreeMap<usize, String>| -> Vec<String> {
            let last = cells.keys().last().map_or(0, |last| last + 1);
            let cells = (0..last).map(|column| cells.get(&column).cloned());
            cells.map(Option::unwrap_or_default).collect()
        };
        let mut lines = vec![Vec::new(); self.top];
        if let Some(top) = lines.last_mut() {
            *top = line(&self.headings);
        }
        for row in &self.rows {
            lines.resize(row.number.saturating_sub(1), Vec::new());
            lines.push(line(&row.cells));
        }
        rxform::xls::sheet_from_rows(lines)
    }

    /// The first column whose heading means `base`.
    pub(super) fn column(&self, wanted: &str) -> Option<usize> {
        let mut headings = self.headings.iter();
        headings
            .find(|(_, heading)| base(heading) == wanted)
            .map(|(at, _)| *at)
    }

    /// The cell of a row under that heading.
    pub(super) fn cell<'a>(&self, row: &'a Row, wanted: &str) -> &'a str {
        let text = self.column(wanted).and_then(|at| row.cells.get(&at));
        text.map_or("", |text| text.trim())
    }
}

/// A cell as its author sees it: numbers without an idle fraction, truth in the words of a spreadsheet.
fn text_of(cell: &Data) -> String {
    match cell {
        Data::Bool(truth) => if *truth { "TRUE" } else { "FALSE" }.to_owned(),
        Data::DateTime(moment) => moment.as_datetime().map_or_else(
            || moment.as_f64().to_string(),
            |moment| moment.format("%Y-%m-%d").to_string(),
        ),
        Data::Empty
        | Data::String(_)
        | Data::Float(_)
        | Data::Int(_)
        | Data::DateTimeIso(_)
        | Data::DurationIso(_)
        | Data::Error(_) => cell.to_string(),
    }
}

/// What a heading means: without its language, in the spelling that XLSForm prefers.
pub(super) fn base(heading: &str) -> &str {
    let heading = heading.trim();
    let base = heading
        .split_once("::")
        .map_or(heading, |(base, _)| base.trim());
    match base {
        "relevance" => "relevant",
        "calculate" => "calculation",
        "read_only" => "readonly",
        "list name" => "list_name",
        base => base,
    }
}

/// The language code of a heading: `uk` of `label::... (uk)`; `None` without a language.
pub(super) fn language(heading: &str) -> Option<&str> {
    let (_, language) = heading.split_once("::")?;
    Some(code(language))
}

/// The code of a language as XLSForm names it.
pub(super) fn code(language: &str) -> &str {
    let code = language
        .rsplit_once('(')
        .map(|(_, rest)| rest.trim_end().trim_end_matches(')'));
    code.unwrap_or(language).trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_is_parted_from_its_language() {
        assert_eq!(
            (base("label::English (en)"), language("label::English (en)")),
            ("label", Some("en"))
        );
        assert_eq!(
            (base("hint :: uk"), language("hint :: uk")),
            ("hint", Some("uk"))
        );
        assert_eq!(
            (base("relevance"), language("relevance")),
            ("relevant", None)
        );
    }
}
