//! The snapshot: what a screen may show of all this. Made anew from the state; nothing is remembered in it.

use super::{Draft, SealedStub, Workflow};
use crate::application::Stage;
use crate::command::RecordId;
use crate::document::{Document, Form, SIGNED_SHEET};
use crate::finding::{Finding, Level};
use crate::form::FormView;
use crate::id::{ApplicationId, DocumentKey, ServiceId, VisitId};
use crate::identity;
use crate::label::Label;
use crate::service::checklist::missing;
use crate::snapshot::{
    ApplicationView, DocumentView, Gate, Kit, ServiceLine, Snapshot, VisitLine, VisitView,
};
use crate::visit::Visit;

impl Workflow {
    /// The whole picture as it is now.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        let open = matches!(self.gate, Gate::Open { .. });
        Snapshot {
            generation: self.generation,
            gate: self.gate.clone(),
            kit: Kit {
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
            },
            date: self.now.date_text(),
            time: self.now.clock_text(),
            clock_doubtful: self.now.is_doubtful(),
            visits: if open { self.visit_lines() } else { Vec::new() },
            visit: self
                .open_visit
                .and_then(|id| self.visits.get(&id))
                .map(|visit| self.visit_view(visit)),
            outbox: self.outbox.clone(),
            journal: if open {
                self.journal.clone()
            } else {
                Vec::new()
            },
            devices: self.devices.clone(),
            notices: self.notices.clone(),
            work: self.work.clone(),
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
        visits.sort_by_key(|visit| std::cmp::Reverse((visit.arrived.wall_s, visit.id)));
        visits
            .into_iter()
            .map(|visit| VisitLine {
                id: visit.id,
                applicant: visit.applicant.full_name(),
                place: visit
                    .applicant
                    .text(crate::person::PersonField::Settlement)
                    .to_owned(),
                community: visit.community.clone(),
                time: visit.arrived.clock_text(),
                open: self.applications_of(visit.id).len(),
                sealed: visit.numbers.len(),
            })
            .collect()
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
            number: application.number.clone(),
            papers: draft.papers.clone(),
        }
    }

    fn sealed_view(&self, stub: &SealedStub) -> ApplicationView {
        ApplicationView {
            id: stub.id,
            service: self.service_line(&stub.service),
            stage: Stage::Sealed,
            form: FormView::default(),
            answers: Vec::new(),
            documents: Vec::new(),
            findings: Vec::new(),
            consent_text: Label::default(),
            consented: true,
            number: stub.number.clone(),
            papers: stub.papers.clone(),
            bytes: 0,
        }
    }

    /// The checklist for this applicant, each line with its pages, the signed sheet last.
    fn document_views(&self, draft: &Draft) -> Vec<DocumentView> {
        let view = |key: &DocumentKey, name: Label, required: bool| {
            let document: Option<&Document> = draft.application.document(&key.0);
            DocumentView {
                key: key.clone(),
                name,
                required,
                form: document.map(|document| document.form).unwrap_or_default(),
                pages: document
                    .map(|document| document.pages.clone())
                    .unwrap_or_default(),
            }
        };
        let service = self.service(&draft.application.service);
        let answers = draft.form.as_ref().map(crate::form::FormState::view);
        let needed = service
            .map(|service| service.checklist(answers.as_ref()))
            .unwrap_or_default();
        let given = |key: &DocumentKey| draft.application.document(&key.0);
        let lacking = missing(&needed, |key| {
            given(key)
                .is_some_and(|document| !document.pages.is_empty() || document.form == Form::Seen)
        });
        let mut views: Vec<DocumentView> = needed
            .iter()
            .map(|line| {
                let lacks = lacking.iter().any(|one| one.key == line.key);
                let required = line.required && (lacks || given(&line.key).is_some());
                view(&line.key, line.name.clone(), required)
            })
            .collect();
        // What was given for an answer that has changed since stays: nothing of a resident's is lost for a rule.
        for document in &draft.application.documents {
            let is_listed = views.iter().any(|view| view.key == document.key);
            if let Some(rule) = service.and_then(|service| service.rule(&document.key))
                && !is_listed
            {
                views.push(view(&document.key, rule.name.clone(), false));
            }
        }
        if draft.application.stage > Stage::Filling {
            views.push(view(
                &DocumentKey::from(SIGNED_SHEET),
                Label::default(),
                true,
            ));
        }
        views
    }

    pub(super) fn person_findings(&self) -> Vec<Finding> {
        self.open_visit
            .map(|id| self.findings_of_person(id))
            .unwrap_or_default()
    }

    fn findings_of_person(&self, id: VisitId) -> Vec<Finding> {
        let Some(visit) = self.visits.get(&id) else {
            return Vec::new();
        };
        let mut findings = identity::check(&visit.applicant, &self.now.iso_date());
        findings.extend(visit.mismatches.iter().cloned());
        for finding in &mut findings {
            finding.overridden = visit.overrides.get(&finding.key()).cloned();
        }
        findings
    }

    /// Findings of form and documents, with what was overridden.
    pub(super) fn findings(&self, id: ApplicationId) -> Vec<Finding> {
        let Some(draft) = self.drafts.get(&id) else {
            return Vec::new();
        };
        let mut findings = draft
            .form
            .as_ref()
            .map(crate::form::FormState::findings)
            .unwrap_or_default();
        for view in self.document_views(draft) {
            if view.required && view.pages.is_empty() && view.form != Form::Seen {
                let rule = if view.key.0 == SIGNED_SHEET {
                    "signed-sheet-missing"
                } else {
                    "document-missing"
                };

                findings.push(Finding::new(
                    &format!("document.{}", view.key),
                    rule,
                    Level::Error,
                ));
            }
        }
        for finding in &mut findings {
            finding.overridden = draft.application.overrides.get(&finding.key()).cloned();
        }
        findings
    }
}
