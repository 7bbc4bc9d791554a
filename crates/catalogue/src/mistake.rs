//! What is wrong with a service folder, and where its author finds it.

use std::fmt;

/// One thing that is wrong. Service folders hold no personal data, so it may be shown and logged whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mistake {
    /// File within the services folder: `00169-idp/form.xlsx`.
    pub file: String,
    /// Sheet of the workbook; empty for other files.
    pub sheet: String,
    /// Row as the spreadsheet counts, from 1.
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
            write!(f, ", row {row}")?;
        }
        if !self.column.is_empty() {
            write!(f, ", {}", self.column)?;
        }
        write!(f, ": {}", self.text)
    }
}
