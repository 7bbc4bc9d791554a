//! `kits.csv`: the kits to begin at once, a line each. Whatever a spreadsheet saves as CSV is read: semicolons, commas or
//! tabs, quotes, a byte order mark.
//!
//! Nothing is begun from a table with a mistake; every mistake is named by its line.

use super::kits::KitPlan;
use crate::typed::is_word;

/// What is wrong with a line of the table. The words are under `kits-table-KEY`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TableMistake {
    /// The first line does not name a column of numbers.
    #[error("line 1 names no column of numbers")]
    NoHead,
    /// There are no kits.
    #[error("the table has no kits")]
    Empty,
    /// A number is not 0 to 999.
    #[error("line {line}: a kit's number is 0 to 999")]
    Number {
        /// The line, from 1.
        line: usize,
    },
    /// Nobody is to work at the kit.
    #[error("line {line}: nobody is named as administrator")]
    NoAdministrator {
        /// The line, from 1.
        line: usize,
    },
    /// Two lines have the same number.
    #[error("line {line}: the number stands on an earlier line too")]
    Twice {
        /// The line, from 1.
        line: usize,
    },
}

impl TableMistake {
    /// Its name in locale keys.
    #[must_use]
    pub fn key(&self) -> &'static str {
        match self {
            Self::NoHead => "no-head",
            Self::Empty => "empty",
            Self::Number { .. } => "number",
            Self::NoAdministrator { .. } => "no-administrator",
            Self::Twice { .. } => "twice",
        }
    }

    /// The line, from 1.
    #[must_use]
    pub fn line(&self) -> usize {
        match self {
            Self::NoHead | Self::Empty => 1,
            Self::Number { line } | Self::NoAdministrator { line } | Self::Twice { line } => *line,
        }
    }
}

/// Reads the table. Columns, in any order and in either language: `number`, `administrators` (several with a vertical bar between), and, where a
/// kit does not serve all of them, `communities` (their codes, likewise).
///
/// # Errors
/// Every mistake.
pub fn read(text: &str) -> Result<Vec<KitPlan>, Vec<TableMistake>> {
    let text = text.trim_start_matches('\u{feff}');
    let mut lines = (1..)
        .zip(text.lines())
        .filter(|(_, line)| !line.trim().is_empty());
    let head = lines.next().map_or("", |(_, line)| line);
    let mark = [';', '\t', ',']
        .into_iter()
        .max_by_key(|mark| head.matches(*mark).count())
        .unwrap_or(';');
    let columns = cells(head, mark);
    let column = |name: &str| {
        let heading = format!("kits-table-column-{name}");
        columns
            .iter()
            .position(|cell| is_word(&heading, cell.trim()))
    };
    let number = column("number").ok_or_else(|| vec![TableMistake::NoHead])?;
    let administrators = column("administrators");
    let communities = column("communities");

    let (mut plans, mut mistakes) = (Vec::<KitPlan>::new(), Vec::new());
    for (line, text) in lines {
        let row = cells(text, mark);
        let list = |at: Option<usize>| {
            at.and_then(|at| row.get(at))
                .map_or_else(Vec::new, |cell| several(cell))
        };
        let plan = KitPlan {
            number: match row.get(number).map(|cell| cell.trim().parse::<u16>()) {
                Some(Ok(number)) if number <= 999 => number,
                _ => {
                    mistakes.push(TableMistake::Number { line });
                    continue;
                }
            },
            administrators: list(administrators),
            communities: list(communities),
        };
        if plan.administrators.is_empty() {
            mistakes.push(TableMistake::NoAdministrator { line });
        }
        if plans.iter().any(|earlier| earlier.number == plan.number) {
            mistakes.push(TableMistake::Twice { line });
        }
        plans.push(plan);
    }
    if plans.is_empty() && mistakes.is_empty() {
        mistakes.push(TableMistake::Empty);
    }
    if mistakes.is_empty() {
        Ok(plans)
    } else {
        Err(mistakes)
    }
}

fn several(cell: &str) -> Vec<String> {
    let parts = cell.split('|').map(str::trim);
    parts
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The cells of one line (RFC 4180 2.5 to 2.7; no line breaks inside).
fn cells(line: &str, mark: char) -> Vec<String> {
    let (mut cells, mut cell, mut quoted) = (Vec::new(), String::new(), false);
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                cell.push('"');
                letters.next();
            }
            '"' => quoted = !quoted,
            letter if letter == mark && !quoted => cells.push(std::mem::take(&mut cell)),
            letter => cell.push(letter),
        }
    }
    cells.push(cell);
    cells
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_read_as_spreadsheets_write_it() {
        let plain = "number;administrators\n101;Олена|Юрій\n102;Ганна\n";
        let plans = read(plain).unwrap();
        assert_eq!((plans.len(), plans[0].number), (2, 101));
        assert_eq!(plans[0].administrators, ["Олена", "Юрій"]);
        let quoted = "\u{feff}Адміністратори,Номер,Громади\r\n\"Кук, \"\"О.\"\"\",7,UA1|UA2\r\n";
        let plans = read(quoted).unwrap();
        assert_eq!(plans[0].administrators, ["Кук, \"О.\""]);
        assert_eq!(plans[0].communities, ["UA1", "UA2"]);
    }

    #[test]
    fn every_mistake_of_a_table_is_named_by_its_line() {
        let wrong = "number;administrators\n1000;A\n5;A\n5;B\n6;\n";
        assert_eq!(
            read(wrong).unwrap_err(),
            [
                TableMistake::Number { line: 2 },
                TableMistake::Twice { line: 4 },
                TableMistake::NoAdministrator { line: 5 },
            ]
        );
        assert_eq!(read("a;b\n1;2").unwrap_err(), [TableMistake::NoHead]);
        assert_eq!(
            read("number;administrators\n").unwrap_err(),
            [TableMistake::Empty]
        );
    }
}
