//! A kit takes a newer catalogue of its own root key, whole; of anything else it keeps the last good one.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

#[path = "../../wording/tests/sample/stranger.rs"]
mod stranger;

use office::id::ServiceId;
use office::label::Label;
use office::number::Number;
use office::paper::{InventoryPaper, Paper};
use parcel::{
    Community, Danger, Depot, Identity, KitName, Pages, Profile, Recipients, Signed, Signer as _,
    SoftSigner,
};
use station::place::KitFolder;
use station::{KitParts, PartsError};
use std::fs;
use std::path::{Path, PathBuf};
use stranger::{letters, read};
use tempfile::TempDir;

/// A kit, and what is carried to it.
struct Scene {
    dir: TempDir,
    kit: KitFolder,
    root: SoftSigner,
    profiles: Vec<Signed<Profile>>,
}

impl Scene {
    /// A kit with catalogue 2, and the coordinator's folder that brought it.
    fn with_version_two() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let kit = KitFolder::open(&dir.path().join("kit")).unwrap();
        let mut scene = Self {
            kit,
            root: SoftSigner::from_seed(&[1; 32]),
            profiles: Vec::new(),
            dir,
        };
        fs::create_dir(scene.carried()).unwrap();
        let key = format!("{}\n", scene.root.public_key());
        fs::write(scene.carried().join("root.pub"), key).unwrap();
        scene.next_profile();
        scene.carry(&scene.signed("2"));
        scene.take_in().unwrap();
        scene
    }

    fn carried(&self) -> PathBuf {
        self.dir.path().join("carried")
    }

    fn carry(&self, catalogue: &[u8]) {
        fs::write(self.carried().join("catalogue.json"), catalogue).unwrap();
    }

    fn signed(&self, version: &str) -> Vec<u8> {
        services(version).sign(&self.root).unwrap()
    }

    /// Puts the next profile of the chain into the carried folder.
    fn next_profile(&mut self) {
        let profile = Profile {
            version: u64::try_from(self.profiles.len()).unwrap() + 1,
            previous: self.profiles.last().map(Signed::digest),
            ..profile()
        };
        let signed = Signed::sign(&profile, &self.root).unwrap();
        let text = serde_json::to_vec(&signed).unwrap();
        fs::write(self.carried().join("profile.json"), text).unwrap();
        self.profiles.push(signed);
    }

    fn take_in(&self) -> Result<(), PartsError> {
        station::parts::take_in(&self.carried(), &self.kit)
    }

    /// Versions of the catalogue and of the profile that the kit would start with.
    fn versions(&self) -> (String, u64) {
        let parts = KitParts::read(self.kit.clone(), PathBuf::new(), Vec::new()).unwrap();
        (parts.catalogue.version, parts.profile.version)
    }

    fn has(&self, catalogue: &str, profile: u64) -> bool {
        self.versions() == (catalogue.to_owned(), profile)
    }
}

fn services(version: &str) -> catalogue::Bundle {
    let services = Path::new(env!("CARGO_MANIFEST_DIR")).join("../catalogue/tests/fixtures");
    catalogue::build(&services, version).unwrap()
}

fn profile() -> Profile {
    let keys = [
        Identity::generate().recipient(),
        Identity::generate().recipient(),
    ];
    Profile {
        version: 1,
        previous: None,
        issued_at: 0,
        valid_until: 1,
        kit: KitName([7; 8]),
        number: 42,
        kit_key: None,
        mailbox: None,
        communities: vec![Community {
            id: "a".to_owned(),
            name: "A".to_owned(),
            katottg: "UA26040130000010870".to_owned(),
            owner: "A".to_owned(),
            letterhead: Vec::new(),
            telephone: "1".to_owned(),
            recipients: Recipients::parse(&keys).unwrap(),
            accounts: Vec::new(),
        }],
        depot: Depot {
            address: "http://127.0.0.1:1".to_owned(),
            ca_pem: None,
        },
        receipt_signers: Vec::new(),
        coordinators: Vec::new(),
        administrators: Vec::new(),
        catalogue: "1".to_owned(),
        quarantine: Vec::new(),
        transport_recipient: None,
        danger: Danger::default(),
        pages: Pages::default(),
        signatures: 1,
    }
}

#[test]
fn a_newer_catalogue_is_taken_with_and_without_a_newer_profile() {
    let mut scene = Scene::with_version_two();
    scene.carry(&scene.signed("3"));
    scene.take_in().unwrap();
    assert!(scene.has("3", 1));
    scene.next_profile();
    scene.carry(&scene.signed("4"));
    scene.take_in().unwrap();
    assert!(scene.has("4", 2));
}

#[test]
fn an_older_catalogue_does_not_come_back_and_does_not_hold_up_a_profile() {
    let mut scene = Scene::with_version_two();
    scene.next_profile();
    scene.carry(&scene.signed("1"));
    scene.take_in().unwrap();
    assert!(scene.has("2", 2));
}

#[test]
fn a_tampered_or_foreign_catalogue_is_refused_and_nothing_changes() {
    let mut scene = Scene::with_version_two();
    scene.next_profile();
    let good = scene.signed("3");
    let refused = |bytes: &[u8], what: &str| {
        scene.carry(bytes);
        let taken = scene.take_in();
        assert!(matches!(taken, Err(PartsError::Catalogue(_))), "{what}");
        assert!(scene.has("2", 1), "{what}");
    };
    for at in [10, good.len() / 3, good.len() / 2, good.len() - 20] {
        let mut flipped = good.clone();
        flipped[at] ^= 1;
        refused(&flipped, &format!("a bit flipped in byte {at}"));
    }
    for length in [0, 1, good.len() / 2, good.len() - 1] {
        refused(&good[..length], &format!("cut off at {length}"));
    }
    let stranger = SoftSigner::from_seed(&[2; 32]);
    refused(&services("3").sign(&stranger).unwrap(), "another signer");
    scene.carry(&good);
    scene.take_in().unwrap();
    assert!(scene.has("3", 2));
}

#[test]
fn a_power_cut_between_leaves_the_old_or_the_new_catalogue_whole() {
    let scene = Scene::with_version_two();
    let (two, three) = (scene.signed("2"), scene.signed("3"));
    let current = scene.kit.catalogue();
    let copy = current.with_extension("last");
    assert_eq!(fs::read(&current).unwrap(), two);
    assert_eq!(fs::read(&copy).unwrap(), two);
    // Cut while the new one was being written beside the old.
    fs::write(current.with_extension("new"), &three[..three.len() / 2]).unwrap();
    assert!(scene.has("2", 1));
    // Cut between the file and its copy.
    fs::write(&current, &three).unwrap();
    assert!(scene.has("3", 1));
    scene.carry(&three);
    scene.take_in().unwrap();
    assert_eq!(fs::read(&copy).unwrap(), three);
    // A bad sector afterwards, in the one and in the other; the same folder mends both.
    for damaged in [&copy, &current] {
        fs::write(damaged, &three[..100]).unwrap();
        assert!(scene.has("3", 1));
        scene.take_in().unwrap();
        assert_eq!(fs::read(damaged).unwrap(), three);
    }
}

/// An inventory of the service of that name.
fn inventory(service: &str) -> InventoryPaper {
    InventoryPaper {
        community: "a".into(),
        number: Number::draw(42, &[7; 32], &|_| false),
        date: "21.11.2026".to_owned(),
        time: "14:05".to_owned(),
        clock_confirmed: false,
        matter: office::application::Matter::Application,
        service_id: ServiceId::from(service),
        service: Label::same("Послуга"),
        authority: Label::same("Суб’єкт"),
        term: Label::same("10 робочих днів"),
        due: "04.12.2026".to_owned(),
        applicant: "Прикладенко Надія".to_owned(),
        address: String::new(),
        phone: String::new(),
        representative: None,
        documents: Vec::new(),
        notice: office::visit::Notice::default(),
        result_way: office::visit::ResultWay::default(),
        to_pay: None,
        large_print: false,
        administrator: "Петренко О. І.".to_owned(),
    }
}

#[test]
fn a_paper_that_the_centre_edited_comes_out_of_the_kit_and_its_neighbours_stay_as_shipped() {
    let mut scene = Scene::with_version_two();
    let edited = scene.dir.path().join("services");
    let (whole, papers) = (edited.join("whole"), edited.join("whole/papers"));
    fs::create_dir_all(&papers).unwrap();
    let probe = Path::new(env!("CARGO_MANIFEST_DIR")).join("../catalogue/tests/fixtures/whole");
    for file in ["card.toml", "form.xlsx", "technological.toml"] {
        fs::copy(probe.join(file), whole.join(file)).unwrap();
    }
    let own = "#import \"common.typ\": *\n#show: sheet.with(paper.number, say.inventory)\n\
        = Опис нашого зразка\n#registration(paper.number, paper.taken_at, due: paper.due_on)\n\
        #strong(paper.applicant.name)\n";
    fs::write(papers.join("inventory.typ"), own).unwrap();
    scene.next_profile();
    scene.carry(
        &catalogue::build(&edited, "3")
            .unwrap()
            .sign(&scene.root)
            .unwrap(),
    );
    scene.take_in().unwrap();

    let parts = KitParts::read(scene.kit.clone(), PathBuf::new(), Vec::new()).unwrap();
    let service = parts.catalogue.services[0].id.0.clone();
    let wording = parts.wording();
    let printed = |name: &str, paper: &Paper| {
        let sheets = wording.sheets(paper, 1, "");
        letters(&read(name, &sheets[0].0))
    };
    let facts = Box::new(inventory(&service));
    let own = printed("edited-inventory", &Paper::Inventory(facts.clone()));
    for told in ["Опис нашого зразка", "Прикладенко Надія", "04.12.2026"]
    {
        assert!(own.contains(&letters(told)), "{told}: {own}");
    }
    assert!(!own.contains(&letters("Складено у двох примірниках")));
    let route = printed("shipped-route-sheet", &Paper::RouteSheet(facts));
    assert!(route.contains(&letters("Лист про проходження справи")));
    let other = Paper::Inventory(Box::new(inventory("another")));
    let other = printed("shipped-inventory", &other);
    assert!(other.contains(&letters("Опис вхідного пакета документів")));
}
