//! The rules of the house that a program can check. Each is a function from the tree to the places that break it.
//!
//! What stands outside a rule stands in [`EXCEPTIONS`], with the reason; nowhere else.

mod prose;
mod rust;
mod shape;

use crate::tree::Tree;
use std::fmt;

/// A place that breaks a rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The rule's name.
    pub rule: &'static str,
    /// The file, or what else it is about.
    pub place: String,
    /// What is wrong and what the rule protects.
    pub words: String,
}

impl Fault {
    fn new(rule: &'static str, place: impl Into<String>, words: impl Into<String>) -> Self {
        Self {
            rule,
            place: place.into(),
            words: words.into(),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} ({})", self.place, self.words, self.rule)
    }
}

/// A rule, the file or (with `/` at its end) folder that stands outside of it, and why.
pub type Exception = (&'static str, &'static str, &'static str);

/// All that stand outside of a rule.
pub const EXCEPTIONS: &[Exception] = &[
    (
        "ascii-text",
        "crates/office/src/identity/",
        "tables of Ukrainian letters are locale data",
    ),
    (
        "ascii-text",
        "crates/catalogue/src/codifier/tables.rs",
        "the alphabet, keyboards and the words that people write before names of places",
    ),
    (
        "ascii-text",
        "crates/office/src/workflow/stories.rs",
        "a test, beside the private parts it tells about: names of people and places",
    ),
    (
        "ascii-text",
        "crates/office/src/workflow/stories/",
        "tests, beside the private parts they tell about: names of people and places",
    ),
    (
        "ascii-text",
        "crates/desk/src/screen/",
        "a middle dot parts two terms on one line",
    ),
];

/// Every place that breaks a rule and is no exception. `programs` are the binaries that the workspace builds.
#[must_use]
pub fn faults(tree: &Tree, programs: &[&str]) -> Vec<Fault> {
    let mut faults = everything(tree, programs);
    faults.retain(|fault| !EXCEPTIONS.iter().any(|exception| excuses(exception, fault)));
    faults
}

/// Exceptions that excuse nothing: they may not outlive their reason.
#[must_use]
pub fn idle_exceptions(tree: &Tree, programs: &[&str]) -> Vec<String> {
    let faults = everything(tree, programs);
    let idle = |exception: &&Exception| !faults.iter().any(|fault| excuses(exception, fault));
    let words = |(rule, path, _because): &Exception| format!("{rule} {path}");
    EXCEPTIONS.iter().filter(idle).map(words).collect()
}

fn everything(tree: &Tree, programs: &[&str]) -> Vec<Fault> {
    let rules = [
        rust::first_line_says_what_for,
        rust::modules_have_names,
        rust::nothing_is_unfinished,
        rust::files_are_short,
        rust::code_is_ascii,
        rust::names_say_what_a_thing_is,
        rust::the_field_side_names_nothing_that_opens,
        shape::the_root_is_tidy,
        shape::every_ban_is_repeated,
        prose::headings_have_text,
        prose::cited_tests_exist,
        prose::the_project_speaks_of_itself_alone,
    ];
    let mut faults: Vec<_> = rules.iter().flat_map(|rule| rule(tree)).collect();
    faults.extend(shape::units_start_what_is_built(tree, programs));
    faults
}

fn excuses((rule, path, _because): &Exception, fault: &Fault) -> bool {
    *rule == fault.rule
        && (fault.place == *path || path.ends_with('/') && fault.place.starts_with(path))
}

#[cfg(test)]
pub(crate) mod sample {
    //! Small trees that break one rule each.

    use crate::tree::{File, Tree};

    /// A tree of these files, in a root that no text names.
    pub(crate) fn tree(files: &[(&str, &str)]) -> Tree {
        let file = |(path, text): &(&str, &str)| File {
            path: (*path).to_owned(),
            text: Some((*text).to_owned()),
        };
        Tree {
            root: "/nowhere/at/all".into(),
            files: files.iter().map(file).collect(),
        }
    }
}
