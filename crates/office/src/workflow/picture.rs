//! The snapshot: what a screen may show of all this. Made anew from the state; nothing is remembered in it.

use super::{Draft, SealedStub, Workflow};
use crate::application::{FeeProof, Kinship, Matter, Stage};
use crate::command::RecordId;
use crate::form::FormView;
use crate::id::{ApplicationId, ServiceId};
use crate::label::Label;
use crate::number::Number;
use crate::service;
use crate::snapshot::{
    ApplicationView, Gate, JournalState, Kit, MendedLine, PapersView, ServiceLine, Snapshot,
    VisitLine, VisitView,
};
use crate::time::{ClockSource, Moment};
use crate::visit::{Visit, VisitField};

impl Workflow {
    /// The whole picture as it is now.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        if let Some(picture) = self.corner_picture() {
            return picture;
        }
        let open = matches!(self.gate, Gate::Open { .. });
        Snapshot {
            generation: self.generation,
            gate: self.gate.clone(),
            kit: Kit {
                training: self.facts.training,
                name: self.facts.name.clone(),
                communities: self
                    .facts
                    .communities
                    .iter()
                    .map(|known| (known.id.clone(), known.name.clone()))
                    .collect(),
                services: self
                    .facts
                    .services
                    .iter()
                    .map(|service| self.service_line(&service.id))
                    .collect(),
                profile: self.profile_view(),
            },
            date: self.now.date_text(),
            time: self.now.clock_text(),
            clock_doubtful: self.watch.source() == ClockSource::Doubtful,
            clock: self.watch.source(),
            visits: if open { self.visit_lines() } else { Vec::new() },
            visit: self
                .open_visit
                .and_then(|id| self.visits.get(&id))
                .map(|visit| self.visit_view(visit)),
            outbox: self.outbox.clone(),
            stick: self.stick,
            journal: if open {
                self.journal.clone()
            } else {
                Vec::new()
            },
            news: if open {
                self.news.iter().rev().cloned().collect()
            } else {
                Vec::new()
            },
            mended: if open { self.mended() } else { Vec::new() },
            day_papers: self.day_papers.clone(),
            hand_over: if open { self.pressing() } else { Vec::new() },
            devices: self.devices.clone(),
            notices: self.notices.clone(),
            work: self.work.clone(),
            lock_in_s: self.lock_in_s(),
            drawn: self.drawn.clone(),
            examination: self.examination.clone(),
            corner: None,
        }
    }

    fn service_line(&self, id: &ServiceId) -> ServiceLine {
        let service = self.service(id);
        ServiceLine {
            id: id.clone(),
            name: service
                .map(|service| service.name.clone())
                .unwrap_or_else(|| Label::same(&id.0)),
            fee: service
                .map(|service| service.fee.clone())
                .unwrap_or_default(),
            term: service
                .map(|service| service.term.clone())
                .unwrap_or_default(),
        }
    }

    fn visit_lines(&self) -> Vec<VisitLine> {
        let mut visits: Vec<&Visit> = self.visits.values().collect();
        visits.sort_by_key(|visit| {
            let (rank, place) = if visit.state.is_ahead() {
                // Those without a place in the route come after those that have one.
                (1, visit.place_in_route.wrapping_sub(1))
            } else {
                (u32::from(visit.state.is_ended()) * 2, 0)
            };
            let newest_first = std::cmp::Reverse(visit.arrived.wall_s);
            (rank, place, newest_first, visit.id)
        });
        visits
            .into_iter()
            .map(|visit| self.visit_line(visit))
            .collect()
    }

    fn visit_line(&self, visit: &Visit) -> VisitLine {
        let caller = [VisitField::CallerName, VisitField::CallerPhone]
            .map(|field| visit.text(field))
            .into_iter()
            .filter(|text| !text.is_empty())
            .collect::<Vec<_>>()
            .join(", ");
        let drafts = self.applications_of(visit.id);
        let open = || {
            drafts
                .iter()
                .filter_map(|id| self.drafts.get(id))
                .filter(|draft| draft.application.matter != Matter::VisitReport)
        };
        VisitLine {
            id: visit.id,
            applicant: visit.applicant.full_name(),
            place: visit.applicant.place().short().to_owned(),
            community: visit.community.clone(),
            time: visit.arrived.clock_text(),
            state: visit.state,
            state_reason: visit.state_reason.0.clone(),
            place_in_route: visit.place_in_route,
            caller,
            day: visit
                .planned_day
                .filter(|day| *day > self.now.day_number())
                .map(Moment::of_day)
                .map(|day| day.iso_date())
                .unwrap_or_default(),
            wanted: visit
                .request
                .iter()
                .flat_map(|request| &request.services)
                .map(|service| self.service_line(service))
                .collect(),
            open: open().count(),
            postponed: open()
                .filter(|draft| draft.application.postponed.is_some())
                .count(),
            sealed: visit.numbers.len(),
            corner: open()
                .filter(|draft| draft.application.stage == Stage::Filling)
                .filter_map(|draft| Some(draft.application.corner?.number))
                .collect(),
        }
    }

    /// What was sealed is in the journal; a draft may have no number yet.
    fn mended(&self) -> Vec<MendedLine> {
        let line = |kinship: Kinship, by: Option<&Number>| MendedLine {
            of: kinship.of,
            by: by.cloned(),
            kin: kinship.kin,
        };
        let sealed = self
            .journal
            .iter()
            .filter(|known| matches!(known.state, JournalState::Sealed | JournalState::Delivered))
            .filter_map(|known| Some(line(known.belongs_to.clone()?, Some(&known.number))));
        let drafts = self
            .drafts
            .values()
            .filter_map(|draft| Some(line(draft.application.matter.kinship()?, None)));
        sealed.chain(drafts).collect()
    }

    fn visit_view(&self, visit: &Visit) -> VisitView {
        let mut applications: Vec<ApplicationView> = self
            .sealed
            .iter()
            .filter(|stub| stub.visit == visit.id)
            .map(|stub| self.sealed_view(stub))
            .collect();
        let drafts = self.applications_of(visit.id);
        applications.extend(
            drafts
                .iter()
                .filter_map(|id| self.drafts.get(id))
                .filter(|draft| draft.application.matter != Matter::VisitReport)
                .map(|draft| self.draft_view(draft)),
        );
        let saved = self.is_saved(RecordId::Visit(visit.id), visit.revision)
            && drafts
                .iter()
                .filter_map(|id| self.drafts.get(id))
                .all(|draft| {
                    self.is_saved(
                        RecordId::Application(draft.application.id),
                        draft.application.revision,
                    )
                });
        VisitView {
            visit: visit.clone(),
            findings: self.findings_of_person(visit.id),
            applications,
            current: self.current,
            saved,
        }
    }

    fn draft_view(&self, draft: &Draft) -> ApplicationView {
        let application = &draft.application;
        let documents = self.document_views(draft);
        ApplicationView {
            id: application.id,
            service: self.service_line(&application.service),
            matter: application.matter.clone(),
            stage: application.stage,
            form: draft
                .form
                .as_ref()
                .map(crate::form::FormState::view)
                .unwrap_or_default(),
            answers: draft
                .form
                .as_ref()
                .map(crate::form::FormState::answers)
                .unwrap_or_default(),
            bytes: documents
                .iter()
                .flat_map(|document| &document.pages)
                .map(|page| page.size)
                .sum(),
            documents,
            findings: self.findings(application.id),
            consent_text: self
                .service(&application.service)
                .map(|service| service.consent.text.clone())
                .unwrap_or_default(),
            consented: application.consent.is_some(),
            fee: application.fee.clone(),
            due: self.due(draft).map(|(_, due)| due),
            payable: self.to_pay(application.id).is_some(),
            grounds: self
                .service(&application.service)
                .filter(|_| application.matter.is_complete())
                .map(|service| {
                    service
                        .refusals_at(service::Stage::Intake)
                        .cloned()
                        .collect()
                })
                .unwrap_or_default(),
            refusal: application.refusal.clone(),
            postponed: application.postponed.clone(),
            corner: application.corner,
            number: application.number.clone(),
            papers: draft.papers.clone(),
        }
    }

    fn sealed_view(&self, stub: &SealedStub) -> ApplicationView {
        ApplicationView {
            matter: stub.matter.clone(),
            stage: Stage::Sealed,
            consented: true,
            number: stub.number.clone(),
            papers: stub.papers.clone(),
            ..self.bare_view(stub.id, &stub.service)
        }
    }

    /// An application of which nothing is shown but its service.
    pub(super) fn bare_view(&self, id: ApplicationId, service: &ServiceId) -> ApplicationView {
        ApplicationView {
            id,
            service: self.service_line(service),
            matter: Matter::Application,
            stage: Stage::Filling,
            form: FormView::default(),
            answers: Vec::new(),
            documents: Vec::new(),
            findings: Vec::new(),
            consent_text: Label::default(),
            consented: false,
            fee: FeeProof::default(),
            due: None,
            payable: false,
            grounds: Vec::new(),
            refusal: None,
            postponed: None,
            corner: None,
            number: None,
            papers: PapersView::default(),
            bytes: 0,
        }
    }
}
