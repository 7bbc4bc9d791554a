//! Stories of a place that is searched while it is typed: picked by arrow and Enter or by a finger, or kept as it was typed.

use crate::bench::{Bench, asked, draw_everywhere, field, on, press, write};
use crate::snapshots::{current, working};
use desk::Screen;
use egui::Key;
use egui_kittest::kittest::Queryable as _;
use office::Command;
use office::address::PlaceRef;
use office::application::Stage;
use office::finding::{Finding, Level};

const FIELD: &str = "Населений пункт";
/// The second of two namesakes, as a screen reader reads it.
const SECOND: &str =
    "Вибрати с. Дібрівка, Ставищенська громада, Заозерський район, Вигадана область";
const FORMER: &str = "Вибрати м. Дібрівськ, раніше Красногвардійськ, Дібрівська громада, \
                      Лісовий район, Вигадана область";

/// The step of the form that asks for a place.
fn form<'a>() -> Bench<'a> {
    let mut bench = on(working(Stage::Filling, false), Screen::Form);
    bench.state_mut().hand.step = 1;
    bench.run();
    bench
}

/// The identity of somebody whose settlement nobody has asked for.
fn identity<'a>() -> Bench<'a> {
    on(working(Stage::Filling, false), Screen::Identity)
}

fn last_answer(bench: &mut Bench<'_>) -> String {
    match asked(bench).pop() {
        Some(Command::SetAnswer { value, .. }) => value,
        other => panic!("no answer: {other:?}"),
    }
}

fn last_place(bench: &mut Bench<'_>) -> PlaceRef {
    match asked(bench).pop() {
        Some(Command::SetSettlement { place }) => place,
        other => panic!("no settlement: {other:?}"),
    }
}

fn is_offered(bench: &Bench<'_>) -> bool {
    let mut rows = bench.query_all_by_label_contains("Вибрати ");
    rows.next().is_some()
}

#[test]
fn a_namesake_is_picked_by_arrows_and_enter_and_kept_with_its_code() {
    let mut bench = form();
    write(&mut bench, FIELD, "дібр");
    assert_eq!(last_answer(&mut bench), "дібр");
    press(&mut bench, Key::ArrowDown);
    press(&mut bench, Key::ArrowDown);
    assert!(bench.get_by_label(SECOND).is_focused());
    press(&mut bench, Key::Enter);
    assert_eq!(
        last_answer(&mut bench),
        "с. Дібрівка, Ставищенська громада, Заозерський район, Вигадана область \
         | UA99020020020000022 | 2026-07-07"
    );
    assert!(!is_offered(&bench));
    assert!(field(&bench, FIELD).is_focused(), "Enter goes on from here");
}

#[test]
fn two_enters_take_the_first_and_the_arrow_up_leads_back() {
    let mut bench = identity();
    write(&mut bench, FIELD, "Дібрівка");
    press(&mut bench, Key::Enter);
    press(&mut bench, Key::ArrowUp);
    assert!(field(&bench, FIELD).is_focused());
    press(&mut bench, Key::Enter);
    press(&mut bench, Key::Enter);
    assert_eq!(last_place(&mut bench).code, "UA99010010010000011");
}

#[test]
fn a_finger_picks_a_row() {
    let mut bench = identity();
    write(&mut bench, FIELD, "дібр");
    bench.get_by_label(SECOND).click();
    bench.run();
    assert_eq!(last_place(&mut bench).code, "UA99020020020000022");
    assert!(!is_offered(&bench));
}

#[test]
fn an_old_name_finds_the_place_and_says_so() {
    let mut bench = identity();
    write(&mut bench, FIELD, "красногв");
    bench.get_by_label(FORMER);
    press(&mut bench, Key::Enter);
    press(&mut bench, Key::Space);
    assert_eq!(last_place(&mut bench).code, "UA99010030010000033");
}

#[test]
fn escape_keeps_what_was_typed_and_enter_goes_on() {
    let mut bench = identity();
    write(&mut bench, FIELD, "Дібрівка");
    assert!(is_offered(&bench));
    press(&mut bench, Key::Escape);
    assert!(!is_offered(&bench));
    assert!(field(&bench, FIELD).is_focused());
    assert_eq!(bench.state().hand.screen, Screen::Identity);
    assert_eq!(last_place(&mut bench), PlaceRef::named("Дібрівка"));
    press(&mut bench, Key::Enter);
    assert!(!is_offered(&bench));
    press(&mut bench, Key::ArrowDown);
    assert_eq!(asked(&mut bench), [], "nothing was picked");
}

#[test]
fn the_arrow_opens_what_escape_has_closed() {
    let mut bench = identity();
    write(&mut bench, FIELD, "Дібрівка");
    press(&mut bench, Key::Escape);
    press(&mut bench, Key::ArrowDown);
    assert!(is_offered(&bench));
}

#[test]
fn what_the_codifier_does_not_have_is_kept_and_said() {
    let mut bench = identity();
    write(&mut bench, FIELD, "Перемишль");
    bench.get_by_label_contains("У кодифікаторі такого немає");
    press(&mut bench, Key::Enter);
    assert_eq!(last_place(&mut bench), PlaceRef::named("Перемишль"));
    assert!(
        !field(&bench, FIELD).is_focused(),
        "Enter has gone on to what is wanted"
    );
    let application = current(&mut bench.state_mut().snapshot).unwrap();
    let place = "form./data/from/place";
    application.findings = vec![Finding::new(place, "place-without-code", Level::Hint)];
    bench.state_mut().hand.screen = Screen::Form;
    bench.state_mut().hand.step = 1;
    bench.run();
    bench.get_by_label_contains("без коду");
}

#[test]
fn another_field_or_a_finger_beside_puts_the_rows_away() {
    let mut bench = identity();
    write(&mut bench, FIELD, "дібр");
    field(&bench, "Вулиця, будинок, квартира").focus();
    bench.run();
    assert!(!is_offered(&bench));
    write(&mut bench, FIELD, "і");
    assert!(is_offered(&bench));
    bench.get_by_label("Зв’язок та адреса").click();
    bench.run();
    assert!(!is_offered(&bench));
}

#[test]
fn a_place_that_was_picked_shows_its_code_and_the_edition() {
    let bench = on(working(Stage::Filling, true), Screen::Identity);
    bench.get_by_label_contains("UA99010010020000044, кодифікатор станом на 07.07.2026");
}

#[test]
fn the_rows_are_drawn_in_both_languages_with_every_glyph_and_every_name() {
    let scene = || [(working(Stage::Filling, false), Screen::Identity)];
    draw_everywhere(scene, |bench| {
        for name in [FIELD, "Settlement"] {
            let role = egui::Role::TextInput;
            if bench.query_by_role_and_label(role, name).is_some() {
                write(bench, name, "дібр");
            }
        }
        assert_eq!(bench.unnamed_widgets(), Vec::<String>::new());
        assert_eq!(asked(bench).len(), 1);
    });
}
