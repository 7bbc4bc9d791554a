//! Reading the parts of an XForm that the engine leaves to a renderer: translations, choice lists, binds.

use super::error::FormError;
use super::tree::{attribute, named};
use super::view::Choice;
use crate::label::Label;
use rxeval::{Instance, NodeId};
use std::collections::BTreeMap;

/// What a renderer needs of an XForm's model.
pub(super) struct Model {
    texts: BTreeMap<String, Label>,
    /// Choice lists by the id of their secondary instance.
    pub(super) lists: BTreeMap<String, Vec<Choice>>,
    /// Binds by the path they bind.
    pub(super) binds: BTreeMap<String, Bind>,
}

/// What a bind says beyond the rules that the engine runs.
#[derive(Clone, Debug, Default)]
pub(super) struct Bind {
    /// XML Schema type without prefix: `string`, `int`, `date`.
    pub(super) kind: String,
    pub(super) calculated: bool,
    pub(super) read_only: bool,
    /// Message shown where the constraint is broken.
    pub(super) message: Label,
    /// What is filled in by the device: `uid`, `date`, `timestamp`; empty for nothing.
    pub(super) preload: String,
}

impl Model {
    /// # Errors
    /// [`FormError::Unsupported`] for a text with an inserted answer.
    pub(super) fn read(document: &Instance) -> Result<Self, FormError> {
        let nodes = document
            .root()
            .map(|root| document.descendants(root))
            .unwrap_or_default();
        let mut model = Self {
            texts: BTreeMap::new(),
            lists: BTreeMap::new(),
            binds: BTreeMap::new(),
        };
        for node in &nodes {
            if document.node(*node).name == "translation" {
                model.read_translation(document, *node)?;
            }
        }
        for node in &nodes {
            let name = document.node(*node).name.as_str();
            if let ("instance", Some(id)) = (name, attribute(document, *node, "id")) {
                let list = model.read_list(document, *node);
                model.lists.insert(id, list);
            }
            if let ("bind", Some(path)) = (name, attribute(document, *node, "nodeset")) {
                let bind = model.read_bind(document, *node);
                model.binds.insert(path, bind);
            }
        }
        Ok(model)
    }

    /// The label or hint of a control, wherever its words stand.
    ///
    /// # Errors
    /// [`FormError::Unsupported`] for a text with an inserted answer.
    pub(super) fn label(
        &self,
        document: &Instance,
        control: NodeId,
        name: &str,
    ) -> Result<Label, FormError> {
        let Some(node) = named(document, control, name).first().copied() else {
            return Ok(Label::default());
        };
        refuse_output(document, node)?;
        Ok(match attribute(document, node, "ref") {
            Some(reference) => self.resolve(&reference),
            None => Label::same(document.node(node).value.trim()),
        })
    }

    fn resolve(&self, text: &str) -> Label {
        match itext_id(text) {
            Some(id) => self.texts.get(id).cloned().unwrap_or_default(),
            None => Label::same(text),
        }
    }

    fn read_translation(
        &mut self,
        document: &Instance,
        translation: NodeId,
    ) -> Result<(), FormError> {
        let language = attribute(document, translation, "lang").unwrap_or_default();
        for text in named(document, translation, "text") {
            let Some(id) = attribute(document, text, "id") else {
                continue;
            };
            let plain = named(document, text, "value")
                .into_iter()
                .find(|value| attribute(document, *value, "form").is_none());
            let Some(value) = plain else {
                continue;
            };
            refuse_output(document, value)?;
            let words = document.node(value).value.trim().to_owned();
            let label = self.texts.entry(id).or_default();
            match code_of(&language) {
                Some("uk") => label.uk = words,
                Some("en") => label.en = words,
                _ if *label == Label::default() => *label = Label::same(&words),
                _ => {}
            }
        }
        Ok(())
    }

    fn read_list(&self, document: &Instance, instance: NodeId) -> Vec<Choice> {
        let text = |item: NodeId, name: &str| {
            named(document, item, name)
                .first()
                .map(|node| document.node(*node).value.trim().to_owned())
        };
        document
            .descendants(instance)
            .into_iter()
            .filter(|node| document.node(*node).name == "item")
            .filter_map(|item| {
                let label = match text(item, "itextId") {
                    Some(id) => self.texts.get(&id).cloned().unwrap_or_default(),
                    None => Label::same(&text(item, "label").unwrap_or_default()),
                };
                Some(Choice {
                    name: text(item, "name")?,
                    label,
                })
            })
            .collect()
    }

    fn read_bind(&self, document: &Instance, bind: NodeId) -> Bind {
        let text = |name: &str| attribute(document, bind, name).unwrap_or_default();
        Bind {
            kind: text("type")
                .rsplit(':')
                .next()
                .unwrap_or_default()
                .to_owned(),
            calculated: !text("calculate").is_empty(),
            read_only: text("readonly").trim() == "true()",
            message: self.resolve(&text("constraintMsg")),
            preload: text("preload"),
        }
    }
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

fn refuse_output(document: &Instance, node: NodeId) -> Result<(), FormError> {
    if document.node(node).children.is_empty() {
        return Ok(());
    }
    Err(FormError::Unsupported {
        path: document.path_of(node),
        what: "a text with an inserted answer (${...}); show the answer in a calculated question instead".to_owned(),
    })
}
