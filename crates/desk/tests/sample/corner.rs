//! Snapshots of a resident who fills in alone, with invented people.

use crate::snapshots::{application, open};
use office::Snapshot;
use office::application::Stage;
use office::snapshot::{ApplicationView, CornerView, Gate, Kit};

/// What is on the screen: one form, without a word of anything else.
pub(crate) fn cornered() -> Snapshot {
    let whole = application(Stage::Filling, false);
    let alone = ApplicationView {
        answers: Vec::new(),
        documents: Vec::new(),
        findings: Vec::new(),
        ..whole
    };
    let day = open();
    Snapshot {
        generation: 1,
        gate: Gate::Corner,
        kit: Kit {
            name: day.kit.name,
            ..Kit::default()
        },
        date: day.date,
        time: day.time,
        corner: Some(CornerView {
            application: Some(alone),
            community: "sosnivka".into(),
            number: 417,
            help: false,
        }),
        ..Snapshot::default()
    }
}

fn with(change: impl FnOnce(&mut CornerView)) -> Snapshot {
    let mut snapshot = cornered();
    if let Some(view) = &mut snapshot.corner {
        change(view);
    }
    snapshot
}

/// The administrator was called.
pub(crate) fn helped() -> Snapshot {
    with(|view| view.help = true)
}

/// Nobody has touched anything for a hundred seconds.
pub(crate) fn leaving() -> Snapshot {
    Snapshot {
        lock_in_s: Some(20),
        ..cornered()
    }
}

/// The resident is done.
pub(crate) fn cornered_out() -> Snapshot {
    with(|view| view.application = None)
}
