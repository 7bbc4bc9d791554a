//! An index in memory, which shows how little the trait asks for: the contract suite holds for it as for SQLite.
//!
//! For tests; what it answered does not survive anything.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use courier::wire::{BoxEntry, Cursor, Entry};
use parcel::{Digest, Epoch, Head, Kind, KitName, Receipt, Signed};

use super::{Arrival, Index, IndexError, Room, Row};
use crate::blob::Capability;

#[derive(Debug)]
struct Kept {
    row: Row,
    announced: i64,
    cleared: bool,
}

#[derive(Debug, Default)]
struct Shelves {
    parts: BTreeMap<Digest, Kept>,
    /// Digests of manifests in the order of storing.
    order: Vec<Digest>,
    inline: BTreeMap<Digest, Vec<u8>>,
    heads: BTreeMap<(KitName, Epoch), (u64, Signed<Head>)>,
    opened: BTreeMap<Digest, (i64, Signed<Receipt>)>,
    boxes: BTreeMap<KitName, Vec<(BoxEntry, Vec<u8>)>>,
}

/// The index.
#[derive(Debug, Default)]
pub(crate) struct MemoryIndex(Mutex<Shelves>);

impl MemoryIndex {
    fn shelves(&self) -> MutexGuard<'_, Shelves> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Shelves {
    fn put(&mut self, row: Row, announced: i64, room: Room) -> Result<Row, IndexError> {
        let manifest = &row.arrival.manifest;
        let of_kit = self
            .parts
            .values()
            .filter(|kept| kept.row.arrival.manifest.kit == manifest.kit);
        let (bytes, arriving) = of_kit.fold((0, 0), |(bytes, arriving), kept| {
            let length = kept.row.arrival.manifest.length;
            (
                bytes + if kept.cleared { 0 } else { length },
                arriving + u64::from(kept.row.receipt.is_none()),
            )
        });
        if bytes + manifest.length > room.bytes || arriving >= room.places {
            return Err(IndexError::Full);
        }
        let kept = Kept {
            row: row.clone(),
            announced,
            cleared: false,
        };
        self.parts.insert(row.arrival.signed.digest(), kept);
        Ok(row)
    }
}

impl Index for MemoryIndex {
    fn announce(&self, arrival: Arrival, at_s: i64, room: Room) -> Result<Row, IndexError> {
        let mut shelves = self.shelves();
        if let Some(kept) = shelves.parts.get_mut(&arrival.signed.digest()) {
            kept.announced = at_s;
            return Ok(kept.row.clone());
        }
        let row = Row {
            arrival,
            receipt: None,
        };
        shelves.put(row, at_s, room)
    }

    fn store(
        &self,
        arrival: Arrival,
        receipt: Signed<Receipt>,
        inline: Option<Vec<u8>>,
        room: Room,
    ) -> Result<Row, IndexError> {
        let (manifest, digest) = (arrival.signed.digest(), arrival.manifest.digest);
        let mut shelves = self.shelves();
        let row = match shelves.parts.get_mut(&manifest) {
            Some(kept) if kept.row.receipt.is_some() => return Ok(kept.row.clone()),
            Some(kept) => {
                kept.row.receipt = Some(receipt);
                kept.row.clone()
            }
            None => {
                let row = Row {
                    arrival,
                    receipt: Some(receipt),
                };
                shelves.put(row, 0, room)?
            }
        };
        shelves.order.push(manifest);
        if let Some(bytes) = inline {
            shelves.inline.insert(digest, bytes);
        }
        Ok(row)
    }

    fn withdraw(&self, upload: &Capability) -> Result<(), IndexError> {
        self.shelves()
            .parts
            .retain(|_, kept| kept.row.arrival.upload != *upload || kept.row.receipt.is_some());
        Ok(())
    }

    fn by_manifest(&self, manifest: &Digest) -> Result<Option<Row>, IndexError> {
        let shelves = self.shelves();
        Ok(shelves.parts.get(manifest).map(|kept| kept.row.clone()))
    }

    fn by_upload(&self, upload: &Capability) -> Result<Option<Row>, IndexError> {
        let shelves = self.shelves();
        let found = shelves
            .parts
            .values()
            .find(|kept| kept.row.arrival.upload == *upload);
        Ok(found.map(|kept| kept.row.clone()))
    }

    fn arriving(&self) -> Result<Vec<Row>, IndexError> {
        self.announced_before(i64::MAX)
    }

    fn announced_before(&self, before_s: i64) -> Result<Vec<Row>, IndexError> {
        let shelves = self.shelves();
        let waits = |kept: &&Kept| kept.row.receipt.is_none() && kept.announced < before_s;
        let waiting = shelves.parts.values().filter(waits);
        Ok(waiting.map(|kept| kept.row.clone()).collect())
    }

    fn opened_before(&self, before_s: i64) -> Result<Vec<Digest>, IndexError> {
        let shelves = self.shelves();
        let here = |digest: &&Digest| {
            shelves.parts.values().any(|kept| {
                let arrival = &kept.row.arrival;
                let is_kept = kept.row.receipt.is_some() && !kept.cleared;
                arrival.manifest.digest == **digest && is_kept && !arrival.quarantined
            })
        };
        let opened = shelves.opened.iter().filter(|(_, (at, _))| *at < before_s);
        Ok(opened
            .map(|(digest, _)| digest)
            .filter(here)
            .copied()
            .collect())
    }

    fn clear(&self, digest: &Digest) -> Result<(), IndexError> {
        let mut shelves = self.shelves();
        shelves.inline.remove(digest);
        for kept in shelves.parts.values_mut() {
            kept.cleared |= kept.row.arrival.manifest.digest == *digest;
        }
        Ok(())
    }

    fn totals(&self) -> Result<(u64, u64), IndexError> {
        let shelves = self.shelves();
        let here = shelves.parts.values().filter(|kept| !kept.cleared);
        let bytes = here.map(|kept| kept.row.arrival.manifest.length).sum();
        drop(shelves);
        Ok((bytes, self.arriving()?.len() as u64))
    }

    fn receipt(
        &self,
        digest: &Digest,
        kit: Option<KitName>,
    ) -> Result<Option<Signed<Receipt>>, IndexError> {
        let shelves = self.shelves();
        let stored = shelves.order.iter().filter_map(|at| shelves.parts.get(at));
        let mut wanted = stored.filter(|kept| {
            let manifest = &kept.row.arrival.manifest;
            manifest.digest == *digest && kit.is_none_or(|kit| manifest.kit == kit)
        });
        Ok(wanted.next().and_then(|kept| kept.row.receipt.clone()))
    }

    fn inline(&self, digest: &Digest) -> Result<Option<Vec<u8>>, IndexError> {
        Ok(self.shelves().inline.get(digest).cloned())
    }

    fn since(&self, cursor: Cursor, limit: u32) -> Result<Vec<Entry>, IndexError> {
        let shelves = self.shelves();
        let entry = |(place, manifest): (u64, &Digest)| {
            let row = &shelves.parts.get(manifest)?.row;
            Some(Entry {
                at: Cursor(place),
                manifest: row.arrival.signed.clone(),
                receipt: row.receipt.clone()?,
            })
        };
        let places = (1..).zip(&shelves.order);
        let after = places.filter(|(place, _)| *place > cursor.0);
        Ok(after.filter_map(entry).take(limit as usize).collect())
    }

    fn quarantined_bytes(&self, kit: KitName) -> Result<u64, IndexError> {
        let shelves = self.shelves();
        let arrivals = shelves
            .parts
            .values()
            .filter(|kept| kept.row.receipt.is_some())
            .map(|kept| &kept.row.arrival);
        let lost = arrivals.filter(|one| one.quarantined && one.manifest.kit == kit);
        Ok(lost.map(|one| one.manifest.length).sum())
    }

    fn put_head(&self, head: &Head, signed: Signed<Head>) -> Result<Signed<Head>, IndexError> {
        let covers = head.tips.iter().map(|tip| tip.counter).sum();
        let mut shelves = self.shelves();
        let held = shelves.heads.entry((head.kit, head.epoch));
        let held = held.or_insert((covers, signed.clone()));
        if covers > held.0 {
            *held = (covers, signed);
        }
        Ok(held.1.clone())
    }

    fn heads(&self) -> Result<Vec<Signed<Head>>, IndexError> {
        let shelves = self.shelves();
        Ok(shelves
            .heads
            .values()
            .map(|(_, head)| head.clone())
            .collect())
    }

    fn counters(&self, kit: KitName, epoch: Epoch, kind: Kind) -> Result<Vec<u64>, IndexError> {
        let shelves = self.shelves();
        let stored = shelves
            .parts
            .values()
            .filter(|kept| kept.row.receipt.is_some());
        let of_chain = stored
            .map(|kept| &kept.row.arrival.manifest)
            .filter(|one| (one.kit, one.epoch, one.kind) == (kit, epoch, kind));
        let mut counters: Vec<_> = of_chain.map(|one| one.counter).collect();
        counters.sort_unstable();
        counters.dedup();
        Ok(counters)
    }

    fn put_opened(
        &self,
        digest: &Digest,
        opened: Signed<Receipt>,
        at_s: i64,
    ) -> Result<(), IndexError> {
        let mut shelves = self.shelves();
        shelves.opened.entry(*digest).or_insert((at_s, opened));
        Ok(())
    }

    fn opened(&self, digest: &Digest) -> Result<Option<Signed<Receipt>>, IndexError> {
        let shelves = self.shelves();
        Ok(shelves.opened.get(digest).map(|(_, word)| word.clone()))
    }

    fn post(
        &self,
        kit: KitName,
        entry: BoxEntry,
        bytes: Vec<u8>,
        room: Room,
    ) -> Result<(), IndexError> {
        let mut shelves = self.shelves();
        let letters = shelves.boxes.entry(kit).or_default();
        if letters
            .iter()
            .any(|(known, _)| known.digest == entry.digest)
        {
            return Ok(());
        }
        let waiting = letters.iter().filter(|(one, _)| one.taken_at.is_none());
        let (places, used) = waiting.fold((0, 0), |(places, used), (one, _)| {
            (places + 1, used + one.length)
        });
        if places >= room.places || used + entry.length > room.bytes {
            return Err(IndexError::Full);
        }
        letters.push((entry, bytes));
        Ok(())
    }

    fn letters(&self, kit: KitName) -> Result<Vec<BoxEntry>, IndexError> {
        let shelves = self.shelves();
        let letters = shelves.boxes.get(&kit).into_iter().flatten();
        Ok(letters.map(|(entry, _)| *entry).collect())
    }

    fn letter(
        &self,
        kit: KitName,
        digest: &Digest,
        at: u64,
        up_to: u64,
    ) -> Result<Option<Vec<u8>>, IndexError> {
        let shelves = self.shelves();
        let mut letters = shelves.boxes.get(&kit).into_iter().flatten();
        let found = letters.find(|(one, _)| one.digest == *digest && one.taken_at.is_none());
        let place = |offset: u64| usize::try_from(offset).unwrap_or(usize::MAX);
        Ok(found.map(|(_, bytes)| {
            let rest = bytes.get(place(at)..).unwrap_or_default();
            rest.get(..place(up_to)).unwrap_or(rest).to_vec()
        }))
    }

    fn hand_over(&self, kit: KitName, digest: &Digest, at: i64) -> Result<(), IndexError> {
        let mut shelves = self.shelves();
        for (one, bytes) in shelves.boxes.get_mut(&kit).into_iter().flatten() {
            if one.digest == *digest && one.taken_at.is_none() {
                one.taken_at = Some(at);
                bytes.clear();
            }
        }
        Ok(())
    }
}
