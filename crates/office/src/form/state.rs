//! A form being filled in: answers, rows, and what the form's rules say about them after each change.

use super::error::FormError;
use super::layout::{Form, Layout};
use super::rules::When;
use super::settle::{self, Failure, Standing};
use super::text;
use super::tree;
use super::xpath::{Ground, Place};
use crate::person::Person;
use rxeval::{Instance, NodeId};
use std::fmt;

/// What `today()` and `now()` answer within a form (I13).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormClock {
    /// Local day, ISO 8601.
    pub iso_date: String,
    /// Local moment with offset, RFC 3339.
    pub iso_datetime: String,
}

/// What the rules make of one question. `Debug` shows no answer (I12).
#[derive(Clone, PartialEq, Eq)]
pub struct Ruling {
    /// Path with the position of every row.
    pub path: String,
    /// The answer or the result of the calculation; empty where it is not asked for.
    pub value: String,
    /// Whether it is asked for.
    pub relevant: bool,
    /// Whether it has to be answered.
    pub required: bool,
    /// Whether the answer keeps the constraint.
    pub fits: bool,
}

/// A form and the answers so far. `Debug` tells how many rules are unmet, never an answer (I12).
#[derive(Clone)]
pub struct FormState {
    pub(super) form: Form,
    /// Every answer, also of questions that are not asked at the moment.
    tree: Instance,
    clock: FormClock,
    pub(super) standing: Standing,
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
        let anew = instance.is_empty();
        let tree = if anew {
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
        if anew {
            state.begin();
        }
        Ok(state)
    }

    /// Answers a question; an empty value takes the answer back. The value is put into its canonical spelling.
    ///
    /// # Errors
    /// [`FormError::NoSuchQuestion`] and [`FormError::ReadOnly`]; a bad value is none, it becomes a finding.
    pub fn set(&mut self, path: &str, value: &str) -> Result<(), FormError> {
        let form = self.form.clone();
        let item = form.0.item(path).ok_or(FormError::NoSuchQuestion)?;
        let node = tree::resolve(&self.tree, path).ok_or(FormError::NoSuchQuestion)?;
        if item.read_only || self.standing.locked.contains(path) {
            return Err(FormError::ReadOnly);
        }
        let value = text::canonical(item, value);
        if self.tree.node(node).value != value {
            self.tree.node_mut(node).value = value;
            self.recompute();
            self.act(&When::Answered(item.path.clone()), node);
        }
        Ok(())
    }

    /// Adds a blank row to a repeat, after the last one. A row within a row carries the position of the outer one:
    /// `/data/houses[2]/owners`.
    ///
    /// # Errors
    /// [`FormError::NoSuchRow`] where the path names no repeat, or one whose rows the form counts.
    pub fn add_row(&mut self, path: &str) -> Result<(), FormError> {
        let form = self.form.clone();
        let counted = form.0.counts(path);
        if counted || !tree::add_row(&mut self.tree, &form.0.templates, path) {
            return Err(FormError::NoSuchRow);
        }
        self.recompute();
        if let Some(row) = tree::rows(&self.tree, path).last() {
            self.act(&When::NewRow, *row);
        }
        Ok(())
    }

    /// Removes the row at `position`, counted from 1; the others keep their answers and move up.
    ///
    /// # Errors
    /// [`FormError::NoSuchRow`].
    pub fn remove_row(&mut self, path: &str, position: usize) -> Result<(), FormError> {
        let repeat = tree::without_positions(path);
        if self.form.0.counts(path) || !self.form.0.templates.contains_key(&repeat) {
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
        for item in form.0.items() {
            if let (Some(field), Some(node)) = (item.person, tree::resolve(&self.tree, &item.path))
            {
                self.tree.node_mut(node).value = text::canonical(item, person.text(field));
            }
        }
        self.recompute();
    }

    /// Whether the form has a question of that path; rows carry their position.
    #[must_use]
    pub fn asks(&self, path: &str) -> bool {
        self.form.0.item(path).is_some() && tree::resolve(&self.tree, path).is_some()
    }

    /// What the rules make of every question, asked for or not, in the form's order.
    #[must_use]
    pub fn rulings(&self) -> Vec<Ruling> {
        let seen = &self.standing.seen;
        let nodes = seen.root().map(|root| seen.descendants(root));
        let leaves = nodes.unwrap_or_default().into_iter();
        leaves
            .filter(|node| seen.children(*node).is_empty())
            .map(|node| {
                let path = tree::stable(seen, node, &self.form.0.templates);
                Ruling {
                    value: seen.string_value(node),
                    relevant: !self.standing.hidden.contains(&path),
                    required: self.standing.required.contains(&path),
                    fits: !self.standing.broken.contains(&path),
                    path,
                }
            })
            .collect()
    }

    /// The answers as XML: what is saved with a draft and given to [`FormState::start`] again.
    #[must_use]
    pub fn instance(&self) -> String {
        tree::write(&self.tree)
    }

    pub(super) fn today_iso(&self) -> &str {
        &self.clock.iso_date
    }

    pub(super) fn failures(&self) -> &[Failure] {
        &self.standing.failed
    }

    /// The value at a path as the rules see it, empty where there is none or it is not asked for.
    pub(super) fn value(&self, path: &str) -> &str {
        tree::resolve(&self.standing.seen, path)
            .map_or("", |node| self.standing.seen.node(node).value.as_str())
    }

    /// What expressions may look at, and where one at that path stands.
    pub(super) fn ground(&self, path: &str) -> (Ground<'_>, Option<Place>) {
        let node = tree::resolve(&self.standing.seen, path);
        let ground = settle::ground(&self.form.0, &self.standing.seen, &self.clock);
        (ground, node.map(Place::at))
    }

    fn recompute(&mut self) {
        self.standing = settle::settle(&self.form.0, &mut self.tree, &self.clock);
    }

    /// The answers that stand in a form before anybody answers.
    fn begin(&mut self) {
        let form = self.form.clone();
        for (path, kind) in &form.0.preloads {
            let value = match kind.as_str() {
                "date" => &self.clock.iso_date,
                _ => &self.clock.iso_datetime,
            };
            for node in tree::every(&self.tree, path) {
                self.tree.node_mut(node).value.clone_from(value);
            }
        }
        if let Some(root) = self.tree.root() {
            self.act(&When::Begun, root);
        }
    }

    /// Fills in what the form fills in then, seen from the question or row where it happened.
    fn act(&mut self, when: &When, at: NodeId) {
        let form = self.form.clone();
        for action in form
            .0
            .rules
            .actions
            .iter()
            .filter(|action| action.when == *when)
        {
            for node in tree::every(&self.tree, &action.target) {
                let concerned = match when {
                    When::Begun => true,
                    When::NewRow => self.tree.ancestors(node).contains(&at),
                    When::Answered(_) => self.shares_rows(node, at),
                };
                if !concerned {
                    continue;
                }
                let ground = settle::ground(&form.0, &self.standing.seen, &self.clock);
                let value = action.value.as_ref();
                let value = value.map(|value| ground.result(value, Place::at(node)));
                // What cannot be filled in is left to be asked.
                self.tree.node_mut(node).value = value.and_then(Result::ok).unwrap_or_default();
                self.recompute();
            }
        }
        self.recompute();
    }

    /// Whether two questions stand in the same rows, as far as both stand in rows of the same repeat.
    fn shares_rows(&self, one: NodeId, other: NodeId) -> bool {
        let rows = |node: NodeId| -> Vec<(String, NodeId)> {
            let line = self.tree.ancestors(node).into_iter();
            line.map(|row| (tree::without_positions(&self.tree.path_of(row)), row))
                .filter(|(path, _)| self.form.0.templates.contains_key(path))
                .collect()
        };
        let others = rows(other);
        rows(one).iter().all(|(path, row)| {
            others
                .iter()
                .all(|(other_path, other_row)| path != other_path || row == other_row)
        })
    }
}

impl fmt::Debug for Ruling {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (path, relevant) = (&self.path, self.relevant);
        write!(f, "Ruling({path}, relevant: {relevant})")
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
