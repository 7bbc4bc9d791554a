//! The ceremony of keys, judged by what the stock programs and the opener say afterwards.

use std::{
    fs,
    io::Write as _,
    path::Path,
    process::{Command, Stdio},
};

use crate::kit::{Kit, NOW, PASSPHRASE, RECOVERY};
use console::{
    folder::Folder,
    keys::{
        Keys,
        ceremony::{self, CeremonyError, OutstandingWhy},
        drill::{self, DrillError},
        list::{KeyList, Role, Standing},
    },
    ledger::Ledger,
    opening,
};
use rand::rngs::OsRng;

const DAY: i64 = 86_400;

fn unlocked(kit: &Kit) -> (Folder, Keys, Ledger) {
    let folder = Folder::open(kit.folder.path()).unwrap();
    let keys = Keys::unlock(&folder, PASSPHRASE).unwrap();
    let ledger = Ledger::open(&folder.ledger(), keys.ledger()).unwrap();
    (folder, keys, ledger)
}

/// `age -d` asks for the passphrase on a terminal; `script` is one.
fn opened_by_stock_age(file: &Path, passphrase: &str, into: &Path) {
    let mut terminal = Command::new("script")
        .args(["--quiet", "--return", "--command"])
        .arg(format!(
            "age -d -o '{}' '{}'",
            into.display(),
            file.display()
        ))
        .arg("/dev/null")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let mut keyboard = terminal.stdin.take().unwrap();
    writeln!(keyboard, "{passphrase}").unwrap();
    let ended = terminal.wait().unwrap();
    drop(keyboard);
    assert!(ended.success(), "age refuses {}", file.display());
}

#[test]
fn stock_age_opens_the_protected_recovery_key_and_a_parcel_with_it() {
    let place = tempfile::tempdir().unwrap();
    let mut kit = Kit::begin(place.path());
    kit.seal("\u{41c}\u{435}\u{43b}\u{44c}\u{43d}\u{438}\u{43a}");
    let file = place.path().join("recovery/identities.age");
    assert!(
        fs::read_to_string(&file)
            .unwrap()
            .starts_with("-----BEGIN AGE ENCRYPTED FILE-----"),
        "armoured, so that it can be printed"
    );
    let plain = place.path().join("identities.txt");
    opened_by_stock_age(&file, RECOVERY, &plain);
    let sealed = place.path().join("part.age");
    fs::write(&sealed, &kit.pieces[0].ciphertext).unwrap();
    let opened = Command::new("age")
        .arg("-d")
        .arg("-i")
        .arg(&plain)
        .arg("-o")
        .arg(place.path().join("part"))
        .arg(&sealed)
        .status()
        .unwrap();
    assert!(opened.success());
}

#[test]
fn after_a_rotation_what_was_sealed_before_and_after_opens() {
    let place = tempfile::tempdir().unwrap();
    let mut kit = Kit::begin(place.path());
    let before = kit.seal("\u{41c}\u{435}\u{43b}\u{44c}\u{43d}\u{438}\u{43a}");
    let (mut folder, keys, _) = unlocked(&kit);
    let old = kit.folder.newest_profile(kit.name()).unwrap().1.clone();
    let renewed = ceremony::rotate(&mut folder, &keys, PASSPHRASE, NOW + DAY).unwrap();
    assert_eq!(renewed.profiles.len(), 1);
    assert_eq!(renewed.profiles[0].waits_for, 0);

    kit.take_newest_profile();
    let new = kit.folder.newest_profile(kit.name()).unwrap().1.clone();
    assert_eq!(new.version, old.version + 1);
    for (old, new) in old.communities.iter().zip(&new.communities) {
        let stayed = new.recipients.as_slice().iter();
        let stayed = stayed.filter(|one| old.recipients.as_slice().contains(one));
        assert_eq!(
            stayed.count(),
            1,
            "the recovery key stays, the other is new"
        );
    }
    let after = kit.seal("\u{41c}\u{435}\u{43b}\u{44c}\u{43d}\u{438}\u{43a}");

    let (folder, keys, mut ledger) = unlocked(&kit);
    kit.deliver(&mut ledger, |_, _| {});
    let round = opening::open_all(&folder, &keys, &mut ledger, NOW + DAY).unwrap();
    assert_eq!((round.opened, round.faults.len()), (2, 0));
    for number in [before, after] {
        assert!(ledger.find(&number.to_string()).unwrap().is_some());
    }
    let standings: Vec<_> = KeyList::read(&folder, &keys).unwrap().keys;
    let rotated = standings
        .iter()
        .filter(|key| key.standing() == Standing::Rotated);
    assert_eq!(rotated.count(), 2, "one for each community");
}

#[test]
fn a_key_is_kept_until_nothing_sealed_to_it_can_come() {
    let place = tempfile::tempdir().unwrap();
    let mut kit = Kit::begin(place.path());
    kit.seal("\u{41c}\u{435}\u{43b}\u{44c}\u{43d}\u{438}\u{43a}");
    let (mut folder, keys, ledger) = unlocked(&kit);
    let in_force = KeyList::read(&folder, &keys).unwrap();
    let old = in_force.of_role(Role::Coordinator).next().unwrap().clone();
    let retire = |folder: &Folder, keys: &Keys, ledger: &Ledger, reason| {
        let which = (old.recipient.as_str(), reason);
        ceremony::retire(folder, keys, ledger, which, PASSPHRASE, NOW)
    };
    assert!(matches!(
        retire(&folder, &keys, &ledger, None),
        Err(CeremonyError::InForce)
    ));
    ceremony::rotate(&mut folder, &keys, PASSPHRASE, NOW + DAY).unwrap();

    // What was sealed by the old profile has not even come, and nothing by the new one.
    let (folder, keys, mut ledger) = unlocked(&kit);
    let reasons = |refused: Result<_, CeremonyError>| match refused {
        Err(CeremonyError::Outstanding(reasons)) => {
            reasons.into_iter().map(|one| one.why).collect::<Vec<_>>()
        }
        other => panic!("not refused: {other:?}"),
    };
    assert_eq!(
        reasons(retire(&folder, &keys, &ledger, None)),
        [OutstandingWhy::NotMovedOn]
    );
    kit.deliver(&mut ledger, |_, _| {});
    assert_eq!(
        reasons(retire(&folder, &keys, &ledger, Some("  "))),
        [OutstandingWhy::NotOpened(2), OutstandingWhy::NotMovedOn]
    );
    opening::open_all(&folder, &keys, &mut ledger, NOW).unwrap();
    kit.take_newest_profile();
    kit.seal("\u{41c}\u{435}\u{43b}\u{44c}\u{43d}\u{438}\u{43a}");
    kit.deliver(&mut ledger, |_, _| {});
    retire(&folder, &keys, &ledger, None).unwrap();

    let (folder, keys, _) = unlocked(&kit);
    assert!(
        !keys
            .identities()
            .iter()
            .any(|identity| identity.recipient() == old.recipient),
        "its identity is gone"
    );
    let list = KeyList::read(&folder, &keys).unwrap();
    let gone = list.keys.iter().find(|key| key.recipient == old.recipient);
    assert_eq!(gone.unwrap().standing(), Standing::Retired);
}

#[test]
fn a_reason_retires_a_key_early_and_is_written_down() {
    let place = tempfile::tempdir().unwrap();
    let kit = Kit::begin(place.path());
    let (mut folder, keys, ledger) = unlocked(&kit);
    let old = KeyList::read(&folder, &keys).unwrap().keys[0].clone();
    ceremony::rotate(&mut folder, &keys, PASSPHRASE, NOW + DAY).unwrap();
    let (folder, keys, _) = unlocked(&kit);
    let which = (old.recipient.as_str(), Some("the stick was stolen"));
    let retired = ceremony::retire(&folder, &keys, &ledger, which, PASSPHRASE, NOW).unwrap();
    assert_eq!(retired.reason.as_deref(), Some("the stick was stolen"));
}

#[test]
fn a_second_coordinator_opens_with_a_passphrase_of_their_own() {
    let place = tempfile::tempdir().unwrap();
    let mut kit = Kit::begin(place.path());
    let (mut folder, keys, _) = unlocked(&kit);
    ceremony::add_coordinator(&mut folder, &keys, "Second", "seven eight nine", NOW).unwrap();
    kit.take_newest_profile();
    let number = kit.seal("\u{41c}\u{435}\u{43b}\u{44c}\u{43d}\u{438}\u{43a}");

    let folder = Folder::open(place.path()).unwrap();
    let theirs = Keys::unlock(&folder, "seven eight nine").unwrap();
    assert_eq!(theirs.identities().len(), 2);
    let mut ledger = Ledger::open(&folder.ledger(), theirs.ledger()).unwrap();
    kit.deliver(&mut ledger, |_, _| {});
    let round = opening::open_all(&folder, &theirs, &mut ledger, NOW).unwrap();
    assert_eq!((round.opened, round.faults.len()), (1, 0));
    assert!(ledger.find(&number.to_string()).unwrap().is_some());
    assert!(Keys::unlock(&folder, "neither").is_err());
}

#[test]
fn a_drill_opens_a_test_parcel_with_the_recovery_key_and_says_when_the_last_one_was() {
    let place = tempfile::tempdir().unwrap();
    let kit = Kit::begin(place.path());
    let (folder, keys, _) = unlocked(&kit);
    let file = fs::read(place.path().join("recovery/identities.age")).unwrap();
    let drill =
        |passphrase: &str, now| drill::drill(&folder, &keys, (&file, passphrase), now, &mut OsRng);
    assert!(matches!(
        drill("not this one", NOW),
        Err(DrillError::WrongPassphrase)
    ));
    assert_eq!(drill(RECOVERY, NOW).unwrap(), (2, None));
    assert_eq!(drill(RECOVERY, NOW + 365 * DAY).unwrap(), (2, Some(NOW)));
}

#[test]
fn a_recovery_key_that_was_replaced_fails_the_drill() {
    let place = tempfile::tempdir().unwrap();
    let kit = Kit::begin(place.path());
    let (mut folder, keys, _) = unlocked(&kit);
    let old = fs::read(place.path().join("recovery/identities.age")).unwrap();
    let renewed =
        ceremony::renew_recovery(&mut folder, &keys, "Notary", "ten eleven", NOW + DAY).unwrap();
    let (folder, keys, _) = unlocked(&kit);
    assert!(matches!(
        drill::drill(&folder, &keys, (&old, RECOVERY), NOW, &mut OsRng),
        Err(DrillError::DoesNotOpen { .. })
    ));
    let new = fs::read(renewed.file.unwrap()).unwrap();
    assert!(drill::drill(&folder, &keys, (&new, "ten eleven"), NOW, &mut OsRng).is_ok());
}
