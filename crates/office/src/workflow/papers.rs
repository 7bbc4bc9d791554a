//! What stands on a paper: the application for the signature, inventory and slip for the resident's hand, the answer to a
//! refusal, and the papers of the day.

use super::Workflow;
use super::freezing::rule_name;
use crate::deadline::Term;
use crate::document::{FEE_PROOF, SIGNED_SHEET};
use crate::id::ApplicationId;
use crate::identity::phone;
use crate::label::Label;
use crate::paper::{
    ApplicationPaper, InventoryPaper, JournalPaper, Paper, PaperDocument, PaymentPaper,
    RefusalPaper, Representative, SlipPaper, ToPay, TripSheetPaper, TripStop,
};
use crate::person::PersonField;
use crate::service::Service;
use crate::time::{ClockSource, Moment};
use crate::visit::{Signer, Visit, VisitField};

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
                large_print: visit.large_print,
                administrator: self.administrator.clone(),
            })));
        }
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
            representative: representative(visit),
            answers: self.answers(id),
            documents: self.paper_documents(id),
            consent: service
                .filter(|_| application.consent.is_some())
                .map(|known| known.consent.text.clone())
                .unwrap_or_default(),
            consent_version: application
                .consent
                .as_ref()
                .map(|given| given.version.clone())
                .unwrap_or_default(),
            caller: caller(visit),
            large_print: visit.large_print,
            administrator: self.administrator.clone(),
        })))
    }

    /// What to pay; `None` where nothing is due, or the community has no account for it.
    pub(super) fn to_pay(&self, id: ApplicationId) -> Option<ToPay> {
        let draft = self.drafts.get(&id)?;
        let visit = self.visits.get(&draft.application.visit)?;
        let mut communities = self.facts.communities.iter();
        let community = communities.find(|known| known.id == visit.community)?;
        let to_pay = self.sealed_fee(draft).to_pay()?;
        community
            .accounts
            .contains(&to_pay.account)
            .then_some(to_pay)
    }

    /// What to pay by before the application is sealed; `None` before it has its number.
    pub(super) fn payment_paper(&self, id: ApplicationId) -> Option<Box<PaymentPaper>> {
        let application = &self.drafts.get(&id)?.application;
        let visit = self.visits.get(&application.visit)?;
        Some(Box::new(PaymentPaper {
            community: visit.community.clone(),
            number: application.number.clone()?,
            service_id: application.service.clone(),
            service: self.service(&application.service)?.name.clone(),
            applicant: visit.applicant.full_name(),
            to_pay: self.to_pay(id)?,
            large_print: visit.large_print,
        }))
    }

    /// The last day of the term, counted from today; empty where the card has several terms and nobody knows yet which.
    pub(super) fn last_day(&self, service: &Service) -> String {
        let ([rule], Some(today)) = (service.terms.as_slice(), self.now.civil_date()) else {
            return String::new();
        };
        // A term of no days begins when the authority has the papers, which nobody knows here.
        if matches!(rule.term, Term::CalendarDays(0) | Term::WorkingDays(0)) {
            return String::new();
        }
        let last = self.facts.calendar.due(today, rule.term);
        crate::identity::date::written(&last.to_string())
    }

    /// The inventory of an application that is sealed, as long as its print set is held.
    pub(super) fn held_inventory(&self, id: ApplicationId) -> Option<Box<InventoryPaper>> {
        let stub = self.sealed.iter().find(|stub| stub.id == id)?;
        let mut paper = stub.inventory.clone()?;
        paper.large_print = self.is_large(stub.visit);
        Some(paper)
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
            large_print: visit.large_print,
        })
    }

    /// The route that lies ahead; `None` where there is none. A visit that was asked for another day stays out of it.
    pub(super) fn trip_sheet_paper(&self) -> Option<Box<TripSheetPaper>> {
        let today = self.now.day_number();
        let is_due = |visit: &&Visit| visit.planned_day.is_none_or(|day| day <= today);
        let route: Vec<&Visit> = self
            .route()
            .iter()
            .filter_map(|id| self.visits.get(id))
            .filter(is_due)
            .collect();
        Some(Box::new(TripSheetPaper {
            community: route.first()?.community.clone(),
            date: self.now.date_text(),
            administrator: self.administrator.clone(),
            stops: route.into_iter().map(|visit| self.stop(visit)).collect(),
        }))
    }

    fn stop(&self, visit: &Visit) -> TripStop {
        let (name, number) = caller(visit);
        let own = phone::written(visit.applicant.text(PersonField::Phone));
        let of_caller = [phone::written(&number), name]
            .into_iter()
            .filter(|text| !text.is_empty());
        let of_caller = of_caller.collect::<Vec<_>>().join(", ");
        let services = visit.request.iter().flat_map(|request| &request.services);
        TripStop {
            applicant: visit.applicant.full_name(),
            address: visit.applicant.address(),
            phones: [own, of_caller]
                .into_iter()
                .filter(|text| !text.is_empty())
                .collect(),
            basis: visit.basis,
            services: services
                .filter_map(|id| Some(self.service(id)?.name.clone()))
                .collect(),
            notes: visit.text(VisitField::Notes).to_owned(),
        }
    }

    /// The journal of these days, the oldest first; `None` where they are no days.
    pub(super) fn journal_paper(&self, from: &str, until: &str) -> Option<Box<JournalPaper>> {
        let [first, last] = [from, until].map(crate::identity::date::parse);
        if first? > last? {
            return None;
        }
        let mut lines: Vec<_> = self
            .journal
            .iter()
            .rev()
            .filter(|line| from <= line.day.as_str() && line.day.as_str() <= until)
            .cloned()
            .collect();
        lines.sort_by(|one, other| one.day.cmp(&other.day));
        Some(Box::new(JournalPaper {
            from: from.to_owned(),
            until: until.to_owned(),
            lines,
            administrator: self.administrator.clone(),
        }))
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

/// Who signs in the applicant's place.
fn representative(visit: &Visit) -> Option<Representative> {
    let text = |field| visit.text(field).to_owned();
    (visit.signer == Signer::Representative).then(|| Representative {
        name: text(VisitField::Representative),
        document: text(VisitField::RepresentativeDocument),
        ground: visit.authority,
        ground_document: text(VisitField::AuthorityDocument),
    })
}

/// Who asked for the visit, with what they are to the applicant, and their telephone; empty where it was the applicant.
fn caller(visit: &Visit) -> (String, String) {
    let who = [VisitField::CallerName, VisitField::CallerRelation]
        .map(|field| visit.text(field))
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join(", ");
    (who, visit.text(VisitField::CallerPhone).to_owned())
}
