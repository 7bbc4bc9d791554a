//! What becomes of pages, shown on sheets with known skew, light and ink, and checked by other people's PDF readers.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

#[path = "pages/binding.rs"]
mod binding;
#[path = "pages/cleaning.rs"]
mod cleaning;
#[path = "pages/damage.rs"]
mod damage;
#[path = "pages/harm.rs"]
mod harm;
#[path = "pages/hue.rs"]
mod hue;
#[path = "pages/sheet.rs"]
mod sheet;
#[path = "pages/specimens.rs"]
mod specimens;
#[path = "pages/strips.rs"]
mod strips;
#[path = "pages/upright.rs"]
mod upright;
