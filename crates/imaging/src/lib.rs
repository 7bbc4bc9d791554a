//! From a scanned or photographed page to the fewest legible bytes, and from pages to one PDF.
//! Pure: bytes in, bytes out. Never touches a file, a clock or chance (I1); every input is hostile until decoded (I10).
//!
//! ```
//! use imaging::{CleanPage, Limits, Page, Settings, clean, to_pdf};
//!
//! let page = Page::from_grey(827, 1169, 100, &vec![250; 827 * 1169], &Limits::default())?;
//! let cleaned: CleanPage = clean(page, &Settings::default());
//! let pdf = to_pdf(&[cleaned]);
//! assert!(pdf.starts_with(b"%PDF-1.7"));
//! # Ok::<(), imaging::DecodeError>(())
//! ```

mod archive;
mod area;
mod binarise;
mod clean;
mod colour;
mod decode;
mod encode;
mod geometry;
mod import;
mod jbig2;
mod layers;
mod page;
mod pdf;
mod record;
mod settings;
mod sheet;
mod shrink;
mod spots;
mod strips;
mod tone;
mod upright;

pub use clean::{CleanPage, clean};
pub use decode::{decode, decode_scan};
pub use encode::{Encoding, reopen, thumbnail};
pub use geometry::{Quarter, rotate};
pub use import::{ImportError, import_pdf};
pub use page::{DecodeError, Limits, Page};
pub use pdf::{bind, to_pdf};
pub use record::{Doubt, Hints, InkMap, Layer, PageRecord, Stencil, Step};
pub use settings::{Black, Keep, Settings};
pub use tone::Sight;
