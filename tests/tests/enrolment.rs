//! Keys and kits through the real programs: enrolled by a code, rotated under a working kit, lost.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use journeys::World;
use journeys::day::{self, Teller};
use journeys::kit::Kit;
use journeys::programs::{program, run, run_well, wait_for};
use journeys::world::PASSPHRASE;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// Twelve kits with an administrator each; the first has two.
const TABLE: &str = "number;administrators\n101;Савчук Ірина Миколаївна|Ґалаґан Юрій Їжакович\n102;А\n103;Б\n104;В\n105;Г\n\
                     106;Д\n107;Е\n108;Є\n109;Ж\n110;З\n111;И\n112;І\n";

fn console(world: &World, arguments: &[&str]) -> String {
    run_well(world.console().unwrap().args(arguments)).unwrap()
}

/// `valiza enrol` with a code, for the kit of the table.
fn enrol(world: &World, data: &Path, code: &str, sheet: &str) -> String {
    let mut enrol = Command::new(program("valiza").unwrap());
    enrol.arg("enrol").arg("--data").arg(data);
    enrol.args(["--code", code, "--sheet", sheet]);
    enrol
        .arg("--passphrase-file")
        .arg(world.root().join("passphrase"));
    run_well(&mut enrol).unwrap()
}

fn seal(world: &World, kit: &mut Kit) -> String {
    let mut say = |_words: &str| {};
    let mut teller = Teller {
        say: &mut say,
        pictures: None,
    };
    let number = day::displaced_family(world, kit, &mut teller).unwrap();
    kit.ask("try_now", Value::Null).unwrap();
    number
}

fn seal_and_deliver(world: &World, kit: &mut Kit) -> String {
    let number = seal(world, kit);
    kit.wait_long("the delivery", Duration::from_secs(120), |seen| {
        let items = seen["outbox"]["items"].as_array();
        items.is_some_and(|items| {
            let mut states = items.iter().map(|item| &item["state"]["state"]);
            states.all(|state| *state == "delivered")
        })
    })
    .unwrap();
    number
}

/// The line after the one that holds `wanted`, without its indent.
fn line_after<'t>(text: &'t str, wanted: &str) -> &'t str {
    let mut lines = text.lines().skip_while(|line| !line.contains(wanted));
    lines.nth(1).unwrap().trim()
}

/// What a barcode reader types when the code of a kit's sheet is shown to it.
fn code_of_sheet(world: &World, sheet: &Path) -> String {
    let picture = world.root().join("kit-sheet");
    run_well(
        Command::new("pdftoppm")
            .args(["-png", "-r", "200", "-singlefile"])
            .arg(sheet)
            .arg(&picture),
    )
    .unwrap();
    let read = Command::new("zbarimg")
        .args(["--quiet", "--raw"])
        .arg(picture.with_extension("png"))
        .output()
        .unwrap();
    String::from_utf8(read.stdout).unwrap().trim().to_owned()
}

#[test]
fn journey_a_kit_begins_by_a_code_outlives_a_rotation_and_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::begin(&folder.path().join("keys"), 0).unwrap();
    let (data, place) = twelve_kits_of_which_one_begins(&world, folder.path());
    let start = || Kit::start(&data, &place, false, &world.log("kit-101")).unwrap();

    let mut kit = start();
    kit.unlock(PASSPHRASE).unwrap();
    let before = seal_and_deliver(&world, &mut kit);
    kit.quit().unwrap();
    let rotated = console(&world, &["keys", "rotate"]);
    assert!(rotated.contains("Комплект 101: профіль 3"), "{rotated}");
    let mut kit = start();
    kit.unlock(PASSPHRASE).unwrap();
    let after = seal_and_deliver(&world, &mut kit);
    kit.quit().unwrap();

    console(&world, &["fetch"]);
    console(&world, &["open"]);
    let inbox = console(&world, &["inbox"]);
    for number in [&before, &after] {
        assert!(inbox.contains(&grouped(number)), "{number}:\n{inbox}");
    }
    the_old_key_is_kept_for_a_kit_that_has_not_moved_on(&world);

    let statement = folder.path().join("lost.pdf");
    let lost = console(
        &world,
        &["kit", "lost", "101", "--out", statement.to_str().unwrap()],
    );
    assert!(lost.contains(&grouped(&before)), "{lost}");
    assert!(std::fs::read(&statement).unwrap().starts_with(b"%PDF"));
    let mut kit = start();
    kit.unlock(PASSPHRASE).unwrap();
    let late = seal(&world, &mut kit);
    wait_for("a part in quarantine", Duration::from_secs(120), || {
        console(&world, &["fetch"]);
        let opened = run(world.console()?.arg("open"))?;
        Ok(opened.out.contains("quarantined").then_some(()))
    })
    .unwrap();
    kit.quit().unwrap();
    let inbox = console(&world, &["inbox"]);
    assert!(
        inbox.contains(&grouped(&after)) && !inbox.contains(&grouped(&late)),
        "{inbox}"
    );
}

/// The table begins twelve kits; the first of them is enrolled by code and sheet over the depot, and admitted.
fn twelve_kits_of_which_one_begins(world: &World, folder: &Path) -> (PathBuf, PathBuf) {
    let table = folder.join("kits.csv");
    std::fs::write(&table, TABLE).unwrap();
    let begun = console(world, &["kit", "enrol", "--table", table.to_str().unwrap()]);
    for number in 101..=112 {
        let sheet = world.office().join(format!("kit-{number}/sheet.pdf"));
        assert!(std::fs::read(sheet).unwrap().starts_with(b"%PDF"));
    }
    let code = line_after(&begun, "Код для комплекту 101");
    let place = world.office().join("kit-101");
    let sheet = code_of_sheet(world, &place.join("sheet.pdf"));

    let data = folder.join("kit-101");
    std::fs::create_dir_all(&data).unwrap();
    std::fs::write(
        data.join("kit.toml"),
        "guess_memory_kib = 65536\nhold_stored_s = 0\nhold_opened_s = 0\n",
    )
    .unwrap();
    let wrong = sheet.replace("SHA256:", "SHA256:A");
    let refused = run(Command::new(program("valiza").unwrap())
        .args(["enrol", "--code", code, "--sheet", &wrong, "--data"])
        .arg(&data))
    .unwrap();
    assert!(
        !refused.well && refused.err.contains("another root"),
        "{}",
        refused.err
    );
    let told = enrol(world, &data, code, &sheet);
    let admitted = console(world, &["kit", "admit"]);
    let words = |text: &str, before: &str| {
        let line = text.lines().find(|line| line.contains(before)).unwrap();
        line.rsplit_once(": ").unwrap().1.to_owned()
    };
    assert_eq!(
        words(&told, "Words of this kit's key"),
        words(&admitted, "Слова ключа комплекту 101"),
        "both sides read the same words"
    );
    let concluded = enrol(world, &data, code, &sheet);
    assert!(concluded.contains("profile 2"), "{concluded}");
    // What lies beside the next profile is taken over with it.
    let case = world.case_folder().join("case.toml");
    for folder in [&data, &place] {
        std::fs::copy(&case, folder.join("devices.toml")).unwrap();
    }
    std::fs::copy(data.join("kit.toml"), place.join("kit.toml")).unwrap();
    let listed = console(world, &["kit", "list"]);
    assert_eq!(listed.lines().count(), 13, "{listed}");
    assert!(listed.contains("Ґалаґан Юрій Їжакович"), "{listed}");
    (data, place)
}

/// Kit 042 was admitted and has sent nothing by the newer profile.
fn the_old_key_is_kept_for_a_kit_that_has_not_moved_on(world: &World) {
    let listed = console(world, &["keys", "list"]);
    let old = listed.lines().find(|line| line.contains("замінено"));
    let old = old.unwrap().split(' ').next().unwrap().to_owned();
    let refused = run(world.console().unwrap().args(["keys", "retire", &old])).unwrap();
    assert!(!refused.well);
    assert!(refused.err.contains("комплект 042"), "{}", refused.err);
    let reason = ["keys", "retire", &old, "--reason", "042 стоїть у шафі"];
    console(world, &reason);
}

fn grouped(digits: &str) -> String {
    format!("{}-{}-{}", &digits[..3], &digits[3..6], &digits[6..])
}
