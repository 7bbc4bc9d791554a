//! What a form asks, whoever answers it: for checklists and tariffs that depend on answers, checked before a kit has them.

use super::layout::{Control, Form};

impl Form {
    /// The names that may answer a question, by its path without positions; empty where anything may. `None` where the
    /// form asks nothing of that path.
    #[must_use]
    pub fn choices(&self, path: &str) -> Option<Vec<&str>> {
        let item = self.0.item(path).filter(|item| item.path == path)?;
        if let Control::One(offer) | Control::Many(offer) = &item.control {
            return Some(
                offer
                    .choices
                    .iter()
                    .map(|choice| choice.name.as_str())
                    .collect(),
            );
        }
        Some(Vec::new())
    }

    /// Whether rows may be added below that path.
    #[must_use]
    pub fn repeats(&self, path: &str) -> bool {
        self.0
            .sections
            .iter()
            .any(|section| section.repeats && section.path == path)
    }

    /// The repeat in whose rows a path lies.
    #[must_use]
    pub fn repeat_of(&self, path: &str) -> Option<&str> {
        let repeats = self.0.sections.iter().filter(|section| section.repeats);
        repeats.map(|section| section.path.as_str()).find(|repeat| {
            path.strip_prefix(repeat)
                .is_some_and(|rest| rest.starts_with('/'))
        })
    }
}
