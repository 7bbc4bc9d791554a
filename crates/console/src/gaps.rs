//! What is missing, by the kits' own word: what their heads cover, minus what is here.
//!
//! A head covers what was sealed up to its day; the report therefore says "known up to the head of DAY" and never
//! "complete". Order of arrival means nothing: chains are compared as sets.

use std::collections::{BTreeMap, BTreeSet};

use look::Words;
use parcel::{Digest, Epoch, Kind, KitName};

use crate::{
    clock,
    folder::Folder,
    ledger::{Ledger, LedgerError, PartState},
};

/// One kit and installation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KitReport {
    /// Which kit.
    pub kit: KitName,
    /// Which installation of it.
    pub epoch: Epoch,
    /// The day of its newest head, days since 1970; none where no head has come.
    pub known_up_to: Option<i64>,
    /// How many applications the head covers.
    pub applications: u64,
    /// Counters that the head covers and the depot has not brought, by kind, as runs with both ends.
    pub missing: Vec<(Kind, Vec<(u64, u64)>)>,
    /// How many parts the depot lists and that are not fetched yet.
    pub unfetched: usize,
    /// Counters under which two different parts exist: the kit was copied or set back.
    pub forked: Vec<(Kind, u64)>,
}

impl KitReport {
    /// What it says, a line each; the first says up to when anything is known.
    #[must_use]
    pub fn lines(&self, folder: &Folder, words: Words) -> Vec<String> {
        let kit = folder.kit_label(self.kit);
        let kind = |kind: &Kind| words.t(&format!("console-kind-{kind}"));
        let mut lines = vec![match self.known_up_to {
            Some(day) => {
                let day = clock::day_number_text(day);
                words.t_with(
                    "console-known-up-to",
                    &[
                        ("name", kit.as_str().into()),
                        ("of", day.into()),
                        ("n", self.applications.into()),
                    ],
                )
            }
            None => words.t_with("console-no-head", &[("name", kit.as_str().into())]),
        }];
        for (missing, runs) in &self.missing {
            let runs: Vec<_> = runs
                .iter()
                .map(|(first, last)| {
                    if first == last {
                        first.to_string()
                    } else {
                        format!("{first}-{last}")
                    }
                })
                .collect();
            lines.push(words.t_with(
                "console-missing",
                &[
                    ("name", kit.as_str().into()),
                    ("n", runs.join(", ").into()),
                    ("of", kind(missing).into()),
                ],
            ));
        }
        if self.unfetched > 0 {
            lines.push(words.t_with(
                "console-unfetched",
                &[("name", kit.as_str().into()), ("n", self.unfetched.into())],
            ));
        }
        if !self.forked.is_empty() {
            let runs: Vec<_> = self
                .forked
                .iter()
                .map(|(one, counter)| format!("{} {counter}", kind(one)))
                .collect();
            lines.push(words.t_with(
                "console-forked",
                &[("name", kit.as_str().into()), ("n", runs.join(", ").into())],
            ));
        }
        lines
    }
}

/// Compares heads and parts.
///
/// # Errors
/// The ledger's.
pub fn report(ledger: &Ledger) -> Result<Vec<KitReport>, LedgerError> {
    type Counters = BTreeMap<(Kind, u64), BTreeSet<Digest>>;
    let mut kits: BTreeMap<(KitName, Epoch), (Counters, usize)> = BTreeMap::new();
    for part in ledger.parts()? {
        let manifest = part.manifest;
        let (counters, unfetched) = kits.entry((manifest.kit, manifest.epoch)).or_default();
        counters
            .entry((manifest.kind, manifest.counter))
            .or_default()
            .insert(manifest.digest);
        *unfetched += usize::from(part.state == PartState::Listed);
    }
    let heads: BTreeMap<_, _> = ledger
        .heads()?
        .into_iter()
        .map(|head| ((head.kit, head.epoch), head))
        .collect();
    for key in heads.keys() {
        kits.entry(*key).or_default();
    }
    let report = |((kit, epoch), (counters, unfetched)): ((KitName, Epoch), (Counters, usize))| {
        let head = heads.get(&(kit, epoch));
        let missing = |kind| {
            let known = head.map_or(0, |head| head.count(kind));
            (
                kind,
                runs((1..=known).filter(|counter| !counters.contains_key(&(kind, *counter)))),
            )
        };
        KitReport {
            kit,
            epoch,
            known_up_to: head.map(|head| head.day),
            applications: head.map_or(0, |head| head.count(Kind::Summary)),
            missing: [Kind::Summary, Kind::Pages, Kind::Emergency]
                .into_iter()
                .map(missing)
                .filter(|(_, runs)| !runs.is_empty())
                .collect(),
            unfetched,
            forked: counters
                .iter()
                .filter(|(_, digests)| digests.len() > 1)
                .map(|(place, _)| *place)
                .collect(),
        }
    };
    Ok(kits.into_iter().map(report).collect())
}

/// Ascending counters as runs.
fn runs(counters: impl Iterator<Item = u64>) -> Vec<(u64, u64)> {
    let mut runs: Vec<(u64, u64)> = Vec::new();
    for counter in counters {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == counter => *last = counter,
            _ => runs.push((counter, counter)),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::runs;

    #[test]
    fn counters_are_told_as_runs() {
        assert_eq!(
            runs([1, 2, 3, 7, 9, 10].into_iter()),
            [(1, 3), (7, 7), (9, 10)]
        );
        assert_eq!(runs(std::iter::empty()), []);
    }
}
