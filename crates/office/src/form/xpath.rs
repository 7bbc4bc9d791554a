//! The expressions of a form, evaluated on its answers: XPath 1.0 as ODK forms use it.
//!
//! Grammar, trees and the functions on plain text and numbers are the engine's (`rxeval`); paths, comparisons, days and
//! whatever knows about rows are here, because a form means the row it stands in and counts days. No expression may reach the
//! host, the clock or chance (I1): what it can call is the closed table in [`functions`].

pub(super) mod days;
pub(super) mod functions;

use super::state::FormClock;
use crate::label::Label;
use rxeval::eval::format_number;
use rxeval::parser::{Axis, BinaryOp, Expr, NameTest, Step};
use rxeval::{Instance, NodeId};
use std::collections::BTreeMap;

/// Which of the two trees a node is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tree {
    /// The answers.
    Answers,
    /// The XForm itself, for its choice lists.
    Lists,
}

/// What an expression yields.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    Truth(bool),
    Number(f64),
    Text(String),
    /// Nodes in document order.
    Nodes(Tree, Vec<NodeId>),
}

/// Where an expression stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    tree: Tree,
    node: NodeId,
    position: usize,
    size: usize,
    /// The question whose rule it is: `current()`.
    origin: NodeId,
}

impl Place {
    /// At a question of the answers.
    pub(super) fn at(node: NodeId) -> Self {
        Self {
            tree: Tree::Answers,
            node,
            position: 1,
            size: 1,
            origin: node,
        }
    }
}

/// What expressions may look at.
pub(super) struct Ground<'a> {
    pub(super) answers: &'a Instance,
    pub(super) lists: &'a Instance,
    pub(super) clock: &'a FormClock,
    /// Words of choices by the question's path and the choice's name.
    pub(super) choices: &'a BTreeMap<String, BTreeMap<String, Label>>,
}

/// Why an expression has no value; about the form, not about answers.
pub(super) type Why = String;

impl Ground<'_> {
    pub(super) fn evaluate(&self, rule: &Expr, place: Place) -> Result<Value, Why> {
        match rule {
            Expr::Number(number) => Ok(Value::Number(*number)),
            Expr::Literal(text) => Ok(Value::Text(text.clone())),
            Expr::Variable(name) => Err(format!("${name} is no reference; write ${{{name}}}")),
            Expr::Negate(inner) => Ok(Value::Number(-self.number(inner, place)?)),
            Expr::Union(left, right) => {
                let (tree, mut nodes) = self.nodes(left, place)?;
                nodes.extend(self.nodes(right, place)?.1);
                Ok(Value::Nodes(tree, self.in_order(tree, nodes)))
            }
            Expr::Binary { op, left, right } => self.binary(*op, left, right, place),
            Expr::Path { absolute, steps } => {
                let (tree, nodes) = if *absolute {
                    (Tree::Answers, self.below_root(steps, place)?)
                } else {
                    let start = vec![place.node];
                    (
                        place.tree,
                        self.steps(place.tree, start, steps, place.origin)?,
                    )
                };
                Ok(Value::Nodes(tree, nodes))
            }
            Expr::Filter {
                base,
                predicates,
                steps,
            } => {
                let (tree, nodes) = self.nodes(base, place)?;
                let nodes = self.filtered(tree, nodes, predicates, place.origin)?;
                let nodes = self.steps(tree, nodes, steps, place.origin)?;
                Ok(Value::Nodes(tree, nodes))
            }
            Expr::Function { name, args } => self.call(name, args, place),
        }
    }

    pub(super) fn truth(&self, rule: &Expr, place: Place) -> Result<bool, Why> {
        Ok(match self.evaluate(rule, place)? {
            Value::Truth(truth) => truth,
            Value::Number(number) => number != 0.0 && !number.is_nan(),
            Value::Text(text) => !text.is_empty(),
            Value::Nodes(_, nodes) => !nodes.is_empty(),
        })
    }

    pub(super) fn text(&self, rule: &Expr, place: Place) -> Result<String, Why> {
        Ok(self.text_of(&self.evaluate(rule, place)?))
    }

    /// The text that a calculation leaves in its question: what is no number is no answer.
    pub(super) fn result(&self, rule: &Expr, place: Place) -> Result<String, Why> {
        let value = self.evaluate(rule, place)?;
        let unknown = matches!(value, Value::Number(number) if number.is_nan());
        Ok(if unknown {
            String::new()
        } else {
            self.text_of(&value)
        })
    }

    pub(super) fn number(&self, rule: &Expr, place: Place) -> Result<f64, Why> {
        Ok(self.number_of(&self.evaluate(rule, place)?))
    }

    pub(super) fn text_of(&self, value: &Value) -> String {
        match value {
            Value::Truth(truth) => truth.to_string(),
            Value::Number(number) => format_number(*number),
            Value::Text(text) => text.clone(),
            Value::Nodes(tree, nodes) => nodes
                .first()
                .map(|node| self.tree(*tree).string_value(*node))
                .unwrap_or_default(),
        }
    }

    fn number_of(&self, value: &Value) -> f64 {
        match value {
            Value::Truth(truth) => f64::from(u8::from(*truth)),
            Value::Number(number) => *number,
            text @ (Value::Text(_) | Value::Nodes(..)) => number_in(&self.text_of(text)),
        }
    }

    /// The nodes of an expression that must name some.
    fn nodes(&self, rule: &Expr, place: Place) -> Result<(Tree, Vec<NodeId>), Why> {
        match self.evaluate(rule, place)? {
            Value::Nodes(tree, nodes) => Ok((tree, nodes)),
            Value::Truth(_) | Value::Number(_) | Value::Text(_) => {
                Err("a question or a list of rows is wanted here, not a value".to_owned())
            }
        }
    }

    fn texts(&self, tree: Tree, nodes: &[NodeId]) -> Vec<String> {
        let texts = nodes.iter().map(|node| self.tree(tree).string_value(*node));
        texts.collect()
    }

    fn tree(&self, tree: Tree) -> &Instance {
        match tree {
            Tree::Answers => self.answers,
            Tree::Lists => self.lists,
        }
    }

    fn binary(&self, op: BinaryOp, left: &Expr, right: &Expr, place: Place) -> Result<Value, Why> {
        match op {
            BinaryOp::And => {
                return Ok(Value::Truth(
                    self.truth(left, place)? && self.truth(right, place)?,
                ));
            }
            BinaryOp::Or => {
                return Ok(Value::Truth(
                    self.truth(left, place)? || self.truth(right, place)?,
                ));
            }
            BinaryOp::Equal
            | BinaryOp::NotEqual
            | BinaryOp::Less
            | BinaryOp::LessEqual
            | BinaryOp::Greater
            | BinaryOp::GreaterEqual
            | BinaryOp::Add
            | BinaryOp::Subtract
            | BinaryOp::Multiply
            | BinaryOp::Divide
            | BinaryOp::Modulo => {}
        }
        let (a, b) = (self.evaluate(left, place)?, self.evaluate(right, place)?);
        let (x, y) = (|| self.number_of(&a), || self.number_of(&b));
        Ok(match op {
            BinaryOp::Equal | BinaryOp::NotEqual => {
                Value::Truth(self.compare(op == BinaryOp::Equal, &a, &b))
            }
            BinaryOp::Less => Value::Truth(self.ordered(&a, &b, |x, y| x < y)),
            BinaryOp::LessEqual => Value::Truth(self.ordered(&a, &b, |x, y| x <= y)),
            BinaryOp::Greater => Value::Truth(self.ordered(&a, &b, |x, y| x > y)),
            BinaryOp::GreaterEqual => Value::Truth(self.ordered(&a, &b, |x, y| x >= y)),
            BinaryOp::Add => Value::Number(x() + y()),
            BinaryOp::Subtract => Value::Number(x() - y()),
            BinaryOp::Multiply => Value::Number(x() * y()),
            BinaryOp::Divide => Value::Number(x() / y()),
            BinaryOp::Modulo => Value::Number(x() % y()),
            BinaryOp::And | BinaryOp::Or => Value::Truth(false),
        })
    }

    /// Each value of a set stands for itself: some pair has to fit.
    fn ordered(&self, a: &Value, b: &Value, fits: fn(f64, f64) -> bool) -> bool {
        let (a, b) = (self.each(a), self.each(b));
        let number = |value: &Value| self.number_of(value);
        a.iter()
            .any(|a| b.iter().any(|b| fits(number(a), number(b))))
    }

    fn compare(&self, equal: bool, a: &Value, b: &Value) -> bool {
        let whole = |value: &Value| match value {
            Value::Truth(truth) => *truth,
            Value::Number(number) => *number != 0.0 && !number.is_nan(),
            Value::Text(text) => !text.is_empty(),
            Value::Nodes(_, nodes) => !nodes.is_empty(),
        };
        if matches!(a, Value::Truth(_)) || matches!(b, Value::Truth(_)) {
            return (whole(a) == whole(b)) == equal;
        }
        let numeric = matches!(a, Value::Number(_)) || matches!(b, Value::Number(_));
        let (a, b) = (self.each(a), self.each(b));
        a.iter().any(|a| {
            b.iter().any(|b| {
                let same = if numeric {
                    self.number_of(a) == self.number_of(b)
                } else {
                    self.text_of(a) == self.text_of(b)
                };
                same == equal
            })
        })
    }

    fn each(&self, value: &Value) -> Vec<Value> {
        match value {
            Value::Nodes(tree, nodes) => {
                let texts = self.texts(*tree, nodes).into_iter();
                texts.map(Value::Text).collect()
            }
            Value::Truth(_) | Value::Number(_) | Value::Text(_) => vec![value.clone()],
        }
    }

    /// Within a row, a path through its rows means this row; the last step names all of them, so that they can be counted.
    fn below_root(&self, steps: &[Step], place: Place) -> Result<Vec<NodeId>, Why> {
        let Some(root) = self.answers.root() else {
            return Ok(Vec::new());
        };
        let Some((first, rest)) = steps.split_first() else {
            return Ok(vec![root]);
        };
        if !fits(first, self.answers, root) {
            return Ok(Vec::new());
        }
        let mut line = self.answers.ancestors(place.origin);
        line.push(place.origin);
        let mut nodes = vec![root];
        for (index, step) in rest.iter().enumerate() {
            nodes = self.step(Tree::Answers, &nodes, step, place.origin)?;
            let last = index + 1 == rest.len();
            let through_rows = !last && step.axis == Axis::Child && step.predicates.is_empty();
            let here = nodes.iter().find(|node| line.contains(node)).copied();
            if let (true, Some(here)) = (through_rows, here) {
                nodes = vec![here];
            }
        }
        Ok(nodes)
    }

    fn steps(
        &self,
        tree: Tree,
        mut nodes: Vec<NodeId>,
        steps: &[Step],
        origin: NodeId,
    ) -> Result<Vec<NodeId>, Why> {
        for step in steps {
            nodes = self.step(tree, &nodes, step, origin)?;
        }
        Ok(nodes)
    }

    fn step(
        &self,
        tree: Tree,
        from: &[NodeId],
        step: &Step,
        origin: NodeId,
    ) -> Result<Vec<NodeId>, Why> {
        let of = self.tree(tree);
        let mut found = Vec::new();
        for node in from {
            let mut near = match step.axis {
                Axis::Child => of.children(*node),
                Axis::Parent => of.parent(*node).into_iter().collect(),
                Axis::Self_ => vec![*node],
                Axis::Attribute => of.attributes(*node),
                Axis::Descendant => of.descendants(*node),
                Axis::DescendantOrSelf => [vec![*node], of.descendants(*node)].concat(),
                Axis::Ancestor => of.ancestors(*node),
                Axis::AncestorOrSelf => [vec![*node], of.ancestors(*node)].concat(),
                Axis::PrecedingSibling => siblings(of, *node).0,
                Axis::FollowingSibling => siblings(of, *node).1,
                Axis::Following | Axis::Preceding => {
                    return Err("the axes following:: and preceding:: are not used in forms".into());
                }
            };
            near.retain(|node| fits(step, of, *node));
            found.extend(self.filtered(tree, near, &step.predicates, origin)?);
        }
        Ok(self.in_order(tree, found))
    }

    fn filtered(
        &self,
        tree: Tree,
        mut nodes: Vec<NodeId>,
        predicates: &[Expr],
        origin: NodeId,
    ) -> Result<Vec<NodeId>, Why> {
        for predicate in predicates {
            let size = nodes.len();
            let mut kept = Vec::new();
            for (index, node) in nodes.into_iter().enumerate() {
                let place = Place {
                    tree,
                    node,
                    position: index + 1,
                    size,
                    origin,
                };
                let keeps = match self.evaluate(predicate, place)? {
                    Value::Number(number) => number == (index + 1) as f64,
                    Value::Truth(truth) => truth,
                    Value::Text(text) => !text.is_empty(),
                    Value::Nodes(_, nodes) => !nodes.is_empty(),
                };
                if keeps {
                    kept.push(node);
                }
            }
            nodes = kept;
        }
        Ok(nodes)
    }

    fn in_order(&self, tree: Tree, mut nodes: Vec<NodeId>) -> Vec<NodeId> {
        nodes.sort_by_key(|node| self.tree(tree).document_order(*node));
        nodes.dedup();
        nodes
    }
}

fn fits(step: &Step, tree: &Instance, node: NodeId) -> bool {
    match &step.test {
        NameTest::Any => true,
        NameTest::Named(name) => tree.node(node).name == *name,
    }
}

/// The nodes before and after one under the same parent.
fn siblings(tree: &Instance, node: NodeId) -> (Vec<NodeId>, Vec<NodeId>) {
    let all = tree
        .parent(node)
        .map(|parent| tree.children(parent))
        .unwrap_or_default();
    let here = all.iter().position(|other| *other == node).unwrap_or(0);
    let (before, after) = all.split_at(here);
    (before.to_vec(), after.iter().skip(1).copied().collect())
}

/// A number as written, or a day as the number of days since 1970-01-01.
pub(super) fn number_in(text: &str) -> f64 {
    let text = text.trim();
    text.parse()
        .ok()
        .or_else(|| days::since_epoch(text))
        .unwrap_or(f64::NAN)
}
