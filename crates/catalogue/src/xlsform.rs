//! From an XLSForm workbook to the form that a kit runs: the only place that knows the converter (`rxform`).
//!
//! Every mistake is told here with its cell, when the workbook is checked, and never at the bedside.
//!
//! # What a workbook may hold
//!
//! | sheet | what |
//! | --- | --- |
//! | `survey` | the questions, see below |
//! | `choices` | `list_name`, `name`, `label`, and columns of any other name for `choice_filter` |
//! | `settings` | `form_title`, `form_id`, `version`, `name`, `default_language`, `style`, `instance_name`, `allow_choice_duplicates` |
//! | any other | the author's own; it is passed over |
//!
//! Types of `survey`: `text`, `integer`, `decimal`, `date`, `time`, `dateTime`, `barcode`, `select_one LIST`,
//! `select_multiple LIST` (either with `or_other`, or as `select_one_from_file FILE.csv` with the file in the service's folder),
//! `note`, `acknowledge`, `calculate`, `hidden`, `today`, `start`, `image` with the appearance `signature`, `begin group`,
//! `begin repeat` (also within each other) and their ends. Pictures are asked for as documents in `card.toml`.
//!
//! Columns of `survey`: `type`, `name`, `label`, `hint`, `required`, `relevant`, `constraint`, `constraint_message`,
//! `calculation`, `readonly`, `default`, `appearance`, `choice_filter`, `repeat_count`, `parameters`, `trigger`;
//! `required_message` and `guidance_hint` are passed over, and so is a heading that begins with `#`. `label`, `hint` and the
//! messages may carry a language, `label::... (uk)` and `label::... (en)`; what one language says the other has to say too.
//!
//! Words of the column `appearance`: `multiline`, `signature`, the meanings of [`office::form::Meaning`], the fields of the visit's
//! identity as `valiza-person-FIELD`, and words that change only how other programs draw a question.
//!
//! Days are compared and counted as they are: `. <= today()`, `today() - ${born} > 6570`, `decimal-date-time(...)`.

mod allowed;
mod cells;
mod files;
mod lint;
mod located;
#[cfg(test)]
mod sweep;

use crate::mistake::Mistake;
use cells::Book;
use located::{References, Rows};
use office::form::Form;
use rxform::xls::Workbook;

/// A workbook without a mistake.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The form as an ODK XForm that needs no file beside it.
    pub xform: String,
    /// The form as a kit runs it.
    pub form: Form,
}

/// Checks a workbook, converts it, and reads the result the way a kit will. `beside` gives the files that lie beside it.
///
/// # Errors
/// Every mistake that can be seen in a cell alone, or the first that converter or form engine find; each with its cell.
pub fn check(
    file: &str,
    bytes: &[u8],
    beside: &dyn Fn(&str) -> Option<Vec<u8>>,
) -> Result<Checked, Vec<Mistake>> {
    let book = Book::read(bytes).map_err(|text| vec![Mistake::of_file(file, text)])?;
    check_book(file, &book, beside)
}

fn check_book(
    file: &str,
    book: &Book,
    beside: &dyn Fn(&str) -> Option<Vec<u8>>,
) -> Result<Checked, Vec<Mistake>> {
    let mistakes = lint::mistakes(file, book);
    if !mistakes.is_empty() {
        return Err(mistakes);
    }
    let rows = Rows::of(file, book);
    convert(book.for_converter(), &rows, beside).map_err(|mistake| vec![mistake])
}

fn convert(
    mut workbook: Workbook,
    rows: &Rows<'_>,
    beside: &dyn Fn(&str) -> Option<Vec<u8>>,
) -> Result<Checked, Mistake> {
    expand(&mut workbook, rows);
    let xform =
        rxform::convert_workbook(&workbook, "form").map_err(|error| rows.of_converter(&error))?;
    let xform = files::embed(&xform, beside).map_err(|(name, text)| rows.of_file(&name, text))?;
    let form = Form::parse(&xform).map_err(|error| rows.of_form(&error))?;
    Ok(Checked { xform, form })
}

/// Within a row, a reference means this row. The converter writes every reference from the root, and not every program that
/// reads a form takes that for the row it stands in; so references within rows are written from where they stand. The
/// columns `required` and `readonly` the converter leaves as they are.
fn expand(workbook: &mut Workbook, rows: &Rows<'_>) {
    for (number, row) in &mut workbook.survey.rows {
        for (heading, cell) in row {
            *cell = match cells::base(heading) {
                "required" | "readonly" => rows.with_paths(cell, *number, References::All),
                "relevant" | "constraint" | "calculation" | "default" => {
                    rows.with_paths(cell, *number, References::WithinRows)
                }
                "choice_filter" => rows.with_paths(cell, *number, References::WithinFilter),
                _ => continue,
            };
        }
    }
}
