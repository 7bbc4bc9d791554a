//! One frame's turn: what a screen may read, and where it leaves its commands.

use crate::hand::{Buffer, Hand, Screen};
use egui::{Id, Response, Ui};
use look::widget::{Button, Choices, Field, strong};
use look::{Language, Words};
use office::Command;
use office::address::Places;
use office::id::CommunityId;
use office::label::Label;
use office::snapshot::{ApplicationView, Pictures, Snapshot, VisitView};

/// How long, in seconds, the same command of weight is not given again: a finger bounces, an Enter is pressed twice.
pub(crate) const BREATH: f64 = 0.8;

pub(crate) struct Turn<'a> {
    pub(crate) hand: &'a mut Hand,
    pub(crate) snapshot: &'a Snapshot,
    pub(crate) pictures: &'a dyn Pictures,
    pub(crate) places: &'a dyn Places,
    pub(crate) words: Words,
    pub(crate) commands: Vec<Command>,
    /// True where Enter goes on in this frame: it was pressed, not held, and no button has the focus.
    pub(crate) go_on: bool,
    /// egui's time in seconds.
    pub(crate) time: f64,
}

impl<'a> Turn<'a> {
    pub(crate) fn t(&self, key: &str) -> String {
        self.words.t(key)
    }

    /// Words that came as data.
    pub(crate) fn label<'l>(&self, label: &'l Label) -> &'l str {
        label.text(match self.words.language() {
            Language::Uk => office::label::Language::Uk,
            Language::En => office::label::Language::En,
        })
    }

    pub(crate) fn visit(&self) -> Option<&'a VisitView> {
        self.snapshot.visit.as_ref()
    }

    pub(crate) fn application(&self) -> Option<&'a ApplicationView> {
        self.visit().and_then(VisitView::current)
    }

    /// The community whose matter is being filled in.
    pub(crate) fn community(&self) -> Option<&'a CommunityId> {
        let corner = self.snapshot.corner.as_ref().map(|view| &view.community);
        self.visit().map(|view| &view.visit.community).or(corner)
    }

    pub(crate) fn send(&mut self, command: Command) {
        self.commands.push(command);
    }

    /// Sends a command that must not be given twice in one breath.
    pub(crate) fn send_once(&mut self, command: Command) {
        let name = command.name();
        let again = self
            .hand
            .once
            .is_some_and(|(last, at)| last == name && self.time - at < BREATH);
        if !again {
            self.hand.once = Some((name, self.time));
            self.commands.push(command);
        }
    }

    pub(crate) fn go(&mut self, screen: Screen) {
        self.hand.go(screen);
    }

    /// True once where Enter goes on; whoever asks first has it.
    pub(crate) fn take_go_on(&mut self) -> bool {
        std::mem::take(&mut self.go_on)
    }

    /// Lets the field `key` have the focus as soon as it is drawn, and says that something is to be answered there.
    pub(crate) fn hold_at(&mut self, key: &str) {
        self.hand.wish = Some(key.to_owned());
        self.hand.held_back = true;
    }

    /// What the field `key` shows, where it has been drawn.
    pub(crate) fn typed(&self, key: &str) -> Option<&str> {
        self.hand
            .buffers
            .get(key)
            .map(|buffer| buffer.text.as_str())
    }

    /// A text field bound to a value of the snapshot; gives the whole text where it was changed.
    ///
    /// The field's text is its own while it has the focus, and until the snapshot has caught up with what was sent.
    pub(crate) fn text(
        &mut self,
        ui: &mut Ui,
        key: &str,
        value: &str,
        field: Field<'_>,
    ) -> Option<String> {
        let id = field_id(key);
        let focused = ui.memory(|memory| memory.has_focus(id));
        let generation = self.snapshot.generation;
        let focus = self.hand.take_wish(key);
        let buffer = self.hand.buffers.entry(key.to_owned()).or_default();
        // Nothing was typed yet where nothing was sent: a reader may fill the field under the cursor.
        let typing = focused && buffer.sent.is_some();
        if !typing && buffer.sent.is_none_or(|sent| generation > sent) {
            *buffer = Buffer {
                text: value.to_owned(),
                sent: None,
            };
        }
        let response = field.focus(focus).show(ui, &mut buffer.text);
        let changed = response.changed().then(|| {
            buffer.sent = Some(generation);
            buffer.text.clone()
        });
        self.note_focus(key, &response);
        changed
    }

    /// One of a few; gives the name that was just chosen.
    pub(crate) fn choice(
        &mut self,
        ui: &mut Ui,
        key: &str,
        question: &str,
        options: &[(&str, &str)],
        chosen: Option<&str>,
    ) -> Option<String> {
        let focus = self.hand.take_wish(key);
        let out = Choices::new(question, options, chosen)
            .focus(focus)
            .show(ui);
        if out.focused {
            self.hand.typing = Some(key.to_owned());
        }
        if out.settled.is_some() {
            self.hand.settled = out.settled;
        }
        out.now
    }

    /// One of a few that are named by keys: `words` is the key of their words with `{}` for the name. Gives what was just
    /// chosen.
    pub(crate) fn one_of<T: Copy>(
        &mut self,
        ui: &mut Ui,
        question: &str,
        all: &[T],
        chosen: Option<T>,
        key: fn(T) -> &'static str,
        words: &str,
    ) -> Option<T> {
        let asked = self.t(question);
        strong(ui, asked.as_str());
        let named = |one: &T| self.t(&words.replace("{}", key(*one)));
        let said: Vec<String> = all.iter().map(named).collect();
        let options: Vec<(&str, &str)> = all
            .iter()
            .map(|one| key(*one))
            .zip(said.iter().map(String::as_str))
            .collect();
        let now = self.choice(ui, question, &asked, &options, chosen.map(key))?;
        all.iter().copied().find(|one| key(*one) == now)
    }

    /// A button that can have the wish for the focus; true where it was pressed.
    pub(crate) fn button(&mut self, ui: &mut Ui, key: &str, button: Button) -> bool {
        let focus = self.hand.take_wish(key);
        let (response, pressed) = button.draw(ui);
        if focus {
            response.request_focus();
            response.scroll_to_me(None);
        }
        pressed
    }

    fn note_focus(&mut self, key: &str, response: &Response) {
        if response.has_focus() {
            self.hand.typing = Some(key.to_owned());
            self.hand.settled = Some(response.id);
        }
    }
}

/// The id of the field `key`, the same wherever it is drawn.
pub(crate) fn field_id(key: &str) -> Id {
    Id::unique(("field", key))
}

/// A field of one line for the value under `key`.
pub(crate) fn field<'w>(key: &str, label: &'w str) -> Field<'w> {
    Field::new(field_id(key), label)
}
