//! From the consent to the seal: what was read over, its number, and the draft that becomes a parcel.

use super::{Draft, SealedStub, Workflow};
use crate::application::{Application, ConsentGiven, Stage};
use crate::document::SIGNED_SHEET;
use crate::effect::Effect;
use crate::finding::Finding;
use crate::id::ApplicationId;
use crate::number::Number;
use crate::paper::InventoryPaper;
use crate::snapshot::{PaperState, PapersView, Work, WorkKind};
use crate::time::At;
use crate::trouble::Trouble;
use crate::visit::{CheckResult, IdentityCheck, SentToSeal, Signer, Whose};

impl Workflow {
    /// The resident has read the review and consents where data of theirs are taken. Open findings come first:
    /// corrected, or overridden with a reason. For somebody who can not sign nobody else does.
    pub(super) fn give_consent(&mut self) -> Vec<Effect> {
        let Some(application) = self
            .open_draft()
            .map(|draft| draft.application.clone())
            .filter(|application| application.stage == Stage::Filling)
            .filter(|application| application.postponed.is_none() && application.refusal.is_none())
        else {
            return Vec::new();
        };
        let signer = self
            .visits
            .get(&application.visit)
            .map(|visit| visit.signer);
        let open = self.findings(application.id).iter().any(Finding::is_open)
            || self.person_findings().iter().any(Finding::is_open);
        if open || signer == Some(Signer::CannotSign) {
            return Vec::new();
        }
        let mut effects = self.be_there(application.visit);
        effects.extend(self.note_identity_once());
        let consent = self
            .service(&application.service)
            .filter(|_| application.matter.has_form())
            .map(|service| ConsentGiven::to(&service.consent, self.now));
        effects.extend(self.edit_draft(|application| {
            application.consent = consent;
            application.stage = Stage::Reviewed;
        }));
        effects
    }

    /// No application leaves without a line in the log of identity checks, and be it that nothing could be checked.
    fn note_identity_once(&mut self) -> Vec<Effect> {
        let Some(visit) = self.open_visit.and_then(|id| self.visits.get(&id)) else {
            return Vec::new();
        };
        if visit
            .identity_log
            .iter()
            .any(|checked| checked.whose == Whose::Applicant)
        {
            return Vec::new();
        }
        let method = visit.identity_check;
        let result = match method {
            IdentityCheck::None => CheckResult::Unclear,
            IdentityCheck::Typed | IdentityCheck::MrzRead | IdentityCheck::ChipRead
                if visit.mismatches.is_empty() =>
            {
                CheckResult::Agrees
            }
            IdentityCheck::Typed | IdentityCheck::MrzRead | IdentityCheck::ChipRead => {
                CheckResult::Differs
            }
        };
        self.note_identity(Whose::Applicant, method, result)
    }

    /// Back to filling: what was signed belongs to an outdated print, so the signed sheet goes and consent is asked again.
    pub(super) fn reopen(&mut self) -> Vec<Effect> {
        let Some(draft) = self.open_draft().filter(|draft| {
            let application = &draft.application;
            application.stage > Stage::Filling
                || application.refusal.is_some()
                || application.postponed.is_some()
        }) else {
            return Vec::new();
        };
        let application = &mut draft.application;
        application.stage = Stage::Filling;
        application.consent = None;
        application.refusal = None;
        application.postponed = None;
        draft.papers = PapersView::default();
        let id = application.id;
        let mut effects = Vec::new();
        application.documents.retain(|document| {
            let keep = document.key.0 != SIGNED_SHEET;
            if !keep {
                effects.extend(document.pages.iter().map(|page| Effect::DropPage {
                    application: id,
                    page: page.id,
                }));
            }
            keep
        });
        self.removed
            .retain(|(of, key, ..)| *of != id || key.0 != SIGNED_SHEET);
        effects.extend(self.save_application(id));
        effects
    }

    /// Draws the number where there is none yet. It is in the draft and in the journal before anything carries it.
    pub(super) fn draw_number(&mut self, id: ApplicationId, at: &At) -> Vec<Effect> {
        let (kit, used) = (self.facts.number, &self.used);
        let Some(draft) = self
            .drafts
            .get_mut(&id)
            .filter(|draft| draft.application.number.is_none())
        else {
            return Vec::new();
        };
        let number = Number::draw(kit, &at.entropy, &|number| used.contains(number));
        draft.application.number = Some(number.clone());
        let belongs_to = draft.application.matter.kinship();
        self.used.insert(number.clone());
        let mut effects = self.save_application(id);
        effects.push(Effect::NoteNumber {
            number,
            day: self.now.iso_date(),
            belongs_to,
        });
        effects
    }

    /// Seals the application. What is missing is a finding that somebody has overridden with a reason, or it waits.
    pub(super) fn finish(&mut self, at: &At) -> Vec<Effect> {
        let Some(application) = self.open_draft().map(|draft| draft.application.clone()) else {
            return Vec::new();
        };
        let id = application.id;
        let refused = application.refusal.is_some();
        let waits = self.work.is_some()
            || application.postponed.is_some()
            || (!refused && self.findings(id).iter().any(Finding::is_open));
        if waits {
            return Vec::new();
        }
        // A refusal may be given without a paper; an application is printed before it is signed.
        let mut effects = if refused {
            self.draw_number(id, at)
        } else {
            Vec::new()
        };
        effects.extend(self.send_to_seal(id));
        effects
    }

    /// The folder notes what is sent, so that after a power cut a sealed application is told from a lost one.
    pub(super) fn send_to_seal(&mut self, id: ApplicationId) -> Vec<Effect> {
        let Some(dossier) = self.freeze(id) else {
            return Vec::new();
        };
        let sent = SentToSeal {
            application: id,
            service: dossier.service.clone(),
            number: dossier.number.clone(),
            for_resident: dossier.matter.is_signed(),
        };
        if let Some(visit) = self.visits.get_mut(&dossier.visit) {
            visit.sent_to_seal.retain(|known| known.application != id);
            visit.sent_to_seal.push(sent);
        }
        let mut effects = self.save_visit(dossier.visit);
        if let Some(draft) = self.drafts.get_mut(&id) {
            draft.application.stage = Stage::Sealing;
        }
        self.sealing = InventoryPaper::of(&dossier).map(Box::new);
        self.work = Some(Work {
            kind: WorkKind::Sealing,
            pages: 0,
        });
        effects.push(Effect::Seal(Box::new(dossier)));
        effects
    }

    /// The draft is safe as a parcel and its key is gone; only now are inventory and slip printed, and printing may fail.
    pub(super) fn sealed(&mut self, id: ApplicationId, at: &At) -> Vec<Effect> {
        // Only a sealing that was asked for counts.
        if self.drafts.get(&id).map(|draft| draft.application.stage) != Some(Stage::Sealing) {
            return Vec::new();
        }
        self.work = None;
        let inventory = self.sealing.take();
        let state = self
            .visits
            .values()
            .find(|visit| visit.sent_to_seal.iter().any(|sent| sent.application == id))
            .map(|visit| self.state_after(visit, id));
        let Some(Draft { application, .. }) = self.drafts.remove(&id) else {
            return Vec::new();
        };
        self.removed.retain(|(of, ..)| *of != id);
        let for_resident = application.matter.is_signed();
        if let Some(visit) = self.visits.get_mut(&application.visit) {
            visit.sent_to_seal.retain(|sent| sent.application != id);
            visit.state = state.unwrap_or(visit.state);
            visit.first_sealed.get_or_insert(self.now);
            visit
                .numbers
                .extend(application.number.clone().filter(|_| for_resident));
        }
        let visit = application.visit;
        let mut effects = self.save_visit(visit);
        if for_resident {
            self.keep_for_printing(application, inventory);
            effects.extend(self.print_for_hands(id, at));
        }
        effects.extend(self.drop_if_over(visit));
        effects
    }

    fn keep_for_printing(
        &mut self,
        application: Application,
        inventory: Option<Box<InventoryPaper>>,
    ) {
        self.sealed.push(SealedStub {
            id: application.id,
            visit: application.visit,
            service: application.service,
            matter: application.matter,
            number: application.number,
            papers: PapersView {
                held: true,
                application: PaperState::Printed,
                ..PapersView::default()
            },
            inventory,
            since_boot_ms: self.now.since_boot_ms,
        });
    }

    /// It is a draft still, as it was before.
    pub(super) fn not_sealed(&mut self, id: ApplicationId, trouble: Trouble) -> Vec<Effect> {
        self.work = None;
        self.notify(trouble);
        let Some(draft) = self
            .drafts
            .get_mut(&id)
            .filter(|draft| draft.application.stage == Stage::Sealing)
        else {
            return Vec::new();
        };
        draft.application.stage = Stage::Signed;
        let visit = draft.application.visit;
        if let Some(visit) = self.visits.get_mut(&visit) {
            visit.sent_to_seal.retain(|sent| sent.application != id);
        }
        self.save_visit(visit)
    }
}
