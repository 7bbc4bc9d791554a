//! The window on a bench: what it shows, what is pressed, what it asked for.

use crate::snapshots::Sheets;
use desk::{Hand, Screen};
use egui::Key;
use egui_kittest::kittest::Queryable as _;
use egui_kittest::{Harness, Node};
use look::{Appearance, Language};
use office::{Command, Snapshot};

/// The window and what it asked for.
pub(crate) struct Table {
    pub(crate) hand: Hand,
    pub(crate) snapshot: Snapshot,
    asked: Vec<Command>,
}

pub(crate) type Bench<'a> = Harness<'a, Table>;

pub(crate) fn table<'a>(
    language: Language,
    snapshot: Snapshot,
    screen: Screen,
    size: [f32; 2],
) -> Bench<'a> {
    let table = Table {
        hand: Hand::new(language, Appearance::default()),
        snapshot,
        asked: Vec::new(),
    };
    let mut bench = Harness::builder()
        .with_size(size)
        .with_context_setup(|ctx| look::install(ctx, Appearance::default()))
        .build_ui_state(
            |ui, table: &mut Table| {
                let asked = desk::draw(ui, &mut table.hand, &table.snapshot, &Sheets);
                table.asked.extend(asked);
            },
            table,
        );
    bench.run();
    bench.state_mut().hand.screen = screen;
    bench.run();
    bench
}

pub(crate) fn on<'a>(snapshot: Snapshot, screen: Screen) -> Bench<'a> {
    table(Language::Uk, snapshot, screen, [1366.0, 768.0])
}

/// The text field of that name; the words above it carry the same.
pub(crate) fn field<'t>(bench: &'t Bench<'_>, name: &'t str) -> Node<'t> {
    bench
        .query_by_role_and_label(egui::Role::TextInput, name)
        .unwrap_or_else(|| bench.get_by_role_and_label(egui::Role::MultilineTextInput, name))
}

pub(crate) fn press(bench: &mut Bench<'_>, key: Key) {
    bench.key_press(key);
    bench.run();
}

/// Moves the focus to what has that name and presses the key there.
pub(crate) fn press_on(bench: &mut Bench<'_>, name: &str, key: Key) {
    bench.get_by_label(name).focus();
    bench.run();
    press(bench, key);
}

pub(crate) fn write(bench: &mut Bench<'_>, name: &str, text: &str) {
    field(bench, name).focus();
    bench.run();
    field(bench, name).type_text(text);
    bench.run();
}

/// Longer than an Enter is pressed twice by a shaking hand.
pub(crate) fn pause(bench: &mut Bench<'_>) {
    for _ in 0..8 {
        bench.step();
    }
}

/// What was asked for since the last time.
pub(crate) fn asked(bench: &mut Bench<'_>) -> Vec<Command> {
    std::mem::take(&mut bench.state_mut().asked)
}
