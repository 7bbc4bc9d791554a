//! The virtual case: all counterparts together, the device list that points to them, and the hand that plays with them.
//!
//! Must never outlive its owner: dropping it pulls every cable.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    CardPlan, Fault, SimError, TestAuthority, VirtualCard, VirtualPrinter, VirtualReader,
    VirtualScanner, VirtualSlip, control, http::HttpDevice, papers,
};
use crate::{
    config::{
        CardConfig, CardSlots, DeviceConfig, IdReaderConfig, ImportConfig, PrinterLink,
        ScannerConfig, SlipConfig, SlipLink,
    },
    import::ImportLimits,
    sighting::DeviceKind,
};

/// Width of the virtual slip printer: 80 mm paper.
const SLIP_DOTS: u16 = 576;

/// A running virtual case.
#[derive(Debug)]
pub struct VirtualCase {
    devices: Arc<Counterparts>,
    control: HttpDevice,
    list: DeviceConfig,
    folder: PathBuf,
}

/// The counterparts, shared with the control endpoint.
#[derive(Debug)]
pub(super) struct Counterparts {
    pub(super) scanner: VirtualScanner,
    pub(super) printer: VirtualPrinter,
    pub(super) slip: VirtualSlip,
    pub(super) reader: VirtualReader,
    pub(super) card: VirtualCard,
}

impl VirtualCase {
    /// Brings everything up inside `folder` (made if missing): the device list `case.toml`, the addresses of the control
    /// in `control.url`, the cables `reader` and `slip`, what is printed in `printed`, slips in `slips`, the certificate of
    /// the virtual card's authority in `authorities`, and a stick with
    /// a telephone picture in `stick`.
    ///
    /// # Errors
    /// [`SimError::Place`] and [`SimError::List`].
    pub fn start(folder: &Path) -> Result<Self, SimError> {
        let [printed, slips, stick, authorities] =
            ["printed", "slips", "stick", "authorities"].map(|name| folder.join(name));
        for folder in [&printed, &slips, &stick, &authorities] {
            fs::create_dir_all(folder)?;
        }
        fs::write(stick.join("IMG_0001.jpg"), papers::phone_shot(1))?;
        let authority = TestAuthority::new();
        fs::write(authorities.join("test-csca.der"), authority.certificate())?;
        let card = VirtualCard::start(&CardPlan::specimen(), &authority)?;
        card.lay(false);
        let devices = Arc::new(Counterparts {
            scanner: VirtualScanner::start()?,
            printer: VirtualPrinter::start(&printed)?,
            slip: VirtualSlip::start(&folder.join("slip"), &slips, SLIP_DOTS)?,
            reader: VirtualReader::start(&folder.join("reader"))?,
            card,
        });
        let list = DeviceConfig {
            scanner: Some(ScannerConfig::Escl(devices.scanner.address())),
            id_reader: Some(IdReaderConfig {
                serial: devices.reader.path().to_owned(),
                profile: Some("desko-serial".into()),
                framing: None,
            }),
            card: Some(CardConfig {
                slots: CardSlots::Virtual(vec![devices.card.port()]),
                authorities: Some(authorities),
            }),
            printer: Some(PrinterLink::Ipp(devices.printer.address())),
            slip: Some(SlipConfig {
                link: SlipLink::Serial(devices.slip.path().to_owned()),
                profile: Some("epson-tm-t20".into()),
                quirks: None,
            }),
            import: Some(ImportConfig {
                folder: stick,
                limits: ImportLimits::default(),
            }),
        };
        list.write(&folder.join("case.toml"))?;
        let shared = Arc::clone(&devices);
        let control = HttpDevice::start("sim-control", move |asked, _| {
            control::answer(&shared, &asked)
        })?;
        fs::write(
            folder.join("control.url"),
            format!("http://{}/\n", control.address()),
        )?;
        Ok(Self {
            devices,
            control,
            list,
            folder: folder.to_owned(),
        })
    }

    /// The device list that points to the counterparts.
    #[must_use]
    pub fn list(&self) -> &DeviceConfig {
        &self.list
    }

    /// The file in which the device list is written.
    #[must_use]
    pub fn list_path(&self) -> PathBuf {
        self.folder.join("case.toml")
    }

    /// Root of the control: `POST present`, `load`, `card`, `fault`, `feed`, `sign`; `GET state`.
    #[must_use]
    pub fn control_url(&self) -> String {
        format!("http://{}/", self.control.address())
    }

    /// The scanner.
    #[must_use]
    pub fn scanner(&self) -> &VirtualScanner {
        &self.devices.scanner
    }

    /// The office printer.
    #[must_use]
    pub fn printer(&self) -> &VirtualPrinter {
        &self.devices.printer
    }

    /// The slip printer.
    #[must_use]
    pub fn slip(&self) -> &VirtualSlip {
        &self.devices.slip
    }

    /// The reader.
    #[must_use]
    pub fn reader(&self) -> &VirtualReader {
        &self.devices.reader
    }

    /// The identity card; it lies beside its reader until it is laid on it.
    #[must_use]
    pub fn card(&self) -> &VirtualCard {
        &self.devices.card
    }

    /// Presents a card or a code to the reader.
    ///
    /// # Errors
    /// [`SimError::Place`] when the cable is out.
    pub fn present<S: AsRef<str>>(&self, lines: &[S]) -> Result<(), SimError> {
        Ok(self.devices.reader.present(lines)?)
    }

    /// Loads a set of papers into the feeder; returns the number of its pages.
    ///
    /// # Errors
    /// [`SimError::NoSuchSet`].
    pub fn load(&self, set: &str) -> Result<usize, SimError> {
        self.devices.load(set)
    }

    /// Sets or clears a fault.
    ///
    /// # Errors
    /// [`SimError::NoSuchFault`] for what this device cannot have.
    pub fn fault(&self, device: DeviceKind, fault: Fault) -> Result<(), SimError> {
        self.devices.fault(device, fault)
    }
}

impl Counterparts {
    pub(super) fn load(&self, set: &str) -> Result<usize, SimError> {
        let pages = papers::scanned_set(set, 1)?;
        let count = pages.len();
        self.scanner.load(pages)?;
        Ok(count)
    }

    pub(super) fn fault(&self, device: DeviceKind, fault: Fault) -> Result<(), SimError> {
        match device {
            DeviceKind::Scanner => self.scanner.fault(fault),
            DeviceKind::Printer => {
                self.printer.fault(fault);
                Ok(())
            }
            DeviceKind::Slip => self.slip.fault(fault),
            DeviceKind::IdReader => self.reader.fault(fault),
            // A card breaks in other ways: [`VirtualCard::fault`].
            DeviceKind::Card => Err(SimError::NoSuchFault),
        }
    }
}
