//! From a true beginning to an exported application: real keys, real parcels, the real ledger on disk.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod dispatch;
mod keys;
mod kit;
mod kits;
mod register;
mod window;

use std::{fs, path::Path};

use clap::Parser as _;
use console::{
    export, gaps,
    keys::{Keys, UnlockError},
    ledger::{Ledger, PartState},
    opening,
    provision::{self, BeginError},
    report,
    sheet::Sheet,
    terminal::{Arguments, run},
};
use kit::{Kit, NOW, PASSPHRASE};
use look::{Language, Words};
use parcel::{ChainFault, Kind, Profile, PublicKey, Signed};

fn words() -> Words {
    Words::new(Language::Uk)
}

#[test]
fn a_beginning_makes_a_set_that_works() {
    let place = tempfile::tempdir().unwrap();
    let kit = Kit::begin(place.path());
    let root = kit.folder.setup().root.clone();

    let signed: Signed<Profile> =
        serde_json::from_slice(&fs::read(kit.dir.join("profile.json")).unwrap()).unwrap();
    let profile = Profile::accept(&signed, std::slice::from_ref(&root), None).unwrap();
    assert_eq!(profile.communities.len(), 2);
    assert_ne!(
        profile.communities[0].recipients,
        profile.communities[1].recipients
    );
    assert!(
        profile
            .communities
            .iter()
            .all(|one| one.recipients.as_slice().len() == 2)
    );
    assert_eq!(
        (profile.version, profile.kit_key.as_ref()),
        (2, Some(&kit.key)),
        "the kit's card was admitted"
    );
    let first = fs::read(place.path().join("profiles/kit-042-0001.json")).unwrap();
    let first: Signed<Profile> = serde_json::from_slice(&first).unwrap();
    assert!(
        Profile::accept(&signed, std::slice::from_ref(&root), Some(&first)).is_ok(),
        "the kit takes it over"
    );
    let root_pub = fs::read_to_string(kit.dir.join("root.pub")).unwrap();
    assert_eq!(root_pub.trim().parse::<PublicKey>().unwrap(), root);

    let catalogue =
        catalogue::open(&fs::read(kit.dir.join("catalogue.json")).unwrap(), &[root]).unwrap();
    assert_eq!(catalogue.version, profile.catalogue);
    assert!(!catalogue.services.is_empty());

    let grants = fs::read_to_string(place.path().join("depot/allowed_signers")).unwrap();
    assert!(grants.contains(&format!("kit:{} {}", profile.kit, kit.key)));
    let depot_key = fs::read_to_string(place.path().join("depot/signing.key")).unwrap();
    let depot_key = parcel::SoftSigner::from_openssh(&depot_key).unwrap();
    assert!(
        profile
            .receipt_signers
            .contains(parcel::Signer::public_key(&depot_key))
    );

    let again = provision::begin(place.path(), &kit::plan(), NOW, &mut rand::rngs::OsRng);
    assert!(matches!(again, Err(BeginError::BegunAlready)));
}

#[test]
fn the_recovery_identity_opens_what_the_coordinators_does() {
    let place = tempfile::tempdir().unwrap();
    let kit = Kit::begin(place.path());
    fs::copy(
        place.path().join("recovery/identities.age"),
        kit.folder.identities(),
    )
    .unwrap();
    assert!(Keys::unlock(&kit.folder, kit::RECOVERY).is_ok());
}

#[test]
fn a_wrong_passphrase_is_told_in_a_sentence_that_says_what_to_do() {
    let place = tempfile::tempdir().unwrap();
    let kit = Kit::begin(place.path());
    let why = Keys::unlock(&kit.folder, "not this one").unwrap_err();
    assert!(matches!(why, UnlockError::WrongPassphrase));
    let sentence = why.to_string();
    assert!(
        sentence.contains("not the passphrase") && sentence.contains("try again"),
        "{sentence}"
    );
}

#[test]
fn a_sealed_application_is_opened_shown_registered_and_exported_and_its_ledger_tells_nothing() {
    let place = tempfile::tempdir().unwrap();
    let mut kit = Kit::begin(place.path());
    let number = kit.seal("=\u{41a}\u{430}\u{43d}\u{430}\u{440}\u{435}\u{447}\u{43a}\u{43e}");
    let canary = "\u{430}\u{43d}\u{430}\u{440}\u{435}\u{447}\u{43a}";

    let keys = Keys::unlock(&kit.folder, PASSPHRASE).unwrap();
    let mut ledger = Ledger::open(&kit.folder.ledger(), keys.ledger()).unwrap();
    kit.deliver(&mut ledger, |_, _| {});
    let round = opening::open_all(&kit.folder, &keys, &mut ledger, NOW).unwrap();
    assert_eq!((round.opened, round.waiting, round.faults.len()), (1, 0, 0));
    assert_eq!(
        ledger.untold().unwrap().len(),
        2,
        "a receipt for the summary and one for the pages"
    );

    let application = ledger.find(&number.to_string()).unwrap().unwrap();
    let text = Sheet::of(&application, &[], &kit.folder, words()).to_text();
    assert!(
        text.contains(canary) && text.contains(&number.to_string()),
        "{text}"
    );
    let mut desk = console::dispatch::Desk {
        folder: &kit.folder,
        keys: &keys,
        ledger: &mut ledger,
        now_s: NOW,
    };
    let event = console::ledger::Event::Registered {
        number: "VPO-17".to_owned(),
        on: "2026-11-21".to_owned(),
    };
    assert!(desk.turn(application.id, event).unwrap().is_some());

    let target = place.path().join("out");
    let applications = ledger.applications().unwrap();
    let told = (words(), NOW);
    let exported = export::export(
        &kit.folder,
        &keys,
        &mut ledger,
        &applications,
        &target,
        told,
    )
    .unwrap();
    assert_eq!((exported.applications, exported.documents), (1, 1));
    assert!(
        fs::read(target.join(number.digits()).join("01-passport.pdf"))
            .unwrap()
            .starts_with(b"%PDF")
    );
    let journal = fs::read_to_string(target.join("journal.csv")).unwrap();
    assert!(journal.starts_with('\u{feff}') && journal.contains("VPO-17"));
    assert!(
        journal.contains(&format!(";'=\u{41a}{canary}")),
        "a name that is a formula is disarmed: {journal}"
    );

    assert_eq!(
        ledger.looks().unwrap().len(),
        3,
        "opened, registered, exported"
    );
    drop(ledger);
    for file in ["ledger.sqlite", "ledger.sqlite-wal"] {
        let bytes = fs::read(place.path().join(file)).unwrap_or_default();
        assert!(!contains(&bytes, canary.as_bytes()), "{file} tells a name");
        assert!(
            !contains(&bytes, number.digits().as_bytes()),
            "{file} tells a number"
        );
    }
}

/// What the program wrote on its output.
fn typed(root: &Path, words: &[&str]) -> Result<String, String> {
    let passphrase = root.join("passphrase");
    fs::write(&passphrase, PASSPHRASE).unwrap();
    let fixed = ["valiza-console", "-C", root.to_str().unwrap()];
    let fixed = fixed
        .into_iter()
        .chain(["--passphrase-file", passphrase.to_str().unwrap()]);
    let arguments = Arguments::parse_from(fixed.chain(words.iter().copied()));
    let mut out = Vec::new();
    run(&arguments, &mut std::io::empty(), &mut out).map_err(|why| format!("{why:#}"))?;
    Ok(String::from_utf8(out).unwrap())
}

/// A paper as a stranger reads it, without its blanks.
fn letters(pdf: &Path) -> String {
    let read = std::process::Command::new("pdftotext")
        .args(["-raw", pdf.to_str().unwrap(), "-"])
        .output()
        .unwrap();
    let text = String::from_utf8(read.stdout).unwrap();
    text.chars().filter(|one| !one.is_whitespace()).collect()
}

#[test]
fn the_residents_papers_the_journal_and_the_report_are_made_again_from_summaries_alone() {
    let place = tempfile::tempdir().unwrap();
    let mut kit = Kit::begin(place.path());
    let number = kit.seal("Kanareika");
    kit.seal("Soroka");
    let keys = Keys::unlock(&kit.folder, PASSPHRASE).unwrap();
    let mut ledger = Ledger::open(&kit.folder.ledger(), keys.ledger()).unwrap();
    kit.deliver(&mut ledger, |_, _| {});
    opening::open_all(&kit.folder, &keys, &mut ledger, NOW).unwrap();
    let looks = ledger.looks().unwrap().len();
    drop(ledger);

    let target = place.path().join("again");
    let path = |name: &str| target.join(format!("{}-{name}.pdf", number.digits()));
    let to = target.to_str().unwrap();
    let told = typed(place.path(), &["papers", &number.to_string(), to]).unwrap();
    assert_eq!(told.lines().count(), 2, "{told}");
    let inventory = letters(&path("inventory"));
    for said in ["Kanareika", "Passport", "Socialprotection", "06.12.2026"] {
        assert!(inventory.contains(said), "{said}: {inventory}");
    }
    assert!(letters(&path("route-sheet")).contains("Kanareika"));
    let sizes = std::process::Command::new("pdftotext")
        .args(["-bbox", path("inventory").to_str().unwrap(), "-"])
        .output()
        .unwrap();
    let sizes = String::from_utf8(sizes.stdout).unwrap();
    let height = |line: &str| {
        let side = |name: &str| -> f64 {
            let rest = line.split(&format!("{name}=\"")).nth(1).unwrap();
            rest.split('"').next().unwrap().parse().unwrap()
        };
        side("yMax") - side("yMin")
    };
    let drawn = sizes.lines().filter(|line| line.contains("<word"));
    let least = drawn.map(height).fold(f64::MAX, f64::min);
    assert!(least > 15.0, "large print, as the resident asked: {least}");

    let journal = target.join("journal.pdf");
    let days = ["--from", "2026-11-01", "--until", "2026-11-30"];
    let mut asked = vec!["journal", journal.to_str().unwrap()];
    asked.extend(days);
    typed(place.path(), &asked).unwrap();
    let printed = letters(&journal);
    for said in ["Kanareika", "Soroka", &number.to_string(), "21.11.2026"] {
        assert!(printed.contains(said), "{said}: {printed}");
    }

    let mut asked = vec!["--language", "en", "report"];
    asked.extend(days);
    let counts = typed(place.path(), &asked).unwrap();
    for said in [
        "Applications taken: 2",
        "IDP certificate (00169): 2",
        "handed over: 1",
    ] {
        assert!(counts.contains(said), "{said}: {counts}");
    }
    assert!(!counts.contains("Kanareika") && !counts.contains(&number.to_string()));

    let ledger = Ledger::open(&kit.folder.ledger(), keys.ledger()).unwrap();
    let all = ledger.applications().unwrap();
    let next_quarter = report::rows(&all, ("2027-01-01", "2027-03-31"), &kit.folder, words());
    assert!(
        next_quarter
            .iter()
            .all(|row| row.value == 0 || row.label == "Комплектів")
    );
    let after = ledger.looks().unwrap().len();
    assert_eq!(
        after,
        looks + 3,
        "who was written in the clear is in the log"
    );
}

#[test]
fn one_poisoned_parcel_among_five_is_named_and_the_rest_are_opened() {
    let place = tempfile::tempdir().unwrap();
    let mut kit = Kit::begin(place.path());
    for _ in 0..5 {
        kit.seal("\u{41c}\u{435}\u{43b}\u{44c}\u{43d}\u{438}\u{43a}");
    }
    let keys = Keys::unlock(&kit.folder, PASSPHRASE).unwrap();
    let mut ledger = Ledger::open(&kit.folder.ledger(), keys.ledger()).unwrap();
    kit.deliver(&mut ledger, |kind, ciphertext| {
        if kind.0 == Kind::Summary && kind.1 == 3 {
            ciphertext[500] ^= 1;
        }
    });
    let round = opening::open_all(&kit.folder, &keys, &mut ledger, NOW).unwrap();
    assert_eq!(round.opened, 4);
    let faults: Vec<_> = round.faults.iter().map(|fault| fault.key).collect();
    assert_eq!(faults, ["flipped"]);
    let poisoned = ledger.part(round.faults[0].digest).unwrap().unwrap();
    assert_eq!(
        poisoned.state,
        PartState::Listed,
        "the next visit fetches it again"
    );
    assert_eq!(
        opening::orphans(&ledger).unwrap().len(),
        1,
        "the documents of the poisoned one wait"
    );
}

#[test]
fn what_heads_cover_and_the_depot_did_not_bring_is_told() {
    let place = tempfile::tempdir().unwrap();
    let mut kit = Kit::begin(place.path());
    for _ in 0..3 {
        kit.seal("\u{41c}\u{435}\u{43b}\u{44c}\u{43d}\u{438}\u{43a}");
    }
    let keys = Keys::unlock(&kit.folder, PASSPHRASE).unwrap();
    let mut ledger = Ledger::open(&kit.folder.ledger(), keys.ledger()).unwrap();
    // The documents of the second application and the answers of the third are lost; heads and the rest arrive.
    let mut place = 0;
    kit.pieces.retain(|piece| {
        let manifest = piece.manifest.claim().unwrap();
        place += u64::from(manifest.kind == Kind::Pages);
        (manifest.kind, place) != (Kind::Pages, 2) && manifest.counter != 3
    });
    kit.deliver(&mut ledger, |_, _| {});
    let round = opening::open_all(&kit.folder, &keys, &mut ledger, NOW).unwrap();
    assert_eq!((round.opened, round.waiting), (1, 1));
    let report = gaps::report(&ledger).unwrap();
    assert_eq!(report.len(), 1);
    assert_eq!(report[0].applications, 3);
    let (kind, counters) = (Kind::Summary, 3..=3);
    assert_eq!(report[0].chain, [ChainFault::Missing { kind, counters }]);
    assert_eq!(report[0].documents_missing, 1);
}

#[test]
fn a_changed_profile_is_not_believed() {
    let place = tempfile::tempdir().unwrap();
    Kit::begin(place.path());
    let path = place.path().join("profiles/kit-042-0001.json");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("127.0.0.1", "127.0.0.9")).unwrap();
    assert!(console::folder::Folder::open(place.path()).is_err());
}

fn contains(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

#[test]
fn a_folder_without_a_beginning_is_named_so() {
    let why = console::folder::Folder::open(Path::new("/nonexistent")).unwrap_err();
    assert!(why.to_string().contains("valiza-console begin"));
}
