//! The tool box's only clock: how long something took (I13).

use std::time::Instant;

/// Now, for differences only.
#[expect(clippy::disallowed_methods, reason = "the program's only clock (I13)")]
pub(crate) fn now() -> Instant {
    Instant::now()
}
