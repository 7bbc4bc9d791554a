//! Unlocking, waking up with the drafts of before, and the passing of time.

use super::{Draft, Workflow};
use crate::application::Application;
use crate::command::{Awakening, RecordId, Secret};
use crate::effect::Effect;
use crate::form::FormState;
use crate::snapshot::{Gate, PapersView};
use crate::trouble::Trouble;
use crate::visit::Visit;

/// After this long the print set of a finished application is forgotten: 15 minutes.
const HOLD_PAPERS_MS: u64 = 15 * 60 * 1000;

impl Workflow {
    pub(super) fn unlock(&mut self, passphrase: Secret) -> Vec<Effect> {
        match self.gate {
            Gate::Locked { .. } => {
                self.gate = Gate::Trying;
                vec![Effect::Unlock(passphrase)]
            }
            Gate::Trying | Gate::Open { .. } => Vec::new(),
        }
    }

    pub(super) fn refused(&mut self, trouble: Trouble) -> Vec<Effect> {
        self.gate = Gate::Locked {
            refusal: Some(trouble),
        };
        Vec::new()
    }

    pub(super) fn unlocked(&mut self, awakening: Awakening) -> Vec<Effect> {
        self.gate = Gate::Open {
            administrator: awakening.administrator.clone(),
        };
        self.administrator = awakening.administrator;
        self.journal = awakening.journal;
        let mut unreadable = awakening.unreadable;
        for (record, body) in awakening.records {
            let taken = match record {
                RecordId::Visit(id) => serde_json::from_slice::<Visit>(&body).map(|visit| {
                    self.saved.insert(record, visit.revision);
                    self.visits.insert(id, visit);
                }),
                RecordId::Application(id) => {
                    serde_json::from_slice::<Application>(&body).map(|application| {
                        self.saved.insert(record, application.revision);
                        let form = self.revive(&application);
                        self.drafts.insert(
                            id,
                            Draft {
                                application,
                                form,
                                papers: PapersView::default(),
                            },
                        );
                    })
                }
            };
            unreadable += u32::from(taken.is_err());
        }
        if unreadable > 0 {
            self.notify(Trouble::RecordUnreadable);
        }
        // A power cut between finishing and sealing leaves the stage behind: the draft goes on where it can.
        for draft in self.drafts.values_mut() {
            if draft.application.stage >= crate::application::Stage::Sealing {
                draft.application.stage = crate::application::Stage::Signed;
            }
        }
        Vec::new()
    }

    fn revive(&self, application: &Application) -> Option<FormState> {
        let form = self.forms.get(&application.service)?;
        FormState::start(form, &application.instance, self.form_clock()).ok()
    }

    pub(super) fn record_saved(&mut self, record: RecordId, revision: u64) -> Vec<Effect> {
        let known = self.saved.entry(record).or_default();
        *known = (*known).max(revision);
        Vec::new()
    }

    pub(super) fn record_not_saved(&mut self, _record: RecordId, trouble: Trouble) -> Vec<Effect> {
        self.notify(trouble);
        Vec::new()
    }

    /// Unsaved records are tried again, and papers that were held long enough are forgotten.
    pub(super) fn tick(&mut self) -> Vec<Effect> {
        let now = self.now.since_boot_ms;
        for stub in &mut self.sealed {
            if stub.papers.held && now.saturating_sub(stub.since_boot_ms) > HOLD_PAPERS_MS {
                stub.papers.held = false;
                stub.inventory = None;
            }
        }
        let troubled = self
            .notices
            .iter()
            .any(|notice| matches!(notice.trouble, Trouble::NotSaved | Trouble::DiskFull));
        if troubled {
            self.save_what_is_not()
        } else {
            Vec::new()
        }
    }

    fn save_what_is_not(&mut self) -> Vec<Effect> {
        let visits: Vec<_> = self
            .visits
            .values()
            .filter(|visit| !self.is_saved(RecordId::Visit(visit.id), visit.revision))
            .map(|visit| visit.id)
            .collect();
        let drafts: Vec<_> = self
            .drafts
            .values()
            .map(|draft| &draft.application)
            .filter(|application| {
                !self.is_saved(RecordId::Application(application.id), application.revision)
            })
            .map(|application| application.id)
            .collect();
        if visits.is_empty() && drafts.is_empty() {
            self.notices
                .retain(|notice| !matches!(notice.trouble, Trouble::NotSaved | Trouble::DiskFull));
        }
        let mut effects: Vec<_> = visits
            .into_iter()
            .flat_map(|id| self.save_visit(id))
            .collect();
        effects.extend(
            drafts
                .into_iter()
                .flat_map(|id| self.save_application(id))
                .collect::<Vec<_>>(),
        );
        effects
    }

    pub(super) fn is_saved(&self, record: RecordId, revision: u64) -> bool {
        self.saved
            .get(&record)
            .is_some_and(|saved| *saved >= revision)
    }
}
