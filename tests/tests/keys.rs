//! Locking, panic, and a vault made anew, through the real program.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use journeys::World;
use journeys::canary;
use journeys::day::{self, begin_visit, fill_registration};
use journeys::kit::{Kit, current};
use journeys::programs::{program, run, run_well, wait_for};
use journeys::residents::{DISPLACED, canaries};
use journeys::world::PASSPHRASE;
use serde_json::{Value, json};
use std::process::{Command, Stdio};
use std::time::Duration;

/// Tells the kit's process something, as a lid, a button or a power guard would.
fn signal(kit: &Kit, name: &str) {
    let sent = Command::new("kill")
        .arg(format!("-{name}"))
        .arg(kit.id().to_string())
        .status();
    assert!(sent.unwrap().success());
}

fn arguments(kit: &Kit) -> Vec<String> {
    let line = std::fs::read(format!("/proc/{}/cmdline", kit.id())).unwrap();
    let words = line.split(|byte| *byte == 0);
    words
        .map(|word| String::from_utf8_lossy(word).into_owned())
        .collect()
}

fn status(kit: &Kit, field: &str) -> String {
    let status = std::fs::read_to_string(format!("/proc/{}/status", kit.id())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix(field));
    line.unwrap().trim().to_owned()
}

/// A visit with answers and a page.
fn begin(world: &World, kit: &mut Kit) {
    begin_visit(kit, 0, "displaced").unwrap();
    for (field, text) in DISPLACED {
        kit.ask("set_person", json!({ "field": field, "text": text }))
            .unwrap();
    }
    kit.ask("add_application", json!({ "service": "00169" }))
        .unwrap();
    kit.wait("the form", |seen| !current(seen).is_null())
        .unwrap();
    fill_registration(kit).unwrap();
    day::scan(world, kit, "identity", 2).unwrap();
    kit.saved().unwrap();
}

/// Draws words for a wish, as the screen does, and gives them.
fn draw(kit: &mut Kit, wish: &str) -> String {
    kit.ask("draw_key", json!({ "wish": wish })).unwrap();
    let seen = kit.wait("words", |seen| !seen["drawn"].is_null()).unwrap();
    seen["drawn"]["words"].as_str().unwrap().to_owned()
}

fn set(kit: &mut Kit, wish: &str) -> String {
    let words = draw(kit, wish);
    kit.ask("set_key", json!({ "passphrase": words })).unwrap();
    kit.wait("the words to be set", |seen| seen["drawn"].is_null())
        .unwrap();
    words
}

fn refused_with(kit: &mut Kit, what: &str) {
    kit.wait(what, |seen| seen["gate"]["refusal"]["what"] == what)
        .unwrap();
}

#[test]
fn journey_a_signal_locks_the_kit_and_a_second_image_never_held_a_key() {
    let folder = tempfile::tempdir().unwrap();
    let mut world = World::begin(&folder.path().join("lock"), 0).unwrap();
    world.stop_depot();
    let mut kit = world.kit(false).unwrap();
    assert!(!arguments(&kit).contains(&"--locked".to_owned()));
    let limits = std::fs::read_to_string(format!("/proc/{}/limits", kit.id())).unwrap();
    let core = limits
        .lines()
        .find(|line| line.starts_with("Max core file size"));
    let core: Vec<_> = core.unwrap().split_whitespace().rev().take(3).collect();
    assert_eq!(
        core,
        ["bytes", "0", "0"],
        "no core dump, and none can be allowed again"
    );
    let unlimited = limits
        .lines()
        .any(|line| line.starts_with("Max locked memory") && line.contains("unlimited"));
    assert_eq!(
        unlimited,
        status(&kit, "VmLck:") != "0 kB",
        "memory is kept from swap wherever the account may"
    );
    kit.unlock(PASSPHRASE).unwrap();
    begin(&world, &mut kit);
    signal(&kit, "USR1");
    kit.wait_for_start().unwrap();
    assert!(arguments(&kit).contains(&"--locked".to_owned()));
    let seen = kit
        .wait("the lock screen", |seen| seen["gate"]["gate"] == "locked")
        .unwrap();
    for word in canaries() {
        assert!(
            !seen.to_string().contains(word),
            "the locked kit shows {word}"
        );
    }
    let seen = kit.unlock(PASSPHRASE).unwrap();
    assert_eq!(seen["visits"].as_array().map(Vec::len), Some(1));
    kit.quit().unwrap();
}

#[test]
fn journey_a_worker_has_bounded_memory_and_leaves_no_core() {
    let mut worker = Command::new(program("valiza").unwrap())
        .arg("--worker")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let limits = format!("/proc/{}/limits", worker.id());
    let bounded = wait_for("the worker's limits", Duration::from_secs(10), || {
        let limits = std::fs::read_to_string(&limits)?;
        let line = |name: &str| {
            let found = limits.lines().find(|line| line.starts_with(name));
            found.and_then(|line| line.split_whitespace().rev().nth(1)?.parse::<u64>().ok())
        };
        let (memory, core) = (line("Max address space"), line("Max core file size"));
        Ok(memory.zip(core))
    });
    worker.kill().unwrap();
    worker.wait().unwrap();
    let (memory, core) = bounded.unwrap();
    assert!(memory <= 2 << 30, "{memory}");
    assert_eq!(core, 0);
}

#[test]
fn journey_nobody_at_the_kit_locks_it_and_a_touch_keeps_it_open() {
    let folder = tempfile::tempdir().unwrap();
    let mut world = World::begin(&folder.path().join("idle"), 0).unwrap();
    world.stop_depot();
    std::fs::write(world.kit_parcel().join("kit.toml"), "lock_after_s = 4\n").unwrap();
    let mut kit = world.kit(false).unwrap();
    kit.unlock(PASSPHRASE).unwrap();
    for _ in 0..3 {
        let warned = |seen: &Value| seen["lock_in_s"].as_u64().is_some_and(|left| left <= 2);
        kit.wait("the warning", warned).unwrap();
        kit.ask("stay", Value::Null).unwrap();
        let seen = kit.snapshot().unwrap();
        assert_eq!(seen["gate"]["gate"], "open");
    }
    kit.wait_for_start().unwrap();
    assert!(arguments(&kit).contains(&"--locked".to_owned()));
    kit.wait("the lock screen", |seen| seen["gate"]["gate"] == "locked")
        .unwrap();
    kit.quit().unwrap();
}

#[test]
fn journey_after_panic_nothing_opens_and_a_sealed_card_lets_intake_go_on() {
    let folder = tempfile::tempdir().unwrap();
    let mut world = World::begin(&folder.path().join("panic"), 0).unwrap();
    world.stop_depot();
    let mut kit = world.kit(false).unwrap();
    kit.unlock(PASSPHRASE).unwrap();
    let card = set(&mut kit, "card");
    begin(&world, &mut kit);
    signal(&kit, "USR2");
    kit.wait_for_start().unwrap();
    let traces = canary::search(&world.kit_data(), &canaries()).unwrap();
    assert!(traces.is_empty(), "{traces:?}");
    kit.wait("the lock screen", |seen| seen["gate"]["gate"] == "locked")
        .unwrap();
    kit.ask("unlock", json!({ "passphrase": PASSPHRASE }))
        .unwrap();
    refused_with(&mut kit, "keys_destroyed");

    let words = draw(&mut kit, "renewal");
    kit.ask("renew", json!({ "code": PASSPHRASE, "passphrase": words }))
        .unwrap();
    refused_with(&mut kit, "wrong_code");
    kit.ask("renew", json!({ "code": card, "passphrase": words }))
        .unwrap();
    let seen = kit
        .wait("the new vault", |seen| seen["gate"]["gate"] == "open")
        .unwrap();
    assert_eq!(seen["visits"].as_array().map(Vec::len), Some(0));
    begin(&world, &mut kit);
    kit.lock().unwrap();
    let seen = kit.unlock(&words).unwrap();
    assert_eq!(seen["visits"].as_array().map(Vec::len), Some(1));
    kit.quit().unwrap();
}

#[test]
fn journey_a_coordinators_code_read_out_by_telephone_replaces_a_forgotten_passphrase() {
    let folder = tempfile::tempdir().unwrap();
    let mut world = World::begin(&folder.path().join("forgotten"), 0).unwrap();
    world.stop_depot();
    let told = run_well(world.console().unwrap().args(["kit", "code", "42"])).unwrap();
    let code = told.lines().nth(1).unwrap();
    // It is an age file to the community's keys, which stock tools read alike.
    let sealed = world.kit_data().join("telephone-code.age");
    let opened = world.stock_identities(folder.path()).unwrap();
    let opened = opened.iter().find_map(|identity| {
        let mut age = Command::new("age");
        let opened = run(age.arg("-d").arg("-i").arg(identity).arg(&sealed)).ok()?;
        opened.well.then_some(opened.out)
    });
    assert_eq!(opened.as_deref().map(str::trim), Some(code.trim()));
    let mut kit = world.kit(false).unwrap();
    kit.wait("the lock screen", |seen| seen["gate"]["gate"] == "locked")
        .unwrap();
    let words = draw(&mut kit, "renewal");
    kit.ask("renew", json!({ "code": code.trim(), "passphrase": words }))
        .unwrap();
    kit.wait("the new vault", |seen| seen["gate"]["gate"] == "open")
        .unwrap();
    kit.lock().unwrap();
    kit.ask("unlock", json!({ "passphrase": PASSPHRASE }))
        .unwrap();
    refused_with(&mut kit, "wrong_passphrase");
    kit.unlock(&words).unwrap();
    kit.quit().unwrap();
}

#[test]
fn journey_a_terminated_kit_has_saved_everything() {
    let folder = tempfile::tempdir().unwrap();
    let mut world = World::begin(&folder.path().join("term"), 0).unwrap();
    world.stop_depot();
    let mut kit = world.kit(false).unwrap();
    kit.unlock(PASSPHRASE).unwrap();
    begin(&world, &mut kit);
    signal(&kit, "TERM");
    let stat = format!("/proc/{}/stat", kit.id());
    wait_for("the kit to end", Duration::from_secs(30), || {
        // Nobody has waited for the child: it stays as a shell of itself.
        let stat = std::fs::read_to_string(&stat).unwrap_or_default();
        Ok((stat.is_empty() || stat.contains(") Z ")).then_some(()))
    })
    .unwrap();
    drop(kit);
    let mut kit = world.kit(false).unwrap();
    let seen = kit.unlock(PASSPHRASE).unwrap();
    assert_eq!(seen["visits"].as_array().map(Vec::len), Some(1));
    kit.quit().unwrap();
}
