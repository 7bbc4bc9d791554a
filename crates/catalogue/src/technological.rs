//! The technological card of a service (`technological.toml`): who does what in which time, step by step.

use crate::card::{each, must, term};
use crate::table::{Found, Source};
use office::service::{Action, Role, Step};

/// Reads a technological card.
pub(crate) fn read(file: &str, text: &str) -> (Option<Vec<Step>>, Found) {
    Source::read(file, text, "steps", |table| {
        let letters = Action::ALL.map(|action| (action.letter().to_string(), action));
        let actions = letters
            .each_ref()
            .map(|(letter, action)| (letter.as_str(), *action));
        let steps = each(table, "steps", |step| {
            let roles = each(step, "roles", |role| Role {
                who: role.label("who"),
                action: must(role, "action", &actions).unwrap_or(Action::Performs),
            });
            if !step.has_key("roles") {
                step.wrong("roles", "is missing; write roles = [{ who = { uk = \"...\", en = \"...\" }, action = \"...\" }]");
            } else if !roles.iter().any(|role| role.action == Action::Performs) {
                let letter = Action::Performs.letter();
                step.wrong(
                    "roles",
                    format!(
                        "name nobody who performs the step; give one of them action = \"{letter}\""
                    ),
                );
            }
            Step {
                name: step.label("name"),
                roles,
                term: term(step),
            }
        });
        if steps.is_empty() && !table.has_key("steps") {
            table.wrong("steps", "is missing; write [[steps]], or remove the file and say in the card's [[supply]] of = \"steps\" what the centre has to supply");
        }
        steps
    })
}
