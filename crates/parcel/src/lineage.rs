//! What the chain of one installation shows when its manifests and heads are laid side by side: gaps, forks, breaks.
//!
//! Chains are judged as a set: order of arrival means nothing, and nothing here admits or refuses a part. What a kit
//! sealed after its newest head and lost leaves no trace; so nothing here is ever called complete.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::RangeInclusive,
};

use crate::{Digest, Head, Kind, Manifest};

/// A manifest that was seen, with the digest by which others refer to it ([`crate::Signed::digest`]).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sighting<'a> {
    /// The digest of the signed manifest.
    pub digest: Digest,
    /// What it says. The caller believes it.
    pub manifest: &'a Manifest,
}

/// What was seen at each place.
type Places = BTreeMap<(Kind, u64), BTreeSet<Digest>>;

/// What is wrong with the chain of one kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChainFault {
    /// Parts that must exist have not been seen: a head or a later part vouches for them.
    #[error("{kind} {} to {} are missing", counters.start(), counters.end())]
    Missing {
        /// Which chain.
        kind: Kind,
        /// From the first to the last of them.
        counters: RangeInclusive<u64>,
    },
    /// Two different parts stand at one place: the kit was copied, or set back and used again. Both are kept.
    #[error("the chain forks at {kind} {counter}")]
    Forked {
        /// Which chain.
        kind: Kind,
        /// The place.
        counter: u64,
    },
    /// A part or a head continues another part than the one that was seen at that place. The other one exists, or
    /// did: it is the unseen branch of a fork.
    #[error("{kind} {counter} is not the one that was continued")]
    Severed {
        /// Which chain.
        kind: Kind,
        /// The place whose other part was not seen.
        counter: u64,
    },
}

/// Everything wrong with the chains of one kit and epoch: what its `heads` cover and what was `seen` of it.
///
/// The result does not depend on the order of arrival. Summaries are counted and chained, emergency parcels only have
/// places that may fork, and pages have none.
pub fn chain_faults<'a>(
    seen: impl IntoIterator<Item = Sighting<'a>>,
    heads: &[Head],
) -> Vec<ChainFault> {
    let mut places = Places::new();
    // What somebody refers to: the place and the digest that must stand there.
    let mut continued: BTreeSet<(Kind, u64, Digest)> = BTreeSet::new();
    for Sighting { digest, manifest } in seen {
        let (kind, counter) = (manifest.kind, manifest.counter);
        places.entry((kind, counter)).or_default().insert(digest);
        if let (Some(previous), Some(before)) = (manifest.previous, counter.checked_sub(1)) {
            continued.insert((kind, before, previous));
        }
    }
    let tips = heads.iter().flat_map(|head| &head.tips);
    continued.extend(tips.map(|tip| (tip.kind, tip.counter, tip.manifest)));

    let mut faults = missing(&places, &continued);
    for (&(kind, counter), there) in places.range((Kind::Summary, 1)..) {
        if kind != Kind::Pages && there.len() > 1 {
            faults.push(ChainFault::Forked { kind, counter });
        }
        let all = (kind, counter, Digest([0; 32]))..=(kind, counter, Digest([u8::MAX; 32]));
        let mut told = continued.range(all);
        if told.any(|(.., digest)| !there.contains(digest)) {
            faults.push(ChainFault::Severed { kind, counter });
        }
    }
    faults
}

/// The runs of summaries from 1 to the last that anybody speaks of at which nothing was seen, without walking what a
/// hostile counter spans. The other kinds are not counted.
fn missing(places: &Places, continued: &BTreeSet<(Kind, u64, Digest)>) -> Vec<ChainFault> {
    let kind = Kind::Summary;
    let told = continued.iter().filter(|(of, ..)| *of == kind);
    let newest = told.map(|&(_, counter, _)| counter).max().unwrap_or(0);
    let seen = places.range((kind, 1)..=(kind, u64::MAX));
    let mut next = 1;
    let mut faults = Vec::new();
    for counter in seen
        .map(|(&(_, counter), _)| counter)
        .chain([newest.saturating_add(1)])
    {
        if next < counter {
            let counters = next..=counter - 1;
            faults.push(ChainFault::Missing { kind, counters });
        }
        next = next.max(counter.saturating_add(1));
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Epoch, KitName, Tip, digest_of};

    /// A manifest told from others by `branch`, and the digest it would have.
    fn link(counter: u64, branch: u8, previous: Option<Digest>) -> (Digest, Manifest) {
        let manifest = Manifest {
            digest: digest_of(&[branch, 1]),
            length: 8192,
            kit: KitName([1; 8]),
            epoch: Epoch([1; 16]),
            kind: Kind::Summary,
            counter,
            previous,
            recipients: Digest([1; 32]),
        };
        (
            digest_of(&[counter.to_be_bytes().as_slice(), &[branch]].concat()),
            manifest,
        )
    }

    /// A chain of four.
    fn four() -> Vec<(Digest, Manifest)> {
        let mut chain: Vec<(Digest, Manifest)> = Vec::new();
        for counter in 1..=4 {
            let previous = chain.last().map(|(digest, _)| *digest);
            chain.push(link(counter, 0, previous));
        }
        chain
    }

    fn head((digest, manifest): &(Digest, Manifest)) -> Head {
        let tip = Tip {
            kind: Kind::Summary,
            counter: manifest.counter,
            manifest: *digest,
        };
        Head {
            kit: manifest.kit,
            epoch: manifest.epoch,
            day: 1,
            tips: vec![tip],
        }
    }

    fn judged(seen: &[(Digest, Manifest)], heads: &[Head]) -> Vec<ChainFault> {
        let sighting = |(digest, manifest): &'_ (Digest, Manifest)| (*digest, manifest.clone());
        let seen: Vec<_> = seen.iter().map(sighting).collect();
        let seen = seen.iter().map(|(digest, manifest)| Sighting {
            digest: *digest,
            manifest,
        });
        chain_faults(seen, heads)
    }

    const KIND: Kind = Kind::Summary;

    #[test]
    fn a_whole_chain_in_any_order_has_no_fault() {
        let mut chain = four();
        let head = head(&chain[3]);
        chain.rotate_left(2);
        assert_eq!(judged(&chain, &[head]), []);
    }

    #[test]
    fn what_is_missing_is_named_up_to_the_newest_head() {
        let chain = four();
        let seen = [chain[1].clone()];
        let missing = |counters| ChainFault::Missing {
            kind: KIND,
            counters,
        };
        assert_eq!(
            judged(&seen, &[head(&chain[3])]),
            [missing(1..=1), missing(3..=4)]
        );
        assert_eq!(
            judged(&seen, &[]),
            [missing(1..=1)],
            "beyond the last nothing is known"
        );
        assert_eq!(judged(&[], &[head(&chain[2])]), [missing(1..=3)]);
    }

    #[test]
    fn a_forked_chain_is_named_at_its_place() {
        let mut chain = four();
        let again = link(3, 7, Some(chain[1].0));
        chain.push(again);
        assert_eq!(
            judged(&chain, &[head(&chain[3])]),
            [ChainFault::Forked {
                kind: KIND,
                counter: 3
            }]
        );
    }

    #[test]
    fn a_fork_of_which_one_branch_came_is_noticed_too() {
        let chain = four();
        let other = link(2, 7, Some(chain[0].0));
        let severed = ChainFault::Severed {
            kind: KIND,
            counter: 2,
        };
        let seen = [
            chain[0].clone(),
            other.clone(),
            chain[2].clone(),
            chain[3].clone(),
        ];
        assert_eq!(
            judged(&seen, &[]),
            std::slice::from_ref(&severed),
            "by the part that comes after it"
        );
        assert_eq!(judged(&chain[..2], &[head(&other)]), [severed], "by a head");
    }

    #[test]
    fn pages_have_no_place_and_a_hostile_counter_costs_nothing() {
        let mut pages = link(0, 1, None);
        pages.1.kind = Kind::Pages;
        let far = link(u64::MAX, 1, None);
        let counters = 1..=u64::MAX - 1;
        assert_eq!(
            judged(&[pages, far], &[]),
            [ChainFault::Missing {
                kind: KIND,
                counters
            }]
        );
    }
}
