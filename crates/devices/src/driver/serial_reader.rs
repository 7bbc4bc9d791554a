//! Reader of machine readable zones and barcodes on a serial line.
//!
//! Must never stay blind after a pulled cable: it looks for the device again, with growing pauses and a ceiling (I9, I11).

use std::{path::PathBuf, time::Duration};

use crate::{
    cancel::Cancel,
    clock::Deadline,
    error::DeviceError,
    id_reader::{LineReader, Reading},
    link::bytes::ByteLink,
    profile::Framing,
    protocol::frame::Framer,
    sighting::{DeviceKind, Sighting},
};

/// First pause before the device is looked for again; it doubles up to the ceiling.
const FIRST_PAUSE: Duration = Duration::from_millis(250);
const LONGEST_PAUSE: Duration = Duration::from_secs(5);
/// Longest wait in one go, so that a cancel is heard.
const GLANCE: Duration = Duration::from_millis(100);

/// A serial reader at one path.
#[derive(Debug)]
pub(crate) struct SerialReader {
    path: PathBuf,
    framing: Framing,
    arm: Vec<u8>,
    link: Option<ByteLink>,
    pause: Duration,
}

impl SerialReader {
    pub(crate) fn new(path: PathBuf, framing: Framing) -> Self {
        let arm = (0..framing.arm.len()).step_by(2);
        let arm = arm
            .filter_map(|at| u8::from_str_radix(framing.arm.get(at..at + 2)?, 16).ok())
            .collect();
        Self {
            path,
            framing,
            arm,
            link: None,
            pause: FIRST_PAUSE,
        }
    }

    fn open(&self) -> Result<ByteLink, DeviceError> {
        let mut link = ByteLink::serial(&self.path, self.framing.baud)?;
        link.send(&self.arm, Deadline::after(GLANCE))?;
        Ok(link)
    }

    /// Opens the cable, trying again until the deadline.
    fn reopen(&mut self, deadline: Deadline, cancel: &Cancel) -> Result<(), DeviceError> {
        while self.link.is_none() {
            match self.open() {
                Ok(link) => {
                    self.link = Some(link);
                    self.pause = FIRST_PAUSE;
                }
                Err(error) if deadline.passed() => return Err(error),
                Err(_) if cancel.wait(self.pause.min(deadline.remaining())) => {
                    return Err(DeviceError::Cancelled);
                }
                Err(_) => self.pause = (self.pause * 2).min(LONGEST_PAUSE),
            }
        }
        Ok(())
    }

    fn frame(
        &mut self,
        deadline: Deadline,
        cancel: &Cancel,
    ) -> Result<Option<Reading>, DeviceError> {
        let gap = Duration::from_millis(self.framing.idle_gap_ms.into());
        let mut framer = Framer::new(self.framing.ends_with);
        let mut buffer = [0; 512];
        let link = self.link.as_mut().ok_or(DeviceError::Gone)?;
        loop {
            if cancel.is_cancelled() {
                return Err(DeviceError::Cancelled);
            }
            // A reading that has begun is finished even past the deadline: its length and its gaps bound it.
            let begun = framer.has_begun();
            if !begun && deadline.passed() {
                return Ok(None);
            }
            let patience = if begun {
                gap
            } else {
                deadline.remaining().min(GLANCE)
            };
            let count = link.receive(&mut buffer, patience)?;
            let ended = framer.push(buffer.get(..count).unwrap_or_default());
            if !ended && (count > 0 || !begun) && !framer.is_overrun() {
                continue;
            }
            if let Some(reading) = framer.finish()? {
                return Ok(Some(reading));
            }
        }
    }
}

impl LineReader for SerialReader {
    fn sight(&mut self) -> Sighting {
        let seen = match &self.link {
            Some(_) => Ok(()),
            None => self.open().map(|link| self.link = Some(link)),
        };
        Sighting::of(DeviceKind::IdReader, self.path.to_string_lossy(), seen)
    }

    fn read(
        &mut self,
        patience: Duration,
        cancel: &Cancel,
    ) -> Result<Option<Reading>, DeviceError> {
        let deadline = Deadline::after(patience);
        self.reopen(deadline, cancel)?;
        let read = self.frame(deadline, cancel);
        if read == Err(DeviceError::Gone) {
            self.link = None;
        } else if !matches!(read, Ok(None)) && !self.arm.is_empty() {
            let armed = self
                .link
                .as_mut()
                .map(|link| link.send(&self.arm, Deadline::after(GLANCE)));
            if armed != Some(Ok(())) {
                self.link = None;
            }
        }
        read
    }
}
