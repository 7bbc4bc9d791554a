//! A resident alone before the screen: what they can do, and that there is nothing else to do.

use crate::bench::{Bench, asked, field, press, uk};
use crate::corner::{cornered, cornered_out, leaving};
use egui::Key;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use office::Command;

const KEYS: [Key; 16] = [
    Key::F2,
    Key::F3,
    Key::F4,
    Key::F5,
    Key::F6,
    Key::F7,
    Key::F8,
    Key::F9,
    Key::F10,
    Key::F11,
    Key::F12,
    Key::Escape,
    Key::Escape,
    Key::Tab,
    Key::Home,
    Key::ArrowLeft,
];

/// Everything that a person could press.
fn buttons(bench: &Bench<'_>) -> Vec<String> {
    let nodes = bench.root().children_recursive();
    nodes
        .filter(|node| node.accesskit_node().role() == egui::accesskit::Role::Button)
        .filter_map(|node| node.accesskit_node().label())
        .collect()
}

#[test]
fn no_key_leads_out_of_the_corner() {
    let mut bench = uk(cornered());
    let before = buttons(&bench);
    for key in KEYS {
        press(&mut bench, key);
        assert_eq!(asked(&mut bench), [], "{key:?}");
        assert_eq!(buttons(&bench), before, "{key:?}");
    }
    assert_eq!(
        before,
        [
            "Перейти на англійську",
            "Змінити розмір шрифту",
            "Змінити кольори екрана",
            "Назад",
            "Покликати адміністратора",
            "Далі",
        ]
    );
}

#[test]
fn one_question_stands_on_a_page_and_one_that_is_wanted_may_be_left_out() {
    let mut bench = uk(cornered());
    assert!(field(&bench, "Коли Ви переїхали?").is_focused());
    press(&mut bench, Key::Enter);
    bench.get_by_label("Крок 1 з 11");
    bench.get_by_label("Тут потрібна відповідь");
    bench.get_by_label("Пропустити").click();
    bench.run();
    bench.get_by_label("Крок 2 з 11");
    assert!(bench.query_by_label("Коли Ви переїхали?").is_none());
    assert_eq!(asked(&mut bench), []);
}

#[test]
fn help_is_one_key_and_handing_in_is_no_accident() {
    let mut bench = uk(cornered());
    press(&mut bench, Key::F1);
    assert_eq!(asked(&mut bench), [Command::CallHelp { wanted: true }]);
    bench.state_mut().hand.step = 99;
    bench.run();
    for _ in 0..5 {
        press(&mut bench, Key::Enter);
    }
    assert_eq!(asked(&mut bench), [], "Enter hands nothing in");
    bench.get_by_label("Здати").click();
    bench.run();
    assert_eq!(asked(&mut bench), [Command::EndCorner]);
}

#[test]
fn who_goes_away_is_asked_and_a_touch_does_nothing_but_say_that_somebody_is_there() {
    let mut bench = uk(leaving());
    bench.get_by_label("Екран очиститься за 20 секунд");
    bench.state_mut().hand.take_touch();
    bench.get_by_label("Далі").click();
    bench.run();
    assert_eq!(asked(&mut bench), []);
    assert!(bench.state_mut().hand.take_touch());
}

#[test]
fn afterwards_there_is_a_number_and_the_way_to_the_lock() {
    let mut bench = uk(cornered_out());
    bench.get_by_label("417");
    for key in KEYS {
        press(&mut bench, key);
    }
    assert_eq!(asked(&mut bench), []);
    bench.get_by_label("Я адміністратор").click();
    bench.run();
    assert_eq!(asked(&mut bench), [Command::Lock]);
}

#[test]
fn what_was_typed_is_forgotten_with_the_stay() {
    let mut bench = uk(cornered());
    field(&bench, "Коли Ви переїхали?").type_text("24.03.2022");
    bench.run();
    assert!(matches!(
        asked(&mut bench).last(),
        Some(Command::SetAnswer { .. })
    ));
    bench.state_mut().snapshot = cornered_out();
    bench.run();
    bench.state_mut().snapshot = cornered();
    bench.run();
    assert_eq!(
        field(&bench, "Коли Ви переїхали?").value().as_deref(),
        Some("")
    );
}
