//! Nobody is there: the kit warns for a minute and then locks itself.
//!
//! Only a person or work that a person waits for counts as somebody; the passing of time and the outbox do not.

use super::Workflow;
use crate::command::Input;
use crate::effect::Effect;
use crate::snapshot::{Drawn, Gate};

/// So long before it locks, the kit says so.
const WARNING_MS: u64 = 60_000;

impl Workflow {
    pub(super) fn note_a_touch(&mut self, input: &Input) {
        match input {
            Input::Command(_)
            | Input::Unlocked(_)
            | Input::KeySet { .. }
            | Input::ProfileTaken { .. }
            | Input::PassedOn { .. }
            | Input::MrzRead { .. }
            | Input::CardRead { .. }
            | Input::PageArrived { .. }
            | Input::WorkEnded { .. }
            | Input::Printed { .. }
            | Input::NotPrinted { .. }
            | Input::Sealed { .. }
            | Input::NotSealed { .. } => self.touched_ms = self.now.since_boot_ms,
            Input::UnlockRefused(_)
            | Input::RecordSaved { .. }
            | Input::RecordNotSaved { .. }
            | Input::Noticed(_)
            | Input::Dispatched(_)
            | Input::Journal(_)
            | Input::Outbox(_)
            | Input::Devices(_)
            | Input::Examined(_)
            | Input::StickUsed(_)
            | Input::Tick => {}
        }
    }

    /// Milliseconds until the kit locks itself; none where it does not.
    fn lock_in_ms(&self) -> Option<u64> {
        let counts = self.facts.lock_after_ms > 0
            && matches!(self.gate, Gate::Open { .. })
            && self.work.is_none();
        let idle = self.now.since_boot_ms.saturating_sub(self.touched_ms);
        counts.then(|| self.facts.lock_after_ms.saturating_sub(idle))
    }

    /// Seconds that are left in the last minute.
    pub(super) fn lock_in_s(&self) -> Option<u32> {
        let left = self.lock_in_ms().filter(|left| *left <= WARNING_MS)?;
        u32::try_from(left.div_ceil(1000)).ok()
    }

    pub(super) fn lock_if_idle(&mut self) -> Vec<Effect> {
        match self.lock_in_ms() {
            Some(0) => self.shut(Effect::Lock),
            Some(_) | None => Vec::new(),
        }
    }

    /// From here on nothing is shown and nothing is held: everything is on its way to the disk already, and what follows
    /// is a new process image.
    pub(super) fn shut(&mut self, how: Effect) -> Vec<Effect> {
        self.gate = Gate::Closing;
        self.visits.clear();
        self.drafts.clear();
        self.sealed.clear();
        self.journal.clear();
        self.news.clear();
        self.removed.clear();
        self.notices.clear();
        self.administrator.clear();
        self.drawn = None::<Drawn>;
        self.work = None;
        (self.open_visit, self.current) = (None, None);
        vec![how]
    }
}
