//! The only place of this crate that reads a clock: the monotonic one, for deadlines.
//!
//! Must never tell the time of day (I13).

use std::time::{Duration, Instant};

/// A moment by which a call must have ended.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Deadline(Instant);

impl Deadline {
    /// The moment `patience` from now.
    #[expect(
        clippy::disallowed_methods,
        reason = "a driver blocks on a cable and must measure its own waiting"
    )]
    pub(crate) fn after(patience: Duration) -> Self {
        Self(Instant::now() + patience)
    }

    /// Time that is left; zero once it has passed.
    #[expect(
        clippy::disallowed_methods,
        reason = "a driver blocks on a cable and must measure its own waiting"
    )]
    pub(crate) fn remaining(self) -> Duration {
        self.0.saturating_duration_since(Instant::now())
    }

    /// Whether the moment has passed.
    pub(crate) fn passed(self) -> bool {
        self.remaining().is_zero()
    }
}
