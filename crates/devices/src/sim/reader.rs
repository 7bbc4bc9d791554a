//! The virtual reader of machine readable zones and barcodes: frames on a pty.
//!
//! Must never know the driver: it sends what a DESKO-style reader sends.

use std::{
    io::{self, ErrorKind},
    path::{Path, PathBuf},
    sync::Mutex,
};

use super::{SimError, fault::Fault, lock, pty::Pty};

/// A reader behind a path. Dropping it pulls the cable.
#[derive(Debug)]
pub struct VirtualReader {
    path: PathBuf,
    cable: Mutex<Option<Pty>>,
}

impl VirtualReader {
    /// Plugs a reader in; `path` becomes the device path for the driver.
    ///
    /// # Errors
    /// When the system gives no pty or the link cannot be made.
    pub fn start(path: &Path) -> io::Result<Self> {
        Ok(Self {
            path: path.to_owned(),
            cable: Mutex::new(Some(Pty::plug(path)?)),
        })
    }

    /// The path for the driver.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Presents a document or a code: STX, each line closed by CR, ETX.
    ///
    /// # Errors
    /// [`ErrorKind::NotConnected`] when the cable is out, [`ErrorKind::TimedOut`] when nobody takes the bytes.
    pub fn present<S: AsRef<str>>(&self, lines: &[S]) -> io::Result<()> {
        let mut frame = vec![0x02];
        for line in lines {
            frame.extend_from_slice(line.as_ref().as_bytes());
            frame.push(b'\r');
        }
        frame.push(0x03);
        self.send(&frame)
    }

    /// Sends any bytes, as a broken reader may.
    ///
    /// # Errors
    /// As [`VirtualReader::present`].
    pub fn send(&self, bytes: &[u8]) -> io::Result<()> {
        match &*lock(&self.cable) {
            Some(cable) => cable.send(bytes),
            None => Err(ErrorKind::NotConnected.into()),
        }
    }

    /// Sets or clears a fault: [`Fault::Off`] pulls the cable, [`Fault::None`] plugs it in again,
    /// [`Fault::Nonsense`] sends a frame that is no reading. Others are not faults of a reader.
    ///
    /// # Errors
    /// [`SimError::NoSuchFault`] for those; otherwise as [`VirtualReader::start`].
    pub fn fault(&self, fault: Fault) -> Result<(), SimError> {
        match fault {
            Fault::None => {
                let mut cable = lock(&self.cable);
                if cable.is_none() {
                    *cable = Some(Pty::plug(&self.path)?);
                }
                Ok(())
            }
            Fault::Off => {
                lock(&self.cable).take();
                Ok(())
            }
            Fault::Nonsense => Ok(self.send(&[0x02, 0xff, 0xfe, 0x80, 0x03])?),
            Fault::CoverOpen | Fault::NoPaper | Fault::NoInk | Fault::JamAfter(_) | Fault::Hang => {
                Err(SimError::NoSuchFault)
            }
        }
    }
}
