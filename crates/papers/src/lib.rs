//! Printed papers: what the resident signs and keeps, what the office files, set from templates a centre may edit.
//! Never reads a clock, never asks the network, never knows a workflow: plain inputs in, finished bytes out.
//!
//! | paper | prints as |
//! | --- | --- |
//! | application, consent, inventory, supplement, withdrawal, refusal, handover, payment | [`typeset`] to PDF/A-2b, in regular or large print; [`preview`] for the screen |
//! | route sheet, trip sheet, journal, recovery sheet, kit sheet, lost kit | [`typeset`], regular print only |
//! | slip, test page | [`raster`] to one bit a dot for a thermal printer, or [`typeset`] on A4 |
//! | model documents for a council and its lawyer | [`typeset_model`] |
//!
//! The folder `pictures` beside the sources shows the main ones, filled about invented people ([`specimens`]).
//! Edited templates are tried by [`check`]; at the bedside a wrong one gives way to the shipped one, with a notice.
//!
//! ```
//! use papers::{Options, Paper, SlipPaper, raster};
//!
//! let slip = Paper::Slip(SlipPaper {
//!     numbers: vec!["042-843-0094".into()],
//!     centre_phone: "0 800 000 000".into(),
//!     ask_after: "1 грудня 2026".into(),
//! });
//! let dots = raster(&slip, 384, &Options::default())?;
//! assert_eq!(dots.width(), 384);
//! # Ok::<(), papers::TypesetError>(())
//! ```

mod check;
mod manuscript;
mod models;
mod one_bit;
mod paper;
mod pay_code;
mod qr;
mod sheet;
mod templates;
mod typeset;

pub use check::{check, specimen_values, specimens};
pub use models::{KitItem, Model, ModelValues};
pub use one_bit::OneBit;
pub use paper::{
    Administrator, ApplicationPaper, BankDetails, ConsentPaper, DocumentKind, DocumentRow,
    Fingerprint, HandoverPaper, InventoryPaper, JournalEntry, JournalPaper, KitSheetPaper,
    Letterhead, LostKitPaper, Paper, PaymentPaper, Person, RecoverySheetPaper, RefusalPaper,
    RekeyingPaper, RouteSheetPaper, Row, Section, Signer, SlipPaper, SupplementPaper,
    TestPagePaper, TripSheetPaper, TripStop, WithdrawalPaper,
};
pub use sheet::Sheet;
pub use templates::{Templates, TemplatesError};
pub use typeset::{
    Language, Options, Pdf, PrintSize, TypesetError, preview, raster, typeset, typeset_model,
};
