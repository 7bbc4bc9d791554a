//! The service catalogue: folders that a centre can edit become one checked, signed, versioned file that a kit uses.
//!
//! A service is a folder with `card.toml` (its information card: names, authority, fee, term, checklist, consent, legal
//! acts with the dates of their editions) and `form.xlsx` (its questions as an XLSForm workbook). Whatever is wrong with
//! it is told with file, sheet, row and column; a catalogue with a mistake is never built, so a kit never meets one.

mod bundle;
mod card;
mod folder;
mod mistake;
mod xlsform;

pub use bundle::{Bundle, Catalogue, CatalogueError, build, load, open};
pub use folder::check;
pub use mistake::Mistake;
