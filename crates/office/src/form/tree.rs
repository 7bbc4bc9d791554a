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
/// [`FormError::Unreadable`] where the XForm has no instance.
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
    for node in marked(&tree) {
        let mut row = copy_of(&tree, node);
        if let Some(root) = row.root() {
            row.node_mut(root).attributes.clear();
        }
        drop_marked(&mut row);
        templates.insert(without_positions(&tree.path_of(node)), row);
    }
    drop_marked(&mut tree);
    Ok((tree, templates))
}

/// The rows that only show what a blank one is.
fn marked(tree: &Instance) -> Vec<NodeId> {
    let nodes = tree
        .root()
        .map(|root| tree.descendants(root))
        .unwrap_or_default();
    nodes
        .into_iter()
        .filter(|node| attribute(tree, *node, "template").is_some())
        .collect()
}

fn drop_marked(tree: &mut Instance) {
    for node in marked(tree) {
        tree.detach(node);
    }
    tree.reindex();
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
        .get(&without_positions(repeat))
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

/// The path of a node with the position of every row that it stands in.
pub(super) fn stable(tree: &Instance, node: NodeId, templates: &Templates) -> String {
    let mut line = tree.ancestors(node);
    line.reverse();
    line.push(node);
    let (mut plain, mut path) = (String::new(), String::new());
    for step in line {
        let name = &tree.node(step).name;
        plain = format!("{plain}/{name}");
        path = format!("{path}/{name}");
        if templates.contains_key(&plain) {
            let twins = tree.parent(step).map(|parent| named(tree, parent, name));
            let before = twins.and_then(|twins| twins.iter().position(|twin| *twin == step));
            path = format!("{path}[{}]", before.unwrap_or(0) + 1);
        }
    }
    path
}

/// Every node that a path without positions names, one for each row.
pub(super) fn every(tree: &Instance, path: &str) -> Vec<NodeId> {
    let mut steps = path.split('/').skip(1);
    let root = tree.root().filter(|root| {
        steps
            .next()
            .is_some_and(|name| tree.node(*root).name == name)
    });
    steps.fold(root.into_iter().collect(), |nodes: Vec<NodeId>, name| {
        nodes
            .into_iter()
            .flat_map(|node| named(tree, node, name))
            .collect()
    })
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
