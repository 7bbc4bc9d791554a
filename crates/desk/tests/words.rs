//! Words: the same keys in every language, every key that code asks for, none that nobody asks for.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
#![expect(
    clippy::disallowed_methods,
    reason = "the words are compared with the source that asks for them"
)]

use look::{Arg, Language, Words};
use office::trouble::{CardTrouble, DeviceKind, Trouble};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Keys by file, with the arguments their texts name.
fn keys(language: Language) -> BTreeMap<String, (String, BTreeSet<String>)> {
    let mut keys = BTreeMap::new();
    for (file, text) in language.files() {
        let mut last = String::new();
        for line in text.lines() {
            let starts = line.starts_with(|c: char| c.is_ascii_lowercase());
            if let Some((key, _words)) = line.split_once(" =").filter(|_| starts) {
                last = key.to_owned();
                let twice = keys.insert(last.clone(), (file.to_owned(), BTreeSet::new()));
                assert!(twice.is_none(), "{language:?}: {key} stands twice");
            }
            for argument in line.split("{ $").skip(1) {
                let name = argument.split([' ', '}']).next().unwrap_or_default();
                if let Some((_file, arguments)) = keys.get_mut(&last) {
                    arguments.insert(name.to_owned());
                }
            }
        }
    }
    keys
}

#[test]
fn every_language_has_the_same_keys_with_the_same_arguments() {
    let (uk, en) = (keys(Language::Uk), keys(Language::En));
    for (key, (file, arguments)) in &uk {
        let (other, same) = en.get(key).unwrap_or_else(|| panic!("en lacks {key}"));
        assert_eq!((file, arguments), (other, same), "{key}");
    }
    assert_eq!(uk.len(), en.len(), "uk lacks a key that en has");
}

#[test]
fn every_text_can_be_read_and_says_something() {
    for language in Language::ALL {
        for (file, text) in language.files() {
            assert!(
                fluent_bundle::FluentResource::try_new(text.to_owned()).is_ok(),
                "{language:?} {file}"
            );
        }
        for (key, (_file, arguments)) in &keys(language) {
            let args: Vec<_> = arguments
                .iter()
                .map(|name| (&*name.clone().leak(), Arg::from(2)))
                .collect();
            let text = Words::new(language).t_with(key, &args);
            assert!(
                Words::new(language).knows(key) && !text.trim().is_empty() && !text.contains('{'),
                "{language:?} {key}: {text}"
            );
        }
    }
}

/// The source of the screens, comments left out.
fn source() -> String {
    let mut all = String::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for folder in [root.clone(), root.join("screen")] {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|kind| kind == "rs") {
                let text = std::fs::read_to_string(path).unwrap();
                let code = text
                    .lines()
                    .filter(|line| !line.trim_start().starts_with("//"));
                all.extend(code.flat_map(|line| [line, "\n"]));
            }
        }
    }
    all
}

/// Every string of the source.
fn strings(source: &str) -> BTreeSet<&str> {
    source.split('"').skip(1).step_by(2).collect()
}

#[test]
fn every_key_that_a_screen_asks_for_has_words() {
    let source = source();
    let words = Words::new(Language::Uk);
    for call in [".t(\"", ".t_with(\""] {
        for key in source
            .split(call)
            .skip(1)
            .filter_map(|rest| rest.split('"').next())
        {
            assert!(words.knows(key), "no words for {key}");
        }
    }
}

#[test]
fn no_key_stands_there_for_nobody() {
    let source = source();
    let strings = strings(&source);
    // Keys that are put together from a prefix and a name: the prefix must be in the source.
    let prefixes: Vec<&str> = strings
        .iter()
        .filter_map(|text| text.split_once("-{").map(|(prefix, _rest)| prefix))
        .collect();
    let composed = [
        "basis",
        "news",
        "notice",
        "result",
        "signer",
        "authority",
        "looked",
        "came",
        "fee-is",
        "opinion",
        "lacking",
        "help",
    ];
    let composed_of = |key: &str| composed.iter().any(|prefix| key.starts_with(prefix));
    for (key, (file, _arguments)) in keys(Language::Uk) {
        if file != "desk" {
            continue;
        }
        let used = strings.contains(key.as_str())
            || composed_of(&key)
            || prefixes
                .iter()
                .any(|prefix| key.starts_with(&format!("{prefix}-")));
        assert!(used, "nobody asks for {key}");
    }
}

#[test]
fn every_trouble_says_what_is_so_and_what_to_do() {
    let device = DeviceKind::Scanner;
    let all = [
        Trouble::WrongPassphrase { left: 3 },
        Trouble::WaitBeforeUnlock { seconds: 30 },
        Trouble::KeysDestroyed,
        Trouble::WrongCode,
        Trouble::NoCode,
        Trouble::NotAsDrawn,
        Trouble::NotAColleague { left: 3 },
        Trouble::NoRoomForKeys,
        Trouble::KeysNotWritten,
        Trouble::NoCard,
        Trouble::DeviceGone(device),
        Trouble::DeviceBusy(device),
        Trouble::DeviceSlow(device),
        Trouble::DeviceDenied(device),
        Trouble::DeviceGarbled(device),
        Trouble::NoPaper(device),
        Trouble::Jam { device, pages: 3 },
        Trouble::CoverOpen(device),
        Trouble::NoInk,
        Trouble::FileUnreadable,
        Trouble::FileTooLarge,
        Trouble::ReadingUnclear,
        Trouble::BatteryLow { percent: 9 },
        Trouble::DiskFull,
        Trouble::NotSaved,
        Trouble::NotSealed,
        Trouble::NotTypeset,
        Trouble::TemplateWrong,
        Trouble::Stopped,
        Trouble::RecordUnreadable,
        Trouble::NoVisitOpen,
        Trouble::NotSealedYet,
        Trouble::TimeUnclear,
        Trouble::DispatchUnreadable,
        Trouble::RenewalRefused,
        Trouble::Renewed,
        Trouble::ProfileStale,
        Trouble::ProfileNotThere,
        Trouble::ProfileOlder,
        Trouble::ProfileForeign,
        Trouble::ProfileNotBelieved,
        Trouble::StickFull,
    ];
    let all = all
        .into_iter()
        .chain(CardTrouble::ALL.map(Trouble::Card))
        .collect::<Vec<_>>();
    for language in Language::ALL {
        let words = Words::new(language);
        for trouble in &all {
            assert!(
                words.knows(&format!("trouble-{}", trouble.key())),
                "{}",
                trouble.key()
            );
            assert!(
                words.knows(&format!("remedy-{}", trouble.key())),
                "{}",
                trouble.key()
            );
        }
        for kind in [
            DeviceKind::Scanner,
            DeviceKind::IdReader,
            DeviceKind::CardReader,
            DeviceKind::Printer,
            DeviceKind::SlipPrinter,
            DeviceKind::Folder,
            DeviceKind::Battery,
        ] {
            assert!(words.knows(&format!("device-{}", kind.key())));
        }
    }
}

#[test]
fn every_rule_about_identity_has_words() {
    for rule in office::identity::Rule::ALL {
        let key = format!("finding-{}", rule.key());
        assert!(Words::new(Language::Uk).knows(&key), "no words for {key}");
    }
}

#[test]
fn ukrainian_counts_as_people_count() {
    let words = Words::new(Language::Uk);
    let said = |n: u32| words.t_with("visit-open", &[("n", Arg::from(n))]);
    assert_eq!(said(1), "1 заява в роботі");
    assert_eq!(said(3), "3 заяви в роботі");
    assert_eq!(said(5), "5 заяв у роботі");
    assert_eq!(said(21), "21 заява в роботі");
}
