//! What is missing, by the kits' own word: what their heads cover, minus what is here.
//!
//! A head covers what was sealed up to its day; the report therefore says "known up to the head of DAY" and never
//! "complete". Order of arrival means nothing: chains are compared as sets. Documents stand in no chain: the answers
//! list them, so what is missing of them is known as far as answers are opened.

use std::collections::{BTreeMap, BTreeSet};

use look::Words;
use parcel::{ChainFault, Digest, Epoch, Kind, KitName, Sighting, chain_faults};

use crate::{
    clock,
    folder::Folder,
    ledger::{Ledger, LedgerError, Part, PartState},
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
    /// What is wrong with its chains: what is missing up to the newest head, and whether the kit was copied or set back.
    pub chain: Vec<ChainFault>,
    /// How many pieces of documents the opened answers list and the depot has not brought.
    pub documents_missing: usize,
    /// How many parts the depot lists and that are not fetched yet.
    pub unfetched: usize,
}

impl KitReport {
    /// How many answers, as far as the newest head, the depot has not brought.
    #[must_use]
    pub fn answers_missing(&self) -> u64 {
        let missing = |fault: &ChainFault| match fault {
            ChainFault::Missing {
                kind: Kind::Summary,
                counters,
            } => counters.end() - counters.start() + 1,
            ChainFault::Missing { .. } | ChainFault::Forked { .. } | ChainFault::Severed { .. } => {
                0
            }
        };
        self.chain.iter().map(missing).sum()
    }

    /// What it says, a line each; the first says up to when anything is known.
    #[must_use]
    pub fn lines(&self, folder: &Folder, words: Words) -> Vec<String> {
        let kit = folder.kit_label(self.kit);
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
        let told = |key: &str, n: String, of: &Kind| {
            let of = words.t(&format!("console-kind-{of}"));
            let name = kit.as_str().into();
            words.t_with(key, &[("name", name), ("n", n.into()), ("of", of.into())])
        };
        lines.extend(self.chain.iter().map(|fault| match fault {
            ChainFault::Missing { kind, counters } => told("console-missing", run(counters), kind),
            ChainFault::Forked { kind, counter } => {
                told("console-forked", counter.to_string(), kind)
            }
            ChainFault::Severed { kind, counter } => {
                told("console-severed", counter.to_string(), kind)
            }
        }));
        for (key, count) in [
            ("console-documents-missing", self.documents_missing),
            ("console-unfetched", self.unfetched),
        ] {
            if count > 0 {
                let kit = kit.as_str().into();
                lines.push(words.t_with(key, &[("name", kit), ("n", count.into())]));
            }
        }
        lines
    }
}

/// Compares heads and parts.
///
/// # Errors
/// The ledger's.
pub fn report(ledger: &Ledger) -> Result<Vec<KitReport>, LedgerError> {
    let parts = ledger.parts()?;
    let believed = parts.iter().filter(|part| is_of_its_kit(part));
    let mut kits: BTreeMap<(KitName, Epoch), Vec<&Part>> = BTreeMap::new();
    for part in believed {
        let key = (part.manifest.kit, part.manifest.epoch);
        kits.entry(key).or_default().push(part);
    }
    let mut heads: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for head in ledger.heads()? {
        let key = (head.kit, head.epoch);
        heads.entry(key).or_default().push(head);
        kits.entry(key).or_default();
    }
    let listed: BTreeMap<Digest, Vec<Digest>> = ledger
        .applications()?
        .into_iter()
        .map(|application| (application.summary, application.pages))
        .collect();
    let here: BTreeSet<Digest> = parts.iter().map(|part| part.manifest.digest).collect();
    let report = |((kit, epoch), parts): ((KitName, Epoch), Vec<&Part>)| {
        let heads = heads.get(&(kit, epoch)).map_or(&[][..], Vec::as_slice);
        let sightings = parts.iter().map(|part| Sighting {
            digest: part.entry.manifest.digest(),
            manifest: &part.manifest,
        });
        let documents = parts
            .iter()
            .filter_map(|part| listed.get(&part.manifest.digest))
            .flatten();
        KitReport {
            kit,
            epoch,
            known_up_to: heads.iter().map(|head| head.day).max(),
            applications: heads
                .iter()
                .map(|head| head.count(Kind::Summary))
                .max()
                .unwrap_or_default(),
            chain: chain_faults(sightings, heads),
            documents_missing: documents.filter(|digest| !here.contains(digest)).count(),
            unfetched: parts
                .iter()
                .filter(|part| part.state == PartState::Listed)
                .count(),
        }
    };
    Ok(kits.into_iter().map(report).collect())
}

/// Whether nothing has shown that somebody else than its kit made the part: a stranger's word about a chain counts for
/// nothing.
fn is_of_its_kit(part: &Part) -> bool {
    let fault = part.fault.as_deref().unwrap_or_default();
    !["unknown-signer", "manifest-forged", "resigned"].contains(&fault)
}

/// Counters in a row.
fn run(counters: &std::ops::RangeInclusive<u64>) -> String {
    if counters.start() == counters.end() {
        counters.start().to_string()
    } else {
        format!("{}-{}", counters.start(), counters.end())
    }
}
