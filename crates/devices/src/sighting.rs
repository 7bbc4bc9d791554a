//! A device that is seen: what it is, where it is, and whether it may be used.
//!
//! Must never hide a device that cannot be opened: it is listed with the reason and the remedy.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::error::DeviceError;

/// The kinds of device that a kit may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeviceKind {
    /// Document scanner with a feeder, a platen or both.
    Scanner,
    /// Office printer for A4.
    Printer,
    /// Thermal printer for the slip.
    Slip,
    /// Reader of machine readable zones and barcodes.
    IdReader,
    /// Reader of chip cards.
    Card,
}

/// One device as the bay sees it at one moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sighting {
    /// The kind of device.
    pub what: DeviceKind,
    /// Where it is configured: an address, a device path, a queue or a folder. Never personal.
    pub address: String,
    /// Whether it can be used at this moment.
    pub access: Access,
}

impl Sighting {
    pub(crate) fn of(
        what: DeviceKind,
        address: impl Into<String>,
        seen: Result<(), DeviceError>,
    ) -> Self {
        let access = match seen {
            Ok(()) => Access::Ready,
            Err(reason) => Access::Denied {
                reason,
                remedy: reason.remedy(),
            },
        };
        Self {
            what,
            address: address.into(),
            access,
        }
    }
}

/// Whether a device that is seen may be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// It answers and is willing.
    Ready,
    /// It cannot be used, for this reason, until this is done.
    Denied {
        /// Why it cannot be used.
        reason: DeviceError,
        /// What a person may do.
        remedy: Remedy,
    },
}

/// What a person at the kit may do about a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remedy {
    /// Put paper into it.
    LoadPaper,
    /// Pull out the stuck sheet.
    ClearJam,
    /// Close the lid or door.
    CloseCover,
    /// Change the cartridge.
    ReplaceInk,
    /// Switch the device off and on.
    RestartDevice,
    /// Check cable, power and address.
    PlugIn,
    /// Wait until it is free.
    Wait,
    /// Do it once more.
    TryAgain,
    /// Let the account open the device (udev rules of this project).
    GrantAccess,
}

impl fmt::Display for Remedy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::LoadPaper => "load paper",
            Self::ClearJam => "clear the jam",
            Self::CloseCover => "close the cover",
            Self::ReplaceInk => "replace ink or toner",
            Self::RestartDevice => "switch the device off and on",
            Self::PlugIn => "check cable, power and address",
            Self::Wait => "wait until it is free",
            Self::TryAgain => "try again",
            Self::GrantAccess => "install the udev rules of the kit",
        })
    }
}
