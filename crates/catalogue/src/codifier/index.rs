//! The file of the index: little-endian, names front-coded in alphabetical order, places in the order of their codes.
//!
//! | part | bytes |
//! | --- | --- |
//! | magic | `valiza places 1\n` |
//! | editions, the one in force first | count 1, each: length 1, ISO day |
//! | names | count 2, each: letters shared with the one before 1, length of the rest 1, the rest |
//! | places | count 2, each: kind 3 bits, ordinal on its level 10 bits, last five digits 17 bits in 4; name 2 |
//! | aliases | count 2, each: place 2, name 2, last edition 1 |
//! | withdrawn | count 2, each: 17 digits 8, name 2, kind 1, last edition 1, what it lay in 2 |
//! | digest | SHA-256 of everything before, 32 |
//!
//! What a place lies in is told by the order: it is the nearest one before it on a higher level. Bytes are believed only
//! after the digest *and* every number in them was checked (I10); a count cannot ask for more memory than the file is long.

use super::CodifierError;
use super::code::{Code, Kind};
use super::letters;
use sha2::{Digest as _, Sha256};

/// First bytes of a file.
pub(super) const MAGIC: &[u8; 16] = b"valiza places 1\n";
/// Stands for no place.
pub(super) const NOWHERE: u16 = u16::MAX;
/// Length of the digest at the end.
pub(super) const DIGEST: usize = 32;

/// A place of the edition in force.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    pub(super) tail: u32,
    pub(super) name: u16,
    pub(super) ordinal: u16,
    pub(super) parent: u16,
    pub(super) kind: Kind,
}

/// A name that a place had.
#[derive(Clone, Copy, Debug)]
pub(super) struct Alias {
    pub(super) place: u16,
    pub(super) name: u16,
    pub(super) edition: u8,
}

/// A place that is none any more.
#[derive(Clone, Copy, Debug)]
pub(super) struct Withdrawn {
    pub(super) code: Code,
    pub(super) name: u16,
    pub(super) kind: Kind,
    pub(super) edition: u8,
    pub(super) within: Option<u16>,
}

/// Who bears a name, as its own or as an old one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Bearer {
    pub(super) name: u16,
    pub(super) place: u16,
}

/// Where a later word of a name begins, counted in compared letters, and with which letter.
#[derive(Clone, Copy, Debug)]
pub(super) struct LaterWord {
    pub(super) name: u16,
    pub(super) start: u8,
    pub(super) letter: u8,
}

/// All names in alphabetical order, each once.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    bytes: Vec<u8>,
    ends: Vec<u32>,
}

impl Names {
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// A name's bytes; empty where there is no such name.
    pub(super) fn raw(&self, name: u16) -> &[u8] {
        self.at(usize::from(name))
    }

    fn at(&self, name: usize) -> &[u8] {
        let end = |name: usize| self.ends.get(name).map(|end| *end as usize);
        let start = name.checked_sub(1).and_then(end).unwrap_or(0);
        end(name)
            .and_then(|end| self.bytes.get(start..end))
            .unwrap_or_default()
    }

    fn push(&mut self, name: &[u8]) -> Option<()> {
        self.bytes.extend(name);
        self.ends.push(u32::try_from(self.bytes.len()).ok()?);
        Some(())
    }

    /// The names that begin with these letters.
    pub(super) fn beginning(&self, with: &[u8]) -> std::ops::Range<u16> {
        let first = |is_before: &dyn Fn(&[u8]) -> bool| {
            let (mut low, mut high) = (0, self.len());
            while low < high {
                let middle = low.midpoint(high);
                if is_before(self.at(middle)) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            u16::try_from(low).unwrap_or(u16::MAX)
        };
        let key = || with.iter().copied();
        let low = first(&|name| letters::folded(name).lt(key()));
        let high = first(&|name| letters::folded(name).take(with.len()).le(key()));
        low..high.max(low)
    }
}

/// What a file says, checked, and what follows from it.
#[derive(Clone, Debug)]
pub(super) struct Tables {
    editions: Vec<String>,
    pub(super) names: Names,
    pub(super) places: Vec<Place>,
    /// In the order of the places.
    pub(super) aliases: Vec<Alias>,
    pub(super) withdrawn: Vec<Withdrawn>,
    /// In the order of the names.
    pub(super) bearers: Vec<Bearer>,
    pub(super) later_words: Vec<LaterWord>,
}

impl Tables {
    pub(super) fn edition(&self, at: u8) -> &str {
        self.editions
            .get(usize::from(at))
            .map_or("", String::as_str)
    }

    /// What a place lies in, nearest first.
    pub(super) fn above(&self, at: u16) -> impl Iterator<Item = (u16, &Place)> {
        let parent = |at: u16| {
            let parent = self.places.get(usize::from(at))?.parent;
            Some((parent, self.places.get(usize::from(parent))?))
        };
        std::iter::successors(parent(at), move |(at, _)| parent(*at))
    }

    pub(super) fn code(&self, at: u16) -> Code {
        let own = self.places.get(usize::from(at));
        let levels = own
            .into_iter()
            .chain(self.above(at).map(|(_, place)| place))
            .map(|place| u64::from(place.ordinal) * place.kind.digits().0)
            .sum();
        Code::new(levels, own.map_or(0, |place| place.tail))
    }

    /// Names that a place had.
    pub(super) fn former(&self, place: u16) -> &[Alias] {
        let start = self.aliases.partition_point(|alias| alias.place < place);
        let rest = self.aliases.get(start..).unwrap_or_default();
        let count = rest.partition_point(|alias| alias.place == place);
        rest.get(..count).unwrap_or_default()
    }

    /// Who bears one of these names.
    pub(super) fn bearers(&self, names: std::ops::Range<u16>) -> &[Bearer] {
        let at = |name: u16| self.bearers.partition_point(|bearer| bearer.name < name);
        self.bearers
            .get(at(names.start)..at(names.end))
            .unwrap_or_default()
    }

    pub(super) fn bytes_held(&self) -> usize {
        fn of<T>(list: &Vec<T>) -> usize {
            list.capacity() * size_of::<T>()
        }
        of(&self.names.bytes)
            + of(&self.names.ends)
            + of(&self.places)
            + of(&self.aliases)
            + of(&self.withdrawn)
            + of(&self.bearers)
            + of(&self.later_words)
    }
}

/// Reads a file.
pub(super) fn read(bytes: &[u8]) -> Result<Tables, CodifierError> {
    if !bytes.starts_with(MAGIC) {
        return Err(CodifierError::Foreign);
    }
    let body = bytes.len().saturating_sub(DIGEST).max(MAGIC.len());
    let (body, digest) = bytes.split_at(body);
    if Sha256::digest(body).as_slice() != digest {
        return Err(CodifierError::Damaged);
    }
    let mut rest = Rest(body.get(MAGIC.len()..).unwrap_or_default());
    tables(&mut rest)
        .filter(|_| rest.0.is_empty())
        .ok_or(CodifierError::Inconsistent)
}

/// Bytes that are still to be read; nothing where they end too early.
struct Rest<'a>(&'a [u8]);

impl<'a> Rest<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.try_into().ok()
    }

    fn byte(&mut self) -> Option<u8> {
        self.array().map(u8::from_le_bytes)
    }

    fn short(&mut self) -> Option<u16> {
        self.array().map(u16::from_le_bytes)
    }

    /// A list with its count before it.
    fn list<T>(&mut self, mut one: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        let count = self.short()?;
        let mut list = Vec::with_capacity(usize::from(count));
        for _ in 0..count {
            list.push(one(self)?);
        }
        Some(list)
    }
}

fn tables(rest: &mut Rest<'_>) -> Option<Tables> {
    let editions = editions(rest)?;
    let names = names(rest)?;
    let is_name = |name: u16| usize::from(name) < names.len();
    let is_edition = |edition: u8| usize::from(edition) < editions.len();
    let places = places(rest)?;
    let is_place = |place: u16| usize::from(place) < places.len();
    let aliases = rest.list(|rest| {
        let (place, name, edition) = (rest.short()?, rest.short()?, rest.byte()?);
        (is_place(place) && is_name(name) && is_edition(edition)).then_some(Alias {
            place,
            name,
            edition,
        })
    })?;
    let withdrawn = rest.list(|rest| {
        let code = Code::from_digits(rest.array().map(u64::from_le_bytes)?)?;
        let (name, kind) = (rest.short()?, kind(rest.byte()?)?);
        let (edition, within) = (rest.byte()?, rest.short()?);
        let is_sound =
            is_name(name) && is_edition(edition) && (within == NOWHERE || is_place(within));
        is_sound.then_some(Withdrawn {
            code,
            name,
            kind,
            edition,
            within: (within != NOWHERE).then_some(within),
        })
    })?;
    if !places.iter().all(|place| is_name(place.name))
        || !aliases.is_sorted_by_key(|alias| alias.place)
    {
        return None;
    }
    Some(Tables {
        bearers: bearers(&places, &aliases),
        later_words: later_words(&names),
        editions,
        names,
        places,
        aliases,
        withdrawn,
    })
}

fn editions(rest: &mut Rest<'_>) -> Option<Vec<String>> {
    let count = rest.byte()?;
    let mut editions = Vec::new();
    for _ in 0..count {
        let length = rest.byte()?;
        let day = std::str::from_utf8(rest.take(usize::from(length))?).ok()?;
        editions.push(day.to_owned());
    }
    (!editions.is_empty()).then_some(editions)
}

fn names(rest: &mut Rest<'_>) -> Option<Names> {
    let mut names = Names::default();
    let mut last: Vec<u8> = Vec::new();
    for _ in 0..rest.short()? {
        let (shared, more) = (rest.byte()?, rest.byte()?);
        let mut name = last.get(..usize::from(shared))?.to_vec();
        name.extend(rest.take(usize::from(more))?);
        let is_next = last.is_empty() || order(&last).lt(order(&name));
        if !letters::is_name(&name) || name.len() > usize::from(u8::MAX) || !is_next {
            return None;
        }
        names.push(&name)?;
        last = name;
    }
    names.bytes.shrink_to_fit();
    names.ends.shrink_to_fit();
    Some(names)
}

/// What names are sorted by: their compared letters, then everything.
pub(super) fn order(name: &[u8]) -> impl Iterator<Item = u8> {
    letters::folded(name)
        .chain(std::iter::once(0))
        .chain(name.iter().copied())
}

fn kind(number: u8) -> Option<Kind> {
    Kind::ALL.get(usize::from(number)).copied()
}

fn places(rest: &mut Rest<'_>) -> Option<Vec<Place>> {
    // The places that the next one may lie in, the widest first.
    let mut open: Vec<u16> = Vec::new();
    let mut places: Vec<Place> = Vec::new();
    for at in 0..rest.short()? {
        let packed = rest.array().map(u32::from_le_bytes)?;
        let name = rest.short()?;
        let kind = kind(u8::try_from(packed >> 27 & 0b111).ok()?)?;
        let ordinal = u16::try_from(packed >> 17 & 0x3ff).ok()?;
        let tail = packed & 0x1_ffff;
        let above = |at: &u16| places.get(usize::from(*at)).map(|place| place.kind);
        while open
            .last()
            .and_then(above)
            .is_some_and(|last| last.level() >= kind.level())
        {
            open.pop();
        }
        let is_sound = match open.last().and_then(above) {
            Some(above) => above.may_hold(kind),
            None => kind.level() == 1,
        };
        if !is_sound
            || packed >> 30 != 0
            || tail > 99_999
            || u32::from(ordinal) >= 10_u32.pow(kind.digits().1)
            || at == NOWHERE
        {
            return None;
        }
        let parent = open.last().copied().unwrap_or(NOWHERE);
        open.push(at);
        places.push(Place {
            tail,
            name,
            ordinal,
            parent,
            kind,
        });
    }
    places.shrink_to_fit();
    Some(places)
}

fn bearers(places: &[Place], aliases: &[Alias]) -> Vec<Bearer> {
    let own = (0_u16..).zip(places).map(|(place, spot)| Bearer {
        name: spot.name,
        place,
    });
    let once = aliases.iter().map(|alias| Bearer {
        name: alias.name,
        place: alias.place,
    });
    let mut bearers: Vec<Bearer> = Vec::with_capacity(places.len() + aliases.len());
    bearers.extend(own.chain(once));
    bearers.sort_unstable();
    bearers.dedup();
    bearers
}

fn later_words(names: &Names) -> Vec<LaterWord> {
    let count = u16::try_from(names.len()).unwrap_or(u16::MAX);
    let words = |name: u16| {
        let raw = names.raw(name);
        let word = move |start: u8| LaterWord {
            name,
            start,
            letter: letters::folded(raw)
                .nth(usize::from(start))
                .unwrap_or(letters::STRANGE),
        };
        letters::later_words(raw).map(word)
    };
    (0..count).flat_map(words).collect()
}
