//! Stories of the window in other hands than the administrator's: the real program, keyed as a resident would key it.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use journeys::World;
use journeys::keyboard::Keyboard;
use journeys::kit::Kit;
use journeys::world::PASSPHRASE;
use serde_json::{Value, json};

/// What a resident must never see: another person's name, and the screens of the office.
const OTHERS: &str = "Гнатюк";

fn in_the_corner(kit: &mut Kit) -> String {
    kit.unlock(PASSPHRASE).unwrap();
    let community = kit.snapshot().unwrap()["kit"]["communities"][0][0].clone();
    let service = kit.snapshot().unwrap()["kit"]["services"][0]["id"].clone();
    for surname in [OTHERS, "Мельник"] {
        kit.ask(
            "new_visit",
            json!({ "community": community, "basis": "age80" }),
        )
        .unwrap();
        kit.ask("set_person", json!({ "field": "surname", "text": surname }))
            .unwrap();
        kit.ask("add_application", json!({ "service": service }))
            .unwrap();
    }
    kit.saved().unwrap();
    kit.ask("begin_corner", json!({})).unwrap();
    let shown = kit
        .wait("the corner", |seen| seen["gate"]["gate"] == "corner")
        .unwrap();
    shown["corner"]["number"].to_string()
}

fn names(kit: &mut Kit) -> String {
    kit.order(&json!({ "ask": "names" })).unwrap().to_string()
}

fn is_shut_in(seen: &Value) -> bool {
    let empty = |field: &str| seen[field].as_array().is_none_or(Vec::is_empty);
    seen["gate"]["gate"] == "corner"
        && seen["visit"].is_null()
        && empty("visits")
        && empty("journal")
}

#[test]
fn journey_a_resident_who_fills_in_alone_finds_no_way_out() {
    let folder = tempfile::tempdir().unwrap();
    let mut world = World::begin(&folder.path().join("day"), 0).unwrap();
    let keyboard = Keyboard::start().unwrap();
    let mut kit = world.kit_on(keyboard.display()).unwrap();
    let number = in_the_corner(&mut kit);
    keyboard.turn_to_window().unwrap();
    let mut keys: Vec<String> = (1..=12).map(|key| format!("F{key}")).collect();
    keys.extend(
        [
            "Escape",
            "ctrl+w",
            "ctrl+q",
            "alt+F4",
            "alt+Tab",
            "ctrl+Tab",
            "ctrl+c",
            "ctrl+v",
            "ctrl+Home",
            "super",
            "Menu",
            "ctrl+shift+BackSpace",
            "Print",
            "alt+Left",
            "ctrl+plus",
            "Tab",
            "Return",
            "Return",
        ]
        .map(str::to_owned),
    );
    for key in &keys {
        keyboard.press(&[key.as_str()]).unwrap();
        let seen = kit.snapshot().unwrap();
        assert!(is_shut_in(&seen), "{key}: {}", seen["gate"]);
        let told = names(&mut kit);
        assert!(
            !told.contains(OTHERS),
            "{key}: another person's name is on the screen"
        );
        for screen in ["F2", "F8", "F10", "Надсилання", "Журнал"] {
            assert!(!told.contains(screen), "{key}: {screen} is on the screen");
        }
    }
    for (order, more) in [
        (
            "open_visit",
            json!({ "visit": "00000000000000000000000000000001" }),
        ),
        ("close_visit", json!({})),
        ("finish", json!({})),
        ("use_stick", json!({ "folder": "/tmp" })),
    ] {
        // An order that the kit does not even understand is refused as well.
        let _refused = kit.ask(order, more);
        assert!(is_shut_in(&kit.snapshot().unwrap()), "{order}");
    }
    kit.ask("end_corner", json!({})).unwrap();
    let seen = kit
        .wait("the number", |seen| seen["corner"]["application"].is_null())
        .unwrap();
    assert!(is_shut_in(&seen));
    assert!(
        names(&mut kit).contains(&number),
        "the resident has a number to say"
    );
    kit.ask("lock", json!({})).unwrap();
    kit.wait_for_start().unwrap();
    kit.unlock(PASSPHRASE).unwrap();
    let seen = kit
        .wait("the answers", |seen| {
            seen["visits"].as_array().is_some_and(|all| all.len() == 2)
        })
        .unwrap();
    let marked = seen["visits"].to_string();
    assert!(
        marked.contains(&format!("[{number}]")),
        "the administrator finds them by it: {marked}"
    );
    world.stop_depot();
}
