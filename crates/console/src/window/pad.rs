//! The coordinator's pad: what is being typed and where the copy key stands. Forgotten when the window locks.

use zeroize::Zeroizing;

use crate::ledger::Decision;

/// What the window asks for at the top of an application, one thing at a time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Ask {
    #[default]
    Nothing,
    /// A number from a slip.
    Find,
    /// Why it goes back.
    Return,
    /// The day of the next turn, and how was decided.
    Next,
    /// Words for the administrator.
    Say,
    /// Where a file goes.
    Write,
}

/// What is typed and chosen.
#[derive(Default)]
pub(super) struct Pad {
    pub(super) passphrase: Zeroizing<String>,
    pub(super) official: String,
    pub(super) ask: Ask,
    /// The one field of what is asked.
    pub(super) typed: String,
    pub(super) decision: usize,
    /// The value that the copy key takes next, and how many it took of this application.
    pub(super) next: usize,
    pub(super) copied: usize,
    /// Presses of the copy key that wait for their frame.
    pub(super) copies: usize,
    /// A field wants the focus in the next frame.
    pub(super) wants_focus: bool,
    /// The list follows what is shown.
    pub(super) follow: bool,
    pub(super) table: String,
    pub(super) kit: String,
    /// The kit that is about to be declared lost.
    pub(super) losing: Option<u16>,
    /// Seconds until the window locks itself, when they are few.
    pub(super) locks_in: Option<f64>,
}

impl Pad {
    /// Another application is shown.
    pub(super) fn turn_over(&mut self) {
        self.official.clear();
        self.close();
        (self.next, self.copied, self.copies, self.follow) = (0, 0, 0, true);
    }

    /// Asks for something.
    pub(super) fn ask(&mut self, ask: Ask, typed: String) {
        (self.ask, self.typed, self.decision, self.wants_focus) = (ask, typed, 0, true);
    }

    /// Asks for nothing any more.
    pub(super) fn close(&mut self) {
        (self.ask, self.typed) = (Ask::Nothing, String::new());
    }

    /// Everything but the passphrase that is being typed.
    pub(super) fn forget(&mut self) {
        let passphrase = std::mem::take(&mut self.passphrase);
        *self = Self {
            passphrase,
            ..Self::default()
        };
    }

    pub(super) fn decision(&self) -> Decision {
        Decision::ALL[self.decision % Decision::ALL.len()]
    }
}
