//! The checklist of a service for one applicant: which documents their answers make needed, how many times, and what is
//! still missing. A missing document is a finding, never a stop (I15).

use crate::document::Form;
use crate::form::{FormView, Question};
use crate::id::DocumentKey;
use crate::label::Label;
use serde::{Deserialize, Serialize};

/// Parts the key of a rule from the row of a repeat: `child-birth-certificate.2`.
const ROW: char = '.';

/// One line of a service's checklist.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DocumentRule {
    /// Key within the service.
    pub key: DocumentKey,
    /// What it is.
    pub name: Label,
    /// Whether the application is incomplete without it (a finding, never a stop).
    pub required: bool,
    /// Whether original, copy, or a look at it is expected.
    pub form: Form,
    /// Papers of which any one answers this line; empty = the paper that `name` says.
    pub alternatives: Vec<Label>,
    /// Lines of the same group replace each other: one of them is enough. Empty = no group.
    pub one_of: String,
    /// Path of a repeat of the form: the line is needed once for each of its rows. Empty = once.
    pub for_each: String,
    /// The answers that make it needed; all of them must hold.
    pub when: Vec<Condition>,
}

/// What an answer must be.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// Path of the question; within the repeat of `for_each` without the row.
    pub path: String,
    /// Names of choices of which the answer must hold one.
    pub any_of: Vec<String>,
    /// Turns it round: the answer must hold none of them.
    pub negated: bool,
}

impl Condition {
    /// Whether it holds for these answers, in that row of the repeat where it lies in one. Without a form everything holds.
    #[must_use]
    pub fn holds(&self, answers: Option<&FormView>, row: Option<(&str, usize)>) -> bool {
        let Some(view) = answers else { return true };
        let path = match row {
            Some((repeat, position)) => match self.path.strip_prefix(repeat) {
                Some(rest) if rest.starts_with('/') => format!("{repeat}[{position}]{rest}"),
                Some(_) | None => self.path.clone(),
            },
            None => self.path.clone(),
        };
        let held = questions(view)
            .find(|question| question.path == path)
            .is_some_and(|question| {
                question
                    .value
                    .split_whitespace()
                    .any(|name| self.any_of.iter().any(|one| one == name))
            });
        held != self.negated
    }
}

/// A document that this applicant needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Needed {
    /// Key of the rule, with the row where there is one: `child-birth-certificate.2`.
    pub key: DocumentKey,
    /// What it is.
    pub name: Label,
    /// Row of the repeat, from 1.
    pub row: Option<usize>,
    /// Whether the application is incomplete without it.
    pub required: bool,
    /// What is expected.
    pub form: Form,
    /// Papers of which any one will do.
    pub alternatives: Vec<Label>,
    /// The group of which one line is enough; empty = none.
    pub one_of: String,
}

/// The required lines that nothing answers. A group counts once, under its first line, and only where none of it is there.
#[must_use]
pub fn missing(needed: &[Needed], has: impl Fn(&DocumentKey) -> bool) -> Vec<&Needed> {
    let same = |one: &Needed, other: &Needed| {
        !one.one_of.is_empty() && one.one_of == other.one_of && one.row == other.row
    };
    needed
        .iter()
        .enumerate()
        .filter(|(at, line)| {
            line.required
                && !has(&line.key)
                && !needed
                    .iter()
                    .any(|other| same(line, other) && has(&other.key))
                && !needed[..*at]
                    .iter()
                    .any(|other| other.required && same(line, other))
        })
        .map(|(_, line)| line)
        .collect()
}

pub(super) fn expand(rules: &[DocumentRule], answers: Option<&FormView>) -> Vec<Needed> {
    let mut lines = Vec::new();
    for rule in rules {
        let rows = match answers {
            Some(view) if !rule.for_each.is_empty() => rows(view, &rule.for_each)
                .map(|position| Some((rule.for_each.as_str(), position)))
                .collect(),
            Some(_) | None => vec![None],
        };
        for row in rows {
            if rule.when.iter().all(|one| one.holds(answers, row)) {
                lines.push(line(rule, row.map(|(_, position)| position)));
            }
        }
    }
    lines
}

pub(super) fn without_row(key: &str) -> &str {
    key.split_once(ROW).map_or(key, |(rule, _row)| rule)
}

fn line(rule: &DocumentRule, row: Option<usize>) -> Needed {
    Needed {
        key: match row {
            Some(position) => DocumentKey(format!("{}{ROW}{position}", rule.key)),
            None => rule.key.clone(),
        },
        name: rule.name.clone(),
        row,
        required: rule.required,
        form: rule.form,
        alternatives: rule.alternatives.clone(),
        one_of: rule.one_of.clone(),
    }
}

fn rows<'v>(view: &'v FormView, repeat: &'v str) -> impl Iterator<Item = usize> + 'v {
    view.steps
        .iter()
        .filter(move |step| step.path == repeat)
        .flat_map(|step| step.rows.iter().flatten())
        .map(|row| row.position)
}

fn questions(view: &FormView) -> impl Iterator<Item = &Question> {
    view.steps.iter().flat_map(|step| {
        let in_rows = step.rows.iter().flatten().flat_map(|row| &row.questions);
        step.questions.iter().chain(in_rows)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::{Kind, Row, Step};

    fn question(path: &str, value: &str) -> Question {
        Question {
            path: path.to_owned(),
            label: Label::default(),
            hint: Label::default(),
            kind: Kind::Text,
            meaning: None,
            value: value.to_owned(),
            required: false,
            read_only: false,
            problem: None,
        }
    }

    /// Two children, the second has no certificate; the household rents.
    fn answers() -> FormView {
        let child = |position: usize, has: &str| Row {
            position,
            questions: vec![question(&format!("/data/child[{position}]/paper"), has)],
            inner: Vec::new(),
        };
        FormView {
            steps: vec![
                Step {
                    path: "/data/home".to_owned(),
                    questions: vec![question("/data/home/basis", "lease other")],
                    ..Step::default()
                },
                Step {
                    path: "/data/child".to_owned(),
                    rows: Some(vec![child(1, "yes"), child(2, "no")]),
                    ..Step::default()
                },
            ],
            missing: Vec::new(),
        }
    }

    fn rule(key: &str) -> DocumentRule {
        DocumentRule {
            key: DocumentKey::from(key),
            required: true,
            ..DocumentRule::default()
        }
    }

    fn when(path: &str, any_of: &[&str], negated: bool) -> Vec<Condition> {
        vec![Condition {
            path: path.to_owned(),
            any_of: any_of.iter().map(|one| (*one).to_owned()).collect(),
            negated,
        }]
    }

    fn keys(lines: &[Needed]) -> Vec<&str> {
        lines.iter().map(|line| line.key.0.as_str()).collect()
    }

    #[test]
    fn a_document_is_needed_once_for_each_child_whose_answer_asks_for_it() {
        let rules = [
            DocumentRule {
                for_each: "/data/child".to_owned(),
                ..rule("photo")
            },
            DocumentRule {
                for_each: "/data/child".to_owned(),
                when: when("/data/child/paper", &["yes"], false),
                ..rule("certificate")
            },
            DocumentRule {
                when: when("/data/home/basis", &["owner"], false),
                ..rule("title")
            },
            DocumentRule {
                when: when("/data/home/basis", &["owner"], true),
                ..rule("lease")
            },
        ];
        assert_eq!(
            keys(&expand(&rules, Some(&answers()))),
            ["photo.1", "photo.2", "certificate.1", "lease"]
        );
        assert_eq!(
            keys(&expand(&rules, None)),
            ["photo", "certificate", "title", "lease"]
        );
    }

    #[test]
    fn one_document_of_a_group_is_enough() {
        let group = |key: &str| DocumentRule {
            one_of: "basis".to_owned(),
            ..rule(key)
        };
        let rules = [
            group("lease"),
            group("consent"),
            rule("identity"),
            DocumentRule {
                required: false,
                ..rule("more")
            },
        ];
        let needed = expand(&rules, None);
        let lacking = |had: &[&str]| -> Vec<String> {
            missing(&needed, |key| had.contains(&key.0.as_str()))
                .into_iter()
                .map(|line| line.key.0.clone())
                .collect()
        };
        assert_eq!(lacking(&[]), ["lease", "identity"]);
        assert_eq!(lacking(&["consent"]), ["identity"]);
        assert!(lacking(&["lease", "identity"]).is_empty());
    }

    #[test]
    fn the_row_of_a_key_is_no_part_of_its_rule() {
        assert_eq!(without_row("certificate.12"), "certificate");
        assert_eq!(without_row("certificate"), "certificate");
    }
}
