//! Every cell of a workbook damaged in turn: the damage is harmless by definition, or it is told with that very cell.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use super::cells::{Book, Sheet, base};
use super::check_book;
use crate::mistake::address;
use std::fs;
use std::path::{Path, PathBuf};

/// A damage to one cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Damage {
    /// Two letters too many at the front.
    Scribbled,
    /// Nothing is left.
    Emptied,
}

fn workbooks() -> Vec<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = vec![
        here.join("services/00169-idp/form.xlsx"),
        here.join("services/photo-25-45/form.xlsx"),
    ];
    let folder = fs::read_dir(here.join("../../tests/workbooks")).unwrap();
    let more = folder.map(|entry| entry.unwrap().path());
    found.extend(more.filter(|path| path.extension().is_some_and(|end| end == "xlsx")));
    found.sort();
    found
}

/// Words for people, and rules that may be absent: no program can know that something else was meant.
fn is_harmless(sheet: &Sheet, heading: &str, kind: &str, damage: Damage) -> bool {
    let own = heading.starts_with('#') || kind.starts_with("end");
    let words = matches!(
        base(heading),
        "label" | "hint" | "constraint_message" | "required_message" | "guidance_hint"
    );
    let free = matches!(base(heading), "form_title" | "version" | "style");
    let in_choices = sheet.name == "choices";
    match damage {
        Damage::Scribbled => {
            let text = base(heading) == "default" && matches!(kind, "text" | "note");
            own || words || free || text
        }
        Damage::Emptied => {
            let rule = !matches!(
                base(heading),
                "type" | "name" | "label" | "list_name" | "hint" | "constraint_message"
            );
            // A key that a filter looks at may be absent: the choice is then offered to nobody.
            own || (rule && kind != "calculate")
                || (in_choices && rule)
                || sheet.name == "settings"
                || (kind == "note" && base(heading) == "name")
        }
    }
}

fn each_cell(book: &Book) -> Vec<(usize, usize, usize)> {
    let sheets = [&book.survey, &book.choices, &book.settings]
        .into_iter()
        .enumerate();
    let cells = sheets.flat_map(|(index, sheet)| {
        let top = sheet
            .headings
            .keys()
            .map(move |column| (index, sheet.top, *column));
        let rows = sheet.rows.iter();
        let rest = rows.flat_map(move |row| {
            row.cells
                .keys()
                .map(move |column| (index, row.number, *column))
        });
        top.chain(rest)
    });
    cells.collect()
}

fn sheet(book: &mut Book, index: usize) -> &mut Sheet {
    [&mut book.survey, &mut book.choices, &mut book.settings]
        .into_iter()
        .nth(index)
        .unwrap()
}

fn damaged(text: &str, damage: Damage) -> Option<String> {
    match damage {
        Damage::Scribbled => Some(format!("?!{text}")),
        Damage::Emptied => None,
    }
}

/// The heading and the type of the row that were there before.
fn damage_cell(sheet: &mut Sheet, row: usize, column: usize, damage: Damage) -> (String, String) {
    let heading = sheet.headings[&column].clone();
    if row == sheet.top {
        sheet.headings.remove(&column);
        sheet
            .headings
            .extend(damaged(&heading, damage).map(|text| (column, text)));
        return (String::new(), String::new());
    }
    let kind = sheet.rows.iter().find(|other| other.number == row).unwrap();
    let kind = sheet.cell(kind, "type").to_owned();
    let cells = &mut sheet
        .rows
        .iter_mut()
        .find(|other| other.number == row)
        .unwrap()
        .cells;
    let text = cells.remove(&column).unwrap();
    cells.extend(damaged(&text, damage).map(|text| (column, text)));
    (heading, kind)
}

#[test]
fn every_damaged_cell_is_named_or_harmless() {
    let mut unnamed = Vec::new();
    let mut damages = 0;
    for path in workbooks() {
        let bytes = fs::read(&path).unwrap();
        let beside = |name: &str| fs::read(path.parent().unwrap().join(name)).ok();
        let whole = Book::read(&bytes).unwrap();
        let file = path.file_name().unwrap().to_string_lossy().into_owned();
        if let Err(mistakes) = check_book(&file, &whole, &beside) {
            panic!("{file} as it is: {}", mistakes[0]);
        }
        for damage in [Damage::Scribbled, Damage::Emptied] {
            for (index, row, column) in each_cell(&whole) {
                let mut book = whole.clone();
                let sheet = sheet(&mut book, index);
                let (heading, kind) = damage_cell(sheet, row, column, damage);
                let name = format!("{}!{}", sheet.name, address(column, row));
                let harmless = is_harmless(sheet, &heading, &kind, damage);
                damages += 1;
                let told = check_book(&file, &book, &beside).err().unwrap_or_default();
                let named = told.iter().any(|mistake| {
                    let cell = mistake.cell().unwrap_or_default();
                    format!("{}!{cell}", mistake.sheet) == name
                });
                let passed_over = harmless && told.is_empty();
                if !named && !passed_over {
                    let told = told
                        .first()
                        .map_or("nothing".to_owned(), ToString::to_string);
                    unnamed.push(format!(
                        "{file} {damage:?} {name} ({heading}, {kind}): told {told}"
                    ));
                }
            }
        }
    }
    assert!(damages > 1000, "only {damages} damages");
    assert!(
        unnamed.is_empty(),
        "{} of {damages}:\n{}",
        unnamed.len(),
        unnamed.join("\n")
    );
}
