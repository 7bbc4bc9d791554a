//! Whole-system stories over the real programs. One at a time: each plays a whole office on two cores.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use journeys::World;
use journeys::canary;
use journeys::day::{self, Teller, begin_visit, fill_registration};
use journeys::kit::current;
use journeys::programs::{run, run_well};
use journeys::residents::{DISPLACED, canaries};
use journeys::world::PASSPHRASE;
use serde_json::{Value, json};
use std::path::Path;
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
    let opened = parcels.iter().filter(|parcel| {
        let tar = scratch.join("opened.tar.zst");
        identities.iter().any(|identity| {
            run(Command::new("age")
                .arg("-d")
                .arg("-i")
                .arg(identity)
                .arg("-o")
                .arg(&tar)
                .arg(&parcel.ciphertext))
            .unwrap()
            .well
                && run_well(Command::new("tar").arg("--zstd").arg("-tf").arg(&tar)).is_ok()
        })
    });
    assert_eq!(
        opened.count(),
        parcels.len(),
        "every parcel opens with age and tar"
    );
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
fn journey_a_full_disk_is_said_and_loses_nothing_acknowledged() {
    let folder = tempfile::tempdir().unwrap();
    let mut world = World::begin(&folder.path().join("full"), 0).unwrap();
    world.stop_depot();
    let mut kit = world.kit_on_a_small_disk(2600).unwrap();
    kit.unlock(PASSPHRASE).unwrap();
    begin_visit(&mut kit, 0, "displaced").unwrap();
    kit.ask(
        "set_person",
        json!({ "field": "surname", "text": DISPLACED[0].1 }),
    )
    .unwrap();
    kit.ask("add_application", json!({ "service": "00169" }))
        .unwrap();
    kit.saved().unwrap();

    // Pages fill the disk.
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
    let before = current(&seen)["documents"].clone();
    let page = before[0]["pages"][0]["id"].clone();
    assert!(!page.is_null(), "pages that arrived before are kept");
    assert_eq!(
        seen["visit"]["visit"]["applicant"]["fields"]["surname"]["text"],
        DISPLACED[0].1
    );
    kit.ask(
        "set_person",
        json!({ "field": "given_name", "text": DISPLACED[1].1 }),
    )
    .unwrap();
    let seen = kit.snapshot().unwrap();
    assert_eq!(
        seen["visit"]["visit"]["applicant"]["fields"]["given_name"]["text"], DISPLACED[1].1,
        "typing goes on"
    );
    kit.kill();
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
