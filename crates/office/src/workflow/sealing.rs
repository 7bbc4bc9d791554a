//! From the consent to the slip in the resident's hand: number, paper, ink, seal.

use super::{SealedStub, Which, Workflow};
use crate::application::{ConsentGiven, Stage};
use crate::document::{Form, SIGNED_SHEET};
use crate::dossier::{Dossier, SealedDocument};
use crate::effect::Effect;
use crate::form::Answer;
use crate::id::{ApplicationId, DocumentKey, PrintId};
use crate::label::Label;
use crate::number::Number;
use crate::paper::{ApplicationPaper, InventoryPaper, Paper, PaperDocument, SlipPaper};
use crate::person::PersonField;
use crate::snapshot::{Lamp, PaperState, PapersView, Work, WorkKind};
use crate::time::{At, Moment};
use crate::trouble::{DeviceKind, Trouble};
use crate::visit::{Signer, VisitField};

/// Identity rows on the application, in the order of a Ukrainian form.
const IDENTITY_ROWS: [PersonField; 11] = [
    PersonField::BirthDate,
    PersonField::Sex,
    PersonField::DocumentKind,
    PersonField::DocumentNumber,
    PersonField::DocumentIssuer,
    PersonField::DocumentIssued,
    PersonField::Rnokpp,
    PersonField::Unzr,
    PersonField::Phone,
    PersonField::Settlement,
    PersonField::Street,
];

impl Workflow {
    /// The resident consents after the review. Open findings come first: corrected, or overridden with a reason.
    pub(super) fn give_consent(&mut self) -> Vec<Effect> {
        let Some(id) = self.open_draft().map(|draft| draft.application.id) else {
            return Vec::new();
        };
        let open = self.findings(id).iter().any(|finding| finding.is_open())
            || self
                .person_findings()
                .iter()
                .any(crate::finding::Finding::is_open);
        let version = self
            .drafts
            .get(&id)
            .and_then(|draft| self.service(&draft.application.service))
            .map(|service| service.consent.version.clone());
        let (Some(version), now) = (version, self.now) else {
            return Vec::new();
        };
        let Some(draft) = self
            .open_draft()
            .filter(|draft| draft.application.stage == Stage::Filling && !open)
        else {
            return Vec::new();
        };
        draft.application.consent = Some(ConsentGiven { version, at: now });
        draft.application.stage = Stage::Reviewed;
        self.save_application(id)
    }

    /// Back to filling: what was signed belongs to an outdated print, so the signed sheet goes and consent is asked again.
    pub(super) fn reopen(&mut self) -> Vec<Effect> {
        let Some(draft) = self
            .open_draft()
            .filter(|draft| draft.application.stage > Stage::Filling)
        else {
            return Vec::new();
        };
        let application = &mut draft.application;
        application.stage = Stage::Filling;
        application.consent = None;
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

    /// Prints the application for the signature. The number is drawn the first time and written down before it is printed.
    pub(super) fn print_application(&mut self, at: &At) -> Vec<Effect> {
        let kit = self.facts.number;
        let taken: std::collections::BTreeSet<Number> = self
            .journal
            .iter()
            .map(|line| line.number.clone())
            .chain(
                self.drafts
                    .values()
                    .filter_map(|draft| draft.application.number.clone()),
            )
            .collect();
        let day = self.now.iso_date();
        let Some(draft) = self
            .open_draft()
            .filter(|draft| draft.application.stage > Stage::Filling)
        else {
            return Vec::new();
        };
        let id = draft.application.id;
        let mut effects = Vec::new();
        if draft.application.number.is_none() {
            let number = Number::draw(kit, &at.entropy, &|number| taken.contains(number));
            draft.application.number = Some(number.clone());
            effects.push(Effect::NoteNumber { number, day });
            effects.extend(self.save_application(id));
        }
        let Some(paper) = self.application_paper(id) else {
            return effects;
        };
        if let Some(draft) = self.drafts.get_mut(&id) {
            draft.papers.application = PaperState::Printing;
        }
        let print = PrintId::draw(&at.entropy, 0);
        self.prints.insert(print, Which::Application(id));
        effects.push(Effect::Print {
            print,
            device: DeviceKind::Printer,
            paper,
            copies: 1,
        });
        effects
    }

    /// Seals the application. What is missing is a finding that somebody has overridden with a reason, or it waits.
    pub(super) fn finish(&mut self) -> Vec<Effect> {
        let Some(id) = self.open_draft().map(|draft| draft.application.id) else {
            return Vec::new();
        };
        if self.work.is_some()
            || self
                .findings(id)
                .iter()
                .any(crate::finding::Finding::is_open)
        {
            return Vec::new();
        }
        let Some(dossier) = self.freeze(id) else {
            return Vec::new();
        };
        let Some(draft) = self.drafts.get_mut(&id) else {
            return Vec::new();
        };
        draft.application.stage = Stage::Sealing;
        self.work = Some(Work {
            kind: WorkKind::Sealing,
            pages: 0,
        });
        vec![Effect::Seal(Box::new(dossier))]
    }

    /// The draft is safe as a parcel and its key is gone; only now are inventory and slip printed, and printing may fail.
    pub(super) fn sealed(&mut self, id: ApplicationId, at: &At) -> Vec<Effect> {
        // Only a sealing that was asked for counts.
        if self.drafts.get(&id).map(|draft| draft.application.stage) != Some(Stage::Sealing) {
            return Vec::new();
        }
        self.work = None;
        let inventory = self.inventory_paper(id);
        let Some(draft) = self.drafts.remove(&id) else {
            return Vec::new();
        };
        self.removed.retain(|(of, ..)| *of != id);
        let application = draft.application;
        let mut effects = Vec::new();
        if let Some(number) = &application.number {
            if let Some(visit) = self.visits.get_mut(&application.visit) {
                visit.numbers.push(number.clone());
            }
            effects.extend(self.save_visit(application.visit));
        }
        self.sealed.push(SealedStub {
            id,
            visit: application.visit,
            service: application.service,
            number: application.number,
            papers: PapersView {
                held: true,
                application: PaperState::Printed,
                ..PapersView::default()
            },
            inventory,
            since_boot_ms: self.now.since_boot_ms,
        });
        effects.extend(self.print_for_hands(id, at));
        effects
    }

    pub(super) fn not_sealed(&mut self, id: ApplicationId, trouble: Trouble) -> Vec<Effect> {
        self.work = None;
        if let Some(draft) = self.drafts.get_mut(&id) {
            draft.application.stage = Stage::Signed;
        }
        self.notify(trouble);
        Vec::new()
    }

    pub(super) fn reprint(&mut self, at: &At) -> Vec<Effect> {
        self.current
            .map_or_else(Vec::new, |id| self.print_for_hands(id, at))
    }

    /// Two copies of the inventory and one slip.
    fn print_for_hands(&mut self, id: ApplicationId, at: &At) -> Vec<Effect> {
        let slip_device = if self
            .devices
            .iter()
            .any(|line| line.device == DeviceKind::SlipPrinter && line.lamp != Lamp::Absent)
        {
            DeviceKind::SlipPrinter
        } else {
            DeviceKind::Printer
        };
        let slip = self.slip_paper(id);
        let slip_only = self.facts.slip_only;
        let Some(stub) = self
            .sealed
            .iter_mut()
            .find(|stub| stub.id == id && stub.papers.held)
        else {
            return Vec::new();
        };
        let mut effects = Vec::new();
        if let Some(paper) = stub.inventory.clone().filter(|_| !slip_only) {
            let print = PrintId::draw(&at.entropy, 0);
            stub.papers.inventory = PaperState::Printing;
            self.prints.insert(print, Which::Inventory(id));
            effects.push(Effect::Print {
                print,
                device: DeviceKind::Printer,
                paper: Paper::Inventory(paper),
                copies: 2,
            });
        }
        if let Some(paper) = slip {
            let print = PrintId::draw(&at.entropy, 1);
            stub.papers.slip = PaperState::Printing;
            self.prints.insert(print, Which::Slip(id));
            effects.push(Effect::Print {
                print,
                device: slip_device,
                paper: Paper::Slip(paper),
                copies: 1,
            });
        }
        effects
    }

    pub(super) fn printed(&mut self, print: PrintId, trouble: Option<Trouble>) -> Vec<Effect> {
        let Some(which) = self.prints.remove(&print) else {
            return Vec::new();
        };
        let state = trouble
            .clone()
            .map_or(PaperState::Printed, PaperState::Failed);
        match which {
            Which::Application(id) => {
                if let Some(draft) = self.drafts.get_mut(&id) {
                    draft.papers.application = state;
                }
            }
            Which::Inventory(id) | Which::Slip(id) => {
                if let Some(stub) = self.sealed.iter_mut().find(|stub| stub.id == id) {
                    if matches!(which, Which::Slip(_)) {
                        stub.papers.slip = state;
                    } else {
                        stub.papers.inventory = state;
                    }
                }
            }
            Which::Test => {}
        }
        if let Some(trouble) = trouble {
            self.notify(trouble);
        }
        Vec::new()
    }

    pub(super) fn papers_in_hand(&mut self) -> Vec<Effect> {
        self.forget_papers();
        Vec::new()
    }

    pub(super) fn forget_papers(&mut self) {
        for stub in &mut self.sealed {
            stub.papers.held = false;
            stub.inventory = None;
        }
    }

    /// The application as it will be sealed; `None` where it has no number or consent yet.
    fn freeze(&self, id: ApplicationId) -> Option<Dossier> {
        let draft = self.drafts.get(&id)?;
        let application = &draft.application;
        application.consent.as_ref()?;
        let visit = self.visits.get(&application.visit)?;
        let service = self.service(&application.service)?;
        let mut overrides = visit.overrides.clone();
        overrides.extend(application.overrides.clone());
        let findings = self
            .findings(id)
            .iter()
            .map(crate::finding::Finding::key)
            .collect();
        let documents = application
            .documents
            .iter()
            .filter(|document| !document.pages.is_empty() || document.form == Form::Seen)
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
            })
            .collect();
        Some(Dossier {
            format: 1,
            application: id,
            visit: visit.id,
            number: application.number.clone()?,
            community: visit.community.clone(),
            service: service.id.clone(),
            service_name: service.name.clone(),
            basis: visit.basis,
            arrived: visit.arrived,
            started: application.started,
            finished: self.now,
            visit_texts: visit
                .texts
                .iter()
                .map(|(field, text)| (field.key().to_owned(), text.clone()))
                .collect(),
            applicant: visit.applicant.clone(),
            signer: visit.signer,
            identity_check: visit.identity_check,
            notice: visit.notice,
            answers: self.answers(id),
            instance: application.instance.clone(),
            documents,
            consent: application.consent.clone(),
            overrides,
            findings,
            administrator: self.administrator.clone(),
        })
    }

    fn answers(&self, id: ApplicationId) -> Vec<Answer> {
        self.drafts
            .get(&id)
            .and_then(|draft| draft.form.as_ref())
            .map(crate::form::FormState::answers)
            .unwrap_or_default()
    }

    fn application_paper(&self, id: ApplicationId) -> Option<Paper> {
        let application = &self.drafts.get(&id)?.application;
        let visit = self.visits.get(&application.visit)?;
        let service = self.service(&application.service)?;
        let representative = match visit.signer {
            Signer::Applicant => String::new(),
            Signer::Representative => visit.text(VisitField::Representative).to_owned(),
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
            community: visit.community.clone(),
            number: application.number.clone()?,
            date: self.now.date_text(),
            time: self.now.clock_text(),
            clock_doubtful: self.now.is_doubtful(),
            service: service.name.clone(),
            authority: service.authority.clone(),
            applicant: visit.applicant.full_name(),
            identity,
            representative,
            answers: self.answers(id),
            documents: self.paper_documents(id),
            consent: service.consent.text.clone(),
            administrator: self.administrator.clone(),
        })))
    }

    fn inventory_paper(&self, id: ApplicationId) -> Option<Box<InventoryPaper>> {
        let application = &self.drafts.get(&id)?.application;
        let visit = self.visits.get(&application.visit)?;
        let service = self.service(&application.service)?;
        Some(Box::new(InventoryPaper {
            community: visit.community.clone(),
            number: application.number.clone()?,
            date: self.now.date_text(),
            time: self.now.clock_text(),
            service: service.name.clone(),
            authority: service.authority.clone(),
            term: service.term.clone(),
            applicant: visit.applicant.full_name(),
            address: visit.applicant.address(),
            phone: visit.applicant.text(PersonField::Phone).to_owned(),
            documents: self.paper_documents(id),
            notice: visit.notice,
            administrator: self.administrator.clone(),
        }))
    }

    fn slip_paper(&self, id: ApplicationId) -> Option<SlipPaper> {
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
        let Some(service) = self.service(&application.service) else {
            return Vec::new();
        };
        application
            .documents
            .iter()
            .filter(|document| document.key.0 != SIGNED_SHEET)
            .filter(|document| !document.pages.is_empty() || document.form == Form::Seen)
            .map(|document| PaperDocument {
                name: rule_name(service, &document.key),
                form: document.form,
                sheets: u32::try_from(document.pages.len()).unwrap_or(u32::MAX),
            })
            .collect()
    }
}

fn rule_name(service: &crate::service::Service, key: &DocumentKey) -> Label {
    service
        .rule(key)
        .map(|rule| rule.name.clone())
        .unwrap_or_default()
}
