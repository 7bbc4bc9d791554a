//! The instance of a form as a tree with stable paths: every row of a repeat carries its position, also the only one.
//!
//! The engine names the only row of a repeat `/data/children` and the same row `/data/children[1]` once there are two.
//! An override of a finding is kept by its path, so paths here never change with the number of rows.

use super::error::FormError;
use rxeval::{Instance, NodeId};
use std::collections::BTreeMap;

/// One blank row of each repeat, by the repeat's path.
pub(super) type Templates = BTreeMap<String, Instance>;

/// The blank instance of an XForm, its row templates lifted out of it.
///
/// # Errors
/// [`FormError::Unreadable`] where the XForm has no instance, [`FormError::Unsupported`] for a repeat within a repeat.
pub(super) fn blank(document: &Instance) -> Result<(Instance, Templates), FormError> {
    let primary = document
        .root()
        .and_then(|root| {
            let instance = document
                .descendants(root)
                .into_iter()
                .find(|node| document.node(*node).name == "instance")?;
            document.children(instance).first().copied()
        })
        .ok_or_else(|| FormError::Unreadable {
            why: "it has no instance".to_owned(),
        })?;
    let mut tree = copy_of(document, primary);
    let mut templates = Templates::new();
    let marked: Vec<NodeId> = tree
        .root()
        .map(|root| tree.descendants(root))
        .unwrap_or_default()
        .into_iter()
        .filter(|node| attribute(&tree, *node, "template").is_some())
        .collect();
    for node in marked {
        let path = without_positions(&tree.path_of(node));
        let mut row = copy_of(&tree, node);
        if let Some(root) = row.root() {
            if row
                .descendants(root)
                .iter()
                .any(|inner| attribute(&row, *inner, "template").is_some())
            {
                return Err(FormError::Unsupported {
                    path,
                    what: "a repeat within a repeat; ask for the inner list in its own repeat"
                        .to_owned(),
                });
            }
            row.node_mut(root).attributes.clear();
        }
        tree.detach(node);
        templates.insert(path, row);
    }
    tree.reindex();
    Ok((tree, templates))
}

/// A saved instance, completed with the questions that the form has gained since. Nothing saved is dropped.
///
/// # Errors
/// [`FormError::ForeignInstance`].
pub(super) fn resumed(
    saved: &str,
    blank: &Instance,
    templates: &Templates,
) -> Result<Instance, FormError> {
    let mut tree = Instance::from_xml(saved)
        .map_err(|_engine_words_may_quote_answers| FormError::ForeignInstance)?;
    let (Some(root), Some(model)) = (tree.root(), blank.root()) else {
        return Err(FormError::ForeignInstance);
    };
    if tree.node(root).name != blank.node(model).name {
        return Err(FormError::ForeignInstance);
    }
    complete(
        &mut tree,
        root,
        blank,
        model,
        templates,
        &format!("/{}", blank.node(model).name),
    );
    tree.reindex();
    Ok(tree)
}

fn complete(
    tree: &mut Instance,
    node: NodeId,
    model: &Instance,
    like: NodeId,
    templates: &Templates,
    path: &str,
) {
    for wanted in model.children(like) {
        let name = model.node(wanted).name.clone();
        let path = format!("{path}/{name}");
        let found = named(tree, node, &name);
        match templates.get(&path) {
            // How many rows there are is the resident's answer, so none is invented.
            Some(template) => {
                for row in found {
                    if let Some(pattern) = template.root() {
                        complete(tree, row, template, pattern, templates, &path);
                    }
                }
            }
            None => match found.first() {
                Some(kept) => complete(tree, *kept, model, wanted, templates, &path),
                None => {
                    let added = tree.adopt(model, wanted);
                    tree.append_child(node, added);
                }
            },
        }
    }
}

/// The node that a path with positions names.
pub(super) fn resolve(tree: &Instance, path: &str) -> Option<NodeId> {
    let mut steps = path.strip_prefix('/')?.split('/');
    let root = tree.root()?;
    if steps.next()? != tree.node(root).name {
        return None;
    }
    steps.try_fold(root, |node, step| {
        let (name, position) = match step.strip_suffix(']').and_then(|step| step.split_once('[')) {
            Some((name, digits)) => (name, digits.parse::<usize>().ok()?),
            None => (step, 1),
        };
        named(tree, node, name)
            .get(position.checked_sub(1)?)
            .copied()
    })
}

/// The rows of a repeat in order.
pub(super) fn rows(tree: &Instance, repeat: &str) -> Vec<NodeId> {
    let Some((parent, name)) = repeat.rsplit_once('/') else {
        return Vec::new();
    };
    resolve(tree, parent).map_or_else(Vec::new, |parent| named(tree, parent, name))
}

/// Adds a blank row after the last one; `false` where `repeat` is none.
pub(super) fn add_row(tree: &mut Instance, templates: &Templates, repeat: &str) -> bool {
    let Some((template, pattern)) = templates
        .get(repeat)
        .and_then(|row| Some((row, row.root()?)))
    else {
        return false;
    };
    let row = tree.adopt(template, pattern);
    match rows(tree, repeat).last() {
        Some(last) => tree.insert_after(*last, row),
        None => {
            let parent = repeat
                .rsplit_once('/')
                .and_then(|(parent, _)| resolve(tree, parent));
            let Some(parent) = parent else {
                return false;
            };
            tree.append_child(parent, row);
        }
    }
    tree.reindex();
    true
}

/// The path without positions: how the form itself names a question.
pub(super) fn without_positions(path: &str) -> String {
    let mut plain = String::with_capacity(path.len());
    let mut within = false;
    for letter in path.chars() {
        match letter {
            '[' => within = true,
            ']' => within = false,
            _ if within => {}
            _ => plain.push(letter),
        }
    }
    plain
}

/// The engine's path of a node with the position of its row written out.
pub(super) fn with_position<'a>(
    path: &str,
    mut repeats: impl Iterator<Item = &'a String>,
) -> String {
    repeats
        .find_map(|repeat| {
            let rest = path.strip_prefix(repeat.as_str())?;
            (rest.is_empty() || rest.starts_with('/')).then(|| format!("{repeat}[1]{rest}"))
        })
        .unwrap_or_else(|| path.to_owned())
}

/// The tree as XML, the way it is saved and submitted.
pub(super) fn write(tree: &Instance) -> String {
    let mut xml = String::from("<?xml version='1.0' ?>");
    if let Some(root) = tree.root() {
        write_element(tree, root, &mut xml);
    }
    xml
}

fn write_element(tree: &Instance, node: NodeId, xml: &mut String) {
    let name = &tree.node(node).name;
    xml.push('<');
    xml.push_str(name);
    for attribute in tree.attributes(node) {
        xml.push(' ');
        xml.push_str(&tree.node(attribute).name);
        xml.push_str("=\"");
        escape(&tree.node(attribute).value, xml);
        xml.push('"');
    }
    xml.push('>');
    escape(&tree.node(node).value, xml);
    for child in tree.children(node) {
        write_element(tree, child, xml);
    }
    xml.push_str("</");
    xml.push_str(name);
    xml.push('>');
}

fn escape(text: &str, xml: &mut String) {
    for letter in text.chars() {
        match letter {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '"' => xml.push_str("&quot;"),
            _ => xml.push(letter),
        }
    }
}

/// The value of an attribute, prefix left out.
pub(super) fn attribute(tree: &Instance, node: NodeId, name: &str) -> Option<String> {
    tree.node(node)
        .attributes
        .iter()
        .map(|attribute| tree.node(*attribute))
        .find(|attribute| attribute.name == name)
        .map(|attribute| attribute.value.clone())
}

/// The children of that name in order.
pub(super) fn named(tree: &Instance, node: NodeId, name: &str) -> Vec<NodeId> {
    tree.node(node)
        .children
        .iter()
        .copied()
        .filter(|child| tree.node(*child).name == name)
        .collect()
}

fn copy_of(source: &Instance, node: NodeId) -> Instance {
    let mut tree = Instance::new();
    let root = tree.adopt(source, node);
    tree.set_root(root);
    tree
}
