//! The bay: opens a driver for every device of the list, each to be given to a thread of its own (I8).
//!
//! Must never fail because a device is absent: a driver opens its cable when it is first used (I15).

use crate::{
    config::{ConfigError, DeviceConfig, PrinterLink},
    driver::{EsclScanner, FolderPrinter, IppPrinter, QueuePrinter, SerialReader, ThermalPrinter},
    id_reader::LineReader,
    import::ImportFolder,
    printer::Printer,
    scanner::Scanner,
    slip::SlipPrinter,
};

/// The drivers of one kit. Take the parts out; each is `Send` and belongs to one thread.
#[derive(Debug, Default)]
pub struct Bay {
    /// Document scanner.
    pub scanner: Option<Box<dyn Scanner>>,
    /// Reader of machine readable zones and barcodes.
    pub id_reader: Option<Box<dyn LineReader>>,
    /// Office printer.
    pub printer: Option<Box<dyn Printer>>,
    /// Slip printer.
    pub slip: Option<Box<dyn SlipPrinter>>,
    /// Folder or stick.
    pub import: Option<ImportFolder>,
}

impl Bay {
    /// Makes the drivers of a device list. Touches no device.
    ///
    /// # Errors
    /// [`ConfigError::UnknownProfile`] and [`ConfigError::Address`].
    pub fn open(list: &DeviceConfig) -> Result<Self, ConfigError> {
        let mut bay = Self::default();
        if let Some(scanner) = &list.scanner {
            bay.scanner = Some(Box::new(EsclScanner::new(&scanner.escl)?));
        }
        if let Some(reader) = &list.id_reader {
            bay.id_reader = Some(Box::new(SerialReader::new(
                reader.serial.clone(),
                reader.framing()?,
            )));
        }
        if let Some(printer) = &list.printer {
            bay.printer = Some(match printer {
                PrinterLink::Ipp(address) => Box::new(IppPrinter::new(address)?),
                PrinterLink::Cups(queue) => Box::new(QueuePrinter::new(queue)),
                PrinterLink::Folder(folder) => Box::new(FolderPrinter::new(folder.clone())),
            });
        }
        if let Some(slip) = &list.slip {
            bay.slip = Some(Box::new(ThermalPrinter::new(
                slip.link.clone(),
                slip.quirks()?,
            )));
        }
        bay.import = list
            .import
            .as_ref()
            .map(|import| ImportFolder::new(import.folder.clone(), import.limits));
        Ok(bay)
    }
}
