//! What stands over every screen: the kit that is being shut, the minute before it locks itself, the chord for panic, and a
//! clipboard that gives nothing out.

use crate::hand::Hand;
use egui::{Area, CentralPanel, Event, Frame, Id, Key, Order, OutputCommand, Panel, Sense, Ui};
use look::widget::{Tone, notice};
use look::{Arg, Words, palette};
use office::Command;
use office::snapshot::{Gate, Snapshot};

/// How long, in seconds, the chord is held.
const HOLD: f64 = 1.0;

/// A shut kit shows its name and nothing else.
pub(crate) fn neutral(ui: &mut Ui, snapshot: &Snapshot) {
    let frame = Frame::new().fill(palette(ui).ground);
    CentralPanel::no_frame().frame(frame).show(ui, |ui| {
        ui.centered_and_justified(|ui| {
            let name = egui::RichText::new(&snapshot.kit.name);
            ui.label(name.text_style(look::theme::display()));
        });
    });
}

/// Training is marked on every screen, in words and over the whole width.
pub(crate) fn training(ui: &mut Ui, words: Words, snapshot: &Snapshot) {
    let palette = palette(ui);
    let frame = Frame::new()
        .fill(palette.warn)
        .inner_margin(egui::Margin::symmetric(20, 4));
    let mut said = words.t("training");
    if matches!(snapshot.gate, Gate::Locked { .. }) {
        let known = [("name", Arg::from(words.t("training-passphrase-words")))];
        said = format!("{said} {}", words.t_with("training-passphrase", &known));
    }
    let drawn = Panel::top("training")
        .frame(frame)
        .show_separator_line(false)
        .show(ui, |ui| {
            let text = egui::RichText::new(said).color(palette.surface);
            ui.label(text.text_style(look::theme::strong()));
        });
    // A band that takes another height than before finds its place in the next frame.
    let height = drawn.response.rect.height();
    let kept = Id::unique("training-height");
    let before =
        ui.data_mut(|data| std::mem::replace(data.get_temp_mut_or_default::<f32>(kept), height));
    if before != height {
        ui.ctx().request_repaint();
    }
}

/// Notes that somebody is there. In the last minute before the lock that is all a touch does: true then.
pub(crate) fn watch(ui: &Ui, hand: &mut Hand, snapshot: &Snapshot) -> bool {
    let touched = ui.input(|input| input.events.iter().any(is_touch));
    hand.touched |= touched;
    let warned = snapshot.lock_in_s.is_some();
    if warned {
        ui.input_mut(|input| input.events.retain(|event| !is_touch(event)));
    }
    warned
}

fn is_touch(event: &Event) -> bool {
    matches!(
        event,
        Event::Key { .. }
            | Event::Text(_)
            | Event::Ime(_)
            | Event::PointerMoved(_)
            | Event::PointerButton { .. }
            | Event::Touch { .. }
            | Event::MouseWheel { .. }
            | Event::AccessKitActionRequest(_)
    )
}

/// Says how long it is until the lock, over a page that stays readable and takes nothing in.
pub(crate) fn warn(ui: &Ui, words: Words, snapshot: &Snapshot) {
    let Some(left) = snapshot.lock_in_s else {
        return;
    };
    let whole = ui.ctx().content_rect();
    let shield = Area::new(Id::unique("idle-shield")).order(Order::Foreground);
    shield.fixed_pos(whole.min).show(ui.ctx(), |ui| {
        ui.allocate_response(whole.size(), Sense::click_and_drag());
    });
    let at = egui::pos2(whole.left() + 24.0, whole.top() + 64.0);
    let note = Area::new(Id::unique("idle-note")).order(Order::Tooltip);
    note.fixed_pos(at).show(ui.ctx(), |ui| {
        ui.set_width(whole.width() - 48.0);
        let (what, more) = match snapshot.gate {
            Gate::Corner => ("corner-warning", "corner-warning-more"),
            Gate::Locked { .. } | Gate::Trying | Gate::Open { .. } | Gate::Closing => {
                ("idle-warning", "idle-more")
            }
        };
        let what = words.t_with(what, &[("n", Arg::from(left))]);
        notice(ui, Tone::Warn, &what, &words.t(more), |_ui| ());
    });
}

/// The chord for panic: Ctrl, Shift and Backspace, held for a second on any screen of an open kit.
pub(crate) fn chord(
    ui: &Ui,
    hand: &mut Hand,
    snapshot: &Snapshot,
    words: Words,
) -> Option<Command> {
    let (held, time) = ui.input(|input| {
        let modifiers = input.modifiers;
        let held = modifiers.ctrl && modifiers.shift && input.key_down(Key::Backspace);
        (held && input.focused, input.time)
    });
    if !held || !matches!(snapshot.gate, Gate::Open { .. }) {
        hand.chord_since = None;
        return None;
    }
    ui.input_mut(|input| {
        let is_chord = |event: &Event| {
            matches!(
                event,
                Event::Key {
                    key: Key::Backspace,
                    ..
                }
            )
        };
        input.events.retain(|event| !is_chord(event));
    });
    let since = *hand.chord_since.get_or_insert(time);
    if time - since >= HOLD {
        return Some(Command::Panic);
    }
    ui.ctx()
        .request_repaint_after(std::time::Duration::from_secs_f64(HOLD - (time - since)));
    let whole = ui.ctx().content_rect();
    let note = Area::new(Id::unique("panic-note")).order(Order::Tooltip);
    let at = egui::pos2(whole.left() + 24.0, whole.bottom() - 140.0);
    note.fixed_pos(at).show(ui.ctx(), |ui| {
        ui.set_width(whole.width() - 48.0);
        let (what, more) = (words.t("panic-hold"), words.t("panic-more"));
        notice(ui, Tone::Bad, &what, &more, |_ui| ());
    });
    None
}

/// Nothing of a person leaves by the clipboard or by a selection with the mouse, and nothing comes in by it.
pub(crate) fn no_clipboard_in(ui: &Ui) {
    ui.input_mut(|input| {
        let is_clipboard = |event: &Event| {
            matches!(
                event,
                Event::Copy
                    | Event::Cut
                    | Event::Paste(_)
                    | Event::PasteImage(_)
                    | Event::MiddleClickPaste { .. }
            )
        };
        input.events.retain(|event| !is_clipboard(event));
    });
}

/// See [`no_clipboard_in`].
pub(crate) fn no_clipboard_out(ui: &Ui) {
    ui.ctx().output_mut(|output| {
        output
            .commands
            .retain(|command| matches!(command, OutputCommand::OpenUrl(_)));
    });
}
