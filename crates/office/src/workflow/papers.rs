//! What is printed: the application for the signature, inventory and slip for the resident's hand, the answer to a refusal.

use super::Workflow;
use super::freezing::{result_way, rule_name};
use crate::application::FeeProof;
use crate::document::{FEE_PROOF, SIGNED_SHEET};
use crate::id::ApplicationId;
use crate::label::Label;
use crate::paper::{
    ApplicationPaper, InventoryPaper, Paper, PaperDocument, RefusalPaper, SlipPaper, ToPay,
};
use crate::person::PersonField;
use crate::time::{ClockSource, Moment};
use crate::visit::{Signer, VisitField};

/// Identity rows on the application, in the order of a Ukrainian form.
const IDENTITY_ROWS: [PersonField; 12] = [
    PersonField::BirthDate,
    PersonField::Sex,
    PersonField::DocumentKind,
    PersonField::DocumentNumber,
    PersonField::DocumentIssuer,
    PersonField::DocumentIssued,
    PersonField::DocumentExpires,
    PersonField::Rnokpp,
    PersonField::Unzr,
    PersonField::Phone,
    PersonField::Settlement,
    PersonField::Street,
];

impl Workflow {
    /// The paper of a draft: for the signature, or the answer to a refusal; `None` before it has its number.
    pub(super) fn application_paper(&self, id: ApplicationId) -> Option<Paper> {
        let application = &self.drafts.get(&id)?.application;
        let number = application.number.clone()?;
        let visit = self.visits.get(&application.visit)?;
        let service = self.service(&application.service);
        if let Some(refusal) = &application.refusal {
            return Some(Paper::Refusal(Box::new(RefusalPaper {
                community: visit.community.clone(),
                number,
                date: self.now.date_text(),
                time: self.now.clock_text(),
                clock_confirmed: self.watch.source() == ClockSource::Confirmed,
                service_id: application.service.clone(),
                service: service.map(|known| known.name.clone()).unwrap_or_default(),
                applicant: visit.applicant.full_name(),
                ground: service
                    .and_then(|known| known.refusals.iter().find(|one| one.code == refusal.ground))
                    .map_or_else(|| Label::same(&refusal.ground), |one| one.name.clone()),
                words: refusal.words.0.clone(),
                administrator: self.administrator.clone(),
            })));
        }
        let by_another = visit.signer == Signer::Representative;
        let of_another = |field| {
            if by_another {
                visit.text(field).to_owned()
            } else {
                String::new()
            }
        };
        let identity = IDENTITY_ROWS
            .into_iter()
            .filter(|field| !visit.applicant.text(*field).is_empty())
            .map(|field| {
                (
                    field.key().to_owned(),
                    visit.applicant.text(field).to_owned(),
                )
            })
            .collect();
        Some(Paper::Application(Box::new(ApplicationPaper {
            application: id,
            matter: application.matter.clone(),
            community: visit.community.clone(),
            number,
            date: self.now.date_text(),
            time: self.now.clock_text(),
            clock_confirmed: self.watch.source() == ClockSource::Confirmed,
            service_id: application.service.clone(),
            service: service.map(|known| known.name.clone()).unwrap_or_default(),
            authority: service
                .map(|known| known.authority.clone())
                .unwrap_or_default(),
            applicant: visit.applicant.full_name(),
            identity,
            representative: of_another(VisitField::Representative),
            ground: visit.authority.filter(|_| by_another),
            ground_document: of_another(VisitField::AuthorityDocument),
            answers: self.answers(id),
            documents: self.paper_documents(id),
            consent: service
                .filter(|_| application.consent.is_some())
                .map(|known| known.consent.text.clone())
                .unwrap_or_default(),
            administrator: self.administrator.clone(),
        })))
    }

    /// The inventory; `None` where no documents are taken.
    pub(super) fn inventory_paper(&self, id: ApplicationId) -> Option<Box<InventoryPaper>> {
        let application = &self.drafts.get(&id)?.application;
        if !application.matter.has_form() || application.refusal.is_some() {
            return None;
        }
        let visit = self.visits.get(&application.visit)?;
        let service = self.service(&application.service)?;
        Some(Box::new(InventoryPaper {
            community: visit.community.clone(),
            number: application.number.clone()?,
            date: self.now.date_text(),
            time: self.now.clock_text(),
            clock_confirmed: self.watch.source() == ClockSource::Confirmed,
            matter: application.matter.clone(),
            service_id: service.id.clone(),
            service: service.name.clone(),
            authority: service.authority.clone(),
            term: service.term.clone(),
            applicant: visit.applicant.full_name(),
            address: visit.applicant.address(),
            phone: visit.applicant.text(PersonField::Phone).to_owned(),
            documents: self.paper_documents(id),
            notice: visit.notice,
            result_way: result_way(visit),
            to_pay: self.to_pay(id),
            administrator: self.administrator.clone(),
        }))
    }

    /// The fee of an application, unless its payment was shown or nothing is due.
    fn to_pay(&self, id: ApplicationId) -> Option<ToPay> {
        let draft = self.drafts.get(&id)?;
        match draft.application.fee {
            FeeProof::Free | FeeProof::Shown => return None,
            FeeProof::Open | FeeProof::ToBePaid { .. } => {}
        }
        let (tariff, due) = self.due(draft).filter(|(_, due)| due.kopiykas > 0)?;
        Some(ToPay {
            tariff: tariff.name.clone(),
            due,
            account: tariff.account.clone(),
        })
    }

    pub(super) fn slip_paper(&self, id: ApplicationId) -> Option<SlipPaper> {
        let stub = self.sealed.iter().find(|stub| stub.id == id)?;
        let visit = self.visits.get(&stub.visit)?;
        let community = self
            .facts
            .communities
            .iter()
            .find(|known| known.id == visit.community)?;
        let days = self
            .service(&stub.service)
            .map_or(30, |service| service.ask_after_days);
        let later = Moment {
            wall_s: self.now.wall_s.saturating_add(i64::from(days) * 86_400),
            ..self.now
        };
        Some(SlipPaper {
            numbers: visit.numbers.clone(),
            phone: community.phone.clone(),
            ask_after: later.date_text(),
        })
    }

    fn paper_documents(&self, id: ApplicationId) -> Vec<PaperDocument> {
        let Some(application) = self.drafts.get(&id).map(|draft| &draft.application) else {
            return Vec::new();
        };
        let service = self.service(&application.service);
        application
            .documents
            .iter()
            .filter(|document| !matches!(document.key.0.as_str(), SIGNED_SHEET | FEE_PROOF))
            .filter(|document| document.is_there())
            .map(|document| PaperDocument {
                name: rule_name(service, &document.key),
                form: document.form,
                sheets: document.sheet_count(),
            })
            .collect()
    }
}
