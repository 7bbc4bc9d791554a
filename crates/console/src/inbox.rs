//! The inbox: outlines by community and by the day they are due, with what warns at a glance.
//! Opens nothing: it is made of outlines alone, so ten thousand of them are no trouble.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use look::Words;
use office::number::Number;

use crate::{
    due::{self, Due, Urgency},
    folder::Folder,
    ledger::{Outline, Stage, twins},
    sheet,
};

/// One application in the inbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What a list shows of it.
    pub outline: Outline,
    /// What is to be done next, and by when.
    pub due: Option<Due>,
    /// Applications of the same person for the same service.
    pub twins: Vec<Number>,
    /// How many supplements, withdrawals and results came about it.
    pub later: usize,
}

impl Entry {
    /// Whether it wants a look before it is registered.
    #[must_use]
    pub fn warns(&self) -> bool {
        self.outline.look || !self.twins.is_empty() || self.later > 0
    }

    /// How near its day is.
    #[must_use]
    pub fn urgency(&self, today: Date) -> Urgency {
        self.due.map_or(Urgency::Later, |due| due.urgency(today))
    }

    /// What is to be done by when, in words: `enter by 24.11.2026, 2 days left`; empty where nothing is to be done.
    #[must_use]
    pub fn due_text(&self, today: Date, words: Words) -> String {
        let Some(due) = self.due else {
            return String::new();
        };
        let left = due.days_left(today);
        let counted = words.t_with(
            if left < 0 {
                "due-overdue"
            } else if left == 0 {
                "due-today"
            } else {
                "due-left"
            },
            &[("n", left.unsigned_abs().into())],
        );
        let day = sheet::day(&due.day.to_string());
        let doubt = if due.unverified {
            words.t("due-unverified")
        } else {
            String::new()
        };
        let told = words.t_with(&format!("due-{}", due.step.key()), &[("of", day.into())]);
        sheet::joined([told, counted, doubt], ", ")
    }
}

/// The applications of one community, the most urgent first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// What the community is called.
    pub community: String,
    /// Its applications.
    pub entries: Vec<Entry>,
}

impl Group {
    /// How many are overdue or due today, and how many wait to be registered.
    #[must_use]
    pub fn counts(&self, today: Date) -> (usize, usize) {
        let urgent = |one: &&Entry| one.urgency(today) <= Urgency::Today;
        let waiting = |one: &&Entry| one.outline.stage.is_unregistered();
        (
            self.entries.iter().filter(urgent).count(),
            self.entries.iter().filter(waiting).count(),
        )
    }
}

/// Sorts outlines into communities, by what is due first; what is done stands last.
#[must_use]
pub fn groups(outlines: Vec<Outline>, folder: &Folder) -> Vec<Group> {
    let mut twins = twins(&outlines);
    let mut later: HashMap<Number, usize> = HashMap::new();
    for number in outlines.iter().filter_map(|one| one.belongs_to.clone()) {
        *later.entry(number).or_default() += 1;
    }
    let mut communities: BTreeMap<String, Vec<Entry>> = BTreeMap::new();
    for outline in outlines {
        let entry = Entry {
            due: due::due(&outline),
            twins: twins.remove(&outline.id).unwrap_or_default(),
            later: later.get(&outline.number).copied().unwrap_or_default(),
            outline,
        };
        communities
            .entry(entry.outline.community.clone())
            .or_default()
            .push(entry);
    }
    let mut groups: Vec<_> = communities
        .into_iter()
        .map(|(id, mut entries)| {
            entries.sort_by_key(|one| {
                let stage = one.outline.stage;
                (
                    stage == Stage::Delivered,
                    !stage.is_unregistered(),
                    one.due.map(|due| due.day),
                    one.outline.taken,
                )
            });
            Group {
                community: folder.community_name(&id),
                entries,
            }
        })
        .collect();
    groups.sort_by(|one, other| one.community.cmp(&other.community));
    groups
}
