//! What a screen reader would find in the window, told to whoever drives it; so a story can be played by keys alone.
//!
//! Nothing is switched on before it is asked for.

use crate::orders::answer;
use eframe::egui;
use egui::accesskit::{Node, NodeId, TreeUpdate};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Waits for the frame whose names were asked for.
#[derive(Default)]
pub(crate) struct Names {
    wanted: bool,
}

/// Answers with the names of the next frame.
pub(crate) fn tell_next(ctx: &egui::Context) {
    ctx.enable_accesskit();
    ctx.with_plugin::<Names, _>(|names| names.wanted = true);
    ctx.request_repaint();
}

impl egui::Plugin for Names {
    fn debug_name(&self) -> &'static str {
        "names"
    }

    fn output_hook(&mut self, _ctx: &egui::Context, output: &mut egui::FullOutput) {
        // The first frame after the switch has no tree yet.
        if let Some(tree) = &output.platform_output.accesskit_update
            && std::mem::take(&mut self.wanted)
        {
            answer(&json!({ "names": named(tree) }));
        }
    }
}

/// Every named node, in reading order.
fn named(tree: &TreeUpdate) -> Vec<Value> {
    let nodes: BTreeMap<NodeId, &Node> = tree.nodes.iter().map(|(id, node)| (*id, node)).collect();
    let mut told = Vec::new();
    let mut ahead: Vec<NodeId> = tree.tree.iter().map(|info| info.root).collect();
    while let Some(id) = ahead.pop() {
        let Some(node) = nodes.get(&id) else { continue };
        ahead.extend(node.children().iter().rev());
        if let Some(name) = node.label().or_else(|| beside(&nodes, node)) {
            told.push(json!({
                "role": format!("{:?}", node.role()),
                "name": name,
                "value": node.value(),
                "disabled": node.is_disabled(),
                "focused": id == tree.focus,
            }));
        }
    }
    told
}

/// The words of the label that stands beside a field.
fn beside<'t>(nodes: &BTreeMap<NodeId, &'t Node>, node: &Node) -> Option<&'t str> {
    let label = nodes.get(node.labelled_by().first()?)?;
    label.label().or_else(|| label.value())
}
