//! What may go wrong on demand.
//!
//! Must never be a state that no real device has.

use serde::{Deserialize, Serialize};

/// A fault of a virtual device; it lasts until another one, or [`Fault::None`], is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// In order.
    #[default]
    None,
    /// A lid or door is open.
    CoverOpen,
    /// The paper is used up. For a scanner: load nothing instead.
    NoPaper,
    /// Ink or toner is used up.
    NoInk,
    /// The feeder jams after so many more pages of a job.
    JamAfter(u32),
    /// It takes requests and never answers.
    Hang,
    /// Switched off, or the cable is pulled.
    Off,
    /// It answers nonsense.
    Nonsense,
}
