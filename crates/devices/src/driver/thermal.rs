//! Slip printer: ESC/POS over a serial line or TCP port 9100.
//!
//! Must never send a slip to a printer that said it has no paper: half a slip is worse than none.

use std::time::Duration;

use crate::{
    cancel::Cancel,
    clock::Deadline,
    config::SlipLink,
    error::DeviceError,
    link::bytes::ByteLink,
    profile::SlipQuirks,
    protocol::escpos,
    sighting::{DeviceKind, Sighting},
    slip::{SlipOrder, SlipPrinter},
};

/// Longest wait for a real-time answer: the printer gives it even while it prints.
const BRIEF: Duration = Duration::from_secs(2);
/// Longest wait in one go, so that a cancel is heard.
const GLANCE: Duration = Duration::from_millis(100);

/// A thermal printer at one address.
#[derive(Debug)]
pub(crate) struct ThermalPrinter {
    address: SlipLink,
    quirks: SlipQuirks,
    link: Option<ByteLink>,
}

impl ThermalPrinter {
    pub(crate) fn new(address: SlipLink, quirks: SlipQuirks) -> Self {
        Self {
            address,
            quirks,
            link: None,
        }
    }

    fn open(&self) -> Result<ByteLink, DeviceError> {
        match &self.address {
            SlipLink::Serial(path) => ByteLink::serial(path, self.quirks.baud),
            SlipLink::Tcp(address) => ByteLink::tcp(address),
        }
    }

    /// Works on the open cable; after an error the next call opens it afresh.
    fn with_link<T>(
        &mut self,
        work: impl FnOnce(&mut ByteLink, SlipQuirks) -> Result<T, DeviceError>,
    ) -> Result<T, DeviceError> {
        let mut link = match self.link.take() {
            Some(link) => link,
            None => self.open()?,
        };
        let outcome = work(&mut link, self.quirks)?;
        self.link = Some(link);
        Ok(outcome)
    }
}

impl SlipPrinter for ThermalPrinter {
    fn sight(&mut self) -> Sighting {
        let address = match &self.address {
            SlipLink::Serial(path) => path.to_string_lossy().into_owned(),
            SlipLink::Tcp(address) => address.clone(),
        };
        let seen = self
            .with_link(|link, quirks| ready(link, quirks, Deadline::after(BRIEF), &Cancel::new()));
        Sighting::of(DeviceKind::Slip, address, seen)
    }

    fn width_dots(&self) -> u16 {
        self.quirks.width_dots
    }

    fn print(&mut self, order: &SlipOrder) -> Result<(), DeviceError> {
        if order.raster.width() > self.quirks.width_dots {
            return Err(DeviceError::Refused {
                what: "the slip is wider than the paper",
            });
        }
        let deadline = Deadline::after(order.deadline);
        self.with_link(|link, quirks| {
            ready(link, quirks, deadline, &order.cancel)?;
            link.send(escpos::INITIALISE, deadline)?;
            for band in escpos::bands(&order.raster, quirks.width_dots, quirks.band_rows) {
                if order.cancel.is_cancelled() {
                    return Err(DeviceError::Cancelled);
                }
                link.send(&band, deadline)?;
            }
            link.send(escpos::FEED, deadline)?;
            if quirks.cuts {
                link.send(escpos::CUT, deadline)?;
            }
            if !quirks.two_way {
                return Ok(());
            }
            link.send(escpos::ASK_WHEN_DONE, deadline)?;
            let done = answer(link, deadline, &order.cancel, |byte| byte & 0x90 == 0);
            match done {
                // A printer that stopped in the middle never comes to the question; its real-time state says why.
                Err(DeviceError::TimedOut) => {
                    ready(link, quirks, Deadline::after(BRIEF), &order.cancel)
                        .and(Err(DeviceError::TimedOut))
                }
                done => escpos::done(done?),
            }
        })
    }
}

/// Asks cover and paper; a printer that cannot answer counts as ready.
fn ready(
    link: &mut ByteLink,
    quirks: SlipQuirks,
    deadline: Deadline,
    cancel: &Cancel,
) -> Result<(), DeviceError> {
    if !quirks.two_way {
        return Ok(());
    }
    let mut ask = |question| {
        let deadline = Deadline::after(BRIEF.min(deadline.remaining()));
        link.send(question, deadline)?;
        answer(link, deadline, cancel, escpos::is_realtime)
    };
    escpos::offline(ask(escpos::ASK_OFFLINE)?)?;
    escpos::paper(ask(escpos::ASK_PAPER)?)
}

/// Waits for the one byte that fits; others are stale answers or flow control.
fn answer(
    link: &mut ByteLink,
    deadline: Deadline,
    cancel: &Cancel,
    fits: impl Fn(u8) -> bool,
) -> Result<u8, DeviceError> {
    let mut byte = [0];
    while !deadline.passed() {
        if cancel.is_cancelled() {
            return Err(DeviceError::Cancelled);
        }
        if link.receive(&mut byte, deadline.remaining().min(GLANCE))? == 1 && fits(byte[0]) {
            return Ok(byte[0]);
        }
    }
    Err(DeviceError::TimedOut)
}
