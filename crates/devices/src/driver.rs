//! Drivers: a protocol on a cable, behind one of the four traits.
//!
//! Must never start a wait without a deadline (I9) or keep a page, a reading or a document after it was handed over.

mod escl;
mod folder;
mod ipp;
mod queue;
mod serial_reader;
mod thermal;

pub(crate) use escl::EsclScanner;
pub(crate) use folder::FolderPrinter;
pub(crate) use ipp::IppPrinter;
pub(crate) use queue::QueuePrinter;
pub(crate) use serial_reader::SerialReader;
pub(crate) use thermal::ThermalPrinter;

/// A name that says nothing: 64 random bits in hexadecimal (I12).
fn nameless() -> String {
    format!("{:016x}", rand::random::<u64>())
}
