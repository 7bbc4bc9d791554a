//! A form read once: its questions in reading order with their words, its choices and its rules.

use super::control::{self, Control};
use super::error::{Column, FormError};
use super::limits;
use super::meaning::Meaning;
use super::rules::Rules;
use super::tree::{self, Templates, attribute, named};
use super::words::{self, Words};
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
    /// The whole XForm, for the lists in it.
    pub(super) document: Instance,
    pub(super) blank: Instance,
    pub(super) templates: Templates,
    pub(super) rules: Rules,
    pub(super) sections: Vec<Section>,
    /// What the kit fills in when the form is begun, by path: `date`, `timestamp`.
    pub(super) preloads: Vec<(String, String)>,
    /// Words of choices by the question's path and the choice's name.
    pub(super) choices: BTreeMap<String, BTreeMap<String, Label>>,
}

/// Questions under one heading.
pub(super) struct Section {
    pub(super) path: String,
    pub(super) label: Words,
    pub(super) repeats: bool,
    pub(super) items: Vec<Item>,
    /// Rows within each row.
    pub(super) inner: Vec<Section>,
}

/// One question as the form states it, its path without positions.
#[derive(Clone)]
pub(super) struct Item {
    pub(super) path: String,
    pub(super) label: Words,
    pub(super) hint: Words,
    /// What is said where the answer breaks the constraint.
    pub(super) message: Words,
    pub(super) control: Control,
    pub(super) read_only: bool,
    /// The field of the visit's identity that answers it.
    pub(super) person: Option<PersonField>,
    pub(super) meaning: Option<Meaning>,
}

impl Form {
    /// Reads an ODK XForm: labels in Ukrainian and English, groups, repeats, hints, appearances and rules.
    ///
    /// # Errors
    /// [`FormError::Unreadable`] for what is no XForm, [`FormError::Unsupported`] for what would silently do nothing
    /// here, [`FormError::Expression`] for an expression that cannot be read or fails already on the empty form.
    pub fn parse(xform: &str) -> Result<Self, FormError> {
        let folded = words::fold_outputs(xform);
        let document = Instance::from_xml(&folded).map_err(|why| FormError::Unreadable { why })?;
        let model = Model::read(&document)?;
        let preloads = limits::preloads(&model)?;
        let (blank, templates) = tree::blank(&document)?;
        let rules = Rules::read(&document)?;
        let sections = Reader {
            document: &document,
            model: &model,
        }
        .read(&blank)?;
        let mut layout = Layout {
            document,
            blank,
            templates,
            rules,
            sections,
            preloads,
            choices: BTreeMap::new(),
        };
        layout.choices = layout.items().filter_map(Item::words_of_choices).collect();
        limits::refuse_misuse(&layout)?;
        let form = Self(Arc::new(layout));
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
        self.items().find(|item| item.path == plain)
    }

    /// Every question.
    pub(super) fn items(&self) -> impl Iterator<Item = &Item> {
        self.all_sections()
            .into_iter()
            .flat_map(|section| &section.items)
    }

    /// Whether the form itself says how many rows a repeat has.
    pub(super) fn counts(&self, path: &str) -> bool {
        let plain = tree::without_positions(path);
        self.rules.counts.iter().any(|(repeat, _)| *repeat == plain)
    }

    /// Every section, those within rows too.
    pub(super) fn all_sections(&self) -> Vec<&Section> {
        let mut all = Vec::new();
        let mut ahead: Vec<&Section> = self.sections.iter().rev().collect();
        while let Some(section) = ahead.pop() {
            all.push(section);
            ahead.extend(section.inner.iter().rev());
        }
        all
    }
}

impl Item {
    fn words_of_choices(&self) -> Option<(String, BTreeMap<String, Label>)> {
        let offer = self.control.offer()?;
        let words = offer
            .all
            .iter()
            .map(|choice| (choice.name.clone(), choice.label.clone()));
        Some((self.path.clone(), words.collect()))
    }
}

/// Walks the body once.
struct Reader<'a> {
    document: &'a Instance,
    model: &'a Model,
}

/// The heading that a walk stands under.
#[derive(Clone)]
struct Heading {
    path: String,
    label: Words,
    repeats: bool,
}

impl Reader<'_> {
    fn read(self, blank: &Instance) -> Result<Vec<Section>, FormError> {
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
        let heading = Heading {
            path,
            label: Words::default(),
            repeats: false,
        };
        let mut sections = Vec::new();
        self.walk(body, &heading, &mut sections)?;
        Ok(sections)
    }

    fn walk(
        &self,
        container: NodeId,
        heading: &Heading,
        sections: &mut Vec<Section>,
    ) -> Result<(), FormError> {
        for node in self.document.children(container) {
            let path = attribute(self.document, node, "ref")
                .unwrap_or_default()
                .trim()
                .to_owned();
            match self.document.node(node).name.as_str() {
                "label" | "hint" | "setvalue" => {}
                "group" => self.walk_group(node, path, heading, sections)?,
                name => {
                    let item = self.item(node, name, path)?;
                    push(heading, item, sections);
                }
            }
        }
        Ok(())
    }

    fn walk_group(
        &self,
        group: NodeId,
        path: String,
        outer: &Heading,
        sections: &mut Vec<Section>,
    ) -> Result<(), FormError> {
        let label = self
            .model
            .words(self.document, group, ("label", Column::Label), &path)?;
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
            return self.walk(group, &heading, sections);
        };
        let path = attribute(self.document, repeat, "nodeset")
            .unwrap_or_default()
            .trim()
            .to_owned();
        let heading = Heading {
            path,
            label,
            repeats: true,
        };
        let mut within = Vec::new();
        self.walk(repeat, &heading, &mut within)?;
        let (own, inner): (Vec<Section>, Vec<Section>) = within
            .into_iter()
            .partition(|section| section.path == heading.path);
        let rows = Section {
            path: heading.path,
            label: heading.label,
            repeats: true,
            items: own.into_iter().flat_map(|section| section.items).collect(),
            inner,
        };
        sections.push(rows);
        Ok(())
    }

    fn item(&self, node: NodeId, name: &str, path: String) -> Result<Item, FormError> {
        let bind = self.model.binds.get(&path).cloned().unwrap_or_default();
        let appearance = attribute(self.document, node, "appearance").unwrap_or_default();
        let person = person(&appearance, &path)?;
        let of = control::Question {
            document: self.document,
            model: self.model,
            node,
            path: &path,
        };
        let control = of.control(name, &bind, &appearance)?;
        let words = |what| self.model.words(self.document, node, what, &path);
        Ok(Item {
            label: words(("label", Column::Label))?,
            hint: words(("hint", Column::Hint))?,
            message: bind.message,
            control,
            read_only: bind.read_only || bind.calculated || person.is_some(),
            person,
            meaning: appearance.split_whitespace().find_map(Meaning::from_word),
            path,
        })
    }
}

fn push(heading: &Heading, item: Item, sections: &mut Vec<Section>) {
    match sections.last_mut() {
        Some(section) if section.path == heading.path => section.items.push(item),
        _ => sections.push(Section {
            path: heading.path.clone(),
            label: heading.label.clone(),
            repeats: heading.repeats,
            items: vec![item],
            inner: Vec::new(),
        }),
    }
}

fn person(appearance: &str, path: &str) -> Result<Option<PersonField>, FormError> {
    let mut words = appearance.split_whitespace();
    let Some((word, key)) =
        words.find_map(|word| Some((word, word.strip_prefix("valiza-person-")?)))
    else {
        return Ok(None);
    };
    let field = PersonField::from_key(key);
    field.map(Some).ok_or_else(|| FormError::Unsupported {
        path: path.to_owned(),
        column: Column::Appearance,
        what: format!("the appearance '{word}': a person has no such field"),
    })
}
