//! The rules of a form as its XForm states them: what is relevant, required, calculated, filled in at a moment.

use super::error::{Column, FormError};
use super::tree::{attribute, without_positions};
use super::xpath::functions;
use rxeval::parser::{Axis, Expr, NameTest, Step};
use rxeval::rules::referenced_paths;
use rxeval::{Binding, Instance, NodeId};
use std::collections::BTreeSet;

/// Every rule of a form, in the form's order.
#[derive(Clone, Debug, Default)]
pub(super) struct Rules {
    pub(super) binds: Vec<Binding>,
    pub(super) actions: Vec<Action>,
    /// How many rows a repeat has, by its path.
    pub(super) counts: Vec<(String, Expr)>,
}

/// An answer that is filled in when something happens.
#[derive(Clone, Debug)]
pub(super) struct Action {
    pub(super) target: String,
    /// Nothing takes the answer back.
    pub(super) value: Option<Expr>,
    pub(super) when: When,
}

/// When an [`Action`] happens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum When {
    /// The form is begun.
    Begun,
    /// A row is added that holds the target.
    NewRow,
    /// The question of that path is answered.
    Answered(String),
}

impl Rules {
    /// # Errors
    /// [`FormError::Expression`] and [`FormError::Unsupported`] with path and column.
    pub(super) fn read(document: &Instance) -> Result<Self, FormError> {
        let mut rules = Self::default();
        let nodes = document.root().map(|root| document.descendants(root));
        for node in nodes.unwrap_or_default() {
            match document.node(node).name.as_str() {
                "bind" => rules.binds.push(bind(document, node)?),
                "setvalue" => rules.actions.push(action(document, node)?),
                "repeat" => {
                    let path = attribute(document, node, "nodeset").unwrap_or_default();
                    if let Some(count) = attribute(document, node, "count") {
                        let count = parsed(&path, Column::RepeatCount, &count)?;
                        rules.counts.push((path, count));
                    }
                }
                _ => {}
            }
        }
        rules.refuse_circles()?;
        Ok(rules)
    }

    /// The bind of a path without positions.
    pub(super) fn bind(&self, path: &str) -> Option<&Binding> {
        self.binds.iter().find(|bind| bind.path == path)
    }

    /// Every expression with the path and the column that it stands in.
    pub(super) fn expressions(&self) -> impl Iterator<Item = (&str, Column, &Expr)> {
        let of_binds = self.binds.iter().flat_map(|bind| {
            [
                (Column::Relevant, &bind.relevant),
                (Column::Calculation, &bind.calculate),
                (Column::Constraint, &bind.constraint),
                (Column::Required, &bind.required),
                (Column::ReadOnly, &bind.readonly),
            ]
            .into_iter()
            .filter_map(|(column, rule)| Some((bind.path.as_str(), column, rule.as_ref()?)))
        });
        let of_actions = self.actions.iter().filter_map(|action| {
            let column = match action.when {
                When::Begun | When::NewRow => Column::Default,
                When::Answered(_) => Column::Calculation,
            };
            Some((action.target.as_str(), column, action.value.as_ref()?))
        });
        let of_counts = self.counts.iter();
        let of_counts = of_counts.map(|(path, count)| (path.as_str(), Column::RepeatCount, count));
        of_binds.chain(of_actions).chain(of_counts)
    }

    /// Calculations that need each other have no result.
    fn refuse_circles(&self) -> Result<(), FormError> {
        for bind in self.binds.iter().filter(|bind| bind.calculate.is_some()) {
            let mut reached = BTreeSet::new();
            let mut ahead = vec![bind.path.clone()];
            while let Some(path) = ahead.pop() {
                let rule = self.bind(&path).and_then(|bind| bind.calculate.as_ref());
                for next in rule
                    .map(|rule| referenced_paths(rule, &path))
                    .unwrap_or_default()
                {
                    if next == bind.path && !keeps_itself(bind) {
                        return Err(FormError::Expression {
                            path: bind.path.clone(),
                            column: Column::Calculation,
                            why: "the calculation needs its own result".to_owned(),
                        });
                    }
                    if reached.insert(next.clone()) {
                        ahead.push(next);
                    }
                }
            }
        }
        Ok(())
    }
}

/// `once(...)` may read what it has kept.
fn keeps_itself(bind: &Binding) -> bool {
    matches!(&bind.calculate, Some(Expr::Function { name, .. }) if name == "once")
}

fn bind(document: &Instance, node: NodeId) -> Result<Binding, FormError> {
    let path = attribute(document, node, "nodeset").unwrap_or_default();
    let rule = |name: &str, column: Column| {
        attribute(document, node, name)
            .filter(|text| !text.trim().is_empty())
            .map(|text| parsed(&path, column, &text))
            .transpose()
    };
    let mut bind = Binding::new(&path);
    bind.relevant = rule("relevant", Column::Relevant)?;
    bind.calculate = rule("calculate", Column::Calculation)?;
    bind.constraint = rule("constraint", Column::Constraint)?;
    bind.required = rule("required", Column::Required)?;
    bind.readonly = rule("readonly", Column::ReadOnly)?;
    Ok(bind)
}

fn action(document: &Instance, node: NodeId) -> Result<Action, FormError> {
    let target = attribute(document, node, "ref").unwrap_or_default();
    let event = attribute(document, node, "event").unwrap_or_default();
    let (when, column) = if event.contains("xforms-value-changed") {
        let host = document.parent(node);
        let host = host.and_then(|host| attribute(document, host, "ref"));
        let host = host.unwrap_or_default().trim().to_owned();
        (When::Answered(host), Column::Calculation)
    } else if event.contains("odk-new-repeat") {
        (When::NewRow, Column::Default)
    } else {
        (When::Begun, Column::Default)
    };
    let value = attribute(document, node, "value");
    let value = value
        .map(|value| parsed(&target, column, &value))
        .transpose()?;
    Ok(Action {
        target: target.trim().to_owned(),
        value,
        when,
    })
}

/// An expression, read.
///
/// # Errors
/// [`FormError::Expression`].
pub(super) fn parsed(path: &str, column: Column, text: &str) -> Result<Expr, FormError> {
    rxeval::parse(text).map_err(|why| FormError::Expression {
        path: path.to_owned(),
        column,
        why: format!("the expression cannot be read: {why}"),
    })
}

/// What is wrong with an expression whatever the answers are: an unknown function, a path that leads nowhere.
pub(super) fn misuse(rule: &Expr, at: &str, known: &BTreeSet<String>) -> Option<String> {
    let within = |inner: &Expr| misuse(inner, at, known);
    match rule {
        Expr::Function { name, args } => {
            functions::misuse(name, args).or_else(|| args.iter().find_map(within))
        }
        Expr::Binary { left, right, .. } | Expr::Union(left, right) => {
            within(left).or_else(|| within(right))
        }
        Expr::Negate(inner) => within(inner),
        Expr::Filter {
            base,
            predicates,
            steps,
        } => within(base)
            .or_else(|| strange_predicate(predicates, known))
            .or_else(|| {
                steps
                    .iter()
                    .find_map(|step| strange_predicate(&step.predicates, known))
            }),
        Expr::Path { absolute, steps } => nowhere(*absolute, steps, at, known).or_else(|| {
            steps
                .iter()
                .find_map(|step| strange_predicate(&step.predicates, known))
        }),
        Expr::Variable(name) => Some(format!("${name} is no reference; write ${{name}}")),
        Expr::Number(_) | Expr::Literal(_) => None,
    }
}

/// Within brackets only absolute paths can be known: the others begin at a row of a list.
fn strange_predicate(predicates: &[Expr], known: &BTreeSet<String>) -> Option<String> {
    predicates.iter().find_map(|inner| misuse(inner, "", known))
}

fn nowhere(absolute: bool, steps: &[Step], at: &str, known: &BTreeSet<String>) -> Option<String> {
    if !absolute && at.is_empty() {
        return None;
    }
    let mut parts: Vec<&str> = if absolute {
        Vec::new()
    } else {
        at.split('/').skip(1).collect()
    };
    for step in steps {
        match (&step.axis, &step.test) {
            (Axis::Child, NameTest::Named(name)) => parts.push(name),
            (Axis::Parent, _) => drop(parts.pop()),
            (Axis::Self_, NameTest::Any) => {}
            // What fans out names no single path.
            _ => return None,
        }
    }
    let path = without_positions(&format!("/{}", parts.join("/")));
    (!known.contains(&path)).then(|| format!("no question has the path {path}"))
}
