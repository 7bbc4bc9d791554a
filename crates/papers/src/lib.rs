//! Printed papers: what the resident signs and keeps, set from templates a centre may edit.
//! Never reads a clock, never asks the network, never knows a workflow: plain inputs in, finished bytes out.
//!
//! | paper | prints as |
//! | --- | --- |
//! | application, inventory, route sheet, test page | [`typeset`] to PDF/A-2b, [`preview`] for the screen |
//! | slip, test page on a roll | [`raster`] to one bit a dot for a thermal printer, or [`typeset`] on A4 |
//!
//! ```
//! use papers::{Options, Paper, SlipPaper, raster};
//!
//! let slip = Paper::Slip(SlipPaper {
//!     numbers: vec!["K07-26325-014-9".into()],
//!     centre_phone: "0 800 000 000".into(),
//!     ask_after: "1 грудня 2026".into(),
//! });
//! let dots = raster(&slip, 384, &Options::default())?;
//! assert_eq!(dots.width(), 384);
//! # Ok::<(), papers::TypesetError>(())
//! ```

mod one_bit;
mod paper;
mod qr;
mod templates;
mod typeset;

pub use one_bit::OneBit;
pub use paper::{
    Administrator, ApplicationPaper, DocumentKind, DocumentRow, InventoryPaper, Letterhead, Paper,
    Person, RouteSheetPaper, Row, Section, Signer, SlipPaper, TestPagePaper,
};
pub use templates::{Templates, TemplatesError};
pub use typeset::{Language, Options, Pdf, PrintSize, TypesetError, preview, raster, typeset};
