//! What a program can see on a screen: words that are cut or lie on one another, that cannot be read on their ground, and
//! targets that a cold finger misses.

use egui::accesskit::Role;
use egui::epaint::{ClippedShape, TextShape};
use egui::{Color32, FullOutput, Rect, Shape};
use egui_kittest::Node;
use egui_kittest::kittest::NodeT as _;

/// The least contrast of words with their ground.
const READABLE: f32 = 7.0;
/// The least side of a target, in points; half a point is lost to rounding.
const TOUCH: f32 = 43.5;
/// Bars do not scroll: what is cut in something as wide as the screen and lower than this is lost.
const BAR: f32 = 110.0;

/// Words as they are painted.
struct Painted {
    words: String,
    /// What is seen of them.
    seen: Rect,
    whole: Rect,
    clip: Rect,
    ink: Color32,
    ground: Color32,
    elided: bool,
}

/// Everything that is wrong, in sentences.
pub(crate) fn faults(frame: &FullOutput, root: &Node<'_>, screen: Rect) -> Vec<String> {
    let painted = painted(frame);
    let mut faults = Vec::new();
    for one in &painted {
        let Painted {
            words, whole, clip, ..
        } = one;
        if whole.left() < clip.left() - 1.0 || whole.right() > clip.right() + 1.0 {
            faults.push(format!("cut at the side: {words:?}"));
        }
        let in_a_bar = clip.height() < BAR && clip.width() > screen.width() * 0.9;
        if in_a_bar && (whole.top() < clip.top() - 1.0 || whole.bottom() > clip.bottom() + 1.0) {
            faults.push(format!("cut in a bar: {words:?}"));
        }
        if one.elided && one.seen.top() > BAR {
            faults.push(format!("not said to its end: {words:?}"));
        }
        let reached = contrast(one.ink, one.ground);
        if reached < READABLE {
            faults.push(format!(
                "{reached:.1}:1 is too faint: {words:?} {:?} on {:?}",
                one.ink, one.ground
            ));
        }
    }
    for (at, one) in painted.iter().enumerate() {
        for other in &painted[at + 1..] {
            let both = one.seen.shrink(2.0).intersect(other.seen.shrink(2.0));
            if both.is_positive() {
                faults.push(format!("{:?} lies on {:?}", other.words, one.words));
            }
        }
    }
    faults.extend(targets(root, screen));
    faults
}

fn painted(frame: &FullOutput) -> Vec<Painted> {
    let mut painted: Vec<Painted> = Vec::new();
    let mut grounds: Vec<(Rect, Color32)> = Vec::new();
    for ClippedShape {
        clip_rect, shape, ..
    } in &frame.shapes
    {
        walk(shape, *clip_rect, &mut painted, &mut grounds);
    }
    painted
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "lines and pictures are neither words nor their ground"
)]
fn walk(shape: &Shape, clip: Rect, painted: &mut Vec<Painted>, grounds: &mut Vec<(Rect, Color32)>) {
    match shape {
        Shape::Vec(inner) => {
            for shape in inner {
                walk(shape, clip, painted, grounds);
            }
        }
        Shape::Rect(rect) if rect.fill.a() == 255 => {
            let covered = rect.rect.intersect(clip);
            painted.retain(|one| !covered.contains(one.seen.center()));
            grounds.push((covered, rect.fill));
        }
        Shape::Circle(circle) if circle.fill.a() == 255 => {
            grounds.push((circle.visual_bounding_rect().intersect(clip), circle.fill));
        }
        Shape::Text(text) => painted.extend(rows(text, clip, grounds)),
        _nothing_to_read => {}
    }
}

/// The rows of a text, each by itself: the first may stand beside what was painted before.
fn rows(text: &TextShape, clip: Rect, grounds: &[(Rect, Color32)]) -> Vec<Painted> {
    let format = text
        .galley
        .job
        .sections
        .first()
        .map(|section| section.format.color);
    let own = format.filter(|color| *color != Color32::PLACEHOLDER);
    let ink = text
        .override_text_color
        .or(own)
        .unwrap_or(text.fallback_color);
    let mut painted = Vec::new();
    for row in &text.galley.rows {
        let words = row.text();
        let bounds = row
            .visuals
            .mesh_bounds
            .translate(row.pos.to_vec2() + text.pos.to_vec2());
        let seen = bounds.intersect(clip);
        if words.trim().is_empty() || !seen.is_positive() {
            continue;
        }
        let mut under = grounds.iter().rev();
        let ground = under.find(|(rect, _fill)| rect.contains(seen.center()));
        painted.push(Painted {
            words,
            seen,
            whole: bounds,
            clip,
            ink,
            ground: ground.map_or(Color32::BLACK, |(_rect, fill)| *fill),
            elided: text.galley.elided,
        });
    }
    painted
}

fn targets(root: &Node<'_>, screen: Rect) -> Vec<String> {
    let mut faults = Vec::new();
    let mut siblings: Vec<(Option<_>, Rect, String)> = Vec::new();
    for node in root.children_recursive() {
        let role = node.accesskit_node().role();
        if !is_target(role) {
            continue;
        }
        let name = node.accesskit_node().label().unwrap_or_default();
        let rect = node.rect();
        if rect.height() < TOUCH || rect.width() < TOUCH {
            faults.push(format!(
                "{name:?} is {:.0} by {:.0}",
                rect.width(),
                rect.height()
            ));
        }
        if rect.left() < screen.left() - 1.0 || rect.right() > screen.right() + 1.0 {
            faults.push(format!("{name:?} leaves the screen"));
        }
        let parent = node.accesskit_node().parent().map(|parent| parent.id());
        for (of, other, whose) in &siblings {
            if *of == parent && other.shrink(1.0).intersect(rect.shrink(1.0)).is_positive() {
                faults.push(format!("{name:?} lies on {whose:?}"));
            }
        }
        siblings.push((parent, rect, name));
    }
    faults
}

fn is_target(role: Role) -> bool {
    matches!(
        role,
        Role::Button
            | Role::CheckBox
            | Role::RadioButton
            | Role::Tab
            | Role::TextInput
            | Role::MultilineTextInput
            | Role::PasswordInput
    )
}

fn contrast(one: Color32, other: Color32) -> f32 {
    let luminance = |color: Color32| {
        let channel = |value: u8| {
            let value = f32::from(value) / 255.0;
            if value <= 0.04045 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * channel(color.r()) + 0.7152 * channel(color.g()) + 0.0722 * channel(color.b())
    };
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}
