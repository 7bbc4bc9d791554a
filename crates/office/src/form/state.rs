//! A form being filled in: answers, rows, and what the form's rules say about them after each change.

use super::error::FormError;
use super::layout::{Form, Layout};
use super::text;
use super::tree;
use crate::person::Person;
use rxeval::rules::ViolationKind;
use rxeval::{Clock, Instance};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// What `today()` and `now()` answer within a form (I13).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormClock {
    /// Local day, ISO 8601.
    pub iso_date: String,
    /// Local moment with offset, RFC 3339.
    pub iso_datetime: String,
}

/// A form and the answers so far. `Debug` tells how many rules are unmet, never an answer (I12).
#[derive(Clone)]
pub struct FormState {
    pub(super) form: Form,
    pub(super) tree: Instance,
    pub(super) clock: FormClock,
    pub(super) standing: Standing,
}

/// What the rules say, by path with positions.
#[derive(Clone, Default)]
pub(super) struct Standing {
    pub(super) hidden: BTreeSet<String>,
    pub(super) missing: BTreeSet<String>,
    pub(super) broken: BTreeSet<String>,
    /// Expressions that could not be evaluated: path and the engine's words, which may quote answers.
    pub(super) failed: Vec<(String, String)>,
}

impl FormState {
    /// Begins to fill in a form, or goes on with `instance` as [`FormState::instance`] gave it; empty means anew.
    ///
    /// # Errors
    /// [`FormError::ForeignInstance`].
    pub fn start(form: &Form, instance: &str, clock: FormClock) -> Result<Self, FormError> {
        let Layout {
            blank, templates, ..
        } = &*form.0;
        let tree = if instance.is_empty() {
            blank.clone()
        } else {
            tree::resumed(instance, blank, templates)?
        };
        let mut state = Self {
            form: form.clone(),
            tree,
            clock,
            standing: Standing::default(),
        };
        state.recompute();
        Ok(state)
    }

    /// Answers a question; an empty value takes the answer back. The value is put into its canonical spelling.
    ///
    /// # Errors
    /// [`FormError::NoSuchQuestion`] and [`FormError::ReadOnly`]; a bad value is none, it becomes a finding.
    pub fn set(&mut self, path: &str, value: &str) -> Result<(), FormError> {
        let item = self.form.0.item(path).ok_or(FormError::NoSuchQuestion)?;
        let node = tree::resolve(&self.tree, path).ok_or(FormError::NoSuchQuestion)?;
        if item.read_only {
            return Err(FormError::ReadOnly);
        }
        self.tree.node_mut(node).value = text::canonical(&item.control, value);
        self.recompute();
        Ok(())
    }

    /// Adds a blank row to a repeat, after the last one.
    ///
    /// # Errors
    /// [`FormError::NoSuchRow`] where the path names no repeat.
    pub fn add_row(&mut self, path: &str) -> Result<(), FormError> {
        if !tree::add_row(&mut self.tree, &self.form.0.templates, path) {
            return Err(FormError::NoSuchRow);
        }
        self.recompute();
        Ok(())
    }

    /// Removes the row at `position`, counted from 1; the others keep their answers and move up.
    ///
    /// # Errors
    /// [`FormError::NoSuchRow`].
    pub fn remove_row(&mut self, path: &str, position: usize) -> Result<(), FormError> {
        if !self.form.0.templates.contains_key(path) {
            return Err(FormError::NoSuchRow);
        }
        let rows = tree::rows(&self.tree, path);
        let row = position
            .checked_sub(1)
            .and_then(|index| rows.get(index))
            .ok_or(FormError::NoSuchRow)?;
        self.tree.detach(*row);
        self.tree.reindex();
        self.recompute();
        Ok(())
    }

    /// Answers the questions whose appearance has the token `valiza-person-FIELDKEY` from the identity of the visit.
    pub fn fill_person(&mut self, person: &Person) {
        let form = self.form.clone();
        for item in form.0.sections.iter().flat_map(|section| &section.items) {
            if let (Some(field), Some(node)) = (item.person, tree::resolve(&self.tree, &item.path))
            {
                self.tree.node_mut(node).value = text::canonical(&item.control, person.text(field));
            }
        }
        self.recompute();
    }

    /// Whether the form has a question of that path; rows carry their position.
    #[must_use]
    pub fn asks(&self, path: &str) -> bool {
        self.form.0.item(path).is_some() && tree::resolve(&self.tree, path).is_some()
    }

    /// The answers as XML: what is saved with a draft and given to [`FormState::start`] again.
    #[must_use]
    pub fn instance(&self) -> String {
        tree::write(&self.tree)
    }

    pub(super) fn failures(&self) -> &[(String, String)] {
        &self.standing.failed
    }

    /// The value at a path, empty where there is none.
    pub(super) fn value(&self, path: &str) -> &str {
        tree::resolve(&self.tree, path).map_or("", |node| self.tree.node(node).value.as_str())
    }

    fn recompute(&mut self) {
        let form = self.form.clone();
        let engine = &form.0.engine;
        let clock = Clock {
            today: self.clock.iso_date.clone(),
            now: self.clock.iso_datetime.clone(),
        };
        let mut standing = Standing {
            failed: self.calculate(engine, &clock),
            ..Standing::default()
        };

        let (relevant, _problems_that_check_repeats) = engine.relevance(&self.tree, &clock);
        standing.hidden = self.hidden_of(&relevant);
        standing
            .hidden
            .extend(self.hidden_empty_repeats(engine, &clock));
        for violation in engine.check(&self.tree, clock) {
            let path = self.stable(&violation.node_path);
            match violation.kind {
                ViolationKind::Required => _ = standing.missing.insert(path),
                ViolationKind::Constraint => _ = standing.broken.insert(path),
                ViolationKind::Failed(why) => standing.failed.push((path, why)),
                // The calculations have just run; where one failed, that is what is said of it.
                ViolationKind::Calculation { .. } => {}
            }
        }
        self.standing = standing;
    }

    /// Runs the calculations. One that fails leaves its question empty: a stale result would be a wrong answer.
    fn calculate(&mut self, engine: &rxeval::Form, clock: &Clock) -> Vec<(String, String)> {
        let (computed, failed) = engine.calculations(&self.tree, clock);
        let mut fresh = BTreeMap::new();
        for (path, value) in computed {
            fresh.insert(self.stable(&path), value);
        }
        for (path, value) in &fresh {
            if let Some(node) = tree::resolve(&self.tree, path) {
                self.tree.node_mut(node).value.clone_from(value);
            }
        }
        for (path, _) in &failed {
            for stale in self.positions_of(path) {
                if let (false, Some(node)) = (
                    fresh.contains_key(&stale),
                    tree::resolve(&self.tree, &stale),
                ) {
                    self.tree.node_mut(node).value.clear();
                }
            }
        }
        failed
    }

    fn hidden_of(&self, relevant: &BTreeMap<String, bool>) -> BTreeSet<String> {
        relevant
            .iter()
            .filter(|(_, shown)| !**shown)
            .map(|(path, _)| self.stable(path))
            .collect()
    }

    /// A repeat without rows has no node that the engine could ask about, so a row is lent to it.
    fn hidden_empty_repeats(&self, engine: &rxeval::Form, clock: &Clock) -> Vec<String> {
        let templates = &self.form.0.templates;
        let empty: Vec<&String> = templates
            .keys()
            .filter(|repeat| tree::rows(&self.tree, repeat).is_empty())
            .collect();
        if empty.is_empty() {
            return Vec::new();
        }
        let mut probe = self.tree.clone();
        for repeat in &empty {
            tree::add_row(&mut probe, templates, repeat);
        }
        let hidden = self.hidden_of(&engine.relevance(&probe, clock).0);
        empty
            .into_iter()
            .filter(|repeat| hidden.contains(&format!("{repeat}[1]")))
            .cloned()
            .collect()
    }

    /// Every place that a path of the form has in the instance.
    pub(super) fn positions_of(&self, path: &str) -> Vec<String> {
        let repeat = self
            .form
            .0
            .templates
            .keys()
            .find_map(|repeat| Some((repeat, path.strip_prefix(repeat.as_str())?)));
        match repeat {
            Some((repeat, rest)) if rest.starts_with('/') => (1..=tree::rows(&self.tree, repeat)
                .len())
                .map(|row| format!("{repeat}[{row}]{rest}"))
                .collect(),
            _ => vec![path.to_owned()],
        }
    }

    fn stable(&self, engine_path: &str) -> String {
        tree::with_position(engine_path, self.form.0.templates.keys())
    }
}

impl fmt::Debug for FormState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FormState")
            .field("missing", &self.standing.missing.len())
            .field("broken", &self.standing.broken.len())
            .field("failed", &self.standing.failed.len())
            .finish_non_exhaustive()
    }
}
