//! The window and the workflow together: a whole visit by touch, one by keys, and ten thousand blind keys and touches.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

#[path = "sample/living.rs"]
mod sample;
#[path = "sample/snapshots.rs"]
#[expect(dead_code, reason = "other stories need the rest of the day")]
mod snapshots;

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers, PointerButton, Pos2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use office::application::Stage;
use office::snapshot::{Gate, Snapshot};
use office::trouble::{DeviceKind, Trouble};
use office::{Command, Input};
use sample::{Living, window};

/// What a finger does: brings a thing into sight and touches it.
fn touch(window: &mut Living<'_>, name: &str) {
    let found = |window: &Living<'_>| {
        window
            .query_all_by_label(name)
            .any(|node| is_target(node.accesskit_node().role()))
    };
    assert!(found(window), "there is no {name}");
    let node = |window: &Living<'_>, act: &dyn Fn(&egui_kittest::Node<'_>)| {
        let mut all = window.query_all_by_label(name);
        act(&all
            .find(|node| is_target(node.accesskit_node().role()))
            .unwrap());
    };
    node(window, &|node| node.scroll_to_me());
    window.run_ok();
    node(window, &|node| node.click());
    window.run_ok();
    // A finger needs longer than a bounce.
    window.run_steps(6);
}

fn is_target(role: Role) -> bool {
    matches!(
        role,
        Role::Button
            | Role::CheckBox
            | Role::RadioButton
            | Role::Tab
            | Role::TextInput
            | Role::MultilineTextInput
    )
}

/// The keyboard on the screen writes into what was touched.
fn write(window: &mut Living<'_>, name: &str, text: &str) {
    touch(window, name);
    for letter in text.chars() {
        window.event(Event::Text(letter.to_string()));
    }
    window.run_ok();
}

fn stage(window: &Living<'_>) -> Option<Stage> {
    let shown = window.state().kit.shown();
    Some(shown.visit?.current()?.stage)
}

/// Keeps every finding with a reason, as the screen offers it.
fn keep_as_it_is(window: &mut Living<'_>) {
    while window.query_all_by_label("Залишити як є…").next().is_some() {
        touch(window, "Залишити як є…");
        write(window, "Причина", "так у документі");
        window.key_press(Key::Enter);
        window.run_ok();
    }
}

#[test]
fn a_whole_visit_is_done_by_touch_alone() {
    let mut window = window();
    touch(&mut window, "Почати візит");
    touch(&mut window, "Додати послугу: Взяття на облік");
    touch(&mut window, "Далі");
    for (field, text) in [
        ("Прізвище", "Гнатюк"),
        ("Власне ім’я", "Галина"),
        ("По батькові", "Іванівна"),
        ("Дата народження", "12031941"),
        ("Телефон", "0671234567"),
    ] {
        write(&mut window, field, text);
    }
    touch(&mut window, "Анкета");
    write(&mut window, "Чому Ви переїхали?", "обстріли");
    touch(&mut window, "Документи");
    touch(&mut window, "Сканувати");
    touch(&mut window, "Перевірка й підпис");
    keep_everything(&mut window);
    touch(&mut window, "Перевірка й підпис");
    touch(&mut window, "Заявник згоден");
    assert_eq!(stage(&window), Some(Stage::Reviewed));
    touch(&mut window, "Надрукувати");
    touch(&mut window, "Сканувати");
    assert_eq!(stage(&window), Some(Stage::Signed));
    touch(&mut window, "Завершення");
    touch(&mut window, "Запечатати");
    assert_eq!(
        window.state().kit.sealed.len(),
        1,
        "{:?}",
        window.state().asked
    );
}

/// What the rules still ask about is kept, screen after screen.
fn keep_everything(window: &mut Living<'_>) {
    for step in ["Візит", "Заявник", "Анкета", "Документи"] {
        touch(window, step);
        keep_as_it_is(window);
    }
}

/// The next number of a simple sequence that is the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % sides as u64).unwrap()
    }
}

const KEYS: [Key; 24] = [
    Key::Enter,
    Key::Enter,
    Key::Enter,
    Key::Enter,
    Key::Tab,
    Key::Tab,
    Key::Tab,
    Key::Space,
    Key::Space,
    Key::Escape,
    Key::Backspace,
    Key::ArrowDown,
    Key::ArrowUp,
    Key::F1,
    Key::F2,
    Key::F5,
    Key::F6,
    Key::F8,
    Key::F9,
    Key::F10,
    Key::F11,
    Key::Delete,
    Key::Home,
    Key::End,
];
const LETTERS: [&str; 10] = ["а", "Ї", "ґ", "’", "1", "9", ".", " ", "q", "-"];

fn act(window: &mut Living<'_>, dice: &mut Dice) {
    match dice.roll(20) {
        0..=7 => window.key_press(KEYS[dice.roll(KEYS.len())]),
        8..=11 => window.event(Event::Text(LETTERS[dice.roll(LETTERS.len())].to_owned())),
        12..=16 => touch_anything(window, dice),
        17 => {
            let at = Pos2::new(dice.roll(1380) as f32, dice.roll(780) as f32);
            press_at(window, at);
        }
        18 => happen(window, dice),
        _ => {
            // Rapid: the same key three times within one frame.
            for pressed in [true, false, true, false, true, false] {
                let key = Event::Key {
                    key: Key::Enter,
                    physical_key: None,
                    pressed,
                    repeat: false,
                    modifiers: Modifiers::NONE,
                };
                window.input_mut().events.push(key);
            }
        }
    }
    window.step();
}

fn press_at(window: &Living<'_>, pos: Pos2) {
    for pressed in [true, false] {
        window.event(Event::PointerMoved(pos));
        window.event(Event::PointerButton {
            pos,
            button: PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        });
    }
}

fn touch_anything(window: &mut Living<'_>, dice: &mut Dice) {
    let places: Vec<Pos2> = window
        .root()
        .children_recursive()
        .filter(|node| is_target(node.accesskit_node().role()))
        .map(|node| node.rect().center())
        .collect();
    if !places.is_empty() {
        press_at(window, places[dice.roll(places.len())]);
    }
}

/// Something that no key brought about.
fn happen(window: &mut Living<'_>, dice: &mut Dice) {
    let kit = &mut window.state_mut().kit;
    match dice.roll(5) {
        0 => kit.wait(7),
        1 => kit.hear(Input::Noticed(Trouble::NoPaper(DeviceKind::Printer))),
        2 => kit.hear(Input::WorkEnded {
            trouble: Some(Trouble::DeviceGone(DeviceKind::Scanner)),
        }),
        3 => kit.hear(Input::Noticed(Trouble::NotSaved)),
        _ => nothing_is_lost_by_a_cut(window),
    }
}

/// What was answered lies on the disk at any moment.
fn nothing_is_lost_by_a_cut(window: &mut Living<'_>) {
    let kit = &mut window.state_mut().kit;
    let before = kit.shown();
    kit.cut();
    let Some(was) = before.visit else { return };
    kit.ask(Command::OpenVisit {
        visit: was.visit.id,
    });
    let is = kit.shown().visit.unwrap();
    assert_eq!(is.visit.applicant, was.visit.applicant);
    for application in was
        .applications
        .iter()
        .filter(|one| one.stage < Stage::Sealing)
    {
        let found = is
            .applications
            .iter()
            .find(|one| one.id == application.id)
            .unwrap();
        assert_eq!(found.form, application.form);
        assert_eq!(found.answers, application.answers);
    }
}

/// A seal over something that was still asked for would be a step that was skipped.
fn nothing_was_skipped(before: &Snapshot) {
    let application = before.visit.as_ref().and_then(|view| view.current());
    let Some(application) = application.filter(|one| one.refusal.is_none()) else {
        return;
    };
    assert!(application.consented, "nobody consented");
    let open = application
        .findings
        .iter()
        .filter(|finding| finding.is_open());
    assert_eq!(open.count(), 0, "something was still asked for");
}

#[test]
fn ten_thousand_blind_keys_and_touches_skip_nothing_and_lose_nothing() {
    let mut window = window();
    let mut dice = Dice(0x2026_1121_1425_0042);
    let mut seen = std::collections::BTreeSet::new();
    for turn in 0..10_000 {
        act(&mut window, &mut dice);
        seen.insert(window.state().hand.screen);
        let shown = window.state().kit.shown();
        if !matches!(shown.gate, Gate::Open { .. } | Gate::Corner) || turn % 2_500 == 2_499 {
            // Locked, or long enough on one way: from the beginning, with whatever lies on the disk.
            window.state_mut().kit.cut();
        }
        if matches!(shown.gate, Gate::Corner) && turn % 97 == 0 {
            window.state_mut().kit.ask(Command::Lock);
        }
    }
    let table = window.state();
    for (_dossier, before) in &table.kit.sealed {
        nothing_was_skipped(before);
    }
    let kinds: std::collections::BTreeSet<_> = table.asked.iter().collect();
    assert!(seen.len() >= 9, "{seen:?}");
    assert!(kinds.len() >= 20, "{kinds:?}");
}
