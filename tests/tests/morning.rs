//! A coordinator's morning: forty applications of three kits and five communities, registered, answered and counted.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::{
    collections::BTreeSet,
    io::Write as _,
    process::{Command, Stdio},
};

use journeys::{
    keyboard::Keyboard,
    morning::{COORDINATOR, ConsoleWindow, Morning, document},
    programs::run_well,
};
use serde_json::{Value, json};

/// What the program "another register" sees: the clipboard of the screen, by a program that is not ours.
struct Clipboard<'a>(&'a Keyboard);

impl Clipboard<'_> {
    fn tool(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("xclip");
        command.args(["-selection", "clipboard"]).args(arguments);
        command.env("DISPLAY", self.0.display());
        command
    }

    fn read(&self) -> String {
        run_well(&mut self.tool(&["-o"])).unwrap()
    }

    fn lay(&self, text: &str) {
        let mut child = self
            .tool(&["-i"])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        child
            .stdin
            .take()
            .unwrap()
            .write_all(text.as_bytes())
            .unwrap();
        assert!(child.wait().unwrap().success());
    }
}

#[test]
fn journey_forty_applications_are_registered_and_answered_by_keyboard_before_noon() {
    let place = tempfile::tempdir().unwrap();
    let mut morning = Morning::begin(place.path()).unwrap();
    let numbers = morning.seal(40, &document(5).unwrap()).unwrap();
    morning.deliver(false).unwrap();

    let keyboard = Keyboard::start().unwrap();
    let clipboard = Clipboard(&keyboard);
    let mut window = morning.window(keyboard.display(), "uk").unwrap();
    keyboard.turn_to_window().unwrap();
    keyboard.write(COORDINATOR).unwrap();
    keyboard.press(&["Return"]).unwrap();
    window
        .until("the register to open", |seen| seen["gate"] == "open")
        .unwrap();
    keyboard.press(&["F5"]).unwrap();
    let seen = window
        .until("forty applications", |seen| seen["listed"] == json!(40))
        .unwrap();
    assert_eq!(seen["faults"], json!(0));

    let mut strokes = 0_usize;
    let mut met = BTreeSet::new();
    let mut press = |keys: &[&str]| {
        strokes += keys.len();
        keyboard.press(keys).unwrap();
    };
    for n in 0..40 {
        let seen = window
            .until("all pages", |seen| seen["pages"] == json!(5))
            .unwrap();
        let shown = seen["shown"].as_str().unwrap().to_owned();
        assert!(met.insert(shown.clone()), "{shown} comes twice");
        let values = usize::try_from(seen["values"].as_u64().unwrap()).unwrap();
        press(&vec!["F8"; values]);
        let all = json!(values);
        window
            .until("every value to be copied", |seen| seen["copied"] == all)
            .unwrap();
        assert_eq!(
            clipboard.read(),
            "донька Оксана, 2011 р. н.",
            "the last of the form lies on the clipboard"
        );
        clipboard.lay(&format!("ВПО-2026/{n:03}\n"));
        press(&["ctrl+v"]);
        press(&["Return"]);
        let other = json!(shown);
        if n < 39 {
            window
                .until("the next one", |seen| seen["shown"] != other)
                .unwrap();
        }
    }
    let numbers: BTreeSet<String> = numbers.iter().map(|one| grouped(one)).collect();
    assert_eq!(met, numbers, "every application was met once");
    let values = 12;
    assert_eq!(
        strokes,
        40 * (values + 2),
        "a stroke a value, one to paste, one to register"
    );

    // One is answered and goes on to the authority, another goes back.
    let asked = |window: &mut ConsoleWindow, key: &str, text: &str| {
        keyboard.press(&[key]).unwrap();
        for _ in 0..2 {
            window.seen().unwrap();
        }
        if !text.is_empty() {
            keyboard.write(text).unwrap();
        }
        keyboard.press(&["Return"]).unwrap();
    };
    asked(&mut window, "F9", "зателефонуйте до центру");
    asked(&mut window, "F7", "");
    window
        .until("the authority", |seen| seen["stage"] == "handed")
        .unwrap();
    let before = window.seen().unwrap()["shown"].take();
    keyboard.press(&["F3"]).unwrap();
    window
        .until("another", |seen| seen["shown"] != before)
        .unwrap();
    asked(&mut window, "F6", "немає другої сторінки");
    window
        .until("one back", |seen| seen["stage"] == "returned")
        .unwrap();
    keyboard.press(&["F5"]).unwrap();
    window.seen().unwrap();
    keyboard.press(&["F10"]).unwrap();
    window
        .until("the lock", |seen| seen["gate"] == "locked")
        .unwrap();
    drop(window);

    let inbox = morning.say(&["inbox"]).unwrap().out;
    for n in 0..40 {
        assert!(inbox.contains(&format!("ВПО-2026/{n:03}")), "{n}: {inbox}");
    }
    let sent = morning.say(&["dispatch", "list"]).unwrap().out;
    let words = sent.lines().filter(|line| line.contains("вісті")).count();
    assert_eq!(words, 42, "forty numbers, an answer, and what is wanted");
    assert!(!sent.contains("чекає тут"), "everything is at the depot");
}

#[test]
fn journey_the_same_morning_by_commands_with_one_poison_parcel_among_forty() {
    let place = tempfile::tempdir().unwrap();
    let mut morning = Morning::begin(place.path()).unwrap();
    let numbers = morning.seal(40, &document(1).unwrap()).unwrap();
    morning.deliver(true).unwrap();
    let fetched = morning.say(&["fetch"]).unwrap();
    assert!(
        !fetched.well && fetched.out.contains("flipped"),
        "the fault is named: {}",
        fetched.out
    );
    let opened = morning.say(&["open"]).unwrap().out;
    assert!(opened.starts_with("39 applications opened"), "{opened}");
    let inbox = morning.say(&["inbox"]).unwrap().out;
    let here: Vec<_> = numbers
        .iter()
        .filter(|one| inbox.contains(&grouped(one)))
        .collect();
    assert!(here.len() >= 39, "{inbox}");
    let one = here[0].as_str();
    for words in [
        &["register", one, "ВПО-1"][..],
        &["turn", "handed", one],
        &["turn", "decided", one, "granted"],
        &["turn", "told", one],
        &["turn", "returned", here[1], "немає другої сторінки"],
        &["dispatch", "answer", one, "зателефонуйте"],
        &["search", one],
        &["log"],
        &["gaps"],
        &["kit", "list"],
    ] {
        let said = morning.say(words).unwrap();
        assert!(said.well, "{words:?}: {}{}", said.out, said.err);
    }
    let sheet = morning.root().join("sheet.pdf");
    let table = morning.root().join("quarter.csv");
    let (sheet, table) = (sheet.to_str().unwrap(), table.to_str().unwrap());
    assert!(morning.say(&["sheet", one, sheet]).unwrap().well);
    let quarter = [
        "report",
        "--from",
        "2026-10-01",
        "--until",
        "2026-12-31",
        "--csv",
        table,
    ];
    assert!(morning.say(&quarter).unwrap().well);
    let table = std::fs::read_to_string(table).unwrap();
    assert!(
        table.starts_with('\u{feff}') && table.contains("Комплект 043"),
        "{table}"
    );
    assert!(morning.say(&["exports", "clear"]).unwrap().well);
    assert!(!std::path::Path::new(sheet).exists());
    let seen: Value = json!(morning.say(&["search", here[1]]).unwrap().out);
    assert!(seen.as_str().unwrap().contains("немає другої сторінки"));
}

/// Ten digits as people read them.
fn grouped(digits: &str) -> String {
    format!("{}-{}-{}", &digits[..3], &digits[3..6], &digits[6..])
}
