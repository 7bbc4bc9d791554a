//! Applications that do not end in a seal over a signature: refused by a person, put off, or given up.

use super::Workflow;
use crate::application::{PostponeGround, Postponement, RefusalToAccept, Stage, Void};
use crate::command::RecordId;
use crate::effect::Effect;
use crate::id::ApplicationId;
use crate::person::PersonalText;
use crate::trouble::{DeviceKind, Trouble};

impl Workflow {
    /// The refusal is sealed by `Finish` like an application, so that the coordinator can judge it. What belongs to an
    /// application that was taken is not refused: a supplement, a withdrawal and a receipt are always accepted.
    pub(super) fn refuse(&mut self, ground: String, words: PersonalText) -> Vec<Effect> {
        let may_be_refused = self
            .open_draft()
            .is_some_and(|draft| draft.application.matter.is_complete());
        if ground.is_empty() || !may_be_refused {
            return Vec::new();
        }
        let (by, at) = (self.administrator.clone(), self.now);
        self.edit_draft(|application| {
            application.postponed = None;
            application.refusal = Some(RefusalToAccept {
                ground,
                words,
                by,
                at,
            });
        })
    }

    /// What was signed belongs to another day: the sheet goes, the number stays.
    pub(super) fn postpone(
        &mut self,
        ground: PostponeGround,
        proposal: PersonalText,
    ) -> Vec<Effect> {
        let at = self.now;
        let mut effects = self.reopen();
        effects.extend(self.edit_draft(|application| {
            application.postponed = Some(Postponement {
                ground,
                proposal,
                at,
            });
        }));
        effects
    }

    /// First the mark, then the journal, the folder and the rows: after a power cut in between the mark tells the rest.
    pub(super) fn give_up(&mut self, reason: PersonalText) -> Vec<Effect> {
        if reason.is_empty() {
            return Vec::new();
        }
        if self.work.is_some() {
            self.notify(Trouble::DeviceBusy(DeviceKind::Scanner));
            return Vec::new();
        }
        let Some(draft) = self
            .open_draft()
            .filter(|draft| draft.application.stage < Stage::Sealing)
        else {
            return Vec::new();
        };
        let id = draft.application.id;
        draft.application.given_up = Some(reason);
        let mut effects = self.save_application(id);
        effects.extend(self.drop_given_up(id));
        effects
    }

    /// The number is void and never used again; the folder remembers why; the draft goes.
    pub(super) fn drop_given_up(&mut self, id: ApplicationId) -> Vec<Effect> {
        let Some(draft) = self.drafts.remove(&id) else {
            return Vec::new();
        };
        self.removed.retain(|(of, ..)| *of != id);
        let application = draft.application;
        let mut effects = Vec::new();
        if let Some(number) = &application.number {
            self.used.insert(number.clone());
            effects.push(Effect::NoteNumber {
                number: number.clone(),
                day: self.now.iso_date(),
                belongs_to: application.matter.kinship(),
            });
            effects.push(Effect::VoidNumber {
                number: number.clone(),
            });
        }
        let void = Void {
            number: application.number,
            reason: application.given_up.unwrap_or_default(),
            at: self.now,
        };
        if let Some(visit) = self.visits.get_mut(&application.visit) {
            let known = void.number.is_some()
                && visit.voids.iter().any(|known| known.number == void.number);
            if !known {
                visit.voids.push(void);
            }
        }
        effects.extend(self.save_visit(application.visit));
        effects.push(Effect::DropRecord(RecordId::Application(id)));
        if self.current == Some(id) {
            self.current = self.applications_of(application.visit).first().copied();
        }
        effects
    }
}
