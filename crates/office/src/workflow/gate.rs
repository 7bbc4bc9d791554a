//! Unlocking, waking up with the drafts of before, and the passing of time.
//!
//! Waking up finishes whatever a power cut interrupted: every order is written so that what reached the disk before the
//! cut tells what is still to be done.

use super::{Draft, SealedStub, Workflow};
use crate::application::{Application, Matter, Stage};
use crate::command::{Awakening, RecordId, Secret};
use crate::effect::Effect;
use crate::form::FormState;
use crate::id::{ApplicationId, VisitId};
use crate::snapshot::{Gate, JournalLine, JournalState, PapersView};
use crate::time::At;
use crate::trouble::Trouble;
use crate::visit::{SentToSeal, Visit};

/// After this long the print set of a finished application is forgotten: 15 minutes.
const HOLD_PAPERS_MS: u64 = 15 * 60 * 1000;

/// What lies in a record before its first save.
const UNWRITTEN: &[u8] = b"{}";

impl Workflow {
    pub(super) fn unlock(&mut self, passphrase: Secret) -> Vec<Effect> {
        match self.gate {
            Gate::Locked { .. } => {
                self.gate = Gate::Trying;
                vec![Effect::Unlock(passphrase)]
            }
            Gate::Trying | Gate::Open { .. } | Gate::Corner | Gate::Closing => Vec::new(),
        }
    }

    pub(super) fn refused(&mut self, trouble: Trouble) -> Vec<Effect> {
        if let Some(drawn) = &mut self.drawn {
            drawn.setting = false;
        }
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
        self.drawn = None;
        self.take_journal(awakening.journal);
        if awakening.unreadable > 0 {
            self.notify(Trouble::RecordUnreadable);
        }
        let mut effects = self.take_records(awakening.records);
        if !awakening.has_card {
            self.notify(Trouble::NoCard);
        }
        self.look_at_the_clock();
        self.look_at_the_profile();
        effects.extend(self.finish_what_was_cut_off());
        effects.extend(self.forget_what_is_over());
        effects
    }

    /// Takes in records as the last acknowledged save left them.
    pub(super) fn take_records(&mut self, records: Vec<(RecordId, Vec<u8>)>) -> Vec<Effect> {
        let mut unreadable = false;
        let mut effects = Vec::new();
        for (record, body) in records {
            if body == UNWRITTEN {
                // The cut came between making the record and the first word in it: there is nothing to lose.
                effects.push(Effect::DropRecord(record));
                continue;
            }
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
            unreadable |= taken.is_err();
        }
        if unreadable {
            self.notify(Trouble::RecordUnreadable);
        }
        effects
    }

    /// What was written down tells a clock that was put back.
    fn look_at_the_clock(&mut self) {
        let visits = self.visits.values().map(|visit| visit.arrived);
        let drafts = self.drafts.values().flat_map(|draft| {
            let consent = draft.application.consent.as_ref();
            [
                Some(draft.application.started),
                consent.map(|given| given.at),
            ]
        });
        for past in visits.chain(drafts.flatten()) {
            self.watch.remember(past);
        }
        if let Some(day) = self.journal.iter().map(|line| &line.day).max() {
            self.watch.remember_day(day);
        }
    }

    pub(super) fn confirm_clock(&mut self, said: Option<&str>) -> Vec<Effect> {
        match self.watch.confirm(said) {
            Some(now) => self.now = now,
            None => self.notify(Trouble::TimeUnclear),
        }
        Vec::new()
    }

    pub(super) fn take_journal(&mut self, lines: Vec<JournalLine>) -> Vec<Effect> {
        self.used
            .extend(lines.iter().map(|line| line.number.clone()));
        self.journal = lines;
        Vec::new()
    }

    fn finish_what_was_cut_off(&mut self) -> Vec<Effect> {
        let mut effects = Vec::new();
        let ids: Vec<_> = self.drafts.keys().copied().collect();
        for id in ids {
            effects.extend(self.take_up(id));
        }
        let visits: Vec<_> = self.visits.keys().copied().collect();
        for id in visits {
            effects.extend(self.settle_what_was_sent(id));
        }
        effects
    }

    /// A draft that comes up, after a cut or from the centre, goes on where it can.
    pub(super) fn take_up(&mut self, id: ApplicationId) -> Vec<Effect> {
        let Some(draft) = self.drafts.get_mut(&id) else {
            return Vec::new();
        };
        // Between finishing and sealing.
        if draft.application.stage >= Stage::Sealing {
            draft.application.stage = Stage::Signed;
        }
        let number = draft.application.number.clone();
        let belongs_to = draft.application.matter.kinship();
        if draft.application.given_up.is_some() {
            return self.drop_given_up(id);
        }
        match number {
            // Saved in the draft, not yet in this journal: nothing that carries it was printed.
            Some(number) if self.used.insert(number.clone()) => vec![Effect::NoteNumber {
                number,
                day: self.now.iso_date(),
                belongs_to,
            }],
            Some(_) | None => Vec::new(),
        }
    }

    /// What was handed over to be sealed either was, then its draft is gone and the journal knows; or it is a draft still.
    fn settle_what_was_sent(&mut self, id: VisitId) -> Vec<Effect> {
        let Some(visit) = self.visits.get_mut(&id) else {
            return Vec::new();
        };
        if visit.sent_to_seal.is_empty() {
            return Vec::new();
        }
        let sealed = |sent: &SentToSeal| {
            self.journal.iter().any(|line| {
                line.number == sent.number
                    && matches!(line.state, JournalState::Sealed | JournalState::Delivered)
            })
        };
        let sent = std::mem::take(&mut visit.sent_to_seal);
        for one in sent.into_iter().filter(sealed) {
            if !one.for_resident || visit.numbers.contains(&one.number) {
                continue;
            }
            visit.numbers.push(one.number.clone());
            // The inventory is gone with the cut; the slip, which names nobody, can still be printed.
            self.sealed.push(SealedStub {
                id: one.application,
                visit: id,
                service: one.service,
                matter: Matter::Application,
                number: Some(one.number),
                papers: PapersView {
                    held: true,
                    ..PapersView::default()
                },
                inventory: None,
                since_boot_ms: self.now.since_boot_ms,
            });
        }
        self.save_visit(id)
    }

    fn revive(&self, application: &Application) -> Option<FormState> {
        if !application.matter.has_form() {
            return None;
        }
        let form = self.forms.get(&application.service)?;
        FormState::start(form, &application.instance, self.form_clock()).ok()
    }

    pub(super) fn record_saved(&mut self, record: RecordId, revision: u64) -> Vec<Effect> {
        let known = self.saved.entry(record).or_default();
        *known = (*known).max(revision);
        self.let_go_of_the_corner()
    }

    pub(super) fn record_not_saved(&mut self, _record: RecordId, trouble: Trouble) -> Vec<Effect> {
        self.notify(trouble);
        Vec::new()
    }

    /// Unsaved records are tried again, and papers that were held long enough are forgotten.
    pub(super) fn tick(&mut self, at: &At) -> Vec<Effect> {
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
        let mut effects = if troubled {
            self.save_what_is_not()
        } else {
            Vec::new()
        };
        effects.extend(self.seal_a_report(at));
        effects.extend(self.forget_what_is_over());
        effects.extend(self.lock_if_idle());
        effects
    }

    /// Folders that have outlived their use: a day after the first seal of the visit, three days after the day for which
    /// a visit was planned that nobody made. One that an unfinished application still needs stays.
    fn forget_what_is_over(&mut self) -> Vec<Effect> {
        let over: Vec<_> = self
            .visits
            .values()
            .filter(|visit| visit.is_outlived(&self.now))
            .map(|visit| visit.id)
            .filter(|id| self.applications_of(*id).is_empty())
            .collect();
        for id in &over {
            self.visits.remove(id);
            self.sealed.retain(|stub| stub.visit != *id);
            if self.open_visit == Some(*id) {
                (self.open_visit, self.current) = (None, None);
            }
        }
        over.into_iter()
            .map(|id| Effect::DropRecord(RecordId::Visit(id)))
            .collect()
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
