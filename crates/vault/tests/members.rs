//! Two at one kit, the stick with a key file, the sealed card: tried from outside.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::{fs, path::PathBuf};

use parcel::{Identity, Recipients};
use rand::rngs::OsRng;
use vault::{
    AddError, Cost, HandOverError, OpenVault, Passphrase, RecordError, RecordId, RenewError,
    UnlockError, Vault,
};

struct Scene {
    _folder: tempfile::TempDir,
    path: PathBuf,
    recipients: Recipients,
}

fn typed(text: &str) -> Passphrase {
    Passphrase::from_typed(text)
}

fn enrolled() -> (Scene, OpenVault) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys");
    let open = Vault::enrol(&path, &typed("first"), Cost::new(64, 1).unwrap()).unwrap();
    let [one, other] = [Identity::generate(), Identity::generate()];
    let recipients = Recipients::parse(&[one.recipient(), other.recipient()]).unwrap();
    let scene = Scene {
        _folder: folder,
        path,
        recipients,
    };
    (scene, open)
}

fn refused(path: &std::path::Path, passphrase: &Passphrase) -> bool {
    matches!(
        Vault::unlock(path, passphrase),
        Err(UnlockError::WrongPassphrase { .. })
    )
}

#[test]
fn a_draft_is_handed_over_while_both_are_there() {
    let (scene, mut open) = enrolled();
    open.add_administrator(&typed("second")).unwrap();
    let [given, kept] = [RecordId::random(&mut OsRng), RecordId::random(&mut OsRng)];
    for record in [given, kept] {
        open.new_record(record, &scene.recipients).unwrap();
    }
    let content = open.encrypt(given, 3, 1, b"answers").unwrap();
    open.hand_over(&[given], &typed("second")).unwrap();
    assert!(matches!(
        open.decrypt(given, 3, 1, &content),
        Err(RecordError::Unknown)
    ));
    open.hand_over(&[given], &typed("second")).unwrap();
    drop(open);

    let open = Vault::unlock(&scene.path, &typed("first")).unwrap();
    assert_eq!(open.records().collect::<Vec<_>>(), [kept]);
    drop(open);
    let mut open = Vault::unlock(&scene.path, &typed("second")).unwrap();
    assert_eq!(open.records().collect::<Vec<_>>(), [given]);
    assert_eq!(
        open.decrypt(given, 3, 1, &content).unwrap().as_slice(),
        b"answers"
    );
    open.erase(given).unwrap();
    drop(open);
    for who in ["first", "second"] {
        let open = Vault::unlock(&scene.path, &typed(who)).unwrap();
        assert!(open.records().all(|record| record != given), "{who}");
    }
}

#[test]
fn nobody_is_handed_a_draft_without_their_own_passphrase() {
    let (scene, mut open) = enrolled();
    open.set_duress(&typed("duress")).unwrap();
    let record = RecordId::random(&mut OsRng);
    open.new_record(record, &scene.recipients).unwrap();
    for (guess, left) in [("nobody", 9), ("first", 8), ("duress", 7)] {
        let refused = open.hand_over(&[record], &typed(guess));
        assert!(
            matches!(refused, Err(HandOverError::NotAColleague { left: told }) if told == left),
            "{refused:?}"
        );
        assert_eq!(Vault::standing(&scene.path).unwrap().left(), left);
    }
    for _ in 0..20 {
        assert!(open.hand_over(&[record], &typed("nobody")).is_err());
    }
    assert_eq!(
        Vault::standing(&scene.path).unwrap().left(),
        1,
        "an open vault does not destroy itself"
    );
    assert_eq!(open.records().collect::<Vec<_>>(), [record]);
}

#[test]
fn a_changed_passphrase_opens_and_the_old_one_no_more() {
    let (scene, mut open) = enrolled();
    let record = RecordId::random(&mut OsRng);
    open.new_record(record, &scene.recipients).unwrap();
    let key = open.administrator_signer().public_key().clone();
    open.change_passphrase(&typed("another")).unwrap();
    assert!(matches!(
        open.change_passphrase(&typed("another")),
        Err(AddError::PassphraseTaken)
    ));
    drop(open);
    assert!(refused(&scene.path, &typed("first")));
    let open = Vault::unlock(&scene.path, &typed("another")).unwrap();
    assert_eq!(open.records().collect::<Vec<_>>(), [record]);
    assert_eq!(open.administrator_signer().public_key(), &key);
}

#[test]
fn what_was_set_with_a_key_file_opens_with_both_only() {
    let (scene, mut open) = enrolled();
    let with = |text: &str, file: &[u8]| typed(text).with_key_file(file);
    open.add_administrator(&with("second", b"stick")).unwrap();
    drop(open);
    assert!(refused(&scene.path, &typed("second")));
    assert!(refused(&scene.path, &with("second", b"another stick")));
    assert!(refused(&scene.path, &with("third", b"stick")));
    drop(Vault::unlock(&scene.path, &with("second", b"stick")).unwrap());
    // A stick that lies there by chance keeps nobody out.
    drop(Vault::unlock(&scene.path, &with("first", b"stick")).unwrap());
}

#[test]
fn a_one_time_code_makes_a_vault_anew_once() {
    let (scene, mut open) = enrolled();
    open.set_codes(&[&typed("card"), &typed("by telephone")])
        .unwrap();
    let kit = open.signer().public_key().clone();
    open.new_record(RecordId::random(&mut OsRng), &scene.recipients)
        .unwrap();
    let anew = |code: &str| Vault::renew(&scene.path, &typed(code), &typed("anew"));
    assert!(matches!(anew("card"), Err(RenewError::InUse)));
    drop(open);
    let before = fs::read(&scene.path).unwrap();
    assert!(matches!(anew("first"), Err(RenewError::WrongCode)));
    assert_eq!(fs::read(&scene.path).unwrap(), before, "nothing changes");

    let open = anew("by telephone").unwrap();
    assert_eq!(open.records().count(), 0);
    assert_ne!(open.signer().public_key(), &kit);
    drop(open);
    assert!(refused(&scene.path, &typed("first")));
    for used in ["card", "by telephone"] {
        assert!(matches!(anew(used), Err(RenewError::NoCodes)), "{used}");
    }
    drop(Vault::unlock(&scene.path, &typed("anew")).unwrap());
}

#[test]
fn the_card_is_good_after_panic_and_after_ten_wrong_passphrases() {
    for by_panic in [true, false] {
        let (scene, mut open) = enrolled();
        open.set_codes(&[&typed("card")]).unwrap();
        if by_panic {
            open.panic_erase().unwrap();
        } else {
            drop(open);
            for _ in 0..10 {
                assert!(Vault::unlock(&scene.path, &typed("guess")).is_err());
            }
        }
        assert!(Vault::is_destroyed(&scene.path));
        drop(Vault::renew(&scene.path, &typed("card"), &typed("anew")).unwrap());
        assert!(!Vault::is_destroyed(&scene.path));
        drop(Vault::unlock(&scene.path, &typed("anew")).unwrap());
    }
}

#[test]
fn a_code_opens_nothing() {
    let (scene, mut open) = enrolled();
    open.set_codes(&[&typed("card")]).unwrap();
    drop(open);
    assert!(refused(&scene.path, &typed("card")));
}

#[test]
fn an_unlocking_writes_as_much_as_one_under_duress() {
    let (scene, mut open) = enrolled();
    open.set_duress(&typed("duress")).unwrap();
    open.new_record(RecordId::random(&mut OsRng), &scene.recipients)
        .unwrap();
    drop(open);
    let sectors = |passphrase: &str| {
        let before = fs::read(&scene.path).unwrap();
        drop(Vault::unlock(&scene.path, &typed(passphrase)).unwrap());
        let after = fs::read(&scene.path).unwrap();
        let (before, _) = before.as_chunks::<4096>();
        let (after, _) = after.as_chunks::<4096>();
        before
            .iter()
            .zip(after)
            .filter(|(one, other)| one != other)
            .count()
    };
    let usual = sectors("first");
    let under_duress = sectors("duress");
    // The other seven slots and the one record are what differs.
    assert!(
        under_duress - usual <= 2 * 8,
        "{usual} sectors, {under_duress} under duress"
    );
}

#[test]
fn what_is_left_for_a_stranger_encrypts_one_record_and_opens_nothing() {
    let (scene, mut open) = enrolled();
    let [theirs, other] = [RecordId::random(&mut OsRng), RecordId::random(&mut OsRng)];
    for record in [theirs, other] {
        open.new_record(record, &scene.recipients).unwrap();
    }
    let one = open.confine(theirs).unwrap();
    let content = one.encrypt(theirs, 1, 1, b"an answer").unwrap();
    assert!(matches!(
        one.encrypt(other, 1, 1, b"an answer"),
        Err(RecordError::Unknown)
    ));
    drop(one);
    let open = Vault::unlock(&scene.path, &typed("first")).unwrap();
    let read = open.decrypt(theirs, 1, 1, &content).unwrap();
    assert_eq!(read.as_slice(), b"an answer");
}
