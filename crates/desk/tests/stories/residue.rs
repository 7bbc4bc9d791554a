//! What the kit tells whoever finds it: asked on the lock screen and among the devices, stopped, read.

use crate::bench::{asked, draw_everywhere, on, press, uk};
use crate::snapshots::{busy_day, locked};
use desk::Screen;
use egui::Key;
use egui_kittest::kittest::Queryable as _;
use office::residue::{DatabaseSeen, Examination, KeysSeen, Leak, LeakKind, Place, Residue};
use office::{Command, Snapshot};

const OPEN: &str = "Що скаже ця валіза тому, хто її знайде";

fn examined(mut snapshot: Snapshot, leaks: Vec<Leak>) -> Snapshot {
    let residue = Residue {
        keys: Some(KeysSeen {
            failures: Some(1),
            guess: Some((256, 3)),
            slots: 8,
            records: 2,
            cut_off: 0,
        }),
        database: Some(DatabaseSeen {
            applications: 2,
            ..DatabaseSeen::default()
        }),
        leaks_in_all: leaks.len() as u64,
        leaks,
        ..Residue::default()
    };
    snapshot.examination = Some(Examination::Done(Box::new(residue)));
    snapshot
}

fn running(mut snapshot: Snapshot) -> Snapshot {
    snapshot.examination = Some(Examination::Running {
        done: 4_000_000,
        of: 26_000_000,
    });
    snapshot
}

fn a_leak() -> Vec<Leak> {
    let place = Place::File {
        name: "note.txt".to_owned(),
        at: 7,
    };
    vec![Leak {
        place,
        kind: LeakKind::Name,
    }]
}

#[test]
fn a_locked_kit_says_what_it_tells_and_escape_leads_back_to_the_lock() {
    let mut bench = uk(locked(None));
    bench.get_by_label(OPEN).click();
    bench.run();
    bench.get_by_label("Перевірити").click();
    bench.run();
    assert_eq!(asked(&mut bench), [Command::Examine]);
    bench.state_mut().snapshot = examined(locked(None), Vec::new());
    bench.run();
    assert!(
        bench
            .query_by_label_contains("Нічого зайвого не знайдено")
            .is_some()
    );
    assert!(
        bench
            .query_by_label_contains("Пам’ять замкненої валізи")
            .is_some()
    );
    press(&mut bench, Key::Escape);
    assert!(bench.query_by_label("Перевірити ще раз").is_none());
}

#[test]
fn an_examination_is_stopped_by_its_button() {
    let mut bench = on(running(busy_day()), Screen::Residue);
    bench.get_by_label("Зупинити").click();
    bench.run();
    assert_eq!(asked(&mut bench), [Command::StopExamining]);
}

#[test]
fn what_should_not_be_there_is_named_by_kind_and_place() {
    let bench = on(examined(busy_day(), a_leak()), Screen::Residue);
    let named = "note.txt, байт 7: прізвище, ім’я та по батькові";
    assert!(bench.query_by_label_contains(named).is_some());
}

#[test]
fn the_examination_is_drawn_in_both_languages() {
    let scenes = || {
        [
            (busy_day(), Screen::Residue),
            (running(busy_day()), Screen::Residue),
            (examined(busy_day(), a_leak()), Screen::Residue),
        ]
    };
    draw_everywhere(scenes, |_bench| ());
}
