//! Pages of documents: they come from the scanner or a stick, and may be turned, moved, removed and brought back.

use super::Workflow;
use crate::application::{Application, Stage};
use crate::document::{Document, FEE_PROOF, Form, PageRef, SIGNED_SHEET};
use crate::effect::Effect;
use crate::id::{ApplicationId, DocumentKey, PageId, ServiceId};
use crate::snapshot::{Work, WorkKind};
use crate::trouble::{DeviceKind, Trouble};

/// Pages a document may have; more is a mistake at the feeder.
const PAGES: usize = 200;

impl Workflow {
    /// The application that pages may go to, and under which key.
    fn page_target(&mut self, document: &DocumentKey) -> Option<ApplicationId> {
        if self.work.is_some() {
            self.notify(Trouble::DeviceBusy(DeviceKind::Scanner));
            return None;
        }
        let (id, stage, service) = {
            let application = &self.open_draft()?.application;
            (
                application.id,
                application.stage,
                application.service.clone(),
            )
        };
        let known = match document.0.as_str() {
            SIGNED_SHEET => stage > Stage::Filling,
            FEE_PROOF => true,
            _ => self.lists(&service, document),
        };
        if known {
            self.work_target = Some((id, document.clone()));
        }
        known.then_some(id)
    }

    /// Whether a document stands on the checklist of a service.
    fn lists(&self, service: &ServiceId, document: &DocumentKey) -> bool {
        self.service(service)
            .is_some_and(|service| service.rule(document).is_some())
    }

    /// One paper is scanned once: what another draft of this visit has under the same key is copied into a draft that
    /// was just begun. Nothing is left of a sealed application that could be copied.
    pub(super) fn share_with(&mut self, id: ApplicationId) -> Vec<Effect> {
        let Some((visit, service)) = self
            .drafts
            .get(&id)
            .map(|draft| (draft.application.visit, draft.application.service.clone()))
        else {
            return Vec::new();
        };
        let mut found: Vec<Document> = Vec::new();
        for other in self.applications_of(visit) {
            let Some(draft) = self.drafts.get(&other).filter(|_| other != id) else {
                continue;
            };
            for document in &draft.application.documents {
                let wanted = !document.pages.is_empty()
                    && self.lists(&service, &document.key)
                    && found.iter().all(|known| known.key != document.key);
                if wanted {
                    found.push(document.clone());
                }
            }
        }
        found
            .iter()
            .flat_map(|document| self.copy_document(document, id))
            .collect()
    }

    /// A document that was just scanned goes into every other draft of the visit that asks for it and has none.
    fn share(&mut self, from: ApplicationId, key: &DocumentKey) -> Vec<Effect> {
        let Some(draft) = self.drafts.get(&from) else {
            return Vec::new();
        };
        let (visit, Some(document)) = (
            draft.application.visit,
            draft.application.document(&key.0).cloned(),
        ) else {
            return Vec::new();
        };
        let mut effects = Vec::new();
        for other in self.applications_of(visit) {
            let asks = self.drafts.get(&other).is_some_and(|draft| {
                let application = &draft.application;
                other != from
                    && application.stage == Stage::Filling
                    && self.lists(&application.service, key)
                    && application
                        .document(&key.0)
                        .is_none_or(|known| !known.is_there())
            });
            if asks {
                effects.extend(self.copy_document(&document, other));
            }
        }
        effects
    }

    fn copy_document(&mut self, document: &Document, to: ApplicationId) -> Vec<Effect> {
        let Some(draft) = self.drafts.get_mut(&to) else {
            return Vec::new();
        };
        let copy = document_mut(&mut draft.application, &document.key);
        copy.form = document.form;
        copy.sheets = document.sheets;
        let mut effects = self.save_application(to);
        effects.extend(document.pages.iter().map(|page| Effect::CopyPage {
            page: page.id,
            turns: page.turns,
            application: to,
            document: document.key.clone(),
        }));
        effects
    }

    pub(super) fn scan(&mut self, document: DocumentKey) -> Vec<Effect> {
        let Some(application) = self.page_target(&document) else {
            return Vec::new();
        };
        self.work = Some(Work {
            kind: WorkKind::Scanning,
            pages: 0,
        });
        vec![Effect::Scan {
            application,
            document,
        }]
    }

    pub(super) fn import(
        &mut self,
        document: DocumentKey,
        paths: Vec<std::path::PathBuf>,
    ) -> Vec<Effect> {
        let Some(application) = self.page_target(&document) else {
            return Vec::new();
        };
        self.work = Some(Work {
            kind: WorkKind::Importing,
            pages: 0,
        });
        vec![Effect::Import {
            application,
            document,
            paths,
        }]
    }

    pub(super) fn page_arrived(
        &mut self,
        id: ApplicationId,
        key: &DocumentKey,
        page: PageRef,
    ) -> Vec<Effect> {
        if let Some(work) = &mut self.work {
            work.pages += 1;
        }
        let Some(draft) = self
            .drafts
            .get_mut(&id)
            .filter(|draft| draft.application.stage < Stage::Sealing)
        else {
            return Vec::new();
        };
        let document = document_mut(&mut draft.application, key);
        if document.pages.len() >= PAGES || document.pages.iter().any(|known| known.id == page.id) {
            return Vec::new();
        }
        document.pages.push(page);
        if key.0 == SIGNED_SHEET && draft.application.stage == Stage::Reviewed {
            draft.application.stage = Stage::Signed;
        }
        self.save_application(id)
    }

    pub(super) fn work_ended(&mut self, trouble: Option<Trouble>) -> Vec<Effect> {
        self.work = None;
        if let Some(trouble) = trouble {
            self.notify(trouble);
        }
        match self.work_target.take() {
            Some((id, key)) => self.share(id, &key),
            None => Vec::new(),
        }
    }

    pub(super) fn set_document_form(&mut self, key: &DocumentKey, form: Form) -> Vec<Effect> {
        self.edit_draft(|application| document_mut(application, key).form = form)
    }

    /// As many sheets as pages is what is thought anyway.
    pub(super) fn set_sheets(&mut self, key: &DocumentKey, sheets: u32) -> Vec<Effect> {
        self.edit_draft(|application| {
            let document = document_mut(application, key);
            let pages = u32::try_from(document.pages.len()).unwrap_or(u32::MAX);
            document.sheets = (sheets != pages).then_some(sheets);
        })
    }

    pub(super) fn turn_page(&mut self, page: PageId) -> Vec<Effect> {
        self.edit_page(page, |pages, index| {
            if let Some(page) = pages.get_mut(index) {
                page.turns = (page.turns + 1) % 4;
            }
        })
    }

    pub(super) fn move_page(&mut self, page: PageId, later: bool) -> Vec<Effect> {
        self.edit_page(page, |pages, index| {
            let other = if later {
                index + 1
            } else {
                index.wrapping_sub(1)
            };
            if other < pages.len() {
                pages.swap(index, other);
            }
        })
    }

    /// The page's bytes stay until the application is sealed, so that it can be brought back.
    pub(super) fn remove_page(&mut self, page: PageId) -> Vec<Effect> {
        let Some(draft) = self.open_draft() else {
            return Vec::new();
        };
        let id = draft.application.id;
        let mut gone = None;
        for document in &mut draft.application.documents {
            if let Some(index) = document.pages.iter().position(|known| known.id == page) {
                gone = Some((
                    id,
                    document.key.clone(),
                    index,
                    document.pages.remove(index),
                ));
            }
        }
        let Some(gone) = gone else { return Vec::new() };
        if gone.1.0 == SIGNED_SHEET
            && draft
                .application
                .document(SIGNED_SHEET)
                .is_none_or(|sheet| sheet.pages.is_empty())
        {
            draft.application.stage = Stage::Reviewed;
        }
        self.removed.push(gone);
        self.save_application(id)
    }

    pub(super) fn restore_page(&mut self) -> Vec<Effect> {
        let Some(index) = self
            .removed
            .iter()
            .rposition(|(id, ..)| Some(*id) == self.current)
        else {
            return Vec::new();
        };
        let (id, key, place, page) = self.removed.remove(index);
        let Some(draft) = self.open_draft() else {
            return Vec::new();
        };
        let pages = &mut document_mut(&mut draft.application, &key).pages;
        pages.insert(place.min(pages.len()), page);
        if key.0 == SIGNED_SHEET && draft.application.stage == Stage::Reviewed {
            draft.application.stage = Stage::Signed;
        }
        self.save_application(id)
    }

    fn edit_page(
        &mut self,
        page: PageId,
        edit: impl FnOnce(&mut Vec<PageRef>, usize),
    ) -> Vec<Effect> {
        let Some(draft) = self.open_draft() else {
            return Vec::new();
        };
        let id = draft.application.id;
        let found = draft.application.documents.iter_mut().find_map(|document| {
            let index = document.pages.iter().position(|known| known.id == page)?;
            Some((&mut document.pages, index))
        });
        let Some((pages, index)) = found else {
            return Vec::new();
        };
        edit(pages, index);
        self.save_application(id)
    }
}

/// The document under `key`, made where it is not there yet.
fn document_mut<'a>(application: &'a mut Application, key: &DocumentKey) -> &'a mut Document {
    let index = application
        .documents
        .iter()
        .position(|document| document.key == *key)
        .unwrap_or_else(|| {
            application.documents.push(Document::new(key.clone()));
            application.documents.len() - 1
        });
    &mut application.documents[index]
}
