//! The counts that a quarterly report asks of a kit, from dossiers alone.
//!
//! Counts only: no name, no number, no day of a person's.

use super::{Dossier, Outcome};
use crate::application::Matter;
use crate::id::{ServiceId, VisitId};
use crate::visit::{Opinion, VisitState};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What a kit did in a stretch of days.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Visits on which something was taken or handed over.
    pub visits: u64,
    /// Visits that came to nothing, by the key of how they ended.
    pub visits_broken_off: BTreeMap<String, u64>,
    /// Visits by the key of their ground, those that came to nothing among them.
    pub visits_by_basis: BTreeMap<String, u64>,
    /// Applications taken in.
    pub applications: u64,
    /// The same by service.
    pub applications_by_service: BTreeMap<ServiceId, u64>,
    /// The same by settlement: the codifier's code, or the name as written where no code is known.
    pub applications_by_place: BTreeMap<String, u64>,
    /// Applications that a person refused to accept, by ground.
    pub refused_to_accept: BTreeMap<String, u64>,
    /// Supplements.
    pub supplements: u64,
    /// Withdrawals.
    pub withdrawals: u64,
    /// Results handed over.
    pub handed_over: u64,
    /// Applications signed by a representative.
    pub by_representative: u64,
    /// Visits after which a resident said what they thought.
    pub feedback_total: u64,
    /// Those who found nothing wrong.
    pub feedback_positive: u64,
    /// Those who found something wrong.
    pub feedback_negative: u64,
    /// Minutes that an application took from its first word to its seal, on average; `None` without one that can be
    /// measured. The uptime measures: the clock may have been set in between.
    pub minutes_an_application: Option<u64>,
}

impl Counts {
    /// Counts dossiers of days from `from` to `until`, both ISO 8601 and included. The same dossier twice counts once.
    #[must_use]
    pub fn of<'a>(
        dossiers: impl IntoIterator<Item = &'a Dossier>,
        from: &str,
        until: &str,
    ) -> Self {
        let mut tally = Tally::default();
        let mut seen = BTreeSet::new();
        for dossier in dossiers {
            let day = dossier.finished.iso_date();
            let within = from <= day.as_str() && day.as_str() <= until;
            if within && seen.insert(dossier.application) {
                tally.add(dossier);
            }
        }
        tally.counts()
    }
}

/// What is known while counting.
#[derive(Default)]
struct Tally {
    counts: Counts,
    /// Visits on which something was taken.
    taken: BTreeSet<VisitId>,
    /// How visits ended that came to nothing.
    broken_off: BTreeMap<VisitId, VisitState>,
    basis: BTreeMap<VisitId, &'static str>,
    feedback: BTreeMap<VisitId, Opinion>,
    minutes: Vec<u64>,
}

impl Tally {
    fn add(&mut self, dossier: &Dossier) {
        self.basis.insert(dossier.visit, dossier.basis.key());
        let opinion = dossier.feedback.whole();
        if opinion != Opinion::None {
            // Dossiers of one visit carry the same answers, the later one perhaps more of them.
            let known = self.feedback.entry(dossier.visit).or_insert(opinion);
            if opinion == Opinion::No {
                *known = opinion;
            }
        }
        match (dossier.outcome(), &dossier.matter) {
            (Outcome::NothingTaken, _) => {
                self.broken_off.insert(dossier.visit, dossier.visit_state);
            }
            (Outcome::RefusedToAccept, _) => {
                self.taken.insert(dossier.visit);
                if let Some(refusal) = &dossier.refusal {
                    *self
                        .counts
                        .refused_to_accept
                        .entry(refusal.ground.clone())
                        .or_default() += 1;
                }
            }
            (Outcome::Accepted, matter) => {
                self.taken.insert(dossier.visit);
                self.accept(dossier, matter);
            }
        }
    }

    fn accept(&mut self, dossier: &Dossier, matter: &Matter) {
        let counts = &mut self.counts;
        counts.by_representative += u64::from(matches!(
            dossier.signature,
            crate::visit::Signature::Representative { .. }
        ));
        match matter {
            Matter::Supplement { .. } => counts.supplements += 1,
            Matter::Withdrawal { .. } => counts.withdrawals += 1,
            Matter::HandingOver { .. } => counts.handed_over += 1,
            Matter::VisitReport => {}
            Matter::Application => {
                counts.applications += 1;
                *counts
                    .applications_by_service
                    .entry(dossier.service.clone())
                    .or_default() += 1;
                *counts
                    .applications_by_place
                    .entry(dossier.place().to_owned())
                    .or_default() += 1;
                let (begun, ended) = (dossier.started, dossier.finished);
                // After a restart the uptime begins anew and measures nothing.
                if let Some(lasted) = ended.since_boot_ms.checked_sub(begun.since_boot_ms) {
                    self.minutes.push(lasted / 60_000);
                }
            }
        }
    }

    fn counts(mut self) -> Counts {
        let mut counts = self.counts;
        counts.visits = self.taken.len() as u64;
        self.broken_off
            .retain(|visit, _| !self.taken.contains(visit));
        for state in self.broken_off.values() {
            *counts
                .visits_broken_off
                .entry(state.key().to_owned())
                .or_default() += 1;
        }
        for basis in self.basis.values() {
            *counts
                .visits_by_basis
                .entry((*basis).to_owned())
                .or_default() += 1;
        }
        counts.feedback_total = self.feedback.len() as u64;
        let negative = self
            .feedback
            .values()
            .filter(|opinion| **opinion == Opinion::No);
        counts.feedback_negative = negative.count() as u64;
        counts.feedback_positive = counts.feedback_total - counts.feedback_negative;
        let count = self.minutes.len() as u64;
        counts.minutes_an_application = self.minutes.iter().sum::<u64>().checked_div(count);
        counts
    }
}
