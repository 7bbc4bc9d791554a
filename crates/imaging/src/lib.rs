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

mod binarise;
mod clean;
mod decode;
mod encode;
mod geometry;
mod import;
mod page;
mod pdf;
mod shrink;
mod tone;

pub use clean::{CleanPage, Keep, PageRecord, Settings, Step, clean};
pub use decode::decode;
pub use encode::{Encoding, reopen, thumbnail};
pub use geometry::{Quarter, rotate};
pub use import::{ImportError, import_pdf};
pub use page::{DecodeError, Limits, Page};
pub use pdf::to_pdf;
pub use tone::Sight;
