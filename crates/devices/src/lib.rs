//! The bay: finds, opens and drives the scanner, printers, document reader and buttons of a kit.
//!
//! Must never know the office (no application, no applicant), start a thread that outlives its call without a bound, or put
//! what a device read into an error, a log line or a file name (I12). Every call blocks its caller's thread, has a deadline
//! and hears a [`Cancel`] (I8, I9). Bytes from a cable are hostile until parsed into a type of this crate (I10).
//!
//! The natural way in: [`DeviceConfig`] (one TOML file) -> [`Bay::open`] -> the traits [`Scanner`], [`Printer`],
//! [`SlipPrinter`], [`LineReader`], [`CardReader`]. The counterparts in [`sim`] speak the same protocols on real transports.

mod bay;
pub mod board;
mod cancel;
mod card;
mod clock;
mod config;
mod driver;
mod error;
mod id_reader;
mod import;
mod link;
mod power;
mod printer;
mod profile;
mod protocol;
mod scanner;
mod sighting;
pub mod sim;
mod slip;

pub use bay::Bay;
pub use cancel::Cancel;
pub use card::{
    CardError, CardKey, CardOrder, CardReader, CardReading, CardSight, ChipPerson, ChipProof,
    DataProof, SignerDoubt,
};
pub use config::{
    CardConfig, CardSlots, ConfigError, DeviceConfig, IdReaderConfig, ImportConfig, PrinterLink,
    SaneConfig, ScannerConfig, SlipConfig, SlipLink,
};
pub use error::DeviceError;
pub use id_reader::{BarcodeReading, LineReader, MrzReading, Reading, Symbology};
pub use import::{FileFormat, ImportEntry, ImportFolder, ImportLimits, ImportedFile};
pub use power::{Charge, PowerGauge, Supply};
pub use printer::{PrintJob, Printed, Printer, Sides};
pub use profile::{DeviceProfile, FrameEnd, Framing, ProfileError, SlipQuirks, UsbId};
pub use scanner::{
    Colour, Flow, PageFormat, ScanOrder, ScanSource, ScanSummary, ScannedPage, Scanner,
};
pub use sighting::{Access, DeviceKind, Remedy, Sighting};
pub use slip::{Raster, SlipOrder, SlipPrinter};
