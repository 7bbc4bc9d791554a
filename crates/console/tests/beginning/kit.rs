//! A kit made by `begin`, which seals invented applications with the keys that it was given.

use std::{
    fs,
    path::{Path, PathBuf},
};

use console::{
    folder::Folder,
    keys::Keys,
    ledger::{Ledger, PartState},
    provision::{self, Defaults, KitCard, Plan},
};
use courier::wire::{Cursor, Entry};
use office::{dossier::Dossier, number::Number};
use parcel::{
    ApplicationId, Chain, Epoch, FileToSeal, Head, Kind, KitName, Mailbox, Moment, Piece, Profile,
    PublicKey, Receipt, ReceiptKind, SealOrder, Signed, Signer as _, SoftSigner,
};
use rand::{RngCore as _, rngs::OsRng};
use serde_json::json;
use zeroize::Zeroizing;

pub(crate) const NOW: i64 = 1_795_263_900;
pub(crate) const PASSPHRASE: &str = "one two three";
pub(crate) const RECOVERY: &str = "four five six";

pub(crate) struct Kit {
    pub(crate) folder: Folder,
    pub(crate) dir: PathBuf,
    pub(crate) key: PublicKey,
    pub(crate) pieces: Vec<Piece>,
    pub(crate) mailbox: Mailbox,
    signer: SoftSigner,
    administrator: SoftSigner,
    depot: SoftSigner,
    profile: Profile,
    chain: Chain,
    head: Option<Signed<Head>>,
}

pub(crate) fn plan() -> Plan {
    let defaults = Defaults::shipped();
    Plan {
        communities: vec![
            defaults.community,
            "Second;UA26120090000072057;+380342000001".parse().unwrap(),
        ],
        kit: defaults.kit,
        administrator: defaults.administrator,
        depot: defaults.depot,
        depot_ca: None,
        receipt_signers: Vec::new(),
        cosigners: Vec::new(),
        signatures: 1,
        coordinator: "Coordinator".to_owned(),
        services: Path::new(env!("CARGO_MANIFEST_DIR")).join("../catalogue/services"),
        catalogue_version: "1".to_owned(),
        passphrase: Zeroizing::new(PASSPHRASE.to_owned()),
        recovery_passphrase: Zeroizing::new(RECOVERY.to_owned()),
    }
}

impl Kit {
    pub(crate) fn begin(root: &Path) -> Self {
        let begun = provision::begin(root, &plan(), NOW, &mut OsRng).unwrap();
        let mut folder = Folder::open(root).unwrap();
        let name = folder.setup().kits[0].name;
        let (signer, administrator) = (
            SoftSigner::generate(&mut OsRng),
            SoftSigner::generate(&mut OsRng),
        );
        let mailbox = Mailbox::generate();
        let card = KitCard {
            kit: name,
            kit_key: signer.public_key().clone(),
            administrator_key: administrator.public_key().clone(),
            mailbox: mailbox.address(),
            administrators: Vec::new(),
            telephone_code: Vec::new(),
        };
        let keys = Keys::unlock(&folder, PASSPHRASE).unwrap();
        assert!(
            provision::admit(&mut folder, &keys, &card, None, NOW)
                .unwrap()
                .changed
        );
        let mut folder = Folder::open(root).unwrap();
        assert!(
            !provision::admit(&mut folder, &keys, &card, None, NOW)
                .unwrap()
                .changed
        );
        let depot = fs::read_to_string(begun.depot.as_ref().unwrap().join("signing.key")).unwrap();
        Self {
            dir: begun.kit,
            key: signer.public_key().clone(),
            pieces: Vec::new(),
            mailbox,
            signer,
            administrator,
            depot: SoftSigner::from_openssh(&depot).unwrap(),
            profile: folder.newest_profile(name).unwrap().1.clone(),
            chain: Chain::new(name, Epoch::random(&mut OsRng)),
            head: None,
            folder,
        }
    }

    /// Seals an application of somebody of that surname.
    pub(crate) fn seal(&mut self, surname: &str) -> Number {
        let mut entropy = [0; 32];
        OsRng.fill_bytes(&mut entropy);
        let application = ApplicationId::random(&mut OsRng);
        let number = Number::draw(42, &entropy, &|_| false);
        let community = &self.profile.communities[0];
        let dossier = dossier(application, &number, &community.id, surname);
        let grey = vec![250; 420 * 594];
        let page =
            imaging::Page::from_grey(420, 594, 50, &grey, &imaging::Limits::default()).unwrap();
        let pdf = imaging::to_pdf(&[imaging::clean(page, &imaging::Settings::default())]);
        let order = SealOrder {
            application,
            administrator: &self.administrator,
            profile: 1,
            catalogue: "1".to_owned(),
            recipients: &community.recipients,
            moment: Moment {
                wall: NOW,
                since_boot: 60,
                anchor: NOW,
                confirmed_day: None,
            },
            summary: vec![
                FileToSeal::new("summary.json", serde_json::to_vec(&dossier).unwrap()).unwrap(),
                FileToSeal::new("form.xml", b"<data/>".to_vec()).unwrap(),
            ],
            pages: vec![FileToSeal::new("01-passport.pdf", pdf).unwrap()],
        };
        let sealed = parcel::seal(&order, &mut self.chain, &self.signer).unwrap();
        self.pieces.extend(sealed.pages.pieces);
        self.pieces.extend(sealed.summary.pieces);
        self.head = Some(sealed.head);
        number
    }

    /// Its pseudonym.
    pub(crate) fn name(&self) -> KitName {
        self.profile.kit
    }

    /// Takes over the newest profile that the console has signed for it.
    pub(crate) fn take_newest_profile(&mut self) {
        self.folder = Folder::open(self.folder.path()).unwrap();
        let (_, newest) = self.folder.newest_profile(self.name()).unwrap();
        self.profile = newest.clone();
    }

    /// Takes one summary out of what will be delivered.
    pub(crate) fn hold_back(&mut self, counter: u64) -> Vec<Piece> {
        let of_it = |piece: &Piece| {
            let manifest = piece.manifest.claim().unwrap();
            (manifest.kind, manifest.counter) == (Kind::Summary, counter)
        };
        let (held, rest) = self.pieces.drain(..).partition(of_it);
        self.pieces = rest;
        held
    }

    /// Lays everything sealed where `fetch` would lay it, after `spoil` had its way with the ciphertext.
    pub(crate) fn deliver(&self, ledger: &mut Ledger, spoil: impl Fn((Kind, u64), &mut Vec<u8>)) {
        self.deliver_with(ledger, (ReceiptKind::Stored, NOW), spoil);
    }

    /// The same with receipts of another kind and time; what was delivered before keeps its own.
    pub(crate) fn deliver_as(&self, ledger: &mut Ledger, kind: ReceiptKind, at: i64) {
        self.deliver_with(ledger, (kind, at), |_, _| {});
    }

    fn deliver_with(
        &self,
        ledger: &mut Ledger,
        (kind, received_at): (ReceiptKind, i64),
        spoil: impl Fn((Kind, u64), &mut Vec<u8>),
    ) {
        let first = ledger.cursor().unwrap().0 + 1;
        for (at, piece) in (first..).zip(&self.pieces) {
            let manifest = piece.manifest.claim().unwrap();
            let receipt = Receipt {
                digest: manifest.digest,
                length: manifest.length,
                kit: manifest.kit,
                received_at,
                depot: "depot".to_owned(),
                kind,
            };
            let entry = Entry {
                at: Cursor(at),
                manifest: piece.manifest.clone(),
                receipt: Signed::sign(&receipt, &self.depot).unwrap(),
            };
            let mut ciphertext = piece.ciphertext.clone();
            spoil((manifest.kind, manifest.counter), &mut ciphertext);
            fs::write(
                self.folder
                    .parcels()
                    .join(format!("{}.part", manifest.digest)),
                ciphertext,
            )
            .unwrap();
            let digest = manifest.digest;
            ledger
                .take(&[(manifest, receipt, entry)], Cursor(at))
                .unwrap();
            let before = ledger.part(digest).unwrap().unwrap();
            if before.state == PartState::Listed {
                ledger.advance(digest, PartState::Fetched).unwrap();
            }
        }
        if let Some(head) = &self.head {
            ledger
                .keep_head(&head.verify([&self.key]).unwrap())
                .unwrap();
        }
    }
}

fn dossier(application: ApplicationId, number: &Number, community: &str, surname: &str) -> Dossier {
    let moment = json!({"wall_s": NOW, "offset_s": 7200, "since_boot_ms": 60_000, "anchor_s": NOW});
    let label = |text: &str| json!({"uk": text, "en": text});
    serde_json::from_value(json!({
        "format": 1,
        "application": application.to_string(),
        "visit": "00000000000000000000000000000001",
        "number": number.digits(),
        "community": community,
        "service": "00169",
        "service_name": label("IDP certificate"),
        "authority": label("Social protection"),
        "term": label("15 days"),
        "last_day": "06.12.2026",
        "large_print": true,
        "basis": "immobile",
        "arrived": moment,
        "started": moment,
        "finished": moment,
        "visit_texts": {"caller_name": "Neighbour"},
        "applicant": {"fields": {
            "surname": {"text": surname, "source": "typed"},
            "birth_date": {"text": "1944-03-12", "source": "typed"},
            "rnokpp": {"text": "1234567890", "source": "typed"},
        }},
        "signer": "applicant",
        "identity_check": "typed",
        "notice": "telephone",
        "answers": [{
            "section": label("Displacement"),
            "path": "/data/when",
            "label": label("When"),
            "text": label("24.02.2022"),
        }],
        "instance": "<data/>",
        "documents": [{
            "key": "passport",
            "name": label("Passport"),
            "form": "copy",
            "file": "01-passport.pdf",
            "pages": [],
        }],
        "consent": {"version": "1", "at": moment},
        "overrides": {"person.rnokpp#rnokpp-check-digit": "As in the document"},
        "findings": ["person.rnokpp#rnokpp-check-digit"],
        "administrator": "A. Administrator",
    }))
    .unwrap()
}
