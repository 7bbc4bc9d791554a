//! How the windows of the office look: one theme, one set of words, one set of labelled widgets, shared by kit and console.
//!
//! Knows egui and nothing of the work: no type of the office, no I/O, no clock (I7). State is never told by colour
//! alone, every widget has a name for a screen reader, every touch target is at least 44 points high.
//!
//! ```
//! let ctx = egui::Context::default();
//! look::install(&ctx, look::Appearance::default());
//! let words = look::Words::new(look::Language::En);
//! assert_eq!(words.t("go-on"), "Next");
//! ```

pub mod icon;
pub mod text;
pub mod theme;
pub mod widget;

pub use icon::Icon;
pub use text::{Arg, Language, Words};
pub use theme::{Appearance, Palette, Theme, TypeSize, install, palette};
