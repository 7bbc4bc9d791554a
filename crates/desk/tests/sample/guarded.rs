//! Snapshots of the kit's own keys: words that were drawn, and the minute before it locks itself.

use crate::snapshots::working;
use office::Snapshot;
use office::application::Stage;
use office::command::{KeyWish, Secret};
use office::snapshot::Drawn;

/// Words as they are drawn; invented.
pub(crate) const WORDS: &str = "калина джерело сорока липень ковадло зірниця";

/// The same with words that were drawn for a wish.
pub(crate) fn with_drawn(wish: KeyWish, snapshot: Snapshot) -> Snapshot {
    Snapshot {
        drawn: Some(Drawn {
            wish,
            words: Secret(WORDS.to_owned()),
            setting: false,
        }),
        ..snapshot
    }
}

/// A visit at which nobody has touched anything for nine minutes.
pub(crate) fn about_to_lock() -> Snapshot {
    Snapshot {
        lock_in_s: Some(42),
        ..working(Stage::Filling, true)
    }
}
