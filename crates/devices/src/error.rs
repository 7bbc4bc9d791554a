//! What can go wrong at a device, said about the world and not about the code.
//!
//! Must never carry what a device read or printed: every field is a count or a fixed phrase, so the text is log-safe (I12).

use thiserror::Error;

use crate::sighting::Remedy;

/// A device did not do what was asked. Whatever was delivered before the error stays valid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum DeviceError {
    /// The feeder, tray or roll is empty.
    #[error("no paper")]
    NoPaper,
    /// Paper is stuck; this many pages had come out whole.
    #[error("paper jam after {after_pages} pages")]
    Jam {
        /// Pages that were delivered before the jam.
        after_pages: u32,
    },
    /// A lid or door is open.
    #[error("cover open")]
    CoverOpen,
    /// Ink or toner is used up.
    #[error("ink or toner used up")]
    NoInk,
    /// The device answered and will not do it.
    #[error("refused: {what}")]
    Refused {
        /// Fixed phrase, never words of the device.
        what: &'static str,
    },
    /// The device answered something that cannot be trusted.
    #[error("unreadable answer: {what}")]
    Garbled {
        /// Fixed phrase, never bytes of the device.
        what: &'static str,
    },
    /// No answer within the deadline.
    #[error("no answer in time")]
    TimedOut,
    /// Not there: unplugged, switched off, or the address is wrong.
    #[error("device is gone")]
    Gone,
    /// Another program or job has it.
    #[error("device is busy")]
    Busy,
    /// The system does not let this account open it.
    #[error("not permitted")]
    NotPermitted,
    /// The administrator stopped it.
    #[error("cancelled")]
    Cancelled,
}

impl DeviceError {
    /// What a person at the kit may do about it.
    #[must_use]
    pub fn remedy(&self) -> Remedy {
        match self {
            Self::NoPaper => Remedy::LoadPaper,
            Self::Jam { .. } => Remedy::ClearJam,
            Self::CoverOpen => Remedy::CloseCover,
            Self::NoInk => Remedy::ReplaceInk,
            Self::Garbled { .. } | Self::Cancelled => Remedy::TryAgain,
            Self::Refused { .. } | Self::TimedOut => Remedy::RestartDevice,
            Self::Gone => Remedy::PlugIn,
            Self::Busy => Remedy::Wait,
            Self::NotPermitted => Remedy::GrantAccess,
        }
    }
}
