//! What the engine does not run as the form's author means it, refused when a form is read.
//!
//! A rule that silently never holds is worse than a form that is refused at the coordinator's desk.

use super::error::FormError;
use super::layout::Form;
use super::state::{FormClock, FormState};
use super::xform::Model;
use rxeval::Expr;
use rxeval::parser::BinaryOp;
use rxeval::rules::referenced_paths;

/// # Errors
/// [`FormError::Unsupported`] naming the question and what to write instead.
pub(super) fn refuse_what_the_engine_misreads(
    engine: &rxeval::Form,
    model: &Model,
) -> Result<(), FormError> {
    for (path, bind) in &model.binds {
        // An instance id is not needed: an application has its own (I12).
        if !matches!(bind.preload.as_str(), "" | "uid") {
            return Err(FormError::Unsupported {
                path: path.clone(),
                what: format!("a question filled in by the device ('{}')", bind.preload),
            });
        }
    }
    for binding in &engine.rules.bindings {
        let rules = [
            &binding.relevant,
            &binding.calculate,
            &binding.constraint,
            &binding.required,
        ];
        if rules
            .into_iter()
            .flatten()
            .any(|rule| compares_days(rule, &binding.path, model))
        {
            return Err(FormError::Unsupported {
                path: binding.path.clone(),
                what: "days compared or counted as they are; compare format-date(..., '%Y%m%d') instead".to_owned(),
            });
        }
    }
    Ok(())
}

/// # Errors
/// [`FormError::Expression`]: an unknown function, a wrong path.
pub(super) fn refuse_what_fails_when_empty(form: &Form) -> Result<(), FormError> {
    // Any day serves: the form is empty.
    let clock = FormClock {
        iso_date: "2000-01-01".to_owned(),
        iso_datetime: "2000-01-01T00:00:00+00:00".to_owned(),
    };
    let state = FormState::start(form, "", clock)?;
    match state.failures().first() {
        None => Ok(()),
        Some((path, why)) => Err(FormError::Expression {
            path: path.clone(),
            why: why.clone(),
        }),
    }
}

/// Whether a day is an operand of `<`, `-` and their like: the engine reads a day as no number there.
fn compares_days(rule: &Expr, at: &str, model: &Model) -> bool {
    let within = |inner: &Expr| compares_days(inner, at, model);
    match rule {
        Expr::Binary { op, left, right } => {
            let arithmetic = !matches!(
                op,
                BinaryOp::And | BinaryOp::Or | BinaryOp::Equal | BinaryOp::NotEqual
            );
            let day = |side: &Expr| is_day(side, at, model);
            (arithmetic && (day(left) || day(right))) || within(left) || within(right)
        }
        Expr::Union(left, right) => within(left) || within(right),
        Expr::Function { args, .. } => args.iter().any(within),
        Expr::Negate(inner) => within(inner),
        Expr::Filter {
            base, predicates, ..
        } => within(base) || predicates.iter().any(within),
        Expr::Path { steps, .. } => steps.iter().flat_map(|step| &step.predicates).any(within),
        Expr::Number(_) | Expr::Literal(_) | Expr::Variable(_) => false,
    }
}

fn is_day(side: &Expr, at: &str, model: &Model) -> bool {
    match side {
        Expr::Function { name, .. } => {
            matches!(name.as_str(), "today" | "now" | "date" | "date-time")
        }
        Expr::Path { .. } => referenced_paths(side, at).iter().any(|path| {
            model
                .binds
                .get(path)
                .is_some_and(|bind| matches!(bind.kind.as_str(), "date" | "dateTime"))
        }),
        Expr::Number(_)
        | Expr::Literal(_)
        | Expr::Variable(_)
        | Expr::Filter { .. }
        | Expr::Binary { .. }
        | Expr::Union(..)
        | Expr::Negate(_) => false,
    }
}
