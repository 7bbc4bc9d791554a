//! Rules about Rust files. They look at code, literals and comments apart, so a word in a string breaks nothing.

use super::Fault;
use crate::source::{Part, code, parts, without_tests};
use crate::tree::Tree;

/// A file this long holds more than one idea.
const LONGEST: usize = 900;

/// What the crate `parcel` offers to whoever may open (I4).
const OPENERS: &[&str] = &[
    "Identity",
    "IdentityFile",
    "Opened",
    "OpenedFile",
    "OpenedPart",
    "open",
    "open_pages",
    "open_summary",
    "*",
];

/// Endings that say what a type does for a living, not what it is.
const EMPTY_WORDS: &[&str] = &[
    "Manager", "Handler", "Helper", "Service", "Util", "Utils", "Info", "Data", "Impl",
];

pub(super) fn first_line_says_what_for(tree: &Tree) -> Vec<Fault> {
    let silent = tree
        .texts(".rs")
        .filter(|(_, text)| !text.starts_with("//! "));
    silent
        .map(|(path, _)| {
            Fault::new(
                "first-line",
                path,
                "begins without a line `//!` that says what it is for",
            )
        })
        .collect()
}

pub(super) fn modules_have_names(tree: &Tree) -> Vec<Fault> {
    let nameless = tree
        .texts(".rs")
        .filter(|(path, _)| path.ends_with("/mod.rs"));
    nameless
        .map(|(path, _)| Fault::new("no-mod-rs", path, "write x.rs beside the folder x"))
        .collect()
}

pub(super) fn nothing_is_unfinished(tree: &Tree) -> Vec<Fault> {
    let words = [
        ("todo!", "is unfinished"),
        ("unimplemented!", "is unfinished"),
        ("#[ignore", "has a test that nobody runs"),
        (
            "#[should_panic",
            "has a test that passes on any panic; match the error instead",
        ),
        (
            "#[allow(",
            "silences a lint for good; `expect` with a reason ends by itself",
        ),
        (
            "#![allow(",
            "silences a lint for good; `expect` with a reason ends by itself",
        ),
    ];
    let mut faults = Vec::new();
    for (path, text) in tree.texts(".rs") {
        let code = code(text);
        let broken = words.iter().filter(|(word, _)| code.contains(word));
        faults.extend(
            broken.map(|(word, because)| {
                Fault::new("finished", path, format!("{because} (`{word}`)"))
            }),
        );
    }
    faults
}

pub(super) fn files_are_short(tree: &Tree) -> Vec<Fault> {
    let long = tree
        .texts(".rs")
        .map(|(path, text)| (path, text.lines().count()))
        .filter(|(_, lines)| *lines > LONGEST);
    long.map(|(path, lines)| {
        Fault::new(
            "length",
            path,
            format!("has {lines} lines; one idea a file"),
        )
    })
    .collect()
}

pub(super) fn code_is_ascii(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (path, text) in tree.texts(".rs") {
        if parts(text)
            .iter()
            .any(|(part, stretch)| *part == Part::Code && !stretch.is_ascii())
        {
            faults.push(Fault::new(
                "ascii-code",
                path,
                "has a name that not every keyboard can type",
            ));
        }
        let is_shipped = path.starts_with("crates/") && path.contains("/src/");
        let foreign =
            |(part, stretch): &(Part, &str)| *part == Part::Literal && !stretch.is_ascii();
        if is_shipped && parts(without_tests(text)).iter().any(foreign) {
            faults.push(Fault::new(
                "ascii-text",
                path,
                "has visible text in it; words belong to the locale files",
            ));
        }
    }
    faults
}

pub(super) fn names_say_what_a_thing_is(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (path, text) in tree.texts(".rs") {
        let code = code(text);
        let mut words = code.split_whitespace();
        while let Some(word) = words.next() {
            if !matches!(word, "struct" | "enum" | "trait" | "fn") {
                continue;
            }
            let name: String = words
                .next()
                .unwrap_or_default()
                .chars()
                .take_while(|c| c.is_alphanumeric() || *c == '_')
                .collect();
            let is_empty_word =
                |ending: &&&str| name.len() > ending.len() && name.ends_with(**ending);
            if word == "fn" && name.starts_with("get_") {
                faults.push(Fault::new(
                    "names",
                    path,
                    format!("`{name}`: a function is named by what it gives, without get_"),
                ));
            } else if word != "fn" && EMPTY_WORDS.iter().any(|ending| is_empty_word(&ending)) {
                faults.push(Fault::new(
                    "names",
                    path,
                    format!("`{name}` does not say what it is"),
                ));
            }
        }
    }
    faults
}

/// I4: of the shipped code only the console and the format itself may name what opens a parcel.
pub(super) fn the_field_side_names_nothing_that_opens(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (path, text) in tree.texts(".rs") {
        let is_field_side = path.starts_with("crates/")
            && path.contains("/src/")
            && !path.starts_with("crates/parcel/")
            && !path.starts_with("crates/console/");
        if !is_field_side {
            continue;
        }
        for name in names_from(&code(without_tests(text)), "parcel") {
            if OPENERS.contains(&name.as_str()) {
                faults.push(Fault::new(
                    "I4",
                    path,
                    format!("names parcel::{name}; the field side cannot open what it sealed"),
                ));
            }
        }
    }
    faults
}

/// The names that `code` takes from `krate`, by path or by `use`, the first step below the crate only.
fn names_from(code: &str, krate: &str) -> Vec<String> {
    let door = format!("{krate}::");
    let mut names = Vec::new();
    for (at, _) in code.match_indices(&door) {
        let before = code[..at].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '.') {
            continue;
        }
        let rest = &code[at + door.len()..];
        match rest.strip_prefix('{') {
            Some(list) => names.extend(first_steps(list)),
            None => names.push(first_step(rest)),
        }
    }
    names
}

/// The first step of each entry of a `use` list, whose opening brace is already taken.
fn first_steps(list: &str) -> Vec<String> {
    let mut steps = Vec::new();
    let (mut depth, mut entry) = (0_usize, String::new());
    for letter in list.chars() {
        match letter {
            '}' if depth == 0 => break,
            ',' if depth == 0 => steps.push(first_step(&std::mem::take(&mut entry))),
            '{' => depth += 1,
            '}' => depth -= 1,
            _ if depth == 0 => entry.push(letter),
            _ => {}
        }
    }
    steps.push(first_step(&entry));
    steps
}

fn first_step(path: &str) -> String {
    path.trim_start()
        .chars()
        .take_while(|c| c.is_alphanumeric() || matches!(c, '_' | '*'))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::sample::tree;

    #[test]
    fn what_opens_is_found_however_it_is_named() {
        for text in [
            "use parcel::Identity;",
            "use parcel::{Signed, Identity as Key};",
            "use parcel::{\n    open::open_summary,\n    Kind,\n};",
            "fn f() { parcel::open(&part); }",
            "use parcel::*;",
            "use ::parcel::OpenedPart;",
        ] {
            let found = the_field_side_names_nothing_that_opens(&tree(&[(
                "crates/station/src/a.rs",
                text,
            )]));
            assert_eq!(found.len(), 1, "{text}");
        }
    }

    #[test]
    fn what_opens_may_be_named_where_it_lives_and_in_tests() {
        for path in [
            "crates/console/src/keys.rs",
            "crates/parcel/src/seal.rs",
            "crates/store/tests/outbox.rs",
        ] {
            assert_eq!(
                the_field_side_names_nothing_that_opens(&tree(&[(path, "use parcel::Identity;")])),
                []
            );
        }
        let inside = "use parcel::Sealed;\n#[cfg(test)]\nmod tests { use parcel::Identity; }";
        assert_eq!(
            the_field_side_names_nothing_that_opens(&tree(&[("crates/store/src/a.rs", inside)])),
            []
        );
    }

    #[test]
    fn a_word_in_a_string_or_comment_is_not_the_deed() {
        let text = "//! x\n// todo!()\nconst A: &str = \"#[ignore]\";";
        assert_eq!(nothing_is_unfinished(&tree(&[("a.rs", text)])), []);
        assert_eq!(
            nothing_is_unfinished(&tree(&[("a.rs", "fn f() { todo!() }")])).len(),
            1
        );
    }

    #[test]
    fn visible_text_belongs_to_the_locales_and_tests() {
        let text = "const A: &str = \"\u{456}\";";
        assert_eq!(
            code_is_ascii(&tree(&[("crates/a/src/a.rs", text)])).len(),
            1
        );
        assert_eq!(code_is_ascii(&tree(&[("crates/a/tests/a.rs", text)])), []);
        let quoted = "// the paper \u{ab}\u{456}\u{bb}\n#[cfg(test)]\nconst A: &str = \"\u{456}\";";
        assert_eq!(code_is_ascii(&tree(&[("crates/a/src/a.rs", quoted)])), []);
        assert_eq!(
            code_is_ascii(&tree(&[("crates/a/tests/a.rs", "fn \u{456}() {}")])).len(),
            1
        );
    }

    #[test]
    fn a_type_that_manages_is_noticed_and_a_service_of_the_office_is_not() {
        let text = "pub struct DeviceManager; pub struct Service; fn get_page() {}";
        assert_eq!(names_say_what_a_thing_is(&tree(&[("a.rs", text)])).len(), 2);
    }

    #[test]
    fn a_silent_a_nameless_and_an_endless_file_are_noticed() {
        let long = "//! x\n".repeat(LONGEST + 1);
        let tree = tree(&[("a/mod.rs", "fn f() {}"), ("b.rs", &long)]);
        assert_eq!(first_line_says_what_for(&tree).len(), 1);
        assert_eq!(modules_have_names(&tree).len(), 1);
        assert_eq!(files_are_short(&tree).len(), 1);
    }
}
