//! Icons drawn as strokes, so that none can be missing from a font. An icon never stands alone: a word is beside it.

use egui::{Color32, Painter, Pos2, Rect, Sense, Shape, Stroke, Ui, Vec2, epaint::PathShape};

/// What an icon means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Icon {
    /// Done, ready, yes.
    Check,
    /// Away, no.
    Cross,
    /// Look here.
    Warning,
    /// Wait.
    Clock,
    /// Printer or paper.
    Printer,
    /// Scanner.
    Scanner,
    /// Locked or sealed.
    Lock,
    /// On.
    Right,
    /// Back.
    Left,
    /// Earlier, or upload.
    Up,
    /// Later.
    Down,
    /// A quarter turn.
    Turn,
    /// One more.
    Plus,
    /// Something to read.
    Mark,
    /// A person.
    Person,
    /// Files of a stick or folder.
    Folder,
    /// A card with lines to read by machine.
    Card,
    /// Nothing there.
    Ring,
    /// Light or dark.
    Shade,
}

impl Icon {
    /// Paints the icon into the largest square in the middle of `rect`.
    pub fn paint(self, painter: &Painter, rect: Rect, color: Color32) {
        let side = rect.width().min(rect.height());
        let square = Rect::from_center_size(rect.center(), Vec2::splat(side));
        let pen = Pen {
            painter,
            square,
            stroke: Stroke::new((side * 0.1).max(1.5), color),
        };
        match self {
            Self::Check => pen.line(&[(0.12, 0.55), (0.4, 0.82), (0.9, 0.22)]),
            Self::Cross => {
                pen.line(&[(0.2, 0.2), (0.8, 0.8)]);
                pen.line(&[(0.8, 0.2), (0.2, 0.8)]);
            }
            Self::Warning => {
                pen.ring_of(&[(0.5, 0.1), (0.94, 0.88), (0.06, 0.88)]);
                pen.line(&[(0.5, 0.4), (0.5, 0.62)]);
                pen.dot((0.5, 0.75));
            }
            Self::Clock => {
                pen.circle((0.5, 0.5), 0.42);
                pen.line(&[(0.5, 0.24), (0.5, 0.5), (0.68, 0.62)]);
            }
            Self::Printer => {
                pen.ring_of(&[(0.08, 0.38), (0.92, 0.38), (0.92, 0.74), (0.08, 0.74)]);
                pen.line(&[(0.26, 0.38), (0.26, 0.1), (0.74, 0.1), (0.74, 0.38)]);
                pen.filled(&[(0.26, 0.6), (0.74, 0.6), (0.74, 0.92), (0.26, 0.92)]);
            }
            Self::Scanner => {
                pen.ring_of(&[(0.06, 0.56), (0.94, 0.56), (0.94, 0.86), (0.06, 0.86)]);
                pen.line(&[(0.06, 0.56), (0.8, 0.16)]);
                pen.dot((0.78, 0.71));
            }
            Self::Lock => {
                pen.filled(&[(0.16, 0.46), (0.84, 0.46), (0.84, 0.92), (0.16, 0.92)]);
                pen.line(&[
                    (0.3, 0.46),
                    (0.3, 0.24),
                    (0.42, 0.1),
                    (0.58, 0.1),
                    (0.7, 0.24),
                    (0.7, 0.46),
                ]);
            }
            Self::Right => {
                pen.line(&[(0.1, 0.5), (0.88, 0.5)]);
                pen.line(&[(0.58, 0.2), (0.88, 0.5), (0.58, 0.8)]);
            }
            Self::Left => {
                pen.line(&[(0.9, 0.5), (0.12, 0.5)]);
                pen.line(&[(0.42, 0.2), (0.12, 0.5), (0.42, 0.8)]);
            }
            Self::Up => {
                pen.line(&[(0.5, 0.9), (0.5, 0.12)]);
                pen.line(&[(0.2, 0.42), (0.5, 0.12), (0.8, 0.42)]);
            }
            Self::Down => {
                pen.line(&[(0.5, 0.1), (0.5, 0.88)]);
                pen.line(&[(0.2, 0.58), (0.5, 0.88), (0.8, 0.58)]);
            }
            Self::Turn => {
                pen.arc((0.5, 0.54), 0.36, -0.9, 3.9);
                pen.line(&[(0.5, 0.34), (0.74, 0.26), (0.72, 0.02)]);
            }
            Self::Plus => {
                pen.line(&[(0.5, 0.12), (0.5, 0.88)]);
                pen.line(&[(0.12, 0.5), (0.88, 0.5)]);
            }
            Self::Mark => {
                pen.circle((0.5, 0.5), 0.42);
                pen.line(&[(0.5, 0.46), (0.5, 0.74)]);
                pen.dot((0.5, 0.29));
            }
            Self::Person => {
                pen.circle((0.5, 0.3), 0.2);
                pen.line(&[
                    (0.12, 0.92),
                    (0.2, 0.7),
                    (0.38, 0.6),
                    (0.62, 0.6),
                    (0.8, 0.7),
                    (0.88, 0.92),
                ]);
            }
            Self::Folder => pen.ring_of(&[
                (0.08, 0.2),
                (0.38, 0.2),
                (0.48, 0.34),
                (0.92, 0.34),
                (0.92, 0.82),
                (0.08, 0.82),
            ]),
            Self::Card => {
                pen.ring_of(&[(0.06, 0.2), (0.94, 0.2), (0.94, 0.8), (0.06, 0.8)]);
                pen.line(&[(0.2, 0.66), (0.8, 0.66)]);
                pen.line(&[(0.54, 0.4), (0.8, 0.4)]);
                pen.dot((0.28, 0.4));
            }
            Self::Ring => pen.circle((0.5, 0.5), 0.4),
            Self::Shade => {
                pen.circle((0.5, 0.5), 0.4);
                let half: Vec<(f32, f32)> = (0..=16_u8)
                    .map(|step| {
                        let angle = std::f32::consts::PI * (f32::from(step) / 16.0 - 0.5);
                        (0.5 + 0.4 * angle.cos(), 0.5 + 0.4 * angle.sin())
                    })
                    .collect();
                pen.filled(&half);
            }
        }
    }

    /// Places the icon in a line of text, as high as a capital letter and a bit.
    pub fn show(self, ui: &mut Ui, color: Color32) {
        let side = ui.text_style_height(&egui::TextStyle::Body) * 0.8;
        let (rect, _response) = ui.allocate_exact_size(Vec2::splat(side), Sense::hover());
        self.paint(ui.painter(), rect, color);
    }
}

/// Draws in the unit square.
struct Pen<'a> {
    painter: &'a Painter,
    square: Rect,
    stroke: Stroke,
}

impl Pen<'_> {
    fn at(&self, (x, y): (f32, f32)) -> Pos2 {
        self.square.lerp_inside(Vec2::new(x, y))
    }

    fn points(&self, points: &[(f32, f32)]) -> Vec<Pos2> {
        points.iter().map(|point| self.at(*point)).collect()
    }

    fn line(&self, points: &[(f32, f32)]) {
        self.painter
            .add(Shape::line(self.points(points), self.stroke));
    }

    fn ring_of(&self, points: &[(f32, f32)]) {
        self.painter
            .add(Shape::closed_line(self.points(points), self.stroke));
    }

    fn filled(&self, points: &[(f32, f32)]) {
        self.painter.add(PathShape::convex_polygon(
            self.points(points),
            self.stroke.color,
            Stroke::NONE,
        ));
    }

    fn circle(&self, center: (f32, f32), radius: f32) {
        self.painter
            .circle_stroke(self.at(center), radius * self.square.width(), self.stroke);
    }

    fn dot(&self, center: (f32, f32)) {
        self.painter
            .circle_filled(self.at(center), self.stroke.width * 0.75, self.stroke.color);
    }

    fn arc(&self, center: (f32, f32), radius: f32, from: f32, to: f32) {
        let points: Vec<(f32, f32)> = (0..=24_u8)
            .map(|step| {
                let angle = from + (to - from) * f32::from(step) / 24.0;
                (
                    center.0 + radius * angle.cos(),
                    center.1 + radius * angle.sin(),
                )
            })
            .collect();
        self.line(&points);
    }
}
