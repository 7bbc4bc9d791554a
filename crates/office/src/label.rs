//! Words in the languages of the kit, for texts that come as data (service names, questions, choices).

use serde::{Deserialize, Serialize};

/// The languages a screen may be shown in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Ukrainian, the language of every paper.
    #[default]
    Uk,
    /// English.
    En,
}

/// One text in both languages; either may be missing and then the other serves.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// Ukrainian.
    #[serde(default)]
    pub uk: String,
    /// English.
    #[serde(default)]
    pub en: String,
}

impl Label {
    /// A label that is the same in both languages.
    #[must_use]
    pub fn same(text: &str) -> Self {
        Self {
            uk: text.to_owned(),
            en: text.to_owned(),
        }
    }

    /// The text in `language`, or in the other one where it is missing.
    #[must_use]
    pub fn text(&self, language: Language) -> &str {
        let (first, second) = match language {
            Language::Uk => (&self.uk, &self.en),
            Language::En => (&self.en, &self.uk),
        };
        if first.is_empty() { second } else { first }
    }
}
