//! The keeper: the one thread that owns the database and, while the kit is open, its keys.
//!
//! Plaintext passes through here on its way to ciphertext and back; it is never logged and never written (I3).

mod delivery;
mod dispatch;
mod emergency;
mod keys;
mod seal;
mod stick;

use self::emergency::Pledge;
use crate::enrol;
use crate::parts::KitParts;
use crate::place;
use crate::press::{Cleaned, Press};
use crate::reactor::Event;
use crate::stored_page;
use crate::translate::{kept_kinship, kinship, profile_trouble, save_trouble};
use crate::worker::post::{LetterboxAsk, OutboxAsk};
use office::application::Kinship;
use office::command::{Awakening, KeyWish, RecordId, Secret};
use office::document::PageRef;
use office::dossier::Dossier;
use office::effect::Plain;
use office::id::{ApplicationId, CommunityId, DispatchId, DocumentKey, PageId};
use office::number::Number;
use office::snapshot::{JournalLine, JournalState, Picture};
use office::trouble::Trouble;
use office::{Input, Moment};
use parcel::emergency::{BODY, PAGE};
use parcel::{Digest, Recipients, digest_of};
use rand::RngCore as _;
use rand::rngs::OsRng;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::mpsc::SyncSender;
use std::time::Duration;
use store::{Ciphertext, NumberState, RecordKind, Store, StoreError, StoredRecord};
use vault::{OneRecord, OpenVault, RecordError, Standing, UnlockError, Vault};

/// Lines of the journal that are kept on screen.
const JOURNAL: u32 = 5000;
/// The fact that names the epoch of which the depot knows more than this folder does.
const SURPASSED: &str = "surpassed";
/// The file of a sealed summary that holds the dossier.
const SUMMARY_FILE: &str = "summary.json";
/// The file of a sealed summary that holds the form's instance.
const INSTANCE_FILE: &str = "form.xml";
/// The file of sealed pages that tells what was done to each page of each document, in order.
const STEPS_FILE: &str = "pages.json";

/// What the keeper is asked to do.
pub(crate) enum KeeperJob {
    Unlock(Secret),
    SetKey {
        wish: KeyWish,
        passphrase: Secret,
    },
    Renew {
        code: Secret,
        passphrase: Secret,
    },
    PassOn {
        records: Vec<RecordId>,
        passphrase: Secret,
    },
    NewRecord {
        record: RecordId,
        community: CommunityId,
    },
    Save {
        record: RecordId,
        revision: u64,
        body: Plain,
    },
    Drop(RecordId),
    /// Give up every key but that of one record, or that one too.
    KeepOnly(Option<RecordId>),
    PutPage {
        application: ApplicationId,
        document: DocumentKey,
        page: Box<Cleaned>,
    },
    DropPage(PageId),
    Thumbnail(PageId),
    NoteNumber {
        number: Number,
        day: String,
        belongs_to: Option<Kinship>,
    },
    VoidNumber(Number),
    CopyPage {
        page: PageId,
        turns: u8,
        application: ApplicationId,
        document: DocumentKey,
    },
    Seal(Box<Dossier>, Moment),
    Outbox(OutboxAsk),
    Letterbox(LetterboxAsk),
    Taken(DispatchId),
    UseStick(PathBuf),
    Purge(Moment),
    /// Take the next profile from this folder.
    TakeProfile(std::path::PathBuf),
    /// Everything before this is on disk when the answer comes.
    Settle(SyncSender<()>),
}

pub(crate) struct Keeper {
    parts: std::sync::Arc<KitParts>,
    store: Store,
    vault: Option<OpenVault>,
    /// All that is left of it while a resident fills in alone.
    one: Option<OneRecord>,
    press: Press,
    recipients: BTreeMap<CommunityId, Recipients>,
    /// Which record a page belongs to, as far as the open kit knows.
    pages: BTreeMap<PageId, ApplicationId>,
    /// Records that the disk refused to begin; their next save tries again.
    unbegun: BTreeMap<RecordId, CommunityId>,
    /// What need not be read again to sign for a record.
    pledges: BTreeMap<[u8; 16], Pledge>,
    events: SyncSender<Event>,
    anchor: Anchor,
    /// Before this uptime in milliseconds no passphrase is tried.
    next_try_ms: u64,
    /// Whether it was said that the disk fills.
    said_it_fills: bool,
}

/// Trusted time: what a receipt said, carried on by the uptime since.
#[derive(Clone, Copy, Debug, Default)]
struct Anchor {
    at_s: i64,
    since_boot_ms: u64,
}

impl Anchor {
    fn now(self, moment: Moment) -> i64 {
        let elapsed = moment.since_boot_ms.saturating_sub(self.since_boot_ms) / 1000;
        self.at_s
            .saturating_add(i64::try_from(elapsed).unwrap_or(0))
    }
}

impl Keeper {
    pub(crate) fn new(
        parts: std::sync::Arc<KitParts>,
        store: Store,
        press: Press,
        events: SyncSender<Event>,
    ) -> Self {
        let recipients = parts
            .communities()
            .into_iter()
            .map(|(id, community)| (id, community.recipients))
            .collect();
        let at_s = store
            .fact("anchor")
            .ok()
            .flatten()
            .and_then(|text| text.parse().ok())
            .unwrap_or(0);
        let at_s = std::cmp::max(at_s, parts.profile.issued_at);
        let since_boot_ms = crate::clock::now(0).since_boot_ms;
        let anchor = Anchor {
            at_s,
            since_boot_ms,
        };
        // A restart does not shorten the wait after wrong passphrases; the vault keeps the count.
        let wait = Vault::standing(&parts.folder.keys()).map_or(Duration::ZERO, Standing::wait);
        let next_try_ms = since_boot_ms + millis(wait);
        if !place::lay_reserve(&parts.folder.reserve()) {
            tracing::warn!("there is no room for the reserve; pages are not taken");
        }
        Self {
            parts,
            store,
            vault: None,
            one: None,
            press,
            recipients,
            pages: BTreeMap::new(),
            unbegun: BTreeMap::new(),
            pledges: BTreeMap::new(),
            events,
            anchor,
            next_try_ms,
            said_it_fills: false,
        }
    }

    /// Works until the other end is gone.
    pub(crate) fn run(mut self, mut jobs: tokio::sync::mpsc::Receiver<KeeperJob>) {
        self.finish_what_was_sealed();
        self.give_out_what_lost_its_key();
        self.tell_outbox();
        while let Some(job) = jobs.blocking_recv() {
            self.work(job);
        }
    }

    fn work(&mut self, job: KeeperJob) {
        match job {
            KeeperJob::Unlock(passphrase) => self.unlock(&passphrase),
            KeeperJob::SetKey { wish, passphrase } => self.set_key(wish, &passphrase),
            KeeperJob::Renew { code, passphrase } => self.renew(&code, &passphrase),
            KeeperJob::PassOn {
                records,
                passphrase,
            } => self.pass_on(&records, &passphrase),
            KeeperJob::NewRecord { record, community } => self.new_record(record, &community),
            KeeperJob::Save {
                record,
                revision,
                body,
            } => self.save(record, revision, &body),
            KeeperJob::Drop(record) => self.drop_record(record),
            KeeperJob::KeepOnly(record) => self.keep_only(record),
            KeeperJob::PutPage {
                application,
                document,
                page,
            } => self.put_page(application, document, &page, 0),
            KeeperJob::CopyPage {
                page,
                turns,
                application,
                document,
            } => {
                if let Some(page) = self.page(page) {
                    self.put_page(application, document, &page, turns);
                }
            }
            KeeperJob::DropPage(page) => {
                let deleted = match self.pages.remove(&page) {
                    Some(of) => self.change_pages(&of.0, |store| store.delete_page(&page.0)),
                    None => self.store.delete_page(&page.0),
                };
                log("a page could not be deleted", deleted);
            }
            KeeperJob::Thumbnail(page) => self.thumbnail(page),
            KeeperJob::NoteNumber {
                number,
                day,
                belongs_to,
            } => {
                let belongs_to = belongs_to.as_ref().map(kept_kinship);
                let noted = self.write_surely(|store| {
                    store.note_number(number.digits(), &day, belongs_to.as_ref())
                });
                log("a number could not be noted", noted);
                self.tell_journal();
            }
            KeeperJob::VoidNumber(number) => {
                let void = self.write_surely(|store| store.void_number(number.digits()));
                log("a number could not be marked as void", void);
                self.tell_journal();
            }
            KeeperJob::Seal(dossier, moment) => self.seal(&dossier, moment),
            KeeperJob::Outbox(ask) => self.outbox(ask),
            KeeperJob::Letterbox(ask) => self.letterbox(ask),
            KeeperJob::Taken(DispatchId(digest)) => self.forget_dispatch(&Digest(digest)),
            // What was practised goes nowhere.
            KeeperJob::UseStick(_) if self.parts.training => {}
            KeeperJob::UseStick(folder) => self.use_stick(&folder),
            KeeperJob::Purge(moment) => self.purge(moment),
            KeeperJob::TakeProfile(from) => {
                let taken = crate::parts::take_next(&from, &self.parts.folder);
                self.tell(match taken {
                    Ok(version) => Input::ProfileTaken { version },
                    Err(error) => {
                        tracing::warn!(%error, "a profile was not taken");
                        Input::Noticed(profile_trouble(&error))
                    }
                });
            }
            KeeperJob::Settle(done) => {
                log("the database could not be settled", self.store.settle());
                let _nobody_waits = done.send(());
            }
        }
    }

    fn tell(&self, input: Input) {
        let _the_kit_ends = self.events.send(Event::Input(input));
    }

    fn unlock(&mut self, passphrase: &Secret) {
        let left_ms = self
            .next_try_ms
            .saturating_sub(crate::clock::now(0).since_boot_ms);
        if left_ms > 0 {
            let seconds = u32::try_from(left_ms.div_ceil(1000)).unwrap_or(u32::MAX);
            return self.tell(Input::UnlockRefused(Trouble::WaitBeforeUnlock { seconds }));
        }
        let passphrase = enrol::typed_with_stick(&passphrase.0);
        match Vault::unlock(&self.parts.folder.keys(), &passphrase) {
            Ok(vault) => self.enter(vault),
            Err(error) => {
                if matches!(error, UnlockError::Destroyed) {
                    self.give_out_what_lost_its_key();
                }
                if let UnlockError::WrongPassphrase { wait, .. } = error {
                    self.next_try_ms = crate::clock::now(0).since_boot_ms + millis(wait);
                }
                self.tell(Input::UnlockRefused(unlock_trouble(&error)));
            }
        }
    }

    /// From here on the kit is shut but for one record, which can be written and not read.
    fn keep_only(&mut self, record: Option<RecordId>) {
        self.pages.clear();
        self.unbegun.clear();
        self.one = self.vault.take().zip(record).and_then(|(vault, record)| {
            let (id, _) = raw(record);
            vault
                .confine(parcel::RecordId(id))
                .map_err(|error| tracing::error!(%error, "a draft has no key to be kept"))
                .ok()
        });
    }

    /// Encrypts a record's body with whatever key of it is here; none where the kit is shut.
    fn encrypt_body(
        &self,
        record: &[u8; 16],
        revision: u64,
        body: &[u8],
    ) -> Option<Result<Vec<u8>, RecordError>> {
        let id = parcel::RecordId(*record);
        match (&self.vault, &self.one) {
            (Some(vault), _) => Some(vault.encrypt(id, revision, BODY, body)),
            (None, Some(one)) => Some(one.encrypt(id, revision, BODY, body)),
            (None, None) => None,
        }
    }

    fn enter(&mut self, vault: OpenVault) {
        self.vault = Some(vault);
        self.finish_what_was_sealed();
        self.give_out_what_lost_its_key();
        let awakening = self.awaken();
        self.tell(Input::Unlocked(Box::new(awakening)));
        self.sign_ticket(crate::clock::now(0));
        self.take_in_dispatches();
        let _the_kit_ends = self.events.send(Event::SomethingToSend);
    }

    /// Writes what must not fail: on a full disk the reserve is given up and the write tried once more. Pages never
    /// come this way, so an open application can always be typed to its end and sealed.
    fn write_surely<T>(
        &mut self,
        write: impl Fn(&mut Store) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        match write(&mut self.store) {
            Err(StoreError::Full) if place::give_up_reserve(&self.parts.folder.reserve()) => {
                tracing::warn!("the disk is full; the reserve is given up");
                write(&mut self.store)
            }
            done => done,
        }
    }

    fn awaken(&mut self) -> Awakening {
        let mut awakening = Awakening {
            administrator: self.administrator(),
            has_card: self.vault.as_ref().is_some_and(OpenVault::has_codes),
            ..Awakening::default()
        };
        let records = match self.store.records() {
            Ok(records) => {
                self.erase_keys_without_rows(&records);
                records
            }
            Err(error) => {
                tracing::error!(%error, "drafts could not be read");
                awakening.unreadable += 1;
                Vec::new()
            }
        };
        for stored in records {
            let id = parcel::RecordId(stored.id);
            let known = self
                .vault
                .as_ref()
                .is_some_and(|vault| vault.records().any(|own| own == id));
            if !known {
                // Another administrator's: not ours to see.
                continue;
            }
            let record = match stored.kind {
                RecordKind::Visit => RecordId::Visit(office::id::VisitId(stored.id)),
                RecordKind::Application => RecordId::Application(ApplicationId(stored.id)),
            };
            match self.decrypt(id, stored.revision, BODY, &stored.body) {
                Some(body) => {
                    self.learn_pages(record, &body);
                    awakening.records.push((record, body));
                }
                None => awakening.unreadable += 1,
            }
        }
        // All of it: a number that was ever given out must not be drawn again.
        awakening.journal = self.journal(u32::MAX);
        awakening
    }

    /// A power cut between key and row leaves a key of nothing; it would take the place of another.
    fn erase_keys_without_rows(&mut self, rows: &[StoredRecord]) {
        let Some(vault) = &mut self.vault else { return };
        let is_idle = |key: &parcel::RecordId| !rows.iter().any(|row| row.id == key.0);
        let idle: Vec<_> = vault.records().filter(is_idle).collect();
        for key in idle {
            if let Err(error) = vault.erase(key) {
                tracing::error!(%error, "a key without a row was not overwritten");
            }
        }
    }

    /// Remembers which record each page of a draft belongs to.
    fn learn_pages(&mut self, record: RecordId, body: &[u8]) {
        let RecordId::Application(application) = record else {
            return;
        };
        if let Ok(draft) = serde_json::from_slice::<office::application::Application>(body) {
            let pages = draft.documents.iter().flat_map(|document| &document.pages);
            self.pages.extend(pages.map(|page| (page.id, application)));
        }
    }

    fn administrator(&self) -> String {
        let Some(vault) = &self.vault else {
            return String::new();
        };
        let key = vault.administrator_signer().public_key();
        let named = self
            .parts
            .profile
            .administrators
            .iter()
            .find(|known| known.key == *key);
        // Before the profile certifies the key of this kit there is one administrator it can mean.
        named
            .or(self.parts.profile.administrators.first())
            .map(|known| known.name.clone())
            .unwrap_or_default()
    }

    fn decrypt(
        &self,
        record: parcel::RecordId,
        revision: u64,
        kind: u16,
        body: &Ciphertext,
    ) -> Option<Vec<u8>> {
        let opened = self
            .vault
            .as_ref()?
            .decrypt(record, revision, kind, &body.0);
        opened
            .map(|plain| plain.to_vec())
            .map_err(|error| tracing::error!(%error, "a record did not open"))
            .ok()
    }

    fn new_record(&mut self, record: RecordId, community: &CommunityId) {
        if let Err(trouble) = self.begin_record(record, community) {
            self.unbegun.insert(record, community.clone());
            self.tell(Input::RecordNotSaved { record, trouble });
        }
    }

    /// Key and row, or neither.
    fn begin_record(&mut self, record: RecordId, community: &CommunityId) -> Result<(), Trouble> {
        let (Some(vault), Some(recipients)) = (&mut self.vault, self.recipients.get(community))
        else {
            return Ok(());
        };
        let (id, kind) = raw(record);
        let key = parcel::RecordId(id);
        let not_made = |error| {
            tracing::error!(%error, "a data key could not be made");
            Trouble::NotSaved
        };
        let escrow = vault.new_record(key, recipients).map_err(not_made)?;
        let empty = Ciphertext(vault.encrypt(key, 0, BODY, b"{}").map_err(not_made)?);
        let pledge = Pledge::begin(&escrow, recipients.hash(), self.epoch_in_use());
        self.pledges.insert(id, pledge);
        let promise = self.promise_for_body(&id, 0, &empty);
        self.write_surely(|store| {
            store.promised(
                &id,
                |store| store.put_record(&id, kind, 0, &empty, &escrow),
                |_store| Ok(promise.clone()),
            )
        })
        .map_err(|error| {
            self.pledges.remove(&id);
            if let Some(Err(error)) = self.vault.as_mut().map(|vault| vault.erase(key)) {
                tracing::error!(%error, "a key without a row was not overwritten");
            }
            save_trouble(&error)
        })
    }

    fn save(&mut self, record: RecordId, revision: u64, body: &Plain) {
        if let Some(community) = self.unbegun.remove(&record) {
            self.new_record(record, &community);
            if self.unbegun.contains_key(&record) {
                return;
            }
        }
        let (id, kind) = raw(record);
        let Some(encrypted) = self.encrypt_body(&id, revision, &body.0) else {
            return;
        };
        let saved = match encrypted.map(Ciphertext) {
            Ok(ciphertext) => {
                let promise = self.promise_for_body(&id, revision, &ciphertext);
                self.write_surely(|store| {
                    store.promised(
                        &id,
                        |store| store.put_record(&id, kind, revision, &ciphertext, &[]),
                        |_store| Ok(promise.clone()),
                    )
                })
                .map_err(|error| save_trouble(&error))
            }
            Err(error) => {
                tracing::error!(%error, "a draft could not be encrypted");
                Err(Trouble::NotSaved)
            }
        };
        self.tell(match saved {
            Ok(()) => Input::RecordSaved { record, revision },
            Err(trouble) => Input::RecordNotSaved { record, trouble },
        });
    }

    /// First the key, then the rows: what is left after a power cut in between opens for nobody here, and goes at the next
    /// start because it is entombed.
    fn drop_record(&mut self, record: RecordId) {
        let (id, _) = raw(record);
        self.pledges.remove(&id);
        log(
            "a record could not be entombed",
            self.write_surely(|store| store.entomb(&id)),
        );
        if let Some(vault) = &mut self.vault
            && let Err(error) = vault.erase(parcel::RecordId(id))
        {
            tracing::error!(%error, "a data key could not be overwritten");
            return;
        }
        log("rows could not be deleted", self.store.delete_record(&id));
    }

    /// Finishes steps two and three of every sealing that a power cut interrupted.
    fn finish_what_was_sealed(&mut self) {
        let tombs = self.store.tombstones().unwrap_or_default();
        for id in tombs {
            let record = parcel::RecordId(id);
            let erased = match &mut self.vault {
                Some(vault) => vault
                    .erase(record)
                    .map_err(|error| tracing::error!(%error, "a key was not overwritten")),
                None => Vault::erase_record(&self.parts.folder.keys(), record)
                    .map_err(|error| tracing::error!(%error, "a key was not overwritten")),
            };
            if erased.is_ok() {
                log("rows could not be deleted", self.store.delete_record(&id));
            }
        }
    }

    fn put_page(
        &mut self,
        application: ApplicationId,
        document: DocumentKey,
        page: &Cleaned,
        turns: u8,
    ) {
        // A page may wait for another disk; the sealing of what is there may not. So no page takes the reserve's room.
        if !place::lay_reserve(&self.parts.folder.reserve()) {
            return self.tell(Input::RecordNotSaved {
                record: RecordId::Application(application),
                trouble: Trouble::DiskFull,
            });
        }
        let looks_like = self.page_like(application, page);
        let Some(vault) = &self.vault else { return };
        let mut id = [0; 16];
        OsRng.fill_bytes(&mut id);
        let reference = PageRef {
            id: PageId(id),
            digest: digest_of(&page.page.bytes).to_string(),
            size: page.page.bytes.len() as u64,
            width: page.page.record.width_px,
            height: page.page.record.height_px,
            turns,
            looks_blank: page.page.record.hints.is_blank,
            looks_like,
        };
        let Some(plain) = stored_page::pack(page) else {
            return;
        };
        let stored = vault
            .encrypt(
                parcel::RecordId(application.0),
                page_revision(&id),
                PAGE,
                &plain,
            )
            .map_err(|error| {
                tracing::error!(%error, "a page could not be encrypted");
                Trouble::NotSaved
            })
            .and_then(|ciphertext| {
                let ciphertext = Ciphertext(ciphertext);
                self.change_pages(&application.0, |store| {
                    store.put_page(&application.0, &id, &ciphertext)
                })
                .map_err(|error| save_trouble(&error))
            });
        match stored {
            Ok(()) => {
                self.pages.insert(reference.id, application);
                self.tell_picture(reference.id, &page.thumbnail);
                self.tell(Input::PageArrived {
                    application,
                    document,
                    page: reference,
                });
            }
            Err(trouble) => self.tell(Input::RecordNotSaved {
                record: RecordId::Application(application),
                trouble,
            }),
        }
    }

    /// A page of the application whose ink lies as that of `page`: likely the same sheet, scanned twice.
    fn page_like(&self, application: ApplicationId, page: &Cleaned) -> Option<PageId> {
        let ink = &page.page.record.hints.ink;
        let own = self.pages.iter().filter(|(_, of)| **of == application);
        own.map(|(id, _)| *id).find(|&id| {
            self.page(id)
                .is_some_and(|known| known.page.record.hints.ink.is_likely(ink))
        })
    }

    fn page(&self, id: PageId) -> Option<Cleaned> {
        let application = self.pages.get(&id)?;
        let body = self.store.page(&id.0).ok().flatten()?;
        let plain = self.decrypt(
            parcel::RecordId(application.0),
            page_revision(&id.0),
            PAGE,
            &body,
        )?;
        stored_page::unpack(&plain)
    }

    fn thumbnail(&self, id: PageId) {
        if let Some(page) = self.page(id) {
            self.tell_picture(id, &page.thumbnail);
        }
    }

    fn tell_picture(&self, id: PageId, png: &[u8]) {
        let Ok(page) = imaging::decode(png, &imaging::Limits::default()) else {
            return;
        };
        let rgba: Vec<u8> = page
            .rgb()
            .chunks_exact(3)
            .flat_map(|rgb| [rgb[0], rgb[1], rgb[2], 255])
            .collect();
        let picture = Picture {
            width: page.width_px(),
            height: page.height_px(),
            rgba: rgba.into(),
        };
        let _the_kit_ends = self.events.send(Event::Picture(id, picture));
    }

    fn journal(&self, newest: u32) -> Vec<JournalLine> {
        let lines = self.store.journal(newest).unwrap_or_default();
        lines
            .into_iter()
            .filter_map(|line| {
                let state = match line.state {
                    NumberState::Drawn => JournalState::Drawn,
                    NumberState::Sealed => JournalState::Sealed,
                    NumberState::Delivered => JournalState::Delivered,
                    NumberState::Void => JournalState::Void,
                };
                Some(JournalLine {
                    number: Number::parse(&line.number).ok()?,
                    day: line.day,
                    state,
                    belongs_to: line.belongs_to.as_ref().and_then(kinship),
                })
            })
            .collect()
    }

    fn tell_journal(&self) {
        self.tell(Input::Journal(self.journal(JOURNAL)));
    }

    fn tell_outbox(&self) {
        if let Ok(mut parts) = self.store.parts() {
            let is_spent = self.is_spent();
            for part in &mut parts {
                part.rests |= is_spent && part.pages && !part.delivered;
            }
            let _the_kit_ends = self.events.send(Event::Parts(parts));
        }
    }
}

fn millis(wait: Duration) -> u64 {
    u64::try_from(wait.as_millis()).unwrap_or(u64::MAX)
}

fn raw(record: RecordId) -> ([u8; 16], RecordKind) {
    match record {
        RecordId::Visit(id) => (id.0, RecordKind::Visit),
        RecordId::Application(id) => (id.0, RecordKind::Application),
    }
}

/// A page is never revised; its place in its record is its own random name.
fn page_revision(id: &[u8; 16]) -> u64 {
    let (head, _) = id.split_at(8);
    head.iter()
        .fold(0, |number, byte| number << 8 | u64::from(*byte))
}

fn unlock_trouble(error: &UnlockError) -> Trouble {
    match error {
        UnlockError::WrongPassphrase { left, wait } if wait.is_zero() => {
            Trouble::WrongPassphrase { left: *left }
        }
        UnlockError::WrongPassphrase { wait, .. } => Trouble::WaitBeforeUnlock {
            seconds: u32::try_from(wait.as_secs()).unwrap_or(u32::MAX),
        },
        UnlockError::Destroyed => Trouble::KeysDestroyed,
        UnlockError::InUse | UnlockError::Damaged | UnlockError::Disk(_) | UnlockError::Cost(_) => {
            tracing::error!(%error, "the vault did not open");
            Trouble::RecordUnreadable
        }
    }
}

fn log<T>(what: &'static str, result: Result<T, StoreError>) {
    if let Err(error) = result {
        tracing::error!(%error, what);
    }
}
