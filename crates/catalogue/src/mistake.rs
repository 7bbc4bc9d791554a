//! What is wrong with a service folder or still open in it, and where its author finds it.

use std::fmt;

/// One thing that is wrong. Service folders hold no personal data, so it may be shown and logged whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mistake {
    /// File within the services folder: `00169-idp/form.xlsx`.
    pub file: String,
    /// Sheet of the workbook; empty for other files.
    pub sheet: String,
    /// Row as the spreadsheet counts, or line of a text, from 1.
    pub row: Option<usize>,
    /// Heading of the column; for a card the key.
    pub column: String,
    /// Column from 0, where a single cell is to blame.
    pub column_index: Option<u16>,
    /// What is wrong, and where known what to write instead.
    pub text: String,
}

impl Mistake {
    /// The cell as a spreadsheet names it, where a single one is to blame: `C7`.
    #[must_use]
    pub fn cell(&self) -> Option<String> {
        Some(address(usize::from(self.column_index?), self.row?))
    }

    /// A mistake of a whole file.
    pub(crate) fn of_file(file: &str, text: String) -> Self {
        Self {
            file: file.to_owned(),
            text,
            ..Self::default()
        }
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(cell) = self.cell() {
            write!(f, ", {}!{cell}", self.sheet)?;
        } else {
            if !self.sheet.is_empty() {
                write!(f, ", sheet {}", self.sheet)?;
            }
            if let Some(row) = self.row {
                let counted = if self.file.ends_with(".toml") || self.file.ends_with(".typ") {
                    "line"
                } else {
                    "row"
                };
                write!(f, ", {counted} {row}")?;
            }
        }
        if !self.column.is_empty() {
            write!(f, ", {}", self.column)?;
        }
        write!(f, ": {}", self.text)
    }
}

/// Something that is not wrong but open: a fact that nobody verified, or something that the centre has to supply.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Remark {
    /// File within the services folder.
    pub file: String,
    /// Line of it, from 1.
    pub line: usize,
    /// The fact or section: `documents.identity`, `refusals`.
    pub fact: String,
    /// What is to be supplied, in Ukrainian; empty for an unverified fact.
    pub text: String,
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, line {}, {}", self.file, self.line, self.fact)?;
        if !self.text.is_empty() {
            write!(f, ": {}", self.text)?;
        }
        Ok(())
    }
}

/// `C7`, as a spreadsheet names a cell.
pub(crate) fn address(column: usize, row: usize) -> String {
    let mut letters = String::new();
    let mut rest = column + 1;
    while rest > 0 {
        let digit = u8::try_from((rest - 1) % 26).unwrap_or(0);
        letters.insert(0, char::from(b'A' + digit));
        rest = (rest - 1) / 26;
    }
    format!("{letters}{row}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_named_as_a_spreadsheet_names_it() {
        let named = [(0, 1), (2, 7), (25, 2), (26, 3), (701, 4), (702, 5)];
        let names: Vec<String> = named.map(|(column, row)| address(column, row)).into();
        assert_eq!(names, ["A1", "C7", "Z2", "AA3", "ZZ4", "AAA5"]);
    }
}
