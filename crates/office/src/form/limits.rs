//! What would not run as the form's author means it, refused when a form is read.
//!
//! A rule that silently never holds is worse than a form that is refused at the coordinator's desk.

use super::error::{Column, FormError};
use super::layout::{Form, Layout};
use super::rules::misuse;
use super::state::{FormClock, FormState};
use super::tree;
use super::xform::Model;
use std::collections::BTreeSet;

/// The questions that the kit fills in by itself when a form is begun.
///
/// # Errors
/// [`FormError::Unsupported`] for one that would need to know the device or its owner.
pub(super) fn preloads(model: &Model) -> Result<Vec<(String, String)>, FormError> {
    let mut preloads = Vec::new();
    for (path, bind) in &model.binds {
        match bind.preload.as_str() {
            // An instance id is not needed: an application has its own (I12).
            "" | "uid" => {}
            known @ ("date" | "timestamp") => preloads.push((path.clone(), known.to_owned())),
            other => {
                return Err(FormError::Unsupported {
                    path: path.clone(),
                    column: Column::Type,
                    what: format!(
                        "a question filled in by the device ('{other}'); ask it, or leave it out"
                    ),
                });
            }
        }
    }
    Ok(preloads)
}

/// # Errors
/// [`FormError::Expression`]: an unknown function, a path that leads nowhere, a date format that needs a language.
pub(super) fn refuse_misuse(layout: &Layout) -> Result<(), FormError> {
    let known = paths(layout);
    let of_rules = layout.rules.expressions();
    let of_words = layout.items().flat_map(|item| {
        let words = [
            (Column::Label, &item.label),
            (Column::Hint, &item.hint),
            (Column::ConstraintMessage, &item.message),
        ];
        words.into_iter().flat_map(move |(column, words)| {
            words
                .expressions()
                .map(move |rule| (item.path.as_str(), column, rule))
        })
    });
    let of_choices = layout.items().filter_map(|item| {
        let filter = item.control.offer()?.filter.as_ref()?;
        Some((item.path.as_str(), Column::ChoiceFilter, filter))
    });
    for (path, column, rule) in of_rules.chain(of_words).chain(of_choices) {
        if let Some(why) = misuse(rule, path, &known) {
            return Err(FormError::Expression {
                path: path.to_owned(),
                column,
                why,
            });
        }
    }
    Ok(())
}

fn paths(layout: &Layout) -> BTreeSet<String> {
    let mut known = BTreeSet::new();
    if let Some(root) = layout.blank.root() {
        for node in [vec![root], layout.blank.descendants(root)].concat() {
            known.insert(tree::without_positions(&layout.blank.path_of(node)));
        }
    }
    for (repeat, row) in &layout.templates {
        let parent = repeat.rsplit_once('/').map_or("", |(parent, _)| parent);
        if let Some(root) = row.root() {
            for node in [vec![root], row.descendants(root)].concat() {
                known.insert(format!(
                    "{parent}{}",
                    tree::without_positions(&row.path_of(node))
                ));
            }
        }
    }
    known
}

/// # Errors
/// [`FormError::Expression`]: what can only be seen by evaluating.
pub(super) fn refuse_what_fails_when_empty(form: &Form) -> Result<(), FormError> {
    // Any day serves: the form is empty.
    let clock = FormClock {
        iso_date: "2000-01-01".to_owned(),
        iso_datetime: "2000-01-01T00:00:00+00:00".to_owned(),
    };
    let state = FormState::start(form, "", clock)?;
    match state.failures().first() {
        None => Ok(()),
        Some(failure) => Err(FormError::Expression {
            path: tree::without_positions(&failure.path),
            column: failure.column,
            why: failure.why.clone(),
        }),
    }
}
