//! The shut kit: one field, and beside it how far the delivery has come, in neutral figures. For whoever has forgotten
//! the passphrase, or where it opens nothing any more, a new vault by a one-time code.

use crate::say;
use crate::secret::SecretField;
use crate::turn::Turn;
use egui::Ui;
use look::theme::{L, M, S, XL};
use look::widget::{Button, Tone, card, chip, notice, progress, soft, strong, title};
use look::{Arg, Icon};
use office::Command;
use office::command::KeyWish;
use office::snapshot::{DeliveryState, Gate};
use office::trouble::Trouble;

const KEY: &str = "passphrase";
const CODE: &str = "renewal-code";
const BACK: &str = "renewal-back";

pub(crate) fn draw(ui: &mut Ui, turn: &mut Turn<'_>) {
    let (trying, refusal) = match &turn.snapshot.gate {
        Gate::Locked { refusal } => (false, refusal.clone()),
        Gate::Trying => (true, None),
        Gate::Open { .. } | Gate::Corner | Gate::Closing => return,
    };
    let renewing = turn.snapshot.drawn.is_some();
    let width = 620.0_f32.min(ui.available_width());
    ui.vertical_centered(|ui| {
        if !renewing {
            ui.add_space((ui.available_height() * 0.06).min(48.0));
            let name = egui::RichText::new(&turn.snapshot.kit.name);
            ui.label(name.text_style(look::theme::display()));
            soft(ui, turn.t("unlock-office"));
            ui.add_space(M);
        }
        ui.allocate_ui_with_layout(
            egui::vec2(width, 0.0),
            egui::Layout::top_down(egui::Align::Min),
            |ui| {
                card(ui, |ui| {
                    if let Some(trouble) = &refusal {
                        let (what, remedy) = say::trouble(turn.words, trouble);
                        notice(ui, Tone::Bad, &what, &remedy, |_ui| ());
                        ui.add_space(M);
                    }
                    if renewing {
                        renewal(ui, turn, trying);
                    } else {
                        let destroyed = matches!(refusal, Some(Trouble::KeysDestroyed));
                        if !destroyed {
                            passphrase(ui, turn, trying);
                        }
                        begin_renewal(ui, turn, trying, destroyed);
                    }
                });
                if !renewing {
                    ui.add_space(XL);
                    delivery(ui, turn);
                    ui.add_space(M);
                    if Button::quiet(turn.t("residue-open")).pressed(ui) {
                        turn.hand.examining = true;
                    }
                }
            },
        );
    });
}

fn passphrase(ui: &mut Ui, turn: &mut Turn<'_>, trying: bool) {
    let label = turn.t("unlock-passphrase");
    if !turn.hand.secrets.contains_key(KEY) {
        turn.hand.wish = Some(KEY.to_owned());
    }
    let field = SecretField {
        key: KEY,
        label: &label,
        enabled: !trying,
    };
    field.show(ui, turn);
    ui.add_space(S);
    if trying {
        progress(ui, &turn.t("unlock-trying"), None, None);
        // It was taken out to be tried; where it is refused, the field begins anew, with the focus.
        turn.hand.secrets.remove(KEY);
        return;
    }
    let empty = turn.secret(KEY).is_empty();
    let open = Button::primary(turn.t("unlock-open"))
        .icon(Icon::Lock)
        .key("Enter")
        .wide()
        .enabled(!empty)
        .pressed(ui);
    let wanted = (open || turn.take_go_on()) && !empty;
    if !empty && asked_and_meant(ui, turn, wanted) {
        let passphrase = turn.take_secret(KEY);
        turn.send_once(Command::Unlock { passphrase });
    }
}

/// Words that are on no list are pointed out before they are tried: they cost no guess unless they are meant.
fn asked_and_meant(ui: &mut Ui, turn: &mut Turn<'_>, wanted: bool) -> bool {
    if wanted {
        turn.hand.asked_to_try = true;
    }
    if !turn.hand.asked_to_try {
        return false;
    }
    let strange = !office::passphrase::strangers(turn.secret(KEY)).is_empty();
    if !strange {
        // The word was mended: that is not yet a wish to try.
        turn.hand.asked_to_try = false;
        return wanted;
    }
    ui.add_space(S);
    let meant = turn.means(ui, KEY);
    if meant {
        turn.hand.asked_to_try = false;
    }
    meant
}

fn begin_renewal(ui: &mut Ui, turn: &mut Turn<'_>, trying: bool, destroyed: bool) {
    let words = turn.t("renewal-begin");
    let button = if destroyed {
        Button::primary(words).icon(Icon::Card)
    } else {
        ui.add_space(S);
        Button::quiet(words)
    };
    if button.enabled(!trying).pressed(ui) {
        turn.send_once(Command::DrawKey {
            wish: KeyWish::Renewal,
        });
    }
}

/// The new passphrase is shown to be written down; the code and the words typed back make the new vault.
fn renewal(ui: &mut Ui, turn: &mut Turn<'_>, trying: bool) {
    title(ui, turn.t("renewal"));
    soft(ui, turn.t("renewal-more"));
    ui.add_space(S);
    drawn_words(ui, turn);
    for (key, label) in [(BACK, "drawn-back"), (CODE, "renewal-code")] {
        let label = turn.t(label);
        let field = SecretField {
            key,
            label: &label,
            enabled: !trying,
        };
        field.show(ui, turn);
    }
    ui.add_space(S);
    if trying {
        progress(ui, &turn.t("renewal-trying"), None, None);
        return;
    }
    let ready = [BACK, CODE].iter().all(|key| !turn.secret(key).is_empty());
    ui.horizontal(|ui| {
        let make = Button::primary(turn.t("renewal-make")).enabled(ready);
        let leave = turn.t("drawn-leave");
        if make.deliberate().pressed(ui) {
            let (code, passphrase) = (turn.take_secret(CODE), turn.take_secret(BACK));
            turn.send_once(Command::Renew { code, passphrase });
        }
        if Button::secondary(leave).pressed(ui) {
            turn.hand.secrets.clear();
            turn.send_once(Command::LeaveKey);
        }
    });
}

/// Words to be written down, numbered, so that none is left out.
pub(crate) fn drawn_words(ui: &mut Ui, turn: &Turn<'_>) {
    let Some(drawn) = &turn.snapshot.drawn else {
        return;
    };
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(L, S / 2.0);
        for (place, word) in (1..).zip(drawn.words.0.split(' ')) {
            let text = egui::RichText::new(format!("{place}. {word}"));
            let word = egui::Label::new(text.text_style(egui::TextStyle::Heading));
            // A number stays with its word.
            ui.add(word.extend());
        }
    });
    ui.add_space(S);
}

/// A locked kit goes on delivering; figures only.
fn delivery(ui: &mut Ui, turn: &Turn<'_>) {
    let outbox = &turn.snapshot.outbox;
    ui.horizontal_wrapped(|ui| {
        let waiting = outbox
            .items
            .iter()
            .filter(|item| item.state != DeliveryState::Delivered)
            .count();
        if waiting == 0 {
            chip(ui, Tone::Good, turn.t("outbox-empty"));
            return;
        }
        let (tone, text) = say::coverage(turn.words, outbox.coverage);
        chip(ui, tone, text);
        let args = [
            ("n", Arg::from(waiting)),
            ("size", Arg::from(turn.words.bytes(outbox.bytes_left))),
        ];
        strong(ui, turn.words.t_with("outbox-total", &args));
    });
}
