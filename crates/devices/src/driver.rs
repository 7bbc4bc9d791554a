//! Drivers: a protocol on a cable, behind one of the four traits.
//!
//! Must never start a wait without a deadline (I9) or keep a page, a reading or a document after it was handed over.

mod chip_card;
mod escl;
mod folder;
mod ipp;
mod program;
mod queue;
mod sane;
mod serial_reader;
mod thermal;

pub(crate) use chip_card::{CardPort, ChipCardReader};
pub(crate) use escl::EsclScanner;
pub(crate) use folder::FolderPrinter;
pub(crate) use ipp::IppPrinter;
pub(crate) use queue::QueuePrinter;
pub(crate) use sane::SaneScanner;
pub(crate) use serial_reader::SerialReader;
pub(crate) use thermal::ThermalPrinter;

/// A name that says nothing: 64 random bits in hexadecimal (I12).
fn nameless() -> String {
    format!("{:016x}", rand::random::<u64>())
}
