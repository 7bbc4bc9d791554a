//! The way back: what coordinators sent is opened by the kit's mailbox while it is unlocked, and taken in by its kind.
//!
//! Only what a coordinator of the profile signed, for this kit, is taken; each once. Plaintext goes to the workflow or, under
//! a key of its own, back into the vault, and nowhere else.

use super::emergency::Pledge;
use super::{Anchor, Keeper, log, page_revision};
use crate::parts;
use crate::place::write_whole;
use office::command::RecordId;
use office::dispatch::{Dispatched, News, NewsKind, PlannedVisit};
use office::id::{ApplicationId, CommunityId, DispatchId, ServiceId, VisitId};
use office::number::Number;
use office::person::{PersonField, PersonalText};
use office::trouble::Trouble;
use office::visit::{Basis, VisitField};
use office::{Input, Moment};
use parcel::emergency::{BODY, PAGE};
use parcel::{
    Digest, DispatchContent, OpenedDispatch, Receipt, ReceiptKind, ReturnedRecord, ReturnedVisit,
    Signed, Ticket, Word, WordKind,
};
use rand::RngCore as _;
use rand::rngs::OsRng;
use store::{Ciphertext, RecordKind, StoreError};
use vault::RecordError;

/// How long news is shown, in seconds of trusted time: as long as the journal.
const NEWS_LAST_S: i64 = 366 * 86_400;

/// What became of a dispatch.
enum Fate {
    /// Everything in it is taken.
    Taken,
    /// It is read again at each unlocking, or waits for something.
    Stays,
}

impl Keeper {
    /// Signs the right to empty the dispatch box while the kit is locked.
    pub(super) fn sign_ticket(&mut self, moment: Moment) {
        let Some(vault) = &self.vault else { return };
        // The clock may be wrong: no earlier than somebody trusted has said, and not much later.
        let anchor = self.anchor.now(moment);
        let now_s = moment.wall_s.clamp(anchor, anchor + 400 * 86_400);
        let ticket = Ticket::sign(self.parts.profile.kit, now_s, vault.signer());
        match ticket.map(|ticket| serde_json::to_string(&ticket)) {
            Ok(Ok(text)) => log(
                "the ticket could not be kept",
                self.store.set_fact("ticket", &text),
            ),
            Ok(Err(_)) | Err(_) => tracing::error!("the ticket could not be signed"),
        }
    }

    /// The ticket of the last unlocking.
    pub(super) fn ticket(&self) -> Result<Option<Signed<Ticket>>, StoreError> {
        let text = self.store.fact("ticket")?;
        Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
    }

    /// Opens and takes in every dispatch that waits.
    pub(super) fn take_in_dispatches(&mut self) {
        if self.vault.is_none() {
            return;
        }
        let waiting = self.store.dispatches().unwrap_or_else(|error| {
            tracing::error!(%error, "dispatches could not be read");
            Vec::new()
        });
        for digest in waiting {
            self.take_in_dispatch(digest);
        }
    }

    pub(super) fn take_in_dispatch(&mut self, digest: Digest) {
        let Some(opened) = self.open_dispatch(&digest) else {
            return;
        };
        match self.store.note_said(&digest, &opened.said) {
            Ok(true) => {}
            Ok(false) => return,
            Err(error) => return tracing::error!(%error, "a dispatch could not be noted"),
        }
        let issued_at = opened.dispatch.issued_at;
        self.trust(issued_at);
        let fate = match &opened.dispatch.content {
            DispatchContent::Receipts(receipts) => self.take_receipts(receipts),
            DispatchContent::Words(words) => self.take_words(words, issued_at),
            DispatchContent::Visits(visits) => self.take_visits(digest, visits),
            DispatchContent::Returned(visit) => self.take_back(visit, &opened),
            DispatchContent::Profile(profile) => {
                let written = serde_json::to_vec(profile).ok();
                self.renew_parts(written.as_deref(), None)
            }
            DispatchContent::Catalogue(name) => match opened.enclosed(*name) {
                Some(bytes) => self.renew_parts(None, Some(bytes)),
                None => self.refuse_dispatch(),
            },
        };
        if matches!(fate, Fate::Taken) {
            self.forget_dispatch(&digest);
        }
    }

    /// Forgets a dispatch in which everything is taken.
    pub(super) fn forget_dispatch(&self, digest: &Digest) {
        log(
            "a dispatch could not be forgotten",
            self.store.forget_dispatch(digest),
        );
    }

    /// A dispatch that does not open stays where it is: a later profile may know its signer.
    fn open_dispatch(&self, digest: &Digest) -> Option<OpenedDispatch> {
        let bytes = self.store.dispatch(digest).ok()?;
        let mailbox = self.vault.as_ref()?.mailbox();
        let opened = mailbox.open(&bytes, &self.parts.profile.coordinators);
        match opened {
            Ok(opened) if opened.dispatch.kit == self.parts.profile.kit => Some(opened),
            Ok(_for_another) => {
                self.tell(Input::Noticed(Trouble::DispatchUnreadable));
                None
            }
            Err(error) => {
                tracing::warn!(%error, "a dispatch does not open");
                self.tell(Input::Noticed(Trouble::DispatchUnreadable));
                None
            }
        }
    }

    fn refuse_dispatch(&self) -> Fate {
        self.tell(Input::Noticed(Trouble::DispatchUnreadable));
        Fate::Taken
    }

    /// Somebody trusted has said what time it was.
    pub(super) fn trust(&mut self, said_s: i64) {
        let now = crate::clock::now(0);
        let at_s = std::cmp::max(self.anchor.now(now), said_s);
        self.anchor = Anchor {
            at_s,
            since_boot_ms: now.since_boot_ms,
        };
        log(
            "the anchor could not be noted",
            self.store.set_fact("anchor", &at_s.to_string()),
        );
    }

    fn take_receipts(&mut self, receipts: &[Signed<Receipt>]) -> Fate {
        let profile = &self.parts.profile;
        let keys: Vec<_> = profile
            .receipt_signers
            .iter()
            .chain(&profile.coordinators)
            .collect();
        let now = self.anchor.now(crate::clock::now(0));
        for receipt in receipts {
            match receipt.verify(keys.iter().copied()) {
                Ok(opened) if opened.kind == ReceiptKind::Opened && opened.kit == profile.kit => {
                    let noted = self.store.note_opened(&opened.digest, now);
                    log("a receipt could not be noted", noted);
                }
                // What came by stick is with the centre as safely as at a depot.
                Ok(stored) if stored.kit == profile.kit => {
                    let confirmed = self.store.confirm(receipt, &stored, now);
                    log("a receipt could not be kept", confirmed);
                }
                Ok(_) | Err(_) => tracing::warn!("a receipt in a dispatch is not believed"),
            }
        }
        self.tell_outbox();
        self.tell_journal();
        Fate::Taken
    }

    fn take_words(&mut self, words: &[Word], issued_at: i64) -> Fate {
        if self.anchor.now(crate::clock::now(0)) - issued_at > NEWS_LAST_S {
            return Fate::Taken;
        }
        let issued = Moment {
            wall_s: issued_at,
            ..Moment::default()
        };
        let news = words.iter().filter_map(|word| {
            Some(News {
                day: issued.iso_date(),
                number: Number::parse(&word.number).ok()?,
                kind: match word.kind {
                    WordKind::Registered => NewsKind::Registered,
                    WordKind::Answer => NewsKind::Answer,
                    WordKind::Wanted => NewsKind::Wanted,
                },
                words: PersonalText(word.text.clone()),
            })
        });
        self.tell(Input::Dispatched(Dispatched::News(news.collect())));
        Fate::Stays
    }

    fn take_visits(&mut self, digest: Digest, visits: &[parcel::PlannedVisit]) -> Fate {
        let visits = visits.iter().map(planned).collect();
        let dispatch = DispatchId(digest.0);
        self.tell(Input::Dispatched(Dispatched::Visits { dispatch, visits }));
        Fate::Stays
    }

    /// A returned visit gets keys of this vault, lies on the disk, and only then is the dispatch forgotten.
    fn take_back(&mut self, visit: &ReturnedVisit, opened: &OpenedDispatch) -> Fate {
        let community = CommunityId(visit.community.clone());
        if !self.recipients.contains_key(&community) {
            return self.refuse_dispatch();
        }
        let folder = (RecordKind::Visit, &visit.folder);
        let drafts = visit
            .drafts
            .iter()
            .map(|draft| (RecordKind::Application, draft));
        let mut records = Vec::new();
        for (kind, returned) in std::iter::once(folder).chain(drafts) {
            match self.restore(&community, kind, returned, opened) {
                Ok(Some(body)) => records.push((named(kind, returned), body)),
                Ok(None) => {}
                Err(error) => {
                    tracing::error!(%error, "a returned draft could not be kept");
                    self.tell(Input::Noticed(Trouble::NotSaved));
                    return Fate::Stays;
                }
            }
        }
        for (record, body) in &records {
            self.learn_pages(*record, body);
        }
        self.tell(Input::Dispatched(Dispatched::Returned(records)));
        Fate::Taken
    }

    /// Puts one record back. None where it is being worked on here: what was done since is never overwritten.
    fn restore(
        &mut self,
        community: &CommunityId,
        kind: RecordKind,
        returned: &ReturnedRecord,
        opened: &OpenedDispatch,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        let id = returned.record.0;
        let contents = |wanted| {
            returned
                .contents
                .iter()
                .filter(move |content| content.kind == wanted)
                .filter_map(|content| Some((content.revision, opened.enclosed(content.content)?)))
        };
        let Some((revision, body)) = contents(BODY).next() else {
            return Ok(None);
        };
        let (Some(vault), Some(recipients)) = (&mut self.vault, self.recipients.get(community))
        else {
            return Ok(None);
        };
        let unwritable = |error: RecordError| {
            tracing::error!(%error, "a returned draft has no key");
            StoreError::Missing
        };
        let escrow = match vault.new_record(returned.record, recipients) {
            Ok(escrow) => escrow,
            // It is here, by an earlier try or because it was never lost.
            Err(RecordError::Exists) if self.store.promise_of(&id)?.is_some() => return Ok(None),
            Err(RecordError::Exists) => {
                vault.erase(returned.record).map_err(unwritable)?;
                vault
                    .new_record(returned.record, recipients)
                    .map_err(unwritable)?
            }
            Err(error) => return Err(unwritable(error)),
        };
        let encrypt = |revision, kind, plain: &[u8]| {
            let encrypted = vault.encrypt(returned.record, revision, kind, plain);
            encrypted.map(Ciphertext).map_err(unwritable)
        };
        let sealed_body = encrypt(revision, BODY, body)?;
        let mut pages = Vec::new();
        for (page, id) in pages_of(body) {
            if let Some((revision, plain)) = contents(PAGE).find(|(revision, _)| *revision == page)
            {
                pages.push((id, encrypt(revision, PAGE, plain)?));
            }
        }
        let pledge = Pledge::begin(&escrow, recipients.hash(), self.epoch_in_use());
        let first = super::emergency::body(revision, sealed_body.clone());
        let promise = self
            .vault
            .as_ref()
            .and_then(|vault| pledge.promise(&id, first, self.parts.profile.kit, vault.signer()));
        // A row of before, whose key is gone, makes room: who returns the record has it.
        self.store.delete_record(&id)?;
        self.store.promised(
            &id,
            |store| store.put_record(&id, kind, revision, &sealed_body, &escrow),
            |_store| Ok(promise),
        )?;
        self.change_pages(&id, |store| {
            pages
                .iter()
                .try_for_each(|(page, ciphertext)| store.put_page(&id, page, ciphertext))
        })?;
        Ok(Some(body.to_vec()))
    }

    /// Lets the rules of the kit's parts judge what came; the better one counts from the next start.
    fn renew_parts(&mut self, profile: Option<&[u8]>, catalogue: Option<&[u8]>) -> Fate {
        let offer = self.parts.folder.root().join("offered");
        let taken = offer_parts(&offer, &self.parts.folder, profile, catalogue)
            .map_err(|error| error.to_string())
            .and_then(|()| {
                parts::take_in(&offer, &self.parts.folder).map_err(|error| error.to_string())
            });
        drop(std::fs::remove_dir_all(&offer));
        self.tell(Input::Noticed(match taken {
            Ok(()) => Trouble::Renewed,
            Err(why) => {
                tracing::warn!(%why, "a profile or catalogue is not taken");
                Trouble::RenewalRefused
            }
        }));
        Fate::Taken
    }
}

/// Lays what came beside what is in use, as a coordinator's stick would bring it.
fn offer_parts(
    offer: &std::path::Path,
    folder: &crate::place::KitFolder,
    profile: Option<&[u8]>,
    catalogue: Option<&[u8]>,
) -> std::io::Result<()> {
    std::fs::create_dir_all(offer)?;
    let lay = |name: &str, new: Option<&[u8]>, in_use: std::path::PathBuf| match new {
        Some(bytes) => write_whole(&offer.join(name), bytes),
        None => write_whole(&offer.join(name), &std::fs::read(in_use)?),
    };
    lay("profile.json", profile, folder.profile())?;
    lay("catalogue.json", catalogue, folder.catalogue())
}

fn named(kind: RecordKind, returned: &ReturnedRecord) -> RecordId {
    match kind {
        RecordKind::Visit => RecordId::Visit(VisitId(returned.record.0)),
        RecordKind::Application => RecordId::Application(ApplicationId(returned.record.0)),
    }
}

/// The pages that a draft names: the place of each in its record, and its name.
fn pages_of(body: &[u8]) -> Vec<(u64, [u8; 16])> {
    let Ok(draft) = serde_json::from_slice::<office::application::Application>(body) else {
        return Vec::new();
    };
    let pages = draft.documents.iter().flat_map(|document| &document.pages);
    pages
        .map(|page| (page_revision(&page.id.0), page.id.0))
        .collect()
}

fn planned(visit: &parcel::PlannedVisit) -> PlannedVisit {
    let mut id = [0; 16];
    OsRng.fill_bytes(&mut id);
    PlannedVisit {
        id: VisitId(id),
        community: CommunityId(visit.community.clone()),
        day: visit.day.clone(),
        basis: Basis::ALL
            .into_iter()
            .find(|basis| basis.key() == visit.basis)
            .unwrap_or_default(),
        services: visit.services.iter().cloned().map(ServiceId).collect(),
        person: visit
            .person
            .iter()
            .filter_map(|(key, text)| Some((PersonField::from_key(key)?, text.clone())))
            .collect(),
        texts: visit
            .texts
            .iter()
            .filter_map(|(key, text)| {
                let field = VisitField::ALL
                    .into_iter()
                    .find(|field| field.key() == key)?;
                Some((field, text.clone()))
            })
            .collect(),
    }
}
