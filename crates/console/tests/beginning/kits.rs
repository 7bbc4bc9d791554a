//! Kits from a table, by code and by stick, signed by several, and lost.

use std::{fs, process::Command};

use crate::kit::{Kit, NOW, PASSPHRASE};
use console::{
    folder::Folder,
    keys::Keys,
    ledger::Ledger,
    opening,
    provision::{
        self, KitCard, Plan,
        invite::{self, Carrier, InviteError},
        kits::{self, KitPlan, KitsError},
        lost, publish,
    },
};
use parcel::{
    Administrator, EnrolCode, Invitation, Mailbox, Profile, ReceiptKind, Signed, Signer as _,
    SoftSigner,
    enrolment::{Step, on_stick},
};
use rand::rngs::OsRng;

const MELNYK: &str = "\u{41c}\u{435}\u{43b}\u{44c}\u{43d}\u{438}\u{43a}";

fn plan(number: u16) -> KitPlan {
    KitPlan {
        number,
        administrators: vec!["First".to_owned(), "Second".to_owned()],
        communities: Vec::new(),
    }
}

fn card(folder: &Folder, number: u16) -> KitCard {
    let key = || SoftSigner::generate(&mut OsRng).public_key().clone();
    KitCard {
        kit: folder.kit(number).unwrap().name,
        kit_key: key(),
        administrator_key: key(),
        mailbox: Mailbox::generate().address(),
        administrators: Vec::new(),
        telephone_code: Vec::new(),
    }
}

#[test]
fn twelve_kits_are_begun_at_once_and_a_mistake_begins_none() {
    let place = tempfile::tempdir().unwrap();
    let kit = Kit::begin(place.path());
    let mut folder = kit.folder.clone();
    let keys = Keys::unlock(&folder, PASSPHRASE).unwrap();
    let mut plans: Vec<_> = (101..=112).map(plan).collect();
    plans[11].communities = vec!["UA26120090000072057".to_owned()];

    let mut wrong = plans.clone();
    wrong[5].number = 42;
    let refused = kits::begin(&mut folder, &keys, &wrong, NOW, &mut OsRng);
    assert!(matches!(refused, Err(KitsError::Taken { number: 42 })));
    wrong[5] = KitPlan {
        communities: vec!["UA00".to_owned()],
        ..plan(106)
    };
    let refused = kits::begin(&mut folder, &keys, &wrong, NOW, &mut OsRng);
    assert!(matches!(refused, Err(KitsError::UnknownCommunity { .. })));
    assert_eq!(Folder::open(place.path()).unwrap().setup().kits.len(), 1);

    let begun = kits::begin(&mut folder, &keys, &plans, NOW, &mut OsRng).unwrap();
    assert_eq!(begun.len(), 12);
    let folder = Folder::open(place.path()).unwrap();
    let mut names: Vec<_> = folder.setup().kits.iter().map(|kit| kit.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), 13, "every kit has its own pseudonym");
    for number in 101..=112 {
        let text = fs::read(place.path().join(format!("kit-{number}/profile.json"))).unwrap();
        let signed: Signed<Profile> = serde_json::from_slice(&text).unwrap();
        let profile = Profile::accept(&signed, &folder.roots(), None).unwrap();
        assert_eq!(profile.administrators.len(), 2);
        let communities = if number == 112 { 1 } else { 2 };
        assert_eq!(profile.communities.len(), communities);
    }
}

#[test]
fn a_card_admits_each_administrator_under_their_name() {
    let place = tempfile::tempdir().unwrap();
    let kit = Kit::begin(place.path());
    let mut folder = kit.folder.clone();
    let keys = Keys::unlock(&folder, PASSPHRASE).unwrap();
    kits::begin(&mut folder, &keys, &[plan(101)], NOW, &mut OsRng).unwrap();
    let mut card = card(&folder, 101);
    let second = SoftSigner::generate(&mut OsRng).public_key().clone();
    card.administrators = vec![Administrator {
        name: "Second".to_owned(),
        key: second.clone(),
    }];
    provision::admit(&mut folder, &keys, &card, None, NOW).unwrap();
    let certified = |folder: &Folder| {
        let profile = folder.newest_profile(card.kit).unwrap().1;
        let named = profile.administrators.iter();
        named
            .map(|one| (one.name.clone(), one.key.clone()))
            .collect::<Vec<_>>()
    };
    let first = (String::from("First"), card.administrator_key.clone());
    assert_eq!(
        certified(&folder),
        [first.clone(), ("Second".to_owned(), second.clone())]
    );

    // A third comes to the kit later, and brings a card with their key alone.
    let third = SoftSigner::generate(&mut OsRng).public_key().clone();
    let later = KitCard {
        administrator_key: third.clone(),
        administrators: Vec::new(),
        telephone_code: Vec::new(),
        ..card.clone()
    };
    provision::admit(&mut folder, &keys, &later, Some("Third"), NOW + 1).unwrap();
    assert_eq!(
        certified(&folder),
        [
            first,
            ("Second".to_owned(), second),
            ("Third".to_owned(), third)
        ]
    );
}

#[test]
fn a_kit_is_enrolled_by_stick_with_the_messages_that_a_depot_would_carry() {
    let place = tempfile::tempdir().unwrap();
    let kit = Kit::begin(place.path());
    let mut folder = kit.folder.clone();
    let keys = Keys::unlock(&folder, PASSPHRASE).unwrap();
    kits::begin(&mut folder, &keys, &[plan(101)], NOW, &mut OsRng).unwrap();
    let stick = place.path().join("stick");
    let carrier = Carrier::Stick(stick.clone());
    let code = invite::invite(&folder, &keys, 101, &carrier, &mut OsRng).unwrap();
    for entry in fs::read_dir(place.path().join("invitations")).unwrap() {
        let text = fs::read(entry.unwrap().path()).unwrap();
        let said = code.words();
        let first = said.split(' ').next().unwrap();
        assert!(
            !String::from_utf8_lossy(&text).contains(first),
            "the code lies in the clear"
        );
    }

    let heard: EnrolCode = code.words().to_uppercase().parse().unwrap();
    let enrolment = heard.derive();
    let message = fs::read(on_stick(&stick, enrolment.id(), Step::Invitation)).unwrap();
    let invitation: Invitation = enrolment.open(Step::Invitation, &message).unwrap();
    assert!(Profile::accept(&invitation.profile, &invitation.roots, None).is_ok());
    assert!(invitation.files.contains_key("catalogue.json"));
    assert!(invite::cards(&folder, &keys, &carrier).unwrap().is_empty());

    let card = card(&folder, 101);
    let path = on_stick(&stick, enrolment.id(), Step::Card);
    let stranger = EnrolCode::draw(&mut OsRng).derive();
    fs::write(&path, stranger.seal(Step::Card, &card, &mut OsRng)).unwrap();
    assert!(matches!(
        invite::cards(&folder, &keys, &carrier),
        Err(InviteError::Forged { number: 101 })
    ));
    fs::write(&path, enrolment.seal(Step::Card, &card, &mut OsRng)).unwrap();
    let cards = invite::cards(&folder, &keys, &carrier).unwrap();
    assert_eq!(cards, [(101, card.clone())]);
    provision::admit(&mut folder, &keys, &card, None, NOW).unwrap();
    assert!(invite::conclude(&folder, &keys, 101, &carrier, &mut OsRng).unwrap());
    let message = fs::read(on_stick(&stick, enrolment.id(), Step::Profile)).unwrap();
    let next: Signed<Profile> = enrolment.open(Step::Profile, &message).unwrap();
    let next = Profile::accept(&next, &invitation.roots, Some(&invitation.profile)).unwrap();
    assert_eq!(next.kit_key, Some(card.kit_key));
    assert!(
        invite::cards(&folder, &keys, &carrier).unwrap().is_empty(),
        "a code serves once"
    );
}

#[test]
fn a_profile_of_two_signers_counts_when_stock_ssh_keygen_has_signed_too() {
    let place = tempfile::tempdir().unwrap();
    let (root, second) = (place.path().join("office"), place.path().join("second"));
    let made = Command::new("ssh-keygen")
        .args(["-q", "-t", "ed25519", "-N", "", "-f"])
        .arg(&second)
        .status()
        .unwrap();
    assert!(made.success());
    let public = fs::read_to_string(second.with_extension("pub")).unwrap();
    let plan = Plan {
        cosigners: vec![public.parse().unwrap()],
        signatures: 2,
        ..crate::kit::plan()
    };
    let begun = provision::begin(&root, &plan, NOW, &mut OsRng).unwrap();
    assert_eq!(begun.waits_for, 1);
    assert!(!root.join("kit-042/profile.json").exists());

    let mut folder = Folder::open(&root).unwrap();
    assert_eq!(folder.profiles().count(), 0, "it is not in force");
    let keys = Keys::unlock(&folder, PASSPHRASE).unwrap();
    let key = keys.root(&folder).unwrap();
    let still = publish::countersign(&mut folder, &key).unwrap();
    assert_eq!(still[0].waits_for, 1, "the same root does not count twice");

    let body = root.join("profiles/pending/kit-042-0001.body");
    let signed = Command::new("ssh-keygen")
        .args(["-q", "-Y", "sign", "-n", "valiza.profile.v1", "-f"])
        .arg(&second)
        .arg(&body)
        .status()
        .unwrap();
    assert!(signed.success());
    let done = publish::countersign(&mut folder, &key).unwrap();
    assert_eq!(done[0].waits_for, 0);
    assert!(!body.exists());

    let text = fs::read(root.join("kit-042/profile.json")).unwrap();
    let signed: Signed<Profile> = serde_json::from_slice(&text).unwrap();
    assert!(Profile::accept(&signed, &folder.roots(), None).is_ok());
    assert_eq!(Folder::open(&root).unwrap().profiles().count(), 1);
}

#[test]
fn what_a_lost_kit_sealed_before_is_proven_honest_and_what_came_later_waits_for_a_word() {
    let place = tempfile::tempdir().unwrap();
    let mut kit = Kit::begin(place.path());
    let (mut folder, keys) = (
        kit.folder.clone(),
        Keys::unlock(&kit.folder, PASSPHRASE).unwrap(),
    );
    kits::begin(&mut folder, &keys, &[plan(101)], NOW, &mut OsRng).unwrap();
    let mut ledger = Ledger::open(&folder.ledger(), keys.ledger()).unwrap();

    // Three are sealed; the second is still on the kit when it is lost, but its successor came.
    let numbers = [kit.seal(MELNYK), kit.seal(MELNYK), kit.seal(MELNYK)];
    let held = kit.hold_back(2);
    kit.deliver(&mut ledger, |_, _| {});
    let declared = lost::declare(&mut folder, &keys, &ledger, 42, NOW + 60).unwrap();
    assert!(declared.depot_knows);
    assert_eq!(declared.profiles.len(), 1, "the other kit hears of it");
    let grants = fs::read_to_string(place.path().join("depot/allowed_signers")).unwrap();
    assert!(grants.contains(&format!("lost-kit:{} {}", kit.name(), kit.key)));
    let other = folder.kit(101).unwrap().name;
    let other = folder.newest_profile(other).unwrap().1;
    assert_eq!(other.quarantine, [kit.name()]);

    let statement = lost::held(&folder, &ledger, 42).unwrap();
    assert_eq!((statement.sealed, statement.missing), (3, 1));
    assert_eq!((statement.not_opened, statement.opened.len()), (2, 0));

    // Afterwards whoever has it brings the second, and a fourth that nobody knows of.
    kit.pieces = held;
    let fourth = kit.seal(MELNYK);
    kit.deliver_as(&mut ledger, ReceiptKind::Quarantined, NOW + 120);
    let round = opening::open_all(&folder, &keys, &mut ledger, NOW + 180).unwrap();
    assert_eq!(round.opened, 3, "ancestors of what came before the loss");
    let faults: Vec<_> = round.faults.iter().map(|fault| fault.key).collect();
    assert_eq!(faults, ["quarantined"]);
    for number in &numbers {
        assert!(ledger.find(&number.to_string()).unwrap().is_some());
    }
    assert!(ledger.find(&fourth.to_string()).unwrap().is_none());

    let part = round.faults[0].digest.to_string();
    let word = |reason| lost::vouch(&folder, &ledger, (&part[..12], reason), NOW + 240);
    assert!(word(" ").is_err(), "a word needs its reason");
    word("the administrator has it on paper").unwrap();
    let round = opening::open_all(&folder, &keys, &mut ledger, NOW + 300).unwrap();
    assert_eq!((round.opened, round.faults.len()), (1, 0));

    let again = lost::declare(&mut folder, &keys, &ledger, 42, NOW + 600).unwrap();
    assert_eq!(again.declared_at, NOW + 60);
    assert!(again.profiles.is_empty());
    let late = card(&folder, 42);
    let late = provision::admit(&mut folder, &keys, &late, None, NOW);
    assert!(late.is_err(), "a lost kit is not admitted again");
}
