//! A form read once: its questions in reading order with their words, and the engine with its rules.

use super::error::FormError;
use super::limits;
use super::meaning::Meaning;
use super::tree::{self, Templates, attribute, named};
use super::view::Choice;
use super::xform::Model;
use crate::label::Label;
use crate::person::PersonField;
use rxeval::{Instance, NodeId};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// A form that can be filled in. Cloning shares it.
#[derive(Clone)]
pub struct Form(pub(super) Arc<Layout>);

/// What a [`Form`] shares.
pub(super) struct Layout {
    pub(super) engine: rxeval::Form,
    pub(super) blank: Instance,
    pub(super) templates: Templates,
    pub(super) sections: Vec<Section>,
    /// Messages of broken constraints by the path of the bind.
    pub(super) messages: BTreeMap<String, Label>,
}

/// Questions under one heading.
pub(super) struct Section {
    pub(super) path: String,
    pub(super) label: Label,
    pub(super) repeats: bool,
    pub(super) items: Vec<Item>,
}

/// One question as the form states it, its path without positions.
#[derive(Clone)]
pub(super) struct Item {
    pub(super) path: String,
    pub(super) label: Label,
    pub(super) hint: Label,
    pub(super) control: Control,
    pub(super) read_only: bool,
    /// The field of the visit's identity that answers it.
    pub(super) person: Option<PersonField>,
    pub(super) meaning: Option<Meaning>,
}

/// How a question is answered.
#[derive(Clone)]
pub(super) enum Control {
    Text,
    LongText,
    Integer,
    Decimal,
    Date,
    One(Offer),
    Many(Offer),
    Note,
}

/// The choices of a question.
#[derive(Clone)]
pub(super) struct Offer {
    pub(super) choices: Vec<Choice>,
    /// Whether another answer decides which of them are offered.
    pub(super) filtered: bool,
}

impl Form {
    /// Reads an ODK XForm: labels in Ukrainian and English, groups, repeats, hints, appearances and rules.
    ///
    /// # Errors
    /// [`FormError::Unreadable`] for what is no XForm, [`FormError::Unsupported`] for what would silently do nothing
    /// here, [`FormError::Expression`] for an expression that fails already on the empty form.
    pub fn parse(xform: &str) -> Result<Self, FormError> {
        let document = Instance::from_xml(xform).map_err(|why| FormError::Unreadable { why })?;
        let engine = rxeval::Form::parse(xform).map_err(|why| FormError::Unreadable { why })?;
        let model = Model::read(&document)?;
        limits::refuse_what_the_engine_misreads(&engine, &model)?;
        let (blank, templates) = tree::blank(&document)?;
        let sections = Reader {
            document: &document,
            model: &model,
            sections: Vec::new(),
        }
        .read(&blank)?;
        let messages = model
            .binds
            .iter()
            .map(|(path, bind)| (path.clone(), bind.message.clone()))
            .collect();
        let form = Self(Arc::new(Layout {
            engine,
            blank,
            templates,
            sections,
            messages,
        }));
        limits::refuse_what_fails_when_empty(&form)?;
        Ok(form)
    }
}

impl fmt::Debug for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Form({} sections)", self.0.sections.len())
    }
}

impl Layout {
    /// The question of a path with or without positions.
    pub(super) fn item(&self, path: &str) -> Option<&Item> {
        let plain = tree::without_positions(path);
        self.sections
            .iter()
            .flat_map(|section| &section.items)
            .find(|item| item.path == plain)
    }
}

/// Walks the body once.
struct Reader<'a> {
    document: &'a Instance,
    model: &'a Model,
    sections: Vec<Section>,
}

/// The heading that a walk stands under.
#[derive(Clone)]
struct Heading {
    path: String,
    label: Label,
    repeats: bool,
}

impl Reader<'_> {
    fn read(mut self, blank: &Instance) -> Result<Vec<Section>, FormError> {
        let missing = |what: &str| FormError::Unreadable {
            why: format!("it has no {what}"),
        };
        let root = self.document.root().ok_or_else(|| missing("root"))?;
        let body = named(self.document, root, "body")
            .first()
            .copied()
            .ok_or_else(|| missing("body"))?;
        let path = blank
            .root()
            .map(|root| blank.path_of(root))
            .unwrap_or_default();
        self.walk(
            body,
            &Heading {
                path,
                label: Label::default(),
                repeats: false,
            },
        )?;
        Ok(self.sections)
    }

    fn walk(&mut self, container: NodeId, heading: &Heading) -> Result<(), FormError> {
        for node in self.document.children(container) {
            let path = attribute(self.document, node, "ref")
                .unwrap_or_default()
                .trim()
                .to_owned();
            match self.document.node(node).name.as_str() {
                "label" | "hint" => {}
                "group" => self.walk_group(node, path, heading)?,
                name @ ("input" | "select1" | "select") => {
                    let item = self.item(node, name, path)?;
                    self.push(heading, item);
                }
                other => {
                    return Err(FormError::Unsupported {
                        path,
                        what: format!(
                            "a question of the kind <{other}>; use text, number, date, select or note"
                        ),
                    });
                }
            }
        }
        Ok(())
    }

    fn walk_group(
        &mut self,
        group: NodeId,
        path: String,
        outer: &Heading,
    ) -> Result<(), FormError> {
        let label = self.model.label(self.document, group, "label")?;
        let repeat = named(self.document, group, "repeat").first().copied();
        let Some(repeat) = repeat else {
            // A row is one screen, so a group within it adds no heading of its own.
            let heading = if outer.repeats {
                outer.clone()
            } else {
                Heading {
                    path,
                    label,
                    repeats: false,
                }
            };
            return self.walk(group, &heading);
        };
        let path = attribute(self.document, repeat, "nodeset")
            .unwrap_or_default()
            .trim()
            .to_owned();
        if attribute(self.document, repeat, "count").is_some() {
            let what = "a counted repeat (repeat_count); let the administrator add rows".to_owned();
            return Err(FormError::Unsupported { path, what });
        }
        self.walk(
            repeat,
            &Heading {
                path,
                label,
                repeats: true,
            },
        )
    }

    fn push(&mut self, heading: &Heading, item: Item) {
        match self.sections.last_mut() {
            Some(section) if section.path == heading.path => section.items.push(item),
            _ => self.sections.push(Section {
                path: heading.path.clone(),
                label: heading.label.clone(),
                repeats: heading.repeats,
                items: vec![item],
            }),
        }
    }

    fn item(&self, node: NodeId, name: &str, path: String) -> Result<Item, FormError> {
        let bind = self.model.binds.get(&path).cloned().unwrap_or_default();
        let appearance = attribute(self.document, node, "appearance").unwrap_or_default();
        let meaning = appearance.split_whitespace().find_map(Meaning::from_word);
        let mut person = None;
        for token in appearance.split_whitespace() {
            if let Some(key) = token.strip_prefix("valiza-person-") {
                person =
                    Some(
                        PersonField::from_key(key).ok_or_else(|| FormError::Unsupported {
                            path: path.clone(),
                            what: format!("the appearance '{token}': a person has no such field"),
                        })?,
                    );
            }
        }
        let control = match (name, bind.kind.as_str()) {
            ("select1", _) => Control::One(self.offer(node, &path)?),
            ("select", _) => Control::Many(self.offer(node, &path)?),
            (_, "int") => Control::Integer,
            (_, "decimal") => Control::Decimal,
            (_, "date") => Control::Date,
            (_, "string" | "") if bind.read_only && !bind.calculated => Control::Note,
            (_, "string" | "") if appearance.contains("multiline") => Control::LongText,
            (_, "string" | "") => Control::Text,
            (_, other) => {
                let what = format!(
                    "a question of the type '{other}'; use text, number, date, select or note"
                );
                return Err(FormError::Unsupported { path, what });
            }
        };
        Ok(Item {
            label: self.model.label(self.document, node, "label")?,
            hint: self.model.label(self.document, node, "hint")?,
            control,
            read_only: bind.read_only || bind.calculated || person.is_some(),
            person,
            meaning,
            path,
        })
    }

    fn offer(&self, node: NodeId, path: &str) -> Result<Offer, FormError> {
        let unsupported = |what: &str| FormError::Unsupported {
            path: path.to_owned(),
            what: what.to_owned(),
        };
        let Some(itemset) = named(self.document, node, "itemset").first().copied() else {
            return Err(unsupported("a question without a choice list"));
        };
        let nodeset = attribute(self.document, itemset, "nodeset").unwrap_or_default();
        let list = nodeset
            .strip_prefix("instance('")
            .and_then(|rest| rest.split_once('\''))
            .and_then(|(id, _)| self.model.lists.get(id))
            .ok_or_else(|| unsupported("choices from outside the workbook"))?;
        if nodeset.contains("current()") {
            return Err(unsupported("a choice filter within a repeat"));
        }
        Ok(Offer {
            choices: list.clone(),
            filtered: nodeset.contains('['),
        })
    }
}
