//! The information card of a service (`card.toml`), as a centre writes it.
//!
//! Laws, sums and terms are dated data, never constants in code; a card that nobody has compared with its source says so.

use crate::mistake::Mistake;
use office::id::{DocumentKey, ServiceId};
use office::label::Label;
use office::service::{Consent, DocumentRule, Service};
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Card {
    id: String,
    unverified: bool,
    ask_after_days: u32,
    name: Label,
    authority: Label,
    fee: Label,
    term: Label,
    #[serde(default)]
    documents: Vec<CardDocument>,
    consent: CardConsent,
    acts: Vec<Act>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CardDocument {
    key: String,
    name: Label,
    required: bool,
    when: Option<When>,
}

/// The answer that makes a document needed.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct When {
    path: String,
    value: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CardConsent {
    version: String,
    text: Label,
}

/// A legal act that the card rests on, with the day of the edition that was read.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Act {
    title: String,
    edition: String,
}

/// Reads a card.
///
/// # Errors
/// The parser's words with the line of the card.
pub(crate) fn read(file: &str, text: &str) -> Result<Card, Mistake> {
    toml::from_str(text).map_err(|error| Mistake {
        file: file.to_owned(),
        row: error.span().map(|span| {
            1 + text
                .bytes()
                .take(span.start)
                .filter(|byte| *byte == b'\n')
                .count()
        }),
        text: error.message().to_owned(),
        ..Mistake::default()
    })
}

impl Card {
    /// What is wrong with the card beyond its syntax. `is_question` tells whether the form asks a path.
    pub(crate) fn mistakes(&self, file: &str, is_question: impl Fn(&str) -> bool) -> Vec<Mistake> {
        let mut mistakes = Vec::new();
        let mut wrong = |column: &str, text: &str| {
            mistakes.push(Mistake {
                file: file.to_owned(),
                column: column.to_owned(),
                text: text.to_owned(),
                ..Mistake::default()
            });
        };
        if self.id.is_empty() {
            wrong("id", "is empty");
        }
        let labels = [
            ("name", &self.name),
            ("authority", &self.authority),
            ("fee", &self.fee),
            ("term", &self.term),
            ("consent.text", &self.consent.text),
        ];
        for (key, label) in labels {
            both_languages(key, label, &mut wrong);
        }
        if self.consent.version.is_empty() {
            wrong("consent.version", "is empty");
        }
        if self.acts.is_empty() {
            wrong("acts", "names no legal act");
        }
        for act in &self.acts {
            if act.title.is_empty() || office::identity::date::parse(&act.edition).is_none() {
                wrong(
                    "acts",
                    "an act needs a title and the day of its edition, like 2026-11-21",
                );
            }
        }
        for (at, document) in self.documents.iter().enumerate() {
            let column = format!("documents.{}", document.key);
            both_languages(&column, &document.name, &mut wrong);
            if document.key.is_empty()
                || self
                    .documents
                    .iter()
                    .take(at)
                    .any(|other| other.key == document.key)
            {
                wrong(&column, "the key is empty or used twice");
            }
            if document.key == office::document::SIGNED_SHEET {
                wrong(&column, "this key is kept for the signed sheet");
            }
            if document
                .when
                .as_ref()
                .is_some_and(|when| !is_question(&when.path))
            {
                wrong(&column, "the form asks no question of the path in 'when'");
            }
        }
        mistakes
    }

    /// The service of this card and form.
    pub(crate) fn into_service(self, xform: String) -> Service {
        let documents = self.documents.into_iter().map(|document| {
            let (when_path, when_value) = document
                .when
                .map(|when| (when.path, when.value))
                .unwrap_or_default();
            let CardDocument {
                key,
                name,
                required,
                ..
            } = document;
            DocumentRule {
                key: DocumentKey(key),
                name,
                required,
                when_path,
                when_value,
            }
        });
        Service {
            id: ServiceId(self.id),
            name: self.name,
            authority: self.authority,
            fee: self.fee,
            term: self.term,
            ask_after_days: self.ask_after_days,
            documents: documents.collect(),
            consent: Consent {
                version: self.consent.version,
                text: self.consent.text,
            },
            xform,
            unverified: self.unverified,
        }
    }
}

fn both_languages(column: &str, label: &Label, wrong: &mut impl FnMut(&str, &str)) {
    if label.uk.trim().is_empty() {
        wrong(column, "has no Ukrainian text");
    }
    if label.en.trim().is_empty() {
        wrong(column, "has no English text");
    }
}
