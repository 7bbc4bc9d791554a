//! Requests, the plan of the day, the way there, and visits on which nothing could be taken.

use super::Workflow;
use crate::application::{Application, Matter};
use crate::effect::Effect;
use crate::id::{ApplicationId, CommunityId, ServiceId, VisitId};
use crate::person::{PersonField, PersonalText};
use crate::time::At;
use crate::visit::{Basis, Channel, Request, Visit, VisitState};

impl Workflow {
    pub(super) fn request_visit(
        &mut self,
        community: CommunityId,
        basis: Basis,
        channel: Channel,
        services: Vec<ServiceId>,
        at: &At,
    ) -> Vec<Effect> {
        if !self.is_ours(&community) {
            return Vec::new();
        }
        let id = VisitId::draw(&at.entropy, 0);
        let mut visit = Visit::new(id, community, basis, VisitState::Requested, self.now);
        visit.request = Some(Request {
            at: self.now,
            channel,
            services,
        });
        self.begin_visit(visit)
    }

    /// A request that is turned down is told to the coordinator; one that is fit waits for its place in the route.
    pub(super) fn screen_visit(
        &mut self,
        id: VisitId,
        fit: bool,
        reason: PersonalText,
        at: &At,
    ) -> Vec<Effect> {
        let Some(visit) = self
            .visits
            .get_mut(&id)
            .filter(|visit| visit.state.is_ahead() || visit.state == VisitState::Rejected)
        else {
            return Vec::new();
        };
        visit.state_reason = reason;
        if fit {
            if visit.state != VisitState::Planned {
                visit.state = VisitState::Screened;
            }
            return self.save_visit(id);
        }
        if visit.state == VisitState::Rejected {
            return self.save_visit(id);
        }
        visit.state = VisitState::Rejected;
        visit.place_in_route = 0;
        let mut effects = self.save_visit(id);
        effects.extend(self.report(id, at));
        effects
    }

    /// The visits ahead that have a place, in the order of the route.
    pub(super) fn route(&self) -> Vec<VisitId> {
        let mut route: Vec<_> = self
            .visits
            .values()
            .filter(|visit| visit.state.is_ahead() && visit.place_in_route > 0)
            .map(|visit| (visit.place_in_route, visit.id))
            .collect();
        route.sort_unstable();
        route.into_iter().map(|(_, id)| id).collect()
    }

    /// A visit that is going on or done has its place in the day already.
    pub(super) fn plan_visit(&mut self, id: VisitId, place: u32) -> Vec<Effect> {
        let Some(visit) = self
            .visits
            .get_mut(&id)
            .filter(|visit| !matches!(visit.state, VisitState::Begun | VisitState::Done))
        else {
            return Vec::new();
        };
        visit.state = VisitState::Planned;
        // A day that the centre named and that is still to come stays.
        visit.planned_day = visit.planned_day.max(Some(self.now.day_number()));
        let mut route = self.route();
        route.retain(|other| *other != id);
        let index = usize::try_from(place).map_or(usize::MAX, |place| place.saturating_sub(1));
        route.insert(index.min(route.len()), id);
        self.number_the_route(&route, Some(id))
    }

    pub(super) fn plan_by_village(&mut self) -> Vec<Effect> {
        let mut route = self.route();
        let mut villages = Vec::new();
        for visit in route.iter().filter_map(|id| self.visits.get(id)) {
            let village = visit.applicant.text(PersonField::Settlement);
            if !villages.contains(&village) {
                villages.push(village);
            }
        }
        let turn = |id: &VisitId| {
            let village = self
                .visits
                .get(id)
                .map(|visit| visit.applicant.text(PersonField::Settlement));
            villages.iter().position(|known| Some(*known) == village)
        };
        route.sort_by_key(turn);
        self.number_the_route(&route, None)
    }

    /// Saves the visits whose place has changed, and `planned` in any case.
    fn number_the_route(&mut self, route: &[VisitId], planned: Option<VisitId>) -> Vec<Effect> {
        let mut changed = Vec::new();
        for (place, id) in (1..).zip(route) {
            if let Some(visit) = self.visits.get_mut(id)
                && (visit.place_in_route != place || planned == Some(*id))
            {
                visit.place_in_route = place;
                changed.push(*id);
            }
        }
        changed
            .into_iter()
            .flat_map(|id| self.save_visit(id))
            .collect()
    }

    pub(super) fn depart(&mut self, id: VisitId) -> Vec<Effect> {
        self.move_on(id, VisitState::EnRoute)
    }

    pub(super) fn arrive(&mut self, id: VisitId) -> Vec<Effect> {
        let effects = self.move_on(id, VisitState::Begun);
        self.turn_to_visit(id);
        effects
    }

    /// A visit that was broken off is taken up by setting out again, too.
    fn move_on(&mut self, id: VisitId, state: VisitState) -> Vec<Effect> {
        let now = self.now;
        let Some(visit) = self
            .visits
            .get_mut(&id)
            .filter(|visit| !matches!(visit.state, VisitState::Begun | VisitState::Done))
            .filter(|visit| visit.state != state)
        else {
            return Vec::new();
        };
        visit.state = state;
        visit.state_reason = PersonalText::default();
        if state == VisitState::Begun {
            visit.arrived = now;
        }
        self.save_visit(id)
    }

    /// What is done at a bedside says that the office is there, or still is.
    pub(super) fn be_there(&mut self, id: VisitId) -> Vec<Effect> {
        let now = self.now;
        let Some(visit) = self
            .visits
            .get_mut(&id)
            .filter(|visit| visit.state != VisitState::Begun)
        else {
            return Vec::new();
        };
        if visit.state != VisitState::Done {
            visit.arrived = now;
        }
        visit.state = VisitState::Begun;
        self.save_visit(id)
    }

    pub(super) fn break_off(
        &mut self,
        end: VisitState,
        reason: PersonalText,
        at: &At,
    ) -> Vec<Effect> {
        let Some(id) = self
            .open_visit
            .filter(|_| VisitState::BROKEN_OFF.contains(&end))
        else {
            return Vec::new();
        };
        let Some(visit) = self
            .visits
            .get_mut(&id)
            .filter(|visit| !visit.state.is_ended())
        else {
            return Vec::new();
        };
        visit.state = end;
        visit.state_reason = reason;
        visit.place_in_route = 0;
        let mut effects = self.save_visit(id);
        effects.extend(self.report(id, at));
        effects
    }

    /// A visit that came to nothing is reported to the coordinator, sealed like everything else.
    fn report(&mut self, visit: VisitId, at: &At) -> Vec<Effect> {
        let id = ApplicationId::draw(&at.entropy, 1);
        let report = Application::new(
            id,
            visit,
            ServiceId::default(),
            Matter::VisitReport,
            self.now,
        );
        let mut effects = self.begin_draft(report, None);
        effects.extend(self.draw_number(id, at));
        effects.extend(self.seal_a_report(at));
        effects
    }

    /// Seals a report that waits, one at a time; a tick tries again.
    pub(super) fn seal_a_report(&mut self, at: &At) -> Vec<Effect> {
        let waiting = self
            .drafts
            .values()
            .find(|draft| draft.application.matter == Matter::VisitReport)
            .map(|draft| draft.application.id);
        match waiting {
            Some(id) if self.work.is_none() => {
                let mut effects = self.draw_number(id, at);
                effects.extend(self.send_to_seal(id));
                effects
            }
            Some(_) | None => Vec::new(),
        }
    }
}
