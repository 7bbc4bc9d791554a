//! Pictures without a graphics card: the triangles of one frame, filled one by one.
//!
//! The same frame gives the same dots on every machine, which no driver promises.

use egui::epaint::{ClippedPrimitive, ColorImage, ImageData, Mesh, Primitive, Vertex};
use egui::{Color32, Context, FullOutput, Pos2, Rect, TextureId, TexturesDelta};
use egui_kittest::TestRenderer;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// The textures of a window, kept as they come.
#[derive(Clone, Default)]
pub(crate) struct Textures(Arc<Mutex<BTreeMap<TextureId, ColorImage>>>);

impl TestRenderer for Textures {
    fn handle_delta(&mut self, delta: &mut TexturesDelta) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for (id, deltas) in delta.set.drain() {
            for delta in deltas {
                let ImageData::Color(image) = delta.image;
                match (delta.pos, kept.get_mut(&id)) {
                    (Some(at), Some(whole)) => lay(whole, &image, at),
                    (_, _) => {
                        kept.insert(id, image.as_ref().clone());
                    }
                }
            }
        }
        for id in delta.free.drain() {
            kept.remove(&id);
        }
    }
}

fn lay(whole: &mut ColorImage, patch: &ColorImage, [x, y]: [usize; 2]) {
    for row in 0..patch.height() {
        let from = row * patch.width();
        let to = (y + row) * whole.width() + x;
        whole.pixels[to..to + patch.width()]
            .copy_from_slice(&patch.pixels[from..from + patch.width()]);
    }
}

impl Textures {
    /// The frame as a person sees it, one dot a point.
    pub(crate) fn picture(
        &self,
        ctx: &Context,
        frame: &FullOutput,
        size: [usize; 2],
    ) -> ColorImage {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut canvas = ColorImage::filled(size, Color32::BLACK);
        for ClippedPrimitive {
            clip_rect,
            primitive,
        } in ctx.tessellate(frame.shapes.clone(), 1.0)
        {
            let Primitive::Mesh(mesh) = primitive else {
                continue;
            };
            if let Some(texture) = kept.get(&mesh.texture_id) {
                fill(&mut canvas, clip_rect, &mesh, texture);
            }
        }
        canvas
    }
}

fn fill(canvas: &mut ColorImage, clip: Rect, mesh: &Mesh, texture: &ColorImage) {
    for corners in mesh.indices.chunks_exact(3) {
        let corner = |at: usize| &mesh.vertices[corners[at] as usize];
        triangle(canvas, clip, [corner(0), corner(1), corner(2)], texture);
    }
}

/// Twice the signed area of a triangle.
fn area(a: Pos2, b: Pos2, c: Pos2) -> f32 {
    (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)
}

fn triangle(
    canvas: &mut ColorImage,
    clip: Rect,
    [a, mut b, mut c]: [&Vertex; 3],
    texture: &ColorImage,
) {
    let mut whole = area(a.pos, b.pos, c.pos);
    if whole < 0.0 {
        std::mem::swap(&mut b, &mut c);
        whole = -whole;
    }
    if whole <= f32::EPSILON {
        return;
    }
    let around = Rect::from_points(&[a.pos, b.pos, c.pos]).intersect(clip);
    let last = |edge: f32, most: usize| (edge.ceil().max(0.0) as usize).min(most);
    let (left, right) = (
        around.left().max(0.0) as usize,
        last(around.right(), canvas.width()),
    );
    let (top, bottom) = (
        around.top().max(0.0) as usize,
        last(around.bottom(), canvas.height()),
    );
    // A dot on an edge that two triangles share belongs to one of them only.
    let owns = |share: f32, from: Pos2, to: Pos2| {
        share > 0.0 || share == 0.0 && (to.y > from.y || to.y == from.y && to.x < from.x)
    };
    for y in top..bottom {
        for x in left..right {
            let at = Pos2::new(x as f32 + 0.5, y as f32 + 0.5);
            let shares = [
                area(b.pos, c.pos, at),
                area(c.pos, a.pos, at),
                area(a.pos, b.pos, at),
            ];
            let inside = owns(shares[0], b.pos, c.pos)
                && owns(shares[1], c.pos, a.pos)
                && owns(shares[2], a.pos, b.pos);
            if !inside || !clip.contains(at) {
                continue;
            }
            let [wa, wb, wc] = shares.map(|share| share / whole);
            let uv = [
                a.uv.x * wa + b.uv.x * wb + c.uv.x * wc,
                a.uv.y * wa + b.uv.y * wb + c.uv.y * wc,
            ];
            let texel = sample(texture, uv);
            let ink: [f32; 4] = std::array::from_fn(|channel| {
                let of = |vertex: &Vertex| f32::from(vertex.color.to_array()[channel]);
                let color = of(a) * wa + of(b) * wb + of(c) * wc;
                color * f32::from(texel.to_array()[channel]) / 255.0
            });
            let dot = &mut canvas.pixels[y * size_of_row(canvas.size) + x];
            let rest = 1.0 - ink[3] / 255.0;
            let under = dot.to_array();
            let over =
                |channel: usize| (ink[channel] + f32::from(under[channel]) * rest).round() as u8;
            *dot = Color32::from_rgb(over(0), over(1), over(2));
        }
    }
}

fn size_of_row([width, _height]: [usize; 2]) -> usize {
    width
}

fn sample(texture: &ColorImage, [u, v]: [f32; 2]) -> Color32 {
    let place = |share: f32, of: usize| ((share * of as f32) as usize).min(of - 1);
    let (x, y) = (place(u, texture.width()), place(v, texture.height()));
    texture.pixels[y * texture.width() + x]
}
