//! From an XLSForm workbook to the form that a kit runs: the only place that knows the converter (`rxform`).

use crate::mistake::Mistake;
use office::form::{Form, FormError};
use rxform::xls::{Workbook, read_workbook_from_bytes};

/// Converts a workbook and reads the result the way a kit will.
///
/// # Errors
/// What the converter or the form engine has to say, with sheet, row and column.
pub(crate) fn convert(file: &str, bytes: &[u8]) -> Result<(String, Form), Mistake> {
    let placed = |error: rxform::Error| Mistake {
        file: file.to_owned(),
        sheet: error.location.sheet.unwrap_or_default(),
        row: error.location.row,
        column: error.location.column.unwrap_or_default(),
        text: match error.hint {
            Some(hint) => format!("{}; {hint}", error.message),
            None => error.message,
        },
    };
    let workbook = read_workbook_from_bytes(bytes).map_err(placed)?;
    let xform = rxform::convert_workbook(&workbook, "form").map_err(placed)?;
    let form = Form::parse(&xform).map_err(|error| located(file, &workbook, &error))?;
    Ok((xform, form))
}

/// The engine names a path of the form; its author wants the row that made it.
fn located(file: &str, workbook: &Workbook, error: &FormError) -> Mistake {
    let (path, text) = match error {
        FormError::Unsupported { path, what } => (path.as_str(), what.clone()),
        FormError::Expression { path, why } => (path.as_str(), why.clone()),
        FormError::Unreadable { .. }
        | FormError::ForeignInstance
        | FormError::NoSuchQuestion
        | FormError::ReadOnly
        | FormError::NoSuchRow => ("", error.to_string()),
    };
    let name = path.rsplit('/').next().unwrap_or_default();
    let named = |row: &&(usize, _)| -> bool {
        let (_, cells): &(usize, std::collections::BTreeMap<String, String>) = row;
        !name.is_empty() && cells.get("name").is_some_and(|cell| cell.trim() == name)
    };
    Mistake {
        file: file.to_owned(),
        sheet: "survey".to_owned(),
        row: workbook.survey.rows.iter().find(named).map(|(row, _)| *row),
        column: String::new(),
        text,
    }
}
