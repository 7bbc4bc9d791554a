//! What a depot sees of two thousand visits, and what is true of them: `cargo xtask bench S2` lets a classifier guess.
//!
//! Every application is played through the office's own workflow and sealed with the real format into a real outbox,
//! which decides what travels when. Half of the days have coverage, so that each part leaves as soon as it may; on the
//! others everything waits for the evening. Nobody in it exists. Prints one line of JSON for each part, as it arrives.

#![expect(
    clippy::unwrap_used,
    reason = "a measurement may stop at the first surprise"
)]

#[path = "../../catalogue/tests/sample/played.rs"]
#[expect(
    dead_code,
    reason = "the catalogue's own tests read the rest of a play"
)]
mod played;

use office::{document::PageRef, dossier::Dossier, id::PageId};
use parcel::{
    ApplicationId, Chain, Digest, Epoch, FileToSeal, Identity, KitName, Moment, Receipt,
    ReceiptKind, Recipients, SealOrder, Signed, SoftSigner, seal,
};
use played::{Kit as Office, Play};
use rand::{Rng as _, RngCore as _, SeedableRng as _, rngs::StdRng};
use serde_json::json;
use std::{collections::BTreeMap, path::Path};
use store::{Holds, SealedDraft, Store};

const VISITS: usize = 2_000;
const KITS: usize = 5;
const MIDNIGHT: u32 = 24 * 60;

/// What is true of a part and stands nowhere outside.
#[derive(Clone)]
struct Truth {
    visit: usize,
    service: String,
    pages: usize,
}

fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../catalogue");
    let services = catalogue::check(&folder.join("services")).unwrap().services;
    let plays = played::plays(&folder.join("tests/residents")).into_values();
    let dossiers: Vec<Dossier> = plays
        .map(|play| {
            let service = services.iter().find(|one| one.id == play.service).unwrap();
            played_out(service, &play)
        })
        .collect();
    let mut visits = 0;
    for kit in 1..=KITS {
        let mut season = Season::begin(kit);
        let mut day = 20_000;
        while visits < VISITS * kit / KITS {
            visits = season.day(day, visits, &dossiers);
            day += 1;
        }
    }
}

/// From the first answer to the seal, as on a kit.
fn played_out(service: &office::service::Service, play: &Play) -> Dossier {
    let mut office = Office::begin(service, play);
    office.tell_all(play);
    let form = office.application().form;
    for line in service.checklist(Some(&form)) {
        office.hand_over(&line.key, line.form);
    }
    office.settle(play);
    office.seal(&service.id.0).clone()
}

/// One kit over the days.
struct Season {
    dice: StdRng,
    name: usize,
    store: Store,
    chain: Chain,
    signer: SoftSigner,
    recipients: Recipients,
    truths: BTreeMap<Digest, Truth>,
    _folder: tempfile::TempDir,
}

impl Season {
    fn begin(name: usize) -> Self {
        // Memory, where the system has a place for it: fifteen thousand synced transactions are no part of this.
        let folder = tempfile::tempdir_in("/dev/shm").or_else(|_none| tempfile::tempdir());
        let folder = folder.unwrap();
        let keys: Vec<_> = (0..2).map(|_| Identity::generate().recipient()).collect();
        Self {
            name,
            store: Store::open(&folder.path().join("kit.db")).unwrap(),
            chain: Chain::new(KitName([1; 8]), Epoch([1; 16])),
            signer: SoftSigner::generate(&mut rand::rngs::OsRng),
            recipients: Recipients::parse(&keys).unwrap(),
            truths: BTreeMap::new(),
            _folder: folder,
            dice: StdRng::seed_from_u64(name as u64),
        }
    }

    /// Three to twelve visits; returns how many there were in all so far.
    fn day(&mut self, day: i64, mut visits: usize, dossiers: &[Dossier]) -> usize {
        let covered = self.dice.gen_bool(0.5);
        let mut minute = 8 * 60;
        // The courier looks at the start of the day.
        self.travel(day, minute);
        for _ in 0..self.dice.gen_range(3..=12) {
            minute += self.dice.gen_range(20..60);
            let dossier = &dossiers[self.dice.gen_range(0..dossiers.len())];
            self.seal(visits, dossier);
            visits += 1;
            if covered {
                self.travel(day, minute);
            }
        }
        self.travel(day, 21 * 60);
        // After midnight the documents of the day have rested.
        self.travel(day, MIDNIGHT);
        visits
    }

    fn seal(&mut self, visit: usize, played: &Dossier) {
        let mut dossier = played.clone();
        let mut pages = Vec::new();
        let mut count = 0;
        for document in &mut dossier.documents {
            let Some(first) = document.pages.first().cloned() else {
                continue;
            };
            let number = [1, 1, 1, 2, 2, 3, 4][self.dice.gen_range(0..7)];
            document.pages = (0..number).map(|_| self.page(&first)).collect();
            let length = document.pages.iter().map(|page| page.size).sum::<u64>();
            let mut file = vec![0; usize::try_from(length).unwrap()];
            self.dice.fill_bytes(&mut file);
            pages.push(FileToSeal::new(&document.file, file).unwrap());
            count += number;
        }
        // People say more or less than in the play.
        let more = (0..self.dice.gen_range(0..600)).map(|_| self.dice.gen_range(b'a'..=b'z'));
        let more: Vec<u8> = more.collect();
        let summary = [parcel::canonical::to_vec(&dossier).unwrap(), more].concat();
        let order = SealOrder {
            application: ApplicationId(std::array::from_fn(|_| self.dice.r#gen())),
            administrator: &self.signer,
            profile: 1,
            catalogue: "1".to_owned(),
            recipients: &self.recipients,
            moment: Moment {
                wall: 0,
                since_boot: 1,
                anchor: 0,
                confirmed_day: None,
            },
            summary: vec![
                FileToSeal::new("summary.json", summary).unwrap(),
                FileToSeal::new("form.xml", dossier.instance.clone().into_bytes()).unwrap(),
            ],
            pages,
        };
        let sealed = seal(&order, &mut self.chain, &self.signer).unwrap();
        let truth = Truth {
            visit,
            service: dossier.service.0.clone(),
            pages: count,
        };
        let pieces = sealed.summary.pieces.iter().chain(&sealed.pages.pieces);
        let digests = pieces.map(parcel::Piece::digest);
        let truths = digests.map(|digest| (digest, truth.clone()));
        self.truths.extend(truths);
        let ranks: Vec<u32> = (0..1024).map(|_| self.dice.next_u32()).collect();
        let number = visit.to_string();
        self.store.note_number(&number, "2026-11-21", None).unwrap();
        let draft = SealedDraft {
            sealed: &sealed,
            chain: &self.chain,
            record: &[9; 16],
            number: &number,
            ranks: &ranks,
        };
        self.store.put_sealed(&draft).unwrap();
    }

    /// A page as the scanner's cleaning leaves it: black and white, one in seven in grey.
    fn page(&mut self, like: &PageRef) -> PageRef {
        let (middle, spread) = if self.dice.gen_bool(0.85) {
            (45_000.0, 0.45)
        } else {
            (140_000.0, 0.4)
        };
        // The sum of twelve is bell-shaped enough.
        let bell = (0..12).map(|_| self.dice.r#gen::<f64>()).sum::<f64>() - 6.0;
        let mut id = [0; 16];
        self.dice.fill_bytes(&mut id);
        PageRef {
            id: PageId(id),
            digest: parcel::digest_of(&id).to_string(),
            size: (middle * (bell * spread).exp()) as u64,
            ..like.clone()
        }
    }

    /// Everything that may travel arrives, and is forgotten here.
    fn travel(&mut self, day: i64, minute: u32) {
        let by_the_clock = day + i64::from(minute / MIDNIGHT);
        while let Some((signed, _)) = self.store.next_part(by_the_clock).unwrap() {
            let manifest = signed.claim().unwrap();
            let truth = &self.truths[&manifest.digest];
            say(&json!({
                "kit": self.name, "day": day, "minute": minute,
                "kind": manifest.kind, "length": manifest.length, "counter": manifest.counter,
                "visit": truth.visit, "service": truth.service, "pages": truth.pages,
            }));
            let receipt = Receipt {
                digest: manifest.digest,
                length: manifest.length,
                kit: manifest.kit,
                received_at: 0,
                depot: String::new(),
                kind: ReceiptKind::Stored,
            };
            let signed = Signed::sign(&receipt, &self.signer).unwrap();
            self.store.confirm(&signed, &receipt, 0).unwrap();
        }
        if minute == MIDNIGHT {
            let at_once = Holds {
                stored_s: 0,
                opened_s: 0,
            };
            self.store.purge(1, at_once).unwrap();
        }
    }
}

#[expect(clippy::print_stdout, reason = "the answer to the bench")]
fn say(seen: &serde_json::Value) {
    println!("{seen}");
}
