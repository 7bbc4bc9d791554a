//! Pages of documents: they come from the scanner or a stick, and may be turned, moved, removed and brought back.

use super::Workflow;
use crate::application::{Application, Stage};
use crate::document::{Document, Form, PageRef, SIGNED_SHEET};
use crate::effect::Effect;
use crate::id::{ApplicationId, DocumentKey, PageId};
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
        let known = if document.0 == SIGNED_SHEET {
            stage > Stage::Filling
        } else {
            self.service(&service)?
                .documents
                .iter()
                .any(|rule| rule.key == *document)
        };
        known.then_some(id)
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
        let Some(draft) = self.drafts.get_mut(&id) else {
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
        Vec::new()
    }

    pub(super) fn set_document_form(&mut self, key: &DocumentKey, form: Form) -> Vec<Effect> {
        let Some(draft) = self.open_draft() else {
            return Vec::new();
        };
        document_mut(&mut draft.application, key).form = form;
        let id = draft.application.id;
        self.save_application(id)
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
            application.documents.push(Document {
                key: key.clone(),
                form: Form::default(),
                pages: Vec::new(),
            });
            application.documents.len() - 1
        });
    &mut application.documents[index]
}
