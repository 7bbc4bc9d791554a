//! Visits, the applicant's identity, and the answers of a form. Every change is saved at once.

use super::{Workflow, note_override};
use crate::address::PlaceRef;
use crate::application::{Application, Matter, Stage};
use crate::command::RecordId;
use crate::effect::Effect;
use crate::form::FormState;
use crate::id::{ApplicationId, CommunityId, ServiceId, VisitId};
use crate::identity::{self, CardKey, ChipFacts, ChipItself};
use crate::person::{DocumentKind, PersonField, PersonalText, Source};
use crate::time::At;
use crate::trouble::{CardTrouble, Trouble};
use crate::visit::{
    Basis, CheckResult, IdentityCheck, IdentityChecked, Visit, VisitField, VisitState, Whose,
};

impl Workflow {
    pub(super) fn new_visit(
        &mut self,
        community: CommunityId,
        basis: Basis,
        at: &At,
    ) -> Vec<Effect> {
        if !self.is_ours(&community) {
            return Vec::new();
        }
        let id = VisitId::draw(&at.entropy, 0);
        let visit = Visit::new(id, community, basis, VisitState::Begun, self.now);
        self.begin_visit(visit)
    }

    pub(super) fn is_ours(&self, community: &CommunityId) -> bool {
        self.facts
            .communities
            .iter()
            .any(|known| known.id == *community)
    }

    /// A folder of its own, saved at once, and open from here.
    pub(super) fn begin_visit(&mut self, mut visit: Visit) -> Vec<Effect> {
        visit.large_print = self.facts.large_print;
        let (id, community) = (visit.id, visit.community.clone());
        self.visits.insert(id, visit);
        self.turn_to_visit(id);
        let mut effects = vec![Effect::NewRecord {
            record: RecordId::Visit(id),
            community,
        }];
        effects.extend(self.save_visit(id));
        effects
    }

    pub(super) fn turn_to_visit(&mut self, id: VisitId) -> Vec<Effect> {
        if self.visits.contains_key(&id) && self.open_visit != Some(id) {
            self.forget_papers();
            self.open_visit = Some(id);
            self.current = self.applications_of(id).first().copied();
        }
        Vec::new()
    }

    /// Puts the visit away. A visit that has nothing open and that nobody will come to again is over: its folder goes.
    pub(super) fn close_visit(&mut self) -> Vec<Effect> {
        let Some(id) = self.open_visit.take() else {
            return Vec::new();
        };
        self.current = None;
        self.forget_papers();
        self.drop_if_over(id)
    }

    pub(super) fn drop_if_over(&mut self, id: VisitId) -> Vec<Effect> {
        let over = self.open_visit != Some(id)
            && self.applications_of(id).is_empty()
            && self.visits.get(&id).is_some_and(|visit| {
                visit.state.is_over()
                    || (visit.state == VisitState::Begun && !visit.numbers.is_empty())
            });
        if over {
            self.visits.remove(&id);
            self.sealed.retain(|stub| stub.visit != id);
            vec![Effect::DropRecord(RecordId::Visit(id))]
        } else {
            Vec::new()
        }
    }

    pub(super) fn applications_of(&self, visit: VisitId) -> Vec<ApplicationId> {
        let mut found: Vec<_> = self
            .drafts
            .values()
            .filter(|draft| draft.application.visit == visit)
            .map(|draft| {
                (
                    draft.application.started.since_boot_ms,
                    draft.application.id,
                )
            })
            .collect();
        found.sort_unstable();
        found.into_iter().map(|(_, id)| id).collect()
    }

    /// Once something is read over, printed or signed, the shared folder must not change under it.
    fn folder_is_firm(&self, visit: VisitId) -> bool {
        self.drafts.values().any(|draft| {
            draft.application.visit == visit && draft.application.stage > Stage::Filling
        })
    }

    pub(super) fn edit_visit(&mut self, edit: impl FnOnce(&mut Visit)) -> Vec<Effect> {
        let Some(id) = self.open_visit else {
            return Vec::new();
        };
        let Some(visit) = self.visits.get_mut(&id) else {
            return Vec::new();
        };
        edit(visit);
        self.save_visit(id)
    }

    pub(super) fn set_visit_text(&mut self, field: VisitField, text: &str) -> Vec<Effect> {
        self.edit_visit(|visit| {
            if text.is_empty() {
                visit.texts.remove(&field);
            } else {
                visit.texts.insert(field, text.to_owned());
            }
        })
    }

    pub(super) fn set_person(&mut self, field: PersonField, typed: &str) -> Vec<Effect> {
        self.set_fields(&[(field, typed)])
    }

    /// Name, code and edition of the settlement; a code is never kept with another name than its own.
    pub(super) fn set_settlement(&mut self, place: &PlaceRef) -> Vec<Effect> {
        self.set_fields(&[
            (PersonField::Settlement, &place.name_as_written),
            (PersonField::SettlementCode, &place.code),
            (PersonField::SettlementEdition, &place.edition),
        ])
    }

    fn set_fields(&mut self, fields: &[(PersonField, &str)]) -> Vec<Effect> {
        let Some(id) = self.open_visit else {
            return Vec::new();
        };
        if self.folder_is_firm(id) {
            return Vec::new();
        }
        let mut effects = self.edit_visit(|visit| {
            for (field, typed) in fields {
                set_field(visit, *field, typed);
            }
            // On the telephone nobody has seen a document.
            let looked_at = visit.state == VisitState::Begun
                && fields.iter().any(|(_, typed)| !typed.trim().is_empty());
            if visit.identity_check == IdentityCheck::None && looked_at {
                visit.identity_check = IdentityCheck::Typed;
            }
        });
        effects.extend(self.refill_forms(id));
        effects
    }

    pub(super) fn mrz_read(&mut self, lines: &[String]) -> Vec<Effect> {
        self.identity_read(lines, None)
    }

    /// Opens a chip with the number that was typed, or with what its zone told.
    pub(super) fn read_card(&mut self, can: &str) -> Vec<Effect> {
        let Some(id) = self.open_visit.filter(|id| !self.folder_is_firm(*id)) else {
            return Vec::new();
        };
        let key = self
            .visits
            .get(&id)
            .and_then(|visit| CardKey::of(can, &visit.applicant));
        match key {
            Some(key) => vec![Effect::ReadCard { visit: id, key }],
            None => {
                self.notify(Trouble::Card(CardTrouble::KeyMisshapen));
                Vec::new()
            }
        }
    }

    /// What a chip told fills the visit for which it was asked, and no other one that was opened meanwhile.
    pub(super) fn card_read(&mut self, visit: VisitId, facts: &ChipFacts) -> Vec<Effect> {
        if self.open_visit != Some(visit) {
            self.notify(Trouble::NoVisitOpen);
            return Vec::new();
        }
        self.identity_read(&facts.lines, Some(facts))
    }

    /// What a document told, by its zone or by its chip.
    fn identity_read(&mut self, lines: &[String], chip: Option<&ChipFacts>) -> Vec<Effect> {
        let Some(id) = self.open_visit.filter(|id| !self.folder_is_firm(*id)) else {
            return Vec::new();
        };
        let Ok(facts) = identity::facts_from_mrz(lines, &self.now.iso_date()) else {
            self.notify(Trouble::ReadingUnclear);
            return Vec::new();
        };
        let Some(visit) = self.visits.get_mut(&id) else {
            return Vec::new();
        };
        let told = identity::apply(&facts, &mut visit.applicant);
        let refused = told.iter().any(|finding| finding.rule == "mrz-check-digit");
        if refused {
            self.notify(Trouble::ReadingUnclear);
            return Vec::new();
        }
        // Another document on the reader takes away what was proven of the one before.
        visit.chip = chip.map(|facts| facts.verdict);
        let method = match chip {
            Some(facts) => {
                identity::chip::fill_name(&facts.name, &mut visit.applicant);
                IdentityCheck::ChipRead
            }
            None => IdentityCheck::MrzRead,
        };
        visit.identity_check = method;
        visit.mismatches = told;
        let doubtful = chip.is_some_and(|facts| facts.verdict.chip == ChipItself::Failed);
        let result = if visit.mismatches.is_empty() && !doubtful {
            CheckResult::Agrees
        } else {
            CheckResult::Differs
        };
        let mut effects = self.note_identity(Whose::Applicant, method, result);
        effects.extend(self.refill_forms(id));
        effects
    }

    /// Writes a check of an identity into the log of the open visit.
    pub(super) fn note_identity(
        &mut self,
        whose: Whose,
        method: IdentityCheck,
        result: CheckResult,
    ) -> Vec<Effect> {
        let (by, at) = (self.administrator.clone(), self.now);
        self.edit_visit(|visit| {
            let (kind, number) = match whose {
                Whose::Applicant => (
                    DocumentKind::from_key(visit.applicant.text(PersonField::DocumentKind)),
                    visit.applicant.text(PersonField::DocumentNumber),
                ),
                Whose::Representative => (None, visit.text(VisitField::RepresentativeDocument)),
            };
            let checked = IdentityChecked {
                whose,
                method,
                kind,
                number: PersonalText::from(number),
                result,
                by,
                at,
            };
            // The same card laid on the reader twice is one check; the later time counts.
            visit.identity_log.retain(|known| {
                (known.whose, known.method, &known.number)
                    != (checked.whose, checked.method, &checked.number)
            });
            visit.identity_log.push(checked);
        })
    }

    /// Identity is asked for once: every form of the visit takes it over.
    fn refill_forms(&mut self, visit: VisitId) -> Vec<Effect> {
        let Some(person) = self.visits.get(&visit).map(|visit| visit.applicant.clone()) else {
            return Vec::new();
        };
        let mut changed = Vec::new();
        for id in self.applications_of(visit) {
            let Some(draft) = self.drafts.get_mut(&id) else {
                continue;
            };
            let Some(form) = &mut draft.form else {
                continue;
            };
            form.fill_person(&person);
            let instance = form.instance();
            if instance != draft.application.instance {
                draft.application.instance = instance;
                changed.push(id);
            }
        }
        changed
            .into_iter()
            .flat_map(|id| self.save_application(id))
            .collect()
    }

    pub(super) fn add_application(&mut self, service: &ServiceId, at: &At) -> Vec<Effect> {
        let Some(visit) = self.open_visit else {
            return Vec::new();
        };
        let (Some(folder), Some(form)) = (self.visits.get(&visit), self.forms.get(service)) else {
            return Vec::new();
        };
        let Ok(mut state) = FormState::start(form, "", self.form_clock()) else {
            return Vec::new();
        };
        state.fill_person(&folder.applicant);
        let id = ApplicationId::draw(&at.entropy, 1);
        let mut application =
            Application::new(id, visit, service.clone(), Matter::Application, self.now);
        application.instance = state.instance();
        let mut effects = self.begin_draft(application, Some(state));
        self.current = Some(id);
        effects.extend(self.share_with(id));
        effects
    }

    pub(super) fn turn_to_application(&mut self, id: ApplicationId) -> Vec<Effect> {
        let here = self
            .drafts
            .get(&id)
            .map(|draft| draft.application.visit)
            .or_else(|| {
                self.sealed
                    .iter()
                    .find(|stub| stub.id == id)
                    .map(|stub| stub.visit)
            });
        if here.is_some() && here == self.open_visit {
            self.current = Some(id);
        }
        Vec::new()
    }

    pub(super) fn edit_form(&mut self, edit: impl FnOnce(&mut FormState) -> bool) -> Vec<Effect> {
        let Some(draft) = self
            .open_draft()
            .filter(|draft| draft.application.stage == Stage::Filling)
        else {
            return Vec::new();
        };
        let Some(form) = &mut draft.form else {
            return Vec::new();
        };
        if !edit(form) {
            return Vec::new();
        }
        draft.application.instance = form.instance();
        let id = draft.application.id;
        self.save_application(id)
    }

    pub(super) fn override_finding(&mut self, finding: String, reason: &str) -> Vec<Effect> {
        let Some(draft) = self.open_draft() else {
            return Vec::new();
        };
        note_override(&mut draft.application.overrides, finding, reason);
        let id = draft.application.id;
        self.save_application(id)
    }
}

/// Sets a field in the spelling that is kept, with what follows from it for others.
fn set_field(visit: &mut Visit, field: PersonField, typed: &str) {
    let text = identity::normalise(field, typed);
    if visit.applicant.text(field) == text {
        return;
    }
    visit.applicant.set(field, &text, Source::Typed);
    // What the reading said against the old text says nothing about the new one.
    let place = field.place();
    visit.mismatches.retain(|finding| finding.place != place);
    match field {
        PersonField::DocumentKind | PersonField::DocumentNumber => {
            identity::fold_number(&mut visit.applicant);
        }
        PersonField::Settlement => {
            // The code was that of another name.
            for of_it in [PersonField::SettlementCode, PersonField::SettlementEdition] {
                visit.applicant.set(of_it, "", Source::Typed);
            }
        }
        PersonField::Surname
        | PersonField::GivenName
        | PersonField::Patronymic
        | PersonField::BirthDate
        | PersonField::Sex
        | PersonField::DocumentIssuer
        | PersonField::DocumentIssued
        | PersonField::DocumentExpires
        | PersonField::Rnokpp
        | PersonField::Unzr
        | PersonField::Phone
        | PersonField::Email
        | PersonField::SettlementCode
        | PersonField::SettlementEdition
        | PersonField::Street
        | PersonField::LatinName => {}
    }
    let folded = identity::folding(field, typed, visit.applicant.text(field));
    visit.mismatches.extend(folded);
}
