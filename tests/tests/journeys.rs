//! Whole-system stories over the real programs. One at a time: each plays a whole office on two cores.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use journeys::World;
use journeys::canary;
use journeys::day::{self, Teller, begin_visit, fill_registration, pages_of};
use journeys::keyboard::Keyboard;
use journeys::kit::{Kit, current};
use journeys::programs::{run, run_well};
use journeys::residents::{BEDRIDDEN_BY_NAME, DISPLACED, VILLAGE, canaries};
use journeys::world::PASSPHRASE;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;

fn silent() -> impl FnMut(&str) {
    |_words: &str| {}
}

#[test]
fn journey_a_day_without_coverage_ends_at_the_coordinators_desk_and_leaves_no_trace() {
    let folder = tempfile::tempdir().unwrap();
    let mut world = World::begin(&folder.path().join("day"), 2).unwrap();
    let mut say = silent();
    let outcome = day::play(
        &mut world,
        &mut Teller {
            say: &mut say,
            pictures: None,
        },
    )
    .unwrap();
    assert_eq!(outcome.numbers.len(), 2);
    assert_eq!(world.link().0, 2, "the link was cut twice");
    every_parcel_opens_with_stock_tools(&world, folder.path());
    the_canaries_are_in_the_export(&outcome.export);
}

/// The search of the day would be worth nothing if it could not find what is there.
fn the_canaries_are_in_the_export(export: &Path) {
    let found = canary::search(export, &[DISPLACED[0].1]).unwrap();
    assert!(!found.is_empty(), "the search finds what lies in the clear");
}

/// `age -d`, `tar --zstd` and `ssh-keygen -Y verify` are all that a coordinator of tomorrow needs.
fn every_parcel_opens_with_stock_tools(world: &World, scratch: &Path) {
    let parcels = world.fetched_parcels().unwrap();
    assert!(
        parcels.len() >= 4,
        "two applications of two parts: {}",
        parcels.len()
    );
    let identities = world.stock_identities(scratch).unwrap();
    for parcel in &parcels {
        let signature = scratch.join("manifest.sig");
        std::fs::write(&signature, &parcel.signature).unwrap();
        let verify = Command::new("ssh-keygen")
            .args(["-Y", "verify", "-n", "valiza.parcel.v1", "-I"])
            .arg(&parcel.principal)
            .arg("-f")
            .arg(world.depot_data().join("allowed_signers"))
            .arg("-s")
            .arg(&signature)
            .stdin(std::fs::File::open(&parcel.body).unwrap())
            .output()
            .unwrap();
        assert!(
            verify.status.success(),
            "ssh-keygen refuses a manifest: {}",
            String::from_utf8_lossy(&verify.stderr)
        );
    }
    // The answers say which pieces are their documents, in order; joined they are one age file.
    let mut opened = 0;
    for parcel in &parcels {
        let body: Value = serde_json::from_slice(&std::fs::read(&parcel.body).unwrap()).unwrap();
        if body["kind"] != "summary" {
            continue;
        }
        open_with_age_and_tar(&identities, &parcel.ciphertext, scratch);
        let header = std::fs::read(scratch.join("header.json")).unwrap();
        let header: Value = serde_json::from_slice(&header).unwrap();
        let pieces = header["pages"].as_array().unwrap();
        let joined = scratch.join("pages.age");
        let bytes: Vec<u8> = pieces
            .iter()
            .map(|digest| format!("{}.part", digest.as_str().unwrap()))
            .flat_map(|name| std::fs::read(parcel.ciphertext.with_file_name(name)).unwrap())
            .collect();
        std::fs::write(&joined, bytes).unwrap();
        open_with_age_and_tar(&identities, &joined, scratch);
        opened += 1 + pieces.len();
    }
    assert_eq!(opened, parcels.len(), "every parcel opens with age and tar");
}

/// Unpacks a part into `scratch`.
fn open_with_age_and_tar(identities: &[PathBuf], part: &Path, scratch: &Path) {
    let tar = scratch.join("opened.tar.zst");
    let opened = identities.iter().any(|identity| {
        let mut age = Command::new("age");
        age.arg("-d").arg("-i").arg(identity).arg("-o").arg(&tar);
        run(age.arg(part)).unwrap().well
    });
    assert!(opened, "no identity opens a part");
    let mut unpack = Command::new("tar");
    unpack.args(["--zstd", "-x", "-C"]).arg(scratch);
    run_well(unpack.arg("-f").arg(&tar)).unwrap();
}

#[test]
fn journey_after_a_power_cut_the_visit_goes_on_where_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::begin(&folder.path().join("cut"), 0).unwrap();
    let mut kit = world.kit(false).unwrap();
    kit.unlock(PASSPHRASE).unwrap();
    begin_visit(&mut kit, 0, "displaced").unwrap();
    for (field, text) in DISPLACED {
        kit.ask("set_person", json!({ "field": field, "text": text }))
            .unwrap();
    }
    kit.ask("add_application", json!({ "service": "00169" }))
        .unwrap();
    kit.wait("the form", |seen| !current(seen).is_null())
        .unwrap();
    fill_registration(&mut kit).unwrap();
    day::scan(&world, &mut kit, "identity", 2).unwrap();
    let before = kit.saved().unwrap();
    kit.kill();

    let traces = canary::search(&world.kit_data(), &canaries()).unwrap();
    assert!(traces.is_empty(), "a cut kit shows {traces:?}");

    let mut kit = world.kit(false).unwrap();
    let after = kit.unlock(PASSPHRASE).unwrap();
    let visit = after["visits"][0]["id"].clone();
    kit.ask("open_visit", json!({ "visit": visit })).unwrap();
    let after = kit
        .wait("the visit", |seen| !current(seen).is_null())
        .unwrap();
    assert_eq!(
        after["visit"]["visit"]["applicant"],
        before["visit"]["visit"]["applicant"]
    );
    assert_eq!(current(&after)["answers"], current(&before)["answers"]);
    assert_eq!(current(&after)["documents"], current(&before)["documents"]);
    kit.quit().unwrap();
}

#[test]
fn journey_the_kit_cannot_open_what_it_sealed() {
    let folder = tempfile::tempdir().unwrap();
    let mut world = World::begin(&folder.path().join("sealed"), 0).unwrap();
    world.stop_depot();
    let mut kit = world.kit(false).unwrap();
    kit.unlock(PASSPHRASE).unwrap();
    let mut say = silent();
    day::displaced_family(
        &world,
        &mut kit,
        &mut Teller {
            say: &mut say,
            pictures: None,
        },
    )
    .unwrap();
    kit.quit().unwrap();

    // The finder has everything: the disk and the passphrase.
    let mut kit = world.kit(false).unwrap();
    let seen = kit.unlock(PASSPHRASE).unwrap();
    assert_eq!(
        seen["visits"].as_array().map(Vec::len),
        Some(0),
        "{}",
        seen["visits"]
    );
    let shown = serde_json::to_string(&seen).unwrap();
    for word in canaries() {
        assert!(!shown.contains(word), "the open kit still shows {word}");
    }
    kit.quit().unwrap();
    let traces = canary::search(&world.kit_data(), &canaries()).unwrap();
    assert!(traces.is_empty(), "{traces:?}");
}

#[test]
fn journey_bad_luck_ends_in_a_sentence_and_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let mut world = World::begin(&folder.path().join("luck"), 0).unwrap();
    world.stop_depot();
    unreadable_profile_is_named(&world);
    let mut kit = world.kit(false).unwrap();

    kit.ask("unlock", json!({ "passphrase": "не ті слова" }))
        .unwrap();
    let seen = kit
        .wait("the refusal", |seen| {
            seen["gate"]["refusal"]["what"] == "wrong_passphrase"
        })
        .unwrap();
    assert_eq!(seen["gate"]["refusal"]["left"], 9);
    kit.unlock(PASSPHRASE).unwrap();

    begin_visit(&mut kit, 0, "displaced").unwrap();
    for (field, text) in DISPLACED {
        kit.ask("set_person", json!({ "field": field, "text": text }))
            .unwrap();
    }
    kit.ask("add_application", json!({ "service": "00169" }))
        .unwrap();
    kit.wait("the form", |seen| !current(seen).is_null())
        .unwrap();

    world
        .play("fault", &json!({ "device": "scanner", "fault": "off" }))
        .unwrap();
    kit.ask("scan", json!({ "document": "identity" })).unwrap();
    kit.wait("the scanner's absence", |seen| {
        troubles(seen).contains(&"device_gone".to_owned()) && seen["work"].is_null()
    })
    .unwrap();
    world
        .play("fault", &json!({ "device": "scanner", "fault": "none" }))
        .unwrap();

    let bad = world.root().join("bad.pdf");
    std::fs::write(&bad, b"%PDF-1.7 nothing").unwrap();
    kit.ask("import", json!({ "document": "identity", "paths": [bad] }))
        .unwrap();
    kit.wait("the bad file", |seen| {
        troubles(seen).contains(&"file_unreadable".to_owned())
    })
    .unwrap();

    world
        .play("fault", &json!({ "device": "printer", "fault": "off" }))
        .unwrap();
    kit.ask("test_page", json!({ "device": "printer" }))
        .unwrap();
    kit.wait("the printer's absence", |seen| {
        seen["notices"].as_array().unwrap().iter().any(|notice| {
            notice["trouble"] == json!({"what": "device_gone", "device": "printer"})
                || notice["trouble"]["what"] == "device_gone"
        })
    })
    .unwrap();
    let seen = kit.saved().unwrap();
    assert_eq!(
        seen["visit"]["visit"]["applicant"]["fields"]["surname"]["text"],
        DISPLACED[0].1
    );
    kit.quit().unwrap();
}

fn troubles(seen: &Value) -> Vec<String> {
    let notices = seen["notices"].as_array().cloned().unwrap_or_default();
    notices
        .iter()
        .filter_map(|notice| notice["trouble"]["what"].as_str().map(str::to_owned))
        .collect()
}

fn unreadable_profile_is_named(world: &World) {
    let broken = world.root().join("broken");
    std::fs::create_dir_all(&broken).unwrap();
    for file in ["root.pub", "catalogue.json"] {
        std::fs::copy(world.kit_parcel().join(file), broken.join(file)).unwrap();
    }
    std::fs::write(broken.join("profile.json"), "{").unwrap();
    let mut command = Command::new(journeys::programs::program("valiza").unwrap());
    command
        .args(["enrol", "--profile"])
        .arg(&broken)
        .arg("--data")
        .arg(world.root().join("other"));
    let said = run(&mut command).unwrap();
    assert!(!said.well);
    assert!(
        said.err.contains("not taken over") && said.err.contains("Ask the coordinator"),
        "{}",
        said.err
    );
}

#[test]
fn journey_a_full_disk_is_said_and_the_open_application_is_still_sealed() {
    let folder = tempfile::tempdir().unwrap();
    let mut world = World::begin(&folder.path().join("full"), 0).unwrap();
    world.stop_depot();
    let mut kit = world.kit_on_a_small_disk(27_000).unwrap();
    kit.unlock(PASSPHRASE).unwrap();
    // Long before it is full it is said that it will be.
    kit.wait("the warning about the disk", |seen| {
        troubles(seen).contains(&"disk_fills_soon".to_owned())
    })
    .unwrap();
    begin_visit(&mut kit, 0, "displaced").unwrap();
    for (field, text) in DISPLACED {
        kit.ask("set_person", json!({ "field": field, "text": text }))
            .unwrap();
    }
    kit.ask("add_application", json!({ "service": "00169" }))
        .unwrap();
    kit.wait("the form", |seen| !current(seen).is_null())
        .unwrap();

    // Pages fill the disk, as far as they may.
    let mut full = false;
    for _ in 0..60 {
        world
            .post("feed", &devices::sim::papers::phone_shot(1))
            .unwrap();
        kit.ask("scan", json!({ "document": "identity" })).unwrap();
        let seen = kit
            .wait("the page or its refusal", |seen| seen["work"].is_null())
            .unwrap();
        full = troubles(&seen).contains(&"disk_full".to_owned());
        if full {
            break;
        }
    }
    assert!(full, "a full disk is said");
    let seen = kit.snapshot().unwrap();
    let pages = pages_of(&seen, "identity");
    assert!(pages > 0, "pages that arrived before are kept");

    // Typing, the number, the print and the sealing take the reserve where they need it.
    fill_registration(&mut kit).unwrap();
    let seen = kit.snapshot().unwrap();
    day::override_what_stands(&mut kit, &seen).unwrap();
    kit.ask("give_consent", Value::Null).unwrap();
    kit.wait("the consent", |seen| current(seen)["stage"] == "reviewed")
        .unwrap();
    kit.ask("print_application", Value::Null).unwrap();
    kit.wait("the application on paper", |seen| {
        current(seen)["papers"]["application"]["state"] == "printed"
    })
    .unwrap();
    // The signed sheet finds no room either; a person says so and goes on.
    let seen = kit.snapshot().unwrap();
    day::override_what_stands(&mut kit, &seen).unwrap();
    kit.ask("finish", Value::Null).unwrap();
    let seen = kit
        .wait("the sealing", |seen| current(seen)["stage"] == "sealed")
        .unwrap();
    assert_eq!(
        seen["outbox"]["items"].as_array().unwrap().len(),
        2,
        "the application waits in two sealed parts"
    );
    // Behind the link nothing answers: the outbox says so and when it tries again.
    kit.ask("try_now", Value::Null).unwrap();
    kit.wait("the reason why it waits", |seen| {
        let items = seen["outbox"]["items"].as_array();
        seen["outbox"]["coverage"] == "none"
            && items.is_some_and(|items| {
                items.iter().any(|item| {
                    item["state"]["state"] == "retrying"
                        && item["state"]["reason"] == "delivery-cut"
                })
            })
    })
    .unwrap();
    kit.kill();
}

/// The same day as people do it: no order but the keys of a keyboard, from the passphrase to the lock.
#[test]
fn journey_a_whole_visit_by_keyboard_in_the_real_window() {
    let folder = tempfile::tempdir().unwrap();
    let mut world = World::begin(&folder.path().join("keys"), 0).unwrap();
    let keyboard = Keyboard::start().unwrap();
    let mut kit = world.kit_on(keyboard.display()).unwrap();
    keyboard.turn_to_window().unwrap();
    kit.wait("the lock screen", |seen| seen["gate"]["gate"] == "locked")
        .unwrap();
    keyboard.write(PASSPHRASE).unwrap();
    keyboard.press(&["Return"]).unwrap();
    kit.wait("the kit to open", |seen| seen["gate"]["gate"] == "open")
        .unwrap();

    // A visit, its service, who she is, what the service asks.
    keyboard
        .fill(&mut kit, &[], |seen| !seen["visit"].is_null())
        .unwrap();
    keyboard.press(&["Return"]).unwrap();
    keyboard.reach(&mut kit, "Tab", "25 і 45 років").unwrap();
    keyboard.press(&["space"]).unwrap();
    kit.wait("the form", |seen| !current(seen).is_null())
        .unwrap();
    her_village_is_picked(&keyboard, &mut kit);
    keyboard
        .fill(&mut kit, &BEDRIDDEN_BY_NAME, |seen| {
            let missing = current(seen)["form"]["missing"].as_array();
            missing.is_some_and(Vec::is_empty)
        })
        .unwrap();

    // Her papers: Enter leads to each that is wanted, F5 scans it.
    for document in ["passport-pages", "photos"] {
        keyboard.reach(&mut kit, "Return", "Сканувати").unwrap();
        world
            .post("feed", &devices::sim::papers::phone_shot(2))
            .unwrap();
        keyboard.press(&["F5"]).unwrap();
        kit.wait("the page", |seen| {
            seen["work"].is_null() && pages_of(seen, document) == 1
        })
        .unwrap();
    }

    // Consent, print, ink, the signed sheet, the seal, the papers in her hands: the blank does what cannot be undone.
    let by_blank = |kit: &mut Kit, name: &str| {
        keyboard.reach(kit, "Return", name).unwrap();
        keyboard.press(&["space"]).unwrap();
    };
    by_blank(&mut kit, "Заявник згоден");
    kit.wait("the consent", |seen| current(seen)["stage"] == "reviewed")
        .unwrap();
    by_blank(&mut kit, "Надрукувати");
    kit.wait("the application on paper", |seen| {
        current(seen)["papers"]["application"]["state"] == "printed"
    })
    .unwrap();
    world.sign_last_print().unwrap();
    keyboard.press(&["F5"]).unwrap();
    kit.wait("the signed sheet", |seen| {
        seen["work"].is_null() && current(seen)["stage"] == "signed"
    })
    .unwrap();
    by_blank(&mut kit, "Запечатати");
    kit.wait("inventory and slip", |seen| {
        let papers = &current(seen)["papers"];
        papers["inventory"]["state"] == "printed" && papers["slip"]["state"] == "printed"
    })
    .unwrap();
    by_blank(&mut kit, "Папери віддано");
    keyboard.press(&["F12"]).unwrap();
    kit.wait_for_start().unwrap();
    // Without being asked to, documents would wait for those of other applications.
    kit.ask("try_now", Value::Null).unwrap();
    let seen = kit
        .wait_long(
            "the locked delivery",
            std::time::Duration::from_secs(90),
            |seen| {
                let items = seen["outbox"]["items"].as_array();
                seen["gate"]["gate"] == "locked"
                    && items.is_some_and(|items| {
                        items
                            .iter()
                            .all(|item| item["state"]["state"] == "delivered")
                    })
            },
        )
        .unwrap();
    assert!(seen["visit"].is_null(), "a locked kit shows no visit");
    world.stop_depot();
}

/// Two letters too few and an arrow: the village is kept as the codifier names it, with its code.
fn her_village_is_picked(keyboard: &Keyboard, kit: &mut Kit) {
    let (typed, name, code) = VILLAGE;
    keyboard.press(&["Return"]).unwrap();
    keyboard.reach(kit, "Tab", "Населений пункт").unwrap();
    let letters = typed.chars().count() - 2;
    keyboard
        .write(&typed.chars().take(letters).collect::<String>())
        .unwrap();
    keyboard.reach(kit, "Down", name).unwrap();
    keyboard.press(&["Return"]).unwrap();
    let field = |seen: &Value, field: &str| {
        seen["visit"]["visit"]["applicant"]["fields"][field]["text"].clone()
    };
    let seen = kit
        .wait("the code", |seen| field(seen, "settlement_code") == code)
        .unwrap();
    assert_eq!(field(&seen, "settlement"), name);
    assert_eq!(field(&seen, "settlement_edition"), "2026-07-07");
}

/// The README's first command without a display: the real window, driven, with its pictures.
#[test]
fn journey_the_demo_runs_and_leaves_its_pictures() {
    let folder = tempfile::tempdir().unwrap();
    let day = folder.path().join("day");
    let mut demo = Command::new("xvfb-run");
    demo.args([
        "--auto-servernum",
        "--server-args=-screen 0 1366x768x24 +extension GLX",
    ]);
    demo.arg(journeys::programs::program("valiza-day").unwrap())
        .arg(&day)
        .arg("--pictures");
    let story = run_well(&mut demo).unwrap();
    assert!(story.contains("nothing readable"), "{story}");
    let pictures = day::files(&day.join("pictures")).unwrap();
    assert!(pictures.len() >= 16, "{pictures:?}");
    for picture in pictures {
        let bytes = std::fs::metadata(&picture).unwrap().len();
        assert!(
            bytes > 3_000,
            "{} is a picture of nothing: {bytes} bytes",
            picture.display()
        );
    }
}
