//! What the rules make of the answers: which questions are asked, what is calculated, what is missing.
//!
//! Rules read the answers of questions that are asked, and no others: what is not relevant counts as empty, though the answer
//! is kept and comes back with its question. Calculations feed relevance and relevance feeds calculations, so both run until
//! nothing changes any more.

use super::error::Column;
use super::layout::Layout;
use super::rules::Rules;
use super::state::FormClock;
use super::tree;
use super::xpath::{Ground, Place};
use rxeval::parser::Expr;
use rxeval::{Instance, NodeId};
use std::collections::BTreeSet;

/// So many rows a counted repeat has at most; a mistyped number shall not fill the memory.
const MOST_ROWS: usize = 100;

/// What the rules say, by path with positions.
#[derive(Clone, Default)]
pub(super) struct Standing {
    /// The answers as rules and screens see them: without those that are not asked for.
    pub(super) seen: Instance,
    pub(super) hidden: BTreeSet<String>,
    pub(super) required: BTreeSet<String>,
    pub(super) missing: BTreeSet<String>,
    pub(super) broken: BTreeSet<String>,
    /// Questions that a rule has closed.
    pub(super) locked: BTreeSet<String>,
    pub(super) failed: Vec<Failure>,
}

/// A rule that could not be evaluated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Failure {
    pub(super) path: String,
    pub(super) column: Column,
    /// May quote answers: for a form that is empty, or for nobody.
    pub(super) why: String,
}

/// Runs the rules until nothing changes. Calculated answers are written into `answers`, rows are added that the form counts.
pub(super) fn settle(layout: &Layout, answers: &mut Instance, clock: &FormClock) -> Standing {
    let mut run = Run {
        layout,
        clock,
        seen: answers.clone(),
        hidden: BTreeSet::new(),
        surplus: BTreeSet::new(),
        failed: Vec::new(),
    };
    let most = layout.rules.binds.len() + 4;
    let settled = (0..most).any(|_| !run.turn(answers));
    if !settled {
        run.fail(
            "",
            Column::Calculation,
            "the calculations never come to rest".to_owned(),
        );
    }
    run.check()
}

struct Run<'a> {
    layout: &'a Layout,
    clock: &'a FormClock,
    seen: Instance,
    hidden: BTreeSet<NodeId>,
    /// Rows beyond the count of a counted repeat: kept, not shown.
    surplus: BTreeSet<NodeId>,
    failed: Vec<Failure>,
}

impl Run<'_> {
    fn rules(&self) -> &Rules {
        &self.layout.rules
    }

    fn ground(&self) -> Ground<'_> {
        ground(self.layout, &self.seen, self.clock)
    }

    /// One round; whether it changed anything.
    fn turn(&mut self, answers: &mut Instance) -> bool {
        self.failed.clear();
        let surplus = self.count_rows(answers);
        let mut changed = surplus != self.surplus;
        self.surplus = surplus;
        self.look(answers);
        let hidden = self.hidden_now();
        changed |= hidden != self.hidden;
        self.hidden = hidden;
        self.look(answers);
        self.calculate(answers) || changed
    }

    /// The answers that are asked for.
    fn look(&mut self, answers: &Instance) {
        self.seen = answers.clone();
        for row in &self.surplus {
            self.seen.detach(*row);
        }
        for node in &self.hidden {
            self.seen.node_mut(*node).value.clear();
        }
        self.seen.reindex();
    }

    /// Adds the rows that a counted repeat lacks; the rows that it has too many are named.
    fn count_rows(&mut self, answers: &mut Instance) -> BTreeSet<NodeId> {
        let mut surplus = BTreeSet::new();
        let layout = self.layout;
        for (repeat, count) in &layout.rules.counts {
            let (parent_path, name) = repeat.rsplit_once('/').unwrap_or_default();
            for parent in tree::every(answers, parent_path) {
                let wanted = match self.ground().number(count, Place::at(parent)) {
                    Ok(number) if number >= 1.0 => (number as usize).min(MOST_ROWS),
                    Ok(_) => 0,
                    Err(why) => {
                        self.fail(repeat, Column::RepeatCount, why);
                        continue;
                    }
                };
                let path = tree::stable(answers, parent, &layout.templates);
                while tree::named(answers, parent, name).len() < wanted {
                    if !tree::add_row(answers, &layout.templates, &format!("{path}/{name}")) {
                        break;
                    }
                }
                surplus.extend(tree::named(answers, parent, name).into_iter().skip(wanted));
            }
        }
        surplus
    }

    /// Every node that is not asked for, by its own rule or by that of a group around it.
    fn hidden_now(&mut self) -> BTreeSet<NodeId> {
        let mut hidden = BTreeSet::new();
        let layout = self.layout;
        for bind in &layout.rules.binds {
            let Some(rule) = &bind.relevant else {
                continue;
            };
            for node in tree::every(&self.seen, &bind.path) {
                // A rule that cannot be evaluated hides nothing: a question too many is asked rather than one too few.
                if !self.holds(rule, node, (&bind.path, Column::Relevant), true) {
                    hidden.insert(node);
                    hidden.extend(self.seen.descendants(node));
                }
            }
        }
        hidden
    }

    /// A calculation that fails leaves its question empty: a stale result would be a wrong answer.
    fn calculate(&mut self, answers: &mut Instance) -> bool {
        let mut changed = false;
        let layout = self.layout;
        for bind in &layout.rules.binds {
            let Some(rule) = &bind.calculate else {
                continue;
            };
            for node in tree::every(&self.seen, &bind.path) {
                let result = if self.hidden.contains(&node) {
                    Ok(String::new())
                } else {
                    self.ground().result(rule, Place::at(node))
                };
                let result = result.unwrap_or_else(|why| {
                    self.fail(&bind.path, Column::Calculation, why);
                    String::new()
                });
                if answers.node(node).value != result {
                    answers.node_mut(node).value.clone_from(&result);
                    self.seen.node_mut(node).value = result;
                    changed = true;
                }
            }
        }
        changed
    }

    fn check(mut self) -> Standing {
        let layout = self.layout;
        let mut standing = Standing::default();
        let name = |seen: &Instance, node| tree::stable(seen, node, &layout.templates);
        for bind in &layout.rules.binds {
            for node in tree::every(&self.seen, &bind.path) {
                if self.hidden.contains(&node) {
                    continue;
                }
                let path = name(&self.seen, node);
                let empty = self.seen.string_value(node).trim().is_empty();
                let mut holds = |rule: &Option<Expr>, column, otherwise| {
                    rule.as_ref().is_some_and(|rule| {
                        self.holds(rule, node, (bind.path.as_str(), column), otherwise)
                    })
                };
                if holds(&bind.required, Column::Required, false) {
                    if empty {
                        standing.missing.insert(path.clone());
                    }
                    standing.required.insert(path.clone());
                }
                if holds(&bind.readonly, Column::ReadOnly, false) {
                    standing.locked.insert(path.clone());
                }
                let judged = bind.constraint.is_some() && !empty;
                if judged && !holds(&bind.constraint, Column::Constraint, true) {
                    standing.broken.insert(path);
                }
            }
        }
        let hidden = self.hidden.iter().map(|node| name(&self.seen, *node));
        standing.hidden = hidden.collect();
        standing.hidden.extend(self.hidden_without_rows());
        standing.seen = self.seen;
        standing.failed = self.failed;
        standing
    }

    /// A repeat without rows has nothing that its rule could be asked of, so a row is lent to it.
    fn hidden_without_rows(&mut self) -> Vec<String> {
        let layout = self.layout;
        let mut hidden = Vec::new();
        for repeat in layout.templates.keys() {
            let Some(rule) = self
                .rules()
                .bind(repeat)
                .and_then(|bind| bind.relevant.clone())
            else {
                continue;
            };
            let (parent_path, name) = repeat.rsplit_once('/').unwrap_or_default();
            for parent in tree::every(&self.seen, parent_path) {
                if !tree::named(&self.seen, parent, name).is_empty() {
                    continue;
                }
                let path = format!(
                    "{}/{name}",
                    tree::stable(&self.seen, parent, &layout.templates)
                );
                let mut lent = self.seen.clone();
                tree::add_row(&mut lent, &layout.templates, &path);
                let row = tree::named(&lent, parent, name).first().copied();
                let place = Place::at(row.unwrap_or(parent));
                let ground = ground(layout, &lent, self.clock);
                if ground.truth(&rule, place).is_ok_and(|shown| !shown) {
                    hidden.push(path);
                }
            }
        }
        hidden
    }

    fn holds(&mut self, rule: &Expr, node: NodeId, at: (&str, Column), otherwise: bool) -> bool {
        let (path, column) = at;
        self.ground()
            .truth(rule, Place::at(node))
            .unwrap_or_else(|why| {
                self.fail(path, column, why);
                otherwise
            })
    }

    fn fail(&mut self, path: &str, column: Column, why: String) {
        self.failed.push(Failure {
            path: path.to_owned(),
            column,
            why,
        });
    }
}

/// What the rules of a form may look at.
pub(super) fn ground<'a>(
    layout: &'a Layout,
    answers: &'a Instance,
    clock: &'a FormClock,
) -> Ground<'a> {
    Ground {
        answers,
        lists: &layout.document,
        clock,
        choices: &layout.choices,
    }
}
