//! The frame around every screen: bar above, keys below, what went wrong between them.

use crate::hand::{Ask, Hand, Screen};
use crate::turn::Turn;
use crate::{rail, say, screen, stand};
use egui::{CentralPanel, Event, Frame, Key, Margin, Panel, ScrollArea, Stroke, Ui};
use look::theme::{COLUMN, L, S, TypeSize, XL};
use look::widget::{
    Button, Field, KeyCap, Tone, chip, heading, key_bar, passing, progress, rule, soft, strong,
};
use look::{Icon, palette};
use office::address::Places;
use office::application::Stage;
use office::snapshot::{Gate, Pictures, Snapshot, WorkKind};
use office::{Command, visit::VisitField};

/// The least size of type in the self-service corner, in points.
const CORNER: u8 = 24;

/// Draws the whole window and gives what the person asks for, in order.
///
/// Called once a frame with the newest snapshot. May be called twice for one frame (egui discards a pass when sizes
/// change): a command comes from a press only, and a press is in one pass only.
pub fn draw(
    ui: &mut Ui,
    hand: &mut Hand,
    snapshot: &Snapshot,
    pictures: &dyn Pictures,
    places: &dyn Places,
) -> Vec<Command> {
    wear(ui, hand, snapshot);
    hand.follow(snapshot);
    if matches!(snapshot.gate, Gate::Closing) {
        stand::neutral(ui, snapshot);
        return Vec::new();
    }
    stand::no_clipboard_in(ui);
    let words = hand.words();
    if let Some(panic) = stand::chord(ui, hand, snapshot, words) {
        return vec![panic];
    }
    let warned = stand::watch(ui, hand, snapshot);
    ignore_held_keys(ui);
    let focused = ui.memory(|memory| memory.focused());
    let go_on = Field::entered(ui) && (focused.is_none() || focused == hand.settled);
    hand.settled = None;
    let before = place(hand);
    let mut turn = Turn {
        words: hand.words(),
        time: ui.input(|input| input.time),
        hand,
        snapshot,
        pictures,
        places,
        commands: Vec::new(),
        go_on,
    };
    top_bar(ui, &mut turn);
    if snapshot.kit.training {
        stand::training(ui, turn.words, snapshot);
    }
    if let Some(view) = &snapshot.corner {
        screen::corner::draw(ui, &mut turn, view);
    } else if matches!(snapshot.gate, Gate::Open { .. }) {
        bottom_bar(ui, &mut turn);
        if turn.hand.help {
            help(ui, &mut turn);
        } else {
            open(ui, &mut turn);
        }
        if ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, Key::Escape)) {
            back(&mut turn);
        }
    } else {
        CentralPanel::no_frame()
            .frame(page(ui))
            .show(ui, |ui| locked(ui, &mut turn));
    }
    let commands = turn.commands;
    settle(ui, hand, &before);
    stand::warn(ui, words, snapshot);
    stand::no_clipboard_out(ui);
    if warned { Vec::new() } else { commands }
}

/// A resident who fills in alone reads large type.
fn wear(ui: &Ui, hand: &mut Hand, snapshot: &Snapshot) {
    let mut wanted = hand.appearance;
    if snapshot.corner.is_some() {
        wanted.size = wanted.size.max(TypeSize::at_most(CORNER));
    }
    if hand.worn != Some(wanted) {
        wanted.apply(ui.ctx());
        hand.worn = Some(wanted);
    }
}

/// The lock screen, or over it what the kit tells whoever finds it.
fn locked(ui: &mut Ui, turn: &mut Turn<'_>) {
    if !turn.hand.examining {
        return screen::unlock::draw(ui, turn);
    }
    let away = ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, Key::Escape));
    if Button::secondary(turn.t("go-back"))
        .icon(Icon::Left)
        .key("Esc")
        .pressed(ui)
        || away
    {
        turn.hand.examining = false;
    }
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        ui.set_max_width(COLUMN);
        screen::residue::draw(ui, turn);
    });
}

/// Where the window stands: what it shows and where the focus is wanted.
type Place = (
    Screen,
    usize,
    bool,
    Option<String>,
    Option<String>,
    Option<Ask>,
);

fn place(hand: &Hand) -> Place {
    (
        hand.screen,
        hand.step,
        hand.help,
        hand.overriding.clone(),
        hand.wish.clone(),
        hand.ask,
    )
}

/// Asks for another frame where this one led somewhere else, and drops a wish that no field of the screen has taken.
fn settle(ui: &Ui, hand: &mut Hand, before: &Place) {
    let wish = hand.wish.as_ref();
    if wish.is_some() && wish == before.4.as_ref() {
        hand.wish = None;
    }
    if place(hand) != *before {
        ui.ctx().request_repaint();
    }
}

/// A key that is held down repeats; only text may be made of that.
fn ignore_held_keys(ui: &Ui) {
    ui.input_mut(|input| {
        input.events.retain(|event| {
            !matches!(
                event,
                Event::Key {
                    key: Key::Enter | Key::Space | Key::Escape | Key::F5 | Key::F6,
                    repeat: true,
                    ..
                }
            )
        });
    });
}

/// Escape: the help goes, then the field loses the focus, then the screen before comes back. Nothing typed is lost.
fn back(turn: &mut Turn<'_>) {
    if turn.hand.help {
        turn.hand.help = false;
    } else if turn.hand.overriding.is_some() {
        turn.hand.overriding = None;
    } else if turn.hand.screen == Screen::Today && turn.hand.ask.take().is_some() {
        turn.hand.end = None;
    } else if !turn.hand.screen.is_of_visit() && turn.hand.screen != Screen::Today {
        let before = turn.hand.before;
        turn.go(before);
    }
}

pub(crate) fn page(ui: &Ui) -> Frame {
    Frame::new()
        .fill(palette(ui).ground)
        .inner_margin(Margin::symmetric(20, 14))
}

pub(crate) fn bar(ui: &Ui) -> Frame {
    let palette = palette(ui);
    Frame::new()
        .fill(palette.surface)
        .inner_margin(Margin::symmetric(12, 3))
        .stroke(Stroke::new(1.0, palette.line))
}

fn top_bar(ui: &mut Ui, turn: &mut Turn<'_>) {
    let frame = bar(ui);
    Panel::top("top")
        .frame(frame)
        .show_separator_line(false)
        .show(ui, |ui| {
            ui.horizontal(|ui| {
                ui.set_min_height(look::theme::TOUCH);
                let open = matches!(turn.snapshot.gate, Gate::Open { .. });
                let who = turn
                    .visit()
                    .filter(|_| open)
                    .map(|view| view.visit.applicant.full_name());
                match who {
                    Some(name) if !name.is_empty() => strong_line(ui, &name),
                    _ => strong_line(ui, &turn.snapshot.kit.name),
                }
                if open && let Some(view) = turn.visit() {
                    let (tone, key) = if view.saved {
                        (Tone::Good, "saved")
                    } else {
                        (Tone::Busy, "saving")
                    };
                    chip(ui, tone, turn.t(key));
                }
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    settings(ui, turn);
                    clock(ui, turn);
                    if open && turn.snapshot.outbox.bytes_left > 0 {
                        let left = turn.words.bytes(turn.snapshot.outbox.bytes_left);
                        let text = turn.words.t_with("outbox-left", &[("size", left.into())]);
                        chip(ui, Tone::Plain, text);
                    }
                });
            });
        });
}

fn strong_line(ui: &mut Ui, words: &str) {
    ui.scope(|ui| {
        ui.set_max_width(ui.available_width() * 0.38);
        let rich = egui::RichText::new(words).text_style(look::theme::title());
        ui.add(egui::Label::new(rich).truncate());
    });
}

fn clock(ui: &mut Ui, turn: &mut Turn<'_>) {
    if turn.snapshot.clock_doubtful {
        let words = turn.t("clock-doubtful");
        let open = matches!(turn.snapshot.gate, Gate::Open { .. });
        if !open || turn.hand.screen == Screen::Today {
            chip(ui, Tone::Warn, words);
        } else if Button::secondary(words).icon(Icon::Warning).pressed(ui) {
            turn.hand.help = false;
            turn.go(Screen::Today);
        }
    }
    ui.label(egui::RichText::new(&turn.snapshot.time).text_style(look::theme::strong()));
    ui.label(egui::RichText::new(&turn.snapshot.date).color(palette(ui).soft));
}

/// Language, theme and size of type: always in reach, also before the kit is open.
fn settings(ui: &mut Ui, turn: &mut Turn<'_>) {
    ui.spacing_mut().item_spacing.x = 2.0;
    let hand = &mut *turn.hand;
    let words = turn.words;
    if Button::quiet(words.t("language-other"))
        .name(words.t("switch-language"))
        .pressed(ui)
    {
        hand.language = hand.language.next();
    }
    if Button::quiet("Aa").name(words.t("switch-size")).pressed(ui) {
        hand.appearance.size = hand.appearance.size.next();
    }
    if Button::quiet("")
        .icon(Icon::Shade)
        .name(words.t("switch-theme"))
        .pressed(ui)
    {
        hand.appearance.theme = hand.appearance.theme.next();
    }
    ui.spacing_mut().item_spacing.x = S;
}

fn bottom_bar(ui: &mut Ui, turn: &mut Turn<'_>) {
    let frame = bar(ui);
    let drawn = Panel::bottom("keys")
        .frame(frame)
        .show_separator_line(false)
        .show(ui, |ui| key_bar(ui, &caps(turn)));
    // A bar that takes another number of lines than before finds its place in the next frame.
    let height = drawn.response.rect.height();
    if turn.hand.bar_height != height {
        turn.hand.bar_height = height;
        ui.ctx().request_repaint();
    }
    let Some(key) = drawn.inner else { return };
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "a keyboard has a hundred keys, the bar has nine"
    )]
    match key {
        Key::F1 => turn.hand.help = !turn.hand.help,
        Key::F2 => {
            turn.hand.help = false;
            turn.go(Screen::Today);
        }
        Key::F5 => screen::documents::scan(turn),
        Key::F6 => print(turn),
        Key::F8 => turn.go(Screen::Outbox),
        Key::F9 => turn.go(Screen::Devices),
        Key::F10 => turn.go(Screen::Journal),
        Key::F11 => turn.go(Screen::Keys),
        Key::F12 => turn.send_once(Command::Lock),
        // The bar gives only the keys that it was given.
        _other => {}
    }
}

fn caps(turn: &Turn<'_>) -> Vec<KeyCap> {
    let cap = |key, words: &str, enabled| KeyCap {
        key,
        words: turn.t(words),
        enabled,
    };
    vec![
        cap(Key::F1, "key-help", true),
        cap(Key::F2, "key-today", true),
        cap(Key::F5, "key-scan", screen::documents::may_scan(turn)),
        cap(Key::F6, "key-print", may_print(turn)),
        cap(Key::F8, "key-outbox", true),
        cap(Key::F9, "key-devices", true),
        cap(Key::F10, "key-journal", true),
        cap(Key::F11, "key-keys", true),
        cap(Key::F12, "key-lock", true),
    ]
}

fn may_print(turn: &Turn<'_>) -> bool {
    turn.hand.screen.is_of_visit()
        && turn.application().is_some_and(|application| {
            matches!(application.stage, Stage::Reviewed | Stage::Signed) || application.papers.held
        })
}

/// F6 prints what is next: the application before it is sealed, inventory and slip after.
fn print(turn: &mut Turn<'_>) {
    let Some(application) = turn.application() else {
        return;
    };
    if application.papers.held {
        turn.send_once(Command::Reprint);
    } else if matches!(application.stage, Stage::Reviewed | Stage::Signed) {
        turn.go(Screen::Review);
        turn.send_once(Command::PrintApplication);
    }
}

fn open(ui: &mut Ui, turn: &mut Turn<'_>) {
    if turn.hand.screen.is_of_visit() && turn.visit().is_none() {
        turn.go(Screen::Today);
    }
    if turn.hand.screen.is_of_visit() {
        rail::draw(ui, turn);
        action_bar(ui, turn);
    }
    let frame = page(ui);
    CentralPanel::no_frame().frame(frame).show(ui, |ui| {
        let shown = turn.hand.screen;
        ScrollArea::vertical()
            .id_salt((shown, turn.hand.step))
            .auto_shrink(false)
            .show(ui, |ui| {
                let (left, width) = column(ui, shown);
                ui.horizontal_top(|ui| {
                    ui.spacing_mut().item_spacing.x = 0.0;
                    ui.add_space(left);
                    ui.vertical(|ui| {
                        ui.set_width(width);
                        ui.spacing_mut().item_spacing.x = S;
                        screen(ui, turn, shown);
                    });
                });
                ui.add_space(XL);
            });
    });
    if turn.hand.screen.is_of_visit() && turn.take_go_on() {
        rail::go_on(turn);
    }
}

fn screen(ui: &mut Ui, turn: &mut Turn<'_>, shown: Screen) {
    notices(ui, turn);
    match shown {
        Screen::Today => screen::today::draw(ui, turn),
        Screen::Visit => screen::visit::draw(ui, turn),
        Screen::Identity => screen::identity::draw(ui, turn),
        Screen::Form => screen::form::draw(ui, turn),
        Screen::Documents => screen::documents::draw(ui, turn),
        Screen::Review => screen::review::draw(ui, turn),
        Screen::Finish => screen::finish::draw(ui, turn),
        Screen::Outbox => screen::outbox::draw(ui, turn),
        Screen::Devices => screen::devices::draw(ui, turn),
        Screen::Journal => screen::journal::draw(ui, turn),
        Screen::Keys => screen::keys::draw(ui, turn),
        Screen::Residue => screen::residue::draw(ui, turn),
        Screen::Readiness => screen::readiness::draw(ui, turn),
        Screen::Settings => screen::settings::draw(ui, turn),
    }
}

/// The margin on the left and the width of a screen: papers and review need the room, everything else is one column; in the middle where no rail
/// stands beside it.
fn column(ui: &Ui, shown: Screen) -> (f32, f32) {
    let room = ui.available_width() - S;
    let wide = matches!(shown, Screen::Documents | Screen::Review);
    let width = if wide { room } else { COLUMN.min(room) };
    let left = if shown.is_of_visit() {
        0.0
    } else {
        (room - width) / 2.0
    };
    (left, width)
}

/// What went wrong lately and what runs, above the work.
fn notices(ui: &mut Ui, turn: &mut Turn<'_>) {
    for fault in turn.snapshot.notices.iter().rev().take(3) {
        let (what, remedy) = say::trouble(turn.words, &fault.trouble);
        let away = turn.t("put-away");
        ui.push_id(("notice", fault.id), |ui| {
            if passing(ui, Tone::Warn, &what, &remedy, &away) {
                turn.send(Command::Dismiss { notice: fault.id });
            }
        });
        ui.add_space(S);
    }
    if let Some(work) = &turn.snapshot.work {
        let key = match work.kind {
            WorkKind::Scanning => "work-scanning",
            WorkKind::Importing => "work-importing",
            WorkKind::Sealing => "work-sealing",
        };
        let text = turn.words.t_with(key, &[("n", work.pages.into())]);
        let stop = turn.t("stop");
        let stop = (work.kind != WorkKind::Sealing).then_some(stop.as_str());
        if progress(ui, &text, None, stop) {
            turn.send_once(Command::StopWork);
        }
        ui.add_space(S);
    }
}

/// The bar under the work: back on the left, the next step on the right, between them what is still to be done.
fn action_bar(ui: &mut Ui, turn: &mut Turn<'_>) {
    let way = rail::way(turn);
    if way.before.is_none() && way.next.is_none() {
        return;
    }
    let frame = bar(ui);
    Panel::bottom("action")
        .frame(frame)
        .show_separator_line(false)
        .show(ui, |ui| {
            ui.horizontal(|ui| {
                ui.set_min_height(look::theme::TOUCH + S);
                if let Some(before) = way.before
                    && Button::secondary(turn.t("go-back"))
                        .icon(Icon::Left)
                        .pressed(ui)
                {
                    rail::go_back(turn, before);
                }
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    if let Some(words) = &way.next
                        && Button::primary(words)
                            .icon(Icon::Right)
                            .key("Enter")
                            .pressed(ui)
                    {
                        turn.go_on = true;
                    }
                    if !way.lacking.is_empty() {
                        let tone = if turn.hand.held_back {
                            Tone::Warn
                        } else {
                            Tone::Plain
                        };
                        chip(ui, tone, way.lacking.as_str());
                    }
                });
            });
        });
}

/// The keys and what they do, over the screen; F1 or Escape puts it away.
fn help(ui: &mut Ui, turn: &mut Turn<'_>) {
    let frame = page(ui);
    CentralPanel::no_frame().frame(frame).show(ui, |ui| {
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            ui.set_max_width(COLUMN);
            heading(ui, turn.t("help"));
            for line in [
                "enter", "escape", "tab", "space", "f2", "f5", "f6", "f8", "f9", "f10", "f11",
                "f12", "panic",
            ] {
                ui.horizontal_top(|ui| {
                    ui.allocate_ui(egui::vec2(150.0, 28.0), |ui| {
                        ui.set_width(150.0);
                        strong(ui, turn.t(&format!("help-{line}-key")));
                    });
                    soft(ui, turn.t(&format!("help-{line}")));
                });
            }
            rule(ui);
            soft(ui, turn.t("help-look"));
            ui.add_space(L);
            if Button::primary(turn.t("help-away")).key("Esc").pressed(ui) || turn.take_go_on() {
                turn.hand.help = false;
            }
        });
    });
}

/// The key of a visit's text in the hand.
pub(crate) fn visit_key(field: VisitField) -> String {
    format!("visit.{}", field.key())
}
