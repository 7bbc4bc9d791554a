//! Findings: what a rule has to say about an answer. A finding never refuses an intake (I15) and never loses data.

use serde::{Deserialize, Serialize};

/// How serious a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Worth a look; nothing is asked of anybody.
    Hint,
    /// Suspicious (a check digit, a mismatch): a person may override it with a reason.
    Warning,
    /// Impossible as written (a letter in a number). Also overridden with a reason, because intake is never refused.
    Error,
}

/// One unmet rule of a draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Where: `person.rnokpp`, `form./data/children[1]/birth_date`, `document.passport`.
    pub place: String,
    /// Which rule, as a locale key: `rnokpp-check-digit`. Form messages carry `form-message` and their text in `message`.
    pub rule: String,
    /// How serious.
    pub level: Level,
    /// A text that came with the data (a form's own constraint message); empty where the locale has the words.
    #[serde(default)]
    pub message: crate::label::Label,
    /// The reason with which a person overrode it.
    #[serde(default)]
    pub overridden: Option<String>,
}

impl Finding {
    /// A finding with the locale's words.
    #[must_use]
    pub fn new(place: &str, rule: &str, level: Level) -> Self {
        Self {
            place: place.to_owned(),
            rule: rule.to_owned(),
            level,
            message: crate::label::Label::default(),
            overridden: None,
        }
    }

    /// Names this finding within its draft: an override is kept under this key.
    #[must_use]
    pub fn key(&self) -> String {
        format!("{}#{}", self.place, self.rule)
    }

    /// True where somebody still has to correct or override it.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.level > Level::Hint && self.overridden.is_none()
    }
}
