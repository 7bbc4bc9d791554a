//! What the vault promises, tried from outside.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::{collections::HashSet, fs, path::PathBuf, time::Duration};

use parcel::{Identity, Recipients, RecordKey};
use rand::rngs::OsRng;
use vault::{
    AddError, Cost, EnrolError, OpenVault, Passphrase, RecordError, RecordId, UnlockError, Vault,
    panic_erase,
};

struct Scene {
    _folder: tempfile::TempDir,
    path: PathBuf,
    recipients: Recipients,
    coordinator: Identity,
}

fn right() -> Passphrase {
    Passphrase::from_typed("right words")
}

fn wrong() -> Passphrase {
    Passphrase::from_typed("wrong words")
}

fn enrolled() -> (Scene, OpenVault) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys");
    let open = Vault::enrol(&path, &right(), Cost::new(64, 1).unwrap()).unwrap();
    let (coordinator, recovery) = (Identity::generate(), Identity::generate());
    let recipients = Recipients::parse(&[coordinator.recipient(), recovery.recipient()]).unwrap();
    (
        Scene {
            _folder: folder,
            path,
            recipients,
            coordinator,
        },
        open,
    )
}

#[test]
fn what_was_encrypted_is_there_after_the_next_unlock() {
    let (scene, mut open) = enrolled();
    let record = RecordId::random(&mut OsRng);
    open.new_record(record, &scene.recipients).unwrap();
    let content = open.encrypt(record, 1, 2, b"answers").unwrap();
    let kit = open.signer().public_key().clone();
    let administrator = open.administrator_signer().public_key().clone();
    let mailbox = open.mailbox().address();
    drop(open);

    let open = Vault::unlock(&scene.path, &right()).unwrap();
    assert_eq!(open.records().collect::<Vec<_>>(), [record]);
    assert_eq!(
        open.decrypt(record, 1, 2, &content).unwrap().as_slice(),
        b"answers"
    );
    assert!(matches!(
        open.decrypt(record, 2, 2, &content),
        Err(RecordError::NotThis)
    ));
    assert_eq!(open.signer().public_key(), &kit);
    assert_eq!(open.administrator_signer().public_key(), &administrator);
    assert_eq!(open.mailbox().address(), mailbox);
}

#[test]
fn a_vault_is_never_made_over_another() {
    let (scene, open) = enrolled();
    drop(open);
    let again = Vault::enrol(&scene.path, &wrong(), Cost::new(64, 1).unwrap());
    assert!(matches!(again, Err(EnrolError::Exists)));
    assert!(Vault::unlock(&scene.path, &right()).is_ok());
}

#[test]
fn an_erased_record_leaves_no_key_in_the_file_and_lives_on_in_its_escrow() {
    let (scene, mut open) = enrolled();
    let record = RecordId::random(&mut OsRng);
    let before = fs::read(&scene.path).unwrap();
    let escrow = open.new_record(record, &scene.recipients).unwrap();
    let content = open.encrypt(record, 1, 1, b"answers").unwrap();
    let during = fs::read(&scene.path).unwrap();
    open.erase(record).unwrap();
    let after = fs::read(&scene.path).unwrap();

    let written: Vec<_> = (0..before.len() / 4096)
        .filter(|at| changed(&before, &during, *at))
        .collect();
    assert_eq!(written.len(), 2, "both copies of one sector hold the key");
    let pieces: HashSet<_> = written
        .iter()
        .flat_map(|at| during[at * 4096..][..4096].chunks(16))
        .collect();
    assert!(
        !after.windows(16).any(|window| pieces.contains(window)),
        "nothing of the sector is left"
    );
    assert!(matches!(
        open.decrypt(record, 1, 1, &content),
        Err(RecordError::Unknown)
    ));
    drop(open);
    assert_eq!(
        Vault::unlock(&scene.path, &right())
            .unwrap()
            .records()
            .count(),
        0
    );

    let key = RecordKey::from_escrow(&escrow, &scene.coordinator).unwrap();
    assert_eq!(key.decrypt(1, 1, &content).unwrap().as_slice(), b"answers");
}

fn changed(before: &[u8], after: &[u8], sector: usize) -> bool {
    before[sector * 4096..][..4096] != after[sector * 4096..][..4096]
}

#[test]
fn a_wrong_passphrase_is_counted_and_a_right_one_forgives() {
    let (scene, open) = enrolled();
    drop(open);
    for expected in 1..=4 {
        let Err(UnlockError::WrongPassphrase { left, wait }) = Vault::unlock(&scene.path, &wrong())
        else {
            panic!("a wrong passphrase opened the vault")
        };
        assert_eq!((left, wait), (10 - expected, Duration::ZERO));
        assert_eq!(Vault::standing(&scene.path).unwrap().failures, expected);
    }
    drop(Vault::unlock(&scene.path, &right()).unwrap());
    assert_eq!(Vault::standing(&scene.path).unwrap().failures, 0);
}

#[test]
fn a_wrong_guess_changes_the_count_and_nothing_else() {
    let (scene, open) = enrolled();
    drop(open);
    let before = fs::read(&scene.path).unwrap();
    assert!(Vault::unlock(&scene.path, &wrong()).is_err());
    let after = fs::read(&scene.path).unwrap();
    let sectors = before.len() / 2 / 4096;
    let touched: Vec<_> = (0..2 * sectors)
        .filter(|at| changed(&before, &after, *at))
        .collect();
    assert_eq!(touched, [1, sectors + 1]);
}

#[test]
fn ten_wrong_passphrases_destroy_the_slots() {
    let (scene, mut open) = enrolled();
    let record = RecordId::random(&mut OsRng);
    let escrow = open.new_record(record, &scene.recipients).unwrap();
    let content = open.encrypt(record, 1, 1, b"answers").unwrap();
    drop(open);
    let mut waits = Vec::new();
    for _ in 1..=9 {
        match Vault::unlock(&scene.path, &wrong()) {
            Err(UnlockError::WrongPassphrase { wait, .. }) => waits.push(wait.as_secs()),
            other => panic!("unexpected: {other:?}"),
        }
    }
    assert_eq!(waits, [0, 0, 0, 0, 30, 60, 120, 240, 480]);
    assert!(matches!(
        Vault::unlock(&scene.path, &wrong()),
        Err(UnlockError::Destroyed)
    ));
    assert!(matches!(
        Vault::unlock(&scene.path, &right()),
        Err(UnlockError::Destroyed)
    ));
    let key = RecordKey::from_escrow(&escrow, &scene.coordinator).unwrap();
    assert_eq!(key.decrypt(1, 1, &content).unwrap().as_slice(), b"answers");
}

#[test]
fn two_administrators_never_see_each_others_records() {
    let (scene, mut open) = enrolled();
    let second = Passphrase::from_typed("second");
    let key = open.add_administrator(&second).unwrap();
    assert!(matches!(
        open.add_administrator(&second),
        Err(AddError::PassphraseTaken)
    ));
    let ours = RecordId::random(&mut OsRng);
    open.new_record(ours, &scene.recipients).unwrap();
    let kit = open.signer().public_key().clone();
    drop(open);

    let mut open = Vault::unlock(&scene.path, &second).unwrap();
    assert_eq!(open.administrator_signer().public_key(), &key);
    assert_eq!(open.signer().public_key(), &kit);
    assert_eq!(open.records().count(), 0);
    let theirs = RecordId::random(&mut OsRng);
    open.new_record(theirs, &scene.recipients).unwrap();
    drop(open);
    assert_eq!(
        Vault::unlock(&scene.path, &right())
            .unwrap()
            .records()
            .collect::<Vec<_>>(),
        [ours]
    );
}

#[test]
fn eight_slots_are_all_there_are() {
    let (_scene, mut open) = enrolled();
    for number in 2..=8 {
        open.add_administrator(&Passphrase::from_typed(&format!("number {number}")))
            .unwrap();
    }
    assert!(matches!(
        open.add_administrator(&Passphrase::from_typed("number 9")),
        Err(AddError::Full)
    ));
}

#[test]
fn the_duress_passphrase_opens_an_empty_vault_and_nothing_else_opens_again() {
    let (scene, mut open) = enrolled();
    let duress = Passphrase::from_typed("duress");
    open.set_duress(&Passphrase::from_typed("first choice"))
        .unwrap();
    open.set_duress(&duress).unwrap();
    open.new_record(RecordId::random(&mut OsRng), &scene.recipients)
        .unwrap();
    let kit = open.signer().public_key().clone();
    drop(open);

    let replaced = Vault::unlock(&scene.path, &Passphrase::from_typed("first choice"));
    assert!(matches!(replaced, Err(UnlockError::WrongPassphrase { .. })));
    let mut open = Vault::unlock(&scene.path, &duress).unwrap();
    assert_eq!(open.records().count(), 0);
    assert_ne!(open.signer().public_key(), &kit);
    let record = RecordId::random(&mut OsRng);
    open.new_record(record, &scene.recipients).unwrap();
    drop(open);
    assert!(matches!(
        Vault::unlock(&scene.path, &right()),
        Err(UnlockError::WrongPassphrase { .. })
    ));
    assert_eq!(
        Vault::unlock(&scene.path, &duress)
            .unwrap()
            .records()
            .collect::<Vec<_>>(),
        [record]
    );
}

#[test]
fn a_locked_kit_erases_a_record_that_was_sealed_before_the_power_cut() {
    let (scene, mut open) = enrolled();
    let [sealed, unfinished] = [RecordId::random(&mut OsRng), RecordId::random(&mut OsRng)];
    open.new_record(sealed, &scene.recipients).unwrap();
    open.new_record(unfinished, &scene.recipients).unwrap();
    assert!(matches!(
        Vault::erase_record(&scene.path, sealed),
        Err(UnlockError::InUse)
    ));
    drop(open);
    Vault::erase_record(&scene.path, sealed).unwrap();
    Vault::erase_record(&scene.path, sealed).unwrap();
    let open = Vault::unlock(&scene.path, &right()).unwrap();
    assert_eq!(open.records().collect::<Vec<_>>(), [unfinished]);
}

#[test]
fn an_erasure_that_lost_power_between_the_copies_is_finished_by_the_next() {
    let (scene, mut open) = enrolled();
    let before = fs::read(&scene.path).unwrap();
    let record = RecordId::random(&mut OsRng);
    open.new_record(record, &scene.recipients).unwrap();
    drop(open);
    let mut cut = fs::read(&scene.path).unwrap();
    let first_copy = (0..).find(|at| changed(&before, &cut, *at)).unwrap() * 4096;
    cut[first_copy..first_copy + 4096].fill(0xa5);
    fs::write(&scene.path, cut).unwrap();

    let open = Vault::unlock(&scene.path, &right()).unwrap();
    assert_eq!(open.records().collect::<Vec<_>>(), [record]);
    drop(open);
    Vault::erase_record(&scene.path, record).unwrap();
    assert_eq!(
        Vault::unlock(&scene.path, &right())
            .unwrap()
            .records()
            .count(),
        0
    );
}

#[test]
fn an_enrolment_that_lost_power_can_be_done_again() {
    let (scene, open) = enrolled();
    drop(open);
    let half = fs::read(&scene.path).unwrap();
    fs::remove_file(&scene.path).unwrap();
    let unpublished = scene.path.with_extension("new");
    fs::write(&unpublished, &half[..5000]).unwrap();
    drop(Vault::enrol(&scene.path, &right(), Cost::new(64, 1).unwrap()).unwrap());
    assert!(!unpublished.exists());
    assert!(Vault::unlock(&scene.path, &right()).is_ok());
}

#[test]
fn panic_leaves_nothing_that_opens() {
    let (scene, mut open) = enrolled();
    let record = RecordId::random(&mut OsRng);
    open.new_record(record, &scene.recipients).unwrap();
    let before = fs::read(&scene.path).unwrap();
    panic_erase(&scene.path).unwrap();
    let after = fs::read(&scene.path).unwrap();
    let sectors = before.len() / 2 / 4096;
    let kept: Vec<_> = (0..2 * sectors)
        .filter(|at| !changed(&before, &after, *at))
        .collect();
    assert_eq!(
        kept,
        [0, 1, sectors, sectors + 1],
        "only the header and the count are left"
    );
    open.panic_erase().unwrap();
    assert!(matches!(
        Vault::unlock(&scene.path, &right()),
        Err(UnlockError::Destroyed)
    ));
}

#[test]
fn after_panic_a_vault_is_made_anew() {
    let (scene, open) = enrolled();
    let kit = open.signer().public_key().clone();
    open.panic_erase().unwrap();
    let second = Passphrase::from_typed("second");
    let open = Vault::enrol(&scene.path, &second, Cost::new(64, 1).unwrap()).unwrap();
    assert_ne!(open.signer().public_key(), &kit);
    drop(open);
    assert!(matches!(
        Vault::unlock(&scene.path, &right()),
        Err(UnlockError::WrongPassphrase { .. })
    ));
    assert!(Vault::unlock(&scene.path, &second).is_ok());
}

#[test]
fn a_vault_holds_as_many_records_as_it_has_room_for() {
    let (scene, mut open) = enrolled();
    let mut records = Vec::new();
    let refused = loop {
        let record = RecordId::random(&mut OsRng);
        match open.new_record(record, &scene.recipients) {
            Ok(_) => records.push(record),
            Err(refused) => break refused,
        }
    };
    assert!(matches!(refused, RecordError::Full));
    assert_eq!(records.len(), 128);
    open.erase(records[5]).unwrap();
    open.new_record(RecordId::random(&mut OsRng), &scene.recipients)
        .unwrap();
}

#[test]
fn two_programs_cannot_have_the_vault_open() {
    let (scene, _open) = enrolled();
    assert!(matches!(
        Vault::unlock(&scene.path, &right()),
        Err(UnlockError::InUse)
    ));
}

#[test]
fn a_file_that_is_no_vault_is_named_damaged() {
    let (scene, open) = enrolled();
    drop(open);
    fs::write(&scene.path, b"something else").unwrap();
    assert!(matches!(
        Vault::unlock(&scene.path, &right()),
        Err(UnlockError::Damaged)
    ));
}
