//! What belongs to an application that is sealed already: a supplement, a withdrawal, the result that is brought.
//!
//! Nothing sealed is opened for it. Each is a parcel of its own, with a reason and a signed paper, that names the number.

use super::Workflow;
use crate::application::{Application, Matter};
use crate::effect::Effect;
use crate::form::FormState;
use crate::id::{ApplicationId, ServiceId};
use crate::number::Number;
use crate::snapshot::JournalState;
use crate::time::At;
use crate::trouble::Trouble;

impl Workflow {
    /// The service of an application that was sealed on a visit which is not put away yet.
    fn service_of(&self, number: &Number) -> Option<ServiceId> {
        self.sealed
            .iter()
            .find(|stub| stub.number.as_ref() == Some(number))
            .map(|stub| stub.service.clone())
            .filter(|service| !service.0.is_empty())
    }

    /// A number that this kit gave out must be sealed. One of another kit, or of a year long gone, is believed (I15).
    fn may_be_mended(&self, number: &Number) -> bool {
        self.journal
            .iter()
            .find(|line| line.number == *number)
            .is_none_or(|line| match line.state {
                JournalState::Sealed | JournalState::Delivered => true,
                // The journal may lag behind a sealing that was just reported.
                JournalState::Drawn => self
                    .sealed
                    .iter()
                    .any(|stub| stub.number.as_ref() == Some(number)),
                JournalState::Void => false,
            })
    }

    /// Begins what belongs to a sealed application. Its service is the one that the kit still knows, else the given one.
    pub(super) fn mend(
        &mut self,
        matter: Matter,
        service: Option<ServiceId>,
        at: &At,
    ) -> Vec<Effect> {
        let known = matter.belongs_to().and_then(|of| self.service_of(of));
        let service = known.or(service);
        if matter.words().trim().is_empty() {
            return Vec::new();
        }
        let Some(visit) = self.open_visit else {
            self.notify(Trouble::NoVisitOpen);
            return Vec::new();
        };
        let draft_of_it = |number: &Number| {
            self.drafts
                .values()
                .any(|draft| draft.application.number.as_ref() == Some(number))
        };
        if matter
            .belongs_to()
            .is_none_or(|number| draft_of_it(number) || !self.may_be_mended(number))
        {
            self.notify(Trouble::NotSealedYet);
            return Vec::new();
        }
        // The same wish twice, by a key pressed twice, is one draft.
        let begun = self
            .drafts
            .values()
            .find(|draft| draft.application.visit == visit && draft.application.matter == matter)
            .map(|draft| draft.application.id);
        if let Some(id) = begun {
            self.current = Some(id);
            return Vec::new();
        }
        let form = service
            .as_ref()
            .filter(|_| matter.has_form())
            .and_then(|service| self.forms.get(service))
            .and_then(|form| FormState::start(form, "", self.form_clock()).ok())
            .map(|mut form| {
                if let Some(folder) = self.visits.get(&visit) {
                    form.fill_person(&folder.applicant);
                }
                form
            });
        let id = ApplicationId::draw(&at.entropy, 1);
        let mut application =
            Application::new(id, visit, service.unwrap_or_default(), matter, self.now);
        if let Some(form) = &form {
            application.instance = form.instance();
        }
        let effects = self.begin_draft(application, form);
        self.current = Some(id);
        effects
    }
}
