//! The service catalogue: folders that a centre can edit become one checked, signed, versioned file that a kit uses.
//!
//! A service is a folder with `card.toml` (its information card), `technological.toml` (its technological card),
//! `form.xlsx` (its questions as an XLSForm workbook) and, where the centre wants other papers, `papers/*.typ`. Tables of
//! fees lie in `fees`. `services/README.md` has every key. Whatever is wrong is told with file, sheet, row and column; a
//! catalogue with a mistake is never built, so a kit never meets one.
//!
//! Beside the services: the [`codifier`] of places, which a kit carries whole.

pub mod codifier;

mod bundle;
mod calendar;
mod card;
mod folder;
mod mistake;
mod money;
mod table;
mod technological;
pub mod xlsform;

pub use bundle::{Bundle, Catalogue, CatalogueError, accept, build, open};
pub use calendar::calendar;
pub use folder::{Review, check, review};
pub use mistake::{Mistake, Remark};
