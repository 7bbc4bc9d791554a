//! The bay: opens a driver for every device of the list, each to be given to a thread of its own (I8).
//!
//! Must never fail because a device is absent: a driver opens its cable when it is first used (I15).

use crate::{
    card::CardReader,
    config::{CardSlots, ConfigError, DeviceConfig, PrinterLink, ScannerConfig},
    driver::{
        CardPort, ChipCardReader, EsclScanner, FolderPrinter, IppPrinter, QueuePrinter,
        SaneScanner, SerialReader, ThermalPrinter,
    },
    id_reader::LineReader,
    import::ImportFolder,
    link::vpcd::VpcdPort,
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
    /// Reader of chip cards.
    pub card: Option<Box<dyn CardReader>>,
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
    /// [`ConfigError::UnknownProfile`], [`ConfigError::Address`] and [`ConfigError::NotBuiltIn`].
    pub fn open(list: &DeviceConfig) -> Result<Self, ConfigError> {
        let mut bay = Self::default();
        if let Some(scanner) = &list.scanner {
            bay.scanner = Some(match scanner {
                ScannerConfig::Escl(address) => Box::new(EsclScanner::new(address)?),
                ScannerConfig::Sane(driver) => Box::new(SaneScanner::new(driver.clone())),
            });
        }
        if let Some(reader) = &list.id_reader {
            bay.id_reader = Some(Box::new(SerialReader::new(
                reader.serial.clone(),
                reader.framing()?,
            )));
        }
        if let Some(card) = &list.card {
            bay.card = Some(Box::new(ChipCardReader::new(
                slots(&card.slots)?,
                card.authorities.clone(),
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

/// The slots that the list names.
fn slots(slots: &CardSlots) -> Result<Box<dyn CardPort>, ConfigError> {
    match slots {
        #[cfg(feature = "pcsc")]
        CardSlots::Pcsc => Ok(Box::new(crate::link::pcsc::PcscPort::default())),
        #[cfg(not(feature = "pcsc"))]
        CardSlots::Pcsc => Err(ConfigError::NotBuiltIn { what: "pcsc" }),
        CardSlots::Virtual(ports) => Ok(Box::new(VpcdPort::new(ports.clone()))),
    }
}
