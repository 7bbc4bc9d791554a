//! What a coordinator does with opened applications, by commands: the course, the log, the duties, what leaves the ledger.

use super::{
    contains,
    kit::{Kit, NOW, PASSPHRASE},
    letters, typed,
};
use console::{
    clock, inbox,
    keys::Keys,
    ledger::{Act, Ledger, Source, Stage},
    opening,
};
use std::{fs, path::Path};

/// A folder in which these applications were opened; their numbers.
fn opened(root: &Path, surnames: &[&str]) -> (Kit, Vec<String>) {
    let mut kit = Kit::begin(root);
    let numbers = surnames
        .iter()
        .map(|name| kit.seal(name).to_string())
        .collect();
    let keys = Keys::unlock(&kit.folder, PASSPHRASE).unwrap();
    let mut ledger = Ledger::open(&kit.folder.ledger(), keys.ledger()).unwrap();
    kit.deliver(&mut ledger, |_, _| {});
    opening::open_all(&kit.folder, &keys, &mut ledger, NOW).unwrap();
    (kit, numbers)
}

fn ledger(kit: &Kit) -> Ledger {
    let keys = Keys::unlock(&kit.folder, PASSPHRASE).unwrap();
    Ledger::open(&kit.folder.ledger(), keys.ledger()).unwrap()
}

#[test]
fn an_application_takes_its_course_by_one_command_a_turn_and_the_telephone_is_answered_from_the_slip()
 {
    let place = tempfile::tempdir().unwrap();
    let (kit, numbers) = opened(place.path(), &["Kanareika"]);
    let number = numbers[0].as_str();
    let en = |words: &[&str]| typed(place.path(), &[&["--language", "en"], words].concat());

    assert!(
        en(&["inbox"]).unwrap().contains("enter by 23.11.2026"),
        "the next working day after Saturday"
    );
    let because = "the second page of the lease is missing";
    en(&["turn", "returned", number, because]).unwrap();
    en(&["register", number, "  VPO-17/1 \n"]).unwrap();
    let days = [
        ("handed", "2026-11-24"),
        ("told", "2026-12-02"),
        ("delivered", "2026-12-05"),
    ];
    en(&["turn", "handed", number, "--on", days[0].1]).unwrap();
    let told = en(&["search", number]).unwrap();
    assert!(
        told.contains("VPO-17/1") && told.contains("decision by 06.12.2026"),
        "{told}"
    );
    assert!(
        !told.contains("Kanareika"),
        "a search tells how it stands and not whose it is"
    );
    en(&["turn", "decided", number, "granted", "--on", "2026-12-01"]).unwrap();
    assert!(en(&["inbox"]).unwrap().contains("tell by 01.12.2026"));
    for (turn, day) in &days[1..] {
        en(&["turn", turn, number, "--on", day]).unwrap();
    }
    let shown = en(&["show", number]).unwrap();
    for said in ["VPO-17/1", because, "01.12.2026, granted", "05.12.2026"] {
        assert!(shown.contains(said), "{said}: {shown}");
    }
    let why = en(&["turn", "told", number, "--on", "yesterday"]).unwrap_err();
    assert!(why.contains("nothing was written down"), "{why}");

    let ledger = ledger(&kit);
    let kinds: Vec<_> = ledger
        .dispatches()
        .unwrap()
        .into_iter()
        .map(|one| one.kind)
        .collect();
    assert_eq!(
        kinds.iter().filter(|kind| *kind == "words").count(),
        2,
        "what is wanted, and the number"
    );
    assert_eq!(ledger.outlines().unwrap()[0].stage, Stage::Delivered);
    assert_eq!(
        inbox::groups(ledger.outlines().unwrap(), &kit.folder)[0].entries[0].due,
        None
    );
}

#[test]
fn the_same_person_for_the_same_service_warns_and_a_slip_finds_nobody_by_name() {
    let place = tempfile::tempdir().unwrap();
    let (kit, numbers) = opened(place.path(), &["Kanareika", "Soroka"]);
    let shown = typed(place.path(), &["show", &numbers[0]]).unwrap();
    assert!(
        shown.contains(&numbers[1]),
        "the other one is named: {shown}"
    );
    let groups = inbox::groups(ledger(&kit).outlines().unwrap(), &kit.folder);
    assert!(
        groups[0]
            .entries
            .iter()
            .all(|entry| entry.twins.len() == 1 && entry.warns())
    );
    for stranger in ["Kanareika", "1234567890", "042-000-0000"] {
        let told = typed(place.path(), &["search", stranger]).unwrap();
        assert!(
            !told.contains(&numbers[0]) && !told.contains(&numbers[1]),
            "{told}"
        );
    }
}

#[test]
fn the_log_names_who_when_what_and_where_and_a_changed_line_shows() {
    let place = tempfile::tempdir().unwrap();
    let (kit, numbers) = opened(place.path(), &["Kanareika"]);
    typed(place.path(), &["show", &numbers[0]]).unwrap();
    typed(place.path(), &["search", &numbers[0]]).unwrap();
    let told = typed(place.path(), &["--language", "en", "log"]).unwrap();
    let last = told.lines().last().unwrap();
    for said in [
        "search",
        "terminal",
        "Coordinator",
        &clock::day_text(clock::now_s()),
    ] {
        assert!(last.contains(said), "{said}: {told}");
    }
    assert!(!told.contains("Kanareika") && !told.contains(&numbers[0]));

    let mut ledger = ledger(&kit);
    let before = ledger.looks().unwrap();
    let year_later = clock::now_s() + 367 * 86_400;
    ledger
        .sign_in("Another", Source::Window, year_later)
        .unwrap();
    assert_eq!(
        ledger.looks().unwrap(),
        [],
        "after its year a line is let go"
    );
    ledger.log_in_vain(year_later, Act::Search).unwrap();
    assert_eq!(
        ledger.looks().unwrap().len(),
        1,
        "and the next is bound to it"
    );
    assert_ne!(ledger.looks().unwrap()[0].hash, before[0].hash);
    drop(ledger);
    let db = rusqlite::Connection::open(kit.folder.ledger()).unwrap();
    db.execute("UPDATE opening SET who = 'Nobody'", []).unwrap();
    drop(db);
    assert!(self::ledger(&kit).looks().is_err(), "a changed name shows");
}

#[test]
fn a_reader_reads_a_key_holder_keeps_and_the_last_coordinator_stays() {
    let place = tempfile::tempdir().unwrap();
    let (_kit, numbers) = opened(place.path(), &["Kanareika"]);
    let why = typed(place.path(), &["seat", "Coordinator", "reader"]).unwrap_err();
    assert!(why.contains("no coordinator would be left"), "{why}");
    let setup = place.path().join("console.toml");
    let text = fs::read_to_string(&setup).unwrap();
    let seated =
        |duty: &str| format!("{text}\n[[person]]\nname = \"Coordinator\"\nduty = \"{duty}\"\n");

    fs::write(&setup, seated("reader")).unwrap();
    typed(place.path(), &["show", &numbers[0]]).unwrap();
    let target = place.path().join("out");
    for refused in [
        &["register", &numbers[0], "1"][..],
        &["export", target.to_str().unwrap()],
        &["keys", "list"],
    ] {
        let why = typed(place.path(), refused).unwrap_err();
        assert!(
            why.contains("reader") && why.contains("nothing was done"),
            "{why}"
        );
    }
    assert!(!target.exists());

    fs::write(&setup, seated("key-holder")).unwrap();
    typed(place.path(), &["keys", "list"]).unwrap();
    for refused in [
        &["show", &numbers[0]][..],
        &["inbox"],
        &["search", &numbers[0]],
    ] {
        assert!(
            typed(place.path(), refused)
                .unwrap_err()
                .contains("key-holder")
        );
    }
}

#[test]
fn what_was_written_in_the_clear_is_listed_and_cleared_by_one_command() {
    let place = tempfile::tempdir().unwrap();
    let (_kit, numbers) = opened(place.path(), &["Kanareika"]);
    let out = place.path().join("out");
    let path = |name: &str| out.join(name).to_str().unwrap().to_owned();
    let number = numbers[0].as_str();
    typed(place.path(), &["export", &path("all")]).unwrap();
    typed(place.path(), &["sheet", number, &path("sheet.pdf")]).unwrap();
    typed(
        place.path(),
        &["archive", "write", number, &path("one.tar")],
    )
    .unwrap();
    let sheet = letters(&out.join("sheet.pdf"));
    assert!(
        sheet.contains("Kanareika") && sheet.contains("24.02.2022"),
        "{sheet}"
    );
    let listed = typed(place.path(), &["exports", "list"]).unwrap();
    for name in [
        "journal.csv",
        "application.json",
        "01-passport.pdf",
        "sheet.pdf",
        "one.tar",
    ] {
        assert!(listed.contains(name), "{name}: {listed}");
    }

    fs::write(out.join("all/journal.csv"), "mine now").unwrap();
    let told = typed(place.path(), &["exports", "clear"]).unwrap();
    assert!(
        told.contains("journal.csv"),
        "a changed file is named: {told}"
    );
    let left: Vec<_> = walk(&out);
    assert_eq!(
        left,
        [out.join("all/journal.csv")],
        "and is all that is left"
    );
    typed(place.path(), &["exports", "clear", "--changed"]).unwrap();
    assert_eq!(walk(&out), Vec::<std::path::PathBuf>::new());
    assert_eq!(typed(place.path(), &["exports", "list"]).unwrap(), "");
}

#[test]
fn an_archive_checks_itself_and_the_signature_that_comes_back_is_kept_beside_it_unread() {
    let place = tempfile::tempdir().unwrap();
    let (_kit, numbers) = opened(place.path(), &["Kanareika"]);
    let number = numbers[0].as_str();
    let tar = place.path().join("one.tar");
    let write = || {
        typed(
            place.path(),
            &["archive", "write", number, tar.to_str().unwrap()],
        )
        .unwrap()
    };
    let said = write();
    let first = fs::read(&tar).unwrap();
    assert_eq!(write(), said, "the same application gives the same bytes");
    assert_eq!(fs::read(&tar).unwrap(), first);
    let unpacked = place.path().join("unpacked");
    fs::create_dir(&unpacked).unwrap();
    for (program, arguments) in [
        ("tar", vec!["-xf", tar.to_str().unwrap()]),
        ("sha256sum", vec!["-c", "digests.txt"]),
    ] {
        let done = std::process::Command::new(program)
            .args(arguments)
            .current_dir(&unpacked)
            .output()
            .unwrap();
        assert!(
            done.status.success(),
            "{program}: {}",
            String::from_utf8_lossy(&done.stderr)
        );
    }
    assert!(unpacked.join("01-passport.pdf").exists());

    let signature = place.path().join("one.tar.p7s");
    let cms =
        b"\x30\x82\x01\x00\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02\xa0 canary of a signature";
    fs::write(&signature, cms).unwrap();
    let told = typed(
        place.path(),
        &[
            "--language",
            "en",
            "archive",
            "take",
            number,
            signature.to_str().unwrap(),
        ],
    );
    assert!(told.unwrap().contains("does not verify"));
    let why = typed(
        place.path(),
        &["archive", "take", number, tar.to_str().unwrap()],
    )
    .unwrap_err();
    assert!(why.contains("nothing was kept"), "{why}");
    let back = place.path().join("back");
    typed(
        place.path(),
        &["archive", "give", number, back.to_str().unwrap()],
    )
    .unwrap();
    assert_eq!(fs::read(&walk(&back)[0]).unwrap(), cms);
    let bytes = fs::read(place.path().join("ledger.sqlite")).unwrap();
    assert!(
        !contains(&bytes, b"canary of a signature"),
        "sealed like everything else"
    );
}

#[test]
fn a_locked_consoles_disk_holds_no_canary_in_the_clear() {
    let place = tempfile::tempdir().unwrap();
    let (kit, numbers) = opened(place.path(), &["Kanareika"]);
    let number = numbers[0].as_str();
    let out = place.path().join("out-named-kanareika");
    typed(place.path(), &["register", number, "VPO-KANAREIKA-17"]).unwrap();
    typed(
        place.path(),
        &["turn", "returned", number, "ask Kanareika again"],
    )
    .unwrap();
    typed(place.path(), &["export", out.to_str().unwrap()]).unwrap();
    typed(place.path(), &["search", number]).unwrap();
    typed(place.path(), &["exports", "clear"]).unwrap();
    fs::remove_dir_all(&out).unwrap();
    drop(ledger(&kit));
    let digits = number.replace('-', "");
    let canaries = [
        "Kanareika",
        "KANAREIKA",
        "kanareika",
        "1234567890",
        "24.02.2022",
        &digits,
        number,
    ];
    let mut seen = 0;
    for file in walk(place.path()) {
        let bytes = fs::read(&file).unwrap();
        seen += 1;
        for canary in canaries {
            let wide: Vec<u8> = canary.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let told = contains(&bytes, canary.as_bytes()) || contains(&bytes, &wide);
            assert!(!told, "{canary} lies in {}", file.display());
            assert!(
                !file.to_string_lossy().contains(canary),
                "{}",
                file.display()
            );
        }
    }
    assert!(seen > 10, "the folder was looked through");
}

/// Every file below a folder.
fn walk(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(walk(&path));
        } else {
            files.push(path);
        }
    }
    files
}
