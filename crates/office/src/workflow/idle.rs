//! Nobody is there: the kit warns for a minute and then locks itself; a resident's corner warns sooner and is cleared.
//!
//! Only a person or work that a person waits for counts as somebody; the passing of time and the outbox do not.

use super::{Workflow, corner};
use crate::application::CornerEnd;
use crate::command::Input;
use crate::effect::Effect;
use crate::id::ApplicationId;
use crate::snapshot::{Drawn, Gate};

/// So long before it locks, the kit says so.
const WARNING_MS: u64 = 60_000;

impl Workflow {
    pub(super) fn note_a_touch(&mut self, input: &Input) {
        if self.is_cornered() && !matches!(input, Input::Command(_)) {
            // Only the resident counts there.
            return;
        }
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

    /// Whether a resident is still filling in.
    fn is_cornered(&self) -> bool {
        self.corner.as_ref().is_some_and(|corner| !corner.is_over)
    }

    /// Milliseconds until the kit locks itself or the corner is cleared; none where neither will.
    fn lock_in_ms(&self) -> Option<u64> {
        let after = if self.is_cornered() {
            corner::CLEAR_AFTER_MS
        } else {
            self.facts.lock_after_ms
        };
        let counts = after > 0
            && matches!(self.gate, Gate::Open { .. } | Gate::Corner)
            && self.work.is_none();
        let idle = self.now.since_boot_ms.saturating_sub(self.touched_ms);
        counts.then(|| after.saturating_sub(idle))
    }

    /// Seconds that are left in the last minute, or the last half of one in the corner.
    pub(super) fn lock_in_s(&self) -> Option<u32> {
        let warning = if self.is_cornered() {
            corner::WARNING_MS
        } else {
            WARNING_MS
        };
        let left = self.lock_in_ms().filter(|left| *left <= warning)?;
        u32::try_from(left.div_ceil(1000)).ok()
    }

    pub(super) fn lock_if_idle(&mut self) -> Vec<Effect> {
        match self.lock_in_ms() {
            Some(0) if self.is_cornered() => self.end_corner(CornerEnd::Left),
            Some(0) => self.shut(Effect::Lock),
            Some(_) | None => Vec::new(),
        }
    }

    /// Forgets whatever is known of people, but for one draft.
    pub(super) fn forget_all_but(&mut self, draft: Option<ApplicationId>) {
        self.visits.clear();
        self.drafts.retain(|id, _| Some(*id) == draft);
        self.sealed.clear();
        self.journal.clear();
        self.news.clear();
        self.removed.clear();
        self.notices.clear();
        self.administrator.clear();
        self.drawn = None::<Drawn>;
        self.work = None;
        (self.open_visit, self.current) = (None, None);
    }

    /// From here on nothing is shown and nothing is held: everything is on its way to the disk already, and what follows
    /// is a new process image.
    pub(super) fn shut(&mut self, how: Effect) -> Vec<Effect> {
        self.gate = Gate::Closing;
        self.corner = None;
        self.forget_all_but(None);
        vec![how]
    }
}
