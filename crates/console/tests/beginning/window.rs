//! The coordinator's window with a real ledger behind it, used by keys and accessible names alone.

use std::{cell::Cell, path::Path, time::Duration};

use super::kit::{Kit, NOW, PASSPHRASE};
use console::{
    folder::Folder,
    keys::Keys,
    ledger::{Ledger, Stage},
    opening,
    window::{Opening, Window},
};
use egui::{Event, Key, Modifiers};
use egui_kittest::{Harness, kittest::Queryable as _};
use look::Language;
use zeroize::Zeroizing;

/// How long the registrar may take for what was asked.
const PATIENCE: Duration = Duration::from_secs(60);

type Bench<'a> = Harness<'a, Option<Window>>;

/// The window of a folder, open or locked, so large.
fn window<'a>(
    root: &Path,
    (language, size): (Language, [f32; 2]),
    passphrase: Option<&str>,
) -> Bench<'a> {
    let opening = Cell::new(Some(Opening {
        folder: Folder::open(root).unwrap(),
        passphrase: passphrase.map(|words| Zeroizing::new(words.to_owned())),
        language,
        show: None,
        picture: None,
        idle_s: 120,
        drive: false,
    }));
    let mut bench = Harness::builder()
        .with_size(size)
        .with_step_dt(0.25)
        .with_context_setup(|ctx| look::install(ctx, look::Appearance::default()))
        .build_ui_state(
            move |ui, window: &mut Option<Window>| {
                let window = window
                    .get_or_insert_with(|| Window::new(ui.ctx(), opening.take().unwrap()).unwrap());
                window.draw(ui);
            },
            None,
        );
    settle(&mut bench);
    bench
}

fn uk<'a>(root: &Path) -> Bench<'a> {
    window(root, (Language::Uk, [1366.0, 768.0]), Some(PASSPHRASE))
}

/// Draws until everything that was asked for is done and seen.
fn settle(bench: &mut Bench<'_>) {
    for _ in 0..3 {
        bench.step();
        assert!(bench.state().as_ref().unwrap().settle(PATIENCE));
    }
    bench.step();
}

fn press(bench: &mut Bench<'_>, key: Key) {
    bench.key_press(key);
    settle(bench);
}

fn write(bench: &mut Bench<'_>, text: &str) {
    bench.event(Event::Text(text.to_owned()));
    settle(bench);
}

fn paste(bench: &mut Bench<'_>, text: &str) {
    bench.event(Event::Paste(text.to_owned()));
    settle(bench);
}

/// What the last frame laid on the clipboard.
fn copied(bench: &Bench<'_>) -> Option<String> {
    bench
        .output()
        .platform_output
        .commands
        .iter()
        .find_map(|command| {
            if let egui::OutputCommand::CopyText(text) = command {
                Some(text.clone())
            } else {
                None
            }
        })
}

fn opened(root: &Path, surnames: &[&str]) -> (Kit, Vec<String>) {
    let mut kit = Kit::begin(root);
    let numbers = surnames
        .iter()
        .map(|name| kit.seal(name).to_string())
        .collect();
    let mut ledger = ledger(&kit);
    kit.deliver(&mut ledger, |_, _| {});
    let keys = Keys::unlock(&kit.folder, PASSPHRASE).unwrap();
    opening::open_all(&kit.folder, &keys, &mut ledger, NOW).unwrap();
    (kit, numbers)
}

fn ledger(kit: &Kit) -> Ledger {
    let keys = Keys::unlock(&kit.folder, PASSPHRASE).unwrap();
    Ledger::open(&kit.folder.ledger(), keys.ledger()).unwrap()
}

#[test]
fn every_value_is_copied_by_one_key_and_the_pasted_number_registers_and_goes_on() {
    let place = tempfile::tempdir().unwrap();
    let names = ["Kanareika", "Soroka", "Chaika"];
    let (kit, _) = opened(place.path(), &names);
    let mut bench = uk(place.path());
    for n in 0..names.len() {
        let mut values = Vec::new();
        for _ in 0..4 {
            // A frame for the key that goes down: what it lays on the clipboard is gone with the next.
            bench.key_down(Key::F8);
            bench.step();
            values.push(copied(&bench).unwrap());
            bench.key_up(Key::F8);
            settle(&mut bench);
        }
        assert!(names.contains(&values[0].as_str()), "{values:?}");
        assert_eq!(
            values[1..],
            ["12.03.1944", "1234567890", "24.02.2022"],
            "in the order of the form"
        );
        paste(&mut bench, &format!(" VPO-{n}\n"));
        press(&mut bench, Key::Enter);
    }
    let numbers: Vec<_> = ledger(&kit)
        .outlines()
        .unwrap()
        .into_iter()
        .map(|one| one.official)
        .collect();
    let mut sorted = numbers.clone();
    sorted.sort();
    assert_eq!(
        sorted,
        ["VPO-0", "VPO-1", "VPO-2"],
        "none twice and none left: {numbers:?}"
    );
}

#[test]
fn an_application_goes_back_with_a_reason_and_on_to_the_authority_by_keys_alone() {
    let place = tempfile::tempdir().unwrap();
    let (kit, _) = opened(place.path(), &["Kanareika"]);
    let mut bench = uk(place.path());
    let stage = || ledger(&kit).outlines().unwrap()[0].stage;
    press(&mut bench, Key::F6);
    write(&mut bench, "Бракує сторінки");
    press(&mut bench, Key::Enter);
    assert_eq!(stage(), Stage::Returned);
    press(&mut bench, Key::F7);
    write(&mut bench, "VPO-1");
    press(&mut bench, Key::Enter);
    assert_eq!(stage(), Stage::Registered);
    for (then, more) in [
        (Stage::Handed, false),
        (Stage::Decided, true),
        (Stage::Told, false),
        (Stage::Delivered, false),
    ] {
        press(&mut bench, Key::F7);
        if more {
            bench.get_by_label("Рішення органу: відмовлено").click();
            settle(&mut bench);
            bench
                .get_by_role_and_label(egui::Role::TextInput, "Рішення органу")
                .focus();
            settle(&mut bench);
        }
        press(&mut bench, Key::Enter);
        assert_eq!(stage(), then);
    }
    let course = ledger(&kit).applications().unwrap().remove(0).course;
    assert_eq!(course.len(), 6);
    assert!(course.iter().all(|turn| turn.by == "Coordinator"));
}

#[test]
fn a_slip_number_finds_its_application_and_a_stranger_is_told_kindly() {
    let place = tempfile::tempdir().unwrap();
    let (_kit, numbers) = opened(place.path(), &["Kanareika", "Soroka"]);
    let mut bench = uk(place.path());
    press(&mut bench, Key::F2);
    write(&mut bench, &numbers[1]);
    press(&mut bench, Key::Enter);
    bench.get_by_label("Soroka");
    press(&mut bench, Key::F2);
    write(&mut bench, "042-000-0001");
    press(&mut bench, Key::Enter);
    assert!(bench.query_by_label_contains("Такого номера").is_some());
}

#[test]
fn a_window_that_nobody_touches_warns_locks_and_shows_nothing_until_the_passphrase() {
    let place = tempfile::tempdir().unwrap();
    let (_kit, _) = opened(place.path(), &["Kanareika"]);
    let mut bench = uk(place.path());
    bench.get_by_label("Kanareika");
    for _ in 0..4 * 100 {
        bench.step();
    }
    assert!(
        bench.query_by_label_contains("замкнеться за").is_some(),
        "half a minute before, it says so"
    );
    for _ in 0..4 * 25 {
        bench.step();
    }
    settle(&mut bench);
    assert!(bench.query_by_label("Kanareika").is_none());
    write(&mut bench, "not this one");
    press(&mut bench, Key::Enter);
    assert!(bench.query_by_label("Kanareika").is_none());
    write(&mut bench, PASSPHRASE);
    press(&mut bench, Key::Enter);
    bench.get_by_label("Kanareika");
    press(&mut bench, Key::F10);
    assert!(
        bench.query_by_label("Kanareika").is_none(),
        "one key locks at once"
    );
}

#[test]
fn every_tab_has_its_names_and_glyphs_in_both_languages_wide_and_narrow() {
    let place = tempfile::tempdir().unwrap();
    let (_kit, _) = opened(place.path(), &["Канарейка", "Сорока"]);
    for language in Language::ALL {
        for size in [[1366.0, 768.0], [1024.0, 600.0]] {
            let mut bench = window(place.path(), (language, size), Some(PASSPHRASE));
            for key in [
                Key::Num1,
                Key::Num2,
                Key::Num3,
                Key::Num4,
                Key::Num5,
                Key::Num6,
            ] {
                bench.key_press_modifiers(Modifiers::CTRL, key);
                settle(&mut bench);
                assert_eq!(bench.unnamed_widgets(), Vec::<String>::new(), "{key:?}");
            }
        }
    }
}

#[test]
fn a_reader_at_the_window_changes_nothing() {
    let place = tempfile::tempdir().unwrap();
    let (kit, _) = opened(place.path(), &["Kanareika"]);
    let setup = place.path().join("console.toml");
    let text = std::fs::read_to_string(&setup).unwrap();
    std::fs::write(
        &setup,
        format!("{text}\n[[person]]\nname = \"Coordinator\"\nduty = \"reader\"\n"),
    )
    .unwrap();
    let mut bench = uk(place.path());
    bench.get_by_label("Kanareika");
    paste(&mut bench, "VPO-1");
    press(&mut bench, Key::Enter);
    assert!(bench.query_by_label_contains("nothing was done").is_some());
    assert_eq!(ledger(&kit).outlines().unwrap()[0].stage, Stage::New);
}
