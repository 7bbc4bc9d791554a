//! The search: which places may be meant, and in which order.
//!
//! Any run of up to four words may be the name, the others must each be found in what the place lies in; words that say
//! what it is («с.», «район») only prefer. A name agrees, best first: as a whole, by its beginning, by the beginning of a later
//! word, and only where nothing else does, with one slip. Old names count like names in force and are told.

use super::code::{Code, Kind};
use super::index::{Bearer, Place as Spot, Tables};
use super::letters::{self, Letters};
use super::slip::{self, Agreement};
use super::typed::{Word, readings};
use super::{Codifier, Place};
use std::ops::Range;

/// No name has more words.
const MOST_WORDS_OF_A_NAME: usize = 4;
/// A slip in fewer letters says nothing.
const FEWEST_WITH_SLIP: usize = 3;
/// With fewer letters the whole name must agree when a slip is forgiven.
const FEWEST_BEGINNING_WITH_SLIP: usize = 4;
/// Longest ending by which the name of a raion differs from what people write: «Рівненський», «Рівненського».
const ENDING: usize = 3;

/// Which places are asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Cities, settlements and villages: where somebody lives.
    Settlements,
    /// Everything, from regions to districts of cities.
    Everything,
}

impl Scope {
    fn has(self, kind: Kind) -> bool {
        match self {
            Self::Settlements => kind.is_settlement(),
            Self::Everything => true,
        }
    }
}

/// How the name agrees with what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Closeness {
    /// The whole name, or the code.
    Whole,
    /// The beginning of the name.
    Beginning,
    /// The beginning of its second or a later word.
    LaterWord,
    /// The whole name, with one slip of the finger.
    WholeWithSlip,
    /// The beginning of the name, with one slip.
    BeginningWithSlip,
}

/// A place that may be meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The place.
    pub place: Place,
    /// Its old name, where that is what was found.
    pub formerly: Option<String>,
    /// How its name agrees.
    pub closeness: Closeness,
}

/// What orders the places found: the smaller, the earlier. Fields are compared in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    is_far: bool,
    closeness: Closeness,
    is_alias: bool,
    is_other_kind: bool,
    words_outside: u8,
    size: u8,
    name: u16,
    place: u16,
}

/// One way to take the words apart.
struct Attempt<'a> {
    letters: Letters,
    /// For each word outside of the name the places that bear it.
    around: Vec<&'a [u16]>,
    kinds: &'static [Kind],
}

struct Search<'a> {
    tables: &'a Tables,
    home: Vec<u16>,
    scope: Scope,
    hits: Vec<Rank>,
}

pub(super) fn find(
    codifier: &Codifier,
    typed: &str,
    home: &[Code],
    scope: Scope,
    limit: usize,
) -> Vec<Found> {
    if let Ok(code) = typed.parse() {
        return by_code(codifier, code).into_iter().take(limit).collect();
    }
    let tables = &codifier.tables;
    let mut search = Search {
        tables,
        home: at(tables, home),
        scope,
        hits: Vec::new(),
    };
    let readings = readings(typed);
    let holders: Vec<_> = readings
        .iter()
        .map(|words| holders(tables, words))
        .collect();
    for with_slip in [false, true] {
        for (words, holders) in readings.iter().zip(&holders) {
            search.read(words, holders, with_slip);
            if !search.hits.is_empty() {
                return search.best(codifier, limit);
            }
        }
    }
    Vec::new()
}

/// A code finds its place, also under another code in the edition in force.
fn by_code(codifier: &Codifier, code: Code) -> Option<Found> {
    use super::Standing;
    let place = match codifier.standing(code)? {
        Standing::InForce(place) | Standing::Renumbered(place) => place,
        Standing::Withdrawn { .. } => return None,
    };
    Some(Found {
        place,
        formerly: None,
        closeness: Closeness::Whole,
    })
}

/// Where places stand in the index; codes that it does not know are left out.
fn at(tables: &Tables, codes: &[Code]) -> Vec<u16> {
    let tails: Vec<u32> = codes.iter().map(|code| code.tail()).collect();
    if tails.is_empty() {
        return Vec::new();
    }
    (0..)
        .zip(&tables.places)
        .filter(|(_, place)| tails.contains(&place.tail))
        .map(|(at, _)| at)
        .collect()
}

impl Search<'_> {
    fn read(&mut self, words: &[Word], holders: &[Vec<u16>], with_slip: bool) {
        for first in 0..words.len() {
            let most = (words.len() - first).min(MOST_WORDS_OF_A_NAME);
            for count in 1..=most {
                if let Some(attempt) = attempt(words, holders, first..first + count) {
                    if with_slip {
                        self.with_slip(&attempt);
                    } else {
                        self.exactly(&attempt);
                    }
                }
            }
        }
    }

    fn exactly(&mut self, attempt: &Attempt<'_>) {
        let tables = self.tables;
        let wanted = &attempt.letters;
        for bearer in tables.bearers(tables.names.beginning(wanted)) {
            let whole = letters::folded(tables.names.raw(bearer.name)).count() == wanted.len();
            let closeness = if whole {
                Closeness::Whole
            } else {
                Closeness::Beginning
            };
            self.take(attempt, *bearer, closeness);
        }
        for word in &tables.later_words {
            if wanted.first() != Some(&word.letter) {
                continue;
            }
            let from_word =
                letters::folded(tables.names.raw(word.name)).skip(usize::from(word.start));
            if from_word.take(wanted.len()).eq(wanted.iter().copied()) {
                for bearer in tables.bearers(only(word.name)) {
                    self.take(attempt, *bearer, Closeness::LaterWord);
                }
            }
        }
    }

    fn with_slip(&mut self, attempt: &Attempt<'_>) {
        let wanted = &attempt.letters;
        if wanted.len() < FEWEST_WITH_SLIP {
            return;
        }
        let tables = self.tables;
        let mut name = Letters::new();
        for number in 0..u16::try_from(tables.names.len()).unwrap_or(u16::MAX) {
            let mut letters = letters::folded(tables.names.raw(number));
            if !may_agree([letters.next(), letters.next()], wanted) {
                continue;
            }
            name.clear();
            name.extend(letters::folded(tables.names.raw(number)));
            let closeness = match slip::agreement(&name, wanted) {
                Some(Agreement::Whole) => Closeness::WholeWithSlip,
                Some(Agreement::Beginning) if wanted.len() >= FEWEST_BEGINNING_WITH_SLIP => {
                    Closeness::BeginningWithSlip
                }
                Some(Agreement::Beginning) | None => continue,
            };
            for bearer in tables.bearers(only(number)) {
                self.take(attempt, *bearer, closeness);
            }
        }
    }

    /// Keeps a place where it is asked for and the words around its name agree with what it lies in.
    fn take(&mut self, attempt: &Attempt<'_>, bearer: Bearer, closeness: Closeness) {
        let Some(place) = self.tables.places.get(usize::from(bearer.place)) else {
            return;
        };
        let lies_in = |holders: &[u16]| {
            let mut above = self.tables.above(bearer.place);
            above.any(|(at, _)| holders.binary_search(&at).is_ok())
        };
        let agrees = attempt.around.iter().all(|holders| lies_in(holders));
        if !self.scope.has(place.kind) || !agrees {
            return;
        }
        let is_home = self.home.binary_search(&bearer.place).is_ok() || lies_in(&self.home);
        self.hits.push(Rank {
            is_far: !is_home,
            closeness,
            is_alias: place.name != bearer.name,
            is_other_kind: !attempt.kinds.is_empty() && !attempt.kinds.contains(&place.kind),
            words_outside: u8::try_from(attempt.around.len()).unwrap_or(u8::MAX),
            size: size(place.kind),
            name: bearer.name,
            place: bearer.place,
        });
    }

    /// The best of them, each place once.
    fn best(mut self, codifier: &Codifier, limit: usize) -> Vec<Found> {
        self.hits.sort_unstable();
        let mut found: Vec<Found> = Vec::new();
        let mut taken: Vec<u16> = Vec::new();
        for hit in &self.hits {
            if found.len() == limit {
                break;
            }
            if taken.contains(&hit.place) {
                continue;
            }
            taken.push(hit.place);
            found.extend(codifier.place(hit.place).map(|place| {
                Found {
                    place,
                    formerly: hit
                        .is_alias
                        .then(|| letters::decode(self.tables.names.raw(hit.name))),
                    closeness: hit.closeness,
                }
            }));
        }
        found
    }
}

fn only(name: u16) -> Range<u16> {
    name..name.saturating_add(1)
}

/// The run of words as the name. Nothing where it holds an abbreviation, which is no name, or where a word outside of it is
/// borne by nothing, which most are: then it can only be part of the name.
fn attempt<'a>(words: &[Word], holders: &'a [Vec<u16>], run: Range<usize>) -> Option<Attempt<'a>> {
    let name = words.get(run.clone())?;
    if name.iter().any(|word| word.is_short) {
        return None;
    }
    let around: Vec<&[u16]> = (0..)
        .zip(words.iter().zip(holders))
        .filter(|(at, (word, _))| !run.contains(at) && word.kinds.is_empty())
        .map(|(_, (_, holders))| holders.as_slice())
        .collect();
    if around.iter().any(|holders| holders.is_empty()) {
        return None;
    }
    let before = run.start.checked_sub(1).and_then(|at| words.get(at));
    let beside = [before, words.get(run.end)];
    Some(Attempt {
        letters: name
            .iter()
            .flat_map(|word| &word.letters)
            .copied()
            .collect(),
        around,
        kinds: beside
            .into_iter()
            .flatten()
            .find_map(|word| (!word.kinds.is_empty()).then_some(word.kinds))
            .unwrap_or_default(),
    })
}

/// For each word the places that bear it and hold others, in their order; only those of the kind that the next word says. A
/// single word is always the name.
fn holders(tables: &Tables, words: &[Word]) -> Vec<Vec<u16>> {
    let holds = |kind: Kind| !matches!(kind, Kind::Settlement | Kind::Village | Kind::CityDistrict);
    let holding: Vec<(u16, &Spot)> = (0..)
        .zip(&tables.places)
        .filter(|(_, place)| words.len() > 1 && holds(place.kind))
        .collect();
    let follows_name = |kind: &Kind| matches!(kind, Kind::Region | Kind::Raion | Kind::Community);
    let of_word = |(word, next): (&Word, Option<&Word>)| {
        let kinds = next.map_or(&[][..], |next| next.kinds);
        let is_any = !kinds.iter().any(follows_name);
        holding
            .iter()
            .filter(|(_, place)| is_any || kinds.contains(&place.kind))
            .filter(|(at, place)| bears(tables, *at, place, word))
            .map(|(at, _)| *at)
            .collect()
    };
    let next = words.iter().skip(1).map(Some).chain([None]);
    words.iter().zip(next).map(of_word).collect()
}

/// With one slip at most, one of the first two letters stands at one of the first two places of the name.
fn may_agree(name: [Option<u8>; 2], typed: &[u8]) -> bool {
    let two = typed.get(..2).unwrap_or(typed);
    name.iter().flatten().any(|letter| two.contains(letter))
}

/// Whether a word is the beginning of a place's name in force or before, or that with another ending.
fn bears(tables: &Tables, at: u16, place: &Spot, word: &Word) -> bool {
    let agrees = |name: u16| {
        let raw = tables.names.raw(name);
        let same = letters::folded(raw)
            .zip(&word.letters)
            .take_while(|(a, b)| a == *b)
            .count();
        let wanted = word.letters.len();
        let has_other_ending = || {
            same > ENDING
                && wanted - same <= ENDING
                && letters::folded(raw).count() - same <= ENDING
        };
        let is_later_word = || {
            letters::later_words(raw).any(|start| {
                letters::folded(raw)
                    .skip(usize::from(start))
                    .take(wanted)
                    .eq(word.letters.iter().copied())
            })
        };
        same == wanted || has_other_ending() || is_later_word()
    };
    agrees(place.name) || tables.former(at).iter().any(|alias| agrees(alias.name))
}

/// The more people live in a kind of place, the earlier it stands; what is no settlement comes after.
fn size(kind: Kind) -> u8 {
    match kind {
        Kind::SpecialCity => 0,
        Kind::City => 1,
        Kind::Settlement => 2,
        Kind::Village => 3,
        Kind::CityDistrict => 4,
        Kind::Community => 5,
        Kind::Raion => 6,
        Kind::Region => 7,
    }
}
