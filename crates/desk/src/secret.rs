//! A field for what must not stay in memory: a passphrase is typed into a fixed place that is wiped.
//!
//! No text field of the toolkit is used: those keep every step for undoing. Nothing here reaches the clipboard.

use crate::turn::{Turn, field_id};
use egui::{Event, EventFilter, ImeEvent, Key, Modifiers, Response, Role, Sense, Ui, WidgetInfo};
use look::theme::{RADIUS, S, TOUCH};
use look::widget::{Button, Tone, chip, strong};
use look::{Arg, Icon, palette};
use office::command::Secret;
use office::passphrase::{self, TypedWord};
use zeroize::Zeroize as _;

/// Bytes of the place; more is not taken.
const ROOM: usize = 512;

/// The place. It never grows and never moves, so it leaves no copies; wiped when dropped.
pub(crate) struct Typed {
    bytes: Box<[u8; ROOM]>,
    len: usize,
}

impl Default for Typed {
    fn default() -> Self {
        Self {
            bytes: Box::new([0; ROOM]),
            len: 0,
        }
    }
}

impl Drop for Typed {
    fn drop(&mut self) {
        self.bytes.zeroize();
    }
}

impl Typed {
    pub(crate) fn as_str(&self) -> &str {
        self.bytes
            .get(..self.len)
            .and_then(|bytes| std::str::from_utf8(bytes).ok())
            .unwrap_or_default()
    }

    /// Takes text at the end, as far as there is room. A blank finishes a word that its beginning tells.
    fn push(&mut self, text: &str) {
        if text == " " {
            self.finish_word();
        }
        let end = self.len + text.len();
        if let Some(room) = self.bytes.get_mut(self.len..end) {
            room.copy_from_slice(text.as_bytes());
            self.len = end;
        }
    }

    fn finish_word(&mut self) {
        let begun = self.as_str().rfind(' ').map_or(0, |at| at + 1);
        if let TypedWord::Known(word) = passphrase::read(&self.as_str()[begun..])
            && begun + word.len() < ROOM
        {
            self.cut(begun);
            self.push(word);
        }
    }

    /// Takes the last letter away.
    fn pop(&mut self) {
        let end = self.as_str().char_indices().next_back().map(|(at, _)| at);
        self.cut(end.unwrap_or(0));
    }

    fn cut(&mut self, len: usize) {
        if let Some(rest) = self.bytes.get_mut(len..) {
            rest.zeroize();
        }
        self.len = len;
    }

    fn take(&mut self) -> Secret {
        let text = Secret(self.as_str().to_owned());
        self.cut(0);
        text
    }
}

/// What a secret field is for.
#[derive(Clone, Copy)]
pub(crate) struct SecretField<'w> {
    /// Its name for as long as the window lives.
    pub(crate) key: &'static str,
    pub(crate) label: &'w str,
    pub(crate) enabled: bool,
}

impl SecretField<'_> {
    /// Draws label, field and what is known of the words in it.
    pub(crate) fn show(self, ui: &mut Ui, turn: &mut Turn<'_>) {
        ui.horizontal(|ui| {
            ui.set_min_height(TOUCH);
            strong(ui, self.label);
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let words = if turn.hand.shows_secrets {
                    "secret-hide"
                } else {
                    "secret-show"
                };
                if Button::quiet(turn.t(words)).pressed(ui) {
                    turn.hand.shows_secrets = !turn.hand.shows_secrets;
                }
            });
        });
        let wished = self.enabled && turn.hand.take_wish(self.key);
        let shows = turn.hand.shows_secrets;
        let typed = turn.hand.secrets.entry(self.key).or_default();
        let response = self.line(ui, typed, shows);
        if wished {
            response.request_focus();
        }
        if response.has_focus() {
            turn.hand.typing = Some(self.key.to_owned());
            turn.hand.settled = Some(response.id);
        }
        ui.add_space(S / 2.0);
        self.words(ui, turn);
    }

    fn line(self, ui: &mut Ui, typed: &mut Typed, shows: bool) -> Response {
        let palette = palette(ui);
        let height = ui.text_style_height(&egui::TextStyle::Heading) + 28.0;
        let (rect, _) =
            ui.allocate_exact_size(egui::vec2(ui.available_width(), height), Sense::hover());
        let sense = if self.enabled {
            Sense::click()
        } else {
            Sense::hover()
        };
        let response = ui.interact(rect, field_id(self.key), sense);
        if response.clicked() {
            response.request_focus();
        }
        let focused = response.has_focus();
        if focused {
            listen(ui, &response, typed);
        }
        let (fill, stroke) = match (self.enabled, focused) {
            (false, _) => (palette.ground, egui::Stroke::new(1.0, palette.edge)),
            (true, true) => (palette.surface, egui::Stroke::new(2.5, palette.accent)),
            (true, false) => (palette.surface, egui::Stroke::new(1.0, palette.edge)),
        };
        let radius = egui::CornerRadius::same(RADIUS);
        ui.painter()
            .rect(rect, radius, fill, stroke, egui::StrokeKind::Inside);
        let mut shown: String = if shows {
            typed.as_str().to_owned()
        } else {
            typed.as_str().chars().map(|_| '\u{2022}').collect()
        };
        let font = egui::TextStyle::Heading.resolve(ui.style());
        let galley = ui
            .painter()
            .layout_no_wrap(std::mem::take(&mut shown), font, palette.ink);
        let inner = rect.shrink2(egui::vec2(12.0, 4.0));
        // The end is what is being typed: a long phrase runs out on the left.
        let left = inner.left() + (inner.width() - galley.size().x - 2.0).min(0.0);
        let at = egui::pos2(left, inner.center().y - galley.size().y / 2.0);
        let end = at.x + galley.size().x + 1.0;
        let painter = ui.painter_at(inner);
        painter.galley(at, galley, palette.ink);
        if focused {
            let cursor = egui::Stroke::new(2.0, palette.accent);
            painter.vline(end, inner.shrink(8.0).y_range(), cursor);
        }
        response.widget_info(|| WidgetInfo::labeled(Role::PasswordInput, self.enabled, self.label));
        response
    }

    /// How many words there are, and which of them are on no list. The one that is being typed is not judged before it is
    /// finished or told by its beginning.
    fn words(self, ui: &mut Ui, turn: &Turn<'_>) {
        let typed = turn.secret(self.key);
        let count = typed.split_whitespace().count();
        if count == 0 {
            return;
        }
        let mut strangers = passphrase::strangers(typed);
        let last_is_open = !typed.ends_with(' ')
            && typed
                .split_whitespace()
                .last()
                .is_some_and(|word| passphrase::read(word) == TypedWord::Begun);
        if last_is_open {
            strangers.retain(|place| *place != count);
        }
        ui.horizontal_wrapped(|ui| {
            let tone = if strangers.is_empty() && !last_is_open {
                Tone::Good
            } else {
                Tone::Plain
            };
            chip(
                ui,
                tone,
                turn.words
                    .t_with("secret-words", &[("n", Arg::from(count))]),
            );
            if !strangers.is_empty() {
                let places: Vec<String> = strangers.iter().map(usize::to_string).collect();
                let said = [("name", Arg::from(places.join(", ")))];
                chip(ui, Tone::Warn, turn.words.t_with("secret-strangers", &said));
            }
            if turn.hand.shows_secrets
                && let Some(word) = typed.split_whitespace().last()
                && let TypedWord::Known(whole) = passphrase::read(word)
                && whole != word
            {
                chip(ui, Tone::Busy, whole);
            }
        });
    }
}

/// Takes in what is typed while the field has the focus.
fn listen(ui: &Ui, response: &Response, typed: &mut Typed) {
    let filter = EventFilter {
        horizontal_arrows: true,
        vertical_arrows: true,
        ..EventFilter::default()
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    // A keyboard on the screen comes up, and a composing one may commit.
    ui.output_mut(|output| {
        output.ime = Some(egui::output::IMEOutput {
            purpose: egui::IMEPurpose::Password,
            rect: response.rect,
            cursor_rect: response.rect,
            should_interrupt_composition: false,
        });
    });
    let events = ui.input(|input| input.events.clone());
    for event in &events {
        #[expect(
            clippy::wildcard_enum_match_arm,
            reason = "only letters and the key that takes them away are for this field"
        )]
        match event {
            Event::Text(text) | Event::Ime(ImeEvent::Commit(text)) => typed.push(text),
            Event::Key {
                key: Key::Backspace,
                pressed: true,
                modifiers,
                ..
            } if modifiers.contains(Modifiers::COMMAND) => {
                let word = typed.as_str().trim_end().rfind(' ').map_or(0, |at| at + 1);
                typed.cut(word);
            }
            Event::Key {
                key: Key::Backspace,
                pressed: true,
                ..
            } => typed.pop(),
            _other => {}
        }
    }
}

impl Turn<'_> {
    /// What is typed in a secret field.
    pub(crate) fn secret(&self, key: &str) -> &str {
        self.hand.secrets.get(key).map_or("", Typed::as_str)
    }

    /// Takes what is typed out of a secret field.
    pub(crate) fn take_secret(&mut self, key: &'static str) -> Secret {
        self.hand.stranger_meant = false;
        self.hand.secrets.entry(key).or_default().take()
    }

    /// Whether what is typed may be tried: every word is on the list, or the person means it as it is. Asks where not, so
    /// that a slip of the finger costs no guess.
    pub(crate) fn means(&mut self, ui: &mut Ui, key: &str) -> bool {
        let strange = !passphrase::strangers(self.secret(key)).is_empty();
        if !strange {
            return true;
        }
        look::widget::soft(ui, self.t("secret-strangers-more"));
        let words = self.t("secret-try-anyway");
        if Button::secondary(words)
            .icon(Icon::Warning)
            .deliberate()
            .pressed(ui)
        {
            self.hand.stranger_meant = true;
        }
        std::mem::take(&mut self.hand.stranger_meant)
    }
}

#[cfg(test)]
mod tests {
    use super::Typed;

    fn typed(keys: &[&str]) -> Typed {
        let mut typed = Typed::default();
        for key in keys {
            typed.push(key);
        }
        typed
    }

    #[test]
    fn a_blank_finishes_a_word_that_its_beginning_tells() {
        assert_eq!(typed(&["кали", " ", "соро"]).as_str(), "калина соро");
        assert_eq!(typed(&["rfkb", " "]).as_str(), "калина ");
        assert_eq!(typed(&["ка", " "]).as_str(), "ка ");
        assert_eq!(typed(&["слонопотам", " "]).as_str(), "слонопотам ");
    }

    #[test]
    fn what_is_taken_or_deleted_leaves_no_letter_behind() {
        let mut typed = typed(&["калина"]);
        typed.pop();
        assert_eq!(typed.as_str(), "калин");
        assert!(typed.bytes[typed.len..].iter().all(|byte| *byte == 0));
        assert_eq!(typed.take().0, "калин");
        assert!(typed.bytes.iter().all(|byte| *byte == 0));
        for _ in 0..1000 {
            typed.push("літера");
        }
        assert!(typed.as_str().len() <= super::ROOM);
        typed.pop();
        assert!(typed.as_str().ends_with("літер"));
    }
}
