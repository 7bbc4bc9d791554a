//! That a resident filled an application in alone, and what they will say at the desk.

use serde::{Deserialize, Serialize};

/// A stay in the self-service corner.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CornerStay {
    /// What the resident says at the desk, three digits. It finds a draft on this kit and tells nothing about anybody.
    pub number: u16,
    /// How it ended; none while it lasts, and where the power went.
    #[serde(default)]
    pub end: Option<CornerEnd>,
}

/// How a stay in the corner ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CornerEnd {
    /// The resident said that they are done.
    Done,
    /// Nobody touched anything for two minutes.
    Left,
}
