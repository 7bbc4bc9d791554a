//! A screen as it is read aloud: role, name and state, one line each, in reading order.

use egui::accesskit::{Role, Toggled};
use egui_kittest::Node;
use egui_kittest::kittest::NodeT as _;

/// The whole screen.
pub(crate) fn told(root: &Node<'_>) -> String {
    let mut text = String::new();
    for node in root.children_recursive() {
        text.extend(line(&node));
    }
    text
}

fn line(node: &Node<'_>) -> Option<String> {
    let node = node.accesskit_node();
    let role = node.role();
    if matches!(
        role,
        Role::TextRun | Role::GenericContainer | Role::ScrollBar | Role::ScrollView
    ) {
        return None;
    }
    let name = node.label().unwrap_or_default();
    let value = node.value().unwrap_or_default();
    if name.is_empty() && value.is_empty() {
        return None;
    }
    let mut line = format!("{role:?}");
    for part in [&name, &value] {
        if !part.is_empty() {
            line.push_str(&format!(" {part:?}"));
        }
    }
    match node.toggled() {
        Some(Toggled::True) => line.push_str(" chosen"),
        Some(Toggled::False | Toggled::Mixed) | None => {}
    }
    if node.is_disabled() {
        line.push_str(" shut");
    }
    if node.is_focused() {
        line.push_str(" here");
    }
    line.push('\n');
    Some(line)
}
