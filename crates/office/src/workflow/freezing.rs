//! Freezing: a draft becomes the dossier that is sealed.

use super::{Draft, Workflow};
use crate::document::{Document, FEE_PROOF, SIGNED_SHEET};
use crate::dossier::{Dossier, SealedDocument, SealedFee};
use crate::finding::Finding;
use crate::form::{Answer, FormState};
use crate::id::{ApplicationId, DocumentKey, ServiceId};
use crate::label::Label;
use crate::service::Service;
use crate::visit::{Notice, ResultWay, Signature, Visit, VisitState};

impl Workflow {
    /// The application as it will be sealed; `None` where it has no number, or no consent to take data with.
    ///
    /// Of an application that a person refused to accept neither answers nor papers are kept: nothing was taken.
    pub(super) fn freeze(&self, id: ApplicationId) -> Option<Dossier> {
        let draft = self.drafts.get(&id)?;
        let application = &draft.application;
        let refused = application.refusal.is_some();
        if application.matter.has_form() && !refused {
            application.consent.as_ref()?;
        }
        let visit = self.visits.get(&application.visit)?;
        let service = self.service(&application.service);
        let mut overrides = visit.overrides.clone();
        overrides.extend(application.overrides.clone());
        let kept: &[Document] = if refused { &[] } else { &application.documents };
        Some(Dossier {
            format: 1,
            matter: application.matter.clone(),
            application: id,
            visit: visit.id,
            number: application.number.clone()?,
            community: visit.community.clone(),
            service: application.service.clone(),
            service_name: service.map(|known| known.name.clone()).unwrap_or_default(),
            authority: service
                .map(|known| known.authority.clone())
                .unwrap_or_default(),
            term: service.map(|known| known.term.clone()).unwrap_or_default(),
            last_day: service
                .map(|known| self.last_day(known))
                .unwrap_or_default(),
            basis: visit.basis,
            visit_state: self.state_after(visit, id),
            visit_reason: visit.state_reason.clone(),
            request: visit.request.clone(),
            arrived: visit.arrived,
            started: application.started,
            finished: self.now,
            clock: self.watch.source(),
            visit_texts: visit
                .texts
                .iter()
                .map(|(field, text)| (field.key().to_owned(), text.clone()))
                .collect(),
            applicant: visit.applicant.clone(),
            signer: visit.signer,
            identity_check: visit.identity_check,
            identity_log: visit.identity_log.clone(),
            notice: visit.notice,
            result_way: result_way(visit),
            large_print: visit.large_print,
            signature: if application.needs_signature() {
                visit.signature()
            } else {
                Signature::None
            },
            answers: if refused {
                Vec::new()
            } else {
                self.answers(id)
            },
            instance: if refused {
                String::new()
            } else {
                application.instance.clone()
            },
            documents: sealed_documents(service, kept),
            consent: application.consent.clone(),
            fee: self.sealed_fee(draft),
            refusal: application.refusal.clone(),
            postponed: self.postponed_of(visit),
            voids: visit.voids.clone(),
            feedback: visit.feedback,
            overrides,
            findings: self.findings(id).iter().map(Finding::key).collect(),
            administrator: self.administrator.clone(),
        })
    }

    pub(super) fn sealed_fee(&self, draft: &Draft) -> SealedFee {
        let due = self.due(draft);
        SealedFee {
            words: self
                .service(&draft.application.service)
                .map(|known| known.fee.clone())
                .unwrap_or_default(),
            tariff: due
                .as_ref()
                .map(|(tariff, _)| tariff.name.clone())
                .unwrap_or_default(),
            fund: due
                .as_ref()
                .map(|(tariff, _)| tariff.account.clone())
                .unwrap_or_default(),
            due: due.map(|(_, due)| due),
            proof: draft.application.fee.clone(),
        }
    }

    /// Once the last open application is sealed, what could be done is done.
    pub(super) fn state_after(&self, visit: &Visit, sealed: ApplicationId) -> VisitState {
        let last = self
            .applications_of(visit.id)
            .iter()
            .all(|other| *other == sealed);
        if last && visit.state == VisitState::Begun {
            VisitState::Done
        } else {
            visit.state
        }
    }

    fn postponed_of(&self, visit: &Visit) -> Vec<(ServiceId, crate::application::Postponement)> {
        self.applications_of(visit.id)
            .iter()
            .filter_map(|id| self.drafts.get(id))
            .filter_map(|Draft { application, .. }| {
                let postponed = application.postponed.clone()?;
                Some((application.service.clone(), postponed))
            })
            .collect()
    }

    pub(super) fn answers(&self, id: ApplicationId) -> Vec<Answer> {
        self.drafts
            .get(&id)
            .and_then(|draft| draft.form.as_ref())
            .map(FormState::answers)
            .unwrap_or_default()
    }
}

/// How the result is received: as the resident said, or as it follows from how they want to be told.
fn result_way(visit: &Visit) -> ResultWay {
    visit.result_way.unwrap_or(match visit.notice {
        Notice::Telephone | Notice::Sms | Notice::Email => ResultWay::InPerson,
        Notice::Post => ResultWay::Post,
        Notice::NextVisit => ResultWay::AtHome,
    })
}

fn sealed_documents(service: Option<&Service>, documents: &[Document]) -> Vec<SealedDocument> {
    documents
        .iter()
        .filter(|document| document.is_there())
        .enumerate()
        .map(|(index, document)| SealedDocument {
            key: document.key.clone(),
            name: rule_name(service, &document.key),
            form: document.form,
            file: if document.pages.is_empty() {
                String::new()
            } else {
                format!("{:02}-{}.pdf", index + 1, document.key)
            },
            pages: document.pages.clone(),
            sheets: document.sheet_count(),
        })
        .collect()
}

/// What the service card calls a document; empty for the signed sheet and the proof of payment, which the locale names.
pub(super) fn rule_name(service: Option<&Service>, key: &DocumentKey) -> Label {
    if matches!(key.0.as_str(), SIGNED_SHEET | FEE_PROOF) {
        return Label::default();
    }
    service
        .and_then(|service| service.rule(key))
        .map(|rule| rule.name.clone())
        .unwrap_or_default()
}
