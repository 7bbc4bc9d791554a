//! What a workbook may say: the closed lists behind the table in the module above.

/// Headings of `survey`. Others that begin with `#` are the author's own.
pub(super) const COLUMNS: &[&str] = &[
    "type",
    "name",
    "label",
    "hint",
    "guidance_hint",
    "required",
    "required_message",
    "relevant",
    "constraint",
    "constraint_message",
    "calculation",
    "readonly",
    "default",
    "appearance",
    "choice_filter",
    "repeat_count",
    "parameters",
    "trigger",
];

/// Headings whose words are shown, in each language.
pub(super) const SHOWN: &[&str] = &["label", "hint", "constraint_message"];

/// Headings that may carry a language.
pub(super) const TRANSLATED: &[&str] = &[
    "label",
    "hint",
    "guidance_hint",
    "constraint_message",
    "required_message",
];

/// Headings of `settings`.
pub(super) const SETTINGS: &[&str] = &[
    "form_title",
    "form_id",
    "version",
    "name",
    "default_language",
    "style",
    "instance_name",
    "allow_choice_duplicates",
];

/// Types whose whole cell is one of these.
pub(super) const TYPES: &[&str] = &[
    "text",
    "string",
    "integer",
    "int",
    "decimal",
    "date",
    "time",
    "dateTime",
    "datetime",
    "barcode",
    "note",
    "acknowledge",
    "trigger",
    "calculate",
    "hidden",
    "today",
    "start",
    "image",
    "photo",
    "begin group",
    "begin_group",
    "end group",
    "end_group",
    "begin repeat",
    "begin_repeat",
    "end repeat",
    "end_repeat",
];

/// Types that a list or a file follows.
pub(super) const SELECTS: &[&str] = &[
    "select_one",
    "select_multiple",
    "select one",
    "select multiple",
    "select_one_from_file",
    "select_multiple_from_file",
];

/// What to write instead of a type that XLSForm knows and a bedside does not.
pub(super) const INSTEAD: &[(&str, &str)] = &[
    ("geopoint", "ask for the address"),
    ("geotrace", "ask for the address"),
    ("geoshape", "ask for the address"),
    ("audio", "ask for a text"),
    ("video", "ask for a document in card.toml"),
    ("file", "ask for a document in card.toml"),
    ("range", "use integer or decimal with a constraint"),
    ("rank", "use select_one for each place"),
    ("deviceid", "the number of an application names its kit"),
    (
        "username",
        "the administrator of a visit is known without asking",
    ),
    ("phonenumber", "use text with the appearance phone"),
    ("email", "use text with the appearance email"),
    ("end", "the time of sealing is known without asking"),
    ("audit", "nothing is recorded about how a form is filled in"),
    (
        "select_one_external",
        "use select_one with choice_filter, or select_one_from_file",
    ),
];

/// Words of `appearance` that change only how other programs draw a question.
pub(super) const DRAWING: &[&str] = &[
    "multiline",
    "minimal",
    "quick",
    "autocomplete",
    "likert",
    "list",
    "compact",
    "horizontal",
    "horizontal-compact",
    "columns",
    "columns-pack",
    "no-calendar",
    "numbers",
    "thousands-sep",
    "field-list",
    "w1",
    "w2",
    "w3",
    "w4",
    "w5",
    "w6",
];

/// The entry that was probably meant.
pub(super) fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let far = word.chars().count() / 3 + 1;
    let known = known.map(|entry| (distance(word, entry), entry));
    known
        .filter(|(away, _)| *away <= far)
        .min()
        .map(|(_, entry)| entry)
}

/// How many letters differ, by Levenshtein.
fn distance(one: &str, other: &str) -> usize {
    let other: Vec<char> = other.chars().collect();
    let mut above: Vec<usize> = (0..=other.len()).collect();
    for (index, letter) in one.chars().enumerate() {
        let mut row = vec![index + 1];
        for (column, (same, pair)) in other
            .iter()
            .map(|o| *o == letter)
            .zip(above.windows(2))
            .enumerate()
        {
            let [diagonal, up] = [pair[0], pair[1]];
            row.push(
                (diagonal + usize::from(!same))
                    .min(up + 1)
                    .min(row[column] + 1),
            );
        }
        above = row;
    }
    above.last().copied().unwrap_or(0)
}
