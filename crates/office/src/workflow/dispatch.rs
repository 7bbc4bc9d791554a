//! What the centre sent: news is shown by number, planned visits join the route, a returned visit goes on where it was.

use super::Workflow;
use crate::command::RecordId;
use crate::dispatch::{Dispatched, News, PlannedVisit};
use crate::effect::Effect;
use crate::id::DispatchId;
use crate::identity::date;
use crate::person::Source;
use crate::snapshot::Gate;
use crate::visit::{Channel, Request, Visit, VisitState};

impl Workflow {
    pub(super) fn dispatched(&mut self, what: Dispatched) -> Vec<Effect> {
        if !matches!(self.gate, Gate::Open { .. }) {
            // The kit is being shut: what came waits for the next unlocking.
            return Vec::new();
        }
        match what {
            Dispatched::News(news) => self.take_news(news),
            Dispatched::Visits { dispatch, visits } => self.take_visits(dispatch, visits),
            Dispatched::Returned(records) => self.take_back(records),
        }
    }

    fn take_news(&mut self, news: Vec<News>) -> Vec<Effect> {
        self.news.extend(news);
        Vec::new()
    }

    /// A visit that is here already, or of a community that this kit does not serve, is not taken.
    fn take_visits(&mut self, dispatch: DispatchId, planned: Vec<PlannedVisit>) -> Vec<Effect> {
        let mut effects = Vec::new();
        for visit in planned {
            if self.is_ours(&visit.community) && !self.is_planned(&visit) {
                effects.extend(self.take_visit(visit));
            }
        }
        effects.push(Effect::Taken(dispatch));
        effects
    }

    /// Whether a visit on that day to that person waits already: the same table may be sent twice.
    fn is_planned(&self, planned: &PlannedVisit) -> bool {
        self.visits.values().any(|visit| {
            visit.state.is_ahead()
                && visit.planned_day == date::day_number(&planned.day)
                && planned
                    .person
                    .iter()
                    .all(|(field, text)| visit.applicant.text(*field) == text)
        })
    }

    fn take_visit(&mut self, planned: PlannedVisit) -> Vec<Effect> {
        let state = VisitState::Planned;
        let PlannedVisit {
            id,
            community,
            basis,
            ..
        } = planned;
        let mut visit = Visit::new(id, community.clone(), basis, state, self.now);
        visit.request = Some(Request {
            at: self.now,
            channel: Channel::default(),
            services: planned.services,
        });
        visit.planned_day = date::day_number(&planned.day);
        for (field, text) in &planned.person {
            visit.applicant.set(*field, text, Source::Typed);
        }
        visit.texts = planned.texts;
        visit.large_print = self.facts.large_print;
        self.visits.insert(id, visit);
        let mut effects = vec![Effect::NewRecord {
            record: RecordId::Visit(id),
            community,
        }];
        effects.extend(self.plan_visit(id, u32::MAX));
        effects
    }

    /// What is here already goes on as it is: a returned record never overwrites work that was done since.
    fn take_back(&mut self, mut records: Vec<(RecordId, Vec<u8>)>) -> Vec<Effect> {
        records.retain(|(record, _)| match record {
            RecordId::Visit(id) => !self.visits.contains_key(id),
            RecordId::Application(id) => !self.drafts.contains_key(id),
        });
        let drafts: Vec<_> = records
            .iter()
            .filter_map(|(record, _)| match record {
                RecordId::Application(id) => Some(*id),
                RecordId::Visit(_) => None,
            })
            .collect();
        let mut effects = self.take_records(records);
        for id in drafts {
            effects.extend(self.take_up(id));
        }
        effects
    }
}
