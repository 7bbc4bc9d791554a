//! What a form asks, whoever answers it: for checklists and tariffs that depend on answers, checked before a kit has them.

use super::layout::Form;

impl Form {
    /// The names that may answer a question, by its path without positions; empty where anything may. `None` where the
    /// form asks nothing of that path.
    #[must_use]
    pub fn choices(&self, path: &str) -> Option<Vec<&str>> {
        let item = self.0.item(path).filter(|item| item.path == path)?;
        let offer = item.control.offer();
        let choices = offer.into_iter().flat_map(|offer| &offer.all);
        Some(choices.map(|choice| choice.name.as_str()).collect())
    }

    /// Whether rows may be added below that path.
    #[must_use]
    pub fn repeats(&self, path: &str) -> bool {
        self.0.templates.contains_key(path)
    }

    /// The repeat in whose rows a path lies; of rows within rows the inner one.
    #[must_use]
    pub fn repeat_of(&self, path: &str) -> Option<&str> {
        let repeats = self.0.templates.keys().map(String::as_str);
        let around = repeats.filter(|repeat| {
            path.strip_prefix(repeat)
                .is_some_and(|rest| rest.starts_with('/'))
        });
        around.max_by_key(|repeat| repeat.len())
    }
}
