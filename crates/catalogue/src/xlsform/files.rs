//! Lists that lie in files beside a workbook, written into the form: a kit gets one file and asks for no other.

/// Writes every `jr://file-csv/NAME` into the XForm that asks for it.
///
/// # Errors
/// The name of the file and what is wrong with it.
pub(super) fn embed(
    xform: &str,
    beside: &dyn Fn(&str) -> Option<Vec<u8>>,
) -> Result<String, (String, String)> {
    const OPEN: &str = "src=\"jr://file-csv/";
    let mut whole = String::with_capacity(xform.len());
    let mut rest = xform;
    while let Some((before, tail)) = rest.split_once(OPEN) {
        let (name, after) = tail.split_once('"').unwrap_or((tail, ""));
        let fault = |text: &str| (name.to_owned(), text.to_owned());
        let bytes =
            beside(name).ok_or_else(|| fault("the file does not lie beside the workbook"))?;
        let text = String::from_utf8(bytes).map_err(|_not_utf8| fault("the file is not UTF-8"))?;
        let after = after
            .trim_start()
            .strip_prefix("/>")
            .ok_or_else(|| fault("the list is asked for in a way that is not understood"))?;
        whole.push_str(before.trim_end());
        whole.push_str("><root>");
        whole.push_str(&items(&text).map_err(|text| fault(&text))?);
        whole.push_str("</root></instance>");
        rest = after;
    }
    whole.push_str(rest);
    Ok(whole)
}

fn items(text: &str) -> Result<String, String> {
    let mut rows = rows(text.trim_start_matches('\u{feff}')).into_iter();
    let headings = rows.next().unwrap_or_default();
    let is_name = |name: &String| super::lint::is_name(name);
    if let Some(odd) = headings.iter().find(|heading| !is_name(heading)) {
        return Err(format!(
            "line 1: '{odd}' is no name of a column; use letters, digits and _"
        ));
    }
    let mut xml = String::new();
    for (index, row) in rows.enumerate() {
        if row.len() != headings.len() {
            let (line, has, wants) = (index + 2, row.len(), headings.len());
            return Err(format!(
                "line {line} has {has} cells, and there are {wants} headings"
            ));
        }
        xml.push_str("<item>");
        for (heading, cell) in headings.iter().zip(&row) {
            let cell = cell
                .replace('&', "&amp;")
                .replace('<', "&lt;")
                .replace('>', "&gt;");
            xml.push_str(&format!("<{heading}>{cell}</{heading}>"));
        }
        xml.push_str("</item>");
    }
    Ok(xml)
}

/// Lines of cells (RFC 4180): a cell in quotes may hold commas, line breaks and doubled quotes.
fn rows(text: &str) -> Vec<Vec<String>> {
    let mut rows = vec![vec![String::new()]];
    let mut quoted = false;
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let Some(row) = rows.last_mut() else { break };
        let Some(cell) = row.last_mut() else { break };
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                cell.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(String::new()),
            '\n' if !quoted => rows.push(vec![String::new()]),
            '\r' if !quoted => {}
            other => cell.push(other),
        }
    }
    rows.retain(|row| row.iter().any(|cell| !cell.is_empty()));
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_written_into_the_form() {
        let xform = "<a><instance id=\"c\" src=\"jr://file-csv/c.csv\"/></a>";
        let csv = "name,label\r\nx,\"one, \"\"two\"\" & <three>\"\r\n";
        let whole = embed(xform, &|name| (name == "c.csv").then(|| csv.into()));
        assert_eq!(
            whole.as_deref(),
            Ok(
                "<a><instance id=\"c\"><root><item><name>x</name><label>one, \"two\" &amp; &lt;three&gt;</label></item></root></instance></a>"
            )
        );
        assert!(embed(xform, &|_| None).is_err());
        assert!(embed(xform, &|_| Some("a,b\nc".into())).is_err());
        assert!(embed(xform, &|_| Some("a b\nc".into())).is_err());
    }
}
