//! What is asked of a draft: the checklist for its applicant, and the findings of person, visit, form, papers and fee.
//!
//! A finding never refuses an intake (I15): it is corrected, or overridden with a reason.

use super::{Draft, Workflow};
use crate::application::{Application, FeeProof, Stage};
use crate::document::{Document, FEE_PROOF, Form, SIGNED_SHEET};
use crate::finding::{Finding, Level};
use crate::form::view::Step;
use crate::form::{FormState, Meaning};
use crate::id::{ApplicationId, DocumentKey, VisitId};
use crate::identity;
use crate::label::Label;
use crate::person::PersonField;
use crate::service::checklist::missing;
use crate::service::{Due, Service, Tariff};
use crate::snapshot::DocumentView;
use crate::time::ClockSource;
use crate::visit::{Signer, Visit, VisitField};

/// The rule of a form's question that has no answer.
const FORM_MISSING: &str = "form-missing";

impl Workflow {
    /// The checklist for this applicant, each line with its pages, the signed sheet last.
    pub(super) fn document_views(&self, draft: &Draft) -> Vec<DocumentView> {
        let application = &draft.application;
        let given = |key: &DocumentKey| application.document(&key.0);
        let view = |key: &DocumentKey, name: Label, required: bool| DocumentView {
            key: key.clone(),
            name,
            row: None,
            alternatives: Vec::new(),
            required,
            form: given(key).map(|document| document.form).unwrap_or_default(),
            sheets: given(key).map(Document::sheet_count).unwrap_or_default(),
            pages: given(key)
                .map(|document| document.pages.clone())
                .unwrap_or_default(),
        };
        let service = self
            .service(&application.service)
            .filter(|_| application.matter.has_form());
        let answers = draft.form.as_ref().map(FormState::view);
        let needed = service
            .map(|service| service.checklist(answers.as_ref()))
            .unwrap_or_default();
        let lacking = missing(&needed, |key| given(key).is_some_and(Document::is_there));
        let mut views: Vec<DocumentView> = needed
            .iter()
            .map(|line| {
                let lacks = lacking.iter().any(|one| one.key == line.key);
                let required = line.required
                    && application.matter.is_complete()
                    && (lacks || given(&line.key).is_some());
                DocumentView {
                    row: line.row,
                    alternatives: line.alternatives.clone(),
                    ..view(&line.key, line.name.clone(), required)
                }
            })
            .collect();
        // What was given for an answer that has changed since stays: nothing of a resident's is lost for a rule.
        for document in &application.documents {
            let is_listed = views.iter().any(|view| view.key == document.key);
            if let Some(rule) = service.and_then(|service| service.rule(&document.key))
                && !is_listed
            {
                views.push(view(&document.key, rule.name.clone(), false));
            }
        }
        let proof = application.fee == FeeProof::Shown;
        if proof || application.document(FEE_PROOF).is_some() {
            views.push(view(&DocumentKey::from(FEE_PROOF), Label::default(), proof));
        }
        if application.stage > Stage::Filling {
            let required = application.needs_signature();
            views.push(view(
                &DocumentKey::from(SIGNED_SHEET),
                Label::default(),
                required,
            ));
        }
        views
    }

    /// The tariff that the answers choose and what is due by it today; `None` where nothing is.
    pub(super) fn due(&self, draft: &Draft) -> Option<(&Tariff, Due)> {
        let application = &draft.application;
        let service: &Service = self
            .service(&application.service)
            .filter(|_| application.matter.is_complete())?;
        let answers = draft.form.as_ref().map(FormState::view);
        let tariff = service.tariff(answers.as_ref())?;
        Some((tariff, tariff.sum.due(self.now.civil_date()?)))
    }

    pub(super) fn person_findings(&self) -> Vec<Finding> {
        self.open_visit
            .map(|id| self.findings_of_person(id))
            .unwrap_or_default()
    }

    pub(super) fn findings_of_person(&self, id: VisitId) -> Vec<Finding> {
        let Some(visit) = self.visits.get(&id) else {
            return Vec::new();
        };
        let mut findings = identity::check(&visit.applicant, &self.now.iso_date());
        findings.extend(visit.mismatches.iter().cloned());
        findings.extend(self.findings_of_visit(visit));
        for finding in &mut findings {
            finding.overridden = visit.overrides.get(&finding.key()).cloned();
        }
        findings
    }

    /// What the visit itself lacks: a representative without a ground, a clock that nobody confirmed.
    fn findings_of_visit(&self, visit: &Visit) -> Vec<Finding> {
        let mut findings = Vec::new();
        let mut say =
            |place: &str, rule: &str, level| findings.push(Finding::new(place, rule, level));
        match visit.signer {
            Signer::Applicant => {}
            Signer::CannotSign => say("visit.signer", "cannot-sign", Level::Hint),
            Signer::Representative => {
                if visit.text(VisitField::Representative).is_empty() {
                    say(
                        "visit.representative",
                        "representative-unnamed",
                        Level::Error,
                    );
                }
                let shown = !visit.text(VisitField::AuthorityDocument).is_empty();
                if visit.authority.is_none() || !shown {
                    say("visit.authority", "authority-unshown", Level::Error);
                }
            }
        }
        if self.watch.source() == ClockSource::Doubtful {
            say("visit.clock", "clock-doubtful", Level::Warning);
        }
        findings
    }

    /// What the service card says against this visit, and of the fee.
    fn findings_of_service(&self, draft: &Draft) -> Vec<Finding> {
        let Application {
            service,
            visit,
            fee,
            matter,
            ..
        } = &draft.application;
        let mut findings = Vec::new();
        let flags = self
            .service(service)
            .filter(|_| matter.is_complete())
            .map(|service| service.flags)
            .unwrap_or_default();
        let visit = self.visits.get(visit);
        let by_another = visit.is_some_and(|visit| visit.signer == Signer::Representative);
        if flags.email_required && visit.is_some_and(|visit| !has_email(visit, draft)) {
            let place = PersonField::Email.place();
            findings.push(Finding::new(&place, "email-required", Level::Warning));
        }
        if flags.personal_only && by_another {
            findings.push(Finding::new(
                "visit.signer",
                "personal-only",
                Level::Warning,
            ));
        }
        if let Some((_, due)) = self.due(draft) {
            findings.extend(due.finding());
            if *fee == FeeProof::Open {
                findings.push(Finding::new("fee", "fee-open", Level::Warning));
            }
        }
        findings
    }

    /// Findings of service, form and documents, with what was overridden.
    pub(super) fn findings(&self, id: ApplicationId) -> Vec<Finding> {
        let Some(draft) = self.drafts.get(&id) else {
            return Vec::new();
        };
        let mut findings = draft
            .form
            .as_ref()
            .map(FormState::findings)
            .unwrap_or_default();
        if !draft.application.matter.is_complete() {
            // Who corrects one answer need not give the others again.
            findings.retain(|finding| finding.rule != FORM_MISSING);
        }
        findings.extend(self.findings_of_service(draft));
        for view in self.document_views(draft) {
            if view.required && view.pages.is_empty() && view.form != Form::Seen {
                let rule = match view.key.0.as_str() {
                    SIGNED_SHEET => "signed-sheet-missing",
                    FEE_PROOF => "fee-proof-missing",
                    _ => "document-missing",
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

/// Whether the resident gave an address of electronic mail: with their identity, or where the form asks for one.
fn has_email(visit: &Visit, draft: &Draft) -> bool {
    let asked = draft.form.as_ref().map(FormState::view).unwrap_or_default();
    let mut questions = asked.steps.iter().flat_map(Step::all_questions);
    !visit.applicant.text(PersonField::Email).is_empty()
        || questions.any(|one| one.meaning == Some(Meaning::Email) && !one.value.is_empty())
}
