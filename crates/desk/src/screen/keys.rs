//! The keys of this kit: another passphrase, a colleague, a sealed card, the passphrase for duress; and a visit that is
//! handed over to a colleague.
//!
//! Words are drawn, shown, written down and typed back. Who else has a passphrase is not shown: the kit does not know.

use crate::screen::unlock::drawn_words;
use crate::secret::SecretField;
use crate::turn::Turn;
use egui::Ui;
use look::Icon;
use look::theme::{M, S};
use look::widget::{Button, card, heading, progress, soft, title};
use office::Command;
use office::command::KeyWish;

const BACK: &str = "drawn-back";
const COLLEAGUE: &str = "colleague";

pub(crate) fn draw(ui: &mut Ui, turn: &mut Turn<'_>) {
    heading(ui, turn.t("keys"));
    if turn.snapshot.drawn.is_some() {
        card(ui, |ui| drawn(ui, turn));
        return;
    }
    soft(ui, turn.t("keys-more"));
    ui.add_space(M);
    if turn.visit().is_some() {
        card(ui, |ui| pass_on(ui, turn));
        ui.add_space(S);
    }
    for wish in KeyWish::OPEN {
        card(ui, |ui| {
            ui.horizontal(|ui| {
                ui.vertical(|ui| {
                    ui.set_width((ui.available_width() - 220.0).max(200.0));
                    title(ui, turn.t(&format!("key-wish-{}", wish.key())));
                    soft(ui, turn.t(&format!("key-wish-{}-more", wish.key())));
                });
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    let words = turn.t("key-wish-draw");
                    let name = format!("{words}: {}", turn.t(&format!("key-wish-{}", wish.key())));
                    if Button::secondary(words)
                        .icon(Icon::Card)
                        .name(name)
                        .pressed(ui)
                    {
                        turn.hand.secrets.clear();
                        turn.hand.wish = Some(BACK.to_owned());
                        turn.send_once(Command::DrawKey { wish });
                    }
                });
            });
        });
        ui.add_space(S);
    }
}

fn drawn(ui: &mut Ui, turn: &mut Turn<'_>) {
    let Some(shown) = &turn.snapshot.drawn else {
        return;
    };
    title(ui, turn.t(&format!("key-wish-{}", shown.wish.key())));
    soft(ui, turn.t(&format!("key-wish-{}-write", shown.wish.key())));
    ui.add_space(S);
    drawn_words(ui, turn);
    let label = turn.t("drawn-back");
    let field = SecretField {
        key: BACK,
        label: &label,
        enabled: !shown.setting,
    };
    field.show(ui, turn);
    ui.add_space(S);
    if shown.setting {
        progress(ui, &turn.t("drawn-setting"), None, None);
        return;
    }
    let empty = turn.secret(BACK).is_empty();
    ui.horizontal(|ui| {
        let set = Button::primary(turn.t("drawn-set"))
            .key("Enter")
            .enabled(!empty)
            .pressed(ui);
        if (set || turn.take_go_on()) && !empty {
            let passphrase = turn.take_secret(BACK);
            turn.send_once(Command::SetKey { passphrase });
        }
        if Button::secondary(turn.t("drawn-leave")).pressed(ui) {
            turn.hand.secrets.clear();
            turn.send_once(Command::LeaveKey);
        }
    });
}

fn pass_on(ui: &mut Ui, turn: &mut Turn<'_>) {
    title(ui, turn.t("pass-on"));
    soft(ui, turn.t("pass-on-more"));
    let label = turn.t("pass-on-passphrase");
    let field = SecretField {
        key: COLLEAGUE,
        label: &label,
        enabled: true,
    };
    field.show(ui, turn);
    ui.add_space(S);
    let whole = {
        let typed = turn.secret(COLLEAGUE);
        !typed.is_empty() && office::passphrase::strangers(typed).is_empty()
    };
    let button = Button::secondary(turn.t("pass-on-do")).icon(Icon::Person);
    if button.enabled(whole).deliberate().pressed(ui) {
        let passphrase = turn.take_secret(COLLEAGUE);
        turn.send_once(Command::PassOn { passphrase });
    }
}
