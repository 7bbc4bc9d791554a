//! The examiner states what is there, finds what should not be, and is not fooled by chance.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use base64::Engine as _;
use office::residue::{FileKind, LeakKind, Place, Reach, Residue, learnt};
use parcel::{
    ApplicationId, Chain, Epoch, FileToSeal, Identity, KitName, Moment, Recipients, RecordId,
    SealOrder, SoftSigner,
};
use rand::rngs::{OsRng, StdRng};
use rand::{RngCore as _, SeedableRng as _};
use residue::{ExamineError, Scene, Spellings, examine};
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use store::{Ciphertext, RecordKind, SealedDraft, Store};
use vault::{Cost, OpenVault, Passphrase, Vault};

const RESIDENT: &str = "Мельник Оксана Петрівна";

/// A kit's folder with one visit, one application of three pages that is unfinished, and one that is sealed.
struct Kit {
    folder: tempfile::TempDir,
    vault: OpenVault,
    store: Store,
}

impl Kit {
    fn make() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let cost = Cost::new(64, 1).unwrap();
        let vault = Vault::enrol(&at("keys"), &Passphrase::from_typed("right"), cost).unwrap();
        let store = Store::open(&at("kit.db")).unwrap();
        let profile = "{\"name\":\"Пасічнянська громада\",\"administrator\":\"Савчук Ірина Миколаївна\",\"telephone\":\"+380347123456\"}";
        fs::write(at("profile.json"), profile).unwrap();
        fs::write(at("reserve"), vec![0; 100_000]).unwrap();
        let mut kit = Self {
            folder,
            vault,
            store,
        };
        kit.draft(1, RecordKind::Visit, 0);
        kit.draft(2, RecordKind::Application, 3);
        kit.draft(3, RecordKind::Application, 1);
        kit.seal(3, "0425173086");
        kit
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn recipients() -> Recipients {
        let pair = [Identity::generate(), Identity::generate()];
        Recipients::parse(&[pair[0].recipient(), pair[1].recipient()]).unwrap()
    }

    fn draft(&mut self, id: u8, kind: RecordKind, pages: u8) {
        let record = RecordId([id; 16]);
        let escrow = self.vault.new_record(record, &Self::recipients()).unwrap();
        let told = format!("{{\"surname\":\"{RESIDENT}\"}}").repeat(20);
        let body = self.vault.encrypt(record, 1, 1, told.as_bytes()).unwrap();
        self.store
            .put_record(&[id; 16], kind, 1, &Ciphertext(body), &escrow)
            .unwrap();
        for page in 1..=pages {
            let picture = devices_page(page);
            let body = self.vault.encrypt(record, 1, 2, &picture).unwrap();
            self.store
                .put_page(&[id; 16], &[id * 16 + page; 16], &Ciphertext(body))
                .unwrap();
        }
    }

    fn seal(&mut self, id: u8, number: &str) {
        let signer = SoftSigner::generate(&mut OsRng);
        let mut chain = Chain::new(KitName::random(&mut OsRng), Epoch::random(&mut OsRng));
        let recipients = Self::recipients();
        let order = SealOrder {
            application: ApplicationId([id; 16]),
            administrator: &signer,
            profile: 1,
            catalogue: "1".into(),
            recipients: &recipients,
            moment: Moment {
                wall: 0,
                since_boot: 1,
                anchor: 0,
                confirmed_day: None,
            },
            summary: vec![FileToSeal::new("summary.json", b"{}".to_vec()).unwrap()],
            pages: vec![FileToSeal::new("01.pdf", vec![7; 300_000]).unwrap()],
        };
        let sealed = parcel::seal(&order, &mut chain, &signer).unwrap();
        self.store.note_number(number, "2026-11-21", None).unwrap();
        self.store
            .put_sealed(&SealedDraft {
                sealed: &sealed,
                chain: &chain,
                record: &[id; 16],
                number,
                ranks: &[1, 2],
            })
            .unwrap();
        self.vault.erase(RecordId([id; 16])).unwrap();
        self.store.delete_record(&[id; 16]).unwrap();
    }

    fn examine(&self) -> Residue {
        self.examine_for(&[], None)
    }

    fn examine_for(&self, words: &[&str], disk: Option<&Path>) -> Residue {
        let scene = Scene {
            folder: self.folder.path().to_owned(),
            disk: disk.map(Path::to_owned),
            words: words.iter().map(|word| (*word).to_owned()).collect(),
        };
        examine(&scene, &mut |_pace| ControlFlow::Continue(())).unwrap()
    }

    /// What the examiner finds in one more file with these bytes.
    fn finds(&self, bytes: &[u8]) -> Vec<LeakKind> {
        fs::write(self.at("note"), bytes).unwrap();
        let residue = self.examine();
        let mut kinds: Vec<LeakKind> = residue.leaks.iter().map(|leak| leak.kind).collect();
        let in_the_file =
            |place: &Place| matches!(place, Place::File { name, .. } if name == "note");
        assert!(residue.leaks.iter().all(|leak| in_the_file(&leak.place)));
        kinds.sort_unstable();
        kinds.dedup();
        kinds
    }
}

/// Bytes as a scanner gives them.
fn devices_page(page: u8) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    bytes.resize(70_000, page);
    bytes
}

#[test]
fn a_kit_is_told_in_counts_and_nothing_of_a_resident_is_found() {
    let kit = Kit::make();
    let residue = kit.examine_for(&[RESIDENT, "right"], None);
    assert!(residue.is_clean(), "{:?}", residue.leaks);
    let database = residue.database.as_ref().unwrap();
    assert_eq!(
        (database.visits, database.applications, database.pages),
        (1, 1, 3)
    );
    let parts: u32 = database.classes.iter().map(|class| class.parts).sum();
    assert_eq!((parts, database.delivered, database.entombed), (2, 0, 0));
    assert_eq!(
        (database.numbers, database.first_day.as_str()),
        (1, "2026-11-21")
    );
    assert_eq!(
        (database.free_pages_with_content, database.unreadable),
        (0, 0)
    );
    let keys = residue.keys.as_ref().unwrap();
    assert_eq!((keys.slots, keys.records, keys.failures), (8, 2, Some(0)));
    let kind = |name: &str| {
        residue
            .files
            .iter()
            .find(|file| file.name == name)
            .unwrap()
            .kind
    };
    assert_eq!(kind("profile.json"), FileKind::Office);
    assert_eq!(kind("kit.db"), FileKind::Database);
    let told: Vec<_> = learnt(&residue, Reach::Off)
        .into_iter()
        .map(|sentence| sentence.key)
        .collect();
    assert!(
        told.contains(&"off-drafts") && told.contains(&"off-sealed"),
        "{told:?}"
    );
}

#[test]
fn every_planted_leak_is_found_and_named() {
    let kit = Kit::make();
    let utf16 = |order: fn(u16) -> [u8; 2]| -> Vec<u8> {
        RESIDENT.encode_utf16().flat_map(order).collect()
    };
    let base64 = base64::engine::general_purpose::STANDARD.encode(format!("a{RESIDENT}"));
    for hidden in [
        RESIDENT.as_bytes().to_vec(),
        utf16(u16::to_le_bytes),
        [b"x".to_vec(), utf16(u16::to_be_bytes)].concat(),
        format!("\"{base64}\"").into_bytes(),
    ] {
        assert_eq!(kit.finds(&hidden), [LeakKind::Name]);
    }
    assert_eq!(
        kit.finds("вулиця Шевченка, 12".as_bytes()),
        [LeakKind::Text]
    );
    for number in [
        "19850312-00427",
        "UA248999980314070617000013913",
        "+380671112233",
        "I<UKR009876543<<<<<<<<<<<<<<<<",
    ] {
        let line = format!("..{number}..");
        assert_eq!(kit.finds(line.as_bytes()), [LeakKind::Number], "{number}");
    }
    assert_eq!(kit.finds(&devices_page(1)), [LeakKind::Picture]);
    assert_eq!(kit.finds(b"%PDF-1.7\n"), [LeakKind::Picture]);
    assert_eq!(kit.finds(b"AGE-SECRET-KEY-1QQQ"), [LeakKind::PrivateKey]);
    assert_eq!(kit.finds(b"nothing at all"), []);
}

#[test]
fn a_row_in_the_clear_a_word_and_a_telling_file_name_are_named() {
    let kit = Kit::make();
    let plain =
        "{\"surname\": \"MELNYK\", \"given_name\": \"OKSANA\", \"street\": \"SHEVCHENKA 12\"}";
    kit.store
        .put_record(
            &[9; 16],
            RecordKind::Application,
            1,
            &Ciphertext(plain.into()),
            b"",
        )
        .unwrap();
    fs::write(kit.at("Мельник.txt"), b"").unwrap();
    let residue = kit.examine_for(&["given_name"], None);
    let has = |kind: LeakKind| residue.leaks.iter().any(|leak| leak.kind == kind);
    assert!(
        has(LeakKind::PlainRow) && has(LeakKind::Word { index: 1 }),
        "{:?}",
        residue.leaks
    );
    let names = residue
        .leaks
        .iter()
        .filter(|leak| matches!(leak.place, Place::FileName { .. }));
    assert_eq!(names.count(), 1);
}

#[test]
fn an_old_key_on_the_disk_is_told_from_the_one_in_the_file() {
    let mut kit = Kit::make();
    let before = fs::read(kit.at("keys")).unwrap();
    kit.vault.erase(RecordId([2; 16])).unwrap();
    let after = fs::read(kit.at("keys")).unwrap();
    let disk = kit.at("disk.img");
    fs::write(&disk, [vec![0; 8192], after.clone()].concat()).unwrap();
    let clean = kit.examine_for(&[], Some(&disk));
    assert!(clean.is_clean(), "{:?}", clean.leaks);
    assert_eq!(clean.disk.as_ref().unwrap().key_sectors, 2 * (8 + 1 + 1));

    let text = format!("an old page of {RESIDENT}");
    fs::write(&disk, [after, before, text.into_bytes()].concat()).unwrap();
    let residue = kit.examine_for(&[], Some(&disk));
    let on_disk = |kind: LeakKind| {
        let here = |place: &Place| matches!(place, Place::Disk { .. });
        let found = residue.leaks.iter().filter(|leak| leak.kind == kind);
        found.filter(|leak| here(&leak.place)).count()
    };
    assert_eq!(
        on_disk(LeakKind::OldKeySector),
        2,
        "both copies of the erased key"
    );
    assert_eq!(on_disk(LeakKind::Name), 1);
}

#[test]
fn what_random_bytes_show_by_chance_is_nothing() {
    let kit = Kit::make();
    let mut bytes = vec![0; 32 << 20];
    StdRng::seed_from_u64(1).fill_bytes(&mut bytes);
    assert_eq!(kit.finds(&bytes), []);
}

#[test]
fn a_deep_tree_a_full_log_and_free_pages_are_counted_like_the_database_counts_them() {
    let kit = Kit::make();
    kit.store.settle().unwrap();
    let mut noise = [0; 3000];
    for number in 0..160_u32 {
        OsRng.fill_bytes(&mut noise);
        let mut id = [0xaa; 16];
        id[..4].copy_from_slice(&number.to_be_bytes());
        let body = Ciphertext(noise[..200 + number as usize * 16].to_vec());
        kit.store
            .put_record(&id, RecordKind::Application, 1, &body, b"")
            .unwrap();
    }
    let in_the_log = kit.examine().database.unwrap();
    assert_eq!(in_the_log.applications, 161);
    assert!(
        in_the_log.log_pages > 60 && in_the_log.unreadable == 0,
        "{in_the_log:?}"
    );
    kit.store.settle().unwrap();
    let settled = kit.examine().database.unwrap();
    assert_eq!((settled.applications, settled.log_pages), (161, 0));
    let mut kit = kit;
    for number in 0..160_u32 {
        let mut id = [0xaa; 16];
        id[..4].copy_from_slice(&number.to_be_bytes());
        kit.store.delete_record(&id).unwrap();
    }
    let emptied = kit.examine().database.unwrap();
    assert_eq!(emptied.applications, 1);
    assert!(emptied.free_pages > 60, "{emptied:?}");
    assert_eq!(
        emptied.free_pages_with_content, 0,
        "freed pages are overwritten"
    );
}

#[test]
fn an_examination_can_be_stopped_and_says_how_far_it_is() {
    let kit = Kit::make();
    fs::write(kit.at("long"), vec![0; 5 << 20]).unwrap();
    let scene = Scene {
        folder: kit.folder.path().to_owned(),
        ..Scene::default()
    };
    let mut told = Vec::new();
    let stopped = examine(&scene, &mut |pace| {
        told.push(pace.done);
        if told.len() < 3 {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(())
        }
    });
    assert!(matches!(stopped, Err(ExamineError::Stopped)));
    assert!(told.is_sorted() && told.len() == 3, "{told:?}");
}

#[test]
fn a_word_is_found_in_every_spelling_and_at_every_offset_of_base64() {
    let word = "Гвіздець";
    let spellings = Spellings::of(&["Чернелиця", word]);
    let base64 = |text: &str| base64::engine::general_purpose::STANDARD.encode(text);
    for (name, bytes) in [
        ("UTF-8", format!("xx{word}yy").into_bytes()),
        ("UTF-8", word.to_uppercase().into_bytes()),
        (
            "UTF-16LE",
            word.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        ),
        (
            "UTF-16BE",
            word.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        ),
        ("base64", base64(&format!("any{word}thing")).into_bytes()),
        ("base64", base64(&format!("an{word}thing")).into_bytes()),
        ("base64", base64(&format!("many{word}")).into_bytes()),
    ] {
        let found: Vec<_> = spellings
            .find(&bytes)
            .map(|hit| (hit.word, hit.spelling))
            .collect();
        assert_eq!(found, [(1, name)]);
    }
}
