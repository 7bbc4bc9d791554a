//! A second copy: the stick that stays in the kit has every sealed part from the moment of sealing.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use journeys::World;
use journeys::day::{self, Teller};
use journeys::programs::run_well;
use journeys::world::PASSPHRASE;

#[test]
fn journey_a_drowned_kit_is_saved_by_the_stick_that_was_in_it() {
    let folder = tempfile::tempdir().unwrap();
    // Another disk than the kit's.
    let stick = tempfile::tempdir_in("/dev/shm").unwrap();
    let mut world = World::begin(&folder.path().join("drowned"), 0).unwrap();
    let settings = world.kit_parcel().join("kit.toml");
    let before = std::fs::read_to_string(&settings).unwrap();
    let copies = format!("copy_stick = {:?}\n", stick.path());
    std::fs::write(&settings, before + &copies).unwrap();
    let mut kit = world.kit(false).unwrap();
    kit.unlock(PASSPHRASE).unwrap();
    world.stop_depot();
    let mut say = |_words: &str| {};
    let mut teller = Teller {
        say: &mut say,
        pictures: None,
    };
    let number = day::displaced_family(&world, &mut kit, &mut teller).unwrap();
    kit.wait("two copies", |seen| {
        let items = seen["outbox"]["items"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        items.len() == 2 && items.iter().all(|item| item["on_stick"] == true)
    })
    .unwrap();
    // Nobody says goodbye to a kit that drowns.
    drop(kit);
    std::fs::remove_dir_all(world.kit_data()).unwrap();
    let take = run_well(world.console().unwrap().arg("take").arg(stick.path())).unwrap();
    assert!(take.contains("Нових частин з носія: 2"), "{take}");
    run_well(world.console().unwrap().arg("open")).unwrap();
    let inbox = run_well(world.console().unwrap().arg("inbox")).unwrap();
    assert!(inbox.replace('-', "").contains(&number), "{inbox}");
}
