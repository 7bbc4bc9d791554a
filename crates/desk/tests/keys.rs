//! Opening, guarding and shutting the kit, told by accessible names and keys alone.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

#[path = "sample/bench.rs"]
mod bench;
#[path = "sample/guarded.rs"]
mod guarded;
#[path = "sample/snapshots.rs"]
#[expect(dead_code, reason = "other stories need the rest of the day")]
mod snapshots;

use bench::{asked, draw_everywhere, field, on, press, uk, write};
use desk::Screen;
use egui::{Event, Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use guarded::{WORDS, about_to_lock, with_drawn};
use office::application::Stage;
use office::command::{KeyWish, Secret};
use office::snapshot::Gate;
use office::trouble::Trouble;
use office::{Command, Snapshot};
use snapshots::{locked, open, working};

#[test]
fn words_that_are_not_on_the_list_are_pointed_out_and_not_tried() {
    let mut bench = uk(locked(None));
    write(&mut bench, "Парольна фраза", "калина слонопотам сорока");
    bench.get_by_label("Немає у списку слів: 2");
    for _ in 0..3 {
        press(&mut bench, Key::Enter);
    }
    assert_eq!(asked(&mut bench), []);
    bench.get_by_label("Спробувати як є").click();
    bench.run();
    assert!(
        matches!(asked(&mut bench).as_slice(), [Command::Unlock { passphrase }] if passphrase.0 == "калина слонопотам сорока")
    );
}

#[test]
fn a_mended_word_is_tried_with_the_next_enter() {
    let mut bench = uk(locked(None));
    write(&mut bench, "Парольна фраза", "калина слоноп");
    press(&mut bench, Key::Enter);
    for _ in "слоноп".chars() {
        press(&mut bench, Key::Backspace);
    }
    write(&mut bench, "Парольна фраза", "cjhj");
    assert_eq!(asked(&mut bench), [], "mending is not trying");
    press(&mut bench, Key::Enter);
    assert!(
        matches!(asked(&mut bench).as_slice(), [Command::Unlock { passphrase }] if passphrase.0 == "калина cjhj")
    );
}

#[test]
fn after_a_refusal_the_next_passphrase_can_be_typed_at_once() {
    let mut bench = uk(locked(None));
    write(&mut bench, "Парольна фраза", "калина");
    press(&mut bench, Key::Enter);
    for gate in [
        Gate::Trying,
        Gate::Locked {
            refusal: Some(Trouble::WrongPassphrase { left: 9 }),
        },
    ] {
        bench.state_mut().snapshot.gate = gate;
        bench.run();
    }
    asked(&mut bench);
    bench.event(Event::Text("сорока".to_owned()));
    bench.run();
    press(&mut bench, Key::Enter);
    assert!(
        matches!(asked(&mut bench).as_slice(), [Command::Unlock { passphrase }] if passphrase.0 == "сорока")
    );
}

#[test]
fn a_passphrase_is_not_shown_and_reaches_no_clipboard() {
    let mut bench = uk(locked(None));
    write(&mut bench, "Парольна фраза", "калина");
    assert!(bench.query_by_label_contains("калина").is_none());
    bench.event(Event::Copy);
    bench.event(Event::Cut);
    bench.event(Event::Paste("сорока".to_owned()));
    bench.step();
    assert_eq!(bench.output().platform_output.commands, []);
    press(&mut bench, Key::Enter);
    assert!(
        matches!(asked(&mut bench).as_slice(), [Command::Unlock { passphrase }] if passphrase.0 == "калина")
    );
}

#[test]
fn a_name_on_the_screen_reaches_no_clipboard() {
    let mut bench = on(working(Stage::Filling, true), Screen::Identity);
    field(&bench, "Прізвище").focus();
    bench.run();
    for event in [
        Event::Key {
            key: Key::A,
            physical_key: None,
            pressed: true,
            repeat: false,
            modifiers: Modifiers::COMMAND,
        },
        Event::Copy,
        Event::Cut,
    ] {
        bench.event(event);
        bench.step();
        assert_eq!(bench.output().platform_output.commands, []);
    }
    assert_eq!(asked(&mut bench), [], "nothing was cut out");
}

#[test]
fn in_the_last_minute_a_touch_only_calls_the_lock_off() {
    let mut bench = on(about_to_lock(), Screen::Form);
    bench.get_by_label("За 42 секунди валіза замкнеться");
    bench.state_mut().hand.take_touch();
    for key in [Key::F12, Key::Enter, Key::F2] {
        press(&mut bench, key);
        assert!(bench.state_mut().hand.take_touch());
    }
    assert_eq!(asked(&mut bench), []);
    assert_eq!(bench.state().hand.screen, Screen::Form, "the page stays");
    bench.state_mut().snapshot.lock_in_s = None;
    bench.run();
    press(&mut bench, Key::F12);
    assert_eq!(asked(&mut bench), [Command::Lock]);
}

#[test]
fn nobody_touches_anything_by_only_looking() {
    let mut bench = on(working(Stage::Filling, false), Screen::Form);
    bench.state_mut().hand.take_touch();
    for _ in 0..20 {
        bench.step();
    }
    assert!(!bench.state_mut().hand.take_touch());
}

#[test]
fn the_chord_held_for_a_second_is_panic_on_every_screen() {
    for screen in [
        Screen::Today,
        Screen::Visit,
        Screen::Identity,
        Screen::Form,
        Screen::Documents,
        Screen::Review,
        Screen::Finish,
        Screen::Outbox,
        Screen::Devices,
        Screen::Journal,
        Screen::Keys,
    ] {
        let mut bench = on(working(Stage::Filling, false), screen);
        let modifiers = Modifiers::CTRL | Modifiers::SHIFT;
        bench.event(Event::ModifiersChanged(modifiers));
        bench.event(Event::Key {
            key: Key::Backspace,
            physical_key: None,
            pressed: true,
            repeat: false,
            modifiers,
        });
        bench.step();
        assert_eq!(
            asked(&mut bench),
            [],
            "{screen:?}: not by a brush of the hand"
        );
        let mut seconds = 0.0;
        while bench.state().asked.is_empty() && seconds < 2.0 {
            bench.step();
            seconds += f64::from(bench.input().predicted_dt);
        }
        assert_eq!(asked(&mut bench), [Command::Panic], "{screen:?}");
        assert!(seconds > 0.8, "{screen:?}");
    }
}

#[test]
fn a_kit_that_is_being_shut_shows_its_name_alone() {
    let mut bench = on(working(Stage::Filling, true), Screen::Identity);
    bench.state_mut().snapshot = Snapshot {
        gate: Gate::Closing,
        ..locked(None)
    };
    bench.run();
    bench.get_by_label("Валіза 042");
    assert!(bench.query_by_label_contains("Прізвище").is_none());
    assert!(bench.query_by_label_contains("14:05").is_none());
}

#[test]
fn words_are_drawn_typed_back_and_set() {
    let mut bench = on(open(), Screen::Keys);
    bench
        .get_by_label("Вибрати слова: Фраза на випадок примусу")
        .click();
    bench.run();
    assert_eq!(
        asked(&mut bench),
        [Command::DrawKey {
            wish: KeyWish::Duress
        }]
    );
    bench.state_mut().snapshot = with_drawn(KeyWish::Duress, open());
    bench.run();
    bench.get_by_label("6. зірниця");
    write(&mut bench, "Введіть записані слова", WORDS);
    press(&mut bench, Key::Enter);
    let passphrase = Secret(WORDS.to_owned());
    assert_eq!(asked(&mut bench), [Command::SetKey { passphrase }]);
}

#[test]
fn a_forgotten_passphrase_is_replaced_by_a_one_time_code() {
    let mut bench = uk(locked(Some(Trouble::KeysDestroyed)));
    bench
        .get_by_label("Забули фразу? Нове сховище за одноразовим кодом")
        .click();
    bench.run();
    assert_eq!(
        asked(&mut bench),
        [Command::DrawKey {
            wish: KeyWish::Renewal
        }]
    );
    bench.state_mut().snapshot = with_drawn(KeyWish::Renewal, locked(None));
    bench.run();
    write(&mut bench, "Введіть записані слова", WORDS);
    write(
        &mut bench,
        "Код із запечатаної картки або від координатора телефоном",
        "верба",
    );
    bench.get_by_label("Зробити нове сховище").click();
    bench.run();
    assert!(
        matches!(asked(&mut bench).as_slice(), [Command::Renew { code, passphrase }] if code.0 == "верба" && passphrase.0 == WORDS)
    );
}

#[test]
fn a_visit_is_handed_over_with_the_colleagues_words_only() {
    let mut bench = on(working(Stage::Filling, false), Screen::Keys);
    write(&mut bench, "Парольна фраза колеги", "слонопотам");
    bench.get_by_label("Передати").click();
    bench.run();
    assert_eq!(asked(&mut bench), []);
    field(&bench, "Парольна фраза колеги").focus();
    bench.run();
    for _ in "слонопотам".chars() {
        press(&mut bench, Key::Backspace);
    }
    write(&mut bench, "Парольна фраза колеги", "сорока");
    bench.get_by_label("Передати").click();
    bench.run();
    assert!(
        matches!(asked(&mut bench).as_slice(), [Command::PassOn { passphrase }] if passphrase.0 == "сорока")
    );
}

#[test]
fn every_screen_about_keys_is_drawn_in_both_languages_with_every_glyph_and_every_name() {
    let scenes = || {
        let mut scenes = vec![
            (locked(Some(Trouble::KeysDestroyed)), Screen::Today),
            (with_drawn(KeyWish::Renewal, locked(None)), Screen::Today),
            (open(), Screen::Keys),
            (working(Stage::Filling, false), Screen::Keys),
            (about_to_lock(), Screen::Form),
        ];
        let wishes = KeyWish::OPEN.into_iter();
        scenes.extend(wishes.map(|wish| (with_drawn(wish, open()), Screen::Keys)));
        scenes
    };
    draw_everywhere(scenes, |_bench| ());
}
