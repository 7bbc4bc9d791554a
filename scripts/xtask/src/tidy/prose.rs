//! Rules about what is written for people: documents and comments.

use super::Fault;
use crate::source::{Part, parts};
use crate::tree::Tree;

/// Documents that cite tests as evidence.
const EVIDENCE: &[&str] = &["ARCHITECTURE.md", "SECURITY.md"];

/// How many underscores make a sentence out of a name.
const A_SENTENCE: usize = 3;

pub(super) fn headings_have_text(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (path, text) in tree.texts(".md") {
        let mut open: Option<&str> = None;
        let mut is_listing = false;
        for line in text.lines().filter(|line| !line.trim().is_empty()) {
            is_listing ^= line.starts_with("```");
            let is_heading = !is_listing && line.starts_with('#');
            if let (true, Some(empty)) = (is_heading, open) {
                faults.push(Fault::new(
                    "headings",
                    path,
                    format!("`{empty}` has no text"),
                ));
            }
            open = is_heading.then_some(line);
        }
        faults.extend(
            open.map(|empty| Fault::new("headings", path, format!("`{empty}` has no text"))),
        );
    }
    faults
}

/// A test that a document names must be there, so that no promise outlives its proof.
pub(super) fn cited_tests_exist(tree: &Tree) -> Vec<Fault> {
    let mut faults = Vec::new();
    for path in EVIDENCE {
        let quoted = tree.text(path).split('`').skip(1).step_by(2);
        let cited = quoted.filter(|word| {
            word.matches('_').count() >= A_SENTENCE
                && word
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
        });
        for name in cited {
            let signature = format!("fn {name}(");
            if !tree.texts(".rs").any(|(_, text)| text.contains(&signature)) {
                faults.push(Fault::new(
                    "evidence",
                    *path,
                    format!("cites the test {name}, which is not there"),
                ));
            }
        }
    }
    faults
}

/// No reference to a tracker, no path of the machine it was written on.
pub(super) fn the_project_speaks_of_itself_alone(tree: &Tree) -> Vec<Fault> {
    let here = tree.root.to_string_lossy();
    let mut faults = Vec::new();
    for file in tree.files.iter().filter(|file| file.path != "Cargo.lock") {
        let Some(text) = &file.text else { continue };
        if text.contains(&*here) {
            faults.push(Fault::new(
                "itself",
                &file.path,
                "names the folder that it was written in",
            ));
        }
        let is_numbered = match file.path.rsplit('.').next() {
            Some("md") => has_reference(text),
            Some("rs") => parts(text)
                .iter()
                .any(|(part, stretch)| *part == Part::Comment && has_reference(stretch)),
            _ => false,
        };
        if is_numbered {
            faults.push(Fault::new(
                "itself",
                &file.path,
                "refers to a numbered entry of a tracker; say the reason instead",
            ));
        }
    }
    faults
}

/// Whether a number sign with one to four digits stands alone in the text.
fn has_reference(text: &str) -> bool {
    text.match_indices('#').any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = &text[at + 1..];
        let digits = after.bytes().take_while(u8::is_ascii_digit).count();
        let follows = after[digits..].chars().next();
        (1..=4).contains(&digits)
            && before.is_none_or(|c| c.is_whitespace() || c == '(')
            && follows.is_none_or(|c| !c.is_alphanumeric())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::sample::tree;

    #[test]
    fn a_heading_over_nothing_is_noticed() {
        let faults = headings_have_text(&tree(&[(
            "a.md",
            "# A\n\n## B\ntext\n```\n# no heading\n```\n## C\n",
        )]));
        let words: Vec<_> = faults.iter().map(|fault| fault.words.as_str()).collect();
        assert_eq!(words, ["`# A` has no text", "`## C` has no text"]);
    }

    #[test]
    fn a_promise_without_its_proof_is_noticed() {
        let kept = ("crates/a/tests/a.rs", "fn a_thing_is_so() {}");
        let document = (
            "SECURITY.md",
            "`a_thing_is_so`, `a_thing_is_not`, `one_word`",
        );
        let faults = cited_tests_exist(&tree(&[kept, document]));
        assert_eq!(faults.len(), 1);
        assert!(faults[0].words.contains("a_thing_is_not"));
    }

    #[test]
    fn a_tracker_and_a_machine_are_noticed() {
        let faults = |path, text| the_project_speaks_of_itself_alone(&tree(&[(path, text)])).len();
        assert_eq!(faults("a.md", concat!("fixes ", "#", "12")), 1);
        assert_eq!(faults("a.rs", "let colour = \"#1234\";"), 0);
        assert_eq!(
            faults("a.toml", concat!("path = \"/nowhere", "/at/all/a\"")),
            1
        );
    }
}
