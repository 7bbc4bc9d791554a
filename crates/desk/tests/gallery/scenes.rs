//! The states in which a person meets the kit, in the order of a day.

use crate::bench::{self, Bench};
use crate::corner::{cornered, cornered_out, helped, leaving};
use crate::detours::{
    cannot_sign, long_catalogue, put_off, refused, represented, with_fee, withdrawal,
};
use crate::guarded::{about_to_lock, with_drawn};
use crate::paint::Textures;
use crate::plan::{doubtful, mending, planned_day, pressing};
use crate::snapshots::{
    busy_day, locked, new_visit, open, printed, scanning, sealed, with_findings, working,
};
use desk::Screen;
use egui::Key;
use egui_kittest::Harness;
use look::Language;
use office::application::Stage;
use office::command::KeyWish;
use office::snapshot::{Gate, Notice, Snapshot};
use office::trouble::{DeviceKind, Trouble};

/// A state and how one comes to it.
pub(crate) struct Scene {
    pub(crate) name: &'static str,
    snapshot: Snapshot,
    screen: Screen,
    step: usize,
    keys: &'static [Key],
}

impl Scene {
    pub(crate) fn bench<'a>(&self, language: Language, textures: Textures) -> Bench<'a> {
        let mut bench = bench::build(
            Harness::builder().renderer(textures),
            language,
            self.snapshot.clone(),
        );
        bench.state_mut().hand.screen = self.screen;
        bench.state_mut().hand.step = self.step;
        bench.run_ok();
        for key in self.keys {
            bench.key_press(*key);
            bench.run_ok();
        }
        bench
    }
}

fn scene(name: &'static str, snapshot: Snapshot, screen: Screen) -> Scene {
    Scene {
        name,
        snapshot,
        screen,
        step: 0,
        keys: &[],
    }
}

fn troubled() -> Snapshot {
    let notice = |id, trouble| Notice { id, trouble };
    Snapshot {
        notices: vec![
            notice(1, Trouble::NoPaper(DeviceKind::Printer)),
            notice(2, Trouble::NotSaved),
            notice(3, Trouble::ReadingUnclear),
        ],
        ..working(Stage::Filling, false)
    }
}

fn training(mut snapshot: Snapshot) -> Snapshot {
    snapshot.kit.training = true;
    snapshot
}

fn shut() -> Snapshot {
    Snapshot {
        gate: Gate::Closing,
        ..open()
    }
}

pub(crate) fn all() -> Vec<Scene> {
    let filling = || working(Stage::Filling, true);
    vec![
        scene("unlock", locked(None), Screen::Today),
        scene(
            "unlock-refused",
            locked(Some(Trouble::WrongPassphrase { left: 1 })),
            Screen::Today,
        ),
        scene(
            "unlock-destroyed",
            locked(Some(Trouble::KeysDestroyed)),
            Screen::Today,
        ),
        scene(
            "unlock-renewal",
            with_drawn(KeyWish::Renewal, locked(None)),
            Screen::Today,
        ),
        scene("today-empty", open(), Screen::Today),
        scene("today-planned", planned_day(), Screen::Today),
        scene("today-clock", doubtful(open()), Screen::Today),
        scene("today-pressing", pressing(), Screen::Today),
        scene("visit-new", new_visit(), Screen::Visit),
        scene("visit-services", long_catalogue(), Screen::Visit),
        scene("visit-represented", represented(), Screen::Visit),
        scene("visit-cannot-sign", cannot_sign(), Screen::Visit),
        scene(
            "identity-empty",
            working(Stage::Filling, false),
            Screen::Identity,
        ),
        scene("identity", filling(), Screen::Identity),
        scene("identity-troubled", troubled(), Screen::Identity),
        scene("form", filling(), Screen::Form),
        scene("form-findings", with_findings(), Screen::Form),
        Scene {
            step: 2,
            ..scene("form-rows", filling(), Screen::Form)
        },
        scene("documents", filling(), Screen::Documents),
        scene("documents-scanning", scanning(), Screen::Documents),
        scene("documents-fee", with_fee(), Screen::Documents),
        scene("review", filling(), Screen::Review),
        scene("review-printed", printed(Stage::Reviewed), Screen::Review),
        scene("review-signed", printed(Stage::Signed), Screen::Review),
        scene("review-put-off", put_off(), Screen::Review),
        scene("review-refused", refused(), Screen::Review),
        scene("review-withdrawal", withdrawal(), Screen::Review),
        scene("finish", printed(Stage::Signed), Screen::Finish),
        scene("finish-sealed", sealed(), Screen::Finish),
        scene("outbox", busy_day(), Screen::Outbox),
        scene("outbox-empty", open(), Screen::Outbox),
        scene("devices", busy_day(), Screen::Devices),
        scene("journal", busy_day(), Screen::Journal),
        scene("journal-mending", mending(), Screen::Journal),
        scene("keys", filling(), Screen::Keys),
        scene(
            "keys-drawn",
            with_drawn(KeyWish::Passphrase, open()),
            Screen::Keys,
        ),
        scene("residue", open(), Screen::Residue),
        scene("readiness", busy_day(), Screen::Readiness),
        scene("settings", open(), Screen::Settings),
        Scene {
            keys: &[Key::F1],
            ..scene("help", open(), Screen::Today)
        },
        scene("training-unlock", training(locked(None)), Screen::Today),
        scene("training-form", training(filling()), Screen::Form),
        scene("corner", cornered(), Screen::Today),
        scene("corner-help", helped(), Screen::Today),
        Scene {
            step: 9,
            ..scene("corner-ready", cornered(), Screen::Today)
        },
        scene("corner-warning", leaving(), Screen::Today),
        scene("corner-over", cornered_out(), Screen::Today),
        scene("lock-warning", about_to_lock(), Screen::Form),
        scene("shut", shut(), Screen::Today),
    ]
}
