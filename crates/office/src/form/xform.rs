//! Reading the parts of an XForm that belong to a screen: translations, choice lists, types.

use super::error::{Column, FormError};
use super::tree::{attribute, named};
use super::words::{OPEN, Words};
use crate::label::Label;
use rxeval::{Instance, NodeId};
use std::collections::BTreeMap;

/// What a screen needs of an XForm's model.
pub(super) struct Model {
    texts: BTreeMap<String, Label>,
    /// Binds by the path they bind.
    pub(super) binds: BTreeMap<String, Bind>,
}

/// What a bind says beyond its rules.
#[derive(Clone, Debug, Default)]
pub(super) struct Bind {
    /// XML Schema type without prefix: `string`, `int`, `date`.
    pub(super) kind: String,
    pub(super) calculated: bool,
    pub(super) read_only: bool,
    /// Message shown where the constraint is broken.
    pub(super) message: Words,
    /// What is filled in by the device: `uid`, `date`, `timestamp`; empty for nothing.
    pub(super) preload: String,
}

impl Model {
    /// # Errors
    /// [`FormError::Expression`] for a message with a broken expression.
    pub(super) fn read(document: &Instance) -> Result<Self, FormError> {
        let nodes = document
            .root()
            .map(|root| document.descendants(root))
            .unwrap_or_default();
        let mut model = Self {
            texts: BTreeMap::new(),
            binds: BTreeMap::new(),
        };
        let of_name = |name: &'static str| {
            let nodes = nodes.iter().copied();
            nodes.filter(move |node| document.node(*node).name == name)
        };
        for translation in of_name("translation") {
            model.read_translation(document, translation);
        }
        for node in of_name("bind") {
            if let Some(path) = attribute(document, node, "nodeset") {
                let bind = model.read_bind(document, node, &path)?;
                model.binds.insert(path, bind);
            }
        }
        Ok(model)
    }

    /// The label or hint of a control, wherever its words stand.
    ///
    /// # Errors
    /// [`FormError::Expression`] for a broken expression in it.
    pub(super) fn words(
        &self,
        document: &Instance,
        control: NodeId,
        (name, column): (&str, Column),
        path: &str,
    ) -> Result<Words, FormError> {
        let Some(node) = named(document, control, name).first().copied() else {
            return Ok(Words::default());
        };
        let label = match attribute(document, node, "ref") {
            Some(reference) => self.resolve(&reference),
            None => Label::same(document.node(node).value.trim()),
        };
        read_words(&label, column, path)
    }

    /// The words of one item of a choice list. An answer within them would differ from row to row of a list that has none.
    ///
    /// # Errors
    /// [`FormError::Unsupported`] for such an answer.
    pub(super) fn words_of_choice(
        &self,
        document: &Instance,
        item: NodeId,
        label: &str,
        path: &str,
    ) -> Result<Label, FormError> {
        let text = |name: &str| {
            let found = named(document, item, name).first().copied();
            found.map(|node| document.node(node).value.trim().to_owned())
        };
        let words = match text("itextId") {
            Some(id) => self.texts.get(&id).cloned().unwrap_or_default(),
            None => Label::same(&text(label).unwrap_or_default()),
        };
        if words.uk.contains(OPEN) || words.en.contains(OPEN) || words.uk.contains("${") {
            return Err(FormError::Unsupported {
                path: path.to_owned(),
                column: Column::Type,
                what: "an answer (${...}) in the words of a choice; write the choice without it"
                    .to_owned(),
            });
        }
        Ok(words)
    }

    fn resolve(&self, text: &str) -> Label {
        match itext_id(text) {
            Some(id) => self.texts.get(id).cloned().unwrap_or_default(),
            None => Label::same(text),
        }
    }

    fn read_translation(&mut self, document: &Instance, translation: NodeId) {
        let language = attribute(document, translation, "lang").unwrap_or_default();
        for text in named(document, translation, "text") {
            let plain = named(document, text, "value")
                .into_iter()
                .find(|value| attribute(document, *value, "form").is_none());
            let (Some(id), Some(value)) = (attribute(document, text, "id"), plain) else {
                continue;
            };
            let words = document.node(value).value.trim().to_owned();
            if words == MISSING {
                continue;
            }
            let label = self.texts.entry(id).or_default();
            match code_of(&language) {
                Some("uk") => label.uk = words,
                Some("en") => label.en = words,
                _ if *label == Label::default() => *label = Label::same(&words),
                _ => {}
            }
        }
    }

    fn read_bind(&self, document: &Instance, bind: NodeId, path: &str) -> Result<Bind, FormError> {
        let text = |name: &str| attribute(document, bind, name).unwrap_or_default();
        let message = self.resolve(&text("constraintMsg"));
        Ok(Bind {
            kind: text("type")
                .rsplit(':')
                .next()
                .unwrap_or_default()
                .to_owned(),
            calculated: !text("calculate").is_empty(),
            read_only: text("readonly").trim() == "true()",
            message: read_words(&message, Column::ConstraintMessage, path)?,
            preload: text("preload"),
        })
    }
}

/// What a converter writes where a text has no translation.
const MISSING: &str = "-";

fn read_words(label: &Label, column: Column, path: &str) -> Result<Words, FormError> {
    Words::read(label).map_err(|why| FormError::Expression {
        path: path.to_owned(),
        column,
        why,
    })
}

/// `uk` of `Українська (uk)`, or of a language that is named by its code alone.
fn code_of(language: &str) -> Option<&str> {
    let code = language
        .rsplit_once('(')
        .map_or(language, |(_, rest)| rest.trim_end_matches(')'));
    Some(code.trim()).filter(|code| matches!(*code, "uk" | "en"))
}

fn itext_id(text: &str) -> Option<&str> {
    text.trim().strip_prefix("jr:itext('")?.strip_suffix("')")
}
