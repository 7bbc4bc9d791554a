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
    /// What is wrong, and where known what to write instead.
    pub text: String,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if !self.sheet.is_empty() {
            write!(f, ", sheet {}", self.sheet)?;
        }
        if let Some(row) = self.row {
            let counted = if self.file.ends_with(".toml") {
                "line"
            } else {
                "row"
            };
            write!(f, ", {counted} {row}")?;
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
