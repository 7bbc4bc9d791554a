//! The window without a display, told what to do by accessible names and keys alone.
//!
//! It fails by itself where a glyph is missing from the shipped fonts.

use crate::snapshots::{Sheets, Villages};
use desk::{Hand, Screen};
use egui::Key;
use egui_kittest::kittest::Queryable as _;
use egui_kittest::{Harness, HarnessBuilder};
use look::{Appearance, Language};
use office::{Command, Snapshot};

/// The window and what it asked for.
pub(crate) struct Table {
    pub(crate) hand: Hand,
    pub(crate) snapshot: Snapshot,
    pub(crate) asked: Vec<Command>,
}

pub(crate) type Bench<'a> = Harness<'a, Table>;

fn table<'a>(language: Language, snapshot: Snapshot, size: [f32; 2]) -> Bench<'a> {
    build(Harness::builder().with_size(size), language, snapshot)
}

/// The window in a bed of one's own making.
pub(crate) fn build<'a>(
    builder: HarnessBuilder<Table>,
    language: Language,
    snapshot: Snapshot,
) -> Bench<'a> {
    let table = Table {
        hand: Hand::new(language, Appearance::default()),
        snapshot,
        asked: Vec::new(),
    };
    let mut bench = builder
        .with_context_setup(|ctx| look::install(ctx, Appearance::default()))
        .build_ui_state(
            |ui, table: &mut Table| {
                let asked = desk::draw(ui, &mut table.hand, &table.snapshot, &Sheets, &Villages);
                table.asked.extend(asked);
            },
            table,
        );
    bench.run();
    bench
}

/// The text field of that name; the words above it carry the same.
pub(crate) fn field<'t>(bench: &'t Bench<'_>, name: &'t str) -> egui_kittest::Node<'t> {
    bench
        .query_by_role_and_label(egui::Role::TextInput, name)
        .or_else(|| bench.query_by_role_and_label(egui::Role::PasswordInput, name))
        .or_else(|| bench.query_by_role_and_label(egui::Role::MultilineTextInput, name))
        .unwrap()
}

pub(crate) fn uk<'a>(snapshot: Snapshot) -> Bench<'a> {
    table(Language::Uk, snapshot, [1366.0, 768.0])
}

pub(crate) fn on<'a>(snapshot: Snapshot, screen: Screen) -> Bench<'a> {
    let mut bench = uk(snapshot);
    bench.state_mut().hand.screen = screen;
    bench.run();
    bench
}

pub(crate) fn press(bench: &mut Bench<'_>, key: Key) {
    bench.key_press(key);
    bench.run();
}

pub(crate) fn write(bench: &mut Bench<'_>, field: &str, text: &str) {
    self::field(bench, field).focus();
    bench.run();
    self::field(bench, field).type_text(text);
    bench.run();
}

/// What was asked for since the last time.
pub(crate) fn asked(bench: &mut Bench<'_>) -> Vec<Command> {
    std::mem::take(&mut bench.state_mut().asked)
}

/// Draws every scene in both languages, on a wide and on a narrow screen: each glyph and each name is there. What
/// `then` does to a scene comes after.
pub(crate) fn draw_everywhere<S: IntoIterator<Item = (Snapshot, Screen)>>(
    scenes: impl Fn() -> S,
    then: impl Fn(&mut Bench<'_>),
) {
    for language in Language::ALL {
        for size in [[1366.0, 768.0], [1024.0, 600.0]] {
            for (snapshot, screen) in scenes() {
                let mut bench = table(language, snapshot, size);
                bench.state_mut().hand.screen = screen;
                bench.run();
                assert_eq!(bench.unnamed_widgets(), Vec::<String>::new(), "{screen:?}");
                then(&mut bench);
            }
        }
    }
}
