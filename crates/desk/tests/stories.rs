//! Stories at the window, told by accessible names and keys alone.
//!
//! The test bed fails by itself where a glyph is missing from the shipped fonts or an input has no name.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

#[path = "stories/bedside.rs"]
mod bedside;
#[path = "sample/bench.rs"]
mod bench;
#[path = "sample/corner.rs"]
#[expect(dead_code, reason = "the gallery needs the rest of the stay")]
mod corner;
#[path = "stories/corner.rs"]
mod corner_stories;
#[path = "sample/detours.rs"]
mod detours;
#[path = "stories/papers.rs"]
mod papers;
#[path = "stories/places.rs"]
mod places;
#[path = "stories/residue.rs"]
mod residue;
#[path = "sample/snapshots.rs"]
mod snapshots;

use bench::{asked, draw_everywhere, field, on, press, uk, write};
use desk::Screen;
use egui::Key;
use egui_kittest::kittest::Queryable as _;
use office::Command;
use office::application::Stage;
use office::document::SIGNED_SHEET;
use office::finding::{Finding, Level};
use office::person::{PersonField, Source};
use office::trouble::Trouble;
use snapshots::{
    busy_day, current, locked, new_visit, open, printed, scanning, sealed, with_findings, working,
};

#[test]
fn the_kit_is_opened_by_typing_and_enter() {
    let mut bench = uk(locked(None));
    field(&bench, "Парольна фраза").type_text("лелека");
    bench.run();
    press(&mut bench, Key::Enter);
    let asked = asked(&mut bench);
    assert!(
        matches!(asked.as_slice(), [Command::Unlock { passphrase }] if passphrase.0 == "лелека")
    );
}

#[test]
fn an_empty_passphrase_is_not_tried() {
    let mut bench = uk(locked(Some(Trouble::WrongPassphrase { left: 1 })));
    bench.get_by_label("Парольна фраза не підходить");
    for _ in 0..5 {
        press(&mut bench, Key::Enter);
    }
    assert_eq!(asked(&mut bench), []);
}

#[test]
fn a_visit_begins_by_two_enters_and_once_only() {
    let mut bench = uk(open());
    bench
        .get_by_label("Підстава візиту: Не може пересуватися")
        .click();
    bench.run();
    bench.get_by_label("Почати візит").focus();
    bench.run();
    bench.key_press(Key::Enter);
    bench.key_press(Key::Enter);
    bench.run();
    let asked = asked(&mut bench);
    assert!(
        matches!(asked.as_slice(), [Command::NewVisit { community, basis: office::visit::Basis::Immobile }] if community.0 == "sosnivka"),
        "{asked:?}"
    );
}

#[test]
fn the_window_follows_a_visit_that_was_opened() {
    let mut bench = uk(open());
    bench.state_mut().snapshot = new_visit();
    bench.run();
    assert_eq!(bench.state().hand.screen, Screen::Visit);
    bench
        .get_by_label_contains("Додати послугу: Взяття на облік")
        .click();
    bench.run();
    assert!(
        matches!(asked(&mut bench).as_slice(), [Command::AddApplication { service }] if service.0 == "00169")
    );
}

#[test]
fn a_name_is_saved_with_every_letter() {
    let mut bench = on(working(Stage::Filling, false), Screen::Identity);
    write(&mut bench, "Прізвище", "Ґалаґан");
    let asked = asked(&mut bench);
    let last = asked.last().cloned();
    assert!(
        matches!(last, Some(Command::SetPerson { field: PersonField::Surname, text }) if text == "Ґалаґан")
    );
}

#[test]
fn a_date_typed_in_digits_is_sent_as_the_office_keeps_it() {
    let mut bench = on(working(Stage::Filling, false), Screen::Identity);
    write(&mut bench, "Дата народження", "12031987");
    let last = asked(&mut bench).pop();
    assert!(
        matches!(last, Some(Command::SetPerson { field: PersonField::BirthDate, text }) if text == "1987-03-12")
    );
}

#[test]
fn a_reader_fills_the_field_under_the_cursor_where_nothing_was_typed() {
    let mut bench = on(working(Stage::Filling, false), Screen::Identity);
    field(&bench, "Прізвище").focus();
    bench.run();
    let table = bench.state_mut();
    table.snapshot.generation += 1;
    let view = table.snapshot.visit.as_mut().unwrap();
    view.visit
        .applicant
        .set(PersonField::Surname, "Гончар", Source::Mrz);
    bench.run();
    assert_eq!(field(&bench, "Прізвище").value().as_deref(), Some("Гончар"));
}

#[test]
fn what_is_being_typed_is_not_overwritten_by_a_later_snapshot() {
    let mut bench = on(working(Stage::Filling, false), Screen::Identity);
    write(&mut bench, "Прізвище", "Гонч");
    let table = bench.state_mut();
    table.snapshot.generation += 1;
    let view = table.snapshot.visit.as_mut().unwrap();
    view.visit
        .applicant
        .set(PersonField::Surname, "HONCHAR", Source::Mrz);
    bench.run();
    assert_eq!(field(&bench, "Прізвище").value().as_deref(), Some("Гонч"));
    field(&bench, "Власне ім’я").focus();
    bench.run();
    assert_eq!(
        field(&bench, "Прізвище").value().as_deref(),
        Some("HONCHAR")
    );
}

#[test]
fn answers_of_a_form_are_chosen_and_typed() {
    let mut bench = on(working(Stage::Filling, false), Screen::Form);
    bench
        .get_by_label("Чи потрібна допомога на проживання?: Так")
        .click();
    bench.run();
    write(&mut bench, "Коли Ви переїхали?", "24.03.2022");
    let asked = asked(&mut bench);
    assert!(
        matches!(&asked[0], Command::SetAnswer { path, value } if path == "/data/move/allowance" && value == "yes")
    );
    assert!(
        matches!(asked.last(), Some(Command::SetAnswer { path, value }) if path == "/data/move/date" && value == "2022-03-24")
    );
}

#[test]
fn a_choice_of_several_keeps_the_order_of_the_list() {
    let mut bench = on(working(Stage::Filling, true), Screen::Form);
    bench.get_by_label("Чого Ви потребуєте?: Житла").focus();
    bench.run();
    press(&mut bench, Key::Space);
    bench.get_by_label("Чого Ви потребуєте?: Роботи").focus();
    bench.run();
    press(&mut bench, Key::Space);
    let values: Vec<String> = asked(&mut bench)
        .into_iter()
        .filter_map(|command| {
            if let Command::SetAnswer { value, .. } = command {
                Some(value)
            } else {
                None
            }
        })
        .collect();
    assert_eq!(values, ["medicine", "home medicine work"]);
}

#[test]
fn twenty_rapid_enters_pass_nothing_that_is_wanted() {
    let scenes = [
        (new_visit(), Screen::Visit),
        (working(Stage::Filling, false), Screen::Identity),
        (working(Stage::Filling, false), Screen::Form),
        (working(Stage::Filling, false), Screen::Documents),
        (working(Stage::Filling, true), Screen::Review),
        (working(Stage::Reviewed, true), Screen::Review),
        (printed(Stage::Signed), Screen::Finish),
        (sealed(), Screen::Finish),
    ];
    for (snapshot, screen) in scenes {
        let mut bench = on(snapshot, screen);
        let stage = bench
            .state()
            .snapshot
            .visit
            .as_ref()
            .and_then(|view| view.current())
            .map(|view| view.stage);
        for _ in 0..20 {
            bench.key_press(Key::Enter);
            bench.step();
        }
        bench.run();
        assert_eq!(bench.state().hand.screen, screen, "{stage:?}");
        let asked = asked(&mut bench);
        let harmless = asked
            .iter()
            .all(|command| matches!(command, Command::Scan { .. }));
        assert!(harmless, "{screen:?} {stage:?}: {asked:?}");
    }
}

#[test]
fn enter_leads_through_a_complete_form_to_the_review() {
    let mut bench = on(working(Stage::Filling, true), Screen::Identity);
    let mut seen = Vec::new();
    for _ in 0..12 {
        press(&mut bench, Key::Enter);
        let hand = &bench.state().hand;
        if seen.last() != Some(&(hand.screen, hand.step)) {
            seen.push((hand.screen, hand.step));
        }
    }
    let screens = [
        Screen::Form,
        Screen::Form,
        Screen::Form,
        Screen::Documents,
        Screen::Review,
    ];
    let steps = [0, 1, 2, 2, 2];
    assert_eq!(seen, screens.into_iter().zip(steps).collect::<Vec<_>>());
    assert_eq!(asked(&mut bench), []);
}

#[test]
fn consent_is_given_by_the_blank_and_not_by_enter() {
    let mut bench = on(working(Stage::Filling, true), Screen::Review);
    for _ in 0..3 {
        press(&mut bench, Key::Enter);
    }
    assert_eq!(asked(&mut bench), []);
    press(&mut bench, Key::Space);
    assert_eq!(asked(&mut bench), [Command::GiveConsent]);
}

#[test]
fn a_warning_is_kept_with_a_reason() {
    let mut bench = on(with_findings(), Screen::Form);
    bench.get_by_label("Залишити як є…").click();
    bench.run();
    field(&bench, "Причина").type_text("Так у довідці");
    bench.run();
    press(&mut bench, Key::Enter);
    let last = asked(&mut bench).pop();
    assert!(
        matches!(last, Some(Command::Override { finding, reason }) if finding == "form./data/move/date#form-constraint" && reason == "Так у довідці")
    );
    assert_eq!(bench.state().hand.screen, Screen::Form);
}

#[test]
fn an_email_that_a_service_needs_is_asked_for_with_the_identity_or_given_up_for_a_reason() {
    let mut snapshot = working(Stage::Filling, true);
    let finding = Finding::new("person.email", "email-required", Level::Warning);
    current(&mut snapshot).unwrap().findings = vec![finding];
    let mut bench = on(snapshot, Screen::Identity);
    bench.get_by_label("Для цієї послуги потрібна електронна пошта");
    write(&mut bench, "Електронна пошта", "h@example.org");
    let last = asked(&mut bench).pop();
    assert!(
        matches!(last, Some(Command::SetPerson { field: PersonField::Email, text }) if text == "h@example.org")
    );
    bench.get_by_label("Залишити як є…").focus();
    bench.run();
    press(&mut bench, Key::Space);
    field(&bench, "Причина").type_text("немає телефона");
    bench.run();
    press(&mut bench, Key::Enter);
    let last = asked(&mut bench).pop();
    assert!(
        matches!(last, Some(Command::Override { finding, .. }) if finding == "person.email#email-required")
    );
}

#[test]
fn a_question_that_was_kept_empty_for_a_reason_holds_nobody() {
    let mut snapshot = working(Stage::Filling, true);
    let application = current(&mut snapshot).unwrap();
    application.form.missing = vec!["/data/from/place".to_owned()];
    let mut kept = office::finding::Finding::new(
        "form./data/from/place",
        "form-missing",
        office::finding::Level::Error,
    );
    kept.overridden = Some("Не пам’ятає".to_owned());
    application.findings = vec![kept];
    let mut bench = on(snapshot, Screen::Form);
    for _ in 0..3 {
        press(&mut bench, Key::Enter);
    }
    assert_eq!(bench.state().hand.screen, Screen::Documents);
}

#[test]
fn the_function_keys_do_what_the_bar_says() {
    let mut bench = on(working(Stage::Filling, false), Screen::Documents);
    press(&mut bench, Key::F5);
    assert!(
        matches!(asked(&mut bench).as_slice(), [Command::Scan { document }] if document.0 == "id")
    );
    for (key, screen) in [
        (Key::F8, Screen::Outbox),
        (Key::F9, Screen::Devices),
        (Key::F10, Screen::Journal),
        (Key::F2, Screen::Today),
    ] {
        press(&mut bench, key);
        assert_eq!(bench.state().hand.screen, screen);
    }
    press(&mut bench, Key::F12);
    assert_eq!(asked(&mut bench), [Command::Lock]);
}

#[test]
fn the_signed_sheet_is_scanned_from_the_review() {
    let mut bench = on(printed(Stage::Reviewed), Screen::Review);
    press(&mut bench, Key::F5);
    assert!(
        matches!(asked(&mut bench).as_slice(), [Command::Scan { document }] if document.0 == SIGNED_SHEET)
    );
}

#[test]
fn escape_comes_back_and_loses_nothing() {
    let mut bench = on(working(Stage::Filling, false), Screen::Identity);
    write(&mut bench, "Прізвище", "Гончар");
    press(&mut bench, Key::F8);
    press(&mut bench, Key::Escape);
    assert_eq!(bench.state().hand.screen, Screen::Identity);
    assert_eq!(field(&bench, "Прізвище").value().as_deref(), Some("Гончар"));
}

#[test]
fn tab_goes_in_reading_order() {
    let mut bench = on(working(Stage::Filling, false), Screen::Identity);
    field(&bench, "Прізвище").focus();
    bench.run();
    for field in ["Власне ім’я", "По батькові", "Дата народження", "РНОКПП"]
    {
        press(&mut bench, Key::Tab);
        assert!(self::field(&bench, field).is_focused(), "{field}");
    }
}

#[test]
fn nothing_typed_is_left_after_the_lock() {
    let mut bench = on(working(Stage::Filling, false), Screen::Identity);
    write(&mut bench, "Прізвище", "Гончар");
    bench.state_mut().snapshot = locked(None);
    bench.run();
    bench.state_mut().snapshot = working(Stage::Filling, false);
    bench.state_mut().hand.screen = Screen::Identity;
    bench.run();
    bench.state_mut().hand.screen = Screen::Identity;
    bench.run();
    assert_eq!(field(&bench, "Прізвище").value().as_deref(), Some(""));
}

#[test]
fn the_language_is_switched_while_the_work_goes_on() {
    let mut bench = on(working(Stage::Filling, false), Screen::Identity);
    bench.get_by_label("Перейти на англійську").click();
    bench.run();
    field(&bench, "Surname");
    assert_eq!(bench.state().hand.screen, Screen::Identity);
}

#[test]
fn every_screen_is_drawn_in_both_languages_with_every_glyph_and_every_name() {
    let scenes = || {
        [
            (locked(Some(Trouble::KeysDestroyed)), Screen::Today),
            (busy_day(), Screen::Today),
            (working(Stage::Filling, true), Screen::Visit),
            (working(Stage::Filling, true), Screen::Identity),
            (with_findings(), Screen::Form),
            (scanning(), Screen::Documents),
            (printed(Stage::Signed), Screen::Review),
            (printed(Stage::Signed), Screen::Finish),
            (sealed(), Screen::Finish),
            (busy_day(), Screen::Outbox),
            (busy_day(), Screen::Devices),
            (busy_day(), Screen::Journal),
        ]
    };
    draw_everywhere(scenes, |bench| press(bench, Key::F1));
}
