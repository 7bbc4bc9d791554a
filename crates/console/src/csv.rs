//! One line of a table that a spreadsheet opens safely: semicolons, UTF-8, no cell that becomes a formula.
//!
//! A resident's answer must never be run by the coordinator's spreadsheet (CWE-1236), and nothing of it may be lost.

/// What a spreadsheet takes for the start of a formula.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// What a table begins with so that spreadsheets read it as UTF-8.
pub const BYTE_ORDER_MARK: &str = "\u{feff}";

/// One line, ended by CR LF (RFC 4180 2.1).
pub fn line<S: AsRef<str>>(cells: impl IntoIterator<Item = S>) -> String {
    let cells: Vec<_> = cells.into_iter().map(|text| cell(text.as_ref())).collect();
    format!("{}\r\n", cells.join(";"))
}

fn cell(text: &str) -> String {
    // A formula is looked for behind blanks too: some programs trim before they look.
    let armed = text.trim_start_matches(' ').starts_with(FORMULA);
    let text = if armed {
        format!("'{text}")
    } else {
        text.to_owned()
    };
    if text.contains([';', '"', '\n', '\r', ',']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::line;

    #[test]
    fn a_cell_never_becomes_a_formula() {
        for evil in [
            "=1+1",
            "+1",
            "-1",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "  =cmd|' /C calc'!A0",
        ] {
            let cell = line([evil]);
            assert!(
                cell.trim_start_matches('"').starts_with('\''),
                "{evil:?} became {cell:?}"
            );
        }
    }

    #[test]
    fn what_separates_is_quoted_and_nothing_is_lost() {
        assert_eq!(
            line(["a;b", "say \"so\"", "two\nlines", "plain"]),
            "\"a;b\";\"say \"\"so\"\"\";\"two\nlines\";plain\r\n"
        );
    }
}
