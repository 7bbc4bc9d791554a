//! Drafts whose keys may go: what is signed for them while they are here, and the parcels they become when they are not.
//!
//! A locked kit signs nothing and opens nothing: it only hands over ciphertext with the word that was signed before (P3).

use super::{Keeper, page_revision};
use crate::reactor::Event;
use parcel::emergency::{self, BODY, EmergencyContent, PAGE, Sum};
use parcel::{Digest, Epoch, KitName, Manifest, Piece, RecordId, Signed, Signer};
use rand::RngCore as _;
use rand::rngs::OsRng;
use store::{Ciphertext, Promised, Store, StoreError};

/// The sum of what seldom changes in a record, escrow and pages; whose recipients it is for, and which installation's.
#[derive(Clone)]
pub(super) struct Pledge {
    sum: Sum,
    recipients: Digest,
    epoch: Epoch,
}

impl Pledge {
    /// A record that has no page yet.
    pub(super) fn begin(escrow: &[u8], recipients: Digest, epoch: Epoch) -> Self {
        Self {
            sum: Sum::begin(escrow),
            recipients,
            epoch,
        }
    }

    /// The sum of what lies in the store; none where no promise was ever made.
    fn read(
        store: &Store,
        record: &[u8; 16],
        there: &Promised,
    ) -> Result<Option<Self>, StoreError> {
        let made = there.manifest.as_ref().and_then(|made| made.claim().ok());
        let Some(made) = made else { return Ok(None) };
        let mut pledge = Self::begin(&there.escrow, made.recipients, made.epoch);
        store.each_page(record, &mut |id, ciphertext| {
            pledge.sum.add(&page(&id, ciphertext));
        })?;
        Ok(Some(pledge))
    }

    /// Signs for the record with this body.
    pub(super) fn promise(
        &self,
        record: &[u8; 16],
        body: EmergencyContent,
        kit: KitName,
        signer: &dyn Signer,
    ) -> Option<Signed<Manifest>> {
        let mut sum = self.sum.clone();
        sum.add(&body);
        let record = RecordId(*record);
        emergency::promise(sum, record, self.recipients, (kit, self.epoch), signer)
            .map_err(|error| tracing::error!(%error, "a draft has no emergency parcel"))
            .ok()
    }
}

/// A record's body as its container holds it.
pub(super) fn body(revision: u64, ciphertext: Ciphertext) -> EmergencyContent {
    EmergencyContent {
        revision,
        kind: BODY,
        ciphertext: ciphertext.0,
    }
}

fn page(id: &[u8; 16], ciphertext: Vec<u8>) -> EmergencyContent {
    EmergencyContent {
        revision: page_revision(id),
        kind: PAGE,
        ciphertext,
    }
}

impl Keeper {
    /// The installation that a new record belongs to; one that has not sealed yet has no name to keep.
    pub(super) fn epoch_in_use(&self) -> Epoch {
        let chain = self.store.chain().ok().flatten();
        chain.map_or_else(|| Epoch::random(&mut OsRng), |chain| chain.epoch())
    }

    /// The promise for a body that is about to be saved.
    pub(super) fn promise_for_body(
        &mut self,
        record: &[u8; 16],
        revision: u64,
        ciphertext: &Ciphertext,
    ) -> Option<Signed<Manifest>> {
        let pledge = match self.pledges.get(record) {
            Some(known) => known.clone(),
            None => {
                let there = self.store.promise_of(record).ok()??;
                let read = Pledge::read(&self.store, record, &there).ok()??;
                self.pledges.insert(*record, read.clone());
                read
            }
        };
        let signer = match (&self.vault, &self.one) {
            (Some(vault), _) => vault.signer(),
            (None, Some(one)) => one.signer(),
            (None, None) => return None,
        };
        pledge.promise(
            record,
            body(revision, ciphertext.clone()),
            self.parts.profile.kit,
            signer,
        )
    }

    /// Changes the pages of a record, and signs for what is there then.
    pub(super) fn change_pages(
        &mut self,
        record: &[u8; 16],
        change: impl FnOnce(&Store) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let kit = self.parts.profile.kit;
        let mut changed = None;
        let done = self.store.promised(record, change, |store| {
            let (Some(vault), Some(there)) = (&self.vault, store.promise_of(record)?) else {
                return Ok(None);
            };
            let Some(pledge) = Pledge::read(store, record, &there)? else {
                return Ok(None);
            };
            let body = body(there.revision, there.body);
            let promise = pledge.promise(record, body, kit, vault.signer());
            changed = Some(pledge);
            Ok(promise)
        });
        match changed.filter(|_| done.is_ok()) {
            Some(pledge) => self.pledges.insert(*record, pledge),
            None => self.pledges.remove(record),
        };
        done
    }

    /// Every draft whose key is gone becomes a part of the outbox, as it was promised.
    pub(super) fn give_out_what_lost_its_key(&mut self) {
        let kept = match vault::kept_records(&self.parts.folder.keys()) {
            Ok(kept) => kept,
            Err(error) => return tracing::debug!(%error, "the keys cannot be looked at"),
        };
        let records = self.store.records().unwrap_or_default();
        let mut given = 0;
        for stored in records {
            if kept.contains(&RecordId(stored.id)) {
                continue;
            }
            match self.give_out(&stored.id) {
                Ok(out) => given += u32::from(out),
                Err(error) => {
                    tracing::error!(%error, "a draft without a key cannot be handed over")
                }
            }
        }
        if given > 0 {
            tracing::warn!(given, "drafts without keys wait as emergency parcels");
            self.tell_outbox();
            let _the_kit_ends = self.events.send(Event::SomethingToSend);
        }
    }

    /// Whether there was something to hand over.
    fn give_out(&mut self, record: &[u8; 16]) -> Result<bool, StoreError> {
        let Some(there) = self.store.promise_of(record)? else {
            return Ok(false);
        };
        if there.revision == 0 {
            // Nothing was ever written into it.
            self.store.delete_record(record)?;
            return Ok(false);
        }
        let manifest = there.manifest.ok_or(StoreError::Missing)?;
        let mut contents = Vec::new();
        self.store.each_page(record, &mut |id, ciphertext| {
            contents.push(page(&id, ciphertext));
        })?;
        contents.push(body(there.revision, there.body));
        let ciphertext = emergency::container(&there.escrow, &contents)
            .map_err(|_too_large| StoreError::Garbled)?;
        let promised = manifest.claim().map_err(|_unlike| StoreError::Garbled)?;
        if parcel::digest_of(&ciphertext) != promised.digest {
            return Err(StoreError::Garbled);
        }
        let piece = Piece {
            manifest,
            ciphertext,
        };
        self.store.give_out(record, &piece, OsRng.next_u32())?;
        Ok(true)
    }
}
